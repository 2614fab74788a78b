using System.Buffers.Binary;
using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Compiler.Dump;

/// <summary>
/// The descriptor tables that a dump shows together. The words refuse a gate or a field of a TSS whose selector leads to a descriptor of the wrong kind, so what is like that in
/// memory has to be dumped as plain numbers; and which descriptors it may lead to are those of all tables of the dump.
/// </summary>
public sealed class DumpedTables
{
    private readonly List<(bool IsLocal, byte[] Bytes)> _tables = [];

    /// <summary>No table: every selector may be right.</summary>
    public static DumpedTables None { get; } = new();

    public static DumpedTables Of(ReadOnlySpan<byte> bytes, bool isLocal)
    {
        DumpedTables tables = new();
        tables.Add(bytes, isLocal);
        return tables;
    }

    public void Add(ReadOnlySpan<byte> bytes, bool isLocal) => _tables.Add((isLocal, bytes.ToArray()));

    /// <summary>Whether a selector hits descriptors, and none of them fits.</summary>
    internal bool Refuse(long selector, Func<AccessRights, bool> fits)
    {
        bool hits = false;
        foreach ((bool isLocal, byte[] bytes) in _tables)
        {
            int offset = (int)selector & 0xFFF8;
            if (isLocal != ((selector & 4) != 0) || offset + 8 > bytes.Length)
                continue;
            ulong low = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(offset));
            if (low == 0)
                continue;
            if (fits(new SegmentDescriptor(low).Rights))
                return false;
            hits = true;
        }

        return hits;
    }
}
