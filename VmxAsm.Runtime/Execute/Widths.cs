using System.Numerics;
using System.Runtime.CompilerServices;

namespace VmxAsm.Runtime.Execute;

// Operands of any width
// ---------------------
// A handler is generic over its operand's width: T is byte, ushort, uint or ulong (or the signed ones). Their arithmetic is here and not the
// framework's `IBinaryInteger<T>`: that one goes through static interface members, and code that does so is not compiled ahead of time;
// every handler would be compiled when its instruction is first met, which was most of a short run. All goes through 64 bits: the operands
// zero-extended, the result cut off. The widths are told apart by conditions that the compiler knows the answer of while it reads them, not by a switch.

/// <summary>Arithmetic of operands of any width, the ways from one width to another, and what depends on a width.</summary>
internal static unsafe class Widths
{
    extension<T>(T)
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T operator +(T a, T b) => Truncate<T>(ZeroExtend(a) + ZeroExtend(b));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T operator +(T a, ulong b) => Truncate<T>(ZeroExtend(a) + b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T operator -(T a, T b) => Truncate<T>(ZeroExtend(a) - ZeroExtend(b));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T operator -(T a, ulong b) => Truncate<T>(ZeroExtend(a) - b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T operator &(T a, T b) => Truncate<T>(ZeroExtend(a) & ZeroExtend(b));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T operator |(T a, T b) => Truncate<T>(ZeroExtend(a) | ZeroExtend(b));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T operator ^(T a, T b) => Truncate<T>(ZeroExtend(a) ^ ZeroExtend(b));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T operator ~(T a) => Truncate<T>(~ZeroExtend(a));

        /// <summary>By less than 64; nothing is left of an operand that is shifted by its width or more.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T operator <<(T a, int count) => Truncate<T>(ZeroExtend(a) << count);

        /// <summary>By less than 64, with zeros from above.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T operator >>>(T a, int count) => Truncate<T>(ZeroExtend(a) >> count);
    }

    public static int Bits<T>()
        where T : unmanaged => 8 * sizeof(T);

    /// <summary>What a shift count keeps: 5 bits, or 6 for 64-bit operands.</summary>
    public static int CountMask<T>()
        where T : unmanaged => sizeof(T) == 8 ? 63 : 31;

    /// <summary>The low bits of <paramref name="value"/>, as many as T has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Truncate<T>(ulong value)
        where T : unmanaged
    {
        if (sizeof(T) == 1)
            return Unsafe.BitCast<byte, T>((byte)value);
        if (sizeof(T) == 2)
            return Unsafe.BitCast<ushort, T>((ushort)value);
        if (sizeof(T) == 4)
            return Unsafe.BitCast<uint, T>((uint)value);
        return Unsafe.BitCast<ulong, T>(value);
    }

    /// <inheritdoc cref="Truncate{T}(ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Truncate<T>(long value)
        where T : unmanaged => Truncate<T>((ulong)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ZeroExtend<T>(T value)
        where T : unmanaged
    {
        if (sizeof(T) == 1)
            return Unsafe.BitCast<T, byte>(value);
        if (sizeof(T) == 2)
            return Unsafe.BitCast<T, ushort>(value);
        if (sizeof(T) == 4)
            return Unsafe.BitCast<T, uint>(value);
        return Unsafe.BitCast<T, ulong>(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long SignExtend<T>(T value)
        where T : unmanaged
    {
        if (sizeof(T) == 1)
            return Unsafe.BitCast<T, sbyte>(value);
        if (sizeof(T) == 2)
            return Unsafe.BitCast<T, short>(value);
        if (sizeof(T) == 4)
            return Unsafe.BitCast<T, int>(value);
        return Unsafe.BitCast<T, long>(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero<T>(T value)
        where T : unmanaged => ZeroExtend(value) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Bit<T>(T value, int number)
        where T : unmanaged => (ZeroExtend(value) >> number & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Top<T>(T value)
        where T : unmanaged => SignExtend(value) < 0;

    /// <summary>The top two bits differ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TopTwoDiffer<T>(T value)
        where T : unmanaged => Bit(value, Bits<T>() - 1) != Bit(value, Bits<T>() - 2);

    /// <summary>By less than the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T RotateLeft<T>(T value, int count)
        where T : unmanaged
    {
        if (sizeof(T) == 8)
            return Truncate<T>(BitOperations.RotateLeft(ZeroExtend(value), count));
        if (sizeof(T) == 4)
            return Truncate<T>(BitOperations.RotateLeft((uint)ZeroExtend(value), count));
        return (value << count) | (value >>> (Bits<T>() - count));
    }

    /// <inheritdoc cref="RotateLeft{T}(T, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T RotateRight<T>(T value, int count)
        where T : unmanaged => RotateLeft(value, -count & (Bits<T>() - 1));

    /// <summary>The width for zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LeadingZeros<T>(T value)
        where T : unmanaged => BitOperations.LeadingZeroCount(ZeroExtend(value)) - (64 - Bits<T>());

    /// <inheritdoc cref="LeadingZeros{T}(T)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TrailingZeros<T>(T value)
        where T : unmanaged => Math.Min(BitOperations.TrailingZeroCount(ZeroExtend(value)), Bits<T>());
}
