namespace VmxAsm.Compiler.Text;

/// <summary>How a text came to be.</summary>
public enum TextKind : byte
{
    /// <summary>A file named on the command line, standard input, or the lines made from <c>--defsym</c>.</summary>
    Root,
    Include,

    /// <summary>The body of a macro with its arguments in place.</summary>
    Macro,

    /// <summary>The body of a <c>.rept</c>, <c>.irp</c> or <c>.irpc</c>, as often as asked for.</summary>
    Repeat,
}

/// <summary>
/// The bytes of a file or of an expansion. A line feed and a NUL that are no part of the text stand behind its last byte, so
/// that a scanner looks one byte ahead without asking for the length.
/// </summary>
public sealed class SourceText
{
    private int[]? _lineStarts;

    internal SourceText(string name, TextKind kind, byte[] bytes, int length, int start, SourceSpan origin)
    {
        Name = name;
        Kind = kind;
        Bytes = bytes;
        Length = length;
        Start = start;
        Origin = origin;
    }

    /// <summary>Path of the file as it was asked for, or the name of the macro or repetition directive.</summary>
    public string Name { get; }

    public TextKind Kind { get; }

    /// <summary>The text, then <c>'\n'</c>, then NUL.</summary>
    public byte[] Bytes { get; }

    /// <summary>Length in bytes without the two sentinels.</summary>
    public int Length { get; }

    /// <summary>Offset of the first byte in the source set.</summary>
    public int Start { get; }

    /// <summary>The statement that included or expanded this text; <see cref="SourceSpan.None"/> for a root.</summary>
    public SourceSpan Origin { get; }

    /// <summary>Where the body that was expanded stands: its text and the number of its first line.</summary>
    internal SourceText? Body { get; init; }

    /// <summary>1-based line in <see cref="Body"/> of this text's first line.</summary>
    internal int BodyFirstLine { get; init; }

    /// <summary>Lines of one round of a repetition; 0 when the text is not one.</summary>
    internal int BodyLineCount { get; init; }

    /// <summary>Number of the line that holds a byte, 0-based, and the offset at which that line starts.</summary>
    internal (int Line, int LineStart) FindLine(int position)
    {
        int[] starts = _lineStarts ??= FindLineStarts();
        int index = Array.BinarySearch(starts, position);
        if (index < 0)
            index = ~index - 1;
        return (index, starts[index]);
    }

    internal int LineCount => (_lineStarts ??= FindLineStarts()).Length;

    internal int LineStart(int line) => (_lineStarts ??= FindLineStarts())[line];

    /// <summary>The bytes of a line without its line end.</summary>
    internal ReadOnlySpan<byte> Line(int line)
    {
        int start = LineStart(line);
        int length = Bytes.AsSpan(start, Length - start).IndexOf((byte)'\n');
        ReadOnlySpan<byte> bytes = length < 0 ? Bytes.AsSpan(start, Length - start) : Bytes.AsSpan(start, length);
        return bytes.EndsWith("\r"u8) ? bytes[..^1] : bytes;
    }

    internal string Substring(int position, int length) => System.Text.Encoding.UTF8.GetString(Bytes, position, length);

    private int[] FindLineStarts()
    {
        ReadOnlySpan<byte> text = Bytes.AsSpan(0, Length);
        int count = 1 + text.Count((byte)'\n');
        int[] starts = new int[count];
        int position = 0;
        for (int line = 1; line < count; line++)
        {
            position += text[position..].IndexOf((byte)'\n') + 1;
            starts[line] = position;
        }

        return starts;
    }

    /// <summary>Its first bytes are the byte order mark of UTF-16.</summary>
    internal bool LooksUtf16 => Length >= 2 && (Bytes[0], Bytes[1]) is (0xFF, 0xFE) or (0xFE, 0xFF);

    /// <summary>More than a tenth of the first bytes are control characters that no text has.</summary>
    internal bool LooksBinary
    {
        get
        {
            int looked = Math.Min(Length, 1024);
            int strange = 0;
            for (int i = 0; i < looked; i++)
                strange += Bytes[i] < ' ' && Bytes[i] is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or (byte)'\v' or 0x1A) ? 1 : 0;
            return strange > 1 && strange * 10 > looked;
        }
    }
}
