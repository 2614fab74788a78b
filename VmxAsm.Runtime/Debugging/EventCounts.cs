using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Debugging;

/// <summary>How often each exception and each interrupt has come. In real mode only exceptions count: the BIOS is called by INT n.</summary>
internal sealed class EventCounts(Processor cpu)
{
    private const int Shown = 6;

    private const int ManyTimes = 100;

    private readonly long[] _exceptions = new long[256], _interrupts = new long[256];
    private (byte Vector, ushort Selector, ulong Offset) _lastException;
    private long _inARow;

    /// <summary>The vector of the last request of an interrupt controller in protected mode; null when there was none.</summary>
    public byte? LastInterrupt { get; private set; }

    public void OnEvent(EventType type, byte vector, uint? errorCode)
    {
        if (type == EventType.HardwareException)
        {
            _exceptions[vector]++;

            // A guest has no say in what becomes of its exceptions: whether they loop, its host knows.
            if (cpu.NonRoot)
            {
                _inARow = 0;
                return;
            }

            (byte, ushort, ulong) place = (vector, cpu.Cs.Selector, cpu.Rip);
            _inARow = place == _lastException ? _inARow + 1 : 1;
            _lastException = place;
        }
        else if (!cpu.IsRealMode)
        {
            _interrupts[vector]++;
            if (type == EventType.ExternalInterrupt)
                LastInterrupt = vector;
        }
    }

    /// <summary>That the last exceptions were all one instruction's; null when they were not.</summary>
    public string? InARow() => _inARow < ManyTimes
        ? null
        : $"the last {_inARow:N0} exceptions were {Exceptions.Name(_lastException.Vector)} at {ProcessorDescription.Location(cpu, _lastException.Selector, _lastException.Offset)}: "
            + "its handler returns to the instruction, and nothing has changed";

    /// <summary>The most frequent ones; null when there were none.</summary>
    public string? Text()
    {
        IEnumerable<(string Name, long Times)> events = Count(_exceptions, vector => Exceptions.Name(vector))
            .Concat(Count(_interrupts, vector => $"vector 0x{vector:x}"))
            .OrderByDescending(row => row.Times);
        var text = new StringBuilder();
        foreach ((string name, long times) in events.Take(Shown))
            text.Append(text.Length == 0 ? "exceptions and interrupts so far: " : ", ").Append($"{name} {times:N0} {(times == 1 ? "time" : "times")}");
        return text.Length == 0 ? null : text.ToString();
    }

    private static IEnumerable<(string Name, long Times)> Count(long[] counts, Func<int, string> name) =>
        Enumerable.Range(0, counts.Length).Where(vector => counts[vector] > 0).Select(vector => (name(vector), counts[vector]));
}
