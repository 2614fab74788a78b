namespace VmxAsm.Compiler.Diagnostics;

/// <summary>The rows of one family of rules, in the order in which they are declared: declaring a row is registering it.</summary>
internal sealed class RuleTable
{
    private readonly List<DiagnosticRule> _rows = [];

    public IReadOnlyList<DiagnosticRule> Rows => _rows;

    /// <inheritdoc cref="DiagnosticRule(string, Severity, string, string)"/>
    public DiagnosticRule Add(string code, Severity severity, string title, string explanation)
    {
        DiagnosticRule rule = new(code, severity, title, explanation);
        _rows.Add(rule);
        return rule;
    }
}
