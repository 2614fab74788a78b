using VmxAsm.Compiler.Diagnostics;

namespace VmxAsm.Compiler.Syntax;

/// <summary>A symbol's name between double quotes, which may hold any character.</summary>
internal static class QuotedName
{
    public static bool TryParse(ref Cursor cursor, DiagnosticBag diagnostics, out byte[] name)
    {
        List<byte> bytes = [];
        bool parsed = StringLiteral.TryParse(ref cursor, diagnostics, bytes);
        name = bytes.ToArray();
        if (parsed && name.Length == 0)
            diagnostics.Report(SyntaxRules.ExpectedName, cursor.SpanHere, "a name must not be empty");
        return parsed && name.Length > 0;
    }
}
