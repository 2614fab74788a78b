using Xunit;

namespace VmxAsm.Runtime.Tests.Devices;

/// <summary>SDM volume 3, "Advanced Programmable Interrupt Controller (APIC)"; 82093AA data sheet.</summary>
public sealed class ApicTests : IDisposable
{
    private const ulong Local = 0xFEE0_0000, Io = 0xFEC0_0000;

    private readonly BoardUnderTest _board = new();

    public ApicTests() => Write(0xF0, 0x1FF);

    public void Dispose() => _board.Dispose();

    [Fact]
    public void TheTimerCountsDownAndInterrupts()
    {
        Write(0x3E0, 0x0B);
        Write(0x320, 0x40);
        Write(0x380, 1000);
        _board.Advance(5_000);
        Assert.InRange(Read(0x390), 495u, 505u);
        Assert.Equal(-1, _board.Acknowledge());
        _board.Advance(5_010);
        Assert.Equal(0u, Read(0x390));
        Assert.Equal(0x40, _board.Acknowledge());
        Assert.Equal(1u, Read(0x120));
        Write(0xB0, 0);
        Assert.Equal(0u, Read(0x120));
    }

    [Fact]
    public void APeriodicTimerGoesOn()
    {
        Write(0x3E0, 0x00);
        Write(0x320, 0x2_0040);
        Write(0x380, 500);
        for (int i = 0; i < 5; i++)
        {
            _board.Advance(10_000);
            Assert.Equal(0x40, _board.Acknowledge());
            Write(0xB0, 0);
        }
    }

    [Fact]
    public void TaskPriorityHoldsBackLowerClasses()
    {
        Write(0x80, 0x50);
        SendToSelf(0x55);
        Assert.Equal(-1, _board.Acknowledge());
        SendToSelf(0x61);
        Assert.Equal(0x61, _board.Acknowledge());
        Write(0xB0, 0);
        Write(0x80, 0x40);
        Assert.Equal(0x55, _board.Acknowledge());
    }

    [Fact]
    public void TheHigherVectorGoesFirst()
    {
        SendToSelf(0x31);
        SendToSelf(0x91);
        Assert.Equal(0x91, _board.Acknowledge());
        Assert.Equal(0x90u, Read(0xA0));
        Assert.Equal(-1, _board.Acknowledge());
        Write(0xB0, 0);
        Assert.Equal(0x31, _board.Acknowledge());
    }

    [Fact]
    public void TheIoApicSendsEdgesOfIsaInterrupts()
    {
        WriteIo(0x10 + 2 * 4, 0x45);
        _board.Out(0x3FC, 0x08);
        _board.Out(0x3F9, 0x02);
        Assert.Equal(0x45, _board.Acknowledge());
    }

    [Fact]
    public void TheTimerArrivesAtInputTwo()
    {
        WriteIo(0x10 + 2 * 2, 0x46);
        _board.Out(0x43, 0x34);
        _board.Out(0x40, 0xE8);
        _board.Out(0x40, 0x03);
        _board.Advance(1_000_000);
        Assert.Equal(0x46, _board.Acknowledge());
    }

    [Fact]
    public void VersionsAndRedirectionEntriesReadBack()
    {
        Assert.Equal(0x14u, Read(0x30) & 0xFF);
        Assert.Equal(0x0017_0011u, ReadIo(1));
        Assert.Equal(0x1_0000u, ReadIo(0x10));
        WriteIo(0x11, 0xFF00_0000);
        Assert.Equal(0xFF00_0000u, ReadIo(0x11));
    }

    [Fact]
    public void MaskingLint0CutsOffThe8259()
    {
        _board.ProgramInterruptControllers();
        _board.Out(0x3FC, 0x08);
        _board.Out(0x3F9, 0x02);
        Assert.True(_board.Board.HasInterrupt);
        Write(0x350, 0x1_0700);
        Assert.False(_board.Board.HasInterrupt);
        _board.Board.ApicBase = 0xFEE0_0000;
        Assert.True(_board.Board.HasInterrupt);
    }

    [Theory]
    [InlineData(0x0u, 2)]
    [InlineData(0x1u, 4)]
    [InlineData(0x2u, 8)]
    [InlineData(0x3u, 16)]
    [InlineData(0x8u, 32)]
    [InlineData(0x9u, 64)]
    [InlineData(0xAu, 128)]
    [InlineData(0xBu, 1)]
    public void TheTimerDividesItsClock(uint configuration, int divisor)
    {
        Write(0x3E0, configuration);
        Write(0x320, 0x40);
        Write(0x380, 100);
        _board.Advance((100 * divisor * 10) - 20);
        Assert.Equal(-1, _board.Acknowledge());
        _board.Advance(20);
        Assert.Equal(0x40, _board.Acknowledge());
    }

    [Fact]
    public void AMaskedTimerCountsAndSaysNothing()
    {
        Write(0x3E0, 0x0B);
        Write(0x320, 0x1_0040);
        Write(0x380, 100);
        _board.Advance(2_000);
        Assert.Equal(0u, Read(0x390));
        Assert.Equal(-1, _board.Acknowledge());
        Write(0x380, 0);
        Assert.Equal(0u, Read(0x390));
    }

    [Fact]
    public void TheDeadlineComesOnceAndOnlyInItsMode()
    {
        _board.Board.LocalApic.HasDeadlineMode = true;
        _board.Board.ApicDeadline = 5_000;
        Assert.Null(_board.Board.ApicDeadline);
        Write(0x320, 0x4_0040);
        long at = _board.Board.NanosecondsSincePowerOn + 5_000;
        _board.Board.ApicDeadline = at;
        Assert.Equal(at, _board.Board.ApicDeadline);
        Write(0x380, 10);
        Assert.Equal(0u, Read(0x390));
        _board.Advance(4_000);
        Assert.Equal(-1, _board.Acknowledge());
        _board.Advance(1_000);
        Assert.Equal(0x40, _board.Acknowledge());
        Assert.Null(_board.Board.ApicDeadline);
        Write(0xB0, 0);

        _board.Board.ApicDeadline = at + 10_000;
        Write(0x320, 0x40);
        _board.Advance(20_000);
        Assert.Equal(-1, _board.Acknowledge());
    }

    [Fact]
    public void ErrorsShowAfterTheirRegisterIsWritten()
    {
        Write(0x370, 0x50);
        Write(0x300, 0x4005);
        Assert.Equal(0u, Read(0x280));
        Assert.Equal(0x50, _board.Acknowledge());
        Write(0xB0, 0);
        Write(0x280, 0);
        Assert.Equal(0x20u, Read(0x280));
        SendToSelf(5);
        Write(0x280, 0);
        Assert.Equal(0x40u, Read(0x280));
        Write(0x280, 0);
        Assert.Equal(0u, Read(0x280));
    }

    [Fact]
    public void SoftwareDisableMasksTheLocalVectors()
    {
        Write(0x320, 0x40);
        Write(0xF0, 0xFF);
        Assert.Equal(0x1_0040u, Read(0x320));
        Write(0x320, 0x41);
        Assert.Equal(0x1_0041u, Read(0x320));
        Write(0xF0, 0x1FF);
        Write(0x320, 0x41);
        Assert.Equal(0x41u, Read(0x320));
    }

    [Theory]
    [InlineData(0xFFFF_FFFFu, 0x0100_0000u, 0x0100_0000u, true)]
    [InlineData(0xFFFF_FFFFu, 0x0100_0000u, 0x0200_0000u, false)]
    [InlineData(0x0FFF_FFFFu, 0x2100_0000u, 0x2100_0000u, true)]
    [InlineData(0x0FFF_FFFFu, 0x2100_0000u, 0x1100_0000u, false)]
    public void LogicalDestinationsAreFlatOrClusters(uint format, uint mine, uint destination, bool arrives)
    {
        Write(0xE0, format);
        Write(0xD0, mine);
        Write(0x310, destination);
        Write(0x300, 0x4845);
        Assert.Equal(arrives ? 0x45 : -1, _board.Acknowledge());
    }

    [Fact]
    public void AnEdgeOnAMaskedInputIsLost()
    {
        RaiseSerial();
        WriteIo(0x10 + 2 * 4, 0x45);
        Assert.Equal(-1, _board.Acknowledge());
    }

    [Fact]
    public void ALevelComesAgainUntilItsCauseIsGone()
    {
        WriteIo(0x10 + 2 * 4, 0x1_8045);
        RaiseSerial();
        Assert.Equal(-1, _board.Acknowledge());
        WriteIo(0x10 + 2 * 4, 0x8045);
        Assert.Equal(0x45, _board.Acknowledge());
        Assert.Equal(0xC045u, ReadIo(0x10 + 2 * 4));
        Assert.Equal(0x20u, Read(0x1A0));
        Write(0xB0, 0);
        Assert.Equal(0x45, _board.Acknowledge());
        Assert.Equal(2, _board.In(0x3FA) & 15);
        Write(0xB0, 0);
        Assert.Equal(0x8045u, ReadIo(0x10 + 2 * 4));
        Assert.Equal(-1, _board.Acknowledge());
    }

    [Theory]
    [InlineData(0x0000_0000u, 0x045u, true)]
    [InlineData(0x0100_0000u, 0x045u, false)]
    [InlineData(0xFF00_0000u, 0x045u, true)]
    [InlineData(0x0100_0000u, 0x845u, true)]
    [InlineData(0x0200_0000u, 0x845u, false)]
    [InlineData(0x0000_0000u, 0x145u, true)]
    public void RedirectionsHaveDestinations(uint high, uint low, bool arrives)
    {
        Write(0xD0, 0x0100_0000);
        WriteIo(0x11 + 2 * 4, high);
        WriteIo(0x10 + 2 * 4, low);
        RaiseSerial();
        Assert.Equal(arrives ? 0x45 : -1, _board.Acknowledge());
    }

    // The transmitter is empty, which is an interrupt as soon as it is enabled; the 8259s are to keep out of it.
    private void RaiseSerial()
    {
        _board.Out(0x21, 0xFF);
        _board.Out(0x3FC, 0x08);
        _board.Out(0x3F9, 0x02);
    }

    private uint Read(uint register) => _board.Memory.Read<uint>(Local + register);

    private void Write(uint register, uint value) => _board.Memory.Write(Local + register, value);

    private void SendToSelf(uint vector) => Write(0x300, 0x4_4000 | vector);

    private uint ReadIo(uint register)
    {
        _board.Memory.Write(Io, register);
        return _board.Memory.Read<uint>(Io + 0x10);
    }

    private void WriteIo(uint register, uint value)
    {
        _board.Memory.Write(Io, register);
        _board.Memory.Write(Io + 0x10, value);
    }
}
