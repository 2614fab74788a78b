namespace VmxAsm.Cli;

/// <summary>What a file on the command line is: something to assemble, or something to boot.</summary>
internal static class ImageFile
{
    private const int SectorBytes = 512;
    private const int Iso9660Volume = 16 * 2048;

    /// <summary>
    /// By the name where it tells, else by the content: no image is free of NUL bytes, and no source contains one. Standard input is a source.
    /// </summary>
    public static bool IsSource(string path)
    {
        if (path == "-")
            return true;

        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".s" or ".asm" or ".inc" or ".o" or ".a":
                return true;
            case ".img" or ".ima" or ".iso" or ".bin" or ".elf" or ".raw" or ".dsk" or ".flp":
                return false;
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] start = new byte[4096];
            int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return !start.AsSpan(0, count).Contains((byte)0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whoever opens it next reports why it cannot be read.
            return true;
        }
    }

    /// <summary>The bytes of an image.</summary>
    /// <exception cref="UsageException">It cannot be read, or is no image.</exception>
    public static byte[] Read(string path)
    {
        byte[] image;
        try
        {
            image = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"`{path}` cannot be read: {FileErrors.Describe(path, error)}");
        }

        return FindFault(image) is { } fault ? throw new UsageException($"`{path}` {fault}") : image;
    }

    /// <summary>Why a file's bytes cannot be an image, as a message; null when they can.</summary>
    private static string? FindFault(ReadOnlySpan<byte> image)
    {
        if (image.Length == 0)
            return "is empty; an image has at least one sector of 512 bytes";
        if (image.StartsWith("\u007fELF"u8) || HasMultibootHeader(image))
            return null;
        if (image.Length % SectorBytes != 0)
            return $"has {image.Length} bytes, which is not a whole number of 512-byte sectors: it is cut short, or not an image";
        if (image.Length > Iso9660Volume + 6 && image.Slice(Iso9660Volume + 1, 5).SequenceEqual("CD001"u8))
            return null;
        if (image[510] != 0x55 || image[511] != 0xAA)
            return $"has {image[510]:X2} {image[511]:X2} at offset 510; a boot sector has 55 AA there";

        return null;
    }

    /// <summary>The Multiboot Specification, "OS image format": the header lies, 4-byte aligned, in the first 8192 bytes.</summary>
    private static bool HasMultibootHeader(ReadOnlySpan<byte> image)
    {
        int end = Math.Min(image.Length, 8192) - 12;
        for (int offset = 0; offset <= end; offset += 4)
        {
            if (BitConverter.ToUInt32(image[offset..]) == 0x1BADB002
                && BitConverter.ToUInt32(image[offset..]) + BitConverter.ToUInt32(image[(offset + 4)..]) + BitConverter.ToUInt32(image[(offset + 8)..]) == 0)
                return true;
        }

        return false;
    }
}
