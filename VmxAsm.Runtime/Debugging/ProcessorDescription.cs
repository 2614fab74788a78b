using System.Text;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Debugging;

/// <summary>The processor's state in words: where it is, in which mode, its registers.</summary>
internal static class ProcessorDescription
{
    private static readonly string[] Names64 =
        ["rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"];

    private static readonly (string Name, ulong Bit)[] Cr0Names =
    [
        ("PE", Cr0Bits.PE), ("MP", Cr0Bits.MP), ("EM", Cr0Bits.EM), ("TS", Cr0Bits.TS), ("ET", Cr0Bits.ET), ("NE", Cr0Bits.NE), ("WP", Cr0Bits.WP),
        ("AM", Cr0Bits.AM), ("NW", Cr0Bits.NW), ("CD", Cr0Bits.CD), ("PG", Cr0Bits.PG),
    ];

    private static readonly (string Name, uint Bit)[] FlagNames =
    [
        ("CF", RflagsBits.Cf), ("PF", RflagsBits.Pf), ("AF", RflagsBits.Af), ("ZF", RflagsBits.Zf), ("SF", RflagsBits.Sf), ("TF", RflagsBits.Tf),
        ("IF", RflagsBits.If), ("DF", RflagsBits.Df), ("OF", RflagsBits.Of), ("NT", RflagsBits.Nt), ("RF", RflagsBits.Rf), ("VM", RflagsBits.Vm),
        ("AC", RflagsBits.Ac),
    ];

    /// <summary>For instance <c>virtual-8086 mode</c> or <c>64-bit mode, in VMX non-root operation</c>.</summary>
    public static string Mode(Processor cpu)
    {
        string mode = cpu.IsRealMode ? "real mode"
            : cpu.IsVirtual8086 ? "virtual-8086 mode"
            : cpu.Is64BitCode ? "64-bit mode"
            : cpu.IsLongMode ? "compatibility mode"
            : cpu.CodeSize == 4 ? "32-bit protected mode" : "16-bit protected mode";
        if (cpu.IsProtected)
            mode += $", CPL {cpu.Cpl}";
        if (cpu.NonRoot)
            mode += ", in VMX non-root operation";
        return mode;
    }

    /// <summary>The instruction pointer as the mode writes it: <c>f000:fff0</c>, or with its segment's selector.</summary>
    public static string Location(Processor cpu) => Location(cpu, cpu.Cs.Selector, cpu.Rip);

    public static string Location(Processor cpu, ushort selector, ulong offset) => Location(cpu.CodeSize, selector, offset);

    /// <param name="codeSize">2, 4 or 8: bytes of the code segment's default address size.</param>
    public static string Location(int codeSize, ushort selector, ulong offset) =>
        codeSize switch { 8 => $"{selector:x4}:{offset:x16}", 2 => $"{selector:x4}:{offset:x4}", _ => $"{selector:x4}:{offset:x8}" };

    /// <summary>Physical address of the instruction at an offset into the code segment; null when no page maps it.</summary>
    public static ulong? PhysicalAddress(Processor cpu, ulong offset) =>
        cpu.TryTranslate(cpu.Linear(cpu.Cs.Base + offset), out ulong physical) ? physical : null;

    /// <summary>General registers, flags, segments with their caches, control registers, tables; several lines.</summary>
    public static string Registers(Processor cpu)
    {
        var text = new StringBuilder();
        bool wide = cpu.IsLongMode;
        for (int i = 0; i < (wide ? 16 : 8); i++)
        {
            string name = wide ? Names64[i] : "e" + Names64[i][1..];
            text.Append(wide ? $"{name,-3} {cpu.Registers[i]:x16}" : $"{name} {(uint)cpu.Registers[i]:x8}");
            text.Append(i % 4 == 3 ? '\n' : ' ', i % 4 == 3 ? 1 : 2);
        }

        text.Append(wide ? $"rip {cpu.Rip:x16}  " : $"eip {(uint)cpu.Rip:x8}  ");
        text.Append($"flags {cpu.Rflags:x8} [{Bits(FlagNames, cpu.Rflags)}]  IOPL {cpu.Rflags >> 12 & 3}\n");
        for (int i = 0; i < 8; i++)
        {
            Segment segment = cpu.Segments[i];
            string name = ((SegmentRegister)i).ToString().ToLowerInvariant();
            string usable = segment.IsUsable ? "" : " (unusable)";
            text.Append($"{name,-4} {segment.Selector:x4}  base {segment.LoadedBase:x8}  limit {segment.Limit:x8}  rights {segment.AccessRights & 0xFFFF:x4}{usable}\n");
        }

        text.Append($"gdtr base {cpu.Gdtr.Base:x8} limit {cpu.Gdtr.Limit:x4}  idtr base {cpu.Idtr.Base:x8} limit {cpu.Idtr.Limit:x4}\n");
        text.Append($"cr0 {cpu.Cr0:x8} [{Bits(Cr0Names, cpu.Cr0)}]  cr2 {cpu.Cr2:x}  cr3 {cpu.Cr3:x}  cr4 {cpu.Cr4:x}  efer {cpu.Efer:x}");
        return text.ToString();
    }

    private static string Bits(ReadOnlySpan<(string Name, ulong Bit)> names, ulong value)
    {
        var set = new List<string>();
        foreach ((string name, ulong bit) in names)
        {
            if ((value & bit) != 0)
                set.Add(name);
        }

        return string.Join(' ', set);
    }

    private static string Bits(ReadOnlySpan<(string Name, uint Bit)> names, ulong value)
    {
        var set = new List<string>();
        foreach ((string name, uint bit) in names)
        {
            if ((value & bit) != 0)
                set.Add(name);
        }

        return string.Join(' ', set);
    }
}
