using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>MOV to and from control and debug registers, CLTS, LMSW, SMSW, XSETBV, XGETBV. The control register's number is in <c>Extra</c>.</summary>
internal static unsafe class ControlRegisters
{
    public static Op* Write(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        int number = (int)op->Extra;
        ulong value = cpu.Register<ulong>(op->Source);
        if (!cpu.Is64BitCode)
            value = (uint)value;
        if (cpu.NonRoot && cpu.Vmx!.OnWriteControlRegister(op, number, op->Source / 8, ref value))
            return op;
        switch (number)
        {
            case 0: cpu.WriteCr0(value); break;
            case 2: cpu.Cr2 = value; break;
            case 3: cpu.WriteCr3(value); break;
            case 4: cpu.WriteCr4(value); break;
            case 8:
                if (value > 15)
                    return cpu.Raise(op, Vector.GeneralProtection, 0);
                cpu.TaskPriority = (byte)value;
                break;
            default: return cpu.Raise(op, Vector.InvalidOpcode);
        }
        return cpu.Leave(op);
    }

    public static Op* Read(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        int number = (int)op->Extra;
        ulong value;
        switch (number)
        {
            case 0: value = cpu.Cr0; break;
            case 2: value = cpu.Cr2; break;
            case 3: value = cpu.Cr3; break;
            case 4: value = cpu.Cr4; break;
            case 8: value = 0; break;
            default: return cpu.Raise(op, Vector.InvalidOpcode);
        }
        if (cpu.NonRoot && cpu.Vmx!.OnReadControlRegister(op, number, op->Destination / 8, ref value))
            return op;
        if (number == 8 && !(cpu.NonRoot && cpu.Vmx!.ShadowsTaskPriority))
            value = cpu.TaskPriority;
        cpu.Register<ulong>(op->Destination) = cpu.Is64BitCode ? value : (uint)value;
        return Next(cpu, op);
    }

    public static Op* WriteDebug(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        int number = (int)op->Extra;

        // "Relative Priority of Faults and VM Exits": MOV DR exits before any of its faults.
        if (cpu.NonRoot && cpu.Vmx!.OnDebugRegister(op, number, op->Source / 8, write: true))
            return op;
        if (number is 4 or 5 && (cpu.Cr4 & Cr4Bits.DE) != 0)
            return cpu.Raise(op, Vector.InvalidOpcode);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (DetectsAccess(cpu, op))
            return op;
        ulong value = cpu.Register<ulong>(op->Source);
        if (!cpu.Is64BitCode)
            value = (uint)value;
        else if (number >= 4 && value > uint.MaxValue)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        cpu.SetDebugRegister(number, value);
        return cpu.Leave(op);
    }

    public static Op* ReadDebug(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        int number = (int)op->Extra;
        if (cpu.NonRoot && cpu.Vmx!.OnDebugRegister(op, number, op->Destination / 8, write: false))
            return op;
        if (number is 4 or 5 && (cpu.Cr4 & Cr4Bits.DE) != 0)
            return cpu.Raise(op, Vector.InvalidOpcode);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (DetectsAccess(cpu, op))
            return op;
        ulong value = cpu.GetDebugRegister(number);
        cpu.Register<ulong>(op->Destination) = cpu.Is64BitCode ? value : (uint)value;
        return Next(cpu, op);
    }

    // DR7.GD: a debugger owns the debug registers; touching them is #DB before anything happens.
    private static bool DetectsAccess(Processor cpu, Op* op)
    {
        if ((cpu.Dr7 & (1 << 13)) == 0)
            return false;
        cpu.Raise(op, Vector.Debug);
        cpu.Pending.Detail = Dr6Bits.GeneralDetect;
        return true;
    }

    public static Op* Clts(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        bool ignore = false;
        if (cpu.NonRoot && cpu.Vmx!.OnClts(op, out ignore))
            return op;
        if (!ignore)
            cpu.Cr0 &= ~Cr0Bits.TS;
        return Next(cpu, op);
    }

    public static Op* Lmsw(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        ushort value = DescriptorInstructions.Selector(cpu, op);
        bool memory = (op->Flags & OpFlags.Memory) != 0;
        if (cpu.NonRoot)
        {
            ulong linear = memory ? cpu.Linear(cpu.Segments[op->Segment].Base + cpu.EffectiveAddress(op)) : 0;
            if (cpu.Vmx!.OnLmsw(op, memory, linear, ref value))
                return op;
        }
        // PE can be set this way, never cleared.
        ulong cr0 = (cpu.Cr0 & ~0xEUL) | (value & 0xFU) | (cpu.Cr0 & Cr0Bits.PE);
        cpu.WriteCr0(cr0);
        return cpu.Leave(op);
    }

    /// <summary>SMSW: memory gets 16 bits, a register its operand size.</summary>
    public static Op* Smsw(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.IsUserInstructionPrevented)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        ulong value = cpu.Cr0;
        if (cpu.NonRoot && cpu.Vmx!.OnReadControlRegister(op, -1, 0, ref value))
            return op;
        if ((op->Flags & OpFlags.Memory) != 0)
            cpu.Write((SegmentRegister)op->Segment, cpu.EffectiveAddress(op), (ushort)value);
        else if (op->OperandSize == 2)
            cpu.Register<ushort>(op->Destination) = (ushort)value;
        else
            cpu.Register<ulong>(op->Destination) = op->OperandSize == 4 ? (uint)value : value;
        return Next(cpu, op);
    }

    public static Op* Xgetbv(Processor cpu, Op* op)
    {
        if ((cpu.Cr4 & Cr4Bits.OSXSAVE) == 0)
            return cpu.Raise(op, Vector.InvalidOpcode);
        // 1: those of the enabled components that are in use.
        if (cpu.Ecx != 0 && (cpu.Ecx != 1 || !cpu.Model.Has(CpuFeature.XgetbvEcx1)))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        ulong value = cpu.Ecx == 0 ? cpu.Xcr0 : cpu.Xcr0 & ExtendedState.InUse(cpu);
        cpu.Eax = (uint)value;
        cpu.Edx = (uint)(value >> 32);
        return Next(cpu, op);
    }

    public static Op* Xsetbv(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if ((cpu.Cr4 & Cr4Bits.OSXSAVE) == 0)
            return cpu.Raise(op, Vector.InvalidOpcode);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Xsetbv, op, 0))
            return op;
        ulong value = (ulong)cpu.Edx << 32 | cpu.Eax;
        ulong supported = cpu.Model.Cpuid(0x0D, 0).Eax;
        // x87 state cannot be turned off, and AVX state needs SSE state.
        bool bad = cpu.Cpl != 0 || cpu.Ecx != 0 || (value & ~supported) != 0 || (value & 1) == 0 || (value & 6) == 4;
        if (bad)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        cpu.Xcr0 = value;
        return cpu.Leave(op);
    }
}
