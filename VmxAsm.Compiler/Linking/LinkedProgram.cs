namespace VmxAsm.Compiler.Linking;

/// <summary>The outcome of a link: sections with their final addresses and bytes, and what every symbol means.</summary>
public sealed class LinkedProgram
{
    /// <summary>In order of placement. Sections without SHF_ALLOC (debugging information) have no address.</summary>
    public required IReadOnlyList<OutputSection> Sections { get; init; }

    /// <summary>Rows of the program header table.</summary>
    public required IReadOnlyList<ProgramSegment> Segments { get; init; }

    /// <summary>Named symbols: globals once, and the local ones of every object.</summary>
    public required IReadOnlyList<LinkedSymbol> Symbols { get; init; }

    /// <summary>Link address of the first instruction.</summary>
    public ulong Entry { get; init; }

    /// <summary>The symbol that gave the entry, for messages; null when it is the default.</summary>
    public string? EntryName { get; init; }

    /// <summary>Where the thread-local variables' initial values start: ELF counts their symbols from there.</summary>
    public ulong ThreadBlock { get; init; }

    /// <summary>ELFCLASS64, when at least one input is of it.</summary>
    public bool Is64Bit { get; init; }

    /// <summary>The objects linked, archive members included, in the order of their taking.</summary>
    public required IReadOnlyList<ObjectFile> Objects { get; init; }

    /// <summary>OUTPUT_FORMAT of the script; null without one.</summary>
    public string? ScriptFormat { get; init; }

    /// <summary>A page of memory in bytes: places in an executable file and addresses agree modulo it.</summary>
    public ulong PageSize { get; init; } = LinkOptions.DefaultPageSize;

    /// <summary>Files that the link read besides its inputs: the scripts, what they include and name as inputs, the members of thin archives.</summary>
    public IReadOnlyList<string> FilesRead { get; init; } = [];

    /// <summary>Sections that occupy memory and have contents in the image, by ascending load address.</summary>
    public IEnumerable<OutputSection> Loaded => OutputSection.InLoadOrder(Sections.Where(section => section.IsLoaded && section.Size > 0));

    public LinkedSymbol? FindSymbol(string name)
    {
        foreach (LinkedSymbol symbol in Symbols)
        {
            if (symbol.Binding != SymbolBinding.Local && symbol.Name == name)
                return symbol;
        }
        return null;
    }
}

/// <param name="Section">Where it lies; null for an absolute symbol.</param>
/// <param name="File">The object that defines it; null for one that the script or the command line defines.</param>
public sealed record LinkedSymbol(
    string Name, ulong Value, ulong Size, SymbolBinding Binding, SymbolType Type, byte Visibility, OutputSection? Section, ObjectFile? File, ObjectSymbol? Definition)
{
    /// <summary>Where the bytes lie before anything moves them: the load address; null for an absolute symbol.</summary>
    public ulong? LoadAddress => Section is null || !Section.IsAllocated ? null : Value - Section.Address + Section.LoadAddress;
}

/// <summary>A section of the linked program.</summary>
public sealed class OutputSection
{
    internal OutputSection(string name) => Name = name;

    public string Name { get; }

    /// <summary>The address that the program uses.</summary>
    public ulong Address { get; internal set; }

    /// <summary>The physical address to which it is loaded.</summary>
    public ulong LoadAddress { get; internal set; }

    public ulong Size { get; internal set; }

    public ulong Alignment { get; internal set; } = 1;

    public uint Type { get; internal set; } = Elf.SectionType.NoBits;

    public ulong Flags { get; internal set; }

    public ulong EntrySize { get; internal set; }

    /// <summary>Contents; empty for a section that only reserves memory.</summary>
    public byte[] Data { get; internal set; } = [];

    /// <summary>Has addresses in memory.</summary>
    public bool IsAllocated => (Flags & Elf.SectionFlags.Alloc) != 0;

    /// <summary>Has contents that the image must carry.</summary>
    public bool IsLoaded => IsAllocated && !IsNoLoad && Type != Elf.SectionType.NoBits;

    internal bool IsNoLoad { get; set; }

    /// <summary>The region of MEMORY in which it runs.</summary>
    internal Scripts.MemoryRegion? Region { get; set; }

    /// <summary>Where the input sections went, in order.</summary>
    public IEnumerable<PlacedSection> Inputs
    {
        get
        {
            foreach (InputSection input in Placed)
                yield return new PlacedSection(input.File, input.Section, input.Offset, input.Size);
        }
    }

    internal List<InputSection> Placed { get; } = [];

    internal static Comparer<OutputSection> ByAddress { get; } = Comparer<OutputSection>.Create((a, b) => a.Address.CompareTo(b.Address));

    internal static Comparer<OutputSection> ByLoadAddress { get; } = Comparer<OutputSection>.Create((a, b) => a.LoadAddress.CompareTo(b.LoadAddress));

    /// <summary>By ascending load address; those of one address as they come. They mostly stand like that already.</summary>
    internal static IReadOnlyList<OutputSection> InLoadOrder(IEnumerable<OutputSection> sections)
    {
        List<OutputSection> ordered = [.. sections];
        for (int i = 1; i < ordered.Count; i++)
        {
            if (ordered[i].LoadAddress < ordered[i - 1].LoadAddress)
                return [.. ordered.Order(ByLoadAddress)];
        }

        return ordered;
    }

    public override string ToString() => $"{Name} 0x{Address:x}";
}

/// <summary>A section of an object, and its place in the output section.</summary>
public readonly record struct PlacedSection(ObjectFile File, ObjectSection Section, ulong Offset, ulong Size);
