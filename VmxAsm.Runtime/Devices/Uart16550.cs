namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The serial port of a PC: National Semiconductor's 16550A ("PC16550D Universal Asynchronous Receiver/Transmitter with FIFOs").
///
/// Eight ports, more registers: the divisor latch hides behind LCR bit 7 (DLAB), FCR is the write side of IIR. A byte written to
/// the transmitter holding register (or its FIFO) moves to the shift register and leaves after start, data, parity and stop
/// bits at the programmed rate. We hand it to the host when it is written and let only the status registers take their time.
///
/// The word length of LCR is real: with 5 data bits only 5 bits go over the wire. Programs that forget to set LCR work on
/// machines whose firmware has set 8 bits and print rubbish elsewhere; here they print the rubbish.
/// </summary>
internal sealed class Uart16550 : IPortDevice
{
    private const int FifoSize = 16;

    private readonly VirtualClock _clock;
    private readonly InterruptLine _interrupt;
    private readonly Action<byte>? _output;
    private readonly SerialSource? _input;
    private readonly VirtualClock.Alarm _transmitted;
    private readonly VirtualClock.Alarm _arrival;
    private readonly VirtualClock.Alarm _receiveTimeout;
    private readonly ByteFifo _transmitFifo = new(FifoSize);
    private readonly ByteFifo _receiveFifo = new(FifoSize);
    private readonly byte[] _receiveErrors = new byte[FifoSize];
    private int _receiveErrorCount;

    private byte _interruptEnable;
    private byte _fifoControl;
    private byte _lineControl;
    private byte _modemControl;
    private byte _lineErrors;
    private byte _modemStatus;
    private byte _scratch;
    private ushort _divisor = 1;
    private bool _shifting;
    private byte _shiftRegister;
    private bool _holdingEmptyPending;
    private bool _timeoutPending;
    private int _polls;
    private bool _listening;
    private bool _receivedInLoopback;
    private readonly Queue<byte> _returned = new();

    /// <param name="output">Receives each byte the guest sends; null for a port with nothing attached.</param>
    /// <param name="input">Bytes for the guest to receive.</param>
    public Uart16550(VirtualClock clock, InterruptLine interrupt, Action<byte>? output, SerialSource? input)
    {
        _clock = clock;
        _interrupt = interrupt;
        _output = output;
        _input = input;
        _transmitted = clock.CreateAlarm(ShiftRegisterEmpty);
        _arrival = clock.CreateAlarm(ReceiveFromHost);
        _receiveTimeout = clock.CreateAlarm(() =>
        {
            _timeoutPending = true;
            UpdateInterrupt();
        });

        // A cable with a terminal at its other end holds CTS and DSR active.
        _modemStatus = (byte)(ModemStatus.ClearToSend | ModemStatus.DataSetReady);
    }

    [Flags]
    private enum LineStatus : byte
    {
        DataReady = 0x01,
        OverrunError = 0x02,
        FramingError = 0x08,
        BreakInterrupt = 0x10,
        HoldingRegisterEmpty = 0x20,
        TransmitterEmpty = 0x40,
        ErrorInFifo = 0x80,
    }

    [Flags]
    private enum ModemStatus : byte
    {
        TrailingEdgeRing = 0x04,
        ClearToSend = 0x10,
        DataSetReady = 0x20,
        RingIndicator = 0x40,
        CarrierDetect = 0x80,
    }

    private bool DivisorLatchAccess => (_lineControl & 0x80) != 0;

    private bool FifoEnabled => (_fifoControl & 1) != 0;

    private bool Loopback => (_modemControl & 0x10) != 0;

    private byte DataMask => (byte)((1 << (5 + (_lineControl & 3))) - 1);

    private int FifoTriggerLevel => (_fifoControl >> 6) switch { 0 => 1, 1 => 4, 2 => 8, _ => 14 };

    private int TransmitCapacity => FifoEnabled ? FifoSize : 1;

    private int ReceiveCapacity => FifoEnabled ? FifoSize : 1;

    /// <summary>Start bit, data, parity, one or two stop bits, at 115,200 / divisor bits a second.</summary>
    private long CharacterNanoseconds
    {
        get
        {
            int bits = 1 + 5 + (_lineControl & 3) + ((_lineControl >> 3) & 1) + 1 + ((_lineControl >> 2) & 1);
            int divisor = _divisor == 0 ? 0x10000 : _divisor;
            return bits * divisor * 1_000_000_000L / 115_200;
        }
    }

    public uint ReadPort(ushort port, int width)
    {
        switch (port & 7)
        {
            case 0:
                return DivisorLatchAccess ? (byte)_divisor : ReadReceiveBuffer();
            case 1:
                return DivisorLatchAccess ? (byte)(_divisor >> 8) : _interruptEnable;
            case 2:
                return ReadInterruptIdentification();
            case 3:
                return _lineControl;
            case 4:
                return _modemControl;
            case 5:
                return ReadLineStatus();
            case 6:
                byte modemStatus = _modemStatus;
                _modemStatus &= 0xF0;
                UpdateInterrupt();
                return modemStatus;
            default:
                return _scratch;
        }
    }

    public void WritePort(ushort port, int width, uint value)
    {
        byte data = (byte)value;
        switch (port & 7)
        {
            case 0 when DivisorLatchAccess:
                _divisor = (ushort)((_divisor & 0xFF00) | data);
                break;
            case 0:
                WriteHoldingRegister(data);
                break;
            case 1 when DivisorLatchAccess:
                _divisor = (ushort)((_divisor & 0x00FF) | (data << 8));
                break;
            case 1:
                // Enabling the interrupt while the holding register is empty raises it at once.
                if ((data & ~_interruptEnable & 2) != 0 && _transmitFifo.Count == 0)
                    _holdingEmptyPending = true;
                _interruptEnable = (byte)(data & 0x0F);
                if ((data & 1) != 0)
                    StartListening();
                UpdateInterrupt();
                break;
            case 2:
                WriteFifoControl(data);
                break;
            case 3:
                WriteLineControl(data);
                break;
            case 4:
                _modemControl = (byte)(data & 0x1F);
                UpdateModemLines();
                break;
            case 7:
                _scratch = data;
                break;
        }
    }

    private uint ReadReceiveBuffer()
    {
        if (_receiveFifo.Count == 0)
            return 0;
        byte data = _receiveFifo.Take();
        if (_receiveErrorCount > 0)
            ShiftReceiveErrors();
        _timeoutPending = false;
        RestartReceiveTimeout();
        UpdateInterrupt();
        return data;
    }

    /// <summary>
    /// Input starts when the guest first looks whether there is any: whoever is at the other end of the line waits until the program
    /// that he wants to talk to is there, and so has programmed rate and word length.
    /// </summary>
    private void StartListening()
    {
        if (_input is null || _listening)
            return;
        _listening = true;
        _arrival.SetAfter(CharacterNanoseconds);
    }

    private byte ReadLineStatus()
    {
        StartListening();
        LineStatus status = (LineStatus)_lineErrors;
        if (_receiveFifo.Count > 0)
            status |= LineStatus.DataReady;
        if (_transmitFifo.Count == 0)
            status |= LineStatus.HoldingRegisterEmpty;
        if (_transmitFifo.Count == 0 && !_shifting)
            status |= LineStatus.TransmitterEmpty;
        if (FifoEnabled && _receiveErrorCount > 0)
            status |= LineStatus.ErrorInFifo;
        _lineErrors = 0;
        UpdateInterrupt();

        if (_transmitFifo.Count == 0 || ++_polls < 4)
            return (byte)status;
        _polls = 0;
        _clock.NotYet();
        return (byte)status;
    }

    /// <summary>IIR names the highest pending interrupt; reading it takes back "holding register empty".</summary>
    private byte ReadInterruptIdentification()
    {
        byte cause = HighestInterrupt;
        if (cause == InterruptCause.HoldingRegisterEmpty)
        {
            _holdingEmptyPending = false;
            UpdateInterrupt();
        }

        return (byte)(cause | (FifoEnabled ? 0xC0 : 0));
    }

    private void WriteHoldingRegister(byte data)
    {
        data &= DataMask;
        _polls = 0;
        if (!Loopback)
            _output?.Invoke(data);
        if (_transmitFifo.Count >= TransmitCapacity)
            _transmitFifo.TakeLast();
        _transmitFifo.Add(data);
        _holdingEmptyPending = false;
        if (!_shifting)
            LoadShiftRegister();
        UpdateInterrupt();
    }

    private void LoadShiftRegister()
    {
        _shifting = true;
        _shiftRegister = _transmitFifo.Take();
        if (_transmitFifo.Count == 0)
            _holdingEmptyPending = true;
        _transmitted.SetAfter(CharacterNanoseconds);
    }

    private void ShiftRegisterEmpty()
    {
        _shifting = false;
        if (Loopback)
            Receive(_shiftRegister, 0);
        if (_transmitFifo.Count > 0)
            LoadShiftRegister();
        UpdateInterrupt();
    }

    private void WriteFifoControl(byte data)
    {
        if (((data ^ _fifoControl) & 1) != 0)
        {
            ClearReceiver();
            _transmitFifo.Clear();
        }

        if ((data & 1) == 0)
        {
            // The other bits are only programmed together with FIFO enable.
            _fifoControl = 0;
        }
        else
        {
            if ((data & 2) != 0)
                ClearReceiver();
            if ((data & 4) != 0)
                _transmitFifo.Clear();
            _fifoControl = (byte)(data & 0xC9);
        }

        UpdateInterrupt();
    }

    private void WriteLineControl(byte data)
    {
        bool breakBegins = (data & ~_lineControl & 0x40) != 0;
        _lineControl = data;
        if (breakBegins && Loopback)
            Receive(0, (byte)(LineStatus.BreakInterrupt | LineStatus.FramingError));
    }

    /// <summary>In loopback the four modem outputs arrive at the four modem inputs; otherwise the cable decides.</summary>
    private void UpdateModemLines()
    {
        ModemStatus lines = ModemStatus.ClearToSend | ModemStatus.DataSetReady;
        if (Loopback)
        {
            lines = 0;
            if ((_modemControl & 1) != 0)
                lines |= ModemStatus.DataSetReady;
            if ((_modemControl & 2) != 0)
                lines |= ModemStatus.ClearToSend;
            if ((_modemControl & 4) != 0)
                lines |= ModemStatus.RingIndicator;
            if ((_modemControl & 8) != 0)
                lines |= ModemStatus.CarrierDetect;
        }

        ModemStatus before = (ModemStatus)(_modemStatus & 0xF0);
        byte changed = (byte)((byte)(before ^ lines) >> 4);
        byte deltas = (byte)(changed & 0x0B);
        if ((before & ~lines & ModemStatus.RingIndicator) != 0)
            deltas |= (byte)ModemStatus.TrailingEdgeRing;
        _modemStatus = (byte)((byte)lines | (_modemStatus & 0x0F) | deltas);
        UpdateInterrupt();
    }

    private void ReceiveFromHost()
    {
        if (!Loopback && _receiveFifo.Count < ReceiveCapacity && (_returned.TryDequeue(out byte data) || (!_input!.Ended && _input.TryRead(out data))))
            Receive((byte)(data & DataMask), 0);

        // A file that is read only as fast as the guest takes it never overruns the receiver.
        if (_returned.Count > 0 || !_input!.Ended)
            _arrival.SetAfter(CharacterNanoseconds);
    }

    private void Receive(byte data, byte errors)
    {
        _receivedInLoopback |= Loopback;
        if (_receiveFifo.Count >= ReceiveCapacity)
        {
            _lineErrors |= (byte)LineStatus.OverrunError;
            if (!FifoEnabled)
            {
                _receiveFifo.Clear();
                _receiveFifo.Add(data);
            }
        }
        else
        {
            _receiveErrors[_receiveFifo.Count] = errors;
            _receiveFifo.Add(data);
            if (errors != 0)
                _receiveErrorCount++;
            if (_receiveFifo.Count == 1)
                _lineErrors |= errors;
        }

        RestartReceiveTimeout();
        UpdateInterrupt();
    }

    /// <summary>Errors belong to characters: LSR shows them when their character comes to the top of the FIFO.</summary>
    private void ShiftReceiveErrors()
    {
        if (_receiveErrors[0] != 0)
            _receiveErrorCount--;
        Array.Copy(_receiveErrors, 1, _receiveErrors, 0, FifoSize - 1);
        _receiveErrors[FifoSize - 1] = 0;
        if (_receiveFifo.Count > 0)
            _lineErrors |= _receiveErrors[0];
    }

    /// <summary>
    /// What the guest throws away by clearing its FIFO comes again: a driver clears it when it looks for the port and when it opens it, and whoever typed has not been
    /// seen by then. The wait of a character before the next one is what keeps the reads that follow such a clearing from taking it.
    /// </summary>
    private void ClearReceiver()
    {
        if (_listening && !_receivedInLoopback && _receiveFifo.Count > 0)
        {
            int laterOnes = _returned.Count;
            while (_receiveFifo.Count > 0)
                _returned.Enqueue(_receiveFifo.Take());
            for (; laterOnes > 0; laterOnes--)
                _returned.Enqueue(_returned.Dequeue());
        }

        if (_listening && (_returned.Count > 0 || _arrival.IsSet))
            _arrival.SetAfter(CharacterNanoseconds);
        _receivedInLoopback = false;
        _receiveFifo.Clear();
        Array.Clear(_receiveErrors);
        _receiveErrorCount = 0;
        _timeoutPending = false;
        _receiveTimeout.Cancel();
    }

    /// <summary>Characters below the trigger level are announced after four character times of silence.</summary>
    private void RestartReceiveTimeout()
    {
        if (FifoEnabled && _receiveFifo.Count > 0)
            _receiveTimeout.SetAfter(4 * CharacterNanoseconds);
        else
            _receiveTimeout.Cancel();
    }

    private static class InterruptCause
    {
        public const byte None = 1;
        public const byte ModemStatus = 0;
        public const byte HoldingRegisterEmpty = 2;
        public const byte ReceivedData = 4;
        public const byte LineStatus = 6;
        public const byte CharacterTimeout = 12;
    }

    private byte HighestInterrupt
    {
        get
        {
            if ((_interruptEnable & 4) != 0 && _lineErrors != 0)
                return InterruptCause.LineStatus;
            if ((_interruptEnable & 1) != 0 && _receiveFifo.Count >= (FifoEnabled ? FifoTriggerLevel : 1))
                return InterruptCause.ReceivedData;
            if ((_interruptEnable & 1) != 0 && _timeoutPending)
                return InterruptCause.CharacterTimeout;
            if ((_interruptEnable & 2) != 0 && _holdingEmptyPending)
                return InterruptCause.HoldingRegisterEmpty;
            if ((_interruptEnable & 8) != 0 && (_modemStatus & 0x0F) != 0)
                return InterruptCause.ModemStatus;
            return InterruptCause.None;
        }
    }

    /// <summary>On a PC, OUT2 opens the gate between the chip's interrupt pin and the interrupt controller.</summary>
    private void UpdateInterrupt() =>
        _interrupt.Set(HighestInterrupt != InterruptCause.None && (_modemControl & 0x08) != 0 && !Loopback);
}
