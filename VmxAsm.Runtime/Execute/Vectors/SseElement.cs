using VmxAsm.Runtime.Floating;

namespace VmxAsm.Runtime.Execute.Vectors;

/// <summary>Single or double: what SSE operations are generic over.</summary>
internal unsafe interface ISseElement
{
    static abstract int Size { get; }

    static abstract FloatFormat Format { get; }

    static abstract Unpacked Load(byte* p);

    static abstract void Store(byte* p, in Unpacked value);

    /// <summary>How two normal numbers or zeros compare, which raises nothing; false for all else.</summary>
    static abstract bool TryCompare(byte* a, byte* b, out Arithmetic.Relation relation);
}

internal readonly unsafe struct SingleElement : ISseElement
{
    public static int Size => 4;

    public static FloatFormat Format => FloatFormat.Single;

    public static Unpacked Load(byte* p) => Unpacked.FromSingle(*(uint*)p);

    public static void Store(byte* p, in Unpacked value) => *(uint*)p = value.ToSingle();

    public static bool IsPlain(float x) => float.IsNormal(x) || x == 0;

    public static bool TryCompare(byte* a, byte* b, out Arithmetic.Relation relation)
    {
        float x = *(float*)a, y = *(float*)b;
        relation = x < y ? Arithmetic.Relation.Less : x == y ? Arithmetic.Relation.Equal : Arithmetic.Relation.Greater;
        return IsPlain(x) && IsPlain(y);
    }
}

internal readonly unsafe struct DoubleElement : ISseElement
{
    public static int Size => 8;

    public static FloatFormat Format => FloatFormat.Double;

    public static Unpacked Load(byte* p) => Unpacked.FromDouble(*(ulong*)p);

    public static void Store(byte* p, in Unpacked value) => *(ulong*)p = value.ToDouble();

    public static bool IsPlain(double x) => double.IsNormal(x) || x == 0;

    public static bool TryCompare(byte* a, byte* b, out Arithmetic.Relation relation)
    {
        double x = *(double*)a, y = *(double*)b;
        relation = x < y ? Arithmetic.Relation.Less : x == y ? Arithmetic.Relation.Equal : Arithmetic.Relation.Greater;
        return IsPlain(x) && IsPlain(y);
    }
}

/// <summary>
/// An arithmetic operation of two operands, twice: exactly, with every flag, and as the host does it. The host's result is taken when it cannot differ:
/// rounding to nearest, everything masked, the precision flag already up, operands and result normal numbers.
/// </summary>
internal interface ISseOperation
{
    static abstract Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status);

    static abstract float OnHost(float a, float b);

    static abstract double OnHost(double a, double b);
}

internal readonly struct SseAdd : ISseOperation
{
    public static Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Add(a, b, format, ref status);

    public static float OnHost(float a, float b) => a + b;

    public static double OnHost(double a, double b) => a + b;
}

internal readonly struct SseSubtract : ISseOperation
{
    public static Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Subtract(a, b, format, ref status);

    public static float OnHost(float a, float b) => a - b;

    public static double OnHost(double a, double b) => a - b;
}

internal readonly struct SseMultiply : ISseOperation
{
    public static Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Multiply(a, b, format, ref status);

    public static float OnHost(float a, float b) => a * b;

    public static double OnHost(double a, double b) => a * b;
}

internal readonly struct SseDivide : ISseOperation
{
    public static Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Divide(a, b, format, ref status);

    public static float OnHost(float a, float b) => a / b;

    public static double OnHost(double a, double b) => a / b;
}

/// <summary>The second operand's root; the first is not looked at.</summary>
internal readonly struct SseSquareRoot : ISseOperation
{
    public static Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.SquareRoot(b, format, ref status);

    public static float OnHost(float a, float b) => MathF.Sqrt(b);

    public static double OnHost(double a, double b) => Math.Sqrt(b);
}
