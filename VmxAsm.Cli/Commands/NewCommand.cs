using System.CommandLine;

namespace VmxAsm.Cli.Commands;

/// <summary><c>vmxasm new</c>: a folder with a program that runs, and the files that make and editors want.</summary>
internal static class NewCommand
{
    private const string DefaultTemplate = "vmx";

    private static readonly Argument<string[]> Name = Options.Files("NAME", "The folder to make, and the program in it.");

    private static readonly Option<string?> Template = Options.Choice("--template", ["vmx", "v86", "boot"],
        "What to start from: a virtual machine (the default), a virtual-8086 task without VMX, or a boot sector.");

    /// <summary>The examples are the templates: what the tests run is what a newcomer gets.</summary>
    private static readonly Dictionary<string, string> Sources = new()
    {
        ["vmx"] = "vm86demo.s",
        ["v86"] = "vm86uart.s",
        ["boot"] = "hello.s",
    };

    public static TeachingCommand Create(CommandContext context)
    {
        TeachingCommand command = new("new", "Make a folder with a first program, a Makefile and editor tasks.",
            [
                new("vmxasm new demo", "a 64-bit host with an 8086 guest"),
                new("vmxasm new sector --template boot", "a boot sector that says hello"),
            ])
        {
            Name, Template,
        };
        command.SetAction(context, Run);
        return command;
    }

    private static int Run(ParseResult parsed, CommandContext context)
    {
        string[] names = parsed.GetValue(Name)!;
        if (names.Length != 1)
            throw new UsageException("name the folder to make, as in `vmxasm new demo`");

        string folder = names[0];
        if (folder.Length == 0)
            throw new UsageException("name the folder to make, as in `vmxasm new demo`");
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (name.Length == 0 || name.Any(character => !char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.')))
            throw new UsageException($"`{name}`: a name is made of letters, digits, `-`, `_` and `.`");
        if (File.Exists(folder) || Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new UsageException($"`{folder}` is there already");

        string source = Sources[parsed.GetValue(Template) ?? DefaultTemplate];
        string program = Resource(source).Replace($"examples/{source}", $"{name}.s").Replace($"# {source} ", $"# {name}.s ");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, ".vscode"));
            File.WriteAllText(Path.Combine(folder, $"{name}.s"), program);
            File.WriteAllText(Path.Combine(folder, "Makefile"), Resource("Makefile").Replace("NAME", name));
            File.WriteAllText(Path.Combine(folder, ".gitignore"), "*.img\n");
            File.WriteAllText(Path.Combine(folder, ".vscode", "tasks.json"), Resource("tasks.json").Replace("NAME", name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"`{folder}` cannot be made: {FileErrors.Describe(folder, error)}");
        }

        string path = Path.Combine(folder, $"{name}.s");
        context.Output.WriteLine($"""
            {path} is a program that runs:
              vmxasm run {path}
            """);
        return ExitCode.Success;
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(NewCommand).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the template `{name}` is not in the assembly");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
