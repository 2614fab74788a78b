using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Directives;

/// <summary>Source lines of a compiler's input: <c>.file</c> and <c>.loc</c>.</summary>
internal sealed class LineTable
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".file"u8, File);
        table.Add(".loc"u8, (Assembler a, ref Cursor c) => c.SkipStatement());
        table.Add(".line"u8, (Assembler a, ref Cursor c) => c.SkipStatement());
        table.Add(".ln"u8, (Assembler a, ref Cursor c) => c.SkipStatement());
    }

    public static void Finish(Assembler assembler)
    {
    }

    // file = string | number string
    private static void File(Assembler assembler, ref Cursor cursor)
    {
        if (cursor.Current != '"')
        {
            cursor.SkipStatement();
            return;
        }

        List<byte> name = [];
        if (StringLiteral.TryParse(ref cursor, assembler.Diagnostics, name))
            assembler.State.FileName ??= System.Text.Encoding.UTF8.GetString(name.ToArray());
        else
            cursor.SkipStatement();
    }
}
