using System.Runtime.CompilerServices;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Execute;

/// <summary>How a block's memory operands get their linear addresses.</summary>
internal unsafe interface IAddressing
{
    /// <summary>False: take the slow path. <paramref name="extra"/> is the operand's size less one.</summary>
    static abstract bool TryRead(Processor cpu, Op* op, int extra, out ulong linear);

    /// <inheritdoc cref="TryRead"/>
    static abstract bool TryWrite(Processor cpu, Op* op, int extra, out ulong linear);
}

/// <summary>64-bit mode without FS or GS: the offset is the linear address.</summary>
internal readonly unsafe struct Flat : IAddressing
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(Processor cpu, Op* op, int extra, out ulong linear)
    {
        linear = cpu.EffectiveAddress(op);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWrite(Processor cpu, Op* op, int extra, out ulong linear)
    {
        linear = cpu.EffectiveAddress(op);
        return true;
    }
}

/// <summary>Base and limit of a segment register.</summary>
internal readonly unsafe struct Segmented : IAddressing
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(Processor cpu, Op* op, int extra, out ulong linear)
    {
        ulong offset = cpu.EffectiveAddress(op);
        ref Segment segment = ref Unsafe.Add(ref cpu.Segments[0], op->Segment);
        linear = cpu.Linear(segment.Base + offset);
        return offset + (ulong)extra < segment.ReadEnd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWrite(Processor cpu, Op* op, int extra, out ulong linear)
    {
        ulong offset = cpu.EffectiveAddress(op);
        ref Segment segment = ref Unsafe.Add(ref cpu.Segments[0], op->Segment);
        linear = cpu.Linear(segment.Base + offset);
        return offset + (ulong)extra < segment.WriteEnd;
    }
}
