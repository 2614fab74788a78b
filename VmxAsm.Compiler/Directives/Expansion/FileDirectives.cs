using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Expansion;
using VmxAsm.Compiler.Library;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>Other files, messages to the user, the end of the source.</summary>
internal static class FileDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".include"u8, Include);
        table.Add(".incbin"u8, IncludeBinary);
        table.Add(".end"u8, (Assembler a, ref Cursor c) => a.Input.End(ref c));
        table.Add(".error"u8, (Assembler a, ref Cursor c) => Message(a, ref c, DirectiveRules.UserError, ".error directive invoked in source file"));
        table.Add(".warning"u8, (Assembler a, ref Cursor c) => Message(a, ref c, DirectiveRules.UserWarning, ".warning directive invoked in source file"));
        table.Add(".err"u8, (Assembler a, ref Cursor c) => a.Report(DirectiveRules.UserError, Before(c), "`.err` was reached"));
        table.Add(".abort"u8, (Assembler a, ref Cursor c) => Abort(a, ref c));
        table.Add(".fail"u8, Fail);
        table.Add(".print"u8, Print);
    }

    /// <summary>The name of the directive, which ends before the cursor.</summary>
    private static SourceSpan Before(in Cursor cursor)
    {
        int end = cursor.Position;
        while (end > 0 && !CharacterClass.IsNamePart(cursor.Text[end - 1]))
            end--;
        int start = end;
        while (start > 0 && CharacterClass.IsNamePart(cursor.Text[start - 1]))
            start--;
        return new SourceSpan(cursor.Source.Start + start, end - start);
    }

    private static bool TryTakePath(Assembler assembler, ref Cursor cursor, out string path, out SourceSpan span, out bool isLibrary)
    {
        int start = cursor.Position;
        path = "";
        isLibrary = false;
        if (cursor.Current == '<' && !assembler.State.Options.GnuStrict)
        {
            int close = cursor.Text.AsSpan(start).IndexOfAny((byte)'>', (byte)'\n');
            if (cursor.Text[start + close] == '>')
            {
                path = System.Text.Encoding.UTF8.GetString(cursor.Slice(start + 1, close - 1));
                cursor.Position = start + close + 1;
                span = cursor.SpanFrom(start);
                isLibrary = true;
                return true;
            }
        }

        List<byte> bytes = [];
        if (!StringLiteral.TryParse(ref cursor, assembler.Diagnostics, bytes))
        {
            span = cursor.SpanFrom(start);
            cursor.SkipStatement();
            return false;
        }

        span = cursor.SpanFrom(start);
        path = System.Text.Encoding.UTF8.GetString(bytes.ToArray());
        if (path.Length > 0 && !path.Contains('\0'))
            return true;
        assembler.Report(DirectiveRules.FileNotFound, span, "the name of a file was expected");
        return false;
    }

    // include = string | "<" library-file ">"
    private static void Include(Assembler assembler, ref Cursor cursor)
    {
        if (!TryTakePath(assembler, ref cursor, out string path, out SourceSpan span, out bool isLibrary) || !assembler.Input.CanEnter(span))
            return;
        if (isLibrary)
        {
            byte[]? library = assembler.State.Options.Library?.Invoke(path);
            if (library is null)
                Missing($"the library has no file `{path}`{NearestName.Suggestion(path, LibraryFiles.Names)}");
            else
                assembler.Input.Enter(assembler.Sources.Add($"<{path}>", library, TextKind.Include, span));
            return;
        }

        string found = FileSearch.Find(assembler, path, span);
        try
        {
            SourceText text = assembler.Sources.AddFile(found, TextKind.Include, span);
            assembler.State.Dependencies.Add(found);
            assembler.Input.Enter(text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Missing($"`{path}` cannot be read: {FileSearch.Reason(error)}");
        }

        void Missing(string message)
        {
            assembler.Report(DirectiveRules.FileNotFound, span, message);
            assembler.State.IsIncludeMissing = true;
        }
    }

    // incbin = string [ "," [ skip ] [ "," count ] ]
    private static void IncludeBinary(Assembler assembler, ref Cursor cursor)
    {
        if (!TryTakePath(assembler, ref cursor, out string path, out SourceSpan span, out _))
            return;
        long skip = 0;
        long count = long.MaxValue;
        if (cursor.TakeComma())
        {
            if (cursor.Current != ',' && !cursor.AtEnd && !assembler.Expressions.TryParseAbsolute(ref cursor, out skip))
            {
                cursor.SkipStatement();
                return;
            }

            if (cursor.TakeComma() && !assembler.Expressions.TryParseAbsolute(ref cursor, out count))
            {
                cursor.SkipStatement();
                return;
            }
        }

        string found = FileSearch.Find(assembler, path, span);
        try
        {
            byte[] bytes = File.ReadAllBytes(found);
            assembler.State.Dependencies.Add(found);
            if (skip < 0 || skip > bytes.Length || count < 0 || (count != long.MaxValue && count > bytes.Length - skip))
            {
                assembler.Report(DirectiveRules.BadOperand, span, $"`{path}` has {bytes.Length} bytes, and the stretch asked for is not all inside");
                return;
            }

            assembler.State.Chain.Append(bytes.AsSpan((int)skip, (int)Math.Min(count, bytes.Length - skip)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            assembler.Report(DirectiveRules.FileNotFound, span, $"`{path}` cannot be read: {FileSearch.Reason(error)}");
        }
    }

    // message = [ string ]
    private static void Message(Assembler assembler, ref Cursor cursor, DiagnosticRule rule, string standard)
    {
        SourceSpan span = Before(cursor);
        if (!cursor.AtEnd)
        {
            List<byte> text = [];
            if (!StringLiteral.TryParse(ref cursor, assembler.Diagnostics, text))
            {
                cursor.SkipStatement();
                return;
            }

            standard = System.Text.Encoding.UTF8.GetString(text.ToArray());
        }

        assembler.Report(rule, span, standard);
    }

    private static void Abort(Assembler assembler, ref Cursor cursor)
    {
        assembler.Report(DirectiveRules.UserError, Before(cursor), "`.abort` was reached");
        assembler.Input.End(ref cursor);
    }

    // fail = expression ;  500 and more is a warning
    private static void Fail(Assembler assembler, ref Cursor cursor)
    {
        SourceSpan span = Before(cursor);
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long value))
        {
            cursor.SkipStatement();
            return;
        }

        assembler.Report(value >= 500 ? DirectiveRules.UserWarning : DirectiveRules.UserError, span, $"`.fail {value}` was reached");
    }

    // print = string
    private static void Print(Assembler assembler, ref Cursor cursor)
    {
        List<byte> text = [];
        if (StringLiteral.TryParse(ref cursor, assembler.Diagnostics, text))
            assembler.State.Printed.Add(System.Text.Encoding.UTF8.GetString(text.ToArray()));
        else
            cursor.SkipStatement();
    }
}
