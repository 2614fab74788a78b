using System.Collections.Concurrent;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// What comes in over the serial line. A file is read as the guest takes it, which keeps a run repeatable; a terminal or a pipe is
/// read by a thread of its own, because a read from it may wait.
/// </summary>
internal sealed class SerialSource
{
    private readonly Stream _stream;
    private readonly ConcurrentQueue<byte>? _arrived;
    private volatile bool _ended;

    public SerialSource(Stream stream)
    {
        _stream = stream;
        if (stream.CanSeek)
            return;
        _arrived = new ConcurrentQueue<byte>();
        new Thread(ReadAhead) { IsBackground = true, Name = "serial input" }.Start();
    }

    /// <summary>True when nothing more will come.</summary>
    public bool Ended => _ended && (_arrived?.IsEmpty ?? true);

    /// <summary>True when the bytes come from a terminal or pipe, that is at times that only the host knows.</summary>
    public bool IsInteractive => _arrived is not null;

    public bool TryRead(out byte value)
    {
        if (_arrived is not null)
            return _arrived.TryDequeue(out value);
        int next = _ended ? -1 : _stream.ReadByte();
        _ended = next < 0;
        value = (byte)next;
        return !_ended;
    }

    private void ReadAhead()
    {
        try
        {
            for (int next = _stream.ReadByte(); next >= 0; next = _stream.ReadByte())
                _arrived!.Enqueue((byte)next);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A pipe whose other end went away is a line that went silent.
        }

        _ended = true;
    }
}
