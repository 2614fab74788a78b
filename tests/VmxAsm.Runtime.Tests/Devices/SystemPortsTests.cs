using System.Text;
using Xunit;

namespace VmxAsm.Runtime.Tests.Devices;

/// <summary>Ports that end a run, PCI, ACPI, debug output, ports that nobody decodes.</summary>
public sealed class SystemPortsTests : IDisposable
{
    private readonly BoardUnderTest _board = new();

    public void Dispose() => _board.Dispose();

    [Theory]
    [InlineData(0x604)]
    [InlineData(0xB004)]
    public void SleepEnablePowersOff(int port)
    {
        _board.OutWord(port, 0x0001);
        Assert.Null(_board.Board.End);
        _board.OutWord(port, 0x2000);
        Assert.Equal(RunEnd.PoweredOff, _board.Board.End);
    }

    [Theory]
    [InlineData("Shutdown", true)]
    [InlineData("ShShutdown", true)]
    [InlineData("Shutdwon", false)]
    public void TheWordShutdownPowersOff(string text, bool ends)
    {
        foreach (char character in text)
            _board.Out(0x8900, character);
        Assert.Equal(ends, _board.Board.End == RunEnd.PoweredOff);
    }

    [Fact]
    public void DebugExitKeepsTheValue()
    {
        _board.OutLong(0xF4, 42);
        Assert.Equal((RunEnd.DebugExit, 42), (_board.Board.End, _board.Board.GuestExitCode));
    }

    [Fact]
    public void DebugOutputGoesToTheHost()
    {
        foreach (byte value in "ok"u8)
            _board.Out(0xE9, value);
        Assert.Equal("ok", Encoding.ASCII.GetString([.. _board.Debug]));
        Assert.Equal(0xE9, _board.In(0xE9));
    }

    [Fact]
    public void AnUnknownPortIsLoggedOnceAndReadsAsOnes()
    {
        Assert.Equal(0xFF, _board.In(0x1234));
        Assert.Equal(0xFFFF, _board.InWord(0x1234));
        Assert.Equal(0xFFFFFFFF, _board.InLong(0x1234));
        Assert.Equal(["read from port 0x1234, which no device decodes"], _board.Log);
    }

    [Fact]
    public void TheHostBridgeIsA440Fx()
    {
        _board.OutLong(0xCF8, 0x8000_0000);
        Assert.Equal(0x1237_8086u, _board.InLong(0xCFC));
        Assert.Equal(0x1237, _board.InWord(0xCFE));
        _board.OutLong(0xCF8, 0x8000_F800);
        Assert.Equal(0xFFFF_FFFFu, _board.InLong(0xCFC));
    }

    [Fact]
    public void ThePamRegistersShadowRom()
    {
        byte rom = _board.Memory.Read<byte>(0xFFFF0);
        _board.Memory.Write(0xFFFF0, (byte)~rom);
        Assert.Equal(rom, _board.Memory.Read<byte>(0xFFFF0));
        SetPam(0x30);
        _board.Memory.Write(0xFFFF0, (byte)0x42);
        Assert.Equal(0x42, _board.Memory.Read<byte>(0xFFFF0));
        SetPam(0x10);
        _board.Memory.Write(0xFFFF0, (byte)0x43);
        Assert.Equal(0x42, _board.Memory.Read<byte>(0xFFFF0));
        SetPam(0x00);
        Assert.Equal(rom, _board.Memory.Read<byte>(0xFFFF0));
        // Reads from ROM, writes to RAM: how a BIOS copies itself in place.
        SetPam(0x20);
        _board.Memory.Write(0xFFFF0, 0x4445_4647u);
        Assert.Equal(rom, _board.Memory.Read<byte>(0xFFFF0));
        SetPam(0x10);
        Assert.Equal(0x4445_4647u, _board.Memory.Read<uint>(0xFFFF0));
    }

    [Fact]
    public void TheAcpiTimerRunsAtItsFrequency()
    {
        uint before = _board.InLong(0x608);
        _board.Advance(1_000_000);
        Assert.InRange(_board.InLong(0x608) - before, 3578u, 3581u);
    }

    [Fact]
    public void WideAccessesOfByteDevicesAreSplit()
    {
        _board.OutWord(0x3C4, 0x0F02);
        Assert.Equal(0x0F02, _board.InWord(0x3C4));
    }

    private void SetPam(int value)
    {
        _board.OutLong(0xCF8, 0x8000_0058);
        _board.Out(0xCFD, value);
    }
}
