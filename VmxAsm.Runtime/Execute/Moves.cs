using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>MOV, XCHG, LEA and what exchanges with memory under LOCK.</summary>
internal static unsafe class Move<T>
    where T : unmanaged
{
    private const ushort Accumulator = 0;

    public static Op* RR(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, cpu.Register<T>(op->Source));
        return Next(cpu, op);
    }

    public static Op* RI(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, Widths.Truncate<T>(op->Immediate));
        return Next(cpu, op);
    }

    public static Op* RM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        cpu.SetRegister(op->Destination, *memory);
        return Next(cpu, op);
    }

    public static Op* MR<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing => cpu.Store<T, TAddress>(op, cpu.Register<T>(op->Source)) ? Next(cpu, op) : op;

    public static Op* MI<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing => cpu.Store<T, TAddress>(op, Widths.Truncate<T>(op->Immediate)) ? Next(cpu, op) : op;

    public static Op* Lea(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, Widths.Truncate<T>(cpu.EffectiveAddress(op)));
        return Next(cpu, op);
    }

    public static Op* ExchangeRR(Processor cpu, Op* op)
    {
        T a = cpu.Register<T>(op->Destination), b = cpu.Register<T>(op->Source);
        cpu.SetRegister(op->Destination, b);
        cpu.SetRegister(op->Source, a);
        return Next(cpu, op);
    }

    public static Op* ExchangeMR<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        T old = *memory;
        *memory = cpu.Register<T>(op->Source);
        cpu.Commit(memory);
        cpu.SetRegister(op->Source, old);
        return Next(cpu, op);
    }

    public static Op* XaddRR(Processor cpu, Op* op)
    {
        T a = cpu.Register<T>(op->Destination), b = cpu.Register<T>(op->Source);
        T sum = default(Add).Apply(cpu, a, b);
        cpu.SetRegister(op->Source, a);
        cpu.SetRegister(op->Destination, sum);
        return Next(cpu, op);
    }

    public static Op* XaddMR<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        T old = *memory;
        *memory = default(Add).Apply(cpu, old, cpu.Register<T>(op->Source));
        cpu.Commit(memory);
        cpu.SetRegister(op->Source, old);
        return Next(cpu, op);
    }

    public static Op* CompareExchangeRR(Processor cpu, Op* op)
    {
        T old = cpu.Register<T>(op->Destination), expected = cpu.Register<T>(Accumulator);
        T difference = expected - old;
        cpu.SetFlagsSub(expected, old, difference);
        if (Widths.IsZero(difference))
            cpu.SetRegister(op->Destination, cpu.Register<T>(op->Source));
        else
            cpu.SetRegister(Accumulator, old);
        return Next(cpu, op);
    }

    public static Op* CompareExchangeMR<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        // The destination is written either way, with what it was when the comparison fails.
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        T old = *memory, expected = cpu.Register<T>(Accumulator);
        T difference = expected - old;
        cpu.SetFlagsSub(expected, old, difference);
        *memory = Widths.IsZero(difference) ? cpu.Register<T>(op->Source) : old;
        cpu.Commit(memory);
        if (!Widths.IsZero(difference))
            cpu.SetRegister(Accumulator, old);
        return Next(cpu, op);
    }

    /// <summary>MOVBE to a register.</summary>
    public static Op* SwappedRM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        cpu.SetRegister(op->Destination, Swap(*memory));
        return Next(cpu, op);
    }

    /// <summary>MOVBE to memory.</summary>
    public static Op* SwappedMR<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing => cpu.Store<T, TAddress>(op, Swap(cpu.Register<T>(op->Source))) ? Next(cpu, op) : op;

    /// <summary>BSWAP. Of a 16-bit register it is undefined; processors store zero.</summary>
    public static Op* SwapR(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, sizeof(T) == 2 ? default : Swap(cpu.Register<T>(op->Destination)));
        return Next(cpu, op);
    }

    private static T Swap(T value) =>
        Widths.Truncate<T>(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(Widths.ZeroExtend(value)) >> (64 - Widths.Bits<T>()));
}

/// <summary>MOVZX, MOVSX, MOVSXD and CBW's family: from one width to another.</summary>
internal static unsafe class Extend<TTo, TFrom>
    where TTo : unmanaged
    where TFrom : unmanaged
{
    public static Op* ZeroRR(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, Widths.Truncate<TTo>(Widths.ZeroExtend(cpu.Register<TFrom>(op->Source))));
        return Next(cpu, op);
    }

    public static Op* ZeroRM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        TFrom* memory = cpu.Readable<TFrom, TAddress>(op);
        if (memory == null)
            return op;
        cpu.SetRegister(op->Destination, Widths.Truncate<TTo>(Widths.ZeroExtend(*memory)));
        return Next(cpu, op);
    }

    public static Op* SignRR(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, Widths.Truncate<TTo>(Widths.SignExtend(cpu.Register<TFrom>(op->Source))));
        return Next(cpu, op);
    }

    public static Op* SignRM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        TFrom* memory = cpu.Readable<TFrom, TAddress>(op);
        if (memory == null)
            return op;
        cpu.SetRegister(op->Destination, Widths.Truncate<TTo>(Widths.SignExtend(*memory)));
        return Next(cpu, op);
    }

    /// <summary>CWD, CDQ, CQO: the sign of the accumulator all over DX, EDX, RDX.</summary>
    public static Op* SignIntoD(Processor cpu, Op* op)
    {
        cpu.SetRegister(2 * 8, Widths.Truncate<TTo>(Widths.SignExtend(cpu.Register<TFrom>(0)) >> 63));
        return Next(cpu, op);
    }
}

/// <summary>CMOVcc: the source is read, and may fault, whether or not the condition holds.</summary>
internal static unsafe class ConditionalMove<TCondition, T>
    where TCondition : struct, ICondition
    where T : unmanaged
{
    public static Op* RR(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, cpu.Register<T>(default(TCondition).Holds(cpu) ? op->Source : op->Destination));
        return Next(cpu, op);
    }

    public static Op* RM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        cpu.SetRegister(op->Destination, default(TCondition).Holds(cpu) ? *memory : cpu.Register<T>(op->Destination));
        return Next(cpu, op);
    }
}

internal static unsafe class SetByte<TCondition>
    where TCondition : struct, ICondition
{
    public static Op* R(Processor cpu, Op* op)
    {
        cpu.Register<byte>(op->Destination) = default(TCondition).Holds(cpu) ? (byte)1 : (byte)0;
        return Next(cpu, op);
    }

    public static Op* M<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing => cpu.Store<byte, TAddress>(op, default(TCondition).Holds(cpu) ? (byte)1 : (byte)0) ? Next(cpu, op) : op;
}

/// <summary>Moves with a form of their own.</summary>
internal static unsafe class OtherMoves
{
    /// <summary>XLAT: AL from [BX + AL]; the base register is in the op, the index is AL alone.</summary>
    public static Op* Xlat(Processor cpu, Op* op)
    {
        ulong offset = (cpu.Register<ulong>(op->Base) + (byte)cpu.Rax) & op->AddressMask;
        byte* memory = cpu.ReadableAt<byte>(op, op->Segment, offset);
        if (memory == null)
            return op;
        cpu.Register<byte>(0) = *memory;
        return Next(cpu, op);
    }

    public static Op* Lahf(Processor cpu, Op* op)
    {
        cpu.Register<byte>(1) = (byte)((cpu.GetStatusFlags() & 0xD5) | 2);
        return Next(cpu, op);
    }

    public static Op* Sahf(Processor cpu, Op* op)
    {
        cpu.SetStatusFlags((cpu.GetStatusFlags() & RflagsBits.Of) | (cpu.Register<byte>(1) & 0xD5U));
        return Next(cpu, op);
    }

    /// <summary>SALC: AL all ones when CF is set. Undocumented on the 8086, everywhere since.</summary>
    public static Op* Salc(Processor cpu, Op* op)
    {
        cpu.Register<byte>(0) = cpu.Cf ? (byte)0xFF : (byte)0;
        return Next(cpu, op);
    }

    public static Op* Cmpxchg8b<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        ulong* memory = cpu.Modifiable<ulong, TAddress>(op);
        if (memory == null)
            return op;
        ulong old = *memory, expected = (ulong)cpu.Edx << 32 | cpu.Eax;
        *memory = old == expected ? (ulong)cpu.Ecx << 32 | cpu.Ebx : old;
        cpu.Commit(memory);
        if (old != expected)
        {
            cpu.Eax = (uint)old;
            cpu.Edx = (uint)(old >> 32);
        }
        cpu.Zf = old == expected;
        return Next(cpu, op);
    }

    public static Op* Cmpxchg16b<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        if ((cpu.EffectiveAddress(op) + cpu.Segments[op->Segment].Base & 15) != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        UInt128* memory = cpu.Modifiable<UInt128, TAddress>(op);
        if (memory == null)
            return op;
        UInt128 old = *memory;
        var expected = new UInt128(cpu.Rdx, cpu.Rax);
        *memory = old == expected ? new UInt128(cpu.Rcx, cpu.Rbx) : old;
        cpu.Commit(memory);
        if (old != expected)
        {
            cpu.Rax = (ulong)old;
            cpu.Rdx = (ulong)(old >> 64);
        }
        cpu.Zf = old == expected;
        return Next(cpu, op);
    }
}
