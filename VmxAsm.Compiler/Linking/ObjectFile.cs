using System.Runtime.InteropServices;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// A relocatable object: what the assembler makes, what the ELF reader reads, what the ELF writer writes and the linker
/// places. Vocabulary and numbers are ELF's (System V gABI, "Sections", "Symbol Table", "Relocation").
/// </summary>
public sealed class ObjectFile
{
    /// <summary>Name for messages: a path, or <c>lib.a(member.o)</c>.</summary>
    public required string Name { get; init; }

    /// <summary>ELFCLASS64 with x86-64 relocations, or ELFCLASS32 with i386 ones.</summary>
    public required bool Is64Bit { get; init; }

    /// <summary>False: no relocation refers to the global offset table, which is known of objects that were read.</summary>
    internal bool UsesGot { get; set; } = true;

    public List<ObjectSection> Sections { get; } = [];

    public List<ObjectSymbol> Symbols { get; } = [];

    /// <summary>What <c>.boot</c> asked for; null without one.</summary>
    public BootRequest? Boot { get; set; }

    /// <summary>Structures that directives made (<c>.gdt</c>, <c>.vmcs</c>, ...), for the debug information.</summary>
    public List<ObjectStructure> Structures { get; } = [];

    /// <summary>Register images (<c>.gdtr</c>, <c>.idtr</c>, <c>.eptp</c>), which the listing explains; they are no structures of their own.</summary>
    internal List<ObjectStructure> RegisterImages { get; } = [];
}

/// <summary><c>.boot entry=..., load=...</c>: what our boot loader is to load and enter.</summary>
/// <param name="Entry">Where to start; null: the symbol <c>_start</c>, else the first byte loaded.</param>
/// <param name="LoadAddress">Physical address at which the program's first section is placed; null: 0x8000.</param>
public sealed record BootRequest(LinkExpression? Entry, ulong? LoadAddress, SourceSpan Span);

/// <summary>A processor structure in a section, and which source line made which part of it.</summary>
/// <param name="Kind">The directive's name without the dot.</param>
/// <param name="Format">Which of its formats: <c>32</c>, <c>64</c>, <c>pae</c>; empty for a kind with one format.</param>
public sealed record ObjectStructure(
    string Kind, string Format, string Name, ObjectSection Section, ulong Offset, ulong Size, SourceSpan Span, IReadOnlyList<ObjectStructureEntry> Entries);

/// <param name="Key">Field or entry name: <c>guest.cr0</c>, <c>sel_tss</c>, a vector number.</param>
/// <param name="Encoding">VMCS field encoding, selector or vector.</param>
public sealed record ObjectStructureEntry(string Key, ulong Encoding, SourceSpan Span);

/// <summary>A section of an object: contents or a reserved size, and the relocations over it.</summary>
public sealed class ObjectSection
{
    public required string Name { get; init; }

    /// <summary>sh_type: SHT_PROGBITS 1, SHT_NOBITS 8, ...</summary>
    public uint Type { get; set; }

    /// <summary>sh_flags: SHF_WRITE 1, SHF_ALLOC 2, SHF_EXECINSTR 4, ...</summary>
    public ulong Flags { get; set; }

    /// <summary>sh_entsize, for mergeable sections.</summary>
    public ulong EntrySize { get; set; }

    /// <summary>sh_addralign in bytes, a power of two.</summary>
    public ulong Alignment { get; set; } = 1;

    /// <summary>Contents; empty for SHT_NOBITS.</summary>
    public ReadOnlyMemory<byte> Data { get; set; }

    /// <summary>Size in bytes: that of <see cref="Data"/>, or what SHT_NOBITS reserves.</summary>
    public ulong Size { get; set; }

    /// <summary>Group signature and whether it is COMDAT; null for a section in no group.</summary>
    public SectionGroup? Group { get; set; }

    /// <summary>Section named by SHF_LINK_ORDER.</summary>
    public ObjectSection? LinkedTo { get; set; }

    /// <summary>Address asked for in the source (<c>load=0x20000</c>); null when the linker chooses.</summary>
    public ulong? FixedAddress { get; set; }

    public List<Relocation> Relocations => _relocations ??= new(4);

    /// <summary>The same without making the list: most sections of a large program have none.</summary>
    internal ReadOnlySpan<Relocation> RelocationRows => CollectionsMarshal.AsSpan(_relocations);

    /// <summary>Makes room for so many relocations, before there is any.</summary>
    internal void ExpectRelocations(int count) => _relocations = new(count);

    private List<Relocation>? _relocations;

    /// <summary>Which statement emitted which bytes, by ascending offset: the source of the debugger's line table.</summary>
    public List<SectionLine> Lines => _lines ??= new(4);

    internal bool HasLines => _lines is { Count: > 0 };

    private List<SectionLine>? _lines;

    /// <summary>Where the linker has put the section; meaningful during one link only.</summary>
    internal InputSection? Input { get; set; }
}

/// <summary>The bytes that one statement emitted.</summary>
/// <param name="Offset">Of the first byte, in the section.</param>
/// <param name="Size">Number of bytes.</param>
public readonly record struct SectionLine(ulong Offset, int Size, SourceSpan Span);

public sealed record SectionGroup(string Signature, bool IsComdat);

/// <summary>A symbol of an object.</summary>
public sealed class ObjectSymbol
{
    public required string Name { get; init; }

    public SymbolBinding Binding { get; set; }

    public SymbolType Type { get; set; }

    /// <summary>st_other: STV_DEFAULT 0, STV_INTERNAL 1, STV_HIDDEN 2, STV_PROTECTED 3.</summary>
    public byte Visibility { get; set; }

    public SymbolPlace Place { get; set; }

    /// <summary>The section of <see cref="SymbolPlace.Section"/>.</summary>
    public ObjectSection? Section { get; set; }

    /// <summary>Offset in the section, absolute value, or alignment of a common symbol.</summary>
    public ulong Value { get; set; }

    public ulong Size { get; set; }

    public SourceSpan Span { get; set; }

    /// <summary>A common symbol that may lie beyond the first 2 GiB.</summary>
    public bool IsLarge { get; set; }

    /// <summary>The symbol of a section that is listed although no relocation goes to it.</summary>
    public bool IsListed { get; set; }

    /// <summary>
    /// Value of a symbol set to what only the linker can compute (<c>.set high, isr &gt;&gt; 16</c>); its place is then
    /// <see cref="SymbolPlace.Absolute"/>. Not representable in an ELF file.
    /// </summary>
    public LinkExpression? Expression { get; set; }

    /// <summary>What the name means in the whole program, for symbols that are not local; meaningful during one link only.</summary>
    internal GlobalSymbol? Global { get; set; }
}

public enum SymbolBinding : byte
{
    Local = 0,
    Global = 1,
    Weak = 2,
    GnuUnique = 10,
}

public enum SymbolType : byte
{
    None = 0,
    Object = 1,
    Function = 2,
    Section = 3,
    File = 4,
    Common = 5,
    Tls = 6,
    GnuIndirectFunction = 10,
}

public enum SymbolPlace : byte
{
    Undefined,
    Section,
    Absolute,
    Common,
}

/// <summary>
/// A field the linker fills in. Either an ELF relocation (<see cref="Type"/>, <see cref="Symbol"/>, <see cref="Addend"/>), or, for what ELF has
/// no relocation for (<c>(isr - base) &gt;&gt; 16</c>), an expression over symbols that our linker evaluates.
/// </summary>
public readonly record struct Relocation(ulong Offset, uint Type, ObjectSymbol? Symbol, long Addend, SourceSpan Span)
{
    /// <summary>Not null: the whole value, to be stored in <see cref="Size"/> bytes.</summary>
    public LinkExpression? Expression { get; init; }

    /// <summary>Width in bytes of an expression's field.</summary>
    public byte Size { get; init; }
}

/// <summary>An expression over final addresses.</summary>
public abstract record LinkExpression(SourceSpan Span);

public sealed record LinkConstant(long Value, SourceSpan Span) : LinkExpression(Span);

public sealed record LinkSymbol(ObjectSymbol Symbol, SourceSpan Span) : LinkExpression(Span);

/// <summary>The address of the field that is being filled in.</summary>
public sealed record LinkPlace(SourceSpan Span) : LinkExpression(Span);

public sealed record LinkUnary(Operator Operator, LinkExpression Operand, SourceSpan Span) : LinkExpression(Span);

public sealed record LinkBinary(Operator Operator, LinkExpression Left, LinkExpression Right, SourceSpan Span) : LinkExpression(Span);
