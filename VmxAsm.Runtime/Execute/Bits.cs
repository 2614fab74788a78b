using System.Numerics;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>What BT, BTS, BTR and BTC make of the bit.</summary>
internal interface IBitOperation
{
    static abstract bool Writes { get; }

    static abstract T Apply<T>(T value, T mask)
        where T : unmanaged, IBinaryInteger<T>;
}

#pragma warning disable format
internal readonly struct BitTest : IBitOperation       { public static bool Writes => false; public static T Apply<T>(T value, T mask) where T : unmanaged, IBinaryInteger<T> => value; }
internal readonly struct BitSet : IBitOperation        { public static bool Writes => true;  public static T Apply<T>(T value, T mask) where T : unmanaged, IBinaryInteger<T> => value | mask; }
internal readonly struct BitReset : IBitOperation      { public static bool Writes => true;  public static T Apply<T>(T value, T mask) where T : unmanaged, IBinaryInteger<T> => value & ~mask; }
internal readonly struct BitComplement : IBitOperation { public static bool Writes => true;  public static T Apply<T>(T value, T mask) where T : unmanaged, IBinaryInteger<T> => value ^ mask; }
#pragma warning restore format

/// <summary>BT's family. Only CF changes. A register bit number with a memory operand addresses a bit string: it may lie far from the operand.</summary>
internal static unsafe class Bit<TOperation, T>
    where TOperation : IBitOperation
    where T : unmanaged, IBinaryInteger<T>
{
    public static Op* RR(Processor cpu, Op* op) => Register(cpu, op, ulong.CreateTruncating(cpu.Register<T>(op->Source)));

    public static Op* RI(Processor cpu, Op* op) => Register(cpu, op, op->Immediate);

    public static Op* MR(Processor cpu, Op* op)
    {
        long number = Processor.SignExtend(cpu.Register<T>(op->Source));
        long element = number >> BitOperations.Log2((uint)Widths.Bits<T>());
        ulong offset = (cpu.EffectiveAddress(op) + (ulong)(element * sizeof(T))) & op->AddressMask;
        return Memory(cpu, op, offset, (ulong)number);
    }

    public static Op* MI(Processor cpu, Op* op) => Memory(cpu, op, cpu.EffectiveAddress(op), op->Immediate);

    private static Op* Register(Processor cpu, Op* op, ulong number)
    {
        T value = cpu.Register<T>(op->Destination);
        T mask = T.One << (int)(number & (ulong)(Widths.Bits<T>() - 1));
        cpu.Cf = (value & mask) != T.Zero;
        if (TOperation.Writes)
            cpu.SetRegister(op->Destination, TOperation.Apply(value, mask));
        return Next(cpu, op);
    }

    private static Op* Memory(Processor cpu, Op* op, ulong offset, ulong number)
    {
        T* memory = TOperation.Writes ? cpu.ModifiableAt<T>(op, op->Segment, offset) : cpu.ReadableAt<T>(op, op->Segment, offset);
        if (memory == null)
            return op;
        T value = *memory;
        T mask = T.One << (int)(number & (ulong)(Widths.Bits<T>() - 1));
        if (TOperation.Writes)
        {
            *memory = TOperation.Apply(value, mask);
            cpu.Commit(memory);
        }
        cpu.Cf = (value & mask) != T.Zero;
        return Next(cpu, op);
    }
}

/// <summary>From one source to one destination: BSF, LZCNT, BLSR ...</summary>
internal interface IBitScan
{
    /// <summary>With a source of zero nothing is written, not even the upper half that a 32-bit result clears: BSF and BSR.</summary>
    static virtual bool KeepsOnZero => false;

    static abstract T Apply<T>(Processor cpu, T source)
        where T : unmanaged, IBinaryInteger<T>;
}

internal readonly struct Bsf : IBitScan
{
    public static bool KeepsOnZero => true;

    public static T Apply<T>(Processor cpu, T source)
        where T : unmanaged, IBinaryInteger<T> => Scan(cpu, source, T.TrailingZeroCount(source));

    // With a source of zero the destination stays and ZF is set; else ZF is clear, whatever number came out, and the rest follows that number.
    internal static T Scan<T>(Processor cpu, T source, T number)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (source == T.Zero)
        {
            cpu.Zf = true;
            return source;
        }
        cpu.SetFlagsLogic(number);
        if (number == T.Zero)
            cpu.Zf = false;
        return number;
    }
}

internal readonly struct Bsr : IBitScan
{
    public static bool KeepsOnZero => true;

    public static T Apply<T>(Processor cpu, T source)
        where T : unmanaged, IBinaryInteger<T> =>
        Bsf.Scan(cpu, source, T.CreateTruncating(Widths.Bits<T>() - 1) - T.LeadingZeroCount(source));
}

internal readonly struct Tzcnt : IBitScan
{
    public static T Apply<T>(Processor cpu, T source)
        where T : unmanaged, IBinaryInteger<T> => Count(cpu, source, T.TrailingZeroCount(source));

    internal static T Count<T>(Processor cpu, T source, T number)
        where T : unmanaged, IBinaryInteger<T>
    {
        cpu.Cf = source == T.Zero;
        cpu.Zf = number == T.Zero;
        return number;
    }
}

internal readonly struct Lzcnt : IBitScan
{
    public static T Apply<T>(Processor cpu, T source)
        where T : unmanaged, IBinaryInteger<T> => Tzcnt.Count(cpu, source, T.LeadingZeroCount(source));
}

internal readonly struct Popcnt : IBitScan
{
    public static T Apply<T>(Processor cpu, T source)
        where T : unmanaged, IBinaryInteger<T>
    {
        cpu.SetStatusFlags(source == T.Zero ? RflagsBits.Zf : 0);
        return T.PopCount(source);
    }
}

/// <summary>Flags of BMI: like logic, but PF stays (the manual leaves it undefined).</summary>
internal static class BmiFlags
{
    public static void Set<T>(Processor cpu, T result, bool carry)
        where T : unmanaged, IBinaryInteger<T>
    {
        bool parity = cpu.Pf;
        cpu.SetFlags(result, carry, overflow: false);
        if (cpu.Pf != parity)
            cpu.FlagMisc ^= Processor.ParityDelta;
    }
}

internal readonly struct Blsr : IBitScan
{
    public static T Apply<T>(Processor cpu, T source)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = unchecked(source - T.One) & source;
        BmiFlags.Set(cpu, result, source == T.Zero);
        return result;
    }
}

internal readonly struct Blsmsk : IBitScan
{
    public static T Apply<T>(Processor cpu, T source)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = unchecked(source - T.One) ^ source;
        BmiFlags.Set(cpu, result, source == T.Zero);
        return result;
    }
}

internal readonly struct Blsi : IBitScan
{
    public static T Apply<T>(Processor cpu, T source)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = unchecked(T.Zero - source) & source;
        BmiFlags.Set(cpu, result, source != T.Zero);
        return result;
    }
}

internal static unsafe class Scan<TOperation, T>
    where TOperation : IBitScan
    where T : unmanaged, IBinaryInteger<T>
{
    public static Op* RR(Processor cpu, Op* op)
    {
        Put(cpu, op, cpu.Register<T>(op->Source));
        return Next(cpu, op);
    }

    public static Op* RM<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        Put(cpu, op, *memory);
        return Next(cpu, op);
    }

    private static void Put(Processor cpu, Op* op, T source)
    {
        T result = TOperation.Apply(cpu, source);
        if (!TOperation.KeepsOnZero || source != T.Zero)
            cpu.SetRegister(op->Destination, result);
    }
}

/// <summary>Three operands: two sources, a destination of its own (BMI1, BMI2). <c>a</c> is the first source as Intel's syntax orders them.</summary>
internal interface ITernaryOperation
{
    static abstract T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>;
}

internal readonly struct Andn : ITernaryOperation
{
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        T result = ~a & b;
        BmiFlags.Set(cpu, result, carry: false);
        return result;
    }
}

internal readonly struct Bextr : ITernaryOperation
{
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        int start = byte.CreateTruncating(b), length = (int)(ulong.CreateTruncating(b) >> 8 & 0xFF);
        ulong value = start < 64 ? ulong.CreateTruncating(a) >> start : 0;
        if (length < 64)
            value &= (1UL << length) - 1;
        T result = T.CreateTruncating(value);
        cpu.SetFlagsLogic(result);
        return result;
    }
}

internal readonly struct Bzhi : ITernaryOperation
{
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        int first = byte.CreateTruncating(b);
        bool beyond = first >= Widths.Bits<T>();
        T result = beyond ? a : a & ((T.One << first) - T.One);
        BmiFlags.Set(cpu, result, beyond);
        return result;
    }
}

internal readonly struct Shlx : ITernaryOperation
{
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T> => a << (int)(ulong.CreateTruncating(b) & (ulong)(Widths.Bits<T>() - 1));
}

internal readonly struct Shrx : ITernaryOperation
{
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T> => a >>> (int)(ulong.CreateTruncating(b) & (ulong)(Widths.Bits<T>() - 1));
}

internal readonly struct Sarx : ITernaryOperation
{
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T> =>
        T.CreateTruncating(Processor.SignExtend(a) >> (int)(ulong.CreateTruncating(b) & (ulong)(Widths.Bits<T>() - 1)));
}

internal readonly struct Rorx : ITernaryOperation
{
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T> => T.RotateRight(a, (int)(ulong.CreateTruncating(b) & (ulong)(Widths.Bits<T>() - 1)));
}

/// <summary>Scatters the low bits of the first source to where the mask has ones.</summary>
internal readonly struct Pdep : ITernaryOperation
{
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        ulong value = ulong.CreateTruncating(a), mask = ulong.CreateTruncating(b), result = 0;
        for (; mask != 0; mask &= mask - 1, value >>= 1)
        {
            if ((value & 1) != 0)
                result |= mask & (~mask + 1);
        }
        return T.CreateTruncating(result);
    }
}

/// <summary>Gathers the bits of the first source where the mask has ones.</summary>
internal readonly struct Pext : ITernaryOperation
{
    public static T Apply<T>(Processor cpu, T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        ulong value = ulong.CreateTruncating(a), mask = ulong.CreateTruncating(b), result = 0;
        for (int at = 0; mask != 0; mask &= mask - 1, at++)
        {
            if ((value & mask & (~mask + 1)) != 0)
                result |= 1UL << at;
        }
        return T.CreateTruncating(result);
    }
}

/// <summary>Operand forms of the VEX-encoded ones: <c>Extra</c> is the register that VEX.vvvv or the last operand names.</summary>
internal static unsafe class Ternary<TOperation, T>
    where TOperation : ITernaryOperation
    where T : unmanaged, IBinaryInteger<T>
{
    /// <summary>Both sources are registers: <c>Source</c>, then <c>Extra</c>.</summary>
    public static Op* RRR(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, TOperation.Apply(cpu, cpu.Register<T>(op->Source), cpu.Register<T>((ushort)op->Extra)));
        return Next(cpu, op);
    }

    public static Op* RRI(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, TOperation.Apply(cpu, cpu.Register<T>(op->Source), T.CreateTruncating(op->Immediate)));
        return Next(cpu, op);
    }

    /// <summary>Memory first, then the register.</summary>
    public static Op* RMR<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        cpu.SetRegister(op->Destination, TOperation.Apply(cpu, *memory, cpu.Register<T>((ushort)op->Extra)));
        return Next(cpu, op);
    }

    public static Op* RMI<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        cpu.SetRegister(op->Destination, TOperation.Apply(cpu, *memory, T.CreateTruncating(op->Immediate)));
        return Next(cpu, op);
    }

    /// <summary>The register first, then memory.</summary>
    public static Op* RRM<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        cpu.SetRegister(op->Destination, TOperation.Apply(cpu, cpu.Register<T>(op->Source), *memory));
        return Next(cpu, op);
    }
}

/// <summary>MULX, ADCX, ADOX, CRC32.</summary>
internal static unsafe class WideArithmetic<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static Op* MulxR(Processor cpu, Op* op)
    {
        Mulx(cpu, op, cpu.Register<T>((ushort)op->Extra));
        return Next(cpu, op);
    }

    public static Op* MulxM<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
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
        where TAddress : IAddressing
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
        where TAddress : IAddressing
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
        UInt128 product = UInt128.CreateTruncating(a) * UInt128.CreateTruncating(b);
        cpu.SetRegister(op->Source, T.CreateTruncating(product));
        cpu.SetRegister(op->Destination, T.CreateTruncating(product >> Widths.Bits<T>()));
    }

    private static void AddWithFlag(Processor cpu, Op* op, T b)
    {
        bool overflowFlag = op->Extra != 0;
        T a = cpu.Register<T>(op->Destination);
        UInt128 sum = UInt128.CreateTruncating(a) + UInt128.CreateTruncating(b) + ((overflowFlag ? cpu.Of : cpu.Cf) ? UInt128.One : UInt128.Zero);
        cpu.SetRegister(op->Destination, T.CreateTruncating(sum));
        bool carry = (sum >> Widths.Bits<T>()) != UInt128.Zero;
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
            1 => BitOperations.Crc32C(crc, byte.CreateTruncating(value)),
            2 => BitOperations.Crc32C(crc, ushort.CreateTruncating(value)),
            4 => BitOperations.Crc32C(crc, uint.CreateTruncating(value)),
            _ => BitOperations.Crc32C(crc, ulong.CreateTruncating(value)),
        };
        cpu.Register<ulong>(op->Destination) = crc;
    }
}
