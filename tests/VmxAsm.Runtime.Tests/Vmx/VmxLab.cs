using System.Text;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Testing;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>The guests that <c>lab.s</c> can build a valid VMCS for; the numbers are its own.</summary>
internal enum LabGuest
{
    Long,
    Protected,
    Virtual8086,
    Pae,
    Real,
    LongOverEpt,
}

/// <summary>What a guest of <c>lab.s</c> executes.</summary>
internal enum LabProgram
{
    Vmcall,
    Mixed,
    PortIo,
    ControlRegisters,
    Faults,
    Msrs,
    VmxInstructions,

    /// <summary>Instructions that later processors added, task switches, an access to the page of a virtual APIC.</summary>
    Later,

    /// <summary>A local APIC through its page, which the lab virtualizes.</summary>
    Apic,

    /// <summary>The same through the MSRs of an x2APIC.</summary>
    X2Apic,

    /// <summary>Single steps, the shadows of MOV SS and STI, data breakpoints, software interrupts.</summary>
    Debug,

    /// <summary>Waits for the timer's interrupt.</summary>
    Interrupts,

    /// <summary>The local APIC sends an NMI (64-bit guests only).</summary>
    Nmi,

    /// <summary>CPUID if the time stamp is beyond 2^36, then PAUSE three times.</summary>
    Time,

    /// <summary>Writes IA32_PAT and IA32_EFER.</summary>
    Loads,

    /// <summary>XSAVES, INVEPT, INVVPID, a task switch.</summary>
    ExtendedState,

    /// <summary>What the edits write to 0x36000, with VMCALLs all around.</summary>
    Stream,
}

internal enum LabOperation
{
    Set,
    Xor,
    Or,
    And,

    /// <summary>Memory at 16 times the "encoding".</summary>
    Memory = 8,

    /// <summary>The same, 8 bytes further.</summary>
    MemoryHigh = 9,
}

internal readonly record struct LabEdit(LabOperation Operation, int Encoding, ulong Value)
{
    public LabEdit(LabOperation operation, VmcsField field, ulong value) : this(operation, (int)field, value)
    {
    }

    public override string ToString() =>
        Operation >= LabOperation.Memory
            ? $"memory 0x{16 * Encoding + (Operation == LabOperation.MemoryHigh ? 8 : 0):x} = 0x{Value:x}"
            : $"{VmcsFields.Find((ulong)Encoding)?.Name} {Operation} 0x{Value:x}";
}

/// <summary>One virtual machine: a valid VMCS of the guest's kind, changed by the edits, and what the guest executes.</summary>
internal sealed record LabTest(LabGuest Guest, LabProgram Program, IReadOnlyList<LabEdit> Edits)
{
    public override string ToString() => $"{Guest} {Program}: {string.Join("; ", Edits)}";
}

/// <summary>Images made from <c>lab.s</c> and a table of tests, and what they print.</summary>
internal static class VmxLab
{
    private static readonly Lazy<byte[]> Code = new(() => LabImage.Assemble(LabImage.Source("lab.s")));

    /// <summary>What a Bochs of the tests has: what lies behind it reads as ones.</summary>
    private const long BochsMemory = 64L << 20;

    /// <summary>Most of a run in Bochs is waiting for the serial port.</summary>
    private const int FewInstructions = 2_000_000;

    /// <summary>Runs the tests on our machine: the lines printed for each.</summary>
    public static string[][] Run(IReadOnlyList<LabTest> tests, string cpu)
    {
        StringBuilder serial = new();
        MachineOptions options = new() { CpuModelName = cpu, MemoryBytes = BochsMemory, SerialOutput = value => serial.Append((char)value), MaxInstructions = 1_000_000_000 };
        using Machine machine = Machine.Boot(Image(tests), options);
        machine.Run(CancellationToken.None);
        return Split(serial.ToString(), tests.Count);
    }

    /// <summary>
    /// Those of the tests that come to an end and leave the laboratory alone: a program of random bytes may well write over it, and from there on what happens is chance.
    /// </summary>
    public static IEnumerable<LabTest> Harmless(IReadOnlyList<LabTest> tests, string cpu)
    {
        int from = 0;
        while (from < tests.Count)
        {
            LabTest[] rest = [.. tests.Skip(from)];
            int good = FirstHarmful(rest, cpu);
            foreach (LabTest test in rest.Take(good))
                yield return test;
            from += good + 1;
        }
    }

    /// <summary>The number of the first test that does not end, or touches what is not its own; the number of tests when none does.</summary>
    private static int FirstHarmful(IReadOnlyList<LabTest> tests, string cpu)
    {
        const int InstructionsForATest = 400_000, InstructionsToBoot = 20_000_000;
        int current = -1;
        bool harmed = false;
        StringBuilder line = new();
        Machine? machine = null;
        MachineOptions options = new()
        {
            CpuModelName = cpu,
            MemoryBytes = BochsMemory,
            HistoryLength = 0,
            MaxInstructions = InstructionsToBoot + (long)tests.Count * InstructionsForATest,
            SerialOutput = value =>
            {
                if (harmed)
                    return;
                line.Append((char)value);
                if (value != '\n')
                    return;
                if (line[0] == 'T')
                    current = Convert.ToInt32(line.ToString().Split(' ')[1], 16);
                harmed = VmxStreamSampler.IsOutside(line.ToString().Split('|')[0].TrimEnd().Split(' '));
                line.Clear();
            },
        };
        using (machine = Machine.Boot(Image(tests), options))
        {
            machine.Processor.ObserveAccesses((linear, size, _) =>
            {
                if (!machine.Processor.NonRoot || harmed || VmxStreamSampler.MayTouch(linear))
                    return;
                harmed = true;
                machine.Processor.Raise(CpuSignals.Stop);
            });
            while (!harmed && machine.Turn(1_000_000) is null)
            {
            }
        }

        return harmed || line.Length == 0 || line[0] != '.' ? Math.Max(current, 0) : tests.Count;
    }

    /// <summary>Runs the tests on Bochs.</summary>
    public static string[][] RunOnBochs(IReadOnlyList<LabTest> tests, string cpu) =>
        Split(BochsOracle.Run(Image(tests), cpu, seconds: 60, instructionsPerSecond: FewInstructions).Serial, tests.Count);

    public static byte[] Image(IReadOnlyList<LabTest> tests)
    {
        List<byte> image = [.. Code.Value];
        foreach (LabTest test in tests)
        {
            Add32(image, (uint)test.Guest);
            Add32(image, (uint)test.Program);
            Add32(image, (uint)test.Edits.Count);
            foreach (LabEdit edit in test.Edits)
            {
                Add32(image, (uint)edit.Operation << 16 | (uint)edit.Encoding);
                Add32(image, (uint)edit.Value);
                Add32(image, (uint)(edit.Value >> 32));
            }
        }

        Add32(image, uint.MaxValue);
        return LabImage.Floppy([.. image]);
    }

    private static void Add32(List<byte> image, uint value)
    {
        for (int shift = 0; shift < 32; shift += 8)
            image.Add((byte)(value >> shift));
    }

    /// <summary>The lines of each test without what differs for good reason: the guest's RAX (behind the bar) may be a time stamp.</summary>
    private static string[][] Split(string serial, int count)
    {
        List<string>[] sections = [.. Enumerable.Range(0, count).Select(_ => new List<string>())];
        List<string>? current = null;
        foreach (string line in serial.Split('\n'))
        {
            string text = line.Split('|')[0].TrimEnd();
            if (text.StartsWith("T ", StringComparison.Ordinal))
            {
                int number = Convert.ToInt32(text.Split(' ')[1], 16);
                current = number < count ? sections[number] : null;
            }
            else if (text is not ("" or "."))
                current?.Add(text);
        }

        return [.. sections.Select(section => section.ToArray())];
    }
}
