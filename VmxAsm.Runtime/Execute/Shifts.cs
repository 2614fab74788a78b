using System.Numerics;
using System.Runtime.CompilerServices;
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
    static abstract T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>;
}

internal static class Widths
{
    public static unsafe int Bits<T>()
        where T : unmanaged => 8 * sizeof(T);

    /// <summary>What a shift count keeps: 5 bits, or 6 for 64-bit operands.</summary>
    public static unsafe int CountMask<T>()
        where T : unmanaged => sizeof(T) == 8 ? 63 : 31;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Bit<T>(T value, int number)
        where T : unmanaged, IBinaryInteger<T> => (ulong.CreateTruncating(value) >> number & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Top<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => Bit(value, Bits<T>() - 1);

    /// <summary>The top two bits differ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TopTwoDiffer<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => Bit(value, Bits<T>() - 1) != Bit(value, Bits<T>() - 2);
}

internal readonly struct Shl : IShiftOperation
{
    public static T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        int bits = Widths.Bits<T>();
        if (count > bits)
        {
            cpu.SetFlagsLogic(T.Zero);
            return T.Zero;
        }
        T result = count == bits ? T.Zero : a << count;
        bool carry = Widths.Bit(a, bits - count);
        cpu.SetFlags(result, carry, carry != Widths.Top(result));
        return result;
    }
}

internal readonly struct Shr : IShiftOperation
{
    public static T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        ulong value = ulong.CreateTruncating(a);
        T result = T.CreateTruncating(value >> count);
        cpu.SetFlags(result, (value >> (count - 1) & 1) != 0, Widths.TopTwoDiffer(result));
        return result;
    }
}

internal readonly struct Sar : IShiftOperation
{
    public static T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        long value = Processor.SignExtend(a);
        T result = T.CreateTruncating(value >> count);
        cpu.SetFlags(result, (value >> (count - 1) & 1) != 0, overflow: false);
        return result;
    }
}

internal readonly struct Rol : IShiftOperation
{
    public static T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T result = T.RotateLeft(a, count & (Widths.Bits<T>() - 1));
        cpu.Cf = Widths.Bit(result, 0);
        cpu.Of = Widths.Bit(result, 0) != Widths.Top(result);
        return result;
    }
}

internal readonly struct Ror : IShiftOperation
{
    public static T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T result = T.RotateRight(a, count & (Widths.Bits<T>() - 1));
        cpu.Cf = Widths.Top(result);
        cpu.Of = Widths.TopTwoDiffer(result);
        return result;
    }
}

internal readonly struct Rcl : IShiftOperation
{
    public static T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        int bits = Widths.Bits<T>();
        count %= bits + 1;
        if (count == 0)
            return a;
        UInt128 wide = UInt128.CreateTruncating(a) | (cpu.Cf ? UInt128.One << bits : UInt128.Zero);
        wide = (wide << count) | (wide >> (bits + 1 - count));
        T result = T.CreateTruncating(wide);
        bool carry = (wide >> bits & UInt128.One) != 0;
        cpu.Cf = carry;
        cpu.Of = carry != Widths.Top(result);
        return result;
    }
}

internal readonly struct Rcr : IShiftOperation
{
    public static T Apply<T>(Processor cpu, T a, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        int bits = Widths.Bits<T>();
        count %= bits + 1;
        if (count == 0)
            return a;
        UInt128 wide = UInt128.CreateTruncating(a) | (cpu.Cf ? UInt128.One << bits : UInt128.Zero);
        wide = (wide >> count) | (wide << (bits + 1 - count));
        T result = T.CreateTruncating(wide);
        cpu.Cf = (wide >> bits & UInt128.One) != 0;
        cpu.Of = Widths.TopTwoDiffer(result);
        return result;
    }
}

/// <summary>Operand forms of shifts: the count is an immediate (masked when decoding) or CL.</summary>
internal static unsafe class Shift<TOperation, T>
    where TOperation : IShiftOperation
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public static Op* RI(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, TOperation.Apply(cpu, cpu.Register<T>(op->Destination), (int)op->Immediate));
        return Next(cpu, op);
    }

    public static Op* RC(Processor cpu, Op* op)
    {
        int count = (int)cpu.Rcx & Widths.CountMask<T>();
        // With a count of zero a 32-bit register is written all the same: its upper half is cleared.
        T value = cpu.Register<T>(op->Destination);
        cpu.SetRegister(op->Destination, count == 0 ? value : TOperation.Apply(cpu, value, count));
        return Next(cpu, op);
    }

    public static Op* MI<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        *memory = TOperation.Apply(cpu, *memory, (int)op->Immediate);
        cpu.Commit(memory);
        return Next(cpu, op);
    }

    public static Op* MC<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
    {
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        int count = (int)cpu.Rcx & Widths.CountMask<T>();
        if (count != 0)
            *memory = TOperation.Apply(cpu, *memory, count);
        cpu.Commit(memory);
        return Next(cpu, op);
    }
}

/// <summary>SHLD and SHRD: op->Extra is the count, or 0xFF for CL.</summary>
internal static unsafe class DoubleShift<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
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
        where TAddress : IAddressing
    {
        T* memory = cpu.Modifiable<T, TAddress>(op);
        if (memory == null)
            return op;
        *memory = Left(cpu, *memory, cpu.Register<T>(op->Source), Count(cpu, op));
        cpu.Commit(memory);
        return Next(cpu, op);
    }

    public static Op* RightM<TAddress>(Processor cpu, Op* op)
        where TAddress : IAddressing
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

    private static T Left(Processor cpu, T a, T b, int count)
    {
        if (count == 0)
            return a;
        int bits = Widths.Bits<T>();
        UInt128 wide = (UInt128.CreateTruncating(a) << bits) | UInt128.CreateTruncating(b);
        UInt128 shifted = wide << count;
        // 16-bit operands by more than 16: the first operand comes around again.
        if (count > bits)
            shifted |= UInt128.CreateTruncating(a) << (count - bits);
        T result = T.CreateTruncating(shifted >> bits);
        bool carry = (wide >> ((2 * bits) - count) & UInt128.One) != 0;
        cpu.SetFlags(result, carry, carry != Widths.Top(result));
        return result;
    }

    private static T Right(Processor cpu, T a, T b, int count)
    {
        if (count == 0)
            return a;
        int bits = Widths.Bits<T>();
        UInt128 wide = (UInt128.CreateTruncating(b) << bits) | UInt128.CreateTruncating(a);
        UInt128 shifted = wide >> count;
        if (count > bits)
            shifted |= UInt128.CreateTruncating(a) << ((2 * bits) - count);
        T result = T.CreateTruncating(shifted);
        bool carry = (wide >> (count - 1) & UInt128.One) != 0;
        cpu.SetFlags(result, carry, Widths.TopTwoDiffer(result));
        return result;
    }
}
