using VmxAsm.Runtime.Floating;
using VmxAsm.Testing;
using Xunit;
using SoftFloat = VmxAsm.Runtime.Floating.Arithmetic;

namespace VmxAsm.Runtime.Tests.Floating;

/// <summary>Our arithmetic against .NET's, which is IEEE 754's in round-to-nearest, and against its transcendental functions.</summary>
public sealed class ArithmeticTests
{
    private delegate Unpacked Operation(in Unpacked a, in Unpacked b, in FloatFormat format, ref FloatStatus status);

    [Fact]
    public void AddsLikeTheHost() =>
        Compare((in Unpacked a, in Unpacked b, in FloatFormat f, ref FloatStatus s) => SoftFloat.Add(a, b, f, ref s), (a, b) => a + b, (a, b) => a + b);

    [Fact]
    public void SubtractsLikeTheHost() => Compare(SoftFloat.Subtract, (a, b) => a - b, (a, b) => a - b);

    [Fact]
    public void MultipliesLikeTheHost() => Compare(SoftFloat.Multiply, (a, b) => a * b, (a, b) => a * b);

    [Fact]
    public void DividesLikeTheHost() => Compare(SoftFloat.Divide, (a, b) => a / b, (a, b) => a / b);

    [Fact]
    public void TakesRootsLikeTheHost() =>
        Compare((in Unpacked a, in Unpacked b, in FloatFormat f, ref FloatStatus s) => SoftFloat.SquareRoot(a, f, ref s), (a, _) => Math.Sqrt(a), (a, _) => MathF.Sqrt(a));

    /// <summary>2^127 by 2^-10 in single precision, without a result for the handler: the sticky flags are those of Intel's processors.</summary>
    [Theory]
    [InlineData(true, 0x28)]
    [InlineData(false, 0x08)]
    public void AnExactOverflowIsInexactOnlyWhereItIsMasked(bool masked, int flags)
    {
        FloatStatus status = new() { Masked = masked ? FloatFlags.All : FloatFlags.All & ~FloatFlags.Overflow };
        SoftFloat.Divide(Unpacked.FromDouble(BitConverter.DoubleToUInt64Bits(Math.ScaleB(1, 127))), Unpacked.FromDouble(BitConverter.DoubleToUInt64Bits(Math.ScaleB(1, -10))), FloatFormat.Single, ref status);
        Assert.Equal(flags, (int)status.Flags);
    }

    private static void Compare(Operation operation, Func<double, double, double> host, Func<float, float, float> hostSingle)
    {
        int seed = Sampling.Seed();
        Random random = new(seed);
        for (int i = 0; i < 20_000; i++)
        {
            double a = RandomDouble(random), b = RandomDouble(random), want = host(a, b);
            FloatStatus status = new() { Masked = FloatFlags.All };
            Unpacked result = operation(Unpacked.FromDouble(BitConverter.DoubleToUInt64Bits(a)), Unpacked.FromDouble(BitConverter.DoubleToUInt64Bits(b)), FloatFormat.Double, ref status);
            double got = BitConverter.UInt64BitsToDouble(result.ToDouble());
            Assert.True(Same(want, got), $"seed {seed}: {a:R}, {b:R}: want {want:R}, got {got:R}");

            float c = (float)a, d = (float)b, wantSingle = hostSingle(c, d);
            result = operation(Unpacked.FromSingle(BitConverter.SingleToUInt32Bits(c)), Unpacked.FromSingle(BitConverter.SingleToUInt32Bits(d)), FloatFormat.Single, ref status);
            float gotSingle = BitConverter.UInt32BitsToSingle(result.ToSingle());
            Assert.True(Same(wantSingle, gotSingle), $"seed {seed}: {c:R}, {d:R}: want {wantSingle:R}, got {gotSingle:R}");
        }
    }

    [Theory]
    [InlineData("sin")]
    [InlineData("cos")]
    [InlineData("tan")]
    [InlineData("atan")]
    [InlineData("exp2")]
    [InlineData("log2")]
    public void TranscendentalFunctionsAreThoseOfTheMathLibrary(string name)
    {
        int seed = Sampling.Seed();
        Random random = new(seed);
        for (int i = 0; i < 200; i++)
        {
            double x = (random.NextDouble() - 0.5) * (name == "exp2" ? 2 : 100);
            if (name == "log2")
                x = Math.Abs(x);
            FloatStatus status = new() { Masked = FloatFlags.All };
            Unpacked a = Unpacked.FromDouble(BitConverter.DoubleToUInt64Bits(x)), one = Unpacked.FromInteger(1);
            (Unpacked result, double want) = name switch
            {
                "sin" => (Transcendental.Sine(a, FloatFormat.Double, ref status), Math.Sin(x)),
                "cos" => (Transcendental.Cosine(a, FloatFormat.Double, ref status), Math.Cos(x)),
                "tan" => (Transcendental.Tangent(a, FloatFormat.Double, ref status), Math.Tan(x)),
                "atan" => (Transcendental.ArcTangent(a, one, FloatFormat.Double, ref status), Math.Atan(x)),
                "exp2" => (Transcendental.Exp2MinusOne(a, FloatFormat.Double, ref status), Math.Pow(2, x) - 1),
                _ => (Transcendental.LogTimes(a, one, FloatFormat.Double, ref status), Math.Log2(x)),
            };
            double got = BitConverter.UInt64BitsToDouble(result.ToDouble());
            Assert.True(Math.Abs(got - want) <= Math.Abs(want) * 1e-14 + 1e-16, $"seed {seed}: {name}({x:R}) is {want:R}, got {got:R}");
            Assert.Equal(FloatFlags.Precision, status.Flags);
        }
    }

    private static double RandomDouble(Random random) => random.Next(6) switch
    {
        0 => BitConverter.UInt64BitsToDouble((ulong)random.NextInt64()),
        1 => -BitConverter.UInt64BitsToDouble((ulong)random.NextInt64() >> random.Next(1, 60)),
        2 => random.Next(-20, 20),
        3 => float.MinValue * random.NextDouble() * Math.Pow(2, random.Next(-280, 4)),
        _ => (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-60, 60)),
    };

    private static bool Same(double want, double got) =>
        double.IsNaN(want) ? double.IsNaN(got) : BitConverter.DoubleToUInt64Bits(want) == BitConverter.DoubleToUInt64Bits(got);

    private static bool Same(float want, float got) =>
        float.IsNaN(want) ? float.IsNaN(got) : BitConverter.SingleToUInt32Bits(want) == BitConverter.SingleToUInt32Bits(got);
}
