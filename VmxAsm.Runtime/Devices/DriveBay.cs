namespace VmxAsm.Runtime.Devices;

/// <summary>The drives of the machine and what is in them: two floppy drives on one cable, two hard disks on the first ATA channel, a CD-ROM drive on the second.</summary>
internal sealed class DriveBay
{
    private readonly List<FloppyDisk> _floppies = [];
    private readonly List<AtaDisk> _hardDisks = [];

    /// <summary>What is in A: and B:, as far as there is anything.</summary>
    public IReadOnlyList<FloppyDisk> Floppies => _floppies;

    /// <summary>Master and slave, as far as there are any.</summary>
    public IReadOnlyList<AtaDisk> HardDisks => _hardDisks;

    public AtapiCdRom? CdRom { get; private set; }

    /// <summary>The first medium that the guest can write to.</summary>
    public DiskImage? Writable { get; private set; }

    /// <summary>What the BIOS is to boot from; a kernel needs none of it.</summary>
    public ImageKind First { get; private init; }

    public bool HasAtaDrives => HardDisks.Count > 0 || CdRom is not null;

    /// <summary>Puts media into the drives that fit them, in the order given.</summary>
    /// <param name="image">What is booted: sectors from the first one on; anything that does not fill its medium reads as zeros behind its end.</param>
    /// <param name="others">The rest; one that finds no drive free is left out.</param>
    public static DriveBay With(ReadOnlyMemory<byte> image, ImageKind kind, IEnumerable<DriveMedium> others)
    {
        DriveBay drives = new() { First = kind };
        drives.Insert(new DriveMedium(kind, image));
        foreach (DriveMedium medium in others)
            drives.Insert(medium);
        return drives;
    }

    private void Insert(DriveMedium medium)
    {
        var disk = new DiskImage(medium.Content);
        switch (medium.Kind)
        {
            case ImageKind.Floppy when _floppies.Count < DriveMedium.MostOf(ImageKind.Floppy):
                _floppies.Add(new FloppyDisk(disk, DiskGeometry.ForFloppy(disk.Length) ?? (disk.Length <= 1440 * 1024 ? new(80, 2, 18) : new(80, 2, 36))));
                Writable ??= disk;
                break;
            case ImageKind.HardDisk when _hardDisks.Count < DriveMedium.MostOf(ImageKind.HardDisk):
                _hardDisks.Add(new AtaDisk(disk, $"VMXHD{_hardDisks.Count + 1:D5}"));
                Writable ??= disk;
                break;
            case ImageKind.CdRom:
                CdRom ??= new AtapiCdRom(disk);
                break;
        }
    }
}

/// <summary>A floppy disk: its content, and how many tracks, heads and sectors it has.</summary>
internal sealed record FloppyDisk(DiskImage Image, DiskGeometry Geometry)
{
    /// <summary>The type of the drive that reads it, as the configuration memory knows it: 2 is 1.2 MB, 4 is 1.44 MB, 5 is 2.88 MB.</summary>
    public byte DriveType => Geometry.Sectors switch { 36 => 5, 15 => 2, _ => 4 };
}
