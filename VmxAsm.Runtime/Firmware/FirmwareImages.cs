using System.Reflection;

namespace VmxAsm.Runtime.Firmware;

/// <summary>
/// The ROMs of the machine. The system BIOS ends at 1 MiB and again at 4 GiB, where the processor fetches its first instruction; the video
/// BIOS is an option ROM at 0xC0000. Both are built from the <c>.s</c> files beside this one; either can be replaced by
/// another one's.
/// </summary>
internal sealed class FirmwareImages
{
    private const int UpperMemoryStart = 0xC0000, UpperMemoryEnd = 0x100000, VideoStart = 0xC0000;

    private FirmwareImages(byte[] system, byte[] video)
    {
        System = system;
        Video = video;
        UpperMemory = new byte[UpperMemoryEnd - UpperMemoryStart];
        Array.Fill(UpperMemory, (byte)0xFF);
        video.CopyTo(UpperMemory, VideoStart - UpperMemoryStart);
        int low = Math.Min(system.Length, 0x20000);
        system.AsSpan(system.Length - low).CopyTo(UpperMemory.AsSpan(UpperMemory.Length - low));
    }

    /// <summary>The system BIOS; its last byte is the last one below 4 GiB.</summary>
    public byte[] System { get; }

    public byte[] Video { get; }

    /// <summary>What 0xC0000 to 0xFFFFF reads as at power-on.</summary>
    public byte[] UpperMemory { get; }

    public ulong SystemStart => 0x1_0000_0000UL - (ulong)System.Length;

    public static FirmwareImages For(MachineOptions options) => new(
        options.Bios is { Length: > 0 } system ? RoundUp(system.Span, 0x10000, atEnd: true) : Built("bios.rom"),
        options.VideoBios is { Length: > 0 } video ? RoundUp(video.Span, 0x1000, atEnd: false) : Built("vgabios.rom"));

    /// <summary>Pads a ROM image with 0xFF to whole units, in front when its end is what has its place.</summary>
    private static byte[] RoundUp(ReadOnlySpan<byte> image, int unit, bool atEnd)
    {
        byte[] padded = new byte[(Math.Max(image.Length, 1) + unit - 1) / unit * unit];
        Array.Fill(padded, (byte)0xFF);
        image.CopyTo(atEnd ? padded.AsSpan(padded.Length - image.Length) : padded);
        return padded;
    }

    private static byte[] Built(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is missing");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
