using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Diagnostics;

/// <summary>What to do with warnings: the command line's <c>-W</c>, <c>--fatal-warnings</c>, <c>-Werror=CODE</c>, <c>-Wno-CODE</c>.</summary>
public sealed record WarningOptions
{
    public static WarningOptions Default { get; } = new();

    /// <summary>No warning is reported.</summary>
    public bool Suppress { get; init; }

    /// <summary>Every warning is an error.</summary>
    public bool Fatal { get; init; }

    public IReadOnlySet<string> FatalCodes { get; init; } = new HashSet<string>();

    public IReadOnlySet<string> SuppressedCodes { get; init; } = new HashSet<string>();
}

/// <summary>The diagnostics of one run, gathered in any order and handed out in source order.</summary>
public sealed class DiagnosticBag(WarningOptions? warnings = null)
{
    /// <summary>A file of pure rubbish must not fill memory with complaints.</summary>
    private const int Limit = 10_000;

    private readonly WarningOptions _warnings = warnings ?? WarningOptions.Default;
    private readonly List<Diagnostic> _all = [];
    private HashSet<(string Code, string? Check, SourceSpan Span)>? _seen;

    public int ErrorCount { get; private set; }

    public int WarningCount { get; private set; }

    /// <summary>Errors are only counted from here on: nobody will read what they say.</summary>
    public bool IsFull => _all.Count >= Limit;

    public bool HasErrors => ErrorCount > 0;

    /// <summary>Reports by the row. A second report of the same rule at the same place is dropped.</summary>
    public void Report(DiagnosticRule rule, SourceSpan span, string message) => Report(new Diagnostic(rule, message, span));

    public void Report(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Warning)
        {
            string code = diagnostic.Rule.Code;
            if (_warnings.Suppress || _warnings.SuppressedCodes.Contains(code))
                return;
            if (_warnings.Fatal || _warnings.FatalCodes.Contains(code))
                diagnostic = diagnostic with { Severity = Severity.Error };
        }

        if (IsFull && !(diagnostic.Severity == Severity.Error && ErrorCount == 0))
        {
            Count(diagnostic.Severity);
            return;
        }

        if (diagnostic.Span.Start != 0 && !(_seen ??= []).Add((diagnostic.Rule.Code, diagnostic.Check, diagnostic.Span)))
            return;
        Count(diagnostic.Severity);
        _all.Add(diagnostic);
    }

    /// <summary>All of them in the order in which a reader of the source meets them.</summary>
    public IReadOnlyList<Diagnostic> InSourceOrder(SourceSet sources)
    {
        List<(int Root, int Index)> keys = new(_all.Count);
        for (int i = 0; i < _all.Count; i++)
            keys.Add((sources.RootOffset(_all[i].Span), i));
        keys.Sort((a, b) => a.Root != b.Root ? a.Root.CompareTo(b.Root)
            : _all[a.Index].Span.Start != _all[b.Index].Span.Start ? _all[a.Index].Span.Start.CompareTo(_all[b.Index].Span.Start)
            : a.Index.CompareTo(b.Index));
        return keys.ConvertAll(key => _all[key.Index]);
    }

    private void Count(Severity severity)
    {
        if (severity == Severity.Error)
            ErrorCount++;
        else if (severity == Severity.Warning)
            WarningCount++;
    }
}
