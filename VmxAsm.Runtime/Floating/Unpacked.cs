using System.Numerics;

namespace VmxAsm.Runtime.Floating;

internal enum FloatClass : byte
{
    Zero,

    /// <summary>A finite number other than zero; denormals are normalised on unpacking.</summary>
    Finite,
    Infinity,
    QuietNan,
    SignalingNan,

    /// <summary>An encoding of the extended format that processors since the 80387 refuse: pseudo-NaN, pseudo-infinity, unnormal.</summary>
    Unsupported,
}

/// <summary>
/// A number taken out of its format: -1^Sign * Significand/2^63 * 2^Exponent, with the significand's top bit set. A NaN keeps its payload
/// left-aligned, the quiet bit at 62, so that it survives a change of format as the processor does it.
/// </summary>
internal struct Unpacked
{
    public bool Sign;
    public FloatClass Class;

    /// <summary>It was denormal in its format: the denormal-operand exception.</summary>
    public bool WasDenormal;
    public int Exponent;
    public ulong Significand;

    public const ulong IntegerBit = 1UL << 63;
    public const ulong QuietBit = 1UL << 62;

    public readonly bool IsNan => Class is FloatClass.QuietNan or FloatClass.SignalingNan;

    /// <summary>The QNaN "real indefinite", the answer to an invalid operation.</summary>
    public static Unpacked Indefinite => new() { Sign = true, Class = FloatClass.QuietNan, Significand = IntegerBit | QuietBit };

    public static Unpacked Zero(bool sign) => new() { Sign = sign, Class = FloatClass.Zero };

    public static Unpacked Infinity(bool sign) => new() { Sign = sign, Class = FloatClass.Infinity, Significand = IntegerBit };

    public readonly Unpacked Negated => this with { Sign = !Sign };

    public readonly Unpacked Absolute => this with { Sign = false };

    // ---- from formats ------------------------------------------------------------------------------------------------------

    public static Unpacked FromHalf(ushort bits) => FromInterchange(bits >> 15 != 0, (bits >> 10) & 0x1F, (ulong)bits << 54, 0x1F, -15);

    public static Unpacked FromSingle(uint bits) => FromInterchange(bits >> 31 != 0, (int)(bits >> 23) & 0xFF, (ulong)bits << 41, 0xFF, -127);

    public static Unpacked FromDouble(ulong bits) => FromInterchange(bits >> 63 != 0, (int)(bits >> 52) & 0x7FF, bits << 12, 0x7FF, -1023);

    // The fraction comes left-aligned in 64 bits, without the integer bit.
    private static Unpacked FromInterchange(bool sign, int biased, ulong fraction, int allOnes, int bias)
    {
        if (biased == allOnes)
            return fraction == 0 ? Infinity(sign) : Nan(sign, IntegerBit | (fraction >> 1));
        if (biased != 0)
            return new Unpacked { Sign = sign, Class = FloatClass.Finite, Exponent = biased + bias, Significand = IntegerBit | (fraction >> 1) };
        return fraction == 0 ? Zero(sign) : Denormal(sign, fraction >> 1, bias + 1);
    }

    public static Unpacked FromExtended(Float80 value)
    {
        bool sign = value.Sign;
        int biased = value.BiasedExponent;
        ulong significand = value.Significand;
        if (biased == 0)
        {
            if (significand == 0)
                return Zero(sign);
            // A pseudo-denormal (integer bit set) is worth what its bits say.
            return Denormal(sign, significand, 1 - Float80.Bias);
        }
        if ((significand & IntegerBit) == 0)
            return new Unpacked { Sign = sign, Class = FloatClass.Unsupported, Significand = significand };
        if (biased == Float80.MaximumBiased)
            return significand == IntegerBit ? Infinity(sign) : Nan(sign, significand);
        return new Unpacked { Sign = sign, Class = FloatClass.Finite, Exponent = biased - Float80.Bias, Significand = significand };
    }

    public static Unpacked FromInteger(long value)
    {
        if (value == 0)
            return Zero(false);
        ulong magnitude = value < 0 ? unchecked((ulong)-value) : (ulong)value;
        int shift = BitOperations.LeadingZeroCount(magnitude);
        return new Unpacked { Sign = value < 0, Class = FloatClass.Finite, Exponent = 63 - shift, Significand = magnitude << shift };
    }

    private static Unpacked Nan(bool sign, ulong significand) => new()
    {
        Sign = sign,
        Class = (significand & QuietBit) != 0 ? FloatClass.QuietNan : FloatClass.SignalingNan,
        Significand = significand,
    };

    private static Unpacked Denormal(bool sign, ulong significand, int exponent)
    {
        int shift = BitOperations.LeadingZeroCount(significand);
        return new Unpacked { Sign = sign, Class = FloatClass.Finite, WasDenormal = true, Exponent = exponent - shift, Significand = significand << shift };
    }

    // ---- into formats; the value must have been rounded to the format -----------------------------------------------------

    public readonly ushort ToHalf() => (ushort)ToInterchange(10, 0x1F, 15, 15);

    public readonly uint ToSingle() => (uint)ToInterchange(23, 0xFF, 127, 31);

    public readonly ulong ToDouble() => ToInterchange(52, 0x7FF, 1023, 63);

    private readonly ulong ToInterchange(int fractionBits, ulong allOnes, int bias, int signBit)
    {
        ulong sign = Sign ? 1UL << signBit : 0;
        ulong fraction = Significand << 1 >> (64 - fractionBits);
        switch (Class)
        {
            case FloatClass.Zero:
                return sign;
            case FloatClass.Finite:
                int biased = Exponent + bias;
                return biased > 0 ? sign | (ulong)biased << fractionBits | fraction : sign | Significand >> (64 - fractionBits - biased);
            case FloatClass.Infinity:
                return sign | allOnes << fractionBits;
            default:
                return sign | allOnes << fractionBits | fraction | 1UL << (fractionBits - 1);
        }
    }

    public readonly Float80 ToExtended() => Class switch
    {
        FloatClass.Zero => new Float80(Sign, 0, 0),
        FloatClass.Finite when Exponent >= FloatFormat.Extended.MinimumExponent => new Float80(Sign, Exponent + Float80.Bias, Significand),
        FloatClass.Finite => new Float80(Sign, 0, Significand >> (FloatFormat.Extended.MinimumExponent - Exponent)),
        FloatClass.Infinity => new Float80(Sign, Float80.MaximumBiased, IntegerBit),
        _ => new Float80(Sign, Float80.MaximumBiased, Significand),
    };
}
