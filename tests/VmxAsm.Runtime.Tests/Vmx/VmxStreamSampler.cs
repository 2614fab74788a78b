using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using F = VmxAsm.Architecture.Vmx.VmcsField;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>
/// Guests whose program is nothing that anybody wrote: bytes at random, half of them with the opcodes that VMX looks at, under controls at random. They live in a page of their own, with the
/// guest's kind of segments; what they jump to, read and write is up to them.
/// </summary>
internal sealed class VmxStreamSampler(CpuModel cpu, int seed)
{
    /// <summary>The page of the program. Real-mode segments begin there.</summary>
    public const int CodePage = 0x3_6000;

    private const int MostQuads = 8;

    /// <summary>What is printed must not depend on ports, on time or on chance, and nothing may wait for ever.</summary>
    private const ProcessorBasedControls Always = ProcessorBasedControls.UnconditionalIoExiting | ProcessorBasedControls.RdtscExiting | ProcessorBasedControls.RdpmcExiting
        | ProcessorBasedControls.HltExiting | ProcessorBasedControls.MwaitExiting;

    private const ProcessorBasedControls AtRandom = ProcessorBasedControls.InvlpgExiting | ProcessorBasedControls.Cr3LoadExiting | ProcessorBasedControls.Cr3StoreExiting
        | ProcessorBasedControls.Cr8LoadExiting | ProcessorBasedControls.Cr8StoreExiting | ProcessorBasedControls.MovDrExiting | ProcessorBasedControls.MonitorExiting
        | ProcessorBasedControls.PauseExiting | ProcessorBasedControls.UseTprShadow;

    private const ProcessorBasedControls2 SecondAtRandom = ProcessorBasedControls2.EnableRdtscp | ProcessorBasedControls2.WbinvdExiting | ProcessorBasedControls2.EnableInvpcid
        | ProcessorBasedControls2.EnableXsavesXrstors | ProcessorBasedControls2.DescriptorTableExiting;

    private static readonly byte[] Prefixes = [0x66, 0x67, 0xF2, 0xF3, 0xF0, 0x2E, 0x36, 0x3E, 0x26, 0x64, 0x65];

    /// <summary>The beginnings of instructions that a host may intercept, or that change what it must save.</summary>
    private static readonly byte[][] Openings =
    [
        [0x0F, 0x00], [0x0F, 0x01], [0x0F, 0x01], [0x0F, 0x06], [0x0F, 0x08], [0x0F, 0x09], [0x0F, 0x20], [0x0F, 0x21], [0x0F, 0x22], [0x0F, 0x23], [0x0F, 0x30], [0x0F, 0x31],
        [0x0F, 0x32], [0x0F, 0x33], [0x0F, 0x34], [0x0F, 0x35], [0x0F, 0x37], [0x0F, 0x38, 0x80], [0x0F, 0x38, 0x81], [0x0F, 0x38, 0x82], [0x0F, 0x78], [0x0F, 0x79], [0x0F, 0xA2],
        [0x0F, 0xAA], [0x0F, 0xAE], [0x0F, 0xC7], [0x0F, 0xC7], [0x0F, 0x0B], [0x0F, 0xB9], [0x0F, 0xFF], [0x0F, 0x02], [0x0F, 0x03], [0x0F, 0xB2], [0x0F, 0xA0], [0x0F, 0xA1],
        [0x6C], [0x6D], [0x6E], [0x6F], [0xE4], [0xE5], [0xE6], [0xE7], [0xEC], [0xED], [0xEE], [0xEF], [0xF4], [0x90], [0xF3, 0x90], [0xCC], [0xCD], [0xCE], [0xF1], [0xCF], [0x8E], [0x8C],
        [0x9C], [0x9D], [0xFA], [0xFB], [0x17], [0x1F], [0x07], [0xA4], [0xA5], [0xAA], [0xAB], [0xA6], [0xAE], [0x9A], [0xEA], [0xCA], [0xCB], [0xC4], [0xC5], [0x62], [0x63], [0xF7], [0xD4],
        [0x0F, 0x01, 0xC1], [0x0F, 0x01, 0xC8], [0x0F, 0x01, 0xC9], [0x0F, 0x01, 0xD0], [0x0F, 0x01, 0xD1], [0x0F, 0x01, 0xD4], [0x0F, 0x01, 0xF8], [0x0F, 0x01, 0xF9], [0x0F, 0x05],
        [0x0F, 0x07], [0xE8], [0xFF], [0xC8], [0x60], [0x61],
    ];

    private readonly Random _random = new(seed);

    /// <summary>Linear addresses that a guest may read and write without harm to the laboratory: memory that is its own, and what is not mapped at all.</summary>
    public static bool MayTouch(ulong linear) => linear is < 0x7000 or >= CodePage and < 0x3_8000 or >= 0x3_A000 and < 0x3_EE00 or >= 0x3_F000 and < 0x4_6000 or >= 0x40_0000;

    /// <summary>Whether a printed exit is one of an instruction outside of the page: the guest has jumped to where others have left their code.</summary>
    public static bool IsOutside(string[] line)
    {
        const int Rip = 9, Selector = 18;
        if (line[0] != "E" || line.Length <= Selector)
            return false;
        ulong selector = Convert.ToUInt64(line[Selector], 16), rip = Convert.ToUInt64(line[Rip], 16);
        ulong linear = selector is 8 or 0x20 ? rip : (selector << 4) + rip;
        return linear is < CodePage or >= CodePage + 0x1000;
    }

    public LabTest Next()
    {
        LabGuest[] guests = !cpu.Vmx.Supports(ProcessorBasedControls2.EnableEpt)
            ? [LabGuest.Long, LabGuest.Protected, LabGuest.Virtual8086, LabGuest.Pae]
            : !cpu.Vmx.Supports(ProcessorBasedControls2.UnrestrictedGuest)
                ? [LabGuest.Long, LabGuest.Protected, LabGuest.Virtual8086, LabGuest.Pae, LabGuest.LongOverEpt]
                : Enum.GetValues<LabGuest>();
        LabGuest guest = Pick(guests);
        return new(guest, LabProgram.Stream, [.. Program(guest), .. Controls(), .. State(guest)]);
    }

    private IEnumerable<LabEdit> Program(LabGuest guest)
    {
        List<byte> bytes = [];
        int length = 8 * _random.Next(3, MostQuads);
        while (bytes.Count < length)
            AddInstruction(bytes);
        while (bytes.Count % 8 != 0)
            bytes.Add(0x90);
        for (int i = 0; i + 8 <= bytes.Count; i += 8)
            yield return new(i % 16 == 0 ? LabOperation.Memory : LabOperation.MemoryHigh, CodePage + i >> 4, BitConverter.ToUInt64([.. bytes.Skip(i).Take(8)]));
        bool realSegments = guest is LabGuest.Real or LabGuest.Virtual8086;
        yield return new(LabOperation.Set, F.GuestRip, realSegments ? 0u : CodePage);
        if (!realSegments)
            yield break;
        yield return new(LabOperation.Set, F.GuestCsSelector, CodePage >> 4);
        yield return new(LabOperation.Set, F.GuestCsBase, CodePage);
    }

    private void AddInstruction(List<byte> bytes)
    {
        switch (_random.Next(8))
        {
            case 0 or 1:
                Add(_random.Next(1, 6));
                return;
            case 2:
                bytes.Add(Pick(Prefixes));
                break;
            case 3 when _random.Next(2) == 0:
                bytes.Add((byte)(0x40 + _random.Next(16)));
                break;
        }

        bytes.AddRange(Pick(Openings));

        // A ModRM byte, mostly of a register or of a pointer without displacement, and what might follow.
        bytes.Add(_random.Next(3) switch { 0 => (byte)_random.Next(256), 1 => (byte)(0xC0 + _random.Next(64)), _ => (byte)_random.Next(64) });
        if (_random.Next(3) == 0)
            Add(_random.Next(1, 3));

        void Add(int count)
        {
            for (; count > 0; count--)
                bytes.Add((byte)_random.Next(256));
        }
    }

    private IEnumerable<LabEdit> Controls()
    {
        ProcessorBasedControls primary = Always | AtRandom & (ProcessorBasedControls)_random.Next();
        ProcessorBasedControls2 secondary = SecondAtRandom & (ProcessorBasedControls2)cpu.Vmx.ProcessorBased2.MayBeOne & (ProcessorBasedControls2)_random.Next();
        secondary |= (ProcessorBasedControls2.RdrandExiting | ProcessorBasedControls2.RdseedExiting) & (ProcessorBasedControls2)cpu.Vmx.ProcessorBased2.MayBeOne;
        if (secondary != 0)
        {
            primary |= ProcessorBasedControls.ActivateSecondaryControls;
            yield return new(LabOperation.Or, F.ProcessorBasedControls2, (uint)secondary);
        }

        yield return new(LabOperation.Or, F.ProcessorBasedControls, (uint)primary);
        yield return new(LabOperation.Set, F.ExceptionBitmap, _random.Next(4) switch { 0 => (uint)_random.Next() | 0x140, _ => uint.MaxValue });
        if (_random.Next(3) == 0)
        {
            yield return new(LabOperation.Set, F.Cr0GuestHostMask, (ulong)_random.NextInt64() & 0xE005_003F);
            yield return new(LabOperation.Set, F.Cr0ReadShadow, (ulong)_random.NextInt64() & 0xE005_003F);
            yield return new(LabOperation.Set, F.Cr4GuestHostMask, (ulong)_random.NextInt64() & 0x27FF);
            yield return new(LabOperation.Set, F.Cr4ReadShadow, (ulong)_random.NextInt64() & 0x27FF);
        }
    }

    private IEnumerable<LabEdit> State(LabGuest guest)
    {
        // Every second guest is stepped through.
        ulong flags = _random.Next(2) == 0 ? 0x100u : 0;
        if (guest == LabGuest.Virtual8086)
            flags |= (ulong)_random.Next(4) << 12;
        yield return new(LabOperation.Or, F.GuestRflags, flags | (_random.Next(4) == 0 ? 0x400u : 0));

        // The vectors of real mode lead into the BIOS.
        if (guest == LabGuest.Real)
            yield return new(LabOperation.Set, F.GuestIdtrLimit, 0);
        if (_random.Next(3) == 0)
            yield return new(LabOperation.Set, F.GuestDr7, Pick<ulong>([0x400, 0x2400, 0x702]));
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
