using VmxAsm.Runtime;

namespace VmxAsm.Cli;

/// <summary>What a file on the command line is: something to assemble, or something to boot.</summary>
internal static class ImageFile
{
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
    public static byte[] Read(string path, ImageKind? kind)
    {
        byte[] image = InputFile.Read(path);
        return BootImage.FindFault(image, kind) is { } fault ? throw new UsageException($"`{path}` {fault}") : image;
    }
}
