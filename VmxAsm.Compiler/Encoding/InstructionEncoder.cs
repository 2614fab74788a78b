using VmxAsm.Compiler.Encoding.Forms;

namespace VmxAsm.Compiler.Encoding;

/// <summary>What became of an instruction.</summary>
internal enum EncodeStatus : byte
{
    Done,

    /// <summary>Done, with the mode's operand size because nothing said one; GNU as warns.</summary>
    SizeAssumed,

    /// <summary>Done, with a number that was too large cut off; GNU as warns.</summary>
    Truncated,
    NoForm,
    Ambiguous,
    Unencodable,

    /// <summary>Registers that must differ do not.</summary>
    SameRegisters,

    /// <summary>A prefix that the form does not take.</summary>
    BadPrefix,

    /// <summary>A rounding mode that stands in the wrong place among the operands.</summary>
    MisplacedRounding,

    /// <summary>Done, with a string operand that names another address than the instruction uses; GNU as warns.</summary>
    OtherStringAddress,
}

/// <summary>From an instruction as written to its machine code: classify the operands, match a form, emit it.</summary>
internal static class InstructionEncoder
{
    public static EncodeStatus Encode(Instruction instruction, ReadOnlySpan<ushort> forms, CodeMode mode, bool code16Gcc,
        EncodedInstruction output, out EmitError error)
    {
        return Encode(instruction, forms, mode, code16Gcc, output, out error, out _);
    }

    /// <param name="match">The form; negative when there is none.</param>
    public static EncodeStatus Encode(Instruction instruction, ReadOnlySpan<ushort> forms, CodeMode mode, bool code16Gcc,
        EncodedInstruction output, out EmitError error, out int match)
    {
        error = EmitError.None;
        output.Clear();
        instruction.MayTruncate = false;
        OperandClassifier.Classify(instruction, mode);
        match = FormMatcher.Match(instruction, forms, mode, code16Gcc, out bool sizeAssumed);
        if (match == FormMatcher.NoMatch && HasImmediate(instruction))
        {
            instruction.MayTruncate = true;
            match = FormMatcher.Match(instruction, forms, mode, code16Gcc, out sizeAssumed);
        }
        if (match < 0)
            return match == FormMatcher.Ambiguous ? EncodeStatus.Ambiguous : EncodeStatus.NoForm;
        InstructionForm form = FormTable.Get(match);
        if (sizeAssumed && instruction.IsIntel && !form.Has(FormFlags.DefaultSized))
            return EncodeStatus.Ambiguous;
        if (instruction.Rounding != RoundingControl.None && !RoundingIsInPlace(instruction))
            return EncodeStatus.MisplacedRounding;
        if (form.Has(FormFlags.DistinctRegisters) && !RegistersAreDistinct(instruction, form))
            return EncodeStatus.SameRegisters;
        if (instruction.Prefixes is { OperandSize: true, HasRexW: false } && !(instruction.IsIntel64 && mode == CodeMode.Code64 && FormMatcher.IsDirectBranch(form))
            && (FormMatcher.IsDirectBranch(form) || instruction.PrefixSaysSize && PrefixRules.NeedsOperandSize(form, mode)))
            instruction.Prefixes.OperandSize = false;
        if (instruction.Options.AddsBound && form.Has(FormFlags.Bnd) && instruction.Prefixes.Repeat is 0 or 0xF3)
        {
            instruction.Prefixes.Repeat = 0xF2;
            instruction.Prefixes.Bound = true;
        }

        if (!PrefixRules.Allow(instruction, form, mode))
            return EncodeStatus.BadPrefix;
        if (form.Has(FormFlags.Relaxable) && instruction.Prefixes.Displacement != RequestedDisplacement.Disp32)
        {
            RelaxableBranch(instruction, form, mode, output);
            return EncodeStatus.Done;
        }
        error = new InstructionEmitter(instruction, form, mode, output).Emit();
        return error != EmitError.None ? EncodeStatus.Unencodable
            : instruction.MayTruncate && LosesBits(instruction, form) ? EncodeStatus.Truncated
            : sizeAssumed ? EncodeStatus.SizeAssumed
            : form.Has(FormFlags.String) && !StringAddressesFit(instruction, form) ? EncodeStatus.OtherStringAddress
            : EncodeStatus.Done;
    }

    /// <summary>
    /// The rounding mode belongs beside the last source: behind the immediates in AT&amp;T's order, before them in Intel's. Conversions from
    /// a general register have it behind that register in AT&amp;T's order, and on either side of it in Intel's.
    /// </summary>
    private static bool RoundingIsInPlace(Instruction instruction)
    {
        int count = instruction.Count;
        int immediates = 0;
        while (immediates < count && instruction.Operands[count - 1 - immediates].Kind == OperandKind.Immediate)
            immediates++;
        int place = instruction.RoundingPlace;
        bool converts = count == 3 && instruction.Operands[2].Register.Class is RegisterClass.Gpr32 or RegisterClass.Gpr64;
        return instruction.IsIntel
            ? place == count - immediates || converts && place == count - 1
            : place == (converts ? 1 : immediates);
    }

    /// <summary>Whether string operands are written as what the instruction uses: RSI, RDI or RBX and nothing else.</summary>
    private static bool StringAddressesFit(Instruction instruction, in InstructionForm form)
    {
        for (int i = 0; i < instruction.Count; i++)
        {
            ref Operand operand = ref instruction.Operands[i];
            int expected = form.Operand(i) switch
            {
                FormOperand.SegRSI => 6,
                FormOperand.EsRDI or FormOperand.SegRDI => 7,
                FormOperand.SegRBXAl => 3,
                _ => -1,
            };
            if (expected >= 0 && (operand.Base.IsNone || operand.Base.Number != expected || !operand.Index.IsNone || operand.HasDisplacement))
                return false;
        }

        return true;
    }

    /// <summary>GNU as does not mind a negative number whose absolute value fits.</summary>
    private static bool LosesBits(Instruction instruction, in InstructionForm form)
    {
        for (int i = 0; i < instruction.Count; i++)
        {
            int bits = form.Operand(i) switch { FormOperand.Imm8 => 8, FormOperand.Imm16 => 16, FormOperand.Imm32 => 32, _ => 0 };
            if (bits > 0 && instruction.Operands[i] is { Kind: OperandKind.Immediate, Value: { IsConstant: true, Constant: var value } } && (value >= 1L << bits || value <= -(1L << bits)))
                return true;
        }

        return false;
    }

    private static bool HasImmediate(Instruction instruction)
    {
        for (int i = 0; i < instruction.Count; i++)
        {
            if (instruction.Operands[i].Kind == OperandKind.Immediate)
                return true;
        }
        return false;
    }

    /// <summary>Tile products need three tiles; complex products a destination that is none of the sources. A gather may repeat one.</summary>
    private static bool RegistersAreDistinct(Instruction instruction, in InstructionForm form)
    {
        Operand[] operands = instruction.Operands;
        Register destination = operands[0].Register;
        for (int i = 1; i < instruction.Count; i++)
        {
            if (operands[i].Kind == OperandKind.Memory && operands[i].Index.Class is RegisterClass.Xmm or RegisterClass.Ymm or RegisterClass.Zmm)
                return true;
        }
        for (int i = 1; i < instruction.Count; i++)
        {
            if (operands[i].Kind == OperandKind.Register && operands[i].Register == destination)
                return false;
        }
        return destination.Class != RegisterClass.Tile || instruction.Count < 3 || operands[1].Register != operands[2].Register;
    }

    /// <summary>Only prefixes are emitted: layout chooses between the short and the long opcode.</summary>
    private static void RelaxableBranch(Instruction instruction, in InstructionForm form, CodeMode mode, EncodedInstruction output)
    {
        ref InstructionPrefixes prefixes = ref instruction.Prefixes;
        if (prefixes.Segment != 0)
            output.Bytes[output.Length++] = prefixes.Segment;
        bool operandSize = form.OperandSize == 16 && mode != CodeMode.Code16 || form.OperandSize == 32 && mode == CodeMode.Code16;
        if (operandSize || prefixes.OperandSize)
            output.Bytes[output.Length++] = 0x66;
        if (prefixes.Repeat != 0)
            output.Bytes[output.Length++] = prefixes.Repeat;
        if (prefixes.Rex != 0)
            output.Bytes[output.Length++] = prefixes.Rex;
        bool jump = form.Map == 0;
        output.Branch = jump ? BranchKind.Jump : instruction.IsBefore386 && form.OperandSize == 16 ? BranchKind.ConditionalJump86 : BranchKind.ConditionalJump;
        output.Condition = jump ? (byte)0 : (byte)(form.Opcode & 15);
        output.LongDisplacementSize = (byte)(form.OperandSize == 16 ? 2 : 4);
        output.BranchGoesByPlt = mode == CodeMode.Code64;
        output.Target = instruction.Operands[0].Value;
    }
}
