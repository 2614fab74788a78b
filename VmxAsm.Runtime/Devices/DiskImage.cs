namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The contents of a disk. Reads come from the image as it was given; the first write makes a copy, so a guest never changes the
/// caller's file.
/// </summary>
internal sealed class DiskImage
{
    private ReadOnlyMemory<byte> _bytes;
    private byte[]? _written;

    public DiskImage(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>Bytes in the image itself; a drive's capacity may be larger and reads as zero beyond.</summary>
    public long Length => _bytes.Length;

    /// <summary>What a reader would find now.</summary>
    public ReadOnlyMemory<byte> Contents => _bytes;

    public void Read(long offset, Span<byte> destination)
    {
        destination.Clear();
        if (offset >= _bytes.Length)
            return;
        ReadOnlySpan<byte> source = _bytes.Span[(int)offset..];
        source[..Math.Min(source.Length, destination.Length)].CopyTo(destination);
    }

    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        long end = offset + source.Length;
        if (_written is null || end > _written.Length)
        {
            byte[] copy = new byte[Math.Max(end, _bytes.Length)];
            _bytes.Span.CopyTo(copy);
            _written = copy;
            _bytes = copy;
        }

        source.CopyTo(_written.AsSpan((int)offset));
    }
}
