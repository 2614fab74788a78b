using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute.Vectors;

// VEX-encoded instructions
// ------------------------
// Nearly all of AVX and AVX2 is the instructions of SSE with the first source apart from the destination, over one or two lanes of 16 bytes that do not
// know of each other ("Intel Advanced Vector Extensions"). So the functions of SSE serve both: the first source is copied, the function changes the copy,
// once or once for each lane, and the copy becomes the destination. What AVX adds of its own works on all 32 bytes in one call.
//
// How such an op is laid out: Destination and Source (the last source) are offsets into the vector file, Immediate is the address of the function, Extra holds
// the immediate byte in its lower half and the offset of the first source in its upper half. OperandSize is how many bytes of the source one lane uses,
// Repeat how many bits of the immediate.

/// <summary>How a handler calls the function of its op.</summary>
internal unsafe interface IVexCall
{
    bool Compute(Processor cpu, Op* op, byte* d, byte* s);
}

/// <summary>A function of operands only.</summary>
internal readonly unsafe struct VexInteger : IVexCall
{
    public bool Compute(Processor cpu, Op* op, byte* d, byte* s)
    {
        var function = (delegate*<byte*, byte*, uint, void>)op->Immediate;
        uint immediate = op->Extra & 0xFFFF;
        function(d, s, immediate);
        if ((op->Flags & OpFlags.TwoLanes) != 0)
            function(d + 16, s + op->OperandSize, immediate >> op->Repeat);
        return true;
    }
}

/// <summary>A function that may leave an exception pending.</summary>
internal readonly unsafe struct VexFloat : IVexCall
{
    public bool Compute(Processor cpu, Op* op, byte* d, byte* s)
    {
        var function = (delegate*<Processor, Op*, byte*, byte*, uint, bool>)op->Immediate;
        uint immediate = op->Extra & 0xFFFF;
        if ((op->Flags & OpFlags.TwoLanes) == 0)
            return function(cpu, op, d, s, immediate);
        cpu.BeginLanes();
        function(cpu, op, d, s, immediate);
        function(cpu, op, d + 16, s + op->OperandSize, immediate >> op->Repeat);
        return cpu.EndLanes(op);
    }
}

/// <summary>The shapes "destination = f(first source, last source)".</summary>
internal static unsafe class VexHandlers<TCall>
    where TCall : struct, IVexCall
{
    public static Op* R(Processor cpu, Op* op)
    {
        if (!cpu.MayUseAvx(op))
            return op;
        byte* file = cpu.VectorFile;
        Vector256<byte> first = *(Vector256<byte>*)(file + (op->Extra >> 16)), last = *(Vector256<byte>*)(file + op->Source);
        if (!default(TCall).Compute(cpu, op, (byte*)&first, (byte*)&last))
            return op;
        VexMoves.Put(cpu, op, first);
        return Next(cpu, op);
    }

    /// <summary>The last source is in memory, which need not be aligned; the function sees zeros behind it.</summary>
    public static Op* M<TMemory, TAddress>(Processor cpu, Op* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseAvx(op))
            return op;
        TMemory* memory = cpu.Readable<TMemory, TAddress>(op);
        if (memory == null)
            return op;
        Vector256<byte> first = *(Vector256<byte>*)(cpu.VectorFile + (op->Extra >> 16)), last = default;
        *(TMemory*)&last = *memory;
        if (!default(TCall).Compute(cpu, op, (byte*)&first, (byte*)&last))
            return op;
        VexMoves.Put(cpu, op, first);
        return Next(cpu, op);
    }

    /// <summary>Only flags come of it: VCOMISS, VPTEST; the first operand is a source.</summary>
    public static Op* TestR(Processor cpu, Op* op)
    {
        if (!cpu.MayUseAvx(op))
            return op;
        byte* file = cpu.VectorFile;
        Vector256<byte> first = *(Vector256<byte>*)(file + op->Destination), last = *(Vector256<byte>*)(file + op->Source);
        return default(TCall).Compute(cpu, op, (byte*)&first, (byte*)&last) ? Next(cpu, op) : op;
    }

    /// <inheritdoc cref="TestR"/>
    public static Op* TestM<TMemory, TAddress>(Processor cpu, Op* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseAvx(op))
            return op;
        TMemory* memory = cpu.Readable<TMemory, TAddress>(op);
        if (memory == null)
            return op;
        Vector256<byte> first = *(Vector256<byte>*)(cpu.VectorFile + op->Destination), last = default;
        *(TMemory*)&last = *memory;
        return default(TCall).Compute(cpu, op, (byte*)&first, (byte*)&last) ? Next(cpu, op) : op;
    }
}

/// <summary>Moves of AVX and AVX2.</summary>
internal static unsafe class VexMoves
{
    /// <summary>Writes the destination; an XMM register's upper half becomes zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(Processor cpu, Op* op, Vector256<byte> value)
    {
        if ((op->Flags & OpFlags.Wide) == 0)
            value = Vector256.Create(value.GetLower(), Vector128<byte>.Zero);
        *(Vector256<byte>*)(cpu.VectorFile + op->Destination) = value;
    }

    public static Op* Register(Processor cpu, Op* op)
    {
        if (!cpu.MayUseAvx(op))
            return op;
        Put(cpu, op, *(Vector256<byte>*)(cpu.VectorFile + op->Source));
        return Next(cpu, op);
    }

    /// <summary>From memory; what is above the bytes read becomes zero.</summary>
    public static Op* Load<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseAvx(op))
            return op;
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        Vector256<byte> value = default;
        *(T*)&value = *memory;
        *(Vector256<byte>*)(cpu.VectorFile + op->Destination) = value;
        return Next(cpu, op);
    }

    public static Op* LoadAligned<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing => cpu.MayUseAvx(op) && IsAligned(cpu, op, sizeof(T)) ? Load<T, TAddress>(cpu, op) : op;

    public static Op* StoreAligned<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing => cpu.MayUseAvx(op) && IsAligned(cpu, op, sizeof(T)) ? VectorMoves.Store<T, TAddress>(cpu, op) : op;

    private static bool IsAligned(Processor cpu, Op* op, int size)
    {
        if (((cpu.EffectiveAddress(op) + cpu.Segments[op->Segment].Base) & (ulong)(size - 1)) == 0)
            return true;
        cpu.Raise(op, Vector.GeneralProtection, 0);
        return false;
    }

    /// <summary>An element from a general register into a copy of the first source: VPINSRx; without a first source, VMOVD and VMOVQ.</summary>
    public static Op* Insert<T>(Processor cpu, Op* op)
        where T : unmanaged
    {
        if (!cpu.MayUseAvx(op))
            return op;
        Vector256<byte> value = op->Immediate == 0 ? default : *(Vector256<byte>*)(cpu.VectorFile + (op->Extra >> 16));
        *(T*)((byte*)&value + (op->Extra & 0xFFFF)) = cpu.Register<T>(op->Source);
        Put(cpu, op, value);
        return Next(cpu, op);
    }

    public static Op* InsertMemory<T, TAddress>(Processor cpu, Op* op)
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseAvx(op))
            return op;
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        Vector256<byte> value = *(Vector256<byte>*)(cpu.VectorFile + (op->Extra >> 16));
        *(T*)((byte*)&value + (op->Extra & 0xFFFF)) = *memory;
        Put(cpu, op, value);
        return Next(cpu, op);
    }

    /// <summary>VCVTSI2SS, VCVTSI2SD.</summary>
    public static Op* FromIntegerR<TElement, T>(Processor cpu, Op* op)
        where TElement : struct, ISseElement
        where T : unmanaged =>
        cpu.MayUseAvx(op) ? FromInteger<TElement>(cpu, op, Widths.SignExtend(cpu.Register<T>(op->Source))) : op;

    public static Op* FromIntegerM<TElement, T, TAddress>(Processor cpu, Op* op)
        where TElement : struct, ISseElement
        where T : unmanaged
        where TAddress : struct, IAddressing
    {
        if (!cpu.MayUseAvx(op))
            return op;
        T* memory = cpu.Readable<T, TAddress>(op);
        return memory == null ? op : FromInteger<TElement>(cpu, op, Widths.SignExtend(*memory));
    }

    private static Op* FromInteger<TElement>(Processor cpu, Op* op, long integer)
        where TElement : struct, ISseElement
    {
        Vector256<byte> value = *(Vector256<byte>*)(cpu.VectorFile + (op->Extra >> 16));
        if (!SseConversions.FromInteger<TElement>(cpu, op, (byte*)&value, integer))
            return op;
        Put(cpu, op, value);
        return Next(cpu, op);
    }

    /// <summary>VPMOVMSKB, VMOVMSKPS, VMOVMSKPD of a YMM register.</summary>
    public static Op* MaskBytes(Processor cpu, Op* op) => Mask<byte>(cpu, op);

    /// <inheritdoc cref="MaskBytes"/>
    public static Op* Mask<T>(Processor cpu, Op* op)
        where T : unmanaged
    {
        if (!cpu.MayUseAvx(op))
            return op;
        cpu.SetRegister(op->Destination, (*(Vector256<T>*)(cpu.VectorFile + op->Source)).ExtractMostSignificantBits());
        return Next(cpu, op);
    }

    /// <summary>VZEROUPPER; VZEROALL when Extra is 1. Outside 64-bit mode there are eight registers.</summary>
    public static Op* Zero(Processor cpu, Op* op)
    {
        if (!cpu.MayUseAvx(op))
            return op;
        for (int i = 0; i < (cpu.Is64BitCode ? 16 : 8); i++)
        {
            var register = (Vector128<byte>*)cpu.Xmm(i);
            register[1] = default;
            if (op->Extra != 0)
                register[0] = default;
        }
        return Next(cpu, op);
    }

    // ---- one element at a time: masked elements are not touched, and no fault comes of them ------------------------------------------

    /// <summary>VMASKMOVPS, VPMASKMOVD and their like from memory; the mask is the first source.</summary>
    public static Op* MaskedLoad<T>(Processor cpu, Op* op)
        where T : unmanaged
    {
        if (!cpu.MayUseAvx(op))
            return op;
        Vector256<byte> value = default;
        byte* mask = cpu.VectorFile + (op->Extra >> 16);
        ulong offset = cpu.EffectiveAddress(op);
        for (int i = 0; i < Bytes(op); i += sizeof(T))
        {
            if ((mask[i + sizeof(T) - 1] & 0x80) == 0)
                continue;
            T* memory = cpu.ReadableAt<T>(op, op->Segment, (offset + (uint)i) & op->AddressMask);
            if (memory == null)
                return op;
            *(T*)((byte*)&value + i) = *memory;
        }
        Put(cpu, op, value);
        return Next(cpu, op);
    }

    /// <inheritdoc cref="MaskedLoad"/>
    public static Op* MaskedStore<T>(Processor cpu, Op* op)
        where T : unmanaged
    {
        if (!cpu.MayUseAvx(op))
            return op;
        byte* mask = cpu.VectorFile + (op->Extra >> 16), data = cpu.VectorFile + op->Source;
        ulong offset = cpu.EffectiveAddress(op);
        // A fault leaves nothing half done: every element is looked at before one is written.
        for (int i = 0; i < Bytes(op); i += sizeof(T))
        {
            if ((mask[i + sizeof(T) - 1] & 0x80) != 0 && cpu.ModifiableAt<T>(op, op->Segment, (offset + (uint)i) & op->AddressMask) == null)
                return op;
        }
        for (int i = 0; i < Bytes(op); i += sizeof(T))
        {
            if ((mask[i + sizeof(T) - 1] & 0x80) != 0 && !cpu.StoreAt(op, op->Segment, (offset + (uint)i) & op->AddressMask, *(T*)(data + i)))
                return op;
        }
        return Next(cpu, op);
    }

    /// <summary>
    /// The gathers: an element's address is the base plus its own index, scaled. Elements that have arrived lose their mask bit, so that after a page fault the rest is fetched
    /// ("VPGATHERDD"). Source is the index register, the upper half of Extra the mask's, OperandSize the number of elements.
    /// </summary>
    public static Op* Gather<T, TIndex>(Processor cpu, Op* op)
        where T : unmanaged
        where TIndex : unmanaged
    {
        if (!cpu.MayUseAvx(op))
            return op;
        byte* file = cpu.VectorFile, mask = file + (op->Extra >> 16), d = file + op->Destination;
        ulong origin = cpu.EffectiveAddress(op);
        // The whole of an element's mask is its sign, even when a fault comes before it.
        for (int i = 0; i < op->OperandSize; i++)
            Unsafe.InitBlockUnaligned(mask + (i * sizeof(T)), (mask[((i + 1) * sizeof(T)) - 1] & 0x80) != 0 ? (byte)0xFF : (byte)0, (uint)sizeof(T));
        for (int i = 0; i < op->OperandSize; i++)
        {
            if (mask[i * sizeof(T)] == 0)
                continue;
            ulong index = Widths.ZeroExtend(Widths.SignExtend(((TIndex*)(file + op->Source))[i]));
            T* memory = cpu.ReadableAt<T>(op, op->Segment, (origin + (index << op->Scale)) & op->AddressMask);
            if (memory == null)
                return op;
            ((T*)d)[i] = *memory;
            ((T*)mask)[i] = default;
        }
        *(Vector256<byte>*)mask = default;
        int used = op->OperandSize * sizeof(T);
        Unsafe.InitBlockUnaligned(d + used, 0, (uint)(32 - used));
        return Next(cpu, op);
    }

    private static int Bytes(Op* op) => (op->Flags & OpFlags.Wide) != 0 ? 32 : 16;
}
