namespace VmxAsm.Cli;

/// <summary>
/// The spellings that makefiles use with <c>as</c> and <c>gcc</c> and that System.CommandLine has no word for: a value joined to a one-letter
/// option (<c>-Iinclude</c>), and families like <c>-Wno-CODE</c>. Each is rewritten to the long option of the same meaning before parsing.
/// </summary>
internal static class GnuSpelling
{
    /// <param name="Prefix">How the argument starts; what follows is the value.</param>
    /// <param name="Option">The option that takes the value.</param>
    /// <param name="IsNumber">A digit must follow: <c>-j4</c>, and <c>-junit</c> is a mistyped option.</param>
    private readonly record struct Row(string Prefix, string Option, bool IsNumber = false);

    /// <summary>Longer prefixes first, where one begins another.</summary>
    private static readonly Row[] Rows =
    [
        new("--gdwarf-", "--gdwarf", IsNumber: true),
        new("-gdwarf-", "--gdwarf", IsNumber: true),
        new("-Werror=", "--error-on"),
        new("-Wno-", "--no-warn-on"),
        new("-I", "-I"),
        new("-D", "--defsym"),
        new("-MF", "-MF"),
        new("-MT", "-MT"),
        new("-Ttext", "-Ttext"),
        new("-Tdata", "-Tdata"),
        new("-Tbss", "-Tbss"),
        new("-T", "-T"),
        new("-L", "-L"),
        new("-l", "-l"),
        new("-z", "-z"),
        new("-a", "-a"),
        new("-j", "-j", IsNumber: true),
        new("-m", "-m", IsNumber: true),
    ];

    /// <param name="known">Names the command has; an argument that is one of them stays as it is.</param>
    public static string[] Rewrite(IReadOnlyList<string> arguments, IReadOnlySet<string> known)
    {
        List<string> result = new(arguments.Count);
        bool optionsEnded = false;
        foreach (string argument in arguments)
        {
            optionsEnded |= argument == "--";
            if (!optionsEnded && known.Contains("-a") && !known.Contains(argument) && OtherGnuAsOptions.HasNoEffect(argument))
                continue;
            if (!optionsEnded && known.Contains("--keep-locals") && argument is "-L" or "--compress-debug-sections" && arguments.Contains("-c"))
            {
                // What these mean to GNU as without a value; to the linker, the first has one.
                result.Add(argument == "-L" ? "--keep-locals" : "--compress-debug-sections=zlib");
                continue;
            }

            if (!optionsEnded && known.Contains("-a") && (argument == "-a" || argument.StartsWith("-a=", StringComparison.Ordinal)))
            {
                // GNU as's default letters.
                result.Add("-a");
                result.Add("hls" + argument[2..]);
                continue;
            }

            bool isLong = argument.StartsWith("--", StringComparison.Ordinal) && !argument.StartsWith("--gdwarf-", StringComparison.Ordinal);
            if (optionsEnded || isLong || known.Contains(NameOf(argument)))
            {
                result.Add(argument);
                continue;
            }

            Row row = Array.Find(Rows, row => argument.Length > row.Prefix.Length
                && argument.StartsWith(row.Prefix, StringComparison.Ordinal) && known.Contains(row.Option)
                && (!row.IsNumber || char.IsAsciiDigit(argument[row.Prefix.Length])));
            if (row.Prefix is null)
            {
                result.Add(argument);
                continue;
            }

            result.Add(row.Option);
            result.Add(argument[row.Prefix.Length..].TrimStart('='));
        }

        return [.. result];
    }

    /// <summary>The option's name without a joined <c>=value</c>.</summary>
    public static string NameOf(string argument)
    {
        int end = argument.IndexOf('=');
        return end < 0 ? argument : argument[..end];
    }
}
