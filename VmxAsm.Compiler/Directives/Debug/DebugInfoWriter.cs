using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>
/// What a debugger needs beside a line table to use it (DWARF 5, "Debugging Information Entry"): one compilation unit with its functions, its
/// address ranges, and the abbreviations and strings that these refer to. A compiler writes them itself; of a source written by hand, with
/// <c>-g</c> or with <c>.loc</c> and no .debug_info, the assembler does. All is as GNU as writes it, its name included: debuggers and
/// the tools of distributions go by it.
/// </summary>
internal sealed class DebugInfoWriter
{
    private const string Producer = "GNU AS 2.40";
    private const ushort MipsAssembler = 0x8001;

    private readonly AssemblerState _state;
    private readonly LineTable _table;
    private readonly int _version;
    private readonly int _addressSize;
    private readonly List<Section> _code = [];
    private readonly FragmentChain _info;
    private readonly FragmentChain _abbreviations;
    private readonly FragmentChain _ranges;
    private readonly FragmentChain _strings;
    private readonly List<Symbol> _functions = [];

    /// <summary>Whether functions say that they are global: they do when any is.</summary>
    private readonly bool _hasExternal;
    private readonly bool _hasLocal;

    private DebugInfoWriter(Assembler assembler, LineTable table, int version)
    {
        _state = assembler.State;
        _table = table;
        _version = version;
        _addressSize = _state.Is64BitObject ? 8 : 4;
        HashSet<Section> seen = [];
        foreach (LineSequence sequence in table.Sequences)
        {
            if (seen.Add(sequence.Chain.Section))
                _code.Add(sequence.Chain.Section);
        }

        foreach (Symbol symbol in _state.Symbols.InOrder)
        {
            if (symbol is not { State: SymbolState.Label, Type: SymbolType.Function, HasSize: true })
                continue;
            _functions.Add(symbol);
            bool isGlobal = symbol.Binding != SymbolBinding.Local;
            _hasExternal |= isGlobal;
            _hasLocal |= !isGlobal;
        }

        _info = Make(".debug_info", 1);
        _abbreviations = Make(".debug_abbrev", 1);
        _ranges = Make(".debug_aranges", _addressSize * 2);
        _strings = Make(".debug_str", 1, SectionFlags.Merge | SectionFlags.Strings, 1);
    }

    /// <param name="version">2 to 5.</param>
    public static void Write(Assembler assembler, LineTable table, int version)
    {
        if (!LineTable.Has(assembler, ".debug_info"))
            new DebugInfoWriter(assembler, table, version).Write();
    }

    private void Write()
    {
        FragmentChain? lists = _code.Count < 2 ? null : _version >= 5 ? Make(".debug_rnglists", 1) : Make(".debug_ranges", _addressSize * 2);
        WriteAddressRanges();
        Expression list = lists is null ? default : WriteRangeList(lists);
        WriteAbbreviations(lists is not null);
        WriteUnit(list);

        // The order in which GNU as first needs their symbols.
        foreach (string name in (ReadOnlySpan<string>)[".debug_info", ".debug_abbrev", ".debug_line", ".debug_line_str", ".debug_ranges", ".debug_rnglists", ".debug_str"])
        {
            if (_state.Sections.Find(name) is { } section)
                _state.Sections.List(section);
        }
    }

    private void WriteAddressRanges()
    {
        Symbol end = BeginLength(_ranges);
        _ranges.AppendNumber(2, 2);
        Reference(_ranges, _info);
        _ranges.Append([(byte)_addressSize, 0]);

        // The pairs are aligned to their size.
        _ranges.AppendNumber(0, 4);
        foreach (Section section in _code)
        {
            Address(_ranges, new Expression(section.Symbol, null, 0));
            Address(_ranges, new Expression(End(section), Start(section), 0));
        }

        _ranges.AppendNumber(0, _addressSize);
        _ranges.AppendNumber(0, _addressSize);
        Place(end, _ranges);
    }

    /// <summary>The stretches of code of the unit, where there are several; returns where the list starts.</summary>
    private Expression WriteRangeList(FragmentChain lists)
    {
        if (_version < 5)
        {
            Symbol start = Here(lists);

            // The first entry says that addresses are not relative to the unit's.
            lists.AppendNumber(-1, _addressSize);
            lists.AppendNumber(0, _addressSize);
            foreach (Section section in _code)
            {
                Address(lists, new Expression(section.Symbol, null, 0));
                Address(lists, new Expression(End(section), null, 0));
            }

            lists.AppendNumber(0, _addressSize);
            lists.AppendNumber(0, _addressSize);
            return new Expression(start, null, 0);
        }

        const byte StartLength = 7, EndOfList = 0;
        Symbol end = BeginLength(lists);
        lists.AppendNumber(5, 2);
        lists.Append([(byte)_addressSize, 0, 0, 0, 0, 0]);
        Symbol first = Here(lists);
        foreach (Section section in _code)
        {
            lists.AppendByte(StartLength);
            Address(lists, new Expression(section.Symbol, null, 0));
            lists.AppendLeb128(new Expression(End(section), Start(section), 0), false, SourceSpan.None);
        }

        lists.AppendByte(EndOfList);
        Place(end, lists);
        return new Expression(first, null, 0);
    }

    private void WriteAbbreviations(bool hasList)
    {
        const byte CompileUnit = 0x11, Subprogram = 0x2E, UnspecifiedType = 0x3B;
        const byte LineList = 0x10, LowAddress = 0x11, HighAddress = 0x12, RangeList = 0x55, Name = 0x03, Directory = 0x1B, MadeBy = 0x25, Language = 0x13;
        const byte External = 0x3F, TypeOf = 0x49;
        const byte AsAddress = 0x01, AsData2 = 0x05, AsData4 = 0x06, AsFlag = 0x0C, AsString = 0x0E, AsUnsigned = 0x0F, AsReference = 0x15, AsOffset = 0x17, AsTrue = 0x19;
        byte offset = _version >= 4 ? AsOffset : AsData4;
        byte high = _version >= 4 ? AsUnsigned : AsAddress;
        FragmentChain to = _abbreviations;
        to.Append([1, CompileUnit, (byte)(_functions.Count > 0 ? 1 : 0), LineList, offset]);
        to.Append(hasList ? [RangeList, offset] : [LowAddress, AsAddress, HighAddress, high]);
        to.Append([Name, AsString, Directory, AsString, MadeBy, AsString, Language, AsData2, 0, 0]);
        if (_functions.Count > 0)
        {
            to.Append([2, Subprogram, 0, Name, AsString]);
            if (_hasExternal)
                to.Append([External, SaysExternal ? AsFlag : AsTrue]);
            if (_version >= 3)
                to.Append([TypeOf, AsReference]);
            to.Append([LowAddress, AsAddress, HighAddress, high, 0, 0]);
            if (_version >= 3)
                to.Append([3, UnspecifiedType, 0, 0, 0]);
        }

        to.AppendByte(0);
    }

    /// <summary>Where all functions are global, newer versions say it once, in the abbreviation.</summary>
    private bool SaysExternal => _hasExternal && (_hasLocal || _version < 4);

    private void WriteUnit(in Expression list)
    {
        Symbol start = Here(_info);
        Symbol end = BeginLength(_info);
        _info.AppendNumber(_version, 2);
        if (_version >= 5)
            _info.Append([1, (byte)_addressSize]);
        Reference(_info, _abbreviations);
        if (_version < 5)
            _info.AppendByte((byte)_addressSize);

        _info.AppendByte(1);
        Reference(_info, _state.Sections.Find(".debug_line")!.Subsection(0));
        if (list.Add is not null)
        {
            _info.AppendField(4, list, SourceSpan.None);
        }
        else
        {
            Address(_info, new Expression(_code[0].Symbol, null, 0));
            if (_version >= 4)
                _info.AppendLeb128(new Expression(End(_code[0]), Start(_code[0]), 0), false, SourceSpan.None);
            else
                Address(_info, new Expression(End(_code[0]), null, 0));
        }

        // From version 5 on the compiler's input has a number of its own, 0, and its directory is the unit's.
        LineFile? main = _version >= 5 ? _table.Files.GetValueOrDefault(0) : null;
        LineFile file = main ?? _table.Files.GetValueOrDefault(1) ?? _table.Files.Values.First();
        bool isInOwnDirectory = file.Directory is null || file == main;
        Text(System.Text.Encoding.UTF8.GetBytes(isInOwnDirectory ? file.Name : _state.Options.MapFolder(file.Directory!) + "/" + file.Name));
        Text(System.Text.Encoding.UTF8.GetBytes(_state.Options.MapFolder(Environment.CurrentDirectory)));
        Text(System.Text.Encoding.ASCII.GetBytes(Producer));
        _info.AppendNumber(MipsAssembler, 2);
        if (_functions.Count > 0)
            WriteFunctions(start);
        Place(end, _info);
    }

    private void WriteFunctions(Symbol unit)
    {
        Symbol unspecified = new(ReadOnlyMemory<byte>.Empty);
        foreach (Symbol function in _functions)
        {
            _info.AppendByte(2);
            Text(function.NameBytes);
            if (SaysExternal)
                _info.AppendByte(function.Binding != SymbolBinding.Local ? (byte)1 : (byte)0);
            if (_version >= 3)
                _info.AppendLeb128(new Expression(unspecified, unit, 0), false, SourceSpan.None);
            Address(_info, new Expression(function, null, 0));
            if (_version >= 4)
            {
                _info.AppendLeb128(function.Size, false, SourceSpan.None);
                continue;
            }

            Expression high = function.Size.IsConstant
                ? new Expression(function, null, function.Size.Constant)
                : new Expression(new BinaryNode(Operator.Add, new SymbolNode(function, SourceSpan.None), ExpressionParser.ToNode(function.Size, SourceSpan.None), SourceSpan.None));
            Address(_info, high);
        }

        if (_version >= 3)
        {
            Place(unspecified, _info);
            _info.AppendByte(3);
        }

        _info.AppendByte(0);
    }

    /// <summary>The length of what follows, up to where the returned symbol is placed.</summary>
    private static Symbol BeginLength(FragmentChain chain)
    {
        Symbol end = new(ReadOnlyMemory<byte>.Empty);
        ref Fixup length = ref chain.AppendField(4, default, SourceSpan.None);
        length.Value = new Expression(end, Here(chain), 0);
        return end;
    }

    private void Address(FragmentChain chain, in Expression value) => chain.AppendField(_addressSize, value, SourceSpan.None);

    private static void Reference(FragmentChain from, FragmentChain to) => from.AppendField(4, new Expression(to.Section.Symbol, null, 0), SourceSpan.None);

    private void Text(ReadOnlySpan<byte> text)
    {
        _info.AppendField(4, new Expression(Here(_strings), null, 0), SourceSpan.None);
        _strings.Append(text);
        _strings.AppendByte(0);
    }

    private FragmentChain Make(string name, int alignment, ulong flags = 0, ulong entrySize = 0)
    {
        Section section = _state.Sections.Find(name) ?? _state.Sections.AddLate(new Section(name) { Type = SectionType.ProgramBits, Flags = flags, EntrySize = entrySize });
        section.Alignment = Math.Max(section.Alignment, alignment);
        return section.Subsection(0);
    }

    private static Symbol Start(Section section) => new(ReadOnlyMemory<byte>.Empty) { State = SymbolState.Label, Chain = section.Chains[0] };

    private static Symbol End(Section section) => Here(section.Chains[^1]);

    private static Symbol Here(FragmentChain chain)
    {
        Symbol here = new(ReadOnlyMemory<byte>.Empty);
        Place(here, chain);
        return here;
    }

    private static void Place(Symbol symbol, FragmentChain chain)
    {
        symbol.State = SymbolState.Label;
        symbol.Chain = chain;
        symbol.Fragment = chain.CurrentFragment;
        symbol.Offset = chain.CurrentOffset;
    }
}
