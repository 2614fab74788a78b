using VmxAsm.Architecture.Images;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Debugging;
using VmxAsm.Runtime.Debugging.Reports;
using VmxAsm.Runtime.Devices;

namespace VmxAsm.Runtime;

/// <summary>How a machine is built and what limits a run; the defaults are a 32 MiB Core 2 with nothing attached but the image.</summary>
public sealed record MachineOptions
{
    /// <summary>A name from the table of processor models.</summary>
    public string CpuModelName { get; init; } = "core2";

    /// <summary>Bytes of RAM, a multiple of 1 MiB, at least 1 MiB. What exceeds 3 GiB appears above 4 GiB, as on a PC.</summary>
    public long MemoryBytes { get; init; } = 32L << 20;

    /// <summary>What the image is: a floppy, a hard disk, a CD or a kernel. Null decides by the image's size and first bytes.</summary>
    public ImageKind? ImageKind { get; init; }

    /// <summary>What is in the drives beside the image. The image's kind is booted, and takes the first drive of its kind.</summary>
    public IReadOnlyList<DriveMedium> Drives { get; init; } = [];

    /// <summary>Arguments for a multiboot kernel.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Files handed to a multiboot kernel as modules (the first one is Linux' initrd).</summary>
    public IReadOnlyList<KernelModule> Modules { get; init; } = [];

    /// <summary>Receives each byte as the guest sends it on COM1.</summary>
    public Action<byte>? SerialOutput { get; init; }

    /// <summary>Bytes that arrive at COM1, at the pace of its baud rate.</summary>
    public Stream? SerialInput { get; init; }

    /// <summary>Receives the bytes written to port 0xE9.</summary>
    public Action<byte>? DebugOutput { get; init; }

    /// <summary>Receives what Bochs' BIOS and SeaBIOS report about their progress (ports 0x400 to 0x403).</summary>
    public Action<byte>? FirmwareOutput { get; init; }

    /// <summary>Text typed on the keyboard, as soon as the guest listens.</summary>
    public string KeyboardInput { get; init; } = "";

    /// <summary>One line per remark of the machine about the guest: an unknown port, a register that is not implemented.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>The run ends with <see cref="RunEnd.InstructionLimit"/> after this many instructions.</summary>
    public long MaxInstructions { get; init; } = long.MaxValue;

    /// <summary>The run ends with <see cref="RunEnd.TimeLimit"/> after this much real time.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Source lines and symbols of the image, for explanations, traces and breakpoints.</summary>
    public DebugInfo? DebugInfo { get; init; }

    /// <summary>A system BIOS to run instead of the built-in one: 64, 128 or 256 KiB, ending at the top of the first megabyte and of 4 GiB.</summary>
    public ReadOnlyMemory<byte>? Bios { get; init; }

    /// <summary>A video BIOS to run instead of the built-in one, at 0xC0000.</summary>
    public ReadOnlyMemory<byte>? VideoBios { get; init; }

    /// <summary>The date and time at power-on that the real-time clock shows. Fixed, so that two runs are identical.</summary>
    public DateTime StartTime { get; init; } = new(2007, 2, 26, 12, 0, 0, DateTimeKind.Unspecified);

    /// <summary>What the run writes to <see cref="TraceOutput"/>.</summary>
    public TraceKinds Trace { get; init; }

    /// <summary>Which instructions and accesses the trace shows.</summary>
    public TraceFilter TraceFilter { get; init; } = TraceFilter.Everything;

    /// <summary>Receives the lines of the trace.</summary>
    public Action<string>? TraceOutput { get; init; }

    /// <summary>What ends the run with <see cref="RunEnd.Breakpoint"/> (or stops it for a debugger), in the words of <c>--break</c>.</summary>
    public IReadOnlyList<string> Breakpoints { get; init; } = [];

    /// <summary>
    /// How many of the last instructions an explanation shows. They are found by running the same machine once more, which is possible because a run is
    /// deterministic, and costs nothing before something went wrong.
    /// </summary>
    public int HistoryLength { get; init; }

    /// <summary>What arrived at the serial port in the run that is repeated.</summary>
    internal SerialRecord? SerialReplay { get; init; }

    /// <summary>Collects what a report of the run shows.</summary>
    public RunReport? Report { get; init; }

    /// <summary>Receives the basic reason of each VM exit, failed entries included.</summary>
    public Action<ExitReason>? VmExit { get; init; }
}

/// <summary>How an image enters the machine.</summary>
public enum ImageKind
{
    Floppy,
    HardDisk,
    CdRom,

    /// <summary>An ELF or multiboot kernel, entered in 32-bit protected mode without a BIOS boot.</summary>
    Kernel,
}

/// <param name="Kind">A floppy, a hard disk or a CD.</param>
/// <param name="Content">Its sectors.</param>
public sealed record DriveMedium(ImageKind Kind, ReadOnlyMemory<byte> Content)
{
    /// <summary>How many media of a kind a machine has drives for.</summary>
    public static int MostOf(ImageKind kind) => kind switch
    {
        ImageKind.Floppy or ImageKind.HardDisk => 2,
        ImageKind.CdRom => 1,
        _ => 0,
    };
}

/// <param name="CommandLine">The module's string, by convention its file name and arguments.</param>
/// <param name="Content">Its bytes; loaded page-aligned.</param>
public sealed record KernelModule(string CommandLine, ReadOnlyMemory<byte> Content);

/// <summary>What a trace shows.</summary>
[Flags]
public enum TraceKinds
{
    None = 0,
    Exec = 1,
    Interrupts = 2,
    PortIo = 4,
    Memory = 8,
    Mode = 16,
    Vmx = 32,
}
