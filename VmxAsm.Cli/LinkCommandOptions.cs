using System.CommandLine;
using VmxAsm.Compiler;
using VmxAsm.Compiler.Images;
using VmxAsm.Compiler.Linking;

namespace VmxAsm.Cli;

/// <summary>The options that say what is made of the objects.</summary>
internal static class LinkCommandOptions
{
    private static readonly Option<string?> Format = Options.Choice("--format", [.. ImageFormats.All.Select(row => row.Name)],
        $"The kind of image: {string.Join(", ", ImageFormats.All.Select(row => $"{row.Name} ({row.Meaning})"))}. The default is what OUTPUT_FORMAT of a linker script says, else floppy; for check and dump it is flat.");

    private static readonly Option<string[]> Scripts = Options.List("--script", "FILE", "Place sections as a linker script says; several are read one after the other.", "-T");

    private static readonly Option<string?> TextAddress = Options.Value("-Ttext", "ADDRESS", "Where the program starts in memory; hexadecimal also without 0x, as ld reads it.");

    private static readonly Option<string?> DataAddress = Options.Value("-Tdata", "ADDRESS", "Where section .data starts; hexadecimal.");

    private static readonly Option<string?> BssAddress = Options.Value("-Tbss", "ADDRESS", "Where section .bss starts; hexadecimal.");

    private static readonly Option<string[]> SectionStarts = Options.List("--section-start", "SECTION=ADDRESS", "Where a section starts; hexadecimal.");

    private static readonly Option<string[]> SearchPaths = Options.List("-L", "DIR", "Look in DIR for libraries (-l), and for files that a linker script names.");

    private static readonly Option<string[]> Libraries = Options.List("-l", "NAME", "Link with libNAME.a from the folders of -L; -l :FILE with FILE from there.");

    private static readonly Option<bool> StartGroup = Options.Flag("--start-group", "Accepted; archives are searched together anyway.");

    private static readonly Option<bool> EndGroup = Options.Flag("--end-group", "Accepted.");

    private static readonly Option<string[]> Keywords = Options.List("-z", "KEYWORD", "max-page-size=N and common-page-size=N set these constants of linker scripts; norelro leaves out the protected part of DATA_SEGMENT_ALIGN; ld's other keywords have no meaning here.");

    private static readonly Option<string?> Entry = Options.Value("--entry", "SYMBOL", "Where the program is entered.", "-e");

    private static readonly Option<bool> DropUnused = Options.Flag("--gc-sections", "Leave out sections that nothing refers to.");

    /// <summary>For commands that may have nothing to link.</summary>
    public static IReadOnlyList<Option> All => [Format, Scripts, TextAddress, DataAddress, BssAddress, SectionStarts, SearchPaths, Libraries, StartGroup, EndGroup, Keywords, Entry, DropUnused];

    public static void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Options.Add(option);
    }

    public static bool HasScript(ParseResult parsed) => OptionPartners.IsGiven(parsed, Scripts);

    /// <param name="use">What OUTPUT_FORMAT of a linker script means to a command that is not told a format.</param>
    /// <exception cref="UsageException">A value is wrong.</exception>
    public static CompilationOptions Read(ParseResult parsed, CompilationOptions options, ScriptFormatUse use = ScriptFormatUse.None) => options with
    {
        ImageFormat = parsed.GetValue(Format) ?? options.ImageFormat,
        HasImageFormat = parsed.GetValue(Format) is not null,
        ScriptFormat = parsed.GetValue(Format) is null ? use : ScriptFormatUse.None,
        LinkerScripts = parsed.GetValue(Scripts)!,
        Libraries = parsed.GetValue(Libraries)!,
        TextAddress = parsed.GetValue(TextAddress) is { } address ? Numbers.ParseAddress("-Ttext", address) : null,
        SectionAddresses = [.. SectionAddresses(parsed)],
        LinkSearchPaths = parsed.GetValue(SearchPaths)!,
        MaximumPageSize = PageSize(parsed, "max-page-size"),
        CommonPageSize = PageSize(parsed, "common-page-size"),
        ProtectsRelro = Array.FindLast(parsed.GetValue(Keywords)!, keyword => keyword is "relro" or "norelro") != "norelro",
        EntrySymbol = parsed.GetValue(Entry),
        DropUnusedSections = parsed.GetValue(DropUnused),
    };

    private static IEnumerable<NamedValue> SectionAddresses(ParseResult parsed)
    {
        if (parsed.GetValue(DataAddress) is { } data)
            yield return new NamedValue(".data", Numbers.ParseAddress("-Tdata", data));
        if (parsed.GetValue(BssAddress) is { } bss)
            yield return new NamedValue(".bss", Numbers.ParseAddress("-Tbss", bss));
        foreach (string start in parsed.GetValue(SectionStarts)!)
        {
            int equals = start.LastIndexOf('=');
            if (equals <= 0)
                throw new UsageException($"`--section-start {start}`: SECTION=ADDRESS is expected");
            yield return new NamedValue(start[..equals], Numbers.ParseAddress("--section-start", start[(equals + 1)..]));
        }
    }

    private static ulong? PageSize(ParseResult parsed, string keyword)
    {
        ulong? size = null;
        foreach (string given in parsed.GetValue(Keywords)!)
        {
            if (!given.StartsWith(keyword + "=", StringComparison.Ordinal))
                continue;
            size = (ulong)Numbers.ParseLong("-z", given[(keyword.Length + 1)..]);
            if (!System.Numerics.BitOperations.IsPow2(size.Value))
                throw new UsageException($"`-z {given}`: a power of two is expected");
        }
        return size;
    }
}
