namespace VmxAsm.Runtime.Devices;

/// <summary>
/// What the set-up program of a PC would have left in the CMOS memory: the places of the IBM AT ("IBM PC/AT Technical Reference", "CMOS
/// RAM Address Map"), and behind 0x30 those that Bochs' BIOS and SeaBIOS read.
/// </summary>
internal static class ConfigurationMemory
{
    private const int FloppyTypes = 0x10, HardDiskTypes = 0x12, Equipment = 0x14, BaseKilobytes = 0x15, ExtendedKilobytes = 0x17;
    private const int ExtendedDiskType = 0x19, DiskParameters = 0x1B, Checksum = 0x2E, ExtendedKilobytesFound = 0x30;
    private const int MemoryAbove16M = 0x34, DiskTranslation = 0x39, BootOrder12 = 0x3D, BootOrder3 = 0x38, MemoryAbove4G = 0x5B;

    /// <param name="memory">The 128 bytes of the chip.</param>
    /// <param name="floppyTypes">Drive types of A: and B:, a nibble each.</param>
    public static void Fill(Span<byte> memory, long memoryBytes, byte floppyTypes, DriveBay drives)
    {
        memory[FloppyTypes] = floppyTypes;
        memory[Equipment] = (byte)(0x06 | (floppyTypes != 0 ? 0x01 : 0));
        PutWord(memory, BaseKilobytes, 640);
        long extended = Math.Min(memoryBytes / 1024 - 1024, 0xFFFF);
        PutWord(memory, ExtendedKilobytes, Math.Max(extended, 0));
        PutWord(memory, ExtendedKilobytesFound, Math.Max(extended, 0));

        long low = Math.Min(memoryBytes, (long)Memory.PhysicalMemory.HoleStart);
        PutWord(memory, MemoryAbove16M, Math.Max(low - (16 << 20), 0) / 0x10000);
        long above4G = (memoryBytes - low) / 0x10000;
        PutWord(memory, MemoryAbove4G, above4G & 0xFFFF);
        memory[MemoryAbove4G + 2] = (byte)(above4G >> 16);

        if (drives.HardDisk is not null)
        {
            DiskGeometry geometry = drives.HardDiskGeometry;
            memory[HardDiskTypes] = 0xF0;
            memory[ExtendedDiskType] = 47;
            PutWord(memory, DiskParameters, geometry.Cylinders);
            memory[DiskParameters + 2] = (byte)geometry.Heads;
            PutWord(memory, DiskParameters + 3, 0xFFFF);
            memory[DiskParameters + 5] = 0xC8;
            PutWord(memory, DiskParameters + 6, geometry.Cylinders);
            memory[DiskParameters + 8] = (byte)geometry.Sectors;
            memory[DiskTranslation] = geometry.Cylinders > 1024 ? (byte)1 : (byte)0;
        }

        // 1 floppy, 2 hard disk, 3 CD: what is there, first things first.
        ReadOnlySpan<byte> order = drives.Floppy is not null ? [1, 2, 3] : drives.HardDisk is not null ? [2, 3, 1] : [3, 2, 1];
        memory[BootOrder12] = (byte)(order[1] << 4 | order[0]);
        memory[BootOrder3] = (byte)(order[2] << 4 | 1);

        int sum = 0;
        for (int i = 0x10; i < Checksum; i++)
            sum += memory[i];
        memory[Checksum] = (byte)(sum >> 8);
        memory[Checksum + 1] = (byte)sum;
    }

    private static void PutWord(Span<byte> memory, int at, long value)
    {
        memory[at] = (byte)value;
        memory[at + 1] = (byte)(value >> 8);
    }
}
