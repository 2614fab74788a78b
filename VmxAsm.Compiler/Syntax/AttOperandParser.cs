using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Syntax;

/// <summary>
/// Operands as AT&amp;T wrote them: <c>$</c> before an immediate, <c>%</c> before a register, <c>*</c> before the operand of an indirect branch, and an
/// address as displacement(base, index, scale). The destination comes last; the order is turned around here, so that nothing
/// behind this parser knows of two orders. Two immediates keep theirs (<c>enter $size, $level</c>, <c>ljmp $selector, $offset</c>).
/// </summary>
internal sealed class AttOperandParser(AssemblerState state, ExpressionParser expressions) : OperandParser(state, expressions)
{
    // operands = [ operand { "," operand } ]
    public override bool Parse(ref Cursor cursor, Instruction instruction)
    {
        instruction.IsIntel = false;
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
            if (instruction.Count == Instruction.MaxOperands)
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

        Reverse(instruction);
        if (instruction.Count == 2 && instruction.Operands[0].Kind == OperandKind.Immediate && instruction.Operands[1].Kind == OperandKind.Immediate)
            Reverse(instruction);
        return true;
    }

    // operand = "$" expression | [ "*" ] ( register | memory )
    private bool ParseOperand(ref Cursor cursor, ref Operand operand)
    {
        switch (cursor.Current)
        {
            case (byte)'$':
                cursor.Position++;
                operand.Kind = OperandKind.Immediate;
                return Expressions.TryParse(ref cursor, out operand.Value);
            case (byte)'%':
                return ParseRegister(ref cursor, ref operand);
            case (byte)'*':
                cursor.Position++;
                cursor.SkipBlanks();
                operand.Indirect = true;
                return ParseIndirect(ref cursor, ref operand);
            default:
                if (State.NakedRegisters && NakedRegister(cursor))
                    return ParseRegister(ref cursor, ref operand);
                if (TryTakeAlias(ref cursor, out operand.Register))
                    return AfterRegister(ref cursor, ref operand, operand.Register);
                return ParseMemory(ref cursor, ref operand);
        }
    }

    private bool ParseIndirect(ref Cursor cursor, ref Operand operand) =>
        cursor.Current == '%' || (State.NakedRegisters && NakedRegister(cursor)) ? ParseRegister(ref cursor, ref operand)
        : TryTakeAlias(ref cursor, out Register register) ? AfterRegister(ref cursor, ref operand, register)
        : ParseMemory(ref cursor, ref operand);

    /// <summary>A register, or a segment register before a memory operand.</summary>
    private bool ParseRegister(ref Cursor cursor, ref Operand operand)
    {
        int start = cursor.Position;
        cursor.Take((byte)'%');
        cursor.SkipBlanks();
        return TryParseRegister(ref cursor, start, out Register register) && AfterRegister(ref cursor, ref operand, register);
    }

    /// <summary>The operand that begins with a register: the register itself, or memory in its segment.</summary>
    private bool AfterRegister(ref Cursor cursor, ref Operand operand, Register register)
    {
        operand.Register = default;
        cursor.SkipBlanks();
        if (register.Class == RegisterClass.Segment && cursor.Take((byte)':'))
        {
            operand.Segment = register;
            cursor.SkipBlanks();
            if (cursor.Take((byte)'*'))
            {
                operand.Indirect = true;
                cursor.SkipBlanks();
            }
            return ParseMemory(ref cursor, ref operand);
        }
        operand.Kind = OperandKind.Register;
        operand.Register = register;
        return true;
    }

    private bool IsAlias(Cursor cursor) => TryTakeAlias(ref cursor, out _);

    private bool NakedRegister(Cursor cursor)
    {
        Register register = RegisterNames.Find(cursor.TakeName());
        return !register.IsNone && IsAvailable(register);
    }

    // memory = [ expression ] [ "(" [ register ] [ "," [ register ] [ "," scale ] ] ")" ]
    private bool ParseMemory(ref Cursor cursor, ref Operand operand)
    {
        operand.Kind = OperandKind.Memory;
        bool address = cursor.Current == '(' && StartsAddress(cursor);
        if (!address)
        {
            if (cursor.AtEnd)
                return ExpectedOperand(cursor);
            operand.HasDisplacement = true;
            bool isNamed = CharacterClass.IsNameStart(cursor.Current);
            int start = cursor.SpanFrom(cursor.Position).Start;
            if (!Expressions.TryParse(ref cursor, out operand.Value))
                return false;
            // GNU as looks whether an operand that begins with a name is an alias of a register; a `.L` name that it meets there for the second time gets
            // its place in the symbol table.
            if (isNamed && operand.Value.Add is { Index: < 0 } mentioned && mentioned.Span.Start < start)
                State.Symbols.AddToOrder(mentioned);
            cursor.SkipBlanks();
            if (cursor.Current != '(')
                return true;
        }
        return ParseAddress(ref cursor, ref operand);
    }

    /// <summary>Whether a parenthesis opens an address and not an expression.</summary>
    private bool StartsAddress(Cursor cursor)
    {
        cursor.Position++;
        cursor.SkipBlanks();
        return cursor.Current is (byte)'%' or (byte)',' || (State.NakedRegisters && NakedRegister(cursor)) || TryTakeAlias(ref cursor, out _);
    }

    private bool ParseAddress(ref Cursor cursor, ref Operand operand)
    {
        int open = cursor.Position;
        cursor.Position++;
        cursor.SkipBlanks();
        operand.HasAddress = true;
        if (cursor.Current != ',')
        {
            if (!ParsePart(ref cursor, out operand.Base))
                return false;
        }
        if (cursor.TakeComma())
        {
            if (cursor.Current == '%' || (State.NakedRegisters && NakedRegister(cursor)) || (State.HasRegisterNames && IsAlias(cursor)))
            {
                if (!ParsePart(ref cursor, out operand.Index))
                    return false;
                if (cursor.TakeComma() && cursor.Current != ')' && !ParseScale(ref cursor, ref operand))
                    return false;
            }
            else if (cursor.Current == ')')
            {
                return ExpectedOperand(cursor);
            }
            else
            {
                int scale = cursor.Position;
                if (!ParseScale(ref cursor, ref operand))
                    return false;
                if (operand.Scale != 1)
                    ScaleWithoutIndex(ExpressionParser.TrimmedSpan(cursor, scale), ref operand);
            }
        }
        cursor.SkipBlanks();
        if (!cursor.Take((byte)')'))
        {
            State.Diagnostics.Report(new Diagnostic(EncodingRules.MissingBracket, "a `)` is missing here", cursor.SpanHere)
            {
                Labels = [new DiagnosticLabel(new SourceSpan(cursor.Source.Start + open, 1), "to close this `(`")],
            });
            return false;
        }
        if (operand.Base is { Class: RegisterClass.Gpr16, Number: 2 } && operand.Index.IsNone && !operand.HasDisplacement && operand.Segment.IsNone)
        {
            // (%dx) is the port that in and out use, not memory.
            operand.Kind = OperandKind.Register;
            operand.Register = operand.Base;
            operand.Indirect = true;
        }
        return true;
    }

    /// <summary>A register of an address, which has its <c>%</c> unless registers go without.</summary>
    private bool ParsePart(ref Cursor cursor, out Register register)
    {
        int start = cursor.Position;
        if (TryTakeAlias(ref cursor, out register))
            return true;
        bool percent = cursor.Take((byte)'%');
        if (percent)
            cursor.SkipBlanks();
        if (percent || State.NakedRegisters)
            return TryParseRegister(ref cursor, start, out register);
        register = default;
        SourceSpan here = cursor.SpanHere;
        State.Diagnostics.Report(EncodingRules.UnknownRegister, here, $"`{State.Sources.TextOf(here)}` stands where a register was expected");
        return false;
    }

    private void ScaleWithoutIndex(SourceSpan span, ref Operand operand)
    {
        operand.Scale = 0;
        State.Diagnostics.Report(EncodingRules.ScaleWithoutIndex, span, $"there is no index register that `{State.Sources.TextOf(span)}` could scale");
    }

    private bool ParseScale(ref Cursor cursor, ref Operand operand)
    {
        int start = cursor.Position;
        if (!Expressions.TryParseAbsolute(ref cursor, out long scale))
            return false;
        if (scale is 1 or 2 or 4 or 8)
        {
            operand.Scale = (byte)scale;
            return true;
        }
        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        State.Diagnostics.Report(EncodingRules.BadScale, span, $"`{State.Sources.TextOf(span)}` is no scale: an index counts 1, 2, 4 or 8 times");
        return false;
    }
}
