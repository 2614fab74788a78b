using System.Buffers.Binary;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// PCI configuration mechanism #1 ("PCI Local Bus Specification", section "Configuration Space Access"): an address register at 0xCF8
/// and a data window at 0xCFC. Functions that do not exist read as all ones, which is how software finds out.
/// </summary>
internal sealed class PciBus : IPortDevice
{
    private readonly Dictionary<int, PciFunction> _functions = [];
    private uint _address;
    private byte _resetControl;
    private readonly ISystemEvents _events;

    public PciBus(ISystemEvents events) => _events = events;

    public void Attach(PortBus ports) => ports.Claim(0xCF8, 8, this, maxWidth: 4);

    /// <param name="device">0 to 31, on bus 0.</param>
    /// <param name="function">0 to 7.</param>
    public void Add(int device, int function, PciFunction content) => _functions.Add(device << 3 | function, content);

    public uint ReadPort(ushort port, int width)
    {
        if (port < 0xCFC)
        {
            if (port == 0xCF9 && width == 1)
                return _resetControl;
            return width == 4 ? _address : _address >> ((port & 3) * 8) & (uint)((1 << (width * 8)) - 1);
        }

        if (Selected is not { } function)
            return 0xFFFF_FFFF;
        return function.Read(Register(port), width);
    }

    public void WritePort(ushort port, int width, uint value)
    {
        if (port >= 0xCFC)
        {
            Selected?.Write(Register(port), width, value);
            return;
        }

        if (port == 0xCF8 && width == 4)
        {
            _address = value;
        }
        else if (port == 0xCF9 && width == 1)
        {
            // The reset control register hides among the address register's bytes.
            bool resets = (value & ~_resetControl & 4) != 0;
            _resetControl = (byte)(value & 2);
            if (resets)
                _events.Reset();
        }
    }

    private PciFunction? Selected =>
        (_address & 0x80FF_0000) == 0x8000_0000 ? _functions.GetValueOrDefault((int)(_address >> 8) & 0xFF) : null;

    private int Register(ushort port) => (int)(_address & 0xFC) | (port & 3);
}

/// <summary>One function's 256 bytes of configuration space, with a mask of the bits that software may write.</summary>
internal sealed class PciFunction
{
    private readonly byte[] _bytes = new byte[256];
    private readonly byte[] _writable = new byte[256];
    private readonly Action<int>? _written;

    /// <param name="classCode">Class, subclass and programming interface, in 24 bits.</param>
    /// <param name="written">Told after a write: the first register that it touched, rounded down to a multiple of 4.</param>
    public PciFunction(ushort vendor, ushort device, int classCode, byte revision, bool multiFunction, Action<int>? written = null)
    {
        _written = written;
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes, vendor);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(2), device);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(8), (uint)classCode << 8 | revision);
        _bytes[14] = (byte)(multiFunction ? 0x80 : 0);
        AllowWrite(4, 0x0107, 2);
        AllowWrite(0x0C, 0xFFFF, 2);
        AllowWrite(0x3C, 0xFF, 1);
    }

    public byte this[int register]
    {
        get => _bytes[register];
        set => _bytes[register] = value;
    }

    public uint DoubleWord(int register) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(register));

    public void Put(int register, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(register), value);

    /// <summary>Declares which bits of a register take what is written.</summary>
    public void AllowWrite(int register, uint mask, int width)
    {
        for (int i = 0; i < width; i++)
            _writable[register + i] = (byte)(mask >> (8 * i));
    }

    public uint Read(int register, int width)
    {
        uint value = 0;
        for (int i = 0; i < width; i++)
            value |= (uint)_bytes[(register + i) & 0xFF] << (8 * i);
        return value;
    }

    public void Write(int register, int width, uint value)
    {
        for (int i = 0; i < width; i++)
        {
            int at = (register + i) & 0xFF;
            _bytes[at] = (byte)(_bytes[at] & ~_writable[at] | (byte)(value >> (8 * i)) & _writable[at]);
        }

        _written?.Invoke(register & 0xFC);
    }
}
