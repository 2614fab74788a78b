using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>
/// Random sequences of VMX instructions end, step by step, as they do in Bochs: the same fault, flags, VM-instruction error, operands and current VMCS, and for guests
/// the same exit with the same details. VMXASM_EXHAUSTIVE=1 runs many programs; a failure names the step's source.
/// </summary>
public sealed class VmxInstructionsAgainstBochsTests(ITestOutputHelper output)
{
    private const int Steps = 300, Exhaustive = 12;

    [RequiresToolTheory("bochs")]
    [InlineData("core2", 64)]
    [InlineData("core2", 32)]
    [InlineData("nehalem", 64)]
    [InlineData("nehalem", 32)]
    [InlineData("haswell", 64)]
    [InlineData("haswell", 32)]
    [InlineData("skylake", 64)]
    [InlineData("skylake", 32)]
    public void SequencesOfInstructionsDoTheSame(string cpu, int home)
    {
        int programs = Sampling.IsExhaustive ? Exhaustive : 1;
        int seed = Sampling.Seed(20261123);
        output.WriteLine($"seed {seed} (set VMXASM_SEED to repeat)");
        for (int i = 0; i < programs; i++)
            Compare(new VmxStepSampler(CpuModel.Find(cpu)!, home, seed + i).Program(Steps), cpu, $"seed {seed + i}");
    }

    private static void Compare(string source, string cpu, string seed)
    {
        if (Environment.GetEnvironmentVariable("VMXASM_DUMP") is { } path)
            File.WriteAllText(path, source);
        byte[] image = Image(source);
        string[] expected = BochsOracle.Run(image, cpu, seconds: 120).Serial.Split('\n');
        string[] actual = Ours(image, cpu).Split('\n');

        // A guest may shut the machine down, in the middle of a program: then it does so in both.
        Assert.True(expected.Length >= Steps || Math.Abs(expected.Length - actual.Length) <= 1, $"{seed}: Bochs ended after {expected.Length} lines, ours has {actual.Length}");
        List<string> differences = [];
        for (int i = 0; i < Math.Min(Steps + 1, expected.Length - 1); i++)
        {
            string ours = i < actual.Length ? actual[i] : "(nothing)";
            if (expected[i] != ours && !ReadsInstructionLength(source, i))
                differences.Add($"\n  Bochs {expected[i]}\n  ours  {ours}\n{(i == 0 ? "" : Step(source, i - 1))}");
        }

        Assert.True(differences.Count == 0, $"{seed}: {differences.Count} steps differ{string.Concat(differences.Take(6))}");
    }

    /// <summary>A failed entry leaves the VM-exit instruction length alone, but not in Bochs.</summary>
    private static bool ReadsInstructionLength(string source, int line) => line > 0 && Step(source, line - 1).Contains("0x440c, ", StringComparison.Ordinal);

    private static string Ours(byte[] image, string cpu)
    {
        StringBuilder serial = new();
        MachineOptions options = new() { CpuModelName = cpu, MemoryBytes = 64L << 20, SerialOutput = value => serial.Append((char)value), MaxInstructions = 100_000_000 };
        using Machine machine = Machine.Boot(image, options);
        machine.Run(CancellationToken.None);
        return serial.ToString();
    }

    private static string Step(string source, int number)
    {
        int start = source.IndexOf($"BEGIN {number}\n", StringComparison.Ordinal), end = source.IndexOf($"DONE {number}\n", StringComparison.Ordinal);
        int guest = source.IndexOf($"guest_{number}:", StringComparison.Ordinal);
        return source[start..end] + (guest < 0 ? "" : source[guest..source.IndexOf('\n', guest)] + "\n");
    }

    private static byte[] Image(string source)
    {
        using TemporaryFolder folder = new();
        return LabImage.Floppy(LabImage.Assemble(folder.Write("program.s", source)));
    }
}
