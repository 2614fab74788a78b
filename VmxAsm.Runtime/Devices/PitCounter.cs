namespace VmxAsm.Runtime.Devices;

/// <summary>
/// One counter of the 8254. Its count is not stepped: everything it shows follows from the clock ticks since it was loaded,
/// so a counter that nobody watches costs nothing, and one that drives an interrupt costs one alarm per change of its output.
///
/// What the six modes do with N loaded at tick 0 (data sheet, "Mode Definitions"):
/// 0 interrupt on terminal count: low, high from tick N on. 1 one-shot: the same, started by the gate's rising edge.
/// 2 rate generator: low for the last tick of every N. 3 square wave: high for the first half of every N, low for the second.
/// 4 software strobe: low for one tick after N. 5 hardware strobe: the same, started by the gate.
/// </summary>
internal sealed class PitCounter
{
    /// <summary>Ticks a second.</summary>
    public const long Frequency = 1_193_182;

    private readonly VirtualClock _clock;
    private readonly Action<bool>? _output;
    private readonly VirtualClock.Alarm _change;

    private int _mode = 3;
    private bool _decimal;
    private int _access = 3;
    private int _reload = 0x10000;
    private int _pendingReload;
    private byte _writeLow;
    private bool _writeHighNext;
    private bool _readHighNext;
    private int _latchedCount = -1;
    private int _latchedStatus = -1;
    private bool _gate = true;
    private bool _running;
    private bool _nullCount = true;
    private long _startTick;
    private long _pausedAt = -1;

    /// <param name="output">Told when the OUT pin changes; null when nothing hangs on it.</param>
    public PitCounter(VirtualClock clock, Action<bool>? output)
    {
        _clock = clock;
        _output = output;
        _change = clock.CreateAlarm(OutputChanges);
    }

    /// <summary>The OUT pin.</summary>
    public bool Output
    {
        get
        {
            Settle();
            return OutputAt(Elapsed);
        }
    }

    private static long TickAt(long nanoseconds) =>
        nanoseconds / 1_000_000_000 * Frequency + nanoseconds % 1_000_000_000 * Frequency / 1_000_000_000;

    /// <summary>The first nanosecond at which <see cref="TickAt"/> gives this tick.</summary>
    private static long NanosecondsAt(long tick) =>
        tick / Frequency * 1_000_000_000 + (tick % Frequency * 1_000_000_000 + Frequency - 1) / Frequency;

    private bool IsPeriodic => _mode is 2 or 3;

    private bool StartsWithGate => _mode is 1 or 5;

    private int Modulus => _decimal ? 10_000 : 0x10000;

    /// <summary>The status bit "null count": what was written gets into the counter with the next tick.</summary>
    private bool IsLoading => _nullCount || _pendingReload != 0 || (_running && TickAt(_clock.Now) == _startTick);

    /// <summary>Ticks counted since the load, or -1 before it.</summary>
    private long Elapsed => !_running ? -1 : (_pausedAt >= 0 ? _pausedAt : TickAt(_clock.Now)) - _startTick;

    /// <summary>A control word: bits 5-4 access, 3-1 mode, 0 BCD; access 0 latches the count.</summary>
    public void Control(byte word)
    {
        int access = (word >> 4) & 3;
        if (access == 0)
        {
            LatchCount();
            return;
        }

        _access = access;
        _mode = (word >> 1) & 7;
        if (_mode > 5)
            _mode &= 3;
        _decimal = (word & 1) != 0;
        _writeHighNext = false;
        _readHighNext = false;
        _latchedCount = -1;
        _latchedStatus = -1;
        _running = false;
        _pausedAt = -1;
        _pendingReload = 0;
        _nullCount = true;
        PublishOutput();
    }

    public void Write(byte value)
    {
        switch (_access)
        {
            case 1:
                Load(value);
                break;
            case 2:
                Load(value << 8);
                break;
            default:
                if (_writeHighNext)
                    Load(_writeLow | (value << 8));
                else
                    _writeLow = value;
                _writeHighNext = !_writeHighNext;
                // In mode 0 the first byte already stops the count.
                if (_writeHighNext && _mode == 0)
                {
                    _running = false;
                    PublishOutput();
                }

                break;
        }
    }

    public byte Read()
    {
        if (_latchedStatus >= 0)
        {
            byte status = (byte)_latchedStatus;
            _latchedStatus = -1;
            return status;
        }

        int count = _latchedCount >= 0 ? _latchedCount : CurrentCount();
        switch (_access)
        {
            case 1:
                _latchedCount = -1;
                return (byte)count;
            case 2:
                _latchedCount = -1;
                return (byte)(count >> 8);
            default:
                bool high = _readHighNext;
                _readHighNext = !high;
                if (high)
                    _latchedCount = -1;
                return (byte)(high ? count >> 8 : count);
        }
    }

    public void LatchCount()
    {
        if (_latchedCount < 0)
            _latchedCount = CurrentCount();
    }

    public void LatchStatus()
    {
        if (_latchedStatus >= 0)
            return;
        _latchedStatus = (Output ? 0x80 : 0) | (IsLoading ? 0x40 : 0) | (_access << 4) | (_mode << 1) | (_decimal ? 1 : 0);
    }

    /// <summary>The GATE pin: a level that lets modes 0, 2, 3 and 4 count, an edge that starts modes 1 and 5 and restarts 2 and 3.</summary>
    public void SetGate(bool level)
    {
        if (level == _gate)
            return;
        Settle();
        _gate = level;
        long now = TickAt(_clock.Now);
        switch (_mode)
        {
            case 0 or 4 when _running:
                if (!level)
                {
                    _pausedAt = now;
                }
                else if (_pausedAt >= 0)
                {
                    _startTick += now - _pausedAt;
                    _pausedAt = -1;
                }

                break;
            case 2 or 3 when !_nullCount:
                _running = level;
                _startTick = now;
                break;
            case 1 or 5 when level && _reload != 0:
                _running = true;
                _nullCount = false;
                _startTick = now;
                break;
        }

        PublishOutput();
    }

    private void Load(int count)
    {
        if (_decimal)
            count = FromDecimal(count);
        if (count == 0)
            count = Modulus;
        Settle();
        if (StartsWithGate)
        {
            // Takes effect with the next trigger.
            _reload = count;
            return;
        }

        if (IsPeriodic && _running)
        {
            // A periodic counter finishes its period first.
            _pendingReload = count;
            return;
        }

        _reload = count;
        _nullCount = false;
        _startTick = TickAt(_clock.Now);
        _running = !IsPeriodic || _gate;
        _pausedAt = !IsPeriodic && !_gate ? _startTick : -1;
        PublishOutput();
    }

    /// <summary>Lets a periodic counter take the value that was written while it counted, if its period has ended since.</summary>
    private void Settle()
    {
        if (_pendingReload == 0 || !_running || Elapsed < _reload)
            return;
        _startTick += _reload;
        _reload = _pendingReload;
        _pendingReload = 0;
    }

    private int CurrentCount()
    {
        Settle();
        long elapsed = Elapsed;
        int count;
        if (elapsed < 0)
        {
            count = _reload & (Modulus - 1);
        }
        else if (_mode == 2)
        {
            count = _reload - (int)(elapsed % _reload);
        }
        else if (_mode == 3)
        {
            // Counts down by two, twice per period.
            long within = elapsed % _reload;
            int half = (_reload + 1) / 2;
            count = within < half ? _reload - 2 * (int)within : _reload - 2 * (int)(within - half);
            count &= ~1;
        }
        else
        {
            // After the terminal count the counter goes on from the top.
            count = (int)(((_reload - elapsed) % Modulus + Modulus) % Modulus);
        }

        count %= Modulus;
        return _decimal ? ToDecimal(count) : count & 0xFFFF;
    }

    private bool OutputAt(long elapsed)
    {
        if (elapsed < 0)
            return _mode != 0;
        return _mode switch
        {
            0 or 1 => elapsed >= _reload,
            2 => elapsed % _reload != _reload - 1,
            3 => elapsed % _reload < (_reload + 1) / 2,
            _ => elapsed != _reload,
        };
    }

    /// <summary>Ticks from the load to the first change of the output after <paramref name="elapsed"/>; -1 for never.</summary>
    private long NextChange(long elapsed)
    {
        switch (_mode)
        {
            case 0 or 1:
                return elapsed < _reload ? _reload : -1;
            case 2:
                long period = elapsed - elapsed % _reload;
                return elapsed % _reload < _reload - 1 ? period + _reload - 1 : period + _reload;
            case 3:
                long start = elapsed - elapsed % _reload;
                int half = (_reload + 1) / 2;
                return elapsed % _reload < half ? start + half : start + _reload;
            default:
                return elapsed < _reload ? _reload : elapsed == _reload ? _reload + 1 : -1;
        }
    }

    private void OutputChanges()
    {
        Settle();
        PublishOutput();
    }

    private void PublishOutput()
    {
        if (_output is null)
            return;
        long elapsed = Elapsed;
        _output(OutputAt(elapsed));
        long next = elapsed < 0 || _pausedAt >= 0 ? -1 : NextChange(elapsed);
        if (next < 0)
            _change.Cancel();
        else
            _change.SetAt(NanosecondsAt(_startTick + next));
    }

    private static int FromDecimal(int value) =>
        (value >> 12 & 15) * 1000 + (value >> 8 & 15) * 100 + (value >> 4 & 15) * 10 + (value & 15);

    private static int ToDecimal(int value) =>
        value / 1000 % 10 << 12 | value / 100 % 10 << 8 | value / 10 % 10 << 4 | value % 10;
}
