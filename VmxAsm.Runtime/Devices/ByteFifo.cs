namespace VmxAsm.Runtime.Devices;

/// <summary>A fixed ring of bytes, as devices have them.</summary>
internal sealed class ByteFifo(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private int _first;

    public int Count { get; private set; }

    public bool IsFull => Count == _bytes.Length;

    /// <summary>The oldest byte, left in place.</summary>
    public byte Peek() => _bytes[_first];

    public void Add(byte value)
    {
        _bytes[(_first + Count) % _bytes.Length] = value;
        Count++;
    }

    public byte Take()
    {
        byte value = _bytes[_first];
        _first = (_first + 1) % _bytes.Length;
        Count--;
        return value;
    }

    /// <summary>Removes the newest byte: it is about to be overwritten.</summary>
    public void TakeLast() => Count--;

    public void Clear() => Count = 0;
}
