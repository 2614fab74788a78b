using VmxAsm.Architecture.Processor;

namespace VmxAsm.Runtime.Cpu;

// Performance counters ("Architectural Performance Monitoring")
// ----------------------------------------------------------------
// Time is virtual, so a counter need not be kept while the program runs: what it has counted follows from the time that has passed since it was looked at last.
// Two things are counted, instructions and cycles; an instruction takes as many cycles as its ten nanoseconds have ticks of the time stamp. Other events, cache misses for
// instance, are not counted. A counter that overflows says so in IA32_PERF_GLOBAL_STATUS; there is no interrupt for it.
public sealed unsafe partial class Processor
{
    private const int FirstFixed = 32;

    // All counters of a processor have one width.
    private ulong CounterMask => (1UL << ((int)Model.Cpuid(0x0A, 0).Eax >> 16 & 0xFF)) - 1;

    // By their bits in IA32_PERF_GLOBAL_CTRL: general-purpose counters from 0 on, fixed ones from 32 on.
    private readonly ulong[] _counters = new ulong[FirstFixed + 3];
    private readonly uint[] _eventSelects = new uint[4];
    private ulong _perfGlobalCtrl, _perfGlobalStatus, _fixedCounterControl, _countedTicks;
    private long _countedInstructions;

    /// <summary>IA32_PERF_GLOBAL_CTRL: which counters are on.</summary>
    internal ulong PerfGlobalCtrl
    {
        get => _perfGlobalCtrl;
        set
        {
            Count();
            _perfGlobalCtrl = value;
        }
    }

    /// <summary>RDPMC; false where there is no such counter.</summary>
    internal bool TryReadCounter(uint selector, out ulong value)
    {
        const uint Fixed = 0x4000_0000;
        uint number = (selector & Fixed) != 0 ? (selector & ~Fixed) + FirstFixed : selector;
        value = 0;
        if (number > 63 || (Model.PerformanceCounterBits >> (int)number & 1) == 0)
            return false;
        Count();
        value = _counters[number];
        return true;
    }

    // Brings the counters up to now, as they have been set until now.
    private void Count()
    {
        ulong instructions = (ulong)(InstructionsNow - _countedInstructions), ticks = TicksSincePowerOn - _countedTicks;
        _countedInstructions = InstructionsNow;
        _countedTicks = TicksSincePowerOn;
        for (ulong left = _perfGlobalCtrl & Model.PerformanceCounterBits; left != 0; left &= left - 1)
        {
            int number = System.Numerics.BitOperations.TrailingZeroCount(left);
            ulong value = _counters[number] + Events(number, instructions, ticks);
            if (value > CounterMask)
                _perfGlobalStatus |= 1UL << number;
            _counters[number] = value & CounterMask;
        }
    }

    private ulong Events(int counter, ulong instructions, ulong ticks)
    {
        if (counter >= FirstFixed)
        {
            // Four bits for each, of which the lower two say at which privilege: instructions, cycles, reference cycles.
            bool isOn = (_fixedCounterControl >> (4 * (counter - FirstFixed)) & 3) != 0;
            return !isOn ? 0 : counter == FirstFixed ? instructions : ticks;
        }
        const uint Enabled = 1 << 22, Privileges = 3 << 16;
        uint select = _eventSelects[counter];
        if ((select & Enabled) == 0 || (select & Privileges) == 0)
            return 0;
        return (select & 0xFFFF) switch
        {
            0x00C0 => instructions,
            0x003C or 0x013C => ticks,
            _ => 0,
        };
    }

    private static bool IsCounter(Msr msr) => msr is >= Msr.Ia32Pmc0 and <= Msr.Ia32Pmc3 or >= Msr.Ia32PerfEvtSel0 and <= Msr.Ia32PerfEvtSel3
        or >= Msr.Ia32FixedCtr0 and <= Msr.Ia32FixedCtr2 or >= Msr.Ia32FixedCtrCtrl and <= Msr.Ia32PerfGlobalOvfCtrl;

    private ulong ReadCounterMsr(Msr msr)
    {
        Count();
        return msr switch
        {
            >= Msr.Ia32Pmc0 and <= Msr.Ia32Pmc3 => _counters[msr - Msr.Ia32Pmc0],
            >= Msr.Ia32PerfEvtSel0 and <= Msr.Ia32PerfEvtSel3 => _eventSelects[msr - Msr.Ia32PerfEvtSel0],
            >= Msr.Ia32FixedCtr0 and <= Msr.Ia32FixedCtr2 => _counters[FirstFixed + (int)(msr - Msr.Ia32FixedCtr0)],
            Msr.Ia32FixedCtrCtrl => _fixedCounterControl,
            Msr.Ia32PerfGlobalStatus => _perfGlobalStatus,
            Msr.Ia32PerfGlobalCtrl => _perfGlobalCtrl,
            _ => 0,
        };
    }

    private void WriteCounterMsr(Msr msr, ulong value)
    {
        Count();
        switch (msr)
        {
            // Of general-purpose counters the lower half is written, and its sign extended.
            case >= Msr.Ia32Pmc0 and <= Msr.Ia32Pmc3: _counters[msr - Msr.Ia32Pmc0] = (ulong)(int)value & CounterMask; break;
            case >= Msr.Ia32PerfEvtSel0 and <= Msr.Ia32PerfEvtSel3: _eventSelects[msr - Msr.Ia32PerfEvtSel0] = (uint)value; break;
            case >= Msr.Ia32FixedCtr0 and <= Msr.Ia32FixedCtr2: _counters[FirstFixed + (int)(msr - Msr.Ia32FixedCtr0)] = value & CounterMask; break;
            case Msr.Ia32FixedCtrCtrl: _fixedCounterControl = value; break;
            case Msr.Ia32PerfGlobalOvfCtrl: _perfGlobalStatus &= ~value; break;
            case Msr.Ia32PerfGlobalCtrl: _perfGlobalCtrl = value; break;
        }
    }

    private void ResetCounters()
    {
        Array.Clear(_counters);
        Array.Clear(_eventSelects);
        _perfGlobalStatus = _fixedCounterControl = 0;
        _countedInstructions = InstructionsNow;
        _countedTicks = TicksSincePowerOn;
        _perfGlobalCtrl = Msrs.ResetValue(Msrs.Find((uint)Msr.Ia32PerfGlobalCtrl)!, Model);
    }
}
