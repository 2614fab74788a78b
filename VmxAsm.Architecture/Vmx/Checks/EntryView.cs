using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>
/// A VMCS as the checks see it, and the little of the processor's state and of memory that some of them need. Whatever is not known
/// may be left unknown: a check that asks for it gets zero and <see cref="SawUnknown"/>, and its verdict is
/// "unknown". Rules therefore ask first for what decides whether they apply (control words, mostly constants), and ask for no more
/// bits than they weigh.
/// </summary>
public abstract class EntryView(CpuModel cpu)
{
    public CpuModel Cpu { get; } = cpu;

    public VmxCapabilities Capabilities => Cpu.Vmx;

    /// <summary>Whether the check under way asked for something that is not known.</summary>
    public bool SawUnknown { get; private set; }

    /// <summary>Whether the processor is in IA-32e mode when it executes VMLAUNCH or VMRESUME; null where that is not known.</summary>
    protected abstract bool? HostIsInIa32eMode { get; }

    /// <summary>Physical address of the current VMCS; null where it is not known.</summary>
    protected abstract ulong? CurrentVmcs { get; }

    protected abstract FieldValue Get(VmcsField field);

    /// <summary>8 bytes of physical memory; null where its contents are not known.</summary>
    protected abstract ulong? ReadMemory(ulong physicalAddress);

    // What a view that changes a field hands through.
    internal bool? HostMode => HostIsInIa32eMode;

    internal ulong? CurrentPointer => CurrentVmcs;

    internal FieldValue ValueOf(VmcsField field) => Get(field);

    internal ulong? MemoryAt(ulong physicalAddress) => ReadMemory(physicalAddress);

    internal void BeginCheck() => SawUnknown = false;

    /// <summary>All bits of the field.</summary>
    public ulong this[VmcsField field]
    {
        get
        {
            FieldValue value = Get(field);
            if (!value.IsKnown)
                SawUnknown = true;
            return value.Value;
        }
    }

    /// <summary>The field's value for a message: null where any bit of it is unknown.</summary>
    public ulong? Find(VmcsField field) => Get(field) is { IsKnown: true } value ? value.Value : null;

    /// <summary>Whether every bit of <paramref name="mask"/> is 1 in the field.</summary>
    public bool AllSet(VmcsField field, ulong mask) => AllAre(mask, mask, Get(field));

    /// <summary>Whether every bit of <paramref name="mask"/> is 0 in the field.</summary>
    public bool AllClear(VmcsField field, ulong mask) => AllAre(0, mask, Get(field));

    public bool Has(PinBasedControls control) => AllSet(VmcsField.PinBasedControls, (ulong)control);

    public bool Has(ProcessorBasedControls control) => AllSet(VmcsField.ProcessorBasedControls, (ulong)control);

    /// <summary>Secondary controls count as 0 unless they are activated.</summary>
    public bool Has(ProcessorBasedControls2 control) =>
        Has(ProcessorBasedControls.ActivateSecondaryControls) && AllSet(VmcsField.ProcessorBasedControls2, (ulong)control);

    public bool Has(ExitControls control) => AllSet(VmcsField.ExitControls, (ulong)control);

    public bool Has(EntryControls control) => AllSet(VmcsField.EntryControls, (ulong)control);

    public bool HostIa32e => Known(HostIsInIa32eMode);

    public ulong VmcsPointer => Known(CurrentVmcs);

    public ulong Memory(ulong physicalAddress) => Known(ReadMemory(physicalAddress));

    public InterruptionInformation Injection => new((uint)this[VmcsField.EntryInterruptionInformation]);

    public bool InjectsEvent => AllSet(VmcsField.EntryInterruptionInformation, InterruptionInformation.ValidBit);

    public bool Injects(InterruptionType type) => InjectsEvent && Injection.Type == type;

    /// <summary>Whether the guest will be in virtual-8086 mode.</summary>
    public bool GuestIsVirtual8086 => AllSet(VmcsField.GuestRflags, Rflags.VM);

    public bool IsUsable(GuestSegment segment) => AllClear(segment.AccessRights(), AccessRights.UnusableBit);

    public AccessRights Rights(GuestSegment segment) => new((uint)this[segment.AccessRights()]);

    private bool AllAre(ulong wanted, ulong mask, FieldValue value)
    {
        if (((value.Value ^ wanted) & mask & value.KnownBits) != 0)
            return false;
        if ((mask & ~value.KnownBits) != 0)
            SawUnknown = true;
        return true;
    }

    private T Known<T>(T? value)
        where T : struct
    {
        if (value is { } known)
            return known;
        SawUnknown = true;
        return default;
    }
}
