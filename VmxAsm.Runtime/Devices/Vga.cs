using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The VGA's registers ("IBM PS/2 Hardware Interface Technical Reference", "Video Subsystem"). Five groups, most behind an index port
/// and a data port: sequencer (how memory is organised), graphics controller (how the processor reaches it), CRT controller (what is shown
/// and where the cursor is), attribute controller (from pixel to palette entry; index and data share one port, told apart by
/// a flip-flop) and the DAC (palette entry to colour). Memory is <see cref="VgaMemory"/>, pictures are <see cref="VgaScreen"/>.
/// </summary>
internal sealed class Vga : IPortDevice
{
    /// <summary>A frame at 70 Hz, 449 lines, 400 of them shown.</summary>
    private const long FrameNanoseconds = 14_268_000, ShownNanoseconds = FrameNanoseconds * 400 / 449;
    private const long LineNanoseconds = FrameNanoseconds / 449;
    private const int PollsBeforeSkip = 16;

    private readonly VirtualClock _clock;
    private readonly VirtualClock.Alarm _retrace;
    private byte _sequencerIndex;
    private byte _graphicsIndex;
    private byte _crtcIndex;
    private byte _attributeIndex;
    private bool _attributeData;
    private byte _dacReadIndex;
    private byte _dacWriteIndex;
    private int _dacComponent;
    private bool _dacReading;
    private int _polls;

    public Vga(VirtualClock clock, PhysicalMemory memory)
    {
        _clock = clock;
        _retrace = clock.CreateAlarm(() => { });
        Memory = new VgaMemory(Sequencer, Graphics);
        Display = new BochsDisplay(memory, Memory);
        memory.MapDevice(VgaMemory.WindowStart, VgaMemory.WindowLength, Memory);
        Miscellaneous = 0x67;
    }

    public byte[] Sequencer { get; } = new byte[8];

    public byte[] Graphics { get; } = new byte[16];

    public byte[] Crtc { get; } = new byte[32];

    public byte[] Attribute { get; } = new byte[32];

    /// <summary>256 entries of red, green and blue, 6 bits each, or 8 where <see cref="BochsDisplay.HasWideDac"/>.</summary>
    public byte[] Palette { get; } = new byte[768];

    public byte PixelMask { get; private set; } = 0xFF;

    public byte Miscellaneous { get; private set; }

    /// <summary>True when the attribute controller's bit 5 lets the palette through to the screen, and the sequencer's does not switch it off.</summary>
    public bool IsVideoEnabled => (_attributeIndex & 0x20) != 0 && (Sequencer[1] & 0x20) == 0;

    public VgaMemory Memory { get; }

    /// <summary>The modes that a VGA does not have.</summary>
    public BochsDisplay Display { get; }

    public void Attach(PortBus ports)
    {
        ports.Claim(0x3B4, 2, this);
        ports.Claim(0x3BA, 1, this);
        ports.Claim(0x3C0, 0x10, this);
        ports.Claim(0x3D4, 2, this);
        ports.Claim(0x3DA, 1, this);
        Display.Attach(ports);
    }

    public uint ReadPort(ushort port, int width)
    {
        switch (port)
        {
            case 0x3C0:
                return _attributeIndex;
            case 0x3C1:
                return Attribute[_attributeIndex & 0x1F];
            case 0x3C2:
                return 0x10;
            case 0x3C3:
                return 1;
            case 0x3C4:
                return _sequencerIndex;
            case 0x3C5:
                return Sequencer[_sequencerIndex & 7];
            case 0x3C6:
                return PixelMask;
            case 0x3C7:
                return _dacReading ? 3u : 0u;
            case 0x3C8:
                return _dacWriteIndex;
            case 0x3C9:
                return ReadPalette();
            case 0x3CC:
                return Miscellaneous;
            case 0x3CE:
                return _graphicsIndex;
            case 0x3CF:
                return Graphics[_graphicsIndex & 15];
            case 0x3B4 or 0x3D4:
                return IsDecoded(port) ? _crtcIndex : 0xFFu;
            case 0x3B5 or 0x3D5:
                return IsDecoded(port) ? Crtc[_crtcIndex & 0x1F] : 0xFFu;
            case 0x3BA or 0x3DA:
                return ReadInputStatus();
            default:
                return 0;
        }
    }

    public void WritePort(ushort port, int width, uint value)
    {
        byte data = (byte)value;
        switch (port)
        {
            case 0x3C0:
                if (!_attributeData)
                    _attributeIndex = data;
                else
                    Attribute[_attributeIndex & 0x1F] = data;
                _attributeData = !_attributeData;
                break;
            case 0x3C2:
                Miscellaneous = data;
                break;
            case 0x3C4:
                _sequencerIndex = data;
                break;
            case 0x3C5:
                Sequencer[_sequencerIndex & 7] = data;
                break;
            case 0x3C6:
                PixelMask = data;
                break;
            case 0x3C7:
                _dacReadIndex = data;
                _dacComponent = 0;
                _dacReading = true;
                break;
            case 0x3C8:
                _dacWriteIndex = data;
                _dacComponent = 0;
                _dacReading = false;
                break;
            case 0x3C9:
                WritePalette(data);
                break;
            case 0x3CE:
                _graphicsIndex = data;
                break;
            case 0x3CF:
                Graphics[_graphicsIndex & 15] = data;
                break;
            case 0x3B4 or 0x3D4:
                _crtcIndex = data;
                break;
            case 0x3B5 or 0x3D5 when IsDecoded(port):
                WriteCrtc(_crtcIndex & 0x1F, data);
                break;
        }
    }

    /// <summary>Miscellaneous output bit 0 says whether the CRT controller answers at the colour or the monochrome address.</summary>
    private bool IsDecoded(ushort port) => (port >= 0x3D0) == ((Miscellaneous & 1) != 0);

    /// <summary>Register 0x11 bit 7 protects the timing registers 0 to 7, all but one bit of the overflow register.</summary>
    private void WriteCrtc(int index, byte data)
    {
        if (index <= 7 && (Crtc[0x11] & 0x80) != 0)
        {
            if (index == 7)
                Crtc[7] = (byte)(Crtc[7] & ~0x10 | data & 0x10);
            return;
        }

        Crtc[index] = data;
    }

    private byte ReadPalette()
    {
        byte value = Palette[_dacReadIndex * 3 + _dacComponent];
        if (++_dacComponent == 3)
        {
            _dacComponent = 0;
            _dacReadIndex++;
        }

        return value;
    }

    private void WritePalette(byte data)
    {
        Palette[_dacWriteIndex * 3 + _dacComponent] = Display.HasWideDac ? data : (byte)(data & 0x3F);
        if (++_dacComponent == 3)
        {
            _dacComponent = 0;
            _dacWriteIndex++;
        }
    }

    /// <summary>Bit 3: vertical retrace. Bit 0: not showing pixels, which is so in every line's end too. Resets the flip-flop.</summary>
    private uint ReadInputStatus()
    {
        _attributeData = false;
        long within = _clock.Now % FrameNanoseconds;
        bool retrace = within >= ShownNanoseconds;
        bool lineEnd = within % LineNanoseconds > LineNanoseconds * 4 / 5;
        if (++_polls >= PollsBeforeSkip)
        {
            // Somebody is waiting for the retrace or its end.
            _polls = 0;
            _retrace.SetAfter(retrace ? FrameNanoseconds - within : ShownNanoseconds - within);
            _clock.NotYet();
        }

        return (retrace ? 9u : 0) | (lineEnd ? 1u : 0);
    }
}
