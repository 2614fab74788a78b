using VmxAsm.Runtime.Devices;
using Xunit;

namespace VmxAsm.Runtime.Tests.Devices;

public sealed class VirtualClockTests
{
    private long _instructions;

    [Fact]
    public void AlarmsRingInOrderOfTimeAndThenOfSetting()
    {
        var clock = new VirtualClock(() => _instructions);
        var rung = new List<int>();
        var random = new Random(1);
        var expected = new List<(long At, int Number)>();
        for (int i = 0; i < 500; i++)
        {
            int number = i;
            long at = random.Next(1, 60) * 100;
            clock.CreateAlarm(() => rung.Add(number)).SetAt(at);
            expected.Add((at, number));
        }

        _instructions = 1000;
        clock.RingDueAlarms();
        Assert.Equal(expected.OrderBy(e => e.At).ThenBy(e => e.Number).Select(e => e.Number), rung);
    }

    [Fact]
    public void CancelledAndMovedAlarms()
    {
        var clock = new VirtualClock(() => _instructions);
        int rings = 0;
        VirtualClock.Alarm first = clock.CreateAlarm(() => rings++);
        VirtualClock.Alarm second = clock.CreateAlarm(() => rings += 10);
        first.SetAt(100);
        second.SetAt(200);
        first.Cancel();
        second.SetAt(50);
        Assert.Equal(50, clock.NextDue);
        _instructions = 100;
        clock.RingDueAlarms();
        Assert.Equal(10, rings);
        Assert.False(clock.SkipToNextAlarm());
    }

    [Fact]
    public void SkippingJumpsToTheNextAlarm()
    {
        var clock = new VirtualClock(() => _instructions);
        clock.CreateAlarm(() => { }).SetAt(12_345);
        Assert.True(clock.SkipToNextAlarm());
        Assert.Equal(12_345, clock.Now);
    }
}
