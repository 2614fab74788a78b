namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The 8254 programmable interval timer ("8254 Programmable Interval Timer", Intel 231164): three 16-bit down counters at 1.193182 MHz.
/// On a PC counter 0 drives IRQ 0, counter 1 once asked for memory refresh, counter 2 drives the speaker and can be gated and
/// watched through port 0x61.
/// </summary>
internal sealed class Pit8254 : IPortDevice
{
    private const long RefreshNanoseconds = 15_085;

    private readonly VirtualClock _clock;
    private readonly PitCounter[] _counters;

    public Pit8254(VirtualClock clock, InterruptLine interrupt)
    {
        _clock = clock;
        _counters = [new PitCounter(clock, interrupt.Set), new PitCounter(clock, null), new PitCounter(clock, null)];
        _counters[2].SetGate(false);
    }

    /// <summary>The counter that the speaker hangs on: its gate is bit 0 of port 0x61, its output bit 5.</summary>
    public PitCounter Speaker => _counters[2];

    /// <summary>The memory refresh signal, bit 4 of port 0x61: a square wave of about 66 kHz that old delay loops count.</summary>
    public bool RefreshToggle => _clock.Now / RefreshNanoseconds % 2 != 0;

    /// <summary>When it changes next.</summary>
    public long NextRefresh => (_clock.Now / RefreshNanoseconds + 1) * RefreshNanoseconds;

    public void Attach(PortBus ports) => ports.Claim(0x40, 4, this);

    public uint ReadPort(ushort port, int width)
    {
        int index = port & 3;
        return index == 3 ? 0xFFu : _counters[index].Read();
    }

    public void WritePort(ushort port, int width, uint value)
    {
        int index = port & 3;
        if (index != 3)
            _counters[index].Write((byte)value);
        else if (value >> 6 != 3)
            _counters[value >> 6].Control((byte)value);
        else
            ReadBack((byte)value);
    }

    /// <summary>The 8254's addition to the 8253: latch counts and status of several counters with one command.</summary>
    private void ReadBack(byte command)
    {
        for (int i = 0; i < 3; i++)
        {
            if ((command & (2 << i)) == 0)
                continue;
            if ((command & 0x20) == 0)
                _counters[i].LatchCount();
            if ((command & 0x10) == 0)
                _counters[i].LatchStatus();
        }
    }
}
