namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The real-time clock and the CMOS memory around it (Motorola MC146818, "Real-Time Clock plus RAM"): 128 bytes behind an index port
/// 0x70 and a data port 0x71. Bytes 0 to 9 are time and alarm, 0x0A to 0x0D status registers A to D, the rest is memory that
/// firmware uses for its configuration. Bit 7 of the index port masks the processor's NMI.
///
/// The clock starts at a fixed date, so that every run shows the guest the same time.
/// </summary>
internal sealed class CmosRtc : IPortDevice
{
    private const int Seconds = 0, SecondsAlarm = 1, Minutes = 2, MinutesAlarm = 3, Hours = 4, HoursAlarm = 5;
    private const int DayOfWeek = 6, DayOfMonth = 7, Month = 8, Year = 9, StatusA = 10, StatusB = 11, StatusC = 12, StatusD = 13;
    private const int Century = 0x32;

    private const byte SetTime = 0x80, PeriodicEnable = 0x40, AlarmEnable = 0x20, UpdateEnable = 0x10, Binary = 0x04, Hours24 = 0x02;
    private const byte PeriodicFlag = 0x40, AlarmFlag = 0x20, UpdateFlag = 0x10;
    private const long Second = 1_000_000_000;

    /// <summary>Update in progress is shown for 244 microseconds before the registers change.</summary>
    private const long UpdateLead = 244_000;

    private readonly VirtualClock _clock;
    private readonly InterruptLine _interrupt;
    private readonly VirtualClock.Alarm _update;
    private readonly VirtualClock.Alarm _periodic;
    private readonly byte[] _memory = new byte[128];
    private DateTime _now;
    private byte _index;
    private long _flagsReadAt;

    /// <param name="start">The time shown at power-on.</param>
    public CmosRtc(VirtualClock clock, InterruptLine interrupt, DateTime start)
    {
        _clock = clock;
        _interrupt = interrupt;
        _now = start;
        _memory[StatusA] = 0x26;
        _memory[StatusB] = Hours24;
        _memory[StatusD] = 0x80;
        StoreTime();
        _update = clock.CreateAlarm(UpdateCycle);
        _periodic = clock.CreateAlarm(PeriodicTick);
        _update.SetAfter(Second);
    }

    /// <summary>True while bit 7 of the index port keeps NMI from the processor.</summary>
    public bool NmiMasked => (_index & 0x80) != 0;

    /// <summary>The configuration bytes as firmware finds them.</summary>
    public Span<byte> Memory => _memory;

    private bool IsRunning => (_memory[StatusA] & 0x70) == 0x20 && (_memory[StatusB] & SetTime) == 0;

    /// <summary>What status register A's rate means: 32,768 Hz divided by 2^(rate-1); rates 1 and 2 are those of 8 and 9.</summary>
    private long PeriodNanoseconds
    {
        get
        {
            int rate = _memory[StatusA] & 15;
            if (rate == 0)
                return 0;
            if (rate <= 2)
                rate += 7;
            return Second * (1 << (rate - 1)) / 32_768;
        }
    }

    public void Attach(PortBus ports) => ports.Claim(0x70, 2, this);

    public uint ReadPort(ushort port, int width)
    {
        if ((port & 1) == 0)
            return 0xFF;
        int register = _index & 0x7F;
        switch (register)
        {
            case StatusA:
                bool updating = IsRunning && _update.IsSet && _update.DueAt - _clock.Now <= UpdateLead;
                return (uint)(_memory[StatusA] | (updating ? 0x80 : 0));
            case StatusC:
                byte flags = (byte)(_memory[StatusC] | UnseenPeriod());
                _memory[StatusC] = 0;
                _interrupt.Set(false);
                SchedulePeriodic();
                return flags;
            default:
                return _memory[register];
        }
    }

    public void WritePort(ushort port, int width, uint value)
    {
        if ((port & 1) == 0)
        {
            _index = (byte)value;
            return;
        }

        int register = _index & 0x7F;
        byte data = (byte)value;
        switch (register)
        {
            case StatusA:
                _memory[StatusA] = (byte)(data & 0x7F);
                SchedulePeriodic();
                break;
            case StatusB:
                // Stopping the clock for a setting also takes back the update interrupt.
                if ((data & SetTime) != 0)
                    data &= unchecked((byte)~UpdateEnable);
                _memory[StatusB] = data;
                SchedulePeriodic();
                UpdateInterrupt();
                break;
            case StatusC or StatusD:
                break;
            case <= Year or Century:
                _memory[register] = data;
                if (register is not (SecondsAlarm or MinutesAlarm or HoursAlarm))
                    LoadTime();
                break;
            default:
                _memory[register] = data;
                break;
        }
    }

    private void UpdateCycle()
    {
        _update.SetAfter(Second);
        if (!IsRunning)
            return;
        _now = _now.AddSeconds(1);
        StoreTime();
        byte flags = UpdateFlag;
        if (AlarmMatches(SecondsAlarm, Seconds) && AlarmMatches(MinutesAlarm, Minutes) && AlarmMatches(HoursAlarm, Hours))
            flags |= AlarmFlag;
        Raise(flags);
    }

    /// <summary>An alarm byte of 0xC0 or more means "any".</summary>
    private bool AlarmMatches(int alarm, int time) => _memory[alarm] >= 0xC0 || _memory[alarm] == _memory[time];

    private void PeriodicTick()
    {
        Raise(PeriodicFlag);
        SchedulePeriodic();
    }

    /// <summary>Ticks only while someone can notice: enabled, and not yet flagged.</summary>
    private void SchedulePeriodic()
    {
        long period = PeriodNanoseconds;
        if (period == 0 || (_memory[StatusB] & PeriodicEnable) == 0 || (_memory[StatusC] & PeriodicFlag) != 0)
        {
            _periodic.Cancel();
            return;
        }

        if (!_periodic.IsSet)
            _periodic.SetAt((_clock.Now / period + 1) * period);
    }

    /// <summary>The periodic flag comes whether or not its interrupt is enabled; without it nobody sees when, so it is found out on reading.</summary>
    private byte UnseenPeriod()
    {
        long period = PeriodNanoseconds, before = _flagsReadAt;
        _flagsReadAt = _clock.Now;
        return period != 0 && _clock.Now / period != before / period ? PeriodicFlag : (byte)0;
    }

    private void Raise(byte flags)
    {
        _memory[StatusC] |= flags;
        UpdateInterrupt();
    }

    private void UpdateInterrupt()
    {
        bool pending = (_memory[StatusC] & _memory[StatusB] & (PeriodicEnable | AlarmEnable | UpdateEnable)) != 0;
        if (pending)
            _memory[StatusC] |= 0x80;
        _interrupt.Set(pending);
    }

    private void StoreTime()
    {
        _memory[Seconds] = Encode(_now.Second);
        _memory[Minutes] = Encode(_now.Minute);
        _memory[Hours] = EncodeHour(_now.Hour);
        _memory[DayOfWeek] = Encode((int)_now.DayOfWeek + 1);
        _memory[DayOfMonth] = Encode(_now.Day);
        _memory[Month] = Encode(_now.Month);
        _memory[Year] = Encode(_now.Year % 100);
        _memory[Century] = Encode(_now.Year / 100);
    }

    /// <summary>Takes over what the guest wrote: the date when it exists, the time when it does.</summary>
    private void LoadTime()
    {
        int year = Decode(_memory[Century]) * 100 + Decode(_memory[Year]);
        int month = Decode(_memory[Month]);
        int day = Decode(_memory[DayOfMonth]);
        if (year is >= 1 and <= 9998 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month))
            _now = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified) + _now.TimeOfDay;
        int hour = DecodeHour(_memory[Hours]);
        int minute = Decode(_memory[Minutes]);
        int second = Decode(_memory[Seconds]);
        if (hour < 24 && minute < 60 && second < 60)
            _now = _now.Date + new TimeSpan(hour, minute, second);
    }

    private byte Encode(int value) => (byte)((_memory[StatusB] & Binary) != 0 ? value : value / 10 << 4 | value % 10);

    private int Decode(byte value) => (_memory[StatusB] & Binary) != 0 ? value : (value >> 4) * 10 + (value & 15);

    private byte EncodeHour(int hour)
    {
        if ((_memory[StatusB] & Hours24) != 0)
            return Encode(hour);
        return (byte)(Encode(hour % 12 == 0 ? 12 : hour % 12) | (hour >= 12 ? 0x80 : 0));
    }

    private int DecodeHour(byte value)
    {
        if ((_memory[StatusB] & Hours24) != 0)
            return Decode(value);
        return Decode((byte)(value & 0x7F)) % 12 + ((value & 0x80) != 0 ? 12 : 0);
    }
}
