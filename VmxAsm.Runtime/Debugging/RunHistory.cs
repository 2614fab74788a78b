using System.Diagnostics;
using System.Text;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Decode;

namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// The last instructions before a run ended. Nothing is written down while a guest runs well; when it fails, the same machine is built again and run to a little
/// before the end at full speed and from there one instruction at a time, which gives the same run because a run is deterministic.
/// </summary>
internal sealed class RunHistory
{
    /// <summary>Longer runs are not repeated for an explanation.</summary>
    private const long LongestRepeatedRun = 3_000_000_000;

    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(30);

    /// <summary>Turns of the repeated machine are no longer than this, so that it can be broken off.</summary>
    private const long LongestTurn = 1_000_000;

    /// <summary>Turns of one instruction between two looks at the host's clock.</summary>
    private const long StepsBetweenLooks = 1024;

    /// <summary>Instructions that are looked at one by one: enough to find where a jump into empty memory came from.</summary>
    private const long Window = 140_000;

    private readonly Processor _cpu;
    private readonly SourceLines _lines;
    private readonly InstructionText _text = new();
    private const int LongestLoop = 8;

    private readonly Entry[] _entries;
    private readonly int _length;
    private readonly CancellationToken _cancellation;
    private readonly long _until;
    private long _count;
    private Entry _lastInSource;

    // While the last instructions go round in a loop: how many there are in it, and how far into it the processor is.
    private int _period, _phase;

    private RunHistory(Processor cpu, SourceLines lines, int length, TimeSpan patience, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _until = Stopwatch.GetTimestamp() + (long)(patience.TotalSeconds * Stopwatch.Frequency);
        _cpu = cpu;
        _lines = lines;
        _length = length;
        // What becomes rounds of a loop is taken back, and must not have pushed out what is to be shown.
        _entries = new Entry[length + (2 * LongestLoop)];
    }

    /// <summary>One line of the history: an instruction, or a run of instructions that are the same one over and over.</summary>
    private struct Entry
    {
        public ushort Selector;
        public byte CodeSize;
        public ulong Rip, Linear, LastLinear;
        public ulong? Physical;
        public UInt128 Bytes;
        public int Length;
        public long Times;

        /// <summary>This one ends a loop of so many instructions, which was gone through so often; 0 when it does not.</summary>
        public int Period;

        /// <inheritdoc cref="Period"/>
        public long Rounds;
    }

    /// <summary>Nobody minds waiting that long.</summary>
    public static TimeSpan ShortestPatience { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Adds what can be found out to an explanation; nothing when it was not asked for, or the run cannot be repeated, or not within the time.</summary>
    /// <param name="patience">How long the repetition may take, within limits of our own.</param>
    /// <param name="cancellation">Ends the repetition at once.</param>
    public static Explanation AddTo(
        Explanation explanation,
        Machine machine,
        MachineOptions options,
        Func<MachineOptions, Machine> again,
        TimeSpan patience,
        CancellationToken cancellation)
    {
        long end = machine.Processor.Instructions;
        if (options.HistoryLength == 0 || end == 0 || end > LongestRepeatedRun || machine.WasChangedByDebugger)
            return explanation;
        using Machine repeated = again(options with
        {
            SerialOutput = null,
            SerialInput = null,
            SerialReplay = machine.Board.SerialInput?.Record,
            DebugOutput = null,
            FirmwareOutput = null,
            Log = null,
            Trace = TraceKinds.None,
            TraceOutput = null,
            Report = null,
            VmExit = null,
            Breakpoints = [],
            HistoryLength = 0,
            MaxInstructions = long.MaxValue,
            Timeout = null,
        });
        patience = TimeSpan.FromTicks(Math.Clamp(patience.Ticks, ShortestPatience.Ticks, LongestPatience.Ticks));
        var history = new RunHistory(repeated.Processor, new SourceLines(options.DebugInfo), options.HistoryLength, patience, cancellation);
        if (!history.Follow(repeated, end) || !history.EndsLike(machine.Processor))
            return explanation;
        return explanation with { At = explanation.At ?? history.LastPlace, Notes = [.. explanation.Notes, new ExplanationNote(history.Text())] };
    }

    private bool Follow(Machine machine, long end)
    {
        Processor cpu = machine.Processor;
        while (cpu.Instructions < end - Window)
        {
            if (IsOutOfTime || machine.Turn(Math.Min(LongestTurn, end - Window - cpu.Instructions)) is not null)
                return false;
        }

        cpu.StepsForTrace = true;
        for (long turn = 0; cpu.Instructions < end; turn++)
        {
            if (turn % StepsBetweenLooks == 0 && IsOutOfTime)
                return false;
            long before = cpu.Instructions;
            if (cpu.Activity == ActivityState.Active)
                Add();
            if (machine.Turn(1) is not null)
                break;
            // An interrupt was due: what was looked at has not been executed.
            if (cpu.Instructions == before && cpu.Activity == ActivityState.Active)
                Forget();
        }

        return cpu.Instructions == end;
    }

    private bool IsOutOfTime => _cancellation.IsCancellationRequested || Stopwatch.GetTimestamp() > _until;

    private bool EndsLike(Processor other) => _cpu.Rip == other.Rip && _cpu.Cs.Selector == other.Cs.Selector && _cpu.Rsp == other.Rsp;

    private void Add()
    {
        ulong linear = _cpu.Linear(_cpu.Cs.Base + _cpu.Rip);
        if (IsInLoop(linear))
            return;
        UInt128 bytes = InstructionText.NextBytes(_cpu, out int length);
        if (_count > 0)
        {
            ref Entry last = ref Back(1);
            if (bytes == last.Bytes && linear - last.LastLinear <= InstructionText.LongestInstruction)
            {
                last.Times++;
                last.LastLinear = linear;
                return;
            }
        }

        _entries[_count++ % _entries.Length] = new Entry
        {
            Selector = _cpu.Cs.Selector,
            CodeSize = (byte)_cpu.CodeSize,
            Rip = _cpu.Rip,
            Linear = linear,
            LastLinear = linear,
            Physical = ProcessorDescription.PhysicalAddress(_cpu, _cpu.Rip),
            Bytes = bytes,
            Length = length,
            Times = 1,
        };
        if (InSource(Back(1)))
            _lastInSource = Back(1);
        LookForLoop();
    }

    private ref Entry Back(long steps) => ref _entries[(_count - steps) % _entries.Length];

    /// <summary>Whether the instruction is the next one of the loop that is being counted; the loop is over when it is not.</summary>
    private bool IsInLoop(ulong linear)
    {
        if (_period == 0)
            return false;
        if (Back(_period - _phase).Linear == linear)
        {
            if (++_phase == _period)
            {
                _phase = 0;
                Back(1).Rounds++;
            }

            return true;
        }

        LeaveLoop();
        return false;
    }

    /// <summary>The last round was not complete: its instructions are listed.</summary>
    private void LeaveLoop()
    {
        (int period, int phase) = (_period, _phase);
        (_period, _phase) = (0, 0);
        for (int i = 0; i < phase; i++)
        {
            Entry again = Back(period);
            again.Rounds = again.Period = 0;
            _entries[_count++ % _entries.Length] = again;
        }
    }

    /// <summary>Notices that the last instructions are the same as those before them.</summary>
    private void LookForLoop()
    {
        for (int period = 1; period <= LongestLoop && 2 * period <= Math.Min(_count, _entries.Length); period++)
        {
            int same = 0;
            while (same < period && Back(1 + same).Linear == Back(1 + same + period).Linear && Back(1 + same).Bytes == Back(1 + same + period).Bytes && Back(1 + same + period).Period == 0)
                same++;
            if (same < period)
                continue;
            _count -= period;
            _period = period;
            Back(1).Period = period;
            Back(1).Rounds = 2;
            return;
        }
    }

    private void Forget()
    {
        if (_period > 0)
            LeaveLoop();
        if (--Back(1).Times == 0)
            _count--;
    }

    private string Text()
    {
        if (_period > 0)
            LeaveLoop();
        var text = new StringBuilder("the last instructions, the latest at the bottom");
        long first = Math.Max(0, _count - _length);
        if (LastPlace is not null && !Enumerable.Range(0, (int)(_count - first)).Any(i => InSource(_entries[(first + i) % _entries.Length])))
            Append(text, _lastInSource with { Times = 1, Period = 0 }).Append("\n    ... and on from there, outside of the source:");
        for (long i = first; i < _count; i++)
            Append(text, _entries[i % _entries.Length]);
        return text.ToString();
    }

    private bool InSource(in Entry entry) => entry.Physical is { } physical && _lines.Find(physical) is not null;

    /// <summary>The last statement of the source that was executed; null when none was.</summary>
    private SourcePlace? LastPlace => _lastInSource.Physical is { } physical ? _lines.Find(physical) : null;

    private StringBuilder Append(StringBuilder text, Entry entry)
    {
        string instruction = _text.Of(entry.Bytes, entry.Length, entry.CodeSize, entry.Rip);
        string place = entry.Physical is { } physical ? _lines.Describe(physical) : "";
        text.Append('\n').Append($"{ProcessorDescription.Location(entry.CodeSize, entry.Selector, entry.Rip)}  {instruction,-32}{place}".TrimEnd());
        if (entry.Times > 1)
        {
            text.Append(
                entry.LastLinear == entry.Linear
                    ? $"  ({entry.Times:N0} times)"
                    : $"  (and {entry.Times - 1:N0} more of the same behind it, up to linear 0x{entry.LastLinear:x})");
        }

        if (entry.Period > 0)
            text.Append(entry.Period == 1 ? $"  ({entry.Rounds:N0} times)" : $"\n    (the {entry.Period} instructions above {entry.Rounds:N0} times)");
        return text;
    }
}
