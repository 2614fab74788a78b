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
            if (command == MouseCommand.SetSampleRate)
                _sampleRate = data;
            else
                _resolution = data;
            Enqueue(Acknowledge);
            return;
        }

        if (_wraps && data is not (MouseCommand.ResetWrapMode or MouseCommand.Reset))
        {
            Enqueue(data);
            return;
        }

        if (data == MouseCommand.Resend)
        {
            Enqueue(_lastSent);
            return;
        }

        Enqueue(data is >= MouseCommand.ScaleOneToOne and <= MouseCommand.ResetWrapMode or MouseCommand.SetWrapMode or MouseCommand.SetRemoteMode or >= MouseCommand.SendType and <= MouseCommand.SetDefaults or MouseCommand.Reset ? Acknowledge : Resend);
        Execute(data);
    }

    private void Execute(byte command)
    {
        switch (command)
        {
            case MouseCommand.ScaleOneToOne or MouseCommand.ScaleTwoToOne:
                _scaling2To1 = command == MouseCommand.ScaleTwoToOne;
                break;
            case MouseCommand.SetResolution or MouseCommand.SetSampleRate:
                _pendingCommand = command;
                break;
            case MouseCommand.SendStatus:
                Enqueue(Status);
                Enqueue(_resolution);
                Enqueue(_sampleRate);
                break;
            case MouseCommand.SetStreamMode:
                _remote = false;
                break;
            case MouseCommand.SendData:
                Enqueue(PacketAlwaysOne);
                Enqueue(0);
                Enqueue(0);
                break;
            case MouseCommand.ResetWrapMode or MouseCommand.SetWrapMode:
                _wraps = command == MouseCommand.SetWrapMode;
                break;
            case MouseCommand.SetRemoteMode:
                _remote = true;
                break;
            case MouseCommand.SendType:
                Enqueue(DeviceType);
                break;
            case MouseCommand.Enable or MouseCommand.Disable:
                _reporting = command == MouseCommand.Enable;
                break;
            case MouseCommand.SetDefaults:
                Restore();
                break;
            case MouseCommand.Reset:
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
