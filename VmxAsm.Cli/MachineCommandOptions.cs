using System.CommandLine;
using VmxAsm.Runtime;

namespace VmxAsm.Cli;

/// <summary>The options that say what the machine is and what is connected to it; <c>--cpu</c> is the compiler's as well.</summary>
internal static class MachineCommandOptions
{
    private const string FilePrefix = "file:";

    private static readonly Option<string?> Serial = Options.Value("--serial", "WHERE",
        "Where the first serial port's output goes: stdout (the default), stderr, file:PATH or none.");

    private static readonly Option<string?> SerialInput = Options.Value("--serial-input", "FROM",
        "What arrives at the first serial port: stdin, file:PATH or none (the default).");

    private static readonly Option<string?> Keys = Options.Value("--keys", "TEXT", "Type TEXT on the keyboard; \\n is Enter.");

    private static readonly Option<string?> DebugOutput = Options.Value("--debug-output", "WHERE",
        "Where the bytes written to port 0xE9 go: stderr (the default), stdout, file:PATH or none.");

    private static readonly Option<string?> Memory = Options.Value("--memory", "SIZE", "RAM, as in 64M or 2G; 32M by default.", "-m");

    private static readonly Option<string?> Kind = Options.Choice("--boot", ["floppy", "disk", "cdrom", "kernel"],
        "What the image is; found out from its size and content by default.");

    private static readonly Option<string[]> Floppy = Options.List("--floppy", "FILE", "Another floppy: in A:, or in B: when A: has one already.");

    private static readonly Option<string[]> Disk = Options.List("--disk", "FILE", "Another hard disk, the first or the second one.");

    private static readonly Option<string[]> CdRom = Options.List("--cdrom", "FILE", "A CD beside what is booted.");

    private static readonly Option<string?> Bios = Options.Value("--bios", "FILE", "Run this system BIOS instead of the built-in one.");

    private static readonly Option<string?> VideoBios = Options.Value("--video-bios", "FILE", "Run this video BIOS instead of the built-in one.");

    private static readonly Option<string[]> Initrd = Options.List("--initrd", "FILE", "Hand a file to a kernel as a module; \"FILE ARGUMENTS\" with arguments of its own.");

    private static readonly Option<string?> Append = Options.Value("--append", "TEXT", "The command line of a kernel.");

    private static readonly Option<string?> MaxInstructions = Options.Value("--max-instructions", "N", "End the run after N instructions.");

    private static readonly Option<string?> Timeout = Options.Value("--timeout", "SECONDS", "End the run after this much real time.");

    private static (Option<string[]> Option, ImageKind Kind, string One, string All)[] Drives =>
    [
        (Floppy, ImageKind.Floppy, "in the first one", "two floppy drives"),
        (Disk, ImageKind.HardDisk, "the first one", "two hard disks"),
        (CdRom, ImageKind.CdRom, "in it", "one CD drive"),
    ];

    /// <summary>What Bochs and QEMU are not told of.</summary>
    public static IReadOnlyList<Option> OfBuiltInMachine => [SerialInput, Keys, DebugOutput, Kind, Floppy, Disk, CdRom, Bios, VideoBios, Initrd, Append, MaxInstructions];

    /// <summary>What a boot sector has no way to be told of.</summary>
    public static IReadOnlyList<Option> OfKernels => [Initrd, Append];

    public static void AddTo(Command command)
    {
        Option[] options = [Serial, SerialInput, Keys, DebugOutput, Memory, Kind, Floppy, Disk, CdRom, Bios, VideoBios, Initrd, Append, MaxInstructions, Timeout];
        foreach (Option option in options)
            command.Options.Add(option);
    }

    /// <summary>Everything but the streams.</summary>
    /// <exception cref="UsageException">A value is wrong, or a file cannot be read.</exception>
    public static MachineOptions Read(ParseResult parsed, string cpuModelName)
    {
        MachineOptions options = new()
        {
            CpuModelName = cpuModelName,
            ImageKind = ReadKind(parsed.GetValue(Kind)),
            Drives =
            [
                .. ReadMedia(parsed, Floppy, ImageKind.Floppy), .. ReadMedia(parsed, Disk, ImageKind.HardDisk), .. ReadMedia(parsed, CdRom, ImageKind.CdRom),
            ],
            KeyboardInput = Unescape(parsed.GetValue(Keys) ?? ""),
            Modules = [.. parsed.GetValue(Initrd)!.Select(ReadModule)],
            CommandLine = parsed.GetValue(Append) ?? "",
            SerialInput = OpenInput(parsed.GetValue(SerialInput) ?? "none"),
        };
        if (parsed.GetValue(Memory) is { } memory)
        {
            long bytes = Numbers.ParseSize("--memory", memory);
            if (bytes < 1 << 20 || bytes % (1 << 20) != 0)
                throw new UsageException($"`--memory {memory}`: a whole number of mebibytes is expected, as in 64M");
            options = options with { MemoryBytes = bytes };
        }

        if (parsed.GetValue(Bios) is { } bios)
            options = options with { Bios = ReadRom(bios, RomImage.FindSystemFault) };
        if (parsed.GetValue(VideoBios) is { } videoBios)
            options = options with { VideoBios = ReadRom(videoBios, RomImage.FindVideoFault) };
        if (parsed.GetValue(MaxInstructions) is { } limit)
            options = options with { MaxInstructions = Numbers.ParseLong("--max-instructions", limit) };
        if (parsed.GetValue(Timeout) is { } timeout)
            options = options with { Timeout = Numbers.ParseSeconds("--timeout", timeout) };
        return options;
    }

    private static IEnumerable<DriveMedium> ReadMedia(ParseResult parsed, Option<string[]> option, ImageKind kind) => parsed.GetValue(option)!.Select(path =>
    {
        byte[] content = InputFile.Read(path);
        return BootImage.FindMediumFault(content, kind) is { } fault ? throw new UsageException($"`{path}` {fault}") : new DriveMedium(kind, content);
    });

    /// <summary>Refuses more media than there are drives.</summary>
    /// <param name="image">What the image is, which has the first drive of its kind.</param>
    /// <exception cref="UsageException">One finds no drive free.</exception>
    public static void CheckDrives(ParseResult parsed, ImageKind image)
    {
        foreach ((Option<string[]> option, ImageKind kind, string one, string all) in Drives)
        {
            string[] paths = parsed.GetValue(option)!;
            int free = DriveMedium.MostOf(kind) - (image == kind ? 1 : 0);
            if (paths.Length > free)
                throw new UsageException($"`{option.Name} {paths[free]}`: the machine has {all}{(image == kind ? $", and the image is {one}" : "")}");
        }
    }

    /// <summary>A module's string is its file's name and what stands behind it, for a kernel that is handed on to another one: <c>"vmlinuz console=hvc0"</c>.</summary>
    private static KernelModule ReadModule(string text)
    {
        int space = text.IndexOf(' ');
        return new KernelModule(text, InputFile.Read(space < 0 || File.Exists(text) ? text : text[..space]));
    }

    private static byte[] ReadRom(string path, Func<ReadOnlySpan<byte>, string?> findFault)
    {
        byte[] rom = InputFile.Read(path);
        return findFault(rom) is { } fault ? throw new UsageException($"`{path}` {fault}") : rom;
    }

    public static ByteOutput OpenSerial(ParseResult parsed, CommandContext context) => OpenOutput("--serial", parsed.GetValue(Serial) ?? "stdout", context);

    public static ByteOutput OpenDebugOutput(ParseResult parsed, CommandContext context) =>
        OpenOutput("--debug-output", parsed.GetValue(DebugOutput) ?? "stderr", context);

    /// <summary>The file that the serial text goes to; null when it goes elsewhere.</summary>
    public static string? SerialPath(ParseResult parsed) => PathIn(parsed.GetValue(Serial));

    /// <inheritdoc cref="SerialPath"/>
    public static string? DebugOutputPath(ParseResult parsed) => PathIn(parsed.GetValue(DebugOutput));

    private static string? PathIn(string? text) => text is ['f', 'i', 'l', 'e', ':', _, ..] ? text[FilePrefix.Length..] : null;

    /// <summary>Whether nothing that the guest says comes to the terminal.</summary>
    public static bool LeavesTerminalFree(ParseResult parsed) =>
        parsed.GetValue(Serial) is "none" or ['f', ..] && parsed.GetValue(DebugOutput) is null or "none" or ['f', ..];

    private static ImageKind? ReadKind(string? word) => word switch
    {
        "floppy" => ImageKind.Floppy,
        "disk" => ImageKind.HardDisk,
        "cdrom" => ImageKind.CdRom,
        "kernel" => ImageKind.Kernel,
        _ => null,
    };

    private static Stream? OpenInput(string text) => text switch
    {
        "none" => null,
        "stdin" => Console.OpenStandardInput(),
        _ when text.StartsWith(FilePrefix, StringComparison.Ordinal) && text.Length > FilePrefix.Length => InputFile.Open(text[FilePrefix.Length..]),
        _ => throw new UsageException($"`--serial-input {text}`: stdin, file:PATH or none is expected"),
    };

    private static ByteOutput OpenOutput(string option, string text, CommandContext context)
    {
        switch (text)
        {
            case "stdout":
                return new ByteOutput(context.StandardOutput, leaveOpen: true);
            case "stderr":
                return new ByteOutput(context.StandardError, leaveOpen: true);
            case "none":
                return new ByteOutput(Stream.Null, leaveOpen: true);
        }

        if (!text.StartsWith(FilePrefix, StringComparison.Ordinal) || text.Length == FilePrefix.Length)
            throw new UsageException($"`{option} {text}`: stdout, stderr, file:PATH or none is expected");

        string path = text[FilePrefix.Length..];
        OutputFile.RequireNoSource(path);
        try
        {
            return new ByteOutput(File.Create(path), leaveOpen: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"`{path}` cannot be written: {FileErrors.Describe(path, error)}");
        }
    }

    /// <summary>The escapes that a shell makes hard to type.</summary>
    private static string Unescape(string text) =>
        text.Replace("\\\\", "\0").Replace("\\n", "\n").Replace("\\t", "\t").Replace("\\e", "\e").Replace("\\b", "\b").Replace('\0', '\\');
}
