using Xunit;

namespace VmxAsm.Runtime.Tests.Devices;

/// <summary>MC146818 data sheet, "Time, Calendar, and Alarm Locations", "Interrupts".</summary>
public sealed class CmosRtcTests : IDisposable
{
    private const long Second = 1_000_000_000;

    private readonly BoardUnderTest _board = new(options: new MachineOptions
    {
        MemoryBytes = 2 << 20,
        StartTime = new DateTime(1999, 12, 31, 23, 59, 58, DateTimeKind.Unspecified),
    });

    public void Dispose() => _board.Dispose();

    [Fact]
    public void TimeIsDecimalAndRunsOverMidnightAndCentury()
    {
        Assert.Equal([0x58, 0x59, 0x23, 0x31, 0x12, 0x99, 0x19], ReadTime());
        _board.Advance(2 * Second + 1);
        Assert.Equal([0x00, 0x00, 0x00, 0x01, 0x01, 0x00, 0x20], ReadTime());
    }

    [Fact]
    public void BinaryAndTwelveHours()
    {
        Write(0x0B, 0x82 | 0x04);
        Write(0x0B, 0x06);
        _board.Advance(Second + 1);
        Assert.Equal([59, 59, 23, 31, 12, 99, 19], ReadTime());
        Write(0x0B, 0x00);
        _board.Advance(Second + 1);
        Assert.Equal(0x12, Read(4));
    }

    [Fact]
    public void TheTimeThatIsSetRuns()
    {
        Write(0x0B, 0x82);
        Write(0, 0x30);
        Write(2, 0x15);
        Write(4, 0x08);
        Write(7, 0x29);
        Write(8, 0x02);
        Write(9, 0x04);
        Write(0x32, 0x20);
        _board.Advance(5 * Second);
        Assert.Equal(0x30, Read(0));
        Write(0x0B, 0x02);
        _board.Advance(Second + 1);
        Assert.Equal([0x31, 0x15, 0x08, 0x29, 0x02, 0x04, 0x20], ReadTime());
    }

    [Fact]
    public void UpdateInProgressAnnouncesTheUpdate()
    {
        Assert.Equal(0, Read(0x0A) & 0x80);
        _board.Advance(Second - 100_000);
        Assert.Equal(0x80, Read(0x0A) & 0x80);
        _board.Advance(200_000);
        Assert.Equal(0, Read(0x0A) & 0x80);
    }

    [Fact]
    public void PeriodicInterruptsComeAtTheProgrammedRateOnceTheLastWasRead()
    {
        _board.ProgramInterruptControllers();
        Write(0x0B, 0x42);
        int count = 0;
        for (int i = 0; i < 10_000; i++)
        {
            _board.Advance(100_000);
            if (_board.Acknowledge() != 0x70)
                continue;
            count++;
            Assert.Equal(0xC0, Read(0x0C) & 0xC0);
            _board.Out(0xA0, 0x20);
            _board.Out(0x20, 0x20);
        }

        Assert.InRange(count, 1020, 1026);
    }

    [Fact]
    public void TheAlarmMatchesOrIsDontCare()
    {
        _board.ProgramInterruptControllers();
        Write(1, 0x01);
        Write(3, 0xFF);
        Write(5, 0xFF);
        Write(0x0B, 0x22);
        _board.Advance(2 * Second + 1);
        Assert.NotEqual(0x70, _board.Acknowledge());
        _board.Advance(Second);
        Assert.Equal(0x70, _board.Acknowledge());
        Assert.Equal(0xA0, Read(0x0C) & 0xA0);
        Assert.Equal(0, Read(0x0C));
    }

    [Fact]
    public void UpdateEndedInterruptsEverySecond()
    {
        _board.ProgramInterruptControllers();
        Write(0x0B, 0x12);
        _board.Advance(Second + 1);
        Assert.Equal(0x70, _board.Acknowledge());
        Assert.Equal(0x90, Read(0x0C) & 0x90);
    }

    [Fact]
    public void TheConfigurationChecksumIsRight()
    {
        int sum = 0;
        for (int i = 0x10; i <= 0x2D; i++)
            sum += Read(i);
        Assert.Equal(sum, Read(0x2E) << 8 | Read(0x2F));
    }

    [Fact]
    public void MemorySizesAreThere()
    {
        Assert.Equal(640, Read(0x15) | Read(0x16) << 8);
        Assert.Equal(1024, Read(0x30) | Read(0x31) << 8);
        Assert.Equal(0, Read(0x34) | Read(0x35) << 8);
    }

    private byte Read(int register)
    {
        _board.Out(0x70, register);
        return _board.In(0x71);
    }

    private void Write(int register, int value)
    {
        _board.Out(0x70, register);
        _board.Out(0x71, value);
    }

    private int[] ReadTime() => [Read(0), Read(2), Read(4), Read(7), Read(8), Read(9), Read(0x32)];
}
