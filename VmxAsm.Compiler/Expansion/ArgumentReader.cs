using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Expansion;

/// <summary>Splits the cleaned operands of a macro call into arguments (GNU as's manual, "Macro").</summary>
internal ref struct ArgumentReader(Assembler assembler, byte[] text, SourceSpan span)
{
    private readonly ReadOnlySpan<byte> _text = text;

    public int Position;

    public readonly bool AtEnd => Position >= _text.Length;

    public readonly ReadOnlySpan<byte> Rest => _text[Math.Min(Position, _text.Length)..];

    public void SkipBlanks()
    {
        while (!AtEnd && _text[Position] is (byte)' ' or (byte)'\t')
            Position++;
    }

    /// <summary>Arguments are separated by a comma, or by blanks alone.</summary>
    public void SkipSeparator()
    {
        SkipBlanks();
        if (!AtEnd && _text[Position] == ',')
            Position++;
        SkipBlanks();
    }

    /// <summary>Takes <c>name=</c>, when an argument starts with that.</summary>
    public bool TryTakeKeyword(out ReadOnlySpan<byte> name)
    {
        name = default;
        int position = Position;
        while (position < _text.Length && _text[position] is not ((byte)' ' or (byte)'\t' or (byte)',' or (byte)'"' or (byte)';' or (byte)'<' or (byte)'>' or (byte)'(' or (byte)')' or (byte)'='))
            position++;
        if (position >= _text.Length || _text[position] != '=' || position == Position || assembler.Macros.IsAlternate)
            return false;
        if (!CharacterClass.IsNameStart(_text[Position]))
            return false;
        name = _text[Position..position];
        Position = position + 1;
        return true;
    }

    /// <summary>Takes one argument; the quotes around a string are not part of it.</summary>
    public byte[] Take()
    {
        SkipBlanks();
        if (AtEnd)
            return [];
        byte first = _text[Position];
        bool alternate = assembler.Macros.IsAlternate;
        if (first == '%' && alternate)
            return TakeExpression();
        if (first == '"' || (alternate && first is (byte)'<' or (byte)'\''))
            return TakeString(alternate && first != '<');
        List<byte> argument = [];
        int depth = 0;
        while (!AtEnd && _text[Position] != ',' && (depth > 0 || _text[Position] is not ((byte)' ' or (byte)'\t')) && !(alternate && _text[Position] == '<'))
        {
            byte current = _text[Position++];
            argument.Add(current);
            switch (current)
            {
                case (byte)'(' or (byte)'[':
                    depth++;
                    break;
                case (byte)')' or (byte)']' when depth > 0:
                    depth--;
                    break;
                case (byte)'"' or (byte)'\'':
                    while (!AtEnd && _text[Position] != current)
                        argument.Add(_text[Position++]);
                    if (!AtEnd)
                        argument.Add(_text[Position++]);
                    break;
            }
        }

        return [.. argument];
    }

    // string = '"' { any | '\"' } '"' { string } | "<" { any | nested } ">"
    private byte[] TakeString(bool keepQuotes)
    {
        List<byte> argument = [];
        if (keepQuotes)
            argument.Add((byte)'"');
        while (!AtEnd && (_text[Position] is (byte)'"' || (assembler.Macros.IsAlternate && _text[Position] is (byte)'<' or (byte)'\'')))
        {
            if (_text[Position] == '<')
                TakeAngled(argument);
            else
                TakeQuoted(argument);
        }

        if (keepQuotes)
            argument.Add((byte)'"');
        return [.. argument];
    }

    private void TakeAngled(List<byte> argument)
    {
        int depth = 0;
        Position++;
        while (!AtEnd && (_text[Position] != '>' || depth > 0))
        {
            byte current = _text[Position++];
            if (current == '!' && !AtEnd)
            {
                argument.Add(_text[Position++]);
                continue;
            }

            depth += current == '<' ? 1 : current == '>' ? -1 : 0;
            argument.Add(current);
        }

        Position++;
    }

    private void TakeQuoted(List<byte> argument)
    {
        byte quote = _text[Position++];
        bool alternate = assembler.Macros.IsAlternate;
        while (!AtEnd)
        {
            byte current = _text[Position++];
            if (alternate && current == '!' && !AtEnd)
            {
                argument.Add(_text[Position++]);
            }
            else if (current == '\\' && !AtEnd)
            {
                // An escaped quote does not end the argument, and keeps its backslash: the body of the macro puts quotes of its own around it.
                argument.Add(current);
                argument.Add(_text[Position++]);
            }
            else if (current == quote)
            {
                // A doubled quote is one of the text.
                if (AtEnd || _text[Position] != quote)
                    return;
                argument.Add(quote);
                Position++;
            }
            else
            {
                argument.Add(current);
            }
        }
    }

    /// <summary><c>%expression</c> in alternate mode: its value in decimal.</summary>
    private byte[] TakeExpression()
    {
        SourceText source = assembler.Sources.Add("argument", _text[(Position + 1)..], TextKind.Macro, span);
        Cursor cursor = new(source);
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long value))
        {
            Position = _text.Length;
            return [];
        }

        Position += 1 + cursor.Position;
        return System.Text.Encoding.ASCII.GetBytes(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
