using Iced.Intel;
using VmxAsm.Compiler.Encoding.Forms;

namespace VmxAsm.Compiler.Tests.Encoding.Generation;

/// <summary>Which instructions take no size suffix in GNU as, although their forms differ in size.</summary>
internal static class SuffixRules
{
    private static readonly HashSet<string> Refused = new(StringComparer.Ordinal)
    {
        "Aadd", "Aand", "Aor", "Axor", "Bndcl", "Bndcn", "Bndcu", "Cbw", "Cwde", "Cdqe", "Cwd", "Cdq", "Cqo", "Cmpxchg16b", "Encodekey128",
        "Encodekey256", "Enqcmd", "Enqcmds", "Extractps", "Vextractps", "Fxrstor64", "Fxsave64", "Xrstor64", "Xrstors64", "Xsave64", "Xsavec64",
        "Xsaveopt64", "Xsaves64", "Getsec", "Incsspd", "Incsspq", "Invept", "Invpcid", "Invvpid", "Jcxz", "Jecxz", "Jrcxz", "Llwpcb", "Slwpcb",
        "Lwpins", "Lwpval", "Movdir64b", "Movd", "Movq", "Movsx", "Movsxd", "Movzx", "Pextrb", "Pextrd", "Pextrq", "Pinsrb", "Pinsrd", "Pinsrq",
        "Rdfsbase", "Rdgsbase", "Wrfsbase", "Wrgsbase", "Rdpid", "Rdrand", "Rdseed", "Rdsspd", "Rdsspq", "Wrssd", "Wrssq", "Wrussd", "Wrussq",
        "Senduipi", "Tpause", "Umonitor", "Umwait", "Vcvtsd2usi", "Vcvtss2usi", "Vcvtsh2si", "Vcvtsh2usi", "Vcvttsd2usi", "Vcvttss2usi",
        "Vcvttsh2si", "Vcvttsh2usi", "Vmovd", "Vmovq", "Vmovw", "Vpbroadcastb", "Vpbroadcastw", "Vpbroadcastd", "Vpbroadcastq", "Vpextrb",
        "Vpextrd", "Vpextrq", "Vpextrw", "Vpinsrb", "Vpinsrd", "Vpinsrq", "Vpinsrw", "Xbegin", "Kmovb", "Kmovw", "Kmovd", "Kmovq",
    };

    /// <summary>Conversions to a narrower vector, whose memory operand needs a suffix x, y or z.</summary>
    private static readonly HashSet<string> SizedByVector = new(StringComparer.Ordinal)
    {
        "Vcvtpd2ps", "Vcvtpd2dq", "Vcvttpd2dq", "Vcvtpd2udq", "Vcvttpd2udq", "Vcvtqq2ps", "Vcvtuqq2ps", "Vcvtneps2bf16", "Vfpclassps",
        "Vfpclasspd", "Vfpclassph", "Vcvtdq2ph", "Vcvtudq2ph", "Vcvtps2phx", "Vcvtpd2ph", "Vcvtqq2ph", "Vcvtuqq2ph",
    };

    public static bool Refuses(FormRow row)
    {
        string mnemonic = row.Info.Mnemonic.ToString();
        return Refused.Contains(mnemonic)
            || mnemonic.StartsWith("Cmp", StringComparison.Ordinal) && mnemonic.EndsWith("xadd", StringComparison.Ordinal)
            || mnemonic[0] == 'J' && mnemonic != "Jmp"
            || mnemonic == "Jmp" && row.Flags.HasFlag(FormFlags.Relaxable) && (row.Suffix == SuffixSize.Long || (row.Modes & 4) != 0);
    }

    public static bool IsSizedByVector(Mnemonic mnemonic) => SizedByVector.Contains(mnemonic.ToString());
}
