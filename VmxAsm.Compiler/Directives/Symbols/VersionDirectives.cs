using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>Names for the linker's eyes: versions, weak references, the file and the compiler that made it.</summary>
internal static class VersionDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".symver"u8, SymbolVersion);
        table.Add(".weakref"u8, WeakReference);
        table.Add(".ident"u8, Ident);
        table.Add(".version"u8, Version);
    }

    // symver = name "," name "@" [ "@" [ "@" ] ] version [ "," visibility ]
    private static void SymbolVersion(Assembler assembler, ref Cursor cursor)
    {
        Symbol? symbol = SymbolDirectives.TakeSymbol(assembler, ref cursor);
        if (symbol is null)
            return;
        cursor.TakeComma();
        int start = cursor.Position;
        while (CharacterClass.IsNamePart(cursor.Current) || cursor.Current == '@')
            cursor.Position++;
        SourceSpan span = cursor.SpanFrom(start);
        string text = System.Text.Encoding.UTF8.GetString(cursor.Slice(start));
        int at = text.IndexOf('@');
        if (at <= 0)
        {
            assembler.Report(DirectiveRules.InvalidVersionedName, span, "a name, `@` and a version were expected");
            cursor.SkipStatement();
            return;
        }

        SymbolExtras extras = symbol.Extras ??= new SymbolExtras();

        extras.Versions ??= [];
        if (extras.Versions.Exists(version => version.Name == text))
            return;
        if (text.AsSpan(at).StartsWith("@@@") && extras.Versions.Exists(version => version.Name.Contains("@@@", StringComparison.Ordinal)))
            assembler.Report(DirectiveRules.InvalidVersionedName, span, $"`{symbol.Name}` has another version with `@@@` already");
        extras.Versions.Add((text, span));
        if (cursor.TakeComma())
        {
            // The last of these words counts.
            ReadOnlySpan<byte> visibility = cursor.TakeName();
            extras.RemoveUnversioned = visibility.SequenceEqual("remove"u8);
            extras.IsUnversionedLocal = visibility.SequenceEqual("local"u8);
            extras.IsUnversionedHidden = visibility.SequenceEqual("hidden"u8);
            if (!extras.RemoveUnversioned && !extras.IsUnversionedLocal && !extras.IsUnversionedHidden)
                assembler.Report(DirectiveRules.BadOperand, cursor.SpanHere, "`local`, `hidden` or `remove` was expected");
        }
    }

    // weakref = alias "," target
    private static void WeakReference(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        Symbol? alias = SymbolDirectives.TakeSymbol(assembler, ref cursor);
        if (alias is null)
            return;
        SourceSpan span = cursor.SpanFrom(start);
        cursor.TakeComma();
        Symbol? target = SymbolDirectives.TakeSymbol(assembler, ref cursor);
        if (target is null)
            return;
        if (assembler.IsRedefinition(alias, span))
            return;
        for (Symbol? next = target; next is not null; next = next.Extras?.WeakrefTarget)
        {
            if (!ReferenceEquals(next, alias))
                continue;
            assembler.Report(SymbolRules.WeakrefConflict, span, $"`{alias.Name}` would be an alias of itself");
            return;
        }

        bool hadBeenUsed = target.IsUsed;
        (target.Extras ??= new SymbolExtras()).IsUsedDirectly |= hadBeenUsed;

        // Whoever has named the alias before means the target, or what that is an alias of.
        Symbol last = target;
        while (last.Extras is { WeakrefTarget: Symbol next })
            last = next;
        (last.Extras ??= new SymbolExtras()).IsWeakrefTarget |= alias.IsUsed || alias.Extras is { IsWeakrefTarget: true };
        (alias.Extras ??= new SymbolExtras()).WeakrefTarget = target;
    }

    // ident = string
    private static void Ident(Assembler assembler, ref Cursor cursor)
    {
        List<byte> text = [];
        if (!StringLiteral.TryParse(ref cursor, assembler.Diagnostics, text))
        {
            cursor.SkipStatement();
            return;
        }

        Section? comment = assembler.State.Sections.Find(".comment");
        comment ??= assembler.State.Sections.Add(new Section(".comment")
        {
            Type = SectionType.ProgramBits,
            Flags = SectionFlags.Merge | SectionFlags.Strings,
            EntrySize = 1,
        });
        FragmentChain chain = comment.Subsection(0);
        if (chain.IsEmpty)
            chain.AppendByte(0);
        text.Add(0);
        chain.Append(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(text));
    }

    // version = string ;  a note with the text as its name
    private static void Version(Assembler assembler, ref Cursor cursor)
    {
        List<byte> text = [];
        if (!StringLiteral.TryParse(ref cursor, assembler.Diagnostics, text))
        {
            cursor.SkipStatement();
            return;
        }

        Section? note = assembler.State.Sections.Find(".note");
        note ??= assembler.State.Sections.Add(new Section(".note") { Type = SectionType.Note });
        note.Alignment = Math.Max(note.Alignment, 4);
        FragmentChain chain = note.Subsection(0);
        text.Add(0);
        chain.AppendNumber(text.Count, 4);
        chain.AppendNumber(0, 4);
        chain.AppendNumber(1, 4);
        chain.Append(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(text));
        chain.AppendAlign(new AlignDetail(4, 0, 0, 1, false, 0), SourceSpan.None);
    }
}
