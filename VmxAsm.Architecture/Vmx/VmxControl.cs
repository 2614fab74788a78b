namespace VmxAsm.Architecture.Vmx;

/// <summary>One control bit.</summary>
/// <param name="Name">The manual's name in snake case, as source code and dumps write it.</param>
/// <param name="Title">The manual's name as it is printed there.</param>
public sealed record VmxControl(ControlWord Word, int Bit, string Name, string Title)
{
    public uint Mask => 1u << Bit;
}

/// <summary>Every control bit of every control word.</summary>
public static class VmxControls
{
#pragma warning disable format
    public static IReadOnlyList<VmxControl> All { get; } =
    [
        new(ControlWord.PinBased,         0, "external_interrupt_exiting",             "external-interrupt exiting"),
        new(ControlWord.PinBased,         3, "nmi_exiting",                            "NMI exiting"),
        new(ControlWord.PinBased,         5, "virtual_nmis",                           "virtual NMIs"),
        new(ControlWord.PinBased,         6, "activate_vmx_preemption_timer",          "activate VMX-preemption timer"),
        new(ControlWord.PinBased,         7, "process_posted_interrupts",              "process posted interrupts"),

        new(ControlWord.ProcessorBased,   2, "interrupt_window_exiting",               "interrupt-window exiting"),
        new(ControlWord.ProcessorBased,   3, "use_tsc_offsetting",                     "use TSC offsetting"),
        new(ControlWord.ProcessorBased,   7, "hlt_exiting",                            "HLT exiting"),
        new(ControlWord.ProcessorBased,   9, "invlpg_exiting",                         "INVLPG exiting"),
        new(ControlWord.ProcessorBased,  10, "mwait_exiting",                          "MWAIT exiting"),
        new(ControlWord.ProcessorBased,  11, "rdpmc_exiting",                          "RDPMC exiting"),
        new(ControlWord.ProcessorBased,  12, "rdtsc_exiting",                          "RDTSC exiting"),
        new(ControlWord.ProcessorBased,  15, "cr3_load_exiting",                       "CR3-load exiting"),
        new(ControlWord.ProcessorBased,  16, "cr3_store_exiting",                      "CR3-store exiting"),
        new(ControlWord.ProcessorBased,  19, "cr8_load_exiting",                       "CR8-load exiting"),
        new(ControlWord.ProcessorBased,  20, "cr8_store_exiting",                      "CR8-store exiting"),
        new(ControlWord.ProcessorBased,  21, "use_tpr_shadow",                         "use TPR shadow"),
        new(ControlWord.ProcessorBased,  22, "nmi_window_exiting",                     "NMI-window exiting"),
        new(ControlWord.ProcessorBased,  23, "mov_dr_exiting",                         "MOV-DR exiting"),
        new(ControlWord.ProcessorBased,  24, "unconditional_io_exiting",               "unconditional I/O exiting"),
        new(ControlWord.ProcessorBased,  25, "use_io_bitmaps",                         "use I/O bitmaps"),
        new(ControlWord.ProcessorBased,  27, "monitor_trap_flag",                      "monitor trap flag"),
        new(ControlWord.ProcessorBased,  28, "use_msr_bitmaps",                        "use MSR bitmaps"),
        new(ControlWord.ProcessorBased,  29, "monitor_exiting",                        "MONITOR exiting"),
        new(ControlWord.ProcessorBased,  30, "pause_exiting",                          "PAUSE exiting"),
        new(ControlWord.ProcessorBased,  31, "activate_secondary_controls",            "activate secondary controls"),

        new(ControlWord.ProcessorBased2,  0, "virtualize_apic_accesses",               "virtualize APIC accesses"),
        new(ControlWord.ProcessorBased2,  1, "enable_ept",                             "enable EPT"),
        new(ControlWord.ProcessorBased2,  2, "descriptor_table_exiting",               "descriptor-table exiting"),
        new(ControlWord.ProcessorBased2,  3, "enable_rdtscp",                          "enable RDTSCP"),
        new(ControlWord.ProcessorBased2,  4, "virtualize_x2apic_mode",                 "virtualize x2APIC mode"),
        new(ControlWord.ProcessorBased2,  5, "enable_vpid",                            "enable VPID"),
        new(ControlWord.ProcessorBased2,  6, "wbinvd_exiting",                         "WBINVD exiting"),
        new(ControlWord.ProcessorBased2,  7, "unrestricted_guest",                     "unrestricted guest"),
        new(ControlWord.ProcessorBased2,  8, "apic_register_virtualization",           "APIC-register virtualization"),
        new(ControlWord.ProcessorBased2,  9, "virtual_interrupt_delivery",             "virtual-interrupt delivery"),
        new(ControlWord.ProcessorBased2, 10, "pause_loop_exiting",                     "PAUSE-loop exiting"),
        new(ControlWord.ProcessorBased2, 11, "rdrand_exiting",                         "RDRAND exiting"),
        new(ControlWord.ProcessorBased2, 12, "enable_invpcid",                         "enable INVPCID"),
        new(ControlWord.ProcessorBased2, 13, "enable_vm_functions",                    "enable VM functions"),
        new(ControlWord.ProcessorBased2, 14, "vmcs_shadowing",                         "VMCS shadowing"),
        new(ControlWord.ProcessorBased2, 15, "enable_encls_exiting",                   "enable ENCLS exiting"),
        new(ControlWord.ProcessorBased2, 16, "rdseed_exiting",                         "RDSEED exiting"),
        new(ControlWord.ProcessorBased2, 17, "enable_pml",                             "enable PML"),
        new(ControlWord.ProcessorBased2, 18, "ept_violation_ve",                       "EPT-violation #VE"),
        new(ControlWord.ProcessorBased2, 19, "conceal_vmx_from_pt",                    "conceal VMX from PT"),
        new(ControlWord.ProcessorBased2, 20, "enable_xsaves_xrstors",                  "enable XSAVES/XRSTORS"),
        new(ControlWord.ProcessorBased2, 22, "mode_based_execute_control_for_ept",     "mode-based execute control for EPT"),
        new(ControlWord.ProcessorBased2, 23, "sub_page_write_permissions_for_ept",     "sub-page write permissions for EPT"),
        new(ControlWord.ProcessorBased2, 24, "intel_pt_uses_guest_physical_addresses", "Intel PT uses guest physical addresses"),
        new(ControlWord.ProcessorBased2, 25, "use_tsc_scaling",                        "use TSC scaling"),
        new(ControlWord.ProcessorBased2, 26, "enable_user_wait_and_pause",             "enable user wait and pause"),
        new(ControlWord.ProcessorBased2, 27, "enable_pconfig",                         "enable PCONFIG"),
        new(ControlWord.ProcessorBased2, 28, "enable_enclv_exiting",                   "enable ENCLV exiting"),

        new(ControlWord.Exit,             2, "save_debug_controls",                    "save debug controls"),
        new(ControlWord.Exit,             9, "host_address_space_size",                "host address-space size"),
        new(ControlWord.Exit,            12, "load_ia32_perf_global_ctrl",             "load IA32_PERF_GLOBAL_CTRL"),
        new(ControlWord.Exit,            15, "acknowledge_interrupt_on_exit",          "acknowledge interrupt on exit"),
        new(ControlWord.Exit,            18, "save_ia32_pat",                          "save IA32_PAT"),
        new(ControlWord.Exit,            19, "load_ia32_pat",                          "load IA32_PAT"),
        new(ControlWord.Exit,            20, "save_ia32_efer",                         "save IA32_EFER"),
        new(ControlWord.Exit,            21, "load_ia32_efer",                         "load IA32_EFER"),
        new(ControlWord.Exit,            22, "save_vmx_preemption_timer_value",        "save VMX-preemption timer value"),
        new(ControlWord.Exit,            23, "clear_ia32_bndcfgs",                     "clear IA32_BNDCFGS"),
        new(ControlWord.Exit,            24, "conceal_vmx_from_pt",                    "conceal VMX from PT"),
        new(ControlWord.Exit,            25, "clear_ia32_rtit_ctl",                    "clear IA32_RTIT_CTL"),
        new(ControlWord.Exit,            28, "load_cet_state",                         "load CET state"),
        new(ControlWord.Exit,            29, "load_pkrs",                              "load PKRS"),

        new(ControlWord.Entry,            2, "load_debug_controls",                    "load debug controls"),
        new(ControlWord.Entry,            9, "ia32e_mode_guest",                       "IA-32e mode guest"),
        new(ControlWord.Entry,           10, "entry_to_smm",                           "entry to SMM"),
        new(ControlWord.Entry,           11, "deactivate_dual_monitor_treatment",      "deactivate dual-monitor treatment"),
        new(ControlWord.Entry,           13, "load_ia32_perf_global_ctrl",             "load IA32_PERF_GLOBAL_CTRL"),
        new(ControlWord.Entry,           14, "load_ia32_pat",                          "load IA32_PAT"),
        new(ControlWord.Entry,           15, "load_ia32_efer",                         "load IA32_EFER"),
        new(ControlWord.Entry,           16, "load_ia32_bndcfgs",                      "load IA32_BNDCFGS"),
        new(ControlWord.Entry,           17, "conceal_vmx_from_pt",                    "conceal VMX from PT"),
        new(ControlWord.Entry,           18, "load_ia32_rtit_ctl",                     "load IA32_RTIT_CTL"),
        new(ControlWord.Entry,           20, "load_cet_state",                         "load CET state"),
        new(ControlWord.Entry,           22, "load_pkrs",                              "load PKRS"),

        new(ControlWord.VmFunction,       0, "eptp_switching",                         "EPTP switching"),
    ];
#pragma warning restore format

    /// <summary>The control of that name in <paramref name="word"/>, or null.</summary>
    public static VmxControl? Find(ControlWord word, string name) =>
        All.FirstOrDefault(control => control.Word == word && control.Name == name);

    /// <summary>The control at that bit of <paramref name="word"/>, or null for a reserved bit.</summary>
    public static VmxControl? Find(ControlWord word, int bit) =>
        All.FirstOrDefault(control => control.Word == word && control.Bit == bit);

    /// <summary>
    /// The settings of <paramref name="value"/> by name, joined with <c>|</c>; bits without a name as one hexadecimal number;
    /// <c>none</c> for zero.
    /// </summary>
    public static string Describe(ControlWord word, ulong value)
    {
        List<string> names = [];
        ulong rest = value;
        foreach (VmxControl control in All)
        {
            if (control.Word != word || (value & control.Mask) == 0)
                continue;
            names.Add(control.Name);
            rest &= ~(ulong)control.Mask;
        }

        if (rest != 0)
            names.Add($"0x{rest:x}");
        return names.Count == 0 ? "none" : string.Join(" | ", names);
    }

    internal static VmxControl Of(PinBasedControls bit) => Of(ControlWord.PinBased, (uint)bit);
    internal static VmxControl Of(ProcessorBasedControls bit) => Of(ControlWord.ProcessorBased, (uint)bit);
    internal static VmxControl Of(ProcessorBasedControls2 bit) => Of(ControlWord.ProcessorBased2, (uint)bit);
    internal static VmxControl Of(ExitControls bit) => Of(ControlWord.Exit, (uint)bit);
    internal static VmxControl Of(EntryControls bit) => Of(ControlWord.Entry, (uint)bit);

    private static VmxControl Of(ControlWord word, uint mask) => All.First(control => control.Word == word && control.Mask == mask);
}
