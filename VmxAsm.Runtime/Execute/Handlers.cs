using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Execute;

/// <summary>What handlers of all families end with.</summary>
internal static unsafe class Handlers
{
    /// <summary>Goes on with the next op of the block. Always in tail position: <c>return Next(cpu, op)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Op* Next(Processor cpu, Op* op) => op[1].Handler(cpu, op + 1);

    /// <summary>The op behind a block's last instruction: execution goes on at the next address, in another block.</summary>
    public static Op* EndOfBlock(Processor cpu, Op* op) =>
        Processor.GoIndirect(cpu, op - 1, cpu.MaskRip(cpu.BlockRip + op->Offset));

    /// <summary>An opcode that is no instruction, or one that this processor model does not have.</summary>
    public static Op* InvalidOpcode(Processor cpu, Op* op) => cpu.Raise(op, Vector.InvalidOpcode);

    /// <summary>More than 15 bytes.</summary>
    public static Op* TooLong(Processor cpu, Op* op) => cpu.Raise(op, Vector.GeneralProtection, 0);

    /// <summary>An instruction that the processor has and we do not emulate.</summary>
    public static Op* NotEmulated(Processor cpu, Op* op) => cpu.NotEmulated(op, "the instruction");

    public static Op* Nop(Processor cpu, Op* op) => Next(cpu, op);
}
