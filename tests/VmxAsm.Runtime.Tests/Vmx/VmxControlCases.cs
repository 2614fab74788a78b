using VmxAsm.Architecture.Vmx;
using F = VmxAsm.Architecture.Vmx.VmcsField;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>What a control does, shown by a guest that runs with it and without.</summary>
/// <param name="Sign">What is to be seen in the printed exits.</param>
/// <param name="WhenOn">The sign is seen while the control is 1; false: while it is 0.</param>
/// <param name="Cpu">A model that has the control.</param>
internal sealed record VmxControlCase(
    ControlWord Word, string Name, LabGuest Guest, LabProgram Program, Func<ExitLine[], bool> Sign, LabEdit[]? With = null, bool WhenOn = true, string Cpu = "core2")
{
    /// <summary>Edits that only make sense while the control is 1.</summary>
    public LabEdit[] OnlyOn { get; init; } = [];

    public override string ToString() => $"{Word}.{Name}";
}

/// <summary>A line that <c>lab.s</c> printed: <c>E</c> and the fields of an exit, or <c>F</c>, CF and the VM-instruction error of a failed entry.</summary>
internal sealed record ExitLine(string[] Parts)
{
    public bool IsExit => Parts[0] == "E";
    public int Reason => IsExit ? (int)(Hex(1) & 0xFFFF) : -1;
    public bool IsEntryFailure => Parts[0] == "F" || Hex(1) >> 31 != 0;
    public ulong Qualification => Hex(2);
    public uint Event => (uint)Hex(3);
    public uint Vectoring => (uint)Hex(5);
    public ulong Interruptibility => Hex(12);
    public ulong Dr7 => Hex(23);
    public ulong Pat => Hex(26);
    public ulong Efer => Hex(27);

    public bool Is(ExitReason reason) => IsExit && !IsEntryFailure && Reason == (int)reason;

    public static ExitLine[] Parse(string[] lines) => [.. lines.Select(line => new ExitLine(line.Split(' ')))];

    private ulong Hex(int part) => part < Parts.Length && Parts[part] != "-" ? Convert.ToUInt64(Parts[part], 16) : 0;
}

/// <summary>One case for each control that a model lets software choose.</summary>
internal static class VmxControlCases
{
    private const ProcessorBasedControls2 TprPage = ProcessorBasedControls2.VirtualizeApicAccesses;

#pragma warning disable format
    public static IReadOnlyList<VmxControlCase> All { get; } =
    [
        new(ControlWord.PinBased, "external_interrupt_exiting", LabGuest.Protected, LabProgram.Interrupts, Seen(ExitReason.ExternalInterrupt)),
        new(ControlWord.PinBased, "nmi_exiting", LabGuest.Long, LabProgram.Nmi, Any(line => line.Event == 0x8000_0202)),
        new(ControlWord.PinBased, "virtual_nmis", LabGuest.Long, LabProgram.Vmcall, Any(line => line.Is(ExitReason.Vmcall) && line.Interruptibility == 8), [Pin(PinBasedControls.NmiExiting), .. Handlers, Set(F.EntryInterruptionInformation, 0x8000_0202)], WhenOn: false),
        new(ControlWord.PinBased, "activate_vmx_preemption_timer", LabGuest.Protected, LabProgram.Vmcall, Seen(ExitReason.VmxPreemptionTimerExpired), Cpu: "nehalem"),

        new(ControlWord.ProcessorBased, "interrupt_window_exiting", LabGuest.Protected, LabProgram.Vmcall, Seen(ExitReason.InterruptWindow), [Or(F.GuestRflags, 0x200)]),
        new(ControlWord.ProcessorBased, "use_tsc_offsetting", LabGuest.Protected, LabProgram.Time, Seen(ExitReason.Cpuid), [Set(F.TscOffset, 1UL << 44)]),
        new(ControlWord.ProcessorBased, "hlt_exiting", LabGuest.Protected, LabProgram.Mixed, Seen(ExitReason.Hlt)),
        new(ControlWord.ProcessorBased, "invlpg_exiting", LabGuest.Protected, LabProgram.Mixed, Seen(ExitReason.Invlpg)),
        new(ControlWord.ProcessorBased, "mwait_exiting", LabGuest.Protected, LabProgram.Mixed, Seen(ExitReason.Mwait)),
        new(ControlWord.ProcessorBased, "rdpmc_exiting", LabGuest.Protected, LabProgram.Mixed, Seen(ExitReason.Rdpmc)),
        new(ControlWord.ProcessorBased, "rdtsc_exiting", LabGuest.Protected, LabProgram.Mixed, Seen(ExitReason.Rdtsc)),
        new(ControlWord.ProcessorBased, "cr3_load_exiting", LabGuest.Protected, LabProgram.ControlRegisters, Any(line => line.Is(ExitReason.ControlRegisterAccess) && (line.Qualification & 0x3F) == 3)),
        new(ControlWord.ProcessorBased, "cr3_store_exiting", LabGuest.Protected, LabProgram.ControlRegisters, Any(line => line.Is(ExitReason.ControlRegisterAccess) && (line.Qualification & 0x3F) == 0x13)),
        new(ControlWord.ProcessorBased, "cr8_load_exiting", LabGuest.Long, LabProgram.ControlRegisters, Any(line => line.Is(ExitReason.ControlRegisterAccess) && (line.Qualification & 0x3F) == 8)),
        new(ControlWord.ProcessorBased, "cr8_store_exiting", LabGuest.Long, LabProgram.ControlRegisters, Any(line => line.Is(ExitReason.ControlRegisterAccess) && (line.Qualification & 0x3F) == 0x18)),
        new(ControlWord.ProcessorBased, "use_tpr_shadow", LabGuest.Long, LabProgram.Apic, Seen(ExitReason.TprBelowThreshold), Threshold),
        new(ControlWord.ProcessorBased, "nmi_window_exiting", LabGuest.Protected, LabProgram.Vmcall, Seen(ExitReason.NmiWindow), [Pin(PinBasedControls.NmiExiting | PinBasedControls.VirtualNmis)]),
        new(ControlWord.ProcessorBased, "mov_dr_exiting", LabGuest.Protected, LabProgram.ControlRegisters, Seen(ExitReason.MovDr)),
        new(ControlWord.ProcessorBased, "unconditional_io_exiting", LabGuest.Protected, LabProgram.PortIo, Seen(ExitReason.IoInstruction)),
        new(ControlWord.ProcessorBased, "use_io_bitmaps", LabGuest.Protected, LabProgram.PortIo, Any(line => line.Is(ExitReason.IoInstruction) && line.Qualification >> 16 == 0x80), [new(LabOperation.Memory, 0x2A01, 1)]),
        new(ControlWord.ProcessorBased, "monitor_trap_flag", LabGuest.Protected, LabProgram.Mixed, Seen(ExitReason.MonitorTrapFlag), Cpu: "nehalem"),
        new(ControlWord.ProcessorBased, "use_msr_bitmaps", LabGuest.Protected, LabProgram.Msrs, Seen(ExitReason.Wrmsr), WhenOn: false),
        new(ControlWord.ProcessorBased, "monitor_exiting", LabGuest.Protected, LabProgram.Mixed, Seen(ExitReason.Monitor)),
        new(ControlWord.ProcessorBased, "pause_exiting", LabGuest.Protected, LabProgram.Mixed, Seen(ExitReason.Pause)),
        new(ControlWord.ProcessorBased, "activate_secondary_controls", LabGuest.Protected, LabProgram.Mixed, Seen(ExitReason.WbinvdOrWbnoinvd), [Or(F.ProcessorBasedControls2, (uint)ProcessorBasedControls2.WbinvdExiting)]),

        new(ControlWord.ProcessorBased2, "virtualize_apic_accesses", LabGuest.Protected, LabProgram.Later, Seen(ExitReason.ApicAccess), [Set(F.ApicAccessAddress, 0x3000)]),
        new(ControlWord.ProcessorBased2, "enable_ept", LabGuest.LongOverEpt, LabProgram.Vmcall, Seen(ExitReason.EptViolation), [new(LabOperation.Memory, 0x2700, 0)], Cpu: "nehalem"),
        new(ControlWord.ProcessorBased2, "descriptor_table_exiting", LabGuest.Protected, LabProgram.Mixed, Seen(ExitReason.AccessToGdtrOrIdtr, ExitReason.AccessToLdtrOrTr), Cpu: "nehalem"),
        new(ControlWord.ProcessorBased2, "enable_rdtscp", LabGuest.Protected, LabProgram.Later, Seen(ExitReason.Rdtscp), [Primary(ProcessorBasedControls.RdtscExiting)], Cpu: "nehalem"),
        new(ControlWord.ProcessorBased2, "virtualize_x2apic_mode", LabGuest.Protected, LabProgram.X2Apic, Seen(ExitReason.TprBelowThreshold), [.. Threshold, Primary(ProcessorBasedControls.UseTprShadow | ProcessorBasedControls.UseMsrBitmaps)], Cpu: "nehalem"),
        new(ControlWord.ProcessorBased2, "enable_vpid", LabGuest.LongOverEpt, LabProgram.Vmcall, Any(line => line.IsEntryFailure), [Set(F.VirtualProcessorIdentifier, 0)], Cpu: "nehalem"),
        new(ControlWord.ProcessorBased2, "wbinvd_exiting", LabGuest.Protected, LabProgram.Mixed, Seen(ExitReason.WbinvdOrWbnoinvd)),
        new(ControlWord.ProcessorBased2, "unrestricted_guest", LabGuest.Real, LabProgram.Vmcall, Seen(ExitReason.Vmcall), Cpu: "haswell"),
        new(ControlWord.ProcessorBased2, "apic_register_virtualization", LabGuest.Protected, LabProgram.Apic, Any(line => line.Is(ExitReason.ApicAccess) && line.Qualification == 0x20), ApicPage, WhenOn: false, Cpu: "haswell"),
        new(ControlWord.ProcessorBased2, "virtual_interrupt_delivery", LabGuest.Protected, LabProgram.Apic, Seen(ExitReason.VirtualizedEoi), [.. ApicPage, Pin(PinBasedControls.ExternalInterruptExiting), Set(F.GuestInterruptStatus, 0x5100), Set(F.EoiExitBitmap1, ulong.MaxValue)], Cpu: "haswell"),
        new(ControlWord.ProcessorBased2, "pause_loop_exiting", LabGuest.Protected, LabProgram.Time, Seen(ExitReason.Pause), [Set(F.PleGap, 1000), Set(F.PleWindow, 0)], Cpu: "haswell"),
        new(ControlWord.ProcessorBased2, "rdrand_exiting", LabGuest.Protected, LabProgram.Later, Seen(ExitReason.Rdrand), Cpu: "haswell"),
        new(ControlWord.ProcessorBased2, "enable_invpcid", LabGuest.Protected, LabProgram.Later, Seen(ExitReason.Invpcid), [Primary(ProcessorBasedControls.InvlpgExiting)], Cpu: "haswell"),
        new(ControlWord.ProcessorBased2, "enable_vm_functions", LabGuest.LongOverEpt, LabProgram.VmxInstructions, Seen(ExitReason.Vmfunc), Cpu: "haswell"),
        new(ControlWord.ProcessorBased2, "vmcs_shadowing", LabGuest.Protected, LabProgram.VmxInstructions, Seen(ExitReason.Vmread), WhenOn: false, Cpu: "haswell")
        {
            OnlyOn = [Set(F.VmreadBitmap, 0x2_F000), Set(F.VmwriteBitmap, 0x3_0000), Set(F.VmcsLinkPointer, 0x3_1000), new(LabOperation.Memory, 0x3100, 0x8000_002B)],
        },
        new(ControlWord.ProcessorBased2, "rdseed_exiting", LabGuest.Protected, LabProgram.Later, Seen(ExitReason.Rdseed), Cpu: "skylake"),
        new(ControlWord.ProcessorBased2, "enable_pml", LabGuest.LongOverEpt, LabProgram.PortIo, Seen(ExitReason.PageModificationLogFull), [Set(F.EptPointer, 0x2_505E), Set(F.PmlAddress, 0x2_E000), Set(F.PmlIndex, 512)], Cpu: "skylake"),
        new(ControlWord.ProcessorBased2, "ept_violation_ve", LabGuest.LongOverEpt, LabProgram.Mixed, Any(line => line.Event == 0x8000_0314), [Set(F.VirtualizationExceptionInformationAddress, 0x3_2000), new(LabOperation.Memory, 0x2700, 0xB5)], Cpu: "haswell"),
        new(ControlWord.ProcessorBased2, "enable_xsaves_xrstors", LabGuest.Protected, LabProgram.ExtendedState, Any(line => line.Event == 0x8000_0306), [Or(F.GuestCr4, 0x4_0000)], WhenOn: false, Cpu: "skylake"),
        new(ControlWord.ProcessorBased2, "use_tsc_scaling", LabGuest.Protected, LabProgram.Time, Seen(ExitReason.Cpuid), [Primary(ProcessorBasedControls.UseTscOffsetting), Set(F.TscMultiplier, 0xFFFF_0000_0000_0000)], Cpu: "skylake"),

        new(ControlWord.Exit, "save_debug_controls", LabGuest.Long, LabProgram.Debug, Any(line => line.Dr7 == 0xF_0402)),
        new(ControlWord.Exit, "host_address_space_size", LabGuest.Protected, LabProgram.Vmcall, Any(line => line.IsEntryFailure), WhenOn: false),
        new(ControlWord.Exit, "acknowledge_interrupt_on_exit", LabGuest.Protected, LabProgram.Interrupts, Any(line => line.Is(ExitReason.ExternalInterrupt) && line.Event == 0x8000_0008), [Pin(PinBasedControls.ExternalInterruptExiting)]),
        new(ControlWord.Exit, "save_ia32_pat", LabGuest.Protected, LabProgram.Loads, Any(line => line.Pat == 0x0101_0101), [Primary(ProcessorBasedControls.UseMsrBitmaps)], Cpu: "nehalem"),
        new(ControlWord.Exit, "load_ia32_perf_global_ctrl", LabGuest.Protected, LabProgram.Vmcall, Any(line => line.IsEntryFailure), [Set(F.HostIa32PerfGlobalCtrl, 1UL << 40)]),
        new(ControlWord.Exit, "load_ia32_pat", LabGuest.Protected, LabProgram.Vmcall, Any(line => line.IsEntryFailure), [Set(F.HostIa32Pat, 2)], Cpu: "nehalem"),
        new(ControlWord.Exit, "save_ia32_efer", LabGuest.Protected, LabProgram.Loads, Any(line => (line.Efer & 1) != 0), [Primary(ProcessorBasedControls.UseMsrBitmaps)], Cpu: "nehalem"),
        new(ControlWord.Exit, "load_ia32_efer", LabGuest.Protected, LabProgram.Vmcall, Any(line => line.IsEntryFailure), [Set(F.HostIa32Efer, 2)], Cpu: "nehalem"),
        new(ControlWord.Exit, "save_vmx_preemption_timer_value", LabGuest.Protected, LabProgram.Vmcall, Any(line => line.IsEntryFailure), Cpu: "nehalem"),

        new(ControlWord.Entry, "load_debug_controls", LabGuest.Protected, LabProgram.Vmcall, Any(line => line.Dr7 == 0x700), [Set(F.GuestDr7, 0x700), Or(F.ExitControls, (uint)ExitControls.SaveDebugControls)]),
        new(ControlWord.Entry, "ia32e_mode_guest", LabGuest.Long, LabProgram.Vmcall, Seen(ExitReason.Vmcall)),
        new(ControlWord.Entry, "entry_to_smm", LabGuest.Protected, LabProgram.Vmcall, Any(line => line.IsEntryFailure)),
        new(ControlWord.Entry, "deactivate_dual_monitor_treatment", LabGuest.Protected, LabProgram.Vmcall, Any(line => line.IsEntryFailure)),
        new(ControlWord.Entry, "load_ia32_perf_global_ctrl", LabGuest.Protected, LabProgram.Vmcall, Any(line => line.IsEntryFailure), [Set(F.GuestIa32PerfGlobalCtrl, 4)]),
        new(ControlWord.Entry, "load_ia32_pat", LabGuest.Protected, LabProgram.Vmcall, Any(line => line.Pat == 0x0606_0606), [Set(F.GuestIa32Pat, 0x0606_0606), Or(F.ExitControls, (uint)ExitControls.SaveIa32Pat)], Cpu: "nehalem"),
        new(ControlWord.Entry, "load_ia32_efer", LabGuest.Long, LabProgram.Vmcall, Any(line => line.Efer == 0x501), [Set(F.GuestIa32Efer, 0x501), Or(F.ExitControls, (uint)ExitControls.SaveIa32Efer)], Cpu: "nehalem"),

        new(ControlWord.VmFunction, "eptp_switching", LabGuest.LongOverEpt, LabProgram.VmxInstructions, lines => lines.Count(line => line.Is(ExitReason.Vmfunc)) == 1, [.. Secondary(ProcessorBasedControls2.EnableVmFunctions), Set(F.EptpListAddress, 0x2_E000), new(LabOperation.Memory, 0x2E00, 0x2_501E), new(LabOperation.MemoryHigh, 0x2E00, 0x2_501E)], Cpu: "haswell"),
    ];
#pragma warning restore format

    /// <summary>The edits that turn the case's control on, or off.</summary>
    public static LabTest Test(VmxControlCase item, bool on)
    {
        uint mask = VmxControls.Find(item.Word, item.Name)!.Mask;
        F field = item.Word switch
        {
            ControlWord.PinBased => F.PinBasedControls,
            ControlWord.ProcessorBased => F.ProcessorBasedControls,
            ControlWord.ProcessorBased2 => F.ProcessorBasedControls2,
            ControlWord.Exit => F.ExitControls,
            ControlWord.Entry => F.EntryControls,
            _ => F.VmFunctionControls,
        };
        LabEdit[] activate = item.Word == ControlWord.ProcessorBased2 ? [Primary(ProcessorBasedControls.ActivateSecondaryControls)] : [];
        LabEdit change = on ? Or(field, mask) : new(LabOperation.And, field, ~(ulong)mask);
        return new(item.Guest, item.Program, [.. item.With ?? [], .. activate, change, .. on ? item.OnlyOn : []]);
    }

    private static LabEdit[] Handlers => [Set(F.GuestIdtrBase, 0x3_8000), Set(F.GuestIdtrLimit, 0xFFF)];

    private static LabEdit[] Threshold => [Set(F.TprThreshold, 5), new(LabOperation.Memory, 0x2D08, 0x50)];

    private static LabEdit[] ApicPage => [.. Secondary(TprPage), Set(F.ApicAccessAddress, 0x3000), Primary(ProcessorBasedControls.UseTprShadow)];

    private static LabEdit Pin(PinBasedControls controls) => Or(F.PinBasedControls, (uint)controls);

    private static LabEdit Primary(ProcessorBasedControls controls) => Or(F.ProcessorBasedControls, (uint)controls);

    private static LabEdit[] Secondary(ProcessorBasedControls2 controls) =>
        [Primary(ProcessorBasedControls.ActivateSecondaryControls), Or(F.ProcessorBasedControls2, (uint)controls)];

    private static LabEdit Set(F field, ulong value) => new(LabOperation.Set, field, value);

    private static LabEdit Or(F field, ulong value) => new(LabOperation.Or, field, value);

    private static Func<ExitLine[], bool> Any(Func<ExitLine, bool> line) => lines => lines.Any(line);

    private static Func<ExitLine[], bool> Seen(params ExitReason[] reasons) => Any(line => reasons.Any(line.Is));
}
