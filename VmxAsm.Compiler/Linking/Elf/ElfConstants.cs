namespace VmxAsm.Compiler.Linking.Elf;

// The numbers of the System V gABI and the i386 and x86-64 psABIs, under the names that readelf prints.

/// <summary>e_type.</summary>
internal static class ElfFileType
{
    public const ushort Relocatable = 1;
    public const ushort Executable = 2;
}

/// <summary>e_machine.</summary>
internal static class ElfMachine
{
    public const ushort I386 = 3;
    public const ushort X86_64 = 62;
}

/// <summary>sh_type.</summary>
public static class SectionType
{
    /// <summary>The words that <c>(TYPE = ...)</c> of a linker script knows.</summary>
    public static uint? Find(string name) => name switch
    {
        "SHT_PROGBITS" => ProgramBits,
        "SHT_STRTAB" => StringTable,
        "SHT_NOTE" => Note,
        "SHT_NOBITS" => NoBits,
        "SHT_INIT_ARRAY" => InitArray,
        "SHT_FINI_ARRAY" => FiniArray,
        "SHT_PREINIT_ARRAY" => PreinitArray,
        _ => null,
    };

    public const uint Null = 0;
    public const uint ProgramBits = 1;
    public const uint SymbolTable = 2;
    public const uint StringTable = 3;
    public const uint RelocationsWithAddend = 4;
    public const uint Note = 7;
    public const uint NoBits = 8;
    public const uint Relocations = 9;
    public const uint InitArray = 14;
    public const uint FiniArray = 15;
    public const uint PreinitArray = 16;
    public const uint Group = 17;
    public const uint SymbolTableIndexes = 18;
    public const uint X86_64Unwind = 0x70000001;
}

/// <summary>sh_flags.</summary>
public static class SectionFlags
{
    public const ulong Write = 0x1;
    public const ulong Alloc = 0x2;
    public const ulong Execute = 0x4;
    public const ulong Merge = 0x10;
    public const ulong Strings = 0x20;
    public const ulong InfoLink = 0x40;
    public const ulong LinkOrder = 0x80;
    public const ulong Group = 0x200;
    public const ulong ThreadLocal = 0x400;
    public const ulong Compressed = 0x800;
    public const ulong GnuRetain = 0x200000;
    public const ulong GnuMbind = 0x1000000;
    public const ulong X86_64Large = 0x10000000;
    public const ulong Exclude = 0x80000000;
}

/// <summary>st_shndx values that are not an index, and the first one that cannot be.</summary>
internal static class SectionIndex
{
    public const ushort Undefined = 0;
    public const ushort FirstReserved = 0xFF00;
    public const ushort X86_64LargeCommon = 0xFF02;
    public const ushort Absolute = 0xFFF1;
    public const ushort Common = 0xFFF2;

    /// <summary>The real index stands in SHT_SYMTAB_SHNDX (or, for e_shnum and e_shstrndx, in section header 0).</summary>
    public const ushort Escape = 0xFFFF;
}

/// <summary>p_type and p_flags.</summary>
internal static class ProgramHeaderType
{
    public const uint Load = 1;
    public const uint Note = 4;
    public const uint ThreadLocal = 7;
    public const uint GnuStack = 0x6474E551, GnuRelro = 0x6474E552, GnuProperty = 0x6474E553;

    private static readonly (string Name, uint Type)[] Named =
    [
        ("PT_NULL", 0), ("PT_LOAD", Load), ("PT_DYNAMIC", 2), ("PT_INTERP", 3), ("PT_NOTE", Note), ("PT_SHLIB", 5), ("PT_PHDR", 6), ("PT_TLS", ThreadLocal),
        ("PT_GNU_EH_FRAME", 0x6474E550), ("PT_GNU_STACK", GnuStack), ("PT_GNU_RELRO", GnuRelro), ("PT_GNU_PROPERTY", GnuProperty),
    ];

    /// <summary>The words that PHDRS of a linker script knows.</summary>
    public static IEnumerable<string> Names => Named.Select(row => row.Name);

    public static uint? Find(string name)
    {
        foreach ((string known, uint type) in Named)
        {
            if (known == name)
                return type;
        }
        return null;
    }

    public const uint FlagExecute = 1;
    public const uint FlagWrite = 2;
    public const uint FlagRead = 4;
}
