namespace VmxAsm.Compiler.Text;

/// <summary>
/// A stretch of source bytes: an offset into the concatenation of every text of a <c>SourceSet</c>, and a length.
/// Eight bytes, so tokens, fragments, fixups and relocations can all afford to carry one.
/// </summary>
/// <param name="Start">Offset of the first byte in the source set; 0 means "nowhere".</param>
/// <param name="Length">Length in bytes.</param>
public readonly record struct SourceSpan(int Start, int Length)
{
    /// <summary>No place: a value that the tool itself made.</summary>
    public static SourceSpan None => default;

    /// <summary>Offset just past the last byte.</summary>
    public int End => Start + Length;

    /// <summary>The smallest span that covers both.</summary>
    public SourceSpan To(SourceSpan last) => new(Start, Math.Max(End, last.End) - Start);
}
