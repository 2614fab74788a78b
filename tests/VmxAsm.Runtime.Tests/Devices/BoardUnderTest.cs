using VmxAsm.Runtime.Devices;
using VmxAsm.Runtime.Firmware;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Tests.Devices;

/// <summary>The whole board without a processor: tests read and write its ports and let time pass.</summary>
internal sealed class BoardUnderTest : IDisposable
{
    private long _instructions;

    public BoardUnderTest(byte[]? image = null, ImageKind kind = ImageKind.Floppy, MachineOptions? options = null)
    {
        options ??= new MachineOptions { MemoryBytes = 2 << 20 };
        options = options with { SerialOutput = Sent.Add, DebugOutput = Debug.Add, Log = Log.Add };
        Memory = new PhysicalMemory((ulong)options.MemoryBytes);
        var clock = new VirtualClock(() => _instructions);
        DriveBay drives = DriveBay.With(image ?? [], image is null ? ImageKind.Kernel : kind, options.Drives);
        FirmwareImages firmware = FirmwareImages.For(options);
        Memory.MapRom(0xC0000, firmware.UpperMemory);
        Board = new Board(Memory, clock, options, drives, firmware);
    }

    public Board Board { get; }

    public PhysicalMemory Memory { get; }

    public List<byte> Sent { get; } = [];

    public List<byte> Debug { get; } = [];

    public List<string> Log { get; } = [];

    public byte In(int port) => (byte)Board.ReadPort((ushort)port, 1);

    public ushort InWord(int port) => (ushort)Board.ReadPort((ushort)port, 2);

    public uint InLong(int port) => Board.ReadPort((ushort)port, 4);

    public void Out(int port, int value) => Board.WritePort((ushort)port, 1, (byte)value);

    public void OutWord(int port, int value) => Board.WritePort((ushort)port, 2, (ushort)value);

    public void OutLong(int port, uint value) => Board.WritePort((ushort)port, 4, value);

    /// <summary>Lets virtual time pass, alarm by alarm.</summary>
    public void Advance(long nanoseconds)
    {
        long end = Board.Clock.Now + nanoseconds;
        while (Board.Clock.NextDue <= end)
        {
            _instructions += Math.Max(0, Board.Clock.NextDue - Board.Clock.Now + 9) / 10;
            Board.Clock.RingDueAlarms();
        }

        _instructions += Math.Max(0, end - Board.Clock.Now) / 10;
    }

    /// <summary>The interrupt controllers as a BIOS leaves them, with everything unmasked.</summary>
    public void ProgramInterruptControllers()
    {
        (int Port, int Value)[] words =
        [
            (0x20, 0x11), (0xA0, 0x11), (0x21, 0x08), (0xA1, 0x70), (0x21, 0x04), (0xA1, 0x02), (0x21, 0x01), (0xA1, 0x01), (0x21, 0), (0xA1, 0),
        ];
        foreach ((int port, int value) in words)
            Out(port, value);
    }

    /// <summary>Takes the pending interrupt as a processor would; -1 when there is none.</summary>
    public int Acknowledge() => Board.HasInterrupt ? Board.AcknowledgeInterrupt() : -1;

    public void Dispose() => Memory.Dispose();
}
