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

    private static readonly Option<string?> Bios = Options.Value("--bios", "FILE", "Run this system BIOS instead of the built-in one.");

    private static readonly Option<string?> VideoBios = Options.Value("--video-bios", "FILE", "Run this video BIOS instead of the built-in one.");

    private static readonly Option<string[]> Initrd = Options.List("--initrd", "FILE", "Hand a file to a kernel as a module.");

    private static readonly Option<string?> Append = Options.Value("--append", "TEXT", "The command line of a kernel.");

    private static readonly Option<string?> MaxInstructions = Options.Value("--max-instructions", "N", "End the run after N instructions.");

    private static readonly Option<string?> Timeout = Options.Value("--timeout", "SECONDS", "End the run after this much real time.");

    /// <summary>What Bochs and QEMU are not told of.</summary>
    public static IReadOnlyList<Option> OfBuiltInMachine => [SerialInput, Keys, DebugOutput, Kind, Bios, VideoBios, Initrd, Append, MaxInstructions];

    /// <summary>What a boot sector has no way to be told of.</summary>
    public static IReadOnlyList<Option> OfKernels => [Initrd, Append];

    public static void AddTo(Command command)
    {
        Option[] options = [Serial, SerialInput, Keys, DebugOutput, Memory, Kind, Bios, VideoBios, Initrd, Append, MaxInstructions, Timeout];
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
            KeyboardInput = Unescape(parsed.GetValue(Keys) ?? ""),
            Modules = [.. parsed.GetValue(Initrd)!.Select(path => new KernelModule(path, InputFile.Read(path)))],
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
            options = options with { Bios = InputFile.Read(bios) };
        if (parsed.GetValue(VideoBios) is { } videoBios)
            options = options with { VideoBios = InputFile.Read(videoBios) };
        if (parsed.GetValue(MaxInstructions) is { } limit)
            options = options with { MaxInstructions = Numbers.ParseLong("--max-instructions", limit) };
        if (parsed.GetValue(Timeout) is { } timeout)
            options = options with { Timeout = Numbers.ParseSeconds("--timeout", timeout) };
        return options;
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
