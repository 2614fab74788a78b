using Microsoft.Win32.SafeHandles;

namespace VmxAsm.Cli;

/// <summary>
/// Standard output or error where it is a pipe. It tells when the reader has gone (<c>| head</c>), so that a run that nobody looks at ends; .NET's own
/// stream keeps that to itself. What is written afterwards is forgotten.
/// </summary>
internal sealed class PipeStream(FileStream pipe, Action readerGone) : Stream
{
    /// <summary>EPIPE of errno.h: the same number on Linux and macOS.</summary>
    private const int BrokenPipe = 32;

    private volatile bool _isBroken;

    /// <summary>The stream itself where it is no pipe: a file may be shared with another process, and is written where that one stopped.</summary>
    public static Stream Wrap(Stream stream, int descriptor, Action readerGone)
    {
        if (OperatingSystem.IsWindows())
            return stream;

        FileStream pipe = new(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? stream : new PipeStream(pipe, readerGone);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isBroken)
            return;
        try
        {
            pipe.Write(buffer);
        }
        catch (IOException error) when (error.HResult == BrokenPipe)
        {
            _isBroken = true;
            readerGone();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
