using System.Buffers.Binary;

namespace VmxAsm.Runtime.Devices;

/// <summary>An ATA hard disk that moves its data through the data port (PIO), with 28- and 48-bit block addresses and CHS.</summary>
internal sealed class AtaDisk : AtaDrive
{
    private const int MaxMultiple = 16;

    private readonly DiskImage _disk;
    private readonly string _serialNumber;
    private readonly long _sectors;
    private readonly DiskGeometry _default;
    private DiskGeometry _current;
    private int _multiple = MaxMultiple;
    private long _block;
    private int _remaining;

    /// <summary>How many of the sectors asked for lie behind the end: the others are moved, then the command fails at the first of these.</summary>
    private int _beyond;
    private int _perTransfer;
    private bool _extended;

    /// <param name="serialNumber">Up to 20 characters that IDENTIFY shows.</param>
    public AtaDisk(DiskImage disk, string serialNumber)
    {
        _disk = disk;
        _serialNumber = serialNumber;
        _sectors = Math.Max(1, (disk.Length + DiskGeometry.SectorSize - 1) / DiskGeometry.SectorSize);
        _default = _current = DiskGeometry.ForHardDisk(_sectors);
    }

    /// <summary>What it reports when asked, whatever it has been set to since.</summary>
    public DiskGeometry Geometry => _default;

    public override void PutSignature(AtaTaskFile file)
    {
        file.SectorCount = 1;
        file.SectorNumber = 1;
        file.Cylinder = 0;
    }

    public override void Command(AtaTaskFile file, byte command)
    {
        ClearInterrupt();
        EndTransfer();
        switch (command)
        {
            case >= AtaCommand.Recalibrate and <= AtaCommand.RecalibrateLast:
            case >= AtaCommand.Seek and <= AtaCommand.SeekLast:
            case AtaCommand.ReadVerify or AtaCommand.ReadVerifyWithoutRetry or AtaCommand.ReadVerifyExt:
            case AtaCommand.FlushCache or AtaCommand.FlushCacheExt:
            case AtaCommand.StandbyImmediate or AtaCommand.IdleImmediate or AtaCommand.Standby or AtaCommand.Idle or AtaCommand.Sleep:
                Work(Complete);
                break;
            case AtaCommand.ReadSectors or AtaCommand.ReadSectorsWithoutRetry:
                BeginRead(file, extended: false, perTransfer: 1);
                break;
            case AtaCommand.ReadSectorsExt:
                BeginRead(file, extended: true, perTransfer: 1);
                break;
            case AtaCommand.ReadMultiple:
                BeginRead(file, extended: false, _multiple);
                break;
            case AtaCommand.ReadMultipleExt:
                BeginRead(file, extended: true, _multiple);
                break;
            case AtaCommand.WriteSectors or AtaCommand.WriteSectorsWithoutRetry:
                BeginWrite(file, extended: false, perTransfer: 1);
                break;
            case AtaCommand.WriteSectorsExt:
                BeginWrite(file, extended: true, perTransfer: 1);
                break;
            case AtaCommand.WriteMultiple:
                BeginWrite(file, extended: false, _multiple);
                break;
            case AtaCommand.WriteMultipleExt:
                BeginWrite(file, extended: true, _multiple);
                break;
            case AtaCommand.InitializeParameters:
                SetGeometry(file);
                break;
            case AtaCommand.SetMultipleMode:
                SetMultiple(file.SectorCount);
                break;
            case AtaCommand.CheckPowerMode:
                file.SectorCount = 0xFF;
                Work(Complete);
                break;
            case AtaCommand.IdentifyDevice:
                Work(Identify);
                break;
            case AtaCommand.SetFeatures:
                SetFeatures(file.Features);
                break;
            case AtaCommand.ReadNativeMaxAddressExt:
                file.Lba48 = _sectors - 1;
                Work(Complete);
                break;
            case AtaCommand.ReadNativeMaxAddress:
                file.Lba28 = Math.Min(_sectors, 0x0FFFFFFF) - 1;
                Work(Complete);
                break;
            default:
                Fail(ErrorAborted);
                break;
        }
    }

    private void BeginRead(AtaTaskFile file, bool extended, int perTransfer)
    {
        if (!Locate(file, extended, perTransfer))
            return;
        Work(() => OfferSectors(file));
    }

    private void OfferSectors(AtaTaskFile file)
    {
        int count = Math.Min(_remaining, _perTransfer);
        _disk.Read(_block * DiskGeometry.SectorSize, Buffer.AsSpan(0, count * DiskGeometry.SectorSize));
        BeginTransfer(count * DiskGeometry.SectorSize, toHost: true, () =>
        {
            Advance(file, count);
            if (_remaining > 0)
                Work(() => OfferSectors(file));
            else if (_beyond > 0)
                Work(() => Fail(ErrorNotFound));
        });
        RaiseInterrupt();
    }

    private void BeginWrite(AtaTaskFile file, bool extended, int perTransfer)
    {
        if (!Locate(file, extended, perTransfer))
            return;

        // The first block is asked for without an interrupt.
        AskForSectors(file);
    }

    private void AskForSectors(AtaTaskFile file)
    {
        int count = Math.Min(_remaining, _perTransfer);
        BeginTransfer(count * DiskGeometry.SectorSize, toHost: false, () =>
        {
            _disk.Write(_block * DiskGeometry.SectorSize, Buffer.AsSpan(0, count * DiskGeometry.SectorSize));
            Advance(file, count);

            // The buffer takes the data at once, as in Bochs: its BIOS looks at the status once behind the last word and wants the drive ready.
            if (_remaining == 0)
            {
                if (_beyond > 0)
                    Fail(ErrorNotFound);
                else
                    Complete();
                return;
            }

            AskForSectors(file);
            RaiseInterrupt();
        });
    }

    /// <summary>Where the task file points; fails the command when that is beyond the end.</summary>
    private bool Locate(AtaTaskFile file, bool extended, int perTransfer)
    {
        if (perTransfer == 0)
        {
            Fail(ErrorAborted);
            return false;
        }

        _extended = extended;
        _perTransfer = perTransfer;
        _remaining = extended ? file.Count48 : file.Count28;
        long? block = extended ? file.Lba48
            : file.UsesLba ? file.Lba28
            : _current.BlockOf(file.Cylinder, file.Head, file.SectorNumber);
        if (block is not { } first || first >= _sectors)
        {
            Fail(ErrorNotFound);
            return false;
        }

        _block = first;
        _beyond = (int)Math.Max(0, first + _remaining - _sectors);
        _remaining -= _beyond;
        Error = 0;
        return true;
    }

    /// <summary>After each block the task file names the sector behind the last one moved, as in Bochs and QEMU; drives of old named the last one.</summary>
    private void Advance(AtaTaskFile file, int count)
    {
        _remaining -= count;
        _block += count;
        file.SectorCount = (byte)(_remaining + _beyond);
        if (_extended)
        {
            file.Lba48 = _block;
        }
        else if (file.UsesLba)
        {
            file.Lba28 = _block;
        }
        else
        {
            file.SectorNumber = (byte)(_block % _current.Sectors + 1);
            file.Cylinder = (ushort)(_block / _current.Sectors / _current.Heads);
            file.Device = (byte)(file.Device & 0xF0 | (int)(_block / _current.Sectors % _current.Heads));
        }
    }

    /// <summary>INITIALIZE DEVICE PARAMETERS: the logical geometry that CHS addresses are read by.</summary>
    private void SetGeometry(AtaTaskFile file)
    {
        int heads = file.Head + 1;
        int sectors = file.SectorCount;
        if (sectors == 0)
        {
            Fail(ErrorAborted);
            return;
        }

        _current = new DiskGeometry((int)Math.Min(_sectors / (heads * sectors), 16_383), heads, sectors);
        Work(Complete);
    }

    private void SetMultiple(int count)
    {
        if (count > MaxMultiple || (count & (count - 1)) != 0)
        {
            Fail(ErrorAborted);
            return;
        }

        _multiple = count;
        Work(Complete);
    }

    private void SetFeatures(byte feature)
    {
        // Transfer mode, write cache, read look-ahead, reverting to defaults: accepted, and without effect here.
        if (feature is 0x02 or 0x03 or 0x05 or 0x55 or 0x66 or 0x82 or 0x85 or 0xAA or 0xCC)
            Work(Complete);
        else
            Fail(ErrorAborted);
    }

    /// <summary>The 256 words of ATA-6, "IDENTIFY DEVICE".</summary>
    private void Identify()
    {
        Span<byte> identify = Buffer.AsSpan(0, 512);
        identify.Clear();
        PutWord(identify, 0, 0x0040);
        PutWord(identify, 1, _default.Cylinders);
        PutWord(identify, 3, _default.Heads);

        // Words 4 and 5, bytes a track and a sector, have been retired since ATA-2, but BIOSes read them.
        PutWord(identify, 4, _default.Sectors * DiskGeometry.SectorSize);
        PutWord(identify, 5, DiskGeometry.SectorSize);
        PutWord(identify, 6, _default.Sectors);
        PutString(identify, 10, 10, _serialNumber);
        PutString(identify, 23, 4, "1.0");
        PutString(identify, 27, 20, "VMXASM HARDDISK");
        PutWord(identify, 47, 0x8000 | MaxMultiple);
        PutWord(identify, 48, 1);
        PutWord(identify, 49, 0x0200);
        PutWord(identify, 51, 0x0200);
        PutWord(identify, 53, 0x0003);
        PutWord(identify, 54, _current.Cylinders);
        PutWord(identify, 55, _current.Heads);
        PutWord(identify, 56, _current.Sectors);
        BinaryPrimitives.WriteUInt32LittleEndian(identify[114..], (uint)Math.Min(_current.TotalSectors, uint.MaxValue));
        PutWord(identify, 59, _multiple == 0 ? 0 : 0x0100 | _multiple);
        BinaryPrimitives.WriteUInt32LittleEndian(identify[120..], (uint)Math.Min(_sectors, 0x0FFFFFFF));
        PutWord(identify, 64, 0x0003);
        PutWord(identify, 67, 120);
        PutWord(identify, 68, 120);
        PutWord(identify, 80, 0x007E);
        PutWord(identify, 82, 0x4000);
        PutWord(identify, 83, 0x7400);
        PutWord(identify, 84, 0x4000);
        PutWord(identify, 85, 0x4000);
        PutWord(identify, 86, 0x3400);
        PutWord(identify, 87, 0x4000);
        PutWord(identify, 93, 0x6001);
        BinaryPrimitives.WriteInt64LittleEndian(identify[200..], _sectors);
        Error = 0;
        BeginTransfer(512, toHost: true, () => { });
        RaiseInterrupt();
    }
}
