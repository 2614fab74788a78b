using System.CommandLine;
using System.Text;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>docs/cli.md says what the commands say about themselves.</summary>
public sealed class CliReferenceTests
{
    [Fact]
    public void The_reference_of_the_command_line_is_fresh() => GeneratedFile.IsFresh("docs/cli.md", Write());

    private static string Write()
    {
        StringBuilder text = new();
        text.Append("""
            # The command line

            This page is made from the commands themselves; `vmxasm COMMAND --help` prints the same.

            A mistyped option is an error that offers the nearest name; it is never taken for a file. `--` ends the options: what follows
            is a file, whatever it looks like. A value may be joined with `=`, and the short options that makefiles use may be joined
            with their value: `-Iinclude`, `-DNAME=1`, `-Wno-W0201`, `-j4`.

            Errors go to the standard error stream: with source lines and carets on a terminal, as `file:line:column: error: message [CODE]`
            elsewhere. `vmxasm explain CODE` tells more about each.

            | exit code | meaning |
            |---|---|
            | 0 | done; for `run`: the guest powered off or halted for good |
            | 1 | errors in the source |
            | 2 | errors on the command line, or a file that cannot be read or written |
            | 3 | the guest failed |
            | 4 | a limit on instructions or time was reached |
            | 5 | a breakpoint of `--break` was reached |
            | 70 | a fault of vmxasm itself: please report it |
            | 130, 143, 129 | a run was ended by Ctrl+C (SIGINT), SIGTERM, SIGHUP |
            | 141 | a run was ended because nobody reads its output any more, as in `vmxasm run x.s \| head` |

            `-` is standard input; pipes are read as files are: `vmxasm run <(generate)`. An output never replaces an input or another output: two options that
            name one file are an error, and nothing is written.


            """);
        using MemoryStream nowhere = new();
        CommandContext context = new() { StandardOutput = nowhere, StandardError = nowhere, Output = TextWriter.Null, Error = TextWriter.Null };
        IReadOnlyList<TeachingCommand> commands = [.. CommandLineRunner.CreateRoot(context).Subcommands.OfType<TeachingCommand>()];
        text.Append("| command | |\n|---|---|\n");
        foreach (TeachingCommand command in commands)
            text.Append($"| [`{command.Name}`](#vmxasm-{command.Name}) | {command.Description} |\n");
        foreach (TeachingCommand command in commands)
            AppendCommand(command, text);
        return text.ToString();
    }

    private static void AppendCommand(TeachingCommand command, StringBuilder text)
    {
        text.Append($"\n## vmxasm {command.Name}\n\n{command.Description}\n\n```\nvmxasm {command.Name} [options]");
        foreach (Argument argument in command.Arguments)
            text.Append($" [{argument.Name}...]");
        text.Append("\n```\n\n| | |\n|---|---|\n");
        foreach (Argument argument in command.Arguments)
            text.Append($"| {argument.Name} | {Cell(argument.Description)} |\n");
        foreach (Option option in command.Options.Where(option => option.Name != "--help"))
            text.Append($"| {Names(option)} | {Cell(option.Description)} |\n");

        text.Append("\n```sh\n");
        int width = command.Examples.Max(example => example.Text.Length);
        foreach (CommandExample example in command.Examples)
            text.Append($"{example.Text.PadRight(width)}  # {example.Purpose}\n");
        text.Append("```\n");
        if (command.Remarks.Length > 0)
            text.Append($"\n```\n{command.Remarks.ReplaceLineEndings("\n")}\n```\n");
    }

    private static string Names(Option option)
    {
        string value = option.Arity.MaximumNumberOfValues > 0 ? $" {option.HelpName}" : "";
        return string.Join(", ", option.Aliases.Prepend(option.Name).OrderBy(name => name.Length).Select(name => $"`{name}{value}`")).Replace("|", "\\|");
    }

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|");
}
