using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The part of the display adapter that is not IBM's: resolutions and colours as they please, in a linear frame buffer. It is Bochs' interface ("VBE Display
/// Interface", which QEMU's adapter has as well and the systems' drivers know): an index port, a data port, eleven registers of 16 bits.
///
/// The frame buffer is where the PCI function's base address register says, and its 64 KiB of the bank register lie at 0xA0000 while such a mode is on. It
/// is mapped like RAM, so that drawing costs what writing to memory costs. Modes of 4 bits a pixel are the exception: they are the VGA's four planes.
/// </summary>
internal sealed unsafe class BochsDisplay : IPortDevice
{
    public const uint MemoryLength = 16 << 20;

    private const int IndexPort = 0x1CE, DataPort = 0x1CF, OtherDataPort = 0x1D0;
    private const ushort FirstIdentifier = 0xB0C0, LastIdentifier = 0xB0C5;
    private const int MostWidth = 2560, MostHeight = 1600, MostBits = 32;
    private const int Enabled = 1, AsksForLimits = 2, WideDac = 0x20, Linear = 0x40, KeepsMemory = 0x80;
    private const uint BankLength = 0x10000;

    private readonly PhysicalMemory _memory;
    private readonly IMemoryDevice _planes;
    private byte* _bytes;
    private ulong _base;
    private int _index;
    private ushort _identifier = LastIdentifier;
    private int _control;
    private int _bank;
    private int _virtualWidth;

    /// <param name="planes">What is at 0xA0000 while no such mode is on.</param>
    public BochsDisplay(PhysicalMemory memory, IMemoryDevice planes)
    {
        _memory = memory;
        _planes = planes;
    }

    private enum Register
    {
        Identifier,
        Width,
        Height,
        BitsPerPixel,
        Control,
        Bank,
        VirtualWidth,
        VirtualHeight,
        Left,
        Top,
        MemoryIn64K,
    }

    public bool IsEnabled => (_control & Enabled) != 0;

    /// <summary>The DAC's components have eight bits instead of six.</summary>
    public bool HasWideDac => (_control & WideDac) != 0;

    public int Width { get; private set; } = 640;

    public int Height { get; private set; } = 480;

    /// <summary>4, 8, 15, 16, 24 or 32.</summary>
    public int BitsPerPixel { get; private set; } = 8;

    /// <summary>The column and row of the frame buffer that is shown in the upper left corner.</summary>
    public int Left { get; private set; }

    public int Top { get; private set; }

    /// <summary>Bytes from one line to the next; of one plane, where there are four.</summary>
    public int Pitch => BitsPerPixel == 4 ? _virtualWidth / 8 : _virtualWidth * BytesPerPixel;

    private int BytesPerPixel => (BitsPerPixel + 7) / 8;

    private uint VirtualHeight => BitsPerPixel == 4 ? VgaMemory.PlaneSize / (uint)Pitch : MemoryLength / (uint)Pitch;

    public void Attach(PortBus ports)
    {
        ports.Claim(IndexPort, 1, this, maxWidth: 2);
        ports.Claim(DataPort, 1, this, maxWidth: 2);
        ports.Claim(OtherDataPort, 1, this, maxWidth: 2);
    }

    /// <summary>Moves the frame buffer to a physical address; 0 takes it away, and so does a place where something else is, as in the moment when software asks for its size.</summary>
    public void MoveTo(ulong address)
    {
        if (_base == address)
            return;
        if (_base != 0)
            _memory.Unmap(_base, MemoryLength);
        _base = address != 0 && _memory.IsFree(address, MemoryLength) ? address : 0;
        if (_base != 0)
            _memory.MapBlock(_base, Bytes, MemoryLength);
    }

    /// <summary>Physical address of the frame buffer; 0 without one.</summary>
    public ulong Base => _base;

    /// <summary>Sets a mode as a program would through the ports.</summary>
    /// <returns>False when there is no such mode.</returns>
    public bool TrySet(int width, int height, int bitsPerPixel)
    {
        if (width is < 8 or > MostWidth || height is < 1 or > MostHeight || width % 8 != 0
            || bitsPerPixel is not (8 or 15 or 16 or 24 or 32) || (long)width * height * ((bitsPerPixel + 7) / 8) > MemoryLength)
            return false;
        Write(Register.Control, 0);
        Write(Register.Width, width);
        Write(Register.Height, height);
        Write(Register.BitsPerPixel, bitsPerPixel);
        Write(Register.Control, Enabled | Linear);
        return true;
    }

    /// <summary>A pixel's bytes, and what follows them.</summary>
    public ReadOnlySpan<byte> Pixel(int x, int y)
    {
        long at = (long)(y + Top) * Pitch + (long)(x + Left) * BytesPerPixel;
        return at + 4 <= MemoryLength ? new ReadOnlySpan<byte>(Bytes + at, 4) : [0, 0, 0, 0];
    }

    public uint ReadPort(ushort port, int width)
    {
        if (port == IndexPort)
            return (uint)_index;
        bool limits = (_control & AsksForLimits) != 0;
        return (Register)_index switch
        {
            Register.Identifier => _identifier,
            Register.Width => (uint)(limits ? MostWidth : Width),
            Register.Height => (uint)(limits ? MostHeight : Height),
            Register.BitsPerPixel => (uint)(limits ? MostBits : BitsPerPixel),
            Register.Control => (uint)_control,
            Register.Bank => (uint)_bank,
            Register.VirtualWidth => (uint)_virtualWidth,
            Register.VirtualHeight => _virtualWidth == 0 ? 0 : Math.Min(VirtualHeight, ushort.MaxValue),
            Register.Left => (uint)Left,
            Register.Top => (uint)Top,
            Register.MemoryIn64K => MemoryLength / BankLength,
            _ => 0,
        };
    }

    public void WritePort(ushort port, int width, uint value)
    {
        if (port == IndexPort)
            _index = (ushort)value;
        else
            Write((Register)_index, (ushort)value);
    }

    private byte* Bytes => _bytes == null ? _bytes = _memory.AllocateBlock(MemoryLength) : _bytes;

    /// <summary>Values that are out of range leave a register as it was; size and colours can be written only while no mode is on.</summary>
    private void Write(Register register, int value)
    {
        switch (register)
        {
            case Register.Identifier when value is >= FirstIdentifier and <= LastIdentifier:
                _identifier = (ushort)value;
                break;
            case Register.Width when !IsEnabled && value is > 0 and <= MostWidth:
                Width = value;
                break;
            case Register.Height when !IsEnabled && value is > 0 and <= MostHeight:
                Height = value;
                break;
            case Register.BitsPerPixel when !IsEnabled && value is 0 or 4 or 8 or 15 or 16 or 24 or 32:
                BitsPerPixel = value == 0 ? 8 : value;
                break;
            case Register.Control:
                WriteControl(value);
                break;
            case Register.Bank when value < MemoryLength / BankLength:
                _bank = value;
                MapWindow();
                break;
            case Register.VirtualWidth when IsEnabled && value >= Width:
                SetVirtualWidth(value);
                break;
            case Register.Left when IsEnabled:
                Left = value;
                break;
            case Register.Top when IsEnabled:
                Top = value;
                break;
        }
    }

    private void WriteControl(int value)
    {
        bool starts = (value & Enabled) != 0 && !IsEnabled, ends = (value & Enabled) == 0 && IsEnabled;
        _control = value & (Enabled | AsksForLimits | WideDac | Linear);
        if (starts)
        {
            (Left, Top, _bank) = (0, 0, 0);
            SetVirtualWidth(Width);
            if ((value & KeepsMemory) == 0)
                new Span<byte>(Bytes, (int)MemoryLength).Clear();
        }

        if (starts || ends)
            MapWindow();
    }

    /// <summary>No wider than memory has room for the lines that are shown.</summary>
    private void SetVirtualWidth(int value)
    {
        long most = BitsPerPixel == 4 ? VgaMemory.PlaneSize * 8L / Height : MemoryLength / (long)BytesPerPixel / Height;
        _virtualWidth = (int)Math.Min(value, most);
    }

    private void MapWindow()
    {
        if (IsEnabled && BitsPerPixel != 4)
            _memory.MapBlock(VgaMemory.WindowStart, Bytes + (uint)_bank * BankLength, BankLength);
        else
            _memory.MapDevice(VgaMemory.WindowStart, BankLength, _planes);
    }
}
