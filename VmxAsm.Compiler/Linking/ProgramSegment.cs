using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Linking.Scripts;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// A row of an executable's program header table (gABI, "Program Header"): sections that are loaded together, or that the table points out for
/// some other use. Either PHDRS of the script lists them, or they follow from the sections by ld's rules.
/// </summary>
public sealed class ProgramSegment
{
    /// <summary>p_type.</summary>
    public required uint Type { get; init; }

    /// <summary>p_flags; null: what the sections need.</summary>
    public uint? Flags { get; init; }

    /// <summary>p_paddr, where PHDRS gives it with AT; null: the load address of the first section.</summary>
    public ulong? LoadAddress { get; init; }

    /// <summary>p_align of a segment that is not loaded; null: that of its sections, or of a word.</summary>
    public ulong? Alignment { get; init; }

    /// <summary>p_vaddr of a segment without sections.</summary>
    public ulong Address { get; init; }

    /// <summary>FILEHDR: the segment begins with the ELF header.</summary>
    public bool HasFileHeader { get; internal set; }

    /// <summary>PHDRS: the segment holds the program header table.</summary>
    public bool HasProgramHeaders { get; internal set; }

    /// <summary>Where the memory of a segment that is not loaded ends, when that is not the end of its last section.</summary>
    public ulong? End { get; init; }

    public List<OutputSection> Sections { get; } = [];

    internal bool IsLoad => Type == ProgramHeaderType.Load;

    internal uint EffectiveFlags
    {
        get
        {
            uint flags = ProgramHeaderType.FlagRead;
            foreach (OutputSection section in Sections)
            {
                flags |= (section.Flags & SectionFlags.Write) != 0 ? ProgramHeaderType.FlagWrite : 0;
                flags |= (section.Flags & SectionFlags.Execute) != 0 ? ProgramHeaderType.FlagExecute : 0;
            }
            return Flags ?? flags;
        }
    }

    internal static bool IsThreadZero(OutputSection section) => (section.Flags & SectionFlags.ThreadLocal) != 0 && section.Type == SectionType.NoBits;

    /// <summary>What decides about segments besides the sections.</summary>
    /// <param name="HeadersSize">Of the file header and the program headers.</param>
    /// <param name="UsesHeaders">The script asks for SIZEOF_HEADERS, and so they are loaded.</param>
    /// <param name="Relro">What a dynamic loader would protect.</param>
    internal readonly record struct Surroundings(ulong PageSize, ulong HeadersSize, bool UsesHeaders, (ulong Start, ulong End)? Relro);

    /// <summary>The segments that GNU ld makes of sections when a script has no PHDRS.</summary>
    /// <param name="surroundings">Null: an executable of ours, whose headers are not loaded.</param>
    internal static List<ProgramSegment> Of(IEnumerable<OutputSection> sections, IReadOnlyList<ObjectFile> objects, Surroundings? surroundings)
    {
        OutputSection[] inMemory = [.. OutputSection.InLoadOrder(sections.Where(section => section.IsAllocated && section.Size > 0))];
        ulong pageSize = surroundings?.PageSize ?? LinkOptions.DefaultPageSize;
        var segments = new List<ProgramSegment>();
        ProgramSegment? load = null;
        OutputSection? last = null;
        bool isWritable = false, isExecutable = false;
        foreach (OutputSection section in inMemory)
        {
            if (load is null || section.Region != last!.Region || StartsSegment(last, section, isWritable, isExecutable, pageSize))
            {
                segments.Add(load = new ProgramSegment { Type = ProgramHeaderType.Load });
                isWritable = isExecutable = false;
            }
            load.Sections.Add(section);
            isWritable |= (section.Flags & SectionFlags.Write) != 0;
            isExecutable |= (section.Flags & SectionFlags.Execute) != 0;
            last = section;
        }
        if (surroundings is { } around && inMemory.Length > 0)
            AddHeaders(segments, inMemory[0], around);
        AddNotes(segments, inMemory);
        AddThreadLocals(segments, inMemory);
        if (Array.Find(inMemory, section => section.Name == ".note.gnu.property") is { } property)
            segments.Add(Single(ProgramHeaderType.GnuProperty, property));
        AddStack(segments, objects);
        if (surroundings?.Relro is { } relro)
            AddRelro(segments, relro.Start, relro.End);
        return segments;
    }

    private static ProgramSegment Single(uint type, OutputSection section)
    {
        var segment = new ProgramSegment { Type = type, Flags = ProgramHeaderType.FlagRead };
        segment.Sections.Add(section);
        return segment;
    }

    /// <summary>
    /// A segment keeps one distance between addresses and load addresses, one way to the file, and code apart from data; what may be written starts a
    /// new one unless it shares a page with what may not.
    /// </summary>
    private static bool StartsSegment(OutputSection last, OutputSection section, bool isWritable, bool isExecutable, ulong pageSize)
    {
        ulong lastEnd = last.LoadAddress + (IsThreadZero(last) ? 0 : last.Size);
        if (section.LoadAddress - section.Address != last.LoadAddress - last.Address || section.LoadAddress < lastEnd)
            return true;

        // One page of memory cannot come from two pages of the file.
        if (((lastEnd - 1) & ~(pageSize - 1)) == (section.LoadAddress & ~(pageSize - 1)))
            return false;
        ulong nextPage = ((lastEnd + pageSize - 1) & ~(pageSize - 1)) + pageSize;
        if (nextPage > last.LoadAddress && nextPage <= section.LoadAddress)
            return true;
        if (!last.IsLoaded && !IsThreadZero(last) && (section.IsLoaded || IsThreadZero(section)))
            return true;
        bool isCode = (section.Flags & SectionFlags.Execute) != 0;
        return isExecutable != isCode || !isWritable && (section.Flags & SectionFlags.Write) != 0;
    }

    /// <summary>
    /// The headers are loaded where the script asks for their size, and where the first section's place in its page leaves room for them. Before code
    /// they have a segment of their own, one page earlier if there is one; before anything else they share its segment.
    /// </summary>
    private static void AddHeaders(List<ProgramSegment> segments, OutputSection first, in Surroundings around)
    {
        ulong size = around.HeadersSize, pageSize = around.PageSize;
        if (!around.UsesHeaders && (first.LoadAddress & (pageSize - 1)) < (size & (pageSize - 1)))
            return;
        ulong start = (first.LoadAddress - size) & ~(pageSize - 1);
        bool isSeparate = (first.Flags & SectionFlags.Execute) != 0;
        if (isSeparate && ((start + size - 1) & ~(pageSize - 1)) == (first.LoadAddress & ~(pageSize - 1)))
        {
            if (start >= pageSize)
                start -= pageSize;
            else
                isSeparate = false;
        }
        if (first.LoadAddress < start || first.LoadAddress < size)
            return;
        if (isSeparate)
        {
            segments.Insert(0, new ProgramSegment
            {
                Type = ProgramHeaderType.Load,
                Address = (first.Address - size) & ~(pageSize - 1),
                LoadAddress = start,
                HasFileHeader = true,
                HasProgramHeaders = true,
            });
        }
        else
        {
            segments[0].HasFileHeader = segments[0].HasProgramHeaders = true;
        }
    }

    /// <summary>The part of a segment that is written once and then protected.</summary>
    private static void AddRelro(List<ProgramSegment> segments, ulong start, ulong end)
    {
        ProgramSegment? load = segments.Find(segment => segment is { IsLoad: true, Sections: [var first, ..] } && first.Address >= start && first.Address < end && segment.Sections.Exists(section => section.IsLoaded));
        if (load is null)
            return;
        var segment = new ProgramSegment { Type = ProgramHeaderType.GnuRelro, Flags = ProgramHeaderType.FlagRead, Alignment = 1, End = end };
        segment.Sections.AddRange(load.Sections.Where(section => section.Address < end));
        segments.Add(segment);
    }

    /// <summary>How many segments ld expects before anything has a place, which decides between several sizes of the headers that would all be right.</summary>
    internal static int Expected(IEnumerable<OutputSection> sections, IReadOnlyList<ObjectFile> objects, bool protectsRelro)
    {
        var segments = new List<ProgramSegment>();
        OutputSection[] inMemory = [.. sections.Where(section => section.IsAllocated)];
        AddThreadLocals(segments, inMemory);
        AddStack(segments, objects);
        int notes = inMemory.Count(section => section.Type == SectionType.Note), properties = inMemory.Count(section => section.Name == ".note.gnu.property");
        return 2 + (protectsRelro ? 1 : 0) + segments.Count + notes + properties;
    }

    /// <summary>Notes that follow each other with the same alignment share a segment.</summary>
    private static void AddNotes(List<ProgramSegment> segments, OutputSection[] sections)
    {
        OutputSection? last = null;
        foreach (OutputSection section in sections)
        {
            if (section.Type != SectionType.Note || !section.IsLoaded)
            {
                last = null;
                continue;
            }
            bool joins = last is not null && last.Alignment == section.Alignment && ScriptEvaluator.AlignUp(last.LoadAddress + last.Size, section.Alignment) == section.LoadAddress;
            if (!joins)
                segments.Add(new ProgramSegment { Type = ProgramHeaderType.Note });
            segments[^1].Sections.Add(section);
            last = section;
        }
    }

    private static void AddThreadLocals(List<ProgramSegment> segments, OutputSection[] sections)
    {
        OutputSection[] locals = [.. sections.Where(section => (section.Flags & SectionFlags.ThreadLocal) != 0)];
        if (locals.Length == 0)
            return;
        var segment = new ProgramSegment { Type = ProgramHeaderType.ThreadLocal, Flags = ProgramHeaderType.FlagRead };
        segment.Sections.AddRange(locals);
        segments.Add(segment);
    }

    /// <summary>Compilers note in every object whether it needs to execute its stack; an object without the note may.</summary>
    private static void AddStack(List<ProgramSegment> segments, IReadOnlyList<ObjectFile> objects)
    {
        bool hasNote = false, isExecutable = false;
        foreach (ObjectFile file in objects)
        {
            // Compilers write it last.
            ObjectSection? note = file.Sections.FindLast(section => section.Name == ".note.GNU-stack");
            hasNote |= note is not null;
            isExecutable |= note is null || (note.Flags & SectionFlags.Execute) != 0;
        }
        if (hasNote)
        {
            uint flags = ProgramHeaderType.FlagRead | ProgramHeaderType.FlagWrite | (isExecutable ? ProgramHeaderType.FlagExecute : 0);
            segments.Add(new ProgramSegment { Type = ProgramHeaderType.GnuStack, Flags = flags, Alignment = 16 });
        }
    }
}
