namespace VmxAsm.Runtime.Debugging.Reports;

/// <summary>
/// How a run's instructions divide into root and non-root operation, over time, in a fixed number of slices: when the run outgrows them, two become one. So the
/// picture of a run of any length costs the same.
/// </summary>
internal sealed class ActivityProfile
{
    /// <summary>A slice is a pixel or two on the page.</summary>
    public const int SliceCount = 512;

    private readonly long[] _guest = new long[SliceCount];
    private readonly long[] _exits = new long[SliceCount];
    private long _start = -1;

    /// <summary>Instructions in a slice; a power of two.</summary>
    public long SliceLength { get; private set; } = 1;

    /// <summary>Instructions before the first slice.</summary>
    public long Start => Math.Max(_start, 0);

    /// <summary>Instructions of the guest in a slice.</summary>
    public long Guest(int slice) => _guest[slice];

    /// <summary>VM exits in a slice.</summary>
    public long Exits(int slice) => _exits[slice];

    /// <summary>Counts a stay in the guest, from a VM entry to the VM exit.</summary>
    /// <param name="from">Instructions executed at the entry.</param>
    /// <param name="to">Instructions executed at the exit.</param>
    public void AddStay(long from, long to)
    {
        if (_start < 0)
            _start = from;
        from -= _start;
        to -= _start;
        while (to >= SliceCount * SliceLength)
            Halve();
        _exits[to / SliceLength]++;
        while (from < to)
        {
            long slice = from / SliceLength, end = Math.Min(to, (slice + 1) * SliceLength);
            _guest[slice] += end - from;
            from = end;
        }
    }

    private void Halve()
    {
        for (int i = 0; i < SliceCount / 2; i++)
        {
            _guest[i] = _guest[2 * i] + _guest[2 * i + 1];
            _exits[i] = _exits[2 * i] + _exits[2 * i + 1];
        }

        Array.Clear(_guest, SliceCount / 2, SliceCount / 2);
        Array.Clear(_exits, SliceCount / 2, SliceCount / 2);
        SliceLength *= 2;
    }
}
