namespace VmxAsm.Compiler.Diagnostics;

/// <summary>E02xx: directives, macros, conditionals and the texts they read.</summary>
public static class DirectiveRules
{
    public static readonly DiagnosticRule UnknownDirective = new("E0201", Severity.Error,
        "the name after the dot is a directive",
        "No directive has this name.");

    public static readonly DiagnosticRule UnmatchedElse = new("E0202", Severity.Error,
        "`.else`, `.elseif` and `.endif` belong to an `.if`",
        "There is no open `.if`, or its `.else` has been seen already.");

    public static readonly DiagnosticRule UnclosedIf = new("E0203", Severity.Error,
        "every `.if` has its `.endif`",
        "The file or the macro ended inside a conditional.");

    public static readonly DiagnosticRule UnclosedBlock = new("E0204", Severity.Error,
        "a block is closed in the text that opened it",
        "`.macro` ends with `.endm`; `.rept`, `.irp` and `.irpc` end with `.endr`.");

    public static readonly DiagnosticRule UnmatchedEnd = new("E0205", Severity.Error,
        "an end closes a block that is open",
        "`.endm` and `.endr` belong to a `.macro`, `.rept`, `.irp` or `.irpc`.");

    public static readonly DiagnosticRule MacroArgument = new("E0206", Severity.Error,
        "a macro is called with the arguments that it declares",
        "Too many arguments, an unknown keyword, or no value for a parameter marked `:req`.");

    public static readonly DiagnosticRule MacroDefinition = new("E0207", Severity.Error,
        "a macro has a name and distinct parameters",
        "`.macro NAME PARAMETER, PARAMETER=DEFAULT, PARAMETER:req, PARAMETER:vararg`; only the last may be `:vararg`.");

    public static readonly DiagnosticRule ExpansionTooDeep = new("E0208", Severity.Error,
        "macros and includes nest at most 1000 deep",
        "A macro that calls itself needs an `.if` that ends the recursion; a file must not include itself.");

    public static readonly DiagnosticRule ExpansionTooLong = new("E0209", Severity.Error,
        "an expansion is at most 256 MiB",
        "The repetition count is too large.");

    public static readonly DiagnosticRule FileNotFound = new("E0210", Severity.Error,
        "an included file exists and can be read",
        "`.include` and `.incbin` look in the current directory, beside the including file, and in the directories given with `-I`.");

    public static readonly DiagnosticRule UserError = new("E0211", Severity.Error,
        "`.error` or `.err` was reached",
        "The source itself asked for this error.");

    public static readonly DiagnosticRule UserWarning = new("W0212", Severity.Warning,
        "`.warning` or `.fail` was reached",
        "The source itself asked for this warning.");

    public static readonly DiagnosticRule BadAlignment = new("E0213", Severity.Error,
        "an alignment is a power of two",
        "`.balign` takes the number of bytes, `.p2align` its logarithm.");

    public static readonly DiagnosticRule BadSection = new("E0214", Severity.Error,
        "`.section NAME, \"flags\", @type, entsize, group`",
        "Flags are letters of `awxeMSGTolR?`, types `@progbits`, `@nobits`, `@note`, `@init_array`, `@fini_array`, `@preinit_array` or `@unwind`; "
        + "`M` needs an entry size, `G` a group's signature, `o` a section.");

    public static readonly DiagnosticRule SectionChanged = new("W0215", Severity.Warning,
        "a section keeps the flags and type it was made with",
        "The flags of the first `.section` with this name stay in force.");

    public static readonly DiagnosticRule SectionStack = new("E0216", Severity.Error,
        "`.popsection` undoes a `.pushsection`, `.previous` a section change",
        "There is nothing to go back to.");

    public static readonly DiagnosticRule BadOperand = new("E0217", Severity.Error,
        "the operand is one that the directive takes",
        "See docs/language.md for the directive's operands.");

    public static readonly DiagnosticRule CfiOutsideProcedure = new("E0218", Severity.Error,
        "`.cfi_*` stands between `.cfi_startproc` and `.cfi_endproc`",
        "Call frame information describes one procedure at a time.");

    public static readonly DiagnosticRule CfiNotClosed = new("E0219", Severity.Error,
        "every `.cfi_startproc` has its `.cfi_endproc`",
        "The file ended, or another procedure began, inside a procedure.");

    public static readonly DiagnosticRule UnknownArchitecture = new("E0220", Severity.Error,
        "`.arch` names a processor or an extension",
        "Use `default`, a processor such as `core2`, or an extension such as `.avx2` or `.noavx`.");

    public static readonly DiagnosticRule WrongMode = new("E0221", Severity.Error,
        "64-bit code goes into 64-bit objects",
        "`.code64` needs the x86-64 object format (`--64`, the default).");

    public static readonly DiagnosticRule NegativeCount = new("W0222", Severity.Warning,
        "a count is not negative",
        "A negative repeat count or size is taken as zero.");

    public static readonly DiagnosticRule UnknownFile = new("E0223", Severity.Error,
        "`.loc` names a file that `.file` has declared",
        "`.file 1 \"name.c\"` must come before `.loc 1 ...`.");

    public static readonly DiagnosticRule UndefinedMacro = new("W0224", Severity.Warning,
        "`.purgem` names a macro",
        "No macro has this name.");

    public static readonly DiagnosticRule PseudoOpRedefined = new("W0225", Severity.Warning,
        "a macro has a name of its own",
        "A directive has this name; it wins, and the macro is ignored.");

    public static readonly DiagnosticRule StrictGnu = new("E0226", Severity.Error,
        "`--gnu` accepts what GNU as accepts",
        "The directive is one of vmxasm's own.");

    public static readonly DiagnosticRule InvalidVersionedName = new("E0227", Severity.Error,
        "`.symver NAME, NAME@VERSION`",
        "The second operand is a name, one to three `@` and the version's name.");
}
