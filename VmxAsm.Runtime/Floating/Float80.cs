using System.Runtime.InteropServices;

namespace VmxAsm.Runtime.Floating;

/// <summary>The double extended-precision format as an x87 register holds it: an explicit integer bit, a biased exponent, a sign.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal struct Float80(ulong significand, ushort signExponent)
{
    public const int Bias = 16383;
    public const int MaximumBiased = 0x7FFF;

    public ulong Significand = significand;
    public ushort SignExponent = signExponent;

    public Float80(bool sign, int biasedExponent, ulong significand)
        : this(significand, (ushort)(biasedExponent | (sign ? 0x8000 : 0)))
    {
    }

    public readonly bool Sign => (SignExponent & 0x8000) != 0;

    public readonly int BiasedExponent => SignExponent & 0x7FFF;

    public readonly bool IsZero => Significand == 0 && BiasedExponent == 0;

    public static Float80 One => new(Unpacked.IntegerBit, Bias);

    public static Float80 Indefinite => new(0xC000000000000000, 0xFFFF);
}
