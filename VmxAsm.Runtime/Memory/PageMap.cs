using VmxAsm.Architecture.Paging;

namespace VmxAsm.Runtime.Memory;

/// <summary>A run of addresses that translate to a run of addresses, with the same rights.</summary>
internal readonly record struct MappedRange(ulong Start, ulong Target, ulong Length, string Rights);

/// <summary>What page tables in memory map, read as a person would: without setting a bit or raising a fault.</summary>
internal static class PageMap
{
    /// <summary>More ranges than this are of no use to a reader.</summary>
    public const int MostRanges = 256;

    /// <summary>The ranges that a hierarchy maps, by ascending address; at most <see cref="MostRanges"/>.</summary>
    /// <param name="root">CR3 or the EPT pointer.</param>
    public static IReadOnlyList<MappedRange> Read(PhysicalMemory memory, PagingFormat format, ulong root)
    {
        PagingFormatRow row = PagingFormats.All.First(candidate => candidate.Format == format);
        Collector collector = new();
        ulong table = format switch
        {
            PagingFormat.Pae => root & 0xFFFF_FFE0,
            PagingFormat.Legacy or PagingFormat.Pse => root & 0xFFFF_F000,
            _ => root & PageEntry.AddressMask,
        };
        Walk(memory, row, table, row.Levels - 1, 0, ulong.MaxValue, collector);
        return collector.Ranges;
    }

    private static void Walk(PhysicalMemory memory, PagingFormatRow format, ulong table, int level, ulong start, ulong rights, Collector collector)
    {
        int entries = format.Format == PagingFormat.Pae && level == 2 ? 4 : 1 << format.IndexBits;
        int shift = 12 + format.IndexBits * level;
        for (int i = 0; i < entries && !collector.IsFull; i++)
        {
            ulong entry = format.EntryBytes == 4 ? memory.Read<uint>(table + 4 * (ulong)i) : memory.Read<ulong>(table + 8 * (ulong)i);
            if (!IsPresent(format.Format, entry))
                continue;
            ulong address = start | (ulong)i << shift;

            // The pointers of PAE have no rights of their own.
            bool hasRights = !(format.Format == PagingFormat.Pae && level == 2);
            ulong combined = hasRights ? Combine(format.Format, rights, entry) : rights;
            bool large = level > 0 && (entry & PageEntry.LargePage) != 0 && format.LargePageShifts.Contains(shift);
            if (level > 0 && !large)
                Walk(memory, format, entry & PageEntry.AddressMask, level - 1, address, combined, collector);
            else
                collector.Add(address, entry & PageEntry.AddressMask & ~((1UL << shift) - 1), 1UL << shift, Describe(format.Format, combined));
        }
    }

    private static bool IsPresent(PagingFormat format, ulong entry) =>
        (entry & (format == PagingFormat.Ept ? EptEntry.Read | EptEntry.Write | EptEntry.Execute : PageEntry.Present)) != 0;

    /// <summary>Rights shrink on the way down; execute-disable is the one that says no.</summary>
    private static ulong Combine(PagingFormat format, ulong above, ulong entry) => format == PagingFormat.Ept
        ? above & entry
        : above & entry & (PageEntry.Writable | PageEntry.User) | ((above == ulong.MaxValue ? 0 : above) | entry) & PageEntry.ExecuteDisable;

    private static string Describe(PagingFormat format, ulong rights) => format == PagingFormat.Ept
        ? $"{((rights & EptEntry.Read) != 0 ? 'r' : '-')}{((rights & EptEntry.Write) != 0 ? 'w' : '-')}{((rights & EptEntry.Execute) != 0 ? 'x' : '-')}"
        : $"r{((rights & PageEntry.Writable) != 0 ? 'w' : '-')}{((rights & PageEntry.ExecuteDisable) == 0 ? 'x' : '-')}"
            + ((rights & PageEntry.User) != 0 ? " user" : " supervisor");

    private sealed class Collector
    {
        private readonly List<MappedRange> _ranges = [];

        public IReadOnlyList<MappedRange> Ranges => _ranges;

        public bool IsFull => _ranges.Count >= MostRanges;

        public void Add(ulong start, ulong target, ulong length, string rights)
        {
            if (_ranges.Count > 0 && _ranges[^1] is var last
                && last.Start + last.Length == start && last.Target + last.Length == target && last.Rights == rights)
            {
                _ranges[^1] = last with { Length = last.Length + length };
                return;
            }

            _ranges.Add(new(start, target, length, rights));
        }
    }
}
