using System.Runtime.InteropServices;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>
/// The program as an ELF executable: segments to load, every section, symbols, and line numbers of our sources as DWARF, so that a
/// debugger shows them. Sections of debugging information that came with the objects are kept.
/// </summary>
internal static class ElfExecutable
{
    public static byte[] Write(LinkedProgram program, SourceSet sources)
    {
        bool is64 = program.ScriptFormat is { } format && format.StartsWith("elf", StringComparison.Ordinal) ? format.StartsWith("elf64", StringComparison.Ordinal) : program.Is64Bit;
        return Write(program, sources, is64, []);
    }

    /// <param name="preamble">Bytes put into the file right behind the program headers: a multiboot header.</param>
    internal static byte[] Write(LinkedProgram program, SourceSet sources, bool is64, ReadOnlySpan<byte> preamble)
    {
        List<OutputSection> sections = [.. program.Sections.Where(section => section.Size > 0)];
        DwarfLines.Append(program, sources, is64, sections);
        IReadOnlyList<ProgramSegment> segments = program.Segments;
        int headersSize = ElfLayout.FileHeaderSize(is64) + segments.Count * ElfLayout.ProgramHeaderSize(is64);
        var placement = new SegmentPlacement(segments, is64, program.PageSize, (ulong)(headersSize + preamble.Length));
        ulong end = placement.End;
        var offsets = new ulong[sections.Count];
        for (int i = 0; i < offsets.Length; i++)
        {
            OutputSection section = sections[i];
            if (placement.TryGetOffset(section, out offsets[i]))
                continue;
            end = AlignUp(end, Math.Max(section.Alignment, 1));
            offsets[i] = end;
            if (section.Type != SectionType.NoBits)
                end += section.Size;
        }

        byte[] symbols = Symbols(program, sections, is64, out byte[] strings, out int locals);
        var names = new ElfStringTable();
        var nameHandles = new int[sections.Count];
        for (int i = 0; i < nameHandles.Length; i++)
            nameHandles[i] = names.Add(sections[i].Name);
        int symbolsName = names.Add(".symtab"), stringsName = names.Add(".strtab"), namesName = names.Add(".shstrtab");
        names.Finish();
        ulong symbolsAt = AlignUp(end, (ulong)ElfLayout.WordSize(is64)), stringsAt = symbolsAt + (ulong)symbols.Length;
        ulong namesAt = stringsAt + (ulong)strings.Length, headersAt = AlignUp(namesAt + (ulong)names.Size, (ulong)ElfLayout.WordSize(is64));
        int headerSize = ElfLayout.SectionHeaderSize(is64), sectionCount = sections.Count + 4;
        byte[] file = new byte[headersAt + (ulong)(headerSize * sectionCount)];

        new ElfFileHeader
        {
            Type = ElfFileType.Executable,
            Machine = is64 ? ElfMachine.X86_64 : ElfMachine.I386,
            Entry = program.Entry,
            ProgramHeaderOffset = (ulong)ElfLayout.FileHeaderSize(is64),
            ProgramHeaderCount = (ushort)segments.Count,
            SectionHeaderOffset = headersAt,
            SectionCount = (ushort)sectionCount,
            SectionNamesIndex = (ushort)(sectionCount - 1),
        }.Write(file, is64);
        Span<byte> headers = file.AsSpan(ElfLayout.FileHeaderSize(is64));
        foreach (ElfProgramHeader header in placement.Headers)
        {
            header.Write(headers, is64);
            headers = headers[ElfLayout.ProgramHeaderSize(is64)..];
        }
        preamble.CopyTo(file.AsSpan(headersSize));
        for (int i = 0; i < sections.Count; i++)
        {
            if (sections[i].Type != SectionType.NoBits)
                sections[i].Data.CopyTo(file.AsSpan((int)offsets[i]));
        }
        symbols.CopyTo(file.AsSpan((int)symbolsAt));
        strings.CopyTo(file.AsSpan((int)stringsAt));
        names.Write(file.AsSpan((int)namesAt));

        Span<byte> to = file.AsSpan((int)headersAt + headerSize);
        for (int i = 0; i < sections.Count; i++)
        {
            OutputSection section = sections[i];
            Header(ref to, new()
            {
                Name = names.Offset(nameHandles[i]),
                Type = section.Type,
                Flags = section.Flags,
                Address = section.IsAllocated ? section.Address : 0,
                Offset = offsets[i],
                Size = section.Size,
                Alignment = section.Alignment,
                EntrySize = section.EntrySize,
            });
        }
        Header(ref to, new()
        {
            Name = names.Offset(symbolsName),
            Type = SectionType.SymbolTable,
            Offset = symbolsAt,
            Size = (ulong)symbols.Length,
            Link = (uint)(sections.Count + 2),
            Info = (uint)locals,
            Alignment = (ulong)ElfLayout.WordSize(is64),
            EntrySize = (ulong)ElfLayout.SymbolSize(is64),
        });
        Header(ref to, new() { Name = names.Offset(stringsName), Type = SectionType.StringTable, Offset = stringsAt, Size = (ulong)strings.Length, Alignment = 1 });
        Header(ref to, new() { Name = names.Offset(namesName), Type = SectionType.StringTable, Offset = namesAt, Size = (ulong)names.Size, Alignment = 1 });
        return file;

        void Header(ref Span<byte> rest, in ElfSectionHeader header)
        {
            header.Write(rest, is64);
            rest = rest[headerSize..];
        }
    }

    private static byte[] Symbols(LinkedProgram program, List<OutputSection> sections, bool is64, out byte[] strings, out int locals)
    {
        var indexes = new Dictionary<OutputSection, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < sections.Count; i++)
            indexes.Add(sections[i], i + 1);
        var names = new SymbolNames();
        int size = ElfLayout.SymbolSize(is64), next = 1;
        byte[] table = new byte[size * (program.Symbols.Count + 1)];
        foreach (LinkedSymbol symbol in program.Symbols)
        {
            if (IsLocal(symbol))
                Write(symbol);
        }
        locals = next;
        foreach (LinkedSymbol symbol in program.Symbols)
        {
            if (!IsLocal(symbol))
                Write(symbol);
        }
        strings = names.ToArray();
        return table;

        void Write(LinkedSymbol symbol)
        {
            int section = symbol.Section is { } home && indexes.TryGetValue(home, out int index) ? index : SectionIndex.Absolute;
            new ElfSymbol
            {
                Name = names.Add(symbol.Name),
                Info = (byte)((IsLocal(symbol) ? 0 : (int)symbol.Binding) << 4 | (int)symbol.Type & 0xF),
                Other = symbol.Visibility,
                Section = (ushort)section,
                Value = symbol.Type == SymbolType.Tls ? symbol.Value - program.ThreadBlock : symbol.Value,
                Size = symbol.Size,
            }.Write(table.AsSpan(size * next++), is64);
        }
    }

    /// <summary>Names one behind the other, each once. An executable's are not worth the sorting by which <see cref="ElfStringTable"/> shares tails.</summary>
    private sealed class SymbolNames
    {
        private readonly Dictionary<string, uint> _offsets = new(StringComparer.Ordinal) { [""] = 0 };
        private byte[] _bytes = new byte[4096];
        private int _size = 1;

        public uint Add(string name)
        {
            ref uint offset = ref CollectionsMarshal.GetValueRefOrAddDefault(_offsets, name, out bool isKnown);
            if (isKnown)
                return offset;
            offset = (uint)_size;
            int most = System.Text.Encoding.UTF8.GetMaxByteCount(name.Length) + 1;
            if (_bytes.Length - _size < most)
                Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _size + most));
            _size += System.Text.Encoding.UTF8.GetBytes(name, _bytes.AsSpan(_size));
            _bytes[_size++] = 0;
            return offset;
        }

        public byte[] ToArray() => _bytes[.._size];
    }

    private static bool IsLocal(LinkedSymbol symbol) => symbol.Binding == SymbolBinding.Local || symbol.Name == GlobalOffsetTable.BaseName;

    private static ulong AlignUp(ulong value, ulong alignment) => (value + alignment - 1) & ~(alignment - 1);
}
