using System.Buffers.Binary;

namespace VmxAsm.Compiler.Images;

/// <summary>
/// A CD: the least ISO 9660 file system (ECMA-119) there can be, with an El Torito boot record ("El Torito" Bootable CD-ROM Format
/// Specification, "Boot Record Volume Descriptor", "Booting Catalog"). The file system has an empty root directory, so that the disc can be mounted.
///
/// No emulation: the BIOS loads the first sectors of the boot image to 0x7C00, and they read the rest as a CD, in sectors of 2048 bytes. A program that
/// is its own boot sector and reads further sectors of 512 bytes by itself gets what it expects from floppy emulation instead.
/// </summary>
internal static class IsoImage
{
    public const uint BootImageSector = 23;

    public const int SectorSize = 2048;

    private const int PrimarySector = 16, BootRecordSector = 17, TerminatorSector = 18, CatalogSector = 19, LittlePathSector = 20, BigPathSector = 21, RootSector = 22;

    private enum Emulation : byte
    {
        None = 0,
        Floppy1440 = 2,
    }

    /// <param name="bootImage">What the BIOS loads, at most 1 MiB.</param>
    /// <param name="contents">Sectors behind it, for the boot image to read.</param>
    public static byte[] WriteNoEmulation(byte[] bootImage, byte[] contents) =>
        Write(bootImage, contents, Emulation.None, (ushort)((bootImage.Length + 511) / 512));

    /// <param name="floppy">1474560 bytes.</param>
    public static byte[] WriteFloppyEmulation(byte[] floppy) => Write(floppy, [], Emulation.Floppy1440, 1);

    private static byte[] Write(byte[] bootImage, byte[] contents, Emulation emulation, ushort loadSectors)
    {
        int bootSectors = (bootImage.Length + SectorSize - 1) / SectorSize;
        int sectors = (int)BootImageSector + bootSectors + (contents.Length + SectorSize - 1) / SectorSize;
        byte[] image = new byte[sectors * SectorSize];
        WritePrimary(At(PrimarySector), (uint)sectors);
        WriteBootRecord(At(BootRecordSector));
        WriteDescriptorHeader(At(TerminatorSector), 255);
        WriteCatalog(At(CatalogSector), emulation, loadSectors);
        WritePathTable(At(LittlePathSector), isBig: false);
        WritePathTable(At(BigPathSector), isBig: true);
        Span<byte> root = At(RootSector);
        WriteDirectoryRecord(root, 0);
        WriteDirectoryRecord(root[34..], 1);
        bootImage.CopyTo(image, BootImageSector * SectorSize);
        contents.CopyTo(image, (BootImageSector + bootSectors) * SectorSize);
        return image;

        Span<byte> At(int sector) => image.AsSpan(sector * SectorSize, SectorSize);
    }

    private static void WriteDescriptorHeader(Span<byte> to, byte type)
    {
        to[0] = type;
        "CD001"u8.CopyTo(to[1..]);
        to[6] = 1;
    }

    private static void WritePrimary(Span<byte> to, uint sectors)
    {
        WriteDescriptorHeader(to, 1);
        to[8..72].Fill((byte)' ');
        "VMXASM"u8.CopyTo(to[40..]);
        BothEndian32(to[80..], sectors);
        BothEndian16(to[120..], 1);
        BothEndian16(to[124..], 1);
        BothEndian16(to[128..], SectorSize);
        BothEndian32(to[132..], 10); // bytes of the path table
        BinaryPrimitives.WriteUInt32LittleEndian(to[140..], LittlePathSector);
        BinaryPrimitives.WriteUInt32BigEndian(to[148..], BigPathSector);
        WriteDirectoryRecord(to[156..], 0);
        to[190..813].Fill((byte)' ');

        // Four dates of 16 digits and a zone: all zeros mean "not specified", so that the same program gives the same disc.
        for (int i = 0; i < 4; i++)
            to.Slice(813 + 17 * i, 16).Fill((byte)'0');
        to[881] = 1;
    }

    private static void WriteBootRecord(Span<byte> to)
    {
        WriteDescriptorHeader(to, 0);
        "EL TORITO SPECIFICATION"u8.CopyTo(to[7..]);
        BinaryPrimitives.WriteUInt32LittleEndian(to[71..], CatalogSector);
    }

    private static void WriteCatalog(Span<byte> to, Emulation emulation, ushort loadSectors)
    {
        // Validation entry: header 1, platform 80x86, and a checksum that makes the sum of its words zero.
        to[0] = 1;
        "VMXASM"u8.CopyTo(to[4..]);
        to[30] = 0x55;
        to[31] = 0xAA;
        ushort sum = 0;
        for (int i = 0; i < 32; i += 2)
            sum += BinaryPrimitives.ReadUInt16LittleEndian(to[i..]);
        BinaryPrimitives.WriteUInt16LittleEndian(to[28..], (ushort)-sum);

        Span<byte> entry = to[32..];
        entry[0] = 0x88; // bootable
        entry[1] = (byte)emulation;
        BinaryPrimitives.WriteUInt16LittleEndian(entry[6..], loadSectors);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], BootImageSector);
    }

    private static void WritePathTable(Span<byte> to, bool isBig)
    {
        to[0] = 1; // length of the root's name
        if (isBig)
        {
            BinaryPrimitives.WriteUInt32BigEndian(to[2..], RootSector);
            BinaryPrimitives.WriteUInt16BigEndian(to[6..], 1);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to[2..], RootSector);
            BinaryPrimitives.WriteUInt16LittleEndian(to[6..], 1);
        }
    }

    /// <summary>The root directory's entry for itself (name 0) or its parent (name 1), which is itself too.</summary>
    private static void WriteDirectoryRecord(Span<byte> to, byte name)
    {
        to[0] = 34;
        BothEndian32(to[2..], RootSector);
        BothEndian32(to[10..], SectorSize);
        to[25] = 2; // a directory
        BothEndian16(to[28..], 1);
        to[32] = 1;
        to[33] = name;
    }

    private static void BothEndian16(Span<byte> to, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, value);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], value);
    }

    private static void BothEndian32(Span<byte> to, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, value);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], value);
    }
}
