namespace VmxAsm.Runtime.Devices;

/// <summary>
/// I/O space: 65,536 ports, each with the device that decodes it. An access wider than the device's registers is split into
/// bytes at consecutive ports, as the bus of a PC does for an 8-bit device; what nothing decodes floats high.
/// </summary>
internal sealed class PortBus
{
    private const int PortCount = 0x10000;

    private readonly IPortDevice[] _devices = new IPortDevice[PortCount];
    private readonly byte[] _widths = new byte[PortCount];
    private readonly UnclaimedPorts _unclaimed;

    /// <param name="log">Told once about each port that nothing decodes.</param>
    public PortBus(Action<string>? log)
    {
        _unclaimed = new UnclaimedPorts(log);
        Array.Fill(_devices, _unclaimed);
        Array.Fill(_widths, (byte)4);
    }

    /// <summary>Where the program is, for what is logged: <c>, at boot.s:12</c>.</summary>
    public Func<string> Where
    {
        set => _unclaimed.Where = value;
    }

    /// <summary>Sees every access before it is answered; null when nobody traces.</summary>
    public Action<ushort, int, uint, bool>? Observer { get; set; }

    /// <summary>Gives a range of ports to a device.</summary>
    /// <param name="maxWidth">The widest access (1, 2 or 4 bytes) that the device takes in one piece.</param>
    public void Claim(int first, int count, IPortDevice device, int maxWidth = 1)
    {
        for (int port = first; port < first + count; port++)
        {
            _devices[port] = device;
            _widths[port] = (byte)maxWidth;
        }
    }

    /// <summary>Takes a range back from whoever has it, as reprogramming a PCI base address does.</summary>
    public void Release(int first, int count)
    {
        for (int port = first; port < first + count; port++)
        {
            _devices[port] = _unclaimed;
            _widths[port] = 4;
        }
    }

    /// <summary>True when a device decodes the port.</summary>
    public bool IsClaimed(ushort port) => _devices[port] != _unclaimed;

    public uint Read(ushort port, int width)
    {
        uint value = _widths[port] >= width ? _devices[port].ReadPort(port, width) : ReadSplit(port, width);
        Observer?.Invoke(port, width, value, false);
        return value;
    }

    public void Write(ushort port, int width, uint value)
    {
        Observer?.Invoke(port, width, value, true);
        if (_widths[port] >= width)
            _devices[port].WritePort(port, width, value);
        else
            WriteSplit(port, width, value);
    }

    private uint ReadSplit(ushort port, int width)
    {
        int half = width / 2;
        uint low = ReadPiece(port, half);
        uint high = ReadPiece((ushort)(port + half), half);
        return low | (high << (half * 8));
    }

    private uint ReadPiece(ushort port, int width) =>
        _widths[port] >= width ? _devices[port].ReadPort(port, width) : ReadSplit(port, width);

    private void WriteSplit(ushort port, int width, uint value)
    {
        int half = width / 2;
        WritePiece(port, half, value & ((1u << (half * 8)) - 1));
        WritePiece((ushort)(port + half), half, value >> (half * 8));
    }

    private void WritePiece(ushort port, int width, uint value)
    {
        if (_widths[port] >= width)
            _devices[port].WritePort(port, width, value);
        else
            WriteSplit(port, width, value);
    }

    private sealed class UnclaimedPorts(Action<string>? log) : IPortDevice
    {
        private readonly System.Collections.BitArray _reported = new(PortCount);

        public Func<string> Where { get; set; } = () => "";

        public uint ReadPort(ushort port, int width)
        {
            Report(port, "read from");
            return width switch { 1 => 0xFF, 2 => 0xFFFF, _ => 0xFFFFFFFF };
        }

        public void WritePort(ushort port, int width, uint value) => Report(port, "write to");

        private void Report(ushort port, string verb)
        {
            if (log is null || _reported[port])
                return;
            _reported[port] = true;
            log($"{verb} port 0x{port:x}, which no device decodes{Where()}");
        }
    }
}
