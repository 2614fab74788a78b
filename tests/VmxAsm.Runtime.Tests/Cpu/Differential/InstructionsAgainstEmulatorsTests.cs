using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>
/// Sampled instructions give the same registers, flags, memory and faults here, in Bochs and in QEMU, in all modes. The seed of a run is printed; VMXASM_SEED repeats it,
/// VMXASM_CASES is the number of cases, VMXASM_EXHAUSTIVE takes twenty programs of each.
/// With 1,200 cases, seed 202 executes 130,000 instructions of both families in the nine modes, all as in Bochs.
/// </summary>
public sealed class InstructionsAgainstEmulatorsTests(ITestOutputHelper output)
{
    public static TheoryData<string> Modes => [.. GuestMode.All.Select(mode => mode.Name)];

    /// <summary>With Bochs every flag is compared: those that the manual leaves undefined are as on Intel's processors there.</summary>
    [RequiresToolTheory("bochs")]
    [MemberData(nameof(Modes))]
    public void Same_results_as_in_Bochs(string name) =>
        Compare(name, InstructionFamily.Integer, most: 500, _ => uint.MaxValue, _ => true, image => BochsOracle.Run(image, "haswell", seconds: 100).Serial);

    /// <summary>x87, MMX and SSE, with all their registers, control and status words and pointers, and their exceptions unmasked now and then.</summary>
    [RequiresToolTheory("bochs")]
    [MemberData(nameof(Modes))]
    public void Same_vectors_as_in_Bochs(string name) =>
        Compare(name, InstructionFamily.Vectors, most: 250, _ => uint.MaxValue, BochsDifferences.Models, image => BochsOracle.Run(image, "haswell", seconds: 100).Serial);

    /// <summary>QEMU is asked about what it models: see <see cref="QemuDifferences"/>.</summary>
    [RequiresToolTheory("qemu-system-x86_64")]
    [MemberData(nameof(Modes))]
    public void Same_results_as_in_Qemu(string name) =>
        Compare(name, InstructionFamily.Integer, most: 500, one => StatusFlags.DefinedAfter(one), one => QemuDifferences.Models(GuestMode.Of(name), one), image => QemuOracle.Run(image, seconds: 100).Serial, misplaces: false);

    private void Compare(string name, InstructionFamily family, int most, Func<Iced.Intel.Instruction, uint> mask, Func<Iced.Intel.Instruction, bool> isModelled, Func<byte[], string> oracle,
        bool misplaces = true)
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
            InstructionSample sample = new InstructionSampler(mode, family, seed + round, isModelled) { Misplaces = misplaces }.Sample(perForm: 20, most);
            byte[] image = GuestProgram.Build(mode, sample.Cases, sample.Addresses, [.. sample.Instructions.Select(mask)], repetitions: 6, (uint)(seed + round), family == InstructionFamily.Vectors);
            if (Environment.GetEnvironmentVariable("VMXASM_DUMP") is { } path)
                File.WriteAllBytes($"{path}{name}.img", image);
            string[] ours = Ours(image, sample.Texts).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string[] theirs = oracle(image).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            List<int> different = [];
            for (int i = 0; i < Math.Min(sample.Cases.Count, theirs.Length); i++)
            {
                if (i >= ours.Length || ours[i] != theirs[i])
                    different.Add(i);
            }
            foreach (int i in different.Take(30))
                output.WriteLine($"{i}: {sample.Texts[i]}: {Explain(mode, family, sample, i, mask, oracle)}");
            Assert.True(different.Count == 0, $"{different.Count} of {theirs.Length} differ (seed {seed + round}); first: {string.Join(" | ", different.Take(5).Select(i => sample.Texts[i]))}");
            Assert.Equal(sample.Cases.Count, theirs.Length);
        }
    }

    // The case by itself, with other states, told word by word.
    private static string Explain(GuestMode mode, InstructionFamily family, InstructionSample sample, int number, Func<Iced.Intel.Instruction, uint> mask, Func<byte[], string> oracle)
    {
        byte[] image = GuestProgram.Build(mode, [sample.Cases[number]], [sample.Addresses[number]], [mask(sample.Instructions[number])], repetitions: 30, 1, family == InstructionFamily.Vectors, isVerbose: true);
        string[] ours = Ours(image, [sample.Texts[number]]).Split('\n'), theirs = oracle(image).Split('\n');
        int period = (ours.Length - 2) / 30;
        return string.Join(", ", Enumerable.Range(0, Math.Min(ours.Length, theirs.Length)).Where(i => ours[i] != theirs[i]).Take(4)
            .Select(i => $"{GuestProgram.NameOf(i % period, family == InstructionFamily.Vectors)} {ours[i]}, there {theirs[i]}"));
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
