using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VmxAsm.Runtime.Execute.Vectors;

/// <summary>
/// Integer operations over the elements of one 16-byte register. An MMX instruction runs the same function over the low half: none of these lets an
/// element influence another one's place (those that do are in <see cref="Rearrange"/>).
/// </summary>
internal static unsafe class PackedInteger
{
    private static ref Vector128<T> D<T>(byte* p)
        where T : unmanaged => ref *(Vector128<T>*)p;

    private static Vector128<T> S<T>(byte* p)
        where T : unmanaged => *(Vector128<T>*)p;

    // ---- logic ---------------------------------------------------------------------------------------------------------------

    public static void And(byte* d, byte* s, uint imm) => D<ulong>(d) &= S<ulong>(s);

    public static void AndNot(byte* d, byte* s, uint imm) => D<ulong>(d) = ~S<ulong>(d) & S<ulong>(s);

    public static void Or(byte* d, byte* s, uint imm) => D<ulong>(d) |= S<ulong>(s);

    public static void Xor(byte* d, byte* s, uint imm) => D<ulong>(d) ^= S<ulong>(s);

    // ---- addition and subtraction ---------------------------------------------------------------------------------------------

    public static void Add<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => D<T>(d) += S<T>(s);

    public static void Subtract<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => D<T>(d) -= S<T>(s);

    public static void AddSaturate<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => D<T>(d) = Vector128.AddSaturate(S<T>(d), S<T>(s));

    public static void SubtractSaturate<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => D<T>(d) = Vector128.SubtractSaturate(S<T>(d), S<T>(s));

    // ---- comparison ------------------------------------------------------------------------------------------------------------

    public static void Equal<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => D<T>(d) = Vector128.Equals(S<T>(d), S<T>(s));

    public static void Greater<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => D<T>(d) = Vector128.GreaterThan(S<T>(d), S<T>(s));

    public static void Minimum<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => D<T>(d) = Vector128.Min(S<T>(d), S<T>(s));

    public static void Maximum<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => D<T>(d) = Vector128.Max(S<T>(d), S<T>(s));

    // ---- multiplication ---------------------------------------------------------------------------------------------------------

    public static void MultiplyLow<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => D<T>(d) *= S<T>(s);

    public static void MultiplyHighSigned(byte* d, byte* s, uint imm)
    {
        for (int i = 0; i < 8; i++)
            ((short*)d)[i] = (short)(((short*)d)[i] * ((short*)s)[i] >> 16);
    }

    public static void MultiplyHighUnsigned(byte* d, byte* s, uint imm)
    {
        for (int i = 0; i < 8; i++)
            ((ushort*)d)[i] = (ushort)((uint)((ushort*)d)[i] * ((ushort*)s)[i] >> 16);
    }

    public static void MultiplyHighRounded(byte* d, byte* s, uint imm)
    {
        for (int i = 0; i < 8; i++)
            ((short*)d)[i] = (short)(((((short*)d)[i] * ((short*)s)[i]) >> 14) + 1 >> 1);
    }

    public static void MultiplyEvenUnsigned(byte* d, byte* s, uint imm)
    {
        for (int i = 0; i < 2; i++)
            ((ulong*)d)[i] = (ulong)((uint*)d)[i * 2] * ((uint*)s)[i * 2];
    }

    public static void MultiplyEvenSigned(byte* d, byte* s, uint imm)
    {
        for (int i = 0; i < 2; i++)
            ((long*)d)[i] = (long)((int*)d)[i * 2] * ((int*)s)[i * 2];
    }

    /// <summary>PMADDWD.</summary>
    public static void MultiplyAddWords(byte* d, byte* s, uint imm)
    {
        for (int i = 0; i < 4; i++)
        {
            int low = ((short*)d)[i * 2] * ((short*)s)[i * 2], high = ((short*)d)[(i * 2) + 1] * ((short*)s)[(i * 2) + 1];
            ((int*)d)[i] = unchecked(low + high);
        }
    }

    /// <summary>PMADDUBSW: unsigned bytes of the destination times signed ones of the source.</summary>
    public static void MultiplyAddBytes(byte* d, byte* s, uint imm)
    {
        for (int i = 0; i < 8; i++)
        {
            int sum = (d[i * 2] * (sbyte)s[i * 2]) + (d[(i * 2) + 1] * (sbyte)s[(i * 2) + 1]);
            ((short*)d)[i] = (short)Math.Clamp(sum, short.MinValue, short.MaxValue);
        }
    }

    // ---- averages, differences, signs ----------------------------------------------------------------------------------------

    public static void AverageBytes(byte* d, byte* s, uint imm)
    {
        for (int i = 0; i < 16; i++)
            d[i] = (byte)((d[i] + s[i] + 1) >> 1);
    }

    public static void AverageWords(byte* d, byte* s, uint imm)
    {
        for (int i = 0; i < 8; i++)
            ((ushort*)d)[i] = (ushort)((((ushort*)d)[i] + ((ushort*)s)[i] + 1) >> 1);
    }

    /// <summary>PSADBW.</summary>
    public static void SumOfDifferences(byte* d, byte* s, uint imm)
    {
        for (int half = 0; half < 2; half++)
        {
            int sum = 0;
            for (int i = half * 8; i < (half * 8) + 8; i++)
                sum += Math.Abs(d[i] - s[i]);
            ((ulong*)d)[half] = (uint)sum;
        }
    }

    public static void Absolute<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => D<T>(d) = Vector128.ConditionalSelect(Vector128.LessThan(S<T>(s), Vector128<T>.Zero), -S<T>(s), S<T>(s));

    /// <summary>PSIGNB, PSIGNW, PSIGND.</summary>
    public static void ApplySign<T>(byte* d, byte* s, uint imm)
        where T : unmanaged
    {
        Vector128<T> sign = S<T>(s), value = S<T>(d);
        Vector128<T> negated = Vector128.ConditionalSelect(Vector128.LessThan(sign, Vector128<T>.Zero), -value, value);
        D<T>(d) = Vector128.AndNot(negated, Vector128.Equals(sign, Vector128<T>.Zero));
    }

    // ---- shifts: the count is the low 64 bits of the source, or an immediate ----------------------------------------------------

    private static ulong Count(byte* s) => *(ulong*)s;

    public static void ShiftLeft<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => ShiftLeftBy<T>(d, Count(s));

    public static void ShiftLeftImmediate<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => ShiftLeftBy<T>(d, imm);

    public static void ShiftRight<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => ShiftRightBy<T>(d, Count(s));

    public static void ShiftRightImmediate<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => ShiftRightBy<T>(d, imm);

    public static void ShiftRightSigned<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => ShiftRightSignedBy<T>(d, Count(s));

    public static void ShiftRightSignedImmediate<T>(byte* d, byte* s, uint imm)
        where T : unmanaged => ShiftRightSignedBy<T>(d, imm);

    private static void ShiftLeftBy<T>(byte* d, ulong count)
        where T : unmanaged
    {
        if (count >= (ulong)Unsafe.SizeOf<T>() * 8)
            D<T>(d) = Vector128<T>.Zero;
        else if (typeof(T) == typeof(ushort))
            D<ushort>(d) = Vector128.ShiftLeft(S<ushort>(d), (int)count);
        else if (typeof(T) == typeof(uint))
            D<uint>(d) = Vector128.ShiftLeft(S<uint>(d), (int)count);
        else
            D<ulong>(d) = Vector128.ShiftLeft(S<ulong>(d), (int)count);
    }

    private static void ShiftRightBy<T>(byte* d, ulong count)
        where T : unmanaged
    {
        if (count >= (ulong)Unsafe.SizeOf<T>() * 8)
            D<T>(d) = Vector128<T>.Zero;
        else if (typeof(T) == typeof(ushort))
            D<ushort>(d) = Vector128.ShiftRightLogical(S<ushort>(d), (int)count);
        else if (typeof(T) == typeof(uint))
            D<uint>(d) = Vector128.ShiftRightLogical(S<uint>(d), (int)count);
        else
            D<ulong>(d) = Vector128.ShiftRightLogical(S<ulong>(d), (int)count);
    }

    private static void ShiftRightSignedBy<T>(byte* d, ulong count)
        where T : unmanaged
    {
        int by = (int)Math.Min(count, ((ulong)Unsafe.SizeOf<T>() * 8) - 1);
        if (typeof(T) == typeof(short))
            D<short>(d) = Vector128.ShiftRightArithmetic(S<short>(d), by);
        else
            D<int>(d) = Vector128.ShiftRightArithmetic(S<int>(d), by);
    }
}
