using System.CommandLine;

namespace VmxAsm.Cli.Commands;

/// <summary><c>vmxasm completion</c>: prints the script that makes a shell complete our commands, options and their words.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string[]> Shell = Options.Files("SHELL", "bash, zsh, fish or pwsh.");

    /// <summary>Shell, and how its script is written from the commands.</summary>
    private static readonly (string Name, Func<IReadOnlyList<CompletionEntry>, string> Write)[] Shells =
    [
        ("bash", CompletionScripts.Bash),
        ("zsh", CompletionScripts.Zsh),
        ("fish", CompletionScripts.Fish),
        ("pwsh", CompletionScripts.PowerShell),
    ];

    public static TeachingCommand Create(CommandContext context)
    {
        Shell.CompletionSources.Clear();
        Shell.CompletionSources.Add([.. Shells.Select(shell => shell.Name)]);
        TeachingCommand command = new("completion", "Print a completion script for a shell.",
            [
                new("source <(vmxasm completion bash)", "in ~/.bashrc"),
                new("vmxasm completion fish | source", "in config.fish"),
            ])
        {
            Shell,
        };
        command.SetAction(context, Run);
        return command;
    }

    private static int Run(ParseResult parsed, CommandContext context)
    {
        string[] names = parsed.GetValue(Shell)!;
        string known = string.Join(", ", Shells.Select(shell => $"`{shell.Name}`"));
        if (names.Length != 1)
            throw new UsageException($"name one shell: {known}");

        var shell = Array.Find(Shells, shell => shell.Name == names[0]);
        if (shell.Write is null)
            throw new UsageException($"no completion for `{names[0]}`; there are {known}");

        context.Output.Write(shell.Write(CompletionEntry.Of(CommandLineRunner.CreateRoot(context))));
        return ExitCode.Success;
    }
}
