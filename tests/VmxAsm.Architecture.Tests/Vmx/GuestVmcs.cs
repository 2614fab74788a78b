using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;

namespace VmxAsm.Architecture.Tests.Vmx;

/// <summary>A VMCS in a dictionary, starting as one that every check accepts.</summary>
internal sealed class GuestVmcs : EntryView
{
    private const ulong Unusable = 0x1_0000;

    private readonly Dictionary<VmcsField, FieldValue> _fields = [];
    private readonly Dictionary<ulong, ulong> _memory = [];

    private GuestVmcs(CpuModel cpu) : base(cpu)
    {
    }

    /// <summary>Where <see cref="CurrentVmcs"/> says that it lies.</summary>
    public const ulong Address = 0x5000;

    public bool? InIa32eMode { get; set; } = true;

    /// <summary>What memory holds, 8 bytes each.</summary>
    public IReadOnlyDictionary<ulong, ulong> MemoryContents => _memory;

    protected override bool? HostIsInIa32eMode => InIa32eMode;

    protected override ulong? CurrentVmcs => Address;

    public GuestVmcs Set(VmcsField field, ulong value)
    {
        _fields[field] = FieldValue.Known(value);
        return this;
    }

    public GuestVmcs Set(VmcsField field, FieldValue value)
    {
        _fields[field] = value;
        return this;
    }

    public GuestVmcs Or(VmcsField field, ulong bits) => Set(field, _fields[field].Value | bits);

    public GuestVmcs AndNot(VmcsField field, ulong bits) => Set(field, _fields[field].Value & ~bits);

    public GuestVmcs Memory(ulong address, ulong value)
    {
        _memory[address] = value;
        return this;
    }

    protected override FieldValue Get(VmcsField field) => _fields[field];

    protected override ulong? ReadMemory(ulong physicalAddress) => _memory.TryGetValue(physicalAddress, out ulong value) ? value : null;

    /// <summary>A 64-bit host, and a guest of 32-bit code with paging.</summary>
    public static GuestVmcs Protected(CpuModel cpu)
    {
        GuestVmcs vmcs = new(cpu);
        foreach (VmcsFieldRow row in VmcsFields.All)
            vmcs.Set(row.Field, 0);
        vmcs.SetControls();
        vmcs.SetHost();
        vmcs.Set(VmcsField.VmcsLinkPointer, ulong.MaxValue)
            .Set(VmcsField.GuestCr0, 0x8000_0031)
            .Set(VmcsField.GuestCr3, 0x1000)
            .Set(VmcsField.GuestCr4, 0x2000)
            .Set(VmcsField.GuestDr7, 0x400)
            .Set(VmcsField.GuestRip, 0x8000)
            .Set(VmcsField.GuestRflags, 2)
            .Set(VmcsField.GuestIa32Pat, 0x0007_0406_0007_0406)
            .Set(VmcsField.GuestGdtrLimit, 0xFFFF)
            .Set(VmcsField.GuestIdtrLimit, 0xFFFF);
        vmcs.SetSegment(GuestSegment.Cs, 8, 0, 0xFFFF_FFFF, 0xC09B);
        foreach (GuestSegment segment in (GuestSegment[])[GuestSegment.Ss, GuestSegment.Ds, GuestSegment.Es, GuestSegment.Fs, GuestSegment.Gs])
            vmcs.SetSegment(segment, 16, 0, 0xFFFF_FFFF, 0xC093);
        vmcs.SetSegment(GuestSegment.Tr, 0x18, 0x2000, 0x67, 0x8B);
        vmcs.SetSegment(GuestSegment.Ldtr, 0, 0, 0, Unusable);
        return vmcs;
    }

    /// <summary>A guest in virtual-8086 mode.</summary>
    public static GuestVmcs Virtual8086(CpuModel cpu)
    {
        GuestVmcs vmcs = Protected(cpu).Set(VmcsField.GuestRflags, Rflags.VM | 2);
        for (GuestSegment segment = GuestSegment.Es; segment <= GuestSegment.Gs; segment++)
            vmcs.SetSegment(segment, 0x1000, 0x1_0000, 0xFFFF, 0xF3);
        return vmcs;
    }

    /// <summary>A guest of 64-bit code.</summary>
    public static GuestVmcs Long(CpuModel cpu)
    {
        GuestVmcs vmcs = Protected(cpu)
            .Or(VmcsField.EntryControls, (ulong)EntryControls.Ia32eModeGuest)
            .Or(VmcsField.GuestCr4, Cr4.PAE)
            .Set(VmcsField.GuestRip, 0xFFFF_8000_0000_1000);
        vmcs.SetSegment(GuestSegment.Cs, 8, 0, 0xFFFF_FFFF, 0xA09B);
        if (cpu.Vmx.Supports(EntryControls.LoadIa32Efer))
        {
            vmcs.Or(VmcsField.EntryControls, (ulong)EntryControls.LoadIa32Efer)
                .Set(VmcsField.GuestIa32Efer, Efer.LME | Efer.LMA);
        }

        return vmcs;
    }

    /// <summary>A guest with PAE paging, its page-directory pointers in memory.</summary>
    public static GuestVmcs Pae(CpuModel cpu)
    {
        GuestVmcs vmcs = Protected(cpu).Or(VmcsField.GuestCr4, Cr4.PAE);
        for (ulong i = 0; i < 4; i++)
            vmcs.Memory(0x1000 + 8 * i, 0x3001);
        return vmcs;
    }

    /// <summary>An unrestricted guest in real mode over EPT.</summary>
    public static GuestVmcs Real(CpuModel cpu)
    {
        GuestVmcs vmcs = Protected(cpu)
            .Activate(ProcessorBasedControls2.EnableEpt | ProcessorBasedControls2.UnrestrictedGuest)
            .Set(VmcsField.EptPointer, 0x7000 | 0x1E)
            .Set(VmcsField.GuestCr0, 0x20);
        for (GuestSegment segment = GuestSegment.Es; segment <= GuestSegment.Gs; segment++)
            vmcs.SetSegment(segment, 0x1000, 0x1_0000, 0xFFFF, segment == GuestSegment.Cs ? 0x9Bu : 0x93u);
        return vmcs;
    }

    public GuestVmcs Activate(ProcessorBasedControls2 controls) =>
        Or(VmcsField.ProcessorBasedControls, (ulong)ProcessorBasedControls.ActivateSecondaryControls)
            .Or(VmcsField.ProcessorBasedControls2, (ulong)controls);

    public GuestVmcs Activate(ProcessorBasedControls controls) => Or(VmcsField.ProcessorBasedControls, (ulong)controls);

    public GuestVmcs Inject(InterruptionInformation information) => Set(VmcsField.EntryInterruptionInformation, information.Value);

    public void SetSegment(GuestSegment segment, ulong selector, ulong start, ulong limit, ulong rights) =>
        Set(segment.Selector(), selector).Set(segment.Base(), start).Set(segment.Limit(), limit).Set(segment.AccessRights(), rights);

    private void SetControls()
    {
        VmxCapabilities capabilities = Cpu.Vmx;
        Set(VmcsField.PinBasedControls, capabilities.Of(ControlWord.PinBased).MustBeOne);
        Set(VmcsField.ProcessorBasedControls, capabilities.Of(ControlWord.ProcessorBased).MustBeOne);
        Set(VmcsField.ExitControls, capabilities.Of(ControlWord.Exit).MustBeOne | (ulong)ExitControls.HostAddressSpaceSize);
        Set(VmcsField.EntryControls, capabilities.Of(ControlWord.Entry).MustBeOne);
    }

    private void SetHost() =>
        Set(VmcsField.HostCr0, 0x8000_0031)
            .Set(VmcsField.HostCr3, 0x9000)
            .Set(VmcsField.HostCr4, 0x2020)
            .Set(VmcsField.HostCsSelector, 8)
            .Set(VmcsField.HostTrSelector, 0x18)
            .Set(VmcsField.HostIa32Pat, 0x0007_0406_0007_0406)
            .Set(VmcsField.HostIa32Efer, Efer.LME | Efer.LMA)
            .Set(VmcsField.HostRip, 0x10_0000)
            .Set(VmcsField.HostRsp, 0x9000);
}
