namespace VmxAsm.Cli;

/// <summary>
/// What else <c>as --help</c> lists. Some options change nothing here: GNU as ignores them itself, or they ask for what is done anyway; they are dropped.
/// Of the others it is better to say that they are not there than to leave them out of an object that was to have them.
/// </summary>
internal static class OtherGnuAsOptions
{
    private static readonly HashSet<string> WithoutEffect =
    [
        "-f", "-J", "-K", "-k", "-n", "-nocpp", "-q", "-Qn", "-Qy", "-s", "-w", "-X", "--divide", "--reduce-memory-overheads", "-no-pad-sections",
        "--nocompress-debug-sections", "--traditional-format", "--generate-missing-build-notes=no", "--multibyte-handling=allow",
        "--nogen-debug", "-O0", "-mx86-used-note=no", "-msse-check=none",
        "-mavxscalar=128", "-mvexwig=0", "-mevexlig=128", "-mevexwig=0", "-mevexrcig=rne", "-malign-branch-boundary=0", "-mlfence-after-load=no",
        "-mlfence-before-indirect-branch=none", "-mlfence-before-ret=none",
    ];

    /// <summary>Options with a value that changes nothing, whatever it is.</summary>
    private static readonly string[] WithoutEffectPrefixes = ["--hash-size", "--listing-lhs-width", "--listing-lhs-width2", "--listing-rhs-width", "--listing-cont-lines"];

    /// <summary>How an option begins that is not offered, and why.</summary>
    private static readonly (string Prefix, string Reason)[] Refused =
    [
        ("--x32", "there are objects of x86-64 (`--64`) and of i386 (`--32`) only"),
        ("-O", "an instruction is written as the source says"),
        ("-malign-branch", "branches are not padded away from boundaries"),
        ("-mbranches-within-32B-boundaries", "branches are not padded away from boundaries"),
        ("-mlfence", "no fences are added to what the source says"),
        ("-mavxscalar=", "what the processor ignores in an encoding is zero"),
        ("-mvexwig=", "what the processor ignores in an encoding is zero"),
        ("-mevexlig=", "what the processor ignores in an encoding is zero"),
        ("-mevexwig=", "what the processor ignores in an encoding is zero"),
        ("-mevexrcig=", "what the processor ignores in an encoding is zero"),
        ("-mx86-used-note=", "no note is made of the features that code uses"),
        ("-msse-check=", "SSE and AVX may be mixed"),
        ("-M", "the source is not read as Microtec's assembler would"),
        ("--mri", "the source is not read as Microtec's assembler would"),
        ("-R", "data stays in its own section"),
        ("-Z", "an object is written only when there are no errors"),
        ("--gstabs", "lines are described in DWARF: `-g`, or `--gdwarf-2` to `--gdwarf-5`"),
        ("-gstabs", "lines are described in DWARF: `-g`, or `--gdwarf-2` to `--gdwarf-5`"),
        ("--gdwarf-sections", "one line table describes all sections"),
        ("--gdwarf-", "the versions of DWARF are 2 to 5"),
        ("-gdwarf-", "the versions of DWARF are 2 to 5"),
        ("--gsframe", "frames are described in DWARF"),
        ("--generate-missing-build-notes=", "no build notes are made"),
        ("--multibyte-handling=", "characters of more than one byte are allowed"),
        ("--statistics", "nothing is measured"),
        ("--dump-config", "there is only one configuration"),
        ("--target-help", "`vmxasm build --help` lists the options"),
        ("-V", "`vmxasm --version` says the version"),
    ];

    public static bool HasNoEffect(string argument) =>
        WithoutEffect.Contains(argument) || Array.Exists(WithoutEffectPrefixes, prefix => argument.StartsWith(prefix + "=", StringComparison.Ordinal));

    /// <summary>Why an option is not offered; null when GNU as does not have it either.</summary>
    public static string? WhyRefused(string argument)
    {
        (string prefix, string reason) = Array.Find(Refused, row => argument.StartsWith(row.Prefix, StringComparison.Ordinal));
        return prefix is null ? null : $"`{argument}` is an option of GNU as that vmxasm does not have: {reason}";
    }
}
