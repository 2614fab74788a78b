using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Vmx;

// Exceptions, interrupts and the guest's other events (SDM volume 3, "Other Causes of VM Exits").
//
// While an event is being delivered to the guest, whatever exits finds it in the IDT-vectoring fields, so that the host can inject it again: it is kept
// from OnEvent (or the injection at VM entry) until OnDelivered.
internal sealed unsafe partial class VmxUnit
{
    /// <summary>Bit 12 of the interruption information and of an EPT violation's qualification.</summary>
    private const uint NmiUnblockingDueToIret = 1 << 12;

    private bool _delivering;
    private InterruptionInformation _delivered;
    private uint _deliveredErrorCode;
    private int _deliveredLength;

    private void BeginDelivery(EventType type, byte vector, uint? errorCode, int instructionLength)
    {
        _delivering = true;

        // What was in the shadow of STI or MOV SS is behind it now, also for an exit on the way to the handler.
        _cpu.BlockedBySti = false;
        _cpu.BlockedByMovSs = false;
        _delivered = new InterruptionInformation(vector, (InterruptionType)type, errorCode.HasValue);
        _deliveredErrorCode = errorCode.GetValueOrDefault();
        _deliveredLength = instructionLength;
    }

    public override void OnDelivered()
    {
        _delivering = false;
        _unblockedByIret = false;
    }

    public override bool OnEvent(EventType type, byte vector, bool hasErrorCode, uint errorCode, ulong detail, int instructionLength)
    {
        if (!IsIntercepted(type, vector, errorCode))
        {
            BeginDelivery(type, vector, hasErrorCode ? errorCode : null, instructionLength);
            if (type == EventType.HardwareException)
                History.OnGuestException((Vector)vector, _cpu.Rip);
            return false;
        }

        // A double fault takes the place of the event whose delivery led to it.
        bool isDoubleFault = (Vector)vector == Vector.DoubleFault && type == EventType.HardwareException;
        if (isDoubleFault)
            _delivering = false;
        // The length is defined for software events only; for a fault, that of the faulting instruction does no harm and helps who skips it.
        if (type == EventType.HardwareException && !isDoubleFault && !_delivering && _cpu.NextRip - _cpu.Rip is > 0 and <= 15)
            instructionLength = (int)(_cpu.NextRip - _cpu.Rip);

        // "The value that would appear in the saved image of RFLAGS had the event been delivered."
        if (type == EventType.HardwareException && Processor.PushesResumeFlag((Vector)vector))
            _cpu.Rflags |= RflagsBits.Rf;
        uint information = new InterruptionInformation(vector, (InterruptionType)type, hasErrorCode).Value;
        if (_unblockedByIret && !_delivering && !isDoubleFault)
            information |= NmiUnblockingDueToIret;
        Exit(ExitReason.ExceptionOrNmi, detail, instructionLength, information, hasErrorCode ? errorCode : 0);
        return true;
    }

    private bool IsIntercepted(EventType type, byte vector, uint errorCode)
    {
        if (type is not (EventType.HardwareException or EventType.SoftwareException or EventType.PrivilegedSoftwareException) || vector > 31)
            return false;
        bool bit = (_current![VmcsField.ExceptionBitmap] >> vector & 1) != 0;
        if ((Vector)vector != Vector.PageFault || type != EventType.HardwareException)
            return bit;

        // A page fault whose error code does not match turns the bit's meaning around.
        bool matches = (errorCode & _current[VmcsField.PageFaultErrorCodeMask]) == _current[VmcsField.PageFaultErrorCodeMatch];
        return matches == bit;
    }

    public override void OnDeliveryFault(EventType type, byte vector, bool hasErrorCode, uint errorCode, int instructionLength) =>
        BeginDelivery(type, vector, hasErrorCode ? errorCode : null, instructionLength);

    public override bool ExternalInterruptExiting => Has(PinBasedControls.ExternalInterruptExiting);

    public override bool OnExternalInterrupt()
    {
        if (_cpu.BlockedBySti || _cpu.BlockedByMovSs)
            return false;
        uint information = 0;
        if ((_current![VmcsField.ExitControls] & (ulong)ExitControls.AcknowledgeInterruptOnExit) != 0)
            information = new InterruptionInformation(_cpu.Board.AcknowledgeInterrupt(), InterruptionType.ExternalInterrupt).Value;
        Exit(ExitReason.ExternalInterrupt, interruption: information);
        return true;
    }

    public override bool OnNonMaskableInterrupt()
    {
        // With virtual NMIs the processor's own are never blocked: the guest's blocking is of those that its host injects.
        if (!Has(PinBasedControls.NmiExiting) || _cpu.BlockedByNmi && !Has(PinBasedControls.VirtualNmis))
            return false;
        Exit(ExitReason.ExceptionOrNmi, interruption: new InterruptionInformation(2, InterruptionType.Nmi).Value);
        return true;
    }

    public override bool OnInit()
    {
        Exit(ExitReason.InitSignal);
        return true;
    }

    public override bool OnStartUp(byte vector)
    {
        Exit(ExitReason.StartupIpi, vector);
        return true;
    }

    public override bool OnTripleFault()
    {
        _cpu.BlockedBySti = false;
        _cpu.BlockedByMovSs = false;
        Exit(ExitReason.TripleFault);
        return true;
    }

    public override bool OnTaskSwitch(ushort selector, int source, int instructionLength)
    {
        const int ByGate = 3;
        if (source != ByGate)
            _cpu.Rflags &= ~RflagsBits.Rf;
        Exit(ExitReason.TaskSwitch, (ulong)selector | (ulong)source << 30, instructionLength);
        return true;
    }

    // ---- NMI blocking -----------------------------------------------------------------------------------------------------------------
    //
    // With virtual NMIs the processor's flag is the guest's, and the host's own waits here. IRET ends the blocking unless NMIs exit and are not virtual;
    // a fault or an EPT violation of that IRET says so in its bit 12, so that the host can put the blocking back before it lets the guest try again.

    private bool _hostBlockedByNmi;
    private bool _unblockedByIret;

    public override bool BeforeIretUnblocksNmi()
    {
        _unblockedByIret = !Has(PinBasedControls.NmiExiting) || Has(PinBasedControls.VirtualNmis);
        return _unblockedByIret;
    }

    public override void AfterIretUnblockedNmi()
    {
        _unblockedByIret = false;
        UpdateAttention();
    }

    // ---- between two instructions -----------------------------------------------------------------------------------------------

    /// <summary>An instruction has been executed, or an event delivered, since the VM entry: the monitor trap flag exits at the next boundary.</summary>
    private bool _trapPending;

    private void UpdateAttention() =>
        _cpu.VmxAttention = _timerRuns && (!_boardWakes || TimerHasExpired)
            || Has(ProcessorBasedControls.MonitorTrapFlag)
            || Has(ProcessorBasedControls.InterruptWindowExiting)
            || Has(ProcessorBasedControls.NmiWindowExiting)
            || InjectsMonitorTrap
            || TprIsBelowThreshold
            || WatchesApicWrites
            || _virtualInterruptPending;

    private bool InjectsMonitorTrap =>
        new InterruptionInformation((uint)_current![VmcsField.EntryInterruptionInformation]) is { Valid: true, Type: InterruptionType.OtherEvent };

    public override bool OnTrapBoundary()
    {
        if (EmulateApicWrite())
            return true;
        if (TprIsBelowThreshold)
            return ExitAtBoundary(ExitReason.TprBelowThreshold);
        if (InjectsMonitorTrap || _trapPending && Has(ProcessorBasedControls.MonitorTrapFlag))
            return ExitAtBoundary(ExitReason.MonitorTrapFlag);
        _trapPending = true;
        return false;
    }

    public override bool OnBoundary()
    {
        if (TimerHasExpired)
            return ExitAtBoundary(ExitReason.VmxPreemptionTimerExpired);
        if (Has(ProcessorBasedControls.NmiWindowExiting) && !_cpu.BlockedByNmi && !_cpu.BlockedByMovSs && !_cpu.BlockedBySti)
            return ExitAtBoundary(ExitReason.NmiWindow);
        return false;
    }

    public override bool OnInterruptBoundary()
    {
        bool open = (_cpu.Rflags & RflagsBits.If) != 0 && !_cpu.BlockedByMovSs && !_cpu.BlockedBySti;
        if (open && Has(ProcessorBasedControls.InterruptWindowExiting))
            return ExitAtBoundary(ExitReason.InterruptWindow);
        return open && _virtualInterruptPending && DeliverVirtualInterrupt();
    }

    private bool ExitAtBoundary(ExitReason reason)
    {
        Exit(reason);
        return true;
    }

    public override void OnRun()
    {
        if (_timerRuns)
            UpdateAttention();
    }

    // ---- preemption timer ---------------------------------------------------------------------------------------------------------

    private bool _timerRuns, _boardWakes;
    private ulong _timerStart;
    private ulong _timerValue;

    private void StartTimer(Vmcs vmcs)
    {
        _timerRuns = Has(PinBasedControls.ActivateVmxPreemptionTimer);
        if (!_timerRuns)
            return;
        _timerStart = _cpu.TimeStamp >> _capabilities.PreemptionTimerShift;
        _timerValue = vmcs[VmcsField.VmxPreemptionTimerValue];
        ulong left = _timerValue << _capabilities.PreemptionTimerShift;
        _boardWakes = _cpu.Board.WakeAfter(_cpu.NanosecondsFor(left));
    }

    private void StopTimer(Vmcs vmcs)
    {
        if (_timerRuns && (vmcs[VmcsField.ExitControls] & (ulong)ExitControls.SaveVmxPreemptionTimerValue) != 0)
            vmcs[VmcsField.VmxPreemptionTimerValue] = TimerLeft;
        _timerRuns = false;
    }

    private ulong TimerLeft
    {
        get
        {
            ulong elapsed = (_cpu.TimeStamp >> _capabilities.PreemptionTimerShift) - _timerStart;
            return elapsed >= _timerValue ? 0 : _timerValue - elapsed;
        }
    }

    private bool TimerHasExpired => _timerRuns && TimerLeft == 0;
}
