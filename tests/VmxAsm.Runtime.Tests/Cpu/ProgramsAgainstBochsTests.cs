using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>Programs of system instructions, each printing what happened: the same text here and in Bochs.</summary>
public sealed class ProgramsAgainstBochsTests
{
    [RequiresToolTheory("as", "ld", "bochs")]
    [InlineData("protection", "elf_i386", "--32")]
    [InlineData("longmode", "elf_x86_64", "--64")]
    public void Same_text(string name, string emulation, string bits)
    {
        byte[] image = Assemble(name, emulation, bits);
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

    private static byte[] Assemble(string name, string emulation, string bits)
    {
        using var folder = new TemporaryFolder();
        string source = Path.Combine(RepositoryRoot.Path, "tests", "VmxAsm.Runtime.Tests", "Cpu", "Programs", name + ".s");
        string code = Path.Combine(folder.Path, "o"), image = Path.Combine(folder.Path, "image");
        ExternalTool.Get("as").Run(bits, source, "-o", code).OrThrow();
        ExternalTool.Get("ld").Run("-m", emulation, "-Ttext", "0x7C00", "--oformat", "binary", code, "-o", image).OrThrow();
        return File.ReadAllBytes(image);
    }
}
