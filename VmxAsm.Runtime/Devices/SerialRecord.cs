namespace VmxAsm.Runtime.Devices;

/// <summary>What arrived at the serial port, and at which virtual time the guest's UART took it: enough to repeat the run.</summary>
internal sealed class SerialRecord
{
    private readonly List<(long Time, byte Value)> _taken = [];
    private int _replayed;

    /// <summary>The source said at this time that nothing more would come.</summary>
    public long EndedAt { get; set; } = long.MaxValue;

    public void Add(long time, byte value) => _taken.Add((time, value));

    /// <summary>The byte that was taken at this time, when it is asked for in the same order again.</summary>
    public bool TryReplay(long time, out byte value)
    {
        value = 0;
        if (_replayed == _taken.Count || _taken[_replayed].Time > time)
            return false;
        value = _taken[_replayed++].Value;
        return true;
    }
}
