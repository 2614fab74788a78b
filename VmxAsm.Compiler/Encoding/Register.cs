namespace VmxAsm.Compiler.Encoding;

/// <summary>
/// An architectural register: its class and its number in one 16-bit value, so that the encoder reads both without a table.
/// </summary>
public readonly record struct Register(ushort Bits)
{
    public Register(RegisterClass registerClass, int number) : this((ushort)(((int)registerClass << 8) | number)) { }

    public static Register None => default;

    public RegisterClass Class => (RegisterClass)(Bits >> 8);

    /// <summary>Number as encoded: 0..31 (0..15 for general registers, 0..7 for segment and mask registers).</summary>
    public int Number => Bits & 0xFF;

    public bool IsNone => Bits == 0;
}

/// <summary>The register files of the processor.</summary>
public enum RegisterClass : byte
{
    None,

    /// <summary>AL CL DL BL SPL BPL SIL DIL R8B.. : byte registers reached with any REX rule.</summary>
    Gpr8,

    /// <summary>AH CH DH BH (numbers 4..7): not encodable beside a REX prefix.</summary>
    Gpr8High,
    Gpr16,
    Gpr32,
    Gpr64,
    Segment,
    Control,
    Debug,
    Test,

    /// <summary>st(0)..st(7).</summary>
    X87,
    Mmx,
    Xmm,
    Ymm,
    Zmm,
    Mask,
    Bound,
    Tile,

    /// <summary>eip and rip: a base only.</summary>
    InstructionPointer,

    /// <summary>eiz and riz: "no index", written out.</summary>
    IndexZero,
}
