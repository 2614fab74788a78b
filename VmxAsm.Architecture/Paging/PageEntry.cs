namespace VmxAsm.Architecture.Paging;

/// <summary>The kinds of paging structures.</summary>
public enum PagingFormat
{
    /// <summary>Two levels of 4-byte entries, 4 KiB pages.</summary>
    Legacy,

    /// <summary>Legacy with 4 MiB pages (CR4.PSE).</summary>
    Pse,

    /// <summary>Three levels of 8-byte entries, the first of four entries in processor registers.</summary>
    Pae,

    /// <summary>Four levels of 8-byte entries.</summary>
    Ia32e,

    /// <summary>The four levels of the extended page tables: guest-physical to physical.</summary>
    Ept,
}

/// <param name="Levels">Number of tables walked.</param>
/// <param name="EntryBytes">4 or 8.</param>
/// <param name="IndexBits">Bits of the address that pick an entry, at every level but the top one of PAE, which has 2.</param>
/// <param name="LargePageShifts">Log2 of the page sizes above 4 KiB.</param>
public sealed record PagingFormatRow(PagingFormat Format, string Name, int Levels, int EntryBytes, int IndexBits, int[] LargePageShifts);

public static class PagingFormats
{
    public static IReadOnlyList<PagingFormatRow> All { get; } =
    [
        new(PagingFormat.Legacy, "legacy", 2, 4, 10, []),
        new(PagingFormat.Pse, "pse", 2, 4, 10, [22]),
        new(PagingFormat.Pae, "pae", 3, 8, 9, [21]),
        new(PagingFormat.Ia32e, "ia32e", 4, 8, 9, [21, 30]),
        new(PagingFormat.Ept, "ept", 4, 8, 9, [21, 30]),
    ];

    public static PagingFormatRow? Find(string name) => All.FirstOrDefault(row => row.Name == name);
}

/// <summary>Bits of the entries of legacy, PSE, PAE and IA-32e paging structures (SDM volume 3, "Paging").</summary>
public static class PageEntry
{
    public const ulong Present = 1 << 0;
    public const ulong Writable = 1 << 1;
    public const ulong User = 1 << 2;
    public const ulong WriteThrough = 1 << 3;
    public const ulong CacheDisable = 1 << 4;
    public const ulong Accessed = 1 << 5;
    public const ulong Dirty = 1 << 6;

    /// <summary>PS in an entry above the last level: the entry maps a large page. The same bit is PAT in the last level.</summary>
    public const ulong LargePage = 1 << 7;
    public const ulong Pat = 1 << 7;
    public const ulong Global = 1 << 8;

    /// <summary>PAT of a large page.</summary>
    public const ulong LargePagePat = 1 << 12;
    public const ulong ExecuteDisable = 1UL << 63;

    /// <summary>The bits of an 8-byte entry that hold an address: 51:12.</summary>
    public const ulong AddressMask = 0x000F_FFFF_FFFF_F000;

    /// <summary>By the words that source code uses.</summary>
    public static IReadOnlyList<BitField> Fields { get; } =
    [
        new("present", 0, 1, "translates; else every use is a page fault"),
        new("writable", 1, 1, "writes allowed"),
        new("user", 2, 1, "CPL 3 allowed"),
        new("write_through", 3, 1, "PWT"),
        new("cache_disable", 4, 1, "PCD"),
        new("accessed", 5, 1, "set by the processor"),
        new("dirty", 6, 1, "set by the processor on the entry that maps the page"),
        new("large", 7, 1, "PS: maps a large page"),
        new("global", 8, 1, "kept in the TLB when CR3 is loaded"),
        new("execute_disable", 63, 1, "XD; 8-byte entries, with EFER.NXE"),
    ];

    /// <summary>
    /// Bits of a PAE page-directory-pointer entry that must be 0 when it is present, besides those above the physical-address width.
    /// </summary>
    public const ulong PdpteReservedBits = 0x1E6;
}

/// <summary>Bits of extended-page-table entries (SDM volume 3, "EPT Translation Mechanism").</summary>
public static class EptEntry
{
    public const ulong Read = 1 << 0;
    public const ulong Write = 1 << 1;
    public const ulong Execute = 1 << 2;
    public const int MemoryTypeShift = 3;
    public const ulong MemoryTypeMask = 7 << MemoryTypeShift;
    public const ulong IgnorePat = 1 << 6;
    public const ulong LargePage = 1 << 7;
    public const ulong Accessed = 1 << 8;
    public const ulong Dirty = 1 << 9;

    /// <summary>The memory types that an entry or an EPT pointer may name, by number; 2, 3 and 7 are reserved.</summary>
    public static IReadOnlyList<(string Name, int Type)> MemoryTypes { get; } =
        [("uncacheable", 0), ("write_combining", 1), ("write_through", 4), ("write_protected", 5), ("write_back", 6)];

    /// <summary><c>write_back</c>, or the number of a reserved type.</summary>
    public static string MemoryTypeName(int type) =>
        MemoryTypes.FirstOrDefault(row => row.Type == type).Name ?? type.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>With "EPT-violation #VE": this page's violations exit instead of raising #VE.</summary>
    public const ulong SuppressVe = 1UL << 63;

    public static IReadOnlyList<BitField> Fields { get; } =
    [
        new("read", 0, 1, "reads allowed"),
        new("write", 1, 1, "writes allowed"),
        new("execute", 2, 1, "fetches allowed"),
        new("memory_type", 3, 3, "of a page: 0 uncacheable, 6 write-back"),
        new("ignore_pat", 6, 1, "the memory type is not combined with the PAT's"),
        new("large", 7, 1, "maps a large page"),
        new("accessed", 8, 1, "set by the processor, with EPTP bit 6"),
        new("dirty", 9, 1, "set by the processor, with EPTP bit 6"),
        new("suppress_ve", 63, 1, "violations exit even with EPT-violation #VE"),
    ];
}

/// <summary>The EPT pointer (SDM volume 3, "Extended-Page-Table Pointer (EPTP)").</summary>
public readonly record struct EptPointer(ulong Value)
{
    public const ulong AccessedAndDirtyBit = 1 << 6;

    /// <summary>0 uncacheable, 6 write-back.</summary>
    public int MemoryType => (int)Value & 7;

    /// <summary>One less than the number of levels: 3.</summary>
    public int WalkLengthMinusOne => (int)(Value >> 3) & 7;
    public bool AccessedAndDirty => (Value & AccessedAndDirtyBit) != 0;
    public ulong Table => Value & PageEntry.AddressMask;
    public ulong ReservedBits => Value & 0xF80;

    /// <summary>A pointer to a write-back, four-level hierarchy.</summary>
    public static EptPointer To(ulong table, bool accessedAndDirty = false) =>
        new(table | 3 << 3 | 6 | (accessedAndDirty ? AccessedAndDirtyBit : 0));
}

/// <summary>Bits of a page fault's error code.</summary>
[Flags]
public enum PageFaultErrorCode : uint
{
    None = 0,
    Protection = 1 << 0,
    Write = 1 << 1,
    User = 1 << 2,
    ReservedBit = 1 << 3,
    InstructionFetch = 1 << 4,
    ProtectionKey = 1 << 5,
}
