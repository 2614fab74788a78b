using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Runtime.Cpu;

/// <summary>What switches the task; the numbers are those of the VMX exit qualification.</summary>
internal enum TaskSwitchSource
{
    Call = 0,
    Iret = 1,
    Jump = 2,
    Gate = 3,
}

// Task switches ("Task Management")
// -----------------------------------
// The outgoing state is saved in the current TSS, the incoming one loaded from the new: registers first, then the LDT, then the segments, whose
// checks fail in the context of the *new* task (its CS:EIP is on the frame of the #TS). Busy bits, the back link and NT record nesting:
// CALL and gates nest, JMP replaces, IRET goes back.
public sealed unsafe partial class Processor
{
    /// <summary>Switches to the task whose TSS a selector names. Rip must be the instruction's, NextRip what the task resumes at.</summary>
    /// <param name="errorCode">For an exception through a task gate: pushed on the new task's stack.</param>
    internal void SwitchTask(ushort selector, TaskSwitchSource source, uint? errorCode = null)
    {
        Vector wrong = source == TaskSwitchSource.Iret ? Vector.InvalidTss : Vector.GeneralProtection;
        if (IsNull(selector) || (selector & 4) != 0)
            throw Fault(wrong, SelectorError(selector), "a TSS selector must point into the GDT");
        SegmentDescriptor descriptor = FetchDescriptor(selector, wrong);
        uint type = descriptor.Rights.Value & 0x1F;
        uint expected = source == TaskSwitchSource.Iret ? 3U : 1U;
        if (type != expected && type != (expected | 8))
            throw Fault(wrong, SelectorError(selector), source == TaskSwitchSource.Iret ? "the task is not busy" : "the task is not available");
        if ((descriptor.Rights.Value & Segment.Present) == 0)
            throw Fault(Vector.SegmentNotPresent, SelectorError(selector), "the TSS is not present");
        bool wide = (type & 8) != 0;
        if (descriptor.Limit < (wide ? 103 : 43))
            throw Fault(Vector.InvalidTss, SelectorError(selector), "the TSS is too short");
        if (NonRoot && Vmx!.OnTaskSwitch(selector, (int)source, (int)(NextRip - Rip)))
            return;

        ulong newBase = descriptor.Base, oldBase = Tr.LoadedBase;
        bool oldWide = (Tr.AccessRights & 8) != 0;
        // Everything of both task states is touched first, so that a page fault still belongs to the old task.
        ProbeWrite(oldBase, oldWide ? 104 : 44, user: false);
        NewTask task = wide ? ReadTask32(newBase) : ReadTask16(newBase);
        if (source is TaskSwitchSource.Call or TaskSwitchSource.Gate)
            ProbeWrite(newBase, 2, user: false);

        if (source is TaskSwitchSource.Jump or TaskSwitchSource.Iret)
            MarkBusy(Tr.Selector, busy: false);
        uint flags = Rflags;
        if (source == TaskSwitchSource.Iret)
            flags &= ~RflagsBits.Nt;
        ulong resume = source == TaskSwitchSource.Gate && _gateResumesAtFault ? Rip : NextRip;
        if (oldWide)
            SaveTask32(oldBase, (uint)resume, flags);
        else
            SaveTask16(oldBase, (ushort)resume, (ushort)flags);
        ushort oldSelector = Tr.Selector;
        if (source is TaskSwitchSource.Call or TaskSwitchSource.Gate)
        {
            WriteSystem(newBase, oldSelector);
            task.Flags |= RflagsBits.Nt;
        }
        if (source != TaskSwitchSource.Iret)
            MarkBusy(selector, busy: true);

        SetSegment(SegmentRegister.Tr, selector, descriptor);
        Tr.AccessRights |= 2;
        Cr0 |= Cr0Bits.TS;
        // Breakpoints enabled for one task only (L0..L3, LE) end with it.
        Dr7 &= ~0x155UL;
        UpdateBreakpoints();
        if (wide && (Cr0 & Cr0Bits.PG) != 0 && task.Cr3 != Cr3)
        {
            Cr3 = task.Cr3;
            if ((Cr4 & Cr4Bits.PAE) != 0 && !TryLoadPdptes(Cr3))
                throw Fault(Vector.GeneralProtection, 0, "the new task's page-directory pointers have reserved bits set");
            FlushAddressSpace();
        }
        for (int i = 0; i < 8; i++)
        {
            // "The upper 16 bits of the registers are modified and not maintained" ("16-Bit Task-State Segment (TSS)"): ones, as processors and Bochs have it.
            Registers[i] = wide ? task.Registers[i] : task.Registers[i] | 0xFFFF_0000;
        }
        Rip = NextRip = task.Ip;
        LoadTaskSegments(task, selector, wide);
        if (errorCode is { } code)
        {
            StackCursor stack = CurrentStack();
            Push(ref stack, code, wide ? 4 : 2);
            MoveStackPointer(stack.Pointer);
        }
        if (Rip > Cs.Limit)
            throw Fault(Vector.GeneralProtection, _externalBit, "the new task's instruction pointer is beyond its code segment");
        NoteResumeFlag();
        if (task.Trap)
        {
            _debugTrap |= Dr6Bits.TaskSwitch;
            UpdateAttention();
        }
    }

    // An exception that is a fault resumes at the instruction; INT n, interrupts and traps behind it.
    private bool _gateResumesAtFault;

    private ref struct NewTask
    {
        public ulong Cr3;
        public uint Ip;
        public uint Flags;
        public bool Trap;
        public ushort Ldt;
        public Eight<uint> Registers;

        // ES, CS, SS, DS, FS, GS
        public Eight<ushort> Selectors;
    }

    [System.Runtime.CompilerServices.InlineArray(8)]
    private struct Eight<T>
        where T : unmanaged
    {
        private T _first;
    }

    private NewTask ReadTask32(ulong address)
    {
        var task = new NewTask
        {
            Cr3 = ReadSystem<uint>(address + 0x1C),
            Ip = ReadSystem<uint>(address + 0x20),
            Flags = ReadSystem<uint>(address + 0x24),
            Ldt = ReadSystem<ushort>(address + 0x60),
            Trap = (ReadSystem<ushort>(address + 0x64) & 1) != 0,
        };
        for (int i = 0; i < 8; i++)
            task.Registers[i] = ReadSystem<uint>(address + 0x28 + (ulong)(4 * i));
        for (int i = 0; i < 6; i++)
            task.Selectors[i] = ReadSystem<ushort>(address + 0x48 + (ulong)(4 * i));
        return task;
    }

    private NewTask ReadTask16(ulong address)
    {
        var task = new NewTask
        {
            Ip = ReadSystem<ushort>(address + 14),
            Flags = ReadSystem<ushort>(address + 16),
            Ldt = ReadSystem<ushort>(address + 42),
        };
        for (int i = 0; i < 8; i++)
            task.Registers[i] = ReadSystem<ushort>(address + 18 + (ulong)(2 * i));
        for (int i = 0; i < 4; i++)
            task.Selectors[i] = ReadSystem<ushort>(address + 34 + (ulong)(2 * i));
        return task;
    }

    private void SaveTask32(ulong address, uint ip, uint flags)
    {
        WriteSystem(address + 0x20, ip);
        WriteSystem(address + 0x24, flags);
        for (int i = 0; i < 8; i++)
            WriteSystem(address + 0x28 + (ulong)(4 * i), (uint)Registers[i]);
        for (int i = 0; i < 6; i++)
            WriteSystem(address + 0x48 + (ulong)(4 * i), Segments[i].Selector);
    }

    private void SaveTask16(ulong address, ushort ip, ushort flags)
    {
        WriteSystem(address + 14, ip);
        WriteSystem(address + 16, flags);
        for (int i = 0; i < 8; i++)
            WriteSystem(address + 18 + (ulong)(2 * i), (ushort)Registers[i]);
        for (int i = 0; i < 4; i++)
            WriteSystem(address + 34 + (ulong)(2 * i), Segments[i].Selector);
    }

    private void LoadTaskSegments(NewTask task, ushort tss, bool wide)
    {
        // First the selectors alone: if a check fails, the exception happens in the new task with these in its registers.
        for (int i = 0; i < 6; i++)
        {
            LoadNull((SegmentRegister)i, task.Selectors[i]);
        }
        LoadNull(SegmentRegister.Ldtr, task.Ldt);
        bool virtual8086 = wide && (task.Flags & RflagsBits.Vm) != 0;
        SetStatusFlags(task.Flags);
        SystemFlags = task.Flags & RflagsBits.System & (wide ? uint.MaxValue : 0xFFFF);
        // Until SS is loaded there is no stack: at level 3 an exception's handler gets one from the new task state.
        Cpl = 3;
        UpdateMode();

        if (!IsNull(task.Ldt))
        {
            if ((task.Ldt & 4) != 0)
                throw Fault(Vector.InvalidTss, SelectorError(task.Ldt), "the new task's LDT selector does not point into the GDT");
            SegmentDescriptor ldt = FetchDescriptor(task.Ldt, Vector.InvalidTss);
            if ((ldt.Rights.Value & 0x1F) != (uint)SystemSegmentType.Ldt || (ldt.Rights.Value & Segment.Present) == 0)
                throw Fault(Vector.InvalidTss, SelectorError(task.Ldt), "the new task's LDT is not an LDT, or not present");
            SetSegment(SegmentRegister.Ldtr, task.Ldt, ldt);
        }
        if (virtual8086)
        {
            for (int i = 0; i < 6; i++)
                LoadRealSegment((SegmentRegister)i, task.Selectors[i]);
            UpdateMode();
            return;
        }

        // The manual leaves the order open ("Exception Conditions Checked During a Task Switch"); this is Bochs'.
        ushort cs = task.Selectors[1];
        LoadStackSegment(task.Selectors[2], cs & 3, Vector.InvalidTss);
        Cpl = cs & 3;
        UpdateMode();
        LoadTaskData(SegmentRegister.Ds, task.Selectors[3]);
        LoadTaskData(SegmentRegister.Es, task.Selectors[0]);
        LoadTaskData(SegmentRegister.Fs, task.Selectors[4]);
        LoadTaskData(SegmentRegister.Gs, task.Selectors[5]);
        if (IsNull(cs))
            throw Fault(Vector.InvalidTss, SelectorError(cs), "the new task's CS is null");
        SegmentDescriptor code = FetchDescriptor(cs, Vector.InvalidTss);
        uint rights = code.Rights.Value;
        if ((rights & (Segment.NonSystem | Segment.Code)) != (Segment.NonSystem | Segment.Code))
            throw Fault(Vector.InvalidTss, SelectorError(cs), "the new task's CS is not a code segment");
        if ((rights & Segment.Conforming) != 0 ? DplOf(code) > (cs & 3) : DplOf(code) != (cs & 3))
            throw Fault(Vector.InvalidTss, SelectorError(cs), "the new task's CS has a DPL that does not fit its RPL");
        CheckPresent(cs, code);
        SetCodeSegment(cs, code, cs & 3);
    }

    private void LoadTaskData(SegmentRegister register, ushort selector)
    {
        if (IsNull(selector))
        {
            LoadNull(register, selector);
            return;
        }
        SegmentDescriptor descriptor = FetchDescriptor(selector, Vector.InvalidTss);
        CheckDataSegment(selector, descriptor, Vector.InvalidTss);
        SetSegment(register, selector, MarkAccessed(selector, descriptor));
    }
}
