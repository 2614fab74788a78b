using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>Sampled instructions give the same registers, flags, memory and faults here and in Bochs. The seed of a run is printed; VMXASM_SEED repeats it.</summary>
public sealed class InstructionsAgainstBochsTests(ITestOutputHelper output)
{
    [RequiresToolTheory("bochs")]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Same_results(int bits)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("VMXASM_SEED"), out int given) ? given : Random.Shared.Next();
        int most = int.TryParse(Environment.GetEnvironmentVariable("VMXASM_CASES"), out int cases) ? cases : 1500;
        output.WriteLine($"seed {seed}");
        (List<byte[]> code, List<int> addresses, List<string> texts) = new InstructionSampler(bits, seed).Sample(perForm: 20, most);
        byte[] image = GuestProgram.Build(bits, code, addresses, repetitions: 6, (uint)seed);

        if (Environment.GetEnvironmentVariable("VMXASM_DUMP") is { } path)
            File.WriteAllBytes($"{path}{bits}.img", image);
        string[] ours = Ours(image, texts).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] theirs = BochsOracle.Run(image, "haswell", seconds: 100).Serial.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(code.Count, theirs.Length);
        List<string> differences = [];
        for (int i = 0; i < code.Count; i++)
        {
            if (i >= ours.Length || ours[i] != theirs[i])
                differences.Add($"{i}: {texts[i]}");
        }
        foreach (string difference in differences.Take(40))
            output.WriteLine(difference);
        Assert.True(differences.Count == 0, $"{differences.Count} of {code.Count} differ (seed {seed}); first: {string.Join(" | ", differences.Take(5))}");
    }

    private static string Ours(byte[] image, List<string> texts)
    {
        using var machine = new ProcessorUnderTest(CpuModels.Haswell);
        machine.Boot(image);
        RunStop stop = machine.Run(2_000_000_000);
        int done = machine.Serial.Count(letter => letter == '\n');
        string last = done < texts.Count ? texts[done] : "the end";
        Assert.True(stop == RunStop.Stopped, $"{stop} {machine.Cpu.NotEmulatedReason} at {machine.Cpu.Cs.Selector:X4}:{machine.Cpu.Rip:X} in {last}");
        return machine.Serial;
    }
}
