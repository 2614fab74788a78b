using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking.Elf;

/// <summary>
/// A string table in which a string that is the tail of another shares its bytes, laid out as GNU BFD does it: strings in
/// order of first use, and of several that end alike the one that sorts next by its reversed bytes lends its tail.
/// </summary>
internal sealed class ElfStringTable
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<Entry> _entries = [];

    private sealed class Entry(byte[] bytes)
    {
        public readonly byte[] Bytes = bytes;
        public Entry? TailOf;
        public int Offset;
    }

    /// <summary>Size in bytes, known after <see cref="Finish"/>.</summary>
    public int Size { get; private set; } = 1;

    /// <summary>Enters a string and returns its handle; the empty string is handle -1, offset 0.</summary>
    public int Add(string text)
    {
        if (text.Length == 0)
            return -1;
        if (_indexes.TryGetValue(text, out int index))
            return index;
        index = _entries.Count;
        _indexes.Add(text, index);
        _entries.Add(new Entry(NameText.Encode(text)));
        return index;
    }

    /// <summary>Offset of a string in the table, after <see cref="Finish"/>.</summary>
    public uint Offset(int handle) => handle < 0 ? 0 : (uint)_entries[handle].Offset;

    public void Finish()
    {
        var sorted = _entries.ToArray();
        Array.Sort(sorted, static (a, b) => CompareReversed(a.Bytes, b.Bytes));
        Entry? longer = null;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            Entry entry = sorted[i];
            if (longer is not null && longer.Bytes.AsSpan().EndsWith(entry.Bytes))
                entry.TailOf = longer;
            else
                longer = entry;
        }
        foreach (Entry entry in _entries)
        {
            if (entry.TailOf is not null)
                continue;
            entry.Offset = Size;
            Size += entry.Bytes.Length + 1;
        }
        foreach (Entry entry in _entries)
        {
            if (entry.TailOf is { } host)
                entry.Offset = host.Offset + host.Bytes.Length - entry.Bytes.Length;
        }
    }

    public void Write(Span<byte> to)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.TailOf is null)
                entry.Bytes.CopyTo(to[entry.Offset..]);
        }
    }

    private static int CompareReversed(byte[] a, byte[] b)
    {
        int i = a.Length, j = b.Length;
        while (i > 0 && j > 0)
        {
            int difference = a[--i] - b[--j];
            if (difference != 0)
                return difference;
        }
        return a.Length - b.Length;
    }
}
