using System.Runtime.InteropServices;
using Iced.Intel;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Decode;
using VmxAsm.Runtime.Execute;
using Xunit;
using Xunit.Abstractions;

using unsafe Handler = delegate*<VmxAsm.Runtime.Cpu.Processor, VmxAsm.Runtime.Execute.Op*, VmxAsm.Runtime.Execute.Op*>;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>
/// What CPUID names works, and what it does not name is not there: every form of every instruction that Iced can encode is translated for each processor model in each mode.
/// An instruction of an advertised feature must have a handler; any other must be #UD, or what an older processor takes its encoding for.
/// </summary>
public sealed unsafe class AdvertisedFeaturesTests(ITestOutputHelper output)
{
    public static TheoryData<string, int> ModelsAndModes()
    {
        var data = new TheoryData<string, int>();
        foreach (CpuModel model in CpuModels.All)
        {
            foreach (int bits in (int[])[16, 32, 64])
                data.Add(model.Name, bits);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(ModelsAndModes))]
    public void Every_instruction_is_emulated_or_invalid_as_advertised(string name, int bits)
    {
        CpuModel model = CpuModel.Find(name)!;
        bool[] missing = FeatureNames.MissingOn(model);
        var translation = new Translation(model);
        var op = (Op*)NativeMemory.AllocZeroed((nuint)sizeof(Op) * 2);
        List<string> notEmulated = [], there = [];
        int advertised = 0;
        foreach (Code code in Enum.GetValues<Code>())
        {
            OpCodeInfo info = code.ToOpCode();
            bool inMode = bits == 16 ? info.Mode16 : bits == 32 ? info.Mode32 : info.Mode64;
            if (!inMode || !info.IsInstruction || TryEncode(code, bits) is not { } bytes)
                continue;
            Decoder decoder = Decoder.Create(bits, bytes);
            decoder.Decode(out translation.Instruction);
            // Of encodings with several names the decoder knows one.
            if (translation.Instruction.Code != code)
                continue;
            translation.Begin(bits / 32, bits / 32);
            *op = default;
            nint handler = (nint)translation.Translate(op);
            bool isNotEmulated = handler == (nint)(Handler)(&Handlers.NotEmulated), isInvalid = handler == (nint)(Handler)(&Handlers.InvalidOpcode);
            bool has = code.CpuidFeatures().All(feature => !missing[(int)feature]);
            advertised += has ? 1 : 0;
            string text = $"{code} {Convert.ToHexString(bytes)}";
            if (has && isNotEmulated)
                notEmulated.Add(text);
            if (!has && !isInvalid && InstructionTable.BeforeItsTime(code.Mnemonic()) == Mnemonic.INVALID)
                there.Add(text);
        }
        NativeMemory.Free(op);
        output.WriteLine($"{advertised} forms");
        Assert.True(notEmulated.Count == 0, $"advertised and not emulated: {string.Join(", ", notEmulated)}");
        Assert.True(there.Count == 0, $"not advertised and not #UD: {string.Join(", ", there)}");
        Assert.True(advertised > 800, $"only {advertised} forms");
    }

    /// <summary>The bits of CPUID leaf 1 that promise registers: without these a 32-bit Linux kernel panics.</summary>
    [Theory]
    [InlineData(CpuFeature.MachineCheck, 0x00, 0x01)]
    [InlineData(CpuFeature.MachineCheckArchitecture, 0x179, 0x17A)]
    [InlineData(CpuFeature.PerfmonCapability, 0x345)]
    [InlineData(CpuFeature.Mtrr, 0xFE, 0x2FF)]
    [InlineData(CpuFeature.Pat, 0x277)]
    [InlineData(CpuFeature.EnergyPerformanceBias, 0x1B0)]
    [InlineData(CpuFeature.PackageThermal, 0x1B1, 0x1B2)]
    [InlineData(CpuFeature.Sysenter, 0x174, 0x175, 0x176)]
    public void A_feature_has_its_registers(CpuFeature feature, params int[] numbers)
    {
        foreach (CpuModel model in CpuModels.All)
        {
            foreach (int number in numbers)
                Assert.Equal(model.Has(feature), Msrs.Find((uint)number, model) is not null);
        }
    }

    /// <summary>CPUID leaf 0Ah: as many counters as it says, and they count instructions and cycles.</summary>
    [Theory]
    [InlineData("core2", 2)]
    [InlineData("haswell", 4)]
    public void Performance_counters_count(string name, int counters)
    {
        CpuModel model = CpuModel.Find(name)!;
        for (uint i = 0; i < 4; i++)
            Assert.Equal(i < counters, Msrs.Find(0xC1 + i, model) is not null && Msrs.Find(0x186 + i, model) is not null);
        using var machine = new ProcessorUnderTest(model);
        Processor cpu = machine.Boot([0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0xF4]).Cpu;
        foreach ((uint number, ulong value) in ((uint, ulong)[])[(0x186, 0x43_00C0), (0x187, 0x43_412E), (0xC1, uint.MaxValue), (0x38D, 0x33), (0x38F, 0x3_0000_0003)])
            Assert.True(cpu.TryWriteMsr(number, value));
        machine.Run();
        Assert.Equal(7UL, Counter(0x4000_0000));
        Assert.Equal(6UL, Counter(0));
        Assert.Equal(0UL, Counter(1));
        Assert.Equal((ulong)(model.TimeStampMegahertz * 70 / 1000), Counter(0x4000_0001));
        Assert.Equal(1UL, Register(0x38E));
        Assert.True(cpu.TryWriteMsr(0x390, 1));
        Assert.Equal(0UL, Register(0x38E));
        Assert.False(cpu.TryReadCounter((uint)counters, out _));

        ulong Counter(uint selector) => cpu.TryReadCounter(selector, out ulong value) ? value : ulong.MaxValue;
        ulong Register(uint number) => cpu.TryReadMsr(number, out ulong value) ? value : ulong.MaxValue;
    }

    /// <summary>"MTRRs", "IA32_MTRR_PHYSBASEn": reserved memory types are #GP.</summary>
    [Theory]
    [InlineData(0x200, 6, true)]
    [InlineData(0x200, 2, false)]
    [InlineData(0x202, 7, false)]
    [InlineData(0x202, 0x8000_0005, true)]
    [InlineData(0x2FF, 0xC06, true)]
    [InlineData(0x2FF, 0xC03, false)]
    public void Memory_types_are_looked_at(uint number, ulong value, bool accepted) =>
        Assert.Equal(accepted, Msrs.Find(number)!.Accepts(value, CpuModels.Core2));

    [Fact]
    public void The_state_of_avx_is_there_with_its_instructions()
    {
        // "Detection of Intel AVX Instructions".
        foreach (CpuModel model in CpuModels.All)
        {
            Assert.Equal(model.Has(CpuFeature.Avx), (model.Cpuid(0x0D, 0).Eax & 4) != 0);
            Assert.False(model.Has(CpuFeature.Avx512F));
            Assert.Equal(0U, model.Cpuid(0x0D, 0).Eax & ~7U);
        }
    }

    // Some operands of each kind; null for forms that are another's alias or cannot stand alone.
    private static byte[]? TryEncode(Code code, int bits)
    {
        OpCodeInfo info = code.ToOpCode();
        var instruction = new Instruction { Code = code };
        for (int i = 0; i < info.OpCount; i++)
        {
            if (!TryOperand(ref instruction, i, info.GetOpKind(i), bits))
                return null;
        }
        if (info.RequireOpMaskRegister)
            instruction.OpMask = Register.K1;
        var writer = new BytesWriter();
        try
        {
            Encoder.Create(bits, writer).Encode(instruction, 0);
        }
        catch (EncoderException)
        {
            return null;
        }
        return [.. writer.Bytes];
    }

    private static bool TryOperand(ref Instruction instruction, int operand, OpCodeOperandKind kind, int bits)
    {
        string name = kind.ToString();
        Register register = name switch
        {
            "es" => Register.ES,
            "cs" => Register.CS,
            "ss" => Register.SS,
            "ds" => Register.DS,
            "fs" => Register.FS,
            "gs" => Register.GS,
            "al" => Register.AL,
            "cl" => Register.CL,
            "ax" => Register.AX,
            "dx" => Register.DX,
            "eax" => Register.EAX,
            "rax" => Register.RAX,
            "st0" => Register.ST0,
            "seg_reg" => Register.DS,
            "cr_reg" => Register.CR0,
            "dr_reg" => Register.DR0,
            "tr_reg" => Register.TR3,
            _ when name.StartsWith("sti_", StringComparison.Ordinal) => Register.ST1,
            _ when name.StartsWith("r8_", StringComparison.Ordinal) => Register.BL,
            _ when name.StartsWith("r16_", StringComparison.Ordinal) => Register.SI,
            _ when name.StartsWith("r32_", StringComparison.Ordinal) => Register.ESI,
            _ when name.StartsWith("r64_", StringComparison.Ordinal) => Register.RSI,
            _ when name.StartsWith("mm_", StringComparison.Ordinal) => Register.MM0 + operand,
            _ when name.StartsWith("xmm", StringComparison.Ordinal) => Register.XMM1 + operand,
            _ when name.StartsWith("ymm", StringComparison.Ordinal) => Register.YMM1 + operand,
            _ when name.StartsWith("zmm", StringComparison.Ordinal) => Register.ZMM1 + operand,
            _ when name.StartsWith("bnd_", StringComparison.Ordinal) => Register.BND1,
            _ when name.StartsWith("k_", StringComparison.Ordinal) => Register.K1,
            _ when name.StartsWith("tmm_", StringComparison.Ordinal) => Register.TMM1 + operand,
            _ => Register.None,
        };
        if (register != Register.None)
        {
            instruction.SetOpKind(operand, OpKind.Register);
            instruction.SetOpRegister(operand, register);
            return true;
        }
        if (name.StartsWith("mem", StringComparison.Ordinal))
        {
            instruction.SetOpKind(operand, OpKind.Memory);
            instruction.MemoryDisplSize = bits / 8;
            instruction.MemoryDisplacement64 = 0x100;
            if (name.StartsWith("mem_vsib", StringComparison.Ordinal))
            {
                instruction.MemoryBase = bits == 64 ? Register.RBX : Register.EBX;
                instruction.MemoryIndex = (name.Contains('x') ? Register.XMM5 : name.Contains('y') ? Register.YMM5 : Register.ZMM5) + operand;
                instruction.MemoryDisplSize = bits == 64 ? 8 : 4;
            }
            else if (name is "mem_mib" or "mem_mpx" or "sibmem")
            {
                instruction.MemoryBase = bits == 64 ? Register.RBX : Register.EBX;
                instruction.MemoryDisplSize = bits == 64 ? 8 : 4;
            }
            return true;
        }
        OpKind? other = name switch
        {
            "imm8" or "imm8_const_1" or "imm4_m2z" => OpKind.Immediate8,
            "imm8sex16" => OpKind.Immediate8to16,
            "imm8sex32" => OpKind.Immediate8to32,
            "imm8sex64" => OpKind.Immediate8to64,
            "imm16" => OpKind.Immediate16,
            "imm32" => OpKind.Immediate32,
            "imm32sex64" => OpKind.Immediate32to64,
            "imm64" => OpKind.Immediate64,
            "br16_1" or "br16_2" or "xbegin_2" or "brdisp_2" => OpKind.NearBranch16,
            "br32_1" or "br32_4" or "brdisp_4" => OpKind.NearBranch32,
            "br64_1" or "br64_4" => OpKind.NearBranch64,
            "xbegin_4" => bits == 64 ? OpKind.NearBranch64 : OpKind.NearBranch32,
            "farbr2_2" => OpKind.FarBranch16,
            "farbr4_2" => OpKind.FarBranch32,
            "seg_rSI" => bits == 16 ? OpKind.MemorySegSI : bits == 32 ? OpKind.MemorySegESI : OpKind.MemorySegRSI,
            "es_rDI" => bits == 16 ? OpKind.MemoryESDI : bits == 32 ? OpKind.MemoryESEDI : OpKind.MemoryESRDI,
            "seg_rDI" => bits == 16 ? OpKind.MemorySegDI : bits == 32 ? OpKind.MemorySegEDI : OpKind.MemorySegRDI,
            "seg_rBX_al" => OpKind.Memory,
            _ => null,
        };
        if (other is not { } found)
            return false;
        if (operand > 0 && found == OpKind.Immediate8 && instruction.GetOpKind(operand - 1) is OpKind.Immediate16 or OpKind.Immediate8)
            found = OpKind.Immediate8_2nd;
        instruction.SetOpKind(operand, found);
        switch (found)
        {
            case OpKind.Immediate8: instruction.Immediate8 = 1; break;
            case OpKind.FarBranch16: instruction.FarBranch16 = 16; break;
            case OpKind.FarBranch32: instruction.FarBranch32 = 16; break;
            case OpKind.NearBranch16: instruction.NearBranch16 = 16; break;
            case OpKind.NearBranch32: instruction.NearBranch32 = 16; break;
            case OpKind.NearBranch64: instruction.NearBranch64 = 16; break;
            case OpKind.Memory:
                instruction.MemoryBase = bits == 16 ? Register.BX : bits == 32 ? Register.EBX : Register.RBX;
                instruction.MemoryIndex = Register.AL;
                break;
        }
        return true;
    }

    private sealed class BytesWriter : CodeWriter
    {
        public List<byte> Bytes { get; } = [];

        public override void WriteByte(byte value) => Bytes.Add(value);
    }
}
