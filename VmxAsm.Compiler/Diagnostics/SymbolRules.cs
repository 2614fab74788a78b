namespace VmxAsm.Compiler.Diagnostics;

/// <summary>E04xx: names, values and the places that layout gives them.</summary>
public static class SymbolRules
{
    private static readonly RuleTable Table = new();

    public static IReadOnlyList<DiagnosticRule> All => Table.Rows;

    public static readonly DiagnosticRule Redefined = Table.Add("E0401", Severity.Error,
        "a symbol is defined once",
        "A label, or a symbol made with `.equiv` or `.comm`, has one definition. A symbol made with `.set` or `=` can be set again, to another value.");

    public static readonly DiagnosticRule NotAbsolute = Table.Add("E0402", Severity.Error,
        "the value must be known while assembling",
        "The directive needs a number at once. A symbol that is defined later, or the difference of two labels with an instruction "
        + "of undecided size between them, has no value yet.");

    public static readonly DiagnosticRule ValueTooBig = Table.Add("E0403", Severity.Error,
        "a value fits the field it is stored in",
        "The value needs more bits than the field has, both read as a signed and as an unsigned number.");

    public static readonly DiagnosticRule ValueTruncated = Table.Add("W0404", Severity.Warning,
        "a value fits the field it is stored in",
        "The upper bits were dropped, as GNU as does.");

    public static readonly DiagnosticRule DivisionByZero = Table.Add("W0405", Severity.Warning,
        "a divisor is not zero",
        "The right side of `/` or `%` is zero, and taken as one, as GNU as does.");

    public static readonly DiagnosticRule NotRelocatable = Table.Add("E0406", Severity.Error,
        "an object file holds a symbol plus a number, or a difference of symbols of one section",
        "ELF has no relocation for the expression. Linking with `vmxasm build` (without `-c`) evaluates any expression.");

    public static readonly DiagnosticRule UndefinedLocalLabel = Table.Add("E0407", Severity.Error,
        "a local label is defined in the direction that its letter says",
        "`1f` names the next `1:` after it, `1b` the last one before it.");

    public static readonly DiagnosticRule BranchOutOfRange = Table.Add("E0409", Severity.Error,
        "a short branch reaches 128 bytes back and 127 forward",
        "`loop`, `jcxz` and the like have an 8-bit displacement only.");

    public static readonly DiagnosticRule OrgBackwards = Table.Add("E0410", Severity.Error,
        "`.org` moves forward only",
        "The location counter is already beyond the place asked for.");

    public static readonly DiagnosticRule LayoutDiverges = Table.Add("E0411", Severity.Error,
        "the size of a fragment settles",
        "A size depends on addresses that depend on that size again, and no assignment of addresses satisfies all of them.");

    public static readonly DiagnosticRule InvalidModifier = Table.Add("E0412", Severity.Error,
        "the relocation exists for a field of this size and kind",
        "The psABI defines each `@` relocation for certain field widths only, and some only for x86-64 or only for i386.");

    public static readonly DiagnosticRule RegisterSymbol = Table.Add("E0413", Severity.Error,
        "a symbol that names a register is not a number",
        "The symbol was set to a register and can stand only where a register can.");

    public static readonly DiagnosticRule NoBits = Table.Add("E0414", Severity.Error,
        "a section without contents holds zeros only",
        "`.bss` and other `@nobits` sections reserve space; bytes other than zero have nowhere to go in the file.");

    public static readonly DiagnosticRule SizeNotConstant = Table.Add("E0415", Severity.Error,
        "a symbol's size is a number once layout is done",
        "The expression of `.size` must come down to a number, usually `. - symbol`.");

    public static readonly DiagnosticRule BadCommon = Table.Add("E0416", Severity.Error,
        "a common symbol has a size that is a number and is not defined elsewhere",
        "`.comm NAME, SIZE, ALIGNMENT` reserves space that the linker merges with other declarations of the name.");

    public static readonly DiagnosticRule AbsoluteSection = Table.Add("E0417", Severity.Error,
        "`.struct` describes a layout and holds no bytes",
        "Between `.struct` or `.offset` and the next section directive only labels and space are possible.");

    public static readonly DiagnosticRule SectionTooBig = Table.Add("E0418", Severity.Error,
        "a section is at most 2 GiB",
        "The space asked for does not fit; a count is probably negative or wrong by a factor.");

    public static readonly DiagnosticRule WeakrefConflict = Table.Add("E0419", Severity.Error,
        "a weak reference is an alias of a symbol that is not itself an alias of it",
        "`.weakref ALIAS, TARGET`: the alias must not be defined, and the chain of aliases must end.");

    public static readonly DiagnosticRule BadReloc = Table.Add("E0420", Severity.Error,
        "`.reloc` takes an offset in the current section, a relocation's name and an expression",
        "The offset must lie in the section, and the name must be one of the target's relocations such as `R_X86_64_64`.");

    public static readonly DiagnosticRule NotThreadLocal = Table.Add("E0421", Severity.Error,
        "a relocation of thread-local storage names a thread-local variable",
        "`@TPOFF`, `@GOTTPOFF`, `@TLSGD` and their kin are offsets in a thread's block; the symbol must be undefined here or stand in a section with the flag `T`, such as `.tbss`.");

    public static readonly DiagnosticRule ShiftTooFar = Table.Add("W0422", Severity.Warning,
        "a number is shifted by 0 to 63 bits",
        "Expressions have 64 bits. What is shifted further is zero, as in GNU as.");

    public static readonly DiagnosticRule CommonSizeChanged = Table.Add("W0423", Severity.Warning,
        "a common symbol keeps the size it was made with",
        "The size of the first `.comm` of the name counts, as in GNU as.");
}
