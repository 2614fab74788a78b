namespace VmxAsm.Cli;

/// <summary>
/// Passes a guest's bytes on as they come, without a system call for each: the first byte after a pause goes out at once, what follows it
/// closely waits for the end of the line, for a full buffer, or for a few milliseconds. A disk that is full is told of at the end.
/// </summary>
internal sealed class ByteOutput : IDisposable
{
    private const int PauseMilliseconds = 20;

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly byte[] _buffer = new byte[4096];
    private readonly Lock _lock = new();
    private readonly Timer _timer;
    private int _count;
    private long _lastFlush;
    private bool _timerIsSet;
    private IOException? _failure;

    public ByteOutput(Stream stream, bool leaveOpen)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        _timer = new Timer(static output => ((ByteOutput)output!).OnPause(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public void Write(byte value)
    {
        lock (_lock)
        {
            _buffer[_count++] = value;
            if (value == '\n' || _count == _buffer.Length || Environment.TickCount64 - _lastFlush > PauseMilliseconds)
            {
                FlushLocked();
            }
            else if (!_timerIsSet)
            {
                _timerIsSet = true;
                _timer.Change(PauseMilliseconds, Timeout.Infinite);
            }
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            Write(value);
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
            FlushLocked();
        if (!_leaveOpen)
            _stream.Dispose();
    }

    /// <summary>Passes on what waits.</summary>
    /// <exception cref="IOException">Something could not be written, now or earlier.</exception>
    public void Flush()
    {
        lock (_lock)
        {
            FlushLocked();
            if (_failure is { } failure)
                throw new IOException(failure.Message, failure);
        }
    }

    private void OnPause()
    {
        lock (_lock)
        {
            _timerIsSet = false;
            FlushLocked();
        }
    }

    private void FlushLocked()
    {
        int count = _count;
        _count = 0;
        _lastFlush = Environment.TickCount64;
        if (count == 0 || _failure is not null)
            return;

        try
        {
            _stream.Write(_buffer, 0, count);
            _stream.Flush();
        }
        catch (IOException error)
        {
            _failure = error;
        }
    }
}
