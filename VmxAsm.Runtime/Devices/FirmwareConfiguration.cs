using System.Buffers.Binary;
using System.Text;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// QEMU's firmware configuration device ("QEMU Firmware Configuration (fw_cfg) Device"): a selector port 0x510 and a data port 0x511
/// through which firmware reads named blobs. SeaBIOS asks it for the memory map and the video BIOS.
/// </summary>
internal sealed class FirmwareConfiguration : IPortDevice
{
    private const ushort Signature = 0x00, Id = 0x01, FileDirectory = 0x19, FirstFile = 0x20;

    private readonly Dictionary<ushort, byte[]> _items = [];
    private readonly List<(string Name, byte[] Content)> _files = [];
    private byte[] _selected = [];
    private int _next;

    public FirmwareConfiguration(long memoryBytes)
    {
        _items[Signature] = "QEMU"u8.ToArray();
        _items[Id] = [1, 0, 0, 0];
        byte[] size = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(size, memoryBytes);
        _items[0x03] = size;
        _items[0x05] = [1, 0];
        _items[0x0F] = [1, 0];
        _items[FileDirectory] = [0, 0, 0, 0];
    }

    public void Attach(PortBus ports)
    {
        ports.Claim(0x510, 1, this, maxWidth: 2);
        ports.Claim(0x511, 1, this);
    }

    public void AddFile(string name, byte[] content)
    {
        _items[(ushort)(FirstFile + _files.Count)] = content;
        _files.Add((name, content));
        byte[] directory = new byte[4 + 64 * _files.Count];
        BinaryPrimitives.WriteInt32BigEndian(directory, _files.Count);
        for (int i = 0; i < _files.Count; i++)
        {
            Span<byte> entry = directory.AsSpan(4 + 64 * i, 64);
            BinaryPrimitives.WriteInt32BigEndian(entry, _files[i].Content.Length);
            BinaryPrimitives.WriteUInt16BigEndian(entry[4..], (ushort)(FirstFile + i));
            Encoding.ASCII.GetBytes(_files[i].Name, entry[8..]);
        }

        _items[FileDirectory] = directory;
    }

    public uint ReadPort(ushort port, int width)
    {
        if (port == 0x510)
            return 0xFFFF;
        return _next < _selected.Length ? _selected[_next++] : 0u;
    }

    public void WritePort(ushort port, int width, uint value)
    {
        if (port != 0x510)
            return;
        _selected = _items.GetValueOrDefault((ushort)value, []);
        _next = 0;
    }
}
