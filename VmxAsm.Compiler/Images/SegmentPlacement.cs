using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Images;

/// <summary>
/// Where segments and their sections lie in an executable file. A segment's place in the file and its address agree modulo a page, as loaders that map files want it; the headers belong to a segment when it says so.
/// </summary>
internal sealed class SegmentPlacement
{
    private readonly Dictionary<OutputSection, ulong> _offsets = new(ReferenceEqualityComparer.Instance);
    private readonly int _fileHeaderSize;
    private readonly ulong _headersSize, _pageSize;

    /// <param name="pageSize">What places in the file and addresses agree modulo.</param>
    /// <param name="bodyStart">Where the headers, and what lies right behind them, end.</param>
    public SegmentPlacement(IReadOnlyList<ProgramSegment> segments, bool is64, ulong pageSize, ulong bodyStart)
    {
        _pageSize = pageSize;
        _fileHeaderSize = ElfLayout.FileHeaderSize(is64);
        _headersSize = (ulong)(_fileHeaderSize + segments.Count * ElfLayout.ProgramHeaderSize(is64));
        End = bodyStart;
        var rows = new ElfProgramHeader[segments.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            if (segments[i].IsLoad)
                rows[i] = PlaceLoad(segments[i]);
        }
        for (int i = 0; i < rows.Length; i++)
        {
            if (!segments[i].IsLoad)
                rows[i] = PlaceOther(segments[i], segments, rows);
        }
        Headers = rows;
    }

    /// <summary>The end of what the segments hold.</summary>
    public ulong End { get; private set; }

    public ElfProgramHeader[] Headers { get; }

    public bool TryGetOffset(OutputSection section, out ulong offset) => _offsets.TryGetValue(section, out offset);

    private ElfProgramHeader PlaceLoad(ProgramSegment segment)
    {
        var header = new ElfProgramHeader { Type = segment.Type, Flags = segment.EffectiveFlags, Alignment = _pageSize };
        bool hasFileHeader = segment.HasFileHeader, hasHeaders = hasFileHeader || segment.HasProgramHeaders;
        if (segment.Sections.Count == 0)
        {
            header.Offset = hasFileHeader ? 0 : hasHeaders ? (ulong)_fileHeaderSize : End;
            header.FileSize = header.MemorySize = hasHeaders ? _headersSize - header.Offset : 0;
            header.VirtualAddress = segment.Address;
            header.PhysicalAddress = segment.LoadAddress ?? segment.Address;
            return header;
        }
        OutputSection first = segment.Sections[0];

        // A multiboot header behind the headers is not part of the program.
        bool hasRoom = End == _headersSize || first.Address >= End;
        hasHeaders &= hasRoom;
        hasFileHeader &= hasRoom;
        bool isInFile = segment.Sections.Exists(section => section.IsLoaded);
        ulong firstOffset = End + ((first.Address - End) & (_pageSize - 1));
        if (!isInFile && !hasHeaders)
        {
            // Nothing of it is in the file, yet its offset is better one that the file has.
            ulong back = (End - first.Address) & (_pageSize - 1);
            firstOffset = back <= End ? End - back : End;
        }
        header.Offset = hasFileHeader ? 0 : hasHeaders ? (ulong)_fileHeaderSize : firstOffset;
        ulong before = firstOffset - header.Offset;
        header.VirtualAddress = first.Address - before;
        header.PhysicalAddress = segment.LoadAddress ?? first.LoadAddress - before;
        header.FileSize = header.MemorySize = hasHeaders ? _headersSize - header.Offset : 0;
        foreach (OutputSection section in segment.Sections)
        {
            ulong offset = firstOffset + (section.LoadAddress - first.LoadAddress);
            _offsets.TryAdd(section, isInFile ? offset : firstOffset);
            ulong end = offset + section.Size - header.Offset;
            if (section.IsLoaded)
                header.FileSize = Math.Max(header.FileSize, end);
            if (!ProgramSegment.IsThreadZero(section))
                header.MemorySize = Math.Max(header.MemorySize, end);
        }
        header.MemorySize = Math.Max(header.MemorySize, header.FileSize);
        if (isInFile || hasHeaders)
            End = Math.Max(End, header.Offset + header.FileSize);
        return header;
    }

    private ElfProgramHeader PlaceOther(ProgramSegment segment, IReadOnlyList<ProgramSegment> segments, ElfProgramHeader[] rows)
    {
        var header = new ElfProgramHeader { Type = segment.Type, Flags = segment.EffectiveFlags, Alignment = (ulong)(_fileHeaderSize == ElfLayout.FileHeaderSize(true) ? 8 : 4) };
        if (segment.HasFileHeader || segment.HasProgramHeaders)
        {
            header.Offset = segment.HasFileHeader ? 0 : (ulong)_fileHeaderSize;
            header.FileSize = header.MemorySize = _headersSize - header.Offset;
            for (int i = 0; i < rows.Length; i++)
            {
                if (!segments[i].IsLoad || rows[i].Offset > header.Offset || rows[i].FileSize + rows[i].Offset < _headersSize)
                    continue;
                header.VirtualAddress = rows[i].VirtualAddress + header.Offset - rows[i].Offset;
                header.PhysicalAddress = rows[i].PhysicalAddress + header.Offset - rows[i].Offset;
                break;
            }
        }
        else if (segment.Sections.Count > 0)
        {
            OutputSection first = segment.Sections[0];
            header.Offset = _offsets.GetValueOrDefault(first);
            header.VirtualAddress = first.Address;
            header.PhysicalAddress = first.LoadAddress;
            foreach (OutputSection section in segment.Sections)
            {
                ulong sectionEnd = section.Address + section.Size - first.Address;
                header.MemorySize = Math.Max(header.MemorySize, sectionEnd);
                if (section.IsLoaded)
                    header.FileSize = Math.Max(header.FileSize, sectionEnd);
            }
            if (segment.End is { } end)
                header.MemorySize = end - first.Address;
            header.Alignment = segment.Sections.Max(section => section.Alignment);
        }
        if (segment.LoadAddress is { } address)
            header.PhysicalAddress = address;
        header.Alignment = segment.Alignment ?? header.Alignment;
        return header;
    }
}
