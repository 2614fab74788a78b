using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using VmxAsm.Architecture;
using VmxAsm.Architecture.Paging;
using VmxAsm.Compiler.Directives.Structures.Paging;

namespace VmxAsm.Compiler.Dump;

/// <summary>Reads bytes of physical memory; null where there are none.</summary>
public delegate ReadOnlyMemory<byte>? ReadPhysicalMemory(ulong address, int count);

/// <summary>A stretch of linear addresses that pages of one size map to a stretch of physical ones.</summary>
internal readonly record struct PageMapping(ulong Linear, ulong Physical, ulong Size, int PageShift, ulong Flags)
{
    public string PageName => PageShift switch { 30 => "1G", 22 => "4M", 21 => "2M", _ => "4K" };

    /// <summary>This stretch and a page that continues it, as one; null when the page does not.</summary>
    public PageMapping? Continue(PageMapping page) =>
        PageShift == page.PageShift && Flags == page.Flags && Linear + Size == page.Linear && Physical + Size == page.Physical
            ? this with { Size = Size + page.Size }
            : null;
}

/// <summary>Page tables in memory, written back as the <c>.map</c> lines that make them; stretches that continue each other become one.</summary>
public static class PageTableDump
{
    /// <summary>A tree that maps itself in circles, or rubbish taken for tables, must not fill the screen for ever.</summary>
    private const int GreatestMapCount = 4096;

    public static string PageTables(ReadPhysicalMemory read, ulong root, PagingFormat format, string name)
    {
        PagingShape shape = new(PagingFormats.All.First(row => row.Format == format));
        List<PageMapping> maps = [];
        List<string> problems = [];
        Walk(read, shape, root & PageEntry.AddressMask, shape.TopLevel, 0, maps, problems);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"        .pagetables {name}, format={shape.Row.Name}\n");
        foreach (PageMapping map in maps)
        {
            text.Append(CultureInfo.InvariantCulture, $"                .map    0x{map.Linear:x}, 0x{map.Physical:x}, 0x{map.Size:x}, {Flags(shape, map)}, page={map.PageName}\n");
        }

        foreach (string problem in problems)
            text.Append(CultureInfo.InvariantCulture, $"                # {problem}\n");
        text.Append("        .endpagetables\n");
        return text.ToString();
    }

    private static void Walk(
        ReadPhysicalMemory read, PagingShape shape, ulong table, int level, ulong linear, List<PageMapping> maps, List<string> problems)
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
            if (!shape.IsPresent(entry))
                continue;
            ulong address = shape.LinearAt(level, linear, index);
            if (shape.IsLeaf(entry, level))
                Add(maps, Leaf(shape, entry, level, address));
            else
                Walk(read, shape, entry & PageEntry.AddressMask, level - 1, address, maps, problems);
        }

        if (maps.Count == GreatestMapCount && problems.Count == 0)
            problems.Add($"more than {GreatestMapCount} maps: the rest is left out");
    }

    /// <summary>What an entry maps; bit 7 and PAT are put where a 4-KByte page has them.</summary>
    internal static PageMapping Leaf(PagingShape shape, ulong entry, int level, ulong linear)
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

        return new PageMapping(linear, physical, 1UL << shift, shift, flags);
    }

    private static void Add(List<PageMapping> maps, PageMapping page)
    {
        if (maps.Count > 0 && maps[^1].Continue(page) is { } joined)
            maps[^1] = joined;
        else
            maps.Add(page);
    }

    /// <summary>The flags in the words of <c>.map</c>.</summary>
    internal static string Flags(PagingShape shape, PageMapping map)
    {
        if (shape.Row.Format == PagingFormat.Ept)
        {
            ulong type = (map.Flags & EptEntry.MemoryTypeMask) >> EptEntry.MemoryTypeShift;
            return BitFields.Describe(EptEntry.Fields, map.Flags & ~EptEntry.MemoryTypeMask) + ", memory_type=" + EptEntry.MemoryTypeName((int)type);
        }

        string words = BitFields.Describe(PageEntry.Fields, map.Flags & ~PageEntry.Pat);
        return (map.Flags & PageEntry.Pat) != 0 ? words + " | pat" : words;
    }
}
