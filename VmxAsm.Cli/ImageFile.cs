using VmxAsm.Runtime;

namespace VmxAsm.Cli;

/// <summary>What a file on the command line is: something to assemble, or something to boot.</summary>
internal static class ImageFile
{
    private const int SectorBytes = 512;

    /// <summary>
    /// By the name where it tells, else by the content: no image is free of NUL bytes, and no source contains one. What can be read only once,
    /// standard input or a pipe, is read whole.
    /// </summary>
    /// <param name="content">The file, where it had to be read whole.</param>
    public static bool IsSource(string path, out byte[]? content)
    {
        content = null;
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".s" or ".asm" or ".inc" or ".o" or ".a":
                return true;
            case ".img" or ".ima" or ".iso" or ".bin" or ".elf" or ".raw" or ".dsk" or ".flp":
                return false;
        }

        try
        {
            using Stream file = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            byte[] start = new byte[4096];
            int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (!file.CanSeek)
                content = ReadOn(file, start.AsSpan(0, count));
            return !start.AsSpan(0, count).Contains((byte)0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whoever opens it next reports why it cannot be read.
            return true;
        }
    }

    private static byte[] ReadOn(Stream file, ReadOnlySpan<byte> start)
    {
        using MemoryStream all = new();
        all.Write(start);
        file.CopyTo(all);
        return all.ToArray();
    }

    /// <summary>
    /// The bytes of an image. One that a program was just put into (<c>cat boot.bin kernel.bin</c>) ends where the program ends: the last sector is filled up, with a remark, because
    /// the file may have been cut short; without one for a <c>.bin</c>, which is what <c>--format flat</c> and <c>objcopy -O binary</c> make.
    /// </summary>
    /// <param name="content">They, where they have been read already.</param>
    /// <exception cref="UsageException">It cannot be read, or is no image.</exception>
    public static byte[] Read(string path, byte[]? content, ImageKind? kind, Action<string> remark)
    {
        byte[] image = content ?? InputFile.Read(path);
        int missing = -image.Length & (SectorBytes - 1);
        if (image.Length > SectorBytes && missing > 0 && BootImage.KindOf(image, kind) is ImageKind.Floppy or ImageKind.HardDisk)
        {
            if (!Path.GetExtension(path).Equals(".bin", StringComparison.OrdinalIgnoreCase))
                remark($"`{path}` has {image.Length} bytes; its last sector is filled up with zeros");
            Array.Resize(ref image, image.Length + missing);
        }

        return BootImage.FindFault(image, kind) is { } fault ? throw new UsageException($"`{path}` {fault}") : image;
    }
}
