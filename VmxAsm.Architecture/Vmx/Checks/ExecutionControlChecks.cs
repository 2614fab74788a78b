using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Processor;
using Pin = VmxAsm.Architecture.Vmx.PinBasedControls;
using Primary = VmxAsm.Architecture.Vmx.ProcessorBasedControls;
using Secondary = VmxAsm.Architecture.Vmx.ProcessorBasedControls2;

namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>SDM volume 3, "VM-Execution Control Fields" of "Checks on VMX Controls".</summary>
internal static class ExecutionControlChecks
{
    private const VmcsField PinBased = VmcsField.PinBasedControls;
    private const VmcsField ProcessorBased = VmcsField.ProcessorBasedControls;
    private const VmcsField ProcessorBased2 = VmcsField.ProcessorBasedControls2;

    public static IReadOnlyList<EntryCheck> Rows()
    {
        EntryCheckList list = new(EntryCheckGroup.Controls) { Section = "VM-Execution Control Fields" };
        AddWords(list);
        AddBitmaps(list);
        AddNmiControls(list);
        AddApicControls(list);
        AddEptControls(list);
        AddLaterControls(list);
        return list.Rows;
    }

    private static void AddWords(EntryCheckList list)
    {
        list.AddControlWord("pin-based", PinBased, ControlWord.PinBased, "IA32_VMX_TRUE_PINBASED_CTLS");
        list.AddControlWord("processor-based", ProcessorBased, ControlWord.ProcessorBased, "IA32_VMX_TRUE_PROCBASED_CTLS");
        list.AddControlWord(
            "processor-based2",
            ProcessorBased2,
            ControlWord.ProcessorBased2,
            "IA32_VMX_PROCBASED_CTLS2",
            v => v.Has(Primary.ActivateSecondaryControls));
        list.Add(
            "cr3-target-count",
            [VmcsField.Cr3TargetCount],
            "the CR3-target count must not exceed the number of CR3-target values that the processor has",
            v => v[VmcsField.Cr3TargetCount] <= (ulong)v.Capabilities.Cr3TargetCount,
            v => $"at most {v.Capabilities.Cr3TargetCount}");
    }

    private static void AddBitmaps(EntryCheckList list)
    {
        const string WithIoBitmaps = "with `use_io_bitmaps`";
        list.AddAddress("io-bitmap-a", VmcsField.IoBitmapA, 4096, ProcessorBased, WithIoBitmaps, v => v.Has(Primary.UseIoBitmaps));
        list.AddAddress("io-bitmap-b", VmcsField.IoBitmapB, 4096, ProcessorBased, WithIoBitmaps, v => v.Has(Primary.UseIoBitmaps));
        list.AddAddress(
            "msr-bitmaps", VmcsField.MsrBitmaps, 4096, ProcessorBased, "with `use_msr_bitmaps`", v => v.Has(Primary.UseMsrBitmaps));
    }

    private static void AddNmiControls(EntryCheckList list)
    {
        list.Add(
            "virtual-nmis-need-nmi-exiting",
            PinBased,
            "`virtual_nmis` needs `nmi_exiting`",
            v => !v.Has(Pin.VirtualNmis) || v.Has(Pin.NmiExiting),
            "add `nmi_exiting`, or leave out `virtual_nmis`");
        list.Add(
            "nmi-window-needs-virtual-nmis",
            [ProcessorBased, PinBased],
            "`nmi_window_exiting` needs `virtual_nmis`",
            v => !v.Has(Primary.NmiWindowExiting) || v.Has(Pin.VirtualNmis),
            "add `virtual_nmis` to `pin_based`, or leave out `nmi_window_exiting`");
    }

    private static void AddApicControls(EntryCheckList list)
    {
        list.AddAddress(
            "virtual-apic-address",
            VmcsField.VirtualApicAddress,
            4096,
            ProcessorBased,
            "with `use_tpr_shadow`",
            v => v.Has(Primary.UseTprShadow));
        list.Add(
            "tpr-threshold-reserved",
            [VmcsField.TprThreshold, ProcessorBased],
            "with `use_tpr_shadow` and without `virtual_interrupt_delivery`, bits 31:4 of `tpr_threshold` must be 0",
            v => !v.Has(Primary.UseTprShadow)
                || v.Has(Secondary.VirtualInterruptDelivery)
                || v.AllClear(VmcsField.TprThreshold, 0xFFFF_FFF0),
            "a value from 0 to 15");
        list.Add(
            "tpr-threshold-above-vtpr",
            [VmcsField.TprThreshold, VmcsField.VirtualApicAddress],
            "with `use_tpr_shadow` and neither `virtualize_apic_accesses` nor `virtual_interrupt_delivery`, bits 3:0 of `tpr_threshold` must "
                + "not exceed bits 7:4 of the virtual TPR at offset 0x80 of the virtual-APIC page",
            v => !v.Has(Primary.UseTprShadow)
                || v.Has(Secondary.VirtualizeApicAccesses)
                || v.Has(Secondary.VirtualInterruptDelivery)
                || (v[VmcsField.TprThreshold] & 0xF) == 0
                || (v[VmcsField.TprThreshold] & 0xF) <= (v.Memory(v[VmcsField.VirtualApicAddress] + 0x80) >> 4 & 0xF),
            "a threshold of 0, or a virtual TPR of at least 16 times the threshold");
        AddNeedsTprShadow(list, Secondary.VirtualizeX2ApicMode, "virtualize-x2apic-mode", "virtualize_x2apic_mode");
        AddNeedsTprShadow(list, Secondary.ApicRegisterVirtualization, "apic-register-virtualization", "apic_register_virtualization");
        AddNeedsTprShadow(list, Secondary.VirtualInterruptDelivery, "virtual-interrupt-delivery", "virtual_interrupt_delivery");
        list.AddAddress(
            "apic-access-address",
            VmcsField.ApicAccessAddress,
            4096,
            ProcessorBased2,
            "with `virtualize_apic_accesses`",
            v => v.Has(Secondary.VirtualizeApicAccesses));
        list.Add(
            "x2apic-excludes-apic-accesses",
            ProcessorBased2,
            "`virtualize_x2apic_mode` and `virtualize_apic_accesses` exclude each other",
            v => !v.Has(Secondary.VirtualizeX2ApicMode) || !v.Has(Secondary.VirtualizeApicAccesses),
            "leave out one of the two");
        list.Add(
            "virtual-interrupts-need-external-interrupt-exiting",
            [ProcessorBased2, PinBased],
            "`virtual_interrupt_delivery` needs `external_interrupt_exiting`",
            v => !v.Has(Secondary.VirtualInterruptDelivery) || v.Has(Pin.ExternalInterruptExiting),
            "add `external_interrupt_exiting` to `pin_based`");
        AddPostedInterrupts(list);
    }

    private static void AddNeedsTprShadow(EntryCheckList list, Secondary control, string id, string name) =>
        list.Add(
            $"{id}-needs-tpr-shadow",
            [ProcessorBased2, ProcessorBased],
            $"`{name}` needs `use_tpr_shadow`",
            v => !v.Has(control) || v.Has(Primary.UseTprShadow),
            "add `use_tpr_shadow` to `processor_based`");

    private static void AddPostedInterrupts(EntryCheckList list)
    {
        list.Add(
            "posted-interrupts-need-virtual-interrupt-delivery",
            [PinBased, ProcessorBased2],
            "`process_posted_interrupts` needs `virtual_interrupt_delivery`",
            v => !v.Has(Pin.ProcessPostedInterrupts) || v.Has(Secondary.VirtualInterruptDelivery),
            "add `virtual_interrupt_delivery` to `processor_based2`");
        list.Add(
            "posted-interrupts-need-acknowledge",
            [PinBased, VmcsField.ExitControls],
            "`process_posted_interrupts` needs the VM-exit control `acknowledge_interrupt_on_exit`",
            v => !v.Has(Pin.ProcessPostedInterrupts) || v.Has(ExitControls.AcknowledgeInterruptOnExit),
            "add `acknowledge_interrupt_on_exit` to `exit`");
        list.Add(
            "posted-interrupt-vector",
            [VmcsField.PostedInterruptNotificationVector, PinBased],
            "with `process_posted_interrupts`, bits 15:8 of the notification vector must be 0",
            v => !v.Has(Pin.ProcessPostedInterrupts) || v.AllClear(VmcsField.PostedInterruptNotificationVector, 0xFF00),
            "a vector from 0 to 255");
        list.AddAddress(
            "posted-interrupt-descriptor",
            VmcsField.PostedInterruptDescriptorAddress,
            64,
            PinBased,
            "with `process_posted_interrupts`",
            v => v.Has(Pin.ProcessPostedInterrupts));
    }

    private static void AddEptControls(EntryCheckList list)
    {
        list.Add(
            "vpid-zero",
            [VmcsField.VirtualProcessorIdentifier, ProcessorBased2],
            "with `enable_vpid`, `vpid` must not be 0: that is the host's",
            v => !v.Has(Secondary.EnableVpid) || v[VmcsField.VirtualProcessorIdentifier] != 0,
            "any value from 1 to 65535");
        list.Add(
            "eptp-memory-type",
            [VmcsField.EptPointer, ProcessorBased2],
            "bits 2:0 of `ept_pointer` must be a memory type that IA32_VMX_EPT_VPID_CAP reports: 0 (uncacheable) or 6 (write-back)",
            v => !v.Has(Secondary.EnableEpt) || (v[VmcsField.EptPointer] & 7) switch
            {
                MemoryTypes.Uncacheable => v.Capabilities.EptVpid.MemoryTypeUncacheable,
                MemoryTypes.WriteBack => v.Capabilities.EptVpid.MemoryTypeWriteBack,
                _ => false,
            },
            "6 (write-back)");
        list.Add(
            "eptp-walk-length",
            [VmcsField.EptPointer, ProcessorBased2],
            "bits 5:3 of `ept_pointer`, one less than the number of levels, must be 3",
            v => !v.Has(Secondary.EnableEpt) || (v[VmcsField.EptPointer] & 0x38) == 3 << 3,
            "add 0x18: four levels");
        list.Add(
            "eptp-accessed-dirty",
            [VmcsField.EptPointer, ProcessorBased2],
            "bit 6 of `ept_pointer` must be 0 on a processor without accessed and dirty flags for EPT",
            v => !v.Has(Secondary.EnableEpt)
                || v.Capabilities.EptVpid.AccessedAndDirtyFlags
                || v.AllClear(VmcsField.EptPointer, EptPointer.AccessedAndDirtyBit),
            "leave out bit 6");
        list.Add(
            "eptp-reserved",
            [VmcsField.EptPointer, ProcessorBased2],
            "bits 11:7 of `ept_pointer` and those beyond the physical-address width must be 0",
            v => !v.Has(Secondary.EnableEpt) || v.AllClear(VmcsField.EptPointer, 0xF80 | v.Cpu.ReservedAddressBits),
            "the address of a 4 KiB table, with 0x1e for write-back and four levels");
        AddNeedsEpt(list, Secondary.UnrestrictedGuest, "unrestricted-guest", "unrestricted_guest");
        AddNeedsEpt(list, Secondary.EnablePml, "pml", "enable_pml");
        AddNeedsEpt(list, Secondary.ModeBasedExecuteControlForEpt, "mode-based-execute-control", "mode_based_execute_control_for_ept");
        list.AddAddress(
            "pml-address", VmcsField.PmlAddress, 4096, ProcessorBased2, "with `enable_pml`", v => v.Has(Secondary.EnablePml));
    }

    private static void AddNeedsEpt(EntryCheckList list, Secondary control, string id, string name) =>
        list.Add(
            $"{id}-needs-ept",
            ProcessorBased2,
            $"`{name}` needs `enable_ept`",
            v => !v.Has(control) || v.Has(Secondary.EnableEpt),
            $"add `enable_ept`, or leave out `{name}`");

    private static void AddLaterControls(EntryCheckList list)
    {
        list.Add(
            "vm-functions-reserved",
            [VmcsField.VmFunctionControls, ProcessorBased2],
            "with `enable_vm_functions`, the bits of `vm_function_controls` that are 0 in IA32_VMX_VMFUNC must be 0",
            v => !v.Has(Secondary.EnableVmFunctions) || v.AllClear(VmcsField.VmFunctionControls, ~v.Capabilities.VmFunc),
            "`eptp_switching` or `none`");
        list.Add(
            "eptp-switching-needs-ept",
            [VmcsField.VmFunctionControls, ProcessorBased2],
            "the VM function `eptp_switching` needs `enable_ept`",
            v => !SwitchesEptp(v) || v.Has(Secondary.EnableEpt),
            "add `enable_ept` to `processor_based2`");
        list.AddAddress(
            "eptp-list", VmcsField.EptpListAddress, 4096, VmcsField.VmFunctionControls, "with the VM function `eptp_switching`", SwitchesEptp);
        const string WithShadowing = "with `vmcs_shadowing`";
        list.AddAddress(
            "vmread-bitmap", VmcsField.VmreadBitmap, 4096, ProcessorBased2, WithShadowing, v => v.Has(Secondary.VmcsShadowing));
        list.AddAddress(
            "vmwrite-bitmap", VmcsField.VmwriteBitmap, 4096, ProcessorBased2, WithShadowing, v => v.Has(Secondary.VmcsShadowing));
        list.AddAddress(
            "virtualization-exception-address",
            VmcsField.VirtualizationExceptionInformationAddress,
            4096,
            ProcessorBased2,
            "with `ept_violation_ve`",
            v => v.Has(Secondary.EptViolationVe));
        list.Add(
            "tsc-multiplier-zero",
            [VmcsField.TscMultiplier, ProcessorBased2],
            "with `use_tsc_scaling`, `tsc_multiplier` must not be 0",
            v => !v.Has(Secondary.UseTscScaling) || v[VmcsField.TscMultiplier] != 0,
            "0x1000000000000, which leaves the time stamp as it is");
    }

    private static bool SwitchesEptp(EntryView v) =>
        v.Has(Secondary.EnableVmFunctions) && v.AllSet(VmcsField.VmFunctionControls, (ulong)VmFunctionControls.EptpSwitching);
}
