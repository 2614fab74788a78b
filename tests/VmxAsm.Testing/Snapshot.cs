using System.Runtime.CompilerServices;
using System.Text;
using Xunit.Sdk;

namespace VmxAsm.Testing;

/// <summary>
/// Golden files in Verify's convention: <c>Class.Method[_parameters].verified.txt</c> beside the test's source is what was approved,
/// <c>.received.txt</c> is written when a run differs, for a person to compare and rename. Class is the name of the source file. To approve
/// everything a run produces, set <c>VMXASM_ACCEPT=1</c> and read the difference in version control.
/// </summary>
public static class Snapshot
{
    /// <summary>Fails unless <paramref name="actual"/> equals the approved text; line ends count as <c>\n</c>.</summary>
    /// <param name="actual">The text the test produced.</param>
    /// <param name="parameters">Tells the cases of a theory apart.</param>
    public static void Matches(string actual, string? parameters = null, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}");
        if (parameters is not null)
            stem += "_" + parameters;

        Matches(actual, stem + ".verified.txt", stem + ".received.txt");
    }

    private static void Matches(string actual, string verified, string received)
    {
        actual = actual.ReplaceLineEndings("\n");
        string? approved = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        if (approved == actual)
        {
            File.Delete(received);
            return;
        }

        bool accept = Environment.GetEnvironmentVariable("VMXASM_ACCEPT") == "1";
        File.WriteAllText(accept ? verified : received, actual);
        if (accept)
            return;

        throw new XunitException(approved is null
            ? $"nothing approved yet: read {received} and rename it to {verified}"
            : $"{Path.GetFileName(received)} differs from {Path.GetFileName(verified)}\n{FirstDifference(approved, actual)}");
    }

    /// <summary>Bytes as a table of 16 a row, with offsets, so that a change shows where it is. <c>*</c> stands for rows that repeat the one above.</summary>
    public static string HexTable(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length * 4);
        bool repeats = false;
        for (int row = 0; row < bytes.Length; row += 16)
        {
            bool same = row > 0 && row + 16 < bytes.Length && bytes.Slice(row, 16).SequenceEqual(bytes.Slice(row - 16, 16));
            if (same && !repeats)
                text.Append("*\n");
            repeats = same;
            if (same)
                continue;

            text.Append(row.ToString("x6")).Append(' ');
            foreach (byte value in bytes.Slice(row, Math.Min(16, bytes.Length - row)))
                text.Append(' ').Append(value.ToString("x2"));
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string FirstDifference(string approved, string actual)
    {
        string[] before = approved.Split('\n');
        string[] after = actual.Split('\n');
        int line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line])
            line++;

        return $"line {line + 1}:\n- {before.ElementAtOrDefault(line)}\n+ {after.ElementAtOrDefault(line)}";
    }
}
