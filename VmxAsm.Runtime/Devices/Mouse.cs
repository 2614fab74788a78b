namespace VmxAsm.Runtime.Devices;

/// <summary>A PS/2 mouse that nobody moves: it answers its commands, so that drivers that look for it find it.</summary>
internal sealed class Mouse(Action bytesWaiting)
{
    private const byte Acknowledge = 0xFA;

    private readonly ByteFifo _output = new(64);
    private byte _pendingCommand;
    private byte _sampleRate = 100;
    private byte _resolution = 2;
    private bool _reporting;
    private bool _scaling2To1;

    public bool HasOutput => _output.Count > 0;

    public byte Take() => _output.Take();

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
        if (command == 0xF3)
        {
            _sampleRate = data;
            Enqueue(Acknowledge);
            return;
        }

        if (command == 0xE8)
        {
            _resolution = data;
            Enqueue(Acknowledge);
            return;
        }

        Enqueue(Acknowledge);
        switch (data)
        {
            case 0xE6 or 0xE7:
                _scaling2To1 = data == 0xE7;
                break;
            case 0xE8 or 0xF3:
                _pendingCommand = data;
                break;
            case 0xE9:
                Enqueue((byte)((_reporting ? 0x20 : 0) | (_scaling2To1 ? 0x10 : 0)));
                Enqueue(_resolution);
                Enqueue(_sampleRate);
                break;
            case 0xEB:
                Enqueue(0x08);
                Enqueue(0);
                Enqueue(0);
                break;
            case 0xF2:
                Enqueue(0x00);
                break;
            case 0xF4 or 0xF5:
                _reporting = data == 0xF4;
                break;
            case 0xF6 or 0xFF:
                _reporting = false;
                _scaling2To1 = false;
                _sampleRate = 100;
                _resolution = 2;
                if (data == 0xFF)
                {
                    Enqueue(0xAA);
                    Enqueue(0x00);
                }

                break;
        }
    }
}
