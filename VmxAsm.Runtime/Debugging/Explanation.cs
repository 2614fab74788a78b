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
public sealed record SourcePlace(string File, int Line, int Column, string Text);
