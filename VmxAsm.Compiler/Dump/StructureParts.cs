using System.Buffers.Binary;
using System.Globalization;
using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;
using VmxAsm.Compiler.Directives.Structures.Paging;

namespace VmxAsm.Compiler.Dump;

/// <summary>A piece of a structure that means something by itself: a descriptor, a gate, a field, a stretch of mapped pages.</summary>
/// <param name="Offset">Of its first byte, in the structure.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Text">What it means, for a comment.</param>
internal readonly record struct StructurePart(int Offset, int Size, string Text);

/// <summary>Takes a structure's bytes apart and says of each piece what it means, which the listing prints below the line that made it.</summary>
internal static class StructureParts
{
    /// <param name="kind">The directive's name without the dot.</param>
    /// <param name="format">As the directive's <c>format=</c> says it.</param>
    /// <param name="bytes">The whole structure.</param>
    /// <param name="address">Where it lies; tables of page tables refer to each other by address.</param>
    /// <param name="lineOf">A number for the source line that an offset belongs to: pieces of two lines are never joined.</param>
    public static IReadOnlyList<StructurePart> Of(string kind, string format, ReadOnlyMemory<byte> bytes, ulong address, Func<int, int> lineOf)
    {
        int bits = int.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 32;
        return kind switch
        {
            "gdt" or "ldt" => Descriptors(bytes.Span, kind == "ldt"),
            "idt" => Gates(bytes.Span, bits, lineOf),
            "tss" => TaskState(bytes.Span, bits),
            "msrlist" => Msrs(bytes.Span),
            "iobitmap" => [new StructurePart(0, bytes.Length, Words(StructureDump.IoBitmap(bytes.Span, "")))],
            "msrbitmap" => [new StructurePart(0, bytes.Length, Words(StructureDump.MsrBitmap(bytes.Span, "")))],
            "gdtr" or "idtr" => [new StructurePart(0, bytes.Length, $"limit 0x{Number(bytes.Span[..2]):x}, base 0x{Number(bytes.Span[2..]):x}")],
            "eptp" => [new StructurePart(0, bytes.Length, EptPointerText(new EptPointer(Number(bytes.Span))))],
            "pagetables" => new PageTableParts(bytes, address, ProgramDump.FormatOf(format), lineOf).Parts,
            _ => [],
        };
    }

    public static ulong Number(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }

    private static List<StructurePart> Descriptors(ReadOnlySpan<byte> bytes, bool isLocal)
    {
        List<StructurePart> parts = [];
        foreach ((int offset, int size, string words) in StructureDump.Descriptors(bytes, StructureDump.HasCode64(bytes), DumpedTables.None))
        {
            if (words != ".null")
                parts.Add(new StructurePart(offset, size, $"selector 0x{offset | (isLocal ? 4 : 0):x4}: {words}"));
        }

        return parts;
    }

    private static List<StructurePart> Gates(ReadOnlySpan<byte> bytes, int bits, Func<int, int> lineOf)
    {
        List<StructurePart> parts = [];
        int size = bits == 64 ? 16 : 8;
        int count = bytes.Length / size;
        for (int vector = 0; vector < count; vector++)
        {
            ReadOnlySpan<byte> gate = bytes.Slice(vector * size, size);
            int last = vector;
            while (last + 1 < count && bytes.Slice((last + 1) * size, size).SequenceEqual(gate) && lineOf((last + 1) * size) == lineOf(vector * size))
                last++;
            string which = last > vector ? $"vectors {vector}..{last}" : Exceptions.Find(vector) is { } row ? $"vector {vector} ({row.Mnemonic})" : $"vector {vector}";
            ulong low = BinaryPrimitives.ReadUInt64LittleEndian(gate);
            ulong high = size == 16 ? BinaryPrimitives.ReadUInt64LittleEndian(gate[8..]) : 0;
            if ((low | high) != 0)
                parts.Add(new StructurePart(vector * size, (last - vector + 1) * size, $"{which}: {StructureDump.GateWords(low, high, bits) ?? "no gate that the words describe"}"));
            vector = last;
        }

        return parts;
    }

    private static List<StructurePart> TaskState(ReadOnlySpan<byte> bytes, int bits)
    {
        TssLayout layout = TssLayout.ForBits(bits) ?? TssLayout.Tss32;
        List<StructurePart> parts = [];
        int ioMap = bytes.Length;
        foreach (TssField field in layout.Fields)
        {
            ulong value = Number(bytes.Slice(field.Offset, field.Size));
            string words = field.Name switch
            {
                "eflags" or "flags" => " (" + Architecture.BitFields.Describe(Rflags.Fields, value & ~Rflags.AlwaysOne) + ")",
                "iomap" when (int)value >= bytes.Length => ", beyond the segment: every port is refused",
                _ => "",
            };
            if (field.Name == "iomap")
                ioMap = (int)value;
            if (value != 0)
                parts.Add(new StructurePart(field.Offset, field.Size, $"0x{field.Offset:x2} {field.Name} = 0x{value:x}{words}"));
        }

        if (layout.Bits == 32 && bytes.Length >= layout.Size + 32 && ioMap >= layout.Size + 32)
            parts.Add(new StructurePart(layout.Size, 32, $"0x{layout.Size:x2} .redirection{StructureDump.Ranges(" monitor=", bytes.Slice(layout.Size, 32), true)}"));
        if (ioMap < bytes.Length)
            parts.Add(new StructurePart(ioMap, bytes.Length - ioMap, $"0x{ioMap:x2} .iopb{StructureDump.Ranges(" allow=", bytes[ioMap..^1], false)}, and the byte of ones that ends it"));
        return parts;
    }

    private static List<StructurePart> Msrs(ReadOnlySpan<byte> bytes)
    {
        List<StructurePart> parts = [];
        for (int offset = 0; offset + 16 <= bytes.Length; offset += 16)
        {
            uint index = BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
            ulong value = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(offset + 8)..]);
            parts.Add(new StructurePart(offset, 16, $"{StructureDump.MsrName(index)} (0x{index:x}) = 0x{value:x}"));
        }

        return parts;
    }

    private static string EptPointerText(EptPointer pointer) =>
        $"tables at 0x{pointer.Table:x}, {pointer.WalkLengthMinusOne + 1} levels, {EptEntry.MemoryTypeName(pointer.MemoryType)}{(pointer.AccessedAndDirty ? ", accessed and dirty flags" : "")}";

    /// <summary>The keys of a one-line directive, without its name.</summary>
    private static string Words(string directive)
    {
        int comma = directive.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? "nothing is intercepted" : directive[(comma + 1)..].Trim();
    }
}

/// <summary>Page tables entry by entry; entries of one line that continue each other become one piece.</summary>
internal sealed class PageTableParts
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ulong _address;
    private readonly PagingShape _shape;
    private readonly Func<int, int> _lineOf;
    private readonly HashSet<ulong> _seen = [];
    private (int Offset, int Count, PageMapping Mapping, int Line, int Level)? _open;

    public PageTableParts(ReadOnlyMemory<byte> bytes, ulong address, PagingFormat format, Func<int, int> lineOf)
    {
        _bytes = bytes;
        _address = address;
        _shape = new PagingShape(PagingFormats.All.First(row => row.Format == format));
        _lineOf = lineOf;
        Walk(address, _shape.TopLevel, 0);
    }

    public List<StructurePart> Parts { get; } = [];

    private void Walk(ulong table, int level, ulong linear)
    {
        int size = _shape.Row.EntryBytes;
        long start = (long)(table - _address);
        if (start < 0 || start + _shape.TableBytes(level) > _bytes.Length || !_seen.Add(table))
            return;
        List<(ulong Table, ulong Linear)> below = [];
        for (int index = 0; index < _shape.EntryCount(level); index++)
        {
            int offset = (int)start + (index * size);
            ulong entry = StructureParts.Number(_bytes.Span.Slice(offset, size));
            if (!_shape.IsPresent(entry))
            {
                Flush();
                continue;
            }

            ulong address = _shape.LinearAt(level, linear, index);
            if (_shape.IsLeaf(entry, level))
            {
                Page(offset, PageTableDump.Leaf(_shape, entry, level, address), level);
                continue;
            }

            Flush();
            string flags = _shape.Row.Format == PagingFormat.Ept
                ? Architecture.BitFields.Describe(EptEntry.Fields, entry & ~PageEntry.AddressMask)
                : Architecture.BitFields.Describe(PageEntry.Fields, entry & ~PageEntry.AddressMask);
            Parts.Add(new StructurePart(offset, size, $"{_shape.TableName(level)} entry {index}: the {_shape.TableName(level - 1)} at 0x{entry & PageEntry.AddressMask:x}, {flags}"));
            below.Add((entry & PageEntry.AddressMask, address));
        }

        Flush();
        foreach ((ulong next, ulong address) in below)
            Walk(next, level - 1, address);
    }

    private void Page(int offset, PageMapping page, int level)
    {
        int size = _shape.Row.EntryBytes;
        if (_open is var (start, count, mapping, line, _) && start + (count * size) == offset && line == _lineOf(offset) && mapping.Continue(page) is { } joined)
        {
            _open = (start, count + 1, joined, line, level);
            return;
        }

        Flush();
        _open = (offset, 1, page, _lineOf(offset), level);
    }

    private void Flush()
    {
        if (_open is not var (offset, count, mapping, _, level))
            return;
        _open = null;
        int index = offset % _shape.TableBytes(level) / _shape.Row.EntryBytes;
        string entries = count == 1 ? $"entry {index}" : $"entries {index}..{index + count - 1}";
        Parts.Add(new StructurePart(offset, count * _shape.Row.EntryBytes,
            $"{_shape.TableName(level)} {entries}: 0x{mapping.Linear:x}..0x{mapping.Linear + mapping.Size - 1:x} to 0x{mapping.Physical:x}, {PageTableDump.Flags(_shape, mapping)}, page={mapping.PageName}"));
    }
}
