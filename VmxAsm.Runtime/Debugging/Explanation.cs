namespace VmxAsm.Runtime.Debugging;

/// <summary>
/// What went wrong in the guest, told from the event back to its cause. Text follows the rules of diagnostics: lower case, no full
/// stop, what was seen and then the rule.
/// </summary>
/// <param name="Headline">One line: the event itself.</param>
/// <param name="At">The statement that the processor was at; null when no debug information covers it.</param>
/// <param name="Notes">The chain behind it, the nearest cause first; each with the source line it concerns.</param>
public sealed record Explanation(string Headline, SourcePlace? At, IReadOnlyList<ExplanationNote> Notes);

/// <param name="Text">One line, or several separated by <c>\n</c> (a register dump).</param>
/// <param name="At">The source line it concerns, if it is known.</param>
/// <param name="Rule">The id of the VM-entry check that it is about; null for everything else.</param>
public sealed record ExplanationNote(string Text, SourcePlace? At = null, string? Rule = null);

/// <summary>A statement of the program that the image was made from.</summary>
/// <param name="File">As it was named on the command line or by <c>.include</c>.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
/// <param name="Text">The statement's source text.</param>
public sealed record SourcePlace(string File, int Line, int Column, string Text)
{
    /// <summary>The macros and repetitions that the statement was expanded from, the innermost first; empty for one that stands where it is.</summary>
    public IReadOnlyList<SourceExpansion> Expansions { get; init; } = [];

    /// <summary>The place in one line: <c>host.s:12: vmwrite %rax, %rdx (in the expansion of macro `vmw`, host.s:40: vmw 0x6820, 2)</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {Text}"
        + (Expansions.Count == 0 ? "" : $" ({string.Join("; ", Expansions.Select(expansion => $"{expansion.What}, {expansion.At.File}:{expansion.At.Line}: {expansion.At.Text}"))})");
}

/// <param name="What">In words: <c>in the expansion of macro `vmw`</c>.</param>
/// <param name="At">Where the macro was used.</param>
public sealed record SourceExpansion(string What, SourcePlace At);
