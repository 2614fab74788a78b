using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>Programs of system instructions, each printing what happened: the same text here and in Bochs.</summary>
public sealed class ProgramsAgainstBochsTests
{
    [RequiresToolTheory("as", "ld", "bochs")]
    [InlineData("protection.s", 32)]
    [InlineData("longmode.s", 64)]
    public void Same_text(string name, int bits)
    {
        byte[] image = ProgramImage.Assemble(name, bits);
        string theirs = BochsOracle.Run(image, "haswell", seconds: 60).Serial;
        using var machine = new ProcessorUnderTest(CpuModels.Haswell);
        machine.Boot(image);
        RunStop stop = machine.Run(100_000_000);

        string[] expected = theirs.Split('\n'), actual = machine.Serial.Split('\n');
        for (int i = 0; i < Math.Min(expected.Length, actual.Length); i++)
            Assert.True(expected[i] == actual[i], $"line {i + 1}: `{actual[i]}`, in Bochs `{expected[i]}`");
        Assert.Equal(RunStop.Stopped, stop);
        Assert.Equal(expected.Length, actual.Length);
        Assert.True(expected.Length > 20, "Bochs printed little: " + theirs);
    }
}
