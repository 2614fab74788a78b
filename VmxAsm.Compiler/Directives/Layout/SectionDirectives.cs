using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking.Elf;
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
        int start = cursor.Position;
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out subsection))
        {
            cursor.SkipStatement();
            return false;
        }

        if (subsection is >= 0 and <= 8192)
            return true;
        assembler.Report(DirectiveRules.BadOperand, ExpressionParser.TrimmedSpan(cursor, start), $"{subsection} is no subsection from 0 to 8192");
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

            name = System.Text.Encoding.UTF8.GetString(quoted.ToArray());
            return true;
        }

        int start = cursor.Position;
        while (cursor.Current is not ((byte)',' or (byte)' ' or (byte)'\t' or (byte)'\r') && !cursor.AtEnd)
            cursor.Position++;
        name = System.Text.Encoding.UTF8.GetString(cursor.Slice(start));
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
            assembler.Report(DirectiveRules.BadSection, cursor.SpanHere, $"section `{section.Name}` is in group `{section.Group.Signature}` already");
        else
            section.Group = assembler.State.Sections.Group(name, false);
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
    private ulong _flags;
    private uint? _type;
    private ulong _entrySize;
    private string? _group;
    private bool _isComdat;
    private string? _linkOrder;
    private long? _uniqueId;
    private bool _hasFlags;
    private ulong? _load;
    private SourceSpan _span;

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

        return attributes.TryParseRest(assembler, ref cursor);
    }

    private bool TryParseFlags(Assembler assembler, string letters)
    {
        for (int i = 0; i < letters.Length; i++)
        {
            switch (letters[i])
            {
                case 'a':
                    _flags |= SectionFlags.Alloc;
                    break;
                case 'w':
                    _flags |= SectionFlags.Write;
                    break;
                case 'x':
                    _flags |= SectionFlags.Execute;
                    break;
                case 'e':
                    _flags |= SectionFlags.Exclude;
                    break;
                case 'M':
                    _flags |= SectionFlags.Merge;
                    break;
                case 'S':
                    _flags |= SectionFlags.Strings;
                    break;
                case 'G':
                    _flags |= SectionFlags.Group;
                    break;
                case 'T':
                    _flags |= SectionFlags.ThreadLocal;
                    break;
                case 'o':
                    _flags |= SectionFlags.LinkOrder;
                    break;
                case 'R':
                    _flags |= SectionFlags.GnuRetain;
                    break;
                case 'd':
                    _flags |= SectionFlags.GnuMbind;
                    break;
                case 'l' when assembler.State.Is64BitObject:
                    _flags |= 0x10000000;
                    break;
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
                    assembler.Report(DirectiveRules.BadSection, _span, $"`{letters[i]}` is no flag of a section");
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
        assembler.Report(DirectiveRules.BadSection, _span, wantsEntrySize
            ? "the flag `M` needs an entry size behind the type"
            : "the flag `G` needs the name of a group behind the type");
        if (wantsEntrySize)
            _flags &= ~SectionFlags.Merge;
        return !wantsGroup;
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
        assembler.Report(DirectiveRules.BadSection, cursor.SpanFrom(start), $"`{assembler.Sources.TextOf(cursor.SpanFrom(start))}` is no type of a section");
        return false;
    }

    /// <summary><c>load=ADDRESS</c> places the section; GNU as does not know it.</summary>
    private bool TryTakeAddress(Assembler assembler, ref Cursor cursor, out bool isWrong)
    {
        isWrong = false;
        Cursor ahead = cursor;
        if (assembler.State.Options.GnuStrict || !ahead.TakeName().SequenceEqual("load"u8))
            return false;
        ahead.SkipBlanks();
        if (!ahead.Take((byte)'='))
            return false;
        cursor = ahead;
        isWrong = !assembler.Expressions.TryParseAbsolute(ref cursor, out long address);
        _load = (ulong)address;
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
            word = System.Text.Encoding.UTF8.GetString(quoted.ToArray());
            return parsed;
        }

        cursor.TakeWord();
        word = System.Text.Encoding.UTF8.GetString(cursor.Slice(start));
        return word.Length > 0;
    }

    /// <summary>The section of this name and these attributes; warns when it exists with others.</summary>
    public Section FindOrAdd(Assembler assembler, string name, SourceSpan span)
    {
        SectionTable sections = assembler.State.Sections;
        StandardSection? standard = StandardSection.Find(name);
        Section? existing = sections.Find(name, _group, _uniqueId, _linkOrder, (_flags & SectionFlags.GnuRetain) != 0);
        if (existing is not null)
        {
            CheckChange(assembler, existing, standard, span);
            existing.FixedAddress ??= _load;
            return existing;
        }

        ulong flags = _hasFlags ? _flags | ((standard?.Flags ?? 0) & SectionFlags.Exclude) : standard?.Flags ?? 0;
        Section made = new(name)
        {
            Type = _type ?? standard?.Type ?? SectionType.ProgramBits,
            Flags = flags & ~SectionFlags.Group,
            EntrySize = _entrySize,
            Group = _group is null ? null : sections.Group(_group, _isComdat),
            UniqueId = _uniqueId,
            LinkOrderName = _linkOrder,
            LinkOrder = _linkOrder is null or "0" ? null : assembler.State.Symbols.FindOrAdd(System.Text.Encoding.UTF8.GetBytes(_linkOrder), span),
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
        ulong flags = _flags & ~SectionFlags.Group;
        bool typeDiffers = _type is not null && _type != existing.Type;
        bool flagsDiffer = _hasFlags && flags != existing.Flags && !(flags == 0 && existing.Flags == 0);
        if (!typeDiffers && !flagsDiffer)
            return;

        // GNU as forgives changes of the sections that it knows by name.
        bool isKnown = standard is not null;
        assembler.Report(isKnown ? DirectiveRules.SectionChanged : DirectiveRules.SectionAttributesDiffer, span,
            $"section `{existing.Name}` was made with other {(typeDiffers ? "type" : "flags")} at {assembler.Sources.Locate(existing.Span)}");
    }
}

/// <summary>Sections whose names alone say what they are (GNU BFD's list of special sections).</summary>
internal sealed record StandardSection(string Name, uint Type, ulong Flags, bool MatchesAnySuffix = false)
{
    private const ulong Data = SectionFlags.Alloc | SectionFlags.Write;
    private const ulong Code = SectionFlags.Alloc | SectionFlags.Execute;

    private static StandardSection[]? _all;

    private static StandardSection[] All => _all ??=
    [
        new(".bss", SectionType.NoBits, Data),
        new(".comment", SectionType.ProgramBits, 0),
        new(".data", SectionType.ProgramBits, Data),
        new(".data1", SectionType.ProgramBits, Data),
        new(".debug", SectionType.ProgramBits, 0),
        new(".fini", SectionType.ProgramBits, Code),
        new(".fini_array", SectionType.FiniArray, Data),
        new(".gnu.linkonce.b", SectionType.NoBits, Data),
        new(".gnu.linkonce.n", SectionType.Note, 0),
        new(".gnu.linkonce.p", SectionType.ProgramBits, Data),
        new(".gnu.lto_", SectionType.ProgramBits, SectionFlags.Exclude, true),
        new(".got", SectionType.ProgramBits, Data),
        new(".init", SectionType.ProgramBits, Code),
        new(".init_array", SectionType.InitArray, Data),
        new(".lbss", SectionType.NoBits, Data | 0x10000000),
        new(".ldata", SectionType.ProgramBits, Data | 0x10000000),
        new(".lrodata", SectionType.ProgramBits, SectionFlags.Alloc | 0x10000000),
        new(".gnu.linkonce.lb", SectionType.NoBits, Data | 0x10000000),
        new(".gnu.linkonce.ld", SectionType.ProgramBits, Data | 0x10000000),
        new(".gnu.linkonce.lr", SectionType.ProgramBits, SectionFlags.Alloc | 0x10000000),
        new(".gnu.linkonce.t", SectionType.ProgramBits, Code),
        new(".noinit", SectionType.NoBits, Data),
        new(".persistent.bss", SectionType.NoBits, Data),
        new(".persistent", SectionType.ProgramBits, Data),
        new(".note.GNU-stack", SectionType.ProgramBits, 0),
        new(".note", SectionType.Note, 0, true),
        new(".plt", SectionType.ProgramBits, Code),
        new(".preinit_array", SectionType.PreinitArray, Data),
        new(".rodata", SectionType.ProgramBits, SectionFlags.Alloc),
        new(".rodata1", SectionType.ProgramBits, SectionFlags.Alloc),
        new(".tbss", SectionType.NoBits, Data | SectionFlags.ThreadLocal),
        new(".tdata", SectionType.ProgramBits, Data | SectionFlags.ThreadLocal),
        new(".text", SectionType.ProgramBits, Code),
    ];

    /// <summary>The row for a name: the name itself or with a suffix behind another dot.</summary>
    public static StandardSection? Find(string name)
    {
        foreach (StandardSection row in All)
        {
            if (name.StartsWith(row.Name, StringComparison.Ordinal)
                && (name.Length == row.Name.Length || row.MatchesAnySuffix || name[row.Name.Length] == '.'))
            {
                return row;
            }
        }

        return null;
    }
}
