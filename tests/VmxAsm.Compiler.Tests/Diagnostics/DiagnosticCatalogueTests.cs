using System.Reflection;
using VmxAsm.Compiler.Diagnostics;
using Xunit;

namespace VmxAsm.Compiler.Tests.Diagnostics;

public sealed class DiagnosticCatalogueTests
{
    [Fact]
    public void A_code_stands_for_one_rule() => Assert.Empty(DiagnosticCatalogue.All.GroupBy(rule => rule.Code).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_rule_that_is_declared_is_in_the_catalogue()
    {
        IEnumerable<string> declared =
            from type in typeof(DiagnosticRule).Assembly.GetTypes()
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            where field.FieldType == typeof(DiagnosticRule)
            select ((DiagnosticRule)field.GetValue(null)!).Code;
        Assert.Empty(declared.Except(DiagnosticCatalogue.All.Select(rule => rule.Code)));
    }

    [Fact]
    public void Rules_are_written_in_the_house_style()
    {
        Assert.All(DiagnosticCatalogue.All, rule =>
        {
            Assert.Matches(rule.Severity == Severity.Warning ? "^W0[1-6][0-9]{2}$" : "^E0[1-6][0-9]{2}$", rule.Code);
            Assert.False(rule.Title.EndsWith('.'), $"{rule.Code}: the title ends with a full stop");
            Assert.True(rule.Explanation.EndsWith('.'), $"{rule.Code}: the explanation is made of sentences");
        });
    }
}
