using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Debugging;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Vmx;

// VM entry (SDM volume 3, chapter "VM Entries")
// ------------------------------------------------
// In the manual's order: basic checks, checks on controls and host state (which fail like an instruction), checks on guest state and the
// loading of MSRs (which fail like a VM exit, with bit 31 of the reason set), event injection.
//
// The checks are the rows of the shared catalogue. A processor makes them at every entry; here they are made again only after software has written
// something that they look at. What a VM exit saved, the processor vouches for.
internal sealed unsafe partial class VmxUnit
{
    private static readonly EntryCheck[] ControlAndHostChecks =
        [.. EntryChecks.All.Where(check => check.Group is EntryCheckGroup.Controls or EntryCheckGroup.HostState)];

    private static readonly EntryCheck[] GuestChecks = [.. EntryChecks.All.Where(check => check.Group == EntryCheckGroup.GuestState)];

    private static readonly EntryCheck[] RipChecks = [.. GuestChecks.Where(check => check.Field == VmcsField.GuestRip)];

    public Op* Vmlaunch(Op* op) => Enter(op, launch: true);

    public Op* Vmresume(Op* op) => Enter(op, launch: false);

    private Op* Enter(Op* op, bool launch)
    {
        if (!Admits(op, launch ? ExitReason.Vmlaunch : ExitReason.Vmresume))
            return op;
        _cpu.Sync(op);
        if (_current is not { IsShadow: false } vmcs)
            return FailInvalid(op, launch ? "vmlaunch" : "vmresume");
        ulong address = _cpu.InstructionAddress;
        VmInstructionError error = BasicChecks(vmcs, launch);
        if (error != VmInstructionError.None)
        {
            ReportEntryFailure(new(vmcs, address, _callSites.Find(), launch, error, null, [], null));
            return Fail(op, error, vmcs.Address);
        }

        _view.Point(vmcs, _cpu.IsLongMode);
        bool full = vmcs.NeedsChecks || vmcs[VmcsField.EntryInterruptionInformation] != 0 || DependsOnMemory(vmcs);
        EntryCheck? broken = full ? FirstBroken(ControlAndHostChecks) : null;
        if (broken != null)
        {
            error = broken.Group == EntryCheckGroup.Controls
                ? VmInstructionError.EntryInvalidControlFields
                : VmInstructionError.EntryInvalidHostState;
            ReportEntryFailure(Describe(vmcs, address, launch, error, null));
            return Fail(op, error);
        }

        broken = FirstBroken(full ? GuestChecks : RipChecks);
        if (broken != null)
        {
            ReportEntryFailure(Describe(vmcs, address, launch, VmInstructionError.None, ExitReason.EntryFailureInvalidGuestState));
            return FailIntoHost(op, vmcs, ExitReason.EntryFailureInvalidGuestState, (ulong)broken.Qualification);
        }

        // With the guest's state loaded there is no way back to the host's stack.
        CallChain callers = vmcs[VmcsField.EntryMsrLoadCount] != 0 ? _callSites.Find() : CallChain.Empty;
        History.Host = (_cpu.Cr0, _cpu.Cr3, _cpu.Cr4);
        LoadGuest(vmcs);
        if (FirstBadMsr(vmcs) is { } bad)
        {
            LeaveNonRoot();
            ReportEntryFailure(
                new(vmcs, address, callers, launch, VmInstructionError.None, ExitReason.EntryFailureMsrLoading, [], bad));
            return FailIntoHost(op, vmcs, ExitReason.EntryFailureMsrLoading, (ulong)bad.Number);
        }

        LastEntryFailure = null;
        vmcs.NeedsChecks = false;
        if (launch)
            vmcs.Launched = true;
        History.OnEntry(vmcs, address, _cpu.InstructionsNow);
        Observer?.OnEntry(vmcs, address, launch);
        StartGuest(vmcs);
        return op;
    }

    private VmInstructionError BasicChecks(Vmcs vmcs, bool launch)
    {
        if (_cpu.BlockedByMovSs)
            return VmInstructionError.EntryBlockedByMovSs;
        if (launch && vmcs.Launched)
            return VmInstructionError.VmlaunchNonClearVmcs;
        if (!launch && !vmcs.Launched)
            return VmInstructionError.VmresumeNonLaunchedVmcs;
        return VmInstructionError.None;
    }

    /// <summary>Rules that weigh what is in memory have to be asked every time.</summary>
    private static bool DependsOnMemory(Vmcs vmcs) =>
        vmcs[VmcsField.TprThreshold] != 0
        || vmcs[VmcsField.VmcsLinkPointer] != NoVmcs
        || (vmcs[VmcsField.GuestCr4] & Cr4Bits.PAE) != 0 && (vmcs[VmcsField.EntryControls] & (ulong)EntryControls.Ia32eModeGuest) == 0;

    private EntryCheck? FirstBroken(EntryCheck[] checks)
    {
        foreach (EntryCheck check in checks)
        {
            if (check.Evaluate(_view) == CheckVerdict.Fail)
                return check;
        }

        return null;
    }

    /// <summary>A program that tries a thousand wrong VMCSs does not wait for a thousand proposals.</summary>
    private const int MostRepairs = 200;

    private int _repairs;

    private VmxEntryFailure Describe(Vmcs vmcs, ulong address, bool launch, VmInstructionError error, ExitReason? reason)
    {
        List<EntryFailureFinding> findings = [];
        foreach (EntryCheck check in EntryChecks.Failures(_view))
        {
            (ulong, string)? repair = _repairs++ < MostRepairs && EntryRepair.Find(_view, check) is { } value ? (value, EntryRepair.Write(_view, check.Field, value)) : null;
            findings.Add(new(check, vmcs[check.Field], vmcs.WrittenAt(check.Field), vmcs.CalledFrom(check.Field), check.SatisfiedBy(_view), repair));
        }

        return new(vmcs, address, _callSites.Find(), launch, error, reason, findings, null);
    }

    private void ReportEntryFailure(VmxEntryFailure failure)
    {
        EntryFailureLookedInto = false;

        // A VMRESUME behind a VMLAUNCH that broke rules fails because the VMCS was not launched; what is worth telling is why it was not.
        if (failure.BreaksRules || LastEntryFailure is not { BreaksRules: true })
        {
            LastEntryFailure = failure;
            History.OnEntryFailure();
        }

        Observer?.OnEntryFailure(failure);
    }

    /// <summary>The last VM entry, if it failed: for whoever has to tell why the program ended.</summary>
    public VmxEntryFailure? LastEntryFailure { get; private set; }

    /// <summary>Since then the program has read the VM-instruction error or the exit reason: it knows.</summary>
    public bool EntryFailureLookedInto { get; private set; }

    // ---- loading the guest ---------------------------------------------------------------------------------------------------

    private void LoadGuest(Vmcs vmcs)
    {
        EntryControls entry = (EntryControls)vmcs[VmcsField.EntryControls];
        _pin = (PinBasedControls)vmcs[VmcsField.PinBasedControls];
        _primary = (ProcessorBasedControls)vmcs[VmcsField.ProcessorBasedControls];
        _secondary = (_primary & ProcessorBasedControls.ActivateSecondaryControls) != 0
            ? (ProcessorBasedControls2)vmcs[VmcsField.ProcessorBasedControls2]
            : ProcessorBasedControls2.None;
        LoadGuestRegisters(vmcs, entry);
        for (GuestSegment segment = GuestSegment.Es; segment <= GuestSegment.Tr; segment++)
        {
            _cpu.Segments[(int)segment] = new Segment
            {
                Selector = (ushort)vmcs[segment.Selector()],
                LoadedBase = vmcs[segment.Base()],
                Limit = (uint)vmcs[segment.Limit()],
                AccessRights = (uint)vmcs[segment.AccessRights()],
            };
        }

        _cpu.Gdtr = new TableRegister { Base = vmcs[VmcsField.GuestGdtrBase], Limit = (ushort)vmcs[VmcsField.GuestGdtrLimit] };
        _cpu.Idtr = new TableRegister { Base = vmcs[VmcsField.GuestIdtrBase], Limit = (ushort)vmcs[VmcsField.GuestIdtrLimit] };
        _cpu.Rip = vmcs[VmcsField.GuestRip];
        _cpu.Rsp = vmcs[VmcsField.GuestRsp];
        _cpu.Cpl = _cpu.Ss.Dpl;
        _cpu.Rflags = (uint)vmcs[VmcsField.GuestRflags];
        LoadPdptes(vmcs);
        InterruptibilityState interruptibility = (InterruptibilityState)vmcs[VmcsField.GuestInterruptibilityState];
        _cpu.BlockedBySti = (interruptibility & InterruptibilityState.BlockingBySti) != 0;
        _cpu.BlockedByMovSs = (interruptibility & InterruptibilityState.BlockingByMovSs) != 0;
        _hostBlockedByNmi = _cpu.BlockedByNmi;
        _cpu.BlockedByNmi = (interruptibility & InterruptibilityState.BlockingByNmi) != 0;
        _cpu.Activity = (Cpu.ActivityState)vmcs[VmcsField.GuestActivityState];
        _cpu.NonRoot = true;
        ShadowsTaskPriority = Has(ProcessorBasedControls.UseTprShadow);
        TrapsInstructions = Has(ProcessorBasedControls.MonitorTrapFlag);
        if (Has(ProcessorBasedControls2.EnableEpt))
            UseEptPointer(vmcs[VmcsField.EptPointer]);
    }

    private void LoadGuestRegisters(Vmcs vmcs, EntryControls entry)
    {
        _cpu.LoadCr0(vmcs[VmcsField.GuestCr0]);
        _cpu.Cr3 = vmcs[VmcsField.GuestCr3];
        _cpu.Cr4 = vmcs[VmcsField.GuestCr4];
        if ((entry & EntryControls.LoadDebugControls) != 0)
        {
            _cpu.Dr7 = vmcs[VmcsField.GuestDr7] & 0xFFFF_2FFF | 0x400;
            _cpu.Debugctl = vmcs[VmcsField.GuestIa32Debugctl];
        }

        _cpu.SysenterCs = vmcs[VmcsField.GuestIa32SysenterCs];
        _cpu.SysenterEsp = vmcs[VmcsField.GuestIa32SysenterEsp];
        _cpu.SysenterEip = vmcs[VmcsField.GuestIa32SysenterEip];
        if ((entry & EntryControls.LoadIa32Efer) != 0)
            _cpu.Efer = vmcs[VmcsField.GuestIa32Efer];
        else
        {
            ulong long64 = (entry & EntryControls.Ia32eModeGuest) != 0 ? EferBits.LMA | EferBits.LME : 0;

            // Without paging LME may be ahead of LMA, so it stays what it is.
            ulong written = (_cpu.Cr0 & Cr0Bits.PG) != 0 ? EferBits.LMA | EferBits.LME : EferBits.LMA;
            _cpu.Efer = _cpu.Efer & ~written | long64 & written;
        }

        if ((entry & EntryControls.LoadIa32PerfGlobalCtrl) != 0)
            _cpu.PerfGlobalCtrl = vmcs[VmcsField.GuestIa32PerfGlobalCtrl];
        if ((entry & EntryControls.LoadIa32Pat) != 0)
            _cpu.Pat = vmcs[VmcsField.GuestIa32Pat];
    }

    private void LoadPdptes(Vmcs vmcs)
    {
        if ((_cpu.Cr0 & Cr0Bits.PG) == 0 || (_cpu.Cr4 & Cr4Bits.PAE) == 0 || _cpu.IsLongMode)
            return;
        for (int i = 0; i < 4; i++)
        {
            _cpu.Pdpte[i] = Has(ProcessorBasedControls2.EnableEpt)
                ? vmcs[VmcsField.GuestPdpte0 + 2 * i]
                : _memory.Read<ulong>((_cpu.Cr3 & 0xFFFF_FFE0) + 8 * (ulong)i);
        }
    }

    private (int Number, MsrAreaEntry Entry, MsrLoadCheck? Rule)? FirstBadMsr(Vmcs vmcs) =>
        LoadMsrs(vmcs[VmcsField.EntryMsrLoadAddress], vmcs[VmcsField.EntryMsrLoadCount]);

    /// <summary>Loads an MSR area up to the first entry that cannot be loaded, which it returns.</summary>
    private (int Number, MsrAreaEntry Entry, MsrLoadCheck? Rule)? LoadMsrs(ulong area, ulong count)
    {
        for (ulong i = 0; i < count; i++)
        {
            ulong address = area + 16 * i;
            MsrAreaEntry entry = new(_memory.Read<uint>(address), _memory.Read<uint>(address + 4), _memory.Read<ulong>(address + 8));
            MsrLoadCheck? rule = MsrLoadCheck.All.FirstOrDefault(check => !check.Holds(entry, _model));
            if (rule != null || !_cpu.TryWriteMsr(entry.Msr, entry.Value))
                return ((int)i + 1, entry, rule);
        }

        return null;
    }

    // ---- the first moment of the guest -----------------------------------------------------------------------------------------

    private void StartGuest(Vmcs vmcs)
    {
        _cpu.SwitchContext();
        InterruptionInformation injected = new((uint)vmcs[VmcsField.EntryInterruptionInformation]);
        if (!injected.Valid)
            _cpu.PendingDebugTraps = PendingTraps(vmcs[VmcsField.GuestPendingDebugExceptions]);
        StartTimer(vmcs);
        StartVirtualApic();
        _firstPause = 0;
        _trapPending = injected.Valid;
        UpdateAttention();
        if (!injected.Valid || injected.Type == InterruptionType.OtherEvent)
            return;
        _cpu.Activity = Cpu.ActivityState.Active;
        uint? errorCode = injected.HasErrorCode ? (uint)vmcs[VmcsField.EntryExceptionErrorCode] : null;
        int length = injected.IsSoftware ? (int)vmcs[VmcsField.EntryInstructionLength] : 0;
        BeginDelivery((EventType)injected.Type, injected.Vector, errorCode, length);
        if (injected.Type == InterruptionType.Nmi)
            _cpu.BlockedByNmi = true;
        _cpu.DeliverEvent((EventType)injected.Type, injected.Vector, errorCode, length, injected: true);
    }

    /// <summary>The bits for DR6: breakpoints count only if one of them is enabled, or with a single step.</summary>
    private static uint PendingTraps(ulong field)
    {
        const ulong Deliverable = (ulong)(PendingDebugExceptions.EnabledBreakpoint | PendingDebugExceptions.SingleStep);
        return (field & Deliverable) != 0 ? (uint)field & 0x400F : 0;
    }

    /// <summary>A failed entry that looks like an exit: the guest's state was never current and is not saved; no field but these two says anything new.</summary>
    private Op* FailIntoHost(Op* op, Vmcs vmcs, ExitReason reason, ulong qualification)
    {
        vmcs[VmcsField.ExitReason] = (uint)reason | ExitReasons.EntryFailure;
        vmcs[VmcsField.ExitQualification] = qualification;
        LoadHost(vmcs);
        return op;
    }
}
