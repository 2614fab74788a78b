namespace VmxAsm.Runtime;

/// <summary>What can be told of a ROM image before it is run, each as the end of a sentence that begins with its file's name.</summary>
public static class RomImage
{
    /// <summary>The processor's first instruction lies this far below the end ("First Instruction Executed").</summary>
    private const int ResetVector = 16;

    private const int SystemUnit = 0x10000, LargestSystem = 0x100_0000, LargestVideo = 0x20000, OptionRomUnit = 512;

    /// <summary>Why bytes cannot be a system BIOS; null when they can.</summary>
    public static string? FindSystemFault(ReadOnlySpan<byte> rom)
    {
        if (rom.Length == 0 || rom.Length % SystemUnit != 0 || rom.Length > LargestSystem)
            return $"has {rom.Length} bytes; a system BIOS has a multiple of 64 KiB, 16 MiB at most";
        ReadOnlySpan<byte> entry = rom[^ResetVector..];
        return entry.ContainsAnyExcept((byte)0x00) && entry.ContainsAnyExcept((byte)0xFF)
            ? null
            : $"has nothing but {entry[0]:X2} in its last 16 bytes, where a system BIOS has the processor's first instruction";
    }

    /// <summary>Why bytes cannot be a video BIOS, an option ROM: 55 AA, its length in units of 512 bytes, bytes that add up to 0. Null when they can.</summary>
    public static string? FindVideoFault(ReadOnlySpan<byte> rom)
    {
        if (rom.Length is < OptionRomUnit or > LargestVideo)
            return $"has {rom.Length} bytes; a video BIOS has 512 bytes to 128 KiB";
        if (rom[0] != 0x55 || rom[1] != 0xAA)
            return $"begins with {rom[0]:X2} {rom[1]:X2}; a video BIOS begins with 55 AA, as every option ROM";
        int length = rom[2] * OptionRomUnit;
        if (length == 0 || length > rom.Length)
            return $"says in its third byte that it has {length} bytes, and has {rom.Length}";
        int sum = 0;
        foreach (byte value in rom[..length])
            sum += value;
        return (sum & 0xFF) == 0 ? null : $"has bytes that add up to 0x{sum & 0xFF:X2}; those of an option ROM add up to 0, and a BIOS passes over one where they do not";
    }
}
