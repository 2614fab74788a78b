using System.Text;

namespace VmxAsm.Cli.Tests;

/// <summary>A command that ran inside the test's process, and what it said.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static CommandRun Of(params string[] arguments)
    {
        using MemoryStream output = new();
        using StreamWriter text = new(output, new UTF8Encoding(false)) { AutoFlush = true };
        using MemoryStream error = new();
        using StreamWriter errorText = new(error, new UTF8Encoding(false)) { AutoFlush = true };
        int exitCode = CommandLineRunner.Run(arguments, new CommandContext
        {
            StandardOutput = output,
            StandardError = error,
            Output = text,
            Error = errorText,
        });
        return new CommandRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }
}
