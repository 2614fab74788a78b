using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Layout;

/// <summary>The sections of an object in the order of their making; <c>.text</c>, <c>.data</c> and <c>.bss</c> are always there.</summary>
internal sealed class SectionTable
{
    private readonly List<Section> _all = [];

    /// <summary>The latest section of each name; those that have namesakes are in the second table as well.</summary>
    private readonly Dictionary<string, Section> _byName = [];
    private readonly Dictionary<Identity, Section> _byIdentity = [];

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

    /// <summary>What makes sections of one name different ones: group, unique number, described symbol and flag <c>R</c>.</summary>
    private sealed record Identity(string Name, string? Group, long? UniqueId, string? LinkOrder, bool IsRetained)
    {
        public static Identity Of(Section section) =>
            new(section.Name, section.Group?.Signature, section.UniqueId, section.LinkOrderName, (section.Flags & SectionFlags.GnuRetain) != 0);
    }

    public Section Add(Section section)
    {
        // The name of a section is a symbol for its start, unless another section of the name came first.
        Symbol symbol = _symbols.FindOrAdd(NameText.Encode(section.Name), section.Span);
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
        if (_byName.TryGetValue(section.Name, out Section? namesake))
        {
            _byIdentity.TryAdd(Identity.Of(namesake), namesake);
            _byIdentity[Identity.Of(section)] = section;
        }

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

    /// <summary>Puts a section that is in none into a group, which makes it a different one from now on.</summary>
    public void Attach(Section section, string signature)
    {
        Identity before = Identity.Of(section);
        section.Group = Group(signature, false);
        if (_byIdentity.GetValueOrDefault(before) != section)
            return;
        _byIdentity.Remove(before);
        _byIdentity[Identity.Of(section)] = section;
    }

    /// <summary>Says whether the program wants an executable stack: the flags of an empty section say it to the linker.</summary>
    public void MarkStack(bool isExecutable)
    {
        const string Name = ".note.GNU-stack";
        Section note = Find(Name) ?? Add(new Section(Name) { Type = SectionType.ProgramBits });
        note.Flags = isExecutable ? SectionFlags.Execute : 0;
    }

    /// <summary>The section of this name, in this group, with this unique number, described symbol and flag <c>R</c>; null when there is none.</summary>
    public Section? Find(string name, string? group = null, long? uniqueId = null, string? linkOrder = null, bool isRetained = false)
    {
        if (_byName.GetValueOrDefault(name) is not { } latest)
            return null;
        bool isIt = latest.Group?.Signature == group && latest.UniqueId == uniqueId && latest.LinkOrderName == linkOrder
            && (latest.Flags & SectionFlags.GnuRetain) != 0 == isRetained;
        return isIt ? latest : _byIdentity.GetValueOrDefault(new Identity(name, group, uniqueId, linkOrder, isRetained));
    }
}
