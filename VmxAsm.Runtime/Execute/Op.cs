using System.Runtime.InteropServices;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Execute;

// How an instruction runs
// -----------------------
// The decoder turns a run of guest instructions into a block: an array of Op, one per instruction, in native memory. A handler does
// its instruction and then calls the handler of the op behind it *in tail position* (`return Next(cpu, op)`), so a block runs without a
// dispatch loop: the JIT turns that call into a jump. (Where it does not - in unoptimised code - the stack grows by one frame per op, and a
// block has at most MaximumBlockLength of them.)
//
// A handler returns without calling Next when the block is over:
//   - it transferred control: it has set `cpu.Rip` to where execution goes on;
//   - it faulted: it returned `cpu.Raise(...)`, which has set `cpu.Rip` to the instruction itself and left the exception pending;
//   - it changed the mode, the mapping or the interrupt state: `return cpu.Leave(op)` sets `cpu.Rip` behind the instruction.
// The value returned is the op that ended the block, which is how the run loop knows how many instructions were executed.
//
// While a block runs, `cpu.Rip` is stale; `cpu.BlockRip + op->Offset` is the instruction's own address. A handler that may throw
// ProcessorFault, or that looks at Rip, calls `cpu.Sync(op)` first.

/// <summary>One decoded instruction: what its handler needs, resolved as far as decoding can.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Op
{
    /// <summary>Executes this op and those behind it; returns the op that ended the block.</summary>
    public Handler Handler;

    /// <summary>The immediate operand, sign-extended; for a relative branch the displacement from the next instruction.</summary>
    public ulong Immediate;

    /// <summary>Displacement of the memory operand, sign-extended; RIP-relative ones are relative to <see cref="Processor.BlockRip"/>.</summary>
    public ulong Displacement;

    /// <summary>All ones in the address size: 0xFFFF, 0xFFFFFFFF or ~0.</summary>
    public ulong AddressMask;

    /// <summary>Byte offset into the register file of the destination (first) register operand.</summary>
    public ushort Destination;

    /// <summary>Byte offset into the register file of the source (second) register operand.</summary>
    public ushort Source;

    /// <summary>Byte offset into the register file of the base register; <see cref="RegisterFile.Zero"/> when there is none.</summary>
    public ushort Base;

    /// <summary>Byte offset into the register file of the index register; <see cref="RegisterFile.Zero"/> when there is none.</summary>
    public ushort Index;

    /// <summary>Log2 of the index scale.</summary>
    public byte Scale;

    /// <summary>Segment register of the memory operand (index into the segment caches, <see cref="SegmentRegister"/>).</summary>
    public byte Segment;

    /// <summary>Length of the instruction in bytes.</summary>
    public byte Length;

    /// <summary>How many instructions of the block stand before this one.</summary>
    public byte Ordinal;

    /// <summary>Offset of the instruction from the first byte of the block.</summary>
    public ushort Offset;

    /// <summary>Operand size in bytes (2, 4 or 8 where it matters to the handler).</summary>
    public byte OperandSize;

    /// <summary>REP (0xF3), REPNE (0xF2) or 0.</summary>
    public byte Repeat;

    /// <summary>A third register operand or another datum that the translator and its handler agree on.</summary>
    public uint Extra;

    /// <summary>The Iced code of the instruction, for what has to name it (explanations, VMX instruction information).</summary>
    public ushort Code;

    /// <summary>Bits of <see cref="OpFlags"/>.</summary>
    public OpFlags Flags;
}

[Flags]
internal enum OpFlags : ushort
{
    None = 0,

    /// <summary>The operand in r/m is memory.</summary>
    Memory = 1,
    Lock = 2,
    RexW = 4,

    /// <summary>A segment-override prefix chose <see cref="Op.Segment"/>.</summary>
    SegmentOverride = 8,

    /// <summary>The instruction is VEX-encoded: what may use it, and what happens above the 16 bytes of an XMM register, is AVX's.</summary>
    Vex = 16,

    /// <summary>A VEX-encoded instruction computes each half of 32 bytes by itself.</summary>
    TwoLanes = 32,

    /// <summary>A VEX-encoded instruction's destination is a YMM register; else the upper half becomes zero.</summary>
    Wide = 64,
}
