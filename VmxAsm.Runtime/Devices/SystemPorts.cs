namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The single-register devices of the board: system control ports A (0x92) and B (0x61), POST code (0x80), debug output (0xE9),
/// the coprocessor's (0xF0), and the ports through which a program ends its run.
///
/// An x87 exception with CR0.NE clear leaves the processor by its FERR# pin; the board latches it and requests IRQ 13, as it did for the 80287. Writing to 0xF0
/// clears the latch.
///
/// The last ones are emulators' conventions: 0xF4 is QEMU's isa-debug-exit with the exit code as it is written; writing
/// 0x2000 (SLP_EN) to the ACPI control register, at 0x604 in QEMU and at 0xB004 in Bochs, powers off; Bochs also does when it reads
/// "Shutdown" at port 0x8900.
/// </summary>
internal sealed class SystemPorts : IPortDevice
{
    private const string ShutdownWord = "Shutdown";

    private readonly InterruptLine _coprocessorError;
    private readonly Pit8254 _pit;
    private readonly A20Gate _a20;
    private readonly ISystemEvents _events;
    private readonly Action<byte>? _debugOutput;
    private readonly Action<byte>? _firmwareOutput;
    private byte _controlB;
    private byte _controlA;
    private byte _postCode;
    private int _shutdownMatched;

    public SystemPorts(Pit8254 pit, A20Gate a20, InterruptLine coprocessorError, ISystemEvents events, MachineOptions options)
    {
        _coprocessorError = coprocessorError;
        _pit = pit;
        _a20 = a20;
        _events = events;
        _debugOutput = options.DebugOutput;
        _firmwareOutput = options.FirmwareOutput;
    }

    /// <summary>The last value written to port 0x80.</summary>
    public byte PostCode => _postCode;

    public void Attach(PortBus ports)
    {
        ports.Claim(0x61, 1, this);
        ports.Claim(0x80, 1, this);
        ports.Claim(0x92, 1, this);
        ports.Claim(0xE9, 1, this);
        ports.Claim(0xF0, 2, this);
        ports.Claim(0xF4, 1, this, maxWidth: 4);
        ports.Claim(0x8900, 1, this);

        ports.Claim(0x400, 4, this);
    }

    public uint ReadPort(ushort port, int width) => port switch
    {
        0x61 => (uint)(_controlB & 0x0F | (_pit.RefreshToggle ? 0x10 : 0) | (_pit.Speaker.Output ? 0x20 : 0)),
        0x80 => _postCode,
        0x92 => (uint)(_controlA & 0xFC | (_a20.IsOpen ? 2 : 0)),
        0xE9 => 0xE9,
        _ => 0xFFFFFFFF,
    };

    public void WritePort(ushort port, int width, uint value)
    {
        switch (port)
        {
            case 0x61:
                _controlB = (byte)(value & 0x0F);
                _pit.Speaker.SetGate((value & 1) != 0);
                break;
            case 0x80:
                _postCode = (byte)value;
                break;
            case 0x92:
                _controlA = (byte)value;
                _a20.IsOpen = (value & 2) != 0;
                if ((value & 1) != 0)
                    _events.Reset();
                break;
            case >= 0x400 and <= 0x403:
                _firmwareOutput?.Invoke((byte)value);
                break;
            case 0xE9:
                _debugOutput?.Invoke((byte)value);
                break;
            case 0xF0 or 0xF1:
                _coprocessorError.Set(false);
                break;
            case 0xF4:
                _events.DebugExit((int)value);
                break;
            case 0x8900:
                MatchShutdown((char)(byte)value);
                break;
        }
    }

    private void MatchShutdown(char character)
    {
        if (character == ShutdownWord[_shutdownMatched])
            _shutdownMatched++;
        else
            _shutdownMatched = character == ShutdownWord[0] ? 1 : 0;
        if (_shutdownMatched < ShutdownWord.Length)
            return;
        _shutdownMatched = 0;
        _events.PowerOff();
    }
}

/// <summary>What devices can do to the machine as a whole.</summary>
internal interface ISystemEvents
{
    /// <summary>The reset line: processor and devices start again.</summary>
    void Reset();

    void PowerOff();

    /// <summary>The run ends with this code from the guest.</summary>
    void DebugExit(int code);
}
