using System.Text;
using Xunit;

namespace VmxAsm.Runtime.Tests.Devices;

/// <summary>PC16550D data sheet, "Registers" and "FIFO Interrupt Mode Operation".</summary>
public sealed class Uart16550Tests : IDisposable
{
    private const int Data = 0x3F8, InterruptEnable = 0x3F9, FifoControl = 0x3FA, InterruptId = 0x3FA;
    private const int LineControl = 0x3FB, ModemControl = 0x3FC, LineStatus = 0x3FD, ModemStatus = 0x3FE, Scratch = 0x3FF;

    private readonly BoardUnderTest _board = new();

    public void Dispose() => _board.Dispose();

    [Fact]
    public void AfterResetTheTransmitterIsEmptyAndNoInterruptIsPending()
    {
        Assert.Equal(0x60, _board.In(LineStatus));
        Assert.Equal(0x01, _board.In(InterruptId));
        Assert.Equal(0x30, _board.In(ModemStatus));
    }

    [Theory]
    [InlineData(0x00, 0x1F)]
    [InlineData(0x01, 0x3F)]
    [InlineData(0x02, 0x7F)]
    [InlineData(0x03, 0xFF)]
    public void OnlyTheBitsOfTheWordLengthGoOut(int lineControl, int expected)
    {
        _board.Out(LineControl, lineControl);
        _board.Out(Data, 0xFF);
        Assert.Equal([(byte)expected], _board.Sent);
    }

    [Fact]
    public void TheDivisorLatchHidesBehindBit7()
    {
        _board.Out(LineControl, 0x83);
        _board.Out(Data, 0x34);
        _board.Out(InterruptEnable, 0x12);
        Assert.Equal(0x34, _board.In(Data));
        Assert.Equal(0x12, _board.In(InterruptEnable));
        _board.Out(LineControl, 0x03);
        Assert.Equal(0, _board.In(InterruptEnable));
        Assert.Empty(_board.Sent);
    }

    [Fact]
    public void TheHoldingRegisterIsFreeAtOnceAndTheTransmitterAfterACharacterTime()
    {
        _board.Out(LineControl, 0x03);
        _board.Out(Data, 'A');
        Assert.Equal(0x20, _board.In(LineStatus) & 0x60);
        _board.Out(Data, 'B');
        Assert.Equal(0x00, _board.In(LineStatus) & 0x60);

        // Ten bits at 115,200 a second.
        _board.Advance(86_806);
        Assert.Equal(0x20, _board.In(LineStatus) & 0x60);
        _board.Advance(86_806);
        Assert.Equal(0x60, _board.In(LineStatus) & 0x60);
    }

    [Fact]
    public void LoopbackReceivesWhatIsSentAndSendsNothing()
    {
        _board.Out(LineControl, 0x03);
        _board.Out(ModemControl, 0x1F);
        Assert.Equal(0xF0, _board.In(ModemStatus) & 0xF0);
        _board.Out(Data, 0xA5);
        Assert.Equal(0, _board.In(LineStatus) & 1);
        _board.Advance(100_000);
        Assert.Equal(1, _board.In(LineStatus) & 1);
        Assert.Equal(0xA5, _board.In(Data));
        Assert.Equal(0, _board.In(LineStatus) & 1);
        Assert.Empty(_board.Sent);
    }

    [Fact]
    public void LoopbackConnectsTheModemLinesAndReportsTheirChanges()
    {
        _board.Out(ModemControl, 0x10);
        _board.In(ModemStatus);
        _board.Out(ModemControl, 0x14);
        Assert.Equal(0x40, _board.In(ModemStatus));
        _board.Out(ModemControl, 0x13);
        // RI's trailing edge, DSR and CTS changed.
        Assert.Equal(0x30 | 0x07, _board.In(ModemStatus));
        Assert.Equal(0x30, _board.In(ModemStatus));
    }

    [Fact]
    public void AnOverrunIsReportedOnceAndKeepsTheLastCharacter()
    {
        _board.Out(LineControl, 0x03);
        _board.Out(ModemControl, 0x10);
        _board.Out(Data, 'A');
        _board.Advance(100_000);
        _board.Out(Data, 'B');
        _board.Advance(100_000);
        Assert.Equal(0x03, _board.In(LineStatus) & 0x03);
        Assert.Equal(0x01, _board.In(LineStatus) & 0x03);
        Assert.Equal((byte)'B', _board.In(Data));
    }

    [Fact]
    public void TheFifoHoldsSixteenAndTellsThatItIsThere()
    {
        _board.Out(FifoControl, 0x01);
        Assert.Equal(0xC1, _board.In(InterruptId));
        _board.Out(LineControl, 0x03);
        _board.Out(ModemControl, 0x10);
        for (int i = 0; i < 17; i++)
        {
            _board.Out(Data, i);
            _board.Advance(100_000);
        }

        Assert.Equal(0x03, _board.In(LineStatus) & 0x03);
        for (int i = 0; i < 16; i++)
            Assert.Equal(i, _board.In(Data));
        Assert.Equal(0, _board.In(LineStatus) & 1);
        _board.Out(FifoControl, 0x00);
        Assert.Equal(0x01, _board.In(InterruptId));
    }

    [Fact]
    public void ReceivedDataBelowTheTriggerLevelTimesOut()
    {
        _board.ProgramInterruptControllers();
        _board.Out(LineControl, 0x03);
        _board.Out(FifoControl, 0xC1);
        _board.Out(InterruptEnable, 0x01);
        _board.Out(ModemControl, 0x18);
        _board.Out(Data, 'x');
        _board.Advance(100_000);
        Assert.Equal(0xC1, _board.In(InterruptId));
        _board.Advance(400_000);
        Assert.Equal(0xCC, _board.In(InterruptId));
        _board.In(Data);
        Assert.Equal(0xC1, _board.In(InterruptId));
    }

    [Fact]
    public void HoldingRegisterEmptyInterruptsWhenEnabledAndIsTakenBackByReadingIir()
    {
        _board.ProgramInterruptControllers();
        _board.Out(ModemControl, 0x08);
        _board.Out(InterruptEnable, 0x02);
        Assert.Equal(0x0C, _board.Acknowledge());
        Assert.Equal(0x02, _board.In(InterruptId));
        Assert.Equal(0x01, _board.In(InterruptId));
    }

    [Fact]
    public void WithoutOut2NoInterruptReachesTheController()
    {
        _board.ProgramInterruptControllers();
        _board.Out(InterruptEnable, 0x02);
        Assert.Equal(-1, _board.Acknowledge());
        Assert.Equal(0x02, _board.In(InterruptId));
    }

    [Fact]
    public void InputArrivesAsFastAsItIsTaken()
    {
        var options = new MachineOptions { MemoryBytes = 2 << 20, SerialInput = new MemoryStream(Encoding.ASCII.GetBytes("hi!")) };
        using var board = new BoardUnderTest(options: options);
        board.Out(LineControl, 0x03);
        board.Advance(10_000_000);
        var read = new StringBuilder();
        for (int i = 0; i < 10; i++)
        {
            if ((board.In(LineStatus) & 1) != 0)
                read.Append((char)board.In(Data));
            board.Advance(200_000);
        }

        Assert.Equal("hi!", read.ToString());
    }

    /// <summary>As Linux opens its port: the FIFO is cleared and the receiver read, data or not.</summary>
    [Fact]
    public void InputSurvivesADriversStart()
    {
        var options = new MachineOptions { MemoryBytes = 2 << 20, SerialInput = new MemoryStream(Encoding.ASCII.GetBytes("hello")) };
        using var board = new BoardUnderTest(options: options);
        board.Out(LineControl, 0x03);
        board.In(LineStatus);
        for (int start = 0; start < 3; start++)
        {
            board.Advance(500_000);
            Assert.Equal(1, board.In(LineStatus) & 1);
            foreach (int value in (ReadOnlySpan<int>)[1, 7, 0])
                board.Out(FifoControl, value);
            board.In(LineStatus);
            board.In(Data);
        }

        board.Out(FifoControl, 1);
        var read = new StringBuilder();
        for (int i = 0; i < 10; i++)
        {
            board.Advance(200_000);
            if ((board.In(LineStatus) & 1) != 0)
                read.Append((char)board.In(Data));
        }

        Assert.Equal("hello", read.ToString());
    }

    [Fact]
    public void TheScratchRegisterKeepsWhatIsWritten()
    {
        _board.Out(Scratch, 0x5A);
        Assert.Equal(0x5A, _board.In(Scratch));
    }

    [Fact]
    public void OnlyImplementedBitsOfTheEnableAndModemRegistersAreKept()
    {
        _board.Out(InterruptEnable, 0xFF);
        _board.Out(ModemControl, 0xFF);
        Assert.Equal(0x0F, _board.In(InterruptEnable));
        Assert.Equal(0x1F, _board.In(ModemControl));
    }
}
