using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using VmxAsm.Compiler;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests.Editors;

/// <summary>The editors' files are made from the assembler's tables, and the grammar says of real sources what it should.</summary>
public sealed class EditorPackageTests
{
    private const string VsCode = "editors/vscode";

    [Fact]
    public void The_TextMate_grammar_is_fresh() => GeneratedFile.IsFresh($"{VsCode}/syntaxes/vmxasm.tmLanguage.json", Grammar.ToJson());

    [Fact]
    public void The_Sublime_grammar_is_fresh() => GeneratedFile.IsFresh("editors/sublime/vmxasm.tmLanguage", Grammar.ToPropertyList());

    [Fact]
    public void The_Vim_syntax_is_fresh() => GeneratedFile.IsFresh("editors/vim/syntax/vmxasm.vim", VimSyntax.Write());

    [Fact]
    public void The_list_of_names_is_fresh() => GeneratedFile.IsFresh("editors/names.json", NameList.Write());

    [Theory]
    [InlineData("vmlaunch")]
    [InlineData("vmwrite")]
    [InlineData("movzbl")]
    [InlineData("vaddps")]
    public void Mnemonics_are_known(string name) => Assert.Contains(name, LanguageNames.Mnemonics);

    [Theory]
    [InlineData("eax")]
    [InlineData("r15d")]
    [InlineData("zmm31")]
    [InlineData("cr0")]
    [InlineData("gs")]
    public void Registers_are_known(string name) => Assert.Contains(name, LanguageNames.Registers);

    [Fact]
    public void Every_directive_is_in_the_grammar()
    {
        string grammar = Grammar.ToJson().Replace(@"\\", @"\");
        Assert.All(LanguageNames.Directives.Concat(LanguageNames.StructureDirectives), name => Assert.Matches($@"[|:(]{Regex.Escape(Regex.Escape(name[1..]))}[|)]", grammar));
    }

    public static TheoryData<string> Snippets => [.. ReadSnippets().Keys];

    /// <summary>As it comes, with the words that stand in its places: what a newcomer inserts must not begin with an error.</summary>
    [Theory]
    [MemberData(nameof(Snippets))]
    public void A_snippet_can_be_checked_alone(string name) => Check(ReadSnippets()[name]);

    [Fact]
    public void Snippets_of_structures_go_together() =>
        Check(string.Concat(ReadSnippets().Where(pair => pair.Key is not ("Boot sector" or "Program" or "Demo")).Select(pair => pair.Value)));

    [Fact]
    public void The_demo_runs()
    {
        using TemporaryFolder folder = new();
        CommandRun run = CommandRun.Of("run", folder.Write("x.s", ReadSnippets()["Demo"]));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("Hello from our 8086 Virtual Machine guest\nVM exit 18: VMCALL", run.Output.Trim().ReplaceLineEndings("\n"));
    }

    private static void Check(string source)
    {
        using TemporaryFolder folder = new();
        CommandRun run = CommandRun.Of("check", folder.Write("x.s", source));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    /// <summary>The text that each snippet inserts: <c>${1:word}</c> becomes the word, <c>${1|first,second|}</c> the first, and <c>$1</c> what its first place has.</summary>
    private static Dictionary<string, string> ReadSnippets()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Combine("editors", "vscode", "snippets", "vmxasm.json")));
        return json.RootElement.EnumerateObject().ToDictionary(snippet => snippet.Name, snippet =>
        {
            Dictionary<string, string> words = [];
            string body = string.Concat(snippet.Value.GetProperty("body").EnumerateArray().Select(line => line.GetString() + "\n"));
            body = Regex.Replace(body, @"\$\{(\d+)(?::([^}]*)|\|([^,|]*)[^|]*\|)\}", place => words[place.Groups[1].Value] = place.Groups[2].Value + place.Groups[3].Value);
            body = Regex.Replace(body, @"(?<!\\)\$(\d+)", place => words.GetValueOrDefault(place.Groups[1].Value, ""));
            return Regex.Replace(body, @"\\([$}\\])", "$1");
        });
    }

    /// <summary>With the ecosystem's own engine, on hand-written assertions and on every example; needs <c>npm ci</c> in editors/vscode.</summary>
    [GrammarToolFact]
    public void The_grammar_scopes_what_it_should()
    {
        string folder = RepositoryRoot.Combine("editors", "vscode");
        ToolResult result = ExternalTool.Get("npm").Run(["test", "--silent"], null, folder);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [GrammarToolFact]
    public void The_extension_packs_with_everything_it_names()
    {
        using TemporaryFolder folder = new();
        string package = folder.File("vmxasm.vsix");
        ExternalTool.Get("npm").Run(["run", "package", "--silent", "--", "--out", package], null, RepositoryRoot.Combine("editors", "vscode")).OrThrow();
        using ZipArchive content = ZipFile.OpenRead(package);
        IEnumerable<string> names = content.Entries.Select(entry => entry.FullName);
        Assert.All(["package.json", "extension.js", "language-configuration.json", "syntaxes/vmxasm.tmLanguage.json", "snippets/vmxasm.json"],
            name => Assert.Contains($"extension/{name}", names));
        Assert.DoesNotContain(names, name => name.Contains("node_modules"));
    }
}

/// <summary>Skipped unless the packages of editors/vscode are installed, which <c>.ci/run</c> does.</summary>
internal sealed class GrammarToolFactAttribute : FactAttribute
{
    public GrammarToolFactAttribute()
    {
        if (!Directory.Exists(RepositoryRoot.Combine("editors", "vscode", "node_modules")))
            Skip = "needs `npm ci` in editors/vscode";
    }
}
