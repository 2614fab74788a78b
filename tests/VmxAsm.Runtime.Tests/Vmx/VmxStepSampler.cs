using System.Globalization;
using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>
/// Programs of random steps for <c>steps.s</c>: every VMX instruction in every mode and privilege level, with operands of every form, with pointers that are good, crooked
/// or too wide, in whatever state the steps before have left the processor; besides, what decides about them: CR0, CR4, launch states, blocking by MOV SS. Guests execute them too.
/// </summary>
/// <param name="cpu">Without EPT and VPID, INVEPT and INVVPID are left out: they are #UD, which Bochs forgets.</param>
/// <param name="home">64 or 32: the mode that the steps start from.</param>
internal sealed class VmxStepSampler(CpuModel cpu, int home, int seed)
{
    private static readonly string[] Pointers =
    [
        "VMCS_A", "VMCS_A", "VMCS_B", "VMCS_B", "VMXON_REGION", "VMXON_SECOND", "VMCS_OTHER", "VMCS_SHADOW", "VMCS_A + 8", "VMXON_SECOND + 0x800", "VMCS_A + 1",
        "VMCS_A | 1 << 40", "VMCS_A | 1 << 52", "VMCS_A | 1 << 63", "VMCS_A | 1 << 39", "VMXON_REGION | 1 << 45", "-1", "1 << 36",
    ];

    private static readonly string[] EptPointers = ["0x2001E", "0x2005E", "0x20018", "0x2001D", "0x20016", "0x20026", "0x2009E", "0x2001E | 1 << 45", "0", "0x2101E"];

    private static readonly string[] Plain = ["vmxoff", "vmcall", "vmlaunch", "vmresume", "vmfunc"];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _guests = new();
    private int _number;

    private bool Is64 => home == 64;

    private bool HasInvalidations => cpu.Vmx.EptVpid.Invept;

    private string Wide(string register) => (Is64 ? "%r" : "%e") + register;

    /// <summary>The source of a program of so many steps.</summary>
    public string Program(int steps)
    {
        _text.Append($"        .equ    HOME, {home}\n        .include \"steps.s\"\n");
        _text.Append("        .code16\nreal_steps:\n");
        foreach (string instruction in (string[])[.. Plain, "vmxon (%bx)", "vmclear (%bx)", "vmptrld (%bx)", "vmptrst (%bx)", "vmread %eax, %ebx", "vmwrite %eax, %ebx", "invept (%bx), %eax", "invvpid (%bx), %eax"])
            _text.Append($"        RSTEP {instruction}\n");
        _text.Append($"        PROTECTED\n        .code{home}\nsteps:\n");
        if (_random.Next(3) != 0)
            Begin();
        while (_number < steps)
            Step();
        _text.Append("        jmp     finish\n").Append(_guests);
        _text.Append("        .balign 16\noperand:        .quad 0, 0\nall_fields:\n");
        foreach (VmcsFieldRow row in VmcsFields.All)
        {
            if (!row.IsReadOnly)
                _text.Append($"        .long 0x{row.Encoding:x}\n");
        }

        _text.Append("        .long -1\n");
        return _text.ToString();
    }

    /// <summary>What most programs start with: VMX operation, and two VMCSs.</summary>
    private void Begin()
    {
        Write($"mov %cr4, {Wide("ax")}\nor $0x2000, %eax\nmov {Wide("ax")}, %cr4");
        WithPointer("vmxon", "VMXON_REGION");
        WithPointer("vmclear", "VMCS_A");
        WithPointer("vmclear", "VMCS_B");
        WithPointer("vmptrld", "VMCS_A");
    }

    private void Step()
    {
        switch (_random.Next(26))
        {
            case 0:
                WithPointer("vmxon", _random.Next(3) == 0 ? Pick(Pointers) : "VMXON_REGION");
                break;
            case 1 or 2:
                WithPointer("vmclear", Pick(Pointers));
                break;
            case 3 or 4 or 5:
                // Where there are shadow VMCSs, Bochs would even launch one.
                WithPointer("vmptrld", Pick([.. Pointers.Where(pointer => pointer != "VMCS_SHADOW" || !cpu.Vmx.Supports(ProcessorBasedControls2.VmcsShadowing))]));
                break;
            case 6:
                Write($"{Mode()}vmptrst SCRATCH");
                break;
            case 7 or 8 or 9:
                Read();
                break;
            case 10 or 11 or 12:
                Change();
                break;
            case 13:
                // VMCALL in root operation is for the dual-monitor treatment of SMM, which Bochs believes to have.
                Write(Mode() + Pick([.. Plain.Where(instruction => instruction != "vmcall")]));
                break;
            case 14 when HasInvalidations:
                Invalidate("invept", Pick(EptPointers), Pick(["0", "0", "0", "1"]));
                break;
            case 15 when HasInvalidations:
                Invalidate("invvpid", Pick(["1", "0", "0xFFFF", "0x10000", "1 << 40 | 1"]), Pick(["0", "0x1234", "1 << 47", "-1"]));
                break;
            case 16:
                Registers();
                break;
            case 17:
                Elsewhere();
                break;
            case 18 or 19 or 20 or 21:
                Launch();
                break;
            default:
                Guest();
                break;
        }
    }

    // ---- instructions of the host ---------------------------------------------------------------------------------------------------------

    private void WithPointer(string mnemonic, string value)
    {
        (string setup, string operand) = Memory("operand");
        Write($"{Operand(value)}{setup}{Flags()}{mnemonic} {operand}");
    }

    private static string Operand(string low, string high = "0") =>
        $"movl $({low}) & 0xFFFFFFFF, operand\nmovl $({low}) >> 32 & 0xFFFFFFFF, operand + 4\nmovl $({high}) & 0xFFFFFFFF, operand + 8\nmovl $({high}) >> 32 & 0xFFFFFFFF, operand + 12\n";

    private void Read()
    {
        string encoding = Encoding();
        string load = $"mov ${encoding}, {Wide("cx")}\n";
        if (_random.Next(2) == 0)
        {
            Write($"{load}{Flags()}vmread {Wide("cx")}, {Wide("ax")}");
            return;
        }

        (string setup, string operand) = Memory("SCRATCH", keep: "cx");
        Write($"{load}{setup}{Flags()}vmread {Wide("cx")}, {operand}");
    }

    private void Change()
    {
        string load = $"mov ${Encoding()}, {Wide("cx")}\n";
        string value = $"0x{(ulong)_random.NextInt64() ^ (ulong)_random.Next(2) << 63:x}";
        string after = $"vmread {Wide("cx")}, {Wide("ax")}\n";
        if (_random.Next(2) == 0)
        {
            Write($"{load}mov ${(Is64 ? value : value + " & 0xFFFFFFFF")}, {Wide("dx")}\n{Flags()}vmwrite {Wide("dx")}, {Wide("cx")}\n{KeepFlags(after)}");
            return;
        }

        (string setup, string operand) = Memory("operand", keep: "cx");
        Write($"{load}{Operand(value)}{setup}{Flags()}vmwrite {operand}, {Wide("cx")}\n{KeepFlags(after)}");
    }

    private string KeepFlags(string code) => Is64 ? $"pushfq\n{code}popfq" : $"pushfl\n{code}popfl";

    private string Encoding()
    {
        VmcsFieldRow row = Pick([.. VmcsFields.All]);
        return _random.Next(8) switch
        {
            0 => $"0x{row.Encoding + 1:x}",
            1 => $"0x{_random.Next(0x8000):x}",
            2 => Pick(["0xFFFF", "0x8000", "0x14400", "0x10000", Is64 ? "0x100004400" : "0x80004400", "0x4400", "0x4402"]),
            _ => $"0x{row.Encoding:x}",
        };
    }

    private void Invalidate(string mnemonic, string low, string high)
    {
        (string setup, string operand) = Memory("operand", keep: "cx");
        string type = Pick(["0", "1", "2", "3", "4", "-1"]);
        Write($"{Operand(low, high)}mov ${type}, {Wide("cx")}\n{setup}{Flags()}{mnemonic} {operand}, {Wide("cx")}");
    }

    private void Registers()
    {
        string a = Wide("ax");
        switch (_random.Next(9))
        {
            case 0:
                Write($"mov %cr4, {a}\nand $~0x2000, %eax\nmov {a}, %cr4");
                break;
            case 1 or 2:
                Write($"mov %cr4, {a}\nor $0x2000, %eax\nmov {a}, %cr4");
                break;
            case 3:
                Write($"mov %cr0, {a}\nand $~0x20, %eax\nmov {a}, %cr0");
                break;
            case 4 or 5:
                Write($"mov %cr0, {a}\nor $0x20, %eax\nmov {a}, %cr0");
                break;
            case 6:
                Write("mov $0x3A, %ecx\nrdmsr\nmov %eax, SCRATCH");
                break;
            case 7:
                Write($"xor %edx, %edx\nmov ${Pick(["0", "1", "4", "5", "5", "7"])}, %eax\nmov $0x3A, %ecx\nwrmsr");
                break;
            case 8:
                // VMX operation without paging or protection: only where VMPTRST does not fault is there VMX operation.
                Write($"vmptrst SCRATCH\nmov %cr0, {a}\nand ${Pick(["~0x80000000", "~1", "~0x80000001"])}, %eax\nmov {a}, %cr0");
                break;
        }
    }

    /// <summary>An instruction where it does not belong.</summary>
    private void Elsewhere()
    {
        string mode = Pick<string>(Is64 ? ["IN_RING3", "IN_COMPATIBILITY"] : ["IN_RING3", "IN_CODE16", "IN_V86"]);
        string big = Is64 && mode == "IN_RING3" ? "r" : "e";
        string operand = mode == "IN_V86" ? "(%bx)" : "operand";
        // 16-bit code of a 32-bit host may be root operation: see Step about VMCALL.
        IEnumerable<string> plain = mode == "IN_CODE16" ? Plain.Where(instruction => instruction != "vmcall") : Plain;
        string instruction = Pick<string>(
        [
            .. plain, $"vmxon {operand}", $"vmclear {operand}", $"vmptrld {operand}", $"vmptrst {operand}", $"vmread %{big}bx, %{big}ax", $"vmwrite %{big}bx, %{big}ax",
            .. Invalidations(operand, $"%{big}bx"),
        ]);
        Write($"{Operand(Pick(Pointers))}mov $0x4400, %ebx\n{mode} {FlagBits()}\n{instruction}");
    }

    // ---- VM entries ---------------------------------------------------------------------------------------------------------------------------

    private void Launch()
    {
        string entry = Pick(["vmlaunch", "vmresume"]);
        string after = "";
        string change = _random.Next(8) switch
        {
            0 => Field(0x4000, "0"),
            1 => Field(0x6C00, "0x80000020"),
            2 => Field(0x0C02, "0"),
            3 => Field(0x6820, "0"),
            4 => Field(0x6804, "0"),
            5 => Field(0x4826, "4"),
            6 => Field(0x2800, "0"),
            _ => "",
        };
        if (_random.Next(6) == 0)
            after = "mov %ss, %edx\nmov %edx, %ss\n";
        GuestCode("vmcall");
        Write($"mov $guest_{_number}, %ebp\ncall prepare\n{change}{Flags()}{after}{entry}");
    }

    private string Field(int encoding, string value) =>
        $"mov $0x{encoding:x}, %edi\nmov ${value}, {Wide("ax")}\nvmwrite {Wide("ax")}, {Wide("di")}\n";

    /// <summary>A guest's VMX instruction, with registers and operands at random.</summary>
    private void Guest()
    {
        string[] registers = Is64 ? ["ax", "bx", "cx", "dx", "si", "di", "bp"] : ["ax", "bx", "cx", "dx", "si", "di"];
        string one = Wide(Pick(registers)), two = Is64 && _random.Next(3) == 0 ? $"%r{_random.Next(8, 16)}" : Wide(Pick(registers));
        string operand = GuestOperand();
        string instruction = Pick<string>(
        [
            .. Plain, $"vmxon {operand}", $"vmclear {operand}", $"vmptrld {operand}", $"vmptrst {operand}", $"vmread {one}, {two}", $"vmread {one}, {operand}",
            $"vmwrite {two}, {one}", $"vmwrite {operand}, {two}", $"vmread {two}, {operand}", .. Invalidations(operand, one),
        ]);
        GuestCode(instruction);
        Write($"mov $guest_{_number}, %ebp\ncall prepare\nxor %eax, %eax\n{Flags()}{Pick(["vmlaunch", "vmresume"])}");
    }

    private string[] Invalidations(string operand, string register) => HasInvalidations ? [$"invept {operand}, {register}", $"invvpid {operand}, {register}"] : [];

    private string GuestOperand()
    {
        string displacement = Pick(["", "0x10", "-8", "0x12345", "-0x12345678"]);
        string segment = Pick(["", "", "", "%ds:", "%es:", "%ss:", "%cs:", "%fs:", "%gs:"]);
        if (!Is64)
        {
            string[] forms =
            [
                "(%bx)", "0x10(%bx,%si)", "-2(%bp,%di)", "(%si)", "(%di)", "0x1234(%bp)", $"{displacement}(%eax)", $"{displacement}(%ebp,%ecx,4)", $"{displacement}(%esp)",
                $"{displacement}(,%edx,8)", "SCRATCH", $"{displacement}(%esi,%edi,2)",
            ];
            return segment + Pick(forms);
        }

        string[] wide =
        [
            $"{displacement}(%rbx)", $"{displacement}(%r12)", $"{displacement}(%rbp,%rcx,4)", $"{displacement}(%rsp)", $"{displacement}(,%r10,8)", "SCRATCH", "operand(%rip)",
            $"{displacement}(%r13,%r9,2)", $"{displacement}(%eax)", $"{displacement}(%r8d,%edx,2)", "operand(%eip)",
        ];
        return segment + Pick(wide);
    }

    private void GuestCode(string instruction) => _guests.Append($"guest_{_number}: {instruction}\n        vmcall\n");

    // ---- operands and text ------------------------------------------------------------------------------------------------------------------

    /// <summary>A memory operand at the symbol, and what its registers need; once in a while one that faults.</summary>
    /// <param name="keep">A register that holds something else.</param>
    private (string Setup, string Operand) Memory(string symbol, string keep = "")
    {
        string index = keep == "cx" ? "dx" : "cx";
        if (_random.Next(8) == 0)
            return Bad();
        return _random.Next(Is64 ? 8 : 7) switch
        {
            0 or 1 => ("", symbol),
            2 => ($"mov ${symbol}, %ebx\n", $"({Wide("bx")})"),
            3 => ($"mov ${symbol} - 20, %ebx\nmov $3, %e{index}\n", $"8({Wide("bx")},{Wide(index)},4)"),
            4 => ($"mov ${symbol} + 16, %ebp\n", $"-16({Wide("bp")})"),
            5 => (symbol == "SCRATCH" ? "" : $"mov ${symbol}, %ebx\n", symbol == "SCRATCH" ? "%fs:SCRATCH" : Is64 ? "(%ebx)" : "(%bx)"),
            6 => ($"mov ${symbol}, %esi\n", $"%gs:({Wide("si")})"),
            _ => ($"mov ${symbol}, %r9d\n", "(%r9)"),
        };
    }

    private (string Setup, string Operand) Bad() => Is64
        ? _random.Next(5) switch
        {
            0 => ("mov $0x8000000000000000, %rbx\n", "(%rbx)"),
            1 => ("mov $0x7FFFFFFFFFFFFFFF, %rbp\n", "(%rbp)"),
            2 => ("", "0x900000"),
            3 => ("", "0x3FFFFC"),
            _ => ("xor %ebx, %ebx\nmov %ebx, %fs\nmov $operand, %ebx\n", "%fs:(%rbx)"),
        }
        : _random.Next(5) switch
        {
            0 => ("mov $0x48, %ebx\nmov %ebx, %gs\n", "%gs:0xFFC"),
            1 => ("mov $0x48, %ebx\nmov %ebx, %gs\n", "%gs:0x1000"),
            2 => ("", "0x900000"),
            3 => ("", "0x3FFFFC"),
            _ => ("xor %ebx, %ebx\nmov %ebx, %fs\n", "%fs:operand"),
        };

    /// <summary>Mostly where it belongs.</summary>
    private string Mode() => _random.Next(5) == 0 ? $"IN_RING3 {FlagBits()}\n" : Flags();

    private string Flags() => $"IN_HOME {FlagBits()}\n";

    private string FlagBits() => $"0x{2 | _random.Next(0x1000) & 0x8D5:x}";

    private void Write(string code)
    {
        _text.Append($"        BEGIN {_number}\n");
        foreach (string line in code.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            _text.Append("        ").Append(line).Append('\n');
        _text.Append(CultureInfo.InvariantCulture, $"        DONE {_number}\n");
        _number++;
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
