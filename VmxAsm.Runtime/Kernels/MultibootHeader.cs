using System.Buffers.Binary;

namespace VmxAsm.Runtime.Kernels;

/// <summary>
/// The header that a kernel for a multiboot loader has in its first 8 KiB ("Multiboot Specification version 0.6.96", section
/// "The layout of Multiboot header").
/// </summary>
internal readonly record struct MultibootHeader(
    int Offset, uint Flags, uint HeaderAddress, uint LoadAddress, uint LoadEnd, uint BssEnd, uint Entry, GraphicsWish? Graphics)
{
    /// <summary>Bits 15 to 3 are requirements that a loader of this version does not know; the first three, alignment, memory and video, are met.</summary>
    public const uint UnknownRequirements = 0xFFF8;

    private const uint Magic = 0x1BAD_B002;
    private const uint VideoFlag = 4;
    private const int SearchLength = 8192, HeaderLength = 48;

    /// <summary>Bit 16: the address fields are valid, which a kernel that is not ELF needs.</summary>
    public bool HasAddresses => (Flags & 0x1_0000) != 0;

    public static MultibootHeader? Find(ReadOnlySpan<byte> image)
    {
        for (int at = 0; at + 12 <= Math.Min(image.Length, SearchLength); at += 4)
        {
            if (Word(image, at) != Magic || Magic + Word(image, at + 4) + Word(image, at + 8) != 0)
                continue;
            return new MultibootHeader(at, Word(image, at + 4), Word(image, at + 12), Word(image, at + 16), Word(image, at + 20),
                Word(image, at + 24), Word(image, at + 28), WishAt(image, at));
        }

        return null;
    }

    /// <summary>Flag 2: a mode is wished for, and a 0 in front says that it is one of graphics. The fields stand behind those of the addresses, used or not.</summary>
    private static GraphicsWish? WishAt(ReadOnlySpan<byte> image, int at) => (Word(image, at + 4) & VideoFlag) != 0 && at + HeaderLength <= image.Length && Word(image, at + 32) == 0
        ? new GraphicsWish(Word(image, at + 36), Word(image, at + 40), Word(image, at + 44))
        : null;

    private static uint Word(ReadOnlySpan<byte> image, int at) =>
        at + 4 <= image.Length ? BinaryPrimitives.ReadUInt32LittleEndian(image[at..]) : 0;
}
