using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace VmxAsm.Cli;

/// <param name="Text">What is typed.</param>
/// <param name="Purpose">What for, in a few words.</param>
internal sealed record CommandExample(string Text, string Purpose);

/// <summary>A command whose help ends with examples; docs/cli.md prints the same ones.</summary>
internal sealed class TeachingCommand : Command
{
    public TeachingCommand(string name, string description, IReadOnlyList<CommandExample> examples, string remarks = "")
        : base(name, description)
    {
        Examples = examples;
        Remarks = remarks;
    }

    public IReadOnlyList<CommandExample> Examples { get; }

    /// <summary>What else help has to say, after the examples; lines as they are printed.</summary>
    public string Remarks { get; }

    /// <summary>
    /// Runs a command of its own, with the errors that its arguments cannot express on their own already excluded. Comes after the options: help, which is
    /// listed last, is added here. It is no HelpOption, whose description is looked up among the library's resources each time.
    /// </summary>
    public void SetAction(CommandContext context, Func<ParseResult, CommandContext, int> action)
    {
        Option<bool> help = Cli.Options.Flag("--help", "Show this help.", "-h", "-?");
        help.Action = new HelpWithExamples(this);
        Options.Add(help);
        SetAction(parsed => action(parsed, context));
    }

    private sealed class HelpWithExamples(TeachingCommand command) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            new HelpAction().Invoke(parseResult);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            WriteExamples(command.Examples, output);
            if (command.Remarks.Length > 0)
                output.WriteLine($"\n{command.Remarks}");
            return ExitCode.Success;
        }
    }

    private static void WriteExamples(IReadOnlyList<CommandExample> examples, TextWriter output)
    {
        if (examples.Count == 0)
            return;

        output.WriteLine("Examples:");
        int width = examples.Max(example => example.Text.Length);
        foreach (CommandExample example in examples)
            output.WriteLine($"  {example.Text.PadRight(width)}  {example.Purpose}");
    }
}
