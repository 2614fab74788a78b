using System.Runtime.InteropServices;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>
/// Writes .debug_line (DWARF 5, "Line Number Information"): version 5 when the source declares file 0, as newer compilers do, else version 3, or the one
/// that the command line asks for.
/// </summary>
internal sealed class LineTableWriter
{
    private readonly Assembler _assembler;
    private readonly LineTable _table;
    private readonly FragmentChain _chain;
    private readonly bool _is64;
    private readonly int _version;
    private readonly List<string> _directories = [];

    private LineTableWriter(Assembler assembler, LineTable table)
    {
        _assembler = assembler;
        _table = table;
        _is64 = assembler.State.Is64BitObject;
        bool needs5 = table.Files.ContainsKey(0) || table.Files.Values.Any(file => file.Md5 is not null);
        _version = needs5 ? 5 : Math.Max(3, assembler.State.Options.DwarfLevel);
        _chain = SectionOf(".debug_line", 0, 0).Subsection(0);
    }

    /// <summary>Answers the version of the table.</summary>
    public static int Write(Assembler assembler, LineTable table)
    {
        LineTableWriter writer = new(assembler, table);
        writer.Write();
        return writer._version;
    }

    private void Write()
    {
        Symbol end = new(ReadOnlyMemory<byte>.Empty);
        _chain.AppendField(4, default, SourceSpan.None);
        _chain.Fixups[^1].Value = new Expression(end, Here(), 0);
        _chain.AppendNumber(_version, 2);
        if (_version >= 5)
        {
            _chain.AppendByte((byte)(_is64 ? 8 : 4));
            _chain.AppendByte(0);
        }

        Symbol program = new(ReadOnlyMemory<byte>.Empty);
        _chain.AppendField(4, default, SourceSpan.None);
        _chain.Fixups[^1].Value = new Expression(program, Here(), 0);
        _chain.AppendByte(1);
        if (_version >= 4)
            _chain.AppendByte(1);

        // Rows are statements unless they say otherwise; line base -5, line range 14, first special opcode 13, lengths of the standard ones.
        _chain.Append([1, 0xFB, 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1]);
        int[] directories = CollectDirectories(out List<LineFile> files);
        if (_version >= 5)
            WriteTables5(files, directories);
        else
            WriteTables3(files, directories);
        Place(program);
        foreach (IGrouping<Section, LineSequence> section in _table.Sequences.GroupBy(sequence => sequence.Chain.Section))
            WriteSection(section.Key.Chains[^1], [.. section.OrderBy(sequence => sequence.Chain.Number)]);
        Place(end);
    }

    /// <summary>Gives every directory its number, and every file its directory's.</summary>
    private int[] CollectDirectories(out List<LineFile> files)
    {
        files = [];
        int highest = _table.Files.Count == 0 ? 0 : _table.Files.Keys.Max();
        string own = _table.Files.GetValueOrDefault(0)?.Directory ?? (_version >= 5 ? Environment.CurrentDirectory : "");
        _directories.Add(own);
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        if (_version >= 5)
            numbers.Add(own, 0);
        int[] directories = new int[highest + 1];
        for (int i = 0; i <= highest; i++)
        {
            bool isOwn = _table.Files.TryGetValue(i, out LineFile? file);
            if (!isOwn && i > 0)
                ReportMissing(i);
            file ??= (i == 0 ? _table.Files.GetValueOrDefault(1) : null) ?? new LineFile(null, "", null, SourceSpan.None);
            string? directory = i == 0 && isOwn ? null : file.Directory;
            if (directory is null && file.Name.LastIndexOf('/') is >= 0 and int slash)
            {
                directory = slash == 0 ? "/" : file.Name[..slash];
                file = file with { Name = file.Name[(slash + 1)..] };
            }

            if (directory is not null)
            {
                if (!numbers.TryGetValue(directory, out int index))
                {
                    numbers.Add(directory, index = _directories.Count);
                    _directories.Add(directory);
                }

                directories[i] = index;
            }

            files.Add(file);
        }

        return directories;
    }

    private void ReportMissing(int number)
    {
        int next = _table.Files.Keys.Where(other => other > number).Min();
        _assembler.Report(DirectiveRules.UnknownFile, _table.Files[next].Span, $"there is a `.file {next}` and no `.file {number}`");
    }

    private void WriteTables3(List<LineFile> files, int[] directories)
    {
        for (int i = 1; i < _directories.Count; i++)
            Text(_chain, _assembler.State.Options.MapFolder(_directories[i]));
        _chain.AppendByte(0);
        for (int i = 1; i < files.Count; i++)
        {
            Text(_chain, files[i].Name);
            Unsigned(directories[i]);
            _chain.AppendByte(0);
            _chain.AppendByte(0);
        }

        _chain.AppendByte(0);
    }

    private void WriteTables5(List<LineFile> files, int[] directories)
    {
        const byte Path = 1, DirectoryIndex = 2, Md5 = 5;
        const byte LineString = 0x1F, UnsignedData = 0x0F, Data16 = 0x1E;
        Section strings = SectionOf(".debug_line_str", SectionFlags.Merge | SectionFlags.Strings, 1);
        _chain.Append([1, Path, LineString]);
        Unsigned(_directories.Count);
        foreach (string directory in _directories)
            _chain.AppendField(4, new Expression(KeepString(strings, _assembler.State.Options.MapFolder(directory)), null, 0), SourceSpan.None);

        bool hasSums = files.Exists(file => file.Md5 is not null);
        _chain.Append([(byte)(hasSums ? 3 : 2), Path, LineString, DirectoryIndex, UnsignedData]);
        if (hasSums)
            _chain.Append([Md5, Data16]);
        Unsigned(files.Count);
        Symbol? name = null;
        for (int i = 0; i < files.Count; i++)
        {
            // A source that declares no file 0, the compiler's input, means its first one.
            bool isFirstAgain = i == 1 && !_table.Files.ContainsKey(0);
            name = isFirstAgain ? name! : KeepString(strings, files[i].Name);
            _chain.AppendField(4, new Expression(name, null, 0), SourceSpan.None);
            Unsigned(directories[i]);
            if (hasSums)
                _chain.Append(files[i].Md5 ?? new byte[16]);
        }
    }

    private static Symbol KeepString(Section strings, string text)
    {
        FragmentChain chain = strings.Subsection(0);
        Symbol label = new(ReadOnlyMemory<byte>.Empty)
        {
            State = SymbolState.Label,
            Chain = chain,
            Fragment = chain.CurrentFragment,
            Offset = chain.CurrentOffset,
        };
        Text(chain, text);
        return label;
    }

    /// <summary>The rows of a section are one sequence, subsection by subsection, up to the section's end.</summary>
    private void WriteSection(FragmentChain end, LineSequence[] subsections)
    {
        LineRow last = new() { File = 1, Line = 1, IsStatement = true };
        FragmentChain? before = null;
        foreach (LineSequence sequence in subsections)
        {
            FragmentChain code = sequence.Chain;
            foreach (ref LineRow row in CollectionsMarshal.AsSpan(sequence.Rows))
            {
                WriteChanges(last, row);
                if (before is null || ReferenceEquals(before, code) && NeedsAddress(code, last, row))
                {
                    int size = _is64 ? 8 : 4;
                    _chain.Append([0, (byte)(size + 1), 2]);
                    _chain.AppendField(size, new Expression(row.MakeLabel(code), null, 0), SourceSpan.None);
                    Advance(row.Line - last.Line, 0);
                }
                else
                {
                    Advance(before, last, code, row, row.Line - last.Line);
                }

                before = code;
                last = row;
            }
        }

        Advance(before!, last, end, new LineRow { Fragment = end.CurrentFragment, Offset = end.CurrentOffset }, LineAdvance.EndSequence);
    }

    /// <summary>From one row to the next: at once where they are a known distance apart, else when layout has found it.</summary>
    private void Advance(FragmentChain from, in LineRow last, FragmentChain to, in LineRow row, int lines)
    {
        if (row.Fragment == last.Fragment && ReferenceEquals(from, to))
            Advance(lines, row.Offset - last.Offset);
        else
            _chain.AppendLineStep(new LineStep(from, last.Fragment, last.Offset, to, row.Fragment, row.Offset, lines));
    }

    /// <summary>
    /// Views start again at zero when an address is set: needed where that was asked for and the address may not have moved.
    /// </summary>
    private static bool NeedsAddress(FragmentChain code, in LineRow last, in LineRow row)
    {
        if (!row.ResetsView)
            return false;
        return row.Fragment == last.Fragment
            ? row.Offset == last.Offset
            : row.Offset == 0 && last.Offset >= code.Fragments[last.Fragment].FixedLength;
    }

    private void WriteChanges(in LineRow last, in LineRow row)
    {
        if (row.File != last.File)
        {
            _chain.AppendByte(4);
            Unsigned(row.File);
        }

        if (row.Column != last.Column)
        {
            _chain.AppendByte(5);
            Unsigned(row.Column);
        }

        if (row.Discriminator != 0)
        {
            _chain.Append([0, (byte)(1 + Leb128.SizeOf(row.Discriminator, false)), 4]);
            Unsigned(row.Discriminator);
        }

        if (row.Isa != last.Isa)
        {
            _chain.AppendByte(12);
            Unsigned(row.Isa);
        }

        if (row.IsStatement != last.IsStatement)
            _chain.AppendByte(6);
        if ((row.Flags & LineFlags.BasicBlock) != 0)
            _chain.AppendByte(7);
        if ((row.Flags & LineFlags.PrologueEnd) != 0)
            _chain.AppendByte(10);
        if ((row.Flags & LineFlags.EpilogueBegin) != 0)
            _chain.AppendByte(11);
    }

    private void Advance(int lines, long addresses)
    {
        Span<byte> room = stackalloc byte[32];
        _chain.Append(room[..LineAdvance.Write(room, lines, addresses)]);
    }

    private void Unsigned(long value) => Leb128.Write(_chain.Reserve(Leb128.SizeOf(value, false)), value, false);

    private static void Text(FragmentChain chain, string text)
    {
        chain.Append(System.Text.Encoding.UTF8.GetBytes(text));
        chain.AppendByte(0);
    }

    private Section SectionOf(string name, ulong flags, ulong entrySize) =>
        _assembler.State.Sections.Find(name) ?? _assembler.State.Sections.AddLate(new Section(name)
        {
            Type = SectionType.ProgramBits,
            Flags = flags,
            EntrySize = entrySize,
        });

    private Symbol Here()
    {
        Symbol here = new(ReadOnlyMemory<byte>.Empty);
        Place(here);
        return here;
    }

    private void Place(Symbol symbol)
    {
        symbol.State = SymbolState.Label;
        symbol.Chain = _chain;
        symbol.Fragment = _chain.CurrentFragment;
        symbol.Offset = _chain.CurrentOffset;
    }
}
