using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Floating;

namespace VmxAsm.Runtime.Execute.Vectors;

// SSE floating point
// ------------------
// An exception that is not masked leaves the destination as it was, and the flags of all elements are collected first ("SIMD Floating-Point
// Exception Conditions"): results go aside and are copied when the whole operation has succeeded.

/// <summary>Floating-point operations of SSE to SSE4.1. Each returns false when an exception is pending.</summary>
internal static unsafe class SseArithmetic
{
    // All masked, round to nearest, precision already flagged.
    private const uint PlainMask = 0x7FA0, Plain = 0x1FA0;

    // ---- two operands ----------------------------------------------------------------------------------------------------------

    public static bool Packed<TOperation, TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TOperation : struct, ISseOperation
        where TElement : struct, ISseElement => Elements<TOperation, TElement>(cpu, op, d, s, 16 / default(TElement).Size);

    public static bool Scalar<TOperation, TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TOperation : struct, ISseOperation
        where TElement : struct, ISseElement
    {
        ulong result;
        if (!IsPlainState(cpu) || !OnHost<TOperation, TElement>((byte*)&result, d, s))
            return Elements<TOperation, TElement>(cpu, op, d, s, 1);
        Copy(d, (byte*)&result, default(TElement).Size);
        return true;
    }

    /// <summary>All exceptions masked, rounding to nearest, the precision flag up: a host's normal result of normal operands is ours, and leaves MXCSR as it is.</summary>
    public static bool IsPlainState(Processor cpu) => (cpu.Mxcsr & PlainMask) == Plain;

    private static bool Elements<TOperation, TElement>(Processor cpu, Op* op, byte* d, byte* s, int count)
        where TOperation : struct, ISseOperation
        where TElement : struct, ISseElement
    {
        bool plain = IsPlainState(cpu);
        byte* r = stackalloc byte[16];
        FloatStatus status = default;
        bool exact = false;
        for (int i = 0; i < count * default(TElement).Size; i += default(TElement).Size)
        {
            if (plain && OnHost<TOperation, TElement>(r + i, d + i, s + i))
                continue;
            if (!exact)
            {
                status = cpu.SseStatus();
                exact = true;
            }
            Unpacked a = Arithmetic.Enter(default(TElement).Load(d + i), ref status), b = Arithmetic.Enter(default(TElement).Load(s + i), ref status);
            default(TElement).Store(r + i, default(TOperation).Apply(a, b, default(TElement).Format, ref status));
        }
        if (exact && !cpu.EndSse(op, status.Flags))
            return false;
        Copy(d, r, count * default(TElement).Size);
        return true;
    }

    private static bool OnHost<TOperation, TElement>(byte* r, byte* a, byte* b)
        where TOperation : struct, ISseOperation
        where TElement : struct, ISseElement
    {
        if (default(TElement).Size == 8)
        {
            double x = *(double*)a, y = *(double*)b, result = default(TOperation).OnHost(x, y);
            *(double*)r = result;
            return double.IsNormal(result) && DoubleElement.IsPlain(y) && (typeof(TOperation) == typeof(SseSquareRoot) || DoubleElement.IsPlain(x)) && Math.Abs(result) != 2.2250738585072014E-308;
        }
        float p = *(float*)a, q = *(float*)b, single = default(TOperation).OnHost(p, q);
        *(float*)r = single;
        return float.IsNormal(single) && SingleElement.IsPlain(q) && (typeof(TOperation) == typeof(SseSquareRoot) || SingleElement.IsPlain(p)) && MathF.Abs(single) != 1.17549435E-38f;
    }

    private static void Copy(byte* d, byte* r, int bytes) => System.Runtime.CompilerServices.Unsafe.CopyBlockUnaligned(d, r, (uint)bytes);

    // ---- ADDSUB, horizontal, dot products ----------------------------------------------------------------------------------------

    public static bool AddSubtract<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement
    {
        byte* r = stackalloc byte[16];
        FloatStatus status = cpu.SseStatus();
        for (int i = 0; i < 16; i += default(TElement).Size)
        {
            Unpacked a = Arithmetic.Enter(default(TElement).Load(d + i), ref status), b = Arithmetic.Enter(default(TElement).Load(s + i), ref status);
            bool add = (i / default(TElement).Size & 1) != 0;
            default(TElement).Store(r + i, add ? Arithmetic.Add(a, b, default(TElement).Format, ref status) : Arithmetic.Subtract(a, b, default(TElement).Format, ref status));
        }
        if (!cpu.EndSse(op, status.Flags))
            return false;
        Copy(d, r, 16);
        return true;
    }

    public static bool HorizontalAdd<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => Horizontal<TElement, SseAdd>(cpu, op, d, s);

    public static bool HorizontalSubtract<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => Horizontal<TElement, SseSubtract>(cpu, op, d, s);

    private static bool Horizontal<TElement, TOperation>(Processor cpu, Op* op, byte* d, byte* s)
        where TElement : struct, ISseElement
        where TOperation : struct, ISseOperation
    {
        byte* r = stackalloc byte[16];
        FloatStatus status = cpu.SseStatus();
        for (int i = 0; i < 16; i += default(TElement).Size)
        {
            byte* from = i < 8 ? d + (i * 2) : s + ((i - 8) * 2);
            Unpacked a = Arithmetic.Enter(default(TElement).Load(from), ref status), b = Arithmetic.Enter(default(TElement).Load(from + default(TElement).Size), ref status);
            default(TElement).Store(r + i, default(TOperation).Apply(a, b, default(TElement).Format, ref status));
        }
        if (!cpu.EndSse(op, status.Flags))
            return false;
        Copy(d, r, 16);
        return true;
    }

    /// <summary>DPPS, DPPD: products of the elements named by the upper four bits, summed pairwise, spread to those of the lower four.</summary>
    public static bool DotProduct<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement
    {
        int n = 16 / default(TElement).Size;
        Span<Unpacked> terms = stackalloc Unpacked[4];
        FloatStatus status = cpu.SseStatus();
        for (int i = 0; i < n; i++)
        {
            terms[i] = Unpacked.Zero(false);
            if ((imm >> (4 + i) & 1) != 0)
            {
                Unpacked a = Arithmetic.Enter(default(TElement).Load(d + (i * default(TElement).Size)), ref status), b = Arithmetic.Enter(default(TElement).Load(s + (i * default(TElement).Size)), ref status);
                terms[i] = Rounded<TElement>(Arithmetic.Multiply(a, b, default(TElement).Format, ref status));
            }
        }
        if (!cpu.EndSse(op, status.Flags))
            return false;
        // Which NaN comes out shows the processor's order, and that every element has a sum of its own: a product and its neighbour, in DPPS the neighbour
        // first, and there such a sum and that of the other half.
        FloatStatus sums = cpu.SseStatus();
        Span<Unpacked> pairs = stackalloc Unpacked[4];
        for (int i = 0; i < n; i++)
            pairs[i] = n == 2 ? Sum<TElement>(terms[i], terms[i ^ 1], ref sums) : Sum<TElement>(terms[i ^ 1], terms[i], ref sums);
        if (!cpu.EndSse(op, sums.Flags))
            return false;
        for (int i = 0; i < n; i++)
            terms[i] = n == 2 ? pairs[i] : Sum<TElement>(pairs[i], pairs[i ^ 2], ref sums);
        if (!cpu.EndSse(op, sums.Flags))
            return false;
        for (int i = 0; i < n; i++)
            default(TElement).Store(d + (i * default(TElement).Size), (imm >> i & 1) == 0 ? Unpacked.Zero(false) : terms[i]);
        return true;
    }

    private static Unpacked Sum<TElement>(in Unpacked a, in Unpacked b, ref FloatStatus status)
        where TElement : struct, ISseElement =>
        Rounded<TElement>(Arithmetic.Add(Arithmetic.Enter(a, ref status), Arithmetic.Enter(b, ref status), default(TElement).Format, ref status));

    // A rounded result that is denormal is a denormal operand of what follows.
    private static Unpacked Rounded<TElement>(in Unpacked value)
        where TElement : struct, ISseElement
    {
        byte* bits = stackalloc byte[8];
        default(TElement).Store(bits, value);
        return default(TElement).Load(bits);
    }

    // ---- minimum, maximum, compare -----------------------------------------------------------------------------------------------

    public static bool PackedMinimum<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => Choose<TElement>(cpu, op, d, s, 16 / default(TElement).Size, Arithmetic.Relation.Less);

    public static bool ScalarMinimum<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => Choose<TElement>(cpu, op, d, s, 1, Arithmetic.Relation.Less);

    public static bool PackedMaximum<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => Choose<TElement>(cpu, op, d, s, 16 / default(TElement).Size, Arithmetic.Relation.Greater);

    public static bool ScalarMaximum<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => Choose<TElement>(cpu, op, d, s, 1, Arithmetic.Relation.Greater);

    // The source wins ties and NaNs.
    private static bool Choose<TElement>(Processor cpu, Op* op, byte* d, byte* s, int count, Arithmetic.Relation keeps)
        where TElement : struct, ISseElement
    {
        byte* r = stackalloc byte[16];
        FloatStatus status = cpu.SseStatus();
        for (int i = 0; i < count * default(TElement).Size; i += default(TElement).Size)
        {
            if (default(TElement).TryCompare(d + i, s + i, out Arithmetic.Relation relation))
            {
                Copy(r + i, relation == keeps ? d + i : s + i, default(TElement).Size);
                continue;
            }
            Unpacked a = Arithmetic.Enter(default(TElement).Load(d + i), ref status), b = Arithmetic.Enter(default(TElement).Load(s + i), ref status);
            bool first = Arithmetic.Compare(a, b, quiet: false, ref status) == keeps;
            byte* chosen = first ? d + i : s + i;
            if ((first ? a : b).Class == FloatClass.Zero)
                default(TElement).Store(r + i, Unpacked.Zero((first ? a : b).Sign));
            else
                Copy(r + i, chosen, default(TElement).Size);
        }
        if (!cpu.EndSse(op, status.Flags))
            return false;
        Copy(d, r, count * default(TElement).Size);
        return true;
    }

    public static bool PackedCompare<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => CompareElements<TElement>(cpu, op, d, s, 16 / default(TElement).Size, imm);

    public static bool ScalarCompare<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => CompareElements<TElement>(cpu, op, d, s, 1, imm);

    // Predicates of CMPPS: EQ LT LE UNORD, and from 4 their opposites; LT and LE mind quiet NaNs as well.
    private static bool CompareElements<TElement>(Processor cpu, Op* op, byte* d, byte* s, int count, uint imm)
        where TElement : struct, ISseElement
    {
        byte* r = stackalloc byte[16];
        FloatStatus status = cpu.SseStatus();
        bool quiet = (imm & 3) is 0 or 3;
        for (int i = 0; i < count * default(TElement).Size; i += default(TElement).Size)
        {
            if (!default(TElement).TryCompare(d + i, s + i, out Arithmetic.Relation relation))
            {
                Unpacked a = Arithmetic.Enter(default(TElement).Load(d + i), ref status), b = Arithmetic.Enter(default(TElement).Load(s + i), ref status);
                relation = Arithmetic.Compare(a, b, quiet, ref status);
            }
            bool holds = (imm & 3) switch
            {
                0 => relation == Arithmetic.Relation.Equal,
                1 => relation == Arithmetic.Relation.Less,
                2 => relation is Arithmetic.Relation.Less or Arithmetic.Relation.Equal,
                _ => relation == Arithmetic.Relation.Unordered,
            };
            System.Runtime.CompilerServices.Unsafe.InitBlockUnaligned(r + i, holds != ((imm & 4) != 0) ? (byte)0xFF : (byte)0, (uint)default(TElement).Size);
        }
        if (!cpu.EndSse(op, status.Flags))
            return false;
        Copy(d, r, count * default(TElement).Size);
        return true;
    }

    /// <summary>COMISS, COMISD: a quiet NaN is invalid.</summary>
    public static bool CompareOrdered<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => CompareFlags<TElement>(cpu, op, d, s, quiet: false);

    /// <summary>UCOMISS, UCOMISD.</summary>
    public static bool CompareUnordered<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => CompareFlags<TElement>(cpu, op, d, s, quiet: true);

    private static bool CompareFlags<TElement>(Processor cpu, Op* op, byte* d, byte* s, bool quiet)
        where TElement : struct, ISseElement
    {
        if (!default(TElement).TryCompare(d, s, out Arithmetic.Relation relation))
        {
            FloatStatus status = cpu.SseStatus();
            Unpacked a = Arithmetic.Enter(default(TElement).Load(d), ref status), b = Arithmetic.Enter(default(TElement).Load(s), ref status);
            relation = Arithmetic.Compare(a, b, quiet, ref status);
            if (!cpu.EndSse(op, status.Flags))
                return false;
        }
        cpu.SetStatusFlags(FlagsOf(relation));
        return true;
    }

    /// <summary>ZF, PF and CF as COMISS and FCOMI set them; the other status flags are cleared.</summary>
    public static uint FlagsOf(Arithmetic.Relation relation) => relation switch
    {
        Arithmetic.Relation.Unordered => RflagsBits.Zf | RflagsBits.Pf | RflagsBits.Cf,
        Arithmetic.Relation.Less => RflagsBits.Cf,
        Arithmetic.Relation.Equal => RflagsBits.Zf,
        _ => 0,
    };

    // ---- ROUNDPS and the approximations ------------------------------------------------------------------------------------------

    public static bool PackedRound<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => RoundElements<TElement>(cpu, op, d, s, 16 / default(TElement).Size, imm);

    public static bool ScalarRound<TElement>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where TElement : struct, ISseElement => RoundElements<TElement>(cpu, op, d, s, 1, imm);

    private static bool RoundElements<TElement>(Processor cpu, Op* op, byte* d, byte* s, int count, uint imm)
        where TElement : struct, ISseElement
    {
        byte* r = stackalloc byte[16];
        FloatStatus status = cpu.SseStatus();
        Rounding rounding = (imm & 4) != 0 ? status.Rounding : (Rounding)(imm & 3);
        for (int i = 0; i < count * default(TElement).Size; i += default(TElement).Size)
        {
            Unpacked a = Arithmetic.Enter(default(TElement).Load(s + i), ref status);
            default(TElement).Store(r + i, Conversions.RoundToIntegral(a, rounding, (imm & 8) != 0, ref status));
        }
        if (!cpu.EndSse(op, status.Flags))
            return false;
        Copy(d, r, count * default(TElement).Size);
        return true;
    }

    // RCPPS and RSQRTPS raise nothing; the manual bounds their relative error by 1.5 * 2^-12 and does not say the bits.
    public static bool PackedReciprocal(Processor cpu, Op* op, byte* d, byte* s, uint imm) => Approximate(d, s, 4, &Reciprocal);

    public static bool ScalarReciprocal(Processor cpu, Op* op, byte* d, byte* s, uint imm) => Approximate(d, s, 1, &Reciprocal);

    public static bool PackedReciprocalRoot(Processor cpu, Op* op, byte* d, byte* s, uint imm) => Approximate(d, s, 4, &ReciprocalRoot);

    public static bool ScalarReciprocalRoot(Processor cpu, Op* op, byte* d, byte* s, uint imm) => Approximate(d, s, 1, &ReciprocalRoot);

    private static bool Approximate(byte* d, byte* s, int count, delegate*<float, float> function)
    {
        for (int i = 0; i < count; i++)
        {
            uint bits = ((uint*)s)[i];
            bool nan = (bits & 0x7FFFFFFF) > 0x7F800000;
            // Denormal operands count as zero.
            float value = BitConverter.UInt32BitsToSingle((bits & 0x7F800000) == 0 ? bits & 0x80000000 : bits);
            ((uint*)d)[i] = nan ? bits | 0x400000 : BitConverter.SingleToUInt32Bits(function(value));
        }
        return true;
    }

    private static float Reciprocal(float x) => Shorten(1 / x);

    private static float ReciprocalRoot(float x) =>
        x < 0 ? BitConverter.UInt32BitsToSingle(0xFFC00000) : x == 0 ? 1 / x : Shorten((float)(1 / Math.Sqrt(x)));

    // Twelve bits of the fraction; tiny results are zero.
    private static float Shorten(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        if (!float.IsFinite(x))
            return x;
        if ((bits & 0x7F800000) == 0)
            return BitConverter.UInt32BitsToSingle(bits & 0x80000000);
        return BitConverter.UInt32BitsToSingle((bits + 0x400) & 0xFFFFF800);
    }

    // ---- blends by mask, tests ----------------------------------------------------------------------------------------------------

    /// <summary>PBLENDVB, BLENDVPS, BLENDVPD: the sign of each element of XMM0 decides.</summary>
    public static bool BlendByXmm0<T>(Processor cpu, Op* op, byte* d, byte* s, uint imm)
        where T : unmanaged
    {
        byte* mask = cpu.Xmm(0);
        for (int i = 0; i < 16; i += sizeof(T))
        {
            if ((mask[i + sizeof(T) - 1] & 0x80) != 0)
                *(T*)(d + i) = *(T*)(s + i);
        }
        return true;
    }

    public static bool TestBits(Processor cpu, Op* op, byte* d, byte* s, uint imm)
    {
        UInt128 a = *(UInt128*)d, b = *(UInt128*)s;
        cpu.SetStatusFlags(((a & b) == 0 ? RflagsBits.Zf : 0) | ((~a & b) == 0 ? RflagsBits.Cf : 0));
        return true;
    }
}
