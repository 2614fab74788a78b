namespace VmxAsm.Compiler.Encoding.Forms;

/// <summary>Where an operand goes in the machine code.</summary>
internal enum OperandSlot : byte
{
    /// <summary>Said by the opcode.</summary>
    Implicit,
    ModRmReg,
    ModRmRm,

    /// <summary>Both halves of ModRM: <c>imul $3, %eax</c>.</summary>
    ModRmBoth,
    OpcodeLow,
    Vvvv,

    /// <summary>Bits 7:4 of an immediate byte of its own.</summary>
    Is4,

    /// <summary>Bits 3:0 of the byte that an <see cref="Is4"/> register opened.</summary>
    Is4Low,
    Immediate8,
    Immediate16,
    Immediate32,
    Immediate64,
    Relative8,
    Relative16,
    Relative32,
    FarPointer16,
    FarPointer32,
    MemoryOffset,

    /// <summary>A string operand: only its segment and address size are encoded.</summary>
    StringMemory,
}

#pragma warning disable CA1720 // the names are the opcode notation's

/// <summary>
/// The kinds of operand that instruction forms have. The names are those of the opcode map (<c>R32OrMem</c> is r/m32, <c>Imm8sex32</c> a byte
/// that is sign-extended to 32 bits); <see cref="FormOperands"/> says for each what it accepts and where it is encoded.
/// </summary>
internal enum FormOperand : byte
{
    None,
    R8OrMem, R16OrMem, R32OrMem, R64OrMem, R32OrMemMpx, R64OrMemMpx,
    R8Reg, R16Reg, R32Reg, R64Reg, R16RegMem, R32RegMem, R64RegMem,
    R8Rm, R16Rm, R32Rm, R64Rm,
    R8Opcode, R16Opcode, R32Opcode, R64Opcode,
    R32Vvvv, R64Vvvv,
    R8RegAndRm, R16RegAndRm, R32RegAndRm, R64RegAndRm,
    Mem, MemOffs, MemMpx, MemMib, Sibmem,
    MemVsib32x, MemVsib32y, MemVsib32z, MemVsib64x, MemVsib64y, MemVsib64z,
    SegRSI, EsRDI, SegRDI, SegRBXAl,
    MmOrMem, MmReg, MmRm,
    XmmOrMem, XmmReg, XmmRm, XmmVvvv, Xmmp3Vvvv, XmmIs4, XmmIs5,
    YmmOrMem, YmmReg, YmmRm, YmmVvvv, YmmIs4, YmmIs5,
    ZmmOrMem, ZmmReg, ZmmRm, ZmmVvvv, Zmmp3Vvvv,
    KOrMem, KReg, Kp1Reg, KRm, KVvvv,
    BndOrMemMpx, BndReg,
    TmmReg, TmmRm, TmmVvvv,
    SegReg, CrReg, DrReg, TrReg,
    St0, StiOpcode,
    Es, Cs, Ss, Ds, Fs, Gs,
    Al, Ax, Eax, Rax, Cl, Dx, AnyEax, AnyEbx, AnyEcx, AnyEdx, Xmm0,
    Imm4M2z, Imm8, Imm8Const1, Imm8Const3, Imm8sex16, Imm8sex32, Imm8sex64,
    Imm16, Imm32, Imm32sex64, Imm64,
    Br161, Br321, Br641, Br162, Br324, Br644, Xbegin2, Xbegin4, Brdisp2, Brdisp4,
    Farbr22, Farbr42,
}
