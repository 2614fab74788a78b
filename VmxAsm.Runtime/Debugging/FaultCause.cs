using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Decode;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// Why an instruction raised an exception whose vector and error code do not say it: #UD, and #GP and #SS with error code 0, each of which the manual has dozens of
/// reasons for. Found out afterwards, from the instruction and the registers, which a fault leaves as they were.
/// </summary>
internal static class FaultCause
{
    /// <summary>The cause; null when it is not one of those that are looked for.</summary>
    public static string? Of(Processor cpu, FaultLink link)
    {
        if (link.Because is not null || link.Type != EventType.HardwareException || link.Rip != cpu.Rip || link.Cs != cpu.Cs.Selector)
            return link.Because;
        var instruction = InstructionFacts.Next(cpu);
        return link.Vector switch
        {
            Vector.InvalidOpcode => OfInvalidOpcode(cpu, instruction),
            Vector.DeviceNotAvailable => DeviceNotAvailable(cpu),
            Vector.GeneralProtection when link.ErrorCode == 0 => OfProtection(cpu, instruction),
            Vector.StackSegmentFault when link.ErrorCode == 0 => OfAccesses(cpu, instruction),
            _ => null,
        };
    }

    private static string? OfInvalidOpcode(Processor cpu, InstructionFacts instruction)
    {
        if (instruction.Length == 0)
            return null;
        if (instruction.IsInvalid)
            return instruction.IsValidOutside64 ? "the instruction does not exist in 64-bit mode" : "the bytes there are no instruction";
        if (instruction.MeansToBeInvalid)
            return $"`{instruction.Name}` is there to raise it";
        if (instruction.MissingFeature(out CpuModel? other) is { } feature)
        {
            string where = other is null ? "" : $"; `{other.Name}` has it";
            return $"`{instruction.Name}` needs {feature}, which the processor `{cpu.Model.Name}` does not have{where}";
        }

        switch (instruction.NeededUnit)
        {
            case InstructionFacts.Unit.Sse when (cpu.Cr0 & Cr0Bits.EM) != 0:
                return $"`{instruction.Name}` needs CR0.EM to be 0";
            case InstructionFacts.Unit.Sse when (cpu.Cr4 & Cr4Bits.OSFXSR) == 0:
                return "SSE instructions need CR4.OSFXSR (bit 9), which is 0";
            case InstructionFacts.Unit.Avx when (cpu.Cr4 & Cr4Bits.OSXSAVE) == 0:
                return "AVX instructions need CR4.OSXSAVE (bit 18), which is 0, and bits 1 and 2 of XCR0";
            case InstructionFacts.Unit.Avx when (cpu.Xcr0 & 6) != 6:
                return $"AVX instructions need bits 1 and 2 of XCR0, which is 0x{cpu.Xcr0:x}";
            default:
                return null;
        }
    }

    private static string DeviceNotAvailable(Processor cpu) =>
        (cpu.Cr0 & Cr0Bits.EM) != 0 ? "CR0.EM is set: there is no floating-point unit then" : "CR0.TS is set, as a task switch leaves it";

    private static string? OfProtection(Processor cpu, InstructionFacts instruction)
    {
        if (cpu.Is64BitCode && !cpu.IsCanonical(cpu.Rip))
            return "the instruction pointer is not canonical";
        if (!cpu.Is64BitCode && cpu.Rip > cpu.Cs.Limit)
            return $"the instruction pointer 0x{cpu.Rip:x} is beyond the limit of CS, 0x{cpu.Cs.Limit:x}";
        if (instruction.IsPrivileged && cpu.Cpl > 0)
            return $"`{instruction.Name}` at privilege level {cpu.Cpl}, with IOPL {(cpu.SystemFlags & RflagsBits.Iopl) >> 12}";
        if (instruction.TouchesMsr)
            return OfMsr(cpu, instruction);
        return OfAccesses(cpu, instruction);
    }

    private static string OfMsr(Processor cpu, InstructionFacts instruction)
    {
        uint index = (uint)cpu.Registers[1];
        ulong value = ((ulong)(uint)cpu.Registers[2] << 32) | (uint)cpu.Registers[0];
        if (!cpu.TryReadMsr(index, out ulong now))
            return $"the processor `{cpu.Model.Name}` has no MSR 0x{index:x}";
        if (index == (uint)Msr.Ia32Efer && (cpu.Cr0 & Cr0Bits.PG) != 0 && ((value ^ now) & EferBits.LME) != 0)
            return "EFER.LME cannot change while paging is on: it comes before CR0.PG";
        string name = Msrs.Find(index) is { } row ? $"{row.Name} (MSR 0x{index:x})" : $"MSR 0x{index:x}";
        string why = (Msr)index == Msr.Ia32FeatureControl && (now & 1) != 0 ? ": it was locked (bit 0), by the BIOS perhaps, and stays as it is until reset; RDMSR comes before WRMSR" : "";
        return $"`{instruction.Name}` with the value 0x{value:x}, which {name} does not take; it is 0x{now:x}{why}";
    }

    private static string? OfAccesses(Processor cpu, InstructionFacts instruction)
    {
        foreach (InstructionFacts.Access access in instruction.MemoryAccesses())
        {
            if (OfAccess(cpu, access) is { } cause)
                return cause;
            ulong linear = cpu.Linear(cpu.Segments[(int)access.Segment].Base + access.Offset);
            if (access.Size is 16 or 32 && (linear & (ulong)(access.Size - 1)) != 0 && instruction.WantsAlignment)
                return $"the operand of `{instruction.Name}` at 0x{linear:x} is not at a multiple of {access.Size}";
        }

        return null;
    }

    /// <summary>"Limit Checking", "Type Checking" and "Canonical Addressing" in the manual.</summary>
    private static string? OfAccess(Processor cpu, InstructionFacts.Access access)
    {
        Segment segment = cpu.Segments[(int)access.Segment];
        string name = access.Segment.ToString().ToUpperInvariant();
        ulong last = access.Offset + (ulong)Math.Max(0, access.Size - 1);
        if (cpu.Is64BitCode)
        {
            ulong linear = segment.Base + access.Offset;
            return cpu.IsCanonical(linear) && cpu.IsCanonical(segment.Base + last) ? null : $"the address 0x{linear:x} is not canonical: its bits 63 to 47 are not all the same";
        }

        if (!segment.IsUsable)
            return $"{name} holds a null selector";
        bool expandsDown = !segment.IsCode && (segment.AccessRights & Segment.ExpandDown) != 0;
        if (expandsDown ? access.Offset <= segment.Limit : last > segment.Limit)
            return $"the offset 0x{access.Offset:x} is beyond the limit of {name}, 0x{segment.Limit:x}{(cpu.IsRealMode ? ", as offsets are in real mode" : "")}";
        if (access.Writes && cpu.IsProtected && (segment.IsCode || (segment.AccessRights & Segment.Writable) == 0))
            return $"{name} is not writable";
        return null;
    }
}
