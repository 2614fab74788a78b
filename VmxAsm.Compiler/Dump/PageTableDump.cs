using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using VmxAsm.Architecture;
using VmxAsm.Architecture.Paging;
using VmxAsm.Compiler.Directives.Structures.Paging;

namespace VmxAsm.Compiler.Dump;

/// <summary>Reads bytes of physical memory; null where there are none.</summary>
public delegate ReadOnlyMemory<byte>? ReadPhysicalMemory(ulong address, int count);

/// <summary>Page tables in memory, written back as the <c>.map</c> lines that make them; stretches that continue each other become one.</summary>
public static class PageTableDump
{
    /// <summary>A tree that maps itself in circles, or rubbish taken for tables, must not fill the screen for ever.</summary>
    private const int GreatestMapCount = 4096;

    private readonly record struct Mapping(ulong Linear, ulong Physical, ulong Size, int PageShift, ulong Flags);

    public static string PageTables(ReadPhysicalMemory read, ulong root, PagingFormat format, string name)
    {
        PagingShape shape = new(PagingFormats.All.First(row => row.Format == format));
        List<Mapping> maps = [];
        List<string> problems = [];
        Walk(read, shape, root & PageEntry.AddressMask, shape.TopLevel, 0, maps, problems);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"        .pagetables {name}, format={shape.Row.Name}\n");
        foreach (Mapping map in maps)
        {
            string page = map.PageShift switch { 30 => "1G", 22 => "4M", 21 => "2M", _ => "4K" };
            text.Append(CultureInfo.InvariantCulture, $"                .map    0x{map.Linear:x}, 0x{map.Physical:x}, 0x{map.Size:x}, {Flags(shape, map)}, page={page}\n");
        }

        foreach (string problem in problems)
            text.Append(CultureInfo.InvariantCulture, $"                # {problem}\n");
        text.Append("        .endpagetables\n");
        return text.ToString();
    }

    private static void Walk(
        ReadPhysicalMemory read, PagingShape shape, ulong table, int level, ulong linear, List<Mapping> maps, List<string> problems)
    {
        int size = shape.Row.EntryBytes;
        int count = shape.EntryCount(level);
        if (read(table, count * size) is not { } memory)
        {
            problems.Add($"the table at 0x{table:x} is not in the image");
            return;
        }

        for (int index = 0; index < count && maps.Count < GreatestMapCount; index++)
        {
            ReadOnlySpan<byte> bytes = memory.Span.Slice(index * size, size);
            ulong entry = size == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            bool isPresent = shape.Row.Format == PagingFormat.Ept ? (entry & 7) != 0 : (entry & PageEntry.Present) != 0;
            if (!isPresent)
                continue;
            ulong address = linear | (ulong)index << shape.Shift(level);
            if (shape.LinearBits == 48 && shape.Row.Format != PagingFormat.Ept && level == shape.TopLevel && index >= 256)
                address |= 0xFFFF_0000_0000_0000;
            if (level == 0 || ((entry & PageEntry.LargePage) != 0 && shape.PageShifts.Contains(shape.Shift(level))))
                Add(maps, Leaf(shape, entry, level, address));
            else
                Walk(read, shape, entry & PageEntry.AddressMask, level - 1, address, maps, problems);
        }

        if (maps.Count == GreatestMapCount && problems.Count == 0)
            problems.Add($"more than {GreatestMapCount} maps: the rest is left out");
    }

    private static Mapping Leaf(PagingShape shape, ulong entry, int level, ulong linear)
    {
        int shift = shape.Shift(level);
        ulong pageMask = (1UL << shift) - 1;
        ulong address = entry & PageEntry.AddressMask;
        ulong physical = address & ~pageMask;
        ulong flags = entry & ~PageEntry.AddressMask;
        bool isEpt = shape.Row.Format == PagingFormat.Ept;
        if (shape.Row.EntryBytes == 4 && shift == 22)
            physical = (entry & 0xFFC0_0000) | (entry >> 13 & 0xFF) << 32;
        if (level > 0)
        {
            // In a large page's entry bit 7 says "large", and PAT is bit 12.
            flags &= ~PageEntry.LargePage;
            if (!isEpt && (entry & PageEntry.LargePagePat) != 0)
                flags |= PageEntry.Pat;
        }

        return new Mapping(linear, physical, 1UL << shift, shift, flags);
    }

    private static void Add(List<Mapping> maps, Mapping page)
    {
        if (maps.Count > 0 && maps[^1] is var last && last.PageShift == page.PageShift && last.Flags == page.Flags
            && last.Linear + last.Size == page.Linear && last.Physical + last.Size == page.Physical)
        {
            maps[^1] = last with { Size = last.Size + page.Size };
            return;
        }

        maps.Add(page);
    }

    private static string Flags(PagingShape shape, Mapping map)
    {
        if (shape.Row.Format == PagingFormat.Ept)
        {
            ulong type = (map.Flags & EptEntry.MemoryTypeMask) >> EptEntry.MemoryTypeShift;
            string typeName = type switch { 0 => "uncacheable", 1 => "write_combining", 4 => "write_through", 5 => "write_protected", _ => "write_back" };
            return BitFields.Describe(EptEntry.Fields, map.Flags & ~EptEntry.MemoryTypeMask) + ", memory_type=" + typeName;
        }

        string words = BitFields.Describe(PageEntry.Fields, map.Flags & ~PageEntry.Pat);
        return (map.Flags & PageEntry.Pat) != 0 ? words + " | pat" : words;
    }
}
