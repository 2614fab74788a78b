using Iced.Intel;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>
/// Makes cases for <see cref="GuestProgram"/>: every form of every instruction of a family that Iced can encode in a mode, several times with random operands. Memory operands are
/// made to fall into the operand area; branches, system instructions and what depends on the machine are left out.
/// </summary>
internal sealed class InstructionSampler(GuestMode mode, InstructionFamily family, int seed, Func<Instruction, bool>? isWanted = null)
{
    private readonly int _bits = mode.Bits;

    private static readonly HashSet<Mnemonic> Excluded =
    [
        Mnemonic.Popf, Mnemonic.Popfd, Mnemonic.Popfq, Mnemonic.Leave, Mnemonic.Hlt, Mnemonic.Int, Mnemonic.Int1, Mnemonic.In, Mnemonic.Out,
        Mnemonic.Insb, Mnemonic.Insw, Mnemonic.Insd, Mnemonic.Outsb, Mnemonic.Outsw, Mnemonic.Outsd, Mnemonic.Cli, Mnemonic.Sti, Mnemonic.Lds, Mnemonic.Les,
        Mnemonic.Lfs, Mnemonic.Lgs, Mnemonic.Lss, Mnemonic.Rdrand, Mnemonic.Rdseed, Mnemonic.Rdtsc, Mnemonic.Rdtscp, Mnemonic.Rdpmc, Mnemonic.Cpuid,
        Mnemonic.Rdmsr, Mnemonic.Wrmsr, Mnemonic.Lgdt, Mnemonic.Lidt, Mnemonic.Sgdt, Mnemonic.Sidt, Mnemonic.Lldt, Mnemonic.Ltr, Mnemonic.Sldt, Mnemonic.Str,
        Mnemonic.Lmsw, Mnemonic.Smsw, Mnemonic.Clts, Mnemonic.Invd, Mnemonic.Wbinvd, Mnemonic.Invlpg, Mnemonic.Iret, Mnemonic.Iretd, Mnemonic.Iretq,
        Mnemonic.Retf, Mnemonic.Ret, Mnemonic.Syscall, Mnemonic.Sysret, Mnemonic.Sysretq, Mnemonic.Sysenter, Mnemonic.Sysexit, Mnemonic.Sysexitq, Mnemonic.Swapgs,
        Mnemonic.Rdfsbase, Mnemonic.Rdgsbase, Mnemonic.Wrfsbase, Mnemonic.Wrgsbase, Mnemonic.Monitor, Mnemonic.Mwait, Mnemonic.Clac, Mnemonic.Stac,
        Mnemonic.Umov, Mnemonic.Loadall, Mnemonic.Storeall, Mnemonic.Ibts, Mnemonic.Xbts, Mnemonic.Jmpe, Mnemonic.Into, Mnemonic.Wait,
        Mnemonic.INVALID, Mnemonic.Db, Mnemonic.Dw, Mnemonic.Dd, Mnemonic.Dq, Mnemonic.Zero_bytes, Mnemonic.Invpcid, Mnemonic.Rsm, Mnemonic.Clflush,
        Mnemonic.Ud0, Mnemonic.Wbnoinvd,
        // Approximations of the processor's choice, and what Bochs computes with fewer digits of pi.
        Mnemonic.Rcpps, Mnemonic.Rcpss, Mnemonic.Rsqrtps, Mnemonic.Rsqrtss, Mnemonic.F2xm1, Mnemonic.Fyl2x, Mnemonic.Fyl2xp1, Mnemonic.Fsin, Mnemonic.Fcos, Mnemonic.Fsincos,
        Mnemonic.Fptan, Mnemonic.Fpatan,
    ];

    /// <summary>At level 3 these fault, and do nothing.</summary>
    private static readonly HashSet<Mnemonic> Privileged =
    [
        Mnemonic.Hlt, Mnemonic.Rdmsr, Mnemonic.Wrmsr, Mnemonic.Lgdt, Mnemonic.Lidt, Mnemonic.Lldt, Mnemonic.Ltr, Mnemonic.Lmsw, Mnemonic.Clts, Mnemonic.Invd,
        Mnemonic.Wbinvd, Mnemonic.Invlpg,
    ];

    private readonly Random _random = new(seed);

    /// <summary>Whether operands lie outside of pages and segments now and then.</summary>
    public bool Misplaces { get; init; } = true;

    /// <summary>All forms, each so many times; shuffled, with the code bytes placed one behind the other.</summary>
    public InstructionSample Sample(int perForm, int most)
    {
        List<Code> forms = [.. Enum.GetValues<Code>().Where(IsWanted)];
        var sample = new InstructionSample([], [], [], []);
        int address = GuestProgram.CasesAddress, limit = _bits == 16 ? 0xD800 : 0x70000;
        // What lists the cases has 8 bytes for each.
        if (_bits == 16)
            most = Math.Min(most, 1200);
        for (int round = 0; round < perForm; round++)
        {
            foreach (Code code in forms.OrderBy(_ => _random.Next()))
            {
                if (sample.Cases.Count >= most || address > limit - 64)
                    return sample;
                if (TryMake(code, address, out byte[] bytes, out string text, out Instruction instruction) && isWanted?.Invoke(instruction) != false)
                {
                    sample.Cases.Add(bytes);
                    sample.Addresses.Add(address);
                    sample.Texts.Add(text);
                    sample.Instructions.Add(instruction);
                    address += bytes.Length;
                }
            }
        }
        return sample;
    }

    private bool IsWanted(Code code)
    {
        if ((Excluded.Contains(code.Mnemonic()) && !(mode.KernelBits != 0 && Privileged.Contains(code.Mnemonic()))) || !code.CpuidFeatures().All(family.Features.Contains))
            return false;
        // Bochs has these as #UD: prefetches of a feature that the model lacks, and hints without a meaning yet. ENTER with 16-bit operands it does with 64.
        if (code.ToString().StartsWith("Prefetch") || code.ToString().StartsWith("Reservednop") || (_bits == 64 && code == Code.Enterw_imm16_imm8))
            return false;
        if (code.FlowControl() is not (FlowControl.Next or FlowControl.Exception))
            return false;
        OpCodeInfo info = code.ToOpCode();
        if (!(_bits == 16 ? info.Mode16 : _bits == 32 ? info.Mode32 : info.Mode64))
            return false;
        for (int i = 0; i < info.OpCount; i++)
        {
            string kind = info.GetOpKind(i).ToString();
            // Segment, control and debug registers belong elsewhere.
            if (kind.StartsWith("cr_") || kind.StartsWith("dr_") || kind.StartsWith("tr_") || kind.StartsWith("bnd") || kind.StartsWith("seg_reg") || kind.StartsWith("seg_rBX_al_"))
                return false;
            if (kind is "es" or "cs" or "ss" or "ds" or "fs" or "gs")
                return false;
        }
        return true;
    }

    private bool TryMake(Code code, int address, out byte[] bytes, out string text, out Instruction instruction)
    {
        bytes = [];
        text = "";
        var writer = new BytesWriter();
        var encoder = Encoder.Create(_bits, writer);
        instruction = new Instruction { Code = code };
        OpCodeInfo info = code.ToOpCode();
        List<Instruction> before = [];
        for (int i = 0; i < info.OpCount; i++)
        {
            if (!TryOperand(ref instruction, info, i, before))
                return false;
        }
        Mnemonic mnemonic = code.Mnemonic();
        if (mnemonic == Mnemonic.Enter)
        {
            instruction.Immediate16 = (ushort)_random.Next(64);
            instruction.Immediate8_2nd = (byte)_random.Next(5);
            before.Add(MoveImmediate(5, GuestProgram.Area + 128));
        }
        if (mnemonic is Mnemonic.Bt or Mnemonic.Bts or Mnemonic.Btr or Mnemonic.Btc && instruction is { Op0Kind: OpKind.Memory, Op1Kind: OpKind.Register })
        {
            // A bit string: the number is confined, so that the access stays within the area.
            int number = instruction.Op1Register.GetNumber();
            if (instruction.MemoryBase.GetFullRegister().GetNumber() == number || instruction.MemoryIndex.GetFullRegister().GetNumber() == number)
                return false;
            before.Add(MoveImmediate(number, _random.Next(-300, 300)));
        }
        if (mnemonic is Mnemonic.Maskmovq or Mnemonic.Maskmovdqu)
            before.Add(MoveImmediate(7, Misplaced() ?? GuestProgram.Area + 64 + _random.Next(64)));
        if (instruction.IsStringInstruction)
        {
            before.Add(MoveImmediate(6, Misplaced() ?? GuestProgram.Area + 96));
            before.Add(MoveImmediate(7, Misplaced() ?? GuestProgram.Area + 112 + _random.Next(64)));
            before.Add(MoveImmediate(1, _random.Next(6)));
            if (_random.Next(2) == 0)
                instruction.HasRepePrefix = true;
            else if (_random.Next(2) == 0)
                instruction.HasRepnePrefix = true;
        }
        if (info.CanUseLockPrefix && instruction.Op0Kind == OpKind.Memory && _random.Next(4) == 0)
            instruction.HasLockPrefix = true;
        try
        {
            ulong at = (ulong)address;
            foreach (Instruction preparation in before)
                at += encoder.Encode(preparation, at);
            at += encoder.Encode(instruction, at);
            Instruction back = Instruction.CreateBranch(_bits == 16 ? Code.Jmp_rel16 : _bits == 32 ? Code.Jmp_rel32_32 : Code.Jmp_rel32_64, GuestProgram.Finished);
            encoder.Encode(back, at);
        }
        catch (EncoderException)
        {
            return false;
        }
        bytes = [.. writer.Bytes];
        text = string.Join("; ", before.Append(instruction).Select(one => one.ToString())) + "   " + Convert.ToHexString(bytes);
        return true;
    }

    /// <summary>MOV of a constant to a general register by number.</summary>
    private Instruction MoveImmediate(int register, int value) => _bits switch
    {
        64 => Instruction.Create(Code.Mov_rm64_imm32, Register.RAX + register, value),
        _ => Instruction.Create(Code.Mov_r32_imm32, Register.EAX + register, value),
    };

    // Not the stack pointer: the driver needs it.
    private int Number(int count)
    {
        int number;
        do
            number = _random.Next(count);
        while (number == 4);
        return number;
    }

    private bool TryOperand(ref Instruction instruction, OpCodeInfo info, int operand, List<Instruction> before)
    {
        string kind = info.GetOpKind(operand).ToString();
        int registers = _bits == 64 ? 16 : 8;
        bool orMemory = kind.EndsWith("_or_mem");
        if ((orMemory && _random.Next(2) == 0) || kind is "mem" or "mem_offs")
            return TryMemory(ref instruction, info, operand, before, offsetOnly: kind == "mem_offs");
        if (kind.StartsWith("r8_"))
            return Put(ref instruction, operand, ByteRegister());
        if (kind.StartsWith("r16_"))
            return Put(ref instruction, operand, Register.AX + Number(registers));
        if (kind.StartsWith("r32_"))
            return Put(ref instruction, operand, Register.EAX + Number(registers));
        if (kind.StartsWith("r64_"))
            return Put(ref instruction, operand, Register.RAX + Number(registers));
        if (kind.StartsWith("mm_"))
            return Put(ref instruction, operand, Register.MM0 + _random.Next(8));
        if (kind.StartsWith("xmm_"))
            return Put(ref instruction, operand, Register.XMM0 + _random.Next(registers));
        switch (kind)
        {
            case "st0": return Put(ref instruction, operand, Register.ST0);
            case "sti_opcode": return Put(ref instruction, operand, Register.ST0 + _random.Next(8));
            case "al": return Put(ref instruction, operand, Register.AL);
            case "ax": return Put(ref instruction, operand, Register.AX);
            case "eax": return Put(ref instruction, operand, Register.EAX);
            case "rax": return Put(ref instruction, operand, Register.RAX);
            case "cl": return Put(ref instruction, operand, Register.CL);
            case "dx": return Put(ref instruction, operand, Register.DX);
            case "imm8_const_1":
                instruction.SetOpKind(operand, OpKind.Immediate8);
                instruction.Immediate8 = 1;
                return true;
        }
        OpKind? immediate = kind switch
        {
            "imm8" => OpKind.Immediate8,
            "imm8sex16" => OpKind.Immediate8to16,
            "imm8sex32" => OpKind.Immediate8to32,
            "imm8sex64" => OpKind.Immediate8to64,
            "imm16" => OpKind.Immediate16,
            "imm32" => OpKind.Immediate32,
            "imm32sex64" => OpKind.Immediate32to64,
            "imm64" => OpKind.Immediate64,
            _ => null,
        };
        if (immediate is { } immediateKind)
        {
            if (operand == 1 && info.Code.Mnemonic() == Mnemonic.Enter)
            {
                instruction.SetOpKind(operand, OpKind.Immediate8_2nd);
                return true;
            }
            instruction.SetOpKind(operand, immediateKind);
            long value = _random.Next(3) == 0 ? _random.Next(-2, 3) : _random.NextInt64(long.MinValue, long.MaxValue);
            switch (immediateKind)
            {
                case OpKind.Immediate8 or OpKind.Immediate8to16 or OpKind.Immediate8to32 or OpKind.Immediate8to64: instruction.Immediate8 = (byte)value; break;
                case OpKind.Immediate16: instruction.Immediate16 = (ushort)value; break;
                case OpKind.Immediate64: instruction.Immediate64 = (ulong)value; break;
                default: instruction.Immediate32 = (uint)value; break;
            }
            return true;
        }
        if (StringOperand(instruction, kind) is not { } found)
            return false;
        instruction.SetOpKind(operand, found);
        return true;
    }

    // Both memory operands of a string instruction have one address size, now and then not that of the mode.
    private OpKind? StringOperand(in Instruction instruction, string kind)
    {
        int size = instruction.Op0Kind switch
        {
            OpKind.MemorySegSI or OpKind.MemoryESDI => 16,
            OpKind.MemorySegESI or OpKind.MemoryESEDI => 32,
            OpKind.MemorySegRSI or OpKind.MemoryESRDI => 64,
            _ when _random.Next(4) != 0 => _bits,
            _ => _bits == 32 ? 16 : 32,
        };
        return (kind, size) switch
        {
            ("seg_rSI", 16) => OpKind.MemorySegSI,
            ("seg_rSI", 32) => OpKind.MemorySegESI,
            ("seg_rSI", _) => OpKind.MemorySegRSI,
            ("es_rDI", 16) => OpKind.MemoryESDI,
            ("es_rDI", 32) => OpKind.MemoryESEDI,
            ("es_rDI", _) => OpKind.MemoryESRDI,
            ("seg_rDI", 16) => OpKind.MemorySegDI,
            ("seg_rDI", 32) => OpKind.MemorySegEDI,
            ("seg_rDI", _) => OpKind.MemorySegRDI,
            _ => null,
        };
    }

    private static bool Put(ref Instruction instruction, int operand, Register register)
    {
        instruction.SetOpKind(operand, OpKind.Register);
        instruction.SetOpRegister(operand, register);
        return true;
    }

    private Register ByteRegister()
    {
        if (_bits != 64)
            return Register.AL + _random.Next(8);
        int number = Number(16);
        return number < 4 ? (_random.Next(2) == 0 ? Register.AH : Register.AL) + number
            : number < 8 ? Register.SPL + (number - 4) : Register.R8L + (number - 8);
    }

    private bool TryMemory(ref Instruction instruction, OpCodeInfo info, int operand, List<Instruction> before, bool offsetOnly)
    {
        instruction.SetOpKind(operand, OpKind.Memory);
        bool mayFault = !BochsDifferences.RemembersFaults(info.Code);
        int place = GuestProgram.Area + 64 + _random.Next(96);
        if (info.Code.Mnemonic() == Mnemonic.Cmpxchg16b || (family == InstructionFamily.Vectors && _random.Next(4) != 0))
            place &= ~15;
        if (!mayFault)
            place = Math.Min(place, GuestProgram.Area + 76);
        else
            place = Misplaced() ?? place;
        int size = _bits / 8;
        // Address-size prefixes, but for the absolute form of MOV.
        if (!offsetOnly && _random.Next(6) == 0)
            size = _bits == 64 ? 4 : 6 - size;
        if (offsetOnly)
        {
            instruction.MemoryDisplSize = size;
            instruction.MemoryDisplacement64 = (ulong)place;
            return true;
        }
        switch (_random.Next(_bits == 64 ? 4 : 3))
        {
            case 0:
                instruction.MemoryDisplSize = size;
                instruction.MemoryDisplacement64 = (ulong)place;
                break;
            case 1:
                {
                    int number = BaseNumber(size);
                    int displacement = _random.Next(-40, 40);
                    instruction.MemoryBase = Sized(number, size);
                    SetDisplacement(ref instruction, displacement, size);
                    before.Add(MoveImmediate(number, place - displacement));
                    break;
                }
            case 2:
                {
                    (int first, int second) = size == 2 ? (_random.Next(2) == 0 ? 3 : 5, 6 + _random.Next(2)) : Pair();
                    int scale = size == 2 ? 1 : 1 << _random.Next(4);
                    int index = _random.Next(8), displacement = _random.Next(2) == 0 ? 0 : _random.Next(-300, 300);
                    instruction.MemoryBase = Sized(first, size);
                    instruction.MemoryIndex = Sized(second, size);
                    instruction.MemoryIndexScale = scale;
                    SetDisplacement(ref instruction, displacement, size);
                    before.Add(MoveImmediate(first, place - displacement - (index * scale)));
                    before.Add(MoveImmediate(second, index));
                    break;
                }
            default:
                instruction.MemoryBase = size == 4 ? Register.EIP : Register.RIP;
                instruction.MemoryDisplSize = size;
                instruction.MemoryDisplacement64 = (ulong)place;
                break;
        }
        if (_random.Next(6) == 0 && mayFault)
            instruction.SegmentPrefix = Register.ES + _random.Next(6);
        return true;
    }

    /// <summary>Now and then a place over the end of what is mapped, or of a segment of 64 KB.</summary>
    private int? Misplaced() => !Misplaces || _random.Next(24) != 0 ? null
        : mode.IsPaged && _bits != 16 ? 0x40_0000 - _random.Next(24)
        : _bits == 16 ? 0xFFFF - _random.Next(24)
        : null;

    private static void SetDisplacement(ref Instruction instruction, int displacement, int size)
    {
        instruction.MemoryDisplacement64 = size == 8 ? (ulong)displacement : (uint)displacement;
        instruction.MemoryDisplSize = displacement == 0 && instruction.MemoryBase.GetFullRegister() is not (Register.RBP or Register.R13) ? 0
            : displacement is >= -128 and < 128 ? 1 : size;
    }

    private (int First, int Second) Pair()
    {
        int first = Number(_bits == 64 ? 16 : 8), second;
        do
            second = Number(_bits == 64 ? 16 : 8);
        while (second == first);
        return (first, second);
    }

    private int BaseNumber(int size)
    {
        if (size != 2)
            return Number(_bits == 64 ? 16 : 8);
        return new[] { 3, 5, 6, 7 }[_random.Next(4)];
    }

    private static Register Sized(int number, int size) => size switch
    {
        2 => Register.AX + number,
        4 => Register.EAX + number,
        _ => Register.RAX + number,
    };

    private sealed class BytesWriter : CodeWriter
    {
        public List<byte> Bytes { get; } = [];

        public override void WriteByte(byte value) => Bytes.Add(value);
    }
}

/// <summary>What was sampled, each list with one entry for each case.</summary>
internal sealed record InstructionSample(List<byte[]> Cases, List<int> Addresses, List<string> Texts, List<Instruction> Instructions);
