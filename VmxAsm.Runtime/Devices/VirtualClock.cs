namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The machine's only source of time. Virtual nanoseconds advance with executed instructions and never with the host's
/// clock, so two runs of one image are identical; while nothing can happen before the next alarm (HLT, or a loop that
/// polls a status register) time jumps there.
///
/// Alarms wait in a binary min-heap. An alarm is an object that its device creates once and sets again and again, so that
/// scheduling allocates nothing. Alarms due at the same instant ring in the order in which they were set.
/// </summary>
internal sealed class VirtualClock
{
    /// <summary>The length of one instruction: 100 million a second.</summary>
    public const int NanosecondsPerInstruction = 10;

    private readonly Func<long> _instructions;
    private Alarm[] _heap = new Alarm[32];
    private int _count;
    private long _sequence;
    private long _skipped;

    /// <param name="instructions">Instructions executed since power-on, exact at any moment that a device can be asked.</param>
    public VirtualClock(Func<long> instructions) => _instructions = instructions;

    /// <summary>Nanoseconds since power-on.</summary>
    public long Now => _instructions() * NanosecondsPerInstruction + _skipped;

    /// <summary>When the next alarm rings; <see cref="long.MaxValue"/> when none is set.</summary>
    public long NextDue => _count == 0 ? long.MaxValue : _heap[0].DueAt;

    /// <summary>Called when an alarm was set that rings before all others: the run loop planned to look later.</summary>
    public Action? EarlierAlarmSet { get; set; }

    /// <summary>True since a device answered a poll with "not yet": see <see cref="NotYet"/>.</summary>
    public bool SkipRequested { get; private set; }

    /// <summary>
    /// A device says that what the guest polls for comes with an alarm that is already set. The run loop then jumps to the next alarm
    /// instead of executing the guest's empty loop a hundred thousand times; the guest sees the same values either way.
    /// </summary>
    public void NotYet()
    {
        SkipRequested = true;
        EarlierAlarmSet?.Invoke();
    }

    public Alarm CreateAlarm(Action ring) => new(this, ring);

    /// <summary>Jumps to the next alarm, if there is one.</summary>
    /// <returns>False when no alarm is set: nothing will ever happen.</returns>
    public bool SkipToNextAlarm()
    {
        SkipRequested = false;
        if (_count == 0)
            return false;
        _skipped += Math.Max(0, _heap[0].DueAt - Now);
        return true;
    }

    /// <summary>Rings every alarm that is due.</summary>
    public void RingDueAlarms()
    {
        while (_count > 0 && _heap[0].DueAt <= Now)
        {
            Alarm alarm = _heap[0];
            Remove(alarm);
            alarm.Ring();
        }
    }

    private void Insert(Alarm alarm)
    {
        alarm.Order = _sequence++;
        if (_count == _heap.Length)
            Array.Resize(ref _heap, _count * 2);
        alarm.HeapIndex = _count;
        _heap[_count++] = alarm;
        SiftUp(alarm);
        if (_heap[0] == alarm)
            EarlierAlarmSet?.Invoke();
    }

    private void Remove(Alarm alarm)
    {
        int index = alarm.HeapIndex;
        alarm.HeapIndex = -1;
        Alarm last = _heap[--_count];
        _heap[_count] = null!;
        if (last == alarm)
            return;
        last.HeapIndex = index;
        _heap[index] = last;
        SiftUp(last);
        SiftDown(last);
    }

    private void SiftUp(Alarm alarm)
    {
        int index = alarm.HeapIndex;
        while (index > 0 && Before(alarm, _heap[(index - 1) / 2]))
        {
            Place(_heap[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }

        Place(alarm, index);
    }

    private void SiftDown(Alarm alarm)
    {
        int index = alarm.HeapIndex;
        while (2 * index + 1 < _count)
        {
            int child = 2 * index + 1;
            if (child + 1 < _count && Before(_heap[child + 1], _heap[child]))
                child++;
            if (!Before(_heap[child], alarm))
                break;
            Place(_heap[child], index);
            index = child;
        }

        Place(alarm, index);
    }

    private void Place(Alarm alarm, int index)
    {
        _heap[index] = alarm;
        alarm.HeapIndex = index;
    }

    private static bool Before(Alarm a, Alarm b) => a.DueAt < b.DueAt || (a.DueAt == b.DueAt && a.Order < b.Order);

    /// <summary>One thing of one device that happens at one time.</summary>
    internal sealed class Alarm
    {
        private readonly VirtualClock _clock;
        private readonly Action _ring;

        internal Alarm(VirtualClock clock, Action ring)
        {
            _clock = clock;
            _ring = ring;
        }

        public bool IsSet => HeapIndex >= 0;

        /// <summary>When it rings; meaningful while it is set.</summary>
        public long DueAt { get; private set; }

        internal int HeapIndex { get; set; } = -1;

        internal long Order { get; set; }

        /// <summary>Sets or moves the alarm.</summary>
        /// <param name="at">Absolute virtual time in nanoseconds; a time that has passed rings at once.</param>
        public void SetAt(long at)
        {
            Cancel();
            DueAt = at;
            _clock.Insert(this);
        }

        public void SetAfter(long nanoseconds) => SetAt(_clock.Now + nanoseconds);

        public void Cancel()
        {
            if (IsSet)
                _clock.Remove(this);
        }

        internal void Ring() => _ring();
    }
}
