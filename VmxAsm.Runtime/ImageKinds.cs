using System.Buffers.Binary;
using VmxAsm.Runtime.Devices;
using VmxAsm.Runtime.Kernels;

namespace VmxAsm.Runtime;

/// <summary>Recognises what an image is by its size and its first bytes, in the order of how sure they make us.</summary>
internal static class ImageKinds
{
    private const uint ElfMagic = 0x464C_457F;
    private const int CdDescriptor = 16 * 2048;
    private const int LargestFloppy = 2880 * 1024;

    public static ImageKind Of(ReadOnlySpan<byte> image)
    {
        if (image.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(image) == ElfMagic)
            return ImageKind.Kernel;
        if (image.Length > CdDescriptor + 6 && image.Slice(CdDescriptor + 1, 5).SequenceEqual("CD001"u8))
            return ImageKind.CdRom;
        if (LinuxLoader.IsKernel(image))
            return ImageKind.Kernel;
        bool bootSector = image.Length >= 512 && image[510] == 0x55 && image[511] == 0xAA;
        if (!bootSector && (MultibootHeader.Find(image) is not null || Multiboot2Header.Find(image) is not null))
            return ImageKind.Kernel;
        if (DiskGeometry.ForFloppy(image.Length) is not null || image.Length < LargestFloppy && !HasPartition(image))
            return ImageKind.Floppy;
        return ImageKind.HardDisk;
    }

    /// <summary>A partition table with one active entry, as a hard disk's first sector has.</summary>
    private static bool HasPartition(ReadOnlySpan<byte> image)
    {
        if (image.Length < 1024)
            return false;
        int active = 0;
        for (int entry = 446; entry < 510; entry += 16)
        {
            if (image[entry] is not (0 or 0x80))
                return false;
            bool used = image[entry + 4] != 0 && BinaryPrimitives.ReadUInt32LittleEndian(image[(entry + 12)..]) != 0;
            active += used ? 1 : 0;
        }

        return active > 0;
    }
}
