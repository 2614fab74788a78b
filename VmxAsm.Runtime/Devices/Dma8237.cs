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

    private const int WriteTransfer = 1, ReadTransfer = 2;

    private readonly PhysicalMemory _memory;
    private readonly bool _words;
    private readonly byte[] _unusedPages = new byte[16];
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

    /// <summary>The page registers are one chip of sixteen, four or five of which have a channel; port 0x80 belongs to whoever shows POST codes.</summary>
    public void Attach(PortBus ports)
    {
        ports.Claim(_words ? 0xC0 : 0x00, _words ? 32 : 16, this);
        ports.Claim(_words ? 0x88 : 0x81, _words ? 8 : 7, this);
    }

    /// <summary>A device's data goes to memory, as far as the channel's count allows; in a verify transfer only the addresses go by.</summary>
    /// <returns>Bytes moved; fewer than given when the terminal count was reached.</returns>
    public int WriteToMemory(int channel, ReadOnlySpan<byte> data)
    {
        bool writes = _channels[channel].Transfer == WriteTransfer;
        int moved = 0;
        for (; moved < data.Length && Next(channel, out ulong address); moved++)
        {
            if (writes)
                _memory.Write(address, data[moved]);
        }

        return moved;
    }

    /// <summary>Memory goes to a device, as far as the channel's count allows.</summary>
    public int ReadFromMemory(int channel, Span<byte> data)
    {
        bool reads = _channels[channel].Transfer == ReadTransfer;
        int moved = 0;
        while (moved < data.Length && Next(channel, out ulong address))
            data[moved++] = reads ? _memory.Read<byte>(address) : (byte)0xFF;
        return moved;
    }

    /// <summary>True once the channel has reached its terminal count since it was last programmed.</summary>
    public bool ReachedTerminalCount(int channel) => (_ended & (1 << channel)) != 0;

    /// <summary>True when the channel is unmasked and the controller enabled.</summary>
    public bool IsReady(int channel) => (_mask & (1 << channel)) == 0 && (_command & 4) == 0;

    public uint ReadPort(ushort port, int width)
    {
        if (port is >= 0x80 and <= 0x8F)
            return PageOf(port);
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
        if (port is >= 0x80 and <= 0x8F)
        {
            PageOf(port) = data;
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

    private ref byte PageOf(ushort port)
    {
        int channel = PagePorts.IndexOf((byte)(port - (_words ? 8 : 0)));
        if (channel < 0)
            return ref _unusedPages[port & 15];
        return ref _channels[channel].Page;
    }

    private sealed class Channel
    {
        public ushort Address;
        public ushort Count;
        public ushort BaseAddress;
        public ushort BaseCount;
        public byte Mode;
        public byte Page;

        /// <summary>Bits 3 and 2 of the mode register; 0 is a verify transfer.</summary>
        public int Transfer => Mode >> 2 & 3;
    }
}
