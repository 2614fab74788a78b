using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Descriptors;

/// <summary>One entry of a GDT or LDT, or a gate of an IDT, with values that may wait for the linker.</summary>
internal sealed record DescriptorEntry(DescriptorKind Kind, SourceSpan Span)
{
    public ExpressionNode Base { get; init; } = Values.Terms.Constant(0L);

    /// <summary>Offset of the last byte, not yet divided by the granularity.</summary>
    public ExpressionNode Limit { get; init; } = Values.Terms.Constant(0L);

    /// <summary>True for units of 4 KBytes, false for bytes, null when the limit decides.</summary>
    public bool? Granularity { get; init; }

    /// <summary>Format of <see cref="Architecture.Segmentation.AccessRights"/>, without DPL and G.</summary>
    public uint Rights { get; init; } = Kind.Rights;

    public ExpressionNode Dpl { get; init; } = Values.Terms.Constant(0L);

    /// <summary>Target of a gate.</summary>
    public ExpressionNode Offset { get; init; } = Values.Terms.Constant(0L);

    public ExpressionNode Selector { get; init; } = Values.Terms.Constant(0L);

    /// <summary>Words that a call gate copies, or the interrupt stack of a 64-bit interrupt gate.</summary>
    public ExpressionNode Count { get; init; } = Values.Terms.Constant(0L);

    /// <summary>Offset of the entry in its table.</summary>
    public int TableOffset { get; set; }
}

/// <summary>A GDT or LDT of the program.</summary>
internal sealed class DescriptorTable(bool isLocal, string name, SourceSpan span) : Structure(isLocal ? "ldt" : "gdt", name, span)
{
    public bool IsLocal { get; } = isLocal;

    public Dictionary<string, DescriptorEntry> Labels { get; } = [];

    public List<DescriptorEntry> Descriptors { get; } = [];

    /// <summary>Offsets of entries that are given as numbers, and may mean anything.</summary>
    public HashSet<int> Raw { get; } = [];

    public bool HasRaw => Raw.Count > 0;

    /// <summary>Whether a selector hits an entry that is no null one and no second half of 16 bytes.</summary>
    public bool HasEntry(long selector)
    {
        int offset = (int)selector & 0xFFF8;
        return Raw.Contains(offset) || Descriptors.Any(entry => entry.TableOffset == offset);
    }
}
