namespace VmxAsm.Compiler.Encoding.Forms;

/// <summary>How the opcode is wrapped.</summary>
internal enum OpcodeEncoding : byte
{
    Legacy,
    Vex,
    Evex,
    Xop,

    /// <summary>AMD 3DNow!: 0F 0F, ModRM, and the opcode last.</summary>
    D3Now,

    /// <summary>Knights Corner's MVEX.</summary>
    Mvex,
}

/// <summary>The prefix that is part of the opcode.</summary>
internal enum MandatoryPrefix : byte
{
    None,
    NoPrefix,
    P66,
    PF3,
    PF2,
}

/// <summary>The size that a mnemonic suffix (AT&amp;T's b, w, l, q and x87's s, l, t) says.</summary>
internal enum SuffixSize : byte
{
    None,
    Byte,
    Word,
    Long,
    Quad,

    /// <summary>x87 single precision, or a 16-bit integer of x87: <c>s</c>.</summary>
    Short,

    /// <summary>x87 double precision or 32-bit integer: <c>l</c>.</summary>
    X87Long,

    /// <summary>x87 64-bit integer: <c>ll</c>, <c>q</c>.</summary>
    X87Quad,

    /// <summary>x87 extended precision: <c>t</c>.</summary>
    Ten,
    Xmm,
    Ymm,
    Zmm,
}

/// <summary>What else is to be known about a form.</summary>
[Flags]
internal enum FormFlags : uint
{
    None = 0,
    Lock = 1 << 0,
    XAcquire = 1 << 1,
    XRelease = 1 << 2,
    Bnd = 1 << 3,
    NoTrack = 1 << 4,
    OpMask = 1 << 5,
    RequireOpMask = 1 << 6,
    Zeroing = 1 << 7,
    Rounding = 1 << 8,
    Sae = 1 << 9,

    /// <summary>The size that nothing else says is the mode's stack or branch width, without a warning.</summary>
    DefaultSized = 1 << 10,

    /// <summary>64-bit operand size without REX.W.</summary>
    Default64 = 1 << 11,

    /// <summary>Taken only when <c>{vex}</c> asks for it; otherwise the EVEX form of the same instruction.</summary>
    OnlyWithVexPrefix = 1 << 12,

    /// <summary>An immediate byte that is not written is 10: <c>aam</c>, <c>aad</c>.</summary>
    ImpliedTen = 1 << 13,

    /// <summary>An st(i) that is not written is st(1): <c>faddp</c>.</summary>
    ImpliedSt1 = 1 << 14,

    /// <summary>Vector registers must all differ (gathers, complex multiplies).</summary>
    DistinctRegisters = 1 << 15,

    /// <summary>The size of the branch's or string's address, not of its operands: 67 when it is not the mode's.</summary>
    AddressSized = 1 << 16,

    /// <summary><c>jmp</c> and <c>jcc</c>: layout chooses between the short and the long form.</summary>
    Relaxable = 1 << 17,

    /// <summary>FWAIT stands before the instruction.</summary>
    Fwait = 1 << 18,

    /// <summary>Memory only when indexed by SIB (AMX, MPX).</summary>
    RequiresSib = 1 << 19,

    /// <summary>The linker may turn a load through the GOT into an immediate or a direct branch.</summary>
    RelaxableGotLoad = 1 << 20,

    /// <summary>A control or debug register number of 8 is reached by LOCK in 16- and 32-bit code (AMD).</summary>
    LockExtendsControlRegister = 1 << 21,

    /// <summary><c>call *%eax</c>, <c>jmp *table(,%eax,4)</c>: the operand holds the target.</summary>
    IndirectBranch = 1 << 22,

    /// <summary>The full-width offset is meant even where a shorter displacement would do: <c>movabs</c>.</summary>
    AlwaysOffset = 1 << 23,

    /// <summary>A string instruction: whatever address its operands name, it uses RSI and RDI (<c>xlat</c>: RBX).</summary>
    String = 1 << 24,

    /// <summary>64-bit code has it on Intel's processors only (<c>-mintel64</c>).</summary>
    Intel64 = 1 << 25,

    /// <summary>64-bit code has it on AMD's processors only (the default).</summary>
    Amd64 = 1 << 26,
}

/// <summary>
/// One legal form of an instruction, as a view on three words of the generated table: what the opcode map of the manual says in
/// one line (<c>VEX.256.66.0F38.W1 98 /r</c>), with the kinds of the operands.
/// </summary>
internal readonly struct InstructionForm(ulong opcodeWord, ulong operandWord, ulong flagWord)
{
    public const int None = 15;

    /// <summary>One byte, or two when a fixed ModRM byte or second byte belongs to the opcode.</summary>
    public int Opcode => (int)(opcodeWord & 0xFFFF);

    public bool HasTwoByteOpcode => (opcodeWord & (1 << 16)) != 0;

    public OpcodeEncoding Encoding => (OpcodeEncoding)((opcodeWord >> 17) & 7);

    /// <summary>0: one-byte map; 1: 0F; 2: 0F 38; 3: 0F 3A; 5, 6: EVEX maps; 8..10: XOP maps.</summary>
    public int Map => (int)(opcodeWord >> 20) & 15;

    public MandatoryPrefix Prefix => (MandatoryPrefix)((opcodeWord >> 24) & 7);

    /// <summary>16, 32 or 64 when the form is of that operand size (0 when it has none).</summary>
    public int OperandSize => (int)((opcodeWord >> 27) & 3) switch { 0 => 0, 1 => 16, 2 => 32, _ => 64 };

    public int AddressSize => (int)((opcodeWord >> 29) & 3) switch { 0 => 0, 1 => 16, 2 => 32, _ => 64 };

    public bool W => (opcodeWord & (1UL << 31)) != 0;

    /// <summary>Vector length: 0 is 128 (or L0), 1 is 256 (or L1), 2 is 512.</summary>
    public int L => (int)(opcodeWord >> 32) & 3;

    /// <summary>Opcode extension in ModRM.reg, or <see cref="None"/>.</summary>
    public int GroupDigit => (int)(opcodeWord >> 36) & 15;

    /// <summary>Opcode extension in ModRM.rm, or <see cref="None"/>.</summary>
    public int RmDigit => (int)(opcodeWord >> 40) & 15;

    /// <summary>Bit 0: 16-bit code, bit 1: 32-bit code, bit 2: 64-bit code.</summary>
    public int Modes => (int)(opcodeWord >> 44) & 7;

    /// <summary>EVEX's compressed displacement is in units of 1 &lt;&lt; this.</summary>
    public int DisplacementShift => (int)(opcodeWord >> 47) & 7;

    /// <summary>1 &lt;&lt; this is the size of a broadcast element; 0 when the form cannot broadcast.</summary>
    public int BroadcastShift => (int)(opcodeWord >> 50) & 3;

    public bool HasModRm => (opcodeWord & (1UL << 52)) != 0;

    public SuffixSize Suffix => (SuffixSize)((opcodeWord >> 53) & 15);

    public FormOperand Operand(int index) => (FormOperand)(operandWord >> (index * 8));

    public int OperandCount => (int)(operandWord >> 40) & 7;

    /// <summary>Bytes that a memory operand has; 0 when it may be of any size.</summary>
    public int MemorySize => (int)(operandWord >> 43) & 0x3FF;

    public FormFlags Flags => (FormFlags)(uint)flagWord;

    public bool Has(FormFlags flag) => ((uint)flagWord & (uint)flag) != 0;

    /// <summary>Index of the name that the form is documented under.</summary>
    public int NameIndex => (int)(flagWord >> 32) & 0xFFFF;
}
