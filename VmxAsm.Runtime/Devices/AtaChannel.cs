namespace VmxAsm.Runtime.Devices;

/// <summary>
/// One ATA channel: the task file registers that a cable's two drives share ("AT Attachment with Packet Interface - 6", T13/1410D). Both
/// drives see every register write; the DEV bit says which of them answers and executes commands.
/// </summary>
internal sealed class AtaChannel : IPortDevice
{
    private readonly int _commandBlock;
    private readonly InterruptLine _interrupt;
    private readonly AtaDrive?[] _drives;
    private readonly VirtualClock _clock;
    private bool _interruptsDisabled;

    /// <param name="commandBlock">First port of the command block: 0x1F0 or 0x170. The control block is 0x206 higher.</param>
    public AtaChannel(VirtualClock clock, int commandBlock, InterruptLine interrupt, AtaDrive? drive0, AtaDrive? drive1)
    {
        _clock = clock;
        _commandBlock = commandBlock;
        _interrupt = interrupt;
        _drives = [drive0, drive1];
        drive0?.Connect(clock, UpdateInterrupt);
        drive1?.Connect(clock, UpdateInterrupt);
    }

    public AtaTaskFile TaskFile { get; } = new();

    private AtaDrive? Selected => _drives[(TaskFile.Device >> 4) & 1];

    public void Attach(PortBus ports)
    {
        foreach (AtaDrive? drive in _drives)
            drive?.PutSignature(TaskFile);
        ports.Claim(_commandBlock, 1, this, maxWidth: 4);
        ports.Claim(_commandBlock + 1, 7, this);
        ports.Claim(_commandBlock + 0x206, 1, this);
    }

    public uint ReadPort(ushort port, int width)
    {
        AtaDrive? drive = Selected;
        if (port != _commandBlock + 0x206)
        {
            switch (port - _commandBlock)
            {
                case 0:
                    return drive?.ReadData(TaskFile, width) ?? 0;
                case 1:
                    return drive is null ? 0u : drive.Error;
                case >= 2 and <= 6:
                    return drive is null ? 0u : TaskFile.Read(port - _commandBlock);
                case 7:
                    drive?.ClearInterrupt();
                    break;
            }
        }

        if (drive is null)
            return 0;
        byte status = drive.Status;
        if ((status & AtaDrive.StatusBusy) != 0)
            _clock.NotYet();
        return status;
    }

    public void WritePort(ushort port, int width, uint value)
    {
        if (port == _commandBlock + 0x206)
        {
            WriteControl((byte)value);
            return;
        }

        int register = port - _commandBlock;
        switch (register)
        {
            case 0:
                Selected?.WriteData(TaskFile, value, width);
                break;
            case 7:
                TaskFile.HighOrderByte = false;
                if (value == 0x90)
                    Diagnose();
                else
                    Selected?.Command(TaskFile, (byte)value);
                break;
            default:
                TaskFile.HighOrderByte = false;
                TaskFile.Write(register, (byte)value);
                UpdateInterrupt();
                break;
        }
    }

    private void WriteControl(byte value)
    {
        _interruptsDisabled = (value & 2) != 0;
        TaskFile.HighOrderByte = (value & 0x80) != 0;
        bool reset = (value & 4) != 0;
        foreach (AtaDrive? drive in _drives)
            drive?.SoftwareReset(TaskFile, reset);
        if (reset)
            TaskFile.Device &= 0xEF;
        UpdateInterrupt();
    }

    /// <summary>EXECUTE DEVICE DIAGNOSTIC goes to both drives, whichever is selected.</summary>
    private void Diagnose()
    {
        TaskFile.Device &= 0xEF;
        foreach (AtaDrive? drive in _drives)
            drive?.Diagnose(TaskFile);
        Selected?.RaiseInterrupt();
    }

    private void UpdateInterrupt() => _interrupt.Set(!_interruptsDisabled && Selected is { InterruptPending: true });
}

/// <summary>
/// The registers a host writes before a command. For 48-bit addresses each one remembers its previous content: the host writes
/// the high half first, then the low half, into the same register.
/// </summary>
internal sealed class AtaTaskFile
{
    private readonly byte[] _current = new byte[8];
    private readonly byte[] _previous = new byte[8];

    /// <summary>Bit 7 of the control register: reads show the previous contents.</summary>
    public bool HighOrderByte { get; set; }

    public byte Features => _current[1];

    public byte SectorCount
    {
        get => _current[2];
        set => _current[2] = value;
    }

    public byte Device
    {
        get => (byte)(_current[6] | 0xA0);
        set => _current[6] = value;
    }

    public bool UsesLba => (_current[6] & 0x40) != 0;

    /// <summary>LBA mid and high: the cylinder of CHS, the byte count of a packet command.</summary>
    public ushort Cylinder
    {
        get => (ushort)(_current[4] | _current[5] << 8);
        set
        {
            _current[4] = (byte)value;
            _current[5] = (byte)(value >> 8);
        }
    }

    public byte SectorNumber
    {
        get => _current[3];
        set => _current[3] = value;
    }

    public int Head => _current[6] & 15;

    /// <summary>Sectors asked for by a 28-bit command; 0 means 256.</summary>
    public int Count28 => _current[2] == 0 ? 256 : _current[2];

    /// <summary>Sectors asked for by a 48-bit command; 0 means 65,536.</summary>
    public int Count48
    {
        get
        {
            int count = _current[2] | _previous[2] << 8;
            return count == 0 ? 0x10000 : count;
        }
    }

    public long Lba28
    {
        get => _current[3] | _current[4] << 8 | _current[5] << 16 | (_current[6] & 15) << 24;
        set
        {
            _current[3] = (byte)value;
            _current[4] = (byte)(value >> 8);
            _current[5] = (byte)(value >> 16);
            _current[6] = (byte)(_current[6] & 0xF0 | (int)(value >> 24) & 15);
        }
    }

    public long Lba48
    {
        get => _current[3] | (long)_current[4] << 8 | (long)_current[5] << 16
            | (long)_previous[3] << 24 | (long)_previous[4] << 32 | (long)_previous[5] << 40;
        set
        {
            for (int i = 0; i < 3; i++)
            {
                _current[3 + i] = (byte)(value >> (8 * i));
                _previous[3 + i] = (byte)(value >> (24 + 8 * i));
            }
        }
    }

    public byte Read(int register) => register == 6 ? Device : HighOrderByte ? _previous[register] : _current[register];

    public void Write(int register, byte value)
    {
        _previous[register] = _current[register];
        _current[register] = value;
    }
}
