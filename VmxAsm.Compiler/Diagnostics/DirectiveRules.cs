namespace VmxAsm.Compiler.Diagnostics;

/// <summary>E02xx: directives, macros, conditionals and the texts they read.</summary>
public static class DirectiveRules
{
    private static readonly RuleTable Table = new();

    public static IReadOnlyList<DiagnosticRule> All => Table.Rows;

    public static readonly DiagnosticRule UnknownDirective = Table.Add("E0201", Severity.Error,
        "the name after the dot is a directive",
        "No directive has this name.");

    public static readonly DiagnosticRule UnmatchedElse = Table.Add("E0202", Severity.Error,
        "`.else`, `.elseif` and `.endif` belong to an `.if`",
        "There is no open `.if`, or its `.else` has been seen already.");

    public static readonly DiagnosticRule UnclosedIf = Table.Add("E0203", Severity.Error,
        "every `.if` has its `.endif`",
        "The file or the macro ended inside a conditional.");

    public static readonly DiagnosticRule UnclosedBlock = Table.Add("E0204", Severity.Error,
        "a block is closed in the text that opened it",
        "`.macro` ends with `.endm`; `.rept`, `.irp` and `.irpc` end with `.endr`.");

    public static readonly DiagnosticRule UnmatchedEnd = Table.Add("E0205", Severity.Error,
        "an end closes a block that is open",
        "`.endm` and `.endr` belong to a `.macro`, `.rept`, `.irp` or `.irpc`.");

    public static readonly DiagnosticRule MacroArgument = Table.Add("E0206", Severity.Error,
        "a macro is called with the arguments that it declares",
        "Too many arguments, an unknown keyword, or no value for a parameter marked `:req`.");

    public static readonly DiagnosticRule MacroDefinition = Table.Add("E0207", Severity.Error,
        "a macro has a name and distinct parameters",
        "`.macro NAME PARAMETER, PARAMETER=DEFAULT, PARAMETER:req, PARAMETER:vararg`; only the last may be `:vararg`.");

    public static readonly DiagnosticRule ExpansionTooDeep = Table.Add("E0208", Severity.Error,
        "macros nest at most 101 deep, and includes 1000",
        "A macro that calls itself needs an `.if` that ends the recursion; a file must not include itself.");

    public static readonly DiagnosticRule ExpansionTooLong = Table.Add("E0209", Severity.Error,
        "an expansion is at most 256 MiB",
        "The repetition count is too large.");

    public static readonly DiagnosticRule FileNotFound = Table.Add("E0210", Severity.Error,
        "an included file exists and can be read",
        "`.include` and `.incbin` look in the current directory, beside the including file, and in the directories given with `-I`.");

    public static readonly DiagnosticRule UserError = Table.Add("E0211", Severity.Error,
        "`.error` or `.err` was reached",
        "The source itself asked for this error.");

    public static readonly DiagnosticRule UserWarning = Table.Add("W0212", Severity.Warning,
        "`.warning` or `.fail` was reached",
        "The source itself asked for this warning.");

    public static readonly DiagnosticRule BadAlignment = Table.Add("E0213", Severity.Error,
        "an alignment is a power of two",
        "`.balign` takes the number of bytes, `.p2align` its logarithm.");

    public static readonly DiagnosticRule BadSection = Table.Add("E0214", Severity.Error,
        "`.section NAME, \"flags\", @type, entsize, group`",
        "Flags are letters of `awxeMSGTolR?`, types `@progbits`, `@nobits`, `@note`, `@init_array`, `@fini_array`, `@preinit_array` or `@unwind`; "
        + "`M` needs an entry size, `G` a group's signature, `o` a section.");

    public static readonly DiagnosticRule SectionChanged = Table.Add("W0215", Severity.Warning,
        "a section keeps the flags and type it was made with",
        "The flags of the first `.section` with this name stay in force.");

    public static readonly DiagnosticRule SectionAttributesDiffer = Table.Add("E0228", Severity.Error,
        "a section keeps the flags and type it was made with",
        "Give the attributes with the first `.section` of the name only, or the same ones each time.");

    public static readonly DiagnosticRule SectionStack = Table.Add("W0216", Severity.Warning,
        "`.popsection` undoes a `.pushsection`, `.previous` a section change",
        "There is nothing to go back to.");

    public static readonly DiagnosticRule BadOperand = Table.Add("E0217", Severity.Error,
        "the operand is one that the directive takes",
        "See docs/language.md for the directive's operands.");

    public static readonly DiagnosticRule CfiOutsideProcedure = Table.Add("E0218", Severity.Error,
        "`.cfi_*` stands between `.cfi_startproc` and `.cfi_endproc`",
        "Call frame information describes one procedure at a time.");

    public static readonly DiagnosticRule CfiNotClosed = Table.Add("E0219", Severity.Error,
        "every `.cfi_startproc` has its `.cfi_endproc`",
        "The file ended, or another procedure began, inside a procedure.");

    public static readonly DiagnosticRule UnknownArchitecture = Table.Add("E0220", Severity.Error,
        "`.arch` names a processor or an extension",
        "Use `default`, a processor such as `core2`, or an extension such as `.avx2` or `.noavx`.");

    public static readonly DiagnosticRule NegativeCount = Table.Add("W0222", Severity.Warning,
        "a count is not negative",
        "A negative repeat count or size is taken as zero.");

    public static readonly DiagnosticRule UnknownFile = Table.Add("E0223", Severity.Error,
        "`.loc` names a file that `.file` has declared",
        "`.file 1 \"name.c\"` must come before `.loc 1 ...`.");

    public static readonly DiagnosticRule UndefinedMacro = Table.Add("W0224", Severity.Warning,
        "`.purgem` names a macro",
        "No macro has this name.");

    public static readonly DiagnosticRule PseudoOpRedefined = Table.Add("W0225", Severity.Warning,
        "a macro has a name of its own",
        "A directive has this name; it wins, and the macro is ignored.");

    public static readonly DiagnosticRule InvalidVersionedName = Table.Add("E0227", Severity.Error,
        "`.symver NAME, NAME@VERSION`",
        "The second operand is a name, one to three `@` and the version's name.");

    public static readonly DiagnosticRule IncompleteSection = Table.Add("W0229", Severity.Warning,
        "`.section` says what its flags and its group need",
        "`M` wants an entry size behind the type, `G` the name of a group; a type is one that ELF has; a section is in one group. What is missing or wrong is left out, as GNU as does.");

    public static readonly DiagnosticRule IgnoredEnd = Table.Add("W0231", Severity.Warning,
        "`.endm` ends a macro, `.endr` a repetition, `.exitm` an expansion",
        "Here is none. GNU as goes on as if nothing were written.");

    public static readonly DiagnosticRule IgnoredDirective = Table.Add("W0232", Severity.Warning,
        "a directive is one for ELF objects",
        "`.linkonce` is for other formats of objects and does nothing; in ELF the flag `G` of `.section` and a group with `comdat` say the same.");

    public static readonly DiagnosticRule IgnoredCount = Table.Add("W0230", Severity.Warning,
        "a count of `.space` is not zero, and a size of `.fill` at most 8",
        "`.space 0` reserves nothing, and an element of `.fill` is cut to 8 bytes.");
}
