using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>Conditional assembly: every <c>.if</c> form, <c>.elseif</c>, <c>.else</c>, <c>.endif</c>.</summary>
internal static class ConditionalDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".if"u8, (Assembler a, ref Cursor c) => If(a, ref c, Operator.NotEqual));
        table.Add(".ifne"u8, (Assembler a, ref Cursor c) => If(a, ref c, Operator.NotEqual));
        table.Add(".ifeq"u8, (Assembler a, ref Cursor c) => If(a, ref c, Operator.Equal));
        table.Add(".ifge"u8, (Assembler a, ref Cursor c) => If(a, ref c, Operator.GreaterOrEqual));
        table.Add(".ifgt"u8, (Assembler a, ref Cursor c) => If(a, ref c, Operator.Greater));
        table.Add(".ifle"u8, (Assembler a, ref Cursor c) => If(a, ref c, Operator.LessOrEqual));
        table.Add(".iflt"u8, (Assembler a, ref Cursor c) => If(a, ref c, Operator.Less));
        table.Add(".ifdef"u8, (Assembler a, ref Cursor c) => IfDefined(a, ref c, true));
        table.Add(".ifndef"u8, (Assembler a, ref Cursor c) => IfDefined(a, ref c, false));
        table.Add(".ifnotdef"u8, (Assembler a, ref Cursor c) => IfDefined(a, ref c, false));
        table.Add(".ifb"u8, (Assembler a, ref Cursor c) => IfBlank(a, ref c, true));
        table.Add(".ifnb"u8, (Assembler a, ref Cursor c) => IfBlank(a, ref c, false));
        table.Add(".ifc"u8, (Assembler a, ref Cursor c) => IfSame(a, ref c, true));
        table.Add(".ifnc"u8, (Assembler a, ref Cursor c) => IfSame(a, ref c, false));
        table.Add(".ifeqs"u8, (Assembler a, ref Cursor c) => IfSameStrings(a, ref c, true));
        table.Add(".ifnes"u8, (Assembler a, ref Cursor c) => IfSameStrings(a, ref c, false));
        table.Add(".elseif"u8, ElseIf);
        table.Add(".elsec"u8, Else);
        table.Add(".else"u8, Else);
        table.Add(".endif"u8, EndIf);
        table.Add(".endc"u8, EndIf);
    }

    /// <summary>Whether a name is one of these: they alone are read while a condition is false.</summary>
    public static bool IsConditional(ReadOnlySpan<byte> name) =>
        name.Length > 2 && ((name[1] | 0x20) == 'i' ? (name[2] | 0x20) == 'f' : (name[1] | 0x20) == 'e' && ((name[2] | 0x20) is 'l' or 'n') && IsElseOrEnd(name));

    private static bool IsElseOrEnd(ReadOnlySpan<byte> name)
    {
        Span<byte> lower = stackalloc byte[8];
        if (name.Length > lower.Length)
            return false;
        for (int i = 0; i < name.Length; i++)
            lower[i] = CharacterClass.ToLower(name[i]);
        lower = lower[..name.Length];
        return lower.SequenceEqual(".else"u8) || lower.SequenceEqual(".elseif"u8) || lower.SequenceEqual(".elsec"u8)
            || lower.SequenceEqual(".endif"u8) || lower.SequenceEqual(".endc"u8);
    }

    /// <summary>The name of the directive, which ends before the cursor.</summary>
    private static SourceSpan Opening(in Cursor cursor)
    {
        int end = cursor.Position;
        while (end > 0 && !CharacterClass.IsNamePart(cursor.Text[end - 1]))
            end--;
        int start = end;
        while (start > 0 && CharacterClass.IsNamePart(cursor.Text[start - 1]))
            start--;
        return new SourceSpan(cursor.Source.Start + start, end - start);
    }

    // if = expression ;  compared with zero
    private static void If(Assembler assembler, ref Cursor cursor, Operator comparison)
    {
        SourceSpan opening = Opening(cursor);
        bool condition = false;
        if (assembler.Conditionals.IsSkipping)
            cursor.SkipStatement();
        else if (assembler.Expressions.TryParseAbsolute(ref cursor, out long value, isCondition: true))
            condition = Operators.Apply(comparison, value, 0) != 0;
        else
            cursor.SkipStatement();
        assembler.Conditionals.Open(opening, condition);
    }

    // ifdef = name
    private static void IfDefined(Assembler assembler, ref Cursor cursor, bool wanted)
    {
        SourceSpan opening = Opening(cursor);
        bool condition = false;
        if (assembler.Conditionals.IsSkipping)
        {
            cursor.SkipStatement();
        }
        else
        {
            byte[]? quoted = null;
            ReadOnlySpan<byte> name = cursor.Current == '"' && QuotedName.TryParse(ref cursor, assembler.Diagnostics, out quoted) ? quoted : cursor.TakeName();
            if (name.Length == 0)
            {
                assembler.Report(SyntaxRules.ExpectedName, cursor.SpanHere, "the name of a symbol was expected");
                cursor.SkipStatement();
            }

            Symbol? symbol = assembler.State.Symbols.Find(name);
            condition = symbol is { IsDefined: true } == wanted;
        }

        assembler.Conditionals.Open(opening, condition);
    }

    // ifb = [ anything ]
    private static void IfBlank(Assembler assembler, ref Cursor cursor, bool wanted)
    {
        SourceSpan opening = Opening(cursor);
        bool condition = !assembler.Conditionals.IsSkipping && cursor.AtEnd == wanted;
        cursor.SkipStatement();
        assembler.Conditionals.Open(opening, condition);
    }

    // ifc = text "," text ;  either may be quoted with "'"
    private static void IfSame(Assembler assembler, ref Cursor cursor, bool wanted)
    {
        SourceSpan opening = Opening(cursor);
        bool condition = false;
        if (assembler.Conditionals.IsSkipping)
        {
            cursor.SkipStatement();
        }
        else
        {
            byte[] first = TakeText(ref cursor);
            TakeComma(assembler, ref cursor);
            byte[] second = TakeText(ref cursor);
            condition = first.AsSpan().SequenceEqual(second) == wanted;
        }

        assembler.Conditionals.Open(opening, condition);
    }

    private static bool TakeComma(Assembler assembler, ref Cursor cursor)
    {
        if (cursor.TakeComma())
            return true;
        assembler.Report(SyntaxRules.ExpectedComma, cursor.SpanHere, "a comma and a second text were expected");
        return false;
    }

    private static byte[] TakeText(ref Cursor cursor)
    {
        cursor.SkipBlanks();
        List<byte> text = [];
        if (cursor.Current == '\'')
        {
            cursor.Position++;
            while (cursor.Current != '\n')
            {
                if (cursor.Current == '\'' && cursor.Next != '\'')
                    break;
                if (cursor.Current == '\'')
                    cursor.Position++;
                text.Add(cursor.Current);
                cursor.Position++;
            }

            cursor.Take((byte)'\'');
            cursor.SkipBlanks();
            return [.. text];
        }

        while (!cursor.AtEnd && cursor.Current != ',')
        {
            int start = cursor.Position;
            if (cursor.Current == '"')
                cursor.SkipString();
            else
                cursor.Position++;
            text.AddRange(cursor.Slice(start));
        }

        while (text.Count > 0 && text[^1] is (byte)' ' or (byte)'\t' or (byte)'\r')
            text.RemoveAt(text.Count - 1);
        return [.. text];
    }

    // ifeqs = string "," string
    private static void IfSameStrings(Assembler assembler, ref Cursor cursor, bool wanted)
    {
        SourceSpan opening = Opening(cursor);
        bool condition = false;
        if (assembler.Conditionals.IsSkipping)
        {
            cursor.SkipStatement();
        }
        else
        {
            List<byte> first = [];
            List<byte> second = [];
            if (StringLiteral.TryParse(ref cursor, assembler.Diagnostics, first) && TakeComma(assembler, ref cursor)
                && StringLiteral.TryParse(ref cursor, assembler.Diagnostics, second))
            {
                condition = first.SequenceEqual(second) == wanted;
            }
            else
            {
                cursor.SkipStatement();
            }
        }

        assembler.Conditionals.Open(opening, condition);
    }

    // elseif = expression
    private static void ElseIf(Assembler assembler, ref Cursor cursor)
    {
        SourceSpan opening = Opening(cursor);
        long value = 0;
        if (!assembler.Conditionals.WantsElseCondition || !assembler.Expressions.TryParseAbsolute(ref cursor, out value, isCondition: true))
            cursor.SkipStatement();
        assembler.Conditionals.ElseIf(opening, value != 0);
    }

    private static void Else(Assembler assembler, ref Cursor cursor)
    {
        // Behind an `.else` that is not read nobody would look any more.
        assembler.RequireEnd(ref cursor);
        assembler.Conditionals.Else(Opening(cursor));
    }

    private static void EndIf(Assembler assembler, ref Cursor cursor) => assembler.Conditionals.Close(Opening(cursor));
}
