using System.CommandLine;
using VmxAsm.Compiler.Diagnostics;

namespace VmxAsm.Cli;

/// <summary>
/// The option names of one command, to find what is written like an option and is none. System.CommandLine would take <c>--lisitng</c> for
/// a file's name, or for the value of the option before it; a mistyped option must be an error that offers the nearest name.
/// </summary>
internal sealed class OptionNames
{
    private readonly Dictionary<string, Option> _options = [];

    public OptionNames(Command command)
    {
        foreach (Option option in command.Options)
        {
            _options.Add(option.Name, option);
            foreach (string alias in option.Aliases)
                _options.Add(alias, option);
        }

        All = _options.Keys.ToHashSet();
    }

    public IReadOnlySet<string> All { get; }

    /// <summary>What is wrong with the options, as a message without a place; null when nothing is.</summary>
    public string? FindFault(IReadOnlyList<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            if (token == "--")
                return null;
            if (!LooksLikeOption(token))
                continue;

            string name = GnuSpelling.NameOf(token);
            if (!_options.TryGetValue(name, out Option? option))
                return (All.Contains("-a") ? OtherGnuAsOptions.WhyRefused(token) : null) ?? UnknownOption(name);

            bool hasValue = token.Length > name.Length;
            if (option.Arity.MaximumNumberOfValues == 0)
            {
                if (hasValue)
                    return $"option `{name}` takes no value";
            }
            else if (hasValue)
            {
                // The parser would take the argument behind it for the value.
                if (token.Length == name.Length + 1)
                    return $"option `{name}` needs a value, and nothing follows its `=`";
            }
            else if (option.Arity.MinimumNumberOfValues > 0)
            {
                if (++i == tokens.Count)
                    return $"option `{name}` needs a value";
                if (tokens[i].Length == 0 && option.HelpName != "TEXT")
                    return $"option `{name}` needs a value, and it is empty";
                if (LooksLikeOption(tokens[i]))
                    return $"option `{name}` needs a value, and `{tokens[i]}` is written like an option";
            }
        }

        return null;
    }

    private string UnknownOption(string name)
    {
        // Every one-letter option is one letter away from every other.
        string? nearest = name.Length > 2 ? NearestName.Find(name, All.Where(known => known.Length > 2)) : null;
        return nearest is null ? $"no such option `{name}`" : $"no such option `{name}`, did you mean `{nearest}`?";
    }

    /// <summary><c>-</c> alone is standard input, and <c>-1</c> a number.</summary>
    private static bool LooksLikeOption(string token) => token.Length > 1 && token[0] == '-' && !char.IsAsciiDigit(token[1]);
}
