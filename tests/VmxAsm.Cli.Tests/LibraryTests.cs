using System.Text.RegularExpressions;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>Each macro that ships with the tool is documented where it stands and in docs/language.md, and a case under tests/cases/run/library runs it.</summary>
public sealed partial class LibraryTests
{
    private static readonly string Folder = RepositoryRoot.Combine("VmxAsm.Compiler", "Library");

    public static TheoryData<string, string> Macros
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach ((string file, string name, string _) in All())
                data.Add(file, name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Macros))]
    public void A_macro_is_run_by_a_case(string file, string name)
    {
        // A macro that another one is made of runs with that one.
        Dictionary<string, string> bodies = All().ToDictionary(macro => macro.Name, macro => macro.Body);
        HashSet<string> run = [];
        Queue<string> texts = new(Directory.EnumerateFiles(RepositoryRoot.Combine("tests", "cases", "run", "library"), "*.s").Select(File.ReadAllText));
        while (texts.TryDequeue(out string? text))
        {
            foreach (string word in Statement().Matches(text).Select(match => match.Groups[1].Value))
            {
                if (bodies.TryGetValue(word, out string? body) && run.Add(word))
                    texts.Enqueue(body);
            }
        }

        Assert.True(run.Contains(name), $"no case uses `{name}` of {file}");
    }

    [Theory]
    [MemberData(nameof(Macros))]
    public void A_macro_is_documented(string file, string name)
    {
        Assert.Contains($"| `{file}` |", Document);
        string text = File.ReadAllText(Path.Combine(Folder, file));
        bool isInner = !Regex.IsMatch(text, $@"^# .*\b{name}\b.*--", RegexOptions.Multiline);
        bool isPartOfAnother = All().Any(macro => macro.Name != name && Regex.IsMatch(macro.Body, $@"\b{name}\b"));
        Assert.True(!isInner || isPartOfAnother, $"`{name}` of {file} has no comment that says what it does");
        if (!isInner)
            Assert.Matches($@"\b{name}\b", Document);
    }

    private static string Document { get; } = File.ReadAllText(RepositoryRoot.Combine("docs", "language.md"));

    private static IEnumerable<(string File, string Name, string Body)> All() =>
        from path in Directory.EnumerateFiles(Folder, "*.inc").Order(StringComparer.Ordinal)
        from match in Macro().Matches(File.ReadAllText(path))
        select (Path.GetFileName(path), match.Groups[1].Value, match.Groups[2].Value);

    [GeneratedRegex(@"^ *\.macro +(\w+)(.*?)^ *\.endm", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Macro();

    [GeneratedRegex(@"^(?:\w+:)?[ \t]*(\w+)", RegexOptions.Multiline)]
    private static partial Regex Statement();
}
