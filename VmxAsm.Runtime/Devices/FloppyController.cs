namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The floppy disk controller ("82077AA CHMOS Single-Chip Floppy Disk Controller", Intel 290166) with two drives, A: and B:.
/// A command goes through three phases at one data port: the command bytes go in, data moves through DMA channel 2 (or byte by byte
/// when SPECIFY said non-DMA), result bytes come out. The main status register says whose turn it is; IRQ 6 announces
/// the end of what takes time.
/// </summary>
internal sealed class FloppyController : IPortDevice
{
    private const int DmaChannel = 2;
    private const byte ReadyForTransfer = 0x80, ToProcessor = 0x40, NonDma = 0x20, Busy = 0x10;
    private const byte AbnormalEnd = 0x40, InvalidCommand = 0x80, SeekEnd = 0x20, EquipmentCheck = 0x10, NotReady = 0x08;
    private const byte NoData = 0x04, NotWritable = 0x02, EndOfCylinder = 0x80, MissingMark = 0x01;

    /// <summary>A command's work takes about this long: a tenth of a revolution, no more, for the guest's convenience.</summary>
    private const long WorkNanoseconds = 200_000;

    private readonly VirtualClock _clock;
    private readonly InterruptLine _interrupt;
    private readonly Dma8237 _dma;
    private readonly Drive[] _drives;
    private readonly VirtualClock.Alarm _work;

    private readonly byte[] _command = new byte[16];
    private int _commandLength;
    private int _commandExpected;
    private readonly byte[] _result = new byte[16];
    private int _resultLength;
    private int _resultNext;
    private readonly byte[] _sector = new byte[16384];
    private int _transferNext;
    private int _transferLength;
    private bool _transferToProcessor;
    private bool _inTransfer;
    private Action? _whenDone;

    private byte _digitalOutput = 0x0C;
    private byte _dataRate;
    private byte _specifyHead;
    private byte _configuration = 0x20;
    private bool _configurationLocked;
    private byte _perpendicular;
    private bool _nonDma;
    private readonly Queue<(byte Status, byte Cylinder)> _interruptCauses = new();

    /// <param name="floppies">What is in A: and B:; a drive without a floppy is not there.</param>
    public FloppyController(VirtualClock clock, InterruptLine interrupt, Dma8237 dma, IReadOnlyList<FloppyDisk> floppies)
    {
        _clock = clock;
        _interrupt = interrupt;
        _dma = dma;
        _drives = new Drive[4];
        for (int unit = 0; unit < _drives.Length; unit++)
            _drives[unit] = new Drive(floppies.ElementAtOrDefault(unit));
        _work = clock.CreateAlarm(() =>
        {
            Action? done = _whenDone;
            _whenDone = null;
            done?.Invoke();
        });
    }

    private bool InReset => (_digitalOutput & 0x04) == 0;

    public void Attach(PortBus ports)
    {
        ports.Claim(0x3F0, 6, this);
        ports.Claim(0x3F7, 1, this);
    }

    public uint ReadPort(ushort port, int width)
    {
        switch (port & 7)
        {
            case 2:
                return _digitalOutput;
            case 4:
                if (_work.IsSet)
                    _clock.NotYet();
                return MainStatus;
            case 5:
                return ReadData();
            case 7:
                // The other bits belong to a fixed disk controller that AT-compatible boards no longer have: they float.
                return (uint)(_drives[_digitalOutput & 3].HasChanged ? 0xFF : 0x7F);
            default:
                return 0;
        }
    }

    public void WritePort(ushort port, int width, uint value)
    {
        byte data = (byte)value;
        switch (port & 7)
        {
            case 2:
                WriteDigitalOutput(data);
                break;
            case 4:
                _dataRate = (byte)(data & 3);
                if ((data & 0x80) != 0)
                    Reset();
                break;
            case 5:
                WriteData(data);
                break;
            case 7:
                _dataRate = (byte)(data & 3);
                break;
        }
    }

    private uint MainStatus
    {
        get
        {
            if (InReset)
                return 0;
            if (_inTransfer)
                return (uint)(ReadyForTransfer | NonDma | Busy | (_transferToProcessor ? ToProcessor : 0));
            if (_resultNext < _resultLength)
                return ReadyForTransfer | ToProcessor | Busy;
            if (_work.IsSet)
                return Busy;
            return (uint)(ReadyForTransfer | (_commandLength > 0 ? Busy : 0));
        }
    }

    private void WriteDigitalOutput(byte data)
    {
        bool leavesReset = InReset && (data & 0x04) != 0;
        bool entersReset = !InReset && (data & 0x04) == 0;
        _digitalOutput = data;
        if (entersReset)
            ClearPhases();
        if (leavesReset)
            Reset();
    }

    /// <summary>After a reset the controller polls the four drives and reports a change of each, one SENSE INTERRUPT at a time.</summary>
    private void Reset()
    {
        ClearPhases();
        if (!_configurationLocked)
            _configuration = 0x20;
        _whenDone = () =>
        {
            for (byte drive = 0; drive < 4; drive++)
                _interruptCauses.Enqueue(((byte)(0xC0 | drive), 0));
            Interrupt();
        };
        _work.SetAfter(WorkNanoseconds);
    }

    private void ClearPhases()
    {
        _work.Cancel();
        _whenDone = null;
        _commandLength = 0;
        _resultLength = _resultNext = 0;
        _inTransfer = false;
        _interruptCauses.Clear();
        _interrupt.Set(false);
    }

    private void Interrupt()
    {
        if ((_digitalOutput & 0x08) != 0)
            _interrupt.Set(true);
    }

    private void WriteData(byte data)
    {
        if (InReset)
            return;
        if (_inTransfer && !_transferToProcessor)
        {
            _sector[_transferNext++] = data;
            if (_transferNext == _transferLength)
                TransferBufferDone();
            return;
        }

        if (_resultNext < _resultLength || _work.IsSet)
            return;
        if (_commandLength == 0)
            _commandExpected = FloppyCommand.Length(data);
        _command[_commandLength++] = data;
        if (_commandLength < _commandExpected)
            return;
        _commandLength = 0;
        Execute();
    }

    private byte ReadData()
    {
        if (_inTransfer && _transferToProcessor)
        {
            byte data = _sector[_transferNext++];
            if (_transferNext == _transferLength)
                TransferBufferDone();
            return data;
        }

        if (_resultNext >= _resultLength)
            return 0xFF;
        _interrupt.Set(false);
        return _result[_resultNext++];
    }

    private void Execute()
    {
        switch (_command[0] & 0x1F)
        {
            case FloppyCommand.Specify:
                _specifyHead = _command[1];
                _nonDma = (_command[2] & 1) != 0;
                break;
            case FloppyCommand.SenseDriveStatus:
                Result((byte)(0x28 | (_command[1] & 7) | (Selected.Cylinder == 0 ? 0x10 : 0)));
                break;
            case FloppyCommand.WriteData or FloppyCommand.WriteDeletedData:
                BeginTransfer(toProcessor: false);
                break;
            case FloppyCommand.ReadData or FloppyCommand.ReadDeletedData or FloppyCommand.ReadTrack:
                BeginTransfer(toProcessor: true);
                break;
            case FloppyCommand.Recalibrate:
                Seek(0);
                break;
            case FloppyCommand.SenseInterrupt:
                SenseInterrupt();
                break;
            case FloppyCommand.ReadId:
                ReadId();
                break;
            case FloppyCommand.FormatTrack:
                Format();
                break;
            case FloppyCommand.DumpRegisters when _command[0] == FloppyCommand.DumpRegisters:
                Result((byte)_drives[0].Cylinder, (byte)_drives[1].Cylinder, 0, 0, _specifyHead, (byte)(_nonDma ? 1 : 0), (byte)(_drives[0].Floppy?.Geometry.Sectors ?? 18),
                    (byte)((_configurationLocked ? 0x80 : 0) | _perpendicular), _configuration, 0);
                break;
            case FloppyCommand.Seek:
                Seek(_command[2]);
                break;
            case FloppyCommand.Version when _command[0] == FloppyCommand.Version:
                Result(0x90);
                break;
            case FloppyCommand.PerpendicularMode when _command[0] == FloppyCommand.PerpendicularMode:
                _perpendicular = (byte)(_command[1] & 0x7F);
                break;
            case FloppyCommand.Configure:
                _configuration = _command[2];
                break;
            case FloppyCommand.Lock when (_command[0] & 0x7F) == FloppyCommand.Lock:
                _configurationLocked = (_command[0] & 0x80) != 0;
                Result((byte)(_configurationLocked ? 0x10 : 0));
                break;
            default:
                Result(InvalidCommand);
                break;
        }
    }

    private void Result(params ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_result);
        _resultLength = bytes.Length;
        _resultNext = 0;
    }

    private void Seek(int cylinder)
    {
        _whenDone = () =>
        {
            Drive drive = Selected;
            byte status = (byte)(SeekEnd | Unit);
            if (drive.Floppy is null)
                status |= AbnormalEnd | EquipmentCheck;
            else
                drive.Move(cylinder);
            _interruptCauses.Enqueue((status, (byte)drive.Cylinder));
            Interrupt();
        };
        _work.SetAfter(WorkNanoseconds);
    }

    private void SenseInterrupt()
    {
        _interrupt.Set(false);
        if (_interruptCauses.TryDequeue(out (byte Status, byte Cylinder) cause))
            Result(cause.Status, cause.Cylinder);
        else
            Result(InvalidCommand);
    }

    private void ReadId()
    {
        _whenDone = () =>
        {
            bool found = Selected.Floppy is not null;
            Finish((byte)(found ? Unit : AbnormalEnd | Unit), found ? (byte)0 : MissingMark, 0, Selected.Cylinder, Unit >> 2, 1);
        };
        _work.SetAfter(WorkNanoseconds);
    }

    private void Format()
    {
        byte filler = _command[5];
        int sectors = _command[3];
        _whenDone = () =>
        {
            Span<byte> id = stackalloc byte[4];
            for (int i = 0; i < sectors && Selected.Floppy is not null; i++)
            {
                if (!_nonDma && _dma.ReadFromMemory(DmaChannel, id) < 4)
                    break;
                if (Selected.Floppy.Geometry.BlockOf(id[0], id[1], id[2]) is not { } block)
                    continue;
                Span<byte> sector = _sector.AsSpan(0, DiskGeometry.SectorSize);
                sector.Fill(filler);
                Selected.Floppy.Image.Write(block * DiskGeometry.SectorSize, sector);
            }

            Finish(Unit, 0, 0, id[0], id[1], id[2]);
        };
        _work.SetAfter(WorkNanoseconds);
    }

    /// <summary>READ DATA and WRITE DATA: from the sector in the command up to EOT, both heads with MT set, until DMA's terminal count.</summary>
    private void BeginTransfer(bool toProcessor)
    {
        _transferToProcessor = toProcessor;
        _whenDone = _nonDma ? ContinueNonDma : RunDmaTransfer;
        _work.SetAfter(WorkNanoseconds);
    }

    private void RunDmaTransfer()
    {
        Span<byte> sector = _sector.AsSpan(0, DiskGeometry.SectorSize);
        while (true)
        {
            if (LocateSector(out long offset) is not { } disk)
                return;
            int moved;
            if (_transferToProcessor)
            {
                disk.Read(offset, sector);
                moved = _dma.WriteToMemory(DmaChannel, sector);
            }
            else
            {
                moved = _dma.ReadFromMemory(DmaChannel, sector);
                if (moved > 0)
                {
                    sector[moved..].Clear();
                    disk.Write(offset, sector);
                }
            }

            if (moved == 0 && !_dma.IsReady(DmaChannel))
            {
                // Nobody programmed the channel: the data is lost.
                Finish((byte)(AbnormalEnd | Unit), 0x10, 0);
                return;
            }

            bool more = AdvanceSector();
            if (_dma.ReachedTerminalCount(DmaChannel) || moved < sector.Length)
            {
                Finish(Unit, 0, 0);
                return;
            }

            if (!more)
            {
                // EOT without terminal count is reported as an end of cylinder.
                Finish((byte)(AbnormalEnd | Unit), EndOfCylinder, 0);
                return;
            }

            Selected.Move(_command[2]);
        }
    }

    private void ContinueNonDma()
    {
        if (LocateSector(out long offset) is not { } disk)
            return;
        if (_transferToProcessor)
            disk.Read(offset, _sector.AsSpan(0, DiskGeometry.SectorSize));
        _transferNext = 0;
        _transferLength = DiskGeometry.SectorSize;
        _inTransfer = true;
        Interrupt();
    }

    private void TransferBufferDone()
    {
        _inTransfer = false;
        if (!_transferToProcessor && LocateSector(out long offset) is { } disk)
            disk.Write(offset, _sector.AsSpan(0, DiskGeometry.SectorSize));
        if (AdvanceSector())
        {
            ContinueNonDma();
            return;
        }

        // Without DMA nothing signals a terminal count, so the end of cylinder is how a transfer ends.
        Finish((byte)(AbnormalEnd | Unit), EndOfCylinder, 0);
    }

    /// <summary>Head and drive, as commands and status bytes have them in bits 2-0.</summary>
    private byte Unit => (byte)(_command[1] & 7);

    private Drive Selected => _drives[_command[1] & 3];

    /// <summary>Where the sector that the command is at lies in the image; ends the command when there is none.</summary>
    private DiskImage? LocateSector(out long offset)
    {
        offset = 0;
        if (Selected.Floppy is not { } floppy || (_digitalOutput & 0x10 << (Unit & 3)) == 0)
        {
            Finish((byte)(AbnormalEnd | NotReady | Unit), MissingMark, 0);
            return null;
        }

        // The head goes where the command says. The chip does so only with implied seeks configured, but in Bochs and QEMU it always does,
        // and Bochs' BIOS does not seek before it writes.
        Selected.Move(_command[2]);
        if (floppy.Geometry.BlockOf(_command[2], _command[3], _command[4]) is not { } block)
        {
            Finish((byte)(AbnormalEnd | Unit), NoData, 0);
            return null;
        }

        offset = block * DiskGeometry.SectorSize;
        return floppy.Image;
    }

    /// <summary>
    /// Moves the command's cylinder, head and sector on. A transfer with MT that runs over the end of the second head goes on on the
    /// next cylinder; the chip would stop there, but the controllers of Bochs and QEMU go on and BIOSes count on it.
    /// </summary>
    /// <returns>False when the end of the track is passed without MT, or the end of the disk.</returns>
    private bool AdvanceSector()
    {
        if (_command[4] < _command[6] && _command[4] < Selected.Floppy!.Geometry.Sectors)
        {
            _command[4]++;
            return true;
        }

        _command[4] = 1;
        bool multiTrack = (_command[0] & 0x80) != 0;
        if (multiTrack && (_command[3] & 1) == 0)
        {
            _command[3] |= 1;
            _command[1] |= 4;
            return true;
        }

        if (multiTrack)
        {
            _command[3] &= 0xFE;
            _command[1] &= 0xFB;
        }

        _command[2]++;
        return multiTrack && !_nonDma && _command[2] < Selected.Floppy!.Geometry.Cylinders;
    }

    private void Finish(byte status0, byte status1, byte status2) =>
        Finish(status0, status1, status2, _command[2], _command[3], _command[4]);

    private void Finish(byte status0, byte status1, byte status2, int cylinder, int head, int sector)
    {
        _inTransfer = false;
        Result(status0, status1, status2, (byte)cylinder, (byte)head, (byte)sector, 2);
        Interrupt();
    }

    /// <summary>One drive of the four that the controller can select.</summary>
    private sealed class Drive(FloppyDisk? floppy)
    {
        public FloppyDisk? Floppy => floppy;

        /// <summary>Where the head is.</summary>
        public int Cylinder { get; private set; }

        /// <summary>The change line: active from the insertion of a floppy to the next step of the head.</summary>
        public bool HasChanged { get; private set; } = true;

        public void Move(int cylinder)
        {
            Cylinder = cylinder;
            HasChanged = false;
        }
    }
}
