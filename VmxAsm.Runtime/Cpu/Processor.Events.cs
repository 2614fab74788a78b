using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Runtime.Cpu;

/// <summary>One link of the chain that a fault during the delivery of another makes.</summary>
/// <param name="Type">What <paramref name="Vector"/> is the number of.</param>
/// <param name="Because">What was wrong, where the vector alone does not say.</param>
internal readonly record struct FaultLink(EventType Type, Vector Vector, bool HasErrorCode, uint ErrorCode, ulong Detail, ushort Cs, ulong Rip, string? Because);

// Event delivery ("Interrupt and Exception Handling")
// ----------------------------------------------------
// An event goes through the IVT in real mode, the IDT else: same privilege, inner privilege with a stack from the TSS, out of virtual-8086 mode, the
// 64-bit form with its interrupt stack table, or a task gate. A fault on the way is combined with the event: benign ones are
// simply delivered instead, contributory ones and page faults make a double fault, and a fault on the way of that is a triple fault.
public sealed unsafe partial class Processor
{
    private const int LongestChain = 8;
    private readonly FaultLink[] _faultChain = new FaultLink[LongestChain];
    private int _faultChainLength;

    /// <summary>The exceptions of the last delivery, first to last; after a triple fault, how it came about.</summary>
    internal ReadOnlySpan<FaultLink> FaultChain => _faultChain.AsSpan(0, _faultChainLength);

    private void DeliverPendingException()
    {
        PendingEvent pending = Pending;
        EventType type = EventType.HardwareException;
        DeliverEvent(type, (byte)pending.Vector, pending.HasErrorCode ? pending.ErrorCode : null, 0, pending.Detail, pending.Because);
    }

    /// <summary>Told of every event before it is delivered; null when nobody traces.</summary>
    internal Action<EventType, byte, uint?>? EventObserver { get; set; }

    /// <summary>Delivers an event; a fault while doing so is delivered in turn, up to the triple fault.</summary>
    /// <param name="instructionLength">Of INT n, INT3, INTO, INT1: the return address lies so far behind Rip.</param>
    /// <param name="injected">VM entry injects it: it is not intercepted.</param>
    internal void DeliverEvent(
        EventType type, byte vector, uint? errorCode = null, int instructionLength = 0, ulong detail = 0, string? because = null, bool injected = false)
    {
        EventObserver?.Invoke(type, vector, errorCode);
        _traceDelivered = true;
        _faultChainLength = 0;
        bool interceptable = !injected;
        if (injected && type == EventType.HardwareException && vector == (byte)Vector.PageFault)
            detail = Cr2;
        while (true)
        {
            Note(type, (Vector)vector, errorCode, detail, because);
            bool exception = type is EventType.HardwareException;
            if (NonRoot && interceptable
                && Vmx!.OnEvent(type, vector, errorCode.HasValue, errorCode.GetValueOrDefault(), detail, instructionLength))
                return;
            // What a VM entry injects has happened before: CR2, DR6 and RF are the host's to set.
            if (exception && interceptable)
                NoteExceptionState((Vector)vector, detail);
            interceptable = true;
            bool software = type is EventType.SoftwareInterrupt or EventType.SoftwareException;
            _externalBit = software ? 0U : 1U;
            // Only what MOV SS held back survives, and only INT n and its like; what the delivery itself touches is reported in front of the handler's first instruction.
            _debugTrap &= software ? Dr6Bits.Breakpoints : 0;
            try
            {
                Deliver(type, vector, errorCode, instructionLength);
                FinishDelivery();
                if (NonRoot)
                    Vmx!.OnDelivered();
                return;
            }
            catch (ProcessorFault)
            {
                if (Pending.Kind != PendingKind.Exception)
                {
                    // A VM exit (EPT violation) while delivering: the unit has noted what was being delivered.
                    _debugTrap = 0;
                    FinishDelivery();
                    Vmx!.OnDeliveryFault(type, vector, errorCode.HasValue, errorCode.GetValueOrDefault(), instructionLength);
                    return;
                }
            }
            finally
            {
                _externalBit = 0;
            }
            PendingEvent second = Pending;
            Pending.Kind = PendingKind.None;
            if (NonRoot)
            {
                // The second exception can exit as itself, before the two are combined.
                Vmx!.OnDeliveryFault(type, vector, errorCode.HasValue, errorCode.GetValueOrDefault(), instructionLength);
                if (Vmx.OnEvent(EventType.HardwareException, (byte)second.Vector, second.HasErrorCode, second.ErrorCode, second.Detail, 0))
                    return;
            }
            Kind first = type == EventType.HardwareException ? KindOf((Vector)vector) : Kind.Benign;
            Kind next = KindOf(second.Vector);
            instructionLength = 0;
            type = EventType.HardwareException;
            if (first == Kind.DoubleFault && next != Kind.Benign)
            {
                Note(type, second.Vector, second.HasErrorCode ? second.ErrorCode : null, second.Detail, second.Because);
                TripleFault();
                return;
            }
            // The fault that makes it one has set RF by then.
            bool doubleFault = (first == Kind.Contributory && next == Kind.Contributory)
                || (first == Kind.PageFault && next is Kind.Contributory or Kind.PageFault);
            if (doubleFault)
            {
                Note(type, second.Vector, second.HasErrorCode ? second.ErrorCode : null, second.Detail, second.Because);
                if (second.Vector == Vector.PageFault)
                    Cr2 = second.Detail;
                SystemFlags |= RflagsBits.Rf;
                (vector, errorCode, detail, because) = ((byte)Vector.DoubleFault, 0, 0, null);
            }
            else
                (vector, errorCode, detail, because) = ((byte)second.Vector, second.HasErrorCode ? second.ErrorCode : null, second.Detail, second.Because);
        }
    }

    private enum Kind
    {
        Benign,
        Contributory,
        PageFault,
        DoubleFault,
    }

    private static Kind KindOf(Vector vector) => vector switch
    {
        Vector.DivideError or Vector.InvalidTss or Vector.SegmentNotPresent or Vector.StackSegmentFault or Vector.GeneralProtection
            or Vector.ControlProtection => Kind.Contributory,
        Vector.PageFault or Vector.Virtualization => Kind.PageFault,
        Vector.DoubleFault => Kind.DoubleFault,
        _ => Kind.Benign,
    };

    private void Note(EventType type, Vector vector, uint? errorCode, ulong detail, string? because)
    {
        if (_faultChainLength < LongestChain)
            _faultChain[_faultChainLength++] = new(type, vector, errorCode.HasValue, errorCode.GetValueOrDefault(), detail, Cs.Selector, Rip, because);
    }

    private void NoteExceptionState(Vector vector, ulong detail)
    {
        if (vector == Vector.PageFault)
            Cr2 = detail;
        else if (vector == Vector.Debug)
        {
            Dr6 = (Dr6 & ~15UL) | detail;
            Dr7 &= ~0x2000UL;
        }
        if (PushesResumeFlag(vector))
            SystemFlags |= RflagsBits.Rf;
    }

    /// <summary>Faults push RF so that the instruction can be resumed past its own code breakpoint.</summary>
    internal static bool PushesResumeFlag(Vector vector) =>
        vector is not (Vector.Debug or Vector.Breakpoint or Vector.Overflow or Vector.Nmi or Vector.MachineCheck or Vector.DoubleFault);

    private void FinishDelivery()
    {
        BlockedBySti = false;
        BlockedByMovSs = false;
        Activity = ActivityState.Active;
        UpdateSignalMask();
    }

    private void TripleFault()
    {
        if (NonRoot && Vmx!.OnTripleFault())
            return;
        Activity = ActivityState.Shutdown;
        _stop = RunStop.TripleFault;
    }

    private void Deliver(EventType type, byte vector, uint? errorCode, int instructionLength)
    {
        bool software = type is EventType.SoftwareInterrupt or EventType.SoftwareException or EventType.PrivilegedSoftwareException;
        ulong back = software ? MaskRip(Rip + (ulong)instructionLength) : Rip;
        _gateResumesAtFault = !software;
        if (IsRealMode)
            DeliverReal(vector, back);
        else if (IsLongMode)
            DeliverLong(type, vector, errorCode, back);
        else
            DeliverProtected(type, vector, errorCode, back);
    }

    private void DeliverReal(byte vector, ulong back)
    {
        uint entry = (uint)(4 * vector);
        if (entry + 3 > Idtr.Limit)
            throw Fault(Vector.GeneralProtection, _externalBit, "the vector is beyond the interrupt vector table's limit");
        StackCursor stack = CurrentStack();
        Push(ref stack, Rflags, 2);
        Push(ref stack, Cs.Selector, 2);
        Push(ref stack, back, 2);
        ushort offset = ReadSystem<ushort>(Idtr.Base + entry);
        ushort selector = ReadSystem<ushort>(Idtr.Base + entry + 2);
        if (offset > Cs.Limit)
            throw Fault(Vector.GeneralProtection, 0, "the handler is beyond the code segment's limit");
        LoadRealSegment(SegmentRegister.Cs, selector);
        MoveStackPointer(stack.Pointer);
        Rip = offset;
        SetSystemFlags(SystemFlags & ~(RflagsBits.If | RflagsBits.Tf | RflagsBits.Ac | RflagsBits.Rf));
    }

    /// <summary>INT n in virtual-8086 mode that the redirection bitmap leaves to the program itself ("Virtual-8086 Mode Extensions").</summary>
    internal bool TryRedirectInterrupt(byte vector)
    {
        if ((Cr4 & Cr4Bits.VME) == 0)
            return false;
        if (Tr.Limit < 103)
            throw Fault(Vector.GeneralProtection, 0, "the TSS has no I/O map base");
        uint map = ReadSystem<ushort>(Tr.LoadedBase + 102);
        uint place = map - 32 + (vector / 8U);
        if (place > Tr.Limit)
            throw Fault(Vector.GeneralProtection, 0, "the interrupt redirection bitmap is beyond the TSS's limit");
        if ((ReadSystem<byte>(Tr.LoadedBase + place) >> (vector & 7) & 1) != 0)
            return false;
        uint flags = Rflags;
        bool extended = Iopl < 3;
        if (extended)
            flags = (flags & ~RflagsBits.If) | RflagsBits.Iopl | ((flags & RflagsBits.Vif) != 0 ? RflagsBits.If : 0);
        ushort offset = ReadLinear<ushort>((ulong)(4 * vector), user: true);
        ushort selector = ReadLinear<ushort>((ulong)(4 * vector) + 2, user: true);
        StackCursor stack = CurrentStack();
        Push(ref stack, flags, 2);
        Push(ref stack, Cs.Selector, 2);
        Push(ref stack, NextRip, 2);
        LoadRealSegment(SegmentRegister.Cs, selector);
        MoveStackPointer(stack.Pointer);
        Rip = offset;
        SetSystemFlags(SystemFlags & ~(RflagsBits.Tf | RflagsBits.Nt | RflagsBits.Rf | (extended ? RflagsBits.Vif : RflagsBits.If)));
        // As with every interrupt, a single step ends with the program's own handler entered, and is not reported there.
        _traceDelivered = true;
        FinishDelivery();
        return true;
    }

    private uint VectorError(byte vector) => (uint)(vector * 8) | 2 | _externalBit;

    private GateDescriptor ReadGate(EventType type, byte vector, bool ia32e)
    {
        uint size = ia32e ? 16U : 8U;
        uint offset = vector * size;
        if (offset + size - 1 > Idtr.Limit)
            throw Fault(Vector.GeneralProtection, VectorError(vector), "the vector is beyond the IDT's limit");
        ulong low = ReadSystem<ulong>(Idtr.Base + offset), high = ia32e ? ReadSystem<ulong>(Idtr.Base + offset + 8) : 0;
        var gate = GateDescriptor.Decode(low, high, ia32e);
        bool system = (low >> 44 & 1) == 0;
        bool fits = gate.Type is SystemSegmentType.InterruptGate or SystemSegmentType.TrapGate
            || (!ia32e && gate.Type is SystemSegmentType.InterruptGate16 or SystemSegmentType.TrapGate16 or SystemSegmentType.TaskGate);
        if (!system || !fits || (ia32e && (high >> 40 & 0x1F) != 0))
            throw Fault(Vector.GeneralProtection, VectorError(vector), "the IDT's entry is not a gate for events");
        if (type is EventType.SoftwareInterrupt or EventType.SoftwareException && gate.Dpl < Cpl)
            throw Fault(Vector.GeneralProtection, VectorError(vector), "the gate's DPL is below CPL: the program may not use it");
        if (!gate.Present)
            throw Fault(Vector.SegmentNotPresent, VectorError(vector), "the gate is not present");
        return gate;
    }

    private SegmentDescriptor FetchHandlerCode(GateDescriptor gate)
    {
        if (IsNull(gate.Selector))
            throw Fault(Vector.GeneralProtection, _externalBit, "the gate's code selector is null");
        SegmentDescriptor code = FetchDescriptor(gate.Selector, Vector.GeneralProtection);
        uint rights = code.Rights.Value;
        if ((rights & (Segment.NonSystem | Segment.Code)) != (Segment.NonSystem | Segment.Code) || DplOf(code) > Cpl)
            throw Fault(Vector.GeneralProtection, SelectorError(gate.Selector), "the gate leads to no code segment of CPL's or an inner level");
        return code;
    }

    private void DeliverProtected(EventType type, byte vector, uint? errorCode, ulong back)
    {
        GateDescriptor gate = ReadGate(type, vector, ia32e: false);
        if (gate.Type == SystemSegmentType.TaskGate)
        {
            NextRip = back;
            if ((gate.Selector & 4) != 0)
                throw Fault(Vector.GeneralProtection, SelectorError(gate.Selector), "a TSS selector must point into the GDT");
            SwitchTask(gate.Selector, TaskSwitchSource.Gate, errorCode);
            return;
        }
        SegmentDescriptor code = FetchHandlerCode(gate);
        CheckPresent(gate.Selector, code);
        bool conforming = (code.Rights.Value & Segment.Conforming) != 0;
        int dpl = DplOf(code);
        int size = gate.Type is SystemSegmentType.InterruptGate or SystemSegmentType.TrapGate ? 4 : 2;
        bool virtual8086 = IsVirtual8086;
        uint flags = Rflags;
        if (!conforming && dpl < Cpl)
        {
            if (virtual8086 && dpl != 0)
                throw Fault(Vector.GeneralProtection, SelectorError(gate.Selector), "out of virtual-8086 mode a gate must lead to level 0");
            (ushort ss, ulong sp) = ReadTssStack(dpl);
            SegmentDescriptor ssDescriptor = FetchInnerStack(ss, dpl);
            CheckHandlerOffset(code, gate);
            StackCursor stack = StackOf(ss, ssDescriptor, sp, dpl);
            if (virtual8086)
            {
                Push(ref stack, Gs.Selector, size);
                Push(ref stack, Fs.Selector, size);
                Push(ref stack, Ds.Selector, size);
                Push(ref stack, Es.Selector, size);
            }
            Push(ref stack, Ss.Selector, size);
            Push(ref stack, Rsp, size);
            PushFrame(ref stack, flags, back, errorCode, size);
            ssDescriptor = MarkAccessed(ss, ssDescriptor);
            code = MarkAccessed(gate.Selector, code);
            if (virtual8086)
            {
                SystemFlags &= ~RflagsBits.Vm;
                LoadNull(SegmentRegister.Gs, 0);
                LoadNull(SegmentRegister.Fs, 0);
                LoadNull(SegmentRegister.Ds, 0);
                LoadNull(SegmentRegister.Es, 0);
            }
            SetSegment(SegmentRegister.Ss, ss, ssDescriptor);
            SetCodeSegment(gate.Selector, code, dpl);
            MoveStackPointer(stack.Pointer);
        }
        else
        {
            if (virtual8086)
                throw Fault(Vector.GeneralProtection, SelectorError(gate.Selector), "out of virtual-8086 mode a gate must lead to level 0");
            CheckHandlerOffset(code, gate);
            StackCursor stack = CurrentStack();
            PushFrame(ref stack, flags, back, errorCode, size);
            SetCodeSegment(gate.Selector, code, Cpl);
            MoveStackPointer(stack.Pointer);
        }
        Rip = gate.Offset;
        EnterHandler(gate.Type is SystemSegmentType.InterruptGate or SystemSegmentType.InterruptGate16);
    }

    private void DeliverLong(EventType type, byte vector, uint? errorCode, ulong back)
    {
        GateDescriptor gate = ReadGate(type, vector, ia32e: true);
        SegmentDescriptor code = FetchHandlerCode(gate);
        if ((code.Rights.Value & (Segment.Long | Segment.Big)) != Segment.Long)
            throw Fault(Vector.GeneralProtection, SelectorError(gate.Selector), "a gate in IA-32e mode must lead to 64-bit code");
        CheckPresent(gate.Selector, code);
        bool inner = (code.Rights.Value & Segment.Conforming) == 0 && DplOf(code) < Cpl;
        int cpl = inner ? DplOf(code) : Cpl;
        ulong pointer = gate.Ist != 0 ? ReadTss64(0x24 + (8 * (gate.Ist - 1))) : inner ? ReadTss64(4 + (8 * cpl)) : Rsp;
        if (!IsCanonical(gate.Offset))
            throw Fault(Vector.GeneralProtection, _externalBit, "the handler's address is not canonical");
        var stack = new StackCursor { Pointer = pointer & ~15UL, Mask = ulong.MaxValue, User = cpl == 3, ErrorCode = _externalBit };
        uint flags = Rflags;
        Push(ref stack, Ss.Selector, 8);
        Push(ref stack, Rsp, 8);
        PushFrame(ref stack, flags, back, errorCode, 8);
        SetCodeSegment(gate.Selector, code, cpl);
        if (inner)
        {
            LoadNull(SegmentRegister.Ss, (ushort)cpl);
            Ss.AccessRights = (uint)(cpl << 5) | Segment.Unusable;
            UpdateMode();
        }
        Rsp = stack.Pointer;
        Rip = gate.Offset;
        EnterHandler(gate.Type == SystemSegmentType.InterruptGate);
    }

    private void CheckHandlerOffset(SegmentDescriptor code, GateDescriptor gate)
    {
        if (gate.Offset > code.Limit)
            throw Fault(Vector.GeneralProtection, _externalBit, "the handler is beyond its code segment's limit");
    }

    private void PushFrame(ref StackCursor stack, uint flags, ulong back, uint? errorCode, int size)
    {
        Push(ref stack, flags, size);
        Push(ref stack, Cs.Selector, size);
        Push(ref stack, back, size);
        if (errorCode is { } code)
            Push(ref stack, code, size);
    }

    private void EnterHandler(bool interruptGate)
    {
        uint cleared = RflagsBits.Tf | RflagsBits.Nt | RflagsBits.Rf | RflagsBits.Vm;
        if (interruptGate)
            cleared |= RflagsBits.If;
        SetSystemFlags(SystemFlags & ~cleared);
        UpdateMode();
    }
}
