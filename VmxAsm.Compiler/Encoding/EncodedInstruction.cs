using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Encoding;

/// <summary>How a field of an instruction is computed once addresses are known.</summary>
public enum FieldKind : byte
{
    /// <summary>Zero- or sign-extended, either fits: <c>movl $x, ...</c>.</summary>
    Absolute,

    /// <summary>Must fit sign-extended: a 32-bit immediate or displacement of a 64-bit instruction (R_X86_64_32S).</summary>
    Signed,

    /// <summary>Relative to the end of the instruction.</summary>
    PcRelative,
}

/// <summary>A field whose value was not known when the instruction was encoded.</summary>
public struct FieldFixup
{
    /// <summary>Byte offset from the start of the instruction.</summary>
    public byte Offset;

    /// <summary>Width in bytes: 1, 2, 4 or 8.</summary>
    public byte Size;
    public FieldKind Kind;

    /// <summary>The linker may rewrite this GOT load (R_X86_64_GOTPCRELX, R_X86_64_REX_GOTPCRELX, R_386_GOT32X).</summary>
    public bool Relaxable;

    /// <summary>An immediate operand, not a displacement.</summary>
    public bool IsImmediate;

    /// <summary>The instruction has a REX prefix, which decides between the two relaxable forms.</summary>
    public bool HasRex;

    /// <summary>Target of a call or of a jump that cannot be relaxed: R_X86_64_PLT32 for symbols of other files.</summary>
    public bool IsBranch;

    public Expression Value;
    public SourceSpan Span;
}

/// <summary>What relaxation may do with an instruction.</summary>
public enum BranchKind : byte
{
    /// <summary>Not relaxable: the bytes are final.</summary>
    None,

    /// <summary><c>jmp</c>: EB rel8 grows to E9 rel16/32.</summary>
    Jump,

    /// <summary><c>jcc</c>: 7x rel8 grows to 0F 8x rel16/32.</summary>
    ConditionalJump,

    /// <summary><c>jcc</c> before the 386, which has no long form: 7x rel8 grows to the opposite jump over E9 rel16.</summary>
    ConditionalJump86,
}

/// <summary>
/// The result of encoding one instruction; one instance is reused for a whole assembly, so that nothing is allocated per line.
/// For a relaxable branch, <see cref="Bytes"/> holds prefixes only, and layout chooses the opcode form.
/// </summary>
public sealed class EncodedInstruction
{
    /// <summary>The longest instruction is 15 bytes; prefixes written one too many are an error of their own.</summary>
    public readonly byte[] Bytes = new byte[32];
    public int Length;

    public readonly FieldFixup[] Fixups = new FieldFixup[4];
    public int FixupCount;

    public BranchKind Branch;

    /// <summary>Condition code 0..15 of a <see cref="BranchKind.ConditionalJump"/>.</summary>
    public byte Condition;

    /// <summary>Width in bytes of the long form's displacement: 2 or 4.</summary>
    public byte LongDisplacementSize;

    /// <summary>The branch is 64-bit code: a symbol of another file is reached by the procedure linkage table.</summary>
    public bool BranchGoesByPlt;

    /// <summary>Target of a relaxable branch.</summary>
    public Expression Target;

    public void Clear()
    {
        Length = 0;
        FixupCount = 0;
        Branch = BranchKind.None;
    }
}
