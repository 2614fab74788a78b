using System.CommandLine;

namespace VmxAsm.Cli;

/// <summary>Constructors that make the option declarations of a command read as a table: names first, then the help text.</summary>
internal static class Options
{
    /// <summary>More than one, so that a repeated option is no error: the last one counts, or all do.</summary>
    private static readonly ArgumentArity OneEachTime = new(1, 10_000);

    /// <summary>An option that is there or not.</summary>
    public static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>An option with one value, given at most once; the last one counts when it is repeated.</summary>
    public static Option<string?> Value(string name, string valueName, string description, params string[] aliases) =>
        new(name, aliases)
        {
            Description = description,
            HelpName = valueName,
            Arity = OneEachTime,
            CustomParser = static result => result.Tokens[^1].Value,
        };

    /// <summary>An option that may be repeated; each time with one value.</summary>
    public static Option<string[]> List(string name, string valueName, string description, params string[] aliases) =>
        new(name, aliases)
        {
            Description = description,
            HelpName = valueName,
            Arity = OneEachTime,
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = static _ => [],
        };

    /// <summary>An option whose value is one of a few words; shells complete them.</summary>
    public static Option<string?> Choice(string name, IReadOnlyList<string> words, string description, params string[] aliases)
    {
        Option<string?> option = Value(name, string.Join('|', words), description, aliases);
        option.CompletionSources.Add([.. words]);
        option.Validators.Add(result =>
        {
            string? value = result.Tokens.Count > 0 ? result.Tokens[^1].Value : null;
            if (value is not null && !words.Contains(value))
                result.AddError($"option `{name}` is one of {string.Join(", ", words.Select(word => $"`{word}`"))}, not `{value}`");
        });
        return option;
    }

    /// <summary>The files a command works on; how many there must be, it says itself.</summary>
    public static Argument<string[]> Files(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrMore };
}
