using System.Buffers.Binary;

namespace VmxAsm.Runtime.Kernels;

/// <summary>
/// The header of the second version, in a kernel's first 32 KiB ("Multiboot2 Specification version 2.0", section "The layout of Multiboot2 header"): a fixed
/// part, and tags for what the kernel wants.
/// </summary>
/// <param name="Offset">Where in the file it is.</param>
/// <param name="Addresses">The address tag: header, load, end of load, end of bss; null when the ELF headers say it.</param>
/// <param name="Entry">The entry-address tag.</param>
/// <param name="Unsupported">The type of a tag that must be understood and is not.</param>
/// <param name="Graphics">The framebuffer tag.</param>
internal sealed record Multiboot2Header(int Offset, (uint Header, uint Load, uint LoadEnd, uint BssEnd)? Addresses, uint? Entry, int? Unsupported, GraphicsWish? Graphics)
{
    private const uint Magic = 0xE852_50D6;
    private const int SearchLength = 32768, FixedLength = 16;
    private const int End = 0, InformationRequest = 1, AddressTag = 2, EntryTag = 3, Console = 4, FrameBuffer = 5, ModuleAlignment = 6, FirstEfi = 7, LastEfi = 9, Relocatable = 10;

    public static Multiboot2Header? Find(ReadOnlySpan<byte> image)
    {
        for (int at = 0; at + FixedLength <= Math.Min(image.Length, SearchLength); at += 8)
        {
            uint length = Word(image, at + 8);
            if (Word(image, at) == Magic && Magic + Word(image, at + 4) + length + Word(image, at + 12) == 0)
                return ReadTags(image, at, (int)Math.Min(length, (uint)(image.Length - at)));
        }

        return null;
    }

    private static Multiboot2Header ReadTags(ReadOnlySpan<byte> image, int offset, int length)
    {
        (uint, uint, uint, uint)? addresses = null;
        uint? entry = null;
        int? unsupported = null;
        GraphicsWish? graphics = null;
        for (int at = offset + FixedLength; at + 8 <= offset + length;)
        {
            int type = (int)(Word(image, at) & 0xFFFF);
            bool optional = (Word(image, at) & 0x1_0000) != 0;
            uint size = Word(image, at + 4);
            if (type == End || size < 8)
                break;
            switch (type)
            {
                case AddressTag:
                    addresses = (Word(image, at + 8), Word(image, at + 12), Word(image, at + 16), Word(image, at + 20));
                    break;
                case EntryTag:
                    entry = Word(image, at + 8);
                    break;
                case FrameBuffer:
                    graphics = new GraphicsWish(Word(image, at + 8), Word(image, at + 12), Word(image, at + 16));
                    break;
                // A screen, modules on pages, and a kernel that stays where it was linked are what there is anyway.
                case InformationRequest or Console or ModuleAlignment or (>= FirstEfi and <= LastEfi) or Relocatable:
                    break;
                default:
                    unsupported ??= optional ? null : type;
                    break;
            }

            at += (int)Math.Min((size + 7) & ~7U, (uint)length);
        }

        return new Multiboot2Header(offset, addresses, entry, unsupported, graphics);
    }

    private static uint Word(ReadOnlySpan<byte> image, int at) => at + 4 <= image.Length ? BinaryPrimitives.ReadUInt32LittleEndian(image[at..]) : 0;
}
