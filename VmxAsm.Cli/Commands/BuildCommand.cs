using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using VmxAsm.Architecture.Images;
using VmxAsm.Compiler;
using VmxAsm.Compiler.Images;
using VmxAsm.Compiler.Linking;

namespace VmxAsm.Cli.Commands;

/// <summary><c>vmxasm build</c>: sources and objects to a bootable image, or one source to an object file.</summary>
internal static class BuildCommand
{
    private static readonly Argument<string[]> Inputs = Options.Files("FILE", "Sources (.s), ELF objects (.o) and archives (.a); - is standard input.");

    private static readonly Option<string?> Output = Options.Value("--output", "FILE", "Where the result goes; by default FILE.img, or FILE.o with -c.", "-o");

    private static readonly Option<bool> ObjectOnly = Options.Flag("-c", "Make an ELF relocatable object of one source, as GNU as does.");

    private static readonly Option<string?> DebugInfoFile = Options.Value("--debug-info", "FILE", "Write lines, symbols and structures as JSON.");

    private static readonly Option<string?> Map = Options.Value("--map", "FILE", "Write sections, symbols, sizes and gaps, and from which file each is.");

    private static readonly Option<string?> Symbols = Options.Value("--symbols", "FILE", "Write addresses and names, as Bochs' debugger reads them.");

    private static readonly Option<string?> ListingFile = Options.Value("--listing", "FILE", "Write addresses, bytes and source side by side, also when there are errors.");

    public static TeachingCommand Create(CommandContext context)
    {
        TeachingCommand command = new("build", "Assemble and link sources into a bootable image, or into an object file.",
            [
                new("vmxasm build boot.s guest.s host.o -o demo.img", "a bootable floppy image"),
                new("vmxasm build boot.s --format iso -o demo.iso", "a bootable CD"),
                new("vmxasm build -c --32 trap.s -o trap.o", "an object file, as GNU as makes it"),
            ])
        {
            Inputs, Output, ObjectOnly, DebugInfoFile, Map, Symbols, ListingFile,
        };
        LinkCommandOptions.AddTo(command);
        GnuAsOptions.AddTo(command);
        CompilerOptions.AddTo(command);
        DependencyFile.AddTo(command);
        command.SetAction(context, Run);
        return command;
    }

    private static int Run(ParseResult parsed, CommandContext context)
    {
        string[] inputs = parsed.GetValue(Inputs)!;
        if (inputs.Length == 0 && (parsed.GetValue(ObjectOnly) || !LinkCommandOptions.HasScript(parsed)))
            throw new UsageException("nothing to build: name a source");

        DiagnosticReporter reporter = new(parsed, context);
        CompilationOptions options = GnuAsOptions.Read(parsed, CompilerOptions.Read(parsed) with { Listing = parsed.GetValue(ListingFile) is not null });
        DependencyFile.RequirePartners(parsed);
        return parsed.GetValue(ObjectOnly) ? Assemble(inputs, options, parsed, reporter, context) : Build(inputs, options, parsed, reporter, context);
    }

    private static int Assemble(string[] inputs, CompilationOptions options, ParseResult parsed, DiagnosticReporter reporter, CommandContext context)
    {
        if (inputs.Length > 1)
            throw new UsageException("`-c` makes an object of one source at a time");

        OptionPartners.Refuse(parsed, [.. LinkCommandOptions.All, Map, Symbols, DebugInfoFile], "is about an image, and `-c` makes none");
        string output = parsed.GetValue(Output) ?? OutputName(inputs[0], ".o");
        NameOutputs(parsed, inputs, output);
        ObjectResult result = Compilation.Assemble(inputs[0], options);
        reporter.Verbosity.Step($"{(result.Success ? "assembled" : "gave up on")} {inputs[0]}");
        reporter.Report(result.Diagnostics, result.Sources);
        WriteListing(parsed, result.Listing);
        GnuAsOptions.WriteListing(parsed, context, result.Listing, options);
        foreach (string line in result.Printed)
            context.Output.WriteLine(line);
        if (!result.Success)
            return ExitCode.Of(result.Diagnostics);

        OutputFile.Write(output, result.Bytes.Span);
        reporter.Verbosity.Step($"wrote {output}, {result.Bytes.Length:N0} bytes");
        DependencyFile.WriteIfAsked(parsed, output, result.Dependencies);
        return ExitCode.Success;
    }

    private static int Build(string[] inputs, CompilationOptions options, ParseResult parsed, DiagnosticReporter reporter, CommandContext context)
    {
        // A linker script may say what it makes, and may name its inputs itself.
        options = LinkCommandOptions.Read(parsed, options, ScriptFormatUse.UnlessLoaded);
        string first = inputs.Length > 0 ? inputs[0] : options.LinkerScripts[0];
        string output = parsed.GetValue(Output) ?? OutputName(first, Extension(ImageFormats.Find(options.ImageFormat)));
        NameOutputs(parsed, inputs, output);
        BuildResult result = Compilation.Build(inputs, options);
        if (parsed.GetValue(Output) is null && result.Format is { } format && OutputName(first, Extension(format)) is var name && name != output)
            NameOutputs(parsed, inputs, output = name); // the linker script has chosen another format
        reporter.Verbosity.Step($"{(result.Success ? "assembled and linked" : "gave up on")} {string.Join(", ", inputs)}");
        reporter.Report(result.Diagnostics, result.Sources);
        WriteListing(parsed, result.Listing);
        GnuAsOptions.WriteListing(parsed, context, result.Listing, options);
        foreach (string line in result.Printed)
            context.Output.WriteLine(line);
        if (!result.Success)
            return ExitCode.Of(result.Diagnostics);

        OutputFile.Write(output, result.Image.Span);
        reporter.Verbosity.Step($"wrote {output}, {result.Image.Length:N0} bytes");
        DependencyFile.WriteIfAsked(parsed, output, result.Dependencies);
        if (parsed.GetValue(DebugInfoFile) is { } path && result.DebugInfo is { } debugInfo)
            WriteJson(path, debugInfo);
        if (result.Program is { } program)
        {
            WriteText(parsed.GetValue(Map), MapFile.Write, program);
            WriteText(parsed.GetValue(Symbols), SymbolsFile.Write, program);
        }
        return ExitCode.Success;
    }

    private static void NameOutputs(ParseResult parsed, string[] inputs, string output) => new OutputPaths(inputs)
        .Add("the output", output)
        .Add("`--listing`", parsed.GetValue(ListingFile))
        .Add("`-a`", GnuAsOptions.ListingPath(parsed))
        .Add("`--map`", parsed.GetValue(Map))
        .Add("`--symbols`", parsed.GetValue(Symbols))
        .Add("`--debug-info`", parsed.GetValue(DebugInfoFile))
        .Add("the rule for make", DependencyFile.PathFor(parsed, output));

    /// <summary>A method of its own, so that only who needs it loads the serializer.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteJson(string path, DebugInfo debugInfo) =>
        OutputFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(debugInfo, DebugInfoJson.Default.DebugInfo));

    private static void WriteText(string? path, Func<LinkedProgram, string> write, LinkedProgram program)
    {
        if (path is not null)
            OutputFile.Write(path, System.Text.Encoding.UTF8.GetBytes(write(program)));
    }

    private static void WriteListing(ParseResult parsed, string? listing)
    {
        if (parsed.GetValue(ListingFile) is { } path && listing is not null)
            OutputFile.Write(path, System.Text.Encoding.UTF8.GetBytes(listing));
    }

    private static string OutputName(string input, string extension) => input == "-" ? "a" + extension : Path.GetFileNameWithoutExtension(input) + extension;

    private static string Extension(ImageFormat? format) => format switch
    {
        ImageFormat.Flat => ".bin",
        ImageFormat.Iso => ".iso",
        ImageFormat.Elf or ImageFormat.Multiboot => ".elf",
        _ => ".img",
    };
}
