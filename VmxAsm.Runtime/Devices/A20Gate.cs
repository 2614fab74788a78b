namespace VmxAsm.Runtime.Devices;

/// <summary>
/// Address line 20. The 8086 had none, and programs relied on addresses wrapping at 1 MiB; the AT put a gate into the line.
/// Keyboard controller and port 0x92 both switch it.
/// </summary>
internal sealed class A20Gate(Action<bool> changed)
{
    private bool _isOpen = true;

    /// <summary>True when addresses above 1 MiB are what they say.</summary>
    public bool IsOpen
    {
        get => _isOpen;
        set
        {
            if (value == _isOpen)
                return;
            _isOpen = value;
            changed(value);
        }
    }
}
