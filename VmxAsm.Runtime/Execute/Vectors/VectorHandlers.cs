using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute.Vectors;

// How vector ops are laid out: Destination and Source are offsets into the vector file, Extra is the immediate byte, and Immediate holds the address of the
// function that does the work. One handler thus serves every instruction of a shape.

/// <summary>Shapes of "destination = f(destination, source)".</summary>
internal static unsafe class VectorHandlers
{
    // ---- XMM, integer: the function cannot fail -----------------------------------------------------------------------------------

    public static Op* RR(Processor cpu, Op* op)
    {
        if (!cpu.MayUseSse(op))
            return op;
        byte* file = cpu.VectorFile;
        ((delegate*<byte*, byte*, uint, void>)op->Immediate)(file + op->Destination, file + op->Source, op->Extra);
        return Next(cpu, op);
    }

    /// <summary>A source of 16 aligned bytes in memory.</summary>
    public static Op* RM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseSse(op) || !IsAligned(cpu, op))
            return op;
        Vector128<byte>* memory = cpu.Readable<Vector128<byte>, TAddress>(op);
        if (memory == null)
            return op;
        ((delegate*<byte*, byte*, uint, void>)op->Immediate)(cpu.VectorFile + op->Destination, (byte*)memory, op->Extra);
        return Next(cpu, op);
    }

    /// <summary>A smaller source in memory, which may lie anywhere; the function sees zeros behind it.</summary>
    public static Op* RM<TMemory, TAddress>(Processor cpu, Op* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseSse(op))
            return op;
        TMemory* memory = cpu.Readable<TMemory, TAddress>(op);
        if (memory == null)
            return op;
        Vector128<byte> source = default;
        *(TMemory*)&source = *memory;
        ((delegate*<byte*, byte*, uint, void>)op->Immediate)(cpu.VectorFile + op->Destination, (byte*)&source, op->Extra);
        return Next(cpu, op);
    }

    // ---- XMM, floating point: the function is false when an exception is pending ----------------------------------------------------

    public static Op* FloatRR(Processor cpu, Op* op)
    {
        if (!cpu.MayUseSse(op))
            return op;
        byte* file = cpu.VectorFile;
        var function = (delegate*<Processor, Op*, byte*, byte*, uint, bool>)op->Immediate;
        return function(cpu, op, file + op->Destination, file + op->Source, op->Extra) ? Next(cpu, op) : op;
    }

    public static Op* FloatRM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseSse(op) || !IsAligned(cpu, op))
            return op;
        Vector128<byte>* memory = cpu.Readable<Vector128<byte>, TAddress>(op);
        if (memory == null)
            return op;
        var function = (delegate*<Processor, Op*, byte*, byte*, uint, bool>)op->Immediate;
        return function(cpu, op, cpu.VectorFile + op->Destination, (byte*)memory, op->Extra) ? Next(cpu, op) : op;
    }

    public static Op* FloatRM<TMemory, TAddress>(Processor cpu, Op* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseSse(op))
            return op;
        TMemory* memory = cpu.Readable<TMemory, TAddress>(op);
        if (memory == null)
            return op;
        Vector128<byte> source = default;
        *(TMemory*)&source = *memory;
        var function = (delegate*<Processor, Op*, byte*, byte*, uint, bool>)op->Immediate;
        return function(cpu, op, cpu.VectorFile + op->Destination, (byte*)&source, op->Extra) ? Next(cpu, op) : op;
    }

    // ---- MMX: the same functions over eight bytes; what they do to the bytes behind is overwritten with the exponent ------------------

    public static Op* MmxRR(Processor cpu, Op* op)
    {
        if (!cpu.MayUseMmx(op))
            return op;
        byte* d = cpu.VectorFile + op->Destination;
        ((delegate*<byte*, byte*, uint, void>)op->Immediate)(d, cpu.VectorFile + op->Source, op->Extra);
        cpu.WroteMmx(d);
        return Next(cpu, op);
    }

    public static Op* MmxRM<TMemory, TAddress>(Processor cpu, Op* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseMmx(op))
            return op;
        TMemory* memory = cpu.Readable<TMemory, TAddress>(op);
        if (memory == null)
            return op;
        Vector128<byte> source = default;
        *(TMemory*)&source = *memory;
        byte* d = cpu.VectorFile + op->Destination;
        ((delegate*<byte*, byte*, uint, void>)op->Immediate)(d, (byte*)&source, op->Extra);
        cpu.WroteMmx(d);
        return Next(cpu, op);
    }

    /// <summary>Conversions between the files: XMM to MMX or MMX to XMM. The x87 becomes MMX even when #XM follows.</summary>
    public static Op* MmxFloatRR(Processor cpu, Op* op)
    {
        if (!cpu.MayUseSse(op) || !cpu.MayUseMmx(op))
            return op;
        cpu.Fpu.EnterMmx();
        byte* d = cpu.VectorFile + op->Destination;
        var function = (delegate*<Processor, Op*, byte*, byte*, uint, bool>)op->Immediate;
        if (!function(cpu, op, d, cpu.VectorFile + op->Source, op->Extra))
            return op;
        if (op->Destination >= Processor.X87Offset)
            cpu.WroteMmx(d);
        return Next(cpu, op);
    }

    public static Op* MmxFloatRM<TMemory, TAddress>(Processor cpu, Op* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseSse(op) || !cpu.MayUseMmx(op))
            return op;
        if (sizeof(TMemory) == 16 && !IsAligned(cpu, op))
            return op;
        TMemory* memory = cpu.Readable<TMemory, TAddress>(op);
        if (memory == null)
            return op;
        Vector128<byte> source = default;
        *(TMemory*)&source = *memory;
        cpu.Fpu.EnterMmx();
        byte* d = cpu.VectorFile + op->Destination;
        var function = (delegate*<Processor, Op*, byte*, byte*, uint, bool>)op->Immediate;
        if (!function(cpu, op, d, (byte*)&source, op->Extra))
            return op;
        cpu.WroteMmx(d);
        return Next(cpu, op);
    }

    /// <summary>Sixteen bytes of memory have to be aligned; #GP when they are not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAligned(Processor cpu, Op* op)
    {
        if (((cpu.EffectiveAddress(op) + cpu.Segments[op->Segment].Base) & 15) == 0)
            return true;
        cpu.Raise(op, Vector.GeneralProtection, 0);
        return false;
    }
}
