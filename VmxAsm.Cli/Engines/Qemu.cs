using System.Diagnostics;

namespace VmxAsm.Cli.Engines;

/// <summary>
/// Boots an image in an installed QEMU, headless, its first serial port on our standard input's other end. QEMU's own translator (TCG)
/// has no VMX, so this engine serves programs that do not use it. The debug-exit device at port 0xF4 ends QEMU with status
/// <c>value * 2 + 1</c>; power-off through ACPI ends it with 0, and <c>-no-reboot</c> turns a triple fault into an end too.
/// </summary>
internal static class Qemu
{
    public static readonly string[] Programs = ["qemu-system-x86_64"];

    public static EngineResult Run(EngineOptions options, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("vmxasm-qemu-").FullName;
        try
        {
            string image = Path.Combine(folder, "image");
            Medium medium = Media.CopyPadded(options.ImagePath, image);
            return Run(options, image, medium, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static EngineResult Run(EngineOptions options, string image, Medium medium, CancellationToken cancellation)
    {
        string log = image + ".log";
        ProcessStartInfo start = new("qemu-system-x86_64")
        {
            ArgumentList =
            {
                "-accel", "tcg", "-cpu", "max", "-m", options.MemoryMegabytes.ToString(),
                "-display", "none", "-monitor", "none", "-serial", "stdio", "-no-reboot",
                "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
                "-d", "cpu_reset", "-D", log,
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in DriveArguments(image, medium))
            start.ArgumentList.Add(argument);

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        using CancellationTokenRegistration kill = limit.Token.Register(() => Kill(process));

        byte[] buffer = new byte[4096];
        for (int count; (count = process.StandardOutput.BaseStream.Read(buffer)) > 0;)
            options.Serial(buffer.AsSpan(0, count));

        process.WaitForExit();
        if (limit.IsCancellationRequested)
            return new EngineResult(cancellation.IsCancellationRequested ? EngineEnd.Cancelled : EngineEnd.TimeLimit, null, "");

        string messages = errors.GetAwaiter().GetResult();
        string resets = File.Exists(log) ? File.ReadAllText(log) : "";
        return process.ExitCode switch
        {
            0 when resets.Contains("Triple fault", StringComparison.Ordinal) => new EngineResult(EngineEnd.TripleFault, null, resets),
            0 => new EngineResult(EngineEnd.PoweredOff, null, messages),
            int status when (status & 1) != 0 && messages.Length == 0 => new EngineResult(EngineEnd.DebugExit, status >> 1, messages),
            _ => new EngineResult(EngineEnd.Failed, null, messages),
        };
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended between the limit and the kill.
        }
    }

    private static string[] DriveArguments(string image, Medium medium) => medium switch
    {
        Medium.Floppy => ["-drive", $"file={image},format=raw,if=floppy", "-boot", "a"],
        Medium.Kernel => ["-kernel", image],
        Medium.CdRom => ["-cdrom", image, "-boot", "d"],
        _ => ["-drive", $"file={image},format=raw,if=ide", "-boot", "c"],
    };
}
