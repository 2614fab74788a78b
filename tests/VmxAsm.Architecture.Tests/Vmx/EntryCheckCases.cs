using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;
using VmxAsm.Architecture.Vmx;
using F = VmxAsm.Architecture.Vmx.VmcsField;
using Pin = VmxAsm.Architecture.Vmx.PinBasedControls;
using Primary = VmxAsm.Architecture.Vmx.ProcessorBasedControls;
using Secondary = VmxAsm.Architecture.Vmx.ProcessorBasedControls2;

namespace VmxAsm.Architecture.Tests.Vmx;

/// <param name="Check">The row that must fail.</param>
/// <param name="Guest">The valid VMCS to start from.</param>
/// <param name="Break">What breaks it.</param>
/// <param name="Also">Rows that cannot hold either.</param>
internal sealed record EntryCheckCase(string Check, string Guest, CpuModel Cpu, Action<GuestVmcs> Break, params string[] Also)
{
    public string Name { get; set; } = Check;
}

internal static class EntryCheckCases
{
    private const ulong Beyond = 1UL << 60;
    private const ulong NotCanonical = 0x0000_8000_0000_0000;

    public static IReadOnlyList<EntryCheckCase> All { get; } = [.. Number([.. Controls(), .. Host(), .. Registers(), .. Segments(), .. State()])];

    public static GuestVmcs Create(string guest, CpuModel cpu) => guest switch
    {
        "v86" => GuestVmcs.Virtual8086(cpu),
        "long" => GuestVmcs.Long(cpu),
        "pae" => GuestVmcs.Pae(cpu),
        "real" => GuestVmcs.Real(cpu),
        _ => GuestVmcs.Protected(cpu),
    };

    private static IEnumerable<EntryCheckCase> Number(EntryCheckCase[] cases)
    {
        Dictionary<string, int> seen = [];
        foreach (EntryCheckCase item in cases)
        {
            int count = seen[item.Check] = seen.GetValueOrDefault(item.Check) + 1;
            item.Name = count == 1 ? item.Check : $"{item.Check} {count}";
            yield return item;
        }
    }

    private static EntryCheckCase Core2(string check, Action<GuestVmcs> change, params string[] also) =>
        new(check, "protected", CpuModels.Core2, change, also);

    private static EntryCheckCase Skylake(string check, Action<GuestVmcs> change, params string[] also) =>
        new(check, "protected", CpuModels.Skylake, change, also);

    /// <summary>A processor with the controls that none of the models has.</summary>
    private static EntryCheckCase Later(string check, Action<GuestVmcs> change, params string[] also) =>
        new(check, "protected", CpuWithEverything, change, also);

    private static CpuModel CpuWithEverything => new(
        "everything",
        "",
        "",
        [.. CpuModels.Skylake.Leaves],
        CpuModels.Skylake.Vmx with
        {
            TruePinBased = new(CpuModels.Skylake.Vmx.TruePinBased.Msr | 0xFFUL << 32),
            PinBased = new(CpuModels.Skylake.Vmx.PinBased.Msr | 0xFFUL << 32),
            ProcessorBased2 = new(CpuModels.Skylake.Vmx.ProcessorBased2.Msr | 0xFFFF_FFFFUL << 32),
        });

    private static EntryCheckCase[] Controls() =>
    [
        Core2("pin-based-must-be-1", v => v.AndNot(F.PinBasedControls, 2)),
        Core2("pin-based-must-be-0", v => v.Or(F.PinBasedControls, 0x40)),
        Core2("processor-based-must-be-1", v => v.AndNot(F.ProcessorBasedControls, 2)),
        Core2("processor-based-must-be-0", v => v.Or(F.ProcessorBasedControls, 1)),
        new("processor-based2-must-be-1", "protected", CpuWithRequiredSecondary, v => v.Activate(Secondary.None)),
        Core2("processor-based2-must-be-0", v => v.Activate(Secondary.EnableRdtscp)),
        Core2("cr3-target-count", v => v.Set(F.Cr3TargetCount, 5)),
        .. Address("io-bitmap-a", F.IoBitmapA, v => v.Activate(Primary.UseIoBitmaps)),
        .. Address("io-bitmap-b", F.IoBitmapB, v => v.Activate(Primary.UseIoBitmaps)),
        .. Address("msr-bitmaps", F.MsrBitmaps, v => v.Activate(Primary.UseMsrBitmaps)),
        Core2("virtual-nmis-need-nmi-exiting", v => v.Or(F.PinBasedControls, (ulong)Pin.VirtualNmis)),
        Core2("nmi-window-needs-virtual-nmis", v => v.Activate(Primary.NmiWindowExiting)),
        .. Address("virtual-apic-address", F.VirtualApicAddress, v => v.Activate(Primary.UseTprShadow)),
        Core2("tpr-threshold-reserved", v => v.Activate(Primary.UseTprShadow).Set(F.TprThreshold, 0x10)),
        Core2("tpr-threshold-above-vtpr", v => v.Activate(Primary.UseTprShadow).Set(F.VirtualApicAddress, 0x4000).Set(F.TprThreshold, 3).Memory(0x4080, 0x2F)),
        Skylake("virtualize-x2apic-mode-needs-tpr-shadow", v => v.Activate(Secondary.VirtualizeX2ApicMode)),
        Skylake("apic-register-virtualization-needs-tpr-shadow", v => v.Activate(Secondary.ApicRegisterVirtualization)),
        Skylake(
            "virtual-interrupt-delivery-needs-tpr-shadow",
            v => v.Activate(Secondary.VirtualInterruptDelivery).Or(F.PinBasedControls, (ulong)Pin.ExternalInterruptExiting)),
        .. Address("apic-access-address", F.ApicAccessAddress, v => v.Activate(Secondary.VirtualizeApicAccesses)),
        Skylake(
            "x2apic-excludes-apic-accesses",
            v => v.Activate(Primary.UseTprShadow).Activate(Secondary.VirtualizeApicAccesses | Secondary.VirtualizeX2ApicMode)),
        Skylake(
            "virtual-interrupts-need-external-interrupt-exiting",
            v => v.Activate(Primary.UseTprShadow).Activate(Secondary.VirtualInterruptDelivery)),
        Later(
            "posted-interrupts-need-virtual-interrupt-delivery",
            v => PostInterrupts(v).AndNot(F.ProcessorBasedControls2, (ulong)Secondary.VirtualInterruptDelivery)),
        Later(
            "posted-interrupts-need-acknowledge",
            v => PostInterrupts(v).AndNot(F.ExitControls, (ulong)ExitControls.AcknowledgeInterruptOnExit)),
        Later("posted-interrupt-vector", v => PostInterrupts(v).Set(F.PostedInterruptNotificationVector, 0x100)),
        Later("posted-interrupt-descriptor-aligned", v => PostInterrupts(v).Set(F.PostedInterruptDescriptorAddress, 0x1020)),
        Later("posted-interrupt-descriptor-width", v => PostInterrupts(v).Set(F.PostedInterruptDescriptorAddress, Beyond)),
        Skylake("vpid-zero", v => v.Activate(Secondary.EnableVpid)),
        Skylake("eptp-memory-type", v => v.Activate(Secondary.EnableEpt).Set(F.EptPointer, 0x7019)),
        Skylake("eptp-walk-length", v => v.Activate(Secondary.EnableEpt).Set(F.EptPointer, 0x7016)),
        new("eptp-accessed-dirty", "protected", CpuModels.Nehalem, v => v.Activate(Secondary.EnableEpt).Set(F.EptPointer, 0x705E)),
        Skylake("eptp-reserved", v => v.Activate(Secondary.EnableEpt).Set(F.EptPointer, 0x709E)),
        Skylake("eptp-reserved", v => v.Activate(Secondary.EnableEpt).Set(F.EptPointer, Beyond | 0x1E)),
        Skylake("unrestricted-guest-needs-ept", v => v.Activate(Secondary.UnrestrictedGuest)),
        Skylake("pml-needs-ept", v => v.Activate(Secondary.EnablePml)),
        Later("mode-based-execute-control-needs-ept", v => v.Activate(Secondary.ModeBasedExecuteControlForEpt)),
        Skylake("pml-address-aligned", v => WithEpt(v).Activate(Secondary.EnablePml).Set(F.PmlAddress, 0x100)),
        Skylake("pml-address-width", v => WithEpt(v).Activate(Secondary.EnablePml).Set(F.PmlAddress, Beyond)),
        Skylake("vm-functions-reserved", v => WithEpt(v).Activate(Secondary.EnableVmFunctions).Set(F.VmFunctionControls, 2)),
        Skylake("eptp-switching-needs-ept", v => v.Activate(Secondary.EnableVmFunctions).Set(F.VmFunctionControls, 1)),
        .. Address("eptp-list", F.EptpListAddress, v => WithEpt(v).Activate(Secondary.EnableVmFunctions).Set(F.VmFunctionControls, 1), CpuModels.Skylake),
        .. Address("vmread-bitmap", F.VmreadBitmap, v => v.Activate(Secondary.VmcsShadowing), CpuModels.Skylake),
        .. Address("vmwrite-bitmap", F.VmwriteBitmap, v => v.Activate(Secondary.VmcsShadowing), CpuModels.Skylake),
        .. Address(
            "virtualization-exception-address",
            F.VirtualizationExceptionInformationAddress,
            v => WithEpt(v).Activate(Secondary.EptViolationVe),
            CpuModels.Skylake),
        Skylake("tsc-multiplier-zero", v => v.Activate(Secondary.UseTscScaling)),
        Core2("exit-controls-must-be-1", v => v.AndNot(F.ExitControls, 1)),
        Core2("exit-controls-must-be-0", v => v.Or(F.ExitControls, (ulong)ExitControls.LoadIa32Efer)),
        Skylake("save-preemption-timer-needs-timer", v => v.Or(F.ExitControls, (ulong)ExitControls.SaveVmxPreemptionTimerValue)),
        .. MsrArea("exit-msr-store", F.ExitMsrStoreAddress, F.ExitMsrStoreCount),
        .. MsrArea("exit-msr-load", F.ExitMsrLoadAddress, F.ExitMsrLoadCount),
        Core2("entry-controls-must-be-1", v => v.AndNot(F.EntryControls, 1)),
        Core2("entry-controls-must-be-0", v => v.Or(F.EntryControls, (ulong)EntryControls.LoadIa32Efer)),
        Core2("injection-type-reserved", v => v.Set(F.EntryInterruptionInformation, 0x8000_0100)),
        Core2("injection-type-reserved", v => v.Inject(new(0, InterruptionType.OtherEvent))),
        Core2("injection-vector", v => v.Inject(new(3, InterruptionType.Nmi))),
        Core2("injection-vector", v => v.Inject(new(32, InterruptionType.HardwareException))),
        Skylake("injection-vector", v => v.Inject(new(1, InterruptionType.OtherEvent))),
        Core2("injection-error-code-missing", v => v.Inject(new(13, InterruptionType.HardwareException))),
        Core2("injection-error-code-wrong", v => v.Inject(new(6, InterruptionType.HardwareException, hasErrorCode: true))),
        Core2("injection-error-code-wrong", v => v.Inject(new(13, InterruptionType.SoftwareInterrupt, hasErrorCode: true)).Set(F.EntryInstructionLength, 2)),
        new("injection-error-code-wrong", "real", CpuModels.Haswell, v => v.Inject(new(13, InterruptionType.HardwareException, hasErrorCode: true))),
        Core2("injection-reserved", v => v.Set(F.EntryInterruptionInformation, 0x8000_1306)),
        Core2(
            "injection-error-code-reserved",
            v => v.Inject(new(13, InterruptionType.HardwareException, hasErrorCode: true)).Set(F.EntryExceptionErrorCode, 0x1_0000)),
        Core2("injection-instruction-length", v => v.Inject(new(0x80, InterruptionType.SoftwareInterrupt))),
        Skylake("injection-instruction-length", v => v.Inject(new(3, InterruptionType.SoftwareException)).Set(F.EntryInstructionLength, 16)),
        .. MsrArea("entry-msr-load", F.EntryMsrLoadAddress, F.EntryMsrLoadCount),
        Core2("entry-to-smm", v => v.Or(F.EntryControls, (ulong)EntryControls.EntryToSmm)),
    ];

    private static CpuModel CpuWithRequiredSecondary => new(
        "required", "", "", [.. CpuModels.Skylake.Leaves], CpuModels.Skylake.Vmx with { ProcessorBased2 = new(0x0217_7FFF_0000_0008) });

    private static EntryCheckCase[] Address(string id, F field, Func<GuestVmcs, GuestVmcs> enable, CpuModel? cpu = null) =>
    [
        new(id + "-aligned", "protected", cpu ?? CpuModels.Core2, v => enable(v).Set(field, 0x4010)),
        new(id + "-width", "protected", cpu ?? CpuModels.Core2, v => enable(v).Set(field, Beyond)),
    ];

    private static EntryCheckCase[] MsrArea(string id, F address, F count) =>
    [
        Core2(id + "-aligned", v => v.Set(address, 0x4008).Set(count, 1)),
        Core2(id + "-width", v => v.Set(address, Beyond).Set(count, 1)),
        Core2(id + "-end", v => v.Set(address, 0xFF_FFFF_F000).Set(count, 257)),
    ];

    private static GuestVmcs WithEpt(GuestVmcs v) => v.Activate(Secondary.EnableEpt).Set(F.EptPointer, 0x701E);

    private static GuestVmcs PostInterrupts(GuestVmcs v) =>
        v.Activate(Primary.UseTprShadow)
            .Activate(Secondary.VirtualInterruptDelivery)
            .Or(F.PinBasedControls, (ulong)(Pin.ExternalInterruptExiting | Pin.ProcessPostedInterrupts))
            .Or(F.ExitControls, (ulong)ExitControls.AcknowledgeInterruptOnExit);

    private static EntryCheckCase[] Host() =>
    [
        Core2("host-cr0-must-be-1", v => v.AndNot(F.HostCr0, Cr0.NE)),
        Core2("host-cr0-must-be-0", v => v.Or(F.HostCr0, 1UL << 40)),
        Core2("host-cr4-must-be-1", v => v.AndNot(F.HostCr4, Cr4.VMXE)),
        Core2("host-cr4-must-be-0", v => v.Or(F.HostCr4, Cr4.SMEP)),
        Core2("host-cr3", v => v.Set(F.HostCr3, Beyond)),
        Core2("host-sysenter-esp", v => v.Set(F.HostIa32SysenterEsp, NotCanonical)),
        Core2("host-sysenter-eip", v => v.Set(F.HostIa32SysenterEip, NotCanonical)),
        Skylake("host-perf-global-ctrl", v => v.Or(F.ExitControls, (ulong)ExitControls.LoadIa32PerfGlobalCtrl).Set(F.HostIa32PerfGlobalCtrl, 1UL << 36)),
        Skylake("host-pat", v => v.Or(F.ExitControls, (ulong)ExitControls.LoadIa32Pat).Set(F.HostIa32Pat, 2)),
        Skylake("host-efer-reserved", v => v.Or(F.ExitControls, (ulong)ExitControls.LoadIa32Efer).Set(F.HostIa32Efer, 0x502)),
        Skylake("host-efer-mode", v => v.Or(F.ExitControls, (ulong)ExitControls.LoadIa32Efer).Set(F.HostIa32Efer, 0x100)),
        Core2("host-es-selector", v => v.Set(F.HostEsSelector, 0x13)),
        Core2("host-cs-selector", v => v.Set(F.HostCsSelector, 0x0C)),
        Core2("host-ss-selector", v => v.Set(F.HostSsSelector, 0x13)),
        Core2("host-ds-selector", v => v.Set(F.HostDsSelector, 0x13)),
        Core2("host-fs-selector", v => v.Set(F.HostFsSelector, 0x13)),
        Core2("host-gs-selector", v => v.Set(F.HostGsSelector, 0x13)),
        Core2("host-tr-selector", v => v.Set(F.HostTrSelector, 0x1B)),
        Core2("host-cs-null", v => v.Set(F.HostCsSelector, 0)),
        Core2("host-tr-null", v => v.Set(F.HostTrSelector, 0)),
        Core2("host-ss-null", v => In32BitHost(v).Set(F.HostSsSelector, 0)),
        Core2("host-fs-base", v => v.Set(F.HostFsBase, NotCanonical)),
        Core2("host-gs-base", v => v.Set(F.HostGsBase, NotCanonical)),
        Core2("host-gdtr-base", v => v.Set(F.HostGdtrBase, NotCanonical)),
        Core2("host-idtr-base", v => v.Set(F.HostIdtrBase, NotCanonical)),
        Core2("host-tr-base", v => v.Set(F.HostTrBase, NotCanonical)),
        Core2("host-address-space-size-outside-ia32e", v => v.InIa32eMode = false),
        new(
            "guest-ia32e-outside-ia32e",
            "long",
            CpuModels.Core2,
            v => v.InIa32eMode = false,
            "host-address-space-size-outside-ia32e"),
        Core2("host-address-space-size-in-ia32e", v => In32BitHost(v).InIa32eMode = true),
        new(
            "guest-ia32e-needs-64-bit-host",
            "long",
            CpuModels.Core2,
            v => In32BitHost(v),
            "guest-ia32e-outside-ia32e"),
        Skylake("host-cr4-pcide", v => In32BitHost(v).Or(F.HostCr4, Cr4.PCIDE)),
        Core2("host-rip-high", v => In32BitHost(v).Set(F.HostRip, 1UL << 32)),
        Core2("host-cr4-pae", v => v.AndNot(F.HostCr4, Cr4.PAE)),
        Core2("host-rip-canonical", v => v.Set(F.HostRip, NotCanonical)),
    ];

    private static GuestVmcs In32BitHost(GuestVmcs v)
    {
        v.InIa32eMode = false;
        return v.AndNot(F.ExitControls, (ulong)ExitControls.HostAddressSpaceSize).Set(F.HostSsSelector, 0x10);
    }

    private static EntryCheckCase[] Registers() =>
    [
        Core2("guest-cr0-must-be-1", v => v.AndNot(F.GuestCr0, Cr0.NE)),
        new("guest-cr0-must-be-1", "real", CpuModels.Haswell, v => v.AndNot(F.GuestCr0, Cr0.NE)),
        Core2("guest-cr0-must-be-0", v => v.Or(F.GuestCr0, 1UL << 32)),
        new("guest-cr0-paging-needs-protection", "real", CpuModels.Haswell, v => v.Or(F.GuestCr0, Cr0.PG)),
        Core2("guest-cr4-must-be-1", v => v.AndNot(F.GuestCr4, Cr4.VMXE)),
        Core2("guest-cr4-must-be-0", v => v.Or(F.GuestCr4, Cr4.SMAP)),
        new("guest-ia32e-needs-paging", "long", CpuModels.Haswell, v => WithEpt(v).Activate(Secondary.UnrestrictedGuest).AndNot(F.GuestCr0, Cr0.PG)),
        new("guest-ia32e-needs-pae", "long", CpuModels.Core2, v => v.AndNot(F.GuestCr4, Cr4.PAE)),
        Skylake("guest-cr4-pcide", v => v.Or(F.GuestCr4, Cr4.PCIDE)),
        Core2("guest-cr3", v => v.Set(F.GuestCr3, Beyond)),
        Core2("guest-debugctl", v => v.Set(F.GuestIa32Debugctl, 4).Or(F.EntryControls, (ulong)EntryControls.LoadDebugControls)),
        Core2("guest-dr7-high", v => v.Set(F.GuestDr7, 1UL << 32).Or(F.EntryControls, (ulong)EntryControls.LoadDebugControls)),
        Core2("guest-sysenter-esp", v => v.Set(F.GuestIa32SysenterEsp, NotCanonical)),
        Core2("guest-sysenter-eip", v => v.Set(F.GuestIa32SysenterEip, NotCanonical)),
        Skylake("guest-perf-global-ctrl", v => v.Or(F.EntryControls, (ulong)EntryControls.LoadIa32PerfGlobalCtrl).Set(F.GuestIa32PerfGlobalCtrl, 0x10)),
        Skylake("guest-pat", v => v.Or(F.EntryControls, (ulong)EntryControls.LoadIa32Pat).Set(F.GuestIa32Pat, 0x0300)),
        new("guest-efer-reserved", "long", CpuModels.Skylake, v => v.Or(F.GuestIa32Efer, 2)),
        new("guest-efer-lma", "long", CpuModels.Skylake, v => v.Set(F.GuestIa32Efer, 0)),
        new("guest-efer-lme", "long", CpuModels.Skylake, v => v.Set(F.GuestIa32Efer, Efer.LMA)),
        Core2("guest-gdtr-base", v => v.Set(F.GuestGdtrBase, NotCanonical)),
        Core2("guest-gdtr-limit", v => v.Set(F.GuestGdtrLimit, 0x1_0000)),
        Core2("guest-idtr-base", v => v.Set(F.GuestIdtrBase, NotCanonical)),
        Core2("guest-idtr-limit", v => v.Set(F.GuestIdtrLimit, 0x1_0000)),
        Core2("guest-rip-high", v => v.Set(F.GuestRip, 1UL << 32)),
        new("guest-rip-canonical", "long", CpuModels.Core2, v => v.Set(F.GuestRip, 1UL << 50)),
        Core2("guest-rflags-reserved", v => v.Or(F.GuestRflags, 0x8000)),
        Core2("guest-rflags-bit-1", v => v.Set(F.GuestRflags, 0)),
        new(
            "guest-rflags-vm",
            "v86",
            CpuModels.Core2,
            v => v.Or(F.EntryControls, (ulong)EntryControls.Ia32eModeGuest).Or(F.GuestCr4, Cr4.PAE)),
        Core2("guest-rflags-if", v => v.Inject(new(0x20, InterruptionType.ExternalInterrupt))),
    ];

    private static IEnumerable<EntryCheckCase> Segments()
    {
        yield return Core2("guest-tr-ti", v => v.Set(F.GuestTrSelector, 0x1C));
        yield return Core2("guest-ldtr-ti", v => v.SetSegment(GuestSegment.Ldtr, 0x24, 0, 0xF, 0x82));
        yield return Core2("guest-ss-rpl", v => v.Set(F.GuestSsSelector, 0x11).Set(F.GuestSsAccessRights, 0xC0B3).Set(F.GuestCsAccessRights, 0xC0BB));
        for (GuestSegment segment = GuestSegment.Es; segment <= GuestSegment.Gs; segment++)
        {
            GuestSegment s = segment;
            string name = s.ToString().ToLowerInvariant();
            yield return new($"guest-{name}-base-v86", "v86", CpuModels.Core2, v => v.Set(s.Base(), 0x1_0001));
            yield return new($"guest-{name}-limit-v86", "v86", CpuModels.Core2, v => v.Set(s.Limit(), 0xFFFE));
            yield return new($"guest-{name}-access-rights-v86", "v86", CpuModels.Core2, v => v.Set(s.AccessRights(), 0x93));
            yield return Core2($"guest-{name}-s", v => v.AndNot(s.AccessRights(), AccessRights.CodeOrDataBit));
        }

        for (GuestSegment segment = GuestSegment.Es; segment <= GuestSegment.Tr; segment++)
        {
            GuestSegment s = segment;
            string name = s.ToString().ToLowerInvariant();
            void Use(GuestVmcs v)
            {
                if (s == GuestSegment.Ldtr)
                    v.SetSegment(s, 0x20, 0x3000, 0xF, 0x82);
            }

            yield return Core2($"guest-{name}-present", v => { Use(v); v.AndNot(s.AccessRights(), AccessRights.PresentBit); });
            yield return Core2($"guest-{name}-reserved", v => { Use(v); v.Or(s.AccessRights(), 0x200); });
            yield return Core2(
                $"guest-{name}-granularity-bytes",
                v => { Use(v); v.Or(s.AccessRights(), AccessRights.GranularityBit).Set(s.Limit(), 0x1FF0); });
            yield return Core2(
                $"guest-{name}-granularity-pages",
                v => { Use(v); v.AndNot(s.AccessRights(), AccessRights.GranularityBit).Set(s.Limit(), 0x10_0FFF); });
        }

        yield return Core2("guest-tr-base", v => v.Set(F.GuestTrBase, NotCanonical));
        yield return Core2("guest-fs-base", v => v.Set(F.GuestFsBase, NotCanonical));
        yield return Core2("guest-gs-base", v => v.Set(F.GuestGsBase, NotCanonical));
        yield return Core2("guest-ldtr-base", v => v.SetSegment(GuestSegment.Ldtr, 0x20, NotCanonical, 0xF, 0x82));
        yield return Core2("guest-cs-base-high", v => v.Set(F.GuestCsBase, 1UL << 32));
        yield return Core2("guest-ss-base-high", v => v.Set(F.GuestSsBase, 1UL << 32));
        yield return Core2("guest-ds-base-high", v => v.Set(F.GuestDsBase, 1UL << 32));
        yield return Core2("guest-es-base-high", v => v.Set(F.GuestEsBase, 1UL << 32));
        yield return Core2("guest-cs-type", v => v.Set(F.GuestCsAccessRights, 0xC09A));
        yield return Core2("guest-cs-type", v => v.Set(F.GuestCsAccessRights, 0xC093));
        yield return Core2("guest-cs-dpl", v => v.Set(F.GuestCsAccessRights, 0xC0BB));
        yield return Core2("guest-cs-dpl", v => v.Set(F.GuestCsAccessRights, 0xC0BF));
        yield return new("guest-cs-dpl", "real", CpuModels.Haswell, v => v.Set(F.GuestCsAccessRights, 0xB3));
        yield return new("guest-cs-db-long", "long", CpuModels.Core2, v => v.Set(F.GuestCsAccessRights, 0xE09B));
        yield return Core2("guest-ss-type", v => v.Set(F.GuestSsAccessRights, 0xC091));
        yield return Core2("guest-ss-dpl-rpl", v => v.Set(F.GuestSsAccessRights, 0xC0B3).Set(F.GuestCsAccessRights, 0xC0BB));
        yield return new("guest-ss-dpl-zero", "real", CpuModels.Haswell, v => v.Set(F.GuestSsAccessRights, 0xB3).Set(F.GuestCsAccessRights, 0xBB));
        foreach (GuestSegment segment in (GuestSegment[])[GuestSegment.Ds, GuestSegment.Es, GuestSegment.Fs, GuestSegment.Gs])
        {
            string name = segment.ToString().ToLowerInvariant();
            yield return Core2($"guest-{name}-type", v => v.Set(segment.AccessRights(), 0xC092));
            yield return Core2($"guest-{name}-type", v => v.Set(segment.AccessRights(), 0xC099));
            yield return Core2($"guest-{name}-dpl", v => v.Set(segment.Selector(), 0x13));
        }

        yield return Core2("guest-tr-type", v => v.Set(F.GuestTrAccessRights, 0x89));
        yield return new("guest-tr-type", "long", CpuModels.Core2, v => v.Set(F.GuestTrAccessRights, 0x83));
        yield return Core2("guest-tr-s", v => v.Or(F.GuestTrAccessRights, 0x10));
        yield return Core2("guest-tr-unusable", v => v.Or(F.GuestTrAccessRights, 0x1_0000));
        yield return Core2("guest-ldtr-type", v => v.SetSegment(GuestSegment.Ldtr, 0x20, 0, 0xF, 0x83));
        yield return Core2("guest-ldtr-s", v => v.SetSegment(GuestSegment.Ldtr, 0x20, 0, 0xF, 0x92));
    }

    private static EntryCheckCase[] State() =>
    [
        Core2("guest-activity", v => v.Set(F.GuestActivityState, 4)),
        Core2(
            "guest-activity-hlt-dpl",
            v =>
            {
                v.Set(F.GuestActivityState, 1);
                v.SetSegment(GuestSegment.Cs, 0x0B, 0, 0xFFFF_FFFF, 0xC0FB);
                v.SetSegment(GuestSegment.Ss, 0x13, 0, 0xFFFF_FFFF, 0xC0F3);
            }),
        Core2("guest-activity-blocking", v => v.Set(F.GuestActivityState, 2).Set(F.GuestInterruptibilityState, 2)),
        Core2("guest-activity-injection", v => v.Set(F.GuestActivityState, 3).Inject(new(2, InterruptionType.Nmi))),
        Core2("guest-activity-injection", v => v.Set(F.GuestActivityState, 2).Inject(new(1, InterruptionType.HardwareException))),
        Core2("guest-activity-injection", v => v.Set(F.GuestActivityState, 1).Inject(new(6, InterruptionType.HardwareException))),
        Core2("guest-interruptibility-reserved", v => v.Set(F.GuestInterruptibilityState, 0x20)),
        Core2("guest-interruptibility-sti-and-mov-ss", v => v.Set(F.GuestInterruptibilityState, 3).Or(F.GuestRflags, Rflags.IF)),
        Core2("guest-interruptibility-sti-if", v => v.Set(F.GuestInterruptibilityState, 1)),
        Core2(
            "guest-interruptibility-external-interrupt",
            v => v.Set(F.GuestInterruptibilityState, 2).Or(F.GuestRflags, Rflags.IF).Inject(new(0x20, InterruptionType.ExternalInterrupt))),
        Core2("guest-interruptibility-nmi-mov-ss", v => v.Set(F.GuestInterruptibilityState, 2).Inject(new(2, InterruptionType.Nmi))),
        Core2("guest-interruptibility-nmi", v => v.Set(F.GuestInterruptibilityState, 1).Or(F.GuestRflags, Rflags.IF).Inject(new(2, InterruptionType.Nmi))),
        Core2("guest-interruptibility-smi", v => v.Set(F.GuestInterruptibilityState, 4)),
        Core2(
            "guest-interruptibility-virtual-nmi",
            v => v.Or(F.PinBasedControls, (ulong)(Pin.NmiExiting | Pin.VirtualNmis))
                .Set(F.GuestInterruptibilityState, 8)
                .Inject(new(2, InterruptionType.Nmi))),
        Core2("guest-pending-debug-reserved", v => v.Set(F.GuestPendingDebugExceptions, 0x10)),
        Core2("guest-pending-debug-bs-missing", v => v.Set(F.GuestInterruptibilityState, 2).Or(F.GuestRflags, Rflags.TF)),
        Core2("guest-pending-debug-bs-wrong", v => v.Set(F.GuestActivityState, 1).Set(F.GuestPendingDebugExceptions, 0x4000)),
        Core2("guest-link-pointer-aligned", v => v.Set(F.VmcsLinkPointer, 0x6010)),
        Core2("guest-link-pointer-width", v => v.Set(F.VmcsLinkPointer, Beyond)),
        Core2("guest-link-pointer-revision", v => v.Set(F.VmcsLinkPointer, 0x6000).Memory(0x6000, 1)),
        Core2("guest-link-pointer-shadow", v => v.Set(F.VmcsLinkPointer, 0x6000).Memory(0x6000, 0x8000_002B)),
        Core2("guest-link-pointer-current", v => v.Set(F.VmcsLinkPointer, 0x5000).Memory(0x5000, 0x2B)),
        new("guest-pdpte0", "pae", CpuModels.Core2, v => v.Memory(0x1000, 0x3003)),
        new("guest-pdpte1", "pae", CpuModels.Core2, v => v.Memory(0x1008, 0x3003)),
        new("guest-pdpte2", "pae", CpuModels.Core2, v => v.Memory(0x1010, Beyond | 1)),
        new("guest-pdpte3", "pae", CpuModels.Core2, v => v.Memory(0x1018, 0x30E1)),
        new("guest-pdpte0-ept", "pae", CpuModels.Skylake, v => WithEpt(v).Set(F.GuestPdpte0, 3)),
        new("guest-pdpte1-ept", "pae", CpuModels.Skylake, v => WithEpt(v).Set(F.GuestPdpte1, 5)),
        new("guest-pdpte2-ept", "pae", CpuModels.Skylake, v => WithEpt(v).Set(F.GuestPdpte2, Beyond | 1)),
        new("guest-pdpte3-ept", "pae", CpuModels.Skylake, v => WithEpt(v).Set(F.GuestPdpte3, 0x1E1)),
    ];
}
