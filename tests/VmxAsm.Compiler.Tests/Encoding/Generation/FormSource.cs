using Iced.Intel;
using VmxAsm.Compiler.Encoding.Forms;
using static VmxAsm.Compiler.Encoding.Forms.FormOperand;
using Code = Iced.Intel.Code;

namespace VmxAsm.Compiler.Tests.Encoding.Generation;

/// <summary>
/// Turns Iced's table into ours. Iced describes what a processor decodes; an assembler is asked in looser terms, so that one
/// decoded form may be written with fewer operands (<c>faddp</c>, <c>shl %eax</c>, <c>movsb</c>), with more (<c>blendvps %xmm0, ...</c>), or with
/// operands exchanged (<c>test</c>, <c>xchg</c>). Each way of writing is a row of its own.
/// </summary>
internal static class FormSource
{
    /// <summary>Second encodings of the same thing, which no source can ask for: GNU as has one of each, and so do we.</summary>
    private static readonly HashSet<string> Redundant = new(StringComparer.Ordinal)
    {
        "Fstpnce_sti", "Fxch_st0_sti_DDC8", "Fxch_st0_sti_DFC8", "Fcom_st0_sti_DCD0", "Fcomp_st0_sti_DCD8", "Fcomp_st0_sti_DED0",
        "Fstp_sti_DFD0", "Fstp_sti_DFD8", "Ud0", "Xstore_alt_16", "Xstore_alt_32", "Xstore_alt_64", "Xsha512_alt_16", "Xsha512_alt_32",
        "Xsha512_alt_64", "Prefetchreserved3_m8", "Prefetchreserved4_m8",
        "Bswap_r16", "Cmpxchg486_rm8_r8", "Cmpxchg486_rm16_r16", "Cmpxchg486_rm32_r32", "Arpl_r32m16_r32", "Popw_CS",
        "Prefetchreserved5_m8", "Prefetchreserved6_m8", "Prefetchreserved7_m8",
    };

    /// <summary>A size that no word of Intel syntax says.</summary>
    private const int UnnamedMemorySize = 48;

    public static IEnumerable<FormRow> Rows()
    {
        foreach (Code code in Enum.GetValues<Code>())
        {
            OpCodeInfo info = code.ToOpCode();
            if (!info.IsInstruction || info.Encoding == EncodingKind.MVEX || IsRedundant(code))
                continue;
            foreach (FormRow row in Variants(Row(code, info)))
                yield return row;
        }
    }

    private static bool IsRedundant(Code code)
    {
        string name = code.ToString();
        return Redundant.Contains(name) || name.StartsWith("Sal_", StringComparison.Ordinal) || name.EndsWith("_82", StringComparison.Ordinal)
            || name.StartsWith("Reservednop", StringComparison.OrdinalIgnoreCase) || code.Mnemonic() == Mnemonic.Undoc
            || name.StartsWith("Test_rm", StringComparison.Ordinal) && name.EndsWith("_F6r1", StringComparison.Ordinal)
            || name.StartsWith("Test_rm", StringComparison.Ordinal) && name.EndsWith("_F7r1", StringComparison.Ordinal);
    }

    private static FormRow Row(Code code, OpCodeInfo info)
    {
        FormOperand[] operands = Enumerable.Range(0, info.OpCount).Select(i => Operand(info.GetOpKind(i))).ToArray();
        bool modRm = info.IsGroup || operands.Any(o =>
            (OperandSlot)FormOperands.Slots[(int)o] is OperandSlot.ModRmReg or OperandSlot.ModRmRm or OperandSlot.ModRmBoth);
        bool legacy = info.Encoding is EncodingKind.Legacy or EncodingKind.D3NOW;
        var row = new FormRow(code)
        {
            Encoding = info.Encoding switch
            {
                EncodingKind.Legacy => OpcodeEncoding.Legacy,
                EncodingKind.VEX => OpcodeEncoding.Vex,
                EncodingKind.EVEX => OpcodeEncoding.Evex,
                EncodingKind.XOP => OpcodeEncoding.Xop,
                EncodingKind.D3NOW => OpcodeEncoding.D3Now,
                _ => OpcodeEncoding.Mvex,
            },
            OperandSize = info.OperandSize,
            AddressSize = info.AddressSize,
            W = !legacy && info.W == 1,
            Modes = (info.Mode16 ? 1 : 0) | (info.Mode32 ? 2 : 0) | (info.Mode64 ? 4 : 0),
            MemorySize = Math.Min(info.MemorySize.GetSize(), 1023),
            Operands = operands,
            HasModRm = modRm,
            Flags = Flags(code, info, operands),
        };
        row.Suffix = Suffixes.Of(row);
        return row;
    }

    private static FormOperand Operand(OpCodeOperandKind kind) => Enum.Parse<FormOperand>(kind.ToString().Replace("_", ""), ignoreCase: true);

    private static FormFlags Flags(Code code, OpCodeInfo info, FormOperand[] operands)
    {
        FormFlags flags = FormFlags.None;
        void Set(bool condition, FormFlags flag) => flags |= condition ? flag : 0;
        string name = code.ToString();
        Set(info.CanUseLockPrefix, FormFlags.Lock);
        Set(info.CanUseXacquirePrefix, FormFlags.XAcquire);
        Set(info.CanUseXreleasePrefix, FormFlags.XRelease);
        Set(info.CanUseBndPrefix, FormFlags.Bnd);
        Set(info.CanUseNotrackPrefix, FormFlags.NoTrack);
        Set(info.CanUseOpMaskRegister, FormFlags.OpMask);
        Set(info.RequireOpMaskRegister, FormFlags.RequireOpMask);
        Set(info.CanUseZeroingMasking, FormFlags.Zeroing);
        Set(info.CanUseRoundingControl, FormFlags.Rounding);
        Set(info.CanSuppressAllExceptions, FormFlags.Sae);
        Set(info.RequiresUniqueRegNums || info.RequiresUniqueDestRegNum, FormFlags.DistinctRegisters);
        Set(info.DefaultOpSize64 || info.ForceOpSize64, FormFlags.Default64);
        Set(info.IsStackInstruction || info.Mnemonic is Mnemonic.Jmp or Mnemonic.Xbegin, FormFlags.DefaultSized);
        Set(info.Fwait, FormFlags.Fwait);
        Set(operands.Contains(Sibmem), FormFlags.RequiresSib);
        Set(info.AmdLockRegBit, FormFlags.LockExtendsControlRegister);
        Set(info.AddressSize != 0, FormFlags.AddressSized);
        Set(operands.Any(o => o is SegRSI or EsRDI or SegRDI or SegRBXAl), FormFlags.String);
        Set(info.Encoding == EncodingKind.VEX && EvexMnemonics.Contains(info.Mnemonic)
            && (name.StartsWith("VEX_Vpdp", StringComparison.Ordinal) || name.StartsWith("VEX_Vcvtneps2bf16", StringComparison.Ordinal) || name.StartsWith("VEX_Vpmadd52", StringComparison.Ordinal)),
            FormFlags.OnlyWithVexPrefix);
        Set(info.GroupIndex is 2 or 3 or 4 or 5 && info.OpCode == 0xFF && info.Table == OpCodeTableKind.Normal, FormFlags.IndirectBranch);
        Set(info.GroupIndex is 2 or 4 && info.OpCode == 0xFF && info.Table == OpCodeTableKind.Normal, FormFlags.RelaxableGotLoad);
        Set(info.Table == OpCodeTableKind.Normal && (info.OpCode & ~0x38) == 3 && info.OpCount == 2, FormFlags.RelaxableGotLoad);
        Set(info.Table == OpCodeTableKind.Normal && info.OpCode is 0x8B or 0x85, FormFlags.RelaxableGotLoad);
        return flags;
    }

    private static readonly HashSet<Mnemonic> EvexMnemonics =
        Enum.GetValues<Code>().Where(c => c.ToOpCode().Encoding == EncodingKind.EVEX).Select(c => c.Mnemonic()).ToHashSet();

    /// <summary>The row as GNU as understands it, and the other ways in which it is written.</summary>
    private static IEnumerable<FormRow> Variants(FormRow row)
    {
        string name = row.Code.ToString();
        FormOperand[] operands = row.Operands;

        // A segment register or a system selector moves 16 bits to memory whatever the operand size; to a register the size shows.
        if (Names(name, "Mov_rm16_Sreg", "Sldt_rm16", "Str_rm16", "Smsw_rm16"))
        {
            yield return row with { Operands = Replace(operands, R16OrMem, R16Rm) };
            yield return row with { Operands = Replace(operands, R16OrMem, Mem), OperandSize = 0, Suffix = SuffixSize.Word };
            yield break;
        }
        if (Names(name, "Mov_r32m16_Sreg", "Sldt_r32m16", "Str_r32m16", "Smsw_r32m16"))
        {
            yield return row with { Operands = Replace(operands, R32OrMem, R32Rm) };
            yield break;
        }
        if (Names(name, "Mov_r64m16_Sreg", "Sldt_r64m16", "Str_r64m16", "Smsw_r64m16"))
        {
            yield return row with { Operands = Replace(operands, R64OrMem, R64Rm), OperandSize = name[0] == 'S' && name[1] == 'm' ? 64 : 0 };
            yield break;
        }

        // Into a segment register or a selector register every operand size does the same: none is encoded.
        if (Names(name, "Mov_Sreg_rm16", "Lldt_rm16", "Ltr_rm16", "Verr_rm16", "Verw_rm16", "Lmsw_rm16", "Arpl_rm16_r16"))
        {
            yield return row with { OperandSize = 0, Suffix = SuffixSize.Word };
            yield break;
        }

        // nop is one byte in every mode.
        if (Names(name, "Nopw", "Nopq"))
            yield break;
        if (name == "Nopd")
        {
            yield return row with { OperandSize = 0, Suffix = SuffixSize.None, Modes = 7 };
            yield break;
        }
        if (Names(name, "Mov_Sreg_r32m16", "Mov_Sreg_r64m16"))
        {
            yield return row with
            {
                OperandSize = 0,
                Operands = Replace(Replace(operands, R32OrMem, R32Rm), R64OrMem, R64Rm),
            };
            yield break;
        }
        if (name is "Movmskps_r64_xmm" or "Movmskpd_r64_xmm" or "Pmovmskb_r64_mm" or "Pmovmskb_r64_xmm" or "Extractps_r64m32_xmm_imm8"
            or "Pextrb_r64m8_xmm_imm8" || name.StartsWith("Pextrw_r64", StringComparison.Ordinal) || name.StartsWith("Pinsrw_", StringComparison.Ordinal)
            || name.StartsWith("Pinsrb_", StringComparison.Ordinal))
        {
            // A small result is zero-extended all the way without REX.W.
            yield return row with { Flags = row.Flags | FormFlags.Default64 };
            yield break;
        }
        if (name is "VEX_Vmovmskps_r64_xmm" or "VEX_Vmovmskps_r64_ymm" or "VEX_Vmovmskpd_r64_xmm" or "VEX_Vmovmskpd_r64_ymm" or "VEX_Vpmovmskb_r64_xmm"
            or "VEX_Vpmovmskb_r64_ymm" || name.Contains("_Vextractps_r64", StringComparison.Ordinal) || name.Contains("_Vpextrb_r64", StringComparison.Ordinal)
            || name.Contains("_Vpextrw_r64", StringComparison.Ordinal) || name.Contains("EX_Vpinsrb_", StringComparison.Ordinal)
            || name.Contains("EX_Vpinsrw_", StringComparison.Ordinal))
        {
            yield return row with { W = false };
            yield break;
        }

        // FMA4 has its memory operand in either of two places; between registers GNU as takes VEX.W1.
        if (name.StartsWith("VEX_Vf", StringComparison.Ordinal) && operands.Length == 4 && row.Takes(XmmIs4, YmmIs4) && row.W)
            row = row with { Demotion = -4 };
        if (name == "XOP_Bextr_r64_rm64_imm32")
            row = row.With(Replace(operands, Imm32, Imm32sex64));
        if (row.Info.Mnemonic is Mnemonic.Vcvtdq2pd or Mnemonic.Vcvtudq2pd
            || row.Info.Mnemonic is Mnemonic.Vcvtsi2sd or Mnemonic.Vcvtusi2sd && row.Takes(R32OrMem))
            row = row with { Flags = row.Flags & ~(FormFlags.Rounding | FormFlags.Sae) };
        if (row.Info.Mnemonic is Mnemonic.Encodekey128 or Mnemonic.Encodekey256)
            row = row with { OperandSize = 32 };
        if (row.Info.Mnemonic is Mnemonic.Shld or Mnemonic.Shrd && row.Takes(Cl))
            yield return row.With(operands[0], operands[1]);
        if (name.Contains("Lwpins_r64", StringComparison.Ordinal) || name.Contains("Lwpval_r64", StringComparison.Ordinal))
            row = row.With(Replace(operands, Imm32, Imm32sex64));
        if (Names(name, "Tpause_r64", "Umwait_r64"))
            yield break;
        if (row.Info.Mnemonic is Mnemonic.Prefetchit0 or Mnemonic.Prefetchit1)
            row = row with { Modes = 4 };
        if (row.Info.Mnemonic == Mnemonic.Movsxd)
            row = row with { Demotion = 20 };
        if (row.Info.Mnemonic is Mnemonic.Pcmpestri or Mnemonic.Pcmpestrm or Mnemonic.Vpcmpestri or Mnemonic.Vpcmpestrm)
            yield return row with { Modes = 4, Suffix = SuffixSize.Long };
        if (row.Info.Mnemonic is Mnemonic.Pcmpestri64 or Mnemonic.Pcmpestrm64 or Mnemonic.Vpcmpestri64 or Mnemonic.Vpcmpestrm64)
            yield return row with { Modes = 4, Suffix = SuffixSize.Quad };
        row = Names(row.Info.Mnemonic.ToString(), "Pcmpestri64", "Pcmpestrm64", "Vpcmpestri64", "Vpcmpestrm64") ? row with { Suffix = SuffixSize.None } : row;
        if (name == "Movsxd_r16_rm16")
            yield return row.With(R16Reg, R32OrMem) with { MemorySize = 4, Flags = row.Flags | FormFlags.Amd64 };
        if (Names(name, "Rdfsbase_r32", "Rdgsbase_r32", "Wrfsbase_r32", "Wrgsbase_r32"))
            row = row with { Modes = 7 };
        if (Names(name, "Lldt_r32m16", "Lldt_r64m16", "Ltr_r32m16", "Ltr_r64m16", "Verr_r32m16", "Verr_r64m16", "Verw_r32m16", "Verw_r64m16",
                "Lmsw_r32m16", "Lmsw_r64m16"))
            yield break;

        // The x87 environment has the mode's layout; only a suffix asks for the 16-bit one elsewhere.
        if (name.EndsWith("_m28byte", StringComparison.Ordinal) || name.EndsWith("_m108byte", StringComparison.Ordinal))
        {
            yield return row with { OperandSize = 0, Suffix = SuffixSize.None };
            yield return row with { Suffix = SuffixSize.X87Long, Demotion = 1 };
            yield break;
        }
        if (name.EndsWith("_m14byte", StringComparison.Ordinal) || name.EndsWith("_m94byte", StringComparison.Ordinal))
        {
            yield return row with { Suffix = SuffixSize.Short };
            yield break;
        }

        // Where registers are only implied, they may be named; without names the mode's address size is meant.
        if (row.Info.Mnemonic is Mnemonic.Pvalidate or Mnemonic.Rmpadjust or Mnemonic.Rmpupdate)
            yield return row.With(ImpliedOperands(row)![..1]);
        if (ImpliedOperands(row) is { } implied)
        {
            yield return row.With(implied) with { Syntax = NameSyntax.Intel };
            yield return row.With([.. implied.Reverse()]) with { Syntax = NameSyntax.Att };
        }
        if (row.Flags.HasFlag(FormFlags.AddressSized) && operands.Length == 0)
        {
            yield return row with { Modes = row.Modes & (row.AddressSize / 16) };
            yield break;
        }
        if (name is "Bound_r16_m1616" or "Bound_r32_m3232")
        {
            yield return row with { Syntax = NameSyntax.Intel };
            yield return row.With(operands[1], operands[0]) with { Syntax = NameSyntax.Att };
            yield break;
        }
        if (name is "Lar_r32_r32m16" or "Lsl_r32_r32m16" or "Lar_r64_r64m16" or "Lsl_r64_r64m16")
            yield return row.With(operands[0], R16Rm);
        if (name == "Int3")
            yield return row.With(Imm8Const3);

        // Branches by CX, ECX, RCX: the written size is the counter's; the operand size is the mode's.
        if (row.Flags.HasFlag(FormFlags.AddressSized) && row.Takes(Br161, Br321, Br641))
        {
            yield return row with
            {
                Modes = row.Modes & (row.Takes(Br161) ? 1 : row.Takes(Br321) ? 2 : 4),
                OperandSize = 0,
                Flags = row.Flags | FormFlags.DefaultSized | FormFlags.Default64,
            };
            yield break;
        }

        // The short forms of relaxable branches are layout's choice.
        if (row.Takes(Br161, Br321, Br641))
            yield break;
        if (row.Takes(Br162, Br324, Br644) && row.Info.Mnemonic != Mnemonic.Call && row.Encoding == OpcodeEncoding.Legacy)
        {
            yield return row with { Flags = row.Flags | FormFlags.Relaxable | FormFlags.DefaultSized };
            yield break;
        }

        // AT&T's and everybody's ways to write fewer operands.
        if (row.Takes(Imm8Const1))
            yield return row.With(operands[0]);
        if (row.Takes(SegRSI, EsRDI, SegRDI, SegRBXAl))
        {
            foreach (FormRow variant in StringVariants(row, name))
                yield return variant;
            yield break;
        }
        if (row.Takes(MemOffs) && (row.Modes & 4) != 0)
            yield return row with { Flags = row.Flags | FormFlags.AlwaysOffset, Modes = 4 };
        if (Names(name, "Imul_r16_rm16_imm8", "Imul_r16_rm16_imm16"))
            yield return row.With(R16RegAndRm, operands[2]);
        if (Names(name, "Imul_r32_rm32_imm8", "Imul_r32_rm32_imm32"))
            yield return row.With(R32RegAndRm, operands[2]);
        if (Names(name, "Imul_r64_rm64_imm8", "Imul_r64_rm64_imm32"))
            yield return row.With(R64RegAndRm, operands[2]);
        if (Names(name, "Xor_rm8_r8", "Xor_rm16_r16", "Xor_rm32_r32", "Xor_rm64_r64"))
            yield return row.With(row.Takes(R8Reg) ? R8RegAndRm : row.Takes(R16Reg) ? R16RegAndRm : row.Takes(R32Reg) ? R32RegAndRm : R64RegAndRm);
        if (name.StartsWith("Test_rm", StringComparison.Ordinal) && operands.Length == 2 && row.Takes(R8Reg, R16Reg, R32Reg, R64Reg)
            || row.Info.Mnemonic == Mnemonic.Xchg)
            yield return row.With(operands[1], operands[0]) with { Demotion = 1 };
        if (Names(name, "Lfs_r64_m1664", "Lgs_r64_m1664", "Lss_r64_m1664", "Call_m1664", "Jmp_m1664", "Movsxd_r16_rm16"))
            row = row with { Flags = row.Flags | FormFlags.Intel64 };
        if (Names(name, "Call_rel16", "Call_rm16", "Jmp_rm16", "Retnw", "Retnw_imm16"))
            row = row with { Flags = row.Flags | FormFlags.Amd64 };
        if (row.Info.Mnemonic is Mnemonic.Aesenc256kl or Mnemonic.Aesdec256kl or Mnemonic.Aesencwide256kl or Mnemonic.Aesdecwide256kl or Mnemonic.Enqcmd or Mnemonic.Enqcmds
            or Mnemonic.Ldtilecfg or Mnemonic.Sttilecfg or Mnemonic.Movdir64b)
            row = row with { MemorySize = UnnamedMemorySize };
        if (row.Info.Mnemonic is Mnemonic.Div or Mnemonic.Idiv)
            yield return row.With(row.Takes(R8OrMem) ? Al : row.Takes(R16OrMem) ? Ax : row.Takes(R32OrMem) ? Eax : Rax, operands[0]);
        if (Names(name, "Faddp_sti_st0", "Fmulp_sti_st0"))
            yield return row.With(operands[1], operands[0]);
        if (Names(name, "Aam_imm8", "Aad_imm8"))
            yield return row.With() with { Flags = row.Flags | FormFlags.ImpliedTen };
        if (row.Info.Mnemonic is Mnemonic.In)
            yield return row.With(operands[1]);
        if (row.Info.Mnemonic is Mnemonic.Out)
            yield return row.With(operands[0]);
        if (row.Takes(StiOpcode) && row.Takes(St0))
        {
            bool move = name.StartsWith("Fcmov", StringComparison.Ordinal);
            bool pop = name.Contains("p_", StringComparison.Ordinal);
            if (!move && (operands[0] == St0 || pop))
                yield return row.With(StiOpcode);
            if (!move && (operands[0] == St0 && !name.StartsWith("Fadd", StringComparison.Ordinal) && !IsArithmetic(row.Info.Mnemonic) || pop))
                yield return row.With() with { Flags = row.Flags | FormFlags.ImpliedSt1 };
            if (row.Info.Mnemonic is Mnemonic.Fcom or Mnemonic.Fcomp or Mnemonic.Fucom or Mnemonic.Fucomp or Mnemonic.Fxch)
                yield break;
        }
        if (row.Info.Mnemonic is Mnemonic.Fnstsw or Mnemonic.Fstsw && row.Takes(Ax))
            yield return row.With();
        if (row.Info.Mnemonic is Mnemonic.Blendvps or Mnemonic.Blendvpd or Mnemonic.Pblendvb or Mnemonic.Sha256rnds2)
            yield return row.With([.. operands, Xmm0]);
        yield return row;
    }

    private static FormOperand[]? ImpliedOperands(FormRow row)
    {
        FormOperand address = row.AddressSize switch { 16 => Ax, 32 => Eax, _ => Rax };
        return row.Info.Mnemonic switch
        {
            Mnemonic.Monitor or Mnemonic.Monitorx => [address, AnyEcx, AnyEdx],
            Mnemonic.Mwait => [AnyEax, AnyEcx],
            Mnemonic.Mwaitx => [AnyEax, AnyEcx, AnyEbx],
            Mnemonic.Clzero or Mnemonic.Vmrun or Mnemonic.Vmload or Mnemonic.Vmsave => [address],
            Mnemonic.Invlpga => [address, AnyEcx],
            Mnemonic.Skinit => [Eax],
            Mnemonic.Invlpgb or Mnemonic.Pvalidate => [address, AnyEcx, AnyEdx],
            Mnemonic.Rmpadjust or Mnemonic.Rmpquery => [Rax, AnyEcx, AnyEdx],
            Mnemonic.Rmpupdate => [Rax, AnyEcx],
            Mnemonic.Psmash => [Rax],
            Mnemonic.Tpause or Mnemonic.Umwait when row.Takes(R32Rm) => [R32Rm, AnyEdx, AnyEax],
            _ => null,
        };
    }

    private static bool IsArithmetic(Mnemonic mnemonic) =>
        mnemonic is Mnemonic.Fadd or Mnemonic.Fmul or Mnemonic.Fsub or Mnemonic.Fsubr or Mnemonic.Fdiv or Mnemonic.Fdivr;

    private static IEnumerable<FormRow> StringVariants(FormRow row, string name)
    {
        FormOperand[] operands = row.Operands;
        if (row.Takes(SegRDI))
        {
            // maskmovq: the address is never written.
            yield return row.With(operands[1..]);
            yield break;
        }
        yield return row.With();
        FormOperand[] memory = operands.Where(o => o is SegRSI or EsRDI or SegRBXAl).ToArray();
        if (memory.Length != operands.Length && row.Info.Mnemonic is not (Mnemonic.Insb or Mnemonic.Insw or Mnemonic.Insd
            or Mnemonic.Outsb or Mnemonic.Outsw or Mnemonic.Outsd))
            yield return row.With(memory);
        yield return row;
    }

    private static bool Names(string name, params string[] any) => any.Contains(name);

    private static FormOperand[] Replace(FormOperand[] operands, FormOperand from, FormOperand to) =>
        operands.Select(o => o == from ? to : o).ToArray();
}
