namespace VmxAsm.Compiler.Encoding.Forms;

/// <summary>
/// What an operand can pass for. A written operand has one or more of these bits (<c>%al</c> is a byte register and the accumulator;
/// <c>$5</c> fits every immediate), an instruction form accepts a set of them, and the two match when they share a bit: matching an
/// operand is one AND.
/// </summary>
internal static class OperandTypes
{
    // The register classes take the bit of their number, so that a register's type is a shift.
    public const ulong Gpr8 = 1UL << (int)RegisterClass.Gpr8;
    public const ulong Gpr8High = 1UL << (int)RegisterClass.Gpr8High;
    public const ulong Gpr16 = 1UL << (int)RegisterClass.Gpr16;
    public const ulong Gpr32 = 1UL << (int)RegisterClass.Gpr32;
    public const ulong Gpr64 = 1UL << (int)RegisterClass.Gpr64;
    public const ulong Segment = 1UL << (int)RegisterClass.Segment;
    public const ulong Control = 1UL << (int)RegisterClass.Control;
    public const ulong Debug = 1UL << (int)RegisterClass.Debug;
    public const ulong Test = 1UL << (int)RegisterClass.Test;
    public const ulong X87 = 1UL << (int)RegisterClass.X87;
    public const ulong Mmx = 1UL << (int)RegisterClass.Mmx;
    public const ulong Xmm = 1UL << (int)RegisterClass.Xmm;
    public const ulong Ymm = 1UL << (int)RegisterClass.Ymm;
    public const ulong Zmm = 1UL << (int)RegisterClass.Zmm;
    public const ulong Mask = 1UL << (int)RegisterClass.Mask;
    public const ulong Bound = 1UL << (int)RegisterClass.Bound;
    public const ulong Tile = 1UL << (int)RegisterClass.Tile;
    public const ulong AnyGpr8 = Gpr8 | Gpr8High;

    // One register only.
    public const ulong Al = 1UL << 20;
    public const ulong Ax = 1UL << 21;
    public const ulong Eax = 1UL << 22;
    public const ulong Rax = 1UL << 23;
    public const ulong Cl = 1UL << 24;
    public const ulong Dx = 1UL << 25;
    public const ulong St0 = 1UL << 26;

    /// <summary>ES, CS, SS, DS, FS, GS: six bits, in the order of their numbers.</summary>
    public const int FirstSegmentBit = 27;
    public const ulong Es = 1UL << 27;
    public const ulong Cs = 1UL << 28;
    public const ulong Ss = 1UL << 29;
    public const ulong Ds = 1UL << 30;
    public const ulong Fs = 1UL << 31;
    public const ulong Gs = 1UL << 32;

    // Memory, by what its address is made of.
    public const ulong Memory = 1UL << 33;
    public const ulong MemoryOffset = 1UL << 34;
    public const ulong StringSource = 1UL << 35;
    public const ulong StringDestination = 1UL << 36;
    public const ulong Translation = 1UL << 37;
    public const ulong VsibXmm = 1UL << 38;
    public const ulong VsibYmm = 1UL << 39;
    public const ulong VsibZmm = 1UL << 40;

    // Immediates, by the fields that hold them.
    public const ulong Immediate8 = 1UL << 41;
    public const ulong Immediate8Signed16 = 1UL << 42;
    public const ulong Immediate8Signed32 = 1UL << 43;
    public const ulong Immediate8Signed64 = 1UL << 44;
    public const ulong Immediate16 = 1UL << 45;
    public const ulong Immediate32 = 1UL << 46;
    public const ulong Immediate32Signed64 = 1UL << 47;
    public const ulong Immediate64 = 1UL << 48;
    public const ulong ImmediateOne = 1UL << 49;
    public const ulong Immediate4 = 1UL << 50;
    public const ulong AnyImmediate = 0x3FFUL << 41;

    public const ulong Target = 1UL << 51;
    public const ulong FarPointer = 1UL << 52;

    /// <summary>A general register written as an address, <c>(%dx)</c>: what <c>in</c> and <c>out</c> take.</summary>
    public const ulong Port = 1UL << 53;
    public const ulong Rcx = 1UL << 54;
    public const ulong Ecx = 1UL << 55;
    public const ulong Edx = 1UL << 56;
    public const ulong Xmm0 = 1UL << 57;
    public const ulong Ebx = 1UL << 58;
    public const ulong Rdx = 1UL << 59;
    public const ulong Rbx = 1UL << 60;

    /// <summary><c>$3</c>: <c>int $3</c> has an opcode of its own.</summary>
    public const ulong ImmediateThree = 1UL << 61;

    /// <summary>An indirect branch target behind AT&amp;T's star; never matches a direct one.</summary>
    public const ulong Indirect = 1UL << 63;
}
