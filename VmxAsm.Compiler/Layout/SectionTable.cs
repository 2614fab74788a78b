using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;

namespace VmxAsm.Compiler.Layout;

/// <summary>The sections of an object in the order of their making; <c>.text</c>, <c>.data</c> and <c>.bss</c> are always there.</summary>
internal sealed class SectionTable
{
    private readonly List<Section> _all = [];
    private readonly Dictionary<string, Section> _byName = [];

    private readonly SymbolTable _symbols;

    public SectionTable(SymbolTable symbols)
    {
        _symbols = symbols;
        Text = Add(new Section(".text") { Type = SectionType.ProgramBits, Flags = SectionFlags.Alloc | SectionFlags.Execute });
        Data = Add(new Section(".data") { Type = SectionType.ProgramBits, Flags = SectionFlags.Alloc | SectionFlags.Write });
        Bss = Add(new Section(".bss") { Type = SectionType.NoBits, Flags = SectionFlags.Alloc | SectionFlags.Write });
    }

    public Section Text { get; }

    public Section Data { get; }

    public Section Bss { get; }

    public IReadOnlyList<Section> All => _all;

    public Section Add(Section section)
    {

        // The name of a section is a symbol for its start, unless another section of the name came first.
        Symbol symbol = _symbols.FindOrAdd(System.Text.Encoding.UTF8.GetBytes(section.Name), section.Span);
        bool isFirst = symbol.State == SymbolState.Undefined;
        if (!isFirst)
            symbol = new Symbol(section.Name);
        symbol.State = SymbolState.Section;
        symbol.Span = section.Span;
        section.Symbol = symbol;
        if (isFirst)
            _symbols.AddToOrder(symbol);
        section.Symbol.Chain = section.Subsection(0);
        return Register(section);
    }

    /// <summary>
    /// Adds a section that the assembler makes itself at the end of the source. Its symbol is no name for expressions, and takes its place in the
    /// symbol table when <see cref="List"/> says so, or behind all others.
    /// </summary>
    public Section AddLate(Section section)
    {
        section.Symbol = new Symbol(section.Name) { State = SymbolState.Section };
        section.Symbol.Chain = section.Subsection(0);
        return Register(section);
    }

    public void List(Section section) => _symbols.AddToOrder(section.Symbol);

    private Section Register(Section section)
    {
        if (_byName.TryGetValue(section.Name, out Section? first))
            section.NextOfName = first;
        _byName[section.Name] = section;
        _all.Add(section);
        return section;
    }

    private readonly Dictionary<string, SectionGroup> _groups = [];

    /// <summary>The group of a signature; it is COMDAT when any of its sections says so.</summary>
    public SectionGroup Group(string signature, bool isComdat)
    {
        if (!_groups.TryGetValue(signature, out SectionGroup? group))
            _groups[signature] = group = new SectionGroup(signature, isComdat);
        return group;
    }

    /// <summary>Says whether the program wants an executable stack: the flags of an empty section say it to the linker.</summary>
    public void MarkStack(bool isExecutable)
    {
        const string Name = ".note.GNU-stack";
        Section note = Find(Name) ?? Add(new Section(Name) { Type = SectionType.ProgramBits });
        note.Flags = isExecutable ? SectionFlags.Execute : 0;
    }

    /// <summary>
    /// The section of this name, in this group, with this unique number, described symbol and flag <c>R</c>; null when there is none. All of these make
    /// sections of one name different ones.
    /// </summary>
    public Section? Find(string name, string? group = null, long? uniqueId = null, string? linkOrder = null, bool isRetained = false)
    {
        Section? section = _byName.GetValueOrDefault(name);
        while (section is not null && (section.Group?.Signature != group || section.UniqueId != uniqueId || section.LinkOrderName != linkOrder
                   || ((section.Flags & SectionFlags.GnuRetain) != 0) != isRetained))
            section = section.NextOfName;
        return section;
    }
}
