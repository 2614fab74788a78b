using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Syntax;

/// <summary>Strings between double quotes and their escapes (GNU as's manual, "Strings").</summary>
internal static class StringLiteral
{
    /// <summary>
    /// Parses the string at the cursor and appends its bytes.
    /// </summary>
    public static bool TryParse(ref Cursor cursor, DiagnosticBag diagnostics, List<byte> bytes)
    {
        cursor.SkipBlanks();
        if (cursor.Current != '"')
        {
            diagnostics.Report(SyntaxRules.ExpectedString, cursor.SpanHere, "a string in double quotes was expected");
            return false;
        }

        int start = cursor.Position;
        cursor.Position++;
        while (true)
        {
            byte current = cursor.Current;
            switch (current)
            {
                case (byte)'"':
                    cursor.Position++;
                    return true;
                case (byte)'\n' when !IsClosedLater(cursor):
                    diagnostics.Report(SyntaxRules.UnterminatedString, new SourceSpan(cursor.Source.Start + start, 1), "the string has no closing `\"`");
                    return false;
                case (byte)'\n':
                    diagnostics.Report(SyntaxRules.NewlineInString, new SourceSpan(cursor.Source.Start + start, 1), "the string runs over a line end");
                    bytes.Add(current);
                    cursor.Position++;
                    break;
                case (byte)'\\' when cursor.Next == '\n' && cursor.Position + 1 < cursor.Source.Length:
                    // A line end behind a backslash is dropped.
                    cursor.Position += 2;
                    break;
                case (byte)'\\':
                    cursor.Position++;
                    bytes.Add((byte)TakeEscape(ref cursor, diagnostics));
                    break;
                default:
                    bytes.Add(current);
                    cursor.Position++;
                    break;
            }
        }
    }

    /// <summary>
    /// Whether a quote follows on a later line. When there is none, the string was left open by mistake, and the lines below are statements.
    /// </summary>
    private static bool IsClosedLater(in Cursor cursor) =>
        !cursor.AtEndOfText && cursor.Text.AsSpan(cursor.Position, cursor.Source.Length - cursor.Position).Contains((byte)'"');

    /// <summary>Takes what follows a backslash and returns the byte it stands for.</summary>
    public static int TakeEscape(ref Cursor cursor, DiagnosticBag diagnostics)
    {
        int start = cursor.Position - 1;
        if (cursor.AtEndOfText)
            return '\\';
        byte letter = cursor.Current;
        cursor.Position++;
        switch (letter)
        {
            case (byte)'b':
                return 8;
            case (byte)'f':
                return 12;
            case (byte)'n':
                return 10;
            case (byte)'r':
                return 13;
            case (byte)'t':
                return 9;
            case (byte)'v':
                return 11;
            case (byte)'\\' or (byte)'"' or (byte)'\'':
                return letter;
            case >= (byte)'0' and <= (byte)'9':
                // GNU as lets 8 and 9 stand for octal 10 and 11.
                int value = letter - '0';
                for (int i = 0; i < 2 && CharacterClass.IsDigit(cursor.Current); i++, cursor.Position++)
                    value = value * 8 + (cursor.Current - '0');
                return value & 0xFF;
            case (byte)'x' or (byte)'X':
                int number = 0;
                while (CharacterClass.HexValue(cursor.Current) is >= 0 and int digit)
                {
                    number = ((number << 4) | digit) & 0xFF;
                    cursor.Position++;
                }

                return number;
            default:
                diagnostics.Report(SyntaxRules.UnknownEscape, cursor.SpanFrom(start), "the escape is unknown and stands for its character");
                return letter;
        }
    }
}
