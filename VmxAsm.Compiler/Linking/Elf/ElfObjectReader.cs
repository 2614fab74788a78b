using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking.Elf;

/// <summary>
/// Reads an ELF relocatable file into an <see cref="ObjectFile"/>. Nothing in the file is believed: every offset, index and
/// size is checked before use, so that a damaged file is one diagnostic, and the memory used is bounded by the file's length
/// (a compressed section may announce at most <see cref="LargestSection"/>). Section contents are slices of the file's bytes.
/// </summary>
public static class ElfObjectReader
{
    /// <summary>No section of a boot program is larger; a reserved size beyond it comes from a damaged file.</summary>
    public const ulong LargestSection = 1UL << 32;

    private const ulong LargestDecompressedSection = 1UL << 28;

    public static bool IsElf(ReadOnlySpan<byte> bytes) => bytes.StartsWith(ElfLayout.Magic);

    /// <summary>Null, and one diagnostic, when the file cannot be used.</summary>
    public static ObjectFile? Read(string name, ReadOnlyMemory<byte> bytes, DiagnosticBag diagnostics)
    {
        try
        {
            return new Reader(name, bytes).Read();
        }
        catch (DamagedFileException damage)
        {
            diagnostics.Report(LinkRules.BadObject, SourceSpan.None, $"{name}: {damage.Message}");
            return null;
        }
    }

    private sealed class Reader(string fileName, ReadOnlyMemory<byte> memory)
    {
        private bool _is64;
        private ElfSectionHeader[] _headers = [];
        private ObjectSection?[] _sections = [];
        private ObjectSymbol?[] _symbols = [];
        private bool _usesGot;

        private ReadOnlySpan<byte> Bytes => memory.Span;

        public ObjectFile Read()
        {
            ElfFileHeader header = ReadFileHeader();
            int names = ReadSectionHeaders(header);
            var file = new ObjectFile { Name = fileName, Is64Bit = _is64 };
            MakeSections(file, StringTable(names, "section names"));
            Require(!IsIntermediateCode(file), "this holds the compiler's intermediate code and no machine code; compile without `-flto`, or with `-ffat-lto-objects`");
            LinkSections();
            int symbolTable = ReadSymbols(file);
            ReadGroups(symbolTable);
            ReadRelocations(symbolTable);
            file.UsesGot = _usesGot;
            return file;
        }

        /// <summary>What gcc writes under -flto, unless it is asked for both kinds of code.</summary>
        private static bool IsIntermediateCode(ObjectFile file) =>
            file.Sections.Exists(section => section.Name.StartsWith(".gnu.lto_", StringComparison.Ordinal))
            && !file.Sections.Exists(section => (section.Flags & SectionFlags.Alloc) != 0 && section.Size > 0);

        private ElfFileHeader ReadFileHeader()
        {
            ReadOnlySpan<byte> bytes = Bytes;
            Require(IsElf(bytes), "this is not an ELF file");
            Require(bytes.Length >= 20, "the file ends inside its header");
            Require(bytes[4] is ElfLayout.Class32 or ElfLayout.Class64, $"ELF class {bytes[4]} is neither 32-bit nor 64-bit");
            Require(bytes[5] == ElfLayout.LittleEndian, "the file is not little-endian, and so not for x86");
            _is64 = bytes[4] == ElfLayout.Class64;
            Require(bytes.Length >= ElfLayout.FileHeaderSize(_is64), "the file ends inside its header");
            ElfFileHeader header = ElfFileHeader.Read(bytes, _is64);
            Require(header.Type == ElfFileType.Relocatable, header.Type switch
            {
                ElfFileType.Executable => "this is an executable, not a relocatable object (compile with `-c`)",
                3 => "this is a shared library or position-independent executable, not a relocatable object (compile with `-c`)",
                _ => $"ELF type {header.Type} is not a relocatable object",
            });
            Require(header.Machine == (_is64 ? ElfMachine.X86_64 : ElfMachine.I386), header.Machine == ElfMachine.X86_64
                ? "the x32 ABI is not supported, use `-m32` or `-m64`"
                : $"the object is for machine {header.Machine}, not for i386 or x86-64");
            return header;
        }

        /// <returns>Index of the section that holds the sections' names.</returns>
        private int ReadSectionHeaders(in ElfFileHeader header)
        {
            int entrySize = ElfLayout.SectionHeaderSize(_is64);
            Require(header.SectionHeaderOffset != 0, "the object has no section headers");
            Require(header.SectionHeaderEntrySize == entrySize, $"section headers of {header.SectionHeaderEntrySize} bytes, not {entrySize}");
            ElfSectionHeader first = ElfSectionHeader.Read(Slice(header.SectionHeaderOffset, (ulong)entrySize, "section headers"), _is64);
            ulong count = header.SectionCount == 0 ? first.Size : header.SectionCount;
            uint names = header.SectionNamesIndex == SectionIndex.Escape ? first.Link : header.SectionNamesIndex;
            Require(count > 0 && count <= (ulong)Bytes.Length / (uint)entrySize, $"{count} section headers do not fit the file");
            Require(names < count, $"the section of names, {names}, is not one of {count}");
            ReadOnlySpan<byte> table = Slice(header.SectionHeaderOffset, count * (ulong)entrySize, "section headers");
            _headers = new ElfSectionHeader[count];
            for (int i = 0; i < _headers.Length; i++)
                _headers[i] = ElfSectionHeader.Read(table[(i * entrySize)..], _is64);
            return (int)names;
        }

        private void MakeSections(ObjectFile file, ReadOnlySpan<byte> names)
        {
            _sections = new ObjectSection?[_headers.Length];
            for (int i = 1; i < _headers.Length; i++)
            {
                ref readonly ElfSectionHeader header = ref _headers[i];
                if (header.Type is SectionType.Null or SectionType.SymbolTable or SectionType.StringTable or SectionType.Relocations
                    or SectionType.RelocationsWithAddend or SectionType.Group or SectionType.SymbolTableIndexes)
                {
                    continue;
                }
                string name = StringAt(names, header.Name, "a section's name");
                ulong alignment = Math.Max(header.Alignment, 1);
                Require(BitOperations.IsPow2(alignment) && alignment <= LargestSection, $"section `{name}` is aligned to {alignment}, which is no power of two");
                Require(header.Size <= LargestSection, $"section `{name}` has {header.Size} bytes");
                ReadOnlyMemory<byte> data = default;
                if (header.Type != SectionType.NoBits)
                {
                    Require(IsInFile(header.Offset, header.Size), $"section `{name}` (0x{header.Size:x} bytes at 0x{header.Offset:x}) lies beyond the end of the file");
                    data = memory.Slice((int)header.Offset, (int)header.Size);
                }
                var section = new ObjectSection
                {
                    Name = name,
                    Type = header.Type,
                    Flags = header.Flags & ~(SectionFlags.Group | SectionFlags.Compressed),
                    EntrySize = header.EntrySize,
                    Alignment = alignment,
                    Data = data,
                    Size = header.Size,
                };
                if ((header.Flags & SectionFlags.Compressed) != 0)
                    Decompress(section);
                _sections[i] = section;
                file.Sections.Add(section);
            }
        }

        /// <summary>gABI, "Section Compression": a Chdr, then a zlib stream.</summary>
        private void Decompress(ObjectSection section)
        {
            int headerSize = _is64 ? 24 : 12;
            ReadOnlySpan<byte> data = section.Data.Span;
            Require(section.Type != SectionType.NoBits && data.Length >= headerSize, $"section `{section.Name}` is too short for a compressed one");
            uint method = BinaryPrimitives.ReadUInt32LittleEndian(data);
            ulong size = _is64 ? BinaryPrimitives.ReadUInt64LittleEndian(data[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            ulong alignment = _is64 ? BinaryPrimitives.ReadUInt64LittleEndian(data[16..]) : BinaryPrimitives.ReadUInt32LittleEndian(data[8..]);
            Require(method == 1, $"section `{section.Name}` is compressed by method {method}, only zlib (1) is supported");
            Require(size <= LargestDecompressedSection, $"section `{section.Name}` says it has {size} bytes when decompressed");
            Require(alignment == 0 || BitOperations.IsPow2(alignment), $"section `{section.Name}` is aligned to {alignment}, which is no power of two");
            byte[] bytes = new byte[size];
            try
            {
                using var stream = new ZLibStream(new MemoryStream(section.Data[headerSize..].ToArray()), CompressionMode.Decompress);
                stream.ReadExactly(bytes);
            }
            catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
            {
                throw new DamagedFileException($"section `{section.Name}` cannot be decompressed");
            }
            section.Data = bytes;
            section.Size = size;
            section.Alignment = Math.Max(alignment, 1);
        }

        private void LinkSections()
        {
            for (int i = 1; i < _headers.Length; i++)
            {
                if (_sections[i] is not { } section || (section.Flags & SectionFlags.LinkOrder) == 0)
                    continue;
                uint link = _headers[i].Link;
                Require(link < (uint)_sections.Length, $"section `{section.Name}` is linked to section {link} of {_sections.Length}");
                section.LinkedTo = _sections[link];
            }
        }

        /// <returns>Index of the symbol table, 0 when there is none.</returns>
        private int ReadSymbols(ObjectFile file)
        {
            int tableIndex = Array.FindIndex(_headers, header => header.Type == SectionType.SymbolTable);
            if (tableIndex < 0)
                return 0;
            ref readonly ElfSectionHeader header = ref _headers[tableIndex];
            int entrySize = ElfLayout.SymbolSize(_is64);
            Require(header.EntrySize == (ulong)entrySize, $"symbols of {header.EntrySize} bytes, not {entrySize}");
            ReadOnlySpan<byte> table = Slice(header.Offset, header.Size, "the symbol table");
            Require(header.Link < (uint)_headers.Length, "the symbol table has no string table");
            ReadOnlySpan<byte> strings = StringTable((int)header.Link, "symbol names");
            ReadOnlySpan<byte> bigIndexes = default;
            int bigIndexTable = Array.FindIndex(_headers, other => other.Type == SectionType.SymbolTableIndexes && other.Link == tableIndex);
            if (bigIndexTable >= 0)
                bigIndexes = Slice(_headers[bigIndexTable].Offset, _headers[bigIndexTable].Size, "the symbols' section indexes");

            int count = table.Length / entrySize;
            _symbols = new ObjectSymbol?[count];
            file.Symbols.Capacity = Math.Max(count - 1, 0);
            for (int i = 1; i < count; i++)
            {
                ElfSymbol entry = ElfSymbol.Read(table[(i * entrySize)..], _is64);
                int section = entry.Section;
                bool isIndex = section is not SectionIndex.Undefined and < SectionIndex.FirstReserved;
                if (section == SectionIndex.Escape)
                {
                    Require(bigIndexes.Length >= 4 * (i + 1), $"symbol {i} has no entry in SHT_SYMTAB_SHNDX");
                    section = BinaryPrimitives.ReadInt32LittleEndian(bigIndexes[(4 * i)..]);
                    isIndex = true;
                }
                _symbols[i] = MakeSymbol(entry, i, section, isIndex, strings);
                file.Symbols.Add(_symbols[i]!);
            }
            return tableIndex;
        }

        private ObjectSymbol MakeSymbol(in ElfSymbol entry, int index, int section, bool isIndex, ReadOnlySpan<byte> strings)
        {
            var binding = (SymbolBinding)(entry.Info >> 4);
            var type = (SymbolType)(entry.Info & 0xF);
            Require(binding is SymbolBinding.Local or SymbolBinding.Global or SymbolBinding.Weak or SymbolBinding.GnuUnique,
                $"symbol {index} has the unknown binding {(int)binding}");
            string name = StringAt(strings, entry.Name, "a symbol's name");
            ObjectSection? home = null;
            SymbolPlace place;
            if (isIndex)
            {
                Require((uint)section < (uint)_sections.Length, $"symbol `{name}` lies in section {section} of {_sections.Length}");
                home = _sections[section];
                place = SymbolPlace.Section;
                Require(home is not null || binding == SymbolBinding.Local, $"symbol `{name}` lies in section {section}, which has no contents");
                if (type == SymbolType.Section && home is not null)
                    name = home.Name;
            }
            else
            {
                place = section switch
                {
                    SectionIndex.Undefined => SymbolPlace.Undefined,
                    SectionIndex.Absolute => SymbolPlace.Absolute,
                    SectionIndex.Common or SectionIndex.X86_64LargeCommon => SymbolPlace.Common,
                    _ => throw new DamagedFileException($"symbol `{name}` has the unknown section index 0x{section:x}"),
                };
            }
            Require(place != SymbolPlace.Common || (BitOperations.IsPow2(Math.Max(entry.Value, 1)) && entry.Size <= LargestSection),
                $"common symbol `{name}` has alignment {entry.Value} and size {entry.Size}");
            return new ObjectSymbol
            {
                Name = name,
                Binding = binding,
                Type = type,
                Visibility = entry.Other,
                Place = place,
                Section = home,
                Value = entry.Value,
                Size = entry.Size,
            };
        }

        private void ReadGroups(int symbolTable)
        {
            for (int i = 1; i < _headers.Length; i++)
            {
                ref readonly ElfSectionHeader header = ref _headers[i];
                if (header.Type != SectionType.Group)
                    continue;
                ReadOnlySpan<byte> members = Slice(header.Offset, header.Size, "a section group");
                Require(members.Length >= 4 && members.Length % 4 == 0, $"section group {i} has {members.Length} bytes");
                Require(symbolTable != 0 && header.Link == symbolTable && header.Info < (uint)_symbols.Length && _symbols[header.Info] is not null,
                    $"section group {i} has no signature");
                var group = new SectionGroup(_symbols[header.Info]!.Name, (BinaryPrimitives.ReadUInt32LittleEndian(members) & 1) != 0);
                for (members = members[4..]; members.Length > 0; members = members[4..])
                {
                    uint member = BinaryPrimitives.ReadUInt32LittleEndian(members);
                    Require(member < (uint)_sections.Length, $"section group `{group.Signature}` has member {member} of {_sections.Length} sections");
                    if (_sections[member] is { } section)
                        section.Group = group;
                }
            }
        }

        private void ReadRelocations(int symbolTable)
        {
            RelocationTypes types = RelocationTypes.For(_is64);
            uint expected = _is64 ? SectionType.RelocationsWithAddend : SectionType.Relocations;
            int entrySize = ElfLayout.RelocationSize(_is64);
            for (int i = 1; i < _headers.Length; i++)
            {
                ref readonly ElfSectionHeader header = ref _headers[i];
                if (header.Type is not (SectionType.Relocations or SectionType.RelocationsWithAddend) || header.Size == 0)
                    continue;
                Require(header.Type == expected, _is64 ? "x86-64 objects have relocations with addends (SHT_RELA)" : "i386 objects have relocations without addends (SHT_REL)");
                Require(header.EntrySize == (ulong)entrySize, $"relocations of {header.EntrySize} bytes, not {entrySize}");
                Require(header.Info < (uint)_sections.Length && _sections[header.Info] is not null, $"relocations apply to section {header.Info}, which has no contents");
                Require(header.Link == symbolTable && symbolTable != 0, "relocations refer to another symbol table");
                ObjectSection section = _sections[header.Info]!;
                ReadOnlySpan<byte> table = Slice(header.Offset, header.Size, "relocations");
                Require(table.Length % entrySize == 0, $"the relocations of `{section.Name}` end inside one");
                Require(section.Type != SectionType.NoBits, $"section `{section.Name}` has relocations but no contents");
                section.ExpectRelocations(table.Length / entrySize);
                ReadOnlySpan<byte> contents = section.Data.Span;
                for (; table.Length > 0; table = table[entrySize..])
                    section.Relocations.Add(MakeRelocation(table, contents, section, types));
            }
        }

        private Relocation MakeRelocation(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> contents, ObjectSection section, RelocationTypes types)
        {
            ulong offset;
            uint symbolIndex, number;
            long addend = 0;
            if (_is64)
            {
                offset = BinaryPrimitives.ReadUInt64LittleEndian(entry);
                number = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
                symbolIndex = BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
                addend = BinaryPrimitives.ReadInt64LittleEndian(entry[16..]);
            }
            else
            {
                offset = BinaryPrimitives.ReadUInt32LittleEndian(entry);
                number = entry[4];
                symbolIndex = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) >> 8;
            }
            if (types.Find(number) is not { } type)
                throw new DamagedFileException($"section `{section.Name}`+0x{offset:x} has relocation type {number}, which static linking does not know");
            _usesGot |= type.UsesGot;
            if (offset > (ulong)contents.Length || (ulong)contents.Length - offset < type.Size)
                throw new DamagedFileException($"a relocation at offset 0x{offset:x} lies outside of section `{section.Name}`, which has 0x{contents.Length:x} bytes");
            if (symbolIndex >= (uint)_symbols.Length && symbolIndex != 0)
                throw new DamagedFileException($"a relocation of section `{section.Name}` refers to symbol {symbolIndex} of {_symbols.Length}");
            if (!_is64)
                addend = RelocationField.Load(contents[(int)offset..], type.Size);
            return new Relocation(offset, number, symbolIndex == 0 ? null : _symbols[symbolIndex], addend, SourceSpan.None);
        }

        private ReadOnlySpan<byte> StringTable(int index, string what)
        {
            ref readonly ElfSectionHeader header = ref _headers[index];
            Require(header.Type == SectionType.StringTable, $"the table of {what} has section type {header.Type}");
            return Slice(header.Offset, header.Size, $"the table of {what}");
        }

        private static string StringAt(ReadOnlySpan<byte> table, uint offset, string what)
        {
            if (offset == 0 && table.IsEmpty)
                return "";
            Require(offset < (uint)table.Length, $"{what} starts at {offset} in a table of {table.Length} bytes");
            ReadOnlySpan<byte> rest = table[(int)offset..];
            int length = rest.IndexOf((byte)0);
            Require(length >= 0, $"{what} has no end");
            return length == 0 ? "" : NameText.Decode(rest[..length]);
        }

        private bool IsInFile(ulong offset, ulong size) => offset <= (ulong)memory.Length && size <= (ulong)memory.Length - offset;

        private ReadOnlySpan<byte> Slice(ulong offset, ulong size, string what)
        {
            Require(IsInFile(offset, size), $"{what} (0x{size:x} bytes at 0x{offset:x}) lies beyond the end of the file");
            return Bytes.Slice((int)offset, (int)size);
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new DamagedFileException(message);
    }

    private static void Require(bool condition, [System.Runtime.CompilerServices.InterpolatedStringHandlerArgument("condition")] RequirementMessage message)
    {
        if (!condition)
            throw new DamagedFileException(message.ToString());
    }
}

/// <summary>A file is not what it says; caught where the file's reading began and reported there.</summary>
internal sealed class DamagedFileException(string message) : Exception(message);

/// <summary>An interpolated message that is only put together when the requirement fails.</summary>
[System.Runtime.CompilerServices.InterpolatedStringHandler]
internal ref struct RequirementMessage
{
    private System.Runtime.CompilerServices.DefaultInterpolatedStringHandler _text;

    public RequirementMessage(int literalLength, int formattedCount, bool condition, out bool wanted)
    {
        wanted = !condition;
        if (wanted)
            _text = new(literalLength, formattedCount);
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    public override string ToString() => _text.ToStringAndClear();
}
