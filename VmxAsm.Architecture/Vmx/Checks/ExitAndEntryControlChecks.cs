using VmxAsm.Architecture.Processor;

namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>SDM volume 3, "VM-Exit Control Fields" and "VM-Entry Control Fields" of "Checks on VMX Controls".</summary>
internal static class ExitAndEntryControlChecks
{
    private const VmcsField Information = VmcsField.EntryInterruptionInformation;

    public static IReadOnlyList<EntryCheck> Rows()
    {
        EntryCheckList list = new(EntryCheckGroup.Controls) { Section = "VM-Exit Control Fields" };
        list.AddControlWord("exit-controls", VmcsField.ExitControls, ControlWord.Exit, "IA32_VMX_TRUE_EXIT_CTLS");
        list.Add(
            "save-preemption-timer-needs-timer",
            [VmcsField.ExitControls, VmcsField.PinBasedControls],
            "`save_vmx_preemption_timer_value` needs the pin-based control `activate_vmx_preemption_timer`",
            v => !v.Has(ExitControls.SaveVmxPreemptionTimerValue) || v.Has(PinBasedControls.ActivateVmxPreemptionTimer),
            "add `activate_vmx_preemption_timer` to `pin_based`, or leave out `save_vmx_preemption_timer_value`");
        list.AddMsrArea("exit-msr-store", VmcsField.ExitMsrStoreAddress, VmcsField.ExitMsrStoreCount);
        list.AddMsrArea("exit-msr-load", VmcsField.ExitMsrLoadAddress, VmcsField.ExitMsrLoadCount);

        list.Section = "VM-Entry Control Fields";
        list.AddControlWord("entry-controls", VmcsField.EntryControls, ControlWord.Entry, "IA32_VMX_TRUE_ENTRY_CTLS");
        AddInjection(list);
        list.AddMsrArea("entry-msr-load", VmcsField.EntryMsrLoadAddress, VmcsField.EntryMsrLoadCount);
        list.Add(
            "entry-to-smm",
            VmcsField.EntryControls,
            "`entry_to_smm` and `deactivate_dual_monitor_treatment` must be 0 outside system-management mode",
            v => v.AllClear(
                VmcsField.EntryControls,
                (ulong)(EntryControls.EntryToSmm | EntryControls.DeactivateDualMonitorTreatment)),
            "leave both out");
        return list.Rows;
    }

    private static void AddInjection(EntryCheckList list)
    {
        list.Add(
            "injection-type-reserved",
            Information,
            "the type of the injected event (bits 10:8) must not be 1, nor 7 on a processor without the monitor trap flag",
            v => !v.InjectsEvent || v.Injection.Type switch
            {
                InterruptionType.Reserved => false,
                InterruptionType.OtherEvent => v.Capabilities.Supports(ProcessorBasedControls.MonitorTrapFlag),
                _ => true,
            },
            "0 external interrupt, 2 NMI, 3 hardware exception, 4 software interrupt, 5 INT1, 6 INT3 or INTO");
        list.Add(
            "injection-vector",
            [Information],
            "the vector of an injected NMI must be 2, of a hardware exception at most 31, of an event of type 7 must be 0",
            v => !v.InjectsEvent || v.Injection.Type switch
            {
                InterruptionType.Nmi => v.Injection.Vector == 2,
                InterruptionType.HardwareException => v.Injection.Vector <= 31,
                InterruptionType.OtherEvent => v.Injection.Vector == 0,
                _ => true,
            },
            v => v.Injection.Type switch
            {
                InterruptionType.Nmi => "vector 2",
                InterruptionType.HardwareException => "a vector from 0 to 31",
                _ => "vector 0",
            });
        list.Add(
            "injection-error-code-missing",
            [Information, VmcsField.GuestCr0],
            "bit 11 must be 1 for a hardware exception that has an error code, injected into a guest in protected mode",
            v => !v.InjectsEvent || v.Injection.HasErrorCode || !TakesErrorCode(v),
            "add bit 11 (0x800)");
        list.Add(
            "injection-error-code-wrong",
            [Information, VmcsField.GuestCr0],
            "bit 11 must be 0 unless the event is a hardware exception that has an error code, and the guest in protected mode",
            v => !v.InjectsEvent || !v.Injection.HasErrorCode || TakesErrorCode(v),
            "leave out bit 11 (0x800)");
        list.Add(
            "injection-reserved",
            Information,
            "bits 30:12 of `entry_interruption_information` must be 0",
            v => !v.InjectsEvent || v.AllClear(Information, InterruptionInformation.EntryReservedBits),
            "leave out bits 30:12");
        list.Add(
            "injection-error-code-reserved",
            [VmcsField.EntryExceptionErrorCode, Information],
            "bits 31:16 of `entry_exception_error_code` must be 0 when the error code is delivered",
            v => !v.InjectsEvent || !v.Injection.HasErrorCode || v.AllClear(VmcsField.EntryExceptionErrorCode, 0xFFFF_0000),
            "an error code of at most 16 bits");
        list.Add(
            "injection-instruction-length",
            [VmcsField.EntryInstructionLength, Information],
            "the instruction length of an injected software interrupt or exception must be 1 to 15, or 0 where IA32_VMX_MISC bit 30 is 1",
            v => !v.InjectsEvent
                || !v.Injection.IsSoftware
                || v[VmcsField.EntryInstructionLength] is >= 1 and <= 15
                || v[VmcsField.EntryInstructionLength] == 0 && v.Capabilities.AllowsZeroLengthInjection,
            "2 for INT n, 1 for INT3, INTO and INT1");
    }

    /// <summary>Whether delivery of the injected event pushes an error code.</summary>
    private static bool TakesErrorCode(EntryView v) =>
        v.Injection.Type == InterruptionType.HardwareException
        && Exceptions.HasErrorCode(v.Injection.Vector)
        && (ExceptionVector)v.Injection.Vector != ExceptionVector.ControlProtection
        && (!v.Has(ProcessorBasedControls2.UnrestrictedGuest) || v.AllSet(VmcsField.GuestCr0, Cr0.PE));
}
