using System.Numerics;

namespace VmxAsm.Runtime.Floating;

// Rounding once, at the end
// -------------------------
// Every operation computes its result to 128 bits, the lowest of which is "sticky" (set when anything below it was not zero), and Round does the
// rest for all formats: rounding, overflow, underflow, the flags. Tininess is detected after rounding, as x86 does ("Numeric Underflow Exception").

/// <summary>IEEE 754 operations over <see cref="Unpacked"/> numbers, with x86's choices where the standard leaves one.</summary>
internal static class Arithmetic
{
    // ---- operands ----------------------------------------------------------------------------------------------------------

    /// <summary>Looks at an operand before computing: DAZ, the denormal exception.</summary>
    public static Unpacked Enter(Unpacked a, ref FloatStatus status)
    {
        if (!a.WasDenormal)
            return a;
        if (status.DenormalsAreZero)
            return Unpacked.Zero(a.Sign);
        return a;
    }

    private static void NoteDenormals(in Unpacked a, in Unpacked b, ref FloatStatus status)
    {
        if (a.WasDenormal || b.WasDenormal)
            status.Flags |= FloatFlags.Denormal;
    }

    public static Unpacked Invalid(ref FloatStatus status)
    {
        status.Flags |= FloatFlags.Invalid;
        return Unpacked.Indefinite;
    }

    private static bool Special(in Unpacked a, in Unpacked b) => a.Class >= FloatClass.QuietNan || b.Class >= FloatClass.QuietNan;

    /// <summary>The NaN that comes out when one or both operands are NaNs or unsupported.</summary>
    public static Unpacked PropagateNan(in Unpacked a, in Unpacked b, ref FloatStatus status)
    {
        if (a.Class == FloatClass.Unsupported || b.Class == FloatClass.Unsupported)
            return Invalid(ref status);
        if (a.Class == FloatClass.SignalingNan || b.Class == FloatClass.SignalingNan)
            status.Flags |= FloatFlags.Invalid;
        if (!a.IsNan)
            return Quiet(b);
        if (!b.IsNan || !status.LargerNan)
            return Quiet(a);
        // x87: a QNaN wins over an SNaN; of two alike the larger significand, and of equal ones the positive.
        if (a.Class != b.Class)
            return Quiet(a.Class == FloatClass.QuietNan ? a : b);
        if (a.Significand != b.Significand)
            return Quiet(a.Significand > b.Significand ? a : b);
        return Quiet(a.Sign ? b : a);
    }

    public static Unpacked Quiet(Unpacked a)
    {
        a.Class = FloatClass.QuietNan;
        a.Significand |= Unpacked.QuietBit | Unpacked.IntegerBit;
        return a;
    }

    // ---- the four operations and the square root ---------------------------------------------------------------------------

    public static Unpacked Add(Unpacked a, Unpacked b, in FloatFormat format, ref FloatStatus status)
    {
        if (Special(a, b))
            return PropagateNan(a, b, ref status);
        if (a.Class == FloatClass.Infinity || b.Class == FloatClass.Infinity)
        {
            if (a.Class == b.Class && a.Sign != b.Sign)
                return Invalid(ref status);
            NoteDenormals(a, b, ref status);
            return a.Class == FloatClass.Infinity ? a : b;
        }
        NoteDenormals(a, b, ref status);
        if (a.Class == FloatClass.Zero && b.Class == FloatClass.Zero)
            return Unpacked.Zero(a.Sign == b.Sign ? a.Sign : status.Rounding == Rounding.Down);
        if (b.Class == FloatClass.Zero)
            return Round(a.Sign, a.Exponent, (UInt128)a.Significand << 64, format, ref status);
        if (a.Class == FloatClass.Zero)
            return Round(b.Sign, b.Exponent, (UInt128)b.Significand << 64, format, ref status);

        if (a.Exponent < b.Exponent || (a.Exponent == b.Exponent && a.Significand < b.Significand))
            (a, b) = (b, a);
        UInt128 large = (UInt128)a.Significand << 63, small = ShiftRightSticky((UInt128)b.Significand << 63, a.Exponent - b.Exponent);
        UInt128 sum = a.Sign == b.Sign ? large + small : large - small;
        if (sum == 0)
            return Unpacked.Zero(status.Rounding == Rounding.Down);
        return Normalize(a.Sign, a.Exponent + 1, sum, format, ref status);
    }

    public static Unpacked Subtract(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) =>
        Add(a, b.Class >= FloatClass.QuietNan ? b : b.Negated, format, ref status);

    public static Unpacked Multiply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status)
    {
        if (Special(a, b))
            return PropagateNan(a, b, ref status);
        bool sign = a.Sign != b.Sign;
        if (a.Class == FloatClass.Infinity || b.Class == FloatClass.Infinity)
        {
            if (a.Class == FloatClass.Zero || b.Class == FloatClass.Zero)
                return Invalid(ref status);
            NoteDenormals(a, b, ref status);
            return Unpacked.Infinity(sign);
        }
        NoteDenormals(a, b, ref status);
        if (a.Class == FloatClass.Zero || b.Class == FloatClass.Zero)
            return Unpacked.Zero(sign);
        ulong high = Math.BigMul(a.Significand, b.Significand, out ulong low);
        return Normalize(sign, a.Exponent + b.Exponent + 1, new UInt128(high, low), format, ref status);
    }

    /// <summary>a * b + c, rounded once.</summary>
    public static Unpacked MultiplyAdd(
        in Unpacked a, in Unpacked b, in Unpacked c, bool negateProduct, bool negateAddend, in FloatFormat format, ref FloatStatus status)
    {
        bool invalidProduct = (a.Class == FloatClass.Infinity && b.Class == FloatClass.Zero) || (a.Class == FloatClass.Zero && b.Class == FloatClass.Infinity);
        if (Special(a, b) || c.Class >= FloatClass.QuietNan)
        {
            if (a.Class == FloatClass.SignalingNan || b.Class == FloatClass.SignalingNan || c.Class == FloatClass.SignalingNan)
                status.Flags |= FloatFlags.Invalid;
            return Quiet(a.IsNan ? a : b.IsNan ? b : c);
        }
        bool sign = a.Sign != b.Sign != negateProduct;
        Unpacked addend = negateAddend ? c.Negated : c;
        bool infiniteProduct = a.Class == FloatClass.Infinity || b.Class == FloatClass.Infinity;
        if (invalidProduct || (infiniteProduct && c.Class == FloatClass.Infinity && sign != addend.Sign))
            return Invalid(ref status);
        NoteDenormals(a, b, ref status);
        NoteDenormals(c, c, ref status);
        if (infiniteProduct)
            return Unpacked.Infinity(sign);
        if (c.Class == FloatClass.Infinity)
            return addend;
        if (a.Class == FloatClass.Zero || b.Class == FloatClass.Zero)
        {
            if (c.Class == FloatClass.Zero)
                return Unpacked.Zero(sign == addend.Sign ? sign : status.Rounding == Rounding.Down);
            return Round(addend.Sign, c.Exponent, (UInt128)c.Significand << 64, format, ref status);
        }

        // The product has at most 106 significant bits, so that a bit of room above costs none of them.
        ulong high = Math.BigMul(a.Significand, b.Significand, out ulong low);
        UInt128 product = new(high, low);
        int exponent = a.Exponent + b.Exponent + 1;
        if (high >> 63 == 0)
        {
            product <<= 1;
            exponent--;
        }
        if (c.Class == FloatClass.Zero)
            return Round(sign, exponent, product, format, ref status);
        UInt128 large = product, small = (UInt128)c.Significand << 64;
        (int largeExponent, int smallExponent, bool largeSign, bool smallSign) = (exponent, c.Exponent, sign, addend.Sign);
        if (largeExponent < smallExponent || (largeExponent == smallExponent && large < small))
        {
            (large, small) = (small, large);
            (largeExponent, smallExponent, largeSign, smallSign) = (smallExponent, largeExponent, smallSign, largeSign);
        }
        large >>= 1;
        small = ShiftRightSticky(small >> 1, largeExponent - smallExponent);
        UInt128 sum = largeSign == smallSign ? large + small : large - small;
        return sum == 0 ? Unpacked.Zero(status.Rounding == Rounding.Down) : Normalize(largeSign, largeExponent + 1, sum, format, ref status);
    }

    public static Unpacked Divide(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status)
    {
        if (Special(a, b))
            return PropagateNan(a, b, ref status);
        bool sign = a.Sign != b.Sign;
        if (a.Class == b.Class && a.Class != FloatClass.Finite)
            return Invalid(ref status);
        if (a.Class == FloatClass.Infinity)
        {
            NoteDenormals(a, b, ref status);
            return Unpacked.Infinity(sign);
        }
        if (b.Class == FloatClass.Zero)
        {
            // A denormal dividend goes unmentioned here.
            status.Flags |= FloatFlags.ZeroDivide;
            return Unpacked.Infinity(sign);
        }
        NoteDenormals(a, b, ref status);
        if (a.Class == FloatClass.Zero || b.Class == FloatClass.Infinity)
            return Unpacked.Zero(sign);

        // Two digits of base 2^64; the first is made to have its top bit set.
        bool larger = a.Significand >= b.Significand;
        int exponent = a.Exponent - b.Exponent - (larger ? 0 : 1);
        UInt128 dividend = larger ? (UInt128)a.Significand << 63 : (UInt128)a.Significand << 64;
        (UInt128 first, UInt128 rest) = UInt128.DivRem(dividend, b.Significand);
        (UInt128 second, rest) = UInt128.DivRem(rest << 64, b.Significand);
        UInt128 quotient = first << 64 | second;
        if (rest != 0)
            quotient |= 1;
        return Round(sign, exponent, quotient, format, ref status);
    }

    public static Unpacked SquareRoot(in Unpacked a, in FloatFormat format, ref FloatStatus status)
    {
        if (a.Class >= FloatClass.QuietNan)
            return PropagateNan(a, a, ref status);
        if (a.Class == FloatClass.Zero)
            return a;
        if (a.Sign)
            return Invalid(ref status);
        NoteDenormals(a, a, ref status);
        if (a.Class == FloatClass.Infinity)
            return a;

        // Digit by digit: 66 bits of the root of a number of 132 bits, whose low ones are all zero; the remainder is the sticky bit.
        bool odd = (a.Exponent & 1) != 0;
        UInt128 root = 0, remainder = 0;
        UInt128 radicand = odd ? (UInt128)a.Significand << 64 : (UInt128)a.Significand << 63;
        for (int i = 0; i < 66; i++)
        {
            remainder = remainder << 2 | radicand >> 126;
            radicand <<= 2;
            UInt128 trial = root << 2 | 1;
            root <<= 1;
            if (remainder >= trial)
            {
                remainder -= trial;
                root |= 1;
            }
        }
        root <<= 62;
        if (remainder != 0)
            root |= 1;
        return Round(false, a.Exponent >> 1, root, format, ref status);
    }

    /// <summary>The x87's partial remainder ("FPREM", "FPREM1"): at most 63 bits of the quotient at a time.</summary>
    /// <param name="nearest">FPREM1: the quotient is rounded to nearest; else truncated.</param>
    /// <param name="quotient">The low bits of the quotient, when the reduction is complete.</param>
    /// <param name="complete">False: the result is to be reduced again.</param>
    public static Unpacked Remainder(in Unpacked a, in Unpacked b, bool nearest, out ulong quotient, out bool complete, ref FloatStatus status)
    {
        quotient = 0;
        complete = true;
        if (Special(a, b))
            return PropagateNan(a, b, ref status);
        if (a.Class == FloatClass.Infinity || b.Class == FloatClass.Zero)
            return Invalid(ref status);
        NoteDenormals(a, b, ref status);
        if (a.Class == FloatClass.Zero || b.Class == FloatClass.Infinity)
            return a;
        int difference = a.Exponent - b.Exponent;
        if (difference < -1 || (difference < 0 && !nearest))
            return Round(a.Sign, a.Exponent, (UInt128)a.Significand << 64, FloatFormat.Extended, ref status);

        // Partial: as many bits of the quotient as leave a multiple of 32 for the next time, at least 32.
        complete = difference < 64;
        int steps = complete ? difference : 32 + (difference % 32);
        UInt128 remainder = a.Significand, divisor = b.Significand;
        int exponent = b.Exponent;
        if (difference < 0)
        {
            // Half the divisor is the only question left.
            divisor <<= 1;
            exponent--;
            steps = 0;
            (quotient, remainder) = remainder >= divisor ? (1UL, remainder - divisor) : (0UL, remainder);
        }
        else
        {
            for (int i = 0; i <= steps; i++)
            {
                quotient <<= 1;
                if (remainder >= divisor)
                {
                    remainder -= divisor;
                    quotient |= 1;
                }
                if (i < steps)
                    remainder <<= 1;
            }
            exponent = a.Exponent - steps;
        }
        bool sign = a.Sign;
        if (complete && nearest && (remainder << 1 > divisor || (remainder << 1 == divisor && (quotient & 1) != 0)))
        {
            remainder = divisor - remainder;
            sign = !sign;
            quotient++;
        }
        if (!complete)
            quotient = 0;
        return remainder == 0 ? Unpacked.Zero(a.Sign) : Normalize(sign, exponent + 64, remainder, FloatFormat.Extended, ref status);
    }

    // ---- comparison --------------------------------------------------------------------------------------------------------

    public enum Relation
    {
        Less,
        Equal,
        Greater,
        Unordered,
    }

    /// <summary>Compares; a NaN is an invalid operand when it signals, and also when <paramref name="quiet"/> is false.</summary>
    public static Relation Compare(in Unpacked a, in Unpacked b, bool quiet, ref FloatStatus status)
    {
        if (Special(a, b))
        {
            if (!quiet || a.Class >= FloatClass.SignalingNan || b.Class >= FloatClass.SignalingNan)
                status.Flags |= FloatFlags.Invalid;
            return Relation.Unordered;
        }
        NoteDenormals(a, b, ref status);
        int order = Order(a, b);
        return order < 0 ? Relation.Less : order > 0 ? Relation.Greater : Relation.Equal;
    }

    private static int Order(in Unpacked a, in Unpacked b)
    {
        if (a.Class == FloatClass.Zero && b.Class == FloatClass.Zero)
            return 0;
        if (a.Class == FloatClass.Zero)
            return b.Sign ? 1 : -1;
        if (b.Class == FloatClass.Zero || a.Sign != b.Sign)
            return a.Sign ? -1 : 1;
        int magnitude = a.Class != b.Class ? (a.Class == FloatClass.Infinity ? 1 : -1)
            : a.Class == FloatClass.Infinity ? 0
            : a.Exponent != b.Exponent ? a.Exponent.CompareTo(b.Exponent)
            : a.Significand.CompareTo(b.Significand);
        return a.Sign ? -magnitude : magnitude;
    }

    // ---- rounding ----------------------------------------------------------------------------------------------------------

    /// <summary>Brings a result whose top bit may be anywhere into place and rounds it. A set bit 127 weighs 2^exponent.</summary>
    public static Unpacked Normalize(bool sign, int exponent, UInt128 significand, in FloatFormat format, ref FloatStatus status)
    {
        int shift = (int)UInt128.LeadingZeroCount(significand);
        return Round(sign, exponent - shift, significand << shift, format, ref status);
    }

    /// <summary>Rounds significand/2^127 * 2^exponent to a format. Bit 127 is set; bit 0 is sticky.</summary>
    public static Unpacked Round(bool sign, int exponent, UInt128 significand, in FloatFormat format, ref FloatStatus status)
    {
        if (exponent < format.MinimumExponent)
            return RoundTiny(sign, exponent, significand, format, ref status);
        Unpacked result = Cut(sign, exponent, significand, format.Precision, ref status, out bool inexact, out bool up);
        if (result.Exponent > format.MaximumExponent)
            return Overflow(result, inexact, up, format, ref status);
        if (inexact)
        {
            status.Flags |= FloatFlags.Precision;
            status.RoundedUp = up;
        }
        return result;
    }

    private static Unpacked Overflow(Unpacked rounded, bool inexact, bool up, in FloatFormat format, ref FloatStatus status)
    {
        status.Flags |= FloatFlags.Overflow;
        bool traps = (status.Masked & FloatFlags.Overflow) == 0;
        if (traps && status.TrapBias != 0)
        {
            rounded.Exponent -= status.TrapBias;
            if (rounded.Exponent > format.MaximumExponent)
            {
                // FSCALE reaches even further.
                status.Flags |= FloatFlags.Precision;
                status.RoundedUp = true;
                return Unpacked.Infinity(rounded.Sign);
            }
            if (inexact)
                status.Flags |= FloatFlags.Precision;
            status.RoundedUp = inexact && up;
            return rounded;
        }

        // The largest number or infinity in place of the result is a loss of precision; a trap puts nothing in its place.
        if (inexact || !traps)
            status.Flags |= FloatFlags.Precision;
        bool toInfinity = status.Rounding switch
        {
            Rounding.NearestEven => true,
            Rounding.Up => !rounded.Sign,
            Rounding.Down => rounded.Sign,
            _ => false,
        };
        status.RoundedUp = toInfinity;
        if (toInfinity)
            return Unpacked.Infinity(rounded.Sign);
        rounded.Exponent = format.MaximumExponent;
        rounded.Significand = ulong.MaxValue << (64 - format.Precision);
        return rounded;
    }

    private static Unpacked RoundTiny(bool sign, int exponent, UInt128 significand, in FloatFormat format, ref FloatStatus status)
    {
        Unpacked unbounded = Cut(sign, exponent, significand, format.Precision, ref status, out bool inexact, out bool up);
        bool tiny = unbounded.Exponent < format.MinimumExponent;
        if (tiny && (status.Masked & FloatFlags.Underflow) == 0)
        {
            status.Flags |= FloatFlags.Underflow;
            if (inexact)
                status.Flags |= FloatFlags.Precision;
            status.RoundedUp = inexact && up;
            unbounded.Exponent += status.TrapBias;
            if (status.TrapBias != 0 && unbounded.Exponent < format.MinimumExponent)
            {
                status.Flags |= FloatFlags.Precision;
                status.RoundedUp = false;
                return Unpacked.Zero(sign);
            }
            return unbounded;
        }
        if (tiny && status.FlushToZero)
        {
            status.Flags |= FloatFlags.Underflow | FloatFlags.Precision;
            return Unpacked.Zero(sign);
        }

        // Fewer digits are left the further below the smallest normal number it is; with none left it is 0 or the smallest denormal.
        int lost = format.MinimumExponent - exponent;
        UInt128 shifted = ShiftRightSticky(significand, lost);
        Unpacked result = CutDenormal(sign, shifted, format, ref status, out inexact, out up);
        if (inexact)
        {
            status.Flags |= FloatFlags.Precision;
            status.RoundedUp = up;
            if (tiny)
                status.Flags |= FloatFlags.Underflow;
        }
        return result;
    }

    // Keeps `precision` bits of a normalised significand.
    private static Unpacked Cut(bool sign, int exponent, UInt128 significand, int precision, ref FloatStatus status, out bool inexact, out bool up)
    {
        ulong kept = RoundBits(sign, significand, precision, status.Rounding, out inexact, out up, out bool carry);
        return new Unpacked
        {
            Sign = sign,
            Class = FloatClass.Finite,
            Exponent = carry ? exponent + 1 : exponent,
            Significand = carry ? Unpacked.IntegerBit : kept,
        };
    }

    private static Unpacked CutDenormal(bool sign, UInt128 significand, in FloatFormat format, ref FloatStatus status, out bool inexact, out bool up)
    {
        ulong kept = RoundBits(sign, significand, format.Precision, status.Rounding, out inexact, out up, out _);
        if (kept == 0)
            return Unpacked.Zero(sign);
        int shift = BitOperations.LeadingZeroCount(kept);
        return new Unpacked { Sign = sign, Class = FloatClass.Finite, Exponent = format.MinimumExponent - shift, Significand = kept << shift };
    }

    // The top `precision` bits of 128, rounded, left-aligned in 64.
    private static ulong RoundBits(bool sign, UInt128 significand, int precision, Rounding rounding, out bool inexact, out bool up, out bool carry)
    {
        int dropped = 128 - precision;
        UInt128 unit = UInt128.One << dropped, rest = significand & (unit - 1), half = unit >> 1;
        UInt128 kept = significand - rest;
        inexact = rest != 0;
        up = rounding switch
        {
            Rounding.NearestEven => rest > half || (rest == half && (kept & unit) != 0),
            Rounding.Up => inexact && !sign,
            Rounding.Down => inexact && sign,
            _ => false,
        };
        UInt128 result = up ? kept + unit : kept;
        carry = up && result < kept;
        return (ulong)(result >> 64);
    }

    /// <summary>Shifts right; a one that falls off stays visible in bit 0.</summary>
    public static UInt128 ShiftRightSticky(UInt128 value, int count)
    {
        if (count == 0)
            return value;
        if (count > 127)
            return value == 0 ? UInt128.Zero : UInt128.One;
        UInt128 shifted = value >> count;
        return shifted << count == value ? shifted : shifted | 1;
    }
}
