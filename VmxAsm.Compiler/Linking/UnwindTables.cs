using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// .eh_frame of all objects as one table (LSB Core, "Exception Frames"): a record that describes a function (FDE) refers, by distance, to a
/// record that describes its unit (CIE). Every unit brings the same CIE again, and functions that were dropped have left their FDEs behind. As
/// GNU ld does in an ELF link, equal CIEs become one, and what describes nothing goes.
///
/// A section that is not built as expected stays as it is.
/// </summary>
internal sealed class UnwindTables
{
    private const string SectionName = ".eh_frame";

    private sealed class Entry
    {
        public int Offset;
        public int Size;

        /// <summary>Null for a CIE and for the terminator.</summary>
        public Entry? Cie;
        public required InputSection Section;
        public bool IsKept;
        public int NewOffset;

        /// <summary>Size without the padding at its end.</summary>
        public int NetSize;
        public byte AddressEncoding;
        public bool HasAugmentationData;

        /// <summary>Its relocations are those from here to <see cref="RelocationEnd"/> in the section's relocations by offset.</summary>
        public int RelocationStart;
        public int RelocationEnd;

        /// <summary>The equal CIE, of whatever section, that stands for this one; null until a function needs it.</summary>
        public Entry? Merged;
    }

    private readonly List<Entry> _functions = [];

    /// <summary>Looks at the .eh_frame sections of each output section and rewrites them; addresses are not known yet.</summary>
    public void Merge(IEnumerable<InputSection> sections)
    {
        var units = new Dictionary<(OutputSection, string), Entry>();
        InputSection[] tables = [.. sections.Where(section => section is { IsDropped: false, Output: not null, Section: { Name: SectionName, Size: > 0, Type: not SectionType.NoBits } })];
        for (int i = 0; i < tables.Length; i++)
        {
            InputSection table = tables[i];
            if (Parse(table) is not { } entries)
                continue;
            ReadOnlySpan<Relocation> relocations = ByOffset(table.Section.RelocationRows);
            AssignRelocations(entries, relocations);
            bool isLast = IsLast(tables, i);
            foreach (Entry entry in entries)
            {
                if (entry.Size == 4)
                    entry.IsKept = isLast;
                else if (entry.Cie is { } cie && !DescribesDropped(entry, relocations))
                    KeepFunction(units, entry, cie, relocations);
            }
            Rewrite(table, entries, relocations, isLast);
        }
    }

    /// <summary>Nothing but a terminator follows in the output section.</summary>
    private static bool IsLast(InputSection[] tables, int index)
    {
        for (int i = index + 1; i < tables.Length; i++)
        {
            if (tables[i].Output == tables[index].Output && tables[i].Section.Data.Span.IndexOfAnyExcept((byte)0) >= 0)
                return false;
        }
        return true;
    }

    /// <summary>
    /// What comes with a function besides its code: for each description, the symbol of its start, and the symbols of its exception table and of the personality
    /// routine. Null for a section that is not such a table, or not built as expected.
    /// </summary>
    public static List<(ObjectSymbol Function, ObjectSymbol[] Needs)>? NeedsOf(InputSection table)
    {
        if (table.Section is not { Name: SectionName, Size: > 0, Type: not SectionType.NoBits } || Parse(table) is not { } entries)
            return null;
        ReadOnlySpan<Relocation> relocations = ByOffset(table.Section.RelocationRows);
        AssignRelocations(entries, relocations);
        var needs = new List<(ObjectSymbol, ObjectSymbol[])>();
        foreach (Entry entry in entries)
        {
            if (entry.Cie is not { } cie)
                continue;
            ObjectSymbol? function = null;
            var others = new List<ObjectSymbol>();
            foreach (ref readonly Relocation relocation in relocations[entry.RelocationStart..entry.RelocationEnd])
            {
                if (relocation.Offset == (ulong)entry.Offset + 8)
                    function = relocation.Symbol;
                else if (relocation.Symbol is { } symbol)
                    others.Add(symbol);
            }
            foreach (ref readonly Relocation relocation in relocations[cie.RelocationStart..cie.RelocationEnd])
            {
                if (relocation.Symbol is { } symbol)
                    others.Add(symbol);
            }
            if (function is not null && others.Count > 0)
                needs.Add((function, [.. others]));
        }
        return needs;
    }

    private static ReadOnlySpan<Relocation> ByOffset(ReadOnlySpan<Relocation> inOrder)
    {
        for (int i = 1; i < inOrder.Length; i++)
        {
            if (inOrder[i].Offset >= inOrder[i - 1].Offset)
                continue;
            Relocation[] sorted = [.. inOrder.ToArray().OrderBy(relocation => relocation.Offset)];
            return sorted;
        }
        return inOrder;
    }

    private static void AssignRelocations(List<Entry> entries, ReadOnlySpan<Relocation> relocations)
    {
        int next = 0;
        foreach (Entry entry in entries)
        {
            entry.RelocationStart = next;
            while (next < relocations.Length && relocations[next].Offset < (ulong)(entry.Offset + entry.Size))
                next++;
            entry.RelocationEnd = next;
        }
    }

    private void KeepFunction(Dictionary<(OutputSection, string), Entry> units, Entry entry, Entry cie, ReadOnlySpan<Relocation> relocations)
    {
        entry.IsKept = true;
        if (cie.Merged is null)
        {
            (OutputSection, string) key = (cie.Section.Output!, Content(cie, relocations));
            if (!units.TryGetValue(key, out cie.Merged))
            {
                units.Add(key, cie.Merged = cie);
                cie.IsKept = true;
            }
        }
        entry.Cie = cie.Merged;
        _functions.Add(entry);
    }

    /// <summary>A CIE's bytes, and what its relocations (the personality routine) refer to.</summary>
    private static string Content(Entry cie, ReadOnlySpan<Relocation> relocations)
    {
        ReadOnlySpan<byte> bytes = cie.Section.Section.Data.Span.Slice(cie.Offset, cie.Size);
        string text = System.Text.Encoding.Latin1.GetString(bytes);
        foreach (ref readonly Relocation relocation in relocations[cie.RelocationStart..cie.RelocationEnd])
        {
            ObjectSymbol? symbol = relocation.Symbol;
            string target = symbol is null ? "" : symbol.Global is { } global ? global.Name
                : $"{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(symbol.Section)}+{symbol.Value}";
            text += $" {relocation.Offset - (ulong)cie.Offset}:{relocation.Type}:{target}+{relocation.Addend}";
        }
        return text;
    }

    private static bool DescribesDropped(Entry entry, ReadOnlySpan<Relocation> relocations)
    {
        ulong start = (ulong)entry.Offset + 8;
        foreach (ref readonly Relocation relocation in relocations[entry.RelocationStart..entry.RelocationEnd])
        {
            if (relocation.Offset != start || relocation.Symbol is not { } symbol)
                continue;
            ObjectSection? section = symbol.Global is { } global ? global.Definition?.Section : symbol.Section;

            // A function of a duplicate COMDAT group is described by the copy that was kept.
            return (symbol.Section ?? section)?.Input is { IsDropped: true };
        }
        return false;
    }

    /// <summary>Null when the section is not a sequence of CIEs and FDEs.</summary>
    private static List<Entry>? Parse(InputSection table)
    {
        ReadOnlySpan<byte> bytes = table.Section.Data.Span;
        var entries = new List<Entry>();
        var units = new Dictionary<int, Entry>();
        int at = 0;
        while (at < bytes.Length)
        {
            if (bytes.Length - at < 4)
                return null;
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
            if (length > (uint)(bytes.Length - at - 4) || length is > 0 and < 8)
                return null;
            var entry = new Entry { Offset = at, Size = (int)length + 4, Section = table };
            if (length > 0)
            {
                uint distance = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
                if (distance != 0)
                {
                    if (distance > (uint)at + 4 || !units.TryGetValue(at + 4 - (int)distance, out Entry? cie))
                        return null;
                    entry.Cie = cie;
                }
                else
                {
                    units.Add(at, entry);
                }
                if (!Measure(entry, bytes.Slice(at, entry.Size), table.File.Is64Bit ? 8 : 4))
                    return null;
            }
            else if (bytes[at..].IndexOfAnyExcept((byte)0) >= 0)
            {
                return null;
            }
            entries.Add(entry);
            if (length == 0)
                break; // the terminator may be padded
            at += entry.Size;
        }
        return entries;
    }

    private static bool Measure(Entry entry, ReadOnlySpan<byte> bytes, int pointerSize)
    {
        var reader = new CallFrameReader(bytes);
        if (entry.Cie is { } cie)
        {
            entry.NetSize = reader.ReadFde(cie.AddressEncoding, cie.HasAugmentationData, pointerSize);
        }
        else
        {
            entry.NetSize = reader.ReadCie(pointerSize);
            entry.AddressEncoding = reader.AddressEncoding;
            entry.HasAugmentationData = reader.HasAugmentationData;
        }
        return entry.NetSize > 0;
    }

    /// <summary>
    /// Records are padded inside: to the size of an address in the encoding used, and the last one of a section to the section's alignment, because zeros between two
    /// sections would read as the end of the table.
    /// </summary>
    private static void Rewrite(InputSection table, List<Entry> entries, ReadOnlySpan<Relocation> relocations, bool isLast)
    {
        var contents = new List<byte>((int)table.Section.Size);
        ReadOnlySpan<byte> bytes = table.Section.Data.Span;
        var kept = new List<Relocation>(relocations.Length);
        Entry? last = entries.FindLast(entry => entry.IsKept);
        foreach (Entry entry in entries)
        {
            if (!entry.IsKept)
                continue;
            entry.NewOffset = contents.Count;
            foreach (ref readonly Relocation relocation in relocations[entry.RelocationStart..entry.RelocationEnd])
                kept.Add(relocation with { Offset = relocation.Offset - (ulong)entry.Offset + (ulong)contents.Count });
            if (entry.Size == 4)
            {
                contents.AddRange(bytes.Slice(entry.Offset, 4));
                continue;
            }
            contents.AddRange(bytes.Slice(entry.Offset, entry.NetSize));
            int width = CallFrameReader.WidthOf((entry.Cie ?? entry).AddressEncoding, table.File.Is64Bit ? 8 : 4);
            int alignment = entry == last && !isLast ? Math.Max((int)Math.Min(table.Section.Alignment, 64), width) : width;
            while (contents.Count % alignment != 0)
                contents.Add(0);
            BinaryPrimitives.WriteInt32LittleEndian(CollectionsMarshal.AsSpan(contents)[entry.NewOffset..], contents.Count - entry.NewOffset - 4);
        }
        table.Contents = [.. contents];
        table.Size = (ulong)contents.Count;
        table.IsEmptied = contents.Count == 0;
        table.RewrittenRelocations = kept;
    }

    /// <summary>Writes the distances from FDEs to their CIEs, once places are known.</summary>
    public void Connect()
    {
        foreach (Entry function in _functions)
        {
            InputSection table = function.Section;
            Entry cie = function.Cie!;
            ulong distance = table.Offset + (ulong)function.NewOffset + 4 - (cie.Section.Offset + (ulong)cie.NewOffset);
            BinaryPrimitives.WriteUInt32LittleEndian(table.Output!.Data.AsSpan((int)table.Offset + function.NewOffset + 4), (uint)distance);
        }
    }
}
