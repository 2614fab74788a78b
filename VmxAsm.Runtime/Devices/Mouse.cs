namespace VmxAsm.Runtime.Devices;

/// <summary>
/// A PS/2 mouse that nobody moves (IBM PS/2 Technical Reference, "Auxiliary Device"): it answers its commands, so that drivers that look for it find it. In stream
/// mode it would report movements by itself, in remote mode when asked; in wrap mode it sends back what it gets.
/// </summary>
internal sealed class Mouse(Action bytesWaiting)
{
    private const byte Acknowledge = 0xFA, Resend = 0xFE, SelfTestPassed = 0xAA, DeviceType = 0x00, PacketAlwaysOne = 0x08;
    private const byte DefaultSampleRate = 100, DefaultResolution = 2;

    private readonly ByteFifo _output = new(64);
    private byte _pendingCommand;
    private byte _lastSent;
    private byte _sampleRate = DefaultSampleRate;
    private byte _resolution = DefaultResolution;
    private bool _reporting;
    private bool _scaling2To1;
    private bool _remote;
    private bool _wraps;

    public bool HasOutput => _output.Count > 0;

    private byte Status => (byte)((_remote ? 0x40 : 0) | (_reporting ? 0x20 : 0) | (_scaling2To1 ? 0x10 : 0));

    public byte Take() => _lastSent = _output.Take();

    public void Enqueue(byte value)
    {
        if (!_output.IsFull)
            _output.Add(value);
        bytesWaiting();
    }

    public void Command(byte data)
    {
        byte command = _pendingCommand;
        _pendingCommand = 0;
        if (command != 0)
        {
            if (command == 0xF3)
                _sampleRate = data;
            else
                _resolution = data;
            Enqueue(Acknowledge);
            return;
        }

        if (_wraps && data is not (0xEC or 0xFF))
        {
            Enqueue(data);
            return;
        }

        if (data == 0xFE)
        {
            Enqueue(_lastSent);
            return;
        }

        Enqueue(data is >= 0xE6 and <= 0xEC or 0xEE or 0xF0 or >= 0xF2 and <= 0xF6 or 0xFF ? Acknowledge : Resend);
        Execute(data);
    }

    private void Execute(byte command)
    {
        switch (command)
        {
            case 0xE6 or 0xE7:
                _scaling2To1 = command == 0xE7;
                break;
            case 0xE8 or 0xF3:
                _pendingCommand = command;
                break;
            case 0xE9:
                Enqueue(Status);
                Enqueue(_resolution);
                Enqueue(_sampleRate);
                break;
            case 0xEA:
                _remote = false;
                break;
            case 0xEB:
                Enqueue(PacketAlwaysOne);
                Enqueue(0);
                Enqueue(0);
                break;
            case 0xEC or 0xEE:
                _wraps = command == 0xEE;
                break;
            case 0xF0:
                _remote = true;
                break;
            case 0xF2:
                Enqueue(DeviceType);
                break;
            case 0xF4 or 0xF5:
                _reporting = command == 0xF4;
                break;
            case 0xF6:
                Restore();
                break;
            case 0xFF:
                Restore();
                Enqueue(SelfTestPassed);
                Enqueue(DeviceType);
                break;
        }
    }

    private void Restore()
    {
        _reporting = _scaling2To1 = _remote = _wraps = false;
        _sampleRate = DefaultSampleRate;
        _resolution = DefaultResolution;
    }
}
