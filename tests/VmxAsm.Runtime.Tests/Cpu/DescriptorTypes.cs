using System.Text;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>
/// All 256 access bytes of a descriptor (type, DPL, present) behind everything that can name one: loads, LAR and its kin, far jumps, calls and returns, IRET, call and task gates, gates of the
/// IDT, LLDT and LTR, at levels 0 and 3 with each RPL. Too many for one image: they are drawn from a shuffled list.
/// </summary>
internal sealed class DescriptorTypes
{
    public const int PerImage = 300;

    // The descriptors that transfers.s begins with end here; then come the 256, a task state that can always be switched to, and gates to each of the 256.
    private const int Victims = 0x40, FreeTask = Victims + (256 * 8), CallGates = FreeTask + 8, TaskGates = CallGates + (256 * 8);

    private readonly List<Case> _all = [];

    /// <summary>A case, with the number of the kind in transfers.s.</summary>
    private readonly record struct Case(string Name, int Kind, int Level, int Selector, int Far, int ReturnCode, int ReturnStack, int Gate);

    public DescriptorTypes(int seed)
    {
        (string Name, int Kind)[] loads =
        [
            ("mov to ds", 0), ("mov to es", 1), ("mov to ss", 4), ("lar", 5), ("lsl", 6), ("verr", 7), ("lldt", 19), ("ltr", 20),
        ];
        (string Name, int Kind)[] transfers = [("jmp", 8), ("jmp16", 9), ("call", 10), ("call16", 11)];
        foreach (int level in (int[])[0, 3])
        {
            for (int rights = 0; rights < 256; rights++)
            {
                int victim = Victims + (8 * rights);
                for (int rpl = 0; rpl < 4; rpl++)
                {
                    foreach ((string name, int kind) in loads)
                        Add(name, kind, selector: victim | rpl);
                    foreach ((string name, int kind) in transfers)
                        Add(name, kind, far: victim | rpl);
                    int stack = rpl == 0 ? 0x10 : 0x20 | rpl;
                    foreach ((string name, int kind) in ((string, int)[])[("ret", 12), ("ret 8", 13), ("iret", 15), ("iret in a level", 26)])
                        Add(name, kind, returnCode: victim | rpl, returnStack: stack);
                    // IRET to a stack segment that is not present: #SS by the manual ("IRET/IRETD/IRETQ"), #NP in Bochs.
                    bool absentStack = (rights & 0x9A) == 0x12;
                    if (!absentStack)
                        Add("iret with ss", 15, returnCode: 0x1B, returnStack: victim | rpl);
                }
                foreach ((string name, int kind) in transfers)
                {
                    Add(name + " through a call gate", kind, far: CallGates + (8 * rights) + 3);
                    Add(name + " through a task gate", kind, far: TaskGates + (8 * rights) + 3);
                }
                Add("int", 18, gate: rights);

                void Add(string name, int kind, int selector = 0x10, int far = 8, int returnCode = 8, int returnStack = 0x10, int gate = 0) =>
                    _all.Add(new($"{name}, rights {rights:x2}", kind, level, selector, far, returnCode, returnStack, gate));
            }
        }
        Case[] shuffled = [.. _all];
        new Random(seed).Shuffle(shuffled);
        _all = [.. shuffled];
    }

    /// <summary>How many images hold them all.</summary>
    public int Images => (_all.Count + PerImage - 1) / PerImage;

    /// <summary>Tables and cases of an image.</summary>
    public string Text(int image, List<string> texts)
    {
        var text = new StringBuilder();
        for (int rights = 0; rights < 256; rights++)
            text.Append(Descriptor(rights));
        text.Append("\t.word 0x67, task0, 0x8900, 0\n");
        for (int rights = 0; rights < 256; rights++)
            text.Append($"\t.word arrived, {Victims + (8 * rights)}, 0xEC00, 0\n");
        for (int rights = 0; rights < 256; rights++)
            text.Append($"\t.word 0, {Victims + (8 * rights)}, 0xE500, 0\n");
        text.Append("gdtend:\nldt:\t.quad 0, 0x00CF9B000000FFFF, 0x00CF93000000FFFF, 0\nldtend:\n");
        // The task that is switched to: all of level 0.
        text.Append("\t.p2align 2\ntask0:\t.long 0x28, 0x7000, 16, 0, 0, 0, 0, 0, arrived, 2, 1, 2, 3, 4, 0x5E00, 6, 7, 8, 16, 8, 16, 16, 16, 16, 0x30, 0x680000\n");
        text.Append("tablesend:\n\t.p2align 4\ntss:\t.fill 4\n\t.long 0x7000, 16, 0x6C00, 0x59, 0x6800, 0x5A\n\t.fill 74\n\t.word 0x68\ndftss:\t.fill 32\n");
        text.Append("\t.long dftask, 2, 0, 0, 0, 0, 0x7700, 0, 0, 0, 16, 8, 16, 16, 16, 16, 0, 0x680000\n\t.p2align 3\nidt:\t.fill 0x40*8\n");
        List<int> gates = [];
        var cases = new StringBuilder();
        foreach (Case one in _all.Skip(image * PerImage).Take(PerImage))
        {
            int gate = one.Kind == 18 ? gates.Count : 0;
            if (one.Kind == 18)
                gates.Add(one.Gate);
            texts.Add($"{one.Name}, level {one.Level}, rpl {(one.Selector | one.Far | one.ReturnCode) & 3}");
            string[] words = ["arrived", $"{one.ReturnCode}", "2", "0x5F00", $"{one.ReturnStack}", "0", "0", "0", "0"];
            if (one.Kind is 12 or 13)
                words = ["arrived", $"{one.ReturnCode}", "0x5F00", $"{one.ReturnStack}", "0x5F00", $"{one.ReturnStack}", "0", "0", "0"];
            cases.Append($"\t.byte {one.Kind}, {one.Level}, {0x40 + gate}, 0\n\t.long {one.Selector}, 2\n\t.long {string.Join(", ", words)}\n\t.long arrived, {one.Far}, 0, 0\n");
        }
        for (int i = 0; i < 0x40; i++)
            text.Append($"\t.word {(i < gates.Count && (gates[i] & 0x1F) == 5 ? "0" : "arrived")}, {(i < gates.Count && (gates[i] & 0x1F) == 5 ? FreeTask : 8)}, {(i < gates.Count ? gates[i] : 0) << 8}, 0\n");
        return text.Append("\t.p2align 2\ncases:\n").Append(cases).Append("casesend:\n").ToString();
    }

    // What a descriptor with these rights would be: flat segments, a task state, gates to `arrived`.
    private static string Descriptor(int rights) => (rights & 0x1F) switch
    {
        >= 0x10 or 0 or 8 or 10 or 13 => $"\t.word 0xFFFF, 0, {rights << 8}, 0xCF\n",
        1 or 3 or 9 or 11 => $"\t.word 0x67, task0, {rights << 8}, 0\n",
        2 => $"\t.word 0x1F, ldt, {rights << 8}, 0\n",
        5 => $"\t.word 0, {FreeTask}, {rights << 8}, 0\n",
        _ => $"\t.word arrived, 8, {rights << 8}, 0\n",
    };
}
