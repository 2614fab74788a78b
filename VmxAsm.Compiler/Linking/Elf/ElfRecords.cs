using System.Buffers.Binary;

namespace VmxAsm.Compiler.Linking.Elf;

/// <summary>Sizes of the records that differ between ELFCLASS32 and ELFCLASS64, and the identification bytes.</summary>
internal static class ElfLayout
{
    public const byte Class32 = 1;
    public const byte Class64 = 2;
    public const byte LittleEndian = 1;
    public const byte OsAbiGnu = 3;

    public static ReadOnlySpan<byte> Magic => [0x7F, (byte)'E', (byte)'L', (byte)'F'];

    public static int FileHeaderSize(bool is64) => is64 ? 64 : 52;

    public static int SectionHeaderSize(bool is64) => is64 ? 64 : 40;

    public static int ProgramHeaderSize(bool is64) => is64 ? 56 : 32;

    public static int SymbolSize(bool is64) => is64 ? 24 : 16;

    /// <summary>Elf64_Rela for x86-64, Elf32_Rel for i386: the two that the psABIs use.</summary>
    public static int RelocationSize(bool is64) => is64 ? 24 : 8;

    /// <summary>Alignment of tables in the file.</summary>
    public static int WordSize(bool is64) => is64 ? 8 : 4;
}

/// <summary>Elf32_Ehdr and Elf64_Ehdr.</summary>
internal struct ElfFileHeader
{
    public byte OsAbi;
    public ushort Type;
    public ushort Machine;
    public ulong Entry;
    public ulong ProgramHeaderOffset;
    public ulong SectionHeaderOffset;
    public ushort ProgramHeaderCount;
    public ushort SectionHeaderEntrySize;
    public ushort SectionCount;
    public ushort SectionNamesIndex;

    public readonly void Write(Span<byte> to, bool is64)
    {
        ElfLayout.Magic.CopyTo(to);
        to[4] = is64 ? ElfLayout.Class64 : ElfLayout.Class32;
        to[5] = ElfLayout.LittleEndian;
        to[6] = 1;
        to[7] = OsAbi;
        BinaryPrimitives.WriteUInt16LittleEndian(to[16..], Type);
        BinaryPrimitives.WriteUInt16LittleEndian(to[18..], Machine);
        BinaryPrimitives.WriteUInt32LittleEndian(to[20..], 1);
        var word = new WordWriter(to[24..], is64);
        word.Word(Entry);
        word.Word(ProgramHeaderOffset);
        word.Word(SectionHeaderOffset);
        word.Int32(0); // e_flags
        word.Int16((ushort)ElfLayout.FileHeaderSize(is64));
        word.Int16((ushort)(ProgramHeaderCount == 0 ? 0 : ElfLayout.ProgramHeaderSize(is64)));
        word.Int16(ProgramHeaderCount);
        word.Int16((ushort)ElfLayout.SectionHeaderSize(is64));
        word.Int16(SectionCount);
        word.Int16(SectionNamesIndex);
    }

    /// <summary>The caller has checked the identification and that the header is there in full.</summary>
    public static ElfFileHeader Read(ReadOnlySpan<byte> from, bool is64)
    {
        var header = new ElfFileHeader
        {
            OsAbi = from[7],
            Type = BinaryPrimitives.ReadUInt16LittleEndian(from[16..]),
            Machine = BinaryPrimitives.ReadUInt16LittleEndian(from[18..]),
        };
        var word = new WordReader(from[24..], is64);
        header.Entry = word.Word();
        header.ProgramHeaderOffset = word.Word();
        header.SectionHeaderOffset = word.Word();
        word.Int32();
        word.Int16();
        word.Int16();
        header.ProgramHeaderCount = word.Int16();
        header.SectionHeaderEntrySize = word.Int16();
        header.SectionCount = word.Int16();
        header.SectionNamesIndex = word.Int16();
        return header;
    }
}

/// <summary>Elf32_Shdr and Elf64_Shdr.</summary>
internal struct ElfSectionHeader
{
    public uint Name;
    public uint Type;
    public ulong Flags;
    public ulong Address;
    public ulong Offset;
    public ulong Size;
    public uint Link;
    public uint Info;
    public ulong Alignment;
    public ulong EntrySize;

    public readonly void Write(Span<byte> to, bool is64)
    {
        var word = new WordWriter(to, is64);
        word.Int32(Name);
        word.Int32(Type);
        word.Word(Flags);
        word.Word(Address);
        word.Word(Offset);
        word.Word(Size);
        word.Int32(Link);
        word.Int32(Info);
        word.Word(Alignment);
        word.Word(EntrySize);
    }

    public static ElfSectionHeader Read(ReadOnlySpan<byte> from, bool is64)
    {
        var word = new WordReader(from, is64);
        return new ElfSectionHeader
        {
            Name = word.Int32(),
            Type = word.Int32(),
            Flags = word.Word(),
            Address = word.Word(),
            Offset = word.Word(),
            Size = word.Word(),
            Link = word.Int32(),
            Info = word.Int32(),
            Alignment = word.Word(),
            EntrySize = word.Word(),
        };
    }
}

/// <summary>Elf32_Sym and Elf64_Sym, whose members stand in different order.</summary>
internal struct ElfSymbol
{
    public uint Name;
    public byte Info;
    public byte Other;
    public ushort Section;
    public ulong Value;
    public ulong Size;

    public readonly void Write(Span<byte> to, bool is64)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, Name);
        if (is64)
        {
            to[4] = Info;
            to[5] = Other;
            BinaryPrimitives.WriteUInt16LittleEndian(to[6..], Section);
            BinaryPrimitives.WriteUInt64LittleEndian(to[8..], Value);
            BinaryPrimitives.WriteUInt64LittleEndian(to[16..], Size);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to[4..], (uint)Value);
            BinaryPrimitives.WriteUInt32LittleEndian(to[8..], (uint)Size);
            to[12] = Info;
            to[13] = Other;
            BinaryPrimitives.WriteUInt16LittleEndian(to[14..], Section);
        }
    }

    public static ElfSymbol Read(ReadOnlySpan<byte> from, bool is64) => is64
        ? new ElfSymbol
        {
            Name = BinaryPrimitives.ReadUInt32LittleEndian(from),
            Info = from[4],
            Other = from[5],
            Section = BinaryPrimitives.ReadUInt16LittleEndian(from[6..]),
            Value = BinaryPrimitives.ReadUInt64LittleEndian(from[8..]),
            Size = BinaryPrimitives.ReadUInt64LittleEndian(from[16..]),
        }
        : new ElfSymbol
        {
            Name = BinaryPrimitives.ReadUInt32LittleEndian(from),
            Value = BinaryPrimitives.ReadUInt32LittleEndian(from[4..]),
            Size = BinaryPrimitives.ReadUInt32LittleEndian(from[8..]),
            Info = from[12],
            Other = from[13],
            Section = BinaryPrimitives.ReadUInt16LittleEndian(from[14..]),
        };
}

/// <summary>Elf32_Phdr and Elf64_Phdr.</summary>
internal struct ElfProgramHeader
{
    public uint Type;
    public uint Flags;
    public ulong Offset;
    public ulong VirtualAddress;
    public ulong PhysicalAddress;
    public ulong FileSize;
    public ulong MemorySize;
    public ulong Alignment;

    public readonly void Write(Span<byte> to, bool is64)
    {
        var word = new WordWriter(to, is64);
        word.Int32(Type);
        if (is64)
            word.Int32(Flags);
        word.Word(Offset);
        word.Word(VirtualAddress);
        word.Word(PhysicalAddress);
        word.Word(FileSize);
        word.Word(MemorySize);
        if (!is64)
            word.Int32(Flags);
        word.Word(Alignment);
    }
}

/// <summary>Writes consecutive members; a <see cref="Word"/> is 4 or 8 bytes by class.</summary>
internal ref struct WordWriter(Span<byte> rest, bool is64)
{
    private Span<byte> _rest = rest;

    public void Int16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_rest, value);
        _rest = _rest[2..];
    }

    public void Int32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_rest, value);
        _rest = _rest[4..];
    }

    public void Word(ulong value)
    {
        if (!is64)
        {
            Int32((uint)value);
            return;
        }
        BinaryPrimitives.WriteUInt64LittleEndian(_rest, value);
        _rest = _rest[8..];
    }
}

/// <summary>Reads consecutive members; a <see cref="Word"/> is 4 or 8 bytes by class.</summary>
internal ref struct WordReader(ReadOnlySpan<byte> rest, bool is64)
{
    private ReadOnlySpan<byte> _rest = rest;

    public ushort Int16()
    {
        ushort value = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        _rest = _rest[2..];
        return value;
    }

    public uint Int32()
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        _rest = _rest[4..];
        return value;
    }

    public ulong Word()
    {
        if (!is64)
            return Int32();
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
        _rest = _rest[8..];
        return value;
    }
}
