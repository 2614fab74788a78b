using Entry = VmxAsm.Architecture.Vmx.EntryControls;
using Exit = VmxAsm.Architecture.Vmx.ExitControls;
using Pin = VmxAsm.Architecture.Vmx.PinBasedControls;
using Primary = VmxAsm.Architecture.Vmx.ProcessorBasedControls;
using Secondary = VmxAsm.Architecture.Vmx.ProcessorBasedControls2;

namespace VmxAsm.Architecture.Vmx;

/// <summary>Bits 14:13 of an encoding.</summary>
public enum VmcsFieldWidth
{
    Bits16 = 0,
    Bits64 = 1,
    Bits32 = 2,

    /// <summary>64 bits on a processor with Intel 64, which all our models are.</summary>
    Natural = 3,
}

/// <summary>Bits 11:10 of an encoding.</summary>
public enum VmcsFieldGroup
{
    Control = 0,

    /// <summary>VM-exit information; VMWRITE to it succeeds only where IA32_VMX_MISC bit 29 says so.</summary>
    ReadOnlyData = 1,
    GuestState = 2,
    HostState = 3,
}

/// <summary>One VMCS field. Width, group and access follow from the encoding, as the manual's encoding table defines it.</summary>
public sealed class VmcsFieldRow
{
    private VmcsFieldRow(VmcsField field, string name, VmxControl[] requires)
    {
        Field = field;
        Name = name;
        Requires = requires;
    }

    internal VmcsFieldRow(VmcsField field, string name) : this(field, name, Array.Empty<VmxControl>()) { }
    internal VmcsFieldRow(VmcsField field, string name, Pin control) : this(field, name, [VmxControls.Of(control)]) { }
    internal VmcsFieldRow(VmcsField field, string name, Primary control) : this(field, name, [VmxControls.Of(control)]) { }
    internal VmcsFieldRow(VmcsField field, string name, Secondary control) : this(field, name, [VmxControls.Of(control)]) { }
    internal VmcsFieldRow(VmcsField field, string name, Exit control) : this(field, name, [VmxControls.Of(control)]) { }
    internal VmcsFieldRow(VmcsField field, string name, Entry control) : this(field, name, [VmxControls.Of(control)]) { }

    internal VmcsFieldRow(VmcsField field, string name, Entry control, Exit orThis)
        : this(field, name, [VmxControls.Of(control), VmxControls.Of(orThis)]) { }

    public VmcsField Field { get; }

    /// <summary>The name that source code and dumps use, such as <c>guest.cs.access_rights</c>.</summary>
    public string Name { get; }

    /// <summary>The field exists on processors that allow any one of these controls to be 1; empty: on all.</summary>
    public IReadOnlyList<VmxControl> Requires { get; }

    /// <summary>Position in <see cref="VmcsFields.All"/>: a dense number for storage.</summary>
    public int Index { get; internal set; }

    public int Encoding => (int)Field;

    public VmcsFieldWidth Width => (VmcsFieldWidth)(Encoding >> 13 & 3);

    public VmcsFieldGroup Group => (VmcsFieldGroup)(Encoding >> 10 & 3);

    public bool IsReadOnly => Group == VmcsFieldGroup.ReadOnlyData;

    /// <summary>Bits that the field holds.</summary>
    public int Bits => Width switch { VmcsFieldWidth.Bits16 => 16, VmcsFieldWidth.Bits32 => 32, _ => 64 };

    /// <summary>Ones in the bits that the field holds.</summary>
    public ulong Mask => Bits == 64 ? ulong.MaxValue : (1UL << Bits) - 1;

    /// <summary>The control word that the field is, or null.</summary>
    public ControlWord? ControlWord => Field switch
    {
        VmcsField.PinBasedControls => Vmx.ControlWord.PinBased,
        VmcsField.ProcessorBasedControls => Vmx.ControlWord.ProcessorBased,
        VmcsField.ProcessorBasedControls2 => Vmx.ControlWord.ProcessorBased2,
        VmcsField.ExitControls => Vmx.ControlWord.Exit,
        VmcsField.EntryControls => Vmx.ControlWord.Entry,
        VmcsField.VmFunctionControls => Vmx.ControlWord.VmFunction,
        _ => null,
    };

    public bool ExistsOn(VmxCapabilities capabilities) => Requires.Count == 0 || Requires.Any(capabilities.Supports);

    public override string ToString() => Name;
}

/// <summary>
/// Every VMCS field, by encoding (SDM volume 3, appendix "Field Encoding in VMCS"), up to the generation of CET and PKS. A field
/// that a model lacks stays in the table: the message "this processor has no such field" needs its name.
/// </summary>
public static class VmcsFields
{
    private static readonly Dictionary<string, VmcsFieldRow> ByName;
    private static readonly VmcsFieldRow?[] ByEncoding = new VmcsFieldRow?[0x8000];

    static VmcsFields()
    {
        for (int i = 0; i < All.Count; i++)
        {
            All[i].Index = i;
            ByEncoding[All[i].Encoding] = All[i];
        }

        ByName = All.ToDictionary(row => row.Name);
    }

#pragma warning disable format
    public static IReadOnlyList<VmcsFieldRow> All { get; } =
    [
        new(VmcsField.VirtualProcessorIdentifier,                   "vpid", Secondary.EnableVpid),
        new(VmcsField.PostedInterruptNotificationVector,            "posted_interrupt_notification_vector", Pin.ProcessPostedInterrupts),
        new(VmcsField.EptpIndex,                                    "eptp_index", Secondary.EptViolationVe),

        new(VmcsField.GuestEsSelector,                              "guest.es.selector"),
        new(VmcsField.GuestCsSelector,                              "guest.cs.selector"),
        new(VmcsField.GuestSsSelector,                              "guest.ss.selector"),
        new(VmcsField.GuestDsSelector,                              "guest.ds.selector"),
        new(VmcsField.GuestFsSelector,                              "guest.fs.selector"),
        new(VmcsField.GuestGsSelector,                              "guest.gs.selector"),
        new(VmcsField.GuestLdtrSelector,                            "guest.ldtr.selector"),
        new(VmcsField.GuestTrSelector,                              "guest.tr.selector"),
        new(VmcsField.GuestInterruptStatus,                         "guest.interrupt_status", Secondary.VirtualInterruptDelivery),
        new(VmcsField.PmlIndex,                                     "guest.pml_index", Secondary.EnablePml),

        new(VmcsField.HostEsSelector,                               "host.es.selector"),
        new(VmcsField.HostCsSelector,                               "host.cs.selector"),
        new(VmcsField.HostSsSelector,                               "host.ss.selector"),
        new(VmcsField.HostDsSelector,                               "host.ds.selector"),
        new(VmcsField.HostFsSelector,                               "host.fs.selector"),
        new(VmcsField.HostGsSelector,                               "host.gs.selector"),
        new(VmcsField.HostTrSelector,                               "host.tr.selector"),

        new(VmcsField.IoBitmapA,                                    "io_bitmap_a"),
        new(VmcsField.IoBitmapB,                                    "io_bitmap_b"),
        new(VmcsField.MsrBitmaps,                                   "msr_bitmaps", Primary.UseMsrBitmaps),
        new(VmcsField.ExitMsrStoreAddress,                          "exit_msr_store_address"),
        new(VmcsField.ExitMsrLoadAddress,                           "exit_msr_load_address"),
        new(VmcsField.EntryMsrLoadAddress,                          "entry_msr_load_address"),
        new(VmcsField.ExecutiveVmcsPointer,                         "executive_vmcs_pointer"),
        new(VmcsField.PmlAddress,                                   "pml_address", Secondary.EnablePml),
        new(VmcsField.TscOffset,                                    "tsc_offset"),
        new(VmcsField.VirtualApicAddress,                           "virtual_apic_address", Primary.UseTprShadow),
        new(VmcsField.ApicAccessAddress,                            "apic_access_address", Secondary.VirtualizeApicAccesses),
        new(VmcsField.PostedInterruptDescriptorAddress,             "posted_interrupt_descriptor_address", Pin.ProcessPostedInterrupts),
        new(VmcsField.VmFunctionControls,                           "vm_function_controls", Secondary.EnableVmFunctions),
        new(VmcsField.EptPointer,                                   "ept_pointer", Secondary.EnableEpt),
        new(VmcsField.EoiExitBitmap0,                               "eoi_exit_bitmap0", Secondary.VirtualInterruptDelivery),
        new(VmcsField.EoiExitBitmap1,                               "eoi_exit_bitmap1", Secondary.VirtualInterruptDelivery),
        new(VmcsField.EoiExitBitmap2,                               "eoi_exit_bitmap2", Secondary.VirtualInterruptDelivery),
        new(VmcsField.EoiExitBitmap3,                               "eoi_exit_bitmap3", Secondary.VirtualInterruptDelivery),
        new(VmcsField.EptpListAddress,                              "eptp_list_address", Secondary.EnableVmFunctions),
        new(VmcsField.VmreadBitmap,                                 "vmread_bitmap", Secondary.VmcsShadowing),
        new(VmcsField.VmwriteBitmap,                                "vmwrite_bitmap", Secondary.VmcsShadowing),
        new(VmcsField.VirtualizationExceptionInformationAddress,    "virtualization_exception_information_address", Secondary.EptViolationVe),
        new(VmcsField.XssExitingBitmap,                             "xss_exiting_bitmap", Secondary.EnableXsavesXrstors),
        new(VmcsField.EnclsExitingBitmap,                           "encls_exiting_bitmap", Secondary.EnableEnclsExiting),
        new(VmcsField.SubPagePermissionTablePointer,                "sub_page_permission_table_pointer", Secondary.SubPageWritePermissionsForEpt),
        new(VmcsField.TscMultiplier,                                "tsc_multiplier", Secondary.UseTscScaling),
        new(VmcsField.EnclvExitingBitmap,                           "enclv_exiting_bitmap", Secondary.EnableEnclvExiting),

        new(VmcsField.GuestPhysicalAddress,                         "guest_physical_address", Secondary.EnableEpt),

        new(VmcsField.VmcsLinkPointer,                              "guest.vmcs_link_pointer"),
        new(VmcsField.GuestIa32Debugctl,                            "guest.ia32_debugctl"),
        new(VmcsField.GuestIa32Pat,                                 "guest.ia32_pat", Entry.LoadIa32Pat, Exit.SaveIa32Pat),
        new(VmcsField.GuestIa32Efer,                                "guest.ia32_efer", Entry.LoadIa32Efer, Exit.SaveIa32Efer),
        new(VmcsField.GuestIa32PerfGlobalCtrl,                      "guest.ia32_perf_global_ctrl", Entry.LoadIa32PerfGlobalCtrl),
        new(VmcsField.GuestPdpte0,                                  "guest.pdpte0", Secondary.EnableEpt),
        new(VmcsField.GuestPdpte1,                                  "guest.pdpte1", Secondary.EnableEpt),
        new(VmcsField.GuestPdpte2,                                  "guest.pdpte2", Secondary.EnableEpt),
        new(VmcsField.GuestPdpte3,                                  "guest.pdpte3", Secondary.EnableEpt),
        new(VmcsField.GuestIa32Bndcfgs,                             "guest.ia32_bndcfgs", Entry.LoadIa32Bndcfgs, Exit.ClearIa32Bndcfgs),
        new(VmcsField.GuestIa32RtitCtl,                             "guest.ia32_rtit_ctl", Entry.LoadIa32RtitCtl, Exit.ClearIa32RtitCtl),
        new(VmcsField.GuestIa32Pkrs,                                "guest.ia32_pkrs", Entry.LoadPkrs),

        new(VmcsField.HostIa32Pat,                                  "host.ia32_pat", Exit.LoadIa32Pat),
        new(VmcsField.HostIa32Efer,                                 "host.ia32_efer", Exit.LoadIa32Efer),
        new(VmcsField.HostIa32PerfGlobalCtrl,                       "host.ia32_perf_global_ctrl", Exit.LoadIa32PerfGlobalCtrl),
        new(VmcsField.HostIa32Pkrs,                                 "host.ia32_pkrs", Exit.LoadPkrs),

        new(VmcsField.PinBasedControls,                             "pin_based"),
        new(VmcsField.ProcessorBasedControls,                       "processor_based"),
        new(VmcsField.ExceptionBitmap,                              "exception_bitmap"),
        new(VmcsField.PageFaultErrorCodeMask,                       "page_fault_error_code_mask"),
        new(VmcsField.PageFaultErrorCodeMatch,                      "page_fault_error_code_match"),
        new(VmcsField.Cr3TargetCount,                               "cr3_target_count"),
        new(VmcsField.ExitControls,                                 "exit"),
        new(VmcsField.ExitMsrStoreCount,                            "exit_msr_store_count"),
        new(VmcsField.ExitMsrLoadCount,                             "exit_msr_load_count"),
        new(VmcsField.EntryControls,                                "entry"),
        new(VmcsField.EntryMsrLoadCount,                            "entry_msr_load_count"),
        new(VmcsField.EntryInterruptionInformation,                 "entry_interruption_information"),
        new(VmcsField.EntryExceptionErrorCode,                      "entry_exception_error_code"),
        new(VmcsField.EntryInstructionLength,                       "entry_instruction_length"),
        new(VmcsField.TprThreshold,                                 "tpr_threshold", Primary.UseTprShadow),
        new(VmcsField.ProcessorBasedControls2,                      "processor_based2", Primary.ActivateSecondaryControls),
        new(VmcsField.PleGap,                                       "ple_gap", Secondary.PauseLoopExiting),
        new(VmcsField.PleWindow,                                    "ple_window", Secondary.PauseLoopExiting),

        new(VmcsField.VmInstructionError,                           "vm_instruction_error"),
        new(VmcsField.ExitReason,                                   "exit_reason"),
        new(VmcsField.ExitInterruptionInformation,                  "exit_interruption_information"),
        new(VmcsField.ExitInterruptionErrorCode,                    "exit_interruption_error_code"),
        new(VmcsField.IdtVectoringInformation,                      "idt_vectoring_information"),
        new(VmcsField.IdtVectoringErrorCode,                        "idt_vectoring_error_code"),
        new(VmcsField.ExitInstructionLength,                        "exit_instruction_length"),
        new(VmcsField.ExitInstructionInformation,                   "exit_instruction_information"),

        new(VmcsField.GuestEsLimit,                                 "guest.es.limit"),
        new(VmcsField.GuestCsLimit,                                 "guest.cs.limit"),
        new(VmcsField.GuestSsLimit,                                 "guest.ss.limit"),
        new(VmcsField.GuestDsLimit,                                 "guest.ds.limit"),
        new(VmcsField.GuestFsLimit,                                 "guest.fs.limit"),
        new(VmcsField.GuestGsLimit,                                 "guest.gs.limit"),
        new(VmcsField.GuestLdtrLimit,                               "guest.ldtr.limit"),
        new(VmcsField.GuestTrLimit,                                 "guest.tr.limit"),
        new(VmcsField.GuestGdtrLimit,                               "guest.gdtr.limit"),
        new(VmcsField.GuestIdtrLimit,                               "guest.idtr.limit"),
        new(VmcsField.GuestEsAccessRights,                          "guest.es.access_rights"),
        new(VmcsField.GuestCsAccessRights,                          "guest.cs.access_rights"),
        new(VmcsField.GuestSsAccessRights,                          "guest.ss.access_rights"),
        new(VmcsField.GuestDsAccessRights,                          "guest.ds.access_rights"),
        new(VmcsField.GuestFsAccessRights,                          "guest.fs.access_rights"),
        new(VmcsField.GuestGsAccessRights,                          "guest.gs.access_rights"),
        new(VmcsField.GuestLdtrAccessRights,                        "guest.ldtr.access_rights"),
        new(VmcsField.GuestTrAccessRights,                          "guest.tr.access_rights"),
        new(VmcsField.GuestInterruptibilityState,                   "guest.interruptibility_state"),
        new(VmcsField.GuestActivityState,                           "guest.activity_state"),
        new(VmcsField.GuestSmbase,                                  "guest.smbase"),
        new(VmcsField.GuestIa32SysenterCs,                          "guest.ia32_sysenter_cs"),
        new(VmcsField.VmxPreemptionTimerValue,                      "guest.vmx_preemption_timer_value", Pin.ActivateVmxPreemptionTimer),

        new(VmcsField.HostIa32SysenterCs,                           "host.ia32_sysenter_cs"),

        new(VmcsField.Cr0GuestHostMask,                             "cr0_guest_host_mask"),
        new(VmcsField.Cr4GuestHostMask,                             "cr4_guest_host_mask"),
        new(VmcsField.Cr0ReadShadow,                                "cr0_read_shadow"),
        new(VmcsField.Cr4ReadShadow,                                "cr4_read_shadow"),
        new(VmcsField.Cr3TargetValue0,                              "cr3_target_value0"),
        new(VmcsField.Cr3TargetValue1,                              "cr3_target_value1"),
        new(VmcsField.Cr3TargetValue2,                              "cr3_target_value2"),
        new(VmcsField.Cr3TargetValue3,                              "cr3_target_value3"),

        new(VmcsField.ExitQualification,                            "exit_qualification"),
        new(VmcsField.IoRcx,                                        "io_rcx"),
        new(VmcsField.IoRsi,                                        "io_rsi"),
        new(VmcsField.IoRdi,                                        "io_rdi"),
        new(VmcsField.IoRip,                                        "io_rip"),
        new(VmcsField.GuestLinearAddress,                           "guest_linear_address"),

        new(VmcsField.GuestCr0,                                     "guest.cr0"),
        new(VmcsField.GuestCr3,                                     "guest.cr3"),
        new(VmcsField.GuestCr4,                                     "guest.cr4"),
        new(VmcsField.GuestEsBase,                                  "guest.es.base"),
        new(VmcsField.GuestCsBase,                                  "guest.cs.base"),
        new(VmcsField.GuestSsBase,                                  "guest.ss.base"),
        new(VmcsField.GuestDsBase,                                  "guest.ds.base"),
        new(VmcsField.GuestFsBase,                                  "guest.fs.base"),
        new(VmcsField.GuestGsBase,                                  "guest.gs.base"),
        new(VmcsField.GuestLdtrBase,                                "guest.ldtr.base"),
        new(VmcsField.GuestTrBase,                                  "guest.tr.base"),
        new(VmcsField.GuestGdtrBase,                                "guest.gdtr.base"),
        new(VmcsField.GuestIdtrBase,                                "guest.idtr.base"),
        new(VmcsField.GuestDr7,                                     "guest.dr7"),
        new(VmcsField.GuestRsp,                                     "guest.rsp"),
        new(VmcsField.GuestRip,                                     "guest.rip"),
        new(VmcsField.GuestRflags,                                  "guest.rflags"),
        new(VmcsField.GuestPendingDebugExceptions,                  "guest.pending_debug_exceptions"),
        new(VmcsField.GuestIa32SysenterEsp,                         "guest.ia32_sysenter_esp"),
        new(VmcsField.GuestIa32SysenterEip,                         "guest.ia32_sysenter_eip"),
        new(VmcsField.GuestIa32SCet,                                "guest.ia32_s_cet", Entry.LoadCetState),
        new(VmcsField.GuestSsp,                                     "guest.ssp", Entry.LoadCetState),
        new(VmcsField.GuestIa32InterruptSspTableAddress,            "guest.ia32_interrupt_ssp_table_address", Entry.LoadCetState),

        new(VmcsField.HostCr0,                                      "host.cr0"),
        new(VmcsField.HostCr3,                                      "host.cr3"),
        new(VmcsField.HostCr4,                                      "host.cr4"),
        new(VmcsField.HostFsBase,                                   "host.fs.base"),
        new(VmcsField.HostGsBase,                                   "host.gs.base"),
        new(VmcsField.HostTrBase,                                   "host.tr.base"),
        new(VmcsField.HostGdtrBase,                                 "host.gdtr.base"),
        new(VmcsField.HostIdtrBase,                                 "host.idtr.base"),
        new(VmcsField.HostIa32SysenterEsp,                          "host.ia32_sysenter_esp"),
        new(VmcsField.HostIa32SysenterEip,                          "host.ia32_sysenter_eip"),
        new(VmcsField.HostRsp,                                      "host.rsp"),
        new(VmcsField.HostRip,                                      "host.rip"),
        new(VmcsField.HostIa32SCet,                                 "host.ia32_s_cet", Exit.LoadCetState),
        new(VmcsField.HostSsp,                                      "host.ssp", Exit.LoadCetState),
        new(VmcsField.HostIa32InterruptSspTableAddress,             "host.ia32_interrupt_ssp_table_address", Exit.LoadCetState),
    ];
#pragma warning restore format

    public static VmcsFieldRow Row(VmcsField field) => ByEncoding[(int)field]!;

    /// <summary>The field with that encoding, or null. The high half of a 64-bit field (bit 0 set) is not a row of its own.</summary>
    public static VmcsFieldRow? Find(ulong encoding) => encoding < 0x8000 ? ByEncoding[(int)encoding] : null;

    public static VmcsFieldRow? Find(string name) => ByName.GetValueOrDefault(name);
}
