using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Expansion;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>Macros and repetitions.</summary>
internal static class MacroDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".macro"u8, DefineMacro);
        table.Add(".endm"u8, UnmatchedEnd);
        table.Add(".endr"u8, UnmatchedEnd);
        table.Add(".exitm"u8, Exit);
        table.Add(".mexit"u8, Exit);
        table.Add(".purgem"u8, Purge);
        table.Add(".altmacro"u8, (Assembler a, ref Cursor c) => a.Macros.IsAlternate = true);
        table.Add(".noaltmacro"u8, (Assembler a, ref Cursor c) => a.Macros.IsAlternate = false);
        table.Add(".rept"u8, Repeat);
        table.Add(".rep"u8, Repeat);
        table.Add(".irp"u8, (Assembler a, ref Cursor c) => RepeatOver(a, ref c, ".irp", false));
        table.Add(".irep"u8, (Assembler a, ref Cursor c) => RepeatOver(a, ref c, ".irp", false));
        table.Add(".irpc"u8, (Assembler a, ref Cursor c) => RepeatOver(a, ref c, ".irpc", true));
        table.Add(".irepc"u8, (Assembler a, ref Cursor c) => RepeatOver(a, ref c, ".irpc", true));
    }

    // macro = [ label ":" ] ".macro" name [ "," ] { parameter [ "," ] } end-of-line body ".endm" ;  the label is a name, too
    // parameter = name [ ":" ( "req" | "vararg" ) ] [ "=" default ]
    private static void DefineMacro(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        ReadOnlySpan<byte> name;
        SourceSpan span;
        if (assembler.LineLabel is { } label)
        {
            name = label.NameBytes;
            span = label.Span;
            SymbolDirectives.MakeZero(assembler, label);
        }
        else
        {
            name = cursor.TakeName();
            span = cursor.SpanFrom(start);
        }

        bool isNamed = name.Length > 0;
        if (!isNamed)
        {
            span = cursor.SpanHere;
            assembler.Report(DirectiveRules.MacroDefinition, span, "the name of the macro is missing");
        }

        if (assembler.LineLabel is null)
            cursor.TakeComma();
        List<MacroParameter> parameters = [];
        bool isGood = isNamed && TryParseParameters(assembler, ref cursor, parameters);
        if (!BlockReader.TryRead(ref cursor, true, span, assembler.Diagnostics, out BlockBody body) || !isGood)
            return;
        if (name[0] == '.' && assembler.Directives.Find(name) is not null)
        {
            assembler.Report(DirectiveRules.PseudoOpRedefined, span, $"`{assembler.Sources.TextOf(span)}` is a directive, and the macro is ignored");
            return;
        }

        if (assembler.Macros.Find(name) is { } existing)
        {
            assembler.Diagnostics.Report(new Diagnostic(DirectiveRules.MacroDefinition, $"macro `{existing.Name}` is defined already", span)
            {
                Labels = [new DiagnosticLabel(existing.Span, "the first definition")],
            });
            return;
        }

        assembler.Macros.Add(new Macro(System.Text.Encoding.UTF8.GetString(name), MacroTable.KeyOf(name), parameters, body, span));
    }

    private static bool TryParseParameters(Assembler assembler, ref Cursor cursor, List<MacroParameter> parameters)
    {
        while (true)
        {
            cursor.SkipBlanks();
            if (cursor.AtEnd)
                return true;
            int start = cursor.Position;
            cursor.Take((byte)'\\');
            ReadOnlySpan<byte> name = cursor.TakeName();
            SourceSpan span = cursor.SpanFrom(start);
            if (name.Length == 0)
            {
                assembler.Report(DirectiveRules.MacroDefinition, cursor.SpanHere, "the name of a parameter was expected");
                return false;
            }

            cursor.SkipBlanks();
            bool isRequired = false;
            bool isVariable = false;
            if (cursor.Take((byte)':'))
            {
                cursor.SkipBlanks();
                int kind = cursor.Position;
                ReadOnlySpan<byte> word = cursor.TakeName();
                isRequired = word.SequenceEqual("req"u8);
                isVariable = word.SequenceEqual("vararg"u8);
                if (!isRequired && !isVariable)
                {
                    assembler.Report(DirectiveRules.MacroDefinition, cursor.SpanFrom(kind), "`req` or `vararg` was expected behind `:`");
                    return false;
                }

                cursor.SkipBlanks();
            }

            byte[] value = [];
            if (cursor.Current == '=')
            {
                cursor.Position++;
                value = TakeDefault(assembler, ref cursor, span);
            }

            foreach (MacroParameter other in parameters)
            {
                if (!name.SequenceEqual(other.Name))
                    continue;
                assembler.Report(DirectiveRules.MacroDefinition, span, $"parameter `{assembler.Sources.TextOf(span)}` is declared twice");
                return false;
            }

            if (parameters.Count > 0 && parameters[^1].IsVariable)
            {
                assembler.Report(DirectiveRules.MacroDefinition, span, "nothing can follow the parameter that takes all the rest");
                return false;
            }

            parameters.Add(new MacroParameter(name.ToArray(), value, isRequired, isVariable));
            cursor.TakeComma();
        }
    }

    private static byte[] TakeDefault(Assembler assembler, ref Cursor cursor, SourceSpan span)
    {
        cursor.SkipBlanks();

        // The default ends like an argument does, but the cursor is in the source, so only as much as that is taken.
        Cursor rest = cursor;
        rest.SkipStatement();
        byte[] text = cursor.Slice(cursor.Position, rest.Position - cursor.Position).ToArray();
        ArgumentReader reader = new(assembler, text, span);
        byte[] value = reader.Take();
        cursor.Position = Math.Min(rest.Position, cursor.Position + reader.Position);
        return value;
    }

    private static void UnmatchedEnd(Assembler assembler, ref Cursor cursor) =>
        assembler.Report(DirectiveRules.IgnoredEnd, cursor.SpanHere, "there is no block that could end here");

    private static void Exit(Assembler assembler, ref Cursor cursor)
    {
        if (!assembler.Input.ExitExpansion(ref cursor, assembler.Conditionals))
            assembler.Report(DirectiveRules.IgnoredEnd, cursor.SpanHere, "`.exitm` stands outside of a macro");
    }

    // purgem = name
    private static void Purge(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        ReadOnlySpan<byte> name = cursor.TakeName();
        if (!assembler.Macros.Remove(name))
            assembler.Report(DirectiveRules.UndefinedMacro, cursor.SpanFrom(start), $"there is no macro `{assembler.Sources.TextOf(cursor.SpanFrom(start))}`");
    }

    // rept = count end-of-line body ".endr"
    private static void Repeat(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        long count = 0;
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out count))
            count = 0;
        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        if (!BlockReader.TryRead(ref cursor, false, span, assembler.Diagnostics, out BlockBody body))
            return;
        if (count < 0)
        {
            assembler.Report(DirectiveRules.BadOperand, span, $"the count is {count}, and nothing is repeated less often than never");
            count = 0;
        }

        if (count > 0 && body.Length > 0 && count > MacroExpander.MaximumLength)
            count = MacroExpander.MaximumLength + 1L;
        BodyWriter writer = new(assembler, body, span);
        writer.CopyBody(count);
        Enter(assembler, writer, ".rept", span, body);
    }

    // irp = name "," { value [ "," ] } end-of-line body ".endr"
    private static void RepeatOver(Assembler assembler, ref Cursor cursor, string directive, bool characters)
    {
        int start = cursor.Position;
        byte[] name = cursor.TakeName().ToArray();
        bool isNamed = name.Length > 0;
        if (!isNamed)
            assembler.Report(DirectiveRules.MacroDefinition, cursor.SpanHere, "the name of a parameter was expected");
        cursor.TakeComma();
        byte[] text = ArgumentText.Take(ref cursor);
        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        if (!BlockReader.TryRead(ref cursor, false, span, assembler.Diagnostics, out BlockBody body) || !isNamed)
            return;
        BodyWriter writer = new(assembler, body, span) { Number = assembler.Macros.Expansions };
        ArgumentReader reader = new(assembler, text, span);
        reader.SkipBlanks();
        if (reader.AtEnd)
        {
            writer.Bind(name, []);
            writer.WriteBody(isMacro: false);
        }
        else if (characters)
        {
            WriteCharacters(writer, name, reader.Rest);
        }

        while (!characters && !reader.AtEnd)
        {
            writer.Bind(name, reader.Take());
            writer.WriteBody(isMacro: false);
            reader.SkipSeparator();
        }

        Enter(assembler, writer, directive, span, body);
    }

    private static void WriteCharacters(BodyWriter writer, byte[] name, ReadOnlySpan<byte> text)
    {
        bool inQuotes = text[0] == '"';
        for (int i = inQuotes ? 1 : 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (inQuotes || text[(i + 1)..].Trim((byte)' ').Length == 0))
                break;
            writer.Bind(name, [text[i]]);
            writer.WriteBody(isMacro: false);
            while (!inQuotes && i + 1 < text.Length && text[i + 1] == ' ')
                i++;
        }
    }

    private static void Enter(Assembler assembler, BodyWriter writer, string directive, SourceSpan span, BlockBody body)
    {
        if (!assembler.Input.CanEnter(span) || !writer.TryFinish(out byte[] expansion) || expansion.Length == 2)
            return;
        assembler.Input.Enter(assembler.Sources.AddExpansion(
            directive, TextKind.Repeat, expansion, span, body.Source, body.FirstLine, body.LineCount));
    }
}
