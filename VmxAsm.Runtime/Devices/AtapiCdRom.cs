using System.Buffers.Binary;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// A CD-ROM drive on an ATA channel: commands are SCSI packets of twelve bytes ("Multi-Media Commands - 3"), sent through the data port
/// after PACKET; data comes back in pieces no longer than the byte count in the cylinder registers. The interrupt reason in the
/// sector count register says what the drive expects next: 1 the packet, 2 data to the host, 3 nothing, the command has ended.
/// </summary>
internal sealed class AtapiCdRom : AtaDrive
{
    private const int SectorSize = 2048;
    private const byte ReasonPacket = 1, ReasonToHost = 2, ReasonDone = 3;
    private const byte SenseNotReady = 2, SenseIllegalRequest = 5, SenseUnitAttention = 6;

    private readonly DiskImage _disk;
    private readonly byte[] _packet = new byte[12];
    private byte[] _data = [];
    private int _dataNext;
    private long _sectorNext;
    private long _sectorsLeft;
    private byte _senseKey = SenseUnitAttention;
    private byte _additionalSense = 0x29;

    public AtapiCdRom(DiskImage disk) => _disk = disk;

    private long Sectors => (_disk.Length + SectorSize - 1) / SectorSize;

    public override void PutSignature(AtaTaskFile file)
    {
        file.SectorCount = 1;
        file.SectorNumber = 1;
        file.Cylinder = 0xEB14;
    }

    public override void Diagnose(AtaTaskFile file)
    {
        base.Diagnose(file);
        Status = 0;
    }

    public override void Command(AtaTaskFile file, byte command)
    {
        ClearInterrupt();
        EndTransfer();
        switch (command)
        {
            case AtaCommand.Packet:
                file.SectorCount = ReasonPacket;
                Error = 0;
                BeginTransfer(12, toHost: false, () =>
                {
                    Buffer.AsSpan(0, 12).CopyTo(_packet);
                    Work(() => ExecutePacket(file));
                });
                break;
            case AtaCommand.IdentifyPacketDevice:
                Work(IdentifyPacket);
                break;
            case AtaCommand.DeviceReset:
                Diagnose(file);
                break;
            case AtaCommand.SetFeatures:
            case AtaCommand.StandbyImmediate or AtaCommand.IdleImmediate or AtaCommand.Standby or AtaCommand.Idle or AtaCommand.Sleep:
                Work(Complete);
                break;
            case AtaCommand.CheckPowerMode:
                file.SectorCount = 0xFF;
                Work(Complete);
                break;
            case AtaCommand.IdentifyDevice:
                // A packet drive aborts IDENTIFY DEVICE and shows what it is instead.
                PutSignature(file);
                Fail(ErrorAborted);
                break;
            default:
                Fail(ErrorAborted);
                break;
        }
    }

    private void ExecutePacket(AtaTaskFile file)
    {
        byte operation = _packet[0];
        if (_senseKey == SenseUnitAttention && operation is not (PacketOperation.RequestSense or PacketOperation.Inquiry))
        {
            CheckCondition(file, SenseUnitAttention, _additionalSense);
            return;
        }

        switch (operation)
        {
            case PacketOperation.TestUnitReady or PacketOperation.StartStopUnit or PacketOperation.PreventAllowMediumRemoval:
            case PacketOperation.Seek10 or PacketOperation.Verify10 or PacketOperation.SynchronizeCache or PacketOperation.SetCdSpeed:
                Done(file);
                break;
            case PacketOperation.RequestSense:
                Reply(file, RequestSense(), _packet[4]);
                break;
            case PacketOperation.Inquiry:
                Reply(file, Inquiry(), _packet[4]);
                break;
            case PacketOperation.ModeSense6:
                Reply(file, ModeSense(_packet[2] & 0x3F, headerLength: 4), _packet[4]);
                break;
            case PacketOperation.ModeSense10:
                Reply(file, ModeSense(_packet[2] & 0x3F, headerLength: 8), Word(7));
                break;
            case PacketOperation.ReadCapacity:
                byte[] capacity = new byte[8];
                BinaryPrimitives.WriteUInt32BigEndian(capacity, (uint)(Sectors - 1));
                BinaryPrimitives.WriteUInt32BigEndian(capacity.AsSpan(4), SectorSize);
                Reply(file, capacity, capacity.Length);
                break;
            case PacketOperation.Read10:
                Read(file, DoubleWord(2), Word(7));
                break;
            case PacketOperation.Read12:
                Read(file, DoubleWord(2), DoubleWord(6));
                break;
            case PacketOperation.ReadSubChannel:
                Reply(file, [0, 0x15, 0, 0], Word(7));
                break;
            case PacketOperation.ReadTocPmaAtip:
                ReadTableOfContents(file);
                break;
            case PacketOperation.GetConfiguration:
                byte[] configuration = new byte[8];
                configuration[3] = 4;
                configuration[7] = 8;
                Reply(file, configuration, Word(7));
                break;
            case PacketOperation.GetEventStatus:
                Reply(file, [0, 4, 0x80, 0x10, 0, 2, 0, 0], Word(7));
                break;
            case PacketOperation.MechanismStatus:
                Reply(file, new byte[8], Word(8));
                break;
            default:
                CheckCondition(file, SenseIllegalRequest, 0x20);
                break;
        }
    }

    private int Word(int offset) => BinaryPrimitives.ReadUInt16BigEndian(_packet.AsSpan(offset));

    private long DoubleWord(int offset) => BinaryPrimitives.ReadUInt32BigEndian(_packet.AsSpan(offset));

    private void Done(AtaTaskFile file)
    {
        file.SectorCount = ReasonDone;
        Complete();
    }

    private void CheckCondition(AtaTaskFile file, byte key, byte additional)
    {
        // An attention is reported once; REQUEST SENSE then tells what it was.
        _senseKey = key == SenseUnitAttention ? (byte)0 : key;
        _additionalSense = additional;
        file.SectorCount = ReasonDone;
        Fail((byte)(key << 4 | (key == SenseIllegalRequest ? ErrorAborted : 0)));
    }

    private void Reply(AtaTaskFile file, byte[] data, int allocated)
    {
        _data = data.Length > allocated ? data[..allocated] : data;
        _dataNext = 0;
        _sectorsLeft = 0;
        Continue(file);
    }

    private void Read(AtaTaskFile file, long first, long count)
    {
        if (first + count > Sectors)
        {
            CheckCondition(file, _disk.Length == 0 ? SenseNotReady : SenseIllegalRequest, 0x21);
            return;
        }

        _data = [];
        _dataNext = 0;
        _sectorNext = first;
        _sectorsLeft = count;
        Continue(file);
    }

    /// <summary>Offers the next piece of the answer, or ends the command.</summary>
    private void Continue(AtaTaskFile file)
    {
        if (_dataNext == _data.Length && _sectorsLeft > 0)
        {
            if (_data.Length != SectorSize)
                _data = new byte[SectorSize];
            _disk.Read(_sectorNext++ * SectorSize, _data);
            _sectorsLeft--;
            _dataNext = 0;
        }

        int left = _data.Length - _dataNext;
        if (left == 0)
        {
            Done(file);
            return;
        }

        int limit = file.Cylinder is 0 or 0xFFFF ? 0xFFFE : file.Cylinder;
        int length = Math.Min(left, limit);
        if (length < left && (length & 1) != 0)
            length--;
        _data.AsSpan(_dataNext, length).CopyTo(Buffer);
        _dataNext += length;
        file.Cylinder = (ushort)length;
        file.SectorCount = ReasonToHost;
        BeginTransfer((length + 1) & ~1, toHost: true, () =>
        {
            file.Cylinder = (ushort)limit;
            Work(() => Continue(file));
        });
        RaiseInterrupt();
    }

    private byte[] RequestSense()
    {
        byte[] sense = new byte[18];
        sense[0] = 0x70;
        sense[2] = _senseKey;
        sense[7] = 10;
        sense[12] = _additionalSense;
        _senseKey = 0;
        _additionalSense = 0;
        return sense;
    }

    private static byte[] Inquiry()
    {
        byte[] inquiry = new byte[36];
        inquiry[0] = 5;
        inquiry[1] = 0x80;
        inquiry[3] = 0x21;
        inquiry[4] = 31;
        "VMXASM  CD-ROM          1.0 "u8.CopyTo(inquiry.AsSpan(8));
        return inquiry;
    }

    private static byte[] ModeSense(int page, int headerLength)
    {
        byte[] body = page switch
        {
            0x01 => [0x01, 0x06, 0, 5, 0, 0, 0, 0],
            0x2A or 0x3F => [0x2A, 0x12, 0, 0, 0x71, 0x60, 0x29, 0, 0x02, 0xC2, 0, 2, 0, 0x80, 0x02, 0xC2, 0, 0, 0, 0],
            _ => [],
        };
        byte[] reply = new byte[headerLength + body.Length];
        if (headerLength == 4)
            reply[0] = (byte)(reply.Length - 1);
        else
            BinaryPrimitives.WriteUInt16BigEndian(reply, (ushort)(reply.Length - 2));
        body.CopyTo(reply.AsSpan(headerLength));
        return reply;
    }

    /// <summary>One data track from block 0 to the end of the disc.</summary>
    private void ReadTableOfContents(AtaTaskFile file)
    {
        bool minutes = (_packet[1] & 2) != 0;
        int format = (_packet[2] & 15) != 0 ? _packet[2] & 15 : _packet[9] >> 6;
        if (format == 1)
        {
            Reply(file, [0, 10, 1, 1, 0, 0x14, 1, 0, 0, 0, 0, 0], Word(7));
            return;
        }

        if (format != 0)
        {
            CheckCondition(file, SenseIllegalRequest, 0x24);
            return;
        }

        byte[] table = new byte[_packet[6] <= 1 ? 20 : 12];
        table[1] = (byte)(table.Length - 2);
        table[2] = table[3] = 1;
        int next = 4;
        if (_packet[6] <= 1)
        {
            table[5] = 0x14;
            table[6] = 1;
            PutAddress(table.AsSpan(8), 0, minutes);
            next = 12;
        }

        table[next + 1] = 0x14;
        table[next + 2] = 0xAA;
        PutAddress(table.AsSpan(next + 4), Sectors, minutes);
        Reply(file, table, Word(7));
    }

    private static void PutAddress(Span<byte> place, long sector, bool minutes)
    {
        if (!minutes)
        {
            BinaryPrimitives.WriteUInt32BigEndian(place, (uint)sector);
            return;
        }

        long frame = sector + 150;
        place[0] = 0;
        place[1] = (byte)(frame / (60 * 75));
        place[2] = (byte)(frame / 75 % 60);
        place[3] = (byte)(frame % 75);
    }

    private void IdentifyPacket()
    {
        Span<byte> identify = Buffer.AsSpan(0, 512);
        identify.Clear();
        PutWord(identify, 0, 0x85C0);
        PutString(identify, 10, 10, "VMXCD00001");
        PutString(identify, 23, 4, "1.0");
        PutString(identify, 27, 20, "VMXASM CD-ROM");
        PutWord(identify, 48, 1);
        PutWord(identify, 49, 0x0200);
        PutWord(identify, 53, 0x0003);
        PutWord(identify, 64, 0x0003);
        PutWord(identify, 67, 120);
        PutWord(identify, 68, 120);
        PutWord(identify, 80, 0x001E);
        Error = 0;
        BeginTransfer(512, toHost: true, () => { });
        RaiseInterrupt();
    }
}
