using System.CommandLine;
using VmxAsm.Compiler;

namespace VmxAsm.Cli.Commands;

/// <summary><c>vmxasm build</c>: sources and objects to a bootable image, or one source to an object file.</summary>
internal static class BuildCommand
{
    private static readonly Argument<string[]> Inputs = Options.Files("FILE", "Sources (.s), ELF objects (.o) and archives (.a); - is standard input.");

    private static readonly Option<string?> Output = Options.Value("--output", "FILE", "Where the result goes.", "-o");

    private static readonly Option<bool> ObjectOnly = Options.Flag("-c", "Make an ELF relocatable object of one source, as GNU as does.");

    private static readonly Option<bool> Bits32 = Options.Flag("--32", "An i386 object, and 32-bit code to start with.");

    private static readonly Option<bool> Bits64 = Options.Flag("--64", "An x86-64 object, and 64-bit code to start with (the default with -c).");

    public static TeachingCommand Create(CommandContext context)
    {
        TeachingCommand command = new("build", "Assemble and link sources into a bootable image, or into an object file.",
            [
                new("vmxasm build -c --32 trap.s -o trap.o", "an object file, as GNU as makes it"),
            ])
        {
            Inputs, Output, ObjectOnly, Bits32, Bits64,
        };
        CompilerOptions.AddTo(command);
        command.SetAction(context, Run);
        return command;
    }

    private static int Run(ParseResult parsed, CommandContext context)
    {
        string[] inputs = parsed.GetValue(Inputs)!;
        if (inputs.Length == 0)
            throw new UsageException("nothing to build: name a source");
        CompilationOptions options = CompilerOptions.Read(parsed) with { Is64BitObject = !parsed.GetValue(Bits32) };
        if (!parsed.GetValue(ObjectOnly))
            throw new UsageException("images are not made yet: use `-c`");
        if (inputs.Length > 1)
            throw new UsageException("`-c` makes an object of one source at a time");
        ObjectResult result = Compilation.Assemble(inputs[0], options);
        new DiagnosticReporter(parsed, context).Report(result.Diagnostics, result.Sources);
        if (!result.Success)
            return ExitCode.SourceErrors;

        OutputFile.Write(parsed.GetValue(Output) ?? "a.out", result.Bytes.Span);
        return ExitCode.Success;
    }
}
