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
        new("", "only supported in|isn't allowed in|cannot be used here|not a valid base/index", "an address size or base that the instruction ignores or faults on; GNU as refuses it"),
        new("^(l[fgs]s|lcall|ljmp|call|jmp|sysexit|getsec)", "operand (type|size) mismatch|invalid instruction suffix|conflicting",
            "far operands with a 64-bit offset exist on Intel processors; GNU as takes them with -mintel64 only"),
        new("^(tpause|umwait|movsxd|vmovw|vmovd|lwpins|lwpval) ", "mismatch|conflicting", "a register or memory size that the opcode map has and GNU as leaves out"),
        new("^v?(pextrw|pinsrw)[lq]|^(aes|enqcmd|movdir64b|ldtilecfg|sttilecfg|bnd)", "size mismatch", "the size of memory is said by the instruction; saying it again is accepted"),
        new("^(f.*|l(call|jmp))[a-z]* ", "unsupported syntax|conflicting|size mismatch", "a suffix beside a size in Intel syntax"),
        new("\\{r[ndzu]-sae\\}", "misplaced", "the rounding operand is accepted in any place"),
        new("^(adc|add|and|cmp|mov|or|sbb|sub|test|xor|imul|push)\\w* -?\\$?(-?0x[0-9a-f]{8}|-0x80000000)|0x[0-9a-f]{8}$", "",
            "a number of 32 bits where nothing says the operand's size: GNU as settles on the mode's size after it has chosen the immediate's"),
        new("^(l|s)[gi]dtw |^sysretl|^bnd", "", "an operand size that the instruction ignores (16-bit code)"),
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
