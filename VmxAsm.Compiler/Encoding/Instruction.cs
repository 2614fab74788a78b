using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Encoding;

/// <summary>Operand and address size of the code being assembled: <c>.code16</c>, <c>.code32</c>, <c>.code64</c>.</summary>
public enum CodeMode : byte
{
    Code16,
    Code32,
    Code64,
}

/// <summary>EVEX static rounding, written as an operand of its own: <c>{rn-sae}</c>.</summary>
public enum RoundingControl : byte
{
    None,
    Nearest,
    Down,
    Up,
    Zero,

    /// <summary><c>{sae}</c>: exceptions suppressed, rounding as MXCSR says.</summary>
    SuppressExceptions,
}

/// <summary>The encoding that a pseudo prefix in braces asks for.</summary>
public enum RequestedEncoding : byte
{
    Any,
    Vex2,
    Vex,
    Vex3,
    Evex,
}

/// <summary>The displacement that <c>{disp8}</c> and its siblings ask for.</summary>
public enum RequestedDisplacement : byte
{
    Any,
    Disp8,
    Disp16,
    Disp32,
}

/// <summary>Of the two encodings between registers, the one that <c>{load}</c> or <c>{store}</c> asks for.</summary>
public enum RequestedDirection : byte
{
    Any,
    Load,
    Store,

    /// <summary>The one that would not be taken otherwise: the old spelling <c>mov.s</c>.</summary>
    Other,
}

/// <summary>Prefixes as written before the mnemonic. Each group holds one; a second of the same group is an error.</summary>
public struct InstructionPrefixes
{
    /// <summary>0xF2, 0xF3 or 0.</summary>
    public byte Repeat;
    public bool Lock;

    /// <summary><c>data16</c> or <c>data32</c>: a 66 byte.</summary>
    public bool OperandSize;

    /// <summary><c>addr16</c> or <c>addr32</c>: a 67 byte.</summary>
    public bool AddressSize;

    /// <summary>Segment override, branch hint or <c>notrack</c> byte; 0 when none.</summary>
    public byte Segment;

    /// <summary>0x40..0x4F when <c>rex</c>, <c>rex.w</c>, ... was written.</summary>
    public byte Rex;

    /// <summary><c>{rex}</c>.</summary>
    public bool ForceRex;
    public bool NoTrack;
    public bool Bound;
    public bool XAcquire;
    public bool XRelease;
    public bool NoOptimize;
    public RequestedEncoding Encoding;
    public RequestedDisplacement Displacement;
    public RequestedDirection Direction;

    /// <summary><c>rex.w</c>: it outranks <c>data16</c>.</summary>
    public readonly bool HasRexW => (Rex & 8) != 0;

    /// <summary>Whether there is one in braces.</summary>
    public readonly bool IsPseudo => ForceRex || NoOptimize || Encoding != RequestedEncoding.Any || Displacement != RequestedDisplacement.Any || Direction != RequestedDirection.Any;

    /// <summary>Whether there is any byte to emit.</summary>
    public readonly bool HasBytes => Repeat != 0 || Lock || OperandSize || AddressSize || Segment != 0 || Rex != 0;
}

/// <summary>
/// An instruction as written: prefixes, the number of its name, operands in Intel order (destination first), whatever the syntax.
/// One instance is reused for every instruction of an assembly.
/// </summary>
public sealed class Instruction
{
    /// <summary>More than any instruction has, so that a surplus is counted before it is refused.</summary>
    public const int MaxOperands = 8;

    public readonly Operand[] Operands = new Operand[MaxOperands];
    public int Count;
    public InstructionPrefixes Prefixes;
    public RoundingControl Rounding;

    /// <summary>How many operands stood before <see cref="Rounding"/> in the source's order.</summary>
    public int RoundingPlace;

    /// <summary>The mnemonic.</summary>
    public SourceSpan NameSpan;

    /// <summary>Whether it was written in Intel syntax, where operands say sizes and brackets say memory.</summary>
    public bool IsIntel;

    /// <summary>64-bit branches are Intel's and not AMD's: <c>-mintel64</c>.</summary>
    public bool IsIntel64;

    /// <summary><c>.arch i8086</c> and its like: conditional jumps have no long form.</summary>
    internal bool IsBefore386;

    /// <summary>What the command line wants to be written otherwise.</summary>
    internal EncodingOptions Options = EncodingOptions.Default;

    /// <summary>Parts of AVX-512 that <c>.arch .noavx512f</c> and its like have turned off.</summary>
    internal Avx512Parts Without;

    /// <summary>Whether a number that fits no form may lose its upper bits, as a last resort.</summary>
    internal bool MayTruncate;

    /// <summary>Whether nothing but <c>data16</c> or <c>data32</c> said how wide the operation is: it is then no prefix of its own.</summary>
    internal bool PrefixSaysSize;

    /// <summary>Each operand's <see cref="Forms.OperandTypes"/>.</summary>
    internal readonly ulong[] Types = new ulong[MaxOperands];

    public void Clear()
    {
        Count = 0;
        Prefixes = default;
        Rounding = RoundingControl.None;
        MayTruncate = false;
        PrefixSaysSize = false;
    }
}
