using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Encoding;

/// <summary>What an operand is, before the instruction says what it must be.</summary>
public enum OperandKind : byte
{
    None,
    Register,
    Immediate,
    Memory,

    /// <summary>A bare expression of a branch: <c>jmp label</c>.</summary>
    Target,

    /// <summary>A far pointer: <c>ljmp $selector, $offset</c> in AT&amp;T, <c>selector:offset</c> in Intel syntax.</summary>
    FarPointer,
}

/// <summary>One operand as written, independent of syntax (AT&amp;T or Intel) and of instruction.</summary>
public struct Operand
{
    public OperandKind Kind;

    /// <summary>AT&amp;T's <c>*</c>: an indirect jump or call.</summary>
    public bool Indirect;

    /// <summary>Operand of <see cref="OperandKind.Register"/>.</summary>
    public Register Register;

    /// <summary>Segment override of a memory operand, or <see cref="Register.None"/>.</summary>
    public Register Segment;

    public Register Base;
    public Register Index;

    /// <summary>An address in parentheses although it names no register: <c>table(,1)</c> is memory even behind a branch.</summary>
    public bool HasAddress;

    /// <summary>1, 2, 4 or 8; 0 when none was written.</summary>
    public byte Scale;

    /// <summary>Size in bytes said by Intel syntax (<c>dword ptr</c>); 0 when not said.</summary>
    public byte PointerSize;

    /// <summary>Opmask register of <c>{%k1}</c>, or <see cref="Register.None"/>.</summary>
    public Register Mask;

    /// <summary><c>{z}</c>.</summary>
    public bool Zeroing;

    /// <summary>N of <c>{1toN}</c>; 0 when there is none, <see cref="AnyBroadcast"/> behind <c>bcst</c>, which leaves N to the instruction.</summary>
    public byte Broadcast;

    /// <summary>See <see cref="Broadcast"/>.</summary>
    public const byte AnyBroadcast = 255;

    /// <summary>Intel syntax's <c>far ptr</c>: a selector stands behind the offset in memory.</summary>
    public bool Far;

    /// <summary>Whether a displacement was written at all: <c>(%eax)</c> and <c>0(%eax)</c> differ for the encoder.</summary>
    public bool HasDisplacement;

    /// <summary>Immediate, displacement, branch target, or offset of a far pointer.</summary>
    public Expression Value;

    /// <summary>Selector of a far pointer.</summary>
    public Expression Selector;

    public SourceSpan Span;
}
