using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Expansion;

/// <summary>Macro calls: matches arguments with parameters and makes the text that is read next.</summary>
internal static class MacroExpander
{
    /// <summary>An expansion longer than this is a mistake, and would exhaust memory first.</summary>
    public const int MaximumLength = 256 << 20;

    // macro-call = name { argument [ "," ] } ;  argument = [ name "=" ] text
    public static void Expand(Assembler assembler, ref Cursor cursor, Macro macro, int start)
    {
        byte[] text = ArgumentText.Take(ref cursor);
        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        if (!assembler.Input.CanEnter(span))
            return;
        byte[][] values = new byte[macro.Parameters.Count][];
        if (!TryMatch(assembler, macro, text, span, values))
            return;
        BodyWriter writer = new(assembler, macro.Body, span);
        for (int i = 0; i < values.Length; i++)
            writer.Bind(macro.Parameters[i].Name, values[i]);
        writer.Number = assembler.Macros.Expansions++;
        writer.WriteBody(isMacro: true);
        if (!writer.TryFinish(out byte[] expansion))
            return;
        assembler.Input.Enter(assembler.Sources.AddExpansion(
            macro.Name, TextKind.Macro, expansion, span, macro.Body.Source, macro.Body.FirstLine, 0));
    }

    private static bool TryMatch(Assembler assembler, Macro macro, byte[] text, SourceSpan span, byte[][] values)
    {
        ArgumentReader reader = new(assembler, text, span);
        reader.SkipBlanks();
        int position = 0;
        bool hasKeyword = false;
        while (!reader.AtEnd)
        {
            if (reader.TryTakeKeyword(out ReadOnlySpan<byte> keyword))
            {
                hasKeyword = true;
                int index = IndexOf(macro, keyword);
                if (index < 0)
                {
                    string name = System.Text.Encoding.UTF8.GetString(keyword);
                    Report(assembler, macro, span, $"macro `{macro.Name}` has no parameter `{name}`");
                    return false;
                }

                values[index] = reader.Take();
            }
            else if (hasKeyword)
            {
                Report(assembler, macro, span, "an argument without a name follows one with a name");
                return false;
            }
            else if (position >= macro.Parameters.Count)
            {
                Report(assembler, macro, span, $"macro `{macro.Name}` takes {macro.Parameters.Count} arguments, and here are more");
                return false;
            }
            else if (macro.Parameters[position].IsVariable)
            {
                values[position++] = reader.Rest.ToArray();
                break;
            }
            else
            {
                values[position++] = reader.Take();
            }

            reader.SkipSeparator();
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is { Length: > 0 })
                continue;
            if (macro.Parameters[i].IsRequired)
            {
                Report(assembler, macro, span, $"macro `{macro.Name}` needs a value for `{System.Text.Encoding.UTF8.GetString(macro.Parameters[i].Name)}`");
                return false;
            }

            values[i] = macro.Parameters[i].Default;
        }

        return true;
    }

    private static int IndexOf(Macro macro, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < macro.Parameters.Count; i++)
        {
            if (name.SequenceEqual(macro.Parameters[i].Name))
                return i;
        }

        return -1;
    }

    private static void Report(Assembler assembler, Macro macro, SourceSpan span, string message) =>
        assembler.Diagnostics.Report(new Diagnostic(DirectiveRules.MacroArgument, message, span)
        {
            Labels = [new DiagnosticLabel(macro.Span, "the macro is defined here")],
        });
}
