using System.Globalization;
using System.Text.RegularExpressions;
using VmxAsm.Testing;

namespace VmxAsm.Compiler.Tests.Encoding;

/// <summary>What an assembler made of one line.</summary>
/// <param name="Bytes">In hexadecimal; null when the line was refused.</param>
/// <param name="Error">Why it was refused.</param>
internal readonly record struct LineResult(string? Bytes, string? Error);

/// <summary>GNU as, asked what it makes of each of many lines: one run, read back from its listing.</summary>
internal static partial class GnuAssembler
{
    /// <param name="directives">Lines before the first, such as <c>.code16</c>.</param>
    public static LineResult[] Assemble(IReadOnlyList<string> directives, IReadOnlyList<string> lines, bool is64BitObject)
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("lines.s", string.Join('\n', directives.Concat(lines)) + "\n");
        string listing = folder.File("lines.lst");
        ToolResult result = ExternalTool.Get("as").Run(
            [is64BitObject ? "--64" : "--32", $"-aln={listing}", "--listing-lhs-width=10", "--listing-lhs-width2=10", "--listing-cont-lines=5",
                source, "-o", folder.File("lines.o")], input: null, seconds: 300);
        if (!File.Exists(listing))
        {
            // GNU as has bugs of its own that end it; the line that does it is found by halving.
            if (lines.Count == 1)
                return [new LineResult(null, "GNU as crashed")];
            int half = lines.Count / 2;
            return [.. Assemble(directives, [.. lines.Take(half)], is64BitObject), .. Assemble(directives, [.. lines.Skip(half)], is64BitObject)];
        }
        var bytes = new string[lines.Count];
        Array.Fill(bytes, "");
        foreach (string line in File.ReadLines(listing))
        {
            Match match = ListingLine().Match(line);
            if (!match.Success)
                continue;
            int index = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1 - directives.Count;
            if (index >= 0 && index < lines.Count)
                bytes[index] += match.Groups[2].Value.Replace(" ", "", StringComparison.Ordinal);
        }
        var results = new LineResult[lines.Count];
        for (int i = 0; i < results.Length; i++)
            results[i] = new LineResult(bytes[i], null);
        foreach (Match match in ErrorLine().Matches(result.Error))
        {
            int index = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1 - directives.Count;
            if (index >= 0 && index < lines.Count)
                results[index] = new LineResult(null, match.Groups[2].Value);
        }
        return results;
    }

    [GeneratedRegex(@"^ *(\d+) (?:[0-9a-f]{4,}|\?{4}) ((?:[0-9A-F]+ ?)+)")]
    private static partial Regex ListingLine();

    [GeneratedRegex(@":(\d+): Error: (.*)")]
    private static partial Regex ErrorLine();
}
