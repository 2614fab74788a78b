using System.Runtime.CompilerServices;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Syntax;

/// <summary>
/// A place in a text, and the scanning that all parsers share. There are no token objects: parsers look at bytes, and a name is a
/// slice of the source. Every text ends with a line feed and a NUL behind its last byte, so no method compares with the length.
/// </summary>
internal struct Cursor(SourceText text, int position = 0)
{
    public readonly SourceText Source = text;
    public readonly byte[] Text = text.Bytes;
    public int Position = position;

    public readonly byte Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Text[Position];
    }

    /// <summary>The byte after the current one; only to be asked for when the current one is not the end of the text.</summary>
    public readonly byte Next => Text[Position + 1];

    /// <summary>Offset of the current byte in the source set.</summary>
    public readonly int Offset => Source.Start + Position;

    /// <summary>Whether the last line has been read.</summary>
    public readonly bool AtEndOfText => Position >= Source.Length;

    /// <summary>
    /// Whether a comment, or something else that is not closed, ran to the end of the text: then the line feed behind the text ended the last statement,
    /// although the text ends its last line itself.
    /// </summary>
    public readonly bool EndedInComment => Position > Source.Length && Source.Length > 0 && Text[Source.Length - 1] == '\n';

    /// <summary>
    /// Whether the statement ends here: at a line end, a <c>;</c> or a comment. Blanks must have been skipped.
    /// </summary>
    public readonly bool AtEnd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            byte current = Current;
            return current is (byte)'\n' or (byte)';' or (byte)'#' || (current == '/' && Next == '/');
        }
    }

    /// <summary>Span from a position to here.</summary>
    public readonly SourceSpan SpanFrom(int start) => new(Source.Start + start, Position - start);

    /// <summary>Span of what stands here: a name or number, one character otherwise, nothing at the end of a statement.</summary>
    public readonly SourceSpan SpanHere
    {
        get
        {
            int end = Position;
            while (CharacterClass.IsNamePart(Text[end]) || Text[end] == '%')
                end++;
            if (end == Position && !AtEnd)
                end++;
            return new SourceSpan(Offset, end - Position);
        }
    }

    /// <summary>Span from here to the end of the statement, without blanks at its end.</summary>
    public readonly SourceSpan RestOfStatement
    {
        get
        {
            Cursor end = this;
            end.SkipStatement();
            int last = end.Position;
            while (last > Position && Text[last - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
                last--;
            return new SourceSpan(Offset, last - Position);
        }
    }

    public readonly ReadOnlySpan<byte> Slice(int start) => Text.AsSpan(start, Position - start);

    public readonly ReadOnlySpan<byte> Slice(int start, int length) => Text.AsSpan(start, length);

    /// <summary>Skips blanks and comments of the <c>/* */</c> kind, which may span lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SkipBlanks()
    {
        while (Text[Position] is (byte)' ' or (byte)'\t')
            Position++;
        if (Text[Position] is (byte)'/' or (byte)'\r' or (byte)'\f')
            SkipRareBlanks();
    }

    /// <summary>Takes the character when it is the one asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(byte character)
    {
        if (Text[Position] != character || (character == '\n' && Position >= Source.Length))
            return false;
        Position++;
        return true;
    }

    /// <summary>Takes a comma with the blanks around it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeComma()
    {
        SkipBlanks();
        if (Text[Position] != ',')
            return false;
        Position++;
        SkipBlanks();
        return true;
    }

    /// <summary>Takes an unquoted name; empty when none stands here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> TakeName()
    {
        int start = Position;
        if (CharacterClass.IsNameStart(Text[start]))
        {
            do
                Position++;
            while (CharacterClass.IsNamePart(Text[Position]));
        }

        return Text.AsSpan(start, Position - start);
    }

    /// <summary>Takes letters and digits, whatever stands first.</summary>
    public ReadOnlySpan<byte> TakeWord()
    {
        int start = Position;
        while (CharacterClass.IsNamePart(Text[Position]))
            Position++;
        return Text.AsSpan(start, Position - start);
    }

    /// <summary>Moves to the end of the statement: the line feed, <c>;</c> or comment that ends it. Strings are stepped over.</summary>
    public void SkipStatement()
    {
        while (true)
        {
            switch (Text[Position])
            {
                case (byte)'\n' or (byte)';' or (byte)'#':
                    return;
                case (byte)'"':
                    SkipString();
                    break;
                case (byte)'\'':
                    // A character constant may be any of the bytes that mean something here.
                    Position++;
                    if (Text[Position] == '\\' && Text[Position + 1] != '\n')
                        Position += 2;
                    else if (Text[Position] != '\n')
                        Position++;
                    break;
                case (byte)'/' when Text[Position + 1] == '/':
                    return;
                case (byte)'/' when Text[Position + 1] == '*':
                    SkipRareBlanks();
                    break;
                default:
                    Position++;
                    break;
            }
        }
    }

    /// <summary>Moves behind the end of the statement, its comment and its separator.</summary>
    public void SkipEndOfStatement()
    {
        if (Text[Position] == ';')
        {
            Position++;
            return;
        }

        // A comment reaches to the end of the line.
        Position += Text.AsSpan(Position).IndexOf((byte)'\n') + 1;
    }

    /// <summary>Steps over a string in double quotes without looking at its escapes; stops at the line end when it is not closed.</summary>
    public void SkipString()
    {
        Position++;
        while (true)
        {
            switch (Text[Position])
            {
                case (byte)'"':
                    Position++;
                    return;
                case (byte)'\n':
                    return;
                case (byte)'\\' when Text[Position + 1] != '\n':
                    Position += 2;
                    break;
                default:
                    Position++;
                    break;
            }
        }
    }

    private void SkipRareBlanks()
    {
        while (true)
        {
            switch (Text[Position])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\f':
                    Position++;
                    break;
                case (byte)'/' when Text[Position + 1] == '*':
                    int end = Text.AsSpan(Position + 2, Math.Max(0, Source.Length - Position - 2)).IndexOf("*/"u8);
                    // A comment without an end runs to the end of the text; the statement loop reports it.
                    Position = end < 0 ? Source.Length : Position + 2 + end + 2;
                    break;
                default:
                    return;
            }
        }
    }
}
