using VmxAsm.Architecture.Processor;

namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>
/// SDM volume 3, "Checks on Guest Control Registers, Debug Registers, and MSRs", "Checks on Guest Descriptor-Table Registers",
/// "Checks on Guest RIP, RFLAGS, and SSP".
/// </summary>
internal static class GuestRegisterChecks
{
    /// <summary>Bits 63:22, 15, 5 and 3.</summary>
    private const ulong RflagsReserved = 0xFFFF_FFFF_FFC0_8028;

    private const ulong High32 = 0xFFFF_FFFF_0000_0000;

    public static IReadOnlyList<EntryCheck> Rows()
    {
        EntryCheckList list = new(EntryCheckGroup.GuestState) { Section = "Checks on Guest Control Registers, Debug Registers, and MSRs" };
        AddControlRegisters(list);
        AddMsrs(list);
        list.Section = "Checks on Guest Descriptor-Table Registers";
        AddDescriptorTable(list, "gdtr", VmcsField.GuestGdtrBase, VmcsField.GuestGdtrLimit);
        AddDescriptorTable(list, "idtr", VmcsField.GuestIdtrBase, VmcsField.GuestIdtrLimit);
        list.Section = "Checks on Guest RIP, RFLAGS, and SSP";
        AddRipAndRflags(list);
        return list.Rows;
    }

    private static void AddControlRegisters(EntryCheckList list)
    {
        // VM entry leaves NW and CD as they are, so their bits in the field are not looked at.
        ControlRegisterChecks.AddFixedBits(
            list,
            "guest-cr0",
            VmcsField.GuestCr0,
            "IA32_VMX_CR0_FIXED",
            Cr0.Fields,
            v => v.Capabilities.Cr0Fixed0 & ~(v.Has(ProcessorBasedControls2.UnrestrictedGuest) ? Cr0.PE | Cr0.PG : 0),
            v => v.Capabilities.Cr0Fixed1 | Cr0.NW | Cr0.CD);
        list.Add(
            "guest-cr0-paging-needs-protection",
            VmcsField.GuestCr0,
            "PG of `guest.cr0` needs PE",
            v => v.AllClear(VmcsField.GuestCr0, Cr0.PG) || v.AllSet(VmcsField.GuestCr0, Cr0.PE),
            "add PE");
        ControlRegisterChecks.AddFixedBits(
            list, "guest-cr4", VmcsField.GuestCr4, "IA32_VMX_CR4_FIXED", Cr4.Fields, v => v.Capabilities.Cr4Fixed0, v => v.Capabilities.Cr4Fixed1);
        list.Add(
            "guest-ia32e-needs-paging",
            [VmcsField.GuestCr0, VmcsField.EntryControls],
            "with `ia32e_mode_guest`, PG of `guest.cr0` must be 1",
            v => !v.Has(EntryControls.Ia32eModeGuest) || v.AllSet(VmcsField.GuestCr0, Cr0.PG),
            "add PG");
        list.Add(
            "guest-ia32e-needs-pae",
            [VmcsField.GuestCr4, VmcsField.EntryControls],
            "with `ia32e_mode_guest`, PAE of `guest.cr4` must be 1",
            v => !v.Has(EntryControls.Ia32eModeGuest) || v.AllSet(VmcsField.GuestCr4, Cr4.PAE),
            "add PAE");
        list.Add(
            "guest-cr4-pcide",
            [VmcsField.GuestCr4, VmcsField.EntryControls],
            "PCIDE of `guest.cr4` must be 0 without `ia32e_mode_guest`",
            v => v.Has(EntryControls.Ia32eModeGuest) || v.AllClear(VmcsField.GuestCr4, Cr4.PCIDE),
            "leave out PCIDE");
        ControlRegisterChecks.AddCr3(list, "guest-cr3", VmcsField.GuestCr3);
    }

    private static void AddMsrs(EntryCheckList list)
    {
        list.Add(
            "guest-debugctl",
            [VmcsField.GuestIa32Debugctl, VmcsField.EntryControls],
            "with `load_debug_controls`, the reserved bits of `guest.ia32_debugctl` (5:2 and those from 15 up) must be 0",
            v => !v.Has(EntryControls.LoadDebugControls)
                || v.AllClear(VmcsField.GuestIa32Debugctl, ~Msrs.Find((uint)Msr.Ia32Debugctl)!.Writable),
            "0");
        list.Add(
            "guest-dr7-high",
            [VmcsField.GuestDr7, VmcsField.EntryControls],
            "with `load_debug_controls`, bits 63:32 of `guest.dr7` must be 0",
            v => !v.Has(EntryControls.LoadDebugControls) || v.AllClear(VmcsField.GuestDr7, High32),
            "0x400, the value after reset");
        list.AddCanonical("guest-sysenter-esp", VmcsField.GuestIa32SysenterEsp);
        list.AddCanonical("guest-sysenter-eip", VmcsField.GuestIa32SysenterEip);
        ControlRegisterChecks.AddPerfGlobalCtrl(
            list, "guest-perf-global-ctrl", VmcsField.GuestIa32PerfGlobalCtrl, VmcsField.EntryControls, v => v.Has(EntryControls.LoadIa32PerfGlobalCtrl));
        ControlRegisterChecks.AddPat(
            list, "guest-pat", VmcsField.GuestIa32Pat, VmcsField.EntryControls, v => v.Has(EntryControls.LoadIa32Pat));
        ControlRegisterChecks.AddEferReserved(
            list, "guest-efer", VmcsField.GuestIa32Efer, VmcsField.EntryControls, v => v.Has(EntryControls.LoadIa32Efer));
        list.Add(
            "guest-efer-lma",
            [VmcsField.GuestIa32Efer, VmcsField.EntryControls],
            "with the VM-entry control `load_ia32_efer`, LMA of `guest.ia32_efer` must equal `ia32e_mode_guest`",
            v => !v.Has(EntryControls.LoadIa32Efer)
                || v.AllSet(VmcsField.GuestIa32Efer, Efer.LMA) == v.Has(EntryControls.Ia32eModeGuest),
            v => v.Has(EntryControls.Ia32eModeGuest) ? "LMA | LME" : "neither LMA nor LME");
        list.Add(
            "guest-efer-lme",
            [VmcsField.GuestIa32Efer, VmcsField.GuestCr0],
            "with the VM-entry control `load_ia32_efer` and PG of `guest.cr0`, LME of `guest.ia32_efer` must equal LMA",
            v => !v.Has(EntryControls.LoadIa32Efer)
                || v.AllClear(VmcsField.GuestCr0, Cr0.PG)
                || v.AllSet(VmcsField.GuestIa32Efer, Efer.LMA) == v.AllSet(VmcsField.GuestIa32Efer, Efer.LME),
            "both LMA and LME, or neither");
    }

    private static void AddDescriptorTable(EntryCheckList list, string name, VmcsField baseField, VmcsField limit)
    {
        list.AddCanonical($"guest-{name}-base", baseField);
        list.Add(
            $"guest-{name}-limit",
            limit,
            $"bits 31:16 of `guest.{name}.limit` must be 0",
            v => v.AllClear(limit, 0xFFFF_0000),
            "at most 0xffff");
    }

    private static void AddRipAndRflags(EntryCheckList list)
    {
        list.Add(
            "guest-rip-high",
            [VmcsField.GuestRip, VmcsField.EntryControls, VmcsField.GuestCsAccessRights],
            "bits 63:32 of `guest.rip` must be 0 unless the guest starts in 64-bit code (`ia32e_mode_guest`, and L of CS)",
            v => Is64BitCode(v) || v.AllClear(VmcsField.GuestRip, High32),
            "an address below 4 GiB");
        list.AddCanonical("guest-rip-canonical", VmcsField.GuestRip, Is64BitCode, "for a guest that starts in 64-bit code, ");
        list.Add(
            "guest-rflags-reserved",
            [VmcsField.GuestRflags],
            "bits 63:22, 15, 5 and 3 of `guest.rflags` must be 0",
            v => v.AllClear(VmcsField.GuestRflags, RflagsReserved),
            v => BitFields.Describe(Rflags.Fields, (v.Find(VmcsField.GuestRflags) ?? 0) & ~RflagsReserved & ~Rflags.AlwaysOne) + " | 2");
        list.Add(
            "guest-rflags-bit-1",
            [VmcsField.GuestRflags],
            "bit 1 of `guest.rflags` must be 1",
            v => v.AllSet(VmcsField.GuestRflags, Rflags.AlwaysOne),
            v => $"0x{(v.Find(VmcsField.GuestRflags) ?? 0) | Rflags.AlwaysOne:x}");
        list.Add(
            "guest-rflags-vm",
            [VmcsField.GuestRflags, VmcsField.EntryControls, VmcsField.GuestCr0],
            "VM of `guest.rflags` must be 0 with `ia32e_mode_guest`, and when PE of `guest.cr0` is 0",
            v => !v.GuestIsVirtual8086 || !v.Has(EntryControls.Ia32eModeGuest) && v.AllSet(VmcsField.GuestCr0, Cr0.PE),
            "leave out VM, or make the guest a protected-mode one");
        list.Add(
            "guest-rflags-if",
            [VmcsField.GuestRflags, VmcsField.EntryInterruptionInformation],
            "IF of `guest.rflags` must be 1 when an external interrupt is injected",
            v => !v.Injects(InterruptionType.ExternalInterrupt) || v.AllSet(VmcsField.GuestRflags, Rflags.IF),
            "add IF, or inject when the guest has interrupts enabled (see `interrupt_window_exiting`)");
    }

    private static bool Is64BitCode(EntryView v) =>
        v.Has(EntryControls.Ia32eModeGuest) && v.AllSet(VmcsField.GuestCsAccessRights, Segmentation.AccessRights.LongBit);
}
