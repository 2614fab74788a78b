using System.Text;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Syntax;

/// <summary>
/// Operands as the Intel manual writes them. An address is an expression in which registers take part: <c>dword ptr fs:table[ebx + esi*4 - 8]</c>
/// is a sum, whatever its order and wherever its brackets stand. So this parser is an expression parser that puts the registers
/// it meets aside; what remains is the displacement. A name without brackets is memory too, unless <c>offset</c> stands before it or the
/// instruction is a branch.
/// </summary>
internal sealed class IntelOperandParser(AssemblerState state, ExpressionParser expressions) : OperandParser(state, expressions)
{
    private const int MaximumDepth = 100;

    /// <summary>What an operand is made of, gathered while its expression is read.</summary>
    private struct Parts
    {
        public Register Base;
        public Register Index;
        public int Scale;
        public Register Segment;
        public int PointerSize;
        public bool Far;
        public bool Near;
        public bool Offset;
        public bool Brackets;
        public bool Broadcast;
        public bool HasValue;
    }

    private Parts _parts;
    private int _depth;

    // operands = [ operand { "," operand } ]
    public override bool Parse(ref Cursor cursor, Instruction instruction)
    {
        instruction.IsIntel = true;
        if (cursor.AtEnd)
            return true;
        do
        {
            if (cursor.Current == '{')
            {
                if (!TryParseRounding(ref cursor, instruction))
                    return false;
                continue;
            }
            if (instruction.Count == Instruction.MaxOperands || cursor.AtEnd)
                return ExpectedOperand(cursor);
            ref Operand operand = ref instruction.Operands[instruction.Count++];
            operand = default;
            int start = cursor.Position;
            if (!ParseOperand(ref cursor, ref operand))
                return false;
            operand.Span = ExpressionParser.TrimmedSpan(cursor, start);
            if (IsModifiedNumber(operand, cursor, start))
                return false;
            cursor.SkipBlanks();
            if (cursor.Current == '{' && !TryParseDecorations(ref cursor, instruction, ref operand))
                return false;
        }
        while (cursor.TakeComma());
        return true;
    }

    // operand = expression [ ":" expression ]
    private bool ParseOperand(ref Cursor cursor, ref Operand operand)
    {
        _parts = default;
        _depth = 0;
        int start = cursor.Position;
        if (!ParseBinary(ref cursor, 0, out Expression value, out Register register))
            return false;
        if (!register.IsNone && !AddRegister(register, 0, cursor, start))
            return false;
        cursor.SkipBlanks();
        if (cursor.Current == ':' && _parts.Base.IsNone && !_parts.Brackets)
        {
            cursor.Position++;
            operand.Kind = OperandKind.FarPointer;
            operand.Selector = value;
            return Expressions.TryParse(ref cursor, out operand.Value);
        }
        operand.Value = value;
        bool zero = value.IsConstant && value.Constant == 0;
        if (!_parts.Brackets && _parts.Index.IsNone && _parts.Segment.IsNone)
        {
            if (!_parts.Base.IsNone && zero && !_parts.HasValue)
            {
                operand.Kind = OperandKind.Register;
                operand.Register = _parts.Base;
                return true;
            }
            if (_parts.Base.IsNone && (_parts.Offset || IsNumber(value) && (_parts.PointerSize == 0 || value.IsConstant) && !_parts.Near && !_parts.Far))
            {
                operand.Kind = OperandKind.Immediate;
                operand.PointerSize = (byte)_parts.PointerSize;
                return true;
            }
            if (_parts.Near)
            {
                operand.Kind = OperandKind.Target;
                return true;
            }
        }
        operand.Kind = OperandKind.Memory;
        operand.Indirect = _parts.Brackets || !_parts.Base.IsNone || !_parts.Index.IsNone;
        operand.Segment = _parts.Segment;
        operand.Base = _parts.Base;
        operand.Index = _parts.Index;
        operand.Scale = (byte)_parts.Scale;
        operand.PointerSize = (byte)_parts.PointerSize;
        operand.Far = _parts.Far;
        operand.Broadcast = _parts.Broadcast ? Operand.AnyBroadcast : (byte)0;
        operand.HasDisplacement = !zero;
        if (operand.Base.Class == RegisterClass.IndexZero && operand.Scale == 0
            || operand is { Index: { Number: 4, Class: RegisterClass.Gpr32 or RegisterClass.Gpr64 }, Scale: 0 } && operand.Base.Number != 4)
            (operand.Base, operand.Index) = (operand.Index, operand.Base);
        return true;
    }

    /// <summary>A number, or what comes down to one when layout is done: the distance of two labels, a calculation, or the name of either.</summary>
    private static bool IsNumber(in Expression value)
    {
        if (value.IsConstant)
            return true;
        if (value.Modifier != RelocationModifier.None)
            return false;
        Expression defined = value is { Node: null, Subtract: null, Add: { State: Symbols.SymbolState.Equated } symbol } ? symbol.Value : value;
        return defined.Subtract is not null || defined.Node is not null;
    }

    // binary = unary { operator unary } ;  by rank, left-associative; registers are summands or factors of a scale
    private bool ParseBinary(ref Cursor cursor, int minimumRank, out Expression value, out Register register)
    {
        cursor.SkipBlanks();
        int start = cursor.Position;
        if (!ParseUnary(ref cursor, out value, out register))
            return false;
        while (true)
        {
            cursor.SkipBlanks();
            int rank = MatchOperator(cursor, out Operator op, out int length);
            if (rank <= minimumRank)
                return true;
            int operatorStart = cursor.Position;
            cursor.Position += length;
            if (!ParseBinary(ref cursor, rank, out Expression right, out Register rightRegister))
                return false;
            if (!register.IsNone || !rightRegister.IsNone)
            {
                Expression left = value;
                if (!CombineRegisters(op, register, left, rightRegister, right, cursor, start, out value))
                    return false;
                register = default;
                continue;
            }
            SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
            Expression sum = value;
            if (!Combine(op, sum, right, span, cursor.Source.Start + operatorStart, out value))
                return false;
        }
    }

    /// <summary>Applies an operator; <c>foo@GOTPCREL[rip]</c> is still <c>foo@GOTPCREL</c> when nothing is added to it.</summary>
    private bool Combine(Operator op, in Expression left, in Expression right, SourceSpan span, int operatorOffset, out Expression value)
    {
        RelocationModifier modifier = left.Modifier != RelocationModifier.None ? left.Modifier : right.Modifier;
        bool combined = Expressions.Combine(op, left, right, span, operatorOffset, out value);
        if (modifier != RelocationModifier.None)
            value = value.With(modifier);
        return combined;
    }

    private bool CombineRegisters(Operator op, Register left, in Expression leftValue, Register right, in Expression rightValue, in Cursor cursor, int start,
        out Expression value)
    {
        value = default;
        if (op == Operator.Multiply && (left.IsNone || right.IsNone))
        {
            Expression scale = left.IsNone ? leftValue : rightValue;
            if (scale.IsConstant && scale.Constant is 1 or 2 or 4 or 8)
                return AddRegister(left.IsNone ? right : left, (int)scale.Constant, cursor, start);
            SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
            State.Diagnostics.Report(EncodingRules.BadScale, span, $"`{State.Sources.TextOf(span)}` scales by something else");
            return false;
        }
        if (op != Operator.Add && (op != Operator.Subtract || !right.IsNone))
            return BadAddress(cursor, start);
        if (!left.IsNone && !AddRegister(left, 0, cursor, start) || !right.IsNone && !AddRegister(right, 0, cursor, start))
            return false;
        if (left.IsNone)
            value = leftValue;
        else if (right.IsNone)
            return Combine(op, new Expression(0), rightValue, ExpressionParser.TrimmedSpan(cursor, start), cursor.Offset, out value);
        return true;
    }

    /// <summary>Puts a register in its place: the first without a scale is the base.</summary>
    private bool AddRegister(Register register, int scale, in Cursor cursor, int start)
    {
        bool vector = register.Class is RegisterClass.Xmm or RegisterClass.Ymm or RegisterClass.Zmm && _parts.Brackets;
        if (scale == 0 && !vector && _parts.Base.IsNone)
        {
            _parts.Base = register;
            return true;
        }
        if (_parts.Index.IsNone)
        {
            _parts.Index = register;
            _parts.Scale = scale;
            return true;
        }
        return BadAddress(cursor, start);
    }

    private bool BadAddress(in Cursor cursor, int start)
    {
        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        State.Diagnostics.Report(EncodingRules.BadAddress, span, $"`{State.Sources.TextOf(span)}` is no base + index * scale + displacement");
        return false;
    }

    // unary = [ "-" | "~" | "!" | "+" | "not" | "offset" | size [ "ptr" | "bcst" ] | segment ":" ] unary | primary { "[" binary "]" }
    private bool ParseUnary(ref Cursor cursor, out Expression value, out Register register)
    {
        value = default;
        register = default;
        if (_depth >= MaximumDepth)
        {
            State.Diagnostics.Report(SyntaxRules.NestingTooDeep, cursor.SpanHere, $"the operand nests more than {MaximumDepth} deep");
            return false;
        }
        int start = cursor.Position;
        byte current = cursor.Current;
        if (current is (byte)'-' or (byte)'~' or (byte)'!' or (byte)'+')
        {
            cursor.Position++;
            return ParseSigned(ref cursor, current switch
            {
                (byte)'-' => Operator.Negate,
                (byte)'~' => Operator.Complement,
                (byte)'!' => Operator.Not,
                _ => Operator.Add,
            }, out value, out register);
        }
        if (State.HasRegisterNames && TryTakeAlias(ref cursor, out register))
            return AfterRegister(ref cursor, ref value, ref register, start);
        if (CharacterClass.IsNameStart(current) || current == '%')
        {
            if (TryKeyword(ref cursor, out bool parsed, out value, out register))
                return parsed;
        }
        bool ok;
        if (current == '[')
        {
            ok = ParseBrackets(ref cursor, out value);
        }
        else if (current == '(')
        {
            cursor.Position++;
            _depth++;
            ok = ParseBinary(ref cursor, 0, out value, out register) && Close(ref cursor, (byte)')', start);
            _depth--;
        }
        else
        {
            _parts.HasValue = true;
            ok = Expressions.TryParseUnary(ref cursor, out value);

            // GNU as takes Intel's operands apart, and whatever symbol it meets there gets its place in the symbol table, `.L` names too.
            if (value.Add is { Index: < 0, NameBytes.IsEmpty: false } mentioned)
                State.Symbols.AddToOrder(mentioned);
        }
        return ok && ParsePostfix(ref cursor, ref value, ref register, start);
    }

    /// <summary><c>table[ebx]</c>: brackets behind something add to it.</summary>
    private bool ParsePostfix(ref Cursor cursor, ref Expression value, ref Register register, int start)
    {
        while (true)
        {
            Cursor ahead = cursor;
            ahead.SkipBlanks();
            if (ahead.Current != '[')
                return true;
            cursor = ahead;
            if (!register.IsNone)
                return BadAddress(cursor, start);
            Expression table = value;
            if (!ParseBrackets(ref cursor, out Expression inside)
                || !Combine(Operator.Add, table, inside, ExpressionParser.TrimmedSpan(cursor, start), cursor.Offset, out value))
                return false;
        }
    }

    private bool ParseBrackets(ref Cursor cursor, out Expression value)
    {
        int start = cursor.Position;
        cursor.Position++;
        _parts.Brackets = true;
        _depth++;
        bool ok = ParseBinary(ref cursor, 0, out value, out Register register)
            && (register.IsNone || AddRegister(register, 0, cursor, start)) && Close(ref cursor, (byte)']', start);
        _depth--;
        return ok;
    }

    private bool Close(ref Cursor cursor, byte bracket, int open)
    {
        cursor.SkipBlanks();
        if (cursor.Take(bracket))
            return true;
        State.Diagnostics.Report(new Diagnostic(EncodingRules.MissingBracket, $"a `{(char)bracket}` is missing here", cursor.SpanHere)
        {
            Labels = [new DiagnosticLabel(new SourceSpan(cursor.Source.Start + open, 1), "to close this")],
        });
        return false;
    }

    private bool ParseSigned(ref Cursor cursor, Operator op, out Expression value, out Register register)
    {
        int start = cursor.Position;
        cursor.SkipBlanks();
        _depth++;
        bool ok = ParseUnary(ref cursor, out value, out register);
        _depth--;
        if (!ok || op == Operator.Add)
            return ok;
        if (!register.IsNone)
            return BadAddress(cursor, start);
        value = op switch
        {
            _ when value.IsConstant => new Expression(Operators.Apply(op, value.Constant)),
            _ => new Expression(new UnaryNode(op, ExpressionParser.ToNode(value, cursor.SpanFrom(start)), cursor.SpanFrom(start))),
        };
        return true;
    }

    /// <summary>A register, a segment override or one of the words of the language; false when the name is a symbol.</summary>
    private bool TryKeyword(ref Cursor cursor, out bool parsed, out Expression value, out Register register)
    {
        parsed = false;
        value = default;
        register = default;
        int start = cursor.Position;
        Cursor ahead = cursor;
        bool percent = ahead.Take((byte)'%');
        ReadOnlySpan<byte> name = ahead.TakeName();
        if (percent || State.NakedRegisters)
        {
            Register found = RegisterNames.Find(name);
            if (percent || !found.IsNone && IsAvailable(found))
            {
                cursor.Position = start + (percent ? 1 : 0);
                if (TryParseRegister(ref cursor, start, out register))
                    parsed = AfterRegister(ref cursor, ref value, ref register, start);
                return true;
            }
        }
        int size = Size(name);
        if (size >= 0)
        {
            ahead.SkipBlanks();
            int behind = ahead.Position;
            ReadOnlySpan<byte> pointer = ahead.TakeName();
            bool isPointer = Ascii.EqualsIgnoreCase(pointer, "ptr"u8);
            bool isBroadcast = Ascii.EqualsIgnoreCase(pointer, "bcst"u8);
            if (!isPointer && !isBroadcast)
            {
                ahead.Position = behind;
                if (size is not (FarKeyword or NearKeyword))
                {
                    // A size word alone is a number: `dword [ebx]` is four bytes behind EBX, of no size that anything says.
                    cursor = ahead;
                    _parts.HasValue = true;
                    value = new Expression(size);
                    parsed = ParsePostfix(ref cursor, ref value, ref register, start);
                    return true;
                }

                if (!CharacterClass.IsNameStart(ahead.Current) && ahead.Current != '[')
                    return false;
            }
            _parts.Broadcast |= isBroadcast;
            if (size == FarKeyword)
                _parts.Far = true;
            else if (size == NearKeyword)
                _parts.Near = true;
            else
                _parts.PointerSize = size;
        }
        else if (Ascii.EqualsIgnoreCase(name, "offset"u8))
        {
            _parts.Offset = true;
        }
        else if (Ascii.EqualsIgnoreCase(name, "flat"u8) && ahead.Current == ':')
        {
            ahead.Position++;
        }
        else if (Ascii.EqualsIgnoreCase(name, "not"u8))
        {
            cursor = ahead;
            parsed = ParseSigned(ref cursor, Operator.Complement, out value, out register);
            return true;
        }
        else if (!percent && MatchOperator(cursor, out _, out _) > 0)
        {
            SourceSpan word = ahead.SpanFrom(start);
            State.Diagnostics.Report(SyntaxRules.ExpectedExpression, word, $"`{State.Sources.TextOf(word)}` is an operator in Intel syntax, and stands where an operand was expected");
            return true;
        }
        else
        {
            return false;
        }
        ahead.SkipBlanks();
        cursor = ahead;
        _depth++;
        parsed = ParseUnary(ref cursor, out value, out register);
        _depth--;

        // A register has neither an offset nor a distance.
        if (parsed && !register.IsNone && (_parts.Offset || _parts.Near))
            parsed = BadAddress(cursor, start);
        return true;
    }

    private bool AfterRegister(ref Cursor cursor, ref Expression value, ref Register register, int start)
    {
        Cursor ahead = cursor;
        ahead.SkipBlanks();
        if (register.Class == RegisterClass.Segment && ahead.Take((byte)':'))
        {
            _parts.Segment = register;
            ahead.SkipBlanks();
            cursor = ahead;
            _depth++;
            bool ok = ParseUnary(ref cursor, out value, out register);
            _depth--;
            return ok && (register.IsNone || BadAddress(cursor, start));
        }
        return ParsePostfix(ref cursor, ref value, ref register, start);
    }

    private const int FarKeyword = 1000;
    private const int NearKeyword = 1001;

    /// <summary>Bytes that a size word says; -1 for another word.</summary>
    private static int Size(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 3 or > 7)
            return -1;
        Span<byte> lower = stackalloc byte[7];
        for (int i = 0; i < name.Length; i++)
            lower[i] = CharacterClass.ToLower(name[i]);
        lower = lower[..name.Length];
        return lower.SequenceEqual("byte"u8) ? 1
            : lower.SequenceEqual("word"u8) ? 2
            : lower.SequenceEqual("dword"u8) ? 4
            : lower.SequenceEqual("fword"u8) ? 6
            : lower.SequenceEqual("qword"u8) || lower.SequenceEqual("mmword"u8) ? 8
            : lower.SequenceEqual("tbyte"u8) ? 10
            : lower.SequenceEqual("oword"u8) || lower.SequenceEqual("xmmword"u8) ? 16
            : lower.SequenceEqual("ymmword"u8) ? 32
            : lower.SequenceEqual("zmmword"u8) ? 64
            : lower.SequenceEqual("far"u8) ? FarKeyword
            : lower.SequenceEqual("near"u8) || lower.SequenceEqual("short"u8) ? NearKeyword
            : -1;
    }

    /// <summary>GNU as's operators, and the words that mean them in Intel syntax.</summary>
    internal static int MatchOperator(in Cursor cursor, out Operator op, out int length)
    {
        if (!CharacterClass.IsNameStart(cursor.Current))
            return Operators.Match(cursor, out op, out length);
        Cursor ahead = cursor;
        ReadOnlySpan<byte> word = ahead.TakeName();
        length = word.Length;
        (op, int rank) =
            Ascii.EqualsIgnoreCase(word, "shl"u8) ? (Operator.ShiftLeft, 8)
            : Ascii.EqualsIgnoreCase(word, "shr"u8) ? (Operator.ShiftRight, 8)
            : Ascii.EqualsIgnoreCase(word, "mod"u8) ? (Operator.Modulo, 8)
            : Ascii.EqualsIgnoreCase(word, "and"u8) ? (Operator.And, 7)
            : Ascii.EqualsIgnoreCase(word, "or"u8) ? (Operator.Or, 7)
            : Ascii.EqualsIgnoreCase(word, "xor"u8) ? (Operator.Xor, 7)
            : Ascii.EqualsIgnoreCase(word, "eq"u8) ? (Operator.Equal, 4)
            : Ascii.EqualsIgnoreCase(word, "ne"u8) ? (Operator.NotEqual, 4)
            : Ascii.EqualsIgnoreCase(word, "lt"u8) ? (Operator.Less, 4)
            : Ascii.EqualsIgnoreCase(word, "le"u8) ? (Operator.LessOrEqual, 4)
            : Ascii.EqualsIgnoreCase(word, "gt"u8) ? (Operator.Greater, 4)
            : Ascii.EqualsIgnoreCase(word, "ge"u8) ? (Operator.GreaterOrEqual, 4)
            : (Operator.Add, 0);
        return rank;
    }
}
