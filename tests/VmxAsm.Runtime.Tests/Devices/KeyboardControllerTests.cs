using Xunit;

namespace VmxAsm.Runtime.Tests.Devices;

/// <summary>IBM PS/2 Technical Reference, "Keyboard and Auxiliary Device Controller".</summary>
public sealed class KeyboardControllerTests : IDisposable
{
    private const int Data = 0x60, Status = 0x64;

    private readonly BoardUnderTest _board = new();

    public KeyboardControllerTests()
    {
        _board.ProgramInterruptControllers();
        _board.Out(Status, 0x60);
        _board.Out(Data, 0x65);
    }

    public void Dispose() => _board.Dispose();

    [Fact]
    public void SelfTestAnswers55()
    {
        _board.Out(Status, 0xAA);
        Assert.Equal(0x01, _board.In(Status) & 0x01);
        Assert.Equal(0x55, _board.In(Data));
        Assert.Equal(0x00, _board.In(Status) & 0x01);
    }

    [Fact]
    public void KeyboardCommandsAreAcknowledged()
    {
        Assert.Equal([0xFA, 0xAA], Send(0xFF, 2));
        Assert.Equal([0xFA, 0xAB, 0x41], Send(0xF2, 3));
        Assert.Equal([0xEE], Send(0xEE, 1));
        Assert.Equal([0xFA], Send(0xED, 1));
        Assert.Equal([0xFA], Send(0x04, 1));
        Assert.Equal(4, _board.Board.Keyboard.Keyboard.Lamps);
        Assert.Equal([0xFE], Send(0x01, 1));
    }

    [Fact]
    public void AKeyInterruptsForMakeAndBreak()
    {
        _board.Board.Keyboard.Type("a");
        _board.Advance(1_000_000);
        Assert.Equal(0x09, _board.Acknowledge());
        _board.Out(0x20, 0x20);
        Assert.Equal(0x1E, _board.In(Data));
        _board.Advance(1_000_000);
        Assert.Equal(0x09, _board.Acknowledge());
        Assert.Equal(0x9E, _board.In(Data));
    }

    [Fact]
    public void ACapitalHoldsShift()
    {
        _board.Board.Keyboard.Type("A");
        Assert.Equal([0x2A, 0x1E, 0x9E, 0xAA], Read(4));
    }

    [Fact]
    public void WithoutTranslationScanCodesAreSet2()
    {
        _board.Out(Status, 0x60);
        _board.Out(Data, 0x25);
        _board.Board.Keyboard.Type("a");
        Assert.Equal([0x1C, 0xF0, 0x1C], Read(3));
    }

    [Theory]
    [InlineData(0x65, 0x41)]
    [InlineData(0x25, 0x02)]
    public void TheNumberOfTheSetIsTranslatedToo(int commandByte, byte set)
    {
        _board.Out(Status, 0x60);
        _board.Out(Data, commandByte);
        _board.Out(Data, 0xF0);
        Assert.Equal([0xFA], Read(1));
        _board.Out(Data, 0x00);
        Assert.Equal([0xFA, set], Read(2));
    }

    [Fact]
    public void ADisabledKeyboardKeepsItsKeys()
    {
        _board.Out(Status, 0xAD);
        _board.Board.Keyboard.Type("a");
        _board.Advance(10_000_000);
        Assert.Equal(0, _board.In(Status) & 1);
        _board.Out(Status, 0xAE);
        Assert.Equal([0x1E], Read(1));
    }

    [Fact]
    public void TheOutputPortSwitchesA20()
    {
        Assert.True(_board.Board.A20.IsOpen);
        _board.Out(Status, 0xD1);
        _board.Out(Data, 0xDD);
        Assert.False(_board.Board.A20.IsOpen);
        Assert.Equal(0, _board.In(0x92) & 2);
        _board.Out(0x92, 2);
        Assert.True(_board.Board.A20.IsOpen);
        _board.Out(Status, 0xD0);
        Assert.Equal(2, _board.In(Data) & 2);
    }

    [Fact]
    public void TheMouseAnswersThroughTheSecondPort()
    {
        _board.Out(Status, 0xA8);
        _board.Out(Status, 0xD4);
        _board.Out(Data, 0xFF);
        _board.Advance(1_000_000);
        Assert.Equal(0x21, _board.In(Status) & 0x21);
        Assert.Equal(0xFA, _board.In(Data));
        Assert.Equal([0xAA, 0x00], Read(2));
    }

    [Fact]
    public void TheCommandByteCanBeRead()
    {
        _board.Out(Status, 0x20);
        Assert.Equal(0x65, _board.In(Data));
    }

    private int[] Send(int command, int answers)
    {
        _board.Out(Data, command);
        return Read(answers);
    }

    private int[] Read(int count)
    {
        int[] bytes = new int[count];
        for (int i = 0; i < count; i++)
        {
            _board.Advance(1_000_000);
            Assert.Equal(1, _board.In(Status) & 1);
            bytes[i] = _board.In(Data);
        }

        return bytes;
    }
}
