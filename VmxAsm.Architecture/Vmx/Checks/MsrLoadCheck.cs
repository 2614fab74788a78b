using VmxAsm.Architecture.Processor;

namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>One 16-byte entry of an MSR area: the MSR's number, 4 reserved bytes, the value.</summary>
public readonly record struct MsrAreaEntry(uint Msr, uint Reserved, ulong Value);

/// <summary>
/// A rule for the entries that VM entry and VM exit load into MSRs (SDM volume 3, "Loading MSRs" of chapter "VM Entries"). An entry that
/// breaks one ends a VM entry with exit reason 34 and the entry's number, counted from 1, as qualification; it
/// ends a VM exit with a VMX abort.
/// </summary>
public sealed record MsrLoadCheck(string Id, string Rule, Func<MsrAreaEntry, CpuModel, bool> Holds)
{
    public const string Section = "Loading MSRs";

    public static IReadOnlyList<MsrLoadCheck> All { get; } =
    [
        new("msr-load-base", "IA32_FS_BASE and IA32_GS_BASE cannot be loaded from an MSR area; `guest.fs.base` and `guest.gs.base` hold them",
            (entry, _) => (Msr)entry.Msr is not (Msr.Ia32FsBase or Msr.Ia32GsBase)),
        new("msr-load-x2apic", "the x2APIC registers (0x800 to 0x8ff) cannot be loaded from an MSR area",
            (entry, _) => entry.Msr >> 8 != 8),
        new("msr-load-smm", "IA32_SMM_MONITOR_CTL (0x9b) can be loaded in system-management mode only",
            (entry, _) => entry.Msr != 0x9B),
        new("msr-load-bios-update", "IA32_BIOS_UPDT_TRIG (0x79) and IA32_BIOS_SIGN_ID (0x8b) cannot be loaded from an MSR area",
            (entry, _) => entry.Msr is not (0x79 or (uint)Msr.Ia32BiosSignId)),
        new("msr-load-reserved", "bytes 4 to 7 of an entry must be 0",
            (entry, _) => entry.Reserved == 0),
        new("msr-load-unknown", "the processor must have the MSR",
            (entry, model) => Msrs.Find(entry.Msr, model) is not null || entry.Msr >> 8 == 8),
        new("msr-load-value", "WRMSR of the value must not cause #GP: a read-only MSR, reserved bits, an address that is not canonical",
            (entry, model) => Msrs.Find(entry.Msr, model) is not { } row || row.Accepts(entry.Value, model)),
    ];
}
