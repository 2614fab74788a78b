namespace VmxAsm.Architecture.Segmentation;

/// <param name="Name">As in the manual's figure, in lower case.</param>
/// <param name="Size">Bytes: 2, 4 or 8. A selector takes 2 and leaves the rest of its slot reserved.</param>
/// <param name="IsStatic">Read by the processor in a task switch, never written.</param>
public sealed record TssField(string Name, int Offset, int Size, bool IsStatic);

/// <summary>
/// Where the fields of a task-state segment lie (SDM volume 3, "Task-State Segment (TSS)", "16-Bit Task-State Segment (TSS)",
/// "Task Management in 64-bit Mode"). The 64-bit one has no task state left: stack pointers and the I/O map base only.
/// </summary>
public sealed class TssLayout
{
    private TssLayout(int bits, int size, TssField[] fields)
    {
        Bits = bits;
        Size = size;
        Fields = fields;
    }

    /// <summary>16, 32 or 64.</summary>
    public int Bits { get; }

    /// <summary>Bytes without an I/O permission bitmap; the least limit is one less.</summary>
    public int Size { get; }

    public IReadOnlyList<TssField> Fields { get; }

    public TssField? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);

    public static TssLayout? ForBits(int bits) => bits switch { 16 => Tss16, 32 => Tss32, 64 => Tss64, _ => null };

#pragma warning disable format
    public static TssLayout Tss16 { get; } = new(16, 44,
    [
        new("link", 0,  2, false),
        new("sp0",  2,  2, true),  new("ss0", 4,  2, true),
        new("sp1",  6,  2, true),  new("ss1", 8,  2, true),
        new("sp2",  10, 2, true),  new("ss2", 12, 2, true),
        new("ip",   14, 2, false), new("flags", 16, 2, false),
        new("ax",   18, 2, false), new("cx", 20, 2, false), new("dx", 22, 2, false), new("bx", 24, 2, false),
        new("sp",   26, 2, false), new("bp", 28, 2, false), new("si", 30, 2, false), new("di", 32, 2, false),
        new("es",   34, 2, false), new("cs", 36, 2, false), new("ss", 38, 2, false), new("ds", 40, 2, false),
        new("ldt",  42, 2, true),
    ]);

    public static TssLayout Tss32 { get; } = new(32, 104,
    [
        new("link",   0x00, 2, false),
        new("esp0",   0x04, 4, true),  new("ss0", 0x08, 2, true),
        new("esp1",   0x0C, 4, true),  new("ss1", 0x10, 2, true),
        new("esp2",   0x14, 4, true),  new("ss2", 0x18, 2, true),
        new("cr3",    0x1C, 4, true),
        new("eip",    0x20, 4, false), new("eflags", 0x24, 4, false),
        new("eax",    0x28, 4, false), new("ecx", 0x2C, 4, false), new("edx", 0x30, 4, false), new("ebx", 0x34, 4, false),
        new("esp",    0x38, 4, false), new("ebp", 0x3C, 4, false), new("esi", 0x40, 4, false), new("edi", 0x44, 4, false),
        new("es",     0x48, 2, false), new("cs", 0x4C, 2, false), new("ss", 0x50, 2, false),
        new("ds",     0x54, 2, false), new("fs", 0x58, 2, false), new("gs", 0x5C, 2, false),
        new("ldt",    0x60, 2, true),
        new("trap",   0x64, 2, true),
        new("iomap",  0x66, 2, true),
    ]);

    public static TssLayout Tss64 { get; } = new(64, 104,
    [
        new("rsp0",  0x04, 8, true), new("rsp1", 0x0C, 8, true), new("rsp2", 0x14, 8, true),
        new("ist1",  0x24, 8, true), new("ist2", 0x2C, 8, true), new("ist3", 0x34, 8, true), new("ist4", 0x3C, 8, true),
        new("ist5",  0x44, 8, true), new("ist6", 0x4C, 8, true), new("ist7", 0x54, 8, true),
        new("iomap", 0x66, 2, true),
    ]);
#pragma warning restore format
}
