using System.CommandLine;
using VmxAsm.Compiler;
using VmxAsm.Compiler.Images;

namespace VmxAsm.Cli;

/// <summary>The options that say what is made of the objects.</summary>
internal static class LinkCommandOptions
{
    private static readonly Option<string?> Format = Options.Choice("--format", [.. ImageFormats.All.Select(row => row.Name)],
        $"The kind of image: {string.Join(", ", ImageFormats.All.Select(row => $"{row.Name} ({row.Meaning})"))}. The default is floppy; for check and dump it is flat.");

    private static readonly Option<string?> Script = Options.Value("--script", "FILE", "Place sections as a linker script says.", "-T");

    private static readonly Option<string?> TextAddress = Options.Value("-Ttext", "ADDRESS", "Where the program starts in memory.");

    private static readonly Option<string?> Entry = Options.Value("--entry", "SYMBOL", "Where the program is entered.", "-e");

    private static readonly Option<bool> DropUnused = Options.Flag("--gc-sections", "Leave out sections that nothing refers to.");

    /// <summary>For commands that may have nothing to link.</summary>
    public static IReadOnlyList<Option> All => [Format, Script, TextAddress, Entry, DropUnused];

    public static void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Options.Add(option);
    }

    /// <exception cref="UsageException">A value is wrong.</exception>
    public static CompilationOptions Read(ParseResult parsed, CompilationOptions options) => options with
    {
        ImageFormat = parsed.GetValue(Format) ?? options.ImageFormat,
        LinkerScriptPath = parsed.GetValue(Script),
        TextAddress = parsed.GetValue(TextAddress) is { } address ? (ulong)Numbers.ParseLong("-Ttext", address) : null,
        EntrySymbol = parsed.GetValue(Entry),
        DropUnusedSections = parsed.GetValue(DropUnused),
    };
}
