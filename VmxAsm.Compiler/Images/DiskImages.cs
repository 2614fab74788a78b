using System.Buffers.Binary;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>A 3.5-inch floppy of 80 cylinders, 2 heads, 18 sectors.</summary>
internal static class FloppyImage
{
    public const int Size = 80 * 2 * 18 * 512;

    public static byte[]? Write(byte[] contents, DiagnosticBag diagnostics)
    {
        if (contents.Length > Size)
        {
            diagnostics.Report(LinkRules.ImageTooBig, SourceSpan.None, $"the program needs {contents.Length} bytes, a floppy has {Size}; use `--format disk`");
            return null;
        }
        byte[] image = new byte[Size];
        contents.CopyTo(image, 0);
        return image;
    }
}

/// <summary>
/// A hard disk as BIOSes see it: a geometry of 16 heads and 63 sectors per track, a master boot record with our boot code, and one active partition
/// of type 0x83 that starts on the second track and fills the disk.
/// </summary>
internal static class HardDiskImage
{
    public const uint PartitionStart = SectorsPerTrack;

    public const int SectorSize = 512;

    private const int TableOffset = 446;
    private const uint Heads = 16, SectorsPerTrack = 63, SectorsPerCylinder = Heads * SectorsPerTrack;
    private const uint LeastCylinders = 8;
    private const byte Active = 0x80, LinuxPartition = 0x83;

    /// <summary>The partition holds the contents, whose first sector is a boot sector.</summary>
    public static byte[] WritePartitioned(byte[] contents)
    {
        uint sectors = Sectors(PartitionStart + Sectors(contents));
        byte[] image = new byte[(long)sectors * SectorSize];
        LoaderCode.Mbr.CopyTo(image, 0);
        WriteTable(image, PartitionStart, sectors - PartitionStart);
        contents.CopyTo(image, (int)PartitionStart * SectorSize);
        return image;
    }

    /// <summary>
    /// The contents start at sector 0, because a program that is its own boot sector finds itself there. It gets a partition table where it
    /// has left the space for one.
    /// </summary>
    public static byte[] WriteRaw(byte[] contents)
    {
        uint sectors = Sectors(Sectors(contents));
        byte[] image = new byte[(long)sectors * SectorSize];
        contents.CopyTo(image, 0);
        if (image.AsSpan(TableOffset, 64).IndexOfAnyExcept((byte)0) < 0)
            WriteTable(image, 1, sectors - 1);
        return image;
    }

    private static uint Sectors(byte[] contents) => (uint)((contents.Length + SectorSize - 1) / SectorSize);

    /// <summary>Whole cylinders.</summary>
    private static uint Sectors(uint needed) => Math.Max((needed + SectorsPerCylinder - 1) / SectorsPerCylinder, LeastCylinders) * SectorsPerCylinder;

    private static void WriteTable(byte[] image, uint start, uint count)
    {
        Span<byte> entry = image.AsSpan(TableOffset);
        entry[0] = Active;
        WriteCylinderHeadSector(entry[1..], start);
        entry[4] = LinuxPartition;
        WriteCylinderHeadSector(entry[5..], start + count - 1);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], start);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], count);
        image[510] = 0x55;
        image[511] = 0xAA;
    }

    private static void WriteCylinderHeadSector(Span<byte> to, uint lba)
    {
        uint cylinder = lba / SectorsPerCylinder;
        if (cylinder > 1023)
        {
            // What the three bytes cannot name is written as the last cylinder, head and sector.
            (to[0], to[1], to[2]) = (0xFE, 0xFF, 0xFF);
            return;
        }
        to[0] = (byte)(lba / SectorsPerTrack % Heads);
        to[1] = (byte)(lba % SectorsPerTrack + 1 | cylinder >> 8 << 6);
        to[2] = (byte)cylinder;
    }
}
