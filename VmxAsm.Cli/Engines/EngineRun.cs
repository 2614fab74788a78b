namespace VmxAsm.Cli.Engines;

/// <summary>How a run in another engine ended, in the terms the built-in machine uses.</summary>
internal enum EngineEnd
{
    /// <summary>The guest asked for power-off.</summary>
    PoweredOff,

    /// <summary>The guest wrote the debug-exit port 0xF4; <see cref="EngineResult.GuestExitCode"/> has the value.</summary>
    DebugExit,

    /// <summary>The processor shut down: an exception while delivering a double fault.</summary>
    TripleFault,

    /// <summary>The guest halted with interrupts off.</summary>
    HaltedForGood,

    TimeLimit,

    /// <summary>The caller asked to stop: Ctrl+C, or a test that has seen what it waits for.</summary>
    Cancelled,

    /// <summary>The engine itself gave up; its own words are in <see cref="EngineResult.Log"/>.</summary>
    Failed,
}

/// <param name="Log">What the engine wrote about itself, for messages.</param>
internal sealed record EngineResult(EngineEnd End, int? GuestExitCode, string Log);

/// <summary>What is asked of an engine, whichever it is.</summary>
internal sealed record EngineOptions
{
    /// <summary>The image file to boot; it is copied, so that a guest's writes to its disk stay in the run.</summary>
    public required string ImagePath { get; init; }

    /// <summary>A CPU model by the built-in machine's name.</summary>
    public string CpuModel { get; init; } = "core2";

    public int MemoryMegabytes { get; init; } = 64;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What Bochs takes for a second of the guest's time. The fewer, the sooner its serial port has sent a byte.</summary>
    public int InstructionsPerSecond { get; init; } = 50_000_000;

    /// <summary>End the run when the guest halts with interrupts off, where the engine tells. Not for VMX: a guest's HLT may be an exit to its host.</summary>
    public bool EndsAtHalt { get; init; }

    /// <summary>The guest may write the debug-exit port 0xF4: an engine that has no device there looks for it.</summary>
    public bool MayWriteDebugExit { get; init; }

    /// <summary>Receives the first serial port's bytes as they come.</summary>
    public required Action<ReadOnlySpan<byte>> Serial { get; init; }
}

/// <summary>What kind of medium an image is, as far as another engine must be told.</summary>
internal enum Medium
{
    Floppy,
    Disk,
    CdRom,

    /// <summary>An ELF executable, which no BIOS boots.</summary>
    Kernel,
}

internal static class Media
{
    private const int FloppyBytes = 1440 * 1024;
    private const int PrimaryVolumeDescriptor = 16 * 2048;

    /// <summary>A bare boot sector or anything that fits counts as a floppy; ISO 9660 says so itself ("The Volume Descriptors").</summary>
    public static Medium Of(ReadOnlySpan<byte> image)
    {
        if (image.Length > PrimaryVolumeDescriptor + 6 && image.Slice(PrimaryVolumeDescriptor + 1, 5).SequenceEqual("CD001"u8))
            return Medium.CdRom;

        if (image.StartsWith("\u007FELF"u8))
            return Medium.Kernel;

        return image.Length <= FloppyBytes ? Medium.Floppy : Medium.Disk;
    }

    /// <summary>
    /// Copies an image, so that what the guest writes to its disk stays in the run, and grows the copy to the size that its medium has:
    /// both engines insist on whole cylinders.
    /// </summary>
    public static Medium CopyPadded(string imagePath, string copyPath)
    {
        byte[] image = File.ReadAllBytes(imagePath);
        Medium medium = Of(image);
        using FileStream copy = File.Create(copyPath);
        copy.Write(image);
        copy.SetLength(medium switch
        {
            Medium.Floppy => FloppyBytes,
            Medium.Disk => (image.LongLength + CylinderBytes - 1) / CylinderBytes * CylinderBytes,
            _ => image.LongLength,
        });
        return medium;
    }

    /// <summary>16 heads of 63 sectors, the geometry that every BIOS of the 1990s offered for a disk below 504 MiB.</summary>
    public const int CylinderBytes = 16 * 63 * 512;
}
