using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Layout;

/// <summary>A field whose value waits for layout or for the linker.</summary>
internal struct Fixup
{
    /// <summary>Index of the fragment in its chain, and the field's offset in that fragment's bytes.</summary>
    public int Fragment;
    public int Offset;

    public Expression Value;
    public SourceSpan Span;

    /// <summary>Width in bytes: 1, 2, 4 or 8.</summary>
    public byte Size;
    public FieldKind Kind;

    /// <summary>Bytes from the field to the end of its instruction, for a PC-relative field.</summary>
    public byte DistanceToEnd;

    /// <summary>Bytes from the start of the instruction to the field.</summary>
    public byte DistanceFromStart;

    public bool Relaxable;

    /// <summary>An immediate operand, not a displacement.</summary>
    public bool IsImmediate;
    public bool HasRex;

    /// <summary>Target of a call or jump that goes by PLT32 (<see cref="RelocationChooser.IsPlt"/>).</summary>
    public bool IsBranch;

    /// <summary>Part of an instruction, not of a data directive.</summary>
    public bool IsInstruction;

    /// <summary>ELF type asked for by <c>.reloc</c>; 0 when the assembler chooses.</summary>
    public ushort ForcedType;

    /// <summary>Made by <c>.reloc</c>: a relocation at a place, not a field with a value.</summary>
    public bool IsForced;
}
