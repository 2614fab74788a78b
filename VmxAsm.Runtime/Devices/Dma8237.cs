using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// One 8237A DMA controller ("8237A High Performance Programmable DMA Controller", Intel 231466) with the page registers that
/// give its 16-bit addresses their upper bits. An AT has two: channels 0 to 3 move bytes, 4 to 7 move words.
/// Devices here ask for their whole transfer at once.
/// </summary>
internal sealed class Dma8237 : IPortDevice
{
    /// <summary>Page register port of each channel, by the low four bits of the port; the second controller's are 8 higher.</summary>
    private static ReadOnlySpan<byte> PagePorts => [0x87, 0x83, 0x81, 0x82];

    private readonly PhysicalMemory _memory;
    private readonly bool _words;
    private readonly Channel[] _channels = [new(), new(), new(), new()];
    private bool _highByteNext;
    private byte _mask = 0x0F;
    private byte _command;
    private byte _terminalCounts;
    private byte _ended;

    /// <param name="words">True for the second controller, which moves 16 bits at a time.</param>
    public Dma8237(PhysicalMemory memory, bool words)
    {
        _memory = memory;
        _words = words;
    }

    public void Attach(PortBus ports)
    {
        ports.Claim(_words ? 0xC0 : 0x00, _words ? 32 : 16, this);
        foreach (byte page in PagePorts)
            ports.Claim(page + (_words ? 8 : 0), 1, this);
    }

    /// <summary>A device's data goes to memory, as far as the channel's count allows.</summary>
    /// <returns>Bytes moved; fewer than given when the terminal count was reached.</returns>
    public int WriteToMemory(int channel, ReadOnlySpan<byte> data)
    {
        int moved = 0;
        while (moved < data.Length && Next(channel, out ulong address))
            _memory.Write(address, data[moved++]);
        return moved;
    }

    /// <summary>Memory goes to a device, as far as the channel's count allows.</summary>
    public int ReadFromMemory(int channel, Span<byte> data)
    {
        int moved = 0;
        while (moved < data.Length && Next(channel, out ulong address))
            data[moved++] = _memory.Read<byte>(address);
        return moved;
    }

    /// <summary>True once the channel has reached its terminal count since it was last programmed.</summary>
    public bool ReachedTerminalCount(int channel) => (_ended & (1 << channel)) != 0;

    /// <summary>True when the channel is unmasked and the controller enabled.</summary>
    public bool IsReady(int channel) => (_mask & (1 << channel)) == 0 && (_command & 4) == 0;

    public uint ReadPort(ushort port, int width)
    {
        if (PageChannel(port) is { } page)
            return page.Page;
        int register = Register(port);
        if (register < 8)
        {
            Channel channel = _channels[register >> 1];
            int value = (register & 1) == 0 ? channel.Address : channel.Count;
            _highByteNext = !_highByteNext;
            return (byte)(_highByteNext ? value : value >> 8);
        }

        if (register == 8)
        {
            byte status = _terminalCounts;
            _terminalCounts = 0;
            return status;
        }

        return register == 15 ? _mask | 0xF0u : 0;
    }

    public void WritePort(ushort port, int width, uint value)
    {
        byte data = (byte)value;
        if (PageChannel(port) is { } page)
        {
            page.Page = data;
            return;
        }

        int register = Register(port);
        if (register < 8)
        {
            _ended &= (byte)~(1 << (register >> 1));
            WriteAddressOrCount(_channels[register >> 1], (register & 1) != 0, data);
            return;
        }

        int selected = data & 3;
        switch (register)
        {
            case 8:
                _command = data;
                break;
            case 10:
                _mask = (byte)((_mask & ~(1 << selected)) | ((data & 4) != 0 ? 1 << selected : 0));
                break;
            case 11:
                _channels[selected].Mode = data;
                break;
            case 12:
                _highByteNext = false;
                break;
            case 13:
                _highByteNext = false;
                _mask = 0x0F;
                _command = 0;
                _terminalCounts = 0;
                break;
            case 14:
                _mask = 0;
                break;
            case 15:
                _mask = (byte)(data & 0x0F);
                break;
        }
    }

    private void WriteAddressOrCount(Channel channel, bool isCount, byte data)
    {
        ref ushort current = ref isCount ? ref channel.Count : ref channel.Address;
        ref ushort start = ref isCount ? ref channel.BaseCount : ref channel.BaseAddress;
        current = start = (ushort)(_highByteNext ? (start & 0x00FF) | (data << 8) : (start & 0xFF00) | data);
        _highByteNext = !_highByteNext;
    }

    private bool Next(int number, out ulong address)
    {
        Channel channel = _channels[number];
        address = 0;
        if (!IsReady(number))
            return false;
        address = ((ulong)channel.Page << 16) + channel.Address;
        channel.Address += (ushort)((channel.Mode & 0x20) != 0 ? -1 : 1);
        if (channel.Count-- != 0)
            return true;

        // The count went from 0 to 0xFFFF: terminal count.
        _terminalCounts |= (byte)(1 << number);
        _ended |= (byte)(1 << number);
        if ((channel.Mode & 0x10) != 0)
        {
            channel.Address = channel.BaseAddress;
            channel.Count = channel.BaseCount;
        }
        else
        {
            _mask |= (byte)(1 << number);
        }

        return true;
    }

    private int Register(ushort port) => _words ? (port - 0xC0) >> 1 : port;

    private Channel? PageChannel(ushort port)
    {
        if (port is < 0x80 or > 0x8F)
            return null;
        int index = PagePorts.IndexOf((byte)(port - (_words ? 8 : 0)));
        return index < 0 ? null : _channels[index];
    }

    private sealed class Channel
    {
        public ushort Address;
        public ushort Count;
        public ushort BaseAddress;
        public ushort BaseCount;
        public byte Mode;
        public byte Page;
    }
}
