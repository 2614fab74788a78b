using System.Globalization;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Encoding.Forms;

namespace VmxAsm.Compiler.Tests.Encoding;

/// <summary>
/// Writes out instruction forms as source text, with operands drawn from the register files, the shapes of addresses and the boundaries
/// of immediate fields: what the differential tests feed to both assemblers.
/// </summary>
internal sealed class InstructionSampler(int seed)
{
    private readonly Random _random = new(seed);
    private CodeMode _mode;
    private bool _intel;
    private bool _highRegisters;

    /// <summary>One line of source for a form under one of its names.</summary>
    public string Sample(string name, InstructionForm form, CodeMode mode, bool intel)
    {
        _mode = mode;
        _intel = intel;
        _highRegisters = mode == CodeMode.Code64 && _random.Next(3) == 0;
        int count = form.OperandCount;
        var operands = new List<string>();
        int memory = -1;
        for (int i = 0; i < count; i++)
        {
            operands.Add(Operand(form, i, out bool isMemory));
            if (isMemory)
                memory = i;
        }
        string rounding = Decorate(form, operands, memory);
        bool twoImmediates = count >= 2 && IsImmediate(form.Operand(count - 1)) && IsImmediate(form.Operand(count - 2));
        if (!intel)
        {
            operands.Reverse();
            if (twoImmediates)
                (operands[0], operands[1]) = (operands[1], operands[0]);
        }
        if (rounding != "")
        {
            bool immediateFirst = count > 0 && IsImmediate(form.Operand(count - 1));
            int at = intel ? immediateFirst ? operands.Count - 1 : operands.Count : immediateFirst ? 1 : 0;
            operands.Insert(at, rounding);
        }
        string prefix = form.Has(FormFlags.OnlyWithVexPrefix) ? "{vex} " : "";
        return operands.Count == 0 ? prefix + name : $"{prefix}{name} {string.Join(", ", operands)}";
    }

    private static bool IsImmediate(FormOperand operand) => (OperandSlot)FormOperands.Slots[(int)operand]
        is OperandSlot.Immediate8 or OperandSlot.Immediate16 or OperandSlot.Immediate32 or OperandSlot.Immediate64 or OperandSlot.Is4Low
        || operand is FormOperand.Imm8Const1 or FormOperand.Imm8Const3;

    private string Decorate(InstructionForm form, List<string> operands, int memory)
    {
        if (form.Encoding != OpcodeEncoding.Evex)
            return "";
        if (memory >= 0 && form.BroadcastShift != 0 && _random.Next(3) == 0)
            operands[memory] = operands[memory].Replace(_intel ? PointerSize(form.MemorySize) : "\0", PointerSize(1 << form.BroadcastShift))
                + $"{{1to{form.MemorySize >> form.BroadcastShift}}}";
        bool required = form.Has(FormFlags.RequireOpMask);
        if (operands.Count > 0 && (required || form.Has(FormFlags.OpMask) && _random.Next(2) == 0))
        {
            operands[0] += $"{{{Percent}k{_random.Next(1, 8)}}}";
            if (memory != 0 && form.Has(FormFlags.Zeroing) && _random.Next(2) == 0)
                operands[0] += "{z}";
        }
        if (memory >= 0)
            return "";
        if (form.Has(FormFlags.Rounding) && _random.Next(3) == 0)
            return Pick("{rn-sae}", "{rd-sae}", "{ru-sae}", "{rz-sae}");
        return form.Has(FormFlags.Sae) && !form.Has(FormFlags.Rounding) && _random.Next(3) == 0 ? "{sae}" : "";
    }

    private string Percent => _intel ? "" : "%";

    private string Operand(InstructionForm form, int index, out bool isMemory)
    {
        FormOperand kind = form.Operand(index);
        ulong accepts = FormOperands.Accepts[(int)kind];
        isMemory = false;
        string star = form.Has(FormFlags.IndirectBranch) && !_intel ? "*" : "";
        ulong memoryTypes = OperandTypes.Memory | OperandTypes.VsibXmm | OperandTypes.VsibYmm | OperandTypes.VsibZmm;
        bool canBeMemory = (accepts & memoryTypes) != 0;
        bool canBeRegister = (accepts & ~memoryTypes) != 0;
        if (canBeMemory && (!canBeRegister || _random.Next(2) == 0))
        {
            isMemory = true;
            return star + Memory(form, kind);
        }
        return kind switch
        {
            FormOperand.MemOffs => Sized(form, _intel ? "ds:" : "", Number(0x1234)),
            FormOperand.SegRSI => String(form, 6, ""),
            FormOperand.EsRDI or FormOperand.SegRDI => String(form, 7, _intel ? "es:" : "%es:"),
            FormOperand.SegRBXAl => String(form, 3, ""),
            FormOperand.Br161 or FormOperand.Br321 or FormOperand.Br641 => "ext",
            FormOperand.Br162 or FormOperand.Br324 or FormOperand.Br644 or FormOperand.Xbegin2 or FormOperand.Xbegin4 or FormOperand.Brdisp2
                or FormOperand.Brdisp4 => "ext",
            FormOperand.Farbr22 or FormOperand.Farbr42 => _intel ? "0x1234:0x5678" : "$0x1234, $0x5678",
            FormOperand.Dx => Percent + "dx",
            _ when IsImmediate(kind) => Immediate(kind),
            _ => star + Register(accepts),
        };
    }

    private string Sized(InstructionForm form, string segment, string text) => _intel ? PointerSize(form.MemorySize) + segment + text : segment + text;

    private string String(InstructionForm form, int number, string segment)
    {
        string register = RegisterNames.Name(new Register(_mode switch
        {
            CodeMode.Code64 => RegisterClass.Gpr64,
            CodeMode.Code32 => RegisterClass.Gpr32,
            _ => RegisterClass.Gpr16,
        }, number));
        return _intel ? Sized(form, segment, $"[{register}]") : $"{segment}(%{register})";
    }

    private string Immediate(FormOperand kind)
    {
        string text = kind switch
        {
            FormOperand.Imm8Const1 => "ext",
            FormOperand.Imm8Const3 => "3",
            FormOperand.Imm4M2z => Pick("0", "1", "2", "3"),
            FormOperand.Imm8 => Pick("0", "1", "5", "0x7f", "0x80", "0xff", "-1", "-128"),
            FormOperand.Imm8sex16 => Pick("1", "-1", "127", "-128", "0xffff", "0xff80"),
            FormOperand.Imm8sex32 => Pick("1", "-1", "127", "-128", "0xffffffff", "0xffffff80"),
            FormOperand.Imm8sex64 => Pick("1", "-1", "127", "-128"),
            FormOperand.Imm16 => Pick("0x1234", "0xff7f", "-32768", "128"),
            FormOperand.Imm32 => Pick("0x12345678", "0xffffff7f", "-0x80000000", "128", "0x80000000"),
            FormOperand.Imm32sex64 => Pick("0x12345678", "-0x80000000", "128", "0x7fffffff"),
            _ => Pick("0x123456789abcdef0", "0x80000000", "-0x80000001", "0xffffffff"),
        };
        return _intel ? text : "$" + text;
    }

    private string Register(ulong accepts)
    {
        foreach ((ulong type, string name) in new[]
        {
            (OperandTypes.Al, "al"), (OperandTypes.Ax, "ax"), (OperandTypes.Eax, "eax"), (OperandTypes.Rax, "rax"), (OperandTypes.Cl, "cl"),
            (OperandTypes.St0, "st"), (OperandTypes.Es, "es"), (OperandTypes.Cs, "cs"), (OperandTypes.Ss, "ss"), (OperandTypes.Ds, "ds"),
            (OperandTypes.Fs, "fs"), (OperandTypes.Gs, "gs"),
            (OperandTypes.Xmm0, "xmm0"), (OperandTypes.Eax | OperandTypes.Rax, "eax"), (OperandTypes.Ebx | OperandTypes.Rbx, "ebx"),
            (OperandTypes.Ecx | OperandTypes.Rcx, "ecx"), (OperandTypes.Edx | OperandTypes.Rdx, "edx"),
        })
        {
            if (accepts == type)
                return Percent + name;
        }
        for (int i = 1; i < 20; i++)
        {
            if ((accepts & (1UL << i)) == 0 || i == (int)RegisterClass.Gpr8High)
                continue;
            var registers = (RegisterClass)i;
            if (registers == RegisterClass.Gpr8 && !_highRegisters && _random.Next(4) == 0)
                registers = RegisterClass.Gpr8High;
            return Percent + RegisterNames.Name(new Register(registers, Number(registers)));
        }
        return "?";
    }

    private int Number(RegisterClass registers) => registers switch
    {
        RegisterClass.Gpr8 when _mode != CodeMode.Code64 => _random.Next(4),
        RegisterClass.Gpr8High => _random.Next(4, 8),
        RegisterClass.Xmm or RegisterClass.Ymm or RegisterClass.Zmm => _random.Next(_highRegisters ? 16 : 8),
        RegisterClass.Segment => Pick(0, 2, 3, 4, 5),
        RegisterClass.Bound => _random.Next(4),
        RegisterClass.Control => Pick(0, 2, 3, 4),
        _ when registers is RegisterClass.Gpr8 or RegisterClass.Gpr16 or RegisterClass.Gpr32 or RegisterClass.Gpr64 => _random.Next(_highRegisters ? 16 : 8),
        RegisterClass.Debug => _random.Next(8),
        _ => _random.Next(8),
    };

    private string Memory(InstructionForm form, FormOperand kind)
    {
        RegisterClass vector = kind switch
        {
            FormOperand.MemVsib32x or FormOperand.MemVsib64x => RegisterClass.Xmm,
            FormOperand.MemVsib32y or FormOperand.MemVsib64y => RegisterClass.Ymm,
            FormOperand.MemVsib32z or FormOperand.MemVsib64z => RegisterClass.Zmm,
            _ => RegisterClass.None,
        };
        bool sib = vector != RegisterClass.None || form.Has(FormFlags.RequiresSib);
        bool wide = _mode == CodeMode.Code64 || _mode == CodeMode.Code32 && (sib || _random.Next(8) != 0) || _mode == CodeMode.Code16 && (sib || _random.Next(3) == 0);
        string displacement = Pick("", "", "0", "1", "-1", "127", "-128", "128", "64", "-64", "0x100", "0x1230", "16", "-256", "8", "2");
        string register = "";
        string index = "";
        int scale = 1;
        if (!wide)
        {
            (register, index) = Pick(("bx", "si"), ("bx", "di"), ("bp", "si"), ("bp", "di"), ("si", ""), ("di", ""), ("bp", ""), ("bx", ""), ("", ""));
        }
        else
        {
            RegisterClass general = _mode == CodeMode.Code64 && _random.Next(8) != 0 ? RegisterClass.Gpr64 : RegisterClass.Gpr32;
            int shape = _random.Next(8);
            if (shape != 0)
                register = RegisterNames.Name(new Register(general, _random.Next(_mode == CodeMode.Code64 ? 16 : 8)));
            if (shape is 0 or 1 or 2 || vector != RegisterClass.None)
            {
                int number = _random.Next(_mode == CodeMode.Code64 ? 16 : 8);
                if (vector != RegisterClass.None)
                    index = RegisterNames.Name(new Register(vector, number == 4 && form.Encoding == OpcodeEncoding.Evex && _mode == CodeMode.Code64 ? 20 : number));
                else
                    index = RegisterNames.Name(new Register(general, number == 4 ? 3 : number));
                scale = Pick(1, 2, 4, 8);
            }
            if (shape == 3 && _mode == CodeMode.Code64 && !sib && vector == RegisterClass.None)
                (register, index) = ("rip", "");
        }
        if (register == "" && index == "" && displacement == "")
            displacement = "0x1234";
        string segment = _random.Next(10) == 0 ? Pick("fs", "gs", "es") : "";
        if (_intel)
        {
            string inside = string.Join("+", new[] { register, index == "" ? "" : wide ? $"{index}*{scale}" : index }.Where(s => s != ""));
            if (displacement != "")
                inside = inside == "" ? displacement : displacement[0] == '-' ? inside + displacement : inside + "+" + displacement;
            return Sized(form, segment == "" ? register == "" && index == "" ? "ds:" : "" : segment + ":", $"[{inside}]");
        }
        string text = segment == "" ? "" : $"%{segment}:";
        text += displacement;
        if (index != "")
            text += register == "" ? $"(,%{index},{scale})" : wide ? $"(%{register},%{index},{scale})" : $"(%{register},%{index})";
        else if (register != "")
            text += $"(%{register})";
        return text;
    }

    private static string PointerSize(int bytes) => bytes switch
    {
        1 => "byte ptr ",
        2 => "word ptr ",
        4 => "dword ptr ",
        6 => "fword ptr ",
        8 => "qword ptr ",
        10 => "tbyte ptr ",
        16 => "xmmword ptr ",
        32 => "ymmword ptr ",
        64 => "zmmword ptr ",
        _ => "",
    };

    private static string Number(int value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    private T Pick<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];
}
