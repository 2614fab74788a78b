using System.Text;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Kernels;

/// <summary>
/// What a kernel of multiboot's second version is told ("Multiboot2 Specification version 2.0", section "Boot information format"): tags, each with its type and
/// size, on multiples of eight.
/// </summary>
internal static class Multiboot2Information
{
    private const uint CommandLine = 1, LoaderName = 2, Module = 3, BasicMemory = 4, MemoryMap = 6, FrameBuffer = 8, ElfSections = 9, RootPointer = 14;
    private const int RootPointerLength = 20;

    /// <summary>Writes the information.</summary>
    /// <param name="map">Start, length and type of each range of memory.</param>
    public static void Write(
        PhysicalMemory memory,
        ulong place,
        string commandLine,
        IReadOnlyList<(ulong Start, ulong End, string Text)> modules,
        IReadOnlyList<(ulong Start, ulong Length, uint Type)> map,
        KernelScreen screen,
        KernelSections? sections)
    {
        var writer = new MemoryWriter(memory, place + 8);
        Tag(writer, CommandLine, tag => String(tag, commandLine));
        Tag(writer, LoaderName, tag => String(tag, "vmxasm"));
        foreach ((ulong start, ulong end, string text) in modules)
        {
            Tag(writer, Module, tag =>
            {
                tag.Word((uint)start);
                tag.Word((uint)end);
                String(tag, text);
            });
        }

        Tag(writer, BasicMemory, tag =>
        {
            tag.Word((uint)(map[0].Length / 1024));
            tag.Word((uint)(map.First(range => range is { Start: 0x10_0000, Type: 1 }).Length / 1024));
        });
        Tag(writer, MemoryMap, tag =>
        {
            tag.Word(24);
            tag.Word(0);
            foreach ((ulong start, ulong length, uint type) in map)
            {
                tag.Long(start);
                tag.Long(length);
                tag.Word(type);
                tag.Word(0);
            }
        });
        Tag(writer, FrameBuffer, tag =>
        {
            tag.Long(screen.Address);
            tag.Word(screen.Pitch);
            tag.Word(screen.Width);
            tag.Word(screen.Height);
            tag.Bytes([screen.Bits, screen.Type, 0, 0]);
            if (!screen.IsText)
                tag.Bytes(screen.Colours);
        });
        if (sections is not null)
        {
            Tag(writer, ElfSections, tag =>
            {
                tag.Word((uint)sections.Count);
                tag.Word((uint)sections.EntrySize);
                tag.Word((uint)sections.Names);
                tag.Bytes(sections.Headers.Span);
            });
        }

        if (FindRootPointer(memory) is { } pointer)
            Tag(writer, RootPointer, tag => tag.Bytes(pointer));
        Tag(writer, 0, _ => { });
        var head = new MemoryWriter(memory, place);
        head.Word((uint)(writer.Here - place));
        head.Word(0);
    }

    private static void Tag(MemoryWriter writer, uint type, Action<MemoryWriter> content)
    {
        MemoryWriter head = writer.At(0);
        writer.Long(0);
        ulong start = head.Here;
        content(writer);
        head.Word(type);
        head.Word((uint)(writer.Here - start));
        writer.Align(8);
    }

    private static void String(MemoryWriter writer, string text) => writer.Bytes([.. Encoding.UTF8.GetBytes(text), 0]);

    /// <summary>ACPI's root pointer, where the BIOS has put it.</summary>
    private static byte[]? FindRootPointer(PhysicalMemory memory)
    {
        byte[] bytes = new byte[RootPointerLength];
        foreach ((ulong first, ulong end) in (ReadOnlySpan<(ulong, ulong)>)[(0x9FC00, 0xA0000), (0xE0000, 0x10_0000)])
        {
            for (ulong at = first; at < end; at += 16)
            {
                memory.Read(at, bytes);
                if (bytes.AsSpan().StartsWith("RSD PTR "u8))
                    return bytes;
            }
        }

        return null;
    }
}
