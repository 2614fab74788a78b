using System.Numerics;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>
/// One-operand MUL, IMUL, DIV, IDIV on AL/AX/EAX/RAX. The source is a register (<c>R</c>) or memory (<c>M</c>).
/// Multiplication leaves SF, ZF and PF by the low half (the manual leaves them undefined); division leaves all flags.
/// </summary>
internal static unsafe class MulDiv<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const ushort A = 0, D = 2 * 8;

    public static Op* MulR(Processor cpu, Op* op)
    {
        Mul(cpu, cpu.Register<T>(op->Destination));
        return Next(cpu, op);
    }

    public static Op* MulM<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
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
        where TAddress : IAddressing
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
        where TAddress : IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        return Div(cpu, *memory) ? Next(cpu, op) : cpu.Raise(op, Vector.DivideError);
    }

    public static Op* IdivR(Processor cpu, Op* op) =>
        Idiv(cpu, cpu.Register<T>(op->Destination)) ? Next(cpu, op) : cpu.Raise(op, Vector.DivideError);

    public static Op* IdivM<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        return Idiv(cpu, *memory) ? Next(cpu, op) : cpu.Raise(op, Vector.DivideError);
    }

    /// <summary>IMUL r, r/m and IMUL r, r/m, imm with a register source: <c>op->Extra</c> 1 when there is an immediate.</summary>
    public static Op* ImulRR(Processor cpu, Op* op)
    {
        T b = op->Extra != 0 ? T.CreateTruncating(op->Immediate) : cpu.Register<T>(op->Destination);
        cpu.SetRegister(op->Destination, Product(cpu, cpu.Register<T>(op->Source), b));
        return Next(cpu, op);
    }

    public static Op* ImulRM<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = cpu.Readable<T, TAddress>(op);
        if (memory == null)
            return op;
        T b = op->Extra != 0 ? T.CreateTruncating(op->Immediate) : cpu.Register<T>(op->Destination);
        cpu.SetRegister(op->Destination, Product(cpu, *memory, b));
        return Next(cpu, op);
    }

    private static T Product(Processor cpu, T a, T b)
    {
        T low;
        bool overflow;
        if (sizeof(T) == 8)
        {
            long high = Math.BigMul(long.CreateTruncating(a), long.CreateTruncating(b), out long lowHalf);
            low = T.CreateTruncating(lowHalf);
            overflow = high != lowHalf >> 63;
        }
        else
        {
            long product = Processor.SignExtend(a) * Processor.SignExtend(b);
            low = T.CreateTruncating(product);
            overflow = Processor.SignExtend(low) != product;
        }
        cpu.SetFlags(low, overflow, overflow);
        return low;
    }

    private static void Mul(Processor cpu, T b)
    {
        T a = cpu.Register<T>(A), low, high;
        if (sizeof(T) == 8)
        {
            high = T.CreateTruncating(Math.BigMul(ulong.CreateTruncating(a), ulong.CreateTruncating(b), out ulong lowHalf));
            low = T.CreateTruncating(lowHalf);
        }
        else
        {
            ulong product = ulong.CreateTruncating(a) * ulong.CreateTruncating(b);
            low = T.CreateTruncating(product);
            high = T.CreateTruncating(product >> Widths.Bits<T>());
        }
        Put(cpu, low, high);
        bool carry = high != T.Zero;
        cpu.SetFlags(low, carry, carry);
    }

    private static void Imul(Processor cpu, T b)
    {
        T a = cpu.Register<T>(A), low, high;
        if (sizeof(T) == 8)
        {
            high = T.CreateTruncating(Math.BigMul(long.CreateTruncating(a), long.CreateTruncating(b), out long lowHalf));
            low = T.CreateTruncating(lowHalf);
        }
        else
        {
            long product = Processor.SignExtend(a) * Processor.SignExtend(b);
            low = T.CreateTruncating(product);
            high = T.CreateTruncating(product >> Widths.Bits<T>());
        }
        Put(cpu, low, high);
        bool carry = high != T.CreateTruncating(Processor.SignExtend(low) >> 63);
        cpu.SetFlags(low, carry, carry);
    }

    private static bool Div(Processor cpu, T divisor)
    {
        if (divisor == T.Zero)
            return false;
        T low = Low(cpu), high = High(cpu);
        if (high >= divisor)
            return false;
        if (sizeof(T) == 8)
        {
            ulong d = ulong.CreateTruncating(divisor);
            if (high == T.Zero)
            {
                (ulong q, ulong r) = Math.DivRem(ulong.CreateTruncating(low), d);
                Put(cpu, T.CreateTruncating(q), T.CreateTruncating(r));
                return true;
            }
            var dividend = new UInt128(ulong.CreateTruncating(high), ulong.CreateTruncating(low));
            (UInt128 quotient, UInt128 remainder) = UInt128.DivRem(dividend, d);
            Put(cpu, T.CreateTruncating(quotient), T.CreateTruncating(remainder));
            return true;
        }
        ulong value = ulong.CreateTruncating(high) << Widths.Bits<T>() | ulong.CreateTruncating(low);
        (ulong quotient64, ulong remainder64) = Math.DivRem(value, ulong.CreateTruncating(divisor));
        Put(cpu, T.CreateTruncating(quotient64), T.CreateTruncating(remainder64));
        return true;
    }

    private static bool Idiv(Processor cpu, T divisor)
    {
        if (divisor == T.Zero)
            return false;
        T low = Low(cpu), high = High(cpu);
        if (sizeof(T) == 8)
        {
            var dividend = (Int128)new UInt128(ulong.CreateTruncating(high), ulong.CreateTruncating(low));
            Int128 d = long.CreateTruncating(divisor);
            if (dividend == Int128.MinValue && d == -1)
                return false;
            (Int128 quotient, Int128 remainder) = Int128.DivRem(dividend, d);
            if (quotient != (long)quotient)
                return false;
            Put(cpu, T.CreateTruncating((long)quotient), T.CreateTruncating((long)remainder));
            return true;
        }
        long value = (long)(ulong.CreateTruncating(high) << Widths.Bits<T>() | ulong.CreateTruncating(low));
        if (sizeof(T) == 1)
            value = (short)value;
        else if (sizeof(T) == 2)
            value = (int)value;
        long small = Processor.SignExtend(divisor);
        if (value == long.MinValue && small == -1)
            return false;
        (long q64, long r64) = Math.DivRem(value, small);
        if (Processor.SignExtend(T.CreateTruncating(q64)) != q64)
            return false;
        Put(cpu, T.CreateTruncating(q64), T.CreateTruncating(r64));
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
