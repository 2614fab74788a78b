using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures;

/// <summary>One entry of a structure, as debug information and the listing name it.</summary>
/// <param name="Key">Field, label or vector.</param>
/// <param name="Encoding">Selector, vector or field encoding: what finds the entry in its structure.</param>
internal sealed record StructureEntry(string Key, ulong Encoding, SourceSpan Span);

/// <summary>A structure that a block made: where it is, and what other blocks may ask about it.</summary>
internal class Structure(string kind, string name, SourceSpan span)
{
    /// <summary>The directive's name without the dot.</summary>
    public string Kind { get; } = kind;

    public string Name { get; } = name;

    public SourceSpan Span { get; } = span;

    /// <summary>Which of its formats it has, as the directive's <c>format=</c> says; empty for a kind with one format.</summary>
    public virtual string FormatName => "";

    /// <summary>Page tables with pages larger than 4 KBytes.</summary>
    public virtual bool HasLargePages => false;

    /// <summary>Where it starts, set when its bytes are placed.</summary>
    public ExpressionNode Address { get; set; } = Values.Terms.Constant(0L);

    /// <summary>Bytes.</summary>
    public int Size { get; set; }

    public List<StructureEntry> Entries { get; } = [];
}

/// <summary>The structures of a program in the order in which they stand.</summary>
internal sealed class StructureSet
{
    private readonly Dictionary<string, Structure> _byName = [];

    public List<Structure> All { get; } = [];

    /// <summary>What <c>.gdtr</c>, <c>.idtr</c> and <c>.eptp</c> made, by the name of the structure that they describe.</summary>
    public List<Structure> RegisterImages { get; } = [];

    public void Add(Structure structure)
    {
        All.Add(structure);
        _byName.TryAdd(structure.Name, structure);
    }

    public Structure? Find(string name) => _byName.GetValueOrDefault(name);

    public IEnumerable<string> Names<T>() where T : Structure => All.OfType<T>().Select(structure => structure.Name);
}
