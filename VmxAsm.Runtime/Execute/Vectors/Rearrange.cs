using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VmxAsm.Runtime.Execute.Vectors;

/// <summary>The width that packing and unpacking works over: 16 bytes of XMM or 8 of MMX.</summary>
internal interface IWidth
{
    int Bytes { get; }
}

internal readonly struct XmmWidth : IWidth
{
    public int Bytes => 16;
}

internal readonly struct MmxWidth : IWidth
{
    public int Bytes => 8;
}

/// <summary>Operations that move elements between places: pack, unpack, shuffle, horizontal arithmetic, widening.</summary>
internal static unsafe class Rearrange
{
    // Both operands may be the same register: results are collected aside.
    private static void Finish<TWidth>(byte* d, byte* result)
        where TWidth : struct, IWidth => Unsafe.CopyBlockUnaligned(d, result, (uint)default(TWidth).Bytes);

    // ---- pack with saturation ------------------------------------------------------------------------------------------------

    public static void PackSignedWords<TWidth>(byte* d, byte* s, uint imm)
        where TWidth : struct, IWidth
    {
        byte* r = stackalloc byte[16];
        int n = default(TWidth).Bytes / 2;
        for (int i = 0; i < n; i++)
        {
            r[i] = (byte)Math.Clamp(((short*)d)[i], (short)-128, (short)127);
            r[n + i] = (byte)Math.Clamp(((short*)s)[i], (short)-128, (short)127);
        }
        Finish<TWidth>(d, r);
    }

    public static void PackUnsignedWords<TWidth>(byte* d, byte* s, uint imm)
        where TWidth : struct, IWidth
    {
        byte* r = stackalloc byte[16];
        int n = default(TWidth).Bytes / 2;
        for (int i = 0; i < n; i++)
        {
            r[i] = (byte)Math.Clamp(((short*)d)[i], (short)0, (short)255);
            r[n + i] = (byte)Math.Clamp(((short*)s)[i], (short)0, (short)255);
        }
        Finish<TWidth>(d, r);
    }

    public static void PackSignedDwords<TWidth>(byte* d, byte* s, uint imm)
        where TWidth : struct, IWidth
    {
        byte* r = stackalloc byte[16];
        int n = default(TWidth).Bytes / 4;
        for (int i = 0; i < n; i++)
        {
            ((short*)r)[i] = (short)Math.Clamp(((int*)d)[i], short.MinValue, short.MaxValue);
            ((short*)r)[n + i] = (short)Math.Clamp(((int*)s)[i], short.MinValue, short.MaxValue);
        }
        Finish<TWidth>(d, r);
    }

    public static void PackUnsignedDwords(byte* d, byte* s, uint imm)
    {
        byte* r = stackalloc byte[16];
        for (int i = 0; i < 4; i++)
        {
            ((ushort*)r)[i] = (ushort)Math.Clamp(((int*)d)[i], 0, ushort.MaxValue);
            ((ushort*)r)[4 + i] = (ushort)Math.Clamp(((int*)s)[i], 0, ushort.MaxValue);
        }
        Finish<XmmWidth>(d, r);
    }

    // ---- unpack ----------------------------------------------------------------------------------------------------------------

    public static void UnpackLow<T, TWidth>(byte* d, byte* s, uint imm)
        where T : unmanaged
        where TWidth : struct, IWidth => Interleave<T, TWidth>(d, s, 0);

    public static void UnpackHigh<T, TWidth>(byte* d, byte* s, uint imm)
        where T : unmanaged
        where TWidth : struct, IWidth => Interleave<T, TWidth>(d, s, default(TWidth).Bytes / 2 / sizeof(T));

    private static void Interleave<T, TWidth>(byte* d, byte* s, int from)
        where T : unmanaged
        where TWidth : struct, IWidth
    {
        byte* r = stackalloc byte[16];
        int n = default(TWidth).Bytes / 2 / sizeof(T);
        for (int i = 0; i < n; i++)
        {
            ((T*)r)[i * 2] = ((T*)d)[from + i];
            ((T*)r)[(i * 2) + 1] = ((T*)s)[from + i];
        }
        Finish<TWidth>(d, r);
    }

    // ---- shuffles --------------------------------------------------------------------------------------------------------------

    public static void ShuffleDwords(byte* d, byte* s, uint imm)
    {
        uint* p = (uint*)s;
        *(Vector128<uint>*)d = Vector128.Create(p[imm & 3], p[(imm >> 2) & 3], p[(imm >> 4) & 3], p[(imm >> 6) & 3]);
    }

    public static void ShuffleLowWords(byte* d, byte* s, uint imm)
    {
        ulong high = ((ulong*)s)[1];
        ShuffleWords(d, s, imm);
        ((ulong*)d)[1] = high;
    }

    public static void ShuffleHighWords(byte* d, byte* s, uint imm)
    {
        ulong low = *(ulong*)s;
        ShuffleWords(d + 8, s + 8, imm);
        *(ulong*)d = low;
    }

    /// <summary>Four words of eight bytes: PSHUFW, and a half of PSHUFLW or PSHUFHW.</summary>
    public static void ShuffleWords(byte* d, byte* s, uint imm)
    {
        ulong source = *(ulong*)s, result = 0;
        for (int i = 0; i < 4; i++)
            result |= ((source >> (int)(((imm >> (i * 2)) & 3) * 16)) & 0xFFFF) << (i * 16);
        *(ulong*)d = result;
    }

    public static void ShuffleBytes<TWidth>(byte* d, byte* s, uint imm)
        where TWidth : struct, IWidth
    {
        byte* r = stackalloc byte[16];
        for (int i = 0; i < default(TWidth).Bytes; i++)
            r[i] = (s[i] & 0x80) != 0 ? (byte)0 : d[s[i] & (default(TWidth).Bytes - 1)];
        Finish<TWidth>(d, r);
    }

    public static void ShuffleSingles(byte* d, byte* s, uint imm)
    {
        uint* a = (uint*)d, b = (uint*)s;
        *(Vector128<uint>*)d = Vector128.Create(a[imm & 3], a[(imm >> 2) & 3], b[(imm >> 4) & 3], b[(imm >> 6) & 3]);
    }

    public static void ShuffleDoubles(byte* d, byte* s, uint imm)
    {
        ulong* a = (ulong*)d, b = (ulong*)s;
        *(Vector128<ulong>*)d = Vector128.Create(a[imm & 1], b[(imm >> 1) & 1]);
    }

    /// <summary>PALIGNR: a window over destination:source, <paramref name="imm"/> bytes up.</summary>
    public static void Align<TWidth>(byte* d, byte* s, uint imm)
        where TWidth : struct, IWidth
    {
        byte* both = stackalloc byte[64];
        Unsafe.InitBlock(both, 0, 64);
        Unsafe.CopyBlockUnaligned(both, s, (uint)default(TWidth).Bytes);
        Unsafe.CopyBlockUnaligned(both + default(TWidth).Bytes, d, (uint)default(TWidth).Bytes);
        Finish<TWidth>(d, both + Math.Min(imm, 2 * (uint)default(TWidth).Bytes));
    }

    public static void ShiftBytesLeft(byte* d, byte* s, uint imm) =>
        *(UInt128*)d = imm > 15 ? UInt128.Zero : *(UInt128*)d << (int)(imm * 8);

    public static void ShiftBytesRight(byte* d, byte* s, uint imm) =>
        *(UInt128*)d = imm > 15 ? UInt128.Zero : *(UInt128*)d >> (int)(imm * 8);

    public static void DuplicateLowDouble(byte* d, byte* s, uint imm) => *(Vector128<ulong>*)d = Vector128.Create(*(ulong*)s);

    public static void DuplicateEvenSingles(byte* d, byte* s, uint imm)
    {
        uint* p = (uint*)s;
        *(Vector128<uint>*)d = Vector128.Create(p[0], p[0], p[2], p[2]);
    }

    public static void DuplicateOddSingles(byte* d, byte* s, uint imm)
    {
        uint* p = (uint*)s;
        *(Vector128<uint>*)d = Vector128.Create(p[1], p[1], p[3], p[3]);
    }

    // ---- horizontal ------------------------------------------------------------------------------------------------------------

    public static void HorizontalAddWords<TWidth>(byte* d, byte* s, uint imm)
        where TWidth : struct, IWidth => Horizontal<TWidth>(d, s, &SumWords);

    public static void HorizontalAddWordsSaturated<TWidth>(byte* d, byte* s, uint imm)
        where TWidth : struct, IWidth => Horizontal<TWidth>(d, s, &SumWordsSaturated);

    public static void HorizontalSubtractWords<TWidth>(byte* d, byte* s, uint imm)
        where TWidth : struct, IWidth => Horizontal<TWidth>(d, s, &DifferenceOfWords);

    public static void HorizontalSubtractWordsSaturated<TWidth>(byte* d, byte* s, uint imm)
        where TWidth : struct, IWidth => Horizontal<TWidth>(d, s, &DifferenceOfWordsSaturated);

    private static short SumWords(short a, short b) => unchecked((short)(a + b));

    private static short SumWordsSaturated(short a, short b) => (short)Math.Clamp(a + b, short.MinValue, short.MaxValue);

    private static short DifferenceOfWords(short a, short b) => unchecked((short)(a - b));

    private static short DifferenceOfWordsSaturated(short a, short b) => (short)Math.Clamp(a - b, short.MinValue, short.MaxValue);

    private static void Horizontal<TWidth>(byte* d, byte* s, delegate*<short, short, short> operation)
        where TWidth : struct, IWidth
    {
        byte* r = stackalloc byte[16];
        int n = default(TWidth).Bytes / 4;
        for (int i = 0; i < n; i++)
        {
            ((short*)r)[i] = operation(((short*)d)[i * 2], ((short*)d)[(i * 2) + 1]);
            ((short*)r)[n + i] = operation(((short*)s)[i * 2], ((short*)s)[(i * 2) + 1]);
        }
        Finish<TWidth>(d, r);
    }

    public static void HorizontalAddDwords<TWidth>(byte* d, byte* s, uint imm)
        where TWidth : struct, IWidth => HorizontalDwords<TWidth>(d, s, 1);

    public static void HorizontalSubtractDwords<TWidth>(byte* d, byte* s, uint imm)
        where TWidth : struct, IWidth => HorizontalDwords<TWidth>(d, s, -1);

    private static void HorizontalDwords<TWidth>(byte* d, byte* s, int factor)
        where TWidth : struct, IWidth
    {
        byte* r = stackalloc byte[16];
        int n = default(TWidth).Bytes / 8;
        for (int i = 0; i < n; i++)
        {
            ((int*)r)[i] = unchecked(((int*)d)[i * 2] + (factor * ((int*)d)[(i * 2) + 1]));
            ((int*)r)[n + i] = unchecked(((int*)s)[i * 2] + (factor * ((int*)s)[(i * 2) + 1]));
        }
        Finish<TWidth>(d, r);
    }

    /// <summary>PHMINPOSUW.</summary>
    public static void MinimumPosition(byte* d, byte* s, uint imm)
    {
        ushort least = ((ushort*)s)[0];
        int at = 0;
        for (int i = 1; i < 8; i++)
        {
            if (((ushort*)s)[i] < least)
            {
                least = ((ushort*)s)[i];
                at = i;
            }
        }
        *(Vector128<ulong>*)d = Vector128.Create(least | (ulong)at << 16, 0UL);
    }

    /// <summary>MPSADBW.</summary>
    public static void MultipleSumsOfDifferences(byte* d, byte* s, uint imm)
    {
        byte* r = stackalloc byte[16];
        byte* a = d + (((imm >> 2) & 1) * 4);
        byte* b = s + ((imm & 3) * 4);
        for (int i = 0; i < 8; i++)
        {
            int sum = 0;
            for (int j = 0; j < 4; j++)
                sum += Math.Abs(a[i + j] - b[j]);
            ((ushort*)r)[i] = (ushort)sum;
        }
        Finish<XmmWidth>(d, r);
    }

    // ---- widening --------------------------------------------------------------------------------------------------------------

    /// <summary>PMOVSX and PMOVZX in all widths.</summary>
    public static void Widen<TFrom, TTo>(byte* d, byte* s, uint imm)
        where TFrom : unmanaged, System.Numerics.IBinaryInteger<TFrom>
        where TTo : unmanaged, System.Numerics.IBinaryInteger<TTo>
    {
        byte* r = stackalloc byte[16];
        for (int i = 0; i < 16 / sizeof(TTo); i++)
            ((TTo*)r)[i] = TTo.CreateTruncating(((TFrom*)s)[i]);
        Finish<XmmWidth>(d, r);
    }

    // ---- blends ----------------------------------------------------------------------------------------------------------------

    public static void Blend<T>(byte* d, byte* s, uint imm)
        where T : unmanaged
    {
        for (int i = 0; i < 16 / sizeof(T); i++)
        {
            if ((imm >> i & 1) != 0)
                ((T*)d)[i] = ((T*)s)[i];
        }
    }

    /// <summary>INSERTPS with a register: which element of the source, which of the destination, which to clear. Memory gives element 0.</summary>
    public static void InsertSingle(byte* d, byte* s, uint imm)
    {
        uint value = ((uint*)s)[imm >> 6];
        ((uint*)d)[(imm >> 4) & 3] = value;
        for (int i = 0; i < 4; i++)
        {
            if ((imm >> i & 1) != 0)
                ((uint*)d)[i] = 0;
        }
    }

    /// <summary>MOVHLPS and friends: eight bytes from one half to another. Bit 0 of the immediate: source half; bit 1: destination half.</summary>
    public static void MoveHalf(byte* d, byte* s, uint imm) => ((ulong*)d)[imm >> 1] = ((ulong*)s)[imm & 1];
}
