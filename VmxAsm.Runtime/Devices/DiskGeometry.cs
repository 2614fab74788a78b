namespace VmxAsm.Runtime.Devices;

/// <summary>Cylinders, heads and sectors per track of a disk.</summary>
internal readonly record struct DiskGeometry(int Cylinders, int Heads, int Sectors)
{
    public const int SectorSize = 512;

    public long TotalSectors => (long)Cylinders * Heads * Sectors;

    /// <summary>The floppy formats of a PC by size: 160K to 2.88M. Null for a size that is none of them.</summary>
    public static DiskGeometry? ForFloppy(long bytes) => bytes switch
    {
        160 * 1024 => new(40, 1, 8),
        180 * 1024 => new(40, 1, 9),
        320 * 1024 => new(40, 2, 8),
        360 * 1024 => new(40, 2, 9),
        720 * 1024 => new(80, 2, 9),
        1200 * 1024 => new(80, 2, 15),
        1440 * 1024 => new(80, 2, 18),
        1680 * 1024 => new(80, 2, 21),
        2880 * 1024 => new(80, 2, 36),
        _ => null,
    };

    /// <summary>The geometry an ATA drive reports: 16 heads, 63 sectors, at most 16,383 cylinders (ATA-5, "IDENTIFY DEVICE").</summary>
    public static DiskGeometry ForHardDisk(long sectors) =>
        new((int)Math.Clamp(sectors / (16 * 63), 1, 16_383), 16, 63);

    /// <summary>Cylinder, head and 1-based sector to block number; null when it lies outside.</summary>
    public long? BlockOf(int cylinder, int head, int sector) =>
        cylinder < Cylinders && head < Heads && sector >= 1 && sector <= Sectors
            ? ((long)cylinder * Heads + head) * Sectors + sector - 1
            : null;
}
