using System.Buffers.Binary;
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
        if (KernelFault(name, image) is { } fault)
            throw new UsageException($"`--engine {name}`: {fault}");
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
                    EndsAtHalt = !UsesVmx(image),
                    MayWriteDebugExit = WritesDebugExit(image),
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
            case EngineEnd.PoweredOff or EngineEnd.HaltedForGood:
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

    /// <summary>Why an engine cannot start an ELF executable; null when it can, and for media, which all engines boot.</summary>
    private static string? KernelFault(string name, ReadOnlySpan<byte> image)
    {
        if (Media.Of(image) != Medium.Kernel)
            return null;
        if (name != "qemu")
            return "Bochs boots media and no ELF kernels; use the built-in machine or `--engine qemu`, or put the kernel into an image with a boot loader";

        // QEMU's manual, "Direct Linux Boot": besides Linux it takes multiboot kernels of 32 bits, and those with a note of the PVH protocol.
        if (image.IndexOf("Xen\0"u8) >= 0)
            return null;
        const byte class64 = 2;
        if (image.Length > 4 && image[4] == class64)
            return "QEMU's -kernel takes 32-bit ELF kernels with a multiboot header, and this is a 64-bit one; `--format multiboot` makes the former of the same program";
        return HasMultibootHeader(image) ? null : "QEMU's -kernel takes ELF kernels with a multiboot header, and this has none; `--format multiboot` puts one in front";
    }

    /// <summary>Multiboot Specification, "OS image format": aligned to four, in the first 8 KiB.</summary>
    private static bool HasMultibootHeader(ReadOnlySpan<byte> image)
    {
        for (int at = 0; at + 12 <= Math.Min(image.Length, 8192); at += 4)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(image[at..]) == 0x1BADB002)
                return true;
        }

        return false;
    }

    /// <summary>OUT to port 0xF4, as an immediate operand or by DX.</summary>
    private static bool WritesDebugExit(ReadOnlySpan<byte> image) =>
        image.IndexOf((ReadOnlySpan<byte>)[0xE6, 0xF4]) >= 0 || image.IndexOf((ReadOnlySpan<byte>)[0xE7, 0xF4]) >= 0 || image.IndexOf((ReadOnlySpan<byte>)[0xBA, 0xF4, 0x00]) >= 0;

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
