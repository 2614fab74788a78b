using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VmxAsm.Compiler.Linking.Elf;

/// <summary>
/// An <see cref="ObjectFile"/> as an ELF relocatable file, byte for byte as GNU as 2.40 writes it.
///
/// The order that GNU BFD gives a relocatable file: the file header; the contents of the sections in the order of their
/// headers (groups first, each section of relocations behind the section it applies to); the symbol table and its
/// strings; the relocations; the names of the sections; the section headers. The symbol table holds local symbols
/// first, and of the section symbols only those that a relocation uses. Without symbols there is no symbol table at all.
///
/// i386 keeps the addend of a relocation in the field itself (Elf32_Rel), x86-64 beside it (Elf64_Rela). An object in
/// memory has it in <see cref="Relocation.Addend"/> either way, and this writer puts it in the field.
/// </summary>
public static class ElfObjectWriter
{
    /// <summary>
    /// The file's bytes. Relocations that are expressions cannot be written: the assembler has reported them before
    /// (<see cref="ArgumentException"/> otherwise).
    /// </summary>
    public static byte[] Write(ObjectFile file) => new Writer(file).Write();

    private sealed class Writer(ObjectFile file)
    {
        private readonly bool _is64 = file.Is64Bit;
        private readonly List<Header> _headers = [new Header(0, default)];
        private readonly Dictionary<ObjectSection, int> _sectionIndexes = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<ObjectSymbol, int> _symbolIndexes = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<SectionGroup, int> _groupSignatures = [];

        /// <summary>Of signatures that lie in their groups' own sections, being no symbols of the program: the indexes of these.</summary>
        private readonly Dictionary<ObjectSymbol, int> _ownSignatures = new(ReferenceEqualityComparer.Instance);
        private readonly List<ObjectSymbol> _symbols = [];
        private readonly ElfStringTable _names = new();
        private readonly ElfStringTable _strings = new();

        private sealed class Header(int name, ElfSectionHeader fields)
        {
            public readonly int Name = name;
            public ElfSectionHeader Fields = fields;
        }

        public byte[] Write()
        {
            SelectSymbols();

            // These three come first in the table of names.
            bool hasSymbols = _symbols.Count > 0 || file.Sections.Exists(section => section.RelocationRows.Length > 0);
            int symbolTableName = hasSymbols ? _names.Add(".symtab") : 0;
            int stringTableName = hasSymbols ? _names.Add(".strtab") : 0;
            int sectionNamesName = _names.Add(".shstrtab");
            var groups = MakeSectionHeaders();

            bool hasManySections = _headers.Count + 3 >= SectionIndex.FirstReserved;
            int symbolTableIndex = hasSymbols ? _headers.Count : 0;
            Header? symbolTable = null, symbolSections = null, stringTable = null;
            if (hasSymbols)
            {
                symbolTable = Append(symbolTableName, new()
                {
                    Type = SectionType.SymbolTable,
                    Link = (uint)(_headers.Count + (hasManySections ? 2 : 1)),
                    Alignment = (ulong)ElfLayout.WordSize(_is64),
                    EntrySize = (ulong)ElfLayout.SymbolSize(_is64),
                });
                if (hasManySections)
                {
                    symbolSections = Append(_names.Add(".symtab_shndx"), new()
                    {
                        Type = SectionType.SymbolTableIndexes,
                        Link = (uint)symbolTableIndex,
                        Alignment = 4,
                        EntrySize = 4,
                    });
                }
                stringTable = Append(stringTableName, new() { Type = SectionType.StringTable, Alignment = 1 });
            }
            Header sectionNames = Append(sectionNamesName, new() { Type = SectionType.StringTable, Alignment = 1 });
            _names.Finish();

            byte[] symbolBytes = [], symbolSectionBytes = [];
            if (symbolTable is not null)
            {
                int locals = WriteSymbols(hasManySections, out symbolBytes, out symbolSectionBytes);
                symbolTable.Fields.Info = (uint)locals;
            }

            // From here on every size is known: give each part its place in the file.
            ulong end = (ulong)ElfLayout.FileHeaderSize(_is64);
            foreach (Header header in _headers)
            {
                bool comesLater = IsRelocations(header) || header == symbolTable || header == symbolSections || header == stringTable
                    || header == sectionNames || header.Fields.Type == SectionType.Null;
                if (!comesLater)
                    Place(header, header.Fields.Size, ref end);
            }
            if (symbolTable is not null)
            {
                Place(symbolTable, (ulong)symbolBytes.Length, ref end);
                if (symbolSections is not null)
                    Place(symbolSections, (ulong)symbolSectionBytes.Length, ref end);
                Place(stringTable!, (ulong)_strings.Size, ref end);
            }
            foreach (Header header in _headers)
            {
                if (IsRelocations(header))
                {
                    header.Fields.Link = (uint)symbolTableIndex;
                    Place(header, header.Fields.Size, ref end);
                }
            }
            Place(sectionNames, (ulong)_names.Size, ref end);
            ulong headersOffset = AlignUp(end, (ulong)ElfLayout.WordSize(_is64));
            int headerSize = ElfLayout.SectionHeaderSize(_is64);

            byte[] bytes = new byte[headersOffset + (ulong)(headerSize * _headers.Count)];
            foreach (ObjectSection section in file.Sections)
                WriteSection(section, bytes);
            WriteGroups(groups, symbolTableIndex, bytes);
            if (symbolTable is not null)
            {
                symbolBytes.CopyTo(At(bytes, symbolTable));
                if (symbolSections is not null)
                    symbolSectionBytes.CopyTo(At(bytes, symbolSections));
                _strings.Write(At(bytes, stringTable!));
            }
            _names.Write(At(bytes, sectionNames));

            int sectionNamesIndex = _headers.Count - 1;
            if (_headers.Count >= SectionIndex.FirstReserved)
            {
                _headers[0].Fields.Size = (ulong)_headers.Count;
                _headers[0].Fields.Link = (uint)sectionNamesIndex;
            }
            for (int i = 0; i < _headers.Count; i++)
            {
                ElfSectionHeader fields = _headers[i].Fields;
                fields.Name = i == 0 ? 0 : _names.Offset(_headers[i].Name);
                fields.Write(bytes.AsSpan((int)headersOffset + i * headerSize), _is64);
            }
            new ElfFileHeader
            {
                OsAbi = NeedsGnuAbi() ? ElfLayout.OsAbiGnu : (byte)0,
                Type = ElfFileType.Relocatable,
                Machine = _is64 ? ElfMachine.X86_64 : ElfMachine.I386,
                SectionHeaderOffset = headersOffset,
                SectionCount = (ushort)(_headers.Count < SectionIndex.FirstReserved ? _headers.Count : 0),
                SectionNamesIndex = (ushort)(_headers.Count < SectionIndex.FirstReserved ? sectionNamesIndex : SectionIndex.Escape),
            }.Write(bytes, _is64);
            return bytes;
        }

        /// <summary>
        /// Which symbols are written, locals first: all but section symbols that nothing uses. A group whose signature is no symbol of
        /// the file gets one, local and defined in the group's own section.
        /// </summary>
        private void SelectSymbols()
        {
            var used = new HashSet<ObjectSymbol>(ReferenceEqualityComparer.Instance);
            foreach (ObjectSection section in file.Sections)
            {
                foreach (ref readonly Relocation relocation in section.RelocationRows)
                {
                    if (relocation.Expression is not null)
                        throw new ArgumentException("an expression cannot be written as an ELF relocation");
                    if (relocation.Symbol is { Type: SymbolType.Section } symbol)
                        used.Add(symbol);
                }
            }
            foreach (ObjectSymbol symbol in file.Symbols)
            {
                if (symbol.Binding == SymbolBinding.Local && (symbol.Type != SymbolType.Section || symbol.IsListed || used.Contains(symbol)))
                    _symbols.Add(symbol);
            }

            var byName = new Dictionary<string, ObjectSymbol>(StringComparer.Ordinal);
            foreach (ObjectSection section in file.Sections)
            {
                if (section.Group is not { } group || _groupSignatures.ContainsKey(group))
                    continue;
                if (byName.Count == 0)
                {
                    foreach (ObjectSymbol symbol in file.Symbols)
                    {
                        if (symbol.Type != SymbolType.Section)
                            byName.TryAdd(symbol.Name, symbol);
                    }
                }
                if (!byName.TryGetValue(group.Signature, out ObjectSymbol? signature))
                {
                    signature = new ObjectSymbol { Name = group.Signature, Place = SymbolPlace.Section };
                    byName.Add(group.Signature, signature);
                    _symbols.Add(signature);
                }
                if (signature is { Place: SymbolPlace.Section, Section: null })
                    _ownSignatures.TryAdd(signature, _groupSignatures.Count + 1);
                _groupSignatures.Add(group, 0);
            }
            foreach (ObjectSymbol symbol in file.Symbols)
            {
                if (symbol.Binding != SymbolBinding.Local)
                    _symbols.Add(symbol);
            }
            for (int i = 0; i < _symbols.Count; i++)
                _symbolIndexes.Add(_symbols[i], i + 1);
            foreach (SectionGroup group in _groupSignatures.Keys)
                _groupSignatures[group] = _symbolIndexes[byName[group.Signature]];
        }

        /// <summary>Headers of groups, then of the sections, each followed by its relocations'.</summary>
        private List<(SectionGroup Group, Header Header)> MakeSectionHeaders()
        {
            var groups = new List<(SectionGroup, Header)>();
            foreach (SectionGroup group in _groupSignatures.Keys)
                groups.Add((group, Append(0, new() { Type = SectionType.Group, Alignment = 4, EntrySize = 4 })));

            int wordSize = ElfLayout.WordSize(_is64), entrySize = ElfLayout.RelocationSize(_is64);
            var memberCounts = new Dictionary<SectionGroup, int>();
            foreach (ObjectSection section in file.Sections)
            {
                int index = _headers.Count;
                bool hasRelocations = section.RelocationRows.Length > 0;
                _sectionIndexes.Add(section, index);
                Append(_names.Add(section.Name), new()
                {
                    Type = section.Type,
                    Flags = section.Flags | (section.Group is null ? 0 : SectionFlags.Group),
                    Size = section.Type == SectionType.NoBits ? section.Size : (ulong)section.Data.Length,
                    Alignment = section.Alignment,
                    EntrySize = section.EntrySize,
                });
                if (hasRelocations)
                {
                    Append(_names.Add((_is64 ? ".rela" : ".rel") + section.Name), new()
                    {
                        Type = _is64 ? SectionType.RelocationsWithAddend : SectionType.Relocations,
                        Flags = SectionFlags.InfoLink | (section.Group is null ? 0 : SectionFlags.Group),
                        Size = (ulong)(section.RelocationRows.Length * (long)entrySize),
                        Info = (uint)index,
                        Alignment = (ulong)wordSize,
                        EntrySize = (ulong)entrySize,
                    });
                }
                if (section.Group is { } group)
                {
                    memberCounts.TryGetValue(group, out int count);
                    memberCounts[group] = count + (hasRelocations ? 2 : 1);
                }
            }
            foreach (ObjectSection section in file.Sections)
            {
                if (section.LinkedTo is { } linked && _sectionIndexes.TryGetValue(linked, out int to))
                    _headers[_sectionIndexes[section]].Fields.Link = (uint)to;
            }

            // BFD makes the group sections last, and so enters their name last.
            for (int i = 0; i < groups.Count; i++)
            {
                var (group, header) = groups[i];
                var named = new Header(_names.Add(".group"), header.Fields);
                named.Fields.Size = (ulong)(4 + 4 * memberCounts[group]);
                _headers[i + 1] = named;
                groups[i] = (group, named);
            }
            return groups;
        }

        private int WriteSymbols(bool hasManySections, out byte[] symbolBytes, out byte[] sectionBytes)
        {
            var names = new int[_symbols.Count];
            for (int i = 0; i < names.Length; i++)
                names[i] = _symbols[i].Type == SymbolType.Section ? -1 : _strings.Add(_symbols[i].Name);
            _strings.Finish();

            int size = ElfLayout.SymbolSize(_is64);
            symbolBytes = new byte[size * (_symbols.Count + 1)];
            sectionBytes = hasManySections ? new byte[4 * (_symbols.Count + 1)] : [];
            int locals = 1;
            for (int i = 0; i < names.Length; i++)
            {
                ObjectSymbol symbol = _symbols[i];
                if (symbol.Binding == SymbolBinding.Local)
                    locals++;
                int section = IndexOfPlace(symbol, out bool isReal);
                if (isReal && section >= SectionIndex.FirstReserved)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(sectionBytes.AsSpan(4 * (i + 1)), section);
                    section = SectionIndex.Escape;
                }
                new ElfSymbol
                {
                    Name = _strings.Offset(names[i]),
                    Info = (byte)((int)symbol.Binding << 4 | (int)symbol.Type & 0xF),
                    Other = symbol.Visibility,
                    Section = (ushort)section,
                    Value = symbol.Value,
                    Size = symbol.Size,
                }.Write(symbolBytes.AsSpan(size * (i + 1)), _is64);
            }
            return locals;
        }

        private int IndexOfPlace(ObjectSymbol symbol, out bool isReal)
        {
            isReal = symbol.Place == SymbolPlace.Section;
            switch (symbol.Place)
            {
                case SymbolPlace.Absolute:
                    return SectionIndex.Absolute;
                case SymbolPlace.Common:
                    return symbol.IsLarge ? SectionIndex.X86_64LargeCommon : SectionIndex.Common;
                case SymbolPlace.Section when symbol.Section is { } section:
                    return _sectionIndexes[section];
                case SymbolPlace.Section:
                    // The signature that SelectSymbols made: it lies in its group's section.
                    return _ownSignatures.GetValueOrDefault(symbol);
                default:
                    return SectionIndex.Undefined;
            }
        }

        private void WriteSection(ObjectSection section, byte[] bytes)
        {
            int index = _sectionIndexes[section];
            Span<byte> contents = default;
            if (section.Type != SectionType.NoBits)
            {
                contents = At(bytes, _headers[index]);
                section.Data.Span.CopyTo(contents);
            }
            if (section.RelocationRows.Length == 0)
                return;

            Span<byte> to = At(bytes, _headers[index + 1]);
            foreach (ref readonly Relocation relocation in section.RelocationRows)
            {
                uint symbol = relocation.Symbol is null ? 0 : (uint)_symbolIndexes[relocation.Symbol];
                if (_is64)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(to, relocation.Offset);
                    BinaryPrimitives.WriteUInt64LittleEndian(to[8..], (ulong)symbol << 32 | relocation.Type);
                    BinaryPrimitives.WriteInt64LittleEndian(to[16..], relocation.Addend);
                    to = to[24..];
                }
                else
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)relocation.Offset);
                    BinaryPrimitives.WriteUInt32LittleEndian(to[4..], symbol << 8 | (byte)relocation.Type);
                    to = to[8..];
                    StoreAddend(contents, relocation);
                }
            }
        }

        /// <summary>i386 relocations have their addend in the field; one that <c>.reloc</c> asked for may stand where there is none.</summary>
        private static void StoreAddend(Span<byte> contents, Relocation relocation)
        {
            int size = RelocationTypes.I386.Find(relocation.Type)?.Size ?? 0;
            if (relocation.Offset + (ulong)size <= (ulong)contents.Length)
                RelocationField.Store(contents[(int)relocation.Offset..], size, relocation.Addend);
        }

        /// <summary>A group's section holds a flag and the indexes of its members, in their order in the file.</summary>
        private void WriteGroups(List<(SectionGroup Group, Header Header)> groups, int symbolTableIndex, byte[] bytes)
        {
            var places = new Dictionary<SectionGroup, int>();
            foreach (var (group, header) in groups)
            {
                header.Fields.Link = (uint)symbolTableIndex;
                header.Fields.Info = (uint)_groupSignatures[group];
                places.Add(group, (int)header.Fields.Offset);
                Append(group, group.IsComdat ? 1 : 0);
            }
            foreach (ObjectSection section in file.Sections)
            {
                if (section.Group is not { } group)
                    continue;
                int index = _sectionIndexes[section];
                Append(group, index);
                if (section.RelocationRows.Length > 0)
                    Append(group, index + 1);
            }

            void Append(SectionGroup group, int word)
            {
                ref int place = ref CollectionsMarshal.GetValueRefOrNullRef(places, group);
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(place), word);
                place += 4;
            }
        }

        /// <summary>ELFOSABI_GNU marks the use of what only GNU systems define.</summary>
        private bool NeedsGnuAbi() =>
            _symbols.Exists(symbol => symbol.Binding == SymbolBinding.GnuUnique || symbol.Type == SymbolType.GnuIndirectFunction)
            || file.Sections.Exists(section => (section.Flags & (SectionFlags.GnuRetain | SectionFlags.GnuMbind)) != 0);

        private Header Append(int name, ElfSectionHeader fields)
        {
            var header = new Header(name, fields);
            _headers.Add(header);
            return header;
        }

        private static void Place(Header header, ulong size, ref ulong end)
        {
            end = AlignUp(end, Math.Max(header.Fields.Alignment, 1));
            header.Fields.Offset = end;
            header.Fields.Size = size;
            if (header.Fields.Type != SectionType.NoBits)
                end += size;
        }

        private static bool IsRelocations(Header header) => header.Fields.Type is SectionType.Relocations or SectionType.RelocationsWithAddend;

        private static Span<byte> At(byte[] bytes, Header header) => bytes.AsSpan((int)header.Fields.Offset, (int)header.Fields.Size);

        private static ulong AlignUp(ulong value, ulong alignment) => (value + alignment - 1) & ~(alignment - 1);
    }
}
