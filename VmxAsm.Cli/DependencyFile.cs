using System.CommandLine;
using System.Text;

namespace VmxAsm.Cli;

/// <summary>
/// The rule for <c>make</c> that says what an output was made from, as <c>gcc -MD</c> and <c>as --MD</c> write it. Blanks, <c>#</c> and <c>$</c> in names are written as
/// GNU make reads them ("Rules", "Wildcards").
/// </summary>
internal static class DependencyFile
{
    private static readonly Option<bool> Wanted = Options.Flag("-MD", "Write a rule for make with the files that were read, as OUTPUT.d.");

    private static readonly Option<string?> GnuAs = Options.Value("--MD", "FILE", "The same, to FILE (as GNU as spells it).", "-MF");

    private static readonly Option<string?> Target = Options.Value("-MT", "NAME", "The target of that rule, instead of the output.");

    private static readonly Option<bool> Phony = Options.Flag("-MP", "Add an empty rule for each file, so that make survives its removal.");

    public static void AddTo(Command command)
    {
        Option[] options = [Wanted, GnuAs, Target, Phony];
        foreach (Option option in options)
            command.Options.Add(option);
    }

    /// <exception cref="UsageException">An option needs another one.</exception>
    public static void RequirePartners(ParseResult parsed) => OptionPartners.Require(parsed, [Target, Phony], Wanted, GnuAs);

    /// <summary>Where the rule goes; null when none is wanted.</summary>
    public static string? PathFor(ParseResult parsed, string output) =>
        parsed.GetValue(GnuAs) ?? (parsed.GetValue(Wanted) ? Path.ChangeExtension(output, ".d") : null);

    /// <exception cref="UsageException">It cannot be written.</exception>
    public static void WriteIfAsked(ParseResult parsed, string output, IReadOnlyList<string> dependencies)
    {
        if (PathFor(parsed, output) is not { } path)
            return;

        string[] files = [.. dependencies.Distinct()];
        StringBuilder text = new();
        text.Append(Escape(parsed.GetValue(Target) ?? output)).Append(':');
        foreach (string file in files)
            text.Append(" \\\n ").Append(Escape(file));
        text.Append('\n');
        if (parsed.GetValue(Phony))
        {
            foreach (string file in files.Skip(1))
                text.Append('\n').Append(Escape(file)).Append(":\n");
        }

        OutputFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Escape(string name) => name.Replace("$", "$$").Replace(" ", "\\ ").Replace("#", "\\#");
}
