using VmxAsm.Architecture.Vmx;
using F = VmxAsm.Architecture.Vmx.VmcsField;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>Changes that belong together: a control, what it looks at, and a program that it concerns.</summary>
internal sealed partial class VmxSampler
{
    private LabTest? Scenario(LabGuest guest)
    {
        switch (_random.Next(23))
        {
            case 0:
                return new(guest, LabProgram.PortIo,
                [
                    Enable(ProcessorBasedControls.UseIoBitmaps),
                    new(LabOperation.MemoryHigh, 0x2A00, Bits()),       // ports 0x40 to 0x7f
                    new(LabOperation.Memory, 0x2A01, Bits()),           // ports 0x80 to 0xbf
                    new(LabOperation.MemoryHigh, 0x2BFF, Bits()),       // up to 0xffff
                ]);
            case 1:
                return new(guest, LabProgram.Msrs,
                [
                    Enable(ProcessorBasedControls.UseMsrBitmaps),
                    new(LabOperation.MemoryHigh, 0x2C02, Bits()),       // reads around 0x174
                    new(LabOperation.Memory, 0x2C41, Bits()),           // reads around 0xc0000080
                    new(LabOperation.MemoryHigh, 0x2C82, Bits()),       // writes around 0x174
                    new(LabOperation.Memory, 0x2CC1, Bits()),           // writes around 0xc0000080
                ]);
            case 2:
                return new(guest, LabProgram.ControlRegisters,
                [
                    new(LabOperation.Set, F.Cr0GuestHostMask, Bits() & 0xE005_003F),
                    new(LabOperation.Set, F.Cr0ReadShadow, Bits() & 0xE005_003F),
                    new(LabOperation.Set, F.Cr4GuestHostMask, Bits() & 0x27FF),
                    new(LabOperation.Set, F.Cr4ReadShadow, Bits() & 0x27FF),
                ]);
            case 3:
                return new(guest, LabProgram.ControlRegisters,
                [
                    new(LabOperation.Xor, F.ProcessorBasedControls, Bits() & 0x0098_8000 | (_random.Next(2) == 0 ? 0x1_0000u : 0)),
                    new(LabOperation.Set, F.Cr3TargetCount, (ulong)_random.Next(5)),
                    new(LabOperation.Set, F.Cr3TargetValue1, 0x2_0000),
                    new(LabOperation.Set, F.Cr3TargetValue2, 0x2_3000),
                ]);
            case 4 when guest != LabGuest.Real:
                return new(guest, LabProgram.Faults,
                [
                    new(LabOperation.Set, F.ExceptionBitmap, Bits()),
                    new(LabOperation.Set, F.PageFaultErrorCodeMask, (ulong)_random.Next(4)),
                    new(LabOperation.Set, F.PageFaultErrorCodeMatch, (ulong)_random.Next(4)),
                ]);
            case 5:
                return new(guest, LabProgram.ControlRegisters,
                [
                    Enable(ProcessorBasedControls.UseTprShadow),
                    new(LabOperation.Set, F.TprThreshold, (ulong)_random.Next(4)),
                    new(LabOperation.Memory, 0x2D08, (ulong)_random.Next(0x40)),
                ]);
            case 6:
                return new(guest, LabProgram.Mixed,
                [
                    Enable(ProcessorBasedControls.ActivateSecondaryControls),


                    // Bochs leaves out the operand size of SGDT in 32-bit code.
                    new(
                        LabOperation.Or,
                        F.ProcessorBasedControls2,
                        Bits() & cpu.Vmx.ProcessorBased2.MayBeOne & (guest is LabGuest.Protected or LabGuest.Pae ? 0x40u : 0x44u)),
                    new(LabOperation.Xor, F.ProcessorBasedControls, Bits() & 0x6000_1A00),
                ]);
            case 7 when guest is LabGuest.Real or LabGuest.LongOverEpt:
                return new(guest, Pick([LabProgram.Vmcall, LabProgram.Mixed, LabProgram.PortIo]),
                [
                    new(LabOperation.Memory, Pick([0x2700, 0x2600, 0x2500]), _random.Next(2) == 0 ? Bits() & 0xFFF : Pick<ulong>([0xB7, 0xB5, 0xB3, 0xB1, 0x2_7007, 0x2_6007, 0])),
                ]);
            case 8:
                return new(guest, LabProgram.Mixed,
                [
                    Enable(ProcessorBasedControls.InterruptWindowExiting),
                    new(LabOperation.Set, F.GuestInterruptibilityState, Pick<ulong>([0, 0, 1, 2, 8])),
                    new(LabOperation.Or, F.GuestRflags, Pick<ulong>([0, 0x200])),
                ]);
            case 9 when cpu.Vmx.Supports(ProcessorBasedControls2.VmcsShadowing):
                return new(guest, LabProgram.VmxInstructions,
                [
                    .. Enable(ProcessorBasedControls2.VmcsShadowing),
                    new(LabOperation.Set, F.VmreadBitmap, 0x2_F000),
                    new(LabOperation.Set, F.VmwriteBitmap, 0x3_0000),
                    new(LabOperation.Set, F.VmcsLinkPointer, 0x3_1000),
                    new(LabOperation.Memory, 0x3100, 0x8000_002B),
                    new(LabOperation.Memory, 0x2F00, Bits() & 0xFF),
                    new(LabOperation.Memory, 0x3000, Bits() & 0xFF),
                ]);
            case 10 when cpu.Vmx.VmFunc != 0 && guest is LabGuest.Real or LabGuest.LongOverEpt:
                return new(guest, LabProgram.VmxInstructions,
                [
                    .. Enable(ProcessorBasedControls2.EnableVmFunctions),
                    new(LabOperation.Set, F.VmFunctionControls, 1),
                    new(LabOperation.Set, F.EptpListAddress, MsrArea),
                    new(LabOperation.Memory, MsrArea >> 4, Pick<ulong>([0x2_501E, 0x2_501D, 0])),
                    new(LabOperation.MemoryHigh, MsrArea >> 4, Pick<ulong>([0x2_501E, 0x2_505E, 0x2_5016, 1UL << 50 | 0x1E])),
                ]);
            case 11 when cpu.Vmx.EptVpid.AccessedAndDirtyFlags && guest is LabGuest.Real or LabGuest.LongOverEpt:
                return new(guest, Pick([LabProgram.Mixed, LabProgram.PortIo]),
                [
                    new(LabOperation.Set, F.EptPointer, 0x2_505E),
                    new(LabOperation.Memory, 0x2700, Pick<ulong>([0xB7, 0xB5, 0x3B7, 0x1B7, 0xB1])),
                    // Without paging Bochs takes a read for a write, and logs it.
                    .. cpu.Vmx.Supports(ProcessorBasedControls2.EnablePml) && guest != LabGuest.Real ? Enable(ProcessorBasedControls2.EnablePml) : [],
                    new(LabOperation.Set, F.PmlAddress, MsrArea),
                    // One entry is enough for a guest that lives in one page; Bochs writes more of them.
                    new(LabOperation.Set, F.PmlIndex, Pick<ulong>([511, 512, 5])),
                ]);
            case 12 when cpu.Vmx.Supports(ProcessorBasedControls2.EptViolationVe) && guest is LabGuest.Real or LabGuest.LongOverEpt:
                return new(guest, Pick([LabProgram.Mixed, LabProgram.PortIo]),
                [
                    .. Enable(ProcessorBasedControls2.EptViolationVe),
                    new(LabOperation.Set, F.VirtualizationExceptionInformationAddress, 0x3_2000),
                    new(LabOperation.Memory, 0x2700, Pick<ulong>([0xB5, 0xB1, 0x8000_0000_0000_00B5, 0xB2])),
                    new(LabOperation.Memory, 0x3200, Pick<ulong>([0, 1UL << 32])),
                ]);
            case 13:
                return new(guest, LabProgram.Later,
                [
                    .. Enable(ProcessorBasedControls2.VirtualizeApicAccesses),
                    new(LabOperation.Set, F.ApicAccessAddress, guest is LabGuest.Real or LabGuest.Virtual8086 ? 0x3_7000u : 0x3000),
                    .. _random.Next(2) == 0 ? (LabEdit[])[Enable(ProcessorBasedControls.UseTprShadow)] : [],
                ]);
            case 14 when guest != LabGuest.Real:
                return new(guest, LabProgram.Vmcall,
                [
                    new(LabOperation.Set, F.GuestActivityState, (ulong)_random.Next(1, 4)),
                    new(LabOperation.Or, F.GuestRflags, Pick<ulong>([0, 0x200])),
                    new(LabOperation.Set, F.EntryInterruptionInformation, Pick<ulong>([0x8000_0202, 0x8000_0020, 0x8000_0301, 0x8000_0312])),
                ]);
            case 15 or 16:
                return new(guest, LabProgram.Apic,
                [
                    .. Enable(ProcessorBasedControls2.VirtualizeApicAccesses | VirtualApicControls()),
                    new(LabOperation.Set, F.ApicAccessAddress, guest is LabGuest.Real or LabGuest.Virtual8086 ? 0x3_7000u : 0x3000),
                    .. VirtualApicState(),
                    .. Handlers(guest),
                ]);
            case 17 or 18 when cpu.Vmx.Supports(AllOfApic):
                return new(guest, LabProgram.X2Apic,
                [
                    .. Enable(ProcessorBasedControls2.VirtualizeX2ApicMode | AllOfApic),
                    Enable(ProcessorBasedControls.UseMsrBitmaps),
                    .. VirtualApicState(),
                    .. Handlers(guest),
                ]);
            case 19 or 20:
                return new(guest, LabProgram.Debug, [.. Handlers(guest), .. Traps(guest)]);
            case 21 or 22 when guest is not (LabGuest.Real or LabGuest.Virtual8086):
                return new(guest, Pick([LabProgram.Debug, LabProgram.Vmcall, LabProgram.Mixed]), [.. Handlers(guest), .. Injection()]);
            default:
                return null;
        }
    }

    /// <summary>Interrupt handlers that return at once; in half of the tests.</summary>
    private LabEdit[] Handlers(LabGuest guest)
    {
        if (_random.Next(2) == 0 || guest is LabGuest.Real or LabGuest.Virtual8086)
            return [];
        bool is64 = guest is LabGuest.Long or LabGuest.LongOverEpt;
        return [new(LabOperation.Set, F.GuestIdtrBase, is64 ? 0x3_8000u : 0x3_9000), new(LabOperation.Set, F.GuestIdtrLimit, is64 ? 0xFFFu : 0x7FF)];
    }

    /// <summary>Single steps (which Bochs lets begin in a shadow without the pending trap that the manual asks for), or a shadow.</summary>
    private LabEdit[] Traps(LabGuest guest) =>
    [
        new(LabOperation.Set, F.ExceptionBitmap, guest == LabGuest.Real ? uint.MaxValue : Pick<ulong>([uint.MaxValue, uint.MaxValue, ~2u, ~0xAu, 0x4000])),
        _random.Next(3) switch
        {
            0 => new(LabOperation.Or, F.GuestRflags, Pick<ulong>([0x100, 0x300, 0x1_0000, 0x1_0100])),
            1 => new(LabOperation.Set, F.GuestInterruptibilityState, Pick<ulong>([1, 2, 8])),
            _ => new(LabOperation.Set, F.GuestPendingDebugExceptions, Pick<ulong>([0x4000, 0x1001, 0x1, 0x5002, 0x1000, 0xF])),
        },
    ];

    /// <summary>Events of every type, with NMIs that are virtual or not, and windows behind them.</summary>
    private LabEdit[] Injection()
    {
        PinBasedControls pin = Pick<PinBasedControls>([0, PinBasedControls.NmiExiting, PinBasedControls.NmiExiting | PinBasedControls.VirtualNmis]);
        bool isVirtual = (pin & PinBasedControls.VirtualNmis) != 0;
        return
        [
            new(LabOperation.Or, F.PinBasedControls, (ulong)pin),
            .. isVirtual && _random.Next(2) == 0 ? (LabEdit[])[Enable(ProcessorBasedControls.NmiWindowExiting)] : [],
            .. _random.Next(3) == 0 ? (LabEdit[])[Enable(ProcessorBasedControls.InterruptWindowExiting)] : [],
            new(LabOperation.Set, F.EntryInterruptionInformation, Pick<ulong>([0x8000_0202, 0x8000_0202, 0x8000_0020, 0x8000_0301, 0x8000_0603, 0x8000_0480, 0x8000_0501, 0x8000_0604])),
            new(LabOperation.Set, F.EntryInstructionLength, Pick<ulong>([1, 2, 1])),
            new(LabOperation.Or, F.GuestRflags, Pick<ulong>([0, 0x200, 0x200, 0x1_0200])),
            .. _random.Next(3) == 0 ? (LabEdit[])[new(LabOperation.Set, F.GuestInterruptibilityState, Pick<ulong>([0, 1, 2, 8, 9]))] : [],
        ];
    }

    private const ProcessorBasedControls2 AllOfApic = ProcessorBasedControls2.ApicRegisterVirtualization | ProcessorBasedControls2.VirtualInterruptDelivery;

    private ProcessorBasedControls2 VirtualApicControls() =>
        AllOfApic & (ProcessorBasedControls2)cpu.Vmx.ProcessorBased2.MayBeOne & (ProcessorBasedControls2)_random.Next(0x400);

    private LabEdit[] VirtualApicState() =>
    [
        new(LabOperation.Or, F.PinBasedControls, (ulong)PinBasedControls.ExternalInterruptExiting),
        Enable(ProcessorBasedControls.UseTprShadow),
        .. _random.Next(3) == 0 ? (LabEdit[])[Enable(ProcessorBasedControls.InterruptWindowExiting)] : [],
        .. _random.Next(3) == 0 ? (LabEdit[])[new(LabOperation.Set, F.TprThreshold, (ulong)_random.Next(4))] : [],
        new(LabOperation.Memory, 0x2D08, (ulong)_random.Next(0x60)),
        .. cpu.Vmx.Supports(ProcessorBasedControls2.VirtualInterruptDelivery) ? InterruptState() : [],
    ];

    /// <summary>Requested and serviced vectors, in the virtual-APIC page and, mostly the same, in the guest-interrupt status.</summary>
    private LabEdit[] InterruptState()
    {
        int requested = _random.Next(3) == 0 ? 0 : _random.Next(0x10, 0x100), serviced = _random.Next(3) != 0 ? 0 : _random.Next(0x10, 0x100);
        return
        [
            new(LabOperation.Set, F.GuestInterruptStatus, (ulong)(serviced << 8 | requested)),
            new(LabOperation.Memory, 0x2D20 + requested / 32, 1UL << requested % 32),
            new(LabOperation.Memory, 0x2D10 + serviced / 32, 1UL << serviced % 32),
            new(LabOperation.Set, F.EoiExitBitmap0, Bits()),
            new(LabOperation.Set, F.EoiExitBitmap1, Bits()),
            new(LabOperation.Set, F.EoiExitBitmap2, Bits()),
            new(LabOperation.Or, F.GuestRflags, _random.Next(2) == 0 ? 0u : 0x200u),
        ];
    }
}
