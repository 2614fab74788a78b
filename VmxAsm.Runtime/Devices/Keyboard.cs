namespace VmxAsm.Runtime.Devices;

/// <summary>
/// An IBM PS/2 keyboard: sends scan codes and answers commands with 0xFA. It speaks scan code set 2 (or 1 when told so); the controller
/// usually translates to set 1, which is what BIOS and programs see. Codes wait here in set 1 form, the form that the
/// tables of PC software are written in, and are turned into set 2 when the controller does not translate.
/// </summary>
internal sealed class Keyboard
{
    private const byte Acknowledge = 0xFA, Resend = 0xFE, SelfTestPassed = 0xAA, IdentificationFirst = 0xAB, IdentificationSecond = 0x83;

    private readonly Action _bytesWaiting;
    private readonly Queue<(byte Code, bool IsScanCode)> _output = new();
    private byte _pendingCommand;
    private bool _scanning = true;
    private byte _set = 2;
    private byte _lastSent;
    private byte _set2Rest;
    private bool _hasSet2Rest;

    public Keyboard(Action bytesWaiting) => _bytesWaiting = bytesWaiting;

    /// <summary>Bytes that the controller has not taken yet.</summary>
    public bool HasOutput => _output.Count > 0 || _hasSet2Rest;

    /// <summary>The keyboard's three lamps: 1 scroll lock, 2 num lock, 4 caps lock.</summary>
    public byte Lamps { get; private set; }

    /// <summary>A key's make or break code in scan code set 1, as the person at the keyboard causes it.</summary>
    public void Press(ReadOnlySpan<byte> set1Codes)
    {
        if (!_scanning)
            return;
        foreach (byte code in set1Codes)
            _output.Enqueue((code, true));
        _bytesWaiting();
    }

    public void Command(byte data)
    {
        byte command = _pendingCommand;
        _pendingCommand = 0;
        switch (command)
        {
            case KeyboardCommand.SetLamps:
                Lamps = (byte)(data & 7);
                Answer(Acknowledge);
                return;
            case KeyboardCommand.SelectSet:
                Answer(Acknowledge);
                if (data == 0)
                    Answer(_set);
                else if (data <= 3)
                    _set = data;
                return;
            case KeyboardCommand.SetRate:
                Answer(Acknowledge);
                return;
        }

        switch (data)
        {
            case KeyboardCommand.SetLamps or KeyboardCommand.SelectSet or KeyboardCommand.SetRate:
                _pendingCommand = data;
                Answer(Acknowledge);
                break;
            case KeyboardCommand.Echo:
                Answer(KeyboardCommand.Echo);
                break;
            case KeyboardCommand.Identify:
                Answer(Acknowledge);
                Answer(IdentificationFirst);
                Answer(IdentificationSecond);
                break;
            case KeyboardCommand.Enable:
                _scanning = true;
                Answer(Acknowledge);
                break;
            case KeyboardCommand.Disable:
                Restore();
                _scanning = false;
                Answer(Acknowledge);
                break;
            case KeyboardCommand.SetDefaults:
                Restore();
                _scanning = true;
                Answer(Acknowledge);
                break;
            case >= KeyboardCommand.SetAllKeysFirst and <= KeyboardCommand.SetKeyLast:
                Answer(Acknowledge);
                break;
            case KeyboardCommand.Resend:
                Answer(_lastSent);
                break;
            case KeyboardCommand.Reset:
                Restore();
                _scanning = true;
                Answer(Acknowledge);
                Answer(SelfTestPassed);
                break;
            default:
                Answer(Resend);
                break;
        }
    }

    /// <summary>The next byte for the controller.</summary>
    /// <param name="translate">True when the controller translates to set 1.</param>
    /// <returns>False when the next code has no byte of its own yet (a break prefix swallowed by the translation).</returns>
    public bool TryTake(bool translate, out byte value)
    {
        if (_hasSet2Rest)
        {
            _hasSet2Rest = false;
            value = _lastSent = _set2Rest;
            return true;
        }

        if (!_output.TryDequeue(out (byte Code, bool IsScanCode) next))
        {
            value = 0;
            return false;
        }

        value = next.Code;
        if (next.IsScanCode && !translate && _set != 1 && next.Code < 0xE0)
        {
            value = ScanCodes.Set1ToSet2(next.Code);
            if ((next.Code & 0x80) != 0)
            {
                _set2Rest = value;
                _hasSet2Rest = true;
                value = 0xF0;
            }
        }

        // The controller translates everything that comes over the wire, answers too.
        if (translate && !next.IsScanCode)
            value = ScanCodes.Set2ToSet1(value);
        _lastSent = value;
        return true;
    }

    private void Restore()
    {
        _output.Clear();
        _hasSet2Rest = false;
        _set = 2;
    }

    private void Answer(byte value)
    {
        _output.Enqueue((value, false));
        _bytesWaiting();
    }
}
