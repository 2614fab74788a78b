namespace VmxAsm.Compiler.Images;

/// <summary>What <c>--format</c> asks for.</summary>
public enum ImageFormat : byte
{
    /// <summary>The bare bytes.</summary>
    Flat,

    /// <summary>A 1.44 MB floppy: 1474560 bytes.</summary>
    Floppy,

    /// <summary>A hard disk with a master boot record and one active partition.</summary>
    Disk,

    /// <summary>A CD with an El Torito boot entry.</summary>
    Iso,

    /// <summary>An ELF executable with symbols and line numbers.</summary>
    Elf,

    /// <summary>An ELF executable for i386 with a multiboot header.</summary>
    Multiboot,
}

/// <summary>A format's name on the command line, and what it is for help.</summary>
public sealed record ImageFormatRow(string Name, ImageFormat Format, string Meaning);

/// <summary>The names of the formats on the command line.</summary>
public static class ImageFormats
{
    public static IReadOnlyList<ImageFormatRow> All { get; } =
    [
        new("floppy", ImageFormat.Floppy, "a 1.44 MB floppy image"),
        new("disk", ImageFormat.Disk, "a hard-disk image with an active partition"),
        new("iso", ImageFormat.Iso, "a CD image with an El Torito boot entry"),
        new("flat", ImageFormat.Flat, "the bare bytes"),
        new("elf", ImageFormat.Elf, "an ELF executable with symbols and line numbers"),
        new("multiboot", ImageFormat.Multiboot, "an ELF32 kernel with a multiboot header"),
    ];

    public static ImageFormat? Find(string name)
    {
        foreach ((string known, ImageFormat format, _) in All)
        {
            if (known == name)
                return format;
        }
        return null;
    }

    public static string NameOf(ImageFormat format) => All.First(row => row.Format == format).Name;
}
