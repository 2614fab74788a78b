using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Processor;

namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>SDM volume 3, "Checks on Guest Non-Register State" and "Checks on Guest Page-Directory-Pointer-Table Entries".</summary>
internal static class GuestNonRegisterChecks
{
    private const VmcsField Activity = VmcsField.GuestActivityState;
    private const VmcsField Interruptibility = VmcsField.GuestInterruptibilityState;
    private const VmcsField Information = VmcsField.EntryInterruptionInformation;
    private const VmcsField Pending = VmcsField.GuestPendingDebugExceptions;
    private const VmcsField Link = VmcsField.VmcsLinkPointer;

    private const ulong BlockingBySti = (ulong)InterruptibilityState.BlockingBySti;
    private const ulong BlockingByMovSs = (ulong)InterruptibilityState.BlockingByMovSs;

    /// <summary>Bits 11:4, 13, 15 and 63:17, and 16 (RTM), which none of the models has.</summary>
    private const ulong PendingReserved = ~0x500FUL;

    public static IReadOnlyList<EntryCheck> Rows()
    {
        EntryCheckList list = new(EntryCheckGroup.GuestState) { Section = "Checks on Guest Non-Register State" };
        AddActivity(list);
        AddInterruptibility(list);
        AddPendingDebugExceptions(list);
        AddLinkPointer(list);
        list.Section = "Checks on Guest Page-Directory-Pointer-Table Entries";
        for (int i = 0; i < 4; i++)
            AddPdpte(list, i);
        return list.Rows;
    }

    private static void AddActivity(EntryCheckList list)
    {
        list.Add(
            "guest-activity",
            [Activity],
            "`guest.activity_state` must be 0 (active), or 1 (HLT), 2 (shutdown) or 3 (wait-for-SIPI) where IA32_VMX_MISC reports it",
            v => (ActivityState)v[Activity] switch
            {
                ActivityState.Active => true,
                ActivityState.Hlt => v.Capabilities.SupportsActivityHlt,
                ActivityState.Shutdown => v.Capabilities.SupportsActivityShutdown,
                ActivityState.WaitForSipi => v.Capabilities.SupportsActivityWaitForSipi,
                _ => false,
            },
            "0 (active)");
        list.Add(
            "guest-activity-hlt-dpl",
            [Activity, VmcsField.GuestSsAccessRights],
            "the activity state must not be HLT when DPL of SS is not 0: HLT is for CPL 0",
            v => (ActivityState)v[Activity] != ActivityState.Hlt || v.Rights(GuestSegment.Ss).Dpl == 0,
            "0 (active)");
        list.Add(
            "guest-activity-blocking",
            [Activity, Interruptibility],
            "the activity state must be active when `guest.interruptibility_state` says blocking by STI or by MOV SS",
            v => (ActivityState)v[Activity] == ActivityState.Active || v.AllClear(Interruptibility, BlockingBySti | BlockingByMovSs),
            "0 (active)");
        list.Add(
            "guest-activity-injection",
            [Activity, Information],
            "the injected event must be one that ends the activity state: in HLT an external interrupt, NMI, #DB, #MC or pending monitor trap; in "
                + "shutdown an NMI or #MC; in wait-for-SIPI none",
            v => !v.InjectsEvent || (ActivityState)v[Activity] switch
            {
                ActivityState.Hlt => EndsHlt(v.Injection),
                ActivityState.Shutdown => EndsShutdown(v.Injection),
                ActivityState.WaitForSipi => false,
                _ => true,
            },
            "0 (active), or no injection");
    }

    private static bool EndsHlt(InterruptionInformation injection) => injection.Type switch
    {
        InterruptionType.ExternalInterrupt or InterruptionType.Nmi => true,
        InterruptionType.HardwareException => (ExceptionVector)injection.Vector is ExceptionVector.Debug or ExceptionVector.MachineCheck,
        InterruptionType.OtherEvent => injection.Vector == 0,
        _ => false,
    };

    private static bool EndsShutdown(InterruptionInformation injection) => injection.Type switch
    {
        InterruptionType.Nmi => true,
        InterruptionType.HardwareException => (ExceptionVector)injection.Vector is ExceptionVector.MachineCheck,
        _ => false,
    };

    private static void AddInterruptibility(EntryCheckList list)
    {
        list.Add(
            "guest-interruptibility-reserved",
            Interruptibility,
            "bits 31:4 of `guest.interruptibility_state` must be 0",
            v => v.AllClear(Interruptibility, 0xFFFF_FFF0),
            "0, or blocking by STI (1), MOV SS (2) or NMI (8)");
        list.Add(
            "guest-interruptibility-sti-and-mov-ss",
            Interruptibility,
            "`guest.interruptibility_state` must not say both blocking by STI and blocking by MOV SS",
            v => v.AllClear(Interruptibility, BlockingBySti) || v.AllClear(Interruptibility, BlockingByMovSs),
            "one of the two bits, or neither");
        list.Add(
            "guest-interruptibility-sti-if",
            [Interruptibility, VmcsField.GuestRflags],
            "blocking by STI needs IF of `guest.rflags`",
            v => v.AllClear(Interruptibility, BlockingBySti) || v.AllSet(VmcsField.GuestRflags, Rflags.IF),
            "leave out bit 0, or add IF");
        list.Add(
            "guest-interruptibility-external-interrupt",
            [Interruptibility, Information],
            "blocking by STI and by MOV SS must be 0 when an external interrupt is injected",
            v => !v.Injects(InterruptionType.ExternalInterrupt) || v.AllClear(Interruptibility, BlockingBySti | BlockingByMovSs),
            "leave out bits 1:0");
        list.Add(
            "guest-interruptibility-nmi-mov-ss",
            [Interruptibility, Information],
            "blocking by MOV SS must be 0 when an NMI is injected",
            v => !v.Injects(InterruptionType.Nmi) || v.AllClear(Interruptibility, BlockingByMovSs),
            "leave out bit 1");
        list.Add(
            "guest-interruptibility-nmi",
            [Interruptibility, Information],
            "blocking by STI must be 0 when an NMI is injected",
            v => !v.Injects(InterruptionType.Nmi) || v.AllClear(Interruptibility, BlockingBySti),
            "leave out bit 0",
            EntryFailureQualification.NmiInjection);
        list.Add(
            "guest-interruptibility-smi",
            Interruptibility,
            "blocking by SMI (bit 2) must be 0 outside system-management mode",
            v => v.AllClear(Interruptibility, (ulong)InterruptibilityState.BlockingBySmi),
            "leave out bit 2");
        list.Add(
            "guest-interruptibility-virtual-nmi",
            [Interruptibility, Information, VmcsField.PinBasedControls],
            "with `virtual_nmis`, blocking by NMI (bit 3) must be 0 when an NMI is injected",
            v => !v.Has(PinBasedControls.VirtualNmis)
                || !v.Injects(InterruptionType.Nmi)
                || v.AllClear(Interruptibility, (ulong)InterruptibilityState.BlockingByNmi),
            "leave out bit 3, or inject when the guest can take NMIs (see `nmi_window_exiting`)");
    }

    private static void AddPendingDebugExceptions(EntryCheckList list)
    {
        list.Add(
            "guest-pending-debug-reserved",
            Pending,
            "`guest.pending_debug_exceptions` may have bits 3:0, 12 and 14 only",
            v => v.AllClear(Pending, PendingReserved),
            "0");
        list.Add(
            "guest-pending-debug-bs-missing",
            [Pending, VmcsField.GuestRflags, Interruptibility, Activity],
            "BS (bit 14) of `guest.pending_debug_exceptions` must be 1 when TF is 1 and BTF of `guest.ia32_debugctl` 0, and the guest is in HLT "
                + "or blocks events by STI or MOV SS",
            v => !HoldsBackDebugExceptions(v) || !SingleSteps(v) || v.AllSet(Pending, (ulong)PendingDebugExceptions.SingleStep),
            "add 0x4000");
        list.Add(
            "guest-pending-debug-bs-wrong",
            [Pending, VmcsField.GuestRflags, Interruptibility, Activity],
            "BS (bit 14) of `guest.pending_debug_exceptions` must be 0 when TF is 0 or BTF of `guest.ia32_debugctl` 1, and the guest is in HLT "
                + "or blocks events by STI or MOV SS",
            v => !HoldsBackDebugExceptions(v) || v.AllClear(Pending, (ulong)PendingDebugExceptions.SingleStep) || SingleSteps(v),
            "leave out 0x4000");
    }

    private static bool HoldsBackDebugExceptions(EntryView v) =>
        !v.AllClear(Interruptibility, BlockingBySti | BlockingByMovSs) || (ActivityState)v[Activity] == ActivityState.Hlt;

    private static bool SingleSteps(EntryView v) =>
        v.AllSet(VmcsField.GuestRflags, Rflags.TF) && v.AllClear(VmcsField.GuestIa32Debugctl, Debugctl.BTF);

    private static void AddLinkPointer(EntryCheckList list)
    {
        const EntryFailureQualification Qualification = EntryFailureQualification.VmcsLinkPointer;
        list.Add(
            "guest-link-pointer-aligned",
            Link,
            "`guest.vmcs_link_pointer` must be all ones or a multiple of 4096",
            v => v[Link] == ulong.MaxValue || v.AllClear(Link, 0xFFF),
            "-1, unless VMCS shadowing is used",
            Qualification);
        list.Add(
            "guest-link-pointer-width",
            Link,
            "`guest.vmcs_link_pointer` must be all ones, or not set bits beyond the physical-address width",
            v => v[Link] == ulong.MaxValue || v.AllClear(Link, v.Cpu.ReservedAddressBits),
            "-1, unless VMCS shadowing is used",
            Qualification);
        list.Add(
            "guest-link-pointer-revision",
            [Link],
            "bits 30:0 at `guest.vmcs_link_pointer` must be the processor's VMCS revision identifier",
            v => v[Link] == ulong.MaxValue || !PointsSomewhere(v) || (v.Memory(v[Link]) & 0x7FFF_FFFF) == v.Capabilities.RevisionId,
            v => $"0x{v.Capabilities.RevisionId:x} in memory there, or -1 in the field",
            Qualification);
        list.Add(
            "guest-link-pointer-shadow",
            [Link, VmcsField.ProcessorBasedControls2],
            "bit 31 at `guest.vmcs_link_pointer`, the shadow-VMCS indicator, must equal `vmcs_shadowing`",
            v => v[Link] == ulong.MaxValue
                || !PointsSomewhere(v)
                || (v.Memory(v[Link]) >> 31 & 1) != 0 == v.Has(ProcessorBasedControls2.VmcsShadowing),
            "a shadow VMCS with `vmcs_shadowing`, -1 in the field without",
            Qualification);
        list.Add(
            "guest-link-pointer-current",
            Link,
            "`guest.vmcs_link_pointer` must not be the current VMCS",
            v => v[Link] == ulong.MaxValue || v[Link] != v.VmcsPointer,
            "another VMCS, or -1",
            Qualification);
    }

    /// <summary>Whether the link pointer can be followed; the rows before say so where it cannot.</summary>
    private static bool PointsSomewhere(EntryView v) => (v[Link] & (0xFFF | v.Cpu.ReservedAddressBits)) == 0;

    /// <summary>Two rows: with EPT the entry is a field, else it is read from the table that CR3 points to.</summary>
    private static void AddPdpte(EntryCheckList list, int index)
    {
        const string Rule = "if present, must not set reserved bits (2:1, 8:5 and those beyond the physical-address width)";
        VmcsField field = VmcsField.GuestPdpte0 + 2 * index;
        list.Add(
            $"guest-pdpte{index}",
            [VmcsField.GuestCr3, VmcsField.GuestCr4],
            $"entry {index} of the page-directory-pointer table there (the guest has PAE paging), {Rule}",
            v => !UsesPaePaging(v)
                || v.Has(ProcessorBasedControls2.EnableEpt)
                || IsValidPdpte(v, v.Memory((v[VmcsField.GuestCr3] & 0xFFFF_FFE0) + 8 * (ulong)index)),
            $"the address of a page directory, plus 1, in memory at `guest.cr3` + {8 * index}; or a `guest.cr3` that points to the table",
            EntryFailureQualification.PdptePointer);
        list.Add(
            $"guest-pdpte{index}-ept",
            [field, VmcsField.ProcessorBasedControls2, VmcsField.GuestCr4],
            $"with `enable_ept` and PAE paging, `{VmcsFields.Row(field).Name}`, {Rule}",
            v => !UsesPaePaging(v) || !v.Has(ProcessorBasedControls2.EnableEpt) || IsValidPdpte(v, v[field]),
            "the address of a page directory, plus 1; 0 for an entry that is not present",
            EntryFailureQualification.PdptePointer);
    }

    private static bool UsesPaePaging(EntryView v) =>
        !v.Has(EntryControls.Ia32eModeGuest) && v.AllSet(VmcsField.GuestCr4, Cr4.PAE) && v.AllSet(VmcsField.GuestCr0, Cr0.PG);

    private static bool IsValidPdpte(EntryView v, ulong entry) =>
        (entry & PageEntry.Present) == 0 || (entry & (PageEntry.PdpteReservedBits | v.Cpu.ReservedAddressBits)) == 0;
}
