namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The 8259A programmable interrupt controller ("8259A Programmable Interrupt Controller", Intel 231468).
///
/// A request sets a bit of IRR; the acknowledge cycle moves it to ISR, where it holds back requests of its own and lower
/// priority until an end-of-interrupt command. Four initialisation words (ICW1 to ICW4) program the vector base and the modes, three
/// operation words (OCW1 to OCW3) everything after. Requests are latched on a rising edge, and the latch is
/// transparent: a request that goes away before it is acknowledged leaves a spurious interrupt 7.
/// </summary>
internal sealed class Pic8259 : IPortDevice
{
    private readonly bool _isMaster;
    private readonly Action<bool> _output;
    private byte _lines;
    private byte _requests;
    private byte _inService;
    private byte _mask;
    private byte _lowestPriority = 7;
    private byte _vectorBase;
    private int _initialisationStep;
    private bool _needsIcw3;
    private bool _needsIcw4;
    private bool _autoEndOfInterrupt;
    private bool _rotateOnAutoEnd;
    private bool _specialMask;
    private bool _specialFullyNested;
    private bool _levelTriggered;
    private bool _readInService;
    private bool _poll;
    private bool _intr;

    /// <param name="isMaster">The chip whose input 2 is the other chip's output.</param>
    /// <param name="output">Told when the INT pin changes.</param>
    public Pic8259(bool isMaster, Action<bool> output)
    {
        _isMaster = isMaster;
        _output = output;
    }

    /// <summary>The INT pin.</summary>
    public bool Output => _intr;

    /// <summary>ELCR: inputs that are level triggered whatever ICW1 says (PCI interrupts).</summary>
    public byte EdgeLevelControl { get; set; }

    public byte Mask => _mask;

    public byte Requests => _requests;

    public byte InService => _inService;

    public byte VectorBase => _vectorBase;

    /// <summary>False when no input could raise INT as things are: all are masked, or held back by what is in service.</summary>
    public bool CanInterrupt => HighestOf((byte)~_mask) >= 0;

    public void SetLine(int input, bool level)
    {
        byte bit = (byte)(1 << input);
        bool levelTriggered = _levelTriggered || (EdgeLevelControl & bit) != 0;
        if (!level)
        {
            _lines &= (byte)~bit;
            _requests &= (byte)~bit;
        }
        else if (levelTriggered || (_lines & bit) == 0)
        {
            _lines |= bit;
            _requests |= bit;
        }

        UpdateOutput();
    }

    /// <summary>The acknowledge cycle: the highest request enters service.</summary>
    /// <returns>The input acknowledged, and 7 with nothing in service when the request has gone.</returns>
    public int Acknowledge()
    {
        int input = HighestRequest();
        if (input < 0)
        {
            UpdateOutput();
            return 7;
        }

        byte bit = (byte)(1 << input);
        bool levelTriggered = _levelTriggered || (EdgeLevelControl & bit) != 0;
        if (!levelTriggered)
            _requests &= (byte)~bit;
        if (!_autoEndOfInterrupt)
            _inService |= bit;
        else if (_rotateOnAutoEnd)
            _lowestPriority = (byte)input;

        // INT drops with every acknowledge and rises again for what is still waiting: an edge for a master.
        _intr = false;
        _output(false);
        UpdateOutput();
        return input;
    }

    public uint ReadPort(ushort port, int width)
    {
        if (_poll)
        {
            _poll = false;
            int input = HighestRequest();
            if (input < 0)
                return 0;
            Acknowledge();
            return (uint)(0x80 | input);
        }

        if ((port & 1) != 0)
            return _mask;
        return _readInService ? _inService : _requests;
    }

    public void WritePort(ushort port, int width, uint value)
    {
        byte data = (byte)value;
        if ((port & 1) != 0)
            WriteOddPort(data);
        else if ((data & 0x10) != 0)
            BeginInitialisation(data);
        else if ((data & 0x08) != 0)
            WriteOcw3(data);
        else
            WriteOcw2(data);
    }

    private void BeginInitialisation(byte icw1)
    {
        _initialisationStep = 2;
        _needsIcw3 = (icw1 & 2) == 0;
        _needsIcw4 = (icw1 & 1) != 0;
        _levelTriggered = (icw1 & 8) != 0;
        _mask = 0;
        _inService = 0;
        _requests = 0;
        _lowestPriority = 7;
        _specialMask = false;
        _readInService = false;
        _autoEndOfInterrupt = false;
        _rotateOnAutoEnd = false;
        _specialFullyNested = false;
        _poll = false;
        if (_levelTriggered)
            _requests = _lines;
        UpdateOutput();
    }

    private void WriteOddPort(byte data)
    {
        switch (_initialisationStep)
        {
            case 2:
                _vectorBase = (byte)(data & 0xF8);
                _initialisationStep = _needsIcw3 ? 3 : _needsIcw4 ? 4 : 0;
                break;
            case 3:
                _initialisationStep = _needsIcw4 ? 4 : 0;
                break;
            case 4:
                _autoEndOfInterrupt = (data & 2) != 0;
                _specialFullyNested = (data & 0x10) != 0;
                _initialisationStep = 0;
                break;
            default:
                _mask = data;
                break;
        }

        UpdateOutput();
    }

    /// <summary>OCW2: end of interrupt and rotation; bits 7 to 5 are R, SL and EOI.</summary>
    private void WriteOcw2(byte data)
    {
        int level = data & 7;
        switch (data >> 5)
        {
            case 0b000:
                _rotateOnAutoEnd = false;
                break;
            case 0b001:
                EndHighest(rotate: false);
                break;
            case 0b011:
                _inService &= (byte)~(1 << level);
                break;
            case 0b100:
                _rotateOnAutoEnd = true;
                break;
            case 0b101:
                EndHighest(rotate: true);
                break;
            case 0b110:
                _lowestPriority = (byte)level;
                break;
            case 0b111:
                _inService &= (byte)~(1 << level);
                _lowestPriority = (byte)level;
                break;
        }

        UpdateOutput();
    }

    private void WriteOcw3(byte data)
    {
        if ((data & 0x40) != 0)
            _specialMask = (data & 0x20) != 0;
        if ((data & 0x02) != 0)
            _readInService = (data & 0x01) != 0;
        _poll = (data & 0x04) != 0;
        UpdateOutput();
    }

    /// <summary>Non-specific end of interrupt: the highest priority in service; in special mask mode, masked ones are passed over.</summary>
    private void EndHighest(bool rotate)
    {
        for (int i = 1; i <= 8; i++)
        {
            int input = (_lowestPriority + i) & 7;
            byte bit = (byte)(1 << input);
            if ((_inService & bit) == 0 || (_specialMask && (_mask & bit) != 0))
                continue;
            _inService &= (byte)~bit;
            if (rotate)
                _lowestPriority = (byte)input;
            return;
        }
    }

    /// <summary>The request that would be acknowledged now, or -1.</summary>
    private int HighestRequest() => HighestOf((byte)(_requests & ~_mask));

    /// <summary>The input that would be acknowledged if these were requested; -1 when none would.</summary>
    private int HighestOf(byte waiting)
    {
        if (waiting == 0)
            return -1;
        for (int i = 1; i <= 8; i++)
        {
            int input = (_lowestPriority + i) & 7;
            byte bit = (byte)(1 << input);
            bool inService = (_inService & bit) != 0;

            // In special fully nested mode the other chip may interrupt again while one of its interrupts is in service.
            if (inService && _specialFullyNested && _isMaster && input == 2 && (waiting & bit) != 0)
                return input;
            if (inService && !_specialMask)
                return -1;
            if (!inService && (waiting & bit) != 0)
                return input;
        }

        return -1;
    }

    private void UpdateOutput()
    {
        bool intr = _initialisationStep == 0 && HighestRequest() >= 0;
        if (intr == _intr)
            return;
        _intr = intr;
        _output(intr);
    }
}

/// <summary>The two controllers of an AT: the second one's output is input 2 of the first.</summary>
internal sealed class PicPair : IInterruptInput, IPortDevice
{
    /// <param name="output">Told when the pair's INT pin changes.</param>
    public PicPair(Action<bool> output)
    {
        Master = new Pic8259(isMaster: true, output);
        Slave = new Pic8259(isMaster: false, level => Master.SetLine(2, level));
    }

    public Pic8259 Master { get; }

    public Pic8259 Slave { get; }

    public void Attach(PortBus ports)
    {
        ports.Claim(0x20, 2, Master);
        ports.Claim(0xA0, 2, Slave);
        ports.Claim(0x4D0, 2, this);
    }

    public void SetLine(int number, bool level)
    {
        if (number < 8)
            Master.SetLine(number, level);
        else
            Slave.SetLine(number - 8, level);
    }

    /// <summary>The processor's acknowledge cycle.</summary>
    /// <returns>The vector.</returns>
    public byte Acknowledge()
    {
        int input = Master.Acknowledge();
        if (input != 2)
            return (byte)(Master.VectorBase + input);
        return (byte)(Slave.VectorBase + Slave.Acknowledge());
    }

    /// <summary>The edge/level control registers of the PCI-to-ISA bridge.</summary>
    public uint ReadPort(ushort port, int width) => port == 0x4D0 ? Master.EdgeLevelControl : Slave.EdgeLevelControl;

    public void WritePort(ushort port, int width, uint value)
    {
        // The timer, keyboard, cascade, clock and coprocessor inputs are always edge triggered.
        if (port == 0x4D0)
            Master.EdgeLevelControl = (byte)(value & 0xF8);
        else
            Slave.EdgeLevelControl = (byte)(value & 0xDE);
    }
}
