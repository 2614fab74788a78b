using System.Buffers.Binary;

namespace VmxAsm.Runtime.Kernels;

/// <summary>
/// The header that a kernel for a multiboot loader has in its first 8 KiB ("Multiboot Specification version 0.6.96", section
/// "The layout of Multiboot header").
/// </summary>
internal readonly record struct MultibootHeader(
    int Offset, uint Flags, uint HeaderAddress, uint LoadAddress, uint LoadEnd, uint BssEnd, uint Entry)
{
    /// <summary>Bits 15 to 3 are requirements that a loader of this version does not know; the first three, alignment, memory and video, are met.</summary>
    public const uint UnknownRequirements = 0xFFF8;

    private const uint Magic = 0x1BAD_B002;
    private const int SearchLength = 8192;

    /// <summary>Bit 16: the address fields are valid, which a kernel that is not ELF needs.</summary>
    public bool HasAddresses => (Flags & 0x1_0000) != 0;

    public static MultibootHeader? Find(ReadOnlySpan<byte> image)
    {
        for (int at = 0; at + 12 <= Math.Min(image.Length, SearchLength); at += 4)
        {
            if (Word(image, at) != Magic || Magic + Word(image, at + 4) + Word(image, at + 8) != 0)
                continue;
            return new MultibootHeader(at, Word(image, at + 4), Word(image, at + 12), Word(image, at + 16), Word(image, at + 20),
                Word(image, at + 24), Word(image, at + 28));
        }

        return null;
    }

    private static uint Word(ReadOnlySpan<byte> image, int at) =>
        at + 4 <= image.Length ? BinaryPrimitives.ReadUInt32LittleEndian(image[at..]) : 0;
}
