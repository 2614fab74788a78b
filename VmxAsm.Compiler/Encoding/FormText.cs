using System.Globalization;
using System.Text;
using VmxAsm.Compiler.Encoding.Forms;

namespace VmxAsm.Compiler.Encoding;

/// <summary>Forms and operands in the notation of the instruction reference (<c>r/m32</c>, <c>imm8</c>), for messages.</summary>
internal static class FormText
{
    /// <summary>A form as one would write it: <c>addl r32, r/m32</c>, in the operand order of the syntax.</summary>
    public static string Of(string name, in InstructionForm form, bool intel)
    {
        StringBuilder text = new(name);
        int count = form.OperandCount;
        for (int i = 0; i < count; i++)
            text.Append(i == 0 ? " " : ", ").Append(Operand(form, intel ? i : count - 1 - i));
        return text.ToString();
    }

    /// <summary>What one operand of a form may be.</summary>
    public static string Operand(in InstructionForm form, int index)
    {
        FormOperand kind = form.Operand(index);
        string bits = form.MemorySize == 0 ? "" : (form.MemorySize * 8).ToString(CultureInfo.InvariantCulture);
        switch (kind)
        {
            case FormOperand.Mem or FormOperand.MemMpx or FormOperand.MemMib or FormOperand.Sibmem:
                return "m" + bits;
            case FormOperand.MemOffs:
                return "moffs" + bits;
            case FormOperand.MmOrMem or FormOperand.XmmOrMem or FormOperand.YmmOrMem or FormOperand.ZmmOrMem or FormOperand.KOrMem or FormOperand.BndOrMemMpx:
                return $"{RegisterWord(kind)}/m{bits}";
            case FormOperand.SegRSI:
                return "[rsi]";
            case FormOperand.EsRDI or FormOperand.SegRDI:
                return "es:[rdi]";
            case FormOperand.SegRBXAl:
                return "[rbx]";
            case FormOperand.SegReg:
                return "sreg";
            case FormOperand.CrReg:
                return "cr";
            case FormOperand.DrReg:
                return "dr";
            case FormOperand.TrReg:
                return "tr";
            case FormOperand.St0:
                return "st";
            case FormOperand.StiOpcode:
                return "st(i)";
            case FormOperand.Imm8Const1:
                return "1";
            case FormOperand.Imm8Const3:
                return "3";
        }
        string name = kind.ToString();
        if (name[0] == 'R' && char.IsAsciiDigit(name[1]))
        {
            string size = name[1..(name[1] == '8' ? 2 : 3)];
            return name.Contains("OrMem", StringComparison.Ordinal) ? "r/m" + size : "r" + size;
        }
        return name.StartsWith("MemVsib", StringComparison.Ordinal) ? "vm" + name[7..]
            : name.StartsWith("Imm", StringComparison.Ordinal) ? "imm" + new string(name.AsSpan(3).ToArray().TakeWhile(char.IsAsciiDigit).ToArray())
            : name.StartsWith("Br", StringComparison.Ordinal) || name.StartsWith("Xbegin", StringComparison.Ordinal) ? "target"
            : name.StartsWith("Far", StringComparison.Ordinal) ? "selector:offset"
            : name.StartsWith("AnyE", StringComparison.Ordinal) ? name[3..].ToLowerInvariant()
            : RegisterWord(kind);
    }

    private static string RegisterWord(FormOperand kind)
    {
        string name = kind.ToString();
        foreach (string word in new[] { "Xmm", "Ymm", "Zmm", "Tmm", "Mm", "Bnd" })
        {
            if (name.StartsWith(word, StringComparison.Ordinal))
                return word.ToLowerInvariant();
        }
        return name[0] == 'K' ? "k" : name.ToLowerInvariant();
    }
}
