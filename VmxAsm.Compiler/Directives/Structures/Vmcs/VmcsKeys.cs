using VmxAsm.Architecture;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Directives.Structures.Values;

namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

/// <summary>The keys of <c>.vmcs</c> that set more than one field, and the names of bits that each field's value may use.</summary>
internal static class VmcsKeys
{
    /// <summary><c>io_bitmaps = NAME</c> and the like: a field for the structure's address, one for a second value of it.</summary>
    public static IReadOnlyDictionary<string, (VmcsField Address, VmcsField Second, string SecondSuffix)> Pairs { get; } =
        new Dictionary<string, (VmcsField, VmcsField, string)>
        {
            ["io_bitmaps"] = (VmcsField.IoBitmapA, VmcsField.IoBitmapB, ".b"),
            ["exit_msr_store"] = (VmcsField.ExitMsrStoreAddress, VmcsField.ExitMsrStoreCount, ".count"),
            ["exit_msr_load"] = (VmcsField.ExitMsrLoadAddress, VmcsField.ExitMsrLoadCount, ".count"),
            ["entry_msr_load"] = (VmcsField.EntryMsrLoadAddress, VmcsField.EntryMsrLoadCount, ".count"),
            ["guest.gdtr"] = (VmcsField.GuestGdtrBase, VmcsField.GuestGdtrLimit, ".limit"),
            ["guest.idtr"] = (VmcsField.GuestIdtrBase, VmcsField.GuestIdtrLimit, ".limit"),
        };

    /// <summary>The kind of structure whose address a field takes; null for one that takes something else.</summary>
    public static string? KindOf(VmcsField field) => field switch
    {
        VmcsField.IoBitmapA or VmcsField.IoBitmapB => "iobitmap",
        VmcsField.MsrBitmaps => "msrbitmap",
        VmcsField.ExitMsrStoreAddress or VmcsField.ExitMsrLoadAddress or VmcsField.EntryMsrLoadAddress => "msrlist",
        VmcsField.GuestGdtrBase or VmcsField.HostGdtrBase => "gdt",
        VmcsField.GuestIdtrBase or VmcsField.HostIdtrBase => "idt",
        _ => null,
    };

    public static IReadOnlyDictionary<string, GuestSegment> Segments { get; } = Enum.GetValues<GuestSegment>().ToDictionary(KeyOf);

    /// <summary>The key that sets all four fields of a segment register.</summary>
    public static string KeyOf(GuestSegment segment) => "guest." + segment.Name().ToLowerInvariant();

    /// <summary>Short names: the field that one would write first.</summary>
    public static IReadOnlyDictionary<string, VmcsField> Aliases { get; } = new Dictionary<string, VmcsField>
    {
        ["host.es"] = VmcsField.HostEsSelector,
        ["host.cs"] = VmcsField.HostCsSelector,
        ["host.ss"] = VmcsField.HostSsSelector,
        ["host.ds"] = VmcsField.HostDsSelector,
        ["host.fs"] = VmcsField.HostFsSelector,
        ["host.gs"] = VmcsField.HostGsSelector,
        ["host.tr"] = VmcsField.HostTrSelector,
        ["host.gdtr"] = VmcsField.HostGdtrBase,
        ["host.idtr"] = VmcsField.HostIdtrBase,
        ["inject"] = VmcsField.EntryInterruptionInformation,
        ["msr_bitmap"] = VmcsField.MsrBitmaps,
        ["preemption_timer"] = VmcsField.VmxPreemptionTimerValue,
    };

    /// <summary>Every key, for the nearest one and the editor package.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. VmcsFields.All.Select(row => row.Name), .. Pairs.Keys, .. Segments.Keys, .. Aliases.Keys, "guest.segments", "host"];

    public static NameScope? ScopeOf(VmcsField field) => VmcsFields.Row(field).ControlWord is { } word
        ? NameScope.Controls(word)
        : field switch
        {
            VmcsField.GuestCr0 or VmcsField.HostCr0 or VmcsField.Cr0GuestHostMask or VmcsField.Cr0ReadShadow => NameScope.Cr0,
            VmcsField.GuestCr4 or VmcsField.HostCr4 or VmcsField.Cr4GuestHostMask or VmcsField.Cr4ReadShadow => NameScope.Cr4,
            VmcsField.GuestRflags => NameScope.Rflags,
            VmcsField.GuestIa32Efer or VmcsField.HostIa32Efer => NameScope.Efer,
            VmcsField.ExceptionBitmap => NameScope.ExceptionBitmap,
            VmcsField.GuestDr7 => DebugControl,
            VmcsField.GuestIa32Debugctl => DebugControlMsr,
            VmcsField.GuestActivityState => Activity,
            VmcsField.GuestInterruptibilityState => Interruptibility,
            >= VmcsField.GuestEsAccessRights and <= VmcsField.GuestTrAccessRights => NameScope.AccessRights,
            _ => null,
        };

    private static readonly NameScope DebugControl = new("a bit of DR7", Dr7.Fields);

    private static readonly NameScope DebugControlMsr = new("a bit of IA32_DEBUGCTL", Debugctl.Fields);

    private static readonly NameScope Activity = new("an activity state", [],
        [new("active", 0), new("hlt", 1), new("shutdown", 2), new("wait_for_sipi", 3)]);

    private static readonly NameScope Interruptibility = new("a bit of the interruptibility state",
    [
        new BitField("blocking_by_sti", 0, 1, ""), new BitField("blocking_by_mov_ss", 1, 1, ""),
        new BitField("blocking_by_smi", 2, 1, ""), new BitField("blocking_by_nmi", 3, 1, ""),
    ]);
}
