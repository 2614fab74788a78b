using System.Numerics;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>What BT, BTS, BTR and BTC make of the bit.</summary>
internal interface IBitOperation
{
    bool Writes { get; }

    T Apply<T>(T value, T mask)
        where T : unmanaged;
}

#pragma warning disable format
internal readonly struct BitTest : IBitOperation       { public bool Writes => false; public T Apply<T>(T value, T mask) where T : unmanaged => value; }
internal readonly struct BitSet : IBitOperation        { public bool Writes => true;  public T Apply<T>(T value, T mask) where T : unmanaged => value | mask; }
internal readonly struct BitReset : IBitOperation      { public bool Writes => true;  public T Apply<T>(T value, T mask) where T : unmanaged => value & ~mask; }
internal readonly struct BitComplement : IBitOperation { public bool Writes => true;  public T Apply<T>(T value, T mask) where T : unmanaged => value ^ mask; }
#pragma warning restore format

/// <summary>BT's family. Only CF changes. A register bit number with a memory operand addresses a bit string: it may lie far from the operand.</summary>
internal static unsafe class Bit<TOperation, T>
    where TOperation : struct, IBitOperation
    where T : unmanaged
{
    public static Op* RR(Processor cpu, Op* op) => Register(cpu, op, Widths.ZeroExtend(cpu.Register<T>(op->Source)));

    public static Op* RI(Processor cpu, Op* op) => Register(cpu, op, op->Immediate);

    public static Op* MR(Processor cpu, Op* op)
    {
        long number = Widths.SignExtend(cpu.Register<T>(op->Source));
        long element = number >> BitOperations.Log2((uint)Widths.Bits<T>());
        ulong offset = (cpu.EffectiveAddress(op) + (ulong)(element * sizeof(T))) & op->AddressMask;
        return Memory(cpu, op, offset, (ulong)number);
    }

    public static Op* MI(Processor cpu, Op* op) => Memory(cpu, op, cpu.EffectiveAddress(op), op->Immediate);

    private static Op* Register(Processor cpu, Op* op, ulong number)
    {
        T value = cpu.Register<T>(op->Destination);
        T mask = Widths.Truncate<T>(1UL << (int)(number & (ulong)(Widths.Bits<T>() - 1)));
        cpu.Cf = !Widths.IsZero(value & mask);
        if (default(TOperation).Writes)
            cpu.SetRegister(op->Destination, default(TOperation).Apply(value, mask));
        return Next(cpu, op);
    }

    private static Op* Memory(Processor cpu, Op* op, ulong offset, ulong number)
    {
        T* memory = default(TOperation).Writes ? cpu.ModifiableAt<T>(op, op->Segment, offset) : cpu.ReadableAt<T>(op, op->Segment, offset);
        if (memory == null)
            return op;
        T value = *memory;
        T mask = Widths.Truncate<T>(1UL << (int)(number & (ulong)(Widths.Bits<T>() - 1)));
        if (default(TOperation).Writes)
        {
            *memory = default(TOperation).Apply(value, mask);
            cpu.Commit(memory);
        }
        cpu.Cf = !Widths.IsZero(value & mask);
        return Next(cpu, op);
    }
}

/// <summary>From one source to one destination: BSF, LZCNT, BLSR ...</summary>
internal interface IBitScan
{
    /// <summary>With a source of zero nothing is written, not even the upper half that a 32-bit result clears: BSF and BSR.</summary>
    bool KeepsOnZero { get; }

    T Apply<T>(Processor cpu, T source)
        where T : unmanaged;
}

internal readonly struct Bsf : IBitScan
{
    public bool KeepsOnZero => true;

    public T Apply<T>(Processor cpu, T source)
        where T : unmanaged => Scan(cpu, source, Widths.TrailingZeros(source));

    // With a source of zero the destination stays and ZF is set; else ZF is clear, whatever number came out, and the rest follows that number.
    internal static T Scan<T>(Processor cpu, T source, int place)
        where T : unmanaged
    {
        if (Widths.IsZero(source))
        {
            cpu.Zf = true;
            return source;
        }
        T number = Widths.Truncate<T>(place);
        cpu.SetFlagsLogic(number);
        if (place == 0)
            cpu.Zf = false;
        return number;
    }
}

internal readonly struct Bsr : IBitScan
{
    public bool KeepsOnZero => true;

    public T Apply<T>(Processor cpu, T source)
        where T : unmanaged =>
        Bsf.Scan(cpu, source, Widths.Bits<T>() - 1 - Widths.LeadingZeros(source));
}

internal readonly struct Tzcnt : IBitScan
{
    public bool KeepsOnZero => false;

    public T Apply<T>(Processor cpu, T source)
        where T : unmanaged => Count(cpu, source, Widths.TrailingZeros(source));

    internal static T Count<T>(Processor cpu, T source, int number)
        where T : unmanaged
    {
        cpu.Cf = Widths.IsZero(source);
        cpu.Zf = number == 0;
        return Widths.Truncate<T>(number);
    }
}

internal readonly struct Lzcnt : IBitScan
{
    public bool KeepsOnZero => false;

    public T Apply<T>(Processor cpu, T source)
        where T : unmanaged => Tzcnt.Count(cpu, source, Widths.LeadingZeros(source));
}

internal readonly struct Popcnt : IBitScan
{
    public bool KeepsOnZero => false;

    public T Apply<T>(Processor cpu, T source)
        where T : unmanaged
    {
        cpu.SetStatusFlags(Widths.IsZero(source) ? RflagsBits.Zf : 0);
        return Widths.Truncate<T>(BitOperations.PopCount(Widths.ZeroExtend(source)));
    }
}

/// <summary>Flags of BMI: like logic, but PF stays (the manual leaves it undefined).</summary>
internal static class BmiFlags
{
    public static void Set<T>(Processor cpu, T result, bool carry)
        where T : unmanaged
    {
        bool parity = cpu.Pf;
        cpu.SetFlags(result, carry, overflow: false);
        if (cpu.Pf != parity)
            cpu.FlagMisc ^= Processor.ParityDelta;
    }
}

internal readonly struct Blsr : IBitScan
{
    public bool KeepsOnZero => false;

    public T Apply<T>(Processor cpu, T source)
        where T : unmanaged
    {
        T result = (source - 1) & source;
        BmiFlags.Set(cpu, result, Widths.IsZero(source));
        return result;
    }
}

internal readonly struct Blsmsk : IBitScan
{
    public bool KeepsOnZero => false;

    public T Apply<T>(Processor cpu, T source)
        where T : unmanaged
    {
        T result = (source - 1) ^ source;
        BmiFlags.Set(cpu, result, Widths.IsZero(source));
        return result;
    }
}

internal readonly struct Blsi : IBitScan
{
    public bool KeepsOnZero => false;

    public T Apply<T>(Processor cpu, T source)
        where T : unmanaged
    {
        T result = (default(T) - source) & source;
        BmiFlags.Set(cpu, result, !Widths.IsZero(source));
        return result;
    }
}

internal static unsafe class Scan<TOperation, T>
    where TOperation : struct, IBitScan
    where T : unmanaged
{
    public static Op* RR(Processor cpu, Op* op)
    {
        Put(cpu, op, cpu.Register<T>(op->Source));
        return Next(cpu, op);
    }

    public static Op* RM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        Put(cpu, op, *memory);
        return Next(cpu, op);
    }

    private static void Put(Processor cpu, Op* op, T source)
    {
        T result = default(TOperation).Apply(cpu, source);
        if (!default(TOperation).KeepsOnZero || !Widths.IsZero(source))
            cpu.SetRegister(op->Destination, result);
    }
}

/// <summary>Three operands: two sources, a destination of its own (BMI1, BMI2). <c>a</c> is the first source as Intel's syntax orders them.</summary>
internal interface ITernaryOperation
{
    T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged;
}

internal readonly struct Andn : ITernaryOperation
{
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        T result = ~a & b;
        BmiFlags.Set(cpu, result, carry: false);
        return result;
    }
}

internal readonly struct Bextr : ITernaryOperation
{
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        int start = (byte)Widths.ZeroExtend(b), length = (int)(Widths.ZeroExtend(b) >> 8 & 0xFF);
        ulong value = start < 64 ? Widths.ZeroExtend(a) >> start : 0;
        if (length < 64)
            value &= (1UL << length) - 1;
        T result = Widths.Truncate<T>(value);
        cpu.SetFlagsLogic(result);
        return result;
    }
}

internal readonly struct Bzhi : ITernaryOperation
{
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        int first = (byte)Widths.ZeroExtend(b);
        bool beyond = first >= Widths.Bits<T>();
        T result = beyond ? a : a & Widths.Truncate<T>((1UL << first) - 1);
        BmiFlags.Set(cpu, result, beyond);
        return result;
    }
}

internal readonly struct Shlx : ITernaryOperation
{
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged => a << (int)(Widths.ZeroExtend(b) & (ulong)(Widths.Bits<T>() - 1));
}

internal readonly struct Shrx : ITernaryOperation
{
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged => a >>> (int)(Widths.ZeroExtend(b) & (ulong)(Widths.Bits<T>() - 1));
}

internal readonly struct Sarx : ITernaryOperation
{
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged =>
        Widths.Truncate<T>(Widths.SignExtend(a) >> (int)(Widths.ZeroExtend(b) & (ulong)(Widths.Bits<T>() - 1)));
}

internal readonly struct Rorx : ITernaryOperation
{
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged => Widths.RotateRight(a, (int)(Widths.ZeroExtend(b) & (ulong)(Widths.Bits<T>() - 1)));
}

/// <summary>Scatters the low bits of the first source to where the mask has ones.</summary>
internal readonly struct Pdep : ITernaryOperation
{
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        ulong value = Widths.ZeroExtend(a), mask = Widths.ZeroExtend(b), result = 0;
        for (; mask != 0; mask &= mask - 1, value >>= 1)
        {
            if ((value & 1) != 0)
                result |= mask & (~mask + 1);
        }
        return Widths.Truncate<T>(result);
    }
}

/// <summary>Gathers the bits of the first source where the mask has ones.</summary>
internal readonly struct Pext : ITernaryOperation
{
    public T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged
    {
        ulong value = Widths.ZeroExtend(a), mask = Widths.ZeroExtend(b), result = 0;
        for (int at = 0; mask != 0; mask &= mask - 1, at++)
        {
            if ((value & mask & (~mask + 1)) != 0)
                result |= 1UL << at;
        }
        return Widths.Truncate<T>(result);
    }
}

/// <summary>Operand forms of the VEX-encoded ones: <c>Extra</c> is the register that VEX.vvvv or the last operand names.</summary>
internal static unsafe class Ternary<TOperation, T>
    where TOperation : struct, ITernaryOperation
    where T : unmanaged
{
    /// <summary>Both sources are registers: <c>Source</c>, then <c>Extra</c>.</summary>
    public static Op* RRR(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, default(TOperation).Apply(cpu, cpu.Register<T>(op->Source), cpu.Register<T>((ushort)op->Extra)));
        return Next(cpu, op);
    }

    public static Op* RRI(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, default(TOperation).Apply(cpu, cpu.Register<T>(op->Source), Widths.Truncate<T>(op->Immediate)));
        return Next(cpu, op);
    }

    /// <summary>Memory first, then the register.</summary>
    public static Op* RMR<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        cpu.SetRegister(op->Destination, default(TOperation).Apply(cpu, *memory, cpu.Register<T>((ushort)op->Extra)));
        return Next(cpu, op);
    }

    public static Op* RMI<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        cpu.SetRegister(op->Destination, default(TOperation).Apply(cpu, *memory, Widths.Truncate<T>(op->Immediate)));
        return Next(cpu, op);
    }

    /// <summary>The register first, then memory.</summary>
    public static Op* RRM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        cpu.SetRegister(op->Destination, default(TOperation).Apply(cpu, cpu.Register<T>(op->Source), *memory));
        return Next(cpu, op);
    }
}

/// <summary>MULX, ADCX, ADOX, CRC32.</summary>
internal static unsafe class WideArithmetic<T>
    where T : unmanaged
{
    public static Op* MulxR(Processor cpu, Op* op)
    {
        Mulx(cpu, op, cpu.Register<T>((ushort)op->Extra));
        return Next(cpu, op);
    }

    public static Op* MulxM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        Mulx(cpu, op, *memory);
        return Next(cpu, op);
    }

    /// <summary>ADCX, or ADOX with <c>op->Extra</c> 1: adds with one flag as carry in and out.</summary>
    public static Op* AddRR(Processor cpu, Op* op)
    {
        AddWithFlag(cpu, op, cpu.Register<T>(op->Source));
        return Next(cpu, op);
    }

    public static Op* AddRM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        AddWithFlag(cpu, op, *memory);
        return Next(cpu, op);
    }

    /// <summary>CRC32 accumulates <c>T</c> into a 32- or 64-bit register; the result has 32 bits.</summary>
    public static Op* CrcRR(Processor cpu, Op* op)
    {
        Crc(cpu, op, cpu.Register<T>(op->Source));
        return Next(cpu, op);
    }

    public static Op* CrcRM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        Crc(cpu, op, *memory);
        return Next(cpu, op);
    }

    // Destination gets the high half and is written last, Source names the register of the low half.
    private static void Mulx(Processor cpu, Op* op, T b)
    {
        T a = cpu.Register<T>(2 * 8);
        ulong high, low;
        if (sizeof(T) == 8)
        {
            high = Math.BigMul(Widths.ZeroExtend(a), Widths.ZeroExtend(b), out low);
        }
        else
        {
            low = Widths.ZeroExtend(a) * Widths.ZeroExtend(b);
            high = low >> Widths.Bits<T>();
        }
        cpu.SetRegister(op->Source, Widths.Truncate<T>(low));
        cpu.SetRegister(op->Destination, Widths.Truncate<T>(high));
    }

    private static void AddWithFlag(Processor cpu, Op* op, T b)
    {
        bool overflowFlag = op->Extra != 0;
        T a = cpu.Register<T>(op->Destination);
        bool carry = overflowFlag ? cpu.Of : cpu.Cf;
        T sum = a + b + (carry ? 1UL : 0);
        cpu.SetRegister(op->Destination, sum);
        carry = Widths.ZeroExtend(sum) < Widths.ZeroExtend(a) || (carry && Widths.IsZero(sum - a));
        if (overflowFlag)
            cpu.Of = carry;
        else
            cpu.Cf = carry;
    }

    private static void Crc(Processor cpu, Op* op, T value)
    {
        uint crc = cpu.Register<uint>(op->Destination);
        crc = sizeof(T) switch
        {
            1 => BitOperations.Crc32C(crc, (byte)Widths.ZeroExtend(value)),
            2 => BitOperations.Crc32C(crc, (ushort)Widths.ZeroExtend(value)),
            4 => BitOperations.Crc32C(crc, (uint)Widths.ZeroExtend(value)),
            _ => BitOperations.Crc32C(crc, Widths.ZeroExtend(value)),
        };
        cpu.Register<ulong>(op->Destination) = crc;
    }
}
