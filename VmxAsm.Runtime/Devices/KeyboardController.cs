namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The 8042 keyboard controller (IBM PS/2 Technical Reference, "Keyboard and Auxiliary Device Controller"): a small computer with a data
/// port 0x60 and a command/status port 0x64. It talks to keyboard and mouse, translates the keyboard's scan code set 2 to the set 1 that PC
/// software knows, and, because it had pins to spare, switches address line 20 and resets the processor.
/// </summary>
internal sealed class KeyboardController : IPortDevice
{
    private const byte SelfTestPassed = 0x55;
    private const byte OutputFull = 0x01, SystemFlag = 0x04, LastWasCommand = 0x08, NotLocked = 0x10, FromMouse = 0x20;

    /// <summary>What is written to port 0x64.</summary>
#pragma warning disable format
    private const byte
        ReadMemory = 0x20,       ReadMemoryLast = 0x3F,
        WriteMemory = 0x60,      WriteMemoryLast = 0x7F,
        DisableMouse = 0xA7,     EnableMouse = 0xA8,      TestMouse = 0xA9,
        SelfTest = 0xAA,         TestKeyboard = 0xAB,
        DisableKeyboard = 0xAD,  EnableKeyboard = 0xAE,
        ReadInputPort = 0xC0,    ReadOutputPort = 0xD0,   WriteOutputPort = 0xD1,
        WriteKeyboardBuffer = 0xD2, WriteMouseBuffer = 0xD3, WriteToMouse = 0xD4,
        CloseA20 = 0xDD,         OpenA20 = 0xDF,          PulseOutputPort = 0xF0;
#pragma warning restore format

    // Bits of the command byte, which is the first of the memory.
    private const byte KeyboardInterrupt = 0x01, MouseInterrupt = 0x02, KeyboardDisabled = 0x10, MouseDisabled = 0x20, Translate = 0x40;

    /// <summary>A byte needs about this long from the device over its serial wire.</summary>
    private const long ByteNanoseconds = 500_000;

    private readonly VirtualClock _clock;
    private readonly InterruptLine _keyboardLine;
    private readonly InterruptLine _mouseLine;
    private readonly A20Gate _a20;
    private readonly Action _reset;
    private readonly VirtualClock.Alarm _transfer;
    private readonly ByteFifo _replies = new(64);
    private readonly byte[] _memory = new byte[32];
    private byte _pendingCommand;
    private byte _outputBuffer;
    private bool _outputFull;
    private bool _outputFromMouse;
    private bool _lastWasCommand;

    public KeyboardController(VirtualClock clock, InterruptLine keyboardLine, InterruptLine mouseLine, A20Gate a20, Action reset)
    {
        _clock = clock;
        _keyboardLine = keyboardLine;
        _mouseLine = mouseLine;
        _a20 = a20;
        _reset = reset;
        _transfer = clock.CreateAlarm(MoveToOutputBuffer);
        Keyboard = new Keyboard(BytesWaiting);
        Mouse = new Mouse(BytesWaiting);
        CommandByte = SystemFlag | KeyboardDisabled | MouseDisabled;
    }

    public Keyboard Keyboard { get; }

    public Mouse Mouse { get; }

    private byte CommandByte
    {
        get => _memory[0];
        set => _memory[0] = value;
    }

    /// <summary>Types a text; characters that no key has are left out.</summary>
    public void Type(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
            Keyboard.Press(ScanCodes.ForCharacter(character));
    }

    public void Attach(PortBus ports)
    {
        ports.Claim(0x60, 1, this);
        ports.Claim(0x64, 1, this);
    }

    public uint ReadPort(ushort port, int width)
    {
        if (port == 0x64)
        {
            if (!_outputFull && _transfer.IsSet)
                _clock.NotYet();
            return Status;
        }

        if (!_outputFull)
            return _outputBuffer;
        _outputFull = false;
        _keyboardLine.Set(false);
        _mouseLine.Set(false);
        BytesWaiting();
        return _outputBuffer;
    }

    public void WritePort(ushort port, int width, uint value)
    {
        if (port == 0x64)
        {
            _lastWasCommand = true;
            Command((byte)value);
        }
        else
        {
            _lastWasCommand = false;
            Data((byte)value);
        }
    }

    private uint Status =>
        (uint)((_outputFull ? OutputFull : 0) | (CommandByte & SystemFlag) | (_lastWasCommand ? LastWasCommand : 0) | NotLocked
            | (_outputFull && _outputFromMouse ? FromMouse : 0));

    /// <summary>Bytes of the keyboard that the guest has not taken yet, in the buffer of the controller as well.</summary>
    public bool HasKeyboardBytes => Keyboard.HasOutput || (_outputFull && !_outputFromMouse);

    private void Command(byte command)
    {
        _pendingCommand = 0;
        switch (command)
        {
            case >= ReadMemory and <= ReadMemoryLast:
                Reply(_memory[command & 0x1F]);
                break;
            case >= WriteMemory and <= WriteMemoryLast:
            case WriteOutputPort or WriteKeyboardBuffer or WriteMouseBuffer or WriteToMouse:
                _pendingCommand = command;
                break;
            case DisableMouse:
                CommandByte |= MouseDisabled;
                break;
            case EnableMouse:
                CommandByte &= unchecked((byte)~MouseDisabled);
                BytesWaiting();
                break;
            case TestMouse:
                Reply(0x00);
                break;
            case SelfTest:
                CommandByte |= SystemFlag;
                Reply(SelfTestPassed);
                break;
            case TestKeyboard:
                Reply(0x00);
                break;
            case DisableKeyboard:
                CommandByte |= KeyboardDisabled;
                break;
            case EnableKeyboard:
                CommandByte &= unchecked((byte)~KeyboardDisabled);
                BytesWaiting();
                break;
            case ReadInputPort:
                Reply(0x80);
                break;
            case ReadOutputPort:
                Reply((byte)(0x01 | (_a20.IsOpen ? 2 : 0) | (_keyboardLine.Level ? 0x10 : 0) | (_mouseLine.Level ? 0x20 : 0)));
                break;
            case CloseA20:
                _a20.IsOpen = false;
                break;
            case OpenA20:
                _a20.IsOpen = true;
                break;
            case >= PulseOutputPort:
                // Pulses output port bits that are 0 in the low nibble; bit 0 is the processor's reset.
                if ((command & 1) == 0)
                    _reset();
                break;
        }
    }

    private void Data(byte data)
    {
        byte command = _pendingCommand;
        _pendingCommand = 0;
        switch (command)
        {
            case >= WriteMemory and <= WriteMemoryLast:
                _memory[command & 0x1F] = data;
                BytesWaiting();
                break;
            case WriteOutputPort:
                _a20.IsOpen = (data & 2) != 0;
                if ((data & 1) == 0)
                    _reset();
                break;
            case WriteKeyboardBuffer:
                Reply(data);
                break;
            case WriteMouseBuffer:
                if (_outputFull || _replies.Count > 0)
                    Mouse.Enqueue(data);
                else
                    Present(data, fromMouse: true);
                break;
            case WriteToMouse:
                Mouse.Command(data);
                break;
            default:
                // A byte for the keyboard also switches its interface on.
                CommandByte &= unchecked((byte)~KeyboardDisabled);
                Keyboard.Command(data);
                break;
        }
    }

    /// <summary>The controller's own answers go before what the devices have to say, and at once.</summary>
    private void Reply(byte value)
    {
        if (!_replies.IsFull)
            _replies.Add(value);
        if (!_outputFull)
            MoveToOutputBuffer();
    }

    /// <summary>A disabled interface keeps the keyboard from sending. The mouse only ever answers commands, and its answers come all the same, as in Bochs and QEMU.</summary>
    private void BytesWaiting()
    {
        bool waiting = _replies.Count > 0
            || (Keyboard.HasOutput && (CommandByte & KeyboardDisabled) == 0)
            || Mouse.HasOutput;
        if (waiting && !_outputFull && !_transfer.IsSet)
            _transfer.SetAfter(_replies.Count > 0 ? 0 : ByteNanoseconds);
    }

    private void MoveToOutputBuffer()
    {
        if (_outputFull)
            return;
        if (_replies.Count > 0)
        {
            Present(_replies.Take(), fromMouse: false);
        }
        else if (Keyboard.HasOutput && (CommandByte & KeyboardDisabled) == 0)
        {
            if (Keyboard.TryTake((CommandByte & Translate) != 0, out byte value))
                Present(value, fromMouse: false);
            else
                BytesWaiting();
        }
        else if (Mouse.HasOutput)
        {
            Present(Mouse.Take(), fromMouse: true);
        }
    }

    private void Present(byte value, bool fromMouse)
    {
        _outputBuffer = value;
        _outputFull = true;
        _outputFromMouse = fromMouse;
        if (!fromMouse && (CommandByte & KeyboardInterrupt) != 0)
            _keyboardLine.Pulse();
        if (fromMouse && (CommandByte & MouseInterrupt) != 0)
            _mouseLine.Pulse();
    }
}
