using VmxAsm.Runtime.Floating;

namespace VmxAsm.Runtime.Execute.Vectors;

/// <summary>Single or double: what SSE operations are generic over.</summary>
internal unsafe interface ISseElement
{
    int Size { get; }

    FloatFormat Format { get; }

    Unpacked Load(byte* p);

    void Store(byte* p, in Unpacked value);

    /// <summary>How two normal numbers or zeros compare, which raises nothing; false for all else.</summary>
    bool TryCompare(byte* a, byte* b, out Arithmetic.Relation relation);
}

internal readonly unsafe struct SingleElement : ISseElement
{
    public int Size => 4;

    public FloatFormat Format => FloatFormat.Single;

    public Unpacked Load(byte* p) => Unpacked.FromSingle(*(uint*)p);

    public void Store(byte* p, in Unpacked value) => *(uint*)p = value.ToSingle();

    public static bool IsPlain(float x) => float.IsNormal(x) || x == 0;

    public bool TryCompare(byte* a, byte* b, out Arithmetic.Relation relation)
    {
        float x = *(float*)a, y = *(float*)b;
        relation = x < y ? Arithmetic.Relation.Less : x == y ? Arithmetic.Relation.Equal : Arithmetic.Relation.Greater;
        return IsPlain(x) && IsPlain(y);
    }
}

internal readonly unsafe struct DoubleElement : ISseElement
{
    public int Size => 8;

    public FloatFormat Format => FloatFormat.Double;

    public Unpacked Load(byte* p) => Unpacked.FromDouble(*(ulong*)p);

    public void Store(byte* p, in Unpacked value) => *(ulong*)p = value.ToDouble();

    public static bool IsPlain(double x) => double.IsNormal(x) || x == 0;

    public bool TryCompare(byte* a, byte* b, out Arithmetic.Relation relation)
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
    Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status);

    float OnHost(float a, float b);

    double OnHost(double a, double b);
}

internal readonly struct SseAdd : ISseOperation
{
    public Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Add(a, b, format, ref status);

    public float OnHost(float a, float b) => a + b;

    public double OnHost(double a, double b) => a + b;
}

internal readonly struct SseSubtract : ISseOperation
{
    public Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Subtract(a, b, format, ref status);

    public float OnHost(float a, float b) => a - b;

    public double OnHost(double a, double b) => a - b;
}

internal readonly struct SseMultiply : ISseOperation
{
    public Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Multiply(a, b, format, ref status);

    public float OnHost(float a, float b) => a * b;

    public double OnHost(double a, double b) => a * b;
}

internal readonly struct SseDivide : ISseOperation
{
    public Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.Divide(a, b, format, ref status);

    public float OnHost(float a, float b) => a / b;

    public double OnHost(double a, double b) => a / b;
}

/// <summary>The second operand's root; the first is not looked at.</summary>
internal readonly struct SseSquareRoot : ISseOperation
{
    public Unpacked Apply(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status) => Arithmetic.SquareRoot(b, format, ref status);

    public float OnHost(float a, float b) => MathF.Sqrt(b);

    public double OnHost(double a, double b) => Math.Sqrt(b);
}
