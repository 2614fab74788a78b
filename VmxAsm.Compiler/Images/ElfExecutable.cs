using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>
/// The program as an ELF executable: segments to load, every section, symbols, and line numbers of our sources as DWARF, so that a
/// debugger shows them. Sections of debugging information that came with the objects are kept.
///
/// A segment's place in the file and its address agree in their lower twelve bits, as loaders that map files want it.
/// </summary>
internal static class ElfExecutable
{
    private const ulong PageSize = 0x1000;

    private sealed class Segment
    {
        public List<OutputSection> Sections { get; } = [];
        public ulong Offset { get; set; }
        public ulong Address => Sections[0].Address;
        public ulong LoadAddress => Sections[0].LoadAddress;
        public ulong End => Sections[^1].Address + Sections[^1].Size;
        public ulong FileSize
        {
            get
            {
                ulong size = 0;
                foreach (OutputSection section in Sections)
                {
                    if (section.IsLoaded)
                        size = Math.Max(size, section.Address + section.Size - Address);
                }
                return size;
            }
        }
    }

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
        List<Segment> segments = Segments(sections);

        int headersSize = ElfLayout.FileHeaderSize(is64) + segments.Count * ElfLayout.ProgramHeaderSize(is64);
        ulong end = (ulong)headersSize + (ulong)preamble.Length;
        foreach (Segment segment in segments)
        {
            if (segment.FileSize == 0)
            {
                // Nothing of it is in the file, yet its offset is better one that the file has.
                ulong back = (end - segment.Address) & (PageSize - 1);
                segment.Offset = back <= end ? end - back : end;
                continue;
            }
            segment.Offset = end + ((segment.Address - end) & (PageSize - 1));
            end = segment.Offset + segment.FileSize;
        }
        var offsets = new ulong[sections.Count];
        for (int i = 0; i < offsets.Length; i++)
        {
            OutputSection section = sections[i];
            if (segments.Find(segment => segment.Sections.Contains(section)) is { } home)
            {
                offsets[i] = home.Offset + (section.IsLoaded ? section.Address - home.Address : Math.Min(section.Address - home.Address, home.FileSize));
                continue;
            }
            end = AlignUp(end, Math.Max(section.Alignment, 1));
            offsets[i] = end;
            if (section.Type != SectionType.NoBits)
                end += section.Size;
        }

        byte[] symbols = Symbols(program, sections, is64, out byte[] strings, out int locals);
        var names = new ElfStringTable();
        int[] nameHandles = [.. sections.Select(section => names.Add(section.Name)), names.Add(".symtab"), names.Add(".strtab"), names.Add(".shstrtab")];
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
        WriteProgramHeaders(file, segments, is64);
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
            Name = names.Offset(nameHandles[^3]),
            Type = SectionType.SymbolTable,
            Offset = symbolsAt,
            Size = (ulong)symbols.Length,
            Link = (uint)(sections.Count + 2),
            Info = (uint)locals,
            Alignment = (ulong)ElfLayout.WordSize(is64),
            EntrySize = (ulong)ElfLayout.SymbolSize(is64),
        });
        Header(ref to, new() { Name = names.Offset(nameHandles[^2]), Type = SectionType.StringTable, Offset = stringsAt, Size = (ulong)strings.Length, Alignment = 1 });
        Header(ref to, new() { Name = names.Offset(nameHandles[^1]), Type = SectionType.StringTable, Offset = namesAt, Size = (ulong)names.Size, Alignment = 1 });
        return file;

        void Header(ref Span<byte> rest, in ElfSectionHeader header)
        {
            header.Write(rest, is64);
            rest = rest[headerSize..];
        }
    }

    /// <summary>Sections that follow each other with the same permissions and the same way to their load address share a segment.</summary>
    private static List<Segment> Segments(List<OutputSection> sections)
    {
        const ulong permissions = SectionFlags.Write | SectionFlags.Execute;
        var segments = new List<Segment>();
        foreach (OutputSection section in sections.Where(section => section.IsAllocated && !section.IsNoLoad).Order(OutputSection.ByAddress))
        {
            bool isThreadZero = (section.Flags & SectionFlags.ThreadLocal) != 0 && section.Type == SectionType.NoBits;
            if (isThreadZero)
                continue;
            Segment? last = segments.Count > 0 ? segments[^1] : null;
            bool joins = last is not null
                && ((last.Sections[^1].Flags ^ section.Flags) & permissions) == 0
                && last.Sections[^1].LoadAddress - last.Sections[^1].Address == section.LoadAddress - section.Address
                && section.Address - last.End < PageSize
                && (last.Sections[^1].IsLoaded || !section.IsLoaded);
            if (!joins)
                segments.Add(last = new Segment());
            last!.Sections.Add(section);
        }
        return segments;
    }

    private static void WriteProgramHeaders(byte[] file, List<Segment> segments, bool is64)
    {
        Span<byte> to = file.AsSpan(ElfLayout.FileHeaderSize(is64));
        foreach (Segment segment in segments)
        {
            ulong flags = segment.Sections[0].Flags;
            new ElfProgramHeader
            {
                Type = ProgramHeaderType.Load,
                Flags = ProgramHeaderType.FlagRead | ((flags & SectionFlags.Write) != 0 ? ProgramHeaderType.FlagWrite : 0)
                    | ((flags & SectionFlags.Execute) != 0 ? ProgramHeaderType.FlagExecute : 0),
                Offset = segment.Offset,
                VirtualAddress = segment.Address,
                PhysicalAddress = segment.LoadAddress,
                FileSize = segment.FileSize,
                MemorySize = segment.End - segment.Address,
                Alignment = PageSize,
            }.Write(to, is64);
            to = to[ElfLayout.ProgramHeaderSize(is64)..];
        }
    }

    private static byte[] Symbols(LinkedProgram program, List<OutputSection> sections, bool is64, out byte[] strings, out int locals)
    {
        var indexes = new Dictionary<OutputSection, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < sections.Count; i++)
            indexes.Add(sections[i], i + 1);
        LinkedSymbol[] ordered = [.. program.Symbols.Where(IsLocal), .. program.Symbols.Where(symbol => !IsLocal(symbol))];
        var names = new ElfStringTable();
        int[] handles = [.. ordered.Select(symbol => names.Add(symbol.Name))];
        names.Finish();
        strings = new byte[names.Size];
        names.Write(strings);
        locals = 1 + ordered.Count(IsLocal);
        int size = ElfLayout.SymbolSize(is64);
        byte[] table = new byte[size * (ordered.Length + 1)];
        for (int i = 0; i < ordered.Length; i++)
        {
            LinkedSymbol symbol = ordered[i];
            int section = symbol.Section is { } home && indexes.TryGetValue(home, out int index) ? index : SectionIndex.Absolute;
            new ElfSymbol
            {
                Name = names.Offset(handles[i]),
                Info = (byte)((IsLocal(symbol) ? 0 : (int)symbol.Binding) << 4 | (int)symbol.Type & 0xF),
                Other = symbol.Visibility,
                Section = (ushort)section,
                Value = symbol.Value,
                Size = symbol.Size,
            }.Write(table.AsSpan(size * (i + 1)), is64);
        }
        return table;
    }

    /// <summary>A hidden symbol is nobody else's business in a finished program.</summary>
    private static bool IsLocal(LinkedSymbol symbol) => symbol.Binding == SymbolBinding.Local || symbol.Visibility is 1 or 2;

    private static ulong AlignUp(ulong value, ulong alignment) => (value + alignment - 1) & ~(alignment - 1);
}
