using System.Buffers.Binary;

namespace VmxAsm.Compiler.Linking;

/// <summary>What a relocation computes, in the letters of the psABI: S symbol, A addend, P place, G and GOT, L, Z size.</summary>
public enum RelocationFormula : byte
{
    None,

    /// <summary>S + A.</summary>
    Absolute,

    /// <summary>S + A - P; also L + A - P, because a static program calls the function itself instead of a PLT entry.</summary>
    PcRelative,

    /// <summary>G + A: offset of the symbol's entry in the GOT.</summary>
    GotEntry,

    /// <summary>GOT + G + A - P: distance to the symbol's entry in the GOT.</summary>
    GotEntryPcRelative,

    /// <summary>S + A - GOT.</summary>
    GotRelative,

    /// <summary>GOT + A - P.</summary>
    GotPcRelative,

    /// <summary>Z + A.</summary>
    SymbolSize,

    /// <summary>S + A - end of the thread's TLS block (variant II: negative offsets from the thread pointer).</summary>
    ThreadOffset,

    /// <summary>The same, counted positive downwards (R_386_TLS_LE_32).</summary>
    NegativeThreadOffset,

    /// <summary>S + A - start of the TLS block.</summary>
    ThreadBlockOffset,

    /// <summary>Starts a sequence that calls for a variable's address (general dynamic); it is rewritten.</summary>
    ThreadGeneralDynamic,

    /// <summary>Starts a sequence that calls for the module's thread-local block (local dynamic); it is rewritten.</summary>
    ThreadLocalDynamic,

    /// <summary>Loads the address of a variable's descriptor (the dialect gnu2); it is rewritten.</summary>
    ThreadDescriptor,

    /// <summary>Calls what the descriptor says; it is rewritten.</summary>
    ThreadDescriptorCall,

    /// <summary>Loads the thread offset, counted positive downwards, from a GOT entry (R_386_TLS_IE_32); it is rewritten.</summary>
    NegativeThreadLoad,

    /// <summary>A GOT entry that holds the thread offset, PC-relative (x86-64 initial exec).</summary>
    ThreadGotEntryPcRelative,

    /// <summary>A GOT entry that holds the thread offset, by its address (i386 initial exec).</summary>
    ThreadGotEntryAbsolute,

    /// <summary>A GOT entry that holds the thread offset, as offset from the GOT (i386 initial exec, PIC).</summary>
    ThreadGotEntry,
}

/// <summary>Which values a field takes; the rules of GNU BFD's <c>complain_overflow_*</c>.</summary>
public enum OverflowRule : byte
{
    None,

    /// <summary>-2^(n-1) .. 2^(n-1)-1.</summary>
    Signed,

    /// <summary>0 .. 2^n-1.</summary>
    Unsigned,

    /// <summary>Either reading: -2^n .. 2^n-1.</summary>
    Either,
}

/// <param name="Number">r_type.</param>
/// <param name="Name">As in the psABI.</param>
/// <param name="Size">Width of the field in bytes.</param>
public sealed record RelocationType(uint Number, string Name, RelocationFormula Formula, byte Size, OverflowRule Overflow)
{
    /// <summary>The linker may replace the load from the GOT by the address itself.</summary>
    public bool IsRelaxable { get; init; }

    /// <summary>Its value depends on where the global offset table lies, or on an entry of it.</summary>
    public bool UsesGot => Formula is RelocationFormula.GotEntry or RelocationFormula.GotEntryPcRelative or RelocationFormula.GotRelative
        or RelocationFormula.GotPcRelative or >= RelocationFormula.ThreadGotEntryPcRelative;
}

/// <summary>
/// The relocation types of one processor supplement that a static link can meet. Those that only a dynamic linker reads (COPY, GLOB_DAT,
/// RELATIVE, ...) are missing on purpose: an object that has one is damaged.
/// </summary>
public sealed class RelocationTypes
{
    private readonly RelocationType?[] _byNumber;

    private RelocationTypes(params RelocationType[] rows)
    {
        _byNumber = new RelocationType?[rows.Max(row => row.Number) + 1];
        foreach (RelocationType row in rows)
            _byNumber[row.Number] = row;
        Rows = rows;
    }

    public IReadOnlyList<RelocationType> Rows { get; }

    /// <summary>The row of a number; null for a type that is unknown or not for static linking.</summary>
    public RelocationType? Find(uint number) => number < (uint)_byNumber.Length ? _byNumber[number] : null;

    public static RelocationTypes For(bool is64) => is64 ? X86_64 : I386;

#pragma warning disable format
    /// <summary>System V ABI, AMD64 supplement, "Relocation Types".</summary>
    public static RelocationTypes X86_64 { get; } = new(
        new( 0, "R_X86_64_NONE",            RelocationFormula.None,                     0, OverflowRule.None),
        new( 1, "R_X86_64_64",              RelocationFormula.Absolute,                 8, OverflowRule.None),
        new( 2, "R_X86_64_PC32",            RelocationFormula.PcRelative,               4, OverflowRule.Signed),
        new( 3, "R_X86_64_GOT32",           RelocationFormula.GotEntry,                 4, OverflowRule.Signed),
        new( 4, "R_X86_64_PLT32",           RelocationFormula.PcRelative,               4, OverflowRule.Signed),
        new( 9, "R_X86_64_GOTPCREL",        RelocationFormula.GotEntryPcRelative,       4, OverflowRule.Signed) { IsRelaxable = true },
        new(10, "R_X86_64_32",              RelocationFormula.Absolute,                 4, OverflowRule.Unsigned),
        new(11, "R_X86_64_32S",             RelocationFormula.Absolute,                 4, OverflowRule.Signed),
        new(12, "R_X86_64_16",              RelocationFormula.Absolute,                 2, OverflowRule.Either),
        new(13, "R_X86_64_PC16",            RelocationFormula.PcRelative,               2, OverflowRule.Either),
        new(14, "R_X86_64_8",               RelocationFormula.Absolute,                 1, OverflowRule.Either),
        new(15, "R_X86_64_PC8",             RelocationFormula.PcRelative,               1, OverflowRule.Signed),
        new(17, "R_X86_64_DTPOFF64",        RelocationFormula.ThreadBlockOffset,        8, OverflowRule.None),
        new(18, "R_X86_64_TPOFF64",         RelocationFormula.ThreadOffset,             8, OverflowRule.None),
        new(19, "R_X86_64_TLSGD",           RelocationFormula.ThreadGeneralDynamic,     4, OverflowRule.Signed),
        new(20, "R_X86_64_TLSLD",           RelocationFormula.ThreadLocalDynamic,       4, OverflowRule.Signed),
        new(21, "R_X86_64_DTPOFF32",        RelocationFormula.ThreadBlockOffset,        4, OverflowRule.Signed),
        new(22, "R_X86_64_GOTTPOFF",        RelocationFormula.ThreadGotEntryPcRelative, 4, OverflowRule.Signed),
        new(23, "R_X86_64_TPOFF32",         RelocationFormula.ThreadOffset,             4, OverflowRule.Signed),
        new(24, "R_X86_64_PC64",            RelocationFormula.PcRelative,               8, OverflowRule.None),
        new(25, "R_X86_64_GOTOFF64",        RelocationFormula.GotRelative,              8, OverflowRule.None),
        new(26, "R_X86_64_GOTPC32",         RelocationFormula.GotPcRelative,            4, OverflowRule.Signed),
        new(27, "R_X86_64_GOT64",           RelocationFormula.GotEntry,                 8, OverflowRule.None),
        new(28, "R_X86_64_GOTPCREL64",      RelocationFormula.GotEntryPcRelative,       8, OverflowRule.None),
        new(29, "R_X86_64_GOTPC64",         RelocationFormula.GotPcRelative,            8, OverflowRule.None),
        new(30, "R_X86_64_GOTPLT64",        RelocationFormula.GotEntry,                 8, OverflowRule.None),
        new(31, "R_X86_64_PLTOFF64",        RelocationFormula.GotRelative,              8, OverflowRule.None),
        new(32, "R_X86_64_SIZE32",          RelocationFormula.SymbolSize,               4, OverflowRule.Unsigned),
        new(33, "R_X86_64_SIZE64",          RelocationFormula.SymbolSize,               8, OverflowRule.None),
        new(34, "R_X86_64_GOTPC32_TLSDESC", RelocationFormula.ThreadDescriptor,         4, OverflowRule.Signed),
        new(35, "R_X86_64_TLSDESC_CALL",    RelocationFormula.ThreadDescriptorCall,     0, OverflowRule.None),
        new(39, "R_X86_64_PC32_BND",        RelocationFormula.PcRelative,               4, OverflowRule.Signed),
        new(40, "R_X86_64_PLT32_BND",       RelocationFormula.PcRelative,               4, OverflowRule.Signed),
        new(41, "R_X86_64_GOTPCRELX",       RelocationFormula.GotEntryPcRelative,       4, OverflowRule.Signed) { IsRelaxable = true },
        new(42, "R_X86_64_REX_GOTPCRELX",   RelocationFormula.GotEntryPcRelative,       4, OverflowRule.Signed) { IsRelaxable = true });

    /// <summary>System V ABI, Intel386 supplement, "Relocation Types".</summary>
    public static RelocationTypes I386 { get; } = new(
        new( 0, "R_386_NONE",               RelocationFormula.None,                     0, OverflowRule.None),
        new( 1, "R_386_32",                 RelocationFormula.Absolute,                 4, OverflowRule.Either),
        new( 2, "R_386_PC32",               RelocationFormula.PcRelative,               4, OverflowRule.Either),
        new( 3, "R_386_GOT32",              RelocationFormula.GotEntry,                 4, OverflowRule.Either),
        new( 4, "R_386_PLT32",              RelocationFormula.PcRelative,               4, OverflowRule.Either),
        new( 9, "R_386_GOTOFF",             RelocationFormula.GotRelative,              4, OverflowRule.Either),
        new(10, "R_386_GOTPC",              RelocationFormula.GotPcRelative,            4, OverflowRule.Either),
        new(15, "R_386_TLS_IE",             RelocationFormula.ThreadGotEntryAbsolute,   4, OverflowRule.Either),
        new(16, "R_386_TLS_GOTIE",          RelocationFormula.ThreadGotEntry,           4, OverflowRule.Either),
        new(17, "R_386_TLS_LE",             RelocationFormula.ThreadOffset,             4, OverflowRule.Either),
        new(18, "R_386_TLS_GD",             RelocationFormula.ThreadGeneralDynamic,     4, OverflowRule.Either),
        new(19, "R_386_TLS_LDM",            RelocationFormula.ThreadLocalDynamic,       4, OverflowRule.Either),
        new(20, "R_386_16",                 RelocationFormula.Absolute,                 2, OverflowRule.Either),
        new(21, "R_386_PC16",               RelocationFormula.PcRelative,               2, OverflowRule.Either),
        new(22, "R_386_8",                  RelocationFormula.Absolute,                 1, OverflowRule.Either),
        new(23, "R_386_PC8",                RelocationFormula.PcRelative,               1, OverflowRule.Signed),
        new(32, "R_386_TLS_LDO_32",         RelocationFormula.ThreadBlockOffset,        4, OverflowRule.Either),
        new(33, "R_386_TLS_IE_32",          RelocationFormula.NegativeThreadLoad,       4, OverflowRule.Either),
        new(34, "R_386_TLS_LE_32",          RelocationFormula.NegativeThreadOffset,     4, OverflowRule.Either),
        new(38, "R_386_SIZE32",             RelocationFormula.SymbolSize,               4, OverflowRule.Unsigned),
        new(39, "R_386_TLS_GOTDESC",        RelocationFormula.ThreadDescriptor,         4, OverflowRule.Either),
        new(40, "R_386_TLS_DESC_CALL",      RelocationFormula.ThreadDescriptorCall,     0, OverflowRule.None),
        new(43, "R_386_GOT32X",             RelocationFormula.GotEntry,                 4, OverflowRule.Either) { IsRelaxable = true });
#pragma warning restore format
}

/// <summary>Reads and writes a field of 1, 2, 4 or 8 bytes, little-endian.</summary>
internal static class RelocationField
{
    public static void Store(Span<byte> to, int size, long value)
    {
        switch (size)
        {
            case 1:
                to[0] = (byte)value;
                break;
            case 2:
                BinaryPrimitives.WriteInt16LittleEndian(to, (short)value);
                break;
            case 4:
                BinaryPrimitives.WriteInt32LittleEndian(to, (int)value);
                break;
            case 8:
                BinaryPrimitives.WriteInt64LittleEndian(to, value);
                break;
        }
    }

    /// <summary>Sign-extended.</summary>
    public static long Load(ReadOnlySpan<byte> from, int size) => size switch
    {
        1 => (sbyte)from[0],
        2 => BinaryPrimitives.ReadInt16LittleEndian(from),
        4 => BinaryPrimitives.ReadInt32LittleEndian(from),
        8 => BinaryPrimitives.ReadInt64LittleEndian(from),
        _ => 0,
    };

    /// <summary>Whether a value may stand in a field of so many bytes under a rule.</summary>
    public static bool Fits(long value, int size, OverflowRule rule)
    {
        if (size >= 8 || rule == OverflowRule.None)
            return true;
        int bits = size * 8;
        return rule switch
        {
            OverflowRule.Signed => value >> (bits - 1) is 0 or -1,
            OverflowRule.Unsigned => value >> bits == 0,
            _ => value >> bits is 0 or -1,
        };
    }
}
