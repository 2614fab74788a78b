using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>
/// Sampled instructions give the same registers, flags, memory and faults here, in Bochs and in QEMU, in all modes. The seed of a run is printed; VMXASM_SEED repeats it,
/// VMXASM_CASES is the number of cases, VMXASM_EXHAUSTIVE takes twenty programs of each.
/// </summary>
public sealed class InstructionsAgainstEmulatorsTests(ITestOutputHelper output)
{
    public static TheoryData<string> Modes => [.. GuestMode.All.Select(mode => mode.Name)];

    /// <summary>With Bochs every flag is compared: those that the manual leaves undefined are as on Intel's processors there.</summary>
    [RequiresToolTheory("bochs")]
    [MemberData(nameof(Modes))]
    public void Same_results_as_in_Bochs(string name) =>
        Compare(name, most: 500, _ => uint.MaxValue, _ => true, image => BochsOracle.Run(image, "haswell", seconds: 100).Serial);

    /// <summary>QEMU is asked about what it models: see <see cref="QemuDifferences"/>.</summary>
    [RequiresToolTheory("qemu-system-x86_64")]
    [MemberData(nameof(Modes))]
    public void Same_results_as_in_Qemu(string name) =>
        Compare(name, most: 500, one => StatusFlags.DefinedAfter(one), one => QemuDifferences.Models(GuestMode.Of(name), one), image => QemuOracle.Run(image, seconds: 100).Serial);

    private void Compare(string name, int most, Func<Iced.Intel.Instruction, uint> mask, Func<Iced.Intel.Instruction, bool> isModelled, Func<byte[], string> oracle)
    {
        GuestMode mode = GuestMode.Of(name);
        int seed = Sampling.Seed(20);
        if (int.TryParse(Environment.GetEnvironmentVariable("VMXASM_CASES"), out int cases))
            most = cases;
        else if (Sampling.IsExhaustive)
            most *= 3;
        for (int round = 0; round < (Sampling.IsExhaustive ? 20 : 1); round++)
        {
            output.WriteLine($"seed {seed + round}");
            InstructionSample sample = new InstructionSampler(mode, seed + round, isModelled).Sample(perForm: 20, most);
            byte[] image = GuestProgram.Build(mode, sample.Cases, sample.Addresses, [.. sample.Instructions.Select(mask)], repetitions: 6, (uint)(seed + round));
            if (Environment.GetEnvironmentVariable("VMXASM_DUMP") is { } path)
                File.WriteAllBytes($"{path}{name}.img", image);
            string[] ours = Ours(image, sample.Texts).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string[] theirs = oracle(image).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            List<string> differences = [];
            for (int i = 0; i < Math.Min(sample.Cases.Count, theirs.Length); i++)
            {
                if (i >= ours.Length || ours[i] != theirs[i])
                    differences.Add($"{i}: {sample.Texts[i]}");
            }
            foreach (string difference in differences.Take(40))
                output.WriteLine(difference);
            Assert.True(differences.Count == 0, $"{differences.Count} of {theirs.Length} differ (seed {seed + round}); first: {string.Join(" | ", differences.Take(5))}");
            Assert.Equal(sample.Cases.Count, theirs.Length);
        }
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
