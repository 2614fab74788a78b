using VmxAsm.Compiler.Encoding.Forms;

namespace VmxAsm.Compiler.Encoding;

/// <summary>Which prefixes go with which forms.</summary>
internal static class PrefixRules
{
    public static bool Allow(Instruction instruction, in InstructionForm form, CodeMode mode)
    {
        ref InstructionPrefixes prefixes = ref instruction.Prefixes;
        if (prefixes.Encoding != RequestedEncoding.Any && form.Encoding is OpcodeEncoding.Legacy or OpcodeEncoding.D3Now)
            return false;
        bool vector = form.Encoding is OpcodeEncoding.Vex or OpcodeEncoding.Evex or OpcodeEncoding.Xop;
        if (vector && prefixes.ForceRex)
            return false;
        if (!prefixes.HasBytes)
            return true;
        if (vector)
            return !prefixes.Lock && !prefixes.OperandSize && prefixes.Rex == 0 && prefixes.Repeat == 0;
        bool memory = instruction.Count > 0
            && (instruction.Operands[0].Kind == OperandKind.Memory || instruction.Operands[instruction.Count - 1].Kind == OperandKind.Memory);
        if (prefixes.Lock && !(form.Has(FormFlags.Lock) && memory))
            return false;
        if (prefixes is { Repeat: not 0, Bound: false, XAcquire: false, XRelease: false } && !IsRepeatable(form))
            return false;
        if (prefixes.Bound && !form.Has(FormFlags.Bnd))
            return false;
        if (prefixes.NoTrack && (!form.Has(FormFlags.IndirectBranch) || memory && !instruction.Operands[0].Segment.IsNone))
            return false;
        if (prefixes.XAcquire && !(form.Has(FormFlags.XAcquire) && memory && (prefixes.Lock || IsExchange(form))))
            return false;
        if (prefixes.XRelease && !(form.Has(FormFlags.XRelease) && memory && (prefixes.Lock || !form.Has(FormFlags.XAcquire) || IsExchange(form))))
            return false;
        return !(prefixes.OperandSize && (form.Prefix == MandatoryPrefix.P66 || NeedsOperandSize(form, mode) || HasVectorOperand(form)));
    }

    /// <summary>Whether the form has a 66 byte because of its operand size.</summary>
    public static bool NeedsOperandSize(in InstructionForm form, CodeMode mode) =>
        form.OperandSize == 16 && mode != CodeMode.Code16 || form.OperandSize == 32 && mode == CodeMode.Code16;

    private static bool HasVectorOperand(in InstructionForm form)
    {
        const ulong vectors = OperandTypes.Mmx | OperandTypes.Xmm | OperandTypes.Ymm | OperandTypes.Zmm | OperandTypes.Mask | OperandTypes.Bound;
        for (int i = 0; i < form.OperandCount; i++)
        {
            if ((FormOperands.Accepts[(int)form.Operand(i)] & vectors) != 0)
                return true;
        }

        return false;
    }

    /// <summary>
    /// What REP may stand before: string instructions and VIA's, <c>nop</c> (which makes it <c>pause</c>), <c>bsf</c> and <c>bsr</c> (<c>tzcnt</c> and
    /// <c>lzcnt</c>), and <c>ret</c>, where it pleased the branch predictor of the K8.
    /// </summary>
    private static bool IsRepeatable(in InstructionForm form) => form.Map switch
    {
        0 => form.Opcode is >= 0x6C and <= 0x6F or >= 0xA4 and <= 0xA7 or >= 0xAA and <= 0xAF or 0xC2 or 0xC3
            || form.Opcode == 0x90 && form.OperandCount == 0,
        1 => form.Opcode is 0xBC or 0xBD || (form.HasTwoByteOpcode ? form.Opcode >> 8 : form.Opcode) is 0xA6 or 0xA7,
        _ => false,
    };

    /// <summary><c>xchg</c> locks the bus by itself.</summary>
    private static bool IsExchange(in InstructionForm form) => form is { Map: 0, Opcode: 0x86 or 0x87 };
}
