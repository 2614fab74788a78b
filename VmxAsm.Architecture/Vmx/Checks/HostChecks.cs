using VmxAsm.Architecture.Processor;

namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>SDM volume 3, "Checks on Host-State Area" and "Checks Related to Address-Space Size".</summary>
internal static class HostChecks
{
    private static readonly (VmcsField Selector, string Name)[] Selectors =
    [
        (VmcsField.HostEsSelector, "es"),
        (VmcsField.HostCsSelector, "cs"),
        (VmcsField.HostSsSelector, "ss"),
        (VmcsField.HostDsSelector, "ds"),
        (VmcsField.HostFsSelector, "fs"),
        (VmcsField.HostGsSelector, "gs"),
        (VmcsField.HostTrSelector, "tr"),
    ];

    public static IReadOnlyList<EntryCheck> Rows()
    {
        EntryCheckList list = new(EntryCheckGroup.HostState);
        AddControlRegisters(list);
        AddMsrs(list);
        AddSegments(list);
        AddAddressSpace(list);
        return list.Rows;
    }

    private static void AddControlRegisters(EntryCheckList list)
    {
        list.Section = "Checks on Host Control Registers, MSRs, and SSP";
        ControlRegisterChecks.AddFixedBits(
            list, "host-cr0", VmcsField.HostCr0, "IA32_VMX_CR0_FIXED", Cr0.Fields, v => v.Capabilities.Cr0Fixed0, v => v.Capabilities.Cr0Fixed1);
        ControlRegisterChecks.AddFixedBits(
            list, "host-cr4", VmcsField.HostCr4, "IA32_VMX_CR4_FIXED", Cr4.Fields, v => v.Capabilities.Cr4Fixed0, v => v.Capabilities.Cr4Fixed1);
        ControlRegisterChecks.AddCr3(list, "host-cr3", VmcsField.HostCr3);
    }

    private static void AddMsrs(EntryCheckList list)
    {
        list.AddCanonical("host-sysenter-esp", VmcsField.HostIa32SysenterEsp);
        list.AddCanonical("host-sysenter-eip", VmcsField.HostIa32SysenterEip);
        ControlRegisterChecks.AddPerfGlobalCtrl(
            list, "host-perf-global-ctrl", VmcsField.HostIa32PerfGlobalCtrl, VmcsField.ExitControls, v => v.Has(ExitControls.LoadIa32PerfGlobalCtrl));
        ControlRegisterChecks.AddPat(list, "host-pat", VmcsField.HostIa32Pat, VmcsField.ExitControls, v => v.Has(ExitControls.LoadIa32Pat));
        ControlRegisterChecks.AddEferReserved(
            list, "host-efer", VmcsField.HostIa32Efer, VmcsField.ExitControls, v => v.Has(ExitControls.LoadIa32Efer));
        list.Add(
            "host-efer-mode",
            [VmcsField.HostIa32Efer, VmcsField.ExitControls],
            "with the VM-exit control `load_ia32_efer`, LMA and LME of `host.ia32_efer` must both equal `host_address_space_size`",
            v => !v.Has(ExitControls.LoadIa32Efer)
                || (v.Has(ExitControls.HostAddressSpaceSize)
                    ? v.AllSet(VmcsField.HostIa32Efer, Efer.LMA | Efer.LME)
                    : v.AllClear(VmcsField.HostIa32Efer, Efer.LMA | Efer.LME)),
            v => v.Has(ExitControls.HostAddressSpaceSize) ? "LMA | LME (0x500)" : "neither LMA nor LME");
    }

    private static void AddSegments(EntryCheckList list)
    {
        list.Section = "Checks on Host Segment and Descriptor-Table Registers";
        foreach ((VmcsField selector, string name) in Selectors)
        {
            list.Add(
                $"host-{name}-selector",
                [selector],
                $"TI and RPL (bits 2:0) of `host.{name}.selector` must be 0: the host runs at CPL 0 with segments from the GDT",
                v => v.AllClear(selector, 7),
                v => $"0x{(v.Find(selector) ?? 0) & ~7UL:x}");
        }

        list.Add(
            "host-cs-null",
            VmcsField.HostCsSelector,
            "`host.cs.selector` must not be 0",
            v => v[VmcsField.HostCsSelector] != 0,
            "the selector of the host's code segment");
        list.Add(
            "host-tr-null",
            VmcsField.HostTrSelector,
            "`host.tr.selector` must not be 0: the host needs a task-state segment",
            v => v[VmcsField.HostTrSelector] != 0,
            "the selector of a TSS descriptor, loaded with LTR before VMXON");
        list.Add(
            "host-ss-null",
            [VmcsField.HostSsSelector, VmcsField.ExitControls],
            "`host.ss.selector` must not be 0 unless `host_address_space_size` is 1",
            v => v.Has(ExitControls.HostAddressSpaceSize) || v[VmcsField.HostSsSelector] != 0,
            "the selector of the host's stack segment");
        list.AddCanonical("host-fs-base", VmcsField.HostFsBase);
        list.AddCanonical("host-gs-base", VmcsField.HostGsBase);
        list.AddCanonical("host-gdtr-base", VmcsField.HostGdtrBase);
        list.AddCanonical("host-idtr-base", VmcsField.HostIdtrBase);
        list.AddCanonical("host-tr-base", VmcsField.HostTrBase);
    }

    private static void AddAddressSpace(EntryCheckList list)
    {
        list.Section = "Checks Related to Address-Space Size";
        list.Add(
            "host-address-space-size-outside-ia32e",
            VmcsField.ExitControls,
            "`host_address_space_size` must be 0 when VMLAUNCH or VMRESUME is executed outside IA-32e mode",
            v => !v.Has(ExitControls.HostAddressSpaceSize) || v.HostIa32e,
            "leave out `host_address_space_size`");
        list.Add(
            "guest-ia32e-outside-ia32e",
            VmcsField.EntryControls,
            "`ia32e_mode_guest` must be 0 when VMLAUNCH or VMRESUME is executed outside IA-32e mode",
            v => !v.Has(EntryControls.Ia32eModeGuest) || v.HostIa32e,
            "leave out `ia32e_mode_guest`");
        list.Add(
            "host-address-space-size-in-ia32e",
            VmcsField.ExitControls,
            "`host_address_space_size` must be 1 when VMLAUNCH or VMRESUME is executed in IA-32e mode",
            v => v.Has(ExitControls.HostAddressSpaceSize) || !v.HostIa32e,
            "add `host_address_space_size`");
        list.Add(
            "guest-ia32e-needs-64-bit-host",
            [VmcsField.EntryControls, VmcsField.ExitControls],
            "`ia32e_mode_guest` needs `host_address_space_size`",
            v => v.Has(ExitControls.HostAddressSpaceSize) || !v.Has(EntryControls.Ia32eModeGuest),
            "add `host_address_space_size` to `exit`");
        list.Add(
            "host-cr4-pcide",
            [VmcsField.HostCr4, VmcsField.ExitControls],
            "PCIDE of `host.cr4` must be 0 unless `host_address_space_size` is 1",
            v => v.Has(ExitControls.HostAddressSpaceSize) || v.AllClear(VmcsField.HostCr4, Cr4.PCIDE),
            "leave out PCIDE");
        list.Add(
            "host-rip-high",
            [VmcsField.HostRip, VmcsField.ExitControls],
            "bits 63:32 of `host.rip` must be 0 unless `host_address_space_size` is 1",
            v => v.Has(ExitControls.HostAddressSpaceSize) || v.AllClear(VmcsField.HostRip, 0xFFFF_FFFF_0000_0000),
            "an address below 4 GiB");
        list.Add(
            "host-cr4-pae",
            [VmcsField.HostCr4, VmcsField.ExitControls],
            "PAE of `host.cr4` must be 1 with `host_address_space_size`",
            v => !v.Has(ExitControls.HostAddressSpaceSize) || v.AllSet(VmcsField.HostCr4, Cr4.PAE),
            "add PAE");
        list.AddCanonical(
            "host-rip-canonical", VmcsField.HostRip, v => v.Has(ExitControls.HostAddressSpaceSize), "with `host_address_space_size`, ");
    }
}
