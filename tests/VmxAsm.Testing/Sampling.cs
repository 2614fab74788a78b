using System.Globalization;

namespace VmxAsm.Testing;

/// <summary>
/// How tests that draw their cases at random draw them. A test run gives the same verdict twice, so the seed is a fixed one;
/// <c>VMXASM_EXHAUSTIVE=1</c> asks for many more cases and another seed each time, <c>VMXASM_SEED</c> for a certain seed.
/// </summary>
public static class Sampling
{
    public static bool IsExhaustive { get; } = Environment.GetEnvironmentVariable("VMXASM_EXHAUSTIVE") == "1";

    /// <summary>The seed for one test, which the test prints.</summary>
    /// <param name="usual">What it is when nothing else was asked for.</param>
    public static int Seed(int usual = 1) =>
        int.TryParse(Environment.GetEnvironmentVariable("VMXASM_SEED"), CultureInfo.InvariantCulture, out int given) ? given
        : IsExhaustive ? Random.Shared.Next(1, 1_000_000)
        : usual;
}
