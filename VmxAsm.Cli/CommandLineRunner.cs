using System.CommandLine;
using System.CommandLine.Help;
using VmxAsm.Cli.Commands;
using VmxAsm.Compiler.Diagnostics;

namespace VmxAsm.Cli;

/// <summary>
/// From the process' arguments to an exit code: rewrite GNU spellings, refuse what looks like an option and is none, parse, run the command. Only the
/// command that was asked for is built, because each option costs start-up time.
/// </summary>
internal static class CommandLineRunner
{
    private const string Description = "Assembles, links, runs and explains x86 programs that use the processor's virtual-machine extensions.";

    public static int Run(IReadOnlyList<string> arguments, CommandContext context)
    {
        try
        {
            return Dispatch(arguments, context);
        }
        catch (UsageException error)
        {
            return context.Fail(error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Standard output: its disk is full, or the shell has closed it. Files are the commands' matter.
            return TryFail(context, $"the output cannot be written: {error.Message}");
        }
        catch (OutOfMemoryException)
        {
            return TryFail(context, "the memory that was asked for cannot be had; see `--memory`");
        }
        catch (Exception error) when (Environment.GetEnvironmentVariable("VMXASM_DEBUG") is null or "")
        {
            context.Error.WriteLine($"""
                vmxasm: internal error: {error.GetType().Name}: {error.Message}
                This is a fault of vmxasm {Version} and not of your program. Please report it with the source and this command line:
                  vmxasm {string.Join(' ', arguments)}
                VMXASM_DEBUG=1 in the environment shows where it happened.
                """);
            return ExitCode.InternalError;
        }
    }

    private static int TryFail(CommandContext context, string message)
    {
        try
        {
            return context.Fail(message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Standard error is gone as well: there is nobody left to tell.
            return ExitCode.Usage;
        }
    }

    /// <summary>The version without the commit that a build may add to it.</summary>
    public static string Version => typeof(CommandLineRunner).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>The command with all of its subcommands, for help, completion and documentation.</summary>
    public static RootCommand CreateRoot(CommandContext context)
    {
        RootCommand root = CreateBareRoot();
        foreach (CommandEntry entry in CommandList.All)
            root.Subcommands.Add(entry.Create(context));
        return root;
    }

    private static int Dispatch(IReadOnlyList<string> arguments, CommandContext context)
    {
        if (arguments.Count == 0)
        {
            Invoke(CreateRoot(context), ["--help"], context);
            return ExitCode.Usage;
        }

        string first = arguments[0];
        if (first == "--version")
        {
            context.Output.WriteLine($"vmxasm {Version}");
            return ExitCode.Success;
        }

        if (IsHelp(first) || first == "help" && arguments.Count > 1 && IsHelp(arguments[1]))
            return Invoke(CreateRoot(context), ["--help"], context);
        if (first == "help" && arguments.Count > 1 && CommandList.Find(arguments[1]) is null)
            return context.Fail(UnknownCommand(arguments[1]));
        if (first == "help")
            return Dispatch([.. arguments.Skip(1).Take(1), "--help"], context);

        CommandEntry? entry = CommandList.Find(first);
        if (entry is null)
            return context.Fail(UnknownCommand(first));

        TeachingCommand command = entry.Create(context);
        string[] tokens = Check(command, [.. arguments.Skip(1)], $"`vmxasm {command.Name} --help` lists them all");
        if (!tokens.Any(IsHelp))
            return Invoke(command, [first, .. tokens], context);

        // Only help says what the command is a part of.
        RootCommand root = CreateBareRoot();
        root.Options.Clear();
        root.Subcommands.Add(command);
        return Invoke(root, [first, .. tokens], context);
    }

    private static bool IsHelp(string argument) => argument is "--help" or "-h" or "-?";

    /// <summary>Reads options without running a command: those of a test case.</summary>
    /// <param name="listed">Where all of them are listed, for messages.</param>
    /// <exception cref="UsageException">They are wrong.</exception>
    public static ParseResult Parse(TeachingCommand command, IReadOnlyList<string> arguments, string listed)
    {
        ParseResult parsed = command.Parse(Check(command, arguments, listed), CreateConfiguration());
        if (parsed.UnmatchedTokens.Count > 0)
            throw new UsageException($"`{parsed.UnmatchedTokens[0]}` is no option; {listed}");
        return parsed.Errors.Count == 0 ? parsed : throw new UsageException(parsed.Errors[0].Message);
    }

    /// <summary>The arguments in the long spellings, with no mistyped option among them.</summary>
    private static string[] Check(TeachingCommand command, IReadOnlyList<string> arguments, string listed)
    {
        OptionNames names = new(command);
        string[] tokens = GnuSpelling.Rewrite(arguments, names.All);
        return names.FindFault(tokens) is { } fault
            ? throw new UsageException($"{fault}; {listed}")
            : tokens;
    }

    private static ParserConfiguration CreateConfiguration() => new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <param name="tokens">A command's own name may stand in front: the parser takes a first word that is not it for an argument.</param>
    private static int Invoke(Command command, string[] tokens, CommandContext context)
    {
        ParseResult parsed = command.Parse(tokens, CreateConfiguration());
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction && !tokens.Contains("--help"))
        {
            foreach (var error in parsed.Errors)
                context.Fail(error.Message);
            return ExitCode.Usage;
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = context.Output,
            Error = context.Error,
        });
    }

    private static RootCommand CreateBareRoot()
    {
        RootCommand root = new(Description);
        root.Directives.Clear();
        return root;
    }

    private static string UnknownCommand(string name)
    {
        string kind = name.StartsWith('-') ? "option" : "command";
        string? nearest = NearestName.Find(name, CommandList.All.Select(entry => entry.Name).Concat(["--help", "--version"]));
        string rule = File.Exists(name) ? $"to run a file: `vmxasm run {name}`"
            : nearest is not null ? $"did you mean `{nearest}`?"
            : $"the commands are {string.Join(", ", CommandList.All.Select(entry => $"`{entry.Name}`"))}";
        return $"no such {kind} `{name}`; {rule}";
    }
}
