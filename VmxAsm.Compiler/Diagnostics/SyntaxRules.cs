namespace VmxAsm.Compiler.Diagnostics;

/// <summary>E01xx: what stands on the line is not a statement.</summary>
public static class SyntaxRules
{
    private static readonly RuleTable Table = new();

    public static IReadOnlyList<DiagnosticRule> All => Table.Rows;

    public static readonly DiagnosticRule UnexpectedCharacter = Table.Add("E0101", Severity.Error,
        "a statement starts with a name, a label or a directive",
        "The first character of a statement is none that a label, an instruction, a directive or an assignment can start with.");

    public static readonly DiagnosticRule TrailingText = Table.Add("E0102", Severity.Error,
        "nothing may follow a complete statement on its line except a comment or `;`",
        "The statement was complete, and then something else followed. Often an operator or a comma is missing, or a comment lacks its `#`.");

    public static readonly DiagnosticRule ExpectedExpression = Table.Add("E0103", Severity.Error,
        "an expression was expected",
        "A number, a symbol, a character constant or a parenthesised expression must stand here.");

    public static readonly DiagnosticRule ExpectedName = Table.Add("E0104", Severity.Error,
        "a name was expected",
        "A name is made of letters, digits, `_`, `.` and `$`, does not start with a digit, or stands in double quotes.");

    public static readonly DiagnosticRule ExpectedComma = Table.Add("E0105", Severity.Error,
        "operands are separated by commas",
        "A comma was expected between two operands.");

    public static readonly DiagnosticRule ExpectedString = Table.Add("E0106", Severity.Error,
        "a string in double quotes was expected",
        "The directive takes text between double quotes, as in `.ascii \"text\"`.");

    public static readonly DiagnosticRule UnterminatedString = Table.Add("E0107", Severity.Error,
        "a string ends with a double quote",
        "The closing double quote is missing. Inside a string a quote is written `\\\"`.");

    public static readonly DiagnosticRule InvalidNumber = Table.Add("E0109", Severity.Error,
        "a number has digits of its radix only",
        "Decimal, `0x` hexadecimal, `0b` binary and octal (a leading `0`) numbers are understood; a digit does not belong to the radix.");

    public static readonly DiagnosticRule MissingParenthesis = Table.Add("E0110", Severity.Error,
        "every opening parenthesis is closed",
        "A `)` is missing before the end of the expression.");

    public static readonly DiagnosticRule UnknownModifier = Table.Add("E0111", Severity.Error,
        "the name after `@` asks for a relocation",
        "Known are GOT, GOTOFF, GOTPCREL, GOTPCREL_NORELAX, GOTPLT, GOTTPOFF, GOTNTPOFF, INDNTPOFF, NTPOFF, TPOFF, PLT, PLTOFF, DTPOFF, TLSGD, "
        + "TLSLD, TLSLDM, TLSDESC, TLSCALL and SIZE. Which of them fit depends on the object format.");

    public static readonly DiagnosticRule InvalidCharacterConstant = Table.Add("E0112", Severity.Error,
        "a character constant is a single quote and one character",
        "Write `'a'`, `'\\n'` or, as GNU as also takes it, `'a`.");

    public static readonly DiagnosticRule NumberTooBig = Table.Add("E0113", Severity.Error,
        "a number has at most 64 bits",
        "Only data directives take larger ones: `.octa` up to 128 bits, and of what is shorter the upper bits are dropped.");

    public static readonly DiagnosticRule ExpectedRegister = Table.Add("E0114", Severity.Error,
        "a register was expected",
        "The directive takes a register, as in `%rsp`, or its DWARF number.");

    public static readonly DiagnosticRule UnknownEscape = Table.Add("W0115", Severity.Warning,
        "an escape in a string is one that GNU as knows",
        "Known are `\\b \\f \\n \\r \\t \\v \\\\ \\\"`, `\\NNN` in octal and `\\xHH` in hexadecimal; any other character after `\\` stands for itself.");

    public static readonly DiagnosticRule NewlineInString = Table.Add("W0116", Severity.Warning,
        "a string ends on the line it starts on",
        "A line end inside a string becomes part of it. Usually the closing quote was forgotten.");

    public static readonly DiagnosticRule InvalidFloat = Table.Add("E0117", Severity.Error,
        "a floating-point number was expected",
        "Write a decimal number such as `1.5`, `-2e10`, `0f1.5`, `inf` or `nan`.");

    public static readonly DiagnosticRule NestingTooDeep = Table.Add("E0118", Severity.Error,
        "an expression nests at most some thousand parentheses deep, and a thousand operators over symbols",
        "Expressions this deep are not written by people; a generator has gone astray.");

    public static readonly DiagnosticRule NotText = Table.Add("E0119", Severity.Error,
        "a source is text",
        "More than a tenth of the file's first bytes are control characters. Objects and archives are linked (`vmxasm build FILE.o`), other data is taken in with `.incbin`.");

    public static readonly DiagnosticRule UnclosedComment = Table.Add("W0120", Severity.Warning,
        "a comment that `/*` begins ends with `*/`",
        "Everything behind the `/*` has been skipped.");

    public static readonly DiagnosticRule MissingValue = Table.Add("W0121", Severity.Warning,
        "a value stands before and behind each comma",
        "A value that is not there counts as zero.");
}
