using System.CommandLine;

namespace VmxAsm.Cli;

/// <summary>Options that mean nothing on their own: whoever gives one expects something of it, and is told what is missing.</summary>
internal static class OptionPartners
{
    /// <summary>Refuses the first of some options, if one is given.</summary>
    /// <param name="why">What is to be said behind the option's name.</param>
    /// <exception cref="UsageException">One is given.</exception>
    public static void Refuse(ParseResult parsed, IEnumerable<Option> options, string why)
    {
        if (options.FirstOrDefault(option => IsGiven(parsed, option)) is { } given)
            throw new UsageException($"`{NameAsGiven(parsed, given)}` {why}");
    }

    /// <summary>Refuses options that need another one, unless one of those is given.</summary>
    /// <exception cref="UsageException">Their partner is missing.</exception>
    public static void Require(ParseResult parsed, IEnumerable<Option> options, params Option[] partners)
    {
        if (!partners.Any(partner => IsGiven(parsed, partner)))
            Refuse(parsed, options, $"does nothing without {string.Join(" or ", partners.Select(partner => $"`{partner.Name}`"))}");
    }

    public static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static string NameAsGiven(ParseResult parsed, Option option) => parsed.GetResult(option)?.IdentifierToken?.Value ?? option.Name;
}
