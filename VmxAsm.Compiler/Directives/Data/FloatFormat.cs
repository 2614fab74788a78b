using System.Globalization;
using System.Numerics;

namespace VmxAsm.Compiler.Directives;

/// <summary>
/// A binary floating-point format, and the exact conversion of decimal text to it: the number is kept as a fraction of whole numbers and
/// rounded once, to nearest; of two equally near, GNU as takes the larger (Intel SDM volume 1, "Floating-Point Data Types").
/// </summary>
/// <param name="Size">Bytes.</param>
/// <param name="ExponentBits">Width of the exponent field.</param>
/// <param name="FractionBits">Width of the significand field.</param>
/// <param name="HasIntegerBit">The leading 1 of the significand is stored (80-bit format).</param>
internal sealed record FloatFormat(int Size, int ExponentBits, int FractionBits, bool HasIntegerBit)
{
    public static FloatFormat Half { get; } = new(2, 5, 10, false);

    public static FloatFormat BFloat16 { get; } = new(2, 8, 7, false);

    public static FloatFormat Single { get; } = new(4, 8, 23, false);

    public static FloatFormat Double { get; } = new(8, 11, 52, false);

    public static FloatFormat Extended { get; } = new(10, 15, 64, true);

    private int Precision => HasIntegerBit ? FractionBits : FractionBits + 1;

    private int Bias => (1 << (ExponentBits - 1)) - 1;

    /// <summary>Stores the number; false when the text is none, or is too large for the format.</summary>
    public bool TryConvert(string text, bool negative, Span<byte> room)
    {
        if (!char.IsAsciiDigit(text[0]) && text[0] != '.')
            return TryConvertName(text.ToLowerInvariant(), negative, room);
        if (!TryParse(text, out BigInteger digits, out int exponent))
            return false;
        if (digits.IsZero)
        {
            Store(room, negative, 0, BigInteger.Zero);
            return true;
        }

        BigInteger numerator = digits;
        BigInteger denominator = BigInteger.One;
        if (exponent >= 0)
            numerator *= BigInteger.Pow(10, exponent);
        else
            denominator = BigInteger.Pow(10, -exponent);
        return Round(numerator, denominator, negative, room);
    }

    private bool Round(BigInteger numerator, BigInteger denominator, bool negative, Span<byte> room)
    {
        // Power of two of the leading bit of the quotient.
        int power = (int)(numerator.GetBitLength() - denominator.GetBitLength());
        if (power >= 0 ? numerator < denominator << power : numerator << -power < denominator)
            power--;
        if (power > Bias)
            return false;
        int lowest = Math.Max(power, 1 - Bias) - (Precision - 1);
        BigInteger significand = lowest >= 0
            ? BigInteger.DivRem(numerator, denominator << lowest, out BigInteger remainder)
            : BigInteger.DivRem(numerator << -lowest, denominator, out remainder);
        BigInteger twice = remainder * 2 - (lowest >= 0 ? denominator << lowest : denominator);
        if (twice.Sign >= 0)
            significand += 1;
        int exponent = Math.Max(power, 1 - Bias) + Bias;
        if (significand.GetBitLength() > Precision)
        {
            significand >>= 1;
            exponent++;
        }
        else if (significand.GetBitLength() < Precision)
        {
            exponent = 0;
        }

        if (exponent >= (1 << ExponentBits) - 1)
            significand = HasIntegerBit ? BigInteger.One << (Precision - 1) : BigInteger.Zero;
        Store(room, negative, Math.Min(exponent, (1 << ExponentBits) - 1), significand);
        return true;
    }

    /// <summary>inf and the kinds of nan, with the payloads that GNU as gives them.</summary>
    private bool TryConvertName(string name, bool negative, Span<byte> room)
    {
        int all = (1 << ExponentBits) - 1;
        BigInteger integerBit = HasIntegerBit ? BigInteger.One << (FractionBits - 1) : BigInteger.Zero;
        int free = HasIntegerBit ? FractionBits - 1 : FractionBits;
        switch (name)
        {
            case "inf" or "infinity":
                Store(room, negative, all, integerBit);
                return true;
            case "nan" or "qnan":
                Store(room, negative, all, integerBit | ((BigInteger.One << free) - 1));
                return true;
            case "snan":
                Store(room, negative, all, integerBit | ((BigInteger.One << (free - 1)) - 1));
                return true;
            default:
                return false;
        }
    }

    private void Store(Span<byte> room, bool negative, int exponent, BigInteger significand)
    {
        BigInteger fraction = significand & ((BigInteger.One << FractionBits) - 1);
        BigInteger bits = fraction | ((BigInteger)exponent << FractionBits);
        if (negative)
            bits |= BigInteger.One << (FractionBits + ExponentBits);
        room.Clear();
        bits.TryWriteBytes(room, out _, isUnsigned: true);
    }

    private static bool TryParse(string text, out BigInteger digits, out int exponent)
    {
        digits = BigInteger.Zero;
        exponent = 0;
        int letter = text.IndexOfAny(['e', 'E']);
        string mantissa = letter < 0 ? text : text[..letter];
        int point = mantissa.IndexOf('.');
        string all = point < 0 ? mantissa : mantissa.Remove(point, 1);
        if (all.Contains('.') || all.Length > 100_000)
            return false;
        if (letter >= 0 && !int.TryParse(text.AsSpan(letter + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            exponent = text[letter + 1] == '-' ? -1_000_000 : 1_000_000;
        digits = BigInteger.Parse(all, CultureInfo.InvariantCulture);
        if (point >= 0)
            exponent -= mantissa.Length - point - 1;

        // Far outside of any format: no need to compute with numbers that long.
        if (exponent > 20_000)
            return digits.IsZero;
        if (exponent < -20_000 - all.Length)
            digits = BigInteger.Zero;
        if (digits.IsZero)
            exponent = 0;
        return true;
    }
}
