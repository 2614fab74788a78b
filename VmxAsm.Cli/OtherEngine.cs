using System.CommandLine;
using VmxAsm.Cli.Engines;
using VmxAsm.Runtime;

namespace VmxAsm.Cli;

/// <summary>Runs an image in an installed Bochs or QEMU with the exit codes of the built-in machine.</summary>
internal static class OtherEngine
{
    /// <summary>VMXON m64: the mandatory prefix and opcode; bits 5..3 of the next byte are 6 (SDM volume 3, "VMX Instruction Reference").</summary>
    private static readonly byte[] Vmxon = [0xF3, 0x0F, 0xC7];

    private readonly record struct Row(string Name, string[] Programs, Func<EngineOptions, CancellationToken, EngineResult> Run);

    private static readonly Row[] Rows =
    [
        new("bochs", Bochs.Programs, Bochs.Run),
        new("qemu", Qemu.Programs, Qemu.Run),
    ];

    public static int Run(string name, byte[] image, MachineOptions options, ParseResult parsed, bool guestDecides, CommandContext context)
    {
        Row engine = Array.Find(Rows, row => row.Name == name);
        if (Array.Find(engine.Programs, program => !IsInstalled(program)) is { } absent)
            throw new UsageException($"`--engine {name}` needs the program `{absent}`, which is not installed");
        if (name == "qemu" && UsesVmx(image))
            throw new UsageException("`--engine qemu`: the program executes VMXON, and QEMU's translator has no VMX; use the built-in machine or `--engine bochs`");

        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, image);
            using Interruption interruption = new(context);
            using ByteOutput serial = MachineCommandOptions.OpenSerial(parsed, context);
            EngineResult result = engine.Run(
                new EngineOptions
                {
                    ImagePath = file,
                    CpuModel = options.CpuModelName,
                    MemoryMegabytes = (int)(options.MemoryBytes >> 20),
                    Timeout = options.Timeout ?? TimeSpan.FromDays(1),
                    Serial = serial.Write,
                },
                interruption.Token);
            serial.Flush();
            return result.End == EngineEnd.Cancelled ? interruption.ExitCode : Report(name, result, guestDecides, context);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static int Report(string name, EngineResult result, bool guestDecides, CommandContext context)
    {
        switch (result.End)
        {
            case EngineEnd.PoweredOff:
                return ExitCode.Success;
            case EngineEnd.DebugExit:
                int value = result.GuestExitCode ?? 0;
                return guestDecides ? value & 0xFF : value == 0 ? ExitCode.Success : ExitCode.GuestFailed;
            case EngineEnd.TimeLimit:
                context.Error.WriteLine("vmxasm: the time limit was reached");
                return ExitCode.LimitReached;
            case EngineEnd.TripleFault:
                context.Error.WriteLine("guest failed: triple fault; the built-in machine explains it");
                return ExitCode.GuestFailed;
            default:
                string[] lines = result.Log.TrimEnd().Split('\n');
                context.Error.WriteLine($"vmxasm: {name} gave up; its last words:\n{string.Join('\n', lines[Math.Max(0, lines.Length - 5)..])}");
                return ExitCode.GuestFailed;
        }
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static bool UsesVmx(ReadOnlySpan<byte> image)
    {
        for (int start = 0, found; (found = image[start..].IndexOf(Vmxon)) >= 0; start += found + 1)
        {
            int modRm = start + found + Vmxon.Length;
            if (modRm < image.Length && (image[modRm] >> 3 & 7) == 6 && image[modRm] < 0xC0)
                return true;
        }

        return false;
    }
}
