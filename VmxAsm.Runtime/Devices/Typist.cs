namespace VmxAsm.Runtime.Devices;

/// <summary>
/// Types a text that was given with the machine: a character every tenth of a second of virtual time, the first one after the BIOS
/// has had time to start; and at once when the BIOS says that a program waits for a key.
/// </summary>
internal sealed class Typist
{
    private const long FirstNanoseconds = 500_000_000, IntervalNanoseconds = 100_000_000;

    private readonly KeyboardController _keyboard;
    private readonly string _text;
    private readonly VirtualClock.Alarm _next;
    private int _typed;

    public Typist(VirtualClock clock, KeyboardController keyboard, string text)
    {
        _keyboard = keyboard;
        _text = text;
        _next = clock.CreateAlarm(Type);
        if (text.Length > 0)
            _next.SetAfter(FirstNanoseconds);
    }

    public bool IsDone => _typed == _text.Length;

    /// <summary>Somebody waits: the next character comes now.</summary>
    public void Hurry()
    {
        if (!IsDone)
            Type();
    }

    private void Type()
    {
        _keyboard.Type(_text.AsSpan(_typed, 1));
        _typed++;
        if (!IsDone)
            _next.SetAfter(IntervalNanoseconds);
    }
}
