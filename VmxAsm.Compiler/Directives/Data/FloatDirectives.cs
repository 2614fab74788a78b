using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>Floating-point numbers: <c>.float</c>, <c>.double</c>, <c>.tfloat</c>, <c>.hfloat</c>, <c>.bfloat16</c> and their other names.</summary>
internal static class FloatDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".float"u8, Singles);
        table.Add(".single"u8, Singles);
        table.Add(".ffloat"u8, Singles);
        table.Add(".dc.s"u8, Singles);
        table.Add(".double"u8, Doubles);
        table.Add(".dfloat"u8, Doubles);
        table.Add(".dc.d"u8, Doubles);
        table.Add(".tfloat"u8, Extendeds);
        table.Add(".dc.x"u8, Extendeds);
        table.Add(".hfloat"u8, Halves);
        table.Add(".bfloat16"u8, BFloats);
    }

    private static void Singles(Assembler assembler, ref Cursor cursor) => Floats(assembler, ref cursor, FloatFormat.Single);

    private static void Doubles(Assembler assembler, ref Cursor cursor) => Floats(assembler, ref cursor, FloatFormat.Double);

    private static void Extendeds(Assembler assembler, ref Cursor cursor) => Floats(assembler, ref cursor, FloatFormat.Extended);

    private static void Halves(Assembler assembler, ref Cursor cursor) => Floats(assembler, ref cursor, FloatFormat.Half);

    private static void BFloats(Assembler assembler, ref Cursor cursor) => Floats(assembler, ref cursor, FloatFormat.BFloat16);

    // floats = [ float { "," float } ]
    private static void Floats(Assembler assembler, ref Cursor cursor, FloatFormat format)
    {
        if (cursor.AtEnd)
            return;
        Span<byte> room = stackalloc byte[16];
        room = room[..format.Size];
        do
        {
            cursor.SkipBlanks();
            room.Clear();
            if (!cursor.AtEnd && cursor.Current != ',' && !TryParse(assembler, ref cursor, format, room))
            {
                cursor.SkipStatement();
                return;
            }

            assembler.State.Chain.Append(room);
        }
        while (cursor.TakeComma());
    }

    /// <summary>Parses a number into its bytes, and reports when there is none.</summary>
    public static bool TryParse(Assembler assembler, ref Cursor cursor, FloatFormat format, Span<byte> room)
    {
        cursor.SkipBlanks();
        int start = cursor.Position;
        room.Clear();
        bool negative = cursor.Current == '-';
        if (cursor.Current is (byte)'-' or (byte)'+')
            cursor.Position++;
        cursor.SkipBlanks();

        // 0f1.5: the letter once named the format and is ignored.
        if (cursor.Current == '0' && char.IsAsciiLetter((char)cursor.Next))
        {
            cursor.Position += 2;
            if (cursor.Current == ':')
                return TryParseBits(assembler, ref cursor, room);
            if (cursor.Current is (byte)'-' or (byte)'+')
                negative ^= cursor.Text[cursor.Position++] == '-';
        }

        ReadOnlySpan<byte> number = TakeNumber(ref cursor);
        SourceSpan span = cursor.SpanFrom(start);
        if (number.Length == 0)
        {
            assembler.Report(SyntaxRules.InvalidFloat, cursor.SpanHere, "a floating-point number was expected");
            return false;
        }

        if (format.TryConvert(System.Text.Encoding.ASCII.GetString(number), negative, room))
            return true;
        assembler.Report(SyntaxRules.InvalidFloat, span, $"`{assembler.Sources.TextOf(span)}` is no floating-point number of {format.Size * 8} bits");
        return true;
    }

    // bits = ":" hex { hex | "_" } ;  the number's bits, from the sign on
    private static bool TryParseBits(Assembler assembler, ref Cursor cursor, Span<byte> room)
    {
        int start = cursor.Position++;
        int count = 0;
        for (; CharacterClass.HexValue(cursor.Current) is >= 0 and < 16 || cursor.Current == '_'; cursor.Position++)
        {
            if (cursor.Current == '_')
                continue;
            int place = 2 * room.Length - 1 - count++;
            if (place >= 0)
                room[place / 2] |= (byte)(CharacterClass.HexValue(cursor.Current) << (place % 2 * 4));
        }

        if (count > 2 * room.Length)
            assembler.Report(SymbolRules.ValueTruncated, cursor.SpanFrom(start), $"the number has {4 * count} bits, and the format {8 * room.Length}: it is left out");
        return count <= 2 * room.Length;
    }

    // number = digits [ "." [ digits ] ] [ "e" [ sign ] digits ] | letters
    private static ReadOnlySpan<byte> TakeNumber(ref Cursor cursor)
    {
        int start = cursor.Position;
        if (CharacterClass.IsNameStart(cursor.Current) && cursor.Current != '.')
        {
            cursor.TakeName();
            return cursor.Slice(start);
        }

        bool hasDigits = false;
        while (CharacterClass.IsDigit(cursor.Current) || cursor.Current == '.')
        {
            hasDigits |= cursor.Current != '.';
            cursor.Position++;
        }

        if (!hasDigits)
        {
            cursor.Position = start;
            return [];
        }

        if ((cursor.Current | 0x20) == 'e')
        {
            int letter = cursor.Position++;
            if (cursor.Current is (byte)'-' or (byte)'+')
                cursor.Position++;
            if (!CharacterClass.IsDigit(cursor.Current))
                cursor.Position = letter;
            while (CharacterClass.IsDigit(cursor.Current))
                cursor.Position++;
        }

        return cursor.Slice(start);
    }
}
