using System.Text;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Diagnostics;

/// <summary>
/// Diagnostics as text. Not on a terminal, one line each as compilers have always printed them, which editors and build tools parse; on a
/// terminal, with the source line and carets below it.
/// </summary>
public sealed class DiagnosticRenderer(SourceSet sources)
{
    private const string Reset = "\x1b[0m";
    private const string Bold = "\x1b[1m";
    private const string Blue = "\x1b[1;34m";

    private readonly StringBuilder _text = new();

    /// <summary>Longest piece of a source line that is shown, in columns.</summary>
    private const int MaximumWidth = 160;

    /// <summary><c>file:line:col: error: message [CODE]</c>, and a line of the same shape per label and invocation.</summary>
    public string RenderGnu(Diagnostic diagnostic, bool color)
    {
        _text.Clear();
        AppendGnuLine(diagnostic.Span, diagnostic.Severity, $"{diagnostic.Message} [{diagnostic.Rule.Code}]", color);
        foreach (DiagnosticLabel label in diagnostic.Labels)
            AppendGnuLine(label.Span, null, label.Text, color);
        foreach (string note in diagnostic.Notes)
            AppendGnuLine(diagnostic.Span, null, note, color);
        if (diagnostic.Fix is not null)
            AppendGnuLine(diagnostic.Span, null, $"write `{diagnostic.Fix}`", color);
        foreach ((string invocation, SourceSpan origin) in ShortTrace(diagnostic.Span))
            AppendGnuLine(origin, null, invocation, color);
        return _text.ToString();
    }

    /// <summary>The message with its source line and carets; labels, notes and invocations below.</summary>
    public string RenderSnippet(Diagnostic diagnostic, bool color)
    {
        _text.Clear();
        string tint = Tint(diagnostic.Severity);
        Paint(color, tint, $"{Name(diagnostic.Severity)}[{diagnostic.Rule.Code}]");
        Paint(color, Bold, $": {SourceSet.Printable(diagnostic.Message)}");
        _text.Append('\n');
        AppendSource(diagnostic.Span, null, '^', tint, color);
        foreach (DiagnosticLabel label in diagnostic.Labels)
            AppendSource(label.Span, label.Text, '-', Blue, color);
        foreach (string note in diagnostic.Notes)
            AppendRemark("note", note, color);
        if (diagnostic.Fix is not null)
            AppendRemark("fix", $"write `{diagnostic.Fix}`", color);
        foreach ((string invocation, SourceSpan origin) in ShortTrace(diagnostic.Span))
            AppendRemark("note", $"{invocation} at {sources.Locate(origin)}", color);
        return _text.ToString();
    }

    /// <summary>The last line of a run: how many of which; empty when there is nothing to say.</summary>
    public static string Summary(int errors, int warnings) => (errors, warnings) switch
    {
        (0, 0) => "",
        (0, _) => Count(warnings, "warning"),
        (_, 0) => Count(errors, "error"),
        _ => $"{Count(errors, "error")}, {Count(warnings, "warning")}",
    };

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private static string Name(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    /// <summary>The innermost and the outermost expansions; a macro that calls itself has hundreds between them.</summary>
    private IEnumerable<(string Invocation, SourceSpan Origin)> ShortTrace(SourceSpan span)
    {
        const int Inner = 4;
        const int Outer = 2;
        (SourceText Text, SourceSpan Origin)[] trace = [.. sources.Trace(span)];
        int left = trace.Length - Inner - Outer;
        for (int i = 0; i < trace.Length; i++)
        {
            if (i >= Inner && i < Inner + left)
                continue;
            string more = left > 0 && i == Inner + left ? $"{left} more expansions between, and " : "";
            yield return (more + Invocation(trace[i].Text), trace[i].Origin);
        }
    }

    /// <summary>How a text came to be where it is: <c>in the expansion of macro `vmw`</c>.</summary>
    internal static string Invocation(SourceText text) => text.Kind switch
    {
        TextKind.Macro => $"in the expansion of macro `{text.Name}`",
        TextKind.Repeat => $"in the body of `{text.Name}`",
        _ => $"in `{text.Name}`, included",
    };

    private static string Tint(Severity? severity) => severity switch
    {
        Severity.Error => "\x1b[1;31m",
        Severity.Warning => "\x1b[1;35m",
        _ => "\x1b[1;36m",
    };

    /// <param name="severity">Null for a note.</param>
    private void AppendGnuLine(SourceSpan span, Severity? severity, string message, bool color)
    {
        if (span.Start != 0)
            _text.Append(sources.Locate(span)).Append(": ");
        Paint(color, Tint(severity), severity is { } known ? Name(known) : "note");
        _text.Append(": ").Append(SourceSet.Printable(message)).Append('\n');
    }

    private void AppendRemark(string kind, string message, bool color)
    {
        _text.Append("   ");
        Paint(color, Blue, "= ");
        Paint(color, Bold, kind);
        _text.Append(": ").Append(SourceSet.Printable(message)).Append('\n');
    }

    private void AppendSource(SourceSpan span, string? remark, char mark, string tint, bool color)
    {
        if (span.Start == 0)
        {
            if (remark is not null)
                AppendRemark("note", remark, color);
            return;
        }

        SourceLocation location = sources.Locate(span);
        (string line, int column) = sources.LineText(span);
        string number = location.Line.ToString();
        string margin = new(' ', number.Length);
        _text.Append(margin);
        Paint(color, Blue, "--> ");
        _text.Append(location).Append('\n');

        // Columns count bytes; the caret stands below characters.
        int start = CharactersIn(line, column);
        int length = Math.Max(1, CharactersIn(line, column + span.Length) - start);
        string shown = Expand(line, ref start, ref length);
        Paint(color, Blue, $"{number} | ");
        _text.Append(shown).Append('\n').Append(margin);
        Paint(color, Blue, " | ");
        _text.Append(' ', start);
        Paint(color, tint, new string(mark, length));
        if (remark is not null)
        {
            _text.Append(' ');
            Paint(color, tint, SourceSet.Printable(remark));
        }

        _text.Append('\n');
    }

    /// <summary>The line without tabs and control characters, cut to a stretch around the span when it is very long.</summary>
    private static string Expand(string line, ref int start, ref int length)
    {
        StringBuilder expanded = new(line.Length + 16);
        int newStart = -1;
        int newEnd = -1;
        for (int i = 0; i < line.Length; i++)
        {
            if (i == start)
                newStart = expanded.Length;
            if (i == start + length)
                newEnd = expanded.Length;
            if (line[i] == '\t')
                expanded.Append(' ', 8 - expanded.Length % 8);
            else
                expanded.Append(char.IsControl(line[i]) ? '.' : line[i]);
        }

        newStart = newStart < 0 ? expanded.Length : newStart;
        newEnd = newEnd < 0 ? Math.Max(newStart + 1, expanded.Length) : newEnd;
        int cut = newStart < MaximumWidth - 20 ? 0 : newStart - 20;
        string shown = expanded.ToString(cut, Math.Min(MaximumWidth, expanded.Length - cut));
        start = newStart - cut;
        length = Math.Max(1, Math.Min(newEnd - newStart, MaximumWidth - start));
        return shown;
    }

    private static int CharactersIn(string line, int bytes)
    {
        int index = 0;
        while (index < line.Length && bytes > 0)
        {
            char character = line[index++];
            bytes -= character < 0x80 ? 1 : character < 0x800 ? 2 : char.IsSurrogate(character) ? 2 : 3;
        }

        return index;
    }

    private void Paint(bool color, string tint, string text)
    {
        if (color)
            _text.Append(tint).Append(text).Append(Reset);
        else
            _text.Append(text);
    }
}
