namespace VmxAsm.Cli;

/// <summary>A stream to write to that is opened by the first byte: most runs have nothing to say.</summary>
internal sealed class DeferredStream(Func<Stream> open) : Stream
{
    private Stream? _stream;

    private Stream Opened => _stream ??= open();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => Opened.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Opened.Write(buffer, offset, count);

    public override void Flush() => _stream?.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
