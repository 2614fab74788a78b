using System.Buffers.Binary;

namespace VmxAsm.Compiler.Images;

/// <summary>Where an image's bytes come to lie in physical memory when it is booted, as far as the image itself tells.</summary>
public static class LoadedImage
{
    private const int TableField32 = 28, TableField64 = 32;
    private const uint Loadable = 1;

    /// <summary>
    /// The stretches that are loaded: by our loader from a floppy, disk or CD, or by the program headers of an ELF executable. Null for any other image, of which
    /// only its reader knows where it lies.
    /// </summary>
    public static IReadOnlyList<(ulong Address, ReadOnlyMemory<byte> Bytes)>? Stretches(ReadOnlyMemory<byte> image)
    {
        if (image.Span.StartsWith("\u007fELF"u8))
            return OfElf(image);
        return BootLoader.Read(image, 0)
            ?? BootLoader.Read(image, (int)HardDiskImage.PartitionStart * HardDiskImage.SectorSize)
            ?? BootLoader.Read(image, (int)IsoImage.BootImageSector * IsoImage.SectorSize);
    }

    /// <summary>System V ABI, "Program Header". A file that is damaged has no stretches there.</summary>
    private static List<(ulong, ReadOnlyMemory<byte>)>? OfElf(ReadOnlyMemory<byte> image)
    {
        ReadOnlySpan<byte> file = image.Span;
        bool is64 = file.Length > 64 && file[4] == 2;
        if (file.Length < 64)
            return null;
        ulong table = is64 ? BinaryPrimitives.ReadUInt64LittleEndian(file[TableField64..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[TableField32..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(file[(is64 ? 54 : 42)..]), count = BinaryPrimitives.ReadUInt16LittleEndian(file[(is64 ? 56 : 44)..]);
        var stretches = new List<(ulong, ReadOnlyMemory<byte>)>();
        for (int i = 0; i < count; i++)
        {
            ulong at = table + ((ulong)i * (ulong)size);
            if (at > (ulong)file.Length || (ulong)file.Length - at < (is64 ? 56UL : 32))
                break;
            ReadOnlySpan<byte> header = file[(int)at..];
            ulong offset = Word(header, is64 ? 8 : 4), address = Word(header, is64 ? 24 : 12), bytes = Word(header, is64 ? 32 : 16);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) == Loadable && offset <= (ulong)file.Length && bytes <= (ulong)file.Length - offset)
                stretches.Add((address, image.Slice((int)offset, (int)bytes)));
        }

        return stretches;

        ulong Word(ReadOnlySpan<byte> header, int field) =>
            is64 ? BinaryPrimitives.ReadUInt64LittleEndian(header[field..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[field..]);
    }
}
