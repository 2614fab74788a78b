using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Layout;

/// <summary>A section being assembled: its properties, and one chain of fragments per subsection.</summary>
internal sealed class Section(string name)
{
    public string Name { get; } = name;

    /// <summary>Call frame information, which <see cref="Directives.WrittenFrames"/> follows when the source writes it itself.</summary>
    public bool HoldsFrames { get; } = name is ".eh_frame" or ".debug_frame" || name.StartsWith(".eh_frame.", StringComparison.Ordinal) || name.StartsWith(".debug_frame.", StringComparison.Ordinal);

    /// <summary>sh_type and sh_flags as ELF numbers them.</summary>
    public uint Type;
    public ulong Flags;

    public ulong EntrySize;

    /// <summary>Alignment in bytes: the largest that an alignment directive asked for.</summary>
    public long Alignment = 1;

    public SectionGroup? Group;

    /// <summary>Distinguishes sections of one name made with <c>.section NAME, "", @progbits, unique, N</c>.</summary>
    public long? UniqueId;

    /// <summary>Symbol whose section this one describes a part of (SHF_LINK_ORDER).</summary>
    public Symbol? LinkOrder;

    /// <summary>The name as written: it distinguishes sections, whatever the symbol turns out to be.</summary>
    public string? LinkOrderName;

    /// <summary>Address that the source asks for (<c>load=</c>); null when the linker chooses.</summary>
    public ulong? FixedAddress;

    /// <summary>Subsections by ascending number.</summary>
    public List<FragmentChain> Chains { get; } = [];

    /// <summary>Stands for the section in relocations.</summary>
    public Symbol Symbol { get; set; } = null!;

    public SourceSpan Span;

    /// <summary>Size in bytes, once layout is done.</summary>
    public long Size;

    /// <summary>From here on addresses of fragments are final.</summary>
    public bool IsLaidOut;

    /// <summary>The section's symbol is listed although no relocation goes to it: a <c>.reloc</c> counts from the section's start.</summary>
    public bool HasListedSymbol;

    public ObjectSection? Object;

    /// <summary>Holds instructions, so that alignments pad with no-operations.</summary>
    public bool IsCode => (Flags & SectionFlags.Execute) != 0;

    public bool IsNoBits => Type == SectionType.NoBits;

    /// <summary>The chain of a subsection, made when there is none.</summary>
    public FragmentChain Subsection(int number)
    {
        int index = 0;
        while (index < Chains.Count && Chains[index].Number < number)
            index++;
        if (index < Chains.Count && Chains[index].Number == number)
            return Chains[index];
        FragmentChain chain = new(this, number);
        Chains.Insert(index, chain);
        return chain;
    }
}
