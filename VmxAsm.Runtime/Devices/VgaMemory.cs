using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The VGA's 256 KiB as four planes of 64 KiB, seen by the processor through a window between 0xA0000 and 0xBFFFF. What a byte
/// written there does depends on three registers: odd/even (text: even addresses are characters in plane 0, odd ones attributes in
/// plane 1), chain 4 (mode 13h: consecutive addresses are consecutive planes) or planar, where one write reaches all enabled planes
/// at once through the write modes, the latches, the bit mask and a logical function.
/// Text mode's font is in plane 2, 32 bytes for each character.
/// </summary>
internal sealed class VgaMemory : IMemoryDevice
{
    public const ulong WindowStart = 0xA0000, WindowLength = 0x20000;
    public const int PlaneSize = 0x10000;

    private readonly byte[] _sequencer;
    private readonly byte[] _graphics;
    private readonly byte[] _latches = new byte[4];

    public VgaMemory(byte[] sequencer, byte[] graphics)
    {
        _sequencer = sequencer;
        _graphics = graphics;
    }

    /// <summary>The byte at an offset of a plane lies at <c>4 * offset + plane</c>.</summary>
    public byte[] Bytes { get; } = new byte[4 * PlaneSize];

    private bool ChainFour => (_sequencer[4] & 8) != 0;

    private bool OddEven => (_sequencer[4] & 4) == 0;

    public ulong ReadMemory(ulong address, int width)
    {
        ulong value = 0;
        for (int i = 0; i < width; i++)
            value |= (ulong)ReadByte(address + (ulong)i) << (8 * i);
        return value;
    }

    public void WriteMemory(ulong address, int width, ulong value)
    {
        for (int i = 0; i < width; i++)
            WriteByte(address + (ulong)i, (byte)(value >> (8 * i)));
    }

    /// <summary>The offset in the window that the graphics controller's memory map bits select; -1 outside of it.</summary>
    private int Offset(ulong address)
    {
        int offset = (int)(address - WindowStart);
        switch ((_graphics[6] >> 2) & 3)
        {
            case 0:
                return offset & 0xFFFF;
            case 1:
                return offset < 0x10000 ? offset : -1;
            case 2:
                offset -= 0x10000;
                return offset is >= 0 and < 0x8000 ? offset : -1;
            default:
                offset -= 0x18000;
                return offset is >= 0 and < 0x8000 ? offset : -1;
        }
    }

    private byte ReadByte(ulong address)
    {
        int offset = Offset(address);
        if (offset < 0)
            return 0xFF;
        if (ChainFour)
            return Bytes[offset];
        if ((_graphics[5] & 0x10) != 0)
            return Bytes[((offset & ~1) << 1) | (_graphics[4] & 2) | (offset & 1)];

        Bytes.AsSpan(4 * offset, 4).CopyTo(_latches);
        if ((_graphics[5] & 8) == 0)
            return _latches[_graphics[4] & 3];

        // Read mode 1: a bit is set where all planes that matter have the compared colour.
        byte differs = 0;
        for (int plane = 0; plane < 4; plane++)
        {
            if ((_graphics[7] & (1 << plane)) != 0)
                differs |= (byte)(_latches[plane] ^ ((_graphics[2] & (1 << plane)) != 0 ? 0xFF : 0));
        }

        return (byte)~differs;
    }

    private void WriteByte(ulong address, byte value)
    {
        int offset = Offset(address);
        if (offset < 0)
            return;
        if (ChainFour)
        {
            if ((_sequencer[2] & (1 << (offset & 3))) != 0)
                Bytes[offset] = value;
        }
        else if (OddEven)
        {
            int plane = (_graphics[4] & 2) | (offset & 1);
            if ((_sequencer[2] & (1 << plane)) != 0)
                Bytes[((offset & ~1) << 1) | plane] = value;
        }
        else
        {
            WritePlanes(offset, value);
        }
    }

    private void WritePlanes(int offset, byte value)
    {
        int mode = _graphics[5] & 3;
        int rotate = _graphics[3] & 7;
        byte rotated = (byte)(value >> rotate | value << (8 - rotate));
        for (int plane = 0; plane < 4; plane++)
        {
            if ((_sequencer[2] & (1 << plane)) == 0)
                continue;
            byte latch = _latches[plane];
            byte setReset = (byte)((_graphics[0] & (1 << plane)) != 0 ? 0xFF : 0);
            byte mask = _graphics[8];
            byte result;
            switch (mode)
            {
                case 0:
                    byte source = (_graphics[1] & (1 << plane)) != 0 ? setReset : rotated;
                    result = Combine(source, latch, mask);
                    break;
                case 1:
                    result = latch;
                    break;
                case 2:
                    result = Combine((byte)((value & (1 << plane)) != 0 ? 0xFF : 0), latch, mask);
                    break;
                default:
                    mask &= rotated;
                    result = (byte)(setReset & mask | latch & ~mask);
                    break;
            }

            Bytes[4 * offset + plane] = result;
        }
    }

    private byte Combine(byte source, byte latch, byte mask)
    {
        byte function = ((_graphics[3] >> 3) & 3) switch
        {
            1 => (byte)(source & latch),
            2 => (byte)(source | latch),
            3 => (byte)(source ^ latch),
            _ => source,
        };
        return (byte)(function & mask | latch & ~mask);
    }
}
