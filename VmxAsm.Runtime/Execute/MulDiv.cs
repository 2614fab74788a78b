using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>
/// One-operand MUL, IMUL, DIV, IDIV on AL/AX/EAX/RAX. The source is a register (<c>R</c>) or memory (<c>M</c>).
/// Multiplication leaves SF, ZF and PF by the low half (the manual leaves them undefined); division leaves all flags.
/// </summary>
internal static unsafe class MulDiv<T>
    where T : unmanaged
{
    private const ushort A = 0, D = 2 * 8;

    public static Op* MulR(Processor cpu, Op* op)
    {
        Mul(cpu, cpu.Register<T>(op->Destination));
        return Next(cpu, op);
    }

    public static Op* MulM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        Mul(cpu, *memory);
        return Next(cpu, op);
    }

    public static Op* ImulR(Processor cpu, Op* op)
    {
        Imul(cpu, cpu.Register<T>(op->Destination));
        return Next(cpu, op);
    }

    public static Op* ImulM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        Imul(cpu, *memory);
        return Next(cpu, op);
    }

    public static Op* DivR(Processor cpu, Op* op) =>
        Div(cpu, cpu.Register<T>(op->Destination)) ? Next(cpu, op) : cpu.Raise(op, Vector.DivideError);

    public static Op* DivM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        return Div(cpu, *memory) ? Next(cpu, op) : cpu.Raise(op, Vector.DivideError);
    }

    public static Op* IdivR(Processor cpu, Op* op) =>
        Idiv(cpu, cpu.Register<T>(op->Destination)) ? Next(cpu, op) : cpu.Raise(op, Vector.DivideError);

    public static Op* IdivM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        return Idiv(cpu, *memory) ? Next(cpu, op) : cpu.Raise(op, Vector.DivideError);
    }

    /// <summary>IMUL r, r/m and IMUL r, r/m, imm with a register source: <c>op->Extra</c> 1 when there is an immediate.</summary>
    public static Op* ImulRR(Processor cpu, Op* op)
    {
        T b = op->Extra != 0 ? Widths.Truncate<T>(op->Immediate) : cpu.Register<T>(op->Destination);
        cpu.SetRegister(op->Destination, Product(cpu, cpu.Register<T>(op->Source), b));
        return Next(cpu, op);
    }

    public static Op* ImulRM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        T b = op->Extra != 0 ? Widths.Truncate<T>(op->Immediate) : cpu.Register<T>(op->Destination);
        cpu.SetRegister(op->Destination, Product(cpu, *memory, b));
        return Next(cpu, op);
    }

    private static T Product(Processor cpu, T a, T b)
    {
        T low;
        bool overflow;
        if (sizeof(T) == 8)
        {
            long high = Math.BigMul(Widths.SignExtend(a), Widths.SignExtend(b), out long lowHalf);
            low = Widths.Truncate<T>(lowHalf);
            overflow = high != lowHalf >> 63;
        }
        else
        {
            long product = Widths.SignExtend(a) * Widths.SignExtend(b);
            low = Widths.Truncate<T>(product);
            overflow = Widths.SignExtend(low) != product;
        }
        cpu.SetFlags(low, overflow, overflow);
        return low;
    }

    private static void Mul(Processor cpu, T b)
    {
        T a = cpu.Register<T>(A), low, high;
        if (sizeof(T) == 8)
        {
            high = Widths.Truncate<T>(Math.BigMul(Widths.ZeroExtend(a), Widths.ZeroExtend(b), out ulong lowHalf));
            low = Widths.Truncate<T>(lowHalf);
        }
        else
        {
            ulong product = Widths.ZeroExtend(a) * Widths.ZeroExtend(b);
            low = Widths.Truncate<T>(product);
            high = Widths.Truncate<T>(product >> Widths.Bits<T>());
        }
        Put(cpu, low, high);
        bool carry = !Widths.IsZero(high);
        cpu.SetFlags(low, carry, carry);
    }

    private static void Imul(Processor cpu, T b)
    {
        T a = cpu.Register<T>(A), low, high;
        if (sizeof(T) == 8)
        {
            high = Widths.Truncate<T>(Math.BigMul(Widths.SignExtend(a), Widths.SignExtend(b), out long lowHalf));
            low = Widths.Truncate<T>(lowHalf);
        }
        else
        {
            long product = Widths.SignExtend(a) * Widths.SignExtend(b);
            low = Widths.Truncate<T>(product);
            high = Widths.Truncate<T>(product >> Widths.Bits<T>());
        }
        Put(cpu, low, high);
        bool carry = Widths.SignExtend(high) != Widths.SignExtend(low) >> 63;
        cpu.SetFlags(low, carry, carry);
    }

    private static bool Div(Processor cpu, T divisor)
    {
        if (Widths.IsZero(divisor))
            return false;
        T low = Low(cpu), high = High(cpu);
        if (Widths.ZeroExtend(high) >= Widths.ZeroExtend(divisor))
            return false;
        if (sizeof(T) == 8)
        {
            ulong d = Widths.ZeroExtend(divisor);
            if (Widths.IsZero(high))
            {
                (ulong q, ulong r) = Math.DivRem(Widths.ZeroExtend(low), d);
                Put(cpu, Widths.Truncate<T>(q), Widths.Truncate<T>(r));
                return true;
            }
            var dividend = new UInt128(Widths.ZeroExtend(high), Widths.ZeroExtend(low));
            (UInt128 quotient, UInt128 remainder) = UInt128.DivRem(dividend, d);
            Put(cpu, Widths.Truncate<T>((ulong)quotient), Widths.Truncate<T>((ulong)remainder));
            return true;
        }
        ulong value = Widths.ZeroExtend(high) << Widths.Bits<T>() | Widths.ZeroExtend(low);
        (ulong quotient64, ulong remainder64) = Math.DivRem(value, Widths.ZeroExtend(divisor));
        Put(cpu, Widths.Truncate<T>(quotient64), Widths.Truncate<T>(remainder64));
        return true;
    }

    private static bool Idiv(Processor cpu, T divisor)
    {
        if (Widths.IsZero(divisor))
            return false;
        T low = Low(cpu), high = High(cpu);
        if (sizeof(T) == 8)
        {
            var dividend = (Int128)new UInt128(Widths.ZeroExtend(high), Widths.ZeroExtend(low));
            Int128 d = Widths.SignExtend(divisor);
            if (dividend == Int128.MinValue && d == -1)
                return false;
            (Int128 quotient, Int128 remainder) = Int128.DivRem(dividend, d);
            if (quotient != (long)quotient)
                return false;
            Put(cpu, Widths.Truncate<T>((long)quotient), Widths.Truncate<T>((long)remainder));
            return true;
        }
        long value = (long)(Widths.ZeroExtend(high) << Widths.Bits<T>() | Widths.ZeroExtend(low));
        if (sizeof(T) == 1)
            value = (short)value;
        else if (sizeof(T) == 2)
            value = (int)value;
        long small = Widths.SignExtend(divisor);
        if (value == long.MinValue && small == -1)
            return false;
        (long q64, long r64) = Math.DivRem(value, small);
        if (Widths.SignExtend(Widths.Truncate<T>(q64)) != q64)
            return false;
        Put(cpu, Widths.Truncate<T>(q64), Widths.Truncate<T>(r64));
        return true;
    }

    // The pair is AX (AH:AL) for bytes, DX:AX, EDX:EAX, RDX:RAX else.
    private static T Low(Processor cpu) => cpu.Register<T>(A);

    private static T High(Processor cpu) => cpu.Register<T>(sizeof(T) == 1 ? (ushort)1 : D);

    private static void Put(Processor cpu, T low, T high)
    {
        cpu.SetRegister(A, low);
        cpu.SetRegister(sizeof(T) == 1 ? (ushort)1 : D, high);
    }
}
