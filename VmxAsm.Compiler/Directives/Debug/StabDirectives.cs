using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>
/// Debugging information in the form that came before DWARF: <c>.stabs</c>, <c>.stabn</c>, <c>.stabd</c> and <c>.xstabs</c> (GNU as's manual, "Stab").
/// An entry is twelve bytes: the place of a string in a section of strings, a type, two numbers, and a value. The first entry of a section describes the
/// section: it has the source's name, and in the places of the numbers how many entries and how many bytes of strings there are.
/// </summary>
internal static class StabDirectives
{
    private const int EntrySize = 12;

    public static void Register(DirectiveTable table)
    {
        table.Add(".stabs"u8, (Assembler a, ref Cursor c) => Entry(a, ref c, ".stab", hasText: true, hasValue: true));
        table.Add(".stabn"u8, (Assembler a, ref Cursor c) => Entry(a, ref c, ".stab", hasText: false, hasValue: true));
        table.Add(".stabd"u8, (Assembler a, ref Cursor c) => Entry(a, ref c, ".stab", hasText: false, hasValue: false));
        table.Add(".xstabs"u8, ElsewhereEntry);
    }

    /// <summary>The sections of one kind of entries, and what their first entry says.</summary>
    internal sealed class Table(FragmentChain entries, FragmentChain strings)
    {
        public readonly FragmentChain Entries = entries;
        public readonly FragmentChain Strings = strings;
        public readonly Symbol Count = new(ReadOnlyMemory<byte>.Empty);
        public readonly Symbol StringSize = new(ReadOnlyMemory<byte>.Empty);
        public int StringLength = 1;
    }

    // xstabs = string "," stabs
    private static void ElsewhereEntry(Assembler assembler, ref Cursor cursor)
    {
        List<byte> name = [];
        if (!StringLiteral.TryParse(ref cursor, assembler.Diagnostics, name) || !TakeComma(assembler, ref cursor))
            cursor.SkipStatement();
        else
            Entry(assembler, ref cursor, NameText.Decode(name.ToArray()), hasText: true, hasValue: true);
    }

    // stabs = string "," stabn ;  stabn = stabd "," value ;  stabd = type "," other "," description
    private static void Entry(Assembler assembler, ref Cursor cursor, string section, bool hasText, bool hasValue)
    {
        int start = cursor.Position;
        AssemblerState state = assembler.State;
        Expression value = new(state.LocationSymbol(), null, 0);
        List<byte> text = [];
        long description = 0;
        if (hasText && (!StringLiteral.TryParse(ref cursor, assembler.Diagnostics, text) || !TakeComma(assembler, ref cursor))
            || !assembler.Expressions.TryParseAbsolute(ref cursor, out long type) || !TakeComma(assembler, ref cursor)
            || !assembler.Expressions.TryParseAbsolute(ref cursor, out long other) || !TakeComma(assembler, ref cursor)
            || !assembler.Expressions.TryParseAbsolute(ref cursor, out description)
            || hasValue && !TakeComma(assembler, ref cursor))
        {
            cursor.SkipStatement();
            return;
        }

        Table table = TableOf(assembler, section, new SourceSpan(cursor.Source.Start + start, 0));
        FragmentChain entries = table.Entries;
        entries.AppendNumber(AddText(table, text), 4);
        entries.AppendByte((byte)type);
        entries.AppendByte((byte)other);
        entries.AppendNumber(description, 2);
        table.Count.Number++;
        if (hasValue && !TryParseValue(assembler, entries, ref cursor, out value))
            cursor.SkipStatement();
        entries.AppendField(4, value, ExpressionParser.TrimmedSpan(cursor, start));
    }

    /// <summary>In the value <c>.</c> is the place of the value itself, as in GNU as, where the section is that of the entries by then.</summary>
    private static bool TryParseValue(Assembler assembler, FragmentChain entries, ref Cursor cursor, out Expression value)
    {
        FragmentChain current = assembler.State.Chain;
        assembler.State.Chain = entries;
        bool parsed = assembler.Expressions.TryParse(ref cursor, out value);
        assembler.State.Chain = current;
        return parsed;
    }

    /// <summary>GNU as only warns, and leaves the entry out.</summary>
    private static bool TakeComma(Assembler assembler, ref Cursor cursor)
    {
        if (cursor.TakeComma())
            return true;
        assembler.Report(SyntaxRules.MissingValue, cursor.SpanHere, "a comma and a value are missing, and the entry is left out");
        return false;
    }

    private static Table TableOf(Assembler assembler, string name, SourceSpan place)
    {
        if (assembler.Stabs.TryGetValue(name, out Table? known))
            return known;
        Section entries = SectionOf(assembler, name, SectionType.ProgramBits);
        entries.Alignment = Math.Max(entries.Alignment, 4);
        if (name.StartsWith(".stab", StringComparison.Ordinal))
            entries.EntrySize = EntrySize;
        Section strings = SectionOf(assembler, name + "str", name == ".stab" ? SectionType.StringTable : SectionType.ProgramBits);
        bool isStandard = name.StartsWith(".stab", StringComparison.Ordinal);
        if (isStandard)
            entries.LinkOrder = strings.Symbol;
        Table table = new(entries.Subsection(0), strings.Subsection(0));
        assembler.Stabs.Add(name, table);
        table.Strings.AppendByte(0);
        table.Entries.AppendNumber(AddText(table, [.. NameText.Encode(assembler.Sources.Locate(place).File)]), 4);
        table.Entries.AppendNumber(0, 2);
        table.Entries.AppendField(2, new Expression(table.Count, null, 0), SourceSpan.None);
        table.Entries.AppendField(4, new Expression(table.StringSize, null, 0), SourceSpan.None);
        assembler.AtEnd += _ =>
        {
            table.Count.State = SymbolState.Absolute;
            table.Count.Number *= isStandard ? 1 : 0;
            table.StringSize.State = SymbolState.Absolute;
            table.StringSize.Number = isStandard ? table.StringLength : 0;
        };
        return table;
    }

    private static Section SectionOf(Assembler assembler, string name, uint type)
    {
        SectionTable sections = assembler.State.Sections;
        return sections.Find(name) ?? sections.AddLate(new Section(name) { Type = type });
    }

    /// <summary>The place of a text; an empty one has none.</summary>
    private static int AddText(Table table, List<byte> text)
    {
        if (text.Count == 0)
            return 0;
        int place = table.StringLength;
        table.Strings.Append(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(text));
        table.Strings.AppendByte(0);
        table.StringLength += text.Count + 1;
        return place;
    }
}
