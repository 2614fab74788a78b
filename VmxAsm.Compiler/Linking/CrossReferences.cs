using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking.Scripts;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// NOCROSSREFS and NOCROSSREFS_TO (ld's manual, "Miscellaneous Commands"): output sections that must not refer to each other, because they are never in memory at the
/// same time, or because one is thrown away after start-up.
/// </summary>
internal sealed class CrossReferences(IReadOnlyList<ScriptNoCrossReferences> rules, LinkValues values, DiagnosticBag diagnostics)
{
    public void Check(IEnumerable<InputSection> sections)
    {
        if (rules.Count == 0)
            return;
        foreach (InputSection input in sections)
        {
            if (input.IsDropped || input.Output is not { } from)
                continue;
            ScriptNoCrossReferences[] own = [.. rules.Where(rule => rule.Sections.Contains(from.Name))];
            if (own.Length == 0)
                continue;
            foreach (ref readonly Relocation relocation in input.Relocations)
            {
                if (relocation.Symbol is { } symbol && TargetOf(symbol) is { } to && Array.Exists(own, rule => Forbids(rule, from.Name, to.Name)))
                    Report(input, relocation, symbol, to);
            }
        }
    }

    private static bool Forbids(ScriptNoCrossReferences rule, string from, string to) =>
        from != to && (rule.IsToFirst ? rule.Sections[0] == to : rule.Sections.Contains(to));

    private static OutputSection? TargetOf(ObjectSymbol symbol) =>
        symbol.Global is not { } global ? symbol.Section?.Input?.Output
        : global.IsLinkerDefined ? global.LinkerSection
        : global.CommonSection?.Output ?? global.Definition?.Section?.Input?.Output;

    private void Report(InputSection input, in Relocation relocation, ObjectSymbol symbol, OutputSection to)
    {
        diagnostics.Report(values.At(LinkRules.CrossReference, $"`{symbol.Name}` lies in section `{to.Name}`, to which the linker script allows no reference from `{input.Output!.Name}`", input, relocation));
    }
}
