using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Values;

/// <summary>
/// Reads the arguments of a block's statement. The operators are GNU as's with its precedence (its manual's "Infix Operators"), with
/// one addition: a <c>|</c> outside parentheses binds weakest of all, since <c>present | writable</c> and <c>0x60 | 0x3F8..0x3FF</c> are lists.
/// Numbers may end in K, M or G.
/// </summary>
internal ref struct ValueParser(ref Cursor cursor, StructureContext context)
{
    /// <summary>Deeper nesting than people write; keeps rubbish from exhausting the stack.</summary>
    private const int MaxDepth = 200;

    private ref Cursor _cursor = ref cursor;
    private readonly StructureContext _context = context;
    private int _depth;

    /// <summary>Whether something was reported; the rest of the statement has then been skipped.</summary>
    public bool Failed { get; private set; }

    /// <summary>arguments = [ argument { "," argument } ]</summary>
    public List<Argument> ParseArguments()
    {
        List<Argument> arguments = [];
        _cursor.SkipBlanks();
        if (_cursor.AtEnd)
            return arguments;
        do
        {
            arguments.Add(ParseArgument());
            if (Failed)
                return arguments;
        }
        while (_cursor.TakeComma());
        ExpectEnd();
        return arguments;
    }

    /// <summary>The value of a <c>key = value</c> line, whose key and equals sign have been read.</summary>
    public Value ParseLoneValue()
    {
        Value value = ParseValue();
        if (!Failed)
            ExpectEnd();
        return value;
    }

    /// <summary>argument = [ NAME "=" ] value</summary>
    private Argument ParseArgument()
    {
        _cursor.SkipBlanks();
        Cursor start = _cursor;
        string name = TakeName();
        if (name.Length > 0)
        {
            SourceSpan span = _cursor.SpanFrom(start.Position);
            _cursor.SkipBlanks();
            if (_cursor.Current == '=' && _cursor.Next != '=')
            {
                _cursor.Position++;
                return new Argument(name, span, ParseValue());
            }
        }

        _cursor = start;
        return new Argument(null, default, ParseValue());
    }

    /// <summary>value = item { "|" item }</summary>
    private Value ParseValue()
    {
        Value first = ParseItem();
        _cursor.SkipBlanks();
        if (Failed || !AtBar())
            return first;
        List<Value> items = [first];
        while (!Failed && AtBar())
        {
            _cursor.Position++;
            items.Add(ParseItem());
            _cursor.SkipBlanks();
        }

        return new ListValue(items, first.Span.To(items[^1].Span));
    }

    /// <summary>item = expression [ ".." expression ]</summary>
    private Value ParseItem()
    {
        Value first = ParseBinary(0, takeBar: false);
        _cursor.SkipBlanks();
        if (Failed || _cursor.Current != '.' || _cursor.Next != '.')
            return first;
        _cursor.Position += 2;
        Value last = ParseBinary(0, takeBar: false);
        return new RangeValue(first, last, first.Span.To(last.Span));
    }

    private readonly bool AtBar() => _cursor.Current == '|' && _cursor.Next != '|';

    /// <summary>expression = unary { OPERATOR unary }, by GNU as's four levels of precedence</summary>
    private Value ParseBinary(int level, bool takeBar)
    {
        Value left = ParseUnary(takeBar);
        while (!Failed)
        {
            _cursor.SkipBlanks();
            (Operator Operator, int Level, int Length)? found = PeekOperator();
            if (found is not { } op || op.Level < level || (op.Operator == Operator.Or && !takeBar))
                break;
            _cursor.Position += op.Length;
            Value right = ParseBinary(op.Level + 1, takeBar);
            left = new BinaryValue(op.Operator, left, right, left.Span.To(right.Span));
        }

        return left;
    }

    private readonly (Operator Operator, int Level, int Length)? PeekOperator()
    {
        byte next = _cursor.AtEnd ? (byte)0 : _cursor.Next;
        return _cursor.Current switch
        {
            (byte)'*' => (Operator.Multiply, 3, 1),
            (byte)'/' => (Operator.Divide, 3, 1),
            (byte)'%' => (Operator.Modulo, 3, 1),
            (byte)'<' when next == '<' => (Operator.ShiftLeft, 3, 2),
            (byte)'>' when next == '>' => (Operator.ShiftRight, 3, 2),
            (byte)'|' when next == '|' => (Operator.OrOr, 0, 2),
            (byte)'|' => (Operator.Or, 2, 1),
            (byte)'&' when next == '&' => (Operator.AndAnd, 0, 2),
            (byte)'&' => (Operator.And, 2, 1),
            (byte)'^' => (Operator.Xor, 2, 1),
            (byte)'!' when next == '=' => (Operator.NotEqual, 1, 2),
            (byte)'!' => (Operator.OrNot, 2, 1),
            (byte)'=' when next == '=' => (Operator.Equal, 1, 2),
            (byte)'<' when next == '=' => (Operator.LessOrEqual, 1, 2),
            (byte)'<' when next == '>' => (Operator.NotEqual, 1, 2),
            (byte)'<' => (Operator.Less, 1, 1),
            (byte)'>' when next == '=' => (Operator.GreaterOrEqual, 1, 2),
            (byte)'>' => (Operator.Greater, 1, 1),
            (byte)'+' => (Operator.Add, 1, 1),
            (byte)'-' => (Operator.Subtract, 1, 1),
            _ => null,
        };
    }

    /// <summary>unary = ( "-" | "~" | "!" | "+" ) unary | primary</summary>
    private Value ParseUnary(bool takeBar)
    {
        _cursor.SkipBlanks();
        int start = _cursor.Position;
        Operator? found = _cursor.Current switch
        {
            (byte)'-' => Operator.Negate,
            (byte)'~' => Operator.Complement,
            (byte)'!' => Operator.Not,
            _ => null,
        };
        if (found is null && _cursor.Current != '+')
            return ParsePrimary();
        if (++_depth > MaxDepth)
            return Fail("the value is nested too deeply");
        _cursor.Position++;
        Value operand = ParseUnary(takeBar);
        _depth--;
        return found is null ? operand : new UnaryValue(found.Value, operand, _cursor.SpanFrom(start));
    }

    /// <summary>primary = NUMBER | NAME [ "(" arguments ")" ] | NAME ":" NAME | "%" NAME | "(" value ")" | CHARACTER | "." | LOCAL-LABEL</summary>
    private Value ParsePrimary()
    {
        int start = _cursor.Position;
        byte current = _cursor.Current;
        if (current == '(')
            return ParseParenthesised();
        if (current == '%')
        {
            _cursor.Position++;
            string register = TakeName();
            return register.Length == 0
                ? Fail("a register's name must follow `%`")
                : new RegisterValue(register.ToLowerInvariant(), _cursor.SpanFrom(start));
        }

        if (current == '\'')
            return ParseCharacter();
        if (CharacterClass.IsDigit(current))
            return ParseNumber();
        if (current == '.' && !CharacterClass.IsNamePart(_cursor.Next))
        {
            _cursor.Position++;
            return new ExpressionValue(_context.Here(_cursor.SpanFrom(start)), _cursor.SpanFrom(start));
        }

        string name = TakeName();
        if (name.Length == 0)
            return Fail(_cursor.AtEnd ? "a value is missing" : $"`{(char)current}` starts no value");
        NameValue value = new(name, _cursor.SpanFrom(start));
        if (_cursor.Current == '(')
            return ParseCall(value, start);
        if (_cursor.Current == ':')
        {
            _cursor.Position++;
            int entryStart = _cursor.Position;
            string entry = TakeName();
            return entry.Length == 0
                ? Fail($"an entry of `{name}` must follow the colon")
                : new QualifiedValue(value, new NameValue(entry, _cursor.SpanFrom(entryStart)), _cursor.SpanFrom(start));
        }

        return value;
    }

    private Value ParseParenthesised()
    {
        if (++_depth > MaxDepth)
            return Fail("the value is nested too deeply");
        _cursor.Position++;
        Value inner = ParseBinary(0, takeBar: true);
        _depth--;
        _cursor.SkipBlanks();
        if (!Failed && !_cursor.Take((byte)')'))
            return Fail("`)` is missing");
        return inner;
    }

    private Value ParseCall(NameValue callee, int start)
    {
        if (++_depth > MaxDepth)
            return Fail("the value is nested too deeply");
        _cursor.Position++;
        List<Value> arguments = [];
        _cursor.SkipBlanks();
        if (_cursor.Current != ')')
        {
            do
                arguments.Add(ParseValue());
            while (!Failed && _cursor.TakeComma());
        }

        _depth--;
        _cursor.SkipBlanks();
        if (!Failed && !_cursor.Take((byte)')'))
            return Fail("`)` is missing");
        return new CallValue(callee, arguments, _cursor.SpanFrom(start));
    }

    private Value ParseCharacter()
    {
        int start = _cursor.Position++;
        byte character = _cursor.Current;
        if (character == '\n')
            return Fail("a character must follow the apostrophe");
        _cursor.Position++;
        _cursor.Take((byte)'\'');
        return new NumberValue(character, false, _cursor.SpanFrom(start));
    }

    /// <summary>number = ( "0x" HEX | "0b" BINARY | "0" OCTAL | DECIMAL ) [ "K" | "M" | "G" ], with <c>_</c> between digits</summary>
    private Value ParseNumber()
    {
        int start = _cursor.Position;
        uint radix = 10;
        if (_cursor.Current == '0')
        {
            radix = (byte)(_cursor.Next | 0x20) switch { (byte)'x' => 16u, (byte)'b' => 2u, _ => 8u };
            if (radix != 8)
                _cursor.Position += 2;
        }

        ulong number = 0;
        bool overflow = false;
        int digits = _cursor.Position;
        while (true)
        {
            int digit = _cursor.Current == '_' ? -2 : CharacterClass.HexValue(_cursor.Current);
            if (digit == -1 || (radix != 16 && digit > 9))
                break;
            if (digit >= (int)radix)
                return Fail($"`{(char)_cursor.Current}` is not a digit of an {(radix == 8 ? "octal" : "binary")} number");
            if (digit >= 0)
            {
                UInt128 wide = ((UInt128)number * radix) + (uint)digit;
                overflow |= wide > ulong.MaxValue;
                number = (ulong)wide;
            }

            _cursor.Position++;
        }

        if (_cursor.Position == digits)
            return Fail("digits must follow the radix prefix");
        int shift = _cursor.Current switch { (byte)'K' => 10, (byte)'M' => 20, (byte)'G' => 30, (byte)'T' => 40, _ => 0 };
        if (shift > 0)
        {
            _cursor.Position++;
            overflow |= number != 0 && System.Numerics.BitOperations.LeadingZeroCount(number) < shift;
            number <<= shift;
        }

        // 1f, 2b: GNU as's local labels.
        if (radix == 10 && shift == 0 && number <= int.MaxValue && _cursor.Current is (byte)'f' or (byte)'b' && !CharacterClass.IsNamePart(_cursor.Next))
        {
            bool isForward = _cursor.Current == 'f';
            _cursor.Position++;
            SourceSpan label = _cursor.SpanFrom(start);
            return _context.LocalLabel((int)number, isForward, label) is { } node
                ? new ExpressionValue(node, label)
                : Fail($"there is no `{number}:` before this");
        }

        if (CharacterClass.IsNamePart(_cursor.Current) && !(_cursor.Current == '.' && _cursor.Next == '.'))
            return Fail($"`{(char)_cursor.Current}` is part of no number; sizes end in K, M, G or T");
        if (overflow)
            return Fail("the number does not fit 64 bits");
        return new NumberValue((long)number, shift > 0, _cursor.SpanFrom(start));
    }

    /// <summary>A name ends before <c>..</c>, so that <c>UART..UART+7</c> is a range of two names.</summary>
    private readonly string TakeName()
    {
        int start = _cursor.Position;
        if (!CharacterClass.IsNameStart(_cursor.Current) || (_cursor.Current == '.' && _cursor.Next == '.'))
            return "";
        int end = start + 1;
        while (CharacterClass.IsNamePart(_cursor.Text[end]) && !(_cursor.Text[end] == '.' && _cursor.Text[end + 1] == '.'))
            end++;
        _cursor.Position = end;
        return System.Text.Encoding.UTF8.GetString(_cursor.Text, start, end - start);
    }

    private void ExpectEnd()
    {
        _cursor.SkipBlanks();
        if (!_cursor.AtEnd)
            Fail("arguments are separated by commas");
    }

    private BrokenValue Fail(string message)
    {
        SourceSpan span = _cursor.SpanHere;
        if (!Failed)
            _context.Diagnostics.Report(StructureRules.MalformedValue, span, message);
        Failed = true;
        _cursor.SkipStatement();
        return new BrokenValue(span);
    }
}
