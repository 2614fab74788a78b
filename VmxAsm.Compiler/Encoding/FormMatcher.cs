using VmxAsm.Compiler.Encoding.Forms;
using static VmxAsm.Compiler.Encoding.Forms.OperandTypes;

namespace VmxAsm.Compiler.Encoding;

/// <summary>
/// Finds the form that an instruction means. The forms of a name come in the order of GNU as's preference, so that the first that fits is
/// the one, with three exceptions: a size that nothing says, a direction that <c>{load}</c> or <c>{store}</c> asks for, and a register
/// above 7 that another form would put where VEX needs only two bytes.
/// </summary>
internal static class FormMatcher
{
    /// <summary>No form fits.</summary>
    public const int NoMatch = -1;

    /// <summary>Several forms of different sizes fit, and there is no size to take by default.</summary>
    public const int Ambiguous = -2;

    /// <param name="instruction">Operands, already classified.</param>
    /// <param name="forms">Candidates in the order of preference.</param>
    /// <param name="mode">Mode of the code.</param>
    /// <param name="code16Gcc">Whether <c>.code16gcc</c> makes stack operations 32 bits wide.</param>
    /// <param name="sizeAssumed">Set when no operand said the size and the mode's was taken.</param>
    public static int Match(Instruction instruction, ReadOnlySpan<ushort> forms, CodeMode mode, bool code16Gcc, out bool sizeAssumed)
    {
        sizeAssumed = false;
        for (int i = 0; i < forms.Length; i++)
        {
            InstructionForm form = FormTable.Get(forms[i]);
            if (!Fits(instruction, form, mode))
                continue;
            if (SizeIsOpen(instruction, form))
            {
                return WantsRoom(instruction)
                    ? ResolveSizeThenImmediate(instruction, forms, mode, code16Gcc, ref sizeAssumed)
                    : ResolveSize(instruction, forms[i..], form, mode, code16Gcc, ref sizeAssumed);
            }

            if (form.OperandCount >= 2 && WantsOtherDirection(instruction, form) && OtherDirection(instruction, forms[(i + 1)..], form, mode) is var other and >= 0)
                return other;
            return forms[i];
        }
        return NoMatch;
    }

    public static bool Fits(Instruction instruction, in InstructionForm form, CodeMode mode)
    {
        if (form.OperandCount != instruction.Count || ((form.Modes >> (int)mode) & 1) == 0)
            return false;
        ReadOnlySpan<ulong> accepts = FormOperands.Accepts;
        for (int i = 0; i < instruction.Count; i++)
        {
            if ((accepts[(int)form.Operand(i)] & instruction.Types[i]) == 0 && !(instruction.MayTruncate && FitsTruncated(instruction.Operands[i], form, i)))
                return false;
        }
        if (instruction.IsIntel64 && mode == CodeMode.Code64 && form is { OperandSize: 16, HasTwoByteOpcode: false } && IsDirectBranch(form))
            return false;
        if (mode == CodeMode.Code64 && form.Has(FormFlags.Intel64 | FormFlags.Amd64) && !FitsMaker(instruction, form))
            return false;

        // 90 means "exchange eax with itself" no longer in 64-bit code, where that would clear the upper half of rax.
        if (form is { Opcode: 0x90, Map: 0, OperandSize: 32 } && mode == CodeMode.Code64 && instruction.Count == 2
            && instruction.Operands[0].Register == instruction.Operands[1].Register)
            return false;
        return FitsMemory(instruction, form, mode) && FitsVector(instruction, form);
    }

    /// <summary>In 64-bit code Intel's processors and AMD's differ in branches: 16-bit near ones are AMD's, far ones with a 64-bit offset Intel's.</summary>
    private static bool FitsMaker(Instruction instruction, in InstructionForm form) =>
        form.Has(FormFlags.Intel64) ? instruction.IsIntel64 : !instruction.IsIntel64;

    /// <summary>A number too large for an operand of the instruction's own width is cut off, with a warning; any other is refused.</summary>
    private static bool FitsTruncated(in Operand operand, in InstructionForm form, int index) =>
        operand.Kind == OperandKind.Immediate && operand.Value.IsConstant && form is not { Map: 0, Opcode: 0xC8 } && (form.Operand(index), form.Suffix)
            is (FormOperand.Imm8, SuffixSize.Byte) or (FormOperand.Imm16, SuffixSize.Word) or (FormOperand.Imm32, SuffixSize.Long);

    private static bool FitsMemory(Instruction instruction, in InstructionForm form, CodeMode mode)
    {
        for (int i = 0; i < instruction.Count; i++)
        {
            ref Operand operand = ref instruction.Operands[i];
            if (operand.Kind != OperandKind.Memory)
            {
                if (operand.Indirect && !form.Has(FormFlags.IndirectBranch) && !instruction.IsIntel && (instruction.Types[i] & Port) == 0)
                    return false;
                continue;
            }
            FormOperand kind = form.Operand(i);
            if (form.Has(FormFlags.IndirectBranch))
            {
                if (operand.Far && form.GroupDigit is not (3 or 5))
                    return false;
                // A bare name behind a branch is its target, not where the target is kept.
                if ((instruction.Types[i] & Target) != 0 && operand.PointerSize == 0)
                    return false;
            }
            else if (operand.Indirect && !instruction.IsIntel)
            {
                return false;
            }
            if (kind == FormOperand.EsRDI && !operand.Segment.IsNone && operand.Segment.Number != 0)
                return false;
            if (kind == FormOperand.MemOffs && (IsGotLoad(operand, form, mode) || instruction.Prefixes.XRelease || !instruction.Prefixes.AddressSize && !OffsetIsShorter(operand, form, mode)))
                return false;
            if (operand.PointerSize != 0 && form.MemorySize != 0 && operand.PointerSize != form.MemorySize && form.MemorySize <= 64 && operand.Broadcast == 0)
                return false;
        }
        return true;
    }

    /// <summary>
    /// The accumulator's own move with a full-width offset: always where an address has 16 or 32 bits, and in 64-bit code only
    /// where the address does not fit a sign-extended 32-bit displacement.
    /// </summary>
    private static bool OffsetIsShorter(in Operand operand, in InstructionForm form, CodeMode mode) =>
        mode != CodeMode.Code64
        || form.Has(FormFlags.AlwaysOffset) && operand.Value.Modifier is not (Syntax.RelocationModifier.Got or Syntax.RelocationModifier.GotPcRel)
        || (operand.Value.IsConstant && operand.Value.Constant is < int.MinValue or > int.MaxValue);

    /// <summary>The linker can shorten a load through the GOT of an i386 program only where it has a ModRM byte.</summary>
    private static bool IsGotLoad(in Operand operand, in InstructionForm form, CodeMode mode) =>
        operand.Value.Modifier == Syntax.RelocationModifier.Got && mode == CodeMode.Code32 && form.Opcode is 0xA0 or 0xA1;

    private static bool FitsVector(Instruction instruction, in InstructionForm form)
    {
        OpcodeEncoding encoding = form.Encoding;
        switch (instruction.Prefixes.Encoding)
        {
            case RequestedEncoding.Any:
                if (form.Has(FormFlags.OnlyWithVexPrefix) && instruction.Without == Avx512Parts.None || LacksPart(instruction, form))
                    return false;
                break;
            case RequestedEncoding.Vex2 or RequestedEncoding.Vex or RequestedEncoding.Vex3:
                if (encoding is OpcodeEncoding.Evex)
                    return false;
                break;
            case RequestedEncoding.Evex:
                if (encoding is OpcodeEncoding.Vex)
                    return false;
                break;
        }
        if (encoding == OpcodeEncoding.Evex)
            return FitsEvex(instruction, form);
        if (instruction.Rounding != RoundingControl.None)
            return false;
        for (int i = 0; i < instruction.Count; i++)
        {
            ref Operand operand = ref instruction.Operands[i];
            if (!operand.Mask.IsNone || operand.Zeroing || operand.Broadcast != 0)
                return false;
            if (operand.Kind == OperandKind.Register)
            {
                if (operand.Register.Class is RegisterClass.Xmm or RegisterClass.Ymm && operand.Register.Number > 15)
                    return false;
            }
            else if (operand.Index.Number > 15)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>An EVEX form of an instruction that VEX has under the same name, on a processor without that part of AVX-512.</summary>
    private static bool LacksPart(Instruction instruction, in InstructionForm form)
    {
        if (instruction.Without == Avx512Parts.None || form is not { Encoding: OpcodeEncoding.Evex, Map: 2 })
            return false;
        Avx512Parts needed = form.Opcode switch
        {
            0xB4 or 0xB5 => Avx512Parts.Ifma,
            >= 0x50 and <= 0x53 when form.Prefix == MandatoryPrefix.P66 => Avx512Parts.Vnni,
            _ => Avx512Parts.None,
        };
        return needed != Avx512Parts.None && (instruction.Without & (needed | (form.L < 2 ? Avx512Parts.VectorLengths : Avx512Parts.None))) != 0;
    }

    private static bool FitsEvex(Instruction instruction, in InstructionForm form)
    {
        bool masked = false;
        bool memory = false;
        for (int i = 0; i < instruction.Count; i++)
        {
            ref Operand operand = ref instruction.Operands[i];
            if (!operand.Mask.IsNone)
            {
                if (!form.Has(FormFlags.OpMask) && !form.Has(FormFlags.RequireOpMask))
                    return false;
                masked = true;
            }
            if ((operand.Zeroing || !operand.Mask.IsNone) && i != 0)
                return false;
            if (operand.Zeroing && (operand.Mask.IsNone || !form.Has(FormFlags.Zeroing)))
                return false;
            if (operand.Kind != OperandKind.Memory)
                continue;
            memory = true;
            if (operand.Zeroing)
                return false;
            if (operand.Broadcast != 0 && operand.PointerSize != 0 && operand.PointerSize != 1 << form.BroadcastShift)
                return false;
            if (operand.Broadcast != 0
                && (form.BroadcastShift == 0 || operand.Broadcast != Operand.AnyBroadcast && operand.Broadcast << form.BroadcastShift != form.MemorySize))
                return false;
        }
        if (form.Has(FormFlags.RequireOpMask) && !masked)
            return false;
        return instruction.Rounding switch
        {
            RoundingControl.None => true,
            RoundingControl.SuppressExceptions => !memory && form.Has(FormFlags.Sae) && !form.Has(FormFlags.Rounding),
            _ => !memory && form.Has(FormFlags.Rounding),
        };
    }

    /// <summary>Whether the size may be said by nothing: there is memory, or there are no registers at all.</summary>
    private static bool SizeIsOpen(Instruction instruction, in InstructionForm form)
    {
        // A port number is 16 bits wide and a segment register goes through memory of any width: neither says a size.
        if (instruction.Count == 1 && form.Operand(0) == FormOperand.Dx)
            return true;
        bool register = false;
        for (int i = 0; i < instruction.Count; i++)
        {
            ref Operand operand = ref instruction.Operands[i];
            if (operand.Kind == OperandKind.Memory)
                return true;
            register |= operand.Kind == OperandKind.Register && operand.Register.Class != RegisterClass.Segment;
        }
        return !register;
    }

    /// <summary>A number that does not fit a byte must not decide how wide the operation is: GNU as settles that first, and then cuts the number off.</summary>
    private static bool WantsRoom(Instruction instruction)
    {
        int last = instruction.Count - 1;
        return last >= 0 && (!instruction.IsIntel || last == 0) && instruction.Operands[last] is { Kind: OperandKind.Immediate, Value.IsConstant: true }
            && (instruction.Types[last] & Immediate8) == 0 && (instruction.Types[last] & Immediate32) != 0;
    }

    private static int ResolveSizeThenImmediate(Instruction instruction, ReadOnlySpan<ushort> forms, CodeMode mode, bool code16Gcc, ref bool sizeAssumed)
    {
        int last = instruction.Count - 1;
        ulong types = instruction.Types[last];
        instruction.Types[last] = types | Immediate8 | Immediate16 | Immediate32 | Immediate32Signed64;
        int first = FirstFit(instruction, forms, mode, null);
        int chosen = ResolveSize(instruction, forms[first..], FormTable.Get(forms[first]), mode, code16Gcc, ref sizeAssumed);
        instruction.Types[last] = types;
        if (chosen < 0)
            return chosen;
        SuffixSize? size = FormTable.Get(chosen).Suffix;
        int fit = FirstFit(instruction, forms, mode, size);
        if (fit < 0)
        {
            instruction.MayTruncate = true;
            fit = FirstFit(instruction, forms, mode, size);
        }

        return fit < 0 ? NoMatch : sizeAssumed ? WithoutShortImmediate(instruction, forms, forms[fit], mode) : forms[fit];
    }

    private static int FirstFit(Instruction instruction, ReadOnlySpan<ushort> forms, CodeMode mode, SuffixSize? size)
    {
        for (int i = 0; i < forms.Length; i++)
        {
            InstructionForm form = FormTable.Get(forms[i]);
            if ((size is null || form.Suffix == size) && Fits(instruction, form, mode))
                return i;
        }

        return -1;
    }

    private static int ResolveSize(Instruction instruction, ReadOnlySpan<ushort> forms, in InstructionForm first, CodeMode mode, bool code16Gcc,
        ref bool sizeAssumed)
    {
        SuffixSize wanted = SuffixSize.None;
        int chosen = forms[0];
        bool conflict = false;
        bool sizesDiffer = false;
        for (int i = 1; i < forms.Length; i++)
        {
            InstructionForm form = FormTable.Get(forms[i]);
            bool differs = form.Suffix != first.Suffix && form.Suffix != SuffixSize.None && first.Suffix != SuffixSize.None
                || instruction.IsIntel && form.Suffix != SuffixSize.None && form.MemorySize != first.MemorySize && form.Encoding == OpcodeEncoding.Legacy;
            if (!differs || !Fits(instruction, form, mode))
                continue;
            if (form.Encoding != first.Encoding && first.Encoding == OpcodeEncoding.Vex)
                continue;
            sizesDiffer |= form.MemorySize != first.MemorySize || form.MemorySize == 0;
            if (!conflict)
            {
                conflict = true;
                if (form.Suffix >= SuffixSize.Xmm)
                    return LeavesBroadcastOpen(instruction) ? Longest(instruction, forms, mode) : Ambiguous;
                wanted = DefaultSize(instruction, first, mode, code16Gcc);
            }
            if (first.Suffix == wanted)
            {
                if (sizesDiffer)
                    break;
                continue;
            }
            if (form.Suffix == wanted && (wanted != SuffixSize.Quad || form.Has(FormFlags.Default64)))
            {
                chosen = forms[i];
                break;
            }
            if (form.Suffix is SuffixSize.Long or SuffixSize.Quad && mode == CodeMode.Code64 && chosen == forms[0] && !(instruction is { PrefixSaysSize: true, Count: 0 })
                && first.Suffix is not (SuffixSize.Quad or SuffixSize.Short))
                chosen = forms[i];
        }
        sizeAssumed = sizesDiffer && !first.Has(FormFlags.DefaultSized) && !VectorSaysSize(instruction, first);
        return sizeAssumed ? WithoutShortImmediate(instruction, forms, chosen, mode) : chosen;
    }

    /// <summary>
    /// Beside a vector register a general operand is 32 bits wide if nothing else is said: <c>movd (%rax), %xmm0</c>. Only the conversions of
    /// integers want to be told in Intel syntax.
    /// </summary>
    private static bool VectorSaysSize(Instruction instruction, in InstructionForm form)
    {
        if (instruction.IsIntel && form is { Opcode: 0x2A or 0x7B, Map: 1 or 5 })
            return false;
        for (int i = 0; i < instruction.Count; i++)
        {
            if (instruction.Operands[i].Register.Class is RegisterClass.Xmm or RegisterClass.Mmx)
                return true;
        }
        return false;
    }

    /// <summary>
    /// GNU as decides whether 0xffffffff is a byte extended to 32 bits before it assumes that 32 bits were meant: it finds that it is not.
    /// </summary>
    private static int WithoutShortImmediate(Instruction instruction, ReadOnlySpan<ushort> forms, int chosen, CodeMode mode)
    {
        int last = instruction.Count - 1;
        if (last < 0 || (instruction.Types[last] & Immediate8Signed32) == 0 || (instruction.Types[last] & Immediate8Signed64) != 0)
            return chosen;
        SuffixSize suffix = FormTable.Get(chosen).Suffix;
        foreach (ushort index in forms)
        {
            InstructionForm form = FormTable.Get(index);
            if (form.Suffix == suffix && form.Operand(last) == FormOperand.Imm32 && Fits(instruction, form, mode))
                return index;
        }
        return chosen;
    }

    private static bool LeavesBroadcastOpen(Instruction instruction)
    {
        for (int i = 0; i < instruction.Count; i++)
        {
            if (instruction.Operands[i].Broadcast == Operand.AnyBroadcast)
                return true;
        }

        return false;
    }

    /// <summary>Behind <c>bcst</c> alone GNU as takes the longest vector.</summary>
    private static int Longest(Instruction instruction, ReadOnlySpan<ushort> forms, CodeMode mode)
    {
        int longest = forms[0];
        foreach (ushort index in forms)
        {
            InstructionForm form = FormTable.Get(index);
            if (form.MemorySize > FormTable.Get(longest).MemorySize && Fits(instruction, form, mode))
                longest = index;
        }

        return longest;
    }

    private static SuffixSize DefaultSize(Instruction instruction, in InstructionForm form, CodeMode mode, bool code16Gcc)
    {
        // fword ptr is a 32-bit base with its limit, also in 16-bit code.
        if (instruction is { Count: 1, IsIntel: true } && instruction.Operands[0].PointerSize == 6)
            return SuffixSize.Long;
        if (form.Suffix is SuffixSize.Short or SuffixSize.X87Long or SuffixSize.X87Quad or SuffixSize.Ten)
            return SuffixSize.Short;
        // data16 and data32 choose the width where nothing else does, as a suffix would.
        bool toggled = instruction.Prefixes.OperandSize && !instruction.Prefixes.HasRexW && form.Encoding == OpcodeEncoding.Legacy;
        instruction.PrefixSaysSize = toggled;
        if (mode == CodeMode.Code16)
            return toggled || code16Gcc && WidensInCode16Gcc(form) ? SuffixSize.Long : SuffixSize.Word;
        if (toggled)
            return SuffixSize.Word;
        return mode == CodeMode.Code64 && form.Has(FormFlags.DefaultSized) ? SuffixSize.Quad : SuffixSize.Long;
    }

    /// <summary>A branch whose target, or selector and offset, stand in the instruction.</summary>
    public static bool IsDirectBranch(in InstructionForm form) => form.OperandCount == 1
        && (OperandSlot)FormOperands.Slots[(int)form.Operand(0)] is OperandSlot.Relative16 or OperandSlot.Relative32 or OperandSlot.FarPointer16 or OperandSlot.FarPointer32;

    /// <summary>.code16gcc makes 32 bits wide what pushes or pops; a jump does neither, and IRET is left alone.</summary>
    private static bool WidensInCode16Gcc(in InstructionForm form) => form.Has(FormFlags.DefaultSized) && !form.Has(FormFlags.Relaxable)
        && !(form.Has(FormFlags.IndirectBranch) && form.GroupDigit is 4 or 5) && !(form.Map == 0 && form.Opcode is 0xCF or 0xEA or 0xC7F8 or >= 0xE0 and <= 0xE3);

    private static bool WantsOtherDirection(Instruction instruction, in InstructionForm form)
    {
        if (instruction.Operands[0].Kind != OperandKind.Register || instruction.Operands[1].Kind != OperandKind.Register)
            return false;
        var slot = (OperandSlot)FormOperands.Slots[(int)form.Operand(0)];
        switch (instruction.Prefixes.Direction)
        {
            case RequestedDirection.Load:
                return slot == OperandSlot.ModRmRm;
            case RequestedDirection.Store:
                return slot == OperandSlot.ModRmReg;
            case RequestedDirection.Other:
                return slot is OperandSlot.ModRmRm or OperandSlot.ModRmReg;
        }
        return form.Encoding == OpcodeEncoding.Vex && slot == OperandSlot.ModRmReg && form.Map == 1 && !form.W
            && instruction.Prefixes.Encoding == RequestedEncoding.Any
            && instruction.Operands[0].Register.Number < 8 && instruction.Operands[instruction.Count - 1].Register.Number >= 8;
    }

    private static int OtherDirection(Instruction instruction, ReadOnlySpan<ushort> forms, in InstructionForm first, CodeMode mode)
    {
        var slot = (OperandSlot)FormOperands.Slots[(int)first.Operand(0)];
        OperandSlot other = slot == OperandSlot.ModRmReg ? OperandSlot.ModRmRm : OperandSlot.ModRmReg;
        foreach (ushort index in forms)
        {
            InstructionForm form = FormTable.Get(index);
            if (form.Encoding == first.Encoding && form.Suffix == first.Suffix
                && (OperandSlot)FormOperands.Slots[(int)form.Operand(0)] == other && Fits(instruction, form, mode))
                return index;
        }
        return NoMatch;
    }
}
