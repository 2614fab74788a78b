using System.Numerics;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Vmx;

/// <summary>The VM-exit instruction-information field (SDM volume 3, "Information for VM Exits Due to Instruction Execution").</summary>
internal static unsafe class InstructionInformation
{
    /// <summary>The layout of the VMX instructions, INVEPT, INVVPID, INVPCID and the descriptor-table instructions.</summary>
    /// <param name="register">Byte offset of the operand that is memory or a register, if it is a register.</param>
    public static uint Of(Op* op, ushort register = 0)
    {
        if ((op->Flags & OpFlags.Memory) == 0)
            return 1 << 10 | Number(register) << 3;
        uint information = 0;
        information |= op->Scale | AddressSize(op) << 7 | (uint)op->Segment << 15;
        information |= op->Index == RegisterFile.Zero ? 1 << 22 : Number(op->Index) << 18;
        information |= op->Base is RegisterFile.Zero or RegisterFile.BlockRip ? 1 << 27 : Number(op->Base) << 23;
        return information;
    }

    /// <summary>As <see cref="Of"/>, for instructions with a second operand that is always a register (bits 31:28).</summary>
    public static uint OfTwo(Op* op, ushort register, ushort second) => Of(op, register) | Number(second) << 28;

    /// <summary>The layout of INS and OUTS. The segment of INS is undefined there; DS is what its encoding would mean.</summary>
    public static uint OfString(Op* op, bool input) =>
        AddressSize(op) << 7 | (uint)(input ? (byte)SegmentRegister.Ds : op->Segment) << 15;

    /// <summary>The layout of RDRAND and RDSEED: the register, and its size (0 16 bits, 1 32 bits, 2 64 bits).</summary>
    public static uint OfRandom(Op* op) => Number(op->Destination) << 3 | (uint)(BitOperations.Log2(op->OperandSize) - 1) << 11;

    private static uint AddressSize(Op* op) => op->AddressMask switch { ushort.MaxValue => 0, uint.MaxValue => 1, _ => 2 };

    private static uint Number(ushort offset) => (uint)offset >> 3;
}
