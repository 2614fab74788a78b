using System.Text.RegularExpressions;

namespace VmxAsm.Compiler.Tests.Encoding;

/// <summary>Where our answer is meant to differ from GNU as 2.40's: each row says on what lines, and why.</summary>
internal static class KnownDifferences
{
    /// <param name="Line">Lines of source that it concerns.</param>
    /// <param name="GnuError">What GNU as says of them; empty where it assembles them otherwise.</param>
    internal sealed record Row(string Line, string GnuError, string Reason);

    public static IReadOnlyList<Row> Rows { get; } =
    [
        new("", "^no such instruction", "newer than GNU as 2.40, or of a processor that it does not know; the bytes decode to the instruction again"),
        new("", "GNU as crashed", "GNU as ends with an internal error"),
        new("^(sysexit|getsec)", "invalid instruction suffix", "a suffix that says the operand size that the instruction has"),
        new("^(lcall|ljmp|call|jmp)d? ", "operand size mismatch|conflicting", "far pointers of a size that is not the mode's"),
        new("^v?(pextrw|pinsrw)[lq]|^bndmov", "size mismatch", "the size of memory is said by the instruction; saying it again is accepted"),
        new("^(f.*|l(call|jmp))[a-z]* ", "unsupported syntax|conflicting|size mismatch", "a suffix beside a size in Intel syntax"),
        new("^vmov[dw] ", "mismatch", "a register or memory size that the opcode map has and GNU as leaves out"),
        new("^sysret[ld]|^(l|s)[gi]dtw", "", "an operand size that the instruction ignores (16-bit code)"),
    ];

    /// <summary>The reason, or null when the difference is a bug.</summary>
    public static string? Reason(string line, LineResult gnu, LineResult ours)
    {
        foreach (Row row in Rows)
        {
            bool kind = row.GnuError == "" ? gnu.Error is null && ours.Error is null : gnu.Error is not null && Regex.IsMatch(gnu.Error, row.GnuError);
            if (kind && Regex.IsMatch(line, row.Line))
                return row.Reason;
        }
        return null;
    }
}
