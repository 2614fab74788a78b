using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

// Shifts and rotates
// ------------------
// The count is masked to five bits (six for 64-bit operands), so that an 8- or 16-bit operand can be shifted by more than its width. A masked count
// of zero changes no flag. OF is defined for a count of one only and AF never; what they become otherwise is what Bochs computes.

/// <summary>A shift or rotate; <c>count</c> is masked and not zero.</summary>
internal interface IShiftOperation
{
    T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged;
}

internal readonly struct Shl : IShiftOperation
{
    public T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged
    {
        int bits = Widths.Bits<T>();
        if (count > bits)
        {
            cpu.SetFlagsLogic(default(T));
            return default;
        }
        T result = a << count;
        bool carry = Widths.Bit(a, bits - count);
        cpu.SetFlags(result, carry, carry != Widths.Top(result));
        return result;
    }
}

internal readonly struct Shr : IShiftOperation
{
    public T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged
    {
        ulong value = Widths.ZeroExtend(a);
        T result = Widths.Truncate<T>(value >> count);
        cpu.SetFlags(result, (value >> (count - 1) & 1) != 0, Widths.TopTwoDiffer(result));
        return result;
    }
}

internal readonly struct Sar : IShiftOperation
{
    public T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged
    {
        long value = Widths.SignExtend(a);
        T result = Widths.Truncate<T>(value >> count);
        cpu.SetFlags(result, (value >> (count - 1) & 1) != 0, overflow: false);
        return result;
    }
}

internal readonly struct Rol : IShiftOperation
{
    public T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged
    {
        T result = Widths.RotateLeft(a, count & (Widths.Bits<T>() - 1));
        cpu.Cf = Widths.Bit(result, 0);
        cpu.Of = Widths.Bit(result, 0) != Widths.Top(result);
        return result;
    }
}

internal readonly struct Ror : IShiftOperation
{
    public T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged
    {
        T result = Widths.RotateRight(a, count & (Widths.Bits<T>() - 1));
        cpu.Cf = Widths.Top(result);
        cpu.Of = Widths.TopTwoDiffer(result);
        return result;
    }
}

internal readonly struct Rcl : IShiftOperation
{
    public T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged
    {
        int bits = Widths.Bits<T>();
        count %= bits + 1;
        if (count == 0)
            return a;
        ulong value = Widths.ZeroExtend(a), flag = cpu.Cf ? 1UL : 0;
        T result = Widths.Truncate<T>(value << count | flag << (count - 1) | value >> (bits - count) >> 1);
        bool carry = (value >> (bits - count) & 1) != 0;
        cpu.Cf = carry;
        cpu.Of = carry != Widths.Top(result);
        return result;
    }
}

internal readonly struct Rcr : IShiftOperation
{
    public T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged
    {
        int bits = Widths.Bits<T>();
        count %= bits + 1;
        if (count == 0)
            return a;
        ulong value = Widths.ZeroExtend(a), flag = cpu.Cf ? 1UL : 0;
        T result = Widths.Truncate<T>(value >> count | flag << (bits - count) | value << (bits - count) << 1);
        cpu.Cf = (value >> (count - 1) & 1) != 0;
        cpu.Of = Widths.TopTwoDiffer(result);
        return result;
    }
}

/// <summary>Operand forms of shifts: the count is an immediate (masked when decoding) or CL.</summary>
internal static unsafe class Shift<TOperation, T>
    where TOperation : struct, IShiftOperation
    where T : unmanaged
{
    public static Op* RI(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, default(TOperation).Apply(cpu, cpu.Register<T>(op->Destination), (int)op->Immediate));
        return Next(cpu, op);
    }

    public static Op* RC(Processor cpu, Op* op)
    {
        int count = (int)cpu.Rcx & Widths.CountMask<T>();
        // With a count of zero a 32-bit register is written all the same: its upper half is cleared.
        T value = cpu.Register<T>(op->Destination);
        cpu.SetRegister(op->Destination, count == 0 ? value : default(TOperation).Apply(cpu, value, count));
        return Next(cpu, op);
    }

    public static Op* MI<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        *memory = default(TOperation).Apply(cpu, *memory, (int)op->Immediate);
        cpu.Commit(memory);
        return Next(cpu, op);
    }

    public static Op* MC<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        int count = (int)cpu.Rcx & Widths.CountMask<T>();
        if (count != 0)
            *memory = default(TOperation).Apply(cpu, *memory, count);
        cpu.Commit(memory);
        return Next(cpu, op);
    }
}

/// <summary>SHLD and SHRD: op->Extra is the count, or 0xFF for CL.</summary>
internal static unsafe class DoubleShift<T>
    where T : unmanaged
{
    public const uint CountInCl = 0xFF;

    public static Op* LeftR(Processor cpu, Op* op)
    {
        T value = cpu.Register<T>(op->Destination);
        cpu.SetRegister(op->Destination, Left(cpu, value, cpu.Register<T>(op->Source), Count(cpu, op)));
        return Next(cpu, op);
    }

    public static Op* RightR(Processor cpu, Op* op)
    {
        T value = cpu.Register<T>(op->Destination);
        cpu.SetRegister(op->Destination, Right(cpu, value, cpu.Register<T>(op->Source), Count(cpu, op)));
        return Next(cpu, op);
    }

    public static Op* LeftM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        *memory = Left(cpu, *memory, cpu.Register<T>(op->Source), Count(cpu, op));
        cpu.Commit(memory);
        return Next(cpu, op);
    }

    public static Op* RightM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        *memory = Right(cpu, *memory, cpu.Register<T>(op->Source), Count(cpu, op));
        cpu.Commit(memory);
        return Next(cpu, op);
    }

    private static int Count(Processor cpu, Op* op) =>
        (op->Extra == CountInCl ? (int)cpu.Rcx : (int)op->Extra) & Widths.CountMask<T>();

    // 16-bit operands by more than 16: the first operand comes around again, behind the second.
    private static T Left(Processor cpu, T a, T b, int count)
    {
        if (count == 0)
            return a;
        int bits = Widths.Bits<T>();
        if (count > bits)
            (a, b, count) = (b, a, count - bits);
        ulong first = Widths.ZeroExtend(a), second = Widths.ZeroExtend(b);
        T result = Widths.Truncate<T>(first << count | second >> (bits - count));
        bool carry = (first >> (bits - count) & 1) != 0;
        cpu.SetFlags(result, carry, carry != Widths.Top(result));
        return result;
    }

    private static T Right(Processor cpu, T a, T b, int count)
    {
        if (count == 0)
            return a;
        int bits = Widths.Bits<T>();
        if (count > bits)
            (a, b, count) = (b, a, count - bits);
        ulong first = Widths.ZeroExtend(a), second = Widths.ZeroExtend(b);
        T result = Widths.Truncate<T>(first >> count | second << (bits - count));
        bool carry = (first >> (count - 1) & 1) != 0;
        cpu.SetFlags(result, carry, Widths.TopTwoDiffer(result));
        return result;
    }
}
