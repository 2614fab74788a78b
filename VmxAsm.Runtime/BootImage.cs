namespace VmxAsm.Runtime;

/// <summary>What can be told of an image before it is booted.</summary>
public static class BootImage
{
    private const int SectorBytes = 512;
    private const int CdSectorBytes = 2048;
    private const int LargestFloppy = 2880 * 1024;

    /// <summary>Why bytes cannot be an image, as the end of a sentence that begins with their file's name; null when they can.</summary>
    /// <param name="kind">Null decides by size and first bytes, as <see cref="Machine.Boot"/> does.</param>
    public static string? FindFault(ReadOnlySpan<byte> image, ImageKind? kind = null)
    {
        if (image.Length == 0)
            return "is empty; an image has at least one sector of 512 bytes";

        ImageKind actual = KindOf(image, kind);
        if (actual == ImageKind.Kernel)
            return null;
        return FindMediumFault(image, actual) ?? (actual == ImageKind.CdRom || (image[510] == 0x55 && image[511] == 0xAA)
            ? null
            : $"has {image[510]:X2} {image[511]:X2} at offset 510; a boot sector has 55 AA there");
    }

    /// <summary>Why bytes cannot be the content of a drive, bootable or not, as the end of a sentence that begins with their file's name; null when they can.</summary>
    public static string? FindMediumFault(ReadOnlySpan<byte> content, ImageKind kind)
    {
        if (content.Length == 0)
            return "is empty; a medium has at least one sector";
        if (kind == ImageKind.Floppy && content.Length > LargestFloppy)
            return $"has {content.Length} bytes; the largest floppy has 2,949,120";
        return WholeSectors(content.Length, kind == ImageKind.CdRom ? CdSectorBytes : SectorBytes);
    }

    /// <summary>What an image is booted as.</summary>
    /// <param name="kind">What the user says it is; null decides by size and first bytes.</param>
    public static ImageKind KindOf(ReadOnlySpan<byte> image, ImageKind? kind = null) => kind ?? ImageKinds.Of(image);

    private static string? WholeSectors(int length, int sectorBytes) => length % sectorBytes == 0
        ? null
        : $"has {length} bytes, which is not a whole number of {sectorBytes}-byte sectors: it is cut short, or not an image";
}
