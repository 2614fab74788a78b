namespace VmxAsm.Cli.Commands;

/// <param name="Create">Declares the command with its options; done only for the command that runs.</param>
internal sealed record CommandEntry(string Name, Func<CommandContext, TeachingCommand> Create);

/// <summary>Every command, in the order in which help lists them. A new command is a file and a row here.</summary>
internal static class CommandList
{
    public static readonly IReadOnlyList<CommandEntry> All =
    [
        new("build", BuildCommand.Create),
        new("run", RunCommand.Create),
        new("check", CheckCommand.Create),
        new("dump", DumpCommand.Create),
        new("test", TestCommand.Create),
        new("explain", ExplainCommand.Create),
        new("new", NewCommand.Create),
        new("completion", CompletionCommand.Create),
    ];

    public static CommandEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);
}
