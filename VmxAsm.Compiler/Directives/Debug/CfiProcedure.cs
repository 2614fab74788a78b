using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

internal enum CfiKind : byte
{
    /// <summary>So many bytes of code on.</summary>
    Advance,

    /// <summary>A distance that layout decides, by its index.</summary>
    AdvanceUnknown,
    DefineCfa,
    DefineCfaRegister,
    DefineCfaOffset,
    Offset,

    /// <summary>The register's value is an address, not what is stored there.</summary>
    ValueOffset,
    Register,
    Restore,
    Undefined,
    SameValue,
    RememberState,
    RestoreState,
    WindowSave,
    Escape,
    ValueEncodedAddress,
    Label,
}

/// <summary>One call frame instruction.</summary>
/// <param name="Register">DWARF register, or an index for the kinds that have one.</param>
/// <param name="Number">Offset, second register, distance.</param>
internal readonly record struct CfiInstruction(CfiKind Kind, int Register, long Number)
{
    /// <summary>The instructions up to the first of these are the same for many procedures, and go into the common entry.</summary>
    public bool EndsCommonPart =>
        Kind is CfiKind.Advance or CfiKind.AdvanceUnknown or CfiKind.RememberState or CfiKind.WindowSave or CfiKind.Escape or CfiKind.ValueEncodedAddress or CfiKind.Label;
}

/// <summary>What stands between <c>.cfi_startproc</c> and <c>.cfi_endproc</c>.</summary>
internal sealed class CfiProcedure
{
    public required Symbol Start { get; init; }

    public Symbol End { get; set; } = null!;

    public int FirstInstruction { get; set; }

    /// <summary>The sections that describe it: what <c>.cfi_sections</c> had said by its beginning.</summary>
    public bool WantsEhFrame { get; init; }
    public bool WantsDebugFrame { get; init; }

    public int InstructionCount { get; set; }

    public int ReturnColumn { get; set; }

    public bool IsSignalFrame { get; set; }

    public byte PersonalityEncoding { get; set; } = CfiEncoding.Omit;

    public Expression Personality { get; set; }

    public byte LsdaEncoding { get; set; } = CfiEncoding.Omit;

    public Expression Lsda { get; set; }

    public SourceSpan Span { get; init; }

    /// <summary>Place that the last instruction belongs to.</summary>
    public int LastFragment { get; set; }

    public int LastOffset { get; set; }

    /// <summary>Offset of the CFA from its register, as the directives have it now.</summary>
    public long CfaOffset { get; set; }
}

/// <summary>Pointer encodings of .eh_frame (Linux Standard Base, "DWARF Exception Header Encoding").</summary>
internal static class CfiEncoding
{
    public const byte Omit = 0xFF;
    public const byte PcRelative = 0x10;

    /// <summary>The encoding of code addresses: PC-relative, signed, four bytes.</summary>
    public const byte Code = 0x1B;

    public static bool IsValid(int encoding) =>
        encoding is >= 0 and <= 0xFF && (encoding & 0x70) is 0 or PcRelative && (encoding & 7) is 0 or 2 or 3 or 4;

    public static int SizeOf(int encoding, bool is64) => (encoding & 7) switch
    {
        2 => 2,
        3 => 4,
        4 => 8,
        _ => is64 ? 8 : 4,
    };
}
