using System.Text;

namespace VmxAsm.Cli.Tests;

/// <summary>A command that ran inside the test's process, and what it said.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static CommandRun Of(params string[] arguments)
    {
        using MemoryStream output = new();
        using StreamWriter text = new(output, new UTF8Encoding(false)) { AutoFlush = true };
        using StringWriter error = new();
        int exitCode = CommandLineRunner.Run(arguments, new CommandContext { StandardOutput = output, Output = text, Error = error });
        return new CommandRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
