namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The ACPI fixed-hardware registers of the PIIX4 ("Advanced Configuration and Power Interface", section "ACPI Hardware
/// Specification"): PM1 status, enable and control, and the 3.579545 MHz power management timer. They answer at 0x600, where QEMU
/// has them and our BIOS puts them, at 0xB000, where Bochs has them, and where the PCI base address register says.
/// </summary>
internal sealed class PowerManagement : IPortDevice
{
    private const int Status = 0, Enable = 2, Control = 4, Timer = 8;
    private const uint SleepEnable = 0x2000;
    private const long TimerFrequency = 3_579_545;

    /// <summary>The APM ports of the same chip: a write asks firmware's management mode for something, which we do at once.</summary>
    private const ushort ApmControl = 0xB2, ApmStatus = 0xB3;

    private readonly VirtualClock _clock;
    private readonly ISystemEvents _events;
    private readonly PortBus _ports;
    private ushort _enable;
    private ushort _control = 1;
    private byte _apmControl;
    private byte _apmStatus;
    private int _programmedBase;

    public PowerManagement(VirtualClock clock, ISystemEvents events, PortBus ports)
    {
        _clock = clock;
        _events = events;
        _ports = ports;
    }

    public void Attach()
    {
        _ports.Claim(0x600, 0x40, this, maxWidth: 4);
        _ports.Claim(0xB000, 0x40, this, maxWidth: 4);
        _ports.Claim(ApmControl, 2, this);
    }

    /// <summary>The base address register of the PCI function was written.</summary>
    public void SetBase(int address)
    {
        if (_programmedBase is not (0 or 0x600 or 0xB000))
            _ports.Release(_programmedBase, 0x40);
        _programmedBase = address;
        if (address != 0)
            _ports.Claim(address, 0x40, this, maxWidth: 4);
    }

    public uint ReadPort(ushort port, int width)
    {
        if (port == ApmControl)
            return _apmControl;
        if (port == ApmStatus)
            return _apmStatus;
        int register = port & 0x3F;
        uint whole = (register & ~3) switch
        {
            Status => (uint)(_enable << 16),
            Control => _control,
            Timer => TimerValue,
            _ => 0,
        };
        whole >>= (register & 3) * 8;
        return width == 4 ? whole : whole & ((1u << (width * 8)) - 1);
    }

    public void WritePort(ushort port, int width, uint value)
    {
        switch (port)
        {
            case ApmControl:
                _apmControl = (byte)value;

                // 0xF1 and 0xF0 switch ACPI mode on and off in the firmware tables that Bochs' and QEMU's BIOSes build.
                if (value == 0xF1)
                    _control |= 1;
                else if (value == 0xF0)
                    _control &= 0xFFFE;
                return;
            case ApmStatus:
                _apmStatus = (byte)value;
                return;
        }

        int register = port & 0x3F;
        switch (register)
        {
            case Enable:
                _enable = (ushort)value;
                break;
            case Control:
                if (width == 1)
                    value |= _control & 0xFF00u;
                _control = (ushort)(value & ~SleepEnable);
                if ((value & SleepEnable) != 0)
                    _events.PowerOff();
                break;
            case Control + 1:
                _control = (ushort)((_control & 0xFFu) | (value << 8 & ~SleepEnable));
                if ((value << 8 & SleepEnable) != 0)
                    _events.PowerOff();
                break;
        }
    }

    private uint TimerValue
    {
        get
        {
            long now = _clock.Now;
            long ticks = now / 1_000_000_000 * TimerFrequency + now % 1_000_000_000 * TimerFrequency / 1_000_000_000;
            return (uint)(ticks & 0xFFFFFF);
        }
    }
}
