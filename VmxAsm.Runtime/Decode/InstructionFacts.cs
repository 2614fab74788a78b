using System.Buffers.Binary;
using Iced.Intel;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Decode;

/// <summary>What an explanation wants to know of the instruction that the processor is at.</summary>
internal sealed class InstructionFacts
{
    private static readonly InstructionInfoFactory Accesses = new();

    private readonly Processor _cpu;
    private readonly Instruction _instruction;
    private readonly byte[] _bytes = new byte[sizeof(ulong) * 2];

    private InstructionFacts(Processor cpu)
    {
        _cpu = cpu;
        BinaryPrimitives.WriteUInt128LittleEndian(_bytes, InstructionText.NextBytes(cpu, out int length));
        Length = length;
        _instruction = Decode(cpu.CodeSize * 8);
    }

    /// <summary>A unit that software has to turn on before its instructions exist.</summary>
    public enum Unit
    {
        None,
        Sse,
        Avx,
    }

    /// <summary>What an operand does to memory.</summary>
    /// <param name="Size">Bytes; 0 when they are not known.</param>
    public readonly record struct Access(SegmentRegister Segment, ulong Offset, int Size, bool Writes);

    /// <summary>Bytes that could be fetched, 15 at most.</summary>
    public int Length { get; }

    /// <summary>The bytes are no instruction in the processor's mode.</summary>
    public bool IsInvalid => _instruction.IsInvalid;

    /// <summary>They are one outside of 64-bit mode.</summary>
    public bool IsValidOutside64 => _cpu.CodeSize == 8 && !Decode(32).IsInvalid;

    /// <summary>For instance <c>wrmsr</c>.</summary>
    public string Name => _instruction.Mnemonic.ToString().ToLowerInvariant();

    /// <summary>Reserved for privilege level 0, or for IOPL.</summary>
    public bool IsPrivileged => _instruction.IsPrivileged;

    public bool IsInterruptReturn => _instruction.Mnemonic is Mnemonic.Iret or Mnemonic.Iretd or Mnemonic.Iretq;

    public bool TouchesMsr => _instruction.Mnemonic is Mnemonic.Rdmsr or Mnemonic.Wrmsr;

    public bool MeansToBeInvalid => _instruction.Mnemonic is Mnemonic.Ud0 or Mnemonic.Ud1 or Mnemonic.Ud2;

    /// <summary>The operand must lie at a multiple of its size.</summary>
    public bool WantsAlignment => Name.EndsWith("aps", StringComparison.Ordinal) || Name.EndsWith("apd", StringComparison.Ordinal) || Name.Contains("dqa", StringComparison.Ordinal)
        || (NeededUnit == Unit.Sse && !Name.Contains("movu", StringComparison.Ordinal) && !Name.StartsWith("lddq", StringComparison.Ordinal));

    public Unit NeededUnit
    {
        get
        {
            foreach (CpuidFeature feature in _instruction.CpuidFeatures)
            {
                if (feature is CpuidFeature.AVX or CpuidFeature.AVX2 or CpuidFeature.FMA or CpuidFeature.F16C)
                    return Unit.Avx;
                if (feature is CpuidFeature.SSE or CpuidFeature.SSE2 or CpuidFeature.SSE3 or CpuidFeature.SSSE3 or CpuidFeature.SSE4_1 or CpuidFeature.SSE4_2)
                    return Unit.Sse;
            }

            return Unit.None;
        }
    }

    /// <summary>What the instruction needs and the processor does not have; null when nothing is missing.</summary>
    /// <param name="found">A model that has it.</param>
    public string? MissingFeature(out CpuModel? found)
    {
        found = null;
        if (_instruction.IsInvalid)
            return null;
        foreach (CpuidFeature feature in _instruction.CpuidFeatures)
        {
            if (!FeatureNames.MissingOn(_cpu.Model)[(int)feature])
                continue;
            found = CpuModels.All.FirstOrDefault(model => !FeatureNames.MissingOn(model)[(int)feature]);
            return feature.ToString();
        }

        return null;
    }

    /// <summary>The instruction at <see cref="Processor.Rip"/>.</summary>
    public static InstructionFacts Next(Processor cpu) => new(cpu);

    /// <summary>The places in memory that the instruction names or implies.</summary>
    public IEnumerable<Access> MemoryAccesses()
    {
        if (_instruction.IsInvalid)
            yield break;
        foreach (UsedMemory used in Accesses.GetInfo(_instruction).GetUsedMemory())
        {
            ulong offset = used.Displacement + Value(used.Base) + (Value(used.Index) * (ulong)used.Scale);
            offset &= used.AddressSize switch { CodeSize.Code16 => 0xFFFF, CodeSize.Code32 => 0xFFFF_FFFF, _ => ulong.MaxValue };
            bool writes = used.Access is OpAccess.Write or OpAccess.CondWrite or OpAccess.ReadWrite or OpAccess.ReadCondWrite;
            yield return new Access(SegmentOf(used.Segment), offset, used.MemorySize.GetSize(), writes);
        }
    }

    private Instruction Decode(int bits)
    {
        var decoder = Decoder.Create(bits, new ByteArrayCodeReader(_bytes, 0, Length));
        decoder.IP = _cpu.Rip;
        decoder.Decode(out Instruction instruction);
        return instruction;
    }

    private ulong Value(Register register)
    {
        if (register == Register.None)
            return 0;
        if (register.GetFullRegister() == Register.RIP)
            return _instruction.NextIP;
        int size = register.GetSize();
        return _cpu.Registers[register.GetFullRegister().GetNumber()] & (size == 8 ? ulong.MaxValue : (1UL << (8 * size)) - 1);
    }

    private static SegmentRegister SegmentOf(Register register) => register switch
    {
        Register.ES => SegmentRegister.Es,
        Register.CS => SegmentRegister.Cs,
        Register.SS => SegmentRegister.Ss,
        Register.FS => SegmentRegister.Fs,
        Register.GS => SegmentRegister.Gs,
        _ => SegmentRegister.Ds,
    };
}
