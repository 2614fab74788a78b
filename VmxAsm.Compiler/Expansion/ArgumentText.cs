using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Expansion;

/// <summary>
/// The operands of a statement as macros see them. GNU as cleans lines before macros read them: comments go, blanks shrink to one and vanish beside
/// most punctuation, character constants become numbers. Since a blank separates macro arguments, <c>1 + 2</c> is one argument
/// and <c>1 - 2</c> is three; sources rely on the first, so the same cleaning happens here.
/// </summary>
internal static class ArgumentText
{
    /// <summary>Takes the rest of the statement.</summary>
    public static byte[] Take(ref Cursor cursor)
    {
        List<byte> text = [];
        bool blank = false;
        byte previous = 0;
        while (!IsEnd(cursor))
        {
            int before = cursor.Position;
            cursor.SkipBlanks();
            if (cursor.Position != before)
            {
                blank = true;
                continue;
            }

            byte current = cursor.Current;
            if (blank && text.Count > 0 && KeepsBlank(previous) && (KeepsBlank(current) || current is (byte)'"' or (byte)'\''))
                text.Add((byte)' ');
            blank = false;
            int start = cursor.Position;
            if (current == '"')
            {
                cursor.SkipString();
                text.AddRange(cursor.Slice(start));
            }
            else if (current == '\'' && cursor.Next is not ((byte)'\n' or (byte)';'))
            {
                AddCharacter(ref cursor, text);
            }
            else
            {
                text.Add(current);
                cursor.Position++;
            }

            previous = current;
        }

        return [.. text];
    }

    private static bool IsEnd(in Cursor cursor) => cursor.AtEnd;

    /// <summary>Characters that may be part of an operand's first or last word.</summary>
    private static bool KeepsBlank(byte character) =>
        CharacterClass.IsNamePart(character)
        || character is (byte)'*' or (byte)'%' or (byte)'-' or (byte)'(' or (byte)'[' or (byte)'{' or (byte)'}' or (byte)'"' or (byte)'\'' or (byte)'\\';

    private static void AddCharacter(ref Cursor cursor, List<byte> text)
    {
        cursor.Position++;
        int value = cursor.Current;
        if (value == '\\' && cursor.Next != '\n')
        {
            cursor.Position++;
            value = StringLiteral.TakeEscape(ref cursor, new Diagnostics.DiagnosticBag());
        }
        else
        {
            cursor.Position++;
        }

        cursor.Take((byte)'\'');
        text.AddRange(System.Text.Encoding.ASCII.GetBytes(value.ToString()));
    }
}
