using System.Text;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using VmxAsm.Cli.Commands;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>
/// docs/errors holds a page per code: the rule's own text, an example that breaks it with the message that comes, and the example mended. Messages on the
/// pages are what the program says, because the pages are made by running it.
/// </summary>
public sealed class ErrorPageTests
{
    /// <summary>Rules that a few lines of source cannot break, and what does.</summary>
    private static readonly Dictionary<string, string> WithoutExample = new()
    {
        ["E0119"] = "a file that is no text",
        ["E0118"] = "an expression with a hundred thousand parentheses around it",
        ["E0411"] = "sizes that depend on each other without end",
        ["E0501"] = "a damaged object file",
        ["E0502"] = "a damaged archive",
        ["E0503"] = "a file that is none of the three",
        ["E0504"] = "a file that does not exist",
        ["E0506"] = "two inputs that define one symbol",
        ["E0508"] = "an object file that needs a dynamic linker",
        ["E0513"] = "a linker script",
        ["E0514"] = "a linker script",
        ["E0515"] = "a linker script",
        ["E0516"] = "a linker script",
        ["E0517"] = "a linker script",
        ["E0521"] = "an output folder that does not exist",
        ["E0522"] = "a linker script, or two objects with one group",
        ["E0525"] = "a linker script",
    };

    public static TheoryData<string> Codes => [.. DiagnosticCatalogue.All.Select(rule => rule.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_has_an_example_that_breaks_it_and_one_that_does_not(string code)
    {
        if (CodeExample.Find(code) is not { } example)
        {
            Assert.True(WithoutExample.ContainsKey(code), $"docs/errors/examples/{code}.s is missing");
            return;
        }

        Assert.DoesNotContain(code, WithoutExample.Keys);
        Assert.Equal([code], CodesIn(Run(example, example.Wrong, code)).Distinct());
        Assert.Empty(CodesIn(Run(example, example.Right, code)));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_has_a_fresh_page(string code) => GeneratedFile.IsFresh($"docs/errors/{code}.md", Page(DiagnosticCatalogue.Find(code)!));

    [Fact]
    public void The_index_is_fresh() => GeneratedFile.IsFresh("docs/errors/README.md", Index());

    [Fact]
    public void The_page_of_the_VM_entry_checks_is_fresh() => GeneratedFile.IsFresh("docs/errors/vm-entry-checks.md", EntryCheckPage());

    [Fact]
    public void No_page_is_left_of_a_code_that_is_gone()
    {
        IEnumerable<string> known = DiagnosticCatalogue.All.Select(rule => rule.Code).Concat(["README", "vm-entry-checks"]);
        Assert.Empty(Directory.EnumerateFiles(RepositoryRoot.Combine("docs", "errors"), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)).Except(known));
    }

    private static string Page(DiagnosticRule rule)
    {
        StringBuilder text = new();
        text.Append($"# {rule.Code}: {rule.Title}\n\n{rule.Explanation}\n");
        if (CodeExample.Find(rule.Code) is { } example)
        {
            text.Append($"\n```asm\n{example.Wrong}```\n\n```console\n$ vmxasm {string.Join(' ', CommandOf(example, rule.Code))}\n{Run(example, example.Wrong, rule.Code)}```\n");
            text.Append($"\nInstead:\n\n```asm\n{example.Right}```\n");
        }
        else
        {
            text.Append($"\nWhat breaks it: {WithoutExample[rule.Code]}.\n");
        }

        if (rule.Severity == Severity.Warning)
            text.Append($"\n`-Wno-{rule.Code}` leaves this warning out, `-Werror={rule.Code}` makes it an error.\n");
        return text.ToString();
    }

    private static string Index()
    {
        StringBuilder text = new();
        text.Append("# What vmxasm complains about\n\nA page per code, as `vmxasm explain CODE` prints it. E is an error, W a warning; "
            + "the checks of a VM entry have names and [a page of their own](vm-entry-checks.md).\n");
        string[] families = ["", "Syntax", "Directives and expansion", "Instructions and operands", "Symbols, expressions and layout", "Linking, images and files", "Processor structures"];
        foreach (IGrouping<char, DiagnosticRule> family in DiagnosticCatalogue.All.GroupBy(rule => rule.Code[2]).OrderBy(family => family.Key))
        {
            text.Append($"\n## {families[family.Key - '0']}\n\n| code | rule |\n|---|---|\n");
            foreach (DiagnosticRule rule in family.OrderBy(rule => rule.Code[1..], StringComparer.Ordinal))
                text.Append($"| [{rule.Code}]({rule.Code}.md) | {rule.Title.Replace("|", "\\|")} |\n");
        }

        return text.ToString();
    }

    private static string EntryCheckPage()
    {
        StringBuilder text = new();
        text.Append("# The checks of a VM entry\n\nVMLAUNCH and VMRESUME make these checks, in this order. vmxasm makes them twice: at build time over what the source says, "
            + "with values unknown until run time left out, and when the program runs.\n");
        foreach (IGrouping<(EntryCheckGroup Group, string Section), EntryCheck> section in EntryChecks.All.GroupBy(check => (check.Group, check.Section)))
        {
            text.Append($"\n## {section.Key.Section}\n\nWhen one fails: {ExplainCommand.Consequence(section.Key.Group)}.\n\n| check | fields | rule |\n|---|---|---|\n");
            foreach (EntryCheck check in section)
                text.Append($"| `{check.Id}` | {string.Join(", ", check.Fields.Select(field => $"`{VmcsFields.Row(field).Name}`"))} | {check.Rule.Replace("|", "\\|")} |\n");
        }

        return text.ToString();
    }

    /// <summary>What the command says of a program, with the file named after the code.</summary>
    private static string Run(CodeExample example, string program, string code)
    {
        using TemporaryFolder folder = new();
        string source = folder.Write($"{code}.s", program);
        CommandRun run = CommandRun.Of([.. CommandOf(example, source), "--output", folder.File("result"), "--diagnostics", "caret", "--color", "never"]);
        return run.Error.ReplaceLineEndings("\n").Replace(Path.GetDirectoryName(source) + Path.DirectorySeparatorChar, "");
    }

    private static string[] CommandOf(CodeExample example, string source)
    {
        source = source.EndsWith(".s", StringComparison.Ordinal) ? source : source + ".s";
        string[] kind = !example.IsImage ? ["-c"] : example.Arguments.Contains("--format") ? [] : ["--format", "flat"];
        return ["build", .. kind, source, .. example.Arguments];
    }

    private static IEnumerable<string> CodesIn(string messages) => DiagnosticCatalogue.All.Select(rule => rule.Code).Where(code => messages.Contains($"[{code}]", StringComparison.Ordinal));
}
