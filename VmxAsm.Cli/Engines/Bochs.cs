using System.Diagnostics;
using VmxAsm.Architecture.Processor;

namespace VmxAsm.Cli.Engines;

/// <summary>
/// Boots an image in an installed Bochs 2.7, headless, and streams its first serial port.
/// <para>
/// Debian's Bochs is built with the internal debugger, which waits for a command before the first instruction: the <c>-rc</c> file says
/// <c>c</c>. Its one display that needs no window system draws on a terminal, so it gets a pseudo-terminal from
/// <c>script</c>. The <c>unmapped</c> plug-in gives the port 0x8900: the word "Shutdown" written there byte by byte ends the run, and
/// Bochs reports that as a panic, so the end is read from its log and not from its exit status.
/// </para>
/// <para>
/// There is no debug-exit device, and a processor that halts for good goes on waiting. Both stand in the log, the write to port 0xF4 when the debug messages of
/// <c>unmapped</c> are wanted; the log is read as it grows too.
/// </para>
/// <para>Serial bytes go to a file that Bochs flushes after each byte; it is read as it grows.</para>
/// </summary>
internal static class Bochs
{
    private const int PollMilliseconds = 10;

    /// <summary>What the guest gave to the UART last is still on its way when the log tells of the end.</summary>
    private static readonly TimeSpan LastCharacters = TimeSpan.FromMilliseconds(300);

    /// <summary>The programs a run needs; <c>script</c> is part of util-linux.</summary>
    public static readonly string[] Programs = ["bochs", "script"];

    public static EngineResult Run(EngineOptions options, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("vmxasm-bochs-").FullName;
        try
        {
            return Run(options, folder, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static EngineResult Run(EngineOptions options, string folder, CancellationToken cancellation)
    {
        string image = Path.Combine(folder, "image");
        Medium medium = Media.CopyPadded(options.ImagePath, image);
        if (medium == Medium.Kernel)
            return new EngineResult(EngineEnd.Failed, null, "Bochs boots media and no ELF kernels; put the kernel into an image with a boot loader");

        string configuration = Path.Combine(folder, "bochsrc");
        string debuggerCommands = Path.Combine(folder, "commands");
        string serial = Path.Combine(folder, "serial");
        string log = Path.Combine(folder, "log");
        File.WriteAllText(configuration, Configuration(options, folder, DiskLines(image, medium)));
        File.WriteAllText(debuggerCommands, "c\n");
        File.WriteAllBytes(serial, []);

        ProcessStartInfo start = new("script")
        {
            ArgumentList = { "-qfc", $"bochs -q -f '{configuration}' -rc '{debuggerCommands}'", "/dev/null" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["TERM"] = "xterm";
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();

        (EngineEnd? interrupted, int? exitCode) = Follow(process, serial, log, options, cancellation);
        string messages = File.Exists(log) ? File.ReadAllText(log) : "";
        return new EngineResult(interrupted ?? EndOf(messages), exitCode, messages);
    }

    /// <summary>Copies the serial file as it grows until the process ends or the log tells of an end; null when it ended by itself.</summary>
    private static (EngineEnd? End, int? ExitCode) Follow(Process process, string serial, string log, EngineOptions options, CancellationToken cancellation)
    {
        using FileStream bytes = new(serial, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] buffer = new byte[4096];
        long start = Stopwatch.GetTimestamp();
        BochsLog messages = new(log, options);
        long foundAt = 0;
        bool ended;
        do
        {
            ended = process.WaitForExit(PollMilliseconds);
            if (foundAt == 0 && messages.FindEnd())
                foundAt = Stopwatch.GetTimestamp();
            for (int count; (count = bytes.Read(buffer)) > 0;)
                options.Serial(buffer.AsSpan(0, count));

            EngineEnd? stop = cancellation.IsCancellationRequested ? EngineEnd.Cancelled
                : foundAt != 0 && Stopwatch.GetElapsedTime(foundAt) > LastCharacters ? messages.End
                : Stopwatch.GetElapsedTime(start) > options.Timeout ? EngineEnd.TimeLimit
                : null;
            if (!ended && stop is not null)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                return (stop, stop == EngineEnd.DebugExit ? messages.ExitCode : null);
            }
        }
        while (!ended);

        return (null, null);
    }

    private static EngineEnd EndOf(string log) =>
        log.Contains("Shutdown port: shutdown requested", StringComparison.Ordinal) ? EngineEnd.PoweredOff
        : log.Contains("ACPI control: soft power off", StringComparison.Ordinal) ? EngineEnd.PoweredOff
        : log.Contains("exception with no resolution", StringComparison.Ordinal) ? EngineEnd.TripleFault
        : EngineEnd.Failed;

    private static string DiskLines(string image, Medium medium) => medium switch
    {
        Medium.Floppy => $"floppya: 1_44={image}, status=inserted\nboot: floppy",
        Medium.CdRom => $"ata0-master: type=cdrom, path={image}, status=inserted\nboot: cdrom",
        _ => $"ata0-master: type=disk, path={image}, mode=flat, cylinders={new FileInfo(image).Length / Media.CylinderBytes}, heads=16, spt=63\n"
            + "boot: disk",
    };

    /// <summary>Bochs' name for one of our models; another name is taken for one of its own.</summary>
    private static string ModelName(string name) =>
        CpuModels.All.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.BochsModel ?? name;

    private static string Configuration(EngineOptions options, string folder, string disk) => $"""
        megs: {options.MemoryMegabytes}
        cpu: model={ModelName(options.CpuModel)}, count=1, ips={options.InstructionsPerSecond}, reset_on_triple_fault=0, ignore_bad_msrs=1
        romimage: file=/usr/share/bochs/BIOS-bochs-latest
        vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
        {disk}
        display_library: term
        com1: enabled=1, mode=file, dev={Path.Combine(folder, "serial")}
        log: {Path.Combine(folder, "log")}
        panic: action=fatal
        error: action=report
        info: action=report
        debug: action=ignore{(options.MayWriteDebugExit ? ", unmapped=report" : "")}
        plugin_ctrl: unmapped=1
        magic_break: enabled=0

        """;
}
