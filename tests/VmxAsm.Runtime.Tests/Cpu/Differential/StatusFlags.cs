using Iced.Intel;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>Which flags an instruction defines: what all processors and emulators must agree about.</summary>
internal static class StatusFlags
{
    private const uint Carry = 1, Parity = 4, Adjust = 0x10, Zero = 0x40, Sign = 0x80, Overflow = 0x800;

    /// <summary>The status flags and DF.</summary>
    public const uint All = 0xCD5;

    public static uint DefinedAfter(in Instruction instruction) => All & ~UndefinedAfter(instruction);

    /// <summary>Status flags that the manual leaves undefined (volume 1, appendix A, "EFLAGS Cross-Reference", and the instructions' own pages).</summary>
    private static uint UndefinedAfter(in Instruction instruction)
    {
        bool byOne = instruction.OpCount > 1 && instruction.GetOpKind(instruction.OpCount - 1) == OpKind.Immediate8 && instruction.Immediate8 == 1;
        return instruction.Mnemonic switch
        {
            Mnemonic.And or Mnemonic.Or or Mnemonic.Xor or Mnemonic.Test or Mnemonic.Andn => Adjust | (instruction.Mnemonic == Mnemonic.Andn ? Parity : 0),
            Mnemonic.Mul or Mnemonic.Imul => Sign | Zero | Adjust | Parity,
            Mnemonic.Div or Mnemonic.Idiv => All & ~0x400U,
            Mnemonic.Shl or Mnemonic.Sal or Mnemonic.Shr or Mnemonic.Sar => Adjust | (byOne ? 0 : Overflow),
            Mnemonic.Shld or Mnemonic.Shrd => Adjust | (byOne ? 0 : Overflow),
            Mnemonic.Rol or Mnemonic.Ror or Mnemonic.Rcl or Mnemonic.Rcr => byOne ? 0 : Overflow,
            Mnemonic.Bsf or Mnemonic.Bsr => Carry | Overflow | Sign | Adjust | Parity,
            Mnemonic.Bt or Mnemonic.Bts or Mnemonic.Btr or Mnemonic.Btc => Overflow | Sign | Adjust | Parity,
            Mnemonic.Tzcnt or Mnemonic.Lzcnt => Overflow | Sign | Adjust | Parity,
            Mnemonic.Blsi or Mnemonic.Blsr or Mnemonic.Blsmsk or Mnemonic.Bzhi => Adjust | Parity,
            Mnemonic.Bextr => Adjust | Parity | Sign,
            Mnemonic.Aaa or Mnemonic.Aas => Overflow | Sign | Zero | Parity,
            Mnemonic.Daa or Mnemonic.Das => Overflow,
            Mnemonic.Aam or Mnemonic.Aad => Overflow | Adjust | Carry,
            _ => 0,
        };
    }
}
