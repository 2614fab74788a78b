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

    private void SetTextMode()
    {
        _board.Out(0x3C2, 0x67);
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
