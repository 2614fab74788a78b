using System.Runtime.InteropServices;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking;

/// <summary>A section of an input on its way through the link.</summary>
internal sealed class InputSection(ObjectFile file, ObjectSection section)
{
    public ObjectFile File { get; } = file;

    public ObjectSection Section { get; } = section;

    /// <summary>Null while unplaced, and for a section that is dropped.</summary>
    public OutputSection? Output { get; set; }

    /// <summary>Offset in the output section.</summary>
    public ulong Offset { get; set; }

    /// <summary>Size in the output; smaller than the input's once equal strings are merged.</summary>
    public ulong Size { get; set; } = section.Size;

    /// <summary>Not part of the program: a duplicate of a COMDAT group, excluded, or discarded by the script.</summary>
    public bool IsDropped { get; set; }

    /// <summary>A pattern of the script, or its own address, has given it a place.</summary>
    public bool IsTaken { get; set; }

    /// <summary>A root of <c>--gc-sections</c>.</summary>
    public bool IsKept { get; set; }

    public bool IsMarked { get; set; }

    /// <summary>Where the strings or constants of a mergeable section went; null when it stays as it is.</summary>
    public MergedSection? Merged { get; set; }

    /// <summary>All its strings are in other sections: it takes no space and aligns nothing.</summary>
    public bool IsEmptied { get; set; }

    /// <summary>Contents that replace the input's: made by the linker, or rewritten by relaxation.</summary>
    public byte[]? Contents { get; set; }

    /// <summary>What is to be relocated: the object's relocations, or those that belong to rewritten contents.</summary>
    public ReadOnlySpan<Relocation> Relocations => RewrittenRelocations is { } rewritten ? CollectionsMarshal.AsSpan(rewritten) : Section.RelocationRows;

    /// <summary>Those of rewritten contents; null: the object's count.</summary>
    public List<Relocation>? RewrittenRelocations { get; set; }

    /// <summary>Made for the common symbols of its object; scripts call it COMMON.</summary>
    public bool IsCommon { get; init; }

    public bool IsAllocated => (Section.Flags & Elf.SectionFlags.Alloc) != 0;

    public ulong Address => (Output?.Address ?? 0) + Offset;

    /// <summary>For messages: file, section and offset, and the function there.</summary>
    public string Describe(ulong offset) => Describe(File, Section, offset);

    public static string Describe(ObjectFile file, ObjectSection section, ulong offset)
    {
        ObjectSymbol? function = null;
        foreach (ObjectSymbol symbol in file.Symbols)
        {
            if (symbol.Section == section && symbol.Type == SymbolType.Function && symbol.Value <= offset && offset - symbol.Value < Math.Max(symbol.Size, 1) && symbol.Value >= (function?.Value ?? 0))
                function = symbol;
        }
        return function is null || function.Value == offset ? $"{file.Name}:({section.Name}+0x{offset:x})" : $"{file.Name}:({section.Name}+0x{offset:x}, in `{function.Name}`)";
    }

    /// <summary>The first statement that put something here; none for an object that has no source.</summary>
    public SourceSpan Span => Section.HasLines ? Section.Lines[0].Span : SourceSpan.None;
}

/// <summary>A name that all objects share, and what has become of it.</summary>
internal sealed class GlobalSymbol(string name)
{
    public string Name { get; } = name;

    /// <summary>The object that defines it, or first asked for it.</summary>
    public ObjectFile? File { get; set; }

    /// <summary>Defining symbol; null while undefined, and for symbols that the script defines.</summary>
    public ObjectSymbol? Definition { get; set; }

    /// <summary>An object refers to it without defining it.</summary>
    public bool IsReferenced { get; set; }

    /// <summary>At least one reference is not weak.</summary>
    public bool IsStronglyReferenced { get; set; }

    /// <summary>The first reference, for messages.</summary>
    public ObjectSymbol? Reference { get; set; }

    public ObjectFile? ReferenceFile { get; set; }

    /// <summary>Defined by the linker script, <c>--defsym</c> or the linker itself.</summary>
    public bool IsLinkerDefined { get; set; }

    /// <summary><c>__start_NAME</c> or <c>__stop_NAME</c> of a section that is there: the linker will define it.</summary>
    public bool IsBoundary { get; set; }

    public bool IsDefined => Definition is not null || IsLinkerDefined;

    /// <summary>Final value, once sections are placed.</summary>
    public ulong Value { get; set; }

    /// <summary>The assignment of a symbol that the linker script defines.</summary>
    public SourceSpan LinkerSpan { get; set; }

    /// <summary>The section of a symbol that the linker defines; null for an absolute one.</summary>
    public OutputSection? LinkerSection { get; set; }

    /// <summary>Size and alignment of a common symbol: the greatest of all mentions.</summary>
    public ulong CommonSize { get; set; }

    public ulong CommonAlignment { get; set; }

    /// <summary>Where a common symbol was given its space.</summary>
    public InputSection? CommonSection { get; set; }

    public ulong CommonOffset { get; set; }

    /// <summary>Strongest visibility of all mentions.</summary>
    public byte Visibility { get; set; }
}
