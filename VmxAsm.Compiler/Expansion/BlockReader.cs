using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Expansion;

/// <summary>Takes the body of a <c>.macro</c> or of a repetition without reading its statements.</summary>
internal static class BlockReader
{
    /// <summary>
    /// The body that begins after the current statement. Afterwards the cursor stands behind the closing directive; when there is none the opening
    /// one is reported and the rest of the text is taken.
    /// </summary>
    /// <param name="isMacro">The block ends with <c>.endm</c>; else with <c>.endr</c>.</param>
    public static bool TryRead(ref Cursor cursor, bool isMacro, SourceSpan opening, DiagnosticBag diagnostics, out BlockBody body)
    {
        cursor.SkipStatement();
        cursor.SkipEndOfStatement();
        int start = cursor.Position;
        int depth = 1;
        while (!cursor.AtEndOfText)
        {
            int statement = cursor.Position;
            ReadOnlySpan<byte> name = TakeDirective(ref cursor);
            if (name.Length > 0)
            {
                if (Opens(name, isMacro))
                    depth++;
                else if (Is(name, isMacro ? ".endm"u8 : ".endr"u8) && --depth == 0)
                {
                    // Many people repeat the name of the macro here; GNU as does not read it.
                    cursor.SkipStatement();
                    body = new BlockBody(cursor.Source, start, statement - start);
                    return true;
                }
            }

            cursor.SkipStatement();
            cursor.SkipEndOfStatement();
        }

        cursor.Position = cursor.Source.Length;
        diagnostics.Report(DirectiveRules.UnclosedBlock, opening, isMacro ? "this macro has no `.endm`" : "this repetition has no `.endr`");
        body = default;
        return false;
    }

    private static ReadOnlySpan<byte> TakeDirective(ref Cursor cursor)
    {
        while (true)
        {
            cursor.SkipBlanks();
            ReadOnlySpan<byte> name = cursor.TakeName();
            if (name.Length > 0 && cursor.Current == ':')
            {
                cursor.Position++;
                continue;
            }

            return name.Length > 0 && name[0] == '.' ? name : [];
        }
    }

    private static bool Opens(ReadOnlySpan<byte> name, bool isMacro) => isMacro
        ? Is(name, ".macro"u8)
        : Is(name, ".rept"u8) || Is(name, ".rep"u8) || Is(name, ".irp"u8) || Is(name, ".irpc"u8) || Is(name, ".irep"u8) || Is(name, ".irepc"u8);

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower)
    {
        if (name.Length != lower.Length)
            return false;
        for (int i = 0; i < name.Length; i++)
        {
            if (CharacterClass.ToLower(name[i]) != lower[i])
                return false;
        }

        return true;
    }
}
