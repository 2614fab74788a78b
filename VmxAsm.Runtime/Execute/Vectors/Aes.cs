using System.Numerics;

namespace VmxAsm.Runtime.Execute.Vectors;

// AES and carry-less multiplication
// ---------------------------------
// A round is a substitution of bytes, a rotation of the rows of the 4 x 4 state (which lies in the register by columns), a multiplication of each column
// by a fixed polynomial and the addition of the round key (FIPS 197). The substitution is the inverse in GF(2^8) and an affine map: computed, once.

/// <summary>AES-NI and PCLMULQDQ.</summary>
internal static unsafe class Aes
{
    private static readonly byte[] Substitution = MakeSubstitution();
    private static readonly byte[] InverseSubstitution = Invert(Substitution);

    /// <summary>AESENC.</summary>
    public static void Encrypt(byte* d, byte* s, uint imm)
    {
        byte* state = stackalloc byte[16];
        SubstituteAndShift(d, state);
        MixColumns(state, 2, 3, 1, 1);
        AddKey(d, state, s);
    }

    /// <summary>AESENCLAST.</summary>
    public static void EncryptLast(byte* d, byte* s, uint imm)
    {
        byte* state = stackalloc byte[16];
        SubstituteAndShift(d, state);
        AddKey(d, state, s);
    }

    /// <summary>AESDEC: the equivalent inverse cipher.</summary>
    public static void Decrypt(byte* d, byte* s, uint imm)
    {
        byte* state = stackalloc byte[16];
        InverseSubstituteAndShift(d, state);
        MixColumns(state, 14, 11, 13, 9);
        AddKey(d, state, s);
    }

    /// <summary>AESDECLAST.</summary>
    public static void DecryptLast(byte* d, byte* s, uint imm)
    {
        byte* state = stackalloc byte[16];
        InverseSubstituteAndShift(d, state);
        AddKey(d, state, s);
    }

    /// <summary>AESIMC.</summary>
    public static void InverseMixColumns(byte* d, byte* s, uint imm)
    {
        byte* state = stackalloc byte[16];
        *(UInt128*)state = *(UInt128*)s;
        MixColumns(state, 14, 11, 13, 9);
        *(UInt128*)d = *(UInt128*)state;
    }

    /// <summary>AESKEYGENASSIST.</summary>
    public static void KeyGenerationAssist(byte* d, byte* s, uint imm)
    {
        uint first = SubstituteWord(((uint*)s)[1]), second = SubstituteWord(((uint*)s)[3]);
        ((uint*)d)[0] = first;
        ((uint*)d)[1] = BitOperations.RotateRight(first, 8) ^ (imm & 0xFF);
        ((uint*)d)[2] = second;
        ((uint*)d)[3] = BitOperations.RotateRight(second, 8) ^ (imm & 0xFF);
    }

    /// <summary>PCLMULQDQ: bits 0 and 4 of the immediate choose the halves.</summary>
    public static void CarrylessMultiply(byte* d, byte* s, uint imm)
    {
        ulong a = ((ulong*)d)[imm & 1], b = ((ulong*)s)[(imm >> 4) & 1];
        UInt128 product = 0, shifted = a;
        for (; b != 0; b >>= 1)
        {
            if ((b & 1) != 0)
                product ^= shifted;
            shifted <<= 1;
        }
        *(UInt128*)d = product;
    }

    private static void SubstituteAndShift(byte* from, byte* state)
    {
        for (int column = 0; column < 4; column++)
        {
            for (int row = 0; row < 4; row++)
                state[(column * 4) + row] = Substitution[from[(((column + row) & 3) * 4) + row]];
        }
    }

    private static void InverseSubstituteAndShift(byte* from, byte* state)
    {
        for (int column = 0; column < 4; column++)
        {
            for (int row = 0; row < 4; row++)
                state[(column * 4) + row] = InverseSubstitution[from[(((column - row) & 3) * 4) + row]];
        }
    }

    private static void MixColumns(byte* state, int a, int b, int c, int d)
    {
        for (int column = 0; column < 16; column += 4)
        {
            byte* p = state + column;
            byte w = p[0], x = p[1], y = p[2], z = p[3];
            p[0] = (byte)(Multiply(w, a) ^ Multiply(x, b) ^ Multiply(y, c) ^ Multiply(z, d));
            p[1] = (byte)(Multiply(w, d) ^ Multiply(x, a) ^ Multiply(y, b) ^ Multiply(z, c));
            p[2] = (byte)(Multiply(w, c) ^ Multiply(x, d) ^ Multiply(y, a) ^ Multiply(z, b));
            p[3] = (byte)(Multiply(w, b) ^ Multiply(x, c) ^ Multiply(y, d) ^ Multiply(z, a));
        }
    }

    private static void AddKey(byte* d, byte* state, byte* key) => *(UInt128*)d = *(UInt128*)state ^ *(UInt128*)key;

    private static uint SubstituteWord(uint word) =>
        Substitution[(byte)word] | (uint)Substitution[(byte)(word >> 8)] << 8 | (uint)Substitution[(byte)(word >> 16)] << 16 | (uint)Substitution[word >> 24] << 24;

    // In GF(2^8) modulo x^8 + x^4 + x^3 + x + 1.
    private static int Multiply(int a, int b)
    {
        int product = 0;
        for (; b != 0; b >>= 1)
        {
            if ((b & 1) != 0)
                product ^= a;
            a <<= 1;
            if ((a & 0x100) != 0)
                a ^= 0x11B;
        }
        return product;
    }

    private static byte[] MakeSubstitution()
    {
        var table = new byte[256];
        for (int value = 0; value < 256; value++)
        {
            // The inverse is the 254th power; 0 has 0.
            int inverse = 1;
            for (int i = 0; i < 254; i++)
                inverse = Multiply(inverse, value);
            byte b = (byte)inverse;
            table[value] = (byte)(b ^ byte.RotateLeft(b, 1) ^ byte.RotateLeft(b, 2) ^ byte.RotateLeft(b, 3) ^ byte.RotateLeft(b, 4) ^ 0x63);
        }
        return table;
    }

    private static byte[] Invert(byte[] table)
    {
        var inverse = new byte[256];
        for (int i = 0; i < 256; i++)
            inverse[table[i]] = (byte)i;
        return inverse;
    }
}
