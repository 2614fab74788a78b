using VmxAsm.Compiler.Encoding.Forms;

namespace VmxAsm.Compiler.Encoding;

/// <summary>Instructions in place of those that the source names, as <see cref="EncodingOptions"/> asks for them.</summary>
internal static class OtherMnemonics
{
    /// <summary>Opcodes of the 0F map whose two sources may be exchanged.</summary>
    private static ReadOnlySpan<byte> Commutative =>
    [
        0x54, 0x56, 0x57, 0x74, 0x75, 0x76, 0xD4, 0xD5, 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xE0, 0xE3, 0xE4, 0xE5, 0xEA, 0xEB, 0xEC, 0xED, 0xEE, 0xEF,
        0xF4, 0xF5, 0xF6, 0xFC, 0xFD, 0xFE,
    ];

    /// <summary>
    /// The AVX instruction that does what an SSE one does: the same name behind a v. It leaves its destination alone where SSE's is a source too, so
    /// that it has one more operand. -1 where there is none, as for MMX and for what AVX has only with other operands.
    /// </summary>
    public static int AvxFor(ReadOnlySpan<byte> name)
    {
        // The source in memory is the same, and AVX has no registers of MMX.
        if (name.SequenceEqual("cvtpi2pd"u8))
            return MnemonicTable.Find("vcvtdq2pd"u8);
        if (name[0] == 'v' || name.Length >= MnemonicTable.LongestName)
            return -1;
        Span<byte> other = stackalloc byte[MnemonicTable.LongestName];
        other[0] = (byte)'v';
        name.CopyTo(other[1..]);
        return MnemonicTable.Find(other[..(name.Length + 1)]);
    }

    /// <summary>Whether the form reads or writes a vector register of SSE.</summary>
    public static bool IsSse(in InstructionForm form)
    {
        if (form.Encoding != OpcodeEncoding.Legacy || form.Map == 0)
            return false;
        for (int i = 0; i < form.OperandCount; i++)
        {
            if ((FormOperands.Accepts[(int)form.Operand(i)] & OperandTypes.Xmm) != 0)
                return true;
        }

        return form is { OperandCount: 1, Map: 1, Opcode: 0xAE, GroupDigit: 2 or 3 };
    }

    /// <summary>The blends of SSE take their selector from %xmm0 without saying so.</summary>
    public static void WriteImpliedSelector(Instruction instruction, in InstructionForm form)
    {
        if (form is { Map: 2, Opcode: 0x10 or 0x14 or 0x15 } && instruction.Count == 2)
            instruction.Operands[instruction.Count++] = new Operand { Kind = OperandKind.Register, Register = new Register(RegisterClass.Xmm, 0), Span = instruction.NameSpan };
    }

    /// <summary>Of two sources that may be exchanged, the one below 8 goes where VEX's short form has no bit for the other.</summary>
    public static void PutLowRegisterLast(Instruction instruction, in InstructionForm form)
    {
        bool isCommutative = form.Map == 1 && Commutative.Contains((byte)form.Opcode);

        // Of the comparisons that are written as a name, those for equality and for order.
        isCommutative |= form is { Map: 1, Opcode: 0xC2 } && instruction.Count == 4 && instruction.Operands[3] is { Value.Constant: 0 or 3 or 4 or 7 } condition
            && condition.Span == instruction.NameSpan;
        if (isCommutative && instruction.Count >= 3 && instruction.Operands[2] is { Kind: OperandKind.Register, Register.Number: >= 8 }
            && instruction.Operands[1].Register.Number < 8)
        {
            (instruction.Operands[1], instruction.Operands[2]) = (instruction.Operands[2], instruction.Operands[1]);
        }
    }

    /// <summary>Puts the destination a second time behind itself.</summary>
    public static void RepeatDestination(Instruction instruction)
    {
        instruction.Operands.AsSpan(0, instruction.Count).CopyTo(instruction.Operands.AsSpan(1));
        instruction.Count++;
    }

    /// <summary>The move that takes any address, for one that takes aligned ones.</summary>
    public static ReadOnlySpan<byte> UnalignedFor(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("movaps"u8))
            return "movups"u8;
        if (name.SequenceEqual("movapd"u8))
            return "movupd"u8;
        if (name.SequenceEqual("movdqa"u8))
            return "movdqu"u8;
        if (name.SequenceEqual("vmovaps"u8))
            return "vmovups"u8;
        if (name.SequenceEqual("vmovapd"u8))
            return "vmovupd"u8;
        if (name.SequenceEqual("vmovdqa"u8))
            return "vmovdqu"u8;
        if (name.SequenceEqual("vmovdqa32"u8))
            return "vmovdqu32"u8;
        return name.SequenceEqual("vmovdqa64"u8) ? "vmovdqu64"u8 : name;
    }

    public static bool IsFence(ReadOnlySpan<byte> name) => name.SequenceEqual("lfence"u8) || name.SequenceEqual("mfence"u8) || name.SequenceEqual("sfence"u8);

    /// <summary><c>lock addl $0, (%esp)</c>, or <c>(%rsp)</c>.</summary>
    public static void WriteLockedAdd(EncodedInstruction output)
    {
        ReadOnlySpan<byte> code = [0xF0, 0x83, 0x04, 0x24, 0x00];
        output.Clear();
        code.CopyTo(output.Bytes);
        output.Length = code.Length;
    }
}
