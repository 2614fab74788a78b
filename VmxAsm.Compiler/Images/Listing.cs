using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Dump;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>
/// The source with what became of it: address and bytes in front of each line, the lines of macros and included files below the line that brought
/// them in (marked by how deep they are), what the bytes of a processor structure mean, messages below the line they are about, and the symbols at the end.
/// </summary>
internal sealed class Listing
{
    private const int BytesPerLine = 8;

    /// <summary>A long stretch of bytes (<c>.incbin</c>, <c>.space</c>) is shown up to here.</summary>
    private const int MaximumBytes = 128;

    /// <summary>Comments of one line: more than the defaults of a VMCS, fewer than 256 gates with a stub each.</summary>
    private const int MaximumComments = 160;

    private readonly SourceSet _sources;
    private readonly List<Piece> _pieces = [];
    private readonly List<SourceText> _expansions = [];
    private readonly List<Diagnostic> _messages;
    private readonly List<(int Start, long Value)> _values = [];
    private readonly List<(int Start, string Text)> _comments = [];
    private readonly System.Text.StringBuilder _text = new();
    private readonly ListingContent _content;
    private readonly IReadOnlyList<int> _skipped;

    private readonly record struct Piece(int Start, ulong Address, ReadOnlyMemory<byte> Bytes);

    private Listing(
        SourceSet sources, IEnumerable<ObjectFile> files, IEnumerable<Symbol> symbols, IEnumerable<(SourceSpan Line, string Text)> comments, IReadOnlyList<Diagnostic> diagnostics,
        ListingContent content, IReadOnlyList<int> skipped)
    {
        _sources = sources;
        _content = content;
        _skipped = skipped;
        foreach (ObjectFile file in files)
        {
            foreach (ObjectSection section in file.Sections)
            {
                (ulong address, ReadOnlyMemory<byte> bytes) = Contents(section);
                foreach (SectionLine line in section.Lines)
                {
                    int start = (int)Math.Min(line.Offset, (ulong)bytes.Length);
                    _pieces.Add(new Piece(line.Span.Start, address + line.Offset, bytes.Slice(start, Math.Min(line.Size, bytes.Length - start))));
                }
            }

            foreach (ObjectStructure structure in file.Structures.Concat(file.RegisterImages))
                AddComments(structure);
        }

        _comments.AddRange(comments.Select(comment => (comment.Line.Start, comment.Text)));
        _comments = [.. _comments.OrderBy(comment => comment.Start)];

        _pieces.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Address.CompareTo(b.Address));
        foreach (SourceText text in sources.Texts)
        {
            if (text.Origin.Start != 0)
                _expansions.Add(text);
        }

        foreach (Symbol symbol in symbols)
        {
            if (symbol.State == SymbolState.Absolute && symbol.Span.Start != 0)
                _values.Add((symbol.Span.Start, symbol.Number));
        }

        _expansions.Sort((a, b) => a.Origin.Start.CompareTo(b.Origin.Start));
        _values.Sort((a, b) => a.Start.CompareTo(b.Start));
        _messages = [.. diagnostics];
        _messages.Sort((a, b) => a.Span.Start.CompareTo(b.Span.Start));
    }

    /// <param name="comments">What to say below a line, besides what the bytes of structures tell.</param>
    /// <param name="content">What to show.</param>
    /// <param name="skipped">Where statements begin whose condition is false, in ascending order.</param>
    public static string Write(
        SourceSet sources, IReadOnlyList<ObjectFile> files, IEnumerable<Symbol> symbols, IEnumerable<(SourceSpan Line, string Text)> comments, IReadOnlyList<Diagnostic> diagnostics,
        ListingContent content = ListingContent.Default, IReadOnlyList<int>? skipped = null)
    {
        Symbol[] named = [.. symbols.Where(symbol => symbol.NameBytes.Length > 0)];
        Listing listing = new(sources, files, named, comments, diagnostics, content, skipped ?? []);
        if ((content & ListingContent.Assembly) != 0)
            listing.WriteTexts(sources);
        if ((content & ListingContent.Symbols) != 0)
            listing.WriteSymbols(named);
        return listing._text.ToString();
    }

    private void WriteTexts(SourceSet sources)
    {
        foreach (SourceText text in sources.Texts)
        {
            if (text.Kind == TextKind.Root && text.Origin.Start == 0 && text.Name != "<command line>")
                WriteText(text, 0);
        }
    }

    /// <summary>Bytes and address of a section: after linking where it was placed, before that its own.</summary>
    private static (ulong Address, ReadOnlyMemory<byte> Bytes) Contents(ObjectSection section)
    {
        if (section.Input is { IsDropped: false, Merged: null, Output: { } output } input && output.Data.Length > 0)
        {
            int start = (int)Math.Min(input.Offset, (ulong)output.Data.Length);
            return (output.Address + input.Offset, output.Data.AsMemory(start, (int)Math.Min(section.Size, (ulong)(output.Data.Length - start))));
        }

        return (section.Input is { IsDropped: false, Output: { } placed } at ? placed.Address + at.Offset : 0, section.Data);
    }

    /// <summary>Each piece of a structure becomes a comment of the line that emitted its first byte.</summary>
    private void AddComments(ObjectStructure structure)
    {
        (ulong address, ReadOnlyMemory<byte> bytes) = Contents(structure.Section);
        ulong end = structure.Offset + structure.Size;
        if (end > (ulong)bytes.Length)
            return;
        List<SectionLine> lines = structure.Section.Lines;
        IReadOnlyList<StructurePart> parts = StructureParts.Of(
            structure.Kind, structure.Format, bytes.Slice((int)structure.Offset, (int)structure.Size), address + structure.Offset, LineOf);
        bool isPlaced = structure.Section.Input is { IsDropped: false, Output: not null };
        foreach (StructurePart part in parts)
        {
            int line = LineOf(part.Offset);
            if (line < 0)
                continue;
            ulong first = structure.Offset + (ulong)part.Offset;
            bool isKnown = isPlaced || !structure.Section.Relocations.Exists(relocation => relocation.Offset >= first && relocation.Offset < first + (ulong)part.Size);
            _comments.Add((lines[line].Span.Start, isKnown ? part.Text : "known when linked"));
        }

        int LineOf(int offset) => LastAtOrBefore(lines, structure.Offset + (ulong)offset);
    }

    private void WriteText(SourceText text, int depth)
    {
        if (depth == 0)
            _text.Append(text.Name).Append('\n');
        for (int line = 0; line < text.LineCount; line++)
        {
            int start = text.Start + text.LineStart(line);
            int end = line + 1 < text.LineCount ? text.Start + text.LineStart(line + 1) : text.Start + text.Length + 1;
            if (line == text.LineCount - 1 && text.Line(line).IsEmpty)
                break;
            if (IsOmitted(text.Line(line), start, end))
                continue;
            WriteLine(text, line, depth, start, end);
            WriteComments(start, end);
            for (int i = FirstAtOrAfter(_messages, start, message => message.Span.Start); i < _messages.Count && _messages[i].Span.Start < end; i++)
                _text.Append("****").Append(' ', 30).Append(_messages[i].Severity == Severity.Error ? "error: " : "warning: ").Append(_messages[i].Message).Append('\n');
            for (int i = FirstAtOrAfter(_expansions, start, expansion => expansion.Origin.Start); i < _expansions.Count && _expansions[i].Origin.Start < end; i++)
            {
                if (ShowsLines(_expansions[i]))
                    WriteText(_expansions[i], depth + 1);
            }
        }
    }

    private bool ShowsLines(SourceText expansion) => (_content & ListingContent.Macros) != 0 || expansion.Kind is not (TextKind.Macro or TextKind.Repeat);

    private bool IsOmitted(ReadOnlySpan<byte> line, int start, int end)
    {
        if ((_content & ListingContent.OmitFalseConditionals) != 0)
        {
            int first = FirstAtOrAfter(_skipped, start, skipped => skipped);
            if (first < _skipped.Count && _skipped[first] < end)
                return true;
        }

        ReadOnlySpan<byte> text = line.TrimStart(" \t"u8);
        return (_content & ListingContent.OmitDebugging) != 0
            && (text.StartsWith(".loc "u8) || text.StartsWith(".loc\t"u8) || text.StartsWith(".file"u8) || text.StartsWith(".ln"u8) || text.StartsWith(".stab"u8));
    }

    /// <summary>The pieces of a line, and of what it expands to where those lines are not shown.</summary>
    private IEnumerable<Piece> PiecesOf(int start, int end)
    {
        for (int i = FirstAtOrAfter(_pieces, start, piece => piece.Start); i < _pieces.Count && _pieces[i].Start < end; i++)
            yield return _pieces[i];
        for (int i = FirstAtOrAfter(_expansions, start, expansion => expansion.Origin.Start); i < _expansions.Count && _expansions[i].Origin.Start < end; i++)
        {
            SourceText expansion = _expansions[i];
            if (ShowsLines(expansion))
                continue;
            foreach (Piece piece in PiecesOf(expansion.Start, expansion.Start + expansion.Length + 1))
                yield return piece;
        }
    }

    private void WriteLine(SourceText text, int line, int depth, int start, int end)
    {
        string source = System.Text.Encoding.UTF8.GetString(text.Line(line)).TrimEnd();
        string number = depth == 0 ? (line + 1).ToString() : new string('+', Math.Min(depth, 5));
        bool isWritten = false;
        foreach (Piece piece in PiecesOf(start, end))
        {
            ReadOnlySpan<byte> bytes = piece.Bytes.Span;
            for (int offset = 0; offset < bytes.Length && offset < MaximumBytes; offset += BytesPerLine)
            {
                ReadOnlySpan<byte> chunk = bytes.Slice(offset, Math.Min(BytesPerLine, bytes.Length - offset));
                Row(isWritten ? "" : number, $"{piece.Address + (ulong)offset:x8} {Convert.ToHexString(chunk)}", isWritten ? "" : source);
                isWritten = true;
            }

            if (bytes.Length > MaximumBytes)
                Row("", $"         ... {bytes.Length} bytes", "");
        }

        if (isWritten)
            return;
        int value = FirstAtOrAfter(_values, start, entry => entry.Start);
        bool hasValue = value < _values.Count && _values[value].Start < end;
        Row(number, hasValue ? $"       = {_values[value].Value:x}" : "", source);
    }

    private void WriteComments(int start, int end)
    {
        int first = FirstAtOrAfter(_comments, start, comment => comment.Start);
        int last = FirstAtOrAfter(_comments, end, comment => comment.Start);
        for (int i = first; i < Math.Min(last, first + MaximumComments); i++)
            Row("", "", "# " + _comments[i].Text);
        if (last - first > MaximumComments)
            Row("", "", $"# and {last - first - MaximumComments} more");
    }

    private void Row(string number, string bytes, string source)
    {
        _text.Append(number.PadLeft(6)).Append(' ').Append(bytes.PadRight(8 + 1 + 2 * BytesPerLine));
        if (source.Length > 0)
            _text.Append("  ").Append(source);
        while (_text[^1] == ' ')
            _text.Length--;
        _text.Append('\n');
    }

    private void WriteSymbols(Symbol[] symbols)
    {
        _text.Append("\nsymbols\n");
        foreach (Symbol symbol in symbols.Where(symbol => symbol.State != SymbolState.Section).OrderBy(symbol => symbol.Name, StringComparer.Ordinal))
        {
            string value = symbol.State switch
            {
                SymbolState.Label => $"{Contents(symbol.Chain!.Section.Object!).Address + (ulong)symbol.Address:x8} {symbol.Chain.Section.Name}",
                SymbolState.Absolute => $"{symbol.Number:x8} absolute",
                SymbolState.Common => "         common",
                SymbolState.Equated => "         alias",
                SymbolState.Register => "         register",
                _ => "         undefined",
            };
            _text.Append("  ").Append(symbol.Name.PadRight(30)).Append(' ').Append(value).Append('\n');
        }
    }

    /// <summary>The line that an offset of a section belongs to; -1 before the first.</summary>
    private static int LastAtOrBefore(List<SectionLine> lines, ulong offset)
    {
        int low = 0;
        int high = lines.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (lines[middle].Offset <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    private static int FirstAtOrAfter<T>(IReadOnlyList<T> items, int start, Func<T, int> key)
    {
        int low = 0;
        int high = items.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (key(items[middle]) < start)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
