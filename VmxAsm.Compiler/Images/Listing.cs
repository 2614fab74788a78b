using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>
/// The source with what became of it: address and bytes in front of each line, the lines of macros and included files below the line that brought
/// them in (marked by how deep they are), messages below the line they are about, and the symbols at the end.
/// </summary>
internal sealed class Listing
{
    private const int BytesPerLine = 8;

    /// <summary>A long stretch of bytes (<c>.incbin</c>, <c>.space</c>) is shown up to here.</summary>
    private const int MaximumBytes = 128;

    private readonly SourceSet _sources;
    private readonly List<Piece> _pieces = [];
    private readonly List<SourceText> _expansions = [];
    private readonly List<Diagnostic> _messages;
    private readonly List<(int Start, long Value)> _values = [];
    private readonly System.Text.StringBuilder _text = new();

    private readonly record struct Piece(int Start, ulong Address, ReadOnlyMemory<byte> Bytes);

    private Listing(SourceSet sources, IEnumerable<ObjectFile> files, IEnumerable<Symbol> symbols, IReadOnlyList<Diagnostic> diagnostics)
    {
        _sources = sources;
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
        }

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

    public static string Write(SourceSet sources, IReadOnlyList<ObjectFile> files, IEnumerable<Symbol> symbols, IReadOnlyList<Diagnostic> diagnostics)
    {
        Symbol[] named = [.. symbols.Where(symbol => symbol.NameBytes.Length > 0)];
        Listing listing = new(sources, files, named, diagnostics);
        foreach (SourceText text in sources.Texts)
        {
            if (text.Kind == TextKind.Root && text.Origin.Start == 0 && text.Name != "<command line>")
                listing.WriteText(text, 0);
        }

        listing.WriteSymbols(named);
        return listing._text.ToString();
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
            WriteLine(text, line, depth, start, end);
            for (int i = FirstAtOrAfter(_messages, start, message => message.Span.Start); i < _messages.Count && _messages[i].Span.Start < end; i++)
                _text.Append("****").Append(' ', 30).Append(_messages[i].Severity == Severity.Error ? "error: " : "warning: ").Append(_messages[i].Message).Append('\n');
            for (int i = FirstAtOrAfter(_expansions, start, expansion => expansion.Origin.Start); i < _expansions.Count && _expansions[i].Origin.Start < end; i++)
                WriteText(_expansions[i], depth + 1);
        }
    }

    private void WriteLine(SourceText text, int line, int depth, int start, int end)
    {
        string source = System.Text.Encoding.UTF8.GetString(text.Line(line)).TrimEnd();
        string number = depth == 0 ? (line + 1).ToString() : new string('+', Math.Min(depth, 5));
        bool isWritten = false;
        for (int i = FirstAtOrAfter(_pieces, start, piece => piece.Start); i < _pieces.Count && _pieces[i].Start < end; i++)
        {
            ReadOnlySpan<byte> bytes = _pieces[i].Bytes.Span;
            for (int offset = 0; offset < bytes.Length && offset < MaximumBytes; offset += BytesPerLine)
            {
                ReadOnlySpan<byte> chunk = bytes.Slice(offset, Math.Min(BytesPerLine, bytes.Length - offset));
                Row(isWritten ? "" : number, $"{_pieces[i].Address + (ulong)offset:x8} {Convert.ToHexString(chunk)}", isWritten ? "" : source);
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

    private static int FirstAtOrAfter<T>(List<T> items, int start, Func<T, int> key)
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
