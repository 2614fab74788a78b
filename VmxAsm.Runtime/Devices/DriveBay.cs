namespace VmxAsm.Runtime.Devices;

/// <summary>The drives of the machine and what is in them; an empty image means that the drive is empty.</summary>
internal sealed class DriveBay
{
    public DiskImage? Floppy { get; private init; }

    public DiskGeometry FloppyGeometry { get; private init; } = new(80, 2, 18);

    public AtaDisk? HardDisk { get; private init; }

    public DiskGeometry HardDiskGeometry { get; private init; }

    /// <summary>The medium that the guest can write to.</summary>
    public DiskImage? Writable { get; private init; }

    public AtapiCdRom? CdRom { get; private init; }

    public bool HasAtaDrives => HardDisk is not null || CdRom is not null;

    /// <summary>Puts an image into the drive that fits it.</summary>
    /// <param name="image">Sectors from the first one on; anything that does not fill its medium reads as zeros behind its end.</param>
    public static DriveBay With(ReadOnlyMemory<byte> image, ImageKind kind)
    {
        var disk = new DiskImage(image);
        switch (kind)
        {
            case ImageKind.Floppy:
                DiskGeometry geometry = DiskGeometry.ForFloppy(image.Length)
                    ?? (image.Length <= 1440 * 1024 ? new(80, 2, 18) : new(80, 2, 36));
                return new DriveBay { Floppy = disk, Writable = disk, FloppyGeometry = geometry };
            case ImageKind.HardDisk:
                long sectors = (image.Length + DiskGeometry.SectorSize - 1) / DiskGeometry.SectorSize;
                return new DriveBay { Writable = disk, HardDisk = new AtaDisk(disk, "VMXHD00001"), HardDiskGeometry = DiskGeometry.ForHardDisk(sectors) };
            case ImageKind.CdRom:
                return new DriveBay { CdRom = new AtapiCdRom(disk) };
            default:
                return new DriveBay();
        }
    }
}
