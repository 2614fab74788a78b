using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Expansion;

/// <summary>
/// The C preprocessor's <c># 12 "file.c" 1 3</c>: the following line is line 12 of file.c. Anything else behind <c>#</c> is a comment.
/// </summary>
internal static class LineMarker
{
    public static void Parse(ref Cursor cursor, Assembler assembler, int start)
    {
        Cursor ahead = cursor;
        ahead.Position++;
        ahead.SkipBlanks();
        int digits = ahead.Position;
        long line = 0;
        while (CharacterClass.IsDigit(ahead.Current) && line < int.MaxValue)
        {
            line = line * 10 + (ahead.Current - '0');
            ahead.Position++;
        }

        if (ahead.Position == digits || line > int.MaxValue)
            return;
        ahead.SkipBlanks();
        int quote = ahead.Position;
        if (ahead.Current != '"')
            return;
        ahead.SkipString();
        if (ahead.Position - quote < 2 || ahead.Text[ahead.Position - 1] != '"')
            return;
        string file = System.Text.Encoding.UTF8.GetString(ahead.Slice(quote + 1, ahead.Position - quote - 2));
        assembler.Sources.AddLineMarker(cursor.Source.Start + start, (int)line, file);
    }
}
