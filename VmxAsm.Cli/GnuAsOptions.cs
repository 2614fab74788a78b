using System.CommandLine;
using VmxAsm.Compiler;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Images;

namespace VmxAsm.Cli;

/// <summary>The options that makefiles give to <c>as</c>, under the same names.</summary>
internal static class GnuAsOptions
{
    private static readonly Option<bool> Bits32 = Options.Flag("--32", "An i386 object, and 32-bit code to start with.");

    private static readonly Option<bool> Bits64 = Options.Flag("--64", "An x86-64 object, and 64-bit code to start with (the default).");

    private static readonly Option<bool> DebugLines = Options.Flag("-g", "Keep line numbers.", "--gen-debug");

    private static readonly Option<string?> DwarfVersion = Options.Choice("--gdwarf", ["2", "3", "4", "5"], "Keep line numbers, in this version of DWARF (also --gdwarf-5).");

    private static readonly Option<string?> CieVersion = Options.Choice("--gdwarf-cie-version", ["1", "3", "4"], "The version of the common entries in .debug_frame.");

    private static readonly Option<string?> Syntax = Options.Choice("-msyntax", ["att", "intel"], "The syntax to start with.");

    private static readonly Option<string?> Mnemonics = Options.Choice("-mmnemonic", ["att", "intel"], "Whose names the x87 reversals have.");

    private static readonly Option<bool> NakedRegisters = Options.Flag("-mnaked-reg", "Registers need no %.");

    private static readonly Option<bool> Intel64 = Options.Flag("-mintel64", "64-bit near branches as on Intel processors.");

    private static readonly Option<bool> Amd64 = Options.Flag("-mamd64", "64-bit near branches as on AMD processors (the default).");

    private static readonly Option<string?> March = Options.Value("-march", "CPU[+EXT...]", "How code is padded; refuses no instruction.");

    private static readonly Option<string?> Mtune = Options.Value("-mtune", "CPU", "How code is padded, before what -march says.");

    private static readonly Option<bool> IndexRegister = Options.Flag("-mindex-reg", "%eiz and %riz may be written.");

    private static readonly Option<string?> RelaxRelocations = Options.Choice("-mrelax-relocations", ["yes", "no"], "Let the linker replace loads through the GOT (default yes).");

    private static readonly Option<string?> OmitLock = Options.Choice("-momit-lock-prefix", ["yes", "no"], "Leave LOCK out.");

    private static readonly Option<string?> FenceAsLockAdd = Options.Choice("-mfence-as-lock-add", ["yes", "no"], "Write fences as a locked addition of zero.");

    private static readonly Option<bool> AddBound = Options.Flag("-madd-bnd-prefix", "BND before every branch that takes it.");

    private static readonly Option<bool> Shared = Options.Flag("-mshared", "Leave jumps to global symbols to the linker.");

    private static readonly Option<bool> SseAsAvx = Options.Flag("-msse2avx", "Write SSE instructions with VEX.");

    private static readonly Option<bool> UnalignedMoves = Options.Flag("-muse-unaligned-vector-move", "Write moves of aligned vectors as unaligned ones.");

    private static readonly Option<bool> Alternate = Options.Flag("--alternate", "Start in .altmacro.");

    private static readonly Option<bool> SectionNames = Options.Flag("--sectname-subst", "%S in the name of a section is the name of the one before.");

    private static readonly Option<string?> CommonType = Options.Choice("--elf-stt-common", ["yes", "no"], "Common symbols have the type STT_COMMON.");

    private static readonly Option<bool> StripNumbers = Options.Flag("--strip-local-absolute", "No local symbols that are numbers in the symbol table.");

    private static readonly Option<bool> KeepLocals = Options.Flag("--keep-locals", "Names that begin with .L are in the symbol table like others (-L with -c).");

    private static readonly Option<string?> SizeCheck = Options.Choice("--size-check", ["error", "warning"], "Whether a size that is no number is an error (the default).");

    private static readonly Option<string[]> PrefixMaps = Options.List("--debug-prefix-map", "OLD=NEW", "Folders that begin with OLD begin with NEW in debugging information.");

    private static readonly Option<string?> Compression = Options.Choice("--compress-debug-sections", ["zlib", "zlib-gabi", "none"], "Make sections of debugging information smaller.");

    private static readonly Option<string?> OperandCheck = Options.Choice("-moperand-check", ["none", "warning", "error"], "What comes of a gather that names a register twice (default warning).");

    private static readonly Option<string?> Listing = Options.Value("-a", "LETTERS[=FILE]",
        "A listing to standard output or FILE: l lines, m macro expansions, s symbols, g version and time, c without false conditionals, d without debugging directives.");

    private static readonly Option<bool> NoExecStack = Options.Flag("--noexecstack", "Mark the object as not needing an executable stack.");

    private static readonly Option<bool> ExecStack = Options.Flag("--execstack", "Mark the object as needing an executable stack.");

    public static void AddTo(Command command)
    {
        Option[] options = [Bits32, Bits64, DebugLines, DwarfVersion, CieVersion, Syntax, Mnemonics, NakedRegisters, Intel64, Amd64, March, Mtune, IndexRegister,
            RelaxRelocations, OmitLock, FenceAsLockAdd, AddBound, Shared, SseAsAvx, UnalignedMoves, Alternate, SectionNames, CommonType, StripNumbers,
            KeepLocals, SizeCheck, PrefixMaps, Compression, OperandCheck, Listing, NoExecStack, ExecStack];
        foreach (Option option in options)
            command.Options.Add(option);
    }

    public static CompilationOptions Read(ParseResult parsed, CompilationOptions options) => options with
    {
        Is64BitObject = !parsed.GetValue(Bits32) || parsed.GetValue(Bits64),
        DebugInformation = parsed.GetValue(DebugLines) || parsed.GetValue(DwarfVersion) is not null,
        DwarfVersion = parsed.GetValue(DwarfVersion) is { } version ? version[0] - '0' : null,
        CieVersion = parsed.GetValue(CieVersion) is { } entries ? entries[0] - '0' : null,
        IntelSyntax = parsed.GetValue(Syntax) == "intel",
        IntelMnemonics = parsed.GetValue(Mnemonics) == "intel",
        NakedRegisters = parsed.GetValue(NakedRegisters),
        AllowsIndexZero = parsed.GetValue(IndexRegister),
        Listing = options.Listing || parsed.GetValue(Listing) is not null,
        ListingContent = parsed.GetValue(Listing) is { } listing ? ReadContent(listing) : options.ListingContent,
        Encoding = new EncodingOptions
        {
            RelaxesGotLoads = parsed.GetValue(RelaxRelocations) != "no",
            OmitsLock = parsed.GetValue(OmitLock) == "yes",
            FencesByLockedAdd = parsed.GetValue(FenceAsLockAdd) == "yes",
            AddsBound = parsed.GetValue(AddBound),
            SseAsAvx = parsed.GetValue(SseAsAvx),
            UnalignedMoves = parsed.GetValue(UnalignedMoves),
        },
        IsShared = parsed.GetValue(Shared),
        AlternateMacros = parsed.GetValue(Alternate),
        SubstitutesSectionNames = parsed.GetValue(SectionNames),
        TypesCommonSymbols = parsed.GetValue(CommonType) == "yes",
        StripsLocalNumbers = parsed.GetValue(StripNumbers),
        KeepsLocals = parsed.GetValue(KeepLocals),
        AllowsUnknownSizes = parsed.GetValue(SizeCheck) == "warning",
        DebugPrefixes = [.. parsed.GetValue(PrefixMaps)!.Select(ReadPrefix)],
        CompressesDebugSections = parsed.GetValue(Compression) is "zlib" or "zlib-gabi",
        Warnings = ReadOperandCheck(parsed.GetValue(OperandCheck), options.Warnings),
        Processor = CheckProcessor("-march", parsed.GetValue(March)),
        Tune = CheckProcessor("-mtune", parsed.GetValue(Mtune)),
        Intel64 = parsed.GetValue(Intel64) && !parsed.GetValue(Amd64),
        ExecutableStack = parsed.GetValue(ExecStack) ? true : parsed.GetValue(NoExecStack) ? false : null,
    };

    private static KeyValuePair<string, string> ReadPrefix(string map)
    {
        int equals = map.IndexOf('=');
        return equals > 0 ? new(map[..equals], map[(equals + 1)..]) : throw new UsageException($"`--debug-prefix-map {map}`: `OLD=NEW` was expected");
    }

    private static WarningOptions ReadOperandCheck(string? kind, WarningOptions warnings)
    {
        string code = EncodingRules.GatherRegisters.Code;
        return kind switch
        {
            "none" => warnings with { SuppressedCodes = new HashSet<string>(warnings.SuppressedCodes) { code } },
            "error" => warnings with { FatalCodes = new HashSet<string>(warnings.FatalCodes) { code } },
            _ => warnings,
        };
    }

    private static string? CheckProcessor(string option, string? value)
    {
        if (value is null || ProcessorNames.Wrong(value, option == "-march") is not { } wrong)
            return value;
        string? nearest = NearestName.Find(wrong, ProcessorNames.All);
        throw new UsageException($"`{option}={value}`: `{wrong}` is no processor that GNU as knows" + (nearest is null ? "" : $"; similar: `{nearest}`"));
    }

    /// <summary>Writes the listing where <c>-a</c> says, if it was given.</summary>
    public static void WriteListing(ParseResult parsed, CommandContext context, string? listing, CompilationOptions options)
    {
        if (parsed.GetValue(Listing) is not { } letters || listing is null)
            return;
        if ((options.ListingContent & ListingContent.General) != 0)
            listing = $"vmxasm {CommandLineRunner.Version}, {(options.Is64BitObject ? "x86-64" : "i386")}, -a{letters}\n\n{listing}";
        if (ListingPath(parsed) is { } path)
            OutputFile.Write(path, System.Text.Encoding.UTF8.GetBytes(listing));
        else
            context.Output.Write(listing);
    }

    /// <summary>The file that <c>-a</c> names; null when the listing is for standard output, or not asked for.</summary>
    public static string? ListingPath(ParseResult parsed) =>
        parsed.GetValue(Listing) is { } letters && letters.IndexOf('=') is >= 0 and var equals ? letters[(equals + 1)..] : null;

    /// <summary>GNU as's letters. <c>h</c> (lines of the high-level language) and <c>n</c> (no page breaks) change nothing: there are neither.</summary>
    private static ListingContent ReadContent(string letters)
    {
        ListingContent content = ListingContent.None;
        foreach (char letter in letters.Split('=')[0])
        {
            content |= letter switch
            {
                'l' => ListingContent.Assembly,
                'm' => ListingContent.Assembly | ListingContent.Macros,
                's' => ListingContent.Symbols,
                'c' => ListingContent.OmitFalseConditionals,
                'd' => ListingContent.OmitDebugging,
                'g' => ListingContent.General,
                'h' => ListingContent.Assembly,
                'n' => ListingContent.None,
                _ => throw new UsageException($"`-a{letters}`: `{letter}` is none of the letters cdghlmns"),
            };
        }

        return (content & ~(ListingContent.OmitDebugging | ListingContent.OmitFalseConditionals | ListingContent.General)) == 0
            ? content | ListingContent.Assembly | ListingContent.Symbols
            : content;
    }
}
