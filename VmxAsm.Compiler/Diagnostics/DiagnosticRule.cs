namespace VmxAsm.Compiler.Diagnostics;

/// <summary>How bad it is: an error stops the build, a warning does not, a note belongs to one of the two.</summary>
public enum Severity
{
    Note,
    Warning,
    Error,
}

/// <summary>
/// One row of the catalogue: everything the tool can complain about, once. Rows stand in one table per family
/// (<c>SyntaxRules</c>, <c>EncodingRules</c>, <c>LinkRules</c>, ...); a duplicate code fails a test.
/// </summary>
/// <param name="Code">Stable name, as in <c>[E0101]</c>: a letter for the severity and four digits.</param>
/// <param name="Severity">Default severity; <c>-Werror=CODE</c> and <c>-Wno-CODE</c> change a warning's.</param>
/// <param name="Title">The rule in one line, lower case, no full stop.</param>
/// <param name="Explanation">What <c>vmxasm explain CODE</c> prints: why it is so and what to do.</param>
public sealed record DiagnosticRule(string Code, Severity Severity, string Title, string Explanation);
