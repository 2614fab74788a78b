using System.Numerics;
using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Linking;

/// <summary>Where the pieces of a mergeable section went.</summary>
internal sealed class MergedSection(InputSection owner)
{
    private readonly List<ulong> _starts = [];
    private readonly List<MergeEntry> _entries = [];

    public InputSection Owner { get; } = owner;

    /// <summary>Of what stays in this section.</summary>
    public ulong Size { get; set; }

    public void Add(ulong start, MergeEntry entry)
    {
        _starts.Add(start);
        _entries.Add(entry);
    }

    /// <summary>Address of what stood at an offset of the input section.</summary>
    public ulong Map(ulong offset)
    {
        int index = _starts.BinarySearch(offset);
        if (index < 0)
            index = Math.Max(~index - 1, 0);
        if (_entries.Count == 0)
            return Owner.Address + offset;
        MergeEntry entry = _entries[index].Final;
        return entry.Home.Owner.Address + entry.Offset + (offset - _starts[index]);
    }
}

/// <summary>A string or constant, once for all sections that contain it.</summary>
internal sealed class MergeEntry(ReadOnlyMemory<byte> bytes, ulong alignment, MergedSection home)
{
    /// <summary>With its terminator.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public ulong Alignment { get; } = alignment;

    public MergedSection Home { get; set; } = home;

    public ulong Offset { get; set; }

    /// <summary>The same text again, needed at a stricter alignment: it takes this one's place.</summary>
    public MergeEntry? Replacement { get; set; }

    public MergeEntry? TailOf { get; set; }

    public MergeEntry Final => Replacement is null ? this : Replacement.Final;
}

/// <summary>
/// Sections marked SHF_MERGE hold constants of sh_entsize bytes, with SHF_STRINGS strings, of which equal ones need to be in the program only
/// once, and a string that ends another not even once (gABI, "Sections"). The result is that of GNU BFD: sections of the same flags,
/// entry size, alignment and output section are merged; each string stays in the first section that has it, in the old order.
/// </summary>
internal static class StringMerging
{
    // Keys and values of tables are classes here: tables over structs of ours would be compiled anew at every start.

    /// <summary>What must be equal for sections to share strings.</summary>
    private sealed record GroupKey(OutputSection Output, ulong Flags, ulong EntrySize, ulong Alignment);

    public static void Merge(IEnumerable<InputSection> sections)
    {
        var groups = new Dictionary<GroupKey, List<InputSection>>();
        foreach (InputSection section in sections)
        {
            if (!IsMergeable(section))
                continue;
            ObjectSection source = section.Section;
            var key = new GroupKey(section.Output!, source.Flags & (SectionFlags.Merge | SectionFlags.Strings), source.EntrySize, source.Alignment);
            if (!groups.TryGetValue(key, out List<InputSection>? group))
                groups.Add(key, group = []);
            group.Add(section);
        }
        foreach (List<InputSection> group in groups.Values)
            MergeGroup(group);
    }

    private static bool IsMergeable(InputSection section)
    {
        ObjectSection source = section.Section;
        if ((source.Flags & SectionFlags.Merge) == 0 || section.Output is null || section.IsDropped || source.EntrySize == 0 || source.Size == 0
            || source.Size % source.EntrySize != 0 || source.RelocationRows.Length > 0 || source.Type == SectionType.NoBits)
        {
            return false;
        }
        ulong entrySize = source.EntrySize, alignment = source.Alignment;
        bool isStrings = (source.Flags & SectionFlags.Strings) != 0;
        bool alignsMore = entrySize < alignment && (!BitOperations.IsPow2(entrySize) || !isStrings);
        bool isUneven = entrySize > alignment && (entrySize & (alignment - 1)) != 0;
        return !alignsMore && !isUneven;
    }

    private static void MergeGroup(List<InputSection> group)
    {
        bool isStrings = (group[0].Section.Flags & SectionFlags.Strings) != 0;
        int entrySize = (int)Math.Min(group[0].Section.EntrySize, int.MaxValue);
        var table = new HashSet<MergeEntry>(ContentComparer.Instance);
        var entries = new List<MergeEntry>();
        foreach (InputSection section in group)
        {
            section.Merged = new MergedSection(section);
            if (isStrings)
                RecordStrings(section, entrySize, table, entries);
            else
                RecordConstants(section, entrySize, table, entries);
        }
        if (isStrings)
            ShareTails(entries, (ulong)entrySize);
        AssignOffsets(group, entries);
    }

    private static void RecordStrings(InputSection section, int entrySize, HashSet<MergeEntry> table, List<MergeEntry> entries)
    {
        ReadOnlyMemory<byte> contents = Terminated(section.Section.Data, entrySize);
        ulong mask = section.Section.Alignment - 1;
        bool hasEmpty = false;
        int position = 0;
        while (position < section.Section.Data.Length)
        {
            ulong alignment = (ulong)position & (0 - (ulong)position);
            if (alignment == 0 || alignment > mask)
                alignment = mask + 1;
            int length = StringLength(contents.Span[position..], entrySize);
            section.Merged!.Add((ulong)position, Enter(contents.Slice(position, length), alignment, section.Merged, table, entries));
            position += length;

            // Padding: the first aligned zero counts as an empty string, the rest vanishes.
            while (position <= contents.Length - entrySize && IsZero(contents.Span.Slice(position, entrySize)))
            {
                if (!hasEmpty && ((ulong)position & mask) == 0)
                {
                    hasEmpty = true;
                    section.Merged.Add((ulong)position, Enter(contents.Slice(position, entrySize), mask + 1, section.Merged, table, entries));
                }
                position += entrySize;
            }
        }
    }

    private static ReadOnlyMemory<byte> Terminated(ReadOnlyMemory<byte> contents, int entrySize)
    {
        if (IsZero(contents.Span[^entrySize..]))
            return contents;
        byte[] padded = new byte[contents.Length + entrySize];
        contents.CopyTo(padded);
        return padded;
    }

    private static bool IsZero(ReadOnlySpan<byte> entry)
    {
        foreach (byte part in entry)
        {
            if (part != 0)
                return false;
        }
        return true;
    }

    private static int StringLength(ReadOnlySpan<byte> text, int entrySize)
    {
        if (entrySize == 1)
            return text.IndexOf((byte)0) + 1;
        int length = 0;
        while (!IsZero(text.Slice(length, entrySize)))
            length += entrySize;
        return length + entrySize;
    }

    private static void RecordConstants(InputSection section, int entrySize, HashSet<MergeEntry> table, List<MergeEntry> entries)
    {
        ReadOnlyMemory<byte> contents = section.Section.Data;
        for (int position = 0; position < contents.Length; position += entrySize)
            section.Merged!.Add((ulong)position, Enter(contents.Slice(position, entrySize), 1, section.Merged, table, entries));
    }

    private static MergeEntry Enter(
        ReadOnlyMemory<byte> bytes, ulong alignment, MergedSection home, HashSet<MergeEntry> table, List<MergeEntry> entries)
    {
        var entry = new MergeEntry(bytes, alignment, home);
        if (!table.Add(entry))
        {
            table.TryGetValue(entry, out MergeEntry? known);
            if (known!.Alignment >= alignment)
                return known;
            known.Replacement = entry;
            table.Remove(known);
            table.Add(entry);
        }
        entries.Add(entry);
        return entry;
    }

    private static void ShareTails(List<MergeEntry> entries, ulong entrySize)
    {
        MergeEntry[] sorted = [.. entries.Where(entry => entry.Replacement is null)];
        if (sorted.Length == 0)
            return;
        bool isUniform = Array.TrueForAll(sorted, entry => entry.Alignment == sorted[0].Alignment) && sorted[0].Alignment > entrySize;
        int terminator = (int)entrySize;
        Array.Sort(sorted, (a, b) => CompareReversed(a, b, terminator, isUniform));
        MergeEntry longer = sorted[^1];
        for (int i = sorted.Length - 2; i >= 0; i--)
        {
            MergeEntry entry = sorted[i];
            if (longer.Alignment >= entry.Alignment && ((ulong)(longer.Bytes.Length - entry.Bytes.Length) & (entry.Alignment - 1)) == 0
                && longer.Bytes.Length > entry.Bytes.Length && longer.Bytes.Span.EndsWith(entry.Bytes.Span))
            {
                entry.TailOf = longer;
            }
            else
            {
                longer = entry;
            }
        }
    }

    private static int CompareReversed(MergeEntry a, MergeEntry b, int terminator, bool isUniform)
    {
        ReadOnlySpan<byte> left = a.Bytes.Span[..^terminator], right = b.Bytes.Span[..^terminator];
        if (isUniform)
        {
            ulong mask = a.Alignment - 1;
            int tail = ((ulong)left.Length & mask).CompareTo((ulong)right.Length & mask);
            if (tail != 0)
                return tail;
        }
        int i = left.Length, j = right.Length;
        while (i > 0 && j > 0)
        {
            int difference = left[--i] - right[--j];
            if (difference != 0)
                return difference;
        }
        return left.Length - right.Length;
    }

    private static void AssignOffsets(List<InputSection> group, List<MergeEntry> entries)
    {
        foreach (MergeEntry entry in entries)
        {
            if (entry.Replacement is not null || entry.TailOf is not null)
                continue;
            entry.Offset = (entry.Home.Size + entry.Alignment - 1) & ~(entry.Alignment - 1);
            entry.Home.Size = entry.Offset + (ulong)entry.Bytes.Length;
        }
        foreach (MergeEntry entry in entries)
        {
            if (entry.TailOf is not { } host || entry.Replacement is not null)
                continue;
            entry.Home = host.Home;
            entry.Offset = host.Offset + (ulong)(host.Bytes.Length - entry.Bytes.Length);
        }
        foreach (InputSection section in group)
        {
            ulong size = section.Merged!.Size;
            section.Size = size;
            section.IsEmptied = size == 0;
            section.Contents = new byte[size];
        }
        foreach (MergeEntry entry in entries)
        {
            if (entry.Replacement is null && entry.TailOf is null)
                entry.Bytes.Span.CopyTo(entry.Home.Owner.Contents.AsSpan((int)entry.Offset));
        }
    }

    private sealed class ContentComparer : IEqualityComparer<MergeEntry>
    {
        public static ContentComparer Instance { get; } = new();

        public bool Equals(MergeEntry? a, MergeEntry? b) => a!.Bytes.Span.SequenceEqual(b!.Bytes.Span);

        public int GetHashCode(MergeEntry entry)
        {
            var hash = new HashCode();
            hash.AddBytes(entry.Bytes.Span);
            return hash.ToHashCode();
        }
    }
}
