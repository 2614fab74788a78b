using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using F = VmxAsm.Architecture.Vmx.VmcsField;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>
/// Random tests: a valid VMCS with one to three fields changed, by a bit or to a value that somebody might write there. What would run for ever, or depends
/// on the BIOS or on real time, is left out.
/// </summary>
internal sealed partial class VmxSampler(CpuModel cpu, int seed)
{
    private const int MsrArea = 0x2E000;

    private static readonly ulong[] DataRights =
    [
        0xC093, 0x93, 0xF3, 0xC0F3, 0x1_0000, 0x1_0093, 0xC092, 0xC091, 0xC097, 0xC09B, 0xC099, 0xC083, 0xC013, 0xC293, 0x4093, 0x8093, 0xC0B3,
        0x1_00F3, 0xC09D, 0xD093,
    ];

    private static readonly ulong[] Limits = [0xFFFF, 0xFFFF_FFFF, 0xFFF0_0FFF, 0xF_FFFF, 0x1F_FFF0, 0];

    private static readonly F[] LeftOut =
    [
        F.VmxPreemptionTimerValue, F.TscOffset, F.TscMultiplier, F.GuestRip, F.GuestIa32Debugctl, F.GuestIa32PerfGlobalCtrl, F.HostIa32PerfGlobalCtrl,
        F.VmFunctionControls, F.HostRsp,
    ];

    private static readonly Dictionary<F, ulong[]> Likely = new()
    {
        [F.EntryInterruptionInformation] =
        [
            0x8000_0B0D, 0x8000_0306, 0x8000_0202, 0x8000_030D, 0x8000_0B06, 0x8000_0480, 0x8000_0603, 0x8000_0501, 0x8000_0020, 0x8000_0301,
            0x8000_0B08, 0x8000_0B0E, 0x8000_0100, 0x8000_1306, 0x8000_0320, 0x8000_0B11,
        ],
        [F.GuestInterruptibilityState] = [1, 2, 3, 4, 8, 9, 16, 32],
        [F.GuestActivityState] = [4, 5, 0x100],
        [F.GuestPendingDebugExceptions] = [1, 2, 0x10, 0x1000, 0x1001, 0x2000, 0x4000, 0x5000, 0x8000, 0x1_0000],
        [F.VmcsLinkPointer] = [0, 0x3_1000, 0x2_9000, 0x3_1010, 1UL << 45],
        [F.GuestRflags] = [0, 2, 0x202, 0x2_0002, 0x3002, 0x2_3002, 0x46, 0x20_0002, 0x40_0002, 0x8002, 0xA, 0x22, 0x1_0002, 0x1_0000_0002],
        [F.TprThreshold] = [1, 0xF, 0x10],
        [F.Cr3TargetCount] = [4, 5, 100],
        [F.GuestCr0] =
        [
            0x8000_0031, 0x8000_0011, 0x8000_0030, 0x31, 0x30, 0x8000_0021, 0x8005_0033, 0x20, 0x6000_0030, 0x10, 0xA000_0031,
        ],
        [F.GuestCr4] = [0x2010, 0x2020, 0x2030, 0, 0x26FF, 0x1_2010, 0x2_2020, 0x4_2010, 0x10_2010, 0x20_2010],
        [F.HostCr4] = [0x2020, 0x2000, 0x2030, 0x20, 0x2_2020],
        [F.HostCr0] = [0x8000_0031, 0x8000_0021, 0x8000_0030, 0x31, 0x8005_0033],
        [F.GuestCsAccessRights] =
        [
            0xA09B, 0xC09B, 0x9B, 0xF3, 0x93, 0xC093, 0xA09F, 0xC0FB, 0xC09A, 0xC099, 0xE09B, 0x1_C09B, 0xC08B, 0xC01B, 0xC29B, 0x409B, 0xC09D,
        ],
        [F.GuestCsSelector] = [8, 0xB, 9, 0, 0x20],
        [F.GuestCsLimit] = [0xFFFF, 0xFFFF_FFFF, 0xFFF0_0FFF, 0xF_FFFF, 0x1F_FFF0],
        [F.GuestSsAccessRights] = DataRights,
        [F.GuestDsAccessRights] = DataRights,
        [F.GuestEsAccessRights] = DataRights,
        [F.GuestFsAccessRights] = DataRights,
        [F.GuestGsAccessRights] = DataRights,
        [F.GuestSsSelector] = [0x10, 0x13, 0x11, 0, 4, 0x700],
        [F.GuestDsSelector] = [0x10, 0x13, 0x11, 0, 4, 0x700],
        [F.GuestSsLimit] = Limits,
        [F.GuestDsLimit] = Limits,
        [F.GuestTrAccessRights] = [0x8B, 0x89, 0x83, 0x81, 0x1_008B, 0x9B, 0x0B, 0x808B, 0x28B, 0x1_0000, 0x82],
        [F.GuestTrSelector] = [0x28, 0x2C, 0x2B, 0],
        [F.GuestTrLimit] = [0x67, 0x2067, 0x10_2067, 0xFFFF_FFFF, 0x66, 0],
        [F.GuestLdtrAccessRights] = [0x82, 0x1_0000, 0x83, 0x92, 0x02, 0x8082, 0x282, 0x1_0082],
        [F.GuestLdtrSelector] = [0, 4, 0x28],
        [F.GuestLdtrLimit] = [0x10_0000, 0xFFF],
    };

    private readonly Random _random = new(seed);

    public LabTest Next()
    {
        LabGuest[] guests = !cpu.Vmx.Supports(ProcessorBasedControls2.EnableEpt)
            ? [LabGuest.Long, LabGuest.Protected, LabGuest.Virtual8086, LabGuest.Pae]
            : !cpu.Vmx.Supports(ProcessorBasedControls2.UnrestrictedGuest)
                ? [LabGuest.Long, LabGuest.Protected, LabGuest.Virtual8086, LabGuest.Pae, LabGuest.LongOverEpt]
                : Enum.GetValues<LabGuest>();
        LabGuest guest = Pick(guests);
        if (_random.Next(3) == 0 && Scenario(guest) is { } scenario)
            return scenario;
        LabProgram program = _random.Next(3) == 0 ? LabProgram.Vmcall : (LabProgram)_random.Next((int)LabProgram.Apic);

        // INT n in real mode would run what the BIOS has left behind.
        if (guest == LabGuest.Real && program == LabProgram.Faults)
            program = LabProgram.Vmcall;
        List<LabEdit> edits = [.. Change(guest)];
        for (int more = _random.Next(3) == 0 ? _random.Next(1, 3) : 0; more > 0; more--)
            edits.AddRange(Change(guest));
        return new(guest, program, edits);
    }

    private static LabEdit[] Enable(ProcessorBasedControls2 control) =>
        [Enable(ProcessorBasedControls.ActivateSecondaryControls), new(LabOperation.Or, F.ProcessorBasedControls2, (ulong)control)];

    private static LabEdit Enable(ProcessorBasedControls control) => new(LabOperation.Or, F.ProcessorBasedControls, (ulong)control);

    private ulong Bits() => (ulong)_random.NextInt64() & (ulong)_random.NextInt64();

    private IEnumerable<LabEdit> Change(LabGuest guest)
    {
        while (true)
        {
            F field = Pick([.. VmcsFields.All.Select(row => row.Field)]);
            VmcsFieldRow row = VmcsFields.Row(field);
            if (row.IsReadOnly || LeftOut.Contains(field))
                continue;
            // What an injected event finds in the real-mode vector table is the BIOS's, and so is the page table at 0; Bochs makes CS a data segment there.
            if (guest == LabGuest.Real && field is F.GuestCsBase or F.GuestCsSelector or F.GuestCsAccessRights or F.EntryInterruptionInformation or F.GuestCr0)
                continue;
            if (field is F.ExitMsrStoreCount or F.ExitMsrLoadCount or F.EntryMsrLoadCount)
                return MsrList(field, guest);
            if (Likely.TryGetValue(field, out ulong[]? values) && _random.Next(10) < 7)
                return [new LabEdit(LabOperation.Set, field, Pick(values)), .. With(field)];
            int bit = _random.Next(row.Bits);
            if (!IsLeftOut(field, bit))
                return [new LabEdit(LabOperation.Xor, field, 1UL << bit)];
        }
    }

    private static bool IsLeftOut(F field, int bit) => field switch
    {
        F.PinBasedControls => bit == 6,
        F.ProcessorBasedControls => bit is 3 or 7 or 10 or 27,
        F.ProcessorBasedControls2 => bit is 10 or 25,
        F.GuestActivityState => bit < 2,
        F.GuestCsBase => bit < 40,
        F.GuestCr3 or F.EptPointer => bit is >= 12 and < 20,
        F.GuestCr4 => bit == 4,
        F.GuestRflags => bit == 8,
        F.GuestPendingDebugExceptions => bit > 31,
        F.GuestDr7 => bit is 12 or 14 or 15,
        F.HostRip or F.HostIdtrBase or F.HostGdtrBase or F.HostCr3 => bit is not (47 or 48 or 50 or 63),
        _ => false,
    };

    /// <summary>What belongs to the value of a field.</summary>
    private IEnumerable<LabEdit> With(F field)
    {
        if (field == F.VmcsLinkPointer && _random.Next(2) == 0)
            yield return new(LabOperation.Memory, 0x3100, Pick<ulong>([0x2B, 0x8000_002B, 0x2C]));
        if (field != F.EntryInterruptionInformation)
            yield break;
        if (_random.Next(2) == 0)
            yield return new(LabOperation.Set, F.EntryInstructionLength, Pick<ulong>([0, 1, 15, 16]));
        if (_random.Next(3) == 0)
            yield return new(LabOperation.Set, F.EntryExceptionErrorCode, Pick<ulong>([0, 0x7FFF, 0x8000, 0x1_0000, 0xFFFF_0000]));
        if (_random.Next(3) == 0)
            yield return new(LabOperation.Or, F.GuestRflags, 0x200);
        if (_random.Next(5) == 0)
            yield return new(LabOperation.Set, F.GuestInterruptibilityState, Pick<ulong>([1, 2, 8]));
        if (_random.Next(2) == 0)
            yield return new(LabOperation.Set, F.ExceptionBitmap, 0);
    }

    private List<LabEdit> MsrList(F countField, LabGuest guest)
    {
        bool entry = countField == F.EntryMsrLoadCount;
        F address = countField switch
        {
            F.ExitMsrStoreCount => F.ExitMsrStoreAddress,
            F.ExitMsrLoadCount => F.ExitMsrLoadAddress,
            _ => F.EntryMsrLoadAddress,
        };
        ulong efer = guest is LabGuest.Long or LabGuest.LongOverEpt ? 0x500u : 0;
        List<(ulong Msr, ulong Value)> entries = [(0x174, 8), (0x175, 0x1000), (0x277, 0x0007_0406_0007_0406), (0x176, 5)];

        // At a VM exit a bad entry would be the end of the machine.
        if (entry)
        {
            entries.AddRange(
            [
                (0xC000_0080, efer), (0x277, 2), (0x175, 1UL << 47), (0xC000_0100, 0), (cpu.Has(CpuFeature.X2Apic) ? 0x808u : 0x480u, 0), (0x480, 0), (0x1_0000_0176, 0), (0xC000_0080, 2),
                (0x1B, 0xFEE0_0900), (0x10, 5),
            ]);
        }

        int count = _random.Next(1, 4);
        List<LabEdit> edits = [new(LabOperation.Set, countField, (ulong)count), new(LabOperation.Set, address, MsrArea)];
        for (int i = 0; i < count; i++)
        {
            (ulong msr, ulong value) = Pick([.. entries]);
            edits.Add(new(LabOperation.Memory, (MsrArea >> 4) + i, msr));
            edits.Add(new(LabOperation.MemoryHigh, (MsrArea >> 4) + i, value));
        }

        return edits;
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
