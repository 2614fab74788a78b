using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>Where the following statements go.</summary>
internal static class SectionDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".text"u8, (Assembler a, ref Cursor c) => Standard(a, ref c, a.State.Sections.Text));
        table.Add(".data"u8, (Assembler a, ref Cursor c) => Standard(a, ref c, a.State.Sections.Data));
        table.Add(".bss"u8, (Assembler a, ref Cursor c) => Standard(a, ref c, a.State.Sections.Bss));
        table.Add(".section"u8, (Assembler a, ref Cursor c) => Named(a, ref c, false));
        table.Add(".pushsection"u8, (Assembler a, ref Cursor c) => Named(a, ref c, true));
        table.Add(".popsection"u8, Pop);
        table.Add(".previous"u8, Previous);
        table.Add(".subsection"u8, Subsection);
        table.Add(".attach_to_group"u8, AttachToGroup);
        table.Add(".struct"u8, Struct);
        table.Add(".offset"u8, Struct);
        table.Add(".absolute"u8, Struct);
    }

    // standard = [ subsection ]
    private static void Standard(Assembler assembler, ref Cursor cursor, Section section)
    {
        long subsection = 0;
        if (!cursor.AtEnd && !TryParseSubsection(assembler, ref cursor, out subsection))
            return;
        assembler.State.SwitchTo(section.Subsection((int)subsection));
    }

    private static void Subsection(Assembler assembler, ref Cursor cursor)
    {
        if (TryParseSubsection(assembler, ref cursor, out long subsection))
            assembler.State.SwitchTo(assembler.State.Section.Subsection((int)subsection));
    }

    private static bool TryParseSubsection(Assembler assembler, ref Cursor cursor, out long subsection)
    {
        if (assembler.Expressions.TryParseAbsolute(ref cursor, out subsection))
            return true;
        cursor.SkipStatement();
        return false;
    }

    // section = name [ "," attributes ] ;  pushsection = name [ "," subsection ] [ "," attributes ]
    private static void Named(Assembler assembler, ref Cursor cursor, bool push)
    {
        int start = cursor.Position;
        if (!TryTakeName(assembler, ref cursor, out string name))
            return;
        SourceSpan span = cursor.SpanFrom(start);
        long subsection = 0;
        cursor.SkipBlanks();
        if (push && cursor.Current == ',')
        {
            Cursor ahead = cursor;
            ahead.TakeComma();
            if (ahead.Current != '"')
            {
                cursor = ahead;
                if (!TryParseSubsection(assembler, ref cursor, out subsection))
                    return;
            }
        }

        if (!SectionAttributes.TryParse(assembler, ref cursor, name, out SectionAttributes attributes))
        {
            cursor.SkipStatement();
            return;
        }

        Section section = attributes.FindOrAdd(assembler, name, span);
        if (push)
            assembler.State.PushSection();
        assembler.State.SwitchTo(section.Subsection((int)subsection));
    }

    private static bool TryTakeName(Assembler assembler, ref Cursor cursor, out string name)
    {
        name = "";
        if (cursor.Current == '"')
        {
            List<byte> quoted = [];
            if (!StringLiteral.TryParse(ref cursor, assembler.Diagnostics, quoted))
            {
                cursor.SkipStatement();
                return false;
            }

            name = NameText.Decode(quoted.ToArray());
            return true;
        }

        int start = cursor.Position;
        while (cursor.Current is not ((byte)',' or (byte)' ' or (byte)'\t' or (byte)'\r') && !cursor.AtEnd)
            cursor.Position++;
        name = NameText.Decode(cursor.Slice(start));
        if (assembler.State.Options.SubstitutesSectionNames)
            name = name.Replace("%S", assembler.State.Section.Name, StringComparison.Ordinal);
        if (name.Length > 0)
            return true;
        assembler.Report(SyntaxRules.ExpectedName, cursor.SpanHere, "the name of a section was expected");
        cursor.SkipStatement();
        return false;
    }

    private static void Pop(Assembler assembler, ref Cursor cursor)
    {
        if (!assembler.State.PopSection())
            assembler.Report(DirectiveRules.SectionStack, cursor.SpanHere, "there is no `.pushsection` to undo");
    }

    private static void Previous(Assembler assembler, ref Cursor cursor)
    {
        if (!assembler.State.SwitchBack())
            assembler.Report(DirectiveRules.SectionStack, cursor.SpanHere, "there is no section to go back to");
    }

    // attach_to_group = name
    private static void AttachToGroup(Assembler assembler, ref Cursor cursor)
    {
        if (!TryTakeName(assembler, ref cursor, out string name))
            return;
        Section section = assembler.State.Section;
        if (section.Group is not null && section.Group.Signature != name)
            assembler.Report(DirectiveRules.IncompleteSection, cursor.SpanHere, $"section `{section.Name}` is in group `{section.Group.Signature}` already");
        else
            assembler.State.Sections.Attach(section, name);
    }

    // struct = expression
    private static void Struct(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        long offset = 0;
        if (!cursor.AtEnd && !assembler.Expressions.TryParseAbsolute(ref cursor, out offset))
        {
            cursor.SkipStatement();
            return;
        }

        assembler.State.SwitchToAbsolute(offset, ExpressionParser.TrimmedSpan(cursor, start));
    }
}

/// <summary>The operands of <c>.section</c> behind the name (GNU as's manual, "Section").</summary>
internal sealed class SectionAttributes
{
    /// <summary>The most that a processor has (SDM volume 3, "Paging": MAXPHYADDR).</summary>
    private const ulong LastPhysicalAddress = (1UL << 52) - 1;

    private ulong _flags;
    private uint? _type;
    private ulong _entrySize;
    private string? _group;
    private bool _isComdat;
    private string? _linkOrder;
    private long? _uniqueId;
    private bool _hasFlags;
    private ulong? _load;
    private SourceSpan _span, _loadSpan;

    // attributes = "," string [ "," type [ "," entsize ] [ "," group [ "," "comdat" ] ] [ "," linked ] [ "," "unique" "," number ] ]
    public static bool TryParse(Assembler assembler, ref Cursor cursor, string name, out SectionAttributes attributes)
    {
        attributes = new SectionAttributes { _span = cursor.SpanHere };
        if (!cursor.TakeComma())
            return true;
        int start = cursor.Position;
        if (cursor.Current == '"')
        {
            List<byte> letters = [];
            if (!StringLiteral.TryParse(ref cursor, assembler.Diagnostics, letters))
                return false;
            attributes._hasFlags = true;
            attributes._span = cursor.SpanFrom(start);
            if (!attributes.TryParseFlags(assembler, System.Text.Encoding.UTF8.GetString(letters.ToArray())))
                return false;
        }
        else if (!IsAddress(assembler, cursor))
        {
            assembler.Report(DirectiveRules.BadSection, cursor.SpanHere, "the flags of a section were expected, in quotes");
            return false;
        }

        return attributes.TryParseRest(assembler, ref cursor);
    }

    private static readonly (char Letter, ulong Flag)[] FlagLetters =
    [
        ('a', SectionFlags.Alloc),
        ('d', SectionFlags.GnuMbind),
        ('e', SectionFlags.Exclude),
        ('G', SectionFlags.Group),
        ('l', SectionFlags.X86_64Large),
        ('M', SectionFlags.Merge),
        ('o', SectionFlags.LinkOrder),
        ('R', SectionFlags.GnuRetain),
        ('S', SectionFlags.Strings),
        ('T', SectionFlags.ThreadLocal),
        ('w', SectionFlags.Write),
        ('x', SectionFlags.Execute),
    ];

    private bool TryParseFlags(Assembler assembler, string letters)
    {
        for (int i = 0; i < letters.Length; i++)
        {
            ulong flag = Array.Find(FlagLetters, row => row.Letter == letters[i]).Flag;
            if (flag != 0 && (flag != SectionFlags.X86_64Large || assembler.State.Is64BitObject))
            {
                _flags |= flag;
                continue;
            }

            switch (letters[i])
            {
                case '?':
                    _group = assembler.State.Section.Group?.Signature;
                    _isComdat = assembler.State.Section.Group?.IsComdat ?? false;
                    break;
                case >= '0' and <= '9':
                    // A number ends where its digits do: the letters behind it are flags again.
                    bool isHexadecimal = letters.AsSpan(i).StartsWith("0x", StringComparison.OrdinalIgnoreCase);
                    int end = isHexadecimal ? i + 2 : i;
                    while (end < letters.Length && (isHexadecimal ? char.IsAsciiHexDigit(letters[end]) : char.IsAsciiDigit(letters[end])))
                        end++;
                    if (!NumberLiteral.TryParse(System.Text.Encoding.ASCII.GetBytes(letters[i..end]), out long number))
                        goto default;
                    _flags |= (ulong)number;
                    i = end - 1;
                    break;
                default:
                    assembler.Report(DirectiveRules.BadSection, _span, $"`{letters[i]}` is no flag of a section: there are {string.Join(", ", FlagLetters.Select(row => $"`{row.Letter}`"))} and `?`");
                    return false;
            }
        }

        return true;
    }

    private bool TryParseRest(Assembler assembler, ref Cursor cursor)
    {
        bool wantsEntrySize = (_flags & SectionFlags.Merge) != 0;
        bool wantsGroup = (_flags & SectionFlags.Group) != 0;
        bool wantsLink = (_flags & SectionFlags.LinkOrder) != 0;
        bool isFirst = !_hasFlags;
        bool wantsType = true;
        while (isFirst || cursor.TakeComma())
        {
            isFirst = false;
            int start = cursor.Position;
            if (cursor.Current is (byte)'@' or (byte)'%' || wantsType && cursor.Current == '"')
            {
                cursor.Position++;
                wantsType = false;
                if (!TryParseType(assembler, ref cursor, start))
                    return false;
            }
            else if (TryTakeAddress(assembler, ref cursor, out bool isWrong))
            {
                if (isWrong)
                    return false;
            }
            else if (wantsEntrySize && CharacterClass.IsDigit(cursor.Current))
            {
                if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long size))
                    return false;
                _entrySize = (ulong)size;
                wantsEntrySize = false;
            }
            else if (IsUnique(cursor))
            {
                cursor.TakeName();
                cursor.TakeComma();
                if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long id))
                    return false;
                if (id is < 0 or > uint.MaxValue)
                {
                    assembler.Report(DirectiveRules.BadSection, cursor.SpanHere, $"{id} is no number of a section: it has 32 bits");
                    return false;
                }

                _uniqueId = id;
            }
            else if (wantsLink && TryTakeWord(assembler, ref cursor, out string linked))
            {
                _linkOrder = linked;
                wantsLink = false;
            }
            else if (wantsGroup && TryTakeWord(assembler, ref cursor, out string group))
            {
                _group = group;
                wantsGroup = false;
                Cursor ahead = cursor;
                if (ahead.TakeComma() && ahead.TakeName() is var comdat && (comdat.SequenceEqual("comdat"u8) || comdat.SequenceEqual(".gnu.linkonce"u8)))
                {
                    _isComdat = true;
                    cursor = ahead;
                }
            }
            else
            {
                assembler.Report(DirectiveRules.BadSection, cursor.SpanHere, $"`{assembler.Sources.TextOf(cursor.SpanHere)}` has no meaning here");
                return false;
            }
        }

        if (!wantsEntrySize && !wantsGroup)
            return true;
        assembler.Report(DirectiveRules.IncompleteSection, _span, wantsEntrySize
            ? "the flag `M` needs an entry size behind the type"
            : "the flag `G` needs the name of a group behind the type");
        if (wantsEntrySize)
            _flags &= ~SectionFlags.Merge;
        return true;
    }

    private bool TryParseType(Assembler assembler, ref Cursor cursor, int start)
    {
        ReadOnlySpan<byte> word = cursor.TakeWord();
        if (cursor.Text[start] == '"')
            cursor.Take((byte)'"');
        _type = System.Text.Encoding.UTF8.GetString(word) switch
        {
            "progbits" => SectionType.ProgramBits,
            "nobits" => SectionType.NoBits,
            "note" => SectionType.Note,
            "init_array" => SectionType.InitArray,
            "fini_array" => SectionType.FiniArray,
            "preinit_array" => SectionType.PreinitArray,
            "unwind" => SectionType.X86_64Unwind,
            _ => NumberLiteral.TryParse(word, out long number) ? (uint)number : null,
        };
        if (_type is not null)
            return true;
        assembler.Report(DirectiveRules.IncompleteSection, cursor.SpanFrom(start), $"`{assembler.Sources.TextOf(cursor.SpanFrom(start))}` is no type of a section");
        return true;
    }

    private static bool IsAddress(Assembler assembler, Cursor cursor)
    {
        if (assembler.State.Options.GnuStrict || !cursor.TakeName().SequenceEqual("load"u8))
            return false;
        cursor.SkipBlanks();
        return cursor.Current == '=';
    }

    /// <summary><c>load=ADDRESS</c> places the section; GNU as does not know it.</summary>
    private bool TryTakeAddress(Assembler assembler, ref Cursor cursor, out bool isWrong)
    {
        isWrong = false;
        if (!IsAddress(assembler, cursor))
            return false;
        int start = cursor.Position;
        cursor.TakeName();
        cursor.SkipBlanks();
        cursor.Position++;
        isWrong = !assembler.Expressions.TryParseAbsolute(ref cursor, out long address);
        _load = (ulong)address;
        _loadSpan = cursor.SpanFrom(start);
        if (!isWrong && _load > LastPhysicalAddress)
        {
            isWrong = true;
            assembler.Report(DirectiveRules.BadSection, _loadSpan, $"0x{_load:x} is no address that a section can be loaded to: physical addresses have at most 52 bits");
        }
        return true;
    }

    private static bool IsUnique(in Cursor cursor)
    {
        Cursor ahead = cursor;
        if (!ahead.TakeName().SequenceEqual("unique"u8))
            return false;
        ahead.SkipBlanks();
        return ahead.Current == ',';
    }

    private static bool TryTakeWord(Assembler assembler, ref Cursor cursor, out string word)
    {
        int start = cursor.Position;
        if (cursor.Current == '"')
        {
            List<byte> quoted = [];
            bool parsed = StringLiteral.TryParse(ref cursor, assembler.Diagnostics, quoted);
            word = NameText.Decode(quoted.ToArray());
            return parsed;
        }

        cursor.TakeWord();
        word = NameText.Decode(cursor.Slice(start));
        return word.Length > 0;
    }

    /// <summary>The section of this name and these attributes; warns when it exists with others.</summary>
    public Section FindOrAdd(Assembler assembler, string name, SourceSpan span)
    {
        if ((_flags & (SectionFlags.GnuMbind | SectionFlags.Alloc)) == SectionFlags.GnuMbind)
            assembler.Report(DirectiveRules.BadSection, _span, $"section `{name}` has the flag `d`, which goes with `a`");
        SectionTable sections = assembler.State.Sections;
        StandardSection? standard = StandardSection.Find(name, assembler.State.Is64BitObject);
        Section? existing = sections.Find(name, _group, _uniqueId, _linkOrder, (_flags & SectionFlags.GnuRetain) != 0);
        if (existing is not null)
        {
            CheckChange(assembler, existing, standard, span);
            if (existing.FixedAddress is { } address && _load is { } other && address != other)
            {
                assembler.Diagnostics.Report(new Diagnostic(DirectiveRules.SectionAttributesDiffer, $"section `{name}` cannot lie at 0x{other:x}: it was placed at 0x{address:x} before", _loadSpan)
                {
                    Labels = [new DiagnosticLabel(existing.Span, $"`{name}` was made here")],
                });
            }
            existing.FixedAddress ??= _load;
            return existing;
        }

        ulong flags = (standard?.FlagsOf(name, _flags) ?? _flags) & ~SectionFlags.Group;
        if (sections.Find(name) is null && assembler.State.Symbols.Find(NameText.Encode(name)) is { State: SymbolState.Label or SymbolState.Common } namesake)
            assembler.IsRedefinition(namesake, span);
        Section made = new(name)
        {
            Type = standard?.TypeOf(_type).Type ?? _type ?? SectionType.ProgramBits,
            Flags = flags,
            EntrySize = _entrySize,
            Group = _group is null ? null : sections.Group(_group, _isComdat),
            UniqueId = _uniqueId,
            LinkOrderName = _linkOrder,
            LinkOrder = _linkOrder is null or "0" ? null : assembler.State.Symbols.FindOrAdd(NameText.Encode(_linkOrder), span),
            FixedAddress = _load,
            Span = span,
        };
        if (made.Type is SectionType.InitArray or SectionType.FiniArray or SectionType.PreinitArray && made.EntrySize == 0)
            made.EntrySize = assembler.State.Is64BitObject ? 8u : 4u;
        return sections.Add(made);
    }

    private void CheckChange(Assembler assembler, Section existing, StandardSection? standard, SourceSpan span)
    {
        if (!_hasFlags && _type is null)
            return;
        const ulong systemSpecific = 0x7FF00000;
        ulong flags = _flags & ~SectionFlags.Group;

        // Bits that belong to the system or to the processor are added at any time.
        if (_hasFlags && (flags & systemSpecific & ~existing.Flags) is var added and not 0 && (added & (SectionFlags.GnuRetain | SectionFlags.GnuMbind | SectionFlags.X86_64Large)) == 0)
        {
            existing.Flags |= added;
            if ((flags & ~added) is var rest && (rest == 0 || rest == (existing.Flags & ~added)))
                return;
        }

        bool typeDiffers = _type is not null && _type != existing.Type;
        bool flagsDiffer = _hasFlags && flags != existing.Flags && !(flags == 0 && existing.Flags == 0);
        bool sizeDiffers = (flags & SectionFlags.Merge) != 0 && _entrySize != existing.EntrySize;
        if (!typeDiffers && !flagsDiffer && !sizeDiffers)
            return;

        // GNU as forgives changes of the sections that it knows by name, but not another size of their entries.
        bool isForgiven = standard is not null && (typeDiffers || flagsDiffer);
        assembler.Report(isForgiven ? DirectiveRules.SectionChanged : DirectiveRules.SectionAttributesDiffer, span,
            $"section `{existing.Name}` was made with other {(typeDiffers ? "type" : flagsDiffer ? "flags" : "size of entries")} at {assembler.Sources.Locate(existing.Span)}");
    }
}

/// <summary>What may follow the name of a section in <see cref="StandardSection"/>.</summary>
internal enum SectionSuffix : byte
{
    None,

    /// <summary>Nothing, or a dot and more.</summary>
    Dot,
    Any,
}

/// <summary>Sections whose names alone say what they are (GNU BFD's list of special sections).</summary>
internal sealed record StandardSection(string Name, uint Type, ulong Flags, SectionSuffix Suffix)
{
    private const ulong Data = SectionFlags.Alloc | SectionFlags.Write;
    private const ulong Code = SectionFlags.Alloc | SectionFlags.Execute;
    private const ulong Large = SectionFlags.X86_64Large;

    private static StandardSection[]? _all;

#pragma warning disable format
    private static StandardSection[] All => _all ??=
    [
        new(".bss",             SectionType.NoBits,        Data,                            SectionSuffix.Dot),
        new(".comment",         SectionType.ProgramBits,   0,                               SectionSuffix.None),
        new(".data",            SectionType.ProgramBits,   Data,                            SectionSuffix.Dot),
        new(".data1",           SectionType.ProgramBits,   Data,                            SectionSuffix.None),
        new(".debug",           SectionType.ProgramBits,   0,                               SectionSuffix.None),
        new(".debug_line",      SectionType.ProgramBits,   0,                               SectionSuffix.None),
        new(".debug_info",      SectionType.ProgramBits,   0,                               SectionSuffix.None),
        new(".debug_abbrev",    SectionType.ProgramBits,   0,                               SectionSuffix.None),
        new(".debug_aranges",   SectionType.ProgramBits,   0,                               SectionSuffix.None),
        new(".fini",            SectionType.ProgramBits,   Code,                            SectionSuffix.None),
        new(".fini_array",      SectionType.FiniArray,     Data,                            SectionSuffix.Dot),
        new(".gnu.linkonce.b",  SectionType.NoBits,        Data,                            SectionSuffix.Dot),
        new(".gnu.linkonce.n",  SectionType.NoBits,        Data,                            SectionSuffix.Dot),
        new(".gnu.linkonce.p",  SectionType.ProgramBits,   Data,                            SectionSuffix.Dot),
        new(".gnu.lto_",        SectionType.ProgramBits,   SectionFlags.Exclude,            SectionSuffix.Any),
        new(".got",             SectionType.ProgramBits,   Data,                            SectionSuffix.None),
        new(".init",            SectionType.ProgramBits,   Code,                            SectionSuffix.None),
        new(".init_array",      SectionType.InitArray,     Data,                            SectionSuffix.Dot),
        new(".interp",          SectionType.ProgramBits,   0,                               SectionSuffix.None),
        new(".line",            SectionType.ProgramBits,   0,                               SectionSuffix.None),
        new(".noinit",          SectionType.NoBits,        Data,                            SectionSuffix.Dot),
        new(".note.GNU-stack",  SectionType.ProgramBits,   0,                               SectionSuffix.None),
        new(".note",            SectionType.Note,          0,                               SectionSuffix.Any),
        new(".persistent.bss",  SectionType.NoBits,        Data,                            SectionSuffix.None),
        new(".persistent",      SectionType.ProgramBits,   Data,                            SectionSuffix.Dot),
        new(".preinit_array",   SectionType.PreinitArray,  Data,                            SectionSuffix.Dot),
        new(".plt",             SectionType.ProgramBits,   Code,                            SectionSuffix.None),
        new(".rodata",          SectionType.ProgramBits,   SectionFlags.Alloc,              SectionSuffix.Dot),
        new(".rodata1",         SectionType.ProgramBits,   SectionFlags.Alloc,              SectionSuffix.None),
        new(".stabstr",         SectionType.StringTable,   0,                               SectionSuffix.None),
        new(".tbss",            SectionType.NoBits,        Data | SectionFlags.ThreadLocal, SectionSuffix.Dot),
        new(".tdata",           SectionType.ProgramBits,   Data | SectionFlags.ThreadLocal, SectionSuffix.Dot),
        new(".text",            SectionType.ProgramBits,   Code,                            SectionSuffix.Dot),
        new(".gnu.linkonce.lb", SectionType.NoBits,        Data | Large,                    SectionSuffix.Dot),
        new(".gnu.linkonce.lr", SectionType.ProgramBits,   SectionFlags.Alloc | Large,      SectionSuffix.Dot),
        new(".gnu.linkonce.lt", SectionType.ProgramBits,   Code | Large,                    SectionSuffix.Dot),
        new(".lbss",            SectionType.NoBits,        Data | Large,                    SectionSuffix.Dot),
        new(".ldata",           SectionType.ProgramBits,   Data | Large,                    SectionSuffix.Dot),
        new(".lrodata",         SectionType.ProgramBits,   SectionFlags.Alloc | Large,      SectionSuffix.Dot),
    ];
#pragma warning restore format

    /// <summary>The row for a name; large sections are x86-64's.</summary>
    public static StandardSection? Find(string name, bool is64)
    {
        foreach (StandardSection row in All)
        {
            if (name.StartsWith(row.Name, StringComparison.Ordinal) && (is64 || (row.Flags & Large) == 0)
                && (name.Length == row.Name.Length || row.Suffix == SectionSuffix.Any || row.Suffix == SectionSuffix.Dot && name[row.Name.Length] == '.'))
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>The type that a section of this name gets, and whether another one that was asked for is ignored.</summary>
    public (uint Type, bool IsIgnored) TypeOf(uint? wanted) =>
        wanted is null || wanted == Type ? (Type, false)
        : (Flags & Large) != 0 || Type is SectionType.InitArray or SectionType.FiniArray or SectionType.PreinitArray ? (Type, true)
        : (wanted.Value, false);

    /// <summary>
    /// The flags that a section of this name gets: its own beside those that were asked for, unless these are more than it may have, membership in a group for one.
    /// </summary>
    public ulong FlagsOf(string name, ulong wanted)
    {
        const ulong systemSpecific = 0xFFF00000;
        ulong surplus = wanted & ~systemSpecific & ~SectionFlags.LinkOrder & ~Flags;
        bool isNote = Type == SectionType.Note && wanted is SectionFlags.Alloc or SectionFlags.Execute;
        bool isMergeable = Suffix == SectionSuffix.Dot && name.Length > Name.Length && (surplus & ~(SectionFlags.Merge | SectionFlags.Strings)) == 0;
        return surplus == 0 || isNote || isMergeable ? wanted | Flags : wanted;
    }
}
