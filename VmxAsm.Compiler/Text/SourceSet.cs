namespace VmxAsm.Compiler.Text;

/// <summary>A place as people name it. Line and column are 1-based; the column counts bytes.</summary>
/// <param name="File">Path, after <c># LINE "FILE"</c> markers are obeyed.</param>
public readonly record struct SourceLocation(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>
/// Every text that one run has read or made by expansion, laid end to end, so that an offset alone names a byte of any of them.
/// Offset 0 belongs to no text: a span that starts there is "nowhere".
/// </summary>
public sealed class SourceSet
{
    private readonly List<SourceText> _texts = [];
    private readonly List<LineMarker> _markers = new(1);
    private int _next = 1;

    /// <summary>A <c># LINE "FILE"</c> marker or <c>.line</c>: from the next line on, the text says where it came from.</summary>
    private readonly record struct LineMarker(int Offset, int PhysicalLine, int Line, string? File);

    /// <summary>
    /// What editors on Windows put in front of UTF-8. GNU as takes it for the start of a mnemonic; here it is no part of the text, as editors show it.
    /// </summary>
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public IReadOnlyList<SourceText> Texts => _texts;

    /// <summary>Adds a text that is not in a file: standard input, a test's source, a library file.</summary>
    public SourceText Add(string name, ReadOnlySpan<byte> bytes, TextKind kind = TextKind.Root, SourceSpan origin = default)
    {
        if (bytes.StartsWith(ByteOrderMark))
            bytes = bytes[ByteOrderMark.Length..];
        byte[] padded = new byte[bytes.Length + 2];
        bytes.CopyTo(padded);
        padded[bytes.Length] = (byte)'\n';
        return Add(name, kind, padded, bytes.Length, origin);
    }

    public SourceText Add(string name, string text) => Add(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Reads a file. The caller turns the exceptions of the file system into a diagnostic.</summary>
    /// <exception cref="IOException">The file cannot be read, or the texts of the run exceed 2 GiB.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission, or a directory.</exception>
    public SourceText AddFile(string path, TextKind kind = TextKind.Root, SourceSpan origin = default)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        long size = file.CanSeek ? file.Length : 0;
        if (size == 0)
            return Add(path, ReadAll(file), kind, origin);
        if (size > int.MaxValue - 64)
            throw new IOException("the file is larger than 2 GiB");
        byte[] padded = GC.AllocateUninitializedArray<byte>((int)size + 2);
        int length = 0;
        while (length < size)
        {
            int read = file.Read(padded.AsSpan(length, (int)size - length));
            if (read == 0)
                break;
            length += read;
        }

        if (padded.AsSpan(0, length).StartsWith(ByteOrderMark))
        {
            length -= ByteOrderMark.Length;
            padded.AsSpan(ByteOrderMark.Length, length).CopyTo(padded);
        }

        padded[length] = (byte)'\n';
        padded[length + 1] = 0;
        return Add(path, kind, padded, length, origin);
    }

    /// <summary>Adds the result of an expansion; <paramref name="padded"/> ends with the two sentinels.</summary>
    internal SourceText AddExpansion(string name, TextKind kind, byte[] padded, SourceSpan origin, SourceText? body, int bodyFirstLine, int bodyLineCount) =>
        Register(new SourceText(name, kind, padded, padded.Length - 2, _next, origin)
        {
            Body = body,
            BodyFirstLine = bodyFirstLine,
            BodyLineCount = bodyLineCount,
        });

    /// <summary>Notes that the line after <paramref name="offset"/> is to be called <paramref name="line"/> of <paramref name="file"/>.</summary>
    internal void AddLineMarker(int offset, int line, string? file)
    {
        SourceText? text = FindText(offset);
        if (text is not null)
            _markers.Add(new LineMarker(offset, text.FindLine(offset - text.Start).Line + 1, line, file));
    }

    /// <summary>The text that a byte belongs to; null for "nowhere".</summary>
    public SourceText? FindText(int offset)
    {
        int low = 0;
        int high = _texts.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            SourceText text = _texts[middle];
            if (offset < text.Start)
                high = middle - 1;
            else if (offset > text.Start + text.Length + 1)
                low = middle + 1;
            else
                return text;
        }

        return null;
    }

    /// <summary>File, line and column of a span's first byte; a line of an expansion is located in the macro's body.</summary>
    public SourceLocation Locate(SourceSpan span)
    {
        SourceText? text = FindText(span.Start);
        if (text is null)
            return new SourceLocation("", 0, 0);
        (int line, int lineStart) = text.FindLine(span.Start - text.Start);
        int column = span.Start - text.Start - lineStart + 1;
        while (text.Kind is TextKind.Macro or TextKind.Repeat)
        {
            if (text.Body is null)
            {
                SourceText? invoker = FindText(text.Origin.Start);
                if (invoker is null)
                    return new SourceLocation(text.Name, line + 1, column);
                (line, lineStart) = invoker.FindLine(text.Origin.Start - invoker.Start);
                column = text.Origin.Start - invoker.Start - lineStart + 1;
                text = invoker;
                continue;
            }

            if (text.BodyLineCount > 0)
                line %= text.BodyLineCount;
            line += text.BodyFirstLine - 1;
            text = text.Body;
        }

        return Mark(text, line, column);
    }

    /// <summary>The invocations that led to a place, innermost first: <c>.include</c> statements and macro calls.</summary>
    public IEnumerable<(SourceText Text, SourceSpan Origin)> Trace(SourceSpan span)
    {
        SourceText? text = FindText(span.Start);
        while (text is not null && text.Origin.Start != 0)
        {
            yield return (text, text.Origin);
            text = FindText(text.Origin.Start);
        }
    }

    /// <summary>
    /// The statement of the program's own text that a statement of a library macro stands for: the macro's invocation. Spans that no library
    /// macro made are returned as they are.
    /// </summary>
    public SourceSpan OutsideLibrary(SourceSpan span)
    {
        while (FindText(span.Start) is { Kind: TextKind.Macro or TextKind.Repeat, Origin.Start: not 0 } text && IsFromLibrary(text))
            span = text.Origin;
        return span;
    }

    /// <summary>The text of the macro or repetition that a statement was expanded from; null for a statement of a file.</summary>
    public SourceText? ExpansionOf(SourceSpan span) => FindText(span.Start) is { Kind: TextKind.Macro or TextKind.Repeat, Origin.Start: not 0 } text ? text : null;

    /// <summary>Files that ship with the tool are named as they are included: <c>&lt;vmx.inc&gt;</c>.</summary>
    private static bool IsFromLibrary(SourceText text)
    {
        while (text.Body is { } body)
            text = body;
        return text.Name.StartsWith('<');
    }

    /// <summary>
    /// Offset in a root text by which places sort into the order in which a reader meets them: that of the outermost invocation.
    /// </summary>
    public int RootOffset(SourceSpan span)
    {
        int offset = span.Start;
        while (FindText(offset) is { Origin.Start: not 0 } text)
            offset = text.Origin.Start;
        return offset;
    }

    /// <summary>The line that holds a span's first byte, as text, and the 0-based byte column of the span in it.</summary>
    public (string Text, int Column) LineText(SourceSpan span)
    {
        SourceText? text = FindText(span.Start);
        if (text is null)
            return ("", 0);
        (int line, int lineStart) = text.FindLine(span.Start - text.Start);
        return (System.Text.Encoding.UTF8.GetString(text.Line(line)), span.Start - text.Start - lineStart);
    }

    /// <summary>The source text of a span as a message shows it: what a terminal would not print is written <c>\x00</c>.</summary>
    public string TextOf(SourceSpan span)
    {
        SourceText? text = FindText(span.Start);
        if (text is null)
            return "";
        int position = span.Start - text.Start;
        string shown = text.Substring(position, Math.Clamp(span.Length, 0, text.Length - Math.Min(position, text.Length)));
        return Printable(shown);
    }

    /// <summary>One line that a terminal takes as it is: <c>\n</c> for a line feed, <c>\x00</c> for another control character.</summary>
    internal static string Printable(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        System.Text.StringBuilder printable = new();
        foreach (char character in text)
        {
            if (character == '\n')
                printable.Append("\\n");
            else if (character != '\t' && char.IsControl(character))
                printable.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{(int)character:x2}");
            else
                printable.Append(character);
        }

        return printable.ToString();
    }

    private SourceLocation Mark(SourceText text, int line, int column)
    {
        if (_markers.Count > 0)
        {
            int offset = text.Start + text.LineStart(line);
            int low = 0;
            int high = _markers.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (_markers[middle].Offset < offset)
                    low = middle + 1;
                else
                    high = middle;
            }

            // Markers stand in the order in which they were read, which is ascending within one text.
            if (low > 0 && _markers[low - 1] is var marker && marker.Offset >= text.Start)
                return new SourceLocation(marker.File ?? text.Name, marker.Line + line - marker.PhysicalLine, column);
        }

        return new SourceLocation(text.Name, line + 1, column);
    }

    private SourceText Add(string name, TextKind kind, byte[] padded, int length, SourceSpan origin) =>
        Register(new SourceText(name, kind, padded, length, _next, origin));

    private SourceText Register(SourceText text)
    {
        if ((long)_next + text.Length + 2 > int.MaxValue)
            throw new IOException("the sources and their expansions are larger than 2 GiB");
        _next += text.Length + 2;
        _texts.Add(text);
        return text;
    }

    /// <summary>For pipes and the like, which tell no length.</summary>
    private static byte[] ReadAll(FileStream file)
    {
        using MemoryStream memory = new();
        file.CopyTo(memory);
        return memory.ToArray();
    }
}
