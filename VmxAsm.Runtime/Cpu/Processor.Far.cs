using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Runtime.Cpu;

// Far transfers ("Privilege Level Checking When Transferring Program Control Between Code Segments")
// ---------------------------------------------------------------------------------------------------
// JMP, CALL, RET and IRET to another code segment, directly, through call gates with a change of stack, or to another task. Each checks
// everything first, writes the stack, and changes registers last.
public sealed unsafe partial class Processor
{
    /// <summary>A stack being pushed on that may not be the current one yet.</summary>
    private struct StackCursor
    {
        public Segment Segment;
        public ulong Pointer;
        public ulong Mask;
        public bool User;

        /// <summary>Of #SS when a push does not fit.</summary>
        public uint ErrorCode;
    }

    private StackCursor CurrentStack() => new() { Segment = Ss, Pointer = Rsp, Mask = StackMask, User = Cpl == 3, ErrorCode = _externalBit };

    private StackCursor StackOf(ushort selector, SegmentDescriptor descriptor, ulong pointer, int cpl)
    {
        var segment = new Segment
        {
            Selector = selector,
            Base = descriptor.Base,
            LoadedBase = descriptor.Base,
            Limit = descriptor.Limit,
            AccessRights = descriptor.Rights.Value,
        };
        return new StackCursor
        {
            Segment = segment,
            Pointer = pointer,
            Mask = segment.IsBig ? uint.MaxValue : ushort.MaxValue,
            User = cpl == 3,
            ErrorCode = SelectorError(selector),
        };
    }

    private void Push(ref StackCursor stack, ulong value, int size)
    {
        ulong offset = (stack.Pointer - (ulong)size) & stack.Mask;
        ulong linear;
        if (stack.Mask == ulong.MaxValue)
        {
            linear = offset;
            if (!IsCanonical(linear) || !IsCanonical(linear + (ulong)size - 1))
                throw Fault(Vector.StackSegmentFault, stack.ErrorCode, "the stack pointer is not canonical");
        }
        else
        {
            ref Segment s = ref stack.Segment;
            ulong last = offset + (ulong)size - 1;
            bool inside = (s.AccessRights & Segment.ExpandDown) != 0 && !s.IsCode
                ? offset > s.Limit && last <= (s.IsBig ? uint.MaxValue : ushort.MaxValue)
                : last <= s.Limit || s.Limit == uint.MaxValue;
            if (!inside)
                throw Fault(Vector.StackSegmentFault, stack.ErrorCode, "the push does not fit the stack segment");
            linear = (uint)(s.Base + offset);
        }
        switch (size)
        {
            case 2: WriteLinear(linear, (ushort)value, stack.User); break;
            case 4: WriteLinear(linear, (uint)value, stack.User); break;
            default: WriteLinear(linear, value, stack.User); break;
        }
        stack.Pointer = stack.Mask == ushort.MaxValue ? (stack.Pointer & ~0xFFFFUL) | offset : offset;
    }

    private ulong ReadStack(ulong offsetFromTop, int size)
    {
        ulong offset = (Rsp + offsetFromTop) & StackMask;
        return size switch
        {
            2 => Read<ushort>(SegmentRegister.Ss, offset),
            4 => Read<uint>(SegmentRegister.Ss, offset),
            _ => Read<ulong>(SegmentRegister.Ss, offset),
        };
    }

    private void MoveStackPointer(ulong pointer) =>
        Rsp = StackMask == ushort.MaxValue ? (Rsp & ~0xFFFFUL) | (pointer & 0xFFFF) : pointer & StackMask;

    private static ulong Cut(ulong value, int size) => size switch { 2 => (ushort)value, 4 => (uint)value, _ => value };

    // ---- JMP and CALL ---------------------------------------------------------------------------------------------------------

    /// <summary>JMP ptr16:16/32, JMP m16:16/32/64.</summary>
    internal void JumpFar(ushort selector, ulong offset, int size)
    {
        offset = Cut(offset, size);
        if (HasRealSegments)
        {
            CheckRealTarget(offset);
            LoadRealSegment(SegmentRegister.Cs, selector);
            Rip = offset;
            return;
        }
        SegmentDescriptor descriptor = FetchTransferTarget(selector);
        if ((descriptor.Rights.Value & Segment.NonSystem) != 0)
        {
            CheckCodeTarget(selector, descriptor, selector & 3);
            CheckOffset(descriptor, offset);
            SetCodeSegment(selector, descriptor, Cpl);
            Rip = offset;
            return;
        }
        switch (CheckSystemTarget(selector, ref descriptor))
        {
            case SystemSegmentType.AvailableTss16 or SystemSegmentType.AvailableTss:
                SwitchTask(selector, TaskSwitchSource.Jump);
                break;
            case SystemSegmentType.TaskGate:
                SwitchTask(TaskGateTarget(descriptor), TaskSwitchSource.Jump);
                break;
            default:
                GateDescriptor gate = DecodeCallGate(selector, descriptor);
                SegmentDescriptor code = FetchGateCode(gate);
                uint rights = code.Rights.Value;
                if ((rights & Segment.Conforming) == 0 ? DplOf(code) != Cpl : DplOf(code) > Cpl)
                    throw Fault(Vector.GeneralProtection, SelectorError(gate.Selector), "a jump through a call gate cannot change privilege");
                CheckPresent(gate.Selector, code);
                CheckOffset(code, gate.Offset);
                SetCodeSegment(gate.Selector, code, Cpl);
                Rip = gate.Offset;
                break;
        }
    }

    /// <summary>CALL ptr16:16/32, CALL m16:16/32/64.</summary>
    internal void CallFar(ushort selector, ulong offset, int size)
    {
        offset = Cut(offset, size);
        if (HasRealSegments)
        {
            CheckRealTarget(offset);
            StackCursor stack = CurrentStack();
            Push(ref stack, Cs.Selector, size);
            Push(ref stack, NextRip, size);
            LoadRealSegment(SegmentRegister.Cs, selector);
            Rsp = stack.Pointer;
            Rip = offset;
            return;
        }
        SegmentDescriptor descriptor = FetchTransferTarget(selector);
        if ((descriptor.Rights.Value & Segment.NonSystem) != 0)
        {
            CheckCodeTarget(selector, descriptor, selector & 3);
            StackCursor stack = CurrentStack();
            Push(ref stack, Cs.Selector, size);
            Push(ref stack, NextRip, size);
            CheckOffset(descriptor, offset);
            SetCodeSegment(selector, descriptor, Cpl);
            MoveStackPointer(stack.Pointer);
            Rip = offset;
            return;
        }
        switch (CheckSystemTarget(selector, ref descriptor))
        {
            case SystemSegmentType.AvailableTss16 or SystemSegmentType.AvailableTss:
                SwitchTask(selector, TaskSwitchSource.Call);
                break;
            case SystemSegmentType.TaskGate:
                SwitchTask(TaskGateTarget(descriptor), TaskSwitchSource.Call);
                break;
            default:
                CallThroughGate(DecodeCallGate(selector, descriptor));
                break;
        }
    }

    private void CallThroughGate(GateDescriptor gate)
    {
        SegmentDescriptor code = FetchGateCode(gate);
        if (DplOf(code) > Cpl)
            throw Fault(Vector.GeneralProtection, SelectorError(gate.Selector), "the call gate's code segment is less privileged than CPL");
        CheckPresent(gate.Selector, code);
        int size = IsLongMode ? 8 : gate.Type == SystemSegmentType.CallGate ? 4 : 2;
        bool inner = (code.Rights.Value & Segment.Conforming) == 0 && DplOf(code) < Cpl;
        if (!inner)
        {
            StackCursor same = CurrentStack();
            if (IsLongMode)
                same.Mask = ulong.MaxValue;
            Push(ref same, Cs.Selector, size);
            Push(ref same, NextRip, size);
            CheckOffset(code, gate.Offset);
            SetCodeSegment(gate.Selector, code, Cpl);
            MoveStackPointer(same.Pointer);
            Rip = gate.Offset;
            return;
        }
        int cpl = DplOf(code);
        ushort oldSs = Ss.Selector;
        ulong oldSp = Rsp;
        if (IsLongMode)
        {
            var stack = new StackCursor { Pointer = ReadTss64(4 + (8 * cpl)), Mask = ulong.MaxValue, User = cpl == 3 };
            Push(ref stack, oldSs, 8);
            Push(ref stack, oldSp, 8);
            Push(ref stack, Cs.Selector, 8);
            Push(ref stack, NextRip, 8);
            CheckOffset(code, gate.Offset);
            SetCodeSegment(gate.Selector, code, cpl);
            LoadNull(SegmentRegister.Ss, (ushort)cpl);
            Ss.AccessRights = (uint)(cpl << 5) | Segment.Unusable;
            UpdateMode();
            Rsp = stack.Pointer;
            Rip = gate.Offset;
            return;
        }
        (ushort ss, ulong sp) = ReadTssStack(cpl);
        SegmentDescriptor ssDescriptor = FetchInnerStack(ss, cpl);
        StackCursor inside = StackOf(ss, ssDescriptor, sp, cpl);
        Span<ulong> parameters = stackalloc ulong[32];
        for (int i = 0; i < gate.Count; i++)
            parameters[i] = ReadStack((ulong)(i * size), size);
        Push(ref inside, oldSs, size);
        Push(ref inside, oldSp, size);
        for (int i = gate.Count - 1; i >= 0; i--)
            Push(ref inside, parameters[i], size);
        Push(ref inside, Cs.Selector, size);
        Push(ref inside, NextRip, size);
        CheckOffset(code, gate.Offset);
        ssDescriptor = MarkAccessed(ss, ssDescriptor);
        code = MarkAccessed(gate.Selector, code);
        SetSegment(SegmentRegister.Ss, ss, ssDescriptor);
        SetCodeSegment(gate.Selector, code, cpl);
        MoveStackPointer(inside.Pointer);
        Rip = gate.Offset;
    }

    // ---- RET ---------------------------------------------------------------------------------------------------------------------

    /// <summary>RETF, RETF n.</summary>
    internal void ReturnFar(int size, ushort drop)
    {
        ulong offset = ReadStack(0, size);
        ushort selector = (ushort)ReadStack((ulong)size, size);
        if (HasRealSegments)
        {
            CheckRealTarget(offset);
            LoadRealSegment(SegmentRegister.Cs, selector);
            MoveStackPointer(Rsp + (ulong)(2 * size) + drop);
            Rip = offset;
            return;
        }
        SegmentDescriptor code = FetchReturnCode(selector);
        int rpl = selector & 3;
        if (rpl == Cpl)
        {
            CheckOffset(code, offset);
            code = MarkAccessed(selector, code);
            // The pointer is moved in the width that the stack has before the return.
            MoveStackPointer(Rsp + (ulong)(2 * size) + drop);
            SetCodeSegment(selector, code, rpl);
            Rip = offset;
            return;
        }
        ulong newSp = ReadStack((ulong)(2 * size) + drop, size);
        ushort ss = (ushort)ReadStack((ulong)(3 * size) + drop, size);
        ReturnOutward(selector, code, offset, ss, newSp, drop);
    }

    /// <summary>The last part of RETF and IRET to an outer level: checks and loads SS, then everything.</summary>
    private void ReturnOutward(ushort selector, SegmentDescriptor code, ulong offset, ushort ss, ulong sp, ushort drop)
    {
        int rpl = selector & 3;
        bool toLong = IsLongMode && (code.Rights.Value & Segment.Long) != 0;
        bool nullStack = IsNull(ss);
        SegmentDescriptor ssDescriptor = default;
        if (nullStack)
        {
            if (!toLong || rpl == 3)
                throw Fault(Vector.GeneralProtection, 0, "the return's SS is null");
        }
        else
            ssDescriptor = FetchStackDescriptor(ss, rpl, Vector.GeneralProtection);
        CheckOffset(code, offset);
        code = MarkAccessed(selector, code);
        if (!nullStack)
            ssDescriptor = MarkAccessed(ss, ssDescriptor);
        SetCodeSegment(selector, code, rpl);
        if (nullStack)
        {
            LoadNull(SegmentRegister.Ss, ss);
            Ss.AccessRights = (uint)(rpl << 5) | Segment.Unusable;
        }
        else
            SetSegment(SegmentRegister.Ss, ss, ssDescriptor);
        UpdateMode();
        MoveStackPointer(sp + drop);
        Rip = offset;
        DropInaccessibleSegments();
    }

    private SegmentDescriptor FetchReturnCode(ushort selector)
    {
        if (IsNull(selector))
            throw Fault(Vector.GeneralProtection, 0, "the return's CS is null");
        SegmentDescriptor code = FetchDescriptor(selector, Vector.GeneralProtection);
        uint rights = code.Rights.Value;
        int rpl = selector & 3;
        if (rpl < Cpl)
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "a return cannot go to an inner privilege level");
        CheckIsCode(selector, code);
        if ((rights & Segment.Conforming) != 0 ? DplOf(code) > rpl : DplOf(code) != rpl)
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the code segment's DPL does not fit the selector's RPL");
        CheckPresent(selector, code);
        return code;
    }

    // ---- IRET -----------------------------------------------------------------------------------------------------------------------

    /// <summary>IRET, IRETD, IRETQ in all modes.</summary>
    internal void InterruptReturn(int size)
    {
        if (IsRealMode)
        {
            ReturnFromRealInterrupt(size);
            return;
        }
        if (IsVirtual8086)
        {
            ReturnFromVirtualInterrupt(size);
            return;
        }
        if ((SystemFlags & RflagsBits.Nt) != 0)
        {
            if (IsLongMode)
                throw Fault(Vector.GeneralProtection, 0, "IRET with NT set in IA-32e mode");
            ushort link = ReadSystem<ushort>(Tr.LoadedBase);
            SwitchTask(link, TaskSwitchSource.Iret);
            return;
        }
        ulong offset = ReadStack(0, size);
        ushort selector = (ushort)ReadStack((ulong)size, size);
        uint flags = (uint)ReadStack((ulong)(2 * size), size);
        if (size == 4 && !IsLongMode && (flags & RflagsBits.Vm) != 0 && Cpl == 0)
        {
            ReturnToVirtual8086(offset, selector, flags);
            return;
        }
        SegmentDescriptor code = FetchReturnCode(selector);
        int rpl = selector & 3;
        int before = Cpl;
        // In 64-bit mode SS:RSP is always on the frame, and always loaded.
        if (rpl != Cpl || Is64BitCode)
        {
            ulong sp = ReadStack((ulong)(3 * size), size);
            ushort ss = (ushort)ReadStack((ulong)(4 * size), size);
            ReturnOutward(selector, code, offset, ss, sp, drop: 0);
        }
        else
        {
            CheckOffset(code, offset);
            code = MarkAccessed(selector, code);
            MoveStackPointer(Rsp + (ulong)(3 * size));
            SetCodeSegment(selector, code, rpl);
            Rip = offset;
        }
        LoadFlags(flags, size, before);
    }

    /// <summary>What IRET may change, by the privilege that it came from.</summary>
    private void LoadFlags(uint image, int size, int cpl)
    {
        uint changed = StatusFlags | RflagsBits.Tf | RflagsBits.Df | RflagsBits.Nt;
        if (size != 2)
            changed |= RflagsBits.Rf | RflagsBits.Ac | RflagsBits.Id;
        if (cpl <= Iopl)
            changed |= RflagsBits.If;
        if (cpl == 0)
        {
            changed |= RflagsBits.Iopl;
            if (size != 2)
                changed |= RflagsBits.Vif | RflagsBits.Vip;
        }
        Rflags = (Rflags & ~changed) | (image & changed);
        NoteResumeFlag();
    }

    private void ReturnFromRealInterrupt(int size)
    {
        ulong offset = ReadStack(0, size);
        ushort selector = (ushort)ReadStack((ulong)size, size);
        uint image = (uint)ReadStack((ulong)(2 * size), size);
        CheckRealTarget(offset);
        LoadRealSegment(SegmentRegister.Cs, selector);
        MoveStackPointer(Rsp + (ulong)(3 * size));
        Rip = offset;
        uint changed = StatusFlags | RflagsBits.Tf | RflagsBits.If | RflagsBits.Df | RflagsBits.Iopl | RflagsBits.Nt;
        if (size == 4)
            changed |= RflagsBits.Rf | RflagsBits.Ac | RflagsBits.Id;
        Rflags = (Rflags & ~changed) | (image & changed);
        NoteResumeFlag();
    }

    private void ReturnFromVirtualInterrupt(int size)
    {
        bool extended = Iopl < 3;
        if (extended && (size != 2 || (Cr4 & Cr4Bits.VME) == 0))
            throw Fault(Vector.GeneralProtection, 0, "IRET in virtual-8086 mode with IOPL below 3");
        ulong offset = ReadStack(0, size);
        ushort selector = (ushort)ReadStack((ulong)size, size);
        uint image = (uint)ReadStack((ulong)(2 * size), size);
        uint changed = StatusFlags | RflagsBits.Tf | RflagsBits.Df | RflagsBits.Nt;
        if (size == 4)
            changed |= RflagsBits.Rf | RflagsBits.Ac | RflagsBits.Id;
        if (extended)
        {
            if ((image & RflagsBits.Tf) != 0 || ((image & RflagsBits.If) != 0 && (SystemFlags & RflagsBits.Vip) != 0))
                throw Fault(Vector.GeneralProtection, 0, "IRET with TF, or with IF while an interrupt is pending (VIP)");
            changed |= RflagsBits.Vif;
            image = (image & ~RflagsBits.Vif) | ((image & RflagsBits.If) != 0 ? RflagsBits.Vif : 0);
        }
        else
            changed |= RflagsBits.If;
        CheckRealTarget(offset);
        LoadRealSegment(SegmentRegister.Cs, selector);
        MoveStackPointer(Rsp + (ulong)(3 * size));
        Rip = offset;
        Rflags = (Rflags & ~changed) | (image & changed);
        NoteResumeFlag();
    }

    private void ReturnToVirtual8086(ulong offset, ushort cs, uint flags)
    {
        Span<ushort> selectors = stackalloc ushort[6];
        uint sp = (uint)ReadStack(12, 4);
        for (int i = 0; i < 5; i++)
            selectors[i] = (ushort)ReadStack((ulong)(16 + (4 * i)), 4);
        if (offset > 0xFFFF)
            throw Fault(Vector.GeneralProtection, 0, "IRET to virtual-8086 mode with EIP above 0xFFFF");
        Cpl = 3;
        SetStatusFlags(flags);
        SystemFlags = (flags & RflagsBits.System) | RflagsBits.Vm;
        LoadRealSegment(SegmentRegister.Cs, cs);
        LoadRealSegment(SegmentRegister.Ss, selectors[0]);
        LoadRealSegment(SegmentRegister.Es, selectors[1]);
        LoadRealSegment(SegmentRegister.Ds, selectors[2]);
        LoadRealSegment(SegmentRegister.Fs, selectors[3]);
        LoadRealSegment(SegmentRegister.Gs, selectors[4]);
        UpdateMode();
        Rsp = sp;
        Rip = offset;
        NoteResumeFlag();
    }

    // ---- checks that the transfers share -----------------------------------------------------------------------------------------------

    private void CheckRealTarget(ulong offset)
    {
        if (offset > Cs.Limit)
            throw Fault(Vector.GeneralProtection, 0, "the target is beyond the code segment's limit");
    }

    private SegmentDescriptor FetchTransferTarget(ushort selector)
    {
        if (IsNull(selector))
            throw Fault(Vector.GeneralProtection, 0, "the target's selector is null");
        return FetchDescriptor(selector, Vector.GeneralProtection);
    }

    private static int DplOf(SegmentDescriptor descriptor) => (int)(descriptor.Rights.Value >> 5) & 3;

    private void CheckIsCode(ushort selector, SegmentDescriptor code)
    {
        uint rights = code.Rights.Value;
        if ((rights & (Segment.NonSystem | Segment.Code)) != (Segment.NonSystem | Segment.Code))
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the descriptor is not a code segment");
        if (IsLongMode && (rights & (Segment.Long | Segment.Big)) == (Segment.Long | Segment.Big))
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the code segment has both L and D set");
    }

    private void CheckCodeTarget(ushort selector, SegmentDescriptor code, int rpl)
    {
        CheckIsCode(selector, code);
        if ((code.Rights.Value & Segment.Conforming) != 0)
        {
            if (DplOf(code) > Cpl)
                throw Fault(Vector.GeneralProtection, SelectorError(selector), "the conforming code segment is less privileged than CPL");
        }
        else if (rpl > Cpl || DplOf(code) != Cpl)
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the code segment's privilege level is not CPL");
        CheckPresent(selector, code);
    }

    private void CheckPresent(ushort selector, SegmentDescriptor descriptor)
    {
        if ((descriptor.Rights.Value & Segment.Present) == 0)
            throw Fault(Vector.SegmentNotPresent, SelectorError(selector), "the segment is not present");
    }

    private void CheckOffset(SegmentDescriptor code, ulong offset)
    {
        bool toLong = IsLongMode && (code.Rights.Value & Segment.Long) != 0;
        if (toLong ? !IsCanonical(offset) : (uint)offset > code.Limit)
            throw Fault(Vector.GeneralProtection, _externalBit, "the target is beyond the code segment's limit, or not canonical");
    }

    private SystemSegmentType CheckSystemTarget(ushort selector, ref SegmentDescriptor descriptor)
    {
        var type = (SystemSegmentType)(descriptor.Rights.Value & 15);
        bool known = IsLongMode
            ? type == SystemSegmentType.CallGate
            : type is SystemSegmentType.AvailableTss16 or SystemSegmentType.AvailableTss or SystemSegmentType.TaskGate
                or SystemSegmentType.CallGate16 or SystemSegmentType.CallGate;
        if (!known)
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the descriptor is no target of a far transfer");
        if (DplOf(descriptor) < Cpl || DplOf(descriptor) < (selector & 3))
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the gate's or TSS's DPL is below CPL or RPL");
        if ((type is SystemSegmentType.AvailableTss16 or SystemSegmentType.AvailableTss) && (selector & 4) != 0)
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "a TSS selector must point into the GDT");
        if (IsLongMode)
            descriptor = FetchSystemGate(selector);
        CheckPresent(selector, descriptor);
        return type;
    }

    private SegmentDescriptor FetchSystemGate(ushort selector)
    {
        ulong address = DescriptorAddress(selector, 16, out bool inside);
        if (!inside)
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the call gate's upper half is outside the table");
        ulong low = ReadSystem<ulong>(address), high = ReadSystem<ulong>(address + 8);
        if ((high >> 40 & 0x1F) != 0)
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "the upper half of the call gate has a type");
        return new SegmentDescriptor(low, high);
    }

    private GateDescriptor DecodeCallGate(ushort selector, SegmentDescriptor descriptor)
    {
        var gate = GateDescriptor.Decode(descriptor.Low, descriptor.High, IsLongMode);
        return gate.Type is SystemSegmentType.CallGate or SystemSegmentType.CallGate16
            ? gate
            : throw Fault(Vector.GeneralProtection, SelectorError(selector), "the descriptor is not a call gate");
    }

    private SegmentDescriptor FetchGateCode(GateDescriptor gate)
    {
        if (IsNull(gate.Selector))
            throw Fault(Vector.GeneralProtection, 0, "the call gate's code selector is null");
        SegmentDescriptor code = FetchDescriptor(gate.Selector, Vector.GeneralProtection);
        CheckIsCode(gate.Selector, code);
        if (IsLongMode && (code.Rights.Value & Segment.Long) == 0)
            throw Fault(Vector.GeneralProtection, SelectorError(gate.Selector), "a call gate in IA-32e mode must lead to 64-bit code");
        return code;
    }

    private ushort TaskGateTarget(SegmentDescriptor gate)
    {
        var selector = (ushort)(gate.Low >> 16);
        if ((selector & 4) != 0)
            throw Fault(Vector.GeneralProtection, SelectorError(selector), "a TSS selector must point into the GDT");
        return selector;
    }

    /// <summary>The stack for an inner privilege level, out of the current task state.</summary>
    private (ushort Ss, ulong Sp) ReadTssStack(int cpl)
    {
        bool wide = ((SystemSegmentType)(Tr.AccessRights & 15)) is SystemSegmentType.BusyTss or SystemSegmentType.AvailableTss;
        uint offset = wide ? (uint)(4 + (8 * cpl)) : (uint)(2 + (4 * cpl));
        if (offset + (wide ? 7 : 3) > Tr.Limit)
            throw Fault(Vector.InvalidTss, SelectorError(Tr.Selector), "the inner stack is beyond the TSS's limit");
        ulong address = Tr.LoadedBase + offset;
        return wide
            ? (ReadSystem<ushort>(address + 4), ReadSystem<uint>(address))
            : (ReadSystem<ushort>(address + 2), ReadSystem<ushort>(address));
    }

    private ulong ReadTss64(int offset)
    {
        if ((uint)offset + 7 > Tr.Limit)
            throw Fault(Vector.InvalidTss, SelectorError(Tr.Selector), "the inner stack is beyond the TSS's limit");
        ulong pointer = ReadSystem<ulong>(Tr.LoadedBase + (ulong)offset);
        return IsCanonical(pointer) ? pointer : throw Fault(Vector.StackSegmentFault, _externalBit, "the inner stack pointer is not canonical");
    }

    private SegmentDescriptor FetchInnerStack(ushort ss, int cpl)
    {
        if (IsNull(ss))
            throw Fault(Vector.InvalidTss, SelectorError(ss), "the inner stack's SS is null");
        return FetchStackDescriptor(ss, cpl, Vector.InvalidTss);
    }
}
