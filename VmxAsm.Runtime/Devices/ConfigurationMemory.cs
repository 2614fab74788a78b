namespace VmxAsm.Runtime.Devices;

/// <summary>
/// What the set-up program of a PC would have left in the CMOS memory: the places of the IBM AT ("IBM PC/AT Technical Reference", "CMOS
/// RAM Address Map"), and behind 0x30 those that Bochs' BIOS and SeaBIOS read.
/// </summary>
internal static class ConfigurationMemory
{
    private const int FloppyTypes = 0x10, HardDiskTypes = 0x12, Equipment = 0x14, BaseKilobytes = 0x15, ExtendedKilobytes = 0x17;
    private const int ExtendedDiskTypes = 0x19, DiskParameters = 0x1B, DiskParametersLength = 9, Checksum = 0x2E, ExtendedKilobytesFound = 0x30;
    private const int MemoryAbove16M = 0x34, DiskTranslation = 0x39, BootOrder12 = 0x3D, BootOrder3 = 0x38, MemoryAbove4G = 0x5B;

    /// <param name="memory">The 128 bytes of the chip.</param>
    public static void Fill(Span<byte> memory, long memoryBytes, DriveBay drives)
    {
        memory[Equipment] = 0x06;
        for (int i = 0; i < drives.Floppies.Count; i++)
        {
            // Drive types of A: and B:, a nibble each; bits 7-6 count the drives but one.
            memory[FloppyTypes] |= (byte)(drives.Floppies[i].DriveType << (4 - 4 * i));
            memory[Equipment] = (byte)(0x07 | i << 6);
        }

        PutWord(memory, BaseKilobytes, 640);
        long extended = Math.Min(memoryBytes / 1024 - 1024, 0xFFFF);
        PutWord(memory, ExtendedKilobytes, Math.Max(extended, 0));
        PutWord(memory, ExtendedKilobytesFound, Math.Max(extended, 0));

        long low = Math.Min(memoryBytes, (long)Memory.PhysicalMemory.HoleStart);
        PutWord(memory, MemoryAbove16M, Math.Max(low - (16 << 20), 0) / 0x10000);
        long above4G = (memoryBytes - low) / 0x10000;
        PutWord(memory, MemoryAbove4G, above4G & 0xFFFF);
        memory[MemoryAbove4G + 2] = (byte)(above4G >> 16);

        for (int i = 0; i < drives.HardDisks.Count; i++)
        {
            DiskGeometry geometry = drives.HardDisks[i].Geometry;
            memory[HardDiskTypes] |= (byte)(0xF0 >> (4 * i));
            memory[ExtendedDiskTypes + i] = 47;
            int parameters = DiskParameters + i * DiskParametersLength;
            PutWord(memory, parameters, geometry.Cylinders);
            memory[parameters + 2] = (byte)geometry.Heads;
            PutWord(memory, parameters + 3, 0xFFFF);
            memory[parameters + 5] = 0xC8;
            PutWord(memory, parameters + 6, geometry.Cylinders);
            memory[parameters + 8] = (byte)geometry.Sectors;
            memory[DiskTranslation] |= (byte)(geometry.Cylinders > 1024 ? 1 << (2 * i) : 0);
        }

        // 1 floppy, 2 hard disk, 3 CD: the image's kind first.
        ReadOnlySpan<byte> order = drives.First switch { ImageKind.Floppy => [1, 2, 3], ImageKind.HardDisk => [2, 3, 1], _ => [3, 2, 1] };
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
