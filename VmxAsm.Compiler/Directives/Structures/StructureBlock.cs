using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures;

/// <summary>How a block began.</summary>
/// <param name="Kind">Directive without the dot.</param>
/// <param name="Span">The opening directive's word.</param>
internal sealed record BlockHeader(string Kind, SourceSpan Span, string Name, SourceSpan NameSpan);

/// <summary>
/// A block that is open: from <c>.gdt NAME</c> to <c>.endgdt</c>. The statement loop hands it everything that stands in between, after
/// macros and conditionals have been expanded, and the block emits its structure when it is closed. It is emitted as a whole because most
/// of these structures are laid out by number (vectors, ports, addresses) and not in the order in which people think of their parts.
/// </summary>
internal abstract class StructureBlock(StructureContext context, BlockHeader header)
{
    protected StructureContext Context { get; } = context;

    public BlockHeader Header { get; } = header;

    /// <summary>The directive that closes it.</summary>
    public string EndDirective => ".end" + Header.Kind;

    /// <summary>The directives that stand inside it, with their dots.</summary>
    public abstract IReadOnlyList<string> EntryDirectives { get; }

    /// <summary>Whether <c>key = value</c> lines stand inside it.</summary>
    public virtual bool TakesKeys => false;

    /// <summary>Whether a name is the key of such a line.</summary>
    public virtual bool IsKey(string name) => false;

    /// <summary>An entry's directive; the cursor stands behind the directive's word.</summary>
    public abstract void Entry(string directive, SourceSpan span, ref Cursor cursor);

    /// <summary>A <c>key = value</c> line.</summary>
    public virtual void Assign(string key, SourceSpan keySpan, Value value) { }

    /// <summary>A label: it names the next entry.</summary>
    public virtual void Label(string name, SourceSpan span) =>
        Context.Report(StructureRules.ForeignStatement, span, $"a label in `.{Header.Kind}` would name nothing; its entries have no addresses of their own");

    /// <summary>The end directive: checks what needs the whole, and emits.</summary>
    public abstract void Close(SourceSpan end);

    /// <summary>Defines NAME, NAME.size and NAME.limit around the bytes that <paramref name="emit"/> appends, and records the structure.</summary>
    protected void Place(Structure structure, int alignment, Func<int> emit)
    {
        Context.Align(alignment, Header.Span);
        structure.Address = Context.Here(Header.NameSpan);
        Context.DefineLabel(Header.Name, Header.NameSpan);
        structure.Size = emit();
        Context.Equate(Header.Name + ".size", Terms.Constant((long)structure.Size), Header.NameSpan);
        Context.Equate(Header.Name + ".limit", Terms.Constant(structure.Size - 1L), Header.NameSpan);
        Context.Structures.Add(structure);
    }
}
