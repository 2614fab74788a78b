using System.Text.RegularExpressions;
using VmxAsm.Cli.Commands;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>What the documents say of the repository is true.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void The_architecture_page_names_every_folder_and_no_other()
    {
        string page = File.ReadAllText(RepositoryRoot.Combine("docs", "ARCHITECTURE.md"));
        IEnumerable<string> named = FolderName().Matches(page).Select(match => match.Groups[1].Value);
        IEnumerable<string> present =
            from project in new[] { "VmxAsm.Architecture", "VmxAsm.Compiler", "VmxAsm.Runtime", "VmxAsm.Cli" }
            from folder in Directory.EnumerateDirectories(RepositoryRoot.Combine(project), "*", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(RepositoryRoot.Path, folder).Replace('\\', '/') + "/"
            where !path.Contains("/bin/") && !path.Contains("/obj/") && Directory.EnumerateFiles(folder).Any()
            select path;
        Assert.Equal(present.Order(StringComparer.Ordinal), named.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_notices_name_every_package()
    {
        string notices = File.ReadAllText(RepositoryRoot.Combine("THIRD-PARTY-NOTICES.md"));
        string versions = File.ReadAllText(RepositoryRoot.Combine("Directory.Packages.props"));
        Assert.All(Regex.Matches(versions, "PackageVersion Include=\"([^\"]+)\"").Select(match => match.Groups[1].Value), package => Assert.Contains($"[{package}]", notices));
    }

    [Fact]
    public void The_readme_names_every_command()
    {
        string page = File.ReadAllText(RepositoryRoot.Combine("README.md"));
        Assert.All(CommandList.All, entry => Assert.Contains($"| `{entry.Name} ", page));
    }

    /// <summary>The comments of the source lines are left out in the page.</summary>
    [Fact]
    public void The_readme_shows_what_the_build_says()
    {
        string shown = Regex.Match(File.ReadAllText(RepositoryRoot.Combine("README.md")), @"\$ vmxasm build vm86demo\.s\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        string source = File.ReadAllText(ExampleTests.PathOf("vm86demo.s"));
        using TemporaryFolder folder = new();
        string path = folder.Write("vm86demo.s", Regex.Replace(source, "(guest.rflags    = VM .*\n)", "$1                guest.cs.base           = 0x1000\n"));
        CommandRun run = CommandRun.Of("build", path, "-o", folder.File("x.img"), "--diagnostics", "caret");
        Assert.Equal(shown, Regex.Replace(run.Error.Replace(path, "vm86demo.s"), " +# .*", ""));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/ARCHITECTURE.md")]
    [InlineData("docs/language.md")]
    [InlineData("docs/tutorial.md")]
    public void Links_between_pages_lead_somewhere(string page)
    {
        string path = RepositoryRoot.Combine(page.Split('/'));
        IEnumerable<string> targets = LinkTarget().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://"));
        string folder = Path.GetDirectoryName(path)!;
        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(folder, target.Split('#')[0])), $"{page} links to {target}"));
    }

    [GeneratedRegex(@"`(VmxAsm\.(?:Architecture|Compiler|Runtime|Cli)/[A-Za-z0-9/]+/)`")]
    private static partial Regex FolderName();

    [GeneratedRegex(@"\]\(([^)#][^)]*)\)")]
    private static partial Regex LinkTarget();
}
