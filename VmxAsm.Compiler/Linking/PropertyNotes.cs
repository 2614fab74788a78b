using System.Buffers.Binary;
using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// <c>.note.gnu.property</c>: what an object can do or needs, for a loader to know before it starts a program (Linux gABI extensions, "Program Property"; x86-64
/// psABI, "Program Property"). Compilers that are configured for control-flow enforcement put one into every object. A program has one: the first
/// object's note takes what holds for all of them together. As in GNU ld, a feature that every object must support (AND) is gone when one does not name
/// it; one that any object may need (OR) is there when any names it; what is used (OR_AND) is known only when all tell.
/// </summary>
internal static class PropertyNotes
{
    private const string SectionName = ".note.gnu.property";

    private const uint StackSize = 1, NoCopyOnProtected = 2, PropertyNote = 5;

    private enum Combination
    {
        Unknown,
        Greatest,
        Present,
        And,
        Or,
        OrAnd,
    }

    public static void Merge(SymbolResolution resolution, bool is64)
    {
        InputSection? first = null;
        SortedDictionary<uint, ulong>? merged = null;
        var others = new List<InputSection>();
        foreach (InputSection section in resolution.Sections)
        {
            if (section.IsDropped || section.Section is not { Name: SectionName, Type: SectionType.Note })
                continue;
            if (section.File.Is64Bit != is64 || Parse(section.Section.Data.Span, is64) is not { } own)
                return;
            if (first is null)
                (first, merged) = (section, own);
            else
                others.Add(section);
        }
        if (first is null)
            return;
        foreach (ObjectFile file in resolution.Objects)
        {
            if (file == first.File || file.Is64Bit != is64)
                continue;
            InputSection? note = others.Find(section => section.File == file);
            Combine(merged!, note is null ? [] : Parse(note.Section.Data.Span, is64)!);
        }
        others.ForEach(section => section.IsDropped = true);
        byte[] contents = Write(merged!, is64);
        first.Contents = contents;
        first.Size = (ulong)contents.Length;
        first.IsDropped = contents.Length == 0;
    }

    private static Combination CombinationOf(uint type) => type switch
    {
        StackSize => Combination.Greatest,
        NoCopyOnProtected => Combination.Present,
        >= 0xB000_0000 and <= 0xB000_7FFF or >= 0xC000_0002 and <= 0xC000_7FFF => Combination.And,
        >= 0xB000_8000 and <= 0xB000_FFFF or >= 0xC000_8000 and <= 0xC000_FFFF => Combination.Or,
        >= 0xC001_0000 and <= 0xC001_7FFF => Combination.OrAnd,
        _ => Combination.Unknown,
    };

    private static void Combine(SortedDictionary<uint, ulong> into, SortedDictionary<uint, ulong> other)
    {
        foreach (uint type in into.Keys.Union(other.Keys).ToArray())
        {
            bool isHere = into.TryGetValue(type, out ulong a), isThere = other.TryGetValue(type, out ulong b);
            ulong? both = CombinationOf(type) switch
            {
                Combination.Greatest => Math.Max(a, b),
                Combination.Present => 0,
                Combination.And => isHere && isThere && (a & b) != 0 ? a & b : null,
                Combination.OrAnd => isHere && isThere ? a | b : null,
                _ => (a | b) != 0 ? a | b : null,
            };
            if (both is { } value)
                into[type] = value;
            else
                into.Remove(type);
        }
    }

    /// <summary>Null when the section holds anything but property notes.</summary>
    private static SortedDictionary<uint, ulong>? Parse(ReadOnlySpan<byte> notes, bool is64)
    {
        var properties = new SortedDictionary<uint, ulong>();
        uint mask = is64 ? 7u : 3u;
        while (notes.Length > 0)
        {
            if (notes.Length < 16 || BinaryPrimitives.ReadUInt32LittleEndian(notes) != 4 || BinaryPrimitives.ReadUInt32LittleEndian(notes[8..]) != PropertyNote || !notes[12..16].SequenceEqual("GNU\0"u8))
                return null;
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(notes[4..]);
            if (size > (uint)notes.Length - 16 || (size & mask) != 0 || !Parse(notes.Slice(16, (int)size), is64, mask, properties))
                return null;
            notes = notes[(16 + (int)size)..];
        }
        return properties;
    }

    private static bool Parse(ReadOnlySpan<byte> rest, bool is64, uint mask, SortedDictionary<uint, ulong> properties)
    {
        while (rest.Length > 0)
        {
            if (rest.Length < 8)
                return false;
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(rest), length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (length > 8 || CombinationOf(type) == Combination.Unknown || length != SizeOf(type, is64) || ((length + mask) & ~mask) > (uint)rest.Length - 8)
                return false;
            properties[type] = length == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]) : length == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]) : 0;
            rest = rest[(8 + (int)((length + mask) & ~mask))..];
        }
        return true;
    }

    private static uint SizeOf(uint type, bool is64) => type switch
    {
        StackSize => is64 ? 8u : 4u,
        NoCopyOnProtected => 0,
        _ => 4,
    };

    private static byte[] Write(SortedDictionary<uint, ulong> properties, bool is64)
    {
        if (properties.Count == 0)
            return [];
        int alignment = is64 ? 8 : 4;
        int size = 16 + properties.Keys.Sum(type => 8 + ((int)SizeOf(type, is64) + alignment - 1) / alignment * alignment);
        byte[] note = new byte[size];
        BinaryPrimitives.WriteUInt32LittleEndian(note, 4);
        BinaryPrimitives.WriteUInt32LittleEndian(note.AsSpan(4), (uint)size - 16);
        BinaryPrimitives.WriteUInt32LittleEndian(note.AsSpan(8), PropertyNote);
        "GNU\0"u8.CopyTo(note.AsSpan(12));
        Span<byte> rest = note.AsSpan(16);
        foreach ((uint type, ulong value) in properties)
        {
            int length = (int)SizeOf(type, is64);
            BinaryPrimitives.WriteUInt32LittleEndian(rest, type);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], (uint)length);
            RelocationField.Store(rest[8..], length, (long)value);
            rest = rest[(8 + (length + alignment - 1) / alignment * alignment)..];
        }
        return note;
    }
}
