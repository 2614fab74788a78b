using System.Globalization;
using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Compiler.Dump;

/// <summary>
/// A task-state segment in memory, written back in the words that make it. Bytes that no field has, and values that the fields refuse because they break a rule, come
/// out as <c>.raw OFFSET, NUMBER</c>: whatever is there, the dump assembles to the same bytes.
/// </summary>
internal static class TaskStateDump
{
    private const string Indent = "                ";
    private const int RedirectionSize = 32;
    private const int GreatestMap = 0x2000;

    /// <param name="bytes">The segment, with its I/O permission bitmap.</param>
    /// <param name="bits">16, 32 or 64.</param>
    public static string Write(ReadOnlySpan<byte> bytes, string name, int bits, DumpedTables tables)
    {
        TssLayout layout = TssLayout.ForBits(bits) ?? TssLayout.Tss32;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"        .tss    {name}, format={layout.Bits}\n");
        bool[] isSaid = new bool[bytes.Length];
        int ioMap = layout.Size;
        bool isVirtual8086 = layout.Find("eflags") is { } eflags && eflags.Offset + eflags.Size <= bytes.Length && (Value(bytes, eflags) & Rflags.VM) != 0;
        foreach (TssField field in layout.Fields.Where(field => field.Offset + field.Size <= layout.Size))
        {
            if (field.Offset + field.Size > bytes.Length)
                break;
            ulong value = Value(bytes, field);
            if (field.Name == "iomap")
                ioMap = (int)value;
            else if (value != 0 && !IsRefused(field, value, isVirtual8086, tables))
                text.Append(CultureInfo.InvariantCulture, $"{Indent}{field.Name,-6} = 0x{value:x}\n");
            else if (value != 0)
                continue;
            isSaid.AsSpan(field.Offset, field.Size).Fill(true);
        }

        Bitmaps(text, bytes, layout, ioMap, isSaid);
        Rest(text, bytes, layout.Size, isSaid);
        text.Append("        .endtss\n");
        return text.ToString();
    }

    private static ulong Value(ReadOnlySpan<byte> bytes, TssField field) => StructureParts.Number(bytes.Slice(field.Offset, field.Size));

    /// <summary>Bitmaps where the words would put them; else the field alone.</summary>
    private static void Bitmaps(StringBuilder text, ReadOnlySpan<byte> bytes, TssLayout layout, int ioMap, bool[] isSaid)
    {
        bool hasRedirection = layout.Bits == 32 && ioMap == layout.Size + RedirectionSize && bytes.Length >= ioMap;
        bool hasMap = layout.Bits != 16 && ioMap < bytes.Length && (ioMap == layout.Size || hasRedirection)
            && bytes[^1] == 0xFF && bytes.Length - ioMap - 1 <= GreatestMap;
        if (hasRedirection)
        {
            text.Append(Indent).Append(".redirection").Append(StructureDump.Ranges(" monitor=", bytes.Slice(layout.Size, RedirectionSize), true)).Append('\n');
            isSaid.AsSpan(layout.Size, RedirectionSize).Fill(true);
        }

        if (hasMap)
        {
            text.Append(Indent).Append(".iopb  ").Append(IoMap(bytes[ioMap..^1])).Append('\n');
            isSaid.AsSpan(ioMap).Fill(true);
        }
        else if (layout.Bits != 16 && ioMap != layout.Size + (hasRedirection ? RedirectionSize : 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Indent}iomap  = 0x{ioMap:x}\n");
        }
    }

    /// <summary>What no word has said: all that is not zero, and the last byte, which gives the segment its length.</summary>
    private static void Rest(StringBuilder text, ReadOnlySpan<byte> bytes, int least, bool[] isSaid)
    {
        for (int offset = 0; offset < bytes.Length; offset++)
        {
            bool isEnd = offset == bytes.Length - 1 && bytes.Length > least;
            if (isSaid[offset] || (bytes[offset] == 0 && !isEnd))
                continue;
            int size = 1;
            while (size < 8 && offset + (2 * size) <= bytes.Length && offset % (2 * size) == 0 && !isSaid.AsSpan(offset, 2 * size).Contains(true))
                size *= 2;
            text.Append(CultureInfo.InvariantCulture, $"{Indent}.raw    0x{offset:x}, 0x{StructureParts.Number(bytes.Slice(offset, size)):x}{(size == 4 ? "" : $", {size}")}\n");
            offset += size - 1;
        }
    }

    /// <summary>Whether the block would refuse the field's value: the rules of <c>.tss</c> on selectors and addresses.</summary>
    private static bool IsRefused(TssField field, ulong value, bool isVirtual8086, DumpedTables tables)
    {
        if (field.Size == 8)
            return !LinearAddress.IsCanonical(value);
        long selector = (long)value;
        bool isNull = (selector & ~3) == 0;
        switch (field.Name)
        {
            case "ss0" or "ss1" or "ss2":
                int ring = field.Name[2] - '0';
                return isNull || (selector & 3) != ring || tables.Refuse(selector, target => IsStack(target) && target.Dpl == ring);
            case "link":
                return !isNull && tables.Refuse(selector, StructureDump.IsTaskState);
            case "ldt":
                return !isNull && ((selector & 4) != 0 || tables.Refuse(selector, target => !target.IsCodeOrData && (SystemSegmentType)target.Type == SystemSegmentType.Ldt));
            case "cs":
                return !isNull && !isVirtual8086 && tables.Refuse(selector, target => target.Present && target.IsCode);
            case "ss":
                return !isNull && !isVirtual8086 && tables.Refuse(selector, IsStack);
            case "ds" or "es" or "fs" or "gs":
                return !isNull && !isVirtual8086 && tables.Refuse(selector, target => target.Present && (target.IsData || (target.IsCode && target.IsWritableOrReadable)));
            default:
                return false;
        }
    }

    private static bool IsStack(AccessRights target) => target.Present && target.IsData && target.IsWritableOrReadable;

    /// <summary>The words of a map that ends before its terminating byte.</summary>
    private static string IoMap(ReadOnlySpan<byte> map)
    {
        string allow = StructureDump.Ranges(" allow=", map, false);

        // Our own maps end with the last allowed port; a longer one has its length said.
        bool isShortest = map.Length > 0 && map[^1] != 0xFF;
        string ports = isShortest || map.Length == 0 ? "" : $"{(allow.Length > 0 ? "," : "")} ports={map.Length * 8}";
        return allow + ports;
    }
}
