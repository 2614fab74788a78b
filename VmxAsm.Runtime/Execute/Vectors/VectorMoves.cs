using System.Numerics;
using System.Runtime.Intrinsics;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;
using static VmxAsm.Runtime.Execute.Vectors.VectorHandlers;

namespace VmxAsm.Runtime.Execute.Vectors;

/// <summary>Moves between XMM registers, MMX registers, general registers and memory. Extra is a byte offset within the register where one is needed.</summary>
internal static unsafe class VectorMoves
{
    // ---- whole registers ------------------------------------------------------------------------------------------------------------

    public static Op* XmmXmm(Processor cpu, Op* op)
    {
        if (!cpu.MayUseSse(op))
            return op;
        *(Vector128<byte>*)(cpu.VectorFile + op->Destination) = *(Vector128<byte>*)(cpu.VectorFile + op->Source);
        return Next(cpu, op);
    }

    /// <summary>MOVAPS and its like from memory.</summary>
    public static Op* LoadAligned<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing => IsAligned(cpu, op) ? Load<Vector128<byte>, TAddress>(cpu, op) : op;

    /// <summary>From memory; what is above the bytes read becomes zero.</summary>
    public static Op* Load<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseSse(op))
            return op;
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        Vector128<byte> value = default;
        *(T*)&value = *memory;
        *(Vector128<byte>*)(cpu.VectorFile + op->Destination) = value;
        return Next(cpu, op);
    }

    public static Op* StoreAligned<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing => IsAligned(cpu, op) ? Store<Vector128<byte>, TAddress>(cpu, op) : op;

    /// <summary>To memory, from the byte that Extra names.</summary>
    public static Op* Store<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseSse(op))
            return op;
        return cpu.Store<T, TAddress>(op, *(T*)(cpu.VectorFile + op->Source + op->Extra)) ? Next(cpu, op) : op;
    }

    /// <summary>From memory into a part of the register: MOVHPS, MOVLPD.</summary>
    public static Op* LoadPart<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseSse(op))
            return op;
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        *(T*)(cpu.VectorFile + op->Destination + op->Extra) = *memory;
        return Next(cpu, op);
    }

    /// <summary>The low element only: MOVSS and MOVSD between registers.</summary>
    public static Op* LowElement<T>(Processor cpu, Op* op)
        where T : unmanaged
    {
        if (!cpu.MayUseSse(op))
            return op;
        *(T*)(cpu.VectorFile + op->Destination) = *(T*)(cpu.VectorFile + op->Source);
        return Next(cpu, op);
    }

    /// <summary>MOVQ between XMM registers, and MOVQ2DQ: eight bytes, zeros above.</summary>
    public static Op* LowQuad(Processor cpu, Op* op)
    {
        if (!cpu.MayUseSse(op) || (op->Source >= Processor.X87Offset && !cpu.MayUseMmx(op)))
            return op;
        *(Vector128<ulong>*)(cpu.VectorFile + op->Destination) = Vector128.Create(*(ulong*)(cpu.VectorFile + op->Source), 0UL);
        if (op->Source >= Processor.X87Offset)
            cpu.Fpu.EnterMmx();
        return Next(cpu, op);
    }

    // ---- general registers ----------------------------------------------------------------------------------------------------------

    /// <summary>MOVD and MOVQ from a general register.</summary>
    public static Op* FromGeneral<T>(Processor cpu, Op* op)
        where T : unmanaged
    {
        if (!cpu.MayUseSse(op))
            return op;
        *(Vector128<ulong>*)(cpu.VectorFile + op->Destination) = Vector128.Create(Widths.ZeroExtend(cpu.Register<T>(op->Source)), 0UL);
        return Next(cpu, op);
    }

    /// <summary>PEXTRx, EXTRACTPS, MOVD, MOVQ to a general register: an element, zero-extended.</summary>
    public static Op* ToGeneral<TElement, TRegister>(Processor cpu, Op* op)
        where TElement : unmanaged
        where TRegister : unmanaged
    {
        if (!cpu.MayUseSse(op))
            return op;
        cpu.SetRegister(op->Destination, Widths.Truncate<TRegister>(Widths.ZeroExtend(*(TElement*)(cpu.VectorFile + op->Source + op->Extra))));
        return Next(cpu, op);
    }

    /// <summary>PINSRx from a general register.</summary>
    public static Op* Insert<T>(Processor cpu, Op* op)
        where T : unmanaged
    {
        if (!cpu.MayUseSse(op))
            return op;
        *(T*)(cpu.VectorFile + op->Destination + op->Extra) = cpu.Register<T>(op->Source);
        return Next(cpu, op);
    }

    public static Op* MaskBytes(Processor cpu, Op* op)
    {
        if (!cpu.MayUseSse(op))
            return op;
        cpu.SetRegister(op->Destination, (*(Vector128<byte>*)(cpu.VectorFile + op->Source)).ExtractMostSignificantBits());
        return Next(cpu, op);
    }

    public static Op* MaskSingles(Processor cpu, Op* op)
    {
        if (!cpu.MayUseSse(op))
            return op;
        cpu.SetRegister(op->Destination, (*(Vector128<uint>*)(cpu.VectorFile + op->Source)).ExtractMostSignificantBits());
        return Next(cpu, op);
    }

    public static Op* MaskDoubles(Processor cpu, Op* op)
    {
        if (!cpu.MayUseSse(op))
            return op;
        cpu.SetRegister(op->Destination, (*(Vector128<ulong>*)(cpu.VectorFile + op->Source)).ExtractMostSignificantBits());
        return Next(cpu, op);
    }

    // ---- MMX ------------------------------------------------------------------------------------------------------------------------

    /// <summary>Between MMX registers, and MOVDQ2Q from an XMM register.</summary>
    public static Op* MmxQuad(Processor cpu, Op* op)
    {
        if ((op->Source < Processor.X87Offset && !cpu.MayUseSse(op)) || !cpu.MayUseMmx(op))
            return op;
        byte* d = cpu.VectorFile + op->Destination;
        *(ulong*)d = *(ulong*)(cpu.VectorFile + op->Source);
        cpu.WroteMmx(d);
        return Next(cpu, op);
    }

    public static Op* MmxLoad<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseMmx(op))
            return op;
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        byte* d = cpu.VectorFile + op->Destination;
        *(ulong*)d = Widths.ZeroExtend(*memory);
        cpu.WroteMmx(d);
        return Next(cpu, op);
    }

    public static Op* MmxStore<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseMmx(op) || !cpu.Store<T, TAddress>(op, *(T*)(cpu.VectorFile + op->Source)))
            return op;
        cpu.Fpu.EnterMmx();
        return Next(cpu, op);
    }

    public static Op* MmxFromGeneral<T>(Processor cpu, Op* op)
        where T : unmanaged
    {
        if (!cpu.MayUseMmx(op))
            return op;
        byte* d = cpu.VectorFile + op->Destination;
        *(ulong*)d = Widths.ZeroExtend(cpu.Register<T>(op->Source));
        cpu.WroteMmx(d);
        return Next(cpu, op);
    }

    public static Op* MmxToGeneral<TElement, TRegister>(Processor cpu, Op* op)
        where TElement : unmanaged
        where TRegister : unmanaged
    {
        if (!cpu.MayUseMmx(op))
            return op;
        cpu.SetRegister(op->Destination, Widths.Truncate<TRegister>(Widths.ZeroExtend(*(TElement*)(cpu.VectorFile + op->Source + op->Extra))));
        cpu.Fpu.EnterMmx();
        return Next(cpu, op);
    }

    /// <summary>PINSRW into an MMX register.</summary>
    public static Op* MmxInsert(Processor cpu, Op* op)
    {
        if (!cpu.MayUseMmx(op))
            return op;
        byte* d = cpu.VectorFile + op->Destination;
        *(ushort*)(d + op->Extra) = cpu.Register<ushort>(op->Source);
        cpu.WroteMmx(d);
        return Next(cpu, op);
    }

    public static Op* MmxInsertMemory<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseMmx(op))
            return op;
        ushort* memory = cpu.Readable<ushort, TAddress>(op);
        if (memory == null)
            return op;
        byte* d = cpu.VectorFile + op->Destination;
        *(ushort*)(d + op->Extra) = *memory;
        cpu.WroteMmx(d);
        return Next(cpu, op);
    }

    public static Op* MmxMaskBytes(Processor cpu, Op* op)
    {
        if (!cpu.MayUseMmx(op))
            return op;
        uint mask = 0;
        byte* s = cpu.VectorFile + op->Source;
        for (int i = 0; i < 8; i++)
            mask |= (uint)(s[i] >> 7) << i;
        cpu.SetRegister(op->Destination, mask);
        cpu.Fpu.EnterMmx();
        return Next(cpu, op);
    }

    /// <summary>MASKMOVDQU and MASKMOVQ: the bytes whose mask byte is negative, to DS:rDI. Bytes that are masked out are not touched.</summary>
    public static Op* MaskedStore(Processor cpu, Op* op)
    {
        bool mmx = op->Destination >= Processor.X87Offset;
        if (mmx ? !cpu.MayUseMmx(op) : !cpu.MayUseSse(op))
            return op;
        byte* data = cpu.VectorFile + op->Destination, mask = cpu.VectorFile + op->Source;
        cpu.Sync(op);
        // First all are asked, then written: the last one may be on a page that is not there.
        for (int i = 0; i < (mmx ? 8 : 16); i++)
        {
            if ((mask[i] & 0x80) != 0 && !cpu.CanWrite((SegmentRegister)op->Segment, (cpu.Rdi + (uint)i) & op->AddressMask, 1))
                return op;
        }
        for (int i = 0; i < (mmx ? 8 : 16); i++)
        {
            if ((mask[i] & 0x80) != 0 && !cpu.StoreAt(op, op->Segment, (cpu.Rdi + (uint)i) & op->AddressMask, data[i]))
                return op;
        }
        if (mmx)
            cpu.Fpu.EnterMmx();
        return Next(cpu, op);
    }

    public static Op* EmptyMmx(Processor cpu, Op* op)
    {
        if (!cpu.MayUseMmx(op))
            return op;
        cpu.Fpu.LeaveMmx();
        return Next(cpu, op);
    }

    // ---- conversions with a general register --------------------------------------------------------------------------------------------

    public static Op* IntegerToFloatR<TElement, T>(Processor cpu, Op* op)
        where TElement : struct, ISseElement
        where T : unmanaged
    {
        if (!cpu.MayUseSse(op))
            return op;
        long value = Widths.SignExtend(cpu.Register<T>(op->Source));
        return SseConversions.FromInteger<TElement>(cpu, op, cpu.VectorFile + op->Destination, value) ? Next(cpu, op) : op;
    }

    public static Op* IntegerToFloatM<TElement, T, TAddress>(Processor cpu, Op* op)
        where TElement : struct, ISseElement
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseSse(op))
            return op;
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        return SseConversions.FromInteger<TElement>(cpu, op, cpu.VectorFile + op->Destination, Widths.SignExtend(*memory)) ? Next(cpu, op) : op;
    }

    /// <summary>CVTSS2SI and its like. Extra is 1 for the truncating ones, OperandSize the width of the register.</summary>
    public static Op* FloatToIntegerR<TElement>(Processor cpu, Op* op)
        where TElement : struct, ISseElement => cpu.MayUseSse(op) ? FloatToInteger<TElement>(cpu, op, cpu.VectorFile + op->Source) : op;

    public static Op* FloatToIntegerM<TElement, TBits, TAddress>(Processor cpu, Op* op)
        where TElement : struct, ISseElement
        where TBits : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseSse(op))
            return op;
        TBits* memory = cpu.Readable<TBits, TAddress>(op);
        return memory == null ? op : FloatToInteger<TElement>(cpu, op, (byte*)memory);
    }

    private static Op* FloatToInteger<TElement>(Processor cpu, Op* op, byte* source)
        where TElement : struct, ISseElement
    {
        if (!SseConversions.ToGeneral<TElement>(cpu, op, source, op->OperandSize * 8, op->Extra != 0, out long value))
            return op;
        if (op->OperandSize == 8)
            cpu.SetRegister(op->Destination, (ulong)value);
        else
            cpu.SetRegister(op->Destination, (uint)value);
        return Next(cpu, op);
    }
}
