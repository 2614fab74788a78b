using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>
/// Random descriptor tables and what uses them: loads of selectors, LAR, LSL, VERR, far jumps, calls and returns, IRET to all modes, gates of all types, task switches. One
/// seed by default; VMXASM_EXHAUSTIVE takes twenty others, VMXASM_SEED a certain one.
/// </summary>
public sealed class TransfersAgainstBochsTests(ITestOutputHelper output)
{
    private const int Kinds = 29, Descriptors = 72, LocalDescriptors = 16, FirstRandom = 0x40;

    [RequiresToolFact("as", "ld", "bochs")]
    public void Same_text()
    {
        int seed = Sampling.Seed(125);
        int rounds = Sampling.IsExhaustive ? 20 : 1;
        for (int round = 0; round < rounds; round++)
        {
            List<string> texts = [];
            Compare(seed + round, Cases(new Random(seed + round), 400, texts), texts);
        }
    }

    /// <summary>One image of them by default, all with VMXASM_EXHAUSTIVE.</summary>
    [RequiresToolFact("as", "ld", "bochs")]
    public void Every_type_of_descriptor()
    {
        int seed = Sampling.Seed(7);
        var types = new DescriptorTypes(seed);
        int images = Sampling.IsExhaustive ? types.Images : 1;
        for (int image = 0; image < images; image++)
        {
            List<string> texts = [];
            Compare(seed, types.Text(image, texts), texts);
        }
    }

    private void Compare(int seed, string cases, List<string> texts)
    {
        output.WriteLine($"seed {seed}");
        byte[] image = ProgramImage.Assemble("transfers.s", cases: cases);
        using var machine = new ProcessorUnderTest(CpuModels.Haswell);
        machine.Boot(image);
        RunStop stop = machine.Run(200_000_000);
        string[] ours = Lines(machine.Serial);
        string[] theirs = Lines(BochsOracle.Run(image, "haswell", seconds: 60).Serial);
        List<string> different = [];
        for (int i = 0; i < Math.Min(ours.Length, theirs.Length); i++)
        {
            if (ours[i] != theirs[i])
                different.Add($"case {i}, {(i < texts.Count ? texts[i] : "")}:\n  ours {ours[i]}\n  Bochs {theirs[i]}");
        }
        foreach (string one in different.Take(12))
            output.WriteLine(one);
        Assert.True(different.Count == 0, $"seed {seed}: {different.Count} of {theirs.Length} differ; {string.Join("\n", different.Take(3))}");
        Assert.Equal(RunStop.Stopped, stop);
        Assert.Equal(theirs.Length, ours.Length);
        Assert.Equal(texts.Count, ours.Length);
        output.WriteLine($"ends: {string.Join(", ", ours.CountBy(line => line.Split(' ')[0]).Select(pair => $"{pair.Key} {pair.Value}"))}");
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Cases(Random random, int count, List<string> texts)
    {
        var text = new StringBuilder();
        for (int i = 0; i < Descriptors; i++)
            text.Append(Descriptor(random));
        text.Append("gdtend:\nldt:\n");
        for (int i = 0; i < LocalDescriptors; i++)
            text.Append(Descriptor(random));
        text.Append("ldtend:\n");
        for (int i = 0; i < 4; i++)
            text.Append(TaskState(random, i));
        text.Append("tablesend:\n\t.p2align 4\ntss:\t.fill 4\n\t.long 0x7000, 16, 0x6C00, 0x59, 0x6800, 0x5A\n\t.fill 74\n\t.word 0x68\ndftss:\t.fill 32\n");
        text.Append("\t.long dftask, 2, 0, 0, 0, 0, 0x7700, 0, 0, 0, 16, 8, 16, 16, 16, 16, 0, 0x680000\n\t.p2align 3\nidt:\t.fill 0x40*8\n");
        for (int i = 0x40; i < 0x80; i++)
            text.Append(Gate(random));
        text.Append("\t.p2align 2\ncases:\n");
        for (int i = 0; i < count; i++)
            text.Append(Case(random, texts));
        return text.Append("casesend:\n").ToString();
    }

    private static string Case(Random random, List<string> texts)
    {
        int kind = random.Next(Kinds), level = random.Next(2) * 3;
        bool virtual8086 = kind == 16 && random.Next(3) != 0;
        int selector = Selector(random);
        var frame = new int[9];
        for (int i = 0; i < 9; i++)
            frame[i] = Selector(random);
        int flags = Flags(random), frameFlags = Flags(random) | (virtual8086 ? 0x20000 : 0) | (random.Next(8) == 0 ? 0x100 : 0);
        // Where IRET and RET take their instruction pointer, code segment, flags, stack pointer and stack segment from.
        bool interrupt = kind is 15 or 16 or 17 or 26;
        string[] words = [.. frame.Select(value => value.ToString())];
        bool words16 = kind is 14 or 17;
        if (kind is >= 12 and <= 17 or 26)
        {
            int stack = kind == 13 ? 4 : 2;
            // Bochs cuts an EIP above 0xFFFF for virtual-8086 mode; the manual has #GP(0) ("IRET/IRETD/IRETQ").
            words[0] = random.Next(12) == 0 && !virtual8086 ? "0x12345678" : "arrived";
            words[1] = virtual8086 ? "0" : $"{frame[1]}";
            if (interrupt)
                words[2] = $"{frameFlags}";
            else
                words[stack] = "0x5F00";
            if (interrupt)
                words[3] = "0x5F00";
            if (words16)
                words = [$"arrived + {frame[1]} * 0x10000", $"{frameFlags & 0xFFFF} + 0x5F00 * 0x10000", .. words[2..]];
        }
        texts.Add($"kind {kind}, level {level}, selector {selector:x}, flags {flags:x}, frame {string.Join(' ', words.Take(5))}");
        return $"\t.byte {kind}, {level}, {random.Next(0x40, 0x80)}, 0\n\t.long {selector}, {flags}\n\t.long {string.Join(", ", words)}\n\t.long arrived, {frame[8]}, 0, 0\n";
    }

    private static int Flags(Random random) => 2 | (random.Next(4) << 12) | (random.Next(6) == 0 ? 0x4000 : 0) | (random.Next(2) == 0 ? 0x8D5 : 0) | (random.Next(8) == 0 ? 0x40000 : 0);

    private static int Selector(Random random) => random.Next(24) switch
    {
        0 => random.Next(4),
        1 => random.Next(0x10000) | 0x8000,
        2 => FirstRandom + (Descriptors * 8),
        3 or 4 => (8 * random.Next(1, 5)) | random.Next(4),
        < 10 => (8 * random.Next(LocalDescriptors + 1)) | 4 | random.Next(4),
        _ => (FirstRandom + (8 * random.Next(Descriptors))) | random.Next(4),
    };

    private static string Descriptor(Random random)
    {
        int present = random.Next(8) == 0 ? 0 : 0x80, level = random.Next(3) == 0 ? random.Next(4) : random.Next(2) * 3;
        int rights = present | level << 5;
        switch (random.Next(8))
        {
            case 0 or 1:
                // Code, flat: its end may come early, its size vary.
                bool wide = random.Next(3) != 0;
                string end = random.Next(6) == 0 ? "0x1000" : "0xFFFF";
                return $"\t.word {end}, 0, {(rights | 0x18 | random.Next(8)) << 8}, {(wide ? 0xCF : random.Next(2) == 0 ? 0x4F : 0x0F)}\n";
            case 2 or 3:
                // Data; a base elsewhere, in memory that nobody needs.
                return $"\t.word {(random.Next(3) == 0 ? "0xFFF" : "0xFFFF")}, 0, {(rights | 0x10 | random.Next(8)) << 8} | {(random.Next(3) == 0 ? 3 : 0)}, {(random.Next(3) == 0 ? 0x0F : random.Next(3) == 0 ? 0x4F : 0xCF)}\n";
            case 4:
                // Call gates of both sizes.
                return $"\t.word arrived, {Selector(random)}, {(rights | (random.Next(3) == 0 ? 4 : 12)) << 8} | {random.Next(4)}, 0\n";
            case 5:
                return $"\t.word 0, {Selector(random)}, {(rights | 5) << 8}, 0\n";
            case 6:
                // Task states of both sizes, some of them busy, some too short.
                int type = random.Next(4) switch { 0 => 1, 1 => 11, _ => 9 };
                return $"\t.word {(random.Next(8) == 0 ? 0x20 : 0x67)}, task{random.Next(4)}, {(rights | type) << 8}, 0\n";
            default:
                // Anything else: reserved types, LDTs, interrupt gates where they do not belong.
                return $"\t.word 0x7F, ldt, {(rights | (random.Next(2) == 0 ? 2 : random.Next(16))) << 8}, 0\n";
        }
    }

    private static string Gate(Random random)
    {
        int[] types = [14, 14, 14, 15, 15, 6, 7, 5, 12, random.Next(32)];
        int rights = (random.Next(8) == 0 ? 0 : 0x80) | (random.Next(2) * 3) << 5 | types[random.Next(types.Length)];
        return $"\t.word arrived, {(random.Next(2) == 0 ? 8 : Selector(random))}, {rights << 8}, 0\n";
    }

    // Mostly one that can be switched to: level 0 or 3 with matching segments.
    private static string TaskState(Random random, int number)
    {
        bool outer = random.Next(2) == 0;
        int Segment(int good) => random.Next(5) == 0 ? Selector(random) : good;
        int code = Segment(outer ? 0x1B : 8), stack = Segment(outer ? 0x23 : 16), data = outer ? 0x23 : 16;
        string segments = $"{Segment(data)}, {code}, {stack}, {Segment(data)}, {Segment(data)}, {Segment(data)}, {(random.Next(4) == 0 ? Selector(random) : 0x30)}";
        return $"\t.p2align 2\ntask{number}:\t.long 0x28, 0x7000, 16, 0, 0, 0, 0, 0, arrived, {Flags(random)}, 1, 2, 3, 4, 0x5E00, 6, 7, 8, {segments}, 0x680000{(random.Next(8) == 0 ? " + 1" : "")}\n";
    }
}
