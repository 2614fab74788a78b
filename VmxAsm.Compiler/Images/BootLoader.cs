using System.Buffers.Binary;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>Where a program is entered in real mode.</summary>
internal readonly record struct RealModeEntry(ushort Segment, ushort Offset)
{
    public ulong Address => ((ulong)Segment << 4) + Offset;
}

/// <summary>
/// Our own loader in front of a program: stage 1 (one sector), stage 2 with the table of segments, the segments. The programs are
/// <c>Loader/*.s</c>; their assembled bytes are checked in beside them, and a test assembles them anew and compares.
/// </summary>
internal sealed class BootLoader
{
    /// <summary>The loader works below this address.</summary>
    public const ulong MemoryEnd = 0x7000;

    private const int SectorSize = 512;

    /// <summary>Stage 2 lies at 0x600, its buffer at 0x2000.</summary>
    private const int LargestStage2 = 0x2000 - 0x600;
    private const int RowSize = 20;

    // Fields of stage 1 and stage 2, as their sources place them.
    private const int Stage1Lba = 500, Stage1Sum = 504, Stage1Sectors = 506, Stage1Flags = 507;
    private const int Stage2Shift = 4, Stage2Contract = 5, Stage2Segments = 6, Stage2First = 8, Stage2Entry = 12, Stage2DataSegment = 16;

    private readonly List<LoadSegment> _segments;
    private readonly RealModeEntry _entry;
    private readonly ushort _dataSegment;
    private readonly bool _isAbcd;

    private BootLoader(List<LoadSegment> segments, RealModeEntry entry, ushort dataSegment, bool isAbcd)
    {
        _segments = segments;
        _entry = entry;
        _dataSegment = dataSegment;
        _isAbcd = isAbcd;
    }

    /// <summary>For a program with <c>.boot</c>; null, and diagnostics, when it cannot be loaded or entered.</summary>
    public static BootLoader? ForProgram(LinkedProgram program, DiagnosticBag diagnostics)
    {
        int errors = diagnostics.ErrorCount;
        LoadSegments.Check(program.Sections, diagnostics);
        List<LoadSegment> segments = LoadSegments.Of(program);
        RealModeEntry? entry = EntryOf(program, segments, diagnostics);
        if (diagnostics.ErrorCount > errors)
            return null;
        return new BootLoader(segments, entry!.Value, entry.Value.Segment, isAbcd: false);
    }

    /// <summary>For a program of the 0xABCD convention.</summary>
    public static BootLoader? ForAbcd(byte[] program, DiagnosticBag diagnostics)
    {
        if (program.Length > BootContracts.AbcdLargestSize)
        {
            diagnostics.Report(LinkRules.ImageTooBig, SourceSpan.None,
                $"the program has {program.Length} bytes; one that starts with 0xABCD has at most {BootContracts.AbcdLargestSize} (127 sectors)");
            return null;
        }
        var segment = new LoadSegment(BootContracts.AbcdAddress, program, (ulong)program.Length);
        return new BootLoader([segment], new RealModeEntry(0x1000, 2), 0x1000, isAbcd: true);
    }

    /// <summary>
    /// Below 64 KiB segment 0 reaches everything, and offsets are addresses; above, the segment starts where the program does.
    /// </summary>
    private static RealModeEntry? EntryOf(LinkedProgram program, List<LoadSegment> segments, DiagnosticBag diagnostics)
    {
        ulong entry = program.Entry;
        OutputSection? home = program.Sections.FirstOrDefault(section => section.IsAllocated && entry >= section.Address && entry - section.Address < section.Size);
        if (home is not null)
            entry = entry - home.Address + home.LoadAddress;
        string name = program.EntryName is { } symbol ? $"`{symbol}`, " : "";
        if (entry < 0x10000)
            return new RealModeEntry(0, (ushort)entry);
        if (entry >= 0x100000)
        {
            diagnostics.Report(LinkRules.EntryUnreachable, SourceSpan.None,
                $"the entry, {name}at 0x{entry:x}, lies above the first mebibyte, which real mode does not reach; place the code that starts there in a section of its own, with `load=` below 0xA0000");
            return null;
        }
        LoadSegment? segment = segments.Find(segment => entry >= segment.Address && entry - segment.Address < Math.Max(segment.MemorySize, 1));
        ulong start = segment is not null && segment.Address % 16 == 0 && entry - segment.Address < 0x10000 ? segment.Address : entry & ~0xFUL;
        return new RealModeEntry((ushort)(start >> 4), (ushort)(entry - start));
    }

    /// <summary>Stage 1, stage 2 and the segments for a medium that starts at a sector.</summary>
    /// <param name="firstSector">Number of the sector, on the whole medium, that stage 1 will have.</param>
    /// <param name="diagnostics">Told when the table does not fit.</param>
    public byte[]? WriteSectors(uint firstSector, DiagnosticBag diagnostics)
    {
        byte[] stage2 = Stage2(out int tableOffset);
        int stage2Sectors = stage2.Length / SectorSize;
        uint payload = firstSector + 1 + (uint)stage2Sectors;
        byte[]? contents = Fill(stage2, tableOffset, 9, payload, diagnostics);
        if (contents is null)
            return null;
        byte[] stage1 = Stage1(stage2, firstSector + 1, isPreloaded: false);
        return [.. stage1, .. stage2, .. contents];
    }

    /// <summary>The same for a CD: the boot image that the BIOS loads, and the segments, which start at a sector of 2048 bytes.</summary>
    public (byte[] BootImage, byte[] Contents)? WriteCd(uint bootSector, DiagnosticBag diagnostics)
    {
        byte[] stage2 = Stage2(out int tableOffset);
        uint payload = bootSector + (uint)((SectorSize + stage2.Length + 2047) / 2048);
        byte[]? contents = Fill(stage2, tableOffset, 11, payload, diagnostics);
        if (contents is null)
            return null;
        byte[] stage1 = Stage1(stage2, 0, isPreloaded: true);
        return ([.. stage1, .. stage2], contents);
    }

    /// <summary>The segments that a medium with our loader brings to memory; null when the sector does not hold our stage 1.</summary>
    /// <param name="image">The whole medium.</param>
    /// <param name="start">Where stage 1 lies in it, in bytes.</param>
    internal static List<(ulong Address, ReadOnlyMemory<byte> Bytes)>? Read(ReadOnlyMemory<byte> image, int start)
    {
        ReadOnlySpan<byte> code = LoaderCode.Stage1.AsSpan(0, Stage1Lba);
        int table = start + SectorSize + LoaderCode.Stage2.Length;
        if (image.Length < table || !image.Span.Slice(start, Stage1Lba).SequenceEqual(code))
            return null;
        ReadOnlySpan<byte> stage2 = image.Span[(start + SectorSize)..];
        int shift = stage2[Stage2Shift], count = BinaryPrimitives.ReadUInt16LittleEndian(stage2[Stage2Segments..]);
        uint first = BinaryPrimitives.ReadUInt32LittleEndian(stage2[Stage2First..]);
        if (shift is not (9 or 11) || image.Length - table < count * RowSize)
            return null;

        var segments = new List<(ulong, ReadOnlyMemory<byte>)>(count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> row = image.Span[(table + i * RowSize)..];
            long offset = (long)(first + BinaryPrimitives.ReadUInt32LittleEndian(row[16..])) << shift;
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(row[4..]);
            if (offset + size <= image.Length)
                segments.Add((BinaryPrimitives.ReadUInt32LittleEndian(row), image.Slice((int)offset, (int)size)));
        }

        return segments;
    }

    private byte[] Stage2(out int tableOffset)
    {
        byte[] code = LoaderCode.Stage2;
        tableOffset = code.Length;
        int size = code.Length + RowSize * _segments.Count;
        byte[] stage2 = new byte[(size + SectorSize - 1) / SectorSize * SectorSize];
        code.CopyTo(stage2, 0);
        return stage2;
    }

    private byte[]? Fill(byte[] stage2, int tableOffset, int shift, uint payload, DiagnosticBag diagnostics)
    {
        if (stage2.Length > LargestStage2)
        {
            int most = (LargestStage2 - LoaderCode.Stage2.Length) / RowSize;
            diagnostics.Report(LinkRules.ImageTooBig, SourceSpan.None, $"the program lies in {_segments.Count} separate places; the loader's table holds {most}");
            return null;
        }
        stage2[Stage2Shift] = (byte)shift;
        stage2[Stage2Contract] = (byte)(_isAbcd ? 1 : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(stage2.AsSpan(Stage2Segments), (ushort)_segments.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(stage2.AsSpan(Stage2First), payload);
        BinaryPrimitives.WriteUInt16LittleEndian(stage2.AsSpan(Stage2Entry), _entry.Offset);
        BinaryPrimitives.WriteUInt16LittleEndian(stage2.AsSpan(Stage2Entry + 2), _entry.Segment);
        BinaryPrimitives.WriteUInt16LittleEndian(stage2.AsSpan(Stage2DataSegment), _dataSegment);

        using var contents = new MemoryStream();
        int sectorSize = 1 << shift;
        Span<byte> row = stage2.AsSpan(tableOffset);
        foreach (LoadSegment segment in _segments)
        {
            uint sector = (uint)(contents.Length >> shift);
            contents.Write(segment.Contents);
            contents.Write(new byte[(sectorSize - segment.Contents.Length % sectorSize) % sectorSize]);
            BinaryPrimitives.WriteUInt32LittleEndian(row, (uint)segment.Address);
            BinaryPrimitives.WriteUInt32LittleEndian(row[4..], (uint)segment.Contents.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(row[8..], (uint)segment.MemorySize);
            BinaryPrimitives.WriteUInt32LittleEndian(row[12..], Sum(contents.GetBuffer().AsSpan((int)sector << shift, (int)contents.Length - ((int)sector << shift))));
            BinaryPrimitives.WriteUInt32LittleEndian(row[16..], sector);
            row = row[RowSize..];
        }
        return contents.ToArray();
    }

    private static byte[] Stage1(byte[] stage2, uint stage2Sector, bool isPreloaded)
    {
        byte[] stage1 = [.. LoaderCode.Stage1];
        ushort sum = 0;
        for (int i = 0; i < stage2.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16LittleEndian(stage2.AsSpan(i));
        BinaryPrimitives.WriteUInt32LittleEndian(stage1.AsSpan(Stage1Lba), stage2Sector);
        BinaryPrimitives.WriteUInt16LittleEndian(stage1.AsSpan(Stage1Sum), sum);
        stage1[Stage1Sectors] = (byte)(stage2.Length / SectorSize);
        stage1[Stage1Flags] = (byte)(isPreloaded ? 1 : 0);
        return stage1;
    }

    /// <summary>The sum that stage 2 makes of what it reads: of 32-bit words, turned by one bit before each addition.</summary>
    private static uint Sum(ReadOnlySpan<byte> sectors)
    {
        uint sum = 0;
        for (int i = 0; i + 4 <= sectors.Length; i += 4)
            sum = uint.RotateLeft(sum, 1) + BinaryPrimitives.ReadUInt32LittleEndian(sectors[i..]);
        return sum;
    }
}

/// <summary>The assembled loader programs, from the assembly's resources.</summary>
internal static class LoaderCode
{
    public static byte[] Mbr => Read("mbr");

    public static byte[] Stage1 => Read("stage1");

    public static byte[] Stage2 => Read("stage2");

    private static byte[] Read(string name)
    {
        using Stream stream = typeof(LoaderCode).Assembly.GetManifestResourceStream($"loader.{name}.bin")
            ?? throw new InvalidOperationException($"the resource loader.{name}.bin is missing");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
