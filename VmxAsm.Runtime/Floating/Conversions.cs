namespace VmxAsm.Runtime.Floating;

/// <summary>Between formats, and between numbers and integers.</summary>
internal static class Conversions
{
    /// <summary>Rounds to another format.</summary>
    public static Unpacked Convert(in Unpacked a, in FloatFormat format, ref FloatStatus status)
    {
        if (a.Class >= FloatClass.QuietNan)
            return Arithmetic.PropagateNan(a, a, ref status);
        if (a.WasDenormal)
            status.Flags |= FloatFlags.Denormal;
        return a.Class == FloatClass.Finite ? Arithmetic.Round(a.Sign, a.Exponent, (UInt128)a.Significand << 64, format, ref status) : a;
    }

    /// <summary>Rounds to an integer that stays a floating-point number: FRNDINT, ROUNDPS.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="rounding">The instruction's own choice or the control register's.</param>
    /// <param name="quietly">ROUNDPS with bit 3: no precision exception.</param>
    /// <param name="status">What happened.</param>
    public static Unpacked RoundToIntegral(in Unpacked a, Rounding rounding, bool quietly, ref FloatStatus status)
    {
        if (a.Class >= FloatClass.QuietNan)
            return Arithmetic.PropagateNan(a, a, ref status);
        if (a.Class != FloatClass.Finite || a.Exponent >= 63)
            return a;
        if (a.WasDenormal && status.LargerNan)
            status.Flags |= FloatFlags.Denormal;
        ulong magnitude = RoundMagnitude(a, rounding, out bool inexact, out bool up);
        if (inexact && !quietly)
        {
            status.Flags |= FloatFlags.Precision;
            status.RoundedUp = up;
        }
        if (magnitude == 0)
            return Unpacked.Zero(a.Sign);
        Unpacked result = Unpacked.FromInteger(0) with { Class = FloatClass.Finite, Sign = a.Sign };
        int shift = System.Numerics.BitOperations.LeadingZeroCount(magnitude);
        result.Exponent = 63 - shift;
        result.Significand = magnitude << shift;
        return result;
    }

    /// <summary>To a signed integer of 16, 32 or 64 bits; what does not fit is invalid and gives the most negative one, "integer indefinite".</summary>
    public static long ToInteger(in Unpacked a, int bits, Rounding rounding, ref FloatStatus status)
    {
        long indefinite = long.MinValue >> (64 - bits);
        if (a.Class == FloatClass.Zero)
            return 0;
        if (a.Class != FloatClass.Finite || a.Exponent > 63)
        {
            status.Flags |= FloatFlags.Invalid;
            return indefinite;
        }
        ulong magnitude = RoundMagnitude(a, rounding, out bool inexact, out bool up);
        ulong limit = 1UL << (bits - 1);
        if (magnitude > limit || (magnitude == limit && !a.Sign) || (a.Exponent == 63 && magnitude == 0))
        {
            status.Flags |= FloatFlags.Invalid;
            return indefinite;
        }
        if (inexact)
        {
            status.Flags |= FloatFlags.Precision;
            status.RoundedUp = up;
        }
        return a.Sign ? unchecked(-(long)magnitude) : (long)magnitude;
    }

    // Of a finite number below 2^64. Above 2^63 there is no fraction.
    private static ulong RoundMagnitude(in Unpacked a, Rounding rounding, out bool inexact, out bool up)
    {
        UInt128 value = Arithmetic.ShiftRightSticky((UInt128)a.Significand << 64, 63 - a.Exponent);
        ulong whole = (ulong)(value >> 64), fraction = (ulong)value;
        inexact = fraction != 0;
        up = rounding switch
        {
            Rounding.NearestEven => fraction > Unpacked.IntegerBit || (fraction == Unpacked.IntegerBit && (whole & 1) != 0),
            Rounding.Up => inexact && !a.Sign,
            Rounding.Down => inexact && a.Sign,
            _ => false,
        };
        return up ? whole + 1 : whole;
    }
}
