using System.Text;
using VmxAsm.Runtime.Devices;
using Xunit;

namespace VmxAsm.Runtime.Tests.Devices;

/// <summary>VGA registers and memory organisation.</summary>
public sealed class VgaTests : IDisposable
{
    private readonly BoardUnderTest _board = new();

    public void Dispose() => _board.Dispose();

    [Fact]
    public void TextModeMemoryIsWhatTheScreenShows()
    {
        SetTextMode();
        byte[] hello = Encoding.ASCII.GetBytes("Hello");
        for (int i = 0; i < hello.Length; i++)
            _board.Memory.Write(0xB8000UL + (ulong)(i * 2), (ushort)(0x0700 | hello[i]));
        Assert.Equal((ushort)0x0748, _board.Memory.Read<ushort>(0xB8000));
        Assert.StartsWith("Hello", new VgaScreen(_board.Board.Vga).Text());
    }

    [Fact]
    public void TheStartAddressScrolls()
    {
        SetTextMode();
        _board.Memory.Write(0xB8000UL + 160, (ushort)0x0758);
        Crtc(0x0C, 0);
        Crtc(0x0D, 80);
        Assert.StartsWith("X", new VgaScreen(_board.Board.Vga).Text());
    }

    [Fact]
    public void TheAttributeFlipFlopTellsIndexFromData()
    {
        _board.In(0x3DA);
        _board.Out(0x3C0, 0x05);
        _board.Out(0x3C0, 0x2A);
        _board.Out(0x3C0, 0x25);
        Assert.Equal(0x2A, _board.In(0x3C1));
        Assert.True(_board.Board.Vga.IsVideoEnabled);
    }

    [Fact]
    public void CrtcRegistersZeroToSevenAreProtected()
    {
        _board.Out(0x3C2, 0x67);
        Crtc(0x11, 0x00);
        Crtc(0x00, 0x5F);
        Crtc(0x11, 0x80);
        Crtc(0x00, 0x11);
        _board.Out(0x3D4, 0x00);
        Assert.Equal(0x5F, _board.In(0x3D5));
    }

    [Fact]
    public void TheDacStepsThroughItsComponents()
    {
        _board.Out(0x3C8, 10);
        foreach (int value in (ReadOnlySpan<int>)[1, 2, 3, 4, 5, 6])
            _board.Out(0x3C9, value);
        _board.Out(0x3C7, 11);
        Assert.Equal([4, 5, 6], new[] { (int)_board.In(0x3C9), _board.In(0x3C9), _board.In(0x3C9) });
    }

    [Fact]
    public void PlanarWritesReachTheEnabledPlanes()
    {
        Sequencer(4, 0x06);
        Sequencer(2, 0x05);
        Graphics(6, 0x05);
        Graphics(8, 0xFF);
        _board.Memory.Write(0xA0000, (byte)0xC3);
        Graphics(4, 0);
        Assert.Equal(0xC3, _board.Memory.Read<byte>(0xA0000));
        Graphics(4, 1);
        Assert.Equal(0x00, _board.Memory.Read<byte>(0xA0000));
        Graphics(4, 2);
        Assert.Equal(0xC3, _board.Memory.Read<byte>(0xA0000));
    }

    [Fact]
    public void WriteMode2WritesAColourThroughTheBitMask()
    {
        Sequencer(4, 0x06);
        Sequencer(2, 0x0F);
        Graphics(6, 0x05);
        Graphics(5, 0x02);
        Graphics(8, 0x80);
        _board.Memory.Read<byte>(0xA0000);
        _board.Memory.Write(0xA0000, (byte)0x0A);
        for (int plane = 0; plane < 4; plane++)
        {
            Graphics(4, plane);
            Assert.Equal((0x0A >> plane & 1) != 0 ? 0x80 : 0, _board.Memory.Read<byte>(0xA0000));
        }

        // Read mode 1: which pixels have colour 10?
        Graphics(5, 0x08);
        Graphics(2, 0x0A);
        Graphics(7, 0x0F);
        Assert.Equal(0x80, _board.Memory.Read<byte>(0xA0000));
    }

    [Fact]
    public void VerticalRetraceComesAndGoes()
    {
        int seen = 0;
        for (int i = 0; i < 100; i++)
        {
            seen |= (_board.In(0x3DA) & 8) != 0 ? 1 : 2;
            _board.Advance(500_000);
        }

        Assert.Equal(3, seen);
    }

    [Fact]
    public void AScreenshotIsAPng()
    {
        SetTextMode();
        byte[] pixels = new VgaScreen(_board.Board.Vga).Pixels(out int width, out int height);
        Assert.Equal((640, 400), (width, height));
        byte[] png = PngImage.Encode(pixels, width, height);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
    }

    [Fact]
    public void TheLineCompareRegisterSplitsTheScreen()
    {
        SetTextMode();
        _board.Memory.Write(0xB8000UL, (ushort)0x0741);
        _board.Memory.Write(0xB8000UL + 0x1000, (ushort)0x0742);
        Crtc(0x0C, 0x08);
        Crtc(0x07, 0x0F);
        Crtc(0x09, 0x0F);
        Crtc(0x18, 5 * 16 - 1);
        string[] rows = new VgaScreen(_board.Board.Vga).Text()!.Split('\n');
        Assert.Equal("B", rows[0]);
        Assert.Equal("A", rows[5]);
    }

    [Fact]
    public void PanningMovesThePictureButNotBelowTheSplit()
    {
        SetPlanarMode();
        _board.Memory.Write(0xA0000, (byte)0x01);
        Assert.Equal(7, FirstLit(0));
        Attribute(0x13, 3);
        Assert.Equal(4, FirstLit(0));
        Crtc(0x07, 0x2C);
        Crtc(0x09, 0x00);
        Crtc(0x18, 99);
        Assert.Equal(4, FirstLit(100));
        Attribute(0x10, 0x21);
        Assert.Equal(4, FirstLit(0));
        Assert.Equal(7, FirstLit(100));
    }

    [Fact]
    public void TheColourSelectRegisterChoosesAPageOfTheDac()
    {
        SetPlanarMode();
        _board.Memory.Write(0xA0000, (byte)0x80);
        Attribute(0x0F, 0x3F);
        _board.Out(0x3C8, 0xA1);
        foreach (int value in (ReadOnlySpan<int>)[0x3F, 0x00, 0x3F])
            _board.Out(0x3C9, value);
        Attribute(0x0F, 0x01);
        Attribute(0x10, 0x81);
        Attribute(0x14, 0x0A);
        Assert.Equal([0xFF, 0x00, 0xFF], Pixels()[..3]);
        Attribute(0x12, 0x00);
        Assert.Equal([0x00, 0x00, 0x00], Pixels()[..3]);
    }

    [Fact]
    public void AScreenThatIsSwitchedOffIsBlack()
    {
        SetPlanarMode();
        _board.Memory.Write(0xA0000, (byte)0x80);
        Assert.Equal(0xFF, Pixels()[0]);
        Sequencer(1, 0x21);
        Assert.Equal(0x00, Pixels()[0]);
        Sequencer(1, 0x01);
        _board.In(0x3DA);
        _board.Out(0x3C0, 0x00);
        Assert.Equal(0x00, Pixels()[0]);
    }

    [Theory]
    [InlineData(8, new byte[] { 0xFE }, new byte[] { 0xFF, 0x00, 0xFF })]
    [InlineData(15, new byte[] { 0x1F, 0x7C }, new byte[] { 0xFF, 0x00, 0xFF })]
    [InlineData(16, new byte[] { 0xE0, 0x07 }, new byte[] { 0x00, 0xFF, 0x00 })]
    [InlineData(24, new byte[] { 0x12, 0x34, 0x56 }, new byte[] { 0x56, 0x34, 0x12 })]
    [InlineData(32, new byte[] { 0x12, 0x34, 0x56, 0 }, new byte[] { 0x56, 0x34, 0x12 })]
    public void TheFrameBufferIsWhatTheScreenShows(int bits, byte[] pixel, byte[] colour)
    {
        _board.Out(0x3C8, 0xFE);
        foreach (int value in (ReadOnlySpan<int>)[0x3F, 0x00, 0x3F])
            _board.Out(0x3C9, value);
        _board.In(0x3DA);
        _board.Out(0x3C0, 0x20);
        foreach ((int register, int value) in (ReadOnlySpan<(int, int)>)[(1, 64), (2, 48), (3, bits), (4, 0x41)])
            Display(register, value);
        int at = (2 * 64 + 5) * pixel.Length;
        _board.Memory.Write(0xE000_0000UL + (ulong)at, pixel);
        Assert.Equal(pixel[0], _board.Memory.Read<byte>(0xA0000UL + (ulong)at));
        byte[] pixels = new VgaScreen(_board.Board.Vga).Pixels(out int width, out int height);
        Assert.Equal((64, 48), (width, height));
        Assert.Equal(colour, pixels.AsSpan((2 * 64 + 5) * 3, 3).ToArray());
        Assert.Null(new VgaScreen(_board.Board.Vga).Text());

        // Pixel 5 of line 2 goes to the corner.
        Display(8, 5);
        Display(9, 2);
        Assert.Equal(colour, Pixels()[..3]);
        Display(4, 0);
        Assert.True(_board.Memory.IsDevice(0xA0000));
    }

    [Fact]
    public void TheFrameBufferMovesWithItsBaseAddress()
    {
        Configuration(0x10, 0xFFFF_FFFF);
        Assert.Equal(0xFF00_0008u, _board.InLong(0xCFC));
        Configuration(0x10, 0xD000_0000);
        Assert.True(_board.Memory.Answers(0xD0FF_FFFF));
        Assert.False(_board.Memory.Answers(0xE000_0000));
        Configuration(0x04, 0x0000_0001);
        Assert.False(_board.Memory.Answers(0xD000_0000));
    }

    private void Configuration(int register, uint value)
    {
        _board.OutLong(0xCF8, 0x8000_1000u | (uint)register);
        _board.OutLong(0xCFC, value);
    }

    private void Display(int register, int value)
    {
        _board.OutWord(0x1CE, register);
        _board.OutWord(0x1CF, value);
    }

    /// <summary>640 by 200 in 16 colours, as mode 0Eh without doubled lines; all but colour 0 are white.</summary>
    private void SetPlanarMode()
    {
        _board.Out(0x3C2, 0x67);
        Sequencer(1, 0x01);
        Sequencer(2, 0x0F);
        Sequencer(4, 0x06);
        Graphics(6, 0x05);
        Graphics(8, 0xFF);
        foreach ((int index, int value) in (ReadOnlySpan<(int, int)>)[(0x01, 0x4F), (0x07, 0x3C), (0x09, 0x40), (0x12, 0xC7), (0x13, 0x28), (0x17, 0xE3), (0x18, 0xFF)])
            Crtc(index, value);
        for (int i = 1; i < 16; i++)
            Attribute(i, 0x3F);
        Attribute(0x10, 0x01);
        Attribute(0x12, 0x0F);
        _board.Out(0x3C8, 0x3F);
        for (int i = 0; i < 3; i++)
            _board.Out(0x3C9, 0x3F);
    }

    private byte[] Pixels() => new VgaScreen(_board.Board.Vga).Pixels(out _, out _);

    private int FirstLit(int line)
    {
        byte[] pixels = new VgaScreen(_board.Board.Vga).Pixels(out int width, out _);
        return pixels.AsSpan(line * width * 3, width * 3).IndexOf((byte)0xFF) / 3;
    }

    private void Attribute(int index, int value)
    {
        _board.In(0x3DA);
        _board.Out(0x3C0, index);
        _board.Out(0x3C0, value);
        _board.Out(0x3C0, 0x20);
    }

    private void SetTextMode()
    {
        _board.Out(0x3C2, 0x67);
        Sequencer(1, 0x01);
        Sequencer(2, 0x03);
        Sequencer(4, 0x02);
        Graphics(5, 0x10);
        Graphics(6, 0x0E);
        Crtc(0x01, 0x4F);
        Crtc(0x07, 0x1F);
        Crtc(0x09, 0x4F);
        Crtc(0x12, 0x8F);
        Crtc(0x13, 0x28);
    }

    private void Crtc(int index, int value)
    {
        _board.Out(0x3D4, index);
        _board.Out(0x3D5, value);
    }

    private void Sequencer(int index, int value) => _board.OutWord(0x3C4, index | value << 8);

    private void Graphics(int index, int value) => _board.OutWord(0x3CE, index | value << 8);
}
