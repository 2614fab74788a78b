using System.Runtime.CompilerServices;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Syntax;

/// <summary>
/// Parses expressions and folds what is known while parsing. GNU as reads a symbol's value at the moment the expression
/// is read, so <c>.set</c> works as a variable; labels are kept as symbols, and the difference of two labels becomes a number
/// as soon as nothing of undecided size stands between them.
/// </summary>
internal sealed class ExpressionParser(AssemblerState state)
{
    /// <summary>Of a tree that could not be folded: whoever goes through it needs the stack for it.</summary>
    private const int MaximumDepth = 1000;

    private RelocationModifier _modifier;

    /// <summary>How many symbols there were when the outermost expression began.</summary>
    private int _firstSymbol;

    /// <summary>
    /// Parses an expression, reporting what is wrong with it. Afterwards the cursor stands behind it and behind the blanks
    /// that follow.
    /// </summary>
    public bool TryParse(ref Cursor cursor, out Expression value)
    {
        // Expressions nest when an operand parser calls back in the middle of one; the modifier belongs to the outermost.
        RelocationModifier outer = _modifier;
        _modifier = RelocationModifier.None;
        _firstSymbol = state.Symbols.InOrder.Count;
        bool parsed = ParseBinary(ref cursor, 0, out value);
        if (_modifier != RelocationModifier.None)
            value = value.With(_modifier);
        _modifier = outer;
        return parsed;
    }

    /// <summary>Parses one of the values that a data directive lists: where there is none, it is zero, and a warning says so.</summary>
    public bool TryParseListed(ref Cursor cursor, out Expression value)
    {
        cursor.SkipBlanks();
        if (!cursor.AtEnd && cursor.Current != ',')
            return TryParse(ref cursor, out value);
        state.Diagnostics.Report(SyntaxRules.MissingValue, cursor.SpanHere, "a value is missing here, and zero is taken");
        value = default;
        return true;
    }

    /// <summary>
    /// Parses a part of an operand in Intel's syntax: a number, a name or a parenthesis with the signs before it and the modifier behind it, and no operator after it.
    /// </summary>
    public bool TryParseUnary(ref Cursor cursor, out Expression value)
    {
        RelocationModifier outer = _modifier;
        _modifier = RelocationModifier.None;
        _firstSymbol = int.MaxValue;
        bool parsed = ParseUnary(ref cursor, out value);
        if (_modifier != RelocationModifier.None)
            value = value.With(_modifier);
        _modifier = outer;
        return parsed;
    }

    /// <summary>Parses an expression whose value must be a number now.</summary>
    /// <param name="isCondition">It is that of an <c>.if</c>.</param>
    public bool TryParseAbsolute(ref Cursor cursor, out long value, bool isCondition = false)
    {
        cursor.SkipBlanks();
        int start = cursor.Position;
        value = 0;
        if (!TryParse(ref cursor, out Expression expression))
            return false;
        if (TryEvaluateNow(expression, out value) || isCondition && Evaluator.TryEvaluateCondition(expression, out value))
            return true;
        SourceSpan span = TrimmedSpan(cursor, start);
        state.Diagnostics.Report(SymbolRules.NotAbsolute, span, $"`{state.Sources.TextOf(span)}` has no value yet, and a number is needed here");
        return false;
    }

    /// <summary>The number that an expression is, if it is one already.</summary>
    public bool TryEvaluateNow(in Expression expression, out long value)
    {
        value = expression.Constant;
        return expression.Modifier == RelocationModifier.None
            && (expression.IsConstant || Evaluator.TryEvaluateConstant(expression, out value));
    }

    /// <summary>Span from a position to the cursor, without blanks at its end.</summary>
    public static SourceSpan TrimmedSpan(in Cursor cursor, int start)
    {
        int end = cursor.Position;
        while (end > start && cursor.Text[end - 1] is (byte)' ' or (byte)'\t')
            end--;
        return new SourceSpan(cursor.Source.Start + start, end - start);
    }

    // binary = unary { operator unary } ;  by rank, left-associative
    private bool ParseBinary(ref Cursor cursor, int minimumRank, out Expression value)
    {
        cursor.SkipBlanks();
        int start = cursor.Position;
        if (!ParseUnary(ref cursor, out value))
            return false;
        while (true)
        {
            cursor.SkipBlanks();
            int rank = state.IntelSyntax ? IntelOperandParser.MatchOperator(cursor, out Operator op, out int length) : Operators.Match(cursor, out op, out length);
            if (rank <= minimumRank)
                return true;
            int operatorStart = cursor.Position;
            cursor.Position += length;
            if (!ParseBinary(ref cursor, rank, out Expression right))
                return false;
            SourceSpan span = TrimmedSpan(cursor, start);
            if (!Combine(op, value, right, span, cursor.Source.Start + operatorStart, out value))
                return false;
        }
    }

    // unary = { "-" | "~" | "!" | "+" } primary
    private bool ParseUnary(ref Cursor cursor, out Expression value)
    {
        int start = cursor.Position;
        Operator op;
        switch (cursor.Current)
        {
            case (byte)'-':
                op = Operator.Negate;
                break;
            case (byte)'~':
                op = Operator.Complement;
                break;
            case (byte)'!':
                op = Operator.Not;
                break;
            case (byte)'+':
                op = Operator.Add;
                break;
            default:
                return ParsePrimary(ref cursor, out value);
        }

        cursor.Position++;
        cursor.SkipBlanks();
        if (!Enter(cursor))
        {
            value = default;
            return false;
        }

        bool parsed = ParseUnary(ref cursor, out value);
        if (!parsed || op == Operator.Add)
            return parsed;
        if (value.IsConstant)
            value = new Expression(Operators.Apply(op, value.Constant));
        else if (op is Operator.Negate or Operator.Complement && value.Node is BigConstantNode big)
            value = new Expression(op == Operator.Negate ? big.Negated(cursor.SpanFrom(start)) : new BigConstantNode(~big.High, ~big.Low, cursor.SpanFrom(start)));
        else
            value = new Expression(new UnaryNode(op, ToNode(value, cursor.SpanFrom(start)), cursor.SpanFrom(start)));
        return true;
    }

    // primary = ( number | local-label | character | name | "." | "(" binary ")" | "[" binary "]" ) [ "@" modifier ]
    private bool ParsePrimary(ref Cursor cursor, out Expression value)
    {
        byte current = cursor.Current;
        int start = cursor.Position;
        bool parsed;
        if (CharacterClass.IsDigit(current))
        {
            parsed = ParseNumber(ref cursor, out value);
        }
        else if (CharacterClass.IsNameStart(current))
        {
            ReadOnlySpan<byte> name = cursor.TakeName();

            // `.startof.(NAME)` and `.sizeof.(NAME)` are symbols that the linker knows.
            if (current == '.' && cursor.Current == '(' && (name.SequenceEqual(".startof."u8) || name.SequenceEqual(".sizeof."u8)))
                return ParseSectionSymbol(ref cursor, name, start, out value);

            // Intel's assemblers call this place `$`.
            parsed = name.Length == 1 && (current == '.' || current == '$' && state.IntelSyntax)
                ? Location(out value)
                : state.IntelSyntax && System.Text.Ascii.EqualsIgnoreCase(name, "not"u8) ? ParseComplement(ref cursor, start, out value)
                : Reference(name, cursor.SpanFrom(start), out value);
        }
        else
        {
            switch (current)
            {
                case (byte)'(':
                    parsed = ParseParenthesis(ref cursor, (byte)')', out value);
                    break;
                case (byte)'[' when !state.IntelSyntax:
                    parsed = ParseParenthesis(ref cursor, (byte)']', out value);
                    break;
                case (byte)'\'':
                    parsed = ParseCharacter(ref cursor, out value);
                    break;
                case (byte)'"':
                    parsed = QuotedName.TryParse(ref cursor, state.Diagnostics, out byte[] quoted) & Reference(quoted, cursor.SpanFrom(start), out value);
                    break;
                default:
                    SourceSpan here = cursor.SpanHere;
                    state.Diagnostics.Report(SyntaxRules.ExpectedExpression, here, here.Length == 0
                        ? "the statement ends where an expression was expected"
                        : $"`{state.Sources.TextOf(here)}` stands where an expression was expected");
                    value = default;
                    return false;
            }
        }

        return parsed && (cursor.Current != '@' || ParseModifier(ref cursor));
    }

    // section-symbol = ( ".startof." | ".sizeof." ) "(" section ")"
    private bool ParseSectionSymbol(ref Cursor cursor, ReadOnlySpan<byte> kind, int start, out Expression value)
    {
        cursor.Position++;
        cursor.SkipBlanks();
        ReadOnlySpan<byte> section = cursor.TakeName();
        if (section.Length == 0 || !cursor.Take((byte)')'))
        {
            state.Diagnostics.Report(SyntaxRules.ExpectedName, cursor.SpanHere, "the name of a section and a `)` were expected");
            value = default;
            return false;
        }

        return Reference([.. kind, .. section], cursor.SpanFrom(start), out value);
    }

    // complement = "not" unary ;  in Intel syntax
    private bool ParseComplement(ref Cursor cursor, int start, out Expression value)
    {
        value = default;
        cursor.SkipBlanks();
        if (!Enter(cursor))
            return false;
        bool parsed = ParseUnary(ref cursor, out value);
        if (!parsed)
            return false;
        SourceSpan span = cursor.SpanFrom(start);
        value = value.IsConstant ? new Expression(~value.Constant) : new Expression(new UnaryNode(Operator.Complement, ToNode(value, span), span));
        return true;
    }

    private bool ParseParenthesis(ref Cursor cursor, byte closing, out Expression value)
    {
        int open = cursor.Position;
        cursor.Position++;
        value = default;
        if (!Enter(cursor))
            return false;
        bool parsed = ParseBinary(ref cursor, 0, out value);
        if (!parsed)
            return false;
        if (cursor.Take(closing))
            return true;
        state.Diagnostics.Report(new Diagnostic(SyntaxRules.MissingParenthesis, $"a `{(char)closing}` is missing here", cursor.SpanHere)
        {
            Labels = [new DiagnosticLabel(new SourceSpan(cursor.Source.Start + open, 1), "to close this one")],
        });
        return false;
    }

    private bool Enter(in Cursor cursor)
    {
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return true;
        ReportDepth(cursor.SpanHere);
        return false;
    }

    private void ReportDepth(SourceSpan span) => state.Diagnostics.Report(SyntaxRules.NestingTooDeep, span, "the expression nests too deep");

    // modifier = "@" letters
    private bool ParseModifier(ref Cursor cursor)
    {
        int start = cursor.Position;
        cursor.Position++;
        ReadOnlySpan<byte> name = cursor.TakeWord();
        RelocationModifier modifier = RelocationModifiers.Parse(name);
        if (modifier == RelocationModifier.None)
        {
            SourceSpan span = cursor.SpanFrom(start);
            state.Diagnostics.Report(SyntaxRules.UnknownModifier, span, $"`{state.Sources.TextOf(span)}` is no relocation");
            return false;
        }

        _modifier = modifier;

        // All but these two need the table, and the object says so by naming it.
        if (modifier is not (RelocationModifier.Plt or RelocationModifier.Size))
            state.Symbols.FindOrAddAt("_GLOBAL_OFFSET_TABLE_"u8, _firstSymbol, cursor.SpanFrom(start)).IsUsed = true;
        return true;
    }

    // number = "0x" hex | "0b" binary | "0" octal | decimal ;  local-label = decimal ( "b" | "f" | "$" )
    private bool ParseNumber(ref Cursor cursor, out Expression value)
    {
        byte[] text = cursor.Text;
        int start = cursor.Position;
        int position = start;
        ulong number = 0;
        uint radix = 10;
        if (text[position] == '0')
        {
            byte second = (byte)(text[position + 1] | 0x20);
            if (second == 'x')
            {
                radix = 16;
                position += 2;
            }
            else if (second == 'b' && text[position + 2] is (byte)'0' or (byte)'1')
            {
                radix = 2;
                position += 2;
            }
            else
            {
                radix = 8;
            }
        }

        int digits = position;
        bool overflow = false;
        while (true)
        {
            int digit = CharacterClass.HexValue(text[position]);
            if ((uint)digit >= radix)
                break;
            overflow |= Math.BigMul(number, radix, out number) != 0 || number > ulong.MaxValue - (uint)digit;
            number += (uint)digit;
            position++;
        }

        cursor.Position = position;
        if (!CharacterClass.IsNamePart(text[position]) && position > digits)
        {
            if (overflow)
                return ParseBig(cursor, digits, radix, start, out value);
            value = new Expression((long)number);
            return true;
        }

        if (radix is 10 or 8 && !overflow && number <= int.MaxValue)
        {
            byte letter = (byte)(text[position] | 0x20);
            if (letter is (byte)'b' or (byte)'f' && !CharacterClass.IsNamePart(text[position + 1]))
            {
                cursor.Position++;
                return LocalLabel((int)number, letter == 'f', cursor.SpanFrom(start), out value);
            }

            if (text[position] == '$' && !CharacterClass.IsNamePart(text[position + 1]))
            {
                cursor.Position++;
                value = Use(state.LocalLabels.Dollar((int)number, cursor.SpanFrom(start)));
                return true;
            }
        }

        cursor.TakeWord();
        SourceSpan span = cursor.SpanFrom(start);
        state.Diagnostics.Report(SyntaxRules.InvalidNumber, span, $"`{state.Sources.TextOf(span)}` is no number of radix {radix}");
        value = default;
        return false;
    }

    private bool ParseBig(in Cursor cursor, int digits, uint radix, int start, out Expression value)
    {
        UInt128 number = UInt128.Zero;
        bool fits = true;
        for (int i = digits; i < cursor.Position; i++)
        {
            UInt128 next = number * radix + (UInt128)CharacterClass.HexValue(cursor.Text[i]);
            fits &= number <= UInt128.MaxValue / radix && next >= number;
            number = next;
        }

        value = new Expression(new BigConstantNode((ulong)(number >> 64), (ulong)number, cursor.SpanFrom(start)) { IsCut = !fits });
        return true;
    }

    private bool ParseCharacter(ref Cursor cursor, out Expression value)
    {
        int start = cursor.Position;
        cursor.Position++;
        value = default;
        if (cursor.Current == '\n')
        {
            state.Diagnostics.Report(SyntaxRules.InvalidCharacterConstant, cursor.SpanFrom(start), "the character is missing behind `'`");
            return false;
        }

        int character;
        if (cursor.Current == '\\' && cursor.Next != '\n')
        {
            cursor.Position++;
            character = StringLiteral.TakeEscape(ref cursor, state.Diagnostics);
        }
        else
        {
            character = cursor.Current;
            cursor.Position++;
        }

        cursor.Take((byte)'\'');
        value = new Expression(character & 0xFF);
        return true;
    }

    private bool LocalLabel(int number, bool forward, SourceSpan span, out Expression value)
    {
        Symbol? label = forward ? state.LocalLabels.Next(number, span) : state.LocalLabels.Last(number);
        if (label is null)
        {
            state.Diagnostics.Report(SymbolRules.UndefinedLocalLabel, span, $"there is no `{number}:` before `{number}b`");
            value = default;
            return false;
        }

        value = Use(label);
        return true;
    }

    private bool Location(out Expression value)
    {
        state.SymbolUses++;
        state.LocationUses++;
        value = state.IsAbsoluteSection ? new Expression(state.AbsoluteOffset) : Use(state.LocationSymbol());
        return true;
    }

    private bool Reference(ReadOnlySpan<byte> name, SourceSpan span, out Expression value)
    {
        Symbol symbol = state.Symbols.FindOrAdd(name, span);
        // A `.L` name that an expression in Intel's syntax mentions has its place in GNU as's order from there on, should a relocation need it.
        if (state.IntelSyntax)
            state.Symbols.AddToOrder(symbol);
        value = Use(symbol);
        return true;
    }

    private Expression Use(Symbol symbol) => symbol.Extras is { Deferred: { } text } && TryReadAgain(text, out Expression value) ? value : state.Use(symbol);

    /// <summary>The value that the text of an <c>.eqv</c> has here and now.</summary>
    private bool TryReadAgain(Cursor text, out Expression value)
    {
        value = default;
        if (!Enter(text))
            return false;
        state.SymbolUses++;
        bool parsed = ParseBinary(ref text, 0, out value);
        return parsed;
    }

    /// <summary>Applies an infix operator, folding what is known; reports a division by zero.</summary>
    public bool Combine(Operator op, in Expression left, in Expression right, SourceSpan span, int operatorOffset, out Expression value)
    {
        if (right.IsConstant)
        {
            if (right.Constant == 0 && op is Operator.Divide or Operator.Modulo)
            {
                state.Diagnostics.Report(SymbolRules.DivisionByZero, new SourceSpan(operatorOffset, span.End - operatorOffset), "division by zero");
                return Combine(op, left, new Expression(1), span, operatorOffset, out value);
            }

            if (op is Operator.ShiftLeft or Operator.ShiftRight && right.Constant is < 0 or > 63)
                state.Diagnostics.Report(SymbolRules.ShiftTooFar, new SourceSpan(operatorOffset, span.End - operatorOffset), $"a shift by {right.Constant} bits leaves nothing");

            if (left.IsConstant)
            {
                value = new Expression(Operators.Apply(op, left.Constant, right.Constant));
                return true;
            }
        }

        if (op is Operator.Add or Operator.Subtract && left.Node is null && right.Node is null)
        {
            Symbol? add = left.Add;
            Symbol? subtract = left.Subtract;
            Symbol? plus = op == Operator.Add ? right.Add : right.Subtract;
            Symbol? minus = op == Operator.Add ? right.Subtract : right.Add;
            if ((add is null || plus is null) && (subtract is null || minus is null))
            {
                value = Difference(add ?? plus, subtract ?? minus, op == Operator.Add ? left.Constant + right.Constant : left.Constant - right.Constant);
                return true;
            }
        }

        BinaryNode node = new(op, ToNode(left, span), ToNode(right, span), span);
        value = new Expression(node);
        if (node.Depth > MaximumDepth)
        {
            ReportDepth(span);
            return false;
        }

        // Two differences of labels may well be numbers by now, and a comparison of them is what .if wants.
        if (Evaluator.TryEvaluateConstant(value, out long number))
            value = new Expression(number);
        return true;
    }

    private static Expression Difference(Symbol? add, Symbol? subtract, long constant)
    {
        if (add is not null && subtract is not null && Evaluator.TryFixedDistance(subtract, add, out long distance))
            return new Expression(constant + distance);
        return new Expression(add, subtract, constant);
    }

    /// <summary>The tree of an expression.</summary>
    public static ExpressionNode ToNode(in Expression value, SourceSpan span)
    {
        if (value.Node is not null)
            return value.Node;
        ExpressionNode? node = value.Add is null ? null : new SymbolNode(value.Add, span);
        if (value.Subtract is not null)
        {
            node = node is null
                ? new UnaryNode(Operator.Negate, new SymbolNode(value.Subtract, span), span)
                : new BinaryNode(Operator.Subtract, node, new SymbolNode(value.Subtract, span), span);
        }

        return node is null ? new ConstantNode(value.Constant, span)
            : value.Constant == 0 ? node
            : new BinaryNode(Operator.Add, node, new ConstantNode(value.Constant, span), span);
    }
}
