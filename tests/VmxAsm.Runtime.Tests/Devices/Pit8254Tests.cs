using Xunit;

namespace VmxAsm.Runtime.Tests.Devices;

/// <summary>8254 data sheet, "Mode Definitions" and "Read-Back Command".</summary>
public sealed class Pit8254Tests : IDisposable
{
    private const long TickNanoseconds = 838;

    private readonly BoardUnderTest _board = new();

    public void Dispose() => _board.Dispose();

    [Fact]
    public void Mode0RisesAtTheTerminalCountAndStaysHigh()
    {
        Program(2, mode: 0, 1000, gate: true);
        Assert.False(Output);
        Ticks(990);
        Assert.False(Output);
        Ticks(20);
        Assert.True(Output);
        Ticks(100_000);
        Assert.True(Output);
    }

    [Fact]
    public void Mode0PausesWhileTheGateIsLow()
    {
        Program(2, mode: 0, 1000, gate: true);
        Ticks(500);
        _board.Out(0x61, 0);
        int paused = Count(2);
        Ticks(5000);
        Assert.Equal(paused, Count(2));
        Assert.False(Output);
        _board.Out(0x61, 1);
        Ticks(520);
        Assert.True(Output);
    }

    [Fact]
    public void Mode1WaitsForTheGate()
    {
        Program(2, mode: 1, 1000, gate: false);
        Assert.True(Output);
        Ticks(2000);
        Assert.True(Output);
        _board.Out(0x61, 1);
        Assert.False(Output);
        Ticks(1010);
        Assert.True(Output);
    }

    [Fact]
    public void Mode2IsLowForTheLastTickOfEveryPeriod()
    {
        Program(2, mode: 2, 100, gate: true);
        Assert.True(Output);
        int low = 0;
        for (int i = 0; i < 4000; i++)
        {
            _board.Advance(TickNanoseconds / 4);
            low += Output ? 0 : 1;
        }

        Assert.InRange(low, 36, 44);
    }

    [Fact]
    public void Mode3IsASquareWave()
    {
        Program(2, mode: 3, 1000, gate: true);
        Assert.True(Output);
        Ticks(510);
        Assert.False(Output);
        Ticks(500);
        Assert.True(Output);
        Ticks(500);
        Assert.False(Output);
    }

    [Fact]
    public void Mode3CountsDownByTwo()
    {
        Program(2, mode: 3, 1000, gate: true);
        int first = Count(2);
        Ticks(100);
        Assert.InRange(first - Count(2), 196, 204);
    }

    [Fact]
    public void Mode4StrobesOnce()
    {
        Program(2, mode: 4, 100, gate: true);
        Assert.True(Output);
        int low = 0;
        for (int i = 0; i < 1000; i++)
        {
            _board.Advance(TickNanoseconds / 4);
            low += Output ? 0 : 1;
        }

        Assert.InRange(low, 3, 5);
    }

    [Fact]
    public void ALatchedCountStaysUntilRead()
    {
        Program(0, mode: 2, 0, gate: true);
        Ticks(1000);
        _board.Out(0x43, 0x00);
        Ticks(1000);
        int latched = ReadCount(0);
        Assert.InRange(0x10000 - latched, 995, 1010);
        Assert.InRange(0x10000 - ReadCount(0), 1990, 2015);
    }

    [Fact]
    public void ReadBackLatchesStatusThenCount()
    {
        Program(2, mode: 3, 1000, gate: true);
        Ticks(100);
        _board.Out(0x43, 0xC8);
        int status = _board.In(0x42);
        Assert.Equal(0x80 | 0x30 | 0x06, status);
        Assert.InRange(ReadCount(2), 780, 810);
    }

    [Fact]
    public void StatusTellsThatNothingIsLoadedYet()
    {
        _board.Out(0x43, 0xB6);
        _board.Out(0x43, 0xE8);
        Assert.Equal(0x40 | 0x80 | 0x30 | 0x06, _board.In(0x42));
    }

    [Fact]
    public void ACountIsLoadedWithTheNextTick()
    {
        _board.Out(0x43, 0x34);
        _board.Out(0x40, 0xFF);
        _board.Out(0x40, 0xFF);
        _board.Out(0x43, 0xE2);
        Assert.Equal(0xF4, _board.In(0x40));
        Ticks(2);
        _board.Out(0x43, 0xE2);
        Assert.Equal(0xB4, _board.In(0x40));
    }

    [Fact]
    public void DecimalCounting()
    {
        _board.Out(0x61, 1);
        _board.Out(0x43, 0xB1);
        _board.Out(0x42, 0x00);
        _board.Out(0x42, 0x10);
        Ticks(3);
        Assert.InRange(Count(2), 0x0995, 0x0999);
    }

    [Theory]
    [InlineData(1, 0x34)]
    [InlineData(2, 0x12)]
    public void OneByteAccessReadsThatByte(int access, int expected)
    {
        _board.Out(0x61, 0);
        _board.Out(0x43, 0x80 | 0x30);
        _board.Out(0x42, 0x34);
        _board.Out(0x42, 0x12);
        _board.Out(0x43, 0x80 | (access << 4));
        _board.Out(0x42, access == 1 ? 0x34 : 0x12);
        Assert.Equal(expected, _board.In(0x42));
    }

    [Fact]
    public void Counter0InterruptsAtItsRate()
    {
        _board.ProgramInterruptControllers();
        Program(0, mode: 2, 11932, gate: true);
        int count = 0;
        for (int i = 0; i < 1000; i++)
        {
            _board.Advance(1_000_000);
            if (_board.Acknowledge() != 0x08)
                continue;
            count++;
            _board.Out(0x20, 0x20);
        }

        Assert.InRange(count, 99, 101);
    }

    [Fact]
    public void TheRefreshBitOfPort61Toggles()
    {
        int changes = 0;
        int before = _board.In(0x61) & 0x10;
        for (int i = 0; i < 1000; i++)
        {
            _board.Advance(1000);
            int now = _board.In(0x61) & 0x10;
            changes += now == before ? 0 : 1;
            before = now;
        }

        Assert.InRange(changes, 60, 70);
    }

    private bool Output => (_board.In(0x61) & 0x20) != 0;

    private void Program(int counter, int mode, int count, bool gate)
    {
        _board.Out(0x61, gate ? 1 : 0);
        _board.Out(0x43, (counter << 6) | 0x30 | (mode << 1));
        _board.Out(0x40 + counter, count);
        _board.Out(0x40 + counter, count >> 8);
    }

    private int Count(int counter)
    {
        _board.Out(0x43, counter << 6);
        return ReadCount(counter);
    }

    private int ReadCount(int counter) => _board.In(0x40 + counter) | _board.In(0x40 + counter) << 8;

    private void Ticks(int ticks) => _board.Advance(ticks * TickNanoseconds + ticks * TickNanoseconds / 8000);
}
