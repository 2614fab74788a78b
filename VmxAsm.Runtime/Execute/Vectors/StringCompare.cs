using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Execute.Vectors;

// PCMPESTRI and relatives
// -----------------------
// The immediate chooses bytes or words and their sign (bits 0-1), how the two strings are compared (2-3), what happens to the result (4-5) and which end or
// what kind of mask comes out (6); "Aggregation Operation" and "Polarity" in the manual.

/// <summary>The four string comparisons of SSE4.2. Extra's second byte tells them apart: bit 0 explicit lengths, bit 1 mask.</summary>
internal static unsafe class StringCompare
{
    public const uint ExplicitLengths = 0x100, Mask = 0x200, Wide = 0x400;

    public static bool Compare(Processor cpu, Op* op, byte* d, byte* s, uint extra)
    {
        uint imm = extra & 0xFF;
        bool words = (imm & 1) != 0;
        int n = words ? 8 : 16;
        int lengthA, lengthB;
        if ((extra & ExplicitLengths) != 0)
        {
            bool wide = (extra & Wide) != 0;
            lengthA = Clamp(wide ? (long)cpu.Rax : (int)cpu.Eax, n);
            lengthB = Clamp(wide ? (long)cpu.Rdx : (int)cpu.Edx, n);
        }
        else
        {
            lengthA = Length(d, imm, n);
            lengthB = Length(s, imm, n);
        }

        uint result = Aggregate(d, s, imm, n, lengthA, lengthB);
        uint all = (1U << n) - 1, valid = (1U << lengthB) - 1;
        result = (imm >> 4 & 3) switch
        {
            1 => ~result & all,
            3 => result ^ valid,
            _ => result,
        };

        if ((extra & Mask) == 0)
        {
            int index = result == 0 ? n : (imm & 0x40) != 0 ? System.Numerics.BitOperations.Log2(result) : System.Numerics.BitOperations.TrailingZeroCount(result);
            cpu.Rcx = (uint)index;
        }
        else
        {
            byte* xmm0 = cpu.Xmm(0);
            if ((imm & 0x40) == 0)
            {
                *(UInt128*)xmm0 = result;
            }
            else
            {
                for (int i = 0; i < n; i++)
                {
                    ushort fill = (result >> i & 1) != 0 ? ushort.MaxValue : (ushort)0;
                    if (words)
                        ((ushort*)xmm0)[i] = fill;
                    else
                        xmm0[i] = (byte)fill;
                }
            }
        }
        cpu.SetStatusFlags(
            (result != 0 ? RflagsBits.Cf : 0) | (lengthB < n ? RflagsBits.Zf : 0) | (lengthA < n ? RflagsBits.Sf : 0) | ((result & 1) != 0 ? RflagsBits.Of : 0));
        return true;
    }

    private static int Clamp(long length, int n) => (int)Math.Min(length < 0 ? (ulong)-length : (ulong)length, (ulong)n);

    private static int Length(byte* p, uint imm, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (Element(p, imm, i) == 0)
                return i;
        }
        return n;
    }

    private static int Element(byte* p, uint imm, int i) => (imm & 3) switch
    {
        0 => p[i],
        1 => ((ushort*)p)[i],
        2 => (sbyte)p[i],
        _ => ((short*)p)[i],
    };

    private static uint Aggregate(byte* a, byte* b, uint imm, int n, int lengthA, int lengthB)
    {
        uint result = 0;
        for (int j = 0; j < n; j++)
        {
            bool hit;
            switch (imm >> 2 & 3)
            {
                case 0: // equal any
                    hit = false;
                    for (int i = 0; i < lengthA && j < lengthB; i++)
                        hit |= Element(a, imm, i) == Element(b, imm, j);
                    break;
                case 1: // ranges
                    hit = false;
                    for (int i = 0; i + 1 < lengthA && j < lengthB; i += 2)
                        hit |= Element(b, imm, j) >= Element(a, imm, i) && Element(b, imm, j) <= Element(a, imm, i + 1);
                    break;
                case 2: // equal each
                    hit = j < lengthA && j < lengthB ? Element(a, imm, j) == Element(b, imm, j) : j >= lengthA && j >= lengthB;
                    break;
                default: // equal ordered: the first string stands in the second, from here
                    hit = true;
                    for (int i = 0; i < lengthA && j + i < n; i++)
                        hit &= j + i < lengthB && Element(a, imm, i) == Element(b, imm, j + i);
                    break;
            }
            if (hit)
                result |= 1U << j;
        }
        return result;
    }
}
