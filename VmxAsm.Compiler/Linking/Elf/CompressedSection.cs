using System.Buffers.Binary;
using System.IO.Compression;

namespace VmxAsm.Compiler.Linking.Elf;

/// <summary>
/// Debugging information in less room (<c>--compress-debug-sections</c>): a header with the size and alignment of what was there, and a zlib stream (ELF,
/// "Section Compression"). Relocations keep their offsets: they count in what comes out again.
/// </summary>
internal static class CompressedSection
{
    private const uint Zlib = 1;

    /// <summary>Compresses each section of debugging information that becomes smaller.</summary>
    public static void CompressDebugInformation(ObjectFile file)
    {
        foreach (ObjectSection section in file.Sections)
        {
            bool isDebugging = section.Name.StartsWith(".debug_", StringComparison.Ordinal) && (section.Flags & SectionFlags.Alloc) == 0;
            if (isDebugging && Compress(section, file.Is64Bit) is { } smaller && smaller.Length < section.Data.Length)
            {
                section.Data = smaller;
                section.Size = (ulong)smaller.Length;
                section.Flags |= SectionFlags.Compressed;
                section.Alignment = file.Is64Bit ? 8u : 4u;
            }
        }
    }

    private static byte[] Compress(ObjectSection section, bool is64)
    {
        using MemoryStream result = new();
        result.Write(Header((ulong)section.Data.Length, section.Alignment, is64));
        using (ZLibStream stream = new(result, CompressionLevel.Optimal, leaveOpen: true))
            stream.Write(section.Data.Span);
        return result.ToArray();
    }

    // Elf64_Chdr: type, reserved, size, alignment; Elf32_Chdr: type, size, alignment.
    private static byte[] Header(ulong size, ulong alignment, bool is64)
    {
        byte[] header = new byte[is64 ? 24 : 12];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Zlib);
        if (is64)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), size);
            BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(16), alignment);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)size);
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), (uint)alignment);
        }

        return header;
    }
}
