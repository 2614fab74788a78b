using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>CPUID, MSRs, time stamps, caches, TLB, halting, interrupts by instruction, fast system calls.</summary>
internal static unsafe class SystemInstructions
{
    public static Op* Cpuid(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Cpuid, op, 0))
            return op;
        uint leaf = cpu.Eax, subleaf = cpu.Ecx;
        CpuidLeaf result = cpu.Model.Cpuid(leaf, subleaf);
        uint ecx = result.Ecx, edx = result.Edx, ebx = result.Ebx;
        switch (leaf)
        {
            case 1:
                ecx = (ecx & ~(1U << 27)) | ((cpu.Cr4 & Cr4Bits.OSXSAVE) != 0 ? 1U << 27 : 0);
                if ((cpu.ApicBase & (1 << 11)) == 0)
                    edx &= ~(1U << 9);
                cpu.LoadMicrocodeRevision();
                break;
            case 7 when subleaf == 0:
                ecx |= (cpu.Cr4 & Cr4Bits.PKE) != 0 ? 1U << 4 : 0;
                break;
            case 0x0D when subleaf == 0:
                ebx = ExtendedState.AreaSize(cpu);
                break;
            case 0x0D when subleaf == 1 && cpu.Model.Has(CpuFeature.Xsavec):
                ebx = ExtendedState.AreaSize(cpu);
                break;
            case 0x8000_0001:
                edx = (edx & ~(1U << 11)) | (cpu.Is64BitCode && cpu.Model.Has(CpuFeature.Syscall) ? 1U << 11 : 0);
                break;
        }
        cpu.Eax = result.Eax;
        cpu.Ebx = ebx;
        cpu.Ecx = ecx;
        cpu.Edx = edx;
        return Next(cpu, op);
    }

    public static Op* Rdtsc(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if ((cpu.Cr4 & Cr4Bits.TSD) != 0 && cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Rdtsc, op, 0))
            return op;
        PutTimeStamp(cpu);
        return Next(cpu, op);
    }

    public static Op* Rdtscp(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if ((cpu.Cr4 & Cr4Bits.TSD) != 0 && cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Rdtscp, op, 0))
            return op;
        PutTimeStamp(cpu);
        cpu.Ecx = (uint)cpu.TscAux;
        return Next(cpu, op);
    }

    private static void PutTimeStamp(Processor cpu)
    {
        ulong value = cpu.NonRoot ? cpu.Vmx!.AdjustTimeStamp(cpu.TimeStamp) : cpu.TimeStamp;
        cpu.Eax = (uint)value;
        cpu.Edx = (uint)(value >> 32);
    }

    public static Op* Rdpmc(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if ((cpu.Cr4 & Cr4Bits.PCE) == 0 && cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Rdpmc, op, 0))
            return op;
        if (!cpu.TryReadCounter(cpu.Ecx, out ulong value))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        cpu.Eax = (uint)value;
        cpu.Edx = (uint)(value >> 32);
        return Next(cpu, op);
    }

    public static Op* Rdmsr(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        bool handled = false;
        ulong value = 0;
        if (cpu.NonRoot && cpu.Vmx!.OnReadMsr(op, cpu.Ecx, out handled, out value))
            return op;
        if (!handled && !cpu.TryReadMsr(cpu.Ecx, out value))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        cpu.Eax = (uint)value;
        cpu.Edx = (uint)(value >> 32);
        return Next(cpu, op);
    }

    public static Op* Wrmsr(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        ulong value = (ulong)cpu.Edx << 32 | cpu.Eax;
        bool handled = false;
        if (cpu.NonRoot && cpu.Vmx!.OnWriteMsr(op, cpu.Ecx, value, out handled))
            return op;
        if (!handled && !cpu.TryWriteMsr(cpu.Ecx, value))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        return cpu.Leave(op);
    }

    public static Op* Hlt(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Hlt, op, 0))
            return op;
        cpu.Activity = ActivityState.Halted;
        return cpu.Leave(op);
    }

    public static Op* Pause(Processor cpu, Op* op)
    {
        if (!cpu.NonRoot)
            return Next(cpu, op);
        cpu.Sync(op);
        return cpu.Vmx!.OnInstruction(InterceptedInstruction.Pause, op, 0) ? op : Next(cpu, op);
    }

    public static Op* Invlpg(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        ulong linear = cpu.Linear(cpu.Segments[op->Segment].Base + cpu.EffectiveAddress(op));
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Invlpg, op, linear))
            return op;
        cpu.FlushPage(linear);
        return cpu.Leave(op);
    }

    /// <summary>INVPCID: contexts are not kept apart, so all of its types forget the whole address space, and type 2 global pages too.</summary>
    public static Op* Invpcid(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.NonRoot && cpu.Vmx!.IsDisabled(InterceptedInstruction.Invpcid))
            return cpu.Raise(op, Vector.InvalidOpcode);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Invpcid, op, 0))
            return op;
        ulong type = cpu.Is64BitCode ? cpu.Register<ulong>(op->Destination) : cpu.Register<uint>(op->Destination);
        ulong at = cpu.EffectiveAddress(op);
        ulong context = cpu.Read<ulong>((SegmentRegister)op->Segment, at);
        ulong linear = cpu.Read<ulong>((SegmentRegister)op->Segment, (at + 8) & op->AddressMask);
        bool usesContext = (cpu.Cr4 & Cr4Bits.PCIDE) != 0;
        bool bad = type > 3 || (context >> 12) != 0 || (type == 0 && !cpu.IsCanonical(linear)) || (type < 2 && !usesContext && context != 0);
        if (bad)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (type == 2)
            cpu.FlushTlb();
        else
            cpu.FlushAddressSpace();
        return cpu.Leave(op);
    }

    /// <summary>INVD, WBINVD (<c>Extra</c> 1): there is no cache to look at, only the privilege.</summary>
    public static Op* InvalidateCaches(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        var instruction = op->Extra != 0 ? InterceptedInstruction.Wbinvd : InterceptedInstruction.Invd;
        return cpu.NonRoot && cpu.Vmx!.OnInstruction(instruction, op, 0) ? op : Next(cpu, op);
    }

    /// <summary>CLFLUSH and its like: the line must be readable.</summary>
    public static Op* FlushLine(Processor cpu, Op* op) =>
        cpu.ReadableAt<byte>(op, op->Segment, cpu.EffectiveAddress(op)) == null ? op : Next(cpu, op);

    public static Op* Monitor(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.InvalidOpcode);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Monitor, op, 0))
            return op;
        if (cpu.Ecx != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        byte* line = cpu.ReadableAt<byte>(op, op->Segment, cpu.Rax & op->AddressMask);
        return line == null ? op : Next(cpu, op);
    }

    /// <summary>MWAIT: nobody else writes to memory, so only an interrupt ends the wait; with interrupts off it is over at once.</summary>
    public static Op* Mwait(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.InvalidOpcode);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Mwait, op, 0))
            return op;
        if ((cpu.Ecx & ~1U) != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if ((cpu.SystemFlags & RflagsBits.If) != 0)
            cpu.Activity = ActivityState.Halted;
        return cpu.Leave(op);
    }

    public static Op* Swapgs(Processor cpu, Op* op)
    {
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        ulong old = cpu.Gs.LoadedBase;
        cpu.SetSegmentBase(SegmentRegister.Gs, cpu.KernelGsBase);
        cpu.KernelGsBase = old;
        return Next(cpu, op);
    }

    // ---- interrupts by instruction -------------------------------------------------------------------------------------------

    /// <summary>INT n.</summary>
    public static Op* Interrupt(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        byte vector = (byte)op->Immediate;
        if (cpu.IsVirtual8086)
        {
            if (cpu.TryRedirectInterrupt(vector))
                return op;
            if (cpu.Iopl < 3)
            {
                // For VMX, this fault belongs to the delivery of the interrupt.
                if (cpu.NonRoot)
                    cpu.Vmx!.OnDeliveryFault(EventType.SoftwareInterrupt, vector, false, 0, op->Length);
                return cpu.Raise(op, Vector.GeneralProtection, 0);
            }
        }
        cpu.DeliverEvent(EventType.SoftwareInterrupt, vector, instructionLength: op->Length);
        return op;
    }

    public static Op* Interrupt3(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        cpu.DeliverEvent(EventType.SoftwareException, (byte)Vector.Breakpoint, instructionLength: op->Length);
        return op;
    }

    public static Op* Interrupt1(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        cpu.DeliverEvent(EventType.PrivilegedSoftwareException, (byte)Vector.Debug, instructionLength: op->Length);
        return op;
    }

    public static Op* Into(Processor cpu, Op* op)
    {
        if (!cpu.Of)
            return Next(cpu, op);
        cpu.Sync(op);
        cpu.DeliverEvent(EventType.SoftwareException, (byte)Vector.Overflow, instructionLength: op->Length);
        return op;
    }

    // ---- fast system calls ("Performing Fast Calls to System Procedures") ---------------------------------------------------------

    public static Op* Syscall(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (!cpu.Is64BitCode || (cpu.Efer & EferBits.SCE) == 0)
            return cpu.Raise(op, Vector.InvalidOpcode);
        cpu.Rcx = cpu.NextRip;
        cpu.Registers[11] = cpu.Rflags & ~RflagsBits.Rf;
        cpu.Rflags = cpu.Rflags & ~(uint)cpu.Fmask & ~RflagsBits.Rf;
        ushort selector = (ushort)((cpu.Star >> 32) & 0xFFFC);
        cpu.SetFlatSegments(selector, (ushort)(selector + 8), 0, codeLong: true);
        cpu.Rip = cpu.Lstar;
        return op;
    }

    /// <summary>SYSRET; <c>Extra</c> 1 with REX.W, to 64-bit mode.</summary>
    public static Op* Sysret(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (!cpu.Is64BitCode || (cpu.Efer & EferBits.SCE) == 0)
            return cpu.Raise(op, Vector.InvalidOpcode);
        bool toLong = op->Extra != 0;
        if (cpu.Cpl != 0 || (toLong && !cpu.IsCanonical(cpu.Rcx)))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        ushort selector = (ushort)(cpu.Star >> 48);
        uint flags = ((uint)cpu.Registers[11] & 0x3C_7FD7) | 2;
        ulong target = toLong ? cpu.Rcx : (uint)cpu.Rcx;
        cpu.SetFlatSegments((ushort)((selector + (toLong ? 16 : 0)) | 3), (ushort)((selector + 8) | 3), 3, toLong);
        cpu.Rflags = flags;
        cpu.NoteResumeFlag();
        cpu.Rip = target;
        return op;
    }

    public static Op* Sysenter(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.IsRealMode || (cpu.SysenterCs & 0xFFFC) == 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        cpu.SetSystemFlags(cpu.SystemFlags & ~(RflagsBits.Vm | RflagsBits.If | RflagsBits.Rf));
        ushort selector = (ushort)(cpu.SysenterCs & 0xFFFC);
        bool toLong = cpu.IsLongMode;
        cpu.SetFlatSegments(selector, (ushort)(selector + 8), 0, toLong);
        cpu.Rsp = toLong ? cpu.SysenterEsp : (uint)cpu.SysenterEsp;
        cpu.Rip = toLong ? cpu.SysenterEip : (uint)cpu.SysenterEip;
        return op;
    }

    /// <summary>SYSEXIT; <c>Extra</c> 1 with REX.W, to 64-bit mode.</summary>
    public static Op* Sysexit(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        bool toLong = op->Extra != 0;
        if (cpu.IsRealMode || cpu.Cpl != 0 || (cpu.SysenterCs & 0xFFFC) == 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (toLong && (!cpu.IsCanonical(cpu.Rdx) || !cpu.IsCanonical(cpu.Rcx)))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        ushort selector = (ushort)(cpu.SysenterCs & 0xFFFC);
        int offset = toLong ? 32 : 16;
        cpu.SetFlatSegments((ushort)((selector + offset) | 3), (ushort)((selector + offset + 8) | 3), 3, toLong);
        cpu.Rsp = toLong ? cpu.Rcx : cpu.Ecx;
        cpu.Rip = toLong ? cpu.Rdx : cpu.Edx;
        return op;
    }
}

/// <summary>System instructions where the operand size matters.</summary>
internal static unsafe class SystemInstructions<T>
    where T : unmanaged
{
    /// <summary>RDRAND, RDSEED (<c>Extra</c> 1): numbers from a seeded generator, so that runs repeat.</summary>
    public static Op* Random(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        var instruction = op->Extra != 0 ? InterceptedInstruction.Rdseed : InterceptedInstruction.Rdrand;
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(instruction, op, 0))
            return op;
        cpu.SetRegister(op->Destination, Widths.Truncate<T>(cpu.NextRandom()));
        cpu.SetStatusFlags(RflagsBits.Cf);
        return Next(cpu, op);
    }

    /// <summary>RDFSBASE, RDGSBASE: the segment register in <c>Extra</c>.</summary>
    public static Op* ReadBase(Processor cpu, Op* op)
    {
        if ((cpu.Cr4 & Cr4Bits.FSGSBASE) == 0)
            return cpu.Raise(op, Vector.InvalidOpcode);
        cpu.SetRegister(op->Destination, Widths.Truncate<T>(cpu.Segments[(int)op->Extra].LoadedBase));
        return Next(cpu, op);
    }

    public static Op* WriteBase(Processor cpu, Op* op)
    {
        if ((cpu.Cr4 & Cr4Bits.FSGSBASE) == 0)
            return cpu.Raise(op, Vector.InvalidOpcode);
        ulong value = Widths.ZeroExtend(cpu.Register<T>(op->Source));
        if (!cpu.IsCanonical(value))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        cpu.SetSegmentBase((SegmentRegister)op->Extra, value);
        return Next(cpu, op);
    }
}
