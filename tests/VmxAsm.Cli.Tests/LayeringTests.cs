using System.Text.RegularExpressions;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>The layering of docs/ARCHITECTURE.md, read from the project files and the sources.</summary>
public sealed partial class LayeringTests
{
    [Theory]
    [InlineData("VmxAsm.Architecture", "")]
    [InlineData("VmxAsm.Compiler", "VmxAsm.Architecture")]
    [InlineData("VmxAsm.Runtime", "VmxAsm.Architecture")]
    [InlineData("VmxAsm.Cli", "VmxAsm.Compiler VmxAsm.Runtime")]
    public void A_project_references_only_the_layers_below(string project, string allowed)
    {
        string text = File.ReadAllText(RepositoryRoot.Combine(project, project + ".csproj"));
        IEnumerable<string> referenced = ProjectReference().Matches(text).Select(match => match.Groups[1].Value).Order();
        Assert.Equal(allowed, string.Join(' ', referenced));
    }

    [Theory]
    [InlineData("Iced.", "VmxAsm.Runtime/Decode/")]
    [InlineData("Pidgin", "VmxAsm.Compiler/Linking/Scripts/")]
    [InlineData("System.CommandLine", "VmxAsm.Cli/")]
    public void A_package_is_named_only_where_it_belongs(string package, params string[] folders)
    {
        string name = $@"\b{Regex.Escape(package)}";
        IEnumerable<string> elsewhere = Sources()
            .Where(source => !folders.Any(folder => source.StartsWith(folder, StringComparison.Ordinal)))
            .Where(source => File.ReadLines(RepositoryRoot.Combine(source)).Any(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                && Regex.IsMatch(line, name)));
        Assert.Empty(elsewhere);
    }

    /// <summary>Production sources, by their path from the root with forward slashes.</summary>
    private static IEnumerable<string> Sources() =>
        from project in new[] { "VmxAsm.Architecture", "VmxAsm.Compiler", "VmxAsm.Runtime", "VmxAsm.Cli" }
        from file in Directory.EnumerateFiles(RepositoryRoot.Combine(project), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(RepositoryRoot.Path, file).Replace('\\', '/')
        where !path.Contains("/obj/") && !path.Contains("/bin/")
        select path;

    [GeneratedRegex("""<ProjectReference Include="\.\./([^/]+)/""")]
    private static partial Regex ProjectReference();
}
