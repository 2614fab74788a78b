using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Compiler.Dump;

/// <summary>
/// Structures in memory, written back in the words that make them: what a dump of <c>.gdt</c> prints assembles to the same bytes. What no word
/// describes (reserved bits, impossible types) comes out as <c>.raw</c>, so nothing is lost and nothing is made to look right.
/// </summary>
public static class StructureDump
{
    private const string Indent = "                ";

    /// <summary>A GDT or LDT.</summary>
    /// <param name="is64Bit">System descriptors take 16 bytes; null: when the table has a 64-bit code segment.</param>
    /// <param name="labels">Names of entries by their offset in the table.</param>
    /// <param name="tables">All tables that are dumped with this one, which gates may lead into; this one alone when not given.</param>
    public static string DescriptorTable(
        ReadOnlySpan<byte> bytes, string name, bool isLocal = false, bool? is64Bit = null, IReadOnlyDictionary<int, string>? labels = null, DumpedTables? tables = null)
    {
        string kind = isLocal ? "ldt" : "gdt";
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"        .{kind}    {name}\n");
        foreach ((int offset, _, string words) in Descriptors(bytes, is64Bit ?? HasCode64(bytes), tables ?? DumpedTables.Of(bytes, isLocal)))
        {
            string label = labels?.GetValueOrDefault(offset) is { } given ? given + ":" : "";
            text.Append(label.PadRight(Indent.Length)).Append(words).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"        .end{kind}\n");
        return text.ToString();
    }

    /// <summary>The entries of a descriptor table: offset, bytes, and the directive that makes them.</summary>
    /// <param name="wide">System descriptors take 16 bytes.</param>
    internal static List<(int Offset, int Size, string Words)> Descriptors(ReadOnlySpan<byte> bytes, bool wide, DumpedTables tables)
    {
        List<(int, int, string)> entries = [];
        for (int offset = 0; offset + 8 <= bytes.Length;)
        {
            ulong low = BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
            ulong high = offset + 16 <= bytes.Length ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[(offset + 8)..]) : 0;
            bool isWide = wide && offset + 16 <= bytes.Length && IsWideSystem(low);
            string? words = low == 0 ? ".null" : HasWrongTarget(tables, low, isWide) ? null : Descriptor(low, isWide ? high : 0, isWide);
            if (words is null && isWide)
            {
                isWide = false;
                words = HasWrongTarget(tables, low, false) ? null : Descriptor(low, 0, false);
            }

            int size = isWide && words is not null ? 16 : 8;
            entries.Add((offset, size, words ?? $".raw    0x{low:x16}"));
            offset += size;
        }

        return entries;
    }

    /// <summary>An interrupt descriptor table.</summary>
    /// <param name="bits">64 for gates of 16 bytes, else 32 or 16.</param>
    /// <param name="tables">The descriptor tables that are dumped with it.</param>
    public static string InterruptTable(ReadOnlySpan<byte> bytes, string name, int bits, DumpedTables? tables = null)
    {
        int size = bits == 64 ? 16 : 8;
        int count = bytes.Length / size;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"        .idt    {name}, format={bits}, vectors={count}\n");
        for (int vector = 0; vector < count; vector++)
        {
            ulong low = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(vector * size)..]);
            ulong high = size == 16 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[((vector * size) + 8)..]) : 0;
            if ((low | high) == 0)
                continue;
            string raw = size == 16 ? $".raw    {vector}, 0x{low:x16}, 0x{high:x16}" : $".raw    {vector}, 0x{low:x16}";
            text.Append(Indent).Append(InterruptGate(low, high, vector, bits, tables ?? DumpedTables.None) ?? raw).Append('\n');
        }

        text.Append("        .endidt\n");
        return text.ToString();
    }

    /// <summary>Two pages of I/O bitmap, as VMX uses them.</summary>
    public static string IoBitmap(ReadOnlySpan<byte> bytes, string name) => $"        .iobitmap {name}{Ranges(", intercept=", bytes, true)}\n";

    /// <summary>A page of MSR bitmap.</summary>
    public static string MsrBitmap(ReadOnlySpan<byte> bytes, string name)
    {
        string reads = Join(Ranges("", bytes[..0x400], true), Ranges("", bytes[0x400..0x800], true, 0xC000_0000));
        string writes = Join(Ranges("", bytes[0x800..0xC00], true), Ranges("", bytes[0xC00..0x1000], true, 0xC000_0000));
        return $"        .msrbitmap {name}{(reads.Length > 0 ? ", read=" + reads : "")}{(writes.Length > 0 ? ", write=" + writes : "")}\n";
    }

    /// <summary>An MSR list of 16-byte entries.</summary>
    public static string MsrList(ReadOnlySpan<byte> bytes, string name)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"        .msrlist {name}\n");
        for (int offset = 0; offset + 16 <= bytes.Length; offset += 16)
        {
            uint index = BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
            ulong value = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(offset + 8)..]);
            text.Append(CultureInfo.InvariantCulture, $"{Indent}.msr    {MsrName(index)}, 0x{value:x}\n");
        }

        text.Append("        .endmsrlist\n");
        return text.ToString();
    }

    /// <summary>The register's name, or its number where it has none.</summary>
    internal static string MsrName(uint index) => Architecture.Processor.Msrs.All.FirstOrDefault(row => (uint)row.Msr == index)?.Name ?? $"0x{index:x}";

    private static string? Descriptor(ulong low, ulong high, bool isWide)
    {
        SegmentDescriptor descriptor = new(low, isWide ? high : 0);
        AccessRights rights = descriptor.Rights;
        return rights.IsCodeOrData ? Segment(descriptor, rights)
            : (SystemSegmentType)rights.Type is SystemSegmentType.CallGate or SystemSegmentType.CallGate16 or SystemSegmentType.TaskGate
                ? CallGate(low, high, isWide)
                : SystemSegment(descriptor, rights, isWide);
    }

    private static string? Segment(SegmentDescriptor descriptor, AccessRights rights)
    {
        if (rights.Long && (rights.DefaultBig || rights.IsData))
            return null;
        string type = (rights.IsCode ? "code" : "data") + (rights.Long ? "64" : rights.DefaultBig ? "32" : "16");
        List<string> words = [type, $"base=0x{descriptor.Base:x}", .. Limit(descriptor)];
        if (rights.IsCode && !rights.IsWritableOrReadable)
            words.Add("execute_only");
        if (rights.IsData && !rights.IsWritableOrReadable)
            words.Add("read_only");
        if (rights.IsExpandDownOrConforming)
            words.Add(rights.IsCode ? "conforming" : "expand_down");
        if (rights.IsAccessed)
            words.Add("accessed");
        return ".descriptor " + string.Join(", ", Common(words, rights));
    }

    private static string? SystemSegment(SegmentDescriptor descriptor, AccessRights rights, bool isWide)
    {
        (string Word, bool Busy)? type = (SystemSegmentType)rights.Type switch
        {
            SystemSegmentType.Ldt => (isWide ? "ldt64" : "ldt", false),
            SystemSegmentType.AvailableTss16 when !isWide => ("tss16", false),
            SystemSegmentType.BusyTss16 when !isWide => ("tss16", true),
            SystemSegmentType.AvailableTss => (isWide ? "tss64" : "tss32", false),
            SystemSegmentType.BusyTss => (isWide ? "tss64" : "tss32", true),
            _ => null,
        };

        // L and D/B mean nothing here, and the upper half of the upper half is reserved.
        if (type is not var (word, busy) || rights.Long || rights.DefaultBig || descriptor.High >> 32 != 0)
            return null;
        if (isWide && !LinearAddress.IsCanonical(descriptor.Base))
            return null;
        uint least = word == "tss16" ? 43u : word.StartsWith("tss", StringComparison.Ordinal) ? 103u : 0;
        if (descriptor.Limit < least)
            return null;
        List<string> words = [word, $"base=0x{descriptor.Base:x}", .. Limit(descriptor)];
        if (busy)
            words.Add("busy");
        return ".descriptor " + string.Join(", ", Common(words, rights));
    }

    private static string? CallGate(ulong low, ulong high, bool isWide)
    {
        GateDescriptor gate = GateDescriptor.Decode(low, high, isWide);
        if (LeadsNowhere(gate) || (isWide && !LinearAddress.IsCanonical(gate.Offset)))
            return null;
        bool isTask = gate.Type == SystemSegmentType.TaskGate;
        GateDescriptor plain = isTask ? gate with { Offset = 0, Count = 0 } : gate;
        if (plain.Low != low || (isWide && (plain.High != high || high >> 32 != 0)) || (isWide && isTask) || gate.Ist != 0)
            return null;
        if (gate.Type == SystemSegmentType.CallGate16 && isWide)
            return null;
        List<string> words = isTask
            ? ["task_gate", $"selector=0x{gate.Selector:x}"]
            : [gate.Type == SystemSegmentType.CallGate16 ? "call_gate16" : isWide ? "call_gate64" : "call_gate32", $"selector=0x{gate.Selector:x}", $"offset=0x{gate.Offset:x}"];
        if (gate.Count != 0)
            words.Add($"parameters={gate.Count}");
        if (gate.Dpl != 0)
            words.Add($"dpl={gate.Dpl}");
        if (!gate.Present)
            words.Add("not_present");
        return ".descriptor " + string.Join(", ", words);
    }

    private static string? InterruptGate(ulong low, ulong high, int vector, int bits, DumpedTables tables) =>
        GateWords(low, high, bits) is { } words && !HasWrongTarget(tables, low, bits == 64) ? $".gate   {vector}, {words}" : null;

    /// <summary>A gate of an IDT in the words of <c>.gate</c>, behind its vector; null for what they do not describe.</summary>
    internal static string? GateWords(ulong low, ulong high, int bits)
    {
        GateDescriptor gate = GateDescriptor.Decode(low, high, bits == 64);
        bool is16 = gate.Type is SystemSegmentType.InterruptGate16 or SystemSegmentType.TrapGate16;
        string? type = gate.Type switch
        {
            SystemSegmentType.InterruptGate or SystemSegmentType.InterruptGate16 => "interrupt",
            SystemSegmentType.TrapGate or SystemSegmentType.TrapGate16 => "trap",
            SystemSegmentType.TaskGate when bits != 64 && gate.Offset == 0 => "task",
            _ => null,
        };
        if (LeadsNowhere(gate) || (bits == 64 && !LinearAddress.IsCanonical(gate.Offset)))
            return null;
        if (type is null || (type != "task" && is16 != (bits == 16)) || (gate with { Count = 0 }).Low != low || (bits == 64 && (gate.High != high || high >> 32 != 0)))
            return null;
        string handler = type == "task" ? "" : $"0x{gate.Offset:x}, ";
        return $"{handler}selector=0x{gate.Selector:x}, type={type}, dpl={gate.Dpl}"
            + (gate.Ist != 0 ? $", ist={gate.Ist}" : "") + (gate.Present ? "" : ", not_present");
    }

    /// <summary>A present gate with a null selector: the words refuse it.</summary>
    private static bool LeadsNowhere(GateDescriptor gate) => gate.Present && (gate.Selector & ~3) == 0;

    /// <summary>A present gate to an entry of the wrong kind, which the words refuse too.</summary>
    private static bool HasWrongTarget(DumpedTables tables, ulong low, bool isWide)
    {
        bool isGate = (low >> 44 & 1) == 0 && (SystemSegmentType)(low >> 40 & 0xF) is not
            (SystemSegmentType.Ldt or SystemSegmentType.AvailableTss or SystemSegmentType.BusyTss or SystemSegmentType.AvailableTss16 or SystemSegmentType.BusyTss16);
        if (!isGate || (low >> 47 & 1) == 0)
            return false;
        return (SystemSegmentType)(low >> 40 & 0xF) == SystemSegmentType.TaskGate
            ? tables.Refuse((long)(low >> 16 & 0xFFFF), IsTaskState)
            : tables.Refuse((long)(low >> 16 & 0xFFFF), target => target.IsCode && (!isWide || target.Long));
    }

    internal static bool IsTaskState(AccessRights target) => !target.IsCodeOrData
        && (SystemSegmentType)target.Type is SystemSegmentType.AvailableTss or SystemSegmentType.BusyTss or SystemSegmentType.AvailableTss16 or SystemSegmentType.BusyTss16;

    private static List<string> Common(List<string> words, AccessRights rights)
    {
        if (rights.Dpl != 0)
            words.Add($"dpl={rights.Dpl}");
        if ((rights.Value & AccessRights.AvailableBit) != 0)
            words.Add("available");
        if (!rights.Present)
            words.Add("not_present");
        return words;
    }

    private static IEnumerable<string> Limit(SegmentDescriptor descriptor)
    {
        yield return descriptor.Limit switch { 0xFFFF_FFFF => "limit=4G", 0xFFFF => "limit=64K", uint other => $"limit=0x{other:x}" };
        if (descriptor.Rights.Granularity && descriptor.Limit <= 0xF_FFFF)
            yield return "granularity=page";
    }

    /// <summary>The system descriptors that take 16 bytes in IA-32e mode.</summary>
    private static bool IsWideSystem(ulong low) => (low >> 44 & 1) == 0
        && (SystemSegmentType)(low >> 40 & 0xF) is SystemSegmentType.Ldt or SystemSegmentType.AvailableTss or SystemSegmentType.BusyTss or SystemSegmentType.CallGate;

    internal static bool HasCode64(ReadOnlySpan<byte> bytes)
    {
        for (int offset = 0; offset + 8 <= bytes.Length; offset += 8)
        {
            AccessRights rights = new SegmentDescriptor(BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..])).Rights;
            if (rights.IsCode && rights.Long && !rights.DefaultBig)
                return true;
        }

        return false;
    }

    /// <summary>The numbers whose bits have a value, as a list of ranges behind a prefix; nothing when there are none.</summary>
    internal static string Ranges(string prefix, ReadOnlySpan<byte> bits, bool value, ulong first = 0)
    {
        List<string> ranges = [];
        int count = bits.Length * 8;
        for (int start = 0; start < count; start++)
        {
            if ((bits[start >> 3] >> (start & 7) & 1) != 0 != value)
                continue;
            int end = start;
            while (end + 1 < count && (bits[(end + 1) >> 3] >> ((end + 1) & 7) & 1) != 0 == value)
                end++;
            ranges.Add(start == end ? $"0x{first + (ulong)start:x}" : $"0x{first + (ulong)start:x}..0x{first + (ulong)end:x}");
            start = end;
        }

        return ranges.Count == 0 ? "" : prefix + string.Join(" | ", ranges);
    }

    private static string Join(string a, string b) => a.Length == 0 ? b : b.Length == 0 ? a : a + " | " + b;
}
