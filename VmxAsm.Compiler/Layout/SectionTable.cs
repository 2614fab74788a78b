namespace VmxAsm.Compiler.Layout;

/// <summary>The sections of an object in the order of their making; <c>.text</c>, <c>.data</c> and <c>.bss</c> are always there.</summary>
internal sealed class SectionTable
{
    private readonly List<Section> _all = [];
    private readonly Dictionary<string, Section> _byName = [];

    public SectionTable()
    {
        Text = Add(new Section(".text") { Type = Section.ProgramBits, Flags = Section.Allocated | Section.Executable });
        Data = Add(new Section(".data") { Type = Section.ProgramBits, Flags = Section.Allocated | Section.Writable });
        Bss = Add(new Section(".bss") { Type = Section.NoBits, Flags = Section.Allocated | Section.Writable });
    }

    public Section Text { get; }

    public Section Data { get; }

    public Section Bss { get; }

    public IReadOnlyList<Section> All => _all;

    public Section Add(Section section)
    {
        section.Symbol.Chain = section.Subsection(0);
        if (_byName.TryGetValue(section.Name, out Section? first))
            section.NextOfName = first;
        _byName[section.Name] = section;
        _all.Add(section);
        return section;
    }

    /// <summary>The section of this name, in this group, with this unique number; null when there is none.</summary>
    public Section? Find(string name, string? group = null, long? uniqueId = null)
    {
        Section? section = _byName.GetValueOrDefault(name);
        while (section is not null && (section.Group?.Signature != group || section.UniqueId != uniqueId))
            section = section.NextOfName;
        return section;
    }
}
