using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking;

/// <summary>How to link: the linker's part of the command line.</summary>
public sealed record LinkOptions
{
    public static LinkOptions Default { get; } = new();

    /// <summary>A page of the processor, which is also ld's on x86.</summary>
    public const ulong DefaultPageSize = 0x1000;

    /// <summary><c>-z max-page-size=N</c>: CONSTANT(MAXPAGESIZE) of scripts.</summary>
    public ulong MaximumPageSize { get; init; } = DefaultPageSize;

    /// <summary><c>-z common-page-size=N</c>: CONSTANT(COMMONPAGESIZE).</summary>
    public ulong CommonPageSize { get; init; } = DefaultPageSize;

    /// <summary>False: <c>-z norelro</c>; the data segment of a script has no part that a dynamic loader would protect.</summary>
    public bool ProtectsRelro { get; init; } = true;

    /// <summary>The image's format was asked for; else a program that does not boot gets a hint.</summary>
    public bool HasFormat { get; init; }

    /// <summary>Every text of the run, so that scripts can be quoted in messages beside sources.</summary>
    public SourceSet Sources { get; init; } = new();

    /// <summary><c>-Ttext ADDRESS</c>; null: by the kind of program.</summary>
    public ulong? TextAddress { get; init; }

    /// <summary>Where the program starts when neither <c>-Ttext</c> nor a script says it: what its boot contract wants.</summary>
    public ulong BaseAddress { get; init; }

    /// <summary>Alignment of data in the default placement: a page for ELF executables, else 1.</summary>
    public ulong PageAlignment { get; init; } = 1;

    /// <summary><c>-Tdata</c>, <c>-Tbss</c> and <c>--section-start NAME=ADDRESS</c>.</summary>
    public IReadOnlyList<NamedValue> SectionAddresses { get; init; } = [];

    /// <summary><c>-e SYMBOL</c>, which may also be a number; null: the script's, the source's, or <c>_start</c>.</summary>
    public string? EntrySymbol { get; init; }

    /// <summary><c>-T FILE</c>, read one after the other; none: the placement that fits the kind of program.</summary>
    public IReadOnlyList<string> ScriptPaths { get; init; } = [];

    /// <summary>Whether OUTPUT_FORMAT of the script chooses the image's format.</summary>
    public ScriptFormatUse ScriptFormat { get; init; }

    /// <summary><c>--gc-sections</c>: sections that nothing kept refers to are dropped.</summary>
    public bool DropUnusedSections { get; init; }

    /// <summary>Symbols to be treated as used (<c>-u</c>), pulled from archives and kept.</summary>
    public IReadOnlyList<string> RequiredSymbols { get; init; } = [];

    /// <summary><c>--defsym NAME=VALUE</c>: for names that the script uses, or objects without one of them defining it.</summary>
    public IReadOnlyList<NamedValue> DefinedSymbols { get; init; } = [];

    /// <summary>Folders for INCLUDE and INPUT of scripts (<c>-L</c>).</summary>
    public IReadOnlyList<string> SearchPaths { get; init; } = [];

    /// <summary><c>--no-relax</c>: loads from the GOT stay what they are.</summary>
    public bool NoRelax { get; init; }

    /// <summary>
    /// Whether equal strings of mergeable sections share their bytes, and unused sections may go, as in an ELF link; ld does neither when its
    /// output format is binary.
    /// </summary>
    public bool IsElfOutput { get; init; } = true;
}

/// <summary>What OUTPUT_FORMAT of a linker script means for the image.</summary>
public enum ScriptFormatUse : byte
{
    /// <summary>Nothing: the format was asked for.</summary>
    None,

    /// <summary>It chooses the format of what cannot be booted as it is: a run needs something to boot.</summary>
    UnlessBootable,

    /// <summary>It chooses the format, as with ld, except of a program that says <c>.boot</c> and so wants our loader.</summary>
    UnlessLoaded,
}

/// <summary><c>NAME=VALUE</c> of the command line.</summary>
public sealed record NamedValue(string Name, ulong Value);
