using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Floating;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute.X87;

/// <summary>Instructions on ST(0), or on ST(0) and ST(1): roots, rounding, remainders, transcendental functions.</summary>
internal static unsafe class X87Functions
{
    // Checks and remembers; false: the handler goes on with the next op, or faults when an exception is pending.
    private static bool Begin(Processor cpu, Op* op, int operands, out Op* end)
    {
        end = op;
        if (!cpu.BeginX87(op))
            return false;
        cpu.RememberX87(op);
        if (cpu.Fpu.IsUsed(0) && (operands < 2 || cpu.Fpu.IsUsed(1)))
            return true;
        if (cpu.StackFault(overflow: false))
            cpu.SetSt(0, Float80.Indefinite);
        end = null;
        return false;
    }

    private static Op* Stop(Processor cpu, Op* op, Op* end) => end != null ? end : Next(cpu, op);

    private static Op* Finish(Processor cpu, Op* op, in Unpacked result, in FloatStatus status)
    {
        if (cpu.EndX87(status))
            cpu.SetSt(0, result);
        return Next(cpu, op);
    }

    public static Op* ChangeSign(Processor cpu, Op* op)
    {
        if (!Begin(cpu, op, 1, out Op* end))
            return Stop(cpu, op, end);
        cpu.St(0).SignExponent ^= 0x8000;
        return Next(cpu, op);
    }

    public static Op* Absolute(Processor cpu, Op* op)
    {
        if (!Begin(cpu, op, 1, out Op* end))
            return Stop(cpu, op, end);
        cpu.St(0).SignExponent &= 0x7FFF;
        return Next(cpu, op);
    }

    public static Op* SquareRoot(Processor cpu, Op* op)
    {
        if (!Begin(cpu, op, 1, out Op* end))
            return Stop(cpu, op, end);
        FloatStatus status = cpu.Fpu.MakeStatus();
        return Finish(cpu, op, Arithmetic.SquareRoot(cpu.StValue(0), cpu.Fpu.Format, ref status), status);
    }

    public static Op* RoundToInteger(Processor cpu, Op* op)
    {
        if (!Begin(cpu, op, 1, out Op* end))
            return Stop(cpu, op, end);
        FloatStatus status = cpu.Fpu.MakeStatus();
        return Finish(cpu, op, Conversions.RoundToIntegral(cpu.StValue(0), status.Rounding, quietly: false, ref status), status);
    }

    /// <summary>FSCALE: ST(0) times 2 to the truncated ST(1).</summary>
    public static Op* Scale(Processor cpu, Op* op)
    {
        if (!Begin(cpu, op, 2, out Op* end))
            return Stop(cpu, op, end);
        Unpacked a = cpu.StValue(0), b = cpu.StValue(1);
        FloatStatus status = cpu.Fpu.MakeStatus();
        Unpacked result;
        if (a.Class >= FloatClass.QuietNan || b.Class >= FloatClass.QuietNan)
            result = Arithmetic.PropagateNan(a, b, ref status);
        else if (b.Class == FloatClass.Infinity)
        {
            bool invalid = b.Sign ? a.Class == FloatClass.Infinity : a.Class == FloatClass.Zero;
            if (!invalid && (a.WasDenormal || b.WasDenormal))
                status.Flags |= FloatFlags.Denormal;
            result = invalid ? Arithmetic.Invalid(ref status) : b.Sign ? Unpacked.Zero(a.Sign) : Unpacked.Infinity(a.Sign);
        }
        else
        {
            if (a.WasDenormal || b.WasDenormal)
                status.Flags |= FloatFlags.Denormal;
            result = a;
            if (a.Class == FloatClass.Finite)
            {
                FloatStatus quiet = new() { Masked = FloatFlags.All };
                // Beyond this everything overflows or underflows alike.
                long by = b.Class == FloatClass.Finite && b.Exponent >= 17 ? (b.Sign ? -0x10000 : 0x10000) : Conversions.ToInteger(b, 64, Rounding.Zero, ref quiet);
                result = Arithmetic.Round(a.Sign, a.Exponent + (int)by, (UInt128)a.Significand << 64, FloatFormat.Extended, ref status);
            }
        }
        return Finish(cpu, op, result, status);
    }

    /// <summary>FXTRACT: exponent to ST(1), significand to ST(0).</summary>
    public static Op* Extract(Processor cpu, Op* op)
    {
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        if (!cpu.Fpu.IsUsed(0) || cpu.Fpu.IsUsed(7))
        {
            if (cpu.StackFault(overflow: cpu.Fpu.IsUsed(0)))
            {
                cpu.SetSt(0, Float80.Indefinite);
                cpu.Push(Float80.Indefinite);
            }
            return Next(cpu, op);
        }
        Unpacked a = cpu.StValue(0), exponent, significand;
        FloatStatus status = cpu.Fpu.MakeStatus();
        if (a.Class >= FloatClass.QuietNan)
        {
            exponent = significand = Arithmetic.PropagateNan(a, a, ref status);
        }
        else if (a.Class == FloatClass.Infinity)
        {
            exponent = Unpacked.Infinity(false);
            significand = a;
        }
        else if (a.Class == FloatClass.Zero)
        {
            status.Flags |= FloatFlags.ZeroDivide;
            exponent = Unpacked.Infinity(true);
            significand = a;
        }
        else
        {
            if (a.WasDenormal)
                status.Flags |= FloatFlags.Denormal;
            exponent = Unpacked.FromInteger(a.Exponent);
            significand = a with { Exponent = 0 };
        }
        if (cpu.EndX87(status))
        {
            cpu.SetSt(0, exponent);
            cpu.Push(significand.ToExtended());
        }
        return Next(cpu, op);
    }

    public static Op* PartialRemainder(Processor cpu, Op* op) => Remainder(cpu, op, nearest: false);

    public static Op* PartialRemainderNearest(Processor cpu, Op* op) => Remainder(cpu, op, nearest: true);

    private static Op* Remainder(Processor cpu, Op* op, bool nearest)
    {
        bool hasOperands = Begin(cpu, op, 2, out Op* end);
        // C2, "not complete yet", is down after an invalid operation too; without a quotient the other conditions stay.
        if (hasOperands || end == null)
            cpu.Fpu.StatusBits &= unchecked((ushort)~0x400);
        if (!hasOperands)
            return Stop(cpu, op, end);
        FloatStatus status = cpu.Fpu.MakeStatus();
        Unpacked result = Arithmetic.Remainder(cpu.StValue(0), cpu.StValue(1), nearest, out ulong quotient, out bool complete, ref status);
        if (cpu.EndX87(status))
        {
            cpu.SetSt(0, result);
            if (result.Class >= FloatClass.QuietNan)
                return Next(cpu, op);
            // The low three bits of the quotient: C0 is bit 2, C3 bit 1, C1 bit 0.
            cpu.Fpu.SetConditions((quotient & 2) != 0, !complete, (quotient & 4) != 0);
            cpu.Fpu.C1 = (quotient & 1) != 0;
        }
        return Next(cpu, op);
    }

    // ---- transcendental ---------------------------------------------------------------------------------------------------------

    public static Op* Exp2MinusOne(Processor cpu, Op* op)
    {
        if (!Begin(cpu, op, 1, out Op* end))
            return Stop(cpu, op, end);
        Unpacked a = cpu.StValue(0);
        FloatStatus status = cpu.Fpu.MakeStatus();
        Unpacked result = a;
        if (a.Class >= FloatClass.QuietNan)
            result = Arithmetic.PropagateNan(a, a, ref status);
        else if (a.Class == FloatClass.Infinity)
            result = a.Sign ? Unpacked.FromInteger(-1) : a;
        else if (a.Class == FloatClass.Finite)
        {
            if (a.WasDenormal)
                status.Flags |= FloatFlags.Denormal;
            // Beyond +-1 the result is undefined: the operand stays.
            if (a.Exponent < 0)
                result = Transcendental.Exp2MinusOne(a, FloatFormat.Extended, ref status);
            else if (a.Exponent == 0 && a.Significand == Unpacked.IntegerBit)
                result = a.Sign ? Unpacked.FromInteger(-1) with { Exponent = -1 } : Unpacked.FromInteger(1);
        }
        return Finish(cpu, op, result, status);
    }

    /// <summary>FYL2X: ST(1) * log2(ST(0)), then pop.</summary>
    public static Op* LogTimes(Processor cpu, Op* op)
    {
        if (!BeginTwo(cpu, op, out Op* end))
            return Stop(cpu, op, end);
        Unpacked x = cpu.StValue(0), y = cpu.StValue(1);
        FloatStatus status = cpu.Fpu.MakeStatus();
        Unpacked result;
        bool isOne = x.Class == FloatClass.Finite && !x.Sign && x.Exponent == 0 && x.Significand == Unpacked.IntegerBit;
        if (x.Class >= FloatClass.QuietNan || y.Class >= FloatClass.QuietNan)
            result = Arithmetic.PropagateNan(x, y, ref status);
        else if (x.Sign && x.Class != FloatClass.Zero)
            result = Arithmetic.Invalid(ref status);
        else if (x.Class == FloatClass.Zero)
        {
            if (y.Class == FloatClass.Zero)
                result = Arithmetic.Invalid(ref status);
            else
            {
                if (y.Class == FloatClass.Finite)
                    status.Flags |= FloatFlags.ZeroDivide;
                result = Unpacked.Infinity(!y.Sign);
            }
        }
        else if (x.Class == FloatClass.Infinity)
            result = y.Class == FloatClass.Zero ? Arithmetic.Invalid(ref status) : Unpacked.Infinity(y.Sign);
        else if (y.Class == FloatClass.Infinity)
            result = isOne ? Arithmetic.Invalid(ref status) : Unpacked.Infinity(y.Sign != x.Exponent < 0);
        else
        {
            if (x.WasDenormal || y.WasDenormal)
                status.Flags |= FloatFlags.Denormal;
            result = y.Class == FloatClass.Zero ? Unpacked.Zero(y.Sign != x.Exponent < 0)
                : isOne ? Unpacked.Zero(y.Sign)
                : Transcendental.LogTimes(x, y, FloatFormat.Extended, ref status);
        }
        return FinishTwo(cpu, op, result, status);
    }

    /// <summary>FYL2XP1: ST(1) * log2(ST(0) + 1), then pop.</summary>
    public static Op* LogOnePlusTimes(Processor cpu, Op* op)
    {
        if (!BeginTwo(cpu, op, out Op* end))
            return Stop(cpu, op, end);
        Unpacked x = cpu.StValue(0), y = cpu.StValue(1);
        FloatStatus status = cpu.Fpu.MakeStatus();
        Unpacked result;
        if (x.Class >= FloatClass.QuietNan || y.Class >= FloatClass.QuietNan)
            result = Arithmetic.PropagateNan(x, y, ref status);
        else if (x.Class == FloatClass.Infinity)
            result = x.Sign || y.Class == FloatClass.Zero ? Arithmetic.Invalid(ref status) : Unpacked.Infinity(y.Sign);
        else if (y.Class == FloatClass.Infinity)
            result = x.Class == FloatClass.Zero ? Arithmetic.Invalid(ref status) : Unpacked.Infinity(x.Sign != y.Sign);
        else
        {
            if (x.WasDenormal || y.WasDenormal)
                status.Flags |= FloatFlags.Denormal;
            if (x.Class == FloatClass.Zero || y.Class == FloatClass.Zero)
                result = Unpacked.Zero(x.Sign != y.Sign);
            else if (x.Exponent >= 0)
                // Outside the range for which the manual defines the result: the operand of the multiplication stays.
                result = y;
            else
                result = Transcendental.LogOnePlusTimes(x, y, FloatFormat.Extended, ref status);
        }
        return FinishTwo(cpu, op, result, status);
    }

    /// <summary>FPATAN: the angle of (ST(0), ST(1)), then pop.</summary>
    public static Op* ArcTangent(Processor cpu, Op* op)
    {
        if (!BeginTwo(cpu, op, out Op* end))
            return Stop(cpu, op, end);
        Unpacked x = cpu.StValue(0), y = cpu.StValue(1);
        FloatStatus status = cpu.Fpu.MakeStatus();
        Unpacked result;
        if (x.Class >= FloatClass.QuietNan || y.Class >= FloatClass.QuietNan)
            result = Arithmetic.PropagateNan(x, y, ref status);
        else
        {
            if (x.WasDenormal || y.WasDenormal)
                status.Flags |= FloatFlags.Denormal;
            // Quarters of pi by whether each is infinite or zero ("FPATAN Results").
            if (y.Class == FloatClass.Infinity)
                result = Transcendental.QuarterPi(x.Class != FloatClass.Infinity ? 2 : x.Sign ? 3 : 1, y.Sign, FloatFormat.Extended, ref status);
            else if (x.Class == FloatClass.Infinity || y.Class == FloatClass.Zero)
                result = x.Sign ? Transcendental.QuarterPi(4, y.Sign, FloatFormat.Extended, ref status) : Unpacked.Zero(y.Sign);
            else if (x.Class == FloatClass.Zero)
                result = Transcendental.QuarterPi(2, y.Sign, FloatFormat.Extended, ref status);
            else
                result = Transcendental.ArcTangent(y, x, FloatFormat.Extended, ref status);
        }
        return FinishTwo(cpu, op, result, status);
    }

    private static bool BeginTwo(Processor cpu, Op* op, out Op* end)
    {
        end = op;
        if (!cpu.BeginX87(op))
            return false;
        cpu.RememberX87(op);
        if (cpu.Fpu.IsUsed(0) && cpu.Fpu.IsUsed(1))
            return true;
        if (cpu.StackFault(overflow: false))
        {
            cpu.SetSt(1, Float80.Indefinite);
            cpu.Pop();
        }
        end = null;
        return false;
    }

    private static Op* FinishTwo(Processor cpu, Op* op, in Unpacked result, in FloatStatus status)
    {
        if (cpu.EndX87(status))
        {
            cpu.SetSt(1, result);
            cpu.Pop();
        }
        return Next(cpu, op);
    }

    public static Op* Sine(Processor cpu, Op* op) => Trigonometric(cpu, op, wantsSine: true, wantsCosine: false, tangent: false);

    public static Op* Cosine(Processor cpu, Op* op) => Trigonometric(cpu, op, wantsSine: false, wantsCosine: true, tangent: false);

    public static Op* SineCosine(Processor cpu, Op* op) => Trigonometric(cpu, op, wantsSine: true, wantsCosine: true, tangent: false);

    public static Op* Tangent(Processor cpu, Op* op) => Trigonometric(cpu, op, wantsSine: false, wantsCosine: false, tangent: true);

    // FSINCOS pushes the cosine, FPTAN pushes 1.0; an operand of 2^63 and more sets C2 and is left alone.
    private static Op* Trigonometric(Processor cpu, Op* op, bool wantsSine, bool wantsCosine, bool tangent)
    {
        bool pushes = tangent || (wantsSine && wantsCosine);
        if (!cpu.BeginX87(op))
            return op;
        cpu.RememberX87(op);
        cpu.Fpu.StatusBits = (ushort)(cpu.Fpu.StatusBits & ~0x400);
        if (!cpu.Fpu.IsUsed(0) || (pushes && cpu.Fpu.IsUsed(7)))
        {
            if (cpu.StackFault(overflow: cpu.Fpu.IsUsed(0)))
            {
                cpu.SetSt(0, Float80.Indefinite);
                if (pushes)
                    cpu.Push(Float80.Indefinite);
            }
            return Next(cpu, op);
        }
        Unpacked a = cpu.StValue(0), first, second = default;
        FloatStatus status = cpu.Fpu.MakeStatus();
        if (a.Class >= FloatClass.QuietNan || a.Class == FloatClass.Infinity)
        {
            first = a.Class == FloatClass.Infinity ? Arithmetic.Invalid(ref status) : Arithmetic.PropagateNan(a, a, ref status);
            second = first;
        }
        else if (a.Class == FloatClass.Finite && a.Exponent >= 63)
        {
            cpu.Fpu.StatusBits |= 0x400;
            return Next(cpu, op);
        }
        else if (a.Class == FloatClass.Zero)
        {
            first = wantsCosine && !wantsSine ? Unpacked.FromInteger(1) : a;
            second = Unpacked.FromInteger(1);
        }
        else
        {
            if (a.WasDenormal)
                status.Flags |= FloatFlags.Denormal;
            if (wantsCosine && wantsSine)
                second = Transcendental.Cosine(a, FloatFormat.Extended, ref status);
            else if (tangent)
                second = Unpacked.FromInteger(1);
            first = tangent ? Transcendental.Tangent(a, FloatFormat.Extended, ref status)
                : wantsSine ? Transcendental.Sine(a, FloatFormat.Extended, ref status)
                : Transcendental.Cosine(a, FloatFormat.Extended, ref status);
        }
        if (cpu.EndX87(status))
        {
            cpu.SetSt(0, first);
            if (pushes)
                cpu.Push(second.ToExtended());
        }
        return Next(cpu, op);
    }
}
