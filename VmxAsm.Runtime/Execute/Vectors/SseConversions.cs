using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Floating;

namespace VmxAsm.Runtime.Execute.Vectors;

/// <summary>The CVT family over vector registers, and their halves that read or write a general register.</summary>
internal static unsafe class SseConversions
{
    // ---- integers to numbers -------------------------------------------------------------------------------------------------------

    /// <summary>CVTDQ2PS, CVTDQ2PD, CVTPI2PS, CVTPI2PD: signed 32-bit integers; the immediate is how many.</summary>
    public static bool FromDwords<TElement>(Processor cpu, Op* op, byte* d, byte* s, int count)
        where TElement : struct, ISseElement
    {
        byte* r = stackalloc byte[16];
        FloatStatus status = cpu.SseStatus();
        for (int i = 0; i < count; i++)
            default(TElement).Store(r + (i * default(TElement).Size), Conversions.Convert(Unpacked.FromInteger(((int*)s)[i]), default(TElement).Format, ref status));
        if (!cpu.EndSse(op, status.Flags))
            return false;
        System.Runtime.CompilerServices.Unsafe.CopyBlockUnaligned(d, r, (uint)(count * default(TElement).Size));
        return true;
    }

    public static bool DwordsToSingles(Processor cpu, Op* op, byte* d, byte* s, uint imm) => FromDwords<SingleElement>(cpu, op, d, s, 4);

    public static bool DwordsToDoubles(Processor cpu, Op* op, byte* d, byte* s, uint imm) => FromDwords<DoubleElement>(cpu, op, d, s, 2);

    public static bool TwoDwordsToSingles(Processor cpu, Op* op, byte* d, byte* s, uint imm) => FromDwords<SingleElement>(cpu, op, d, s, 2);

    /// <summary>CVTSI2SS and CVTSI2SD with the integer already fetched.</summary>
    public static bool FromInteger<TElement>(Processor cpu, Op* op, byte* d, long value)
        where TElement : struct, ISseElement
    {
        // Up to 24 bits are exact in both formats, 53 in the larger.
        if (value == (int)value && (default(TElement).Size == 8 || Math.Abs(value) <= 1 << 24))
        {
            if (default(TElement).Size == 8)
                *(double*)d = value;
            else
                *(float*)d = value;
            return true;
        }
        FloatStatus status = cpu.SseStatus();
        Unpacked result = Conversions.Convert(Unpacked.FromInteger(value), default(TElement).Format, ref status);
        if (!cpu.EndSse(op, status.Flags))
            return false;
        default(TElement).Store(d, result);
        return true;
    }

    // ---- numbers to integers -------------------------------------------------------------------------------------------------------

    private static bool ToDwords<TElement>(Processor cpu, Op* op, byte* d, byte* s, int count, bool truncate, bool clearRest)
        where TElement : struct, ISseElement
    {
        int* r = stackalloc int[4];
        r[2] = r[3] = 0;
        FloatStatus status = cpu.SseStatus();
        Rounding rounding = truncate ? Rounding.Zero : status.Rounding;
        for (int i = 0; i < count; i++)
            r[i] = (int)ToInteger<TElement>(s + (i * default(TElement).Size), 32, rounding, ref status);
        if (!cpu.EndSse(op, status.Flags))
            return false;
        System.Runtime.CompilerServices.Unsafe.CopyBlockUnaligned(d, r, clearRest ? 16U : (uint)count * 4);
        return true;
    }

    private static long ToInteger<TElement>(byte* s, int bits, Rounding rounding, ref FloatStatus status)
        where TElement : struct, ISseElement
    {
        // Denormals do not raise the denormal exception here; with DAZ they are exactly zero.
        Unpacked a = Arithmetic.Enter(default(TElement).Load(s), ref status);
        return Conversions.ToInteger(a, bits, rounding, ref status);
    }

    public static bool SinglesToDwords(Processor cpu, Op* op, byte* d, byte* s, uint imm) => ToDwords<SingleElement>(cpu, op, d, s, 4, false, true);

    public static bool SinglesToDwordsTruncated(Processor cpu, Op* op, byte* d, byte* s, uint imm) => ToDwords<SingleElement>(cpu, op, d, s, 4, true, true);

    public static bool DoublesToDwords(Processor cpu, Op* op, byte* d, byte* s, uint imm) => ToDwords<DoubleElement>(cpu, op, d, s, 2, false, true);

    public static bool DoublesToDwordsTruncated(Processor cpu, Op* op, byte* d, byte* s, uint imm) => ToDwords<DoubleElement>(cpu, op, d, s, 2, true, true);

    public static bool TwoSinglesToMmx(Processor cpu, Op* op, byte* d, byte* s, uint imm) => ToDwords<SingleElement>(cpu, op, d, s, 2, false, false);

    public static bool TwoSinglesToMmxTruncated(Processor cpu, Op* op, byte* d, byte* s, uint imm) => ToDwords<SingleElement>(cpu, op, d, s, 2, true, false);

    public static bool DoublesToMmx(Processor cpu, Op* op, byte* d, byte* s, uint imm) => ToDwords<DoubleElement>(cpu, op, d, s, 2, false, false);

    public static bool DoublesToMmxTruncated(Processor cpu, Op* op, byte* d, byte* s, uint imm) => ToDwords<DoubleElement>(cpu, op, d, s, 2, true, false);

    /// <summary>CVTSS2SI, CVTTSD2SI and the like; false when an exception is pending.</summary>
    public static bool ToGeneral<TElement>(Processor cpu, Op* op, byte* s, int bits, bool truncate, out long value)
        where TElement : struct, ISseElement
    {
        double number = default(TElement).Size == 8 ? *(double*)s : *(float*)s;
        // Smaller than any integer's limits, not denormal, not NaN: at most inexact, which is flagged already.
        if (truncate && SseArithmetic.IsPlainState(cpu) && DoubleElement.IsPlain(number) && Math.Abs(number) < int.MaxValue)
        {
            value = (int)number;
            return true;
        }
        FloatStatus status = cpu.SseStatus();
        value = ToInteger<TElement>(s, bits, truncate ? Rounding.Zero : status.Rounding, ref status);
        return cpu.EndSse(op, status.Flags);
    }

    // ---- between the formats -------------------------------------------------------------------------------------------------------

    public static bool SinglesToDoubles(Processor cpu, Op* op, byte* d, byte* s, uint imm) => Reformat<SingleElement, DoubleElement>(cpu, op, d, s, 2, false);

    public static bool DoublesToSingles(Processor cpu, Op* op, byte* d, byte* s, uint imm) => Reformat<DoubleElement, SingleElement>(cpu, op, d, s, 2, true);

    public static bool SingleToDouble(Processor cpu, Op* op, byte* d, byte* s, uint imm) => Reformat<SingleElement, DoubleElement>(cpu, op, d, s, 1, false);

    public static bool DoubleToSingle(Processor cpu, Op* op, byte* d, byte* s, uint imm) => Reformat<DoubleElement, SingleElement>(cpu, op, d, s, 1, false);

    private static bool Reformat<TFrom, TTo>(Processor cpu, Op* op, byte* d, byte* s, int count, bool clearRest)
        where TFrom : struct, ISseElement
        where TTo : struct, ISseElement
    {
        // One normal number to the larger format is exact; to the smaller one the host's rounding is ours while the result is normal.
        if (count == 1 && default(TTo).Size == 8 && SingleElement.IsPlain(*(float*)s))
        {
            *(double*)d = *(float*)s;
            return true;
        }
        if (count == 1 && default(TTo).Size == 4 && SseArithmetic.IsPlainState(cpu) && (float)*(double*)s is var single && float.IsNormal(single) && MathF.Abs(single) != 1.17549435E-38f)
        {
            *(float*)d = single;
            return true;
        }
        byte* r = stackalloc byte[16];
        System.Runtime.CompilerServices.Unsafe.InitBlock(r, 0, 16);
        FloatStatus status = cpu.SseStatus();
        for (int i = 0; i < count; i++)
        {
            Unpacked a = Arithmetic.Enter(default(TFrom).Load(s + (i * default(TFrom).Size)), ref status);
            default(TTo).Store(r + (i * default(TTo).Size), Conversions.Convert(a, default(TTo).Format, ref status));
        }
        if (!cpu.EndSse(op, status.Flags))
            return false;
        System.Runtime.CompilerServices.Unsafe.CopyBlockUnaligned(d, r, clearRest ? 16U : (uint)(count * default(TTo).Size));
        return true;
    }
}
