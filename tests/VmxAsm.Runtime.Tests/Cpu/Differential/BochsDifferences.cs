using Iced.Intel;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>What Bochs 2.7 does otherwise than processors do; each was seen on one by Intel of 2023.</summary>
internal static class BochsDifferences
{
    private static readonly HashSet<Code> MmxShifts =
    [
        Code.Psrlw_mm_imm8, Code.Psraw_mm_imm8, Code.Psllw_mm_imm8, Code.Psrld_mm_imm8, Code.Psrad_mm_imm8, Code.Pslld_mm_imm8, Code.Psrlq_mm_imm8, Code.Psllq_mm_imm8,
    ];

    private static readonly (Func<Instruction, bool> Applies, string Source)[] Rows =
    [
        (one => MmxShifts.Contains(one.Code) && one.Immediate8 == 0, "the exponent of a register that is shifted by 0 becomes ones as well (SDM volume 1, \"Effect of MMX, x87 FPU, FXSAVE, and FXRSTOR Instructions\")"),
        (one => one.Mnemonic == Mnemonic.Fscale, "a scale beyond all exponents with underflow unmasked: processors store 0, and an inexact result"),
    ];

    /// <summary>What x87 stores, and its environment: where these fault at their operand, Bochs keeps what they did to pointers, flags and the first bytes; processors change nothing.</summary>
    public static bool RemembersFaults(Code code) => code.Mnemonic() is Mnemonic.Fst or Mnemonic.Fstp or Mnemonic.Fist or Mnemonic.Fistp or Mnemonic.Fisttp or Mnemonic.Fbstp
        or Mnemonic.Fnsave or Mnemonic.Fsave or Mnemonic.Frstor or Mnemonic.Fnstenv or Mnemonic.Fstenv or Mnemonic.Fldenv;

    /// <summary>Whether an instruction's result in Bochs is a processor's.</summary>
    public static bool Models(Instruction instruction) => !Rows.Any(row => row.Applies(instruction));
}
