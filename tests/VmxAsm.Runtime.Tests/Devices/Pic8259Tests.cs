using VmxAsm.Runtime.Devices;
using Xunit;

namespace VmxAsm.Runtime.Tests.Devices;

/// <summary>8259A data sheet, "Interrupt Sequence", "Initialization Command Words", "Operation Command Words".</summary>
public sealed class Pic8259Tests
{
    private readonly PicPair _pics = new(_ => { });

    public Pic8259Tests()
    {
        foreach ((ushort port, byte value) in (ReadOnlySpan<(ushort, byte)>)
            [(0x20, 0x11), (0x21, 0x08), (0x21, 0x04), (0x21, 0x01), (0xA0, 0x11), (0xA1, 0x70), (0xA1, 0x02), (0xA1, 0x01), (0x21, 0), (0xA1, 0)])
            Write(port, value);
    }

    [Fact]
    public void TheLowestNumberGoesFirstAndHoldsBackTheOthers()
    {
        _pics.SetLine(4, true);
        _pics.SetLine(1, true);
        Assert.Equal(0x09, _pics.Acknowledge());
        Assert.False(_pics.Master.Output);
        Write(0x20, 0x20);
        Assert.True(_pics.Master.Output);
        Assert.Equal(0x0C, _pics.Acknowledge());
    }

    [Fact]
    public void AHigherPriorityInterruptsALowerOne()
    {
        _pics.SetLine(4, true);
        Assert.Equal(0x0C, _pics.Acknowledge());
        _pics.SetLine(1, true);
        Assert.True(_pics.Master.Output);
        Assert.Equal(0x09, _pics.Acknowledge());
        Assert.Equal(0x12, _pics.Master.InService);
        Write(0x20, 0x20);
        Assert.Equal(0x10, _pics.Master.InService);
    }

    [Fact]
    public void TheSecondControllerComesThroughInputTwo()
    {
        _pics.SetLine(14, true);
        Assert.Equal(0x76, _pics.Acknowledge());
        Assert.Equal(0x04, _pics.Master.InService);
        Assert.Equal(0x40, _pics.Slave.InService);
        _pics.SetLine(8, true);

        // Fully nested: the second controller has something more urgent, but input 2 is in service.
        Assert.False(_pics.Master.Output);
        Write(0x20, 0x20);
        Assert.Equal(0x70, _pics.Acknowledge());
    }

    [Fact]
    public void SpecialFullyNestedModeLetsTheSecondControllerInterruptItself()
    {
        foreach (byte word in (ReadOnlySpan<byte>)[0x08, 0x04, 0x11])
        {
            if (word == 0x08)
                Write(0x20, 0x11);
            Write(0x21, word);
        }

        _pics.SetLine(14, true);
        Assert.Equal(0x76, _pics.Acknowledge());
        _pics.SetLine(8, true);
        Assert.True(_pics.Master.Output);
        Assert.Equal(0x70, _pics.Acknowledge());
    }

    [Fact]
    public void AMaskedRequestWaits()
    {
        Write(0x21, 0x02);
        _pics.SetLine(1, true);
        Assert.False(_pics.Master.Output);
        Assert.Equal(0x02u, _pics.Master.ReadPort(0x20, 1));
        Write(0x21, 0x00);
        Assert.True(_pics.Master.Output);
    }

    [Fact]
    public void ARequestThatGoesAwayLeavesASpuriousSeven()
    {
        _pics.SetLine(1, true);
        _pics.SetLine(1, false);
        Assert.Equal(0x0F, _pics.Acknowledge());
        Assert.Equal(0, _pics.Master.InService);
    }

    [Fact]
    public void AnEdgeIsTakenOnceALevelUntilItFalls()
    {
        _pics.SetLine(5, true);
        Assert.Equal(0x0D, _pics.Acknowledge());
        Write(0x20, 0x20);
        Assert.False(_pics.Master.Output);
        _pics.SetLine(5, false);

        _pics.WritePort(0x4D0, 1, 0x20);
        _pics.SetLine(5, true);
        Assert.Equal(0x0D, _pics.Acknowledge());
        Write(0x20, 0x20);
        Assert.True(_pics.Master.Output);
        _pics.SetLine(5, false);
        Assert.False(_pics.Master.Output);
    }

    [Fact]
    public void TheEdgeControlOfTimerKeyboardAndCascadeCannotBeChanged()
    {
        _pics.WritePort(0x4D0, 1, 0xFF);
        _pics.WritePort(0x4D1, 1, 0xFF);
        Assert.Equal(0xF8u, _pics.ReadPort(0x4D0, 1));
        Assert.Equal(0xDEu, _pics.ReadPort(0x4D1, 1));
    }

    [Fact]
    public void RotationMakesTheServedInputTheLowest()
    {
        _pics.SetLine(3, true);
        Assert.Equal(0x0B, _pics.Acknowledge());
        Write(0x20, 0xA0);
        _pics.SetLine(3, false);
        _pics.SetLine(3, true);
        _pics.SetLine(4, true);
        Assert.Equal(0x0C, _pics.Acknowledge());
    }

    [Fact]
    public void SpecificEndOfInterruptEndsThatOne()
    {
        _pics.SetLine(4, true);
        _pics.Acknowledge();
        _pics.SetLine(1, true);
        _pics.Acknowledge();
        Write(0x20, 0x64);
        Assert.Equal(0x02, _pics.Master.InService);
    }

    [Fact]
    public void AutomaticEndOfInterruptLeavesNothingInService()
    {
        Write(0x20, 0x11);
        Write(0x21, 0x08);
        Write(0x21, 0x04);
        Write(0x21, 0x03);
        _pics.SetLine(1, true);
        Assert.Equal(0x09, _pics.Acknowledge());
        Assert.Equal(0, _pics.Master.InService);
    }

    [Fact]
    public void SpecialMaskModeLetsLowerPrioritiesThrough()
    {
        _pics.SetLine(1, true);
        _pics.Acknowledge();
        _pics.SetLine(4, true);
        Assert.False(_pics.Master.Output);
        Write(0x21, 0x02);
        Write(0x20, 0x68);
        Assert.True(_pics.Master.Output);
        Assert.Equal(0x0C, _pics.Acknowledge());
    }

    [Fact]
    public void Ocw3ChoosesWhatIsRead()
    {
        _pics.SetLine(1, true);
        Assert.Equal(0x02u, _pics.Master.ReadPort(0x20, 1));
        _pics.Acknowledge();
        Write(0x20, 0x0B);
        Assert.Equal(0x02u, _pics.Master.ReadPort(0x20, 1));
        Write(0x20, 0x0A);
        Assert.Equal(0x00u, _pics.Master.ReadPort(0x20, 1));
    }

    [Fact]
    public void PollingAcknowledges()
    {
        _pics.SetLine(6, true);
        Write(0x20, 0x0C);
        Assert.Equal(0x86u, _pics.Master.ReadPort(0x20, 1));
        Assert.Equal(0x40, _pics.Master.InService);
        Write(0x20, 0x0C);
        Assert.Equal(0u, _pics.Master.ReadPort(0x20, 1) & 0x80);
    }

    private void Write(ushort port, byte value) => (port < 0x80 ? _pics.Master : _pics.Slave).WritePort(port, 1, value);
}
