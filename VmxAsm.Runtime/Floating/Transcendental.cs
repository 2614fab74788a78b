using System.Numerics;

namespace VmxAsm.Runtime.Floating;

// The x87's functions, to the last bit
// ------------------------------------
// The manual promises an error below one unit in the last place ("Transcendental Instruction Accuracy"); processors differ in the rest.
// Here each function is computed in fixed point to far more bits than the result has, so that what is returned is the correctly rounded value.
// Arguments of FSIN, FCOS and FPTAN are reduced by the 66 bits of pi that the manual gives ("Approximation of Pi"): so they are exact of an argument that
// is a little beside the one given, as on every processor.

/// <summary>F2XM1, FYL2X, FYL2XP1, FSIN, FCOS, FPTAN, FPATAN over finite, non-zero arguments.</summary>
internal static class Transcendental
{
    // Fixed point: a BigInteger x stands for x / 2^Bits.
    private const int Bits = 320;
    private static readonly BigInteger Unit = BigInteger.One << Bits;
    private static BigInteger? _pi, _ln2;

    // 0.C90FDAA22168C234C times 4.
    private static readonly BigInteger HardwarePi = ((BigInteger)0xC90F_DAA2_2168_C234 << (Bits - 62)) | ((BigInteger)0xC << (Bits - 66));

    // Machin's formula.
    private static BigInteger Pi => _pi ??= 4 * (4 * ArcTangentOfInverse(5) - ArcTangentOfInverse(239));

    // ln 2 = 2 artanh(1/3).
    private static BigInteger Ln2 => _ln2 ??= 2 * HyperbolicArcTangent(Unit / 3);

    /// <summary>2^x - 1 for -1 &lt;= x &lt;= 1.</summary>
    public static Unpacked Exp2MinusOne(in Unpacked x, in FloatFormat format, ref FloatStatus status)
    {
        // Below 2^-100 the first term of the series is the result, a little less than exact.
        if (x.Exponent < -100)
            return FromScaled(x, Ln2, 0, format, ref status);
        BigInteger z = Multiply(ToFixed(x), Ln2), term = z, sum = z;
        for (int n = 2; !term.IsZero && term != BigInteger.MinusOne; n++)
        {
            term = Multiply(term, z) / n;
            sum += term;
        }
        return FromFixed(sum, 0, format, ref status);
    }

    /// <summary>y * log2(x) for x &gt; 0.</summary>
    public static Unpacked LogTimes(in Unpacked x, in Unpacked y, in FloatFormat format, ref FloatStatus status)
    {
        // log2(x) = exponent + ln(m)/ln 2 with m in [1, 2); near 1 from below take m/2 so that nothing cancels.
        int exponent = x.Exponent;
        BigInteger m = (BigInteger)x.Significand << (Bits - 63);
        if (m > Unit + (Unit >> 1))
        {
            m >>= 1;
            exponent++;
        }
        BigInteger logarithm = (BigInteger)exponent * Unit + (2 * HyperbolicArcTangent(((m - Unit) << Bits) / (m + Unit)) << Bits) / Ln2;
        return FromScaled(y, logarithm, 0, format, ref status, isExactWhenPower: m == Unit);
    }

    /// <summary>y * log2(1 + x) for |x| &lt; 1 - sqrt(2)/2.</summary>
    public static Unpacked LogOnePlusTimes(in Unpacked x, in Unpacked y, in FloatFormat format, ref FloatStatus status)
    {
        if (x.Exponent < -100)
        {
            // log2(1+x) = x / ln 2, nearly.
            BigInteger scaled = (BigInteger)x.Significand << (Bits - 63 + Bits);
            scaled /= Ln2;
            return FromScaled(y with { Sign = y.Sign != x.Sign }, scaled, x.Exponent, format, ref status);
        }
        BigInteger z = ToFixed(x);
        BigInteger logarithm = (2 * HyperbolicArcTangent((z << Bits) / (2 * Unit + z)) << Bits) / Ln2;
        return FromScaled(y, logarithm, 0, format, ref status);
    }

    /// <summary>sin x for |x| &lt; 2^63.</summary>
    public static Unpacked Sine(in Unpacked x, in FloatFormat format, ref FloatStatus status)
    {
        if (x.Exponent < -100)
            return FromScaled(x, Unit - 1, 0, format, ref status);
        BigInteger r = Reduce(x, out int quadrant);
        BigInteger value = (quadrant & 1) == 0 ? SineSeries(r) : CosineSeries(r);
        return FromFixed(quadrant >= 2 ? -value : value, 0, format, ref status);
    }

    /// <summary>cos x for |x| &lt; 2^63.</summary>
    public static Unpacked Cosine(in Unpacked x, in FloatFormat format, ref FloatStatus status)
    {
        if (x.Exponent < -100)
            return FromFixed(Unit - 1, 0, format, ref status);
        BigInteger r = Reduce(x, out int quadrant);
        BigInteger value = (quadrant & 1) == 0 ? CosineSeries(r) : SineSeries(r);
        return FromFixed(quadrant is 1 or 2 ? -value : value, 0, format, ref status);
    }

    /// <summary>tan x for |x| &lt; 2^63.</summary>
    public static Unpacked Tangent(in Unpacked x, in FloatFormat format, ref FloatStatus status)
    {
        if (x.Exponent < -100)
            return FromScaled(x, Unit + 1, 0, format, ref status);
        BigInteger r = Reduce(x, out int quadrant);
        BigInteger sine = SineSeries(r), cosine = CosineSeries(r);
        BigInteger value = (quadrant & 1) == 0 ? (sine << Bits) / cosine : -(cosine << Bits) / sine;
        return FromFixed(value, 0, format, ref status);
    }

    /// <summary>The angle of the point (x, y), both finite and not zero.</summary>
    public static Unpacked ArcTangent(in Unpacked y, in Unpacked x, in FloatFormat format, ref FloatStatus status)
    {
        int difference = y.Exponent - x.Exponent;
        if (difference < -130 && !x.Sign)
        {
            // y/x, less a trace.
            Unpacked quotient = Arithmetic.Divide(y with { Exponent = 0 }, x with { Exponent = 0 }, FloatFormat.Extended, ref status);
            status.Flags |= FloatFlags.Precision;
            return Arithmetic.Round(quotient.Sign, quotient.Exponent + difference, (UInt128)quotient.Significand << 64, format, ref status);
        }
        BigInteger angle;
        if (Math.Abs(difference) > 300)
        {
            angle = difference > 0 ? Pi / 2 : BigInteger.One;
        }
        else
        {
            // atan(y/x) through the smaller quotient, halved twice: atan(z) = 2 atan(z / (1 + sqrt(1 + z^2))).
            BigInteger top = (BigInteger)y.Significand << Math.Max(difference, 0), bottom = (BigInteger)x.Significand << Math.Max(-difference, 0);
            bool steep = top > bottom;
            BigInteger z = steep ? (bottom << Bits) / top : (top << Bits) / bottom;
            for (int i = 0; i < 3; i++)
                z = (z << Bits) / (Unit + SquareRoot(Unit + Multiply(z, z)));
            angle = ArcTangentSeries(z) << 3;
            if (steep)
                angle = Pi / 2 - angle;
        }
        if (x.Sign)
            angle = Pi - angle;
        return FromFixed(y.Sign ? -angle : angle, 0, format, ref status);
    }

    /// <summary>n/4 of pi with a sign, for FPATAN's special operands.</summary>
    public static Unpacked QuarterPi(int quarters, bool sign, in FloatFormat format, ref FloatStatus status)
    {
        BigInteger value = Pi * quarters / 4;
        return FromFixed(sign ? -value : value, 0, format, ref status);
    }

    // ---- fixed point -------------------------------------------------------------------------------------------------------

    private static BigInteger Multiply(BigInteger a, BigInteger b) => a * b >> Bits;

    private static BigInteger ToFixed(in Unpacked x)
    {
        int shift = Bits - 63 + x.Exponent;
        BigInteger magnitude = shift >= 0 ? (BigInteger)x.Significand << shift : (BigInteger)x.Significand >> -shift;
        return x.Sign ? -magnitude : magnitude;
    }

    // Results of series are never exact: the sticky bit is always set.
    private static Unpacked FromFixed(BigInteger value, int exponent, in FloatFormat format, ref FloatStatus status, bool exact = false)
    {
        if (value.IsZero)
            return Unpacked.Zero(false);
        bool sign = value.Sign < 0;
        value = BigInteger.Abs(value);
        int length = (int)value.GetBitLength();
        UInt128 significand = length > 128 ? (UInt128)(value >> (length - 128)) : (UInt128)value << (128 - length);
        if (!exact)
            significand |= 1;
        return Arithmetic.Round(sign, exponent + length - 1 - Bits, significand, format, ref status);
    }

    // factor * value * 2^exponent, where only value is in fixed point.
    private static Unpacked FromScaled(
        in Unpacked factor, BigInteger value, int exponent, in FloatFormat format, ref FloatStatus status, bool isExactWhenPower = false)
    {
        if (value.IsZero)
            return Unpacked.Zero(factor.Sign);
        BigInteger product = value * factor.Significand;
        // An exact product has nothing below its significant bits, unlike that of a series.
        bool exact = isExactWhenPower && (product & ((BigInteger.One << (Math.Max((int)BigInteger.Abs(product).GetBitLength() - 128, 0))) - 1)).IsZero;
        return FromFixed(factor.Sign ? -product : product, exponent + factor.Exponent - 63, format, ref status, exact);
    }

    // x = quadrant * pi/2 + r with |r| <= pi/4.
    private static BigInteger Reduce(in Unpacked x, out int quadrant)
    {
        BigInteger value = ToFixed(x), half = HardwarePi / 2;
        BigInteger n = BigInteger.Divide(2 * value + (x.Sign ? -half : half), 2 * half);
        quadrant = (int)(((n % 4) + 4) % 4);
        return value - n * half;
    }

    private static BigInteger SineSeries(BigInteger x)
    {
        BigInteger square = Multiply(x, x), term = x, sum = x;
        for (int n = 2; BigInteger.Abs(term) > 1; n += 2)
        {
            term = -Multiply(term, square) / (n * (n + 1));
            sum += term;
        }
        return sum;
    }

    private static BigInteger CosineSeries(BigInteger x)
    {
        BigInteger square = Multiply(x, x), term = Unit, sum = Unit;
        for (int n = 1; BigInteger.Abs(term) > 1; n += 2)
        {
            term = -Multiply(term, square) / (n * (n + 1));
            sum += term;
        }
        return sum;
    }

    private static BigInteger ArcTangentSeries(BigInteger z)
    {
        BigInteger square = Multiply(z, z), power = z, sum = z;
        for (int n = 3; BigInteger.Abs(power) > 1; n += 2)
        {
            power = -Multiply(power, square);
            sum += power / n;
        }
        return sum;
    }

    private static BigInteger HyperbolicArcTangent(BigInteger z)
    {
        BigInteger square = Multiply(z, z), power = z, sum = z;
        for (int n = 3; BigInteger.Abs(power) > 1; n += 2)
        {
            power = Multiply(power, square);
            sum += power / n;
        }
        return sum;
    }

    private static BigInteger ArcTangentOfInverse(int n)
    {
        BigInteger power = Unit / n, sum = power;
        for (int k = 3; !power.IsZero; k += 2)
        {
            power /= -n * n;
            sum += power / k;
        }
        return sum;
    }

    private static BigInteger SquareRoot(BigInteger value)
    {
        // Newton's, from above.
        BigInteger scaled = value << Bits, root = BigInteger.One << (int)((scaled.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + scaled / root) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }
}
