using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Execute;

/// <summary>How a block's memory operands get their linear addresses.</summary>
internal unsafe interface IAddressing
{
    /// <summary>False: take the slow path. <paramref name="extra"/> is the operand's size less one.</summary>
    bool TryRead(Processor cpu, Op* op, int extra, out ulong linear);

    /// <inheritdoc cref="TryRead"/>
    bool TryWrite(Processor cpu, Op* op, int extra, out ulong linear);
}

/// <summary>64-bit mode without FS or GS: the offset is the linear address.</summary>
internal readonly unsafe struct Flat : IAddressing
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(Processor cpu, Op* op, int extra, out ulong linear)
    {
        linear = cpu.EffectiveAddress(op);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(Processor cpu, Op* op, int extra, out ulong linear)
    {
        linear = cpu.EffectiveAddress(op);
        return true;
    }
}

/// <summary>Base and limit of a segment register.</summary>
internal readonly unsafe struct Segmented : IAddressing
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(Processor cpu, Op* op, int extra, out ulong linear)
    {
        ulong offset = Offset(cpu, op);
        ref Segment segment = ref Unsafe.Add(ref cpu.Segments[0], op->Segment);
        linear = cpu.Linear(segment.Base + offset);
        return offset + (ulong)extra < segment.ReadEnd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(Processor cpu, Op* op, int extra, out ulong linear)
    {
        ulong offset = Offset(cpu, op);
        ref Segment segment = ref Unsafe.Add(ref cpu.Segments[0], op->Segment);
        linear = cpu.Linear(segment.Base + offset);
        return offset + (ulong)extra < segment.WriteEnd;
    }

    // 16-bit registers are read by 16 bits: the host would wait for a wider read of what was just written in part.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Offset(Processor cpu, Op* op) => op->AddressMask == ushort.MaxValue
        ? (ushort)(op->Displacement + cpu.Register<ushort>(op->Base) + ((ulong)cpu.Register<ushort>(op->Index) << op->Scale))
        : cpu.EffectiveAddress(op);
}
