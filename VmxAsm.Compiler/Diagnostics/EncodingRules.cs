namespace VmxAsm.Compiler.Diagnostics;

/// <summary>E03xx: what stands on the line is no instruction of the processor.</summary>
public static class EncodingRules
{
    public static readonly DiagnosticRule UnknownInstruction = new("E0301", Severity.Error,
        "no instruction has this name",
        "The name is neither an instruction, a prefix, a directive nor a macro that was defined before this line.");

    public static readonly DiagnosticRule UnknownRegister = new("E0302", Severity.Error,
        "no register has this name in this mode",
        "Names such as `%rax` and `%r8d` need 64-bit code, since only a REX prefix reaches these registers; others do not exist at all.");

    public static readonly DiagnosticRule BadOperands = new("E0303", Severity.Error,
        "the instruction has no form with these operands",
        "Each instruction exists in a few forms only; the notes list those that come nearest.");

    public static readonly DiagnosticRule WrongOperandCount = new("E0304", Severity.Error,
        "the instruction takes another number of operands",
        "The notes list the forms that exist.");

    public static readonly DiagnosticRule AmbiguousSize = new("E0305", Severity.Error,
        "nothing says how wide the operation is",
        "A memory operand has no size of its own. Say it with a suffix in AT&T syntax (`movl $1, (%eax)`) or with `dword ptr` in Intel syntax.");

    public static readonly DiagnosticRule BadAddress = new("E0306", Severity.Error,
        "the processor has no such addressing form",
        "A 32- or 64-bit address is base + index * 1, 2, 4 or 8 + displacement, both registers of one size and the stack pointer never the index. "
        + "A 16-bit address is one of bx or bp, with or without si or di.");

    public static readonly DiagnosticRule DisplacementOutOfRange = new("E0307", Severity.Error,
        "a displacement is a signed 32-bit number",
        "64-bit addressing sign-extends a 32-bit displacement. Only `movabs` moves between the accumulator and any 64-bit address.");

    public static readonly DiagnosticRule HighByteWithRex = new("E0308", Severity.Error,
        "%ah, %bh, %ch and %dh cannot be used in an instruction that has a REX prefix",
        "With a REX prefix the encodings of ah, ch, dh and bh mean spl, bpl, sil and dil.");

    public static readonly DiagnosticRule BadPrefix = new("E0309", Severity.Error,
        "the instruction does not take this prefix",
        "LOCK goes with read-modify-write instructions on memory, REP with string instructions, NOTRACK with indirect branches, BND with near branches.");

    public static readonly DiagnosticRule DuplicatePrefix = new("E0310", Severity.Error,
        "an instruction has one prefix of a kind",
        "Two prefixes of one group (REP and REPNE, two segment overrides, two operand sizes) do not add up to anything.");

    public static readonly DiagnosticRule ExpectedOperand = new("E0311", Severity.Error,
        "an operand was expected",
        "A register, an immediate value or a memory reference must stand here.");

    public static readonly DiagnosticRule BadScale = new("E0312", Severity.Error,
        "an index is scaled by 1, 2, 4 or 8",
        "The scale is two bits of the SIB byte.");

    public static readonly DiagnosticRule BadDecoration = new("E0313", Severity.Error,
        "braces behind an operand hold a mask, {z} or a broadcast",
        "Known are `{%k1}`..`{%k7}`, `{z}` and `{1to2}`, `{1to4}`, `{1to8}`, `{1to16}`, `{1to32}`; as an operand `{rn-sae}`, `{rd-sae}`, `{ru-sae}`, `{rz-sae}`, `{sae}`.");

    public static readonly DiagnosticRule UnknownPseudoPrefix = new("E0314", Severity.Error,
        "no pseudo prefix has this name",
        "Known are {disp8} {disp16} {disp32} {load} {store} {vex} {vex2} {vex3} {evex} {rex} {nooptimize}.");

    public static readonly DiagnosticRule DistinctRegisters = new("E0315", Severity.Error,
        "destination, index and mask must be different registers",
        "A gather that overwrites its own index or mask would not be restartable; the processor refuses it.");

    public static readonly DiagnosticRule SizeAssumed = new("W0316", Severity.Warning,
        "no suffix and no register says how wide the operation is; the mode's default is taken",
        "GNU as takes 16 bits in 16-bit code and 32 bits elsewhere. Write the suffix to be sure.");

    public static readonly DiagnosticRule ValueTruncated = new("W0317", Severity.Warning,
        "a number loses bits in its field",
        "GNU as cuts such a number off, with a warning.");

    public static readonly DiagnosticRule IndirectWithoutStar = new("W0318", Severity.Warning,
        "an indirect jump or call has a `*` before its operand",
        "`jmp *%eax` jumps to where %eax points; without the star GNU as warns and does the same.");

    public static readonly DiagnosticRule MissingBracket = new("E0319", Severity.Error,
        "every `[` and `(` of an address is closed",
        "The address is not complete.");

    public static readonly DiagnosticRule ScaleWithoutIndex = new("W0320", Severity.Warning,
        "a scale without an index register does nothing",
        "`(%eax, 2)` has a base and no index; the scale belongs behind an index, as in `(%eax, %ebx, 2)` or `(, %eax, 2)`.");

    public static readonly DiagnosticRule OtherStringAddress = new("W0321", Severity.Warning,
        "a string instruction uses (%rsi) and %es:(%rdi), whatever address is written",
        "The operands of a string instruction only say its size, its segment and its address size. GNU as warns and takes the instruction as it is.");

    public static readonly DiagnosticRule MisplacedRounding = new("E0322", Severity.Error,
        "a rounding mode stands beside the last source",
        "In AT&T syntax `{rn-sae}` comes first, behind an immediate if there is one, and behind the general register of a conversion; in Intel syntax it comes "
        + "last, before an immediate.");

    public static readonly DiagnosticRule RelocationMismatch = new("E0323", Severity.Error,
        "the relocation does not suit the instruction",
        "In 64-bit code `@TPOFF`, `@GOT` and their kin are signed 32-bit numbers: `mov $x@TPOFF, %eax` would clear the upper half where `mov $x@TPOFF, %rax` extends "
        + "the sign. `@SIZE` is unsigned. And where the linker may replace a load by shorter code, only the instructions that it knows will do.");

    public static readonly DiagnosticRule PoppingMeant = new("W0324", Severity.Warning,
        "an x87 instruction without operands pops",
        "`fadd` alone is `faddp` for GNU as, and `fmulp %st(1), %st` is `fmulp %st, %st(1)`. Write what is meant.");

    public static readonly DiagnosticRule LonePrefix = new("W0325", Severity.Warning,
        "a prefix of size stands before its instruction",
        "`data16` or `addr32` on a line of its own is a byte, and belongs to whatever comes next.");

    public static readonly DiagnosticRule GatherRegisters = new("W0326", Severity.Warning,
        "destination, index and mask of a gather are different registers",
        "With two of them the same the processor raises #UD. GNU as warns and writes the instruction.");

    public static IReadOnlyList<DiagnosticRule> All { get; } =
    [
        UnknownInstruction, UnknownRegister, BadOperands, WrongOperandCount, AmbiguousSize, BadAddress, DisplacementOutOfRange,
        HighByteWithRex, BadPrefix, DuplicatePrefix, ExpectedOperand, BadScale, BadDecoration, UnknownPseudoPrefix, DistinctRegisters,
        SizeAssumed, ValueTruncated, IndirectWithoutStar, MissingBracket, ScaleWithoutIndex, OtherStringAddress, MisplacedRounding,
        RelocationMismatch, PoppingMeant, LonePrefix, GatherRegisters,
    ];
}
