using System.CommandLine;
using System.Net.Sockets;
using System.Text;
using VmxAsm.Compiler;
using VmxAsm.Compiler.Linking;
using VmxAsm.Runtime;
using VmxAsm.Runtime.Debugging;
using VmxAsm.Runtime.Debugging.Reports;

namespace VmxAsm.Cli.Commands;

/// <summary><c>vmxasm run</c>: boots an image, or what it has just assembled, in the built-in machine.</summary>
internal static class RunCommand
{
    /// <summary>The last instructions that an explanation shows.</summary>
    private const int HistoryLength = 16;

    private static readonly Argument<string[]> Inputs = Options.Files("FILE", "An image to boot, or sources to assemble and boot.");

    private static readonly Option<string?> Screenshot = Options.Value("--screenshot", "FILE", "Save the screen at the end: FILE.png, or its text as FILE.txt.");

    private static readonly Option<string?> SaveDisk = Options.Value("--save-disk", "FILE",
        "Save the floppy or hard disk as the guest left it; FILE may be the image itself. Without it, what a guest writes is forgotten.");

    private static readonly Option<string?> Engine = Options.Choice("--engine", ["builtin", "bochs", "qemu"],
        "Run in an installed Bochs or QEMU instead of the built-in machine.");

    private static readonly Option<string?> Trace = Options.Value("--trace", "KINDS",
        "Print a time line on the error stream: exec, int, io, mem, mode, vmx, several with commas; exec:FROM-TO, mem:FROM-TO, io:PORT, int:VECTOR, vmx:REASON only what lies there.");

    private static readonly Option<string?> TraceMode = Options.Value("--trace-mode", "MODE", "With --trace: only in this mode: real, vm86, protected, long, user, guest, host.");

    private static readonly Option<string?> TraceSkip = Options.Value("--trace-skip", "N", "With --trace: leave out the first N lines.");

    private static readonly Option<string?> TraceCount = Options.Value("--trace-count", "N", "With --trace: print N lines and no more.");

    private static readonly Option<string[]> Break = Options.List("--break", "WHAT",
        "Stop before ADDRESS, SYMBOL or FILE:LINE, or at mode[:NAME], vmexit[:REASON], int:VECTOR, io:PORT, write:PLACE, access:PLACE; WHAT@N the Nth time. Into gdb with --gdb, else the run ends.");

    private static readonly Option<string?> Gdb = Options.Value("--gdb", "PORT", "Let gdb debug the guest: `target remote localhost:PORT`.");

    private static readonly Option<bool> Wait = Options.Flag("--wait", "With --gdb: execute nothing before gdb has connected.");

    private static readonly Option<bool> Screen = Options.Flag("--screen", "Print the text on the screen at the end.");

    private static readonly Option<string?> ReportFile = Options.Value("--report", "FILE", "Save the run as one page to look at: VM entries and exits, the VMCS, page tables, output (HTML).");

    private static readonly Option<string?> ExitCodeFrom = Options.Choice("--exit-code", ["run", "guest"],
        "guest: return the value that the program writes to the debug-exit port 0xF4.");

    public static TeachingCommand Create(CommandContext context)
    {
        TeachingCommand command = new("run", "Boot an image, or assemble sources and boot the result, in the built-in machine.",
            [
                new("vmxasm run examples/hello.s", "assemble and boot"),
                new("vmxasm run demo.img --serial file:log.txt", "boot an image, its serial output to a file"),
                new("vmxasm run kernel.s --timeout 10", "with a limit, for scripts"),
            ],
            """
            Exit codes:
              0  the guest powered off (ports 0x604, 0xB004, "Shutdown" on 0x8900), or halted for good, or gdb killed it
              1  errors in the source
              2  errors on the command line
              3  the guest failed: triple fault, failed VM entry, instruction not emulated, a value other than 0 on port 0xF4
              4  a limit was reached
              5  a breakpoint of --break was reached
              130, 143, 129, 141  ended by Ctrl+C, SIGTERM, SIGHUP, or because nobody reads the output any more
            They are the same with --engine, but for a guest that halts for good: QEMU waits on until --timeout, and so does Bochs with a program that uses VMX.
            Bochs ends at once when the guest powers off, and what is still in its UART then is lost: wait for bit 6 of the line-status register first.
            """)
        {
            Inputs, Engine, Trace, TraceMode, TraceSkip, TraceCount, Break, Gdb, Wait, ReportFile, Screen, Screenshot, SaveDisk, ExitCodeFrom,
        };
        MachineCommandOptions.AddTo(command);
        LinkCommandOptions.AddTo(command);
        CompilerOptions.AddTo(command);
        command.SetAction(context, Run);
        return command;
    }

    private static int Run(ParseResult parsed, CommandContext context)
    {
        string[] inputs = parsed.GetValue(Inputs)!;
        if (inputs.Length == 0)
            throw new UsageException("nothing to run: name an image or a source");

        DiagnosticReporter reporter = new(parsed, context);
        RequirePartners(parsed);
        CompilationOptions compilation = CompilerOptions.Read(parsed);
        MachineOptions options = MachineCommandOptions.Read(parsed, compilation.CpuModelName);
        byte[]? content = null;
        bool isImage = inputs.Length == 1 && !ImageFile.IsSource(inputs[0], out content);
        NameOutputs(parsed, inputs, isImage);
        if (isImage)
        {
            OptionPartners.Refuse(parsed, CompilerOptions.OfSources, $"is about sources, and `{inputs[0]}` is an image");
            return Boot(ImageFile.Read(inputs[0], content, options.ImageKind, reporter.Verbosity.Remark), options, parsed, reporter, context);
        }

        // While the sources are assembled on this thread.
        if (parsed.GetValue(Engine) is null or "builtin")
            WarmUp.Begin();
        if (content is not null)
            compilation = compilation with { Contents = new Dictionary<string, byte[]> { [inputs[0]] = content } };
        BuildResult result = Compilation.Build(inputs, LinkCommandOptions.Read(parsed, compilation, ScriptFormatUse.UnlessBootable));
        reporter.Verbosity.Step($"{(result.Success ? "assembled and linked" : "gave up on")} {string.Join(", ", inputs)}");
        reporter.Report(result.Diagnostics, result.Sources);
        foreach (string line in result.Printed)
            context.Output.WriteLine(line);
        return result.Success ? Boot(result.Image.ToArray(), options with { DebugInfo = result.DebugInfo }, parsed, reporter, context) : ExitCode.Of(result.Diagnostics);
    }

    private static void RequirePartners(ParseResult parsed)
    {
        OptionPartners.Require(parsed, [Wait], Gdb);
        OptionPartners.Require(parsed, [TraceMode, TraceSkip, TraceCount], Trace);
        if (parsed.GetValue(Engine) is { } engine and not "builtin")
        {
            Option[] own = [Trace, Break, Gdb, ReportFile, Screen, Screenshot, SaveDisk, .. MachineCommandOptions.OfBuiltInMachine];
            OptionPartners.Refuse(parsed, own, $"is the built-in machine's, and `--engine {engine}` does not know it");
        }
    }

    /// <param name="isImage">The input is an image: its disk may be saved back into it.</param>
    private static void NameOutputs(ParseResult parsed, string[] inputs, bool isImage)
    {
        string? disk = parsed.GetValue(SaveDisk);
        new OutputPaths(inputs.Where(input => !isImage || input != disk))
            .Add("`--report`", parsed.GetValue(ReportFile))
            .Add("`--screenshot`", ReadScreenshot(parsed))
            .Add("`--save-disk`", disk)
            .Add("`--serial`", MachineCommandOptions.SerialPath(parsed))
            .Add("`--debug-output`", MachineCommandOptions.DebugOutputPath(parsed));
    }

    private static int Boot(byte[] image, MachineOptions options, ParseResult parsed, DiagnosticReporter reporter, CommandContext context)
    {
        if (parsed.GetValue(Engine) is { } engine and not "builtin")
            return OtherEngine.Run(engine, image, options, parsed, parsed.GetValue(ExitCodeFrom) == "guest", context);

        ImageKind kind = BootImage.KindOf(image, options.ImageKind);
        MachineCommandOptions.CheckDrives(parsed, kind);
        if (kind != ImageKind.Kernel)
            OptionPartners.Refuse(parsed, MachineCommandOptions.OfKernels, "is handed to a kernel, and the image is none");

        using Interruption interruption = new(context);
        using ByteOutput serial = MachineCommandOptions.OpenSerial(parsed, context);
        using ByteOutput debugOutput = MachineCommandOptions.OpenDebugOutput(parsed, context);
        RunReport? report = parsed.GetValue(ReportFile) is null ? null : new RunReport();
        using Machine machine = Boot(image, options with
        {
            SerialOutput = report is null ? serial.Write : report.Listen(serial.Write),
            Report = report,
            DebugOutput = debugOutput.Write,
            Trace = ReadTrace(parsed, out TraceFilter filter),
            TraceFilter = filter,
            TraceOutput = context.Error.WriteLine,
            Breakpoints = parsed.GetValue(Break)!,
            HistoryLength = HistoryLength,
            Log = reporter.Verbosity.Remark,
        });
        reporter.Verbosity.Step($"made a PC with `{options.CpuModelName}` and {options.MemoryBytes >> 20} MiB");
        RunResult result;
        using (ProgressLine.Start(MachineCommandOptions.LeavesTerminalFree(parsed) && !reporter.Verbosity.IsQuiet, context, () => $"{machine.Instructions:N0} instructions"))
            result = parsed.GetValue(Gdb) is { } port ? RunUnderGdb(machine, port, parsed, interruption.Token, context) : machine.Run(interruption.Token);
        serial.Flush();
        debugOutput.Flush();
        reporter.Verbosity.Step($"the run ended ({result.End}) after {result.Instructions:N0} instructions");
        if (parsed.GetValue(Screen))
            context.Output.Write(machine.ScreenText() ?? "the screen shows graphics; --screenshot FILE.png saves it\n");
        if (parsed.GetValue(Screenshot) is { } path)
            SaveScreen(machine, path);
        if (parsed.GetValue(SaveDisk) is { } diskPath)
        {
            ReadOnlyMemory<byte> disk = machine.DiskContents
                ?? throw new UsageException($"`--save-disk {diskPath}`: there is no disk that the guest could write to");
            OutputFile.Write(diskPath, disk.Span);
        }

        if (report is not null)
        {
            string title = $"vmxasm run {string.Join(' ', parsed.GetValue(Inputs)!)}";
            OutputFile.Write(parsed.GetValue(ReportFile)!, Encoding.UTF8.GetBytes(report.ToHtml(machine, result, title)));
        }

        if (result.End == RunEnd.Cancelled && !interruption.WasSignalled)
            return interruption.ExitCode;
        if (result.End == RunEnd.BootFailed)
            return context.Fail($"the image cannot be booted: {result.Explanation?.Headline}");
        if (result.Explanation is { } explanation)
        {
            if (reporter.UsesJson)
                ExplanationRenderer.WriteJson(explanation, context.Error, ExitCodeOf(result, guestDecides: false) == ExitCode.GuestFailed);
            else
                ExplanationRenderer.Write(explanation, context.Error, reporter.UsesColor, HeadingOf(result));
        }

        if (result.End is RunEnd.InstructionLimit or RunEnd.TimeLimit)
            context.Error.WriteLine($"vmxasm: {LimitText(result)}");
        return result.End == RunEnd.Cancelled ? interruption.ExitCode : ExitCodeOf(result, parsed.GetValue(ExitCodeFrom) == "guest");
    }

    private static RunResult RunUnderGdb(Machine machine, string portText, ParseResult parsed, CancellationToken cancellation, CommandContext context)
    {
        int port = (int)Numbers.ParseLong("--gdb", portText, ushort.MaxValue);
        try
        {
            using GdbServer server = new(machine, port);
            context.Error.WriteLine($"vmxasm: gdb can connect with `target remote localhost:{server.Port}`");
            return server.Run(parsed.GetValue(Wait), cancellation);
        }
        catch (SocketException)
        {
            throw new UsageException($"`--gdb {portText}`: the port is taken");
        }
    }

    private static Machine Boot(byte[] image, MachineOptions options)
    {
        try
        {
            return Machine.Boot(image, options);
        }
        catch (DebugSpecificationException error)
        {
            throw new UsageException(error.Message);
        }
    }

    private static TraceKinds ReadTrace(ParseResult parsed, out TraceFilter filter)
    {
        string text = parsed.GetValue(Trace) ?? "";
        try
        {
            (TraceKinds kinds, IReadOnlyList<(TraceKinds, string)> ranges) = TraceFilter.Parse(text);
            filter = new TraceFilter { Ranges = ranges, Mode = parsed.GetValue(TraceMode) };
            if (parsed.GetValue(TraceSkip) is { } skip)
                filter = filter with { Skip = Numbers.ParseLong("--trace-skip", skip) };
            if (parsed.GetValue(TraceCount) is { } count)
                filter = filter with { Count = Numbers.ParseLong("--trace-count", count) };
            return kinds;
        }
        catch (DebugSpecificationException error)
        {
            throw new UsageException($"`--trace {text}`: {error.Message}");
        }
    }

    /// <summary>What kind of end an explanation tells about.</summary>
    public static string HeadingOf(RunResult result) => result.End switch
    {
        RunEnd.Breakpoint => "stopped:",
        RunEnd.InstructionLimit or RunEnd.TimeLimit or RunEnd.Cancelled => "interrupted:",
        _ => ExitCodeOf(result, guestDecides: false) == ExitCode.Success ? ExplanationRenderer.Remark : ExplanationRenderer.GuestFailed,
    };

    /// <exception cref="UsageException">Its name does not say which kind of file it is to be.</exception>
    private static string? ReadScreenshot(ParseResult parsed)
    {
        string? path = parsed.GetValue(Screenshot);
        return path is null || IsText(path) || Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase)
            ? path
            : throw new UsageException($"`--screenshot {path}`: the screen is saved as FILE.png or FILE.txt");
    }

    private static bool IsText(string path) => Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase);

    private static void SaveScreen(Machine machine, string path)
    {
        bool asText = IsText(path);
        if (asText && machine.ScreenText() is null)
            throw new UsageException($"`{path}`: the screen shows graphics; name a .png file");
        OutputFile.Write(path, asText ? Encoding.UTF8.GetBytes(machine.ScreenText()!) : machine.ScreenPng());
    }

    /// <summary>The contract of the command's exit code, for <c>vmxasm test</c> as well.</summary>
    /// <param name="guestDecides">A value written to the debug-exit port is the exit code.</param>
    public static int ExitCodeOf(RunResult result, bool guestDecides)
    {
        switch (result.End)
        {
            case RunEnd.PoweredOff or RunEnd.HaltedForGood or RunEnd.Killed:
                return ExitCode.Success;
            case RunEnd.DebugExit:
                int value = result.GuestExitCode ?? 0;
                return guestDecides ? value & 0xFF : value == 0 ? ExitCode.Success : ExitCode.GuestFailed;
            case RunEnd.BootFailed:
                return ExitCode.Usage;
            case RunEnd.InstructionLimit or RunEnd.TimeLimit:
                return ExitCode.LimitReached;
            case RunEnd.Breakpoint:
                return ExitCode.BreakpointReached;
            case RunEnd.Cancelled:
                return ExitCode.Interrupted;
            default:
                return ExitCode.GuestFailed;
        }
    }

    private static string LimitText(RunResult result) => result.End == RunEnd.TimeLimit
        ? $"the time limit was reached after {result.Instructions:N0} instructions"
        : $"the limit of {result.Instructions:N0} instructions was reached";
}
