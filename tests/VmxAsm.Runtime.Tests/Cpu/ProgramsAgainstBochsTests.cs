using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>Programs of system instructions, each printing what happened: the same text here and in Bochs.</summary>
public sealed class ProgramsAgainstBochsTests(ITestOutputHelper output)
{
    [RequiresToolTheory("as", "ld", "bochs")]
    [InlineData("protection.s", 32)]
    [InlineData("longmode.s", 64)]
    public void Same_text(string name, int bits)
    {
        string[] lines = Compare(ProgramImage.Assemble(name, bits), CpuModels.Haswell);
        Assert.True(lines.Length > 20, "Bochs printed little: " + string.Join("\n", lines));
    }

    /// <summary>Programs that make up their cases from a seed and print sums. VMXASM_EXHAUSTIVE takes twenty seeds, VMXASM_SEED a certain one.</summary>
    [RequiresToolTheory("as", "ld", "bochs")]
    [InlineData("paging.s", 64, "skylake")]
    [InlineData("virtual8086.s", 32, "haswell")]
    public void Same_sums(string name, int bits, string model)
    {
        int seed = Sampling.Seed(12345);
        for (int round = 0; round < (Sampling.IsExhaustive ? 20 : 1); round++)
        {
            output.WriteLine($"seed {seed + round}");
            string[] lines = Compare(ProgramImage.Assemble(name, bits, $"\t.set SEED, {seed + round}\n"), CpuModel.Find(model)!);
            Assert.Equal(13, lines.Length);
        }
    }

    /// <summary>The lines that both print.</summary>
    private static string[] Compare(byte[] image, CpuModel model)
    {
        string theirs = BochsOracle.Run(image, model.Name, seconds: 60).Serial;
        using var machine = new ProcessorUnderTest(model);
        machine.Boot(image);
        RunStop stop = machine.Run(100_000_000);

        string[] expected = theirs.Split('\n'), actual = machine.Serial.Split('\n');
        for (int i = 0; i < Math.Min(expected.Length, actual.Length); i++)
            Assert.True(expected[i] == actual[i], $"line {i + 1}: `{actual[i]}`, in Bochs `{expected[i]}`");
        Assert.Equal(RunStop.Stopped, stop);
        Assert.Equal(expected.Length, actual.Length);
        return expected;
    }
}
