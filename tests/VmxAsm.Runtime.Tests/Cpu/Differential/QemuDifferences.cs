using Iced.Intel;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>
/// What QEMU's translator (7.2, Debian 12's) does otherwise than processors do, or what the manual leaves open and it decides otherwise: there it is no witness.
/// </summary>
internal static class QemuDifferences
{
    private static readonly (Func<GuestMode, Instruction, bool> Applies, string Source)[] Rows =
    [
        ((mode, one) => !mode.HasRealSegments && mode.Bits != 64 && one.SegmentPrefix != Register.None,
            "limits and rights of segments are not tested at every access (QEMU's own list, \"x86 and x86-64 emulation: limitations\")"),
        ((mode, one) => mode.Bits == 16 && one.OpCode.Table is (OpCodeTableKind.T0F38 or OpCodeTableKind.T0F3A),
            "these two maps are not decoded in 16-bit code; Bochs and we do it as the manual says (the instructions' own pages, \"Real-Address Mode Exceptions\")"),
        ((_, one) => one.Code is Code.Test_rm8_imm8_F6r1 or Code.Test_rm16_imm16_F7r1 or Code.Test_rm32_imm32_F7r1 or Code.Test_rm64_imm32_F7r1,
            "F6 /1 and F7 /1 are #UD; processors do TEST (AMD's manual, \"ModRM.reg Extensions for the Primary Opcode Map\")"),
        ((_, one) => one.Mnemonic is Mnemonic.Blsi or Mnemonic.Blsr, "CF is inverted (QEMU issue 1370)"),
        ((_, one) => one.Mnemonic is Mnemonic.Blsmsk, "CF (QEMU issue 1371)"),
        ((_, one) => one.Mnemonic is Mnemonic.Adox or Mnemonic.Adcx, "the other carry is lost (QEMU issue 1372)"),
        ((_, one) => one.Mnemonic is Mnemonic.Bextr, "operands wider than the width (QEMU issue 1373)"),
        ((_, one) => one.Mnemonic is Mnemonic.Bzhi, "counts beyond the width (QEMU issue 1374)"),
        ((_, one) => one.Code == Code.Bswap_r16, "undefined (SDM volume 2, \"BSWAP\")"),
        ((_, one) => one.Mnemonic is Mnemonic.Shld or Mnemonic.Shrd && one.IsIPRelativeMemoryOperand && one.Op2Kind == OpKind.Immediate8,
            "the address is relative to the immediate, not to the next instruction"),
        ((_, one) => one.Mnemonic is Mnemonic.Shld or Mnemonic.Shrd && one.Op1Register.GetSize() == 2, "counts above 16 are undefined (SDM volume 2, \"SHLD\")"),
        ((_, one) => one.Mnemonic == Mnemonic.Lar && one.Op0Register.GetSize() > 2, "bits 19:16 are undefined (SDM volume 2, \"LAR\")"),
        ((_, one) => one.Mnemonic is Mnemonic.Bsf or Mnemonic.Bsr, "the destination after a zero is undefined (SDM volume 2, \"BSF\")"),
    ];

    /// <summary>Whether an instruction's result in QEMU is a processor's, but for undefined flags.</summary>
    public static bool Models(GuestMode mode, Instruction instruction) => !Rows.Any(row => row.Applies(mode, instruction));
}
