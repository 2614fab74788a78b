using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Directives;

/// <summary>Integers: <c>.byte</c> to <c>.octa</c>.</summary>
internal static class DataDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".byte"u8, (Assembler a, ref Cursor c) => Integers(a, ref c, 1));
        table.Add(".word"u8, (Assembler a, ref Cursor c) => Integers(a, ref c, 2));
        table.Add(".value"u8, (Assembler a, ref Cursor c) => Integers(a, ref c, 2));
        table.Add(".short"u8, (Assembler a, ref Cursor c) => Integers(a, ref c, 2));
        table.Add(".hword"u8, (Assembler a, ref Cursor c) => Integers(a, ref c, 2));
        table.Add(".2byte"u8, (Assembler a, ref Cursor c) => Integers(a, ref c, 2));
        table.Add(".long"u8, (Assembler a, ref Cursor c) => Integers(a, ref c, 4));
        table.Add(".int"u8, (Assembler a, ref Cursor c) => Integers(a, ref c, 4));
        table.Add(".4byte"u8, (Assembler a, ref Cursor c) => Integers(a, ref c, 4));
        table.Add(".quad"u8, (Assembler a, ref Cursor c) => Integers(a, ref c, 8));
        table.Add(".8byte"u8, (Assembler a, ref Cursor c) => Integers(a, ref c, 8));
    }

    // integers = [ expression { "," expression } ]
    private static void Integers(Assembler assembler, ref Cursor cursor, int size)
    {
        if (cursor.AtEnd)
            return;
        do
        {
            int start = cursor.Position;
            if (!assembler.Expressions.TryParse(ref cursor, out Expression value))
                return;
            assembler.EmitInteger(value, size, ExpressionParser.TrimmedSpan(cursor, start));
        }
        while (cursor.TakeComma());
    }
}
