using System.Collections.Concurrent;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// What comes in over the serial line. A file is read as the guest takes it, which keeps a run repeatable; a terminal or a pipe is
/// read by a thread of its own, because a read from it may wait. What was taken is recorded, so that a run can be repeated either way.
/// </summary>
internal sealed class SerialSource
{
    private readonly VirtualClock _clock;
    private readonly Stream? _stream;
    private readonly ConcurrentQueue<byte>? _arrived;
    private readonly bool _replays;
    private volatile bool _ended;

    public SerialSource(VirtualClock clock, Stream stream)
    {
        _clock = clock;
        _stream = stream;
        Record = new SerialRecord();
        if (stream.CanSeek)
            return;
        _arrived = new ConcurrentQueue<byte>();
        new Thread(ReadAhead) { IsBackground = true, Name = "serial input" }.Start();
    }

    /// <summary>The same input once more.</summary>
    public SerialSource(VirtualClock clock, SerialRecord record)
    {
        _clock = clock;
        _replays = true;
        Record = record;
    }

    /// <summary>What has been taken so far.</summary>
    public SerialRecord Record { get; }

    /// <summary>True when nothing more will come.</summary>
    public bool Ended
    {
        get
        {
            if (_replays)
                return _clock.Now >= Record.EndedAt;
            bool ended = _ended && (_arrived?.IsEmpty ?? true);
            if (ended && Record.EndedAt == long.MaxValue)
                Record.EndedAt = _clock.Now;
            return ended;
        }
    }

    /// <summary>True when the bytes come from a terminal or pipe, that is at times that only the host knows.</summary>
    public bool IsInteractive => _arrived is not null;

    public bool TryRead(out byte value)
    {
        if (_replays)
            return Record.TryReplay(_clock.Now, out value);
        if (_arrived is not null)
        {
            if (!_arrived.TryDequeue(out value))
                return false;
        }
        else
        {
            int next = _ended ? -1 : _stream!.ReadByte();
            value = (byte)next;
            _ended = next < 0;
            if (_ended)
                return false;
        }

        Record.Add(_clock.Now, value);
        return true;
    }

    private void ReadAhead()
    {
        try
        {
            for (int next = _stream!.ReadByte(); next >= 0; next = _stream.ReadByte())
                _arrived!.Enqueue((byte)next);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A pipe whose other end went away is a line that went silent.
        }

        _ended = true;
    }
}
