using Iced.Intel;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>Makes <see cref="HostCase"/>s: any form of any instruction that user programs may execute, with random operands; memory operands fall into the area, or a little beside its pages.</summary>
internal sealed class HostSampler(int bits, int seed)
{
    private static readonly HashSet<Mnemonic> Excluded =
    [
        // What would leave the program, or depends on the machine.
        Mnemonic.Syscall, Mnemonic.Sysenter, Mnemonic.Int, Mnemonic.Int1, Mnemonic.Int3, Mnemonic.Into, Mnemonic.Cpuid, Mnemonic.Rdtsc, Mnemonic.Rdtscp, Mnemonic.Rdpmc, Mnemonic.Rdrand,
        Mnemonic.Rdseed, Mnemonic.Popf, Mnemonic.Popfd, Mnemonic.Popfq, Mnemonic.Pushf, Mnemonic.Pushfd, Mnemonic.Pushfq, Mnemonic.Xgetbv, Mnemonic.Sgdt, Mnemonic.Sidt, Mnemonic.Sldt, Mnemonic.Str,
        Mnemonic.Smsw, Mnemonic.Lar, Mnemonic.Lsl, Mnemonic.Verr, Mnemonic.Verw, Mnemonic.Lds, Mnemonic.Les, Mnemonic.Lfs, Mnemonic.Lgs, Mnemonic.Lss, Mnemonic.Rdfsbase, Mnemonic.Rdgsbase,
        Mnemonic.Wrfsbase, Mnemonic.Wrgsbase, Mnemonic.Umov, Mnemonic.Loadall, Mnemonic.Storeall, Mnemonic.Ibts, Mnemonic.Xbts, Mnemonic.Jmpe, Mnemonic.Retf, Mnemonic.Iret, Mnemonic.Iretd,
        Mnemonic.Iretq, Mnemonic.INVALID, Mnemonic.Db, Mnemonic.Dw, Mnemonic.Dd, Mnemonic.Dq, Mnemonic.Wait, Mnemonic.Zero_bytes, Mnemonic.Arpl,
        // Privileged in one way here and in another under an operating system.
        Mnemonic.In, Mnemonic.Out, Mnemonic.Insb, Mnemonic.Insw, Mnemonic.Insd, Mnemonic.Outsb, Mnemonic.Outsw, Mnemonic.Outsd, Mnemonic.Cli, Mnemonic.Sti,
        // Their results are approximations of the processor's choice, or their state is x87's, which floating.c tests.
        Mnemonic.Rcpps, Mnemonic.Rcpss, Mnemonic.Rsqrtps, Mnemonic.Rsqrtss, Mnemonic.Vrcpps, Mnemonic.Vrcpss, Mnemonic.Vrsqrtps, Mnemonic.Vrsqrtss,
        // TSX and what the host has beyond our models.
        Mnemonic.Xabort, Mnemonic.Xbegin, Mnemonic.Xend, Mnemonic.Xtest,
        // The host's alignment and tag state.
        Mnemonic.Enter, Mnemonic.Leave, Mnemonic.Ud0, Mnemonic.Wbnoinvd,
        // To the address in DS:rDI.
        Mnemonic.Maskmovdqu, Mnemonic.Vmaskmovdqu, Mnemonic.Ldmxcsr, Mnemonic.Vldmxcsr, Mnemonic.Stmxcsr, Mnemonic.Vstmxcsr,
    ];

    private static readonly HashSet<CpuidFeature> Families =
    [
        CpuidFeature.INTEL8086, CpuidFeature.INTEL186, CpuidFeature.INTEL286, CpuidFeature.INTEL386, CpuidFeature.INTEL486, CpuidFeature.X64, CpuidFeature.CMOV, CpuidFeature.CX8,
        CpuidFeature.CMPXCHG16B, CpuidFeature.MOVBE, CpuidFeature.BMI1, CpuidFeature.BMI2, CpuidFeature.POPCNT, CpuidFeature.LZCNT, CpuidFeature.ADX, CpuidFeature.MULTIBYTENOP,
        CpuidFeature.SSE, CpuidFeature.SSE2, CpuidFeature.SSE3, CpuidFeature.SSSE3, CpuidFeature.SSE4_1, CpuidFeature.SSE4_2, CpuidFeature.AES, CpuidFeature.PCLMULQDQ,
        CpuidFeature.AVX, CpuidFeature.AVX2, CpuidFeature.FMA, CpuidFeature.F16C,
    ];

    private readonly Random _random = new(seed);

    /// <summary>The forms that there are in this mode.</summary>
    public static List<Code> Forms(int bits) => [.. Enum.GetValues<Code>().Where(code => IsWanted(code, bits))];

    private static bool IsWanted(Code code, int bits)
    {
        if (Excluded.Contains(code.Mnemonic()) || !code.CpuidFeatures().All(Families.Contains) || code.FlowControl() is not (FlowControl.Next or FlowControl.Exception))
            return false;
        if (code.ToString().StartsWith("Prefetch", StringComparison.Ordinal) || code.ToString().StartsWith("Reservednop", StringComparison.Ordinal))
            return false;
        OpCodeInfo info = code.ToOpCode();
        // Random indexes lead to what the program on the host has mapped, in 4 GB.
        if (bits == 32 && Enumerable.Range(0, info.OpCount).Any(i => info.GetOpKind(i).ToString().StartsWith("mem_vsib", StringComparison.Ordinal)))
            return false;
        if (!info.Cpl3 || info.Encoding is not (EncodingKind.Legacy or EncodingKind.VEX) || !(bits == 32 ? info.Mode32 : info.Mode64))
            return false;
        for (int i = 0; i < info.OpCount; i++)
        {
            string kind = info.GetOpKind(i).ToString();
            if (kind.StartsWith("mm_", StringComparison.Ordinal) || kind.StartsWith("st", StringComparison.Ordinal) || kind.Contains("_reg", StringComparison.Ordinal) && (kind[0] is 'c' or 'd' or 't' or 's' || kind.StartsWith("bnd", StringComparison.Ordinal))
                || kind is "es" or "cs" or "ss" or "ds" or "fs" or "gs" or "seg_rBX_al" || kind.StartsWith("k_", StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    /// <summary>A case of a form; null when these operands cannot be encoded.</summary>
    public HostCase? TryMake(Code code)
    {
        var instruction = new Instruction { Code = code };
        OpCodeInfo info = code.ToOpCode();
        var overrides = new Dictionary<int, ulong>();
        for (int i = 0; i < info.OpCount; i++)
        {
            if (!TryOperand(ref instruction, info, i, overrides))
                return null;
        }
        Mnemonic mnemonic = code.Mnemonic();
        if (instruction.IsStringInstruction)
        {
            // One of the two may be outside; which of two faults comes first is not laid down.
            bool destination = _random.Next(2) == 0;
            overrides[6] = destination ? HostCase.AreaAddress + 100 + (ulong)_random.Next(200) : Place(8);
            overrides[7] = destination ? Place(8) : HostCase.AreaAddress + 100 + (ulong)_random.Next(200);
            overrides[1] = (ulong)_random.Next(6);
            int prefix = _random.Next(4);
            instruction.HasRepePrefix = prefix == 0;
            instruction.HasRepnePrefix = prefix == 1;
        }
        if (mnemonic is Mnemonic.Bt or Mnemonic.Bts or Mnemonic.Btr or Mnemonic.Btc && instruction is { Op0Kind: OpKind.Memory, Op1Kind: OpKind.Register })
        {
            int number = instruction.Op1Register.GetNumber();
            if (overrides.ContainsKey(number))
                return null;
            overrides[number] = (ulong)_random.Next(-900, 900);
        }
        if (info.CanUseLockPrefix && instruction.Op0Kind == OpKind.Memory && _random.Next(4) == 0)
            instruction.HasLockPrefix = true;
        if (overrides.Count > 4 || overrides.ContainsKey(4) && !instruction.IsStackInstruction)
            return null;
        var writer = new BytesWriter();
        try
        {
            Encoder.Create(bits, writer).Encode(instruction, HostCase.CodeAddress);
        }
        catch (EncoderException)
        {
            return null;
        }
        byte[] bytes = [.. writer.Bytes];
        // Iced takes the shortest encoding; what came out has to be the form that was wanted.
        return new HostCase(bytes, $"{instruction}   {Convert.ToHexString(bytes)}", [.. overrides.Select(pair => (pair.Key, pair.Value))], StatusFlags.DefinedAfter(instruction))
        {
            PageOnly = mnemonic is Mnemonic.Vmaskmovps or Mnemonic.Vmaskmovpd or Mnemonic.Vpmaskmovd or Mnemonic.Vpmaskmovq,
        };
    }

    private bool TryOperand(ref Instruction instruction, OpCodeInfo info, int operand, Dictionary<int, ulong> overrides)
    {
        string kind = info.GetOpKind(operand).ToString();
        int registers = bits == 64 ? 16 : 8;
        if ((kind.EndsWith("_or_mem", StringComparison.Ordinal) && _random.Next(2) == 0) || kind is "mem" or "mem_offs" || kind.StartsWith("mem_vsib", StringComparison.Ordinal))
            return TryMemory(ref instruction, info, operand, overrides, kind);
        Register? register = kind switch
        {
            _ when kind.StartsWith("r8_", StringComparison.Ordinal) => ByteRegister(),
            _ when kind.StartsWith("r16_", StringComparison.Ordinal) => Register.AX + Number(),
            _ when kind.StartsWith("r32_", StringComparison.Ordinal) => Register.EAX + Number(),
            _ when kind.StartsWith("r64_", StringComparison.Ordinal) => Register.RAX + Number(),
            _ when kind.StartsWith("xmm", StringComparison.Ordinal) => Register.XMM0 + _random.Next(registers),
            _ when kind.StartsWith("ymm", StringComparison.Ordinal) => Register.YMM0 + _random.Next(registers),
            "al" => Register.AL,
            "cl" => Register.CL,
            "ax" => Register.AX,
            "dx" => Register.DX,
            "eax" => Register.EAX,
            "rax" => Register.RAX,
            _ => null,
        };
        if (register is { } found)
        {
            instruction.SetOpKind(operand, OpKind.Register);
            instruction.SetOpRegister(operand, found);
            return true;
        }
        OpKind? immediate = kind switch
        {
            "imm8" or "imm8_const_1" => OpKind.Immediate8,
            "imm8sex16" => OpKind.Immediate8to16,
            "imm8sex32" => OpKind.Immediate8to32,
            "imm8sex64" => OpKind.Immediate8to64,
            "imm16" => OpKind.Immediate16,
            "imm32" => OpKind.Immediate32,
            "imm32sex64" => OpKind.Immediate32to64,
            "imm64" => OpKind.Immediate64,
            "seg_rSI" => bits == 32 ? OpKind.MemorySegESI : OpKind.MemorySegRSI,
            "es_rDI" => bits == 32 ? OpKind.MemoryESEDI : OpKind.MemoryESRDI,
            _ => null,
        };
        if (immediate is not { } immediateKind)
            return false;
        instruction.SetOpKind(operand, immediateKind);
        long value = kind == "imm8_const_1" ? 1 : _random.Next(3) == 0 ? _random.Next(-2, 3) : _random.NextInt64(long.MinValue, long.MaxValue);
        switch (immediateKind)
        {
            case OpKind.Immediate8 or OpKind.Immediate8to16 or OpKind.Immediate8to32 or OpKind.Immediate8to64: instruction.Immediate8 = (byte)value; break;
            case OpKind.Immediate16: instruction.Immediate16 = (ushort)value; break;
            case OpKind.Immediate64: instruction.Immediate64 = (ulong)value; break;
            case OpKind.Immediate32 or OpKind.Immediate32to64: instruction.Immediate32 = (uint)value; break;
        }
        return true;
    }

    // Somewhere in the area; now and then over the end of the second page, or before the first.
    private ulong Place(int alignment) => _random.Next(12) switch
    {
        0 => HostCase.DataAddress + 8192 - (ulong)_random.Next(36),
        1 => HostCase.DataAddress - (ulong)_random.Next(36),
        2 => HostCase.DataAddress + 4096 - (ulong)_random.Next(36),
        _ => (HostCase.AreaAddress + 64 + (ulong)_random.Next(384)) & ~((ulong)alignment - 1),
    };

    private bool TryMemory(ref Instruction instruction, OpCodeInfo info, int operand, Dictionary<int, ulong> overrides, string kind)
    {
        instruction.SetOpKind(operand, OpKind.Memory);
        int size = bits / 8;
        ulong place = Place(_random.Next(4) == 0 ? 1 : 32);
        if (kind == "mem_offs")
        {
            instruction.MemoryDisplSize = size;
            instruction.MemoryDisplacement64 = place;
            return true;
        }
        if (kind.StartsWith("mem_vsib", StringComparison.Ordinal))
        {
            // The indexes are random: only a few of the elements are fetched, most of them not there.
            int number = Number();
            instruction.MemoryBase = bits == 64 ? Register.RAX + number : Register.EAX + number;
            instruction.MemoryIndex = (kind.Contains('y', StringComparison.Ordinal) ? Register.YMM0 : Register.XMM0) + _random.Next(bits == 64 ? 16 : 8);
            instruction.MemoryIndexScale = 1 << _random.Next(4);
            overrides[number] = place;
            return true;
        }
        if (bits == 64 && _random.Next(8) == 0)
            size = 4;
        switch (_random.Next(bits == 64 ? 4 : 3))
        {
            case 0:
                instruction.MemoryDisplSize = bits == 64 ? 8 : 4;
                instruction.MemoryDisplacement64 = place;
                return true;
            case 1:
                {
                    int number = Number(), displacement = _random.Next(-200, 200);
                    instruction.MemoryBase = (size == 8 ? Register.RAX : Register.EAX) + number;
                    Displace(ref instruction, displacement, size);
                    overrides[number] = place - (ulong)displacement;
                    return true;
                }
            case 2:
                {
                    int first = Number(), second = Number(), scale = 1 << _random.Next(4), index = _random.Next(8), displacement = _random.Next(-300, 300);
                    if (first == second)
                        return false;
                    instruction.MemoryBase = (size == 8 ? Register.RAX : Register.EAX) + first;
                    instruction.MemoryIndex = (size == 8 ? Register.RAX : Register.EAX) + second;
                    instruction.MemoryIndexScale = scale;
                    Displace(ref instruction, displacement, size);
                    overrides[first] = place - (ulong)(displacement + (index * scale));
                    overrides[second] = (ulong)index;
                    return true;
                }
            default:
                instruction.MemoryBase = size == 4 ? Register.EIP : Register.RIP;
                instruction.MemoryDisplSize = size;
                instruction.MemoryDisplacement64 = place;
                return true;
        }
    }

    private static void Displace(ref Instruction instruction, int displacement, int size)
    {
        instruction.MemoryDisplacement64 = size == 8 ? (ulong)displacement : (uint)displacement;
        instruction.MemoryDisplSize = displacement is >= -128 and < 128 ? 1 : size;
    }

    private int Number()
    {
        int number;
        do
            number = _random.Next(bits == 64 ? 16 : 8);
        while (number == 4);
        return number;
    }

    private Register ByteRegister()
    {
        if (bits != 64)
            return Register.AL + _random.Next(8);
        int number = Number();
        return number < 4 ? (_random.Next(2) == 0 ? Register.AH : Register.AL) + number
            : number < 8 ? Register.SPL + (number - 4) : Register.R8L + (number - 8);
    }

    private sealed class BytesWriter : CodeWriter
    {
        public List<byte> Bytes { get; } = [];

        public override void WriteByte(byte value) => Bytes.Add(value);
    }
}
