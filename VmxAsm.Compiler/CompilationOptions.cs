using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Images;
using VmxAsm.Compiler.Linking;

namespace VmxAsm.Compiler;

/// <summary>What the command line says about a compilation.</summary>
public sealed record CompilationOptions
{
    public static CompilationOptions Default { get; } = new();

    /// <summary>x86-64 objects and 64-bit code to start with (<c>--64</c>); else i386 and 32-bit code (<c>--32</c>).</summary>
    public bool Is64BitObject { get; init; } = true;

    /// <summary>Directories for <c>.include</c> and <c>.incbin</c> (<c>-I</c>), in order.</summary>
    public IReadOnlyList<string> IncludePaths { get; init; } = [];

    /// <summary>Symbols set before the first line (<c>--defsym NAME=VALUE</c>); the value is an expression's text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Definitions { get; init; } = [];

    /// <summary>Inputs that have been read already, by their paths: a pipe can be read only once.</summary>
    public IReadOnlyDictionary<string, byte[]> Contents { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, byte[]>.Empty;

    /// <summary>Gives the text of a file that ships with the tool: <c>.include &lt;vmx.inc&gt;</c>. Null when there is none of the name.</summary>
    public Func<string, byte[]?>? Library { get; init; } = VmxAsm.Compiler.Library.LibraryFiles.Read;

    /// <summary>Rejects what GNU as does not know (<c>--gnu</c>).</summary>
    public bool GnuStrict { get; init; }

    /// <summary>Processor that structures are checked against (<c>--cpu</c>): core2, nehalem, haswell, skylake.</summary>
    public string CpuModelName { get; init; } = "core2";

    /// <summary>No checks of processor structures at build time (<c>--no-check</c>).</summary>
    public bool NoChecks { get; init; }

    public WarningOptions Warnings { get; init; } = WarningOptions.Default;

    /// <summary><c>-msyntax=intel</c> as if the source began with <c>.intel_syntax</c>.</summary>
    public bool IntelSyntax { get; init; }

    /// <summary><c>-mmnemonic=intel</c>: x87 reversals as Intel names them, in AT&amp;T syntax too.</summary>
    public bool IntelMnemonics { get; init; }

    /// <summary><c>-mnaked-reg</c>: registers need no <c>%</c>.</summary>
    public bool NakedRegisters { get; init; }

    /// <summary><c>-mindex-reg</c>: <c>%eiz</c> and <c>%riz</c> may be written.</summary>
    public bool AllowsIndexZero { get; init; }

    /// <summary><c>-mintel64</c>: 64-bit near branches ignore an operand-size prefix; else as on AMD processors.</summary>
    public bool Intel64 { get; init; }

    /// <summary>Options that write other machine code than the source says.</summary>
    public EncodingOptions Encoding { get; init; } = EncodingOptions.Default;

    /// <summary><c>-mshared</c>: a jump to a global symbol of the same file is left to the linker.</summary>
    public bool IsShared { get; init; }

    /// <summary><c>--alternate</c> as if the source began with <c>.altmacro</c>.</summary>
    public bool AlternateMacros { get; init; }

    /// <summary><c>--sectname-subst</c>: <c>%S</c> in the name of a section is the name of the one before.</summary>
    public bool SubstitutesSectionNames { get; init; }

    /// <summary><c>--elf-stt-common=yes</c>: common symbols have a type of their own.</summary>
    public bool TypesCommonSymbols { get; init; }

    /// <summary><c>--strip-local-absolute</c>: local symbols that are numbers are not in the symbol table.</summary>
    public bool StripsLocalNumbers { get; init; }

    /// <summary><c>--keep-locals</c>: names that begin with <c>.L</c> are in the symbol table like others.</summary>
    public bool KeepsLocals { get; init; }

    /// <summary><c>--size-check=warning</c>: a symbol's size that is no number draws a warning only.</summary>
    public bool AllowsUnknownSizes { get; init; }

    /// <summary><c>--compress-debug-sections</c>.</summary>
    public bool CompressesDebugSections { get; init; }

    /// <summary><c>--debug-prefix-map OLD=NEW</c>: how folders begin in debugging information; the last that fits counts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> DebugPrefixes { get; init; } = [];

    /// <summary>A folder as debugging information has it.</summary>
    internal string MapFolder(string folder)
    {
        (string? from, string? to) = DebugPrefixes.LastOrDefault(prefix => folder.StartsWith(prefix.Key, StringComparison.Ordinal));
        return from is null ? folder : to + folder[from.Length..];
    }

    /// <summary><c>-march=CPU[+EXTENSION...]</c>: how padding is written; it refuses nothing.</summary>
    public string? Processor { get; init; }

    /// <summary><c>-mtune=CPU</c>: how padding is written.</summary>
    public string? Tune { get; init; }

    /// <summary>Makes a <c>.note.GNU-stack</c> section: executable, not executable, or as the source says.</summary>
    public bool? ExecutableStack { get; init; }

    /// <summary>A listing is wanted.</summary>
    public bool Listing { get; init; }

    /// <summary>What the listing shows (<c>-a</c> and its letters).</summary>
    public ListingContent ListingContent { get; init; } = ListingContent.Default;

    /// <summary>A line table is wanted although no image is made (<c>-g</c>).</summary>
    public bool DebugInformation { get; init; }

    /// <summary>Version of DWARF to write it in (<c>--gdwarf-4</c>), 2 to 5; null: GNU as's choice.</summary>
    public int? DwarfVersion { get; init; }

    /// <summary>Version of the entries in .debug_frame that functions share (<c>--gdwarf-cie-version</c>): 1, 3 or 4; null: 1.</summary>
    public int? CieVersion { get; init; }

    /// <summary>The version that all of these come down to, as GNU as reckons: what is asked for of one part raises the others.</summary>
    internal int DwarfLevel
    {
        get
        {
            int level = Math.Max(DwarfVersion ?? 0, CieVersion is 3 or 4 ? CieVersion.Value : 0);
            if (DebugInformation)
                level = Math.Max(level, 2);
            return level == 0 ? 3 : level;
        }
    }

    /// <summary><c>floppy</c>, <c>disk</c>, <c>iso</c>, <c>flat</c>, <c>elf</c> or <c>multiboot</c>.</summary>
    public string ImageFormat { get; init; } = "floppy";

    /// <summary>The format was asked for, and is not what one gets without asking.</summary>
    public bool HasImageFormat { get; init; }

    /// <summary>Whether OUTPUT_FORMAT of a linker script chooses the format in the place of <c>--format</c>.</summary>
    public ScriptFormatUse ScriptFormat { get; init; }

    /// <summary><c>-Ttext ADDRESS</c>.</summary>
    public ulong? TextAddress { get; init; }

    /// <summary><c>-Tdata</c>, <c>-Tbss</c>, <c>--section-start SECTION=ADDRESS</c>.</summary>
    public IReadOnlyList<NamedValue> SectionAddresses { get; init; } = [];

    /// <summary><c>-L DIR</c>: where files that a linker script names are looked for.</summary>
    public IReadOnlyList<string> LinkSearchPaths { get; init; } = [];

    /// <summary><c>-l NAME</c>: archives from the search paths.</summary>
    public IReadOnlyList<string> Libraries { get; init; } = [];

    /// <summary><c>-z max-page-size=N</c> in bytes; null: 4096.</summary>
    public ulong? MaximumPageSize { get; init; }

    /// <summary><c>-z common-page-size=N</c> in bytes; null: 4096.</summary>
    public ulong? CommonPageSize { get; init; }

    /// <summary>False: <c>-z norelro</c>, for scripts with DATA_SEGMENT_ALIGN.</summary>
    public bool ProtectsRelro { get; init; } = true;

    /// <summary><c>-e SYMBOL</c>.</summary>
    public string? EntrySymbol { get; init; }

    /// <summary><c>-T FILE</c>; several are read one after the other.</summary>
    public IReadOnlyList<string> LinkerScripts { get; init; } = [];

    /// <summary><c>--gc-sections</c>.</summary>
    public bool DropUnusedSections { get; init; }
}
