using System.Buffers.Binary;

namespace VmxAsm.Runtime.Kernels;

/// <summary>
/// A kernel that a loader, not a boot sector, puts into memory: an ELF executable of 32 or 64 bits ("Executable and Linking Format",
/// section "Program Header"), or any file whose multiboot header says where its bytes go.
/// </summary>
internal sealed class KernelImage
{
    private const uint ElfMagic = 0x464C_457F;
    private const int LoadSegment = 1;

    private KernelImage(IReadOnlyList<KernelSegment> segments, ulong entry)
    {
        Segments = segments;
        Entry = entry;
    }

    public IReadOnlyList<KernelSegment> Segments { get; }

    /// <summary>Physical address of the first instruction.</summary>
    public ulong Entry { get; private init; }

    /// <summary>It wants the information of multiboot's second version.</summary>
    public bool IsMultiboot2 { get; private init; }

    /// <summary>The frame buffer that it wants; null when text will do.</summary>
    public GraphicsWish? Graphics { get; private init; }

    /// <summary>The section headers of an ELF file; null without.</summary>
    public KernelSections? Sections { get; private init; }

    /// <summary>First address behind everything that is loaded.</summary>
    public ulong End => Segments.Max(segment => segment.Address + segment.Size);

    /// <summary>Reads the headers.</summary>
    /// <param name="error">What is wrong with the file, when the result is null.</param>
    public static KernelImage? Read(ReadOnlyMemory<byte> file, out string error)
    {
        MultibootHeader? multiboot = MultibootHeader.Find(file.Span);
        if (multiboot is null && Multiboot2Header.Find(file.Span) is { } second)
            return ReadSecond(file, second, out error);
        if (multiboot is { } wishes && (wishes.Flags & MultibootHeader.UnknownRequirements) != 0)
        {
            error = $"the multiboot header demands 0x{wishes.Flags & MultibootHeader.UnknownRequirements:x}, which the specification does not have";
            return null;
        }

        error = "the file is neither an ELF executable nor has it a multiboot header with addresses";
        if (multiboot is { HasAddresses: true } header)
            return ReadByHeader(file, header, out error);
        if (file.Length >= 52 && BinaryPrimitives.ReadUInt32LittleEndian(file.Span) == ElfMagic)
            return ReadElf(file, out error, multiboot?.Graphics);
        return null;
    }

    /// <summary>The address fields: the file from where the load address points into it, up to the end, and zeros behind.</summary>
    private static KernelImage? ReadByHeader(ReadOnlyMemory<byte> file, MultibootHeader header, out string error)
    {
        error = "the multiboot header's addresses do not fit the file";
        long start = header.Offset - ((long)header.HeaderAddress - header.LoadAddress);
        if (start < 0 || start >= file.Length)
            return null;
        long length = header.LoadEnd == 0 ? file.Length - start : (long)header.LoadEnd - header.LoadAddress;
        if (length <= 0 || start + length > file.Length)
            return null;
        long size = header.BssEnd == 0 ? length : (long)header.BssEnd - header.LoadAddress;
        if (size < length)
            return null;
        return new KernelImage([new KernelSegment(header.LoadAddress, (ulong)size, file.Slice((int)start, (int)length))], header.Entry) { Graphics = header.Graphics };
    }

    /// <summary>A kernel with a header of the second version: by its address tag, or by the ELF headers.</summary>
    private static KernelImage? ReadSecond(ReadOnlyMemory<byte> file, Multiboot2Header header, out string error)
    {
        error = $"the multiboot2 header demands what its tag {header.Unsupported} stands for, which is not supported";
        if (header.Unsupported is not null)
            return null;
        KernelImage? kernel;
        if (header.Addresses is { } addresses)
        {
            var same = new MultibootHeader(header.Offset, 0, addresses.Header, addresses.Load, addresses.LoadEnd, addresses.BssEnd, header.Entry ?? 0, null);
            kernel = ReadByHeader(file, same, out error);
        }
        else
        {
            error = "the file has a multiboot2 header, but is no ELF executable, and the header says no addresses";
            kernel = IsElf(file.Span) ? ReadElf(file, out error) : null;
        }

        return kernel is null ? null : new KernelImage(kernel.Segments, header.Entry ?? kernel.Entry) { IsMultiboot2 = true, Graphics = header.Graphics, Sections = IsElf(file.Span) ? ReadSections(file) : null };
    }

    private static bool IsElf(ReadOnlySpan<byte> file) => file.Length >= 64 && BinaryPrimitives.ReadUInt32LittleEndian(file) == ElfMagic;

    private static KernelSections? ReadSections(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        bool is64 = bytes[4] == 2;
        ulong table = is64 ? Long(bytes, 40) : Word(bytes, 32);
        int names = is64 ? 58 : 46, size = Half(bytes, names), count = Half(bytes, names + 2);
        if (count == 0 || table > (ulong)bytes.Length || (ulong)(size * count) > (ulong)bytes.Length - table)
            return null;
        return new KernelSections(count, size, Half(bytes, names + 4), file.Slice((int)table, size * count));
    }

    private static KernelImage? ReadElf(ReadOnlyMemory<byte> file, out string error, GraphicsWish? graphics = null)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        bool is64 = bytes[4] == 2;
        error = "the ELF header is not that of an x86 executable";
        int machine = Half(bytes, 18);
        if (bytes[5] != 1 || Half(bytes, 16) != 2 || machine is not (3 or 62))
            return null;
        ulong entry = is64 ? Long(bytes, 24) : Word(bytes, 24);
        ulong table = is64 ? Long(bytes, 32) : Word(bytes, 28);
        int entrySize = Half(bytes, is64 ? 54 : 42);
        int count = Half(bytes, is64 ? 56 : 44);
        error = "the ELF program headers lie outside the file";
        if (entrySize < (is64 ? 56 : 32) || table + (ulong)(entrySize * count) > (ulong)bytes.Length)
            return null;

        var segments = new List<KernelSegment>();
        ulong physicalEntry = entry;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = bytes.Slice((int)table + i * entrySize, entrySize);
            if (Word(header, 0) != LoadSegment)
                continue;
            ulong offset = is64 ? Long(header, 8) : Word(header, 4);
            ulong linked = is64 ? Long(header, 16) : Word(header, 8);
            ulong address = is64 ? Long(header, 24) : Word(header, 12);
            ulong length = is64 ? Long(header, 32) : Word(header, 16);
            ulong size = is64 ? Long(header, 40) : Word(header, 20);
            if (size == 0)
                continue;
            error = $"the ELF segment for 0x{address:x} lies outside the file";
            if (length == 0)
                offset = 0; // nothing of it is in the file, and its offset may be anything
            if (length > size || offset > (ulong)bytes.Length || length > (ulong)bytes.Length - offset)
                return null;
            bool isHeaders = offset == 0 && length == size && length <= table + (ulong)(entrySize * count);
            segments.Add(new KernelSegment(address, size, file.Slice((int)offset, (int)length), isHeaders));

            // A kernel linked high is entered where its bytes are.
            if (entry >= linked && entry - linked < size)
                physicalEntry = entry - linked + address;
        }

        error = "the ELF file has no segment to load";
        if (segments.Count == 0)
            return null;
        error = $"the entry point 0x{physicalEntry:x} lies above 4 GiB, where 32-bit code cannot begin";
        return physicalEntry <= uint.MaxValue ? new KernelImage(segments, physicalEntry) { Graphics = graphics } : null;
    }

    private static int Half(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}

/// <param name="Address">Physical address.</param>
/// <param name="Size">Bytes in memory; what <paramref name="Content"/> does not cover is zero.</param>
/// <param name="IsHeaders">
/// It holds the ELF headers and nothing else: <c>ld -Ttext 0x100000</c> makes such a segment, on the page below the text, where a PC has its BIOS.
/// </param>
internal readonly record struct KernelSegment(ulong Address, ulong Size, ReadOnlyMemory<byte> Content, bool IsHeaders = false);

/// <param name="Names">Number of the section with the sections' names.</param>
/// <param name="Headers">As they are in the file.</param>
internal sealed record KernelSections(int Count, int EntrySize, int Names, ReadOnlyMemory<byte> Headers);
