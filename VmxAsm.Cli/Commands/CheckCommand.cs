using System.CommandLine;
using VmxAsm.Compiler;

namespace VmxAsm.Cli.Commands;

/// <summary><c>vmxasm check</c>: everything that can be said about a program without running it, and no output file.</summary>
internal static class CheckCommand
{
    private static readonly Argument<string[]> Inputs = Options.Files("FILE", "The program: all of its sources, objects and archives.");

    public static TeachingCommand Create(CommandContext context)
    {
        TeachingCommand command = new("check", "Check a program's structures against the rules of the manual, and write nothing.",
            [
                new("vmxasm check examples/vm86demo.s", "against the default processor"),
                new("vmxasm check kernel.s --cpu skylake", "against another one"),
                new("vmxasm check kernel.s -Wno-W0644", "without one of the warnings"),
            ])
        {
            Inputs,
        };
        LinkCommandOptions.AddTo(command);
        CompilerOptions.AddTo(command);
        command.SetAction(context, Run);
        return command;
    }

    private static int Run(ParseResult parsed, CommandContext context)
    {
        string[] inputs = parsed.GetValue(Inputs)!;
        if (inputs.Length == 0)
            throw new UsageException("nothing to check: name a source");

        DiagnosticReporter reporter = new(parsed, context);

        // A flat image, unless another is named, asks for no way of booting: what is checked need not be a whole program.
        CompilationOptions options = LinkCommandOptions.Read(parsed, CompilerOptions.Read(parsed) with { ImageFormat = "flat" });
        BuildResult result = Compilation.Build(inputs, options);
        reporter.Verbosity.Step($"checked {string.Join(", ", inputs)} for `{options.CpuModelName}`");
        reporter.Report(result.Diagnostics, result.Sources);
        return result.Success ? ExitCode.Success : ExitCode.Of(result.Diagnostics);
    }
}
