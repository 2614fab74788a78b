using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Diagnostics;

/// <summary>A second place that a message is about, with what there is to say about it.</summary>
public sealed record DiagnosticLabel(SourceSpan Span, string Text);

/// <summary>Something the tool has to say about a source.</summary>
/// <param name="Rule">The catalogue's row.</param>
/// <param name="Message">What was seen, then the rule: lower case, no full stop, code in backticks.</param>
/// <param name="Span">The smallest span that is wrong.</param>
public sealed record Diagnostic(DiagnosticRule Rule, string Message, SourceSpan Span)
{
    /// <summary>The row's severity, unless an option changed it.</summary>
    public Severity Severity { get; init; } = Rule.Severity;

    /// <summary>The other places involved.</summary>
    public IReadOnlyList<DiagnosticLabel> Labels { get; init; } = [];

    /// <summary>Sentences without a place.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The row of the VM-entry check catalogue behind a <see cref="Rule"/> that stands for all of them; else null.</summary>
    public string? Check { get; init; }

    /// <summary>What to write in place of <see cref="Span"/>, when that is certain.</summary>
    public string? Fix { get; init; }
}
