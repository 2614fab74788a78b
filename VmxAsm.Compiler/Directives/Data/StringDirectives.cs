using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Directives;

/// <summary>Strings: <c>.ascii</c>, <c>.asciz</c>, <c>.string</c> and the wide ones.</summary>
internal static class StringDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".ascii"u8, Ascii);
        table.Add(".asciz"u8, Terminated);
        table.Add(".string"u8, Terminated);
        table.Add(".string8"u8, Terminated);
        table.Add(".string16"u8, Terminated16);
        table.Add(".string32"u8, Terminated32);
        table.Add(".string64"u8, Terminated64);
    }

    private static void Ascii(Assembler assembler, ref Cursor cursor) => Strings(assembler, ref cursor, 1, false);

    private static void Terminated(Assembler assembler, ref Cursor cursor) => Strings(assembler, ref cursor, 1, true);

    private static void Terminated16(Assembler assembler, ref Cursor cursor) => Strings(assembler, ref cursor, 2, true);

    private static void Terminated32(Assembler assembler, ref Cursor cursor) => Strings(assembler, ref cursor, 4, true);

    private static void Terminated64(Assembler assembler, ref Cursor cursor) => Strings(assembler, ref cursor, 8, true);

    // strings = [ string { string | "<" expression ">" } { "," string ... } ] ;  neighbours without a comma are one string
    private static void Strings(Assembler assembler, ref Cursor cursor, int width, bool terminated)
    {
        if (cursor.AtEnd)
            return;
        List<byte> bytes = assembler.State.StringBuffer;
        do
        {
            bytes.Clear();
            do
            {
                if (!Piece(assembler, ref cursor, bytes))
                {
                    cursor.SkipStatement();
                    return;
                }

                cursor.SkipBlanks();
            }
            while (cursor.Current is (byte)'"' or (byte)'<');
            if (terminated)
                bytes.Add(0);
            Append(assembler.State.Chain, bytes, width);
        }
        while (cursor.TakeComma());
    }

    private static bool Piece(Assembler assembler, ref Cursor cursor, List<byte> bytes)
    {
        if (cursor.Current != '<')
            return StringLiteral.TryParse(ref cursor, assembler.Diagnostics, bytes);
        cursor.Position++;
        int start = cursor.Position;
        int close = cursor.Text.AsSpan(start).IndexOfAny((byte)'>', (byte)'\n');
        if (close < 0 || cursor.Text[start + close] != '>' || !NumberLiteral.TryParse(cursor.Slice(start, close), out long value))
        {
            assembler.Report(Diagnostics.SyntaxRules.InvalidNumber, cursor.SpanHere, "a number and `>` were expected behind `<`");
            return false;
        }

        bytes.Add((byte)value);
        cursor.Position = start + close + 1;
        return true;
    }

    private static void Append(FragmentChain chain, List<byte> bytes, int width)
    {
        if (width == 1)
        {
            chain.Append(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
            return;
        }

        foreach (byte character in bytes)
            chain.AppendNumber(character, width);
    }
}
