using VmxAsm.Architecture.Segmentation;
using VmxAsm.Runtime.Cpu;
using static VmxAsm.Runtime.Execute.Handlers;

namespace VmxAsm.Runtime.Execute;

/// <summary>MOV to and from segment registers, LxS, far transfers, and the instructions that look at descriptors.</summary>
internal static unsafe class SegmentInstructions
{
    /// <summary>MOV Sreg, r16: the segment register is in <c>Extra</c>.</summary>
    public static Op* LoadR(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        return Load(cpu, op, cpu.Register<ushort>(op->Source));
    }

    public static Op* LoadM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing
    {
        ushort* memory = cpu.Readable<ushort, TAddress>(op);
        if (memory == null)
            return op;
        cpu.Sync(op);
        return Load(cpu, op, *memory);
    }

    public static Op* StoreM<TAddress>(Processor cpu, Op* op)
        where TAddress : struct, IAddressing => cpu.Store<ushort, TAddress>(op, cpu.Segments[(int)op->Extra].Selector) ? Next(cpu, op) : op;

    private static Op* Load(Processor cpu, Op* op, ushort selector)
    {
        var register = (SegmentRegister)op->Extra;
        cpu.LoadSegment(register, selector);
        if (register != SegmentRegister.Ss)
            return Next(cpu, op);
        cpu.BeginShadow(movSs: true);
        return cpu.Leave(op);
    }
}

/// <summary>Likewise where the operand size matters.</summary>
internal static unsafe class SegmentInstructions<T>
    where T : unmanaged
{
    /// <summary>MOV r, Sreg.</summary>
    public static Op* StoreR(Processor cpu, Op* op)
    {
        cpu.SetRegister(op->Destination, Widths.Truncate<T>(cpu.Segments[(int)op->Extra].Selector));
        return Next(cpu, op);
    }

    /// <summary>LDS, LES, LFS, LGS, LSS: an offset, and behind it a selector.</summary>
    public static Op* LoadPointer(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        ulong at = cpu.EffectiveAddress(op);
        // The selector first, as Bochs does: of a pair that is nowhere, that is the address that #PF tells.
        ushort selector = cpu.Read<ushort>((SegmentRegister)op->Segment, (at + (ulong)sizeof(T)) & op->AddressMask);
        T offset = cpu.Read<T>((SegmentRegister)op->Segment, at);
        var register = (SegmentRegister)op->Extra;
        cpu.LoadSegment(register, selector);
        cpu.SetRegister(op->Destination, offset);
        return cpu.Leave(op);
    }

    /// <summary>JMP and CALL ptr16:16/32: the offset in <c>Immediate</c>, the selector in <c>Extra</c>.</summary>
    public static Op* JumpDirect(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        cpu.JumpFar((ushort)op->Extra, op->Immediate, sizeof(T));
        return op;
    }

    public static Op* CallDirect(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        cpu.CallFar((ushort)op->Extra, op->Immediate, sizeof(T));
        return op;
    }

    public static Op* JumpIndirect(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        (ulong offset, ushort selector) = FarPointer(cpu, op);
        cpu.JumpFar(selector, offset, sizeof(T));
        return op;
    }

    public static Op* CallIndirect(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        (ulong offset, ushort selector) = FarPointer(cpu, op);
        cpu.CallFar(selector, offset, sizeof(T));
        return op;
    }

    public static Op* ReturnFar(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        cpu.ReturnFar(sizeof(T), (ushort)op->Immediate);
        return op;
    }

    public static Op* InterruptReturn(Processor cpu, Op* op)
    {
        cpu.Sync(op);

        // NMIs are let in even if the instruction faults.
        bool unblocks = cpu.BlockedByNmi && (!cpu.NonRoot || cpu.Vmx!.BeforeIretUnblocksNmi());
        if (unblocks)
        {
            cpu.BlockedByNmi = false;
            cpu.UpdateSignalMask();
        }

        cpu.InterruptReturn(sizeof(T));
        if (unblocks && cpu.NonRoot)
            cpu.Vmx!.AfterIretUnblockedNmi();
        return op;
    }

    private static (ulong Offset, ushort Selector) FarPointer(Processor cpu, Op* op)
    {
        ulong at = cpu.EffectiveAddress(op);
        ulong offset = Widths.ZeroExtend(cpu.Read<T>((SegmentRegister)op->Segment, at));
        return (offset, cpu.Read<ushort>((SegmentRegister)op->Segment, (at + (ulong)sizeof(T)) & op->AddressMask));
    }

    /// <summary>BOUND: a signed index against two bounds in memory.</summary>
    public static Op* Bound(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        ulong at = cpu.EffectiveAddress(op);
        long low = Widths.SignExtend(cpu.Read<T>((SegmentRegister)op->Segment, at));
        long index = Widths.SignExtend(cpu.Register<T>(op->Destination));
        // What is below the lower bound does not look at the upper one.
        if (index < low)
            return cpu.Raise(op, Vector.BoundRangeExceeded);
        long high = Widths.SignExtend(cpu.Read<T>((SegmentRegister)op->Segment, (at + (ulong)sizeof(T)) & op->AddressMask));
        return index > high ? cpu.Raise(op, Vector.BoundRangeExceeded) : Next(cpu, op);
    }

    /// <summary>LAR: ZF, and the access rights as they lie in the descriptor's upper half.</summary>
    public static Op* Lar(Processor cpu, Op* op)
    {
        if (!TrySelector(cpu, op, out ushort selector))
            return op;
        if (!cpu.TryFetchDescriptor(selector, out SegmentDescriptor descriptor) || !IsVisible(cpu, selector, descriptor, forLimit: false))
        {
            cpu.Zf = false;
            return cpu.Leave(op);
        }
        cpu.Zf = true;
        cpu.SetRegister(op->Destination, Widths.Truncate<T>((uint)(descriptor.Low >> 32) & (sizeof(T) == 2 ? 0xFF00U : 0xFF_FF00U)));
        return cpu.Leave(op);
    }

    /// <summary>LSL: ZF, and the limit in bytes.</summary>
    public static Op* Lsl(Processor cpu, Op* op)
    {
        if (!TrySelector(cpu, op, out ushort selector))
            return op;
        if (!cpu.TryFetchDescriptor(selector, out SegmentDescriptor descriptor) || !IsVisible(cpu, selector, descriptor, forLimit: true))
        {
            cpu.Zf = false;
            return cpu.Leave(op);
        }
        cpu.Zf = true;
        cpu.SetRegister(op->Destination, Widths.Truncate<T>(descriptor.Limit));
        return cpu.Leave(op);
    }

    private static bool TrySelector(Processor cpu, Op* op, out ushort selector)
    {
        cpu.Sync(op);
        selector = 0;
        if (cpu.HasRealSegments)
        {
            cpu.Raise(op, Vector.InvalidOpcode);
            return false;
        }
        selector = DescriptorInstructions.Selector(cpu, op);
        return true;
    }

    private static bool IsVisible(Processor cpu, ushort selector, SegmentDescriptor descriptor, bool forLimit)
    {
        uint rights = descriptor.Rights.Value;
        bool conforming = false;
        if ((rights & Segment.NonSystem) != 0)
            conforming = (rights & (Segment.Code | Segment.Conforming)) == (Segment.Code | Segment.Conforming);
        else
        {
            bool known = (SystemSegmentType)(rights & 15) switch
            {
                SystemSegmentType.Ldt or SystemSegmentType.AvailableTss or SystemSegmentType.BusyTss => true,
                SystemSegmentType.AvailableTss16 or SystemSegmentType.BusyTss16 => !cpu.IsLongMode,
                SystemSegmentType.CallGate => !forLimit,
                SystemSegmentType.CallGate16 or SystemSegmentType.TaskGate => !forLimit && !cpu.IsLongMode,
                _ => false,
            };
            if (!known)
                return false;
        }
        int dpl = (int)(rights >> 5) & 3;
        return conforming || (dpl >= cpu.Cpl && dpl >= (selector & 3));
    }
}

/// <summary>VERR, VERW, ARPL, and the table registers.</summary>
internal static unsafe class DescriptorInstructions
{
    /// <summary>The selector operand: a register in <c>Source</c>, or memory.</summary>
    public static ushort Selector(Processor cpu, Op* op) =>
        (op->Flags & OpFlags.Memory) != 0
            ? cpu.Read<ushort>((SegmentRegister)op->Segment, cpu.EffectiveAddress(op))
            : cpu.Register<ushort>(op->Source);

    public static Op* Verr(Processor cpu, Op* op) => Verify(cpu, op, write: false);

    public static Op* Verw(Processor cpu, Op* op) => Verify(cpu, op, write: true);

    private static Op* Verify(Processor cpu, Op* op, bool write)
    {
        cpu.Sync(op);
        if (cpu.HasRealSegments)
            return cpu.Raise(op, Vector.InvalidOpcode);
        ushort selector = Selector(cpu, op);
        bool good = false;
        if (cpu.TryFetchDescriptor(selector, out SegmentDescriptor descriptor))
        {
            uint rights = descriptor.Rights.Value;
            int dpl = (int)(rights >> 5) & 3;
            bool code = (rights & Segment.Code) != 0, conforming = code && (rights & Segment.Conforming) != 0;
            bool kind = (rights & Segment.NonSystem) != 0
                && (write ? !code && (rights & Segment.Writable) != 0 : !code || (rights & Segment.Readable) != 0);
            good = kind && ((conforming && !write) || (dpl >= cpu.Cpl && dpl >= (selector & 3)));
        }
        cpu.Zf = good;
        return cpu.Leave(op);
    }

    /// <summary>ARPL r/m16, r16: raises the RPL of the first to that of the second.</summary>
    public static Op* Arpl(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.HasRealSegments)
            return cpu.Raise(op, Vector.InvalidOpcode);
        ushort source = cpu.Register<ushort>(op->Source);
        if ((op->Flags & OpFlags.Memory) == 0)
        {
            ref ushort destination = ref cpu.Register<ushort>(op->Destination);
            bool lower = (destination & 3) < (source & 3);
            if (lower)
                destination = (ushort)((destination & ~3) | (source & 3));
            cpu.Zf = lower;
            return Next(cpu, op);
        }
        ushort* memory = cpu.ModifiableAt<ushort>(op, op->Segment, cpu.EffectiveAddress(op));
        if (memory == null)
            return op;
        bool raise = (*memory & 3) < (source & 3);
        if (raise)
        {
            *memory = (ushort)((*memory & ~3) | (source & 3));
            cpu.Commit(memory);
        }
        cpu.Zf = raise;
        return Next(cpu, op);
    }

    /// <summary>LGDT, LIDT (<c>Extra</c> 1).</summary>
    public static Op* LoadTable(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        bool idt = op->Extra != 0;
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(idt ? InterceptedInstruction.Lidt : InterceptedInstruction.Lgdt, op, 0))
            return op;
        ulong at = cpu.EffectiveAddress(op);
        var segment = (SegmentRegister)op->Segment;
        ushort limit = cpu.Read<ushort>(segment, at);
        ulong address = cpu.Is64BitCode ? cpu.Read<ulong>(segment, (at + 2) & op->AddressMask) : cpu.Read<uint>(segment, (at + 2) & op->AddressMask);
        if (!cpu.Is64BitCode && op->OperandSize == 2)
            address &= 0xFF_FFFF;
        if (cpu.Is64BitCode && !cpu.IsCanonical(address))
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        ref TableRegister table = ref idt ? ref cpu.Idtr : ref cpu.Gdtr;
        table.Limit = limit;
        table.Base = address;
        return Next(cpu, op);
    }

    /// <summary>SGDT, SIDT (<c>Extra</c> 1).</summary>
    public static Op* StoreTable(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        bool idt = op->Extra != 0;
        if (cpu.IsUserInstructionPrevented)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(idt ? InterceptedInstruction.Sidt : InterceptedInstruction.Sgdt, op, 0))
            return op;
        TableRegister table = idt ? cpu.Idtr : cpu.Gdtr;
        ulong at = cpu.EffectiveAddress(op);
        var segment = (SegmentRegister)op->Segment;
        cpu.Write(segment, at, table.Limit);
        if (cpu.Is64BitCode)
            cpu.Write(segment, (at + 2) & op->AddressMask, table.Base);
        else
            cpu.Write(segment, (at + 2) & op->AddressMask, (uint)table.Base);
        return Next(cpu, op);
    }

    public static Op* Lldt(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.HasRealSegments)
            return cpu.Raise(op, Vector.InvalidOpcode);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Lldt, op, 0))
            return op;
        cpu.LoadLdt(Selector(cpu, op));
        return cpu.Leave(op);
    }

    public static Op* Ltr(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        if (cpu.HasRealSegments)
            return cpu.Raise(op, Vector.InvalidOpcode);
        if (cpu.Cpl != 0)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(InterceptedInstruction.Ltr, op, 0))
            return op;
        cpu.LoadTaskRegister(Selector(cpu, op));
        return cpu.Leave(op);
    }

    /// <summary>SLDT, STR (<c>Extra</c> 1): memory gets 16 bits, a register its operand size.</summary>
    public static Op* StoreSelector(Processor cpu, Op* op)
    {
        cpu.Sync(op);
        bool task = op->Extra != 0;
        if (cpu.HasRealSegments)
            return cpu.Raise(op, Vector.InvalidOpcode);
        if (cpu.IsUserInstructionPrevented)
            return cpu.Raise(op, Vector.GeneralProtection, 0);
        if (cpu.NonRoot && cpu.Vmx!.OnInstruction(task ? InterceptedInstruction.Str : InterceptedInstruction.Sldt, op, 0))
            return op;
        ushort selector = task ? cpu.Tr.Selector : cpu.Ldtr.Selector;
        if ((op->Flags & OpFlags.Memory) != 0)
            cpu.Write((SegmentRegister)op->Segment, cpu.EffectiveAddress(op), selector);
        else if (op->OperandSize == 2)
            cpu.Register<ushort>(op->Destination) = selector;
        else
            cpu.Register<ulong>(op->Destination) = selector;
        return Next(cpu, op);
    }
}
