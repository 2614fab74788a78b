using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>Space for variables that have no initial value: <c>.comm</c> and <c>.lcomm</c>.</summary>
internal static class CommonDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".comm"u8, Common);
        table.Add(".common"u8, Common);
        table.Add(".tls_common"u8, ThreadLocalCommon);
        table.Add(".lcomm"u8, LocalCommon);
        table.Add(".largecomm"u8, LargeCommon);
    }

    private static void ThreadLocalCommon(Assembler assembler, ref Cursor cursor)
    {
        Cursor ahead = cursor;
        Common(assembler, ref cursor);
        if (assembler.State.Symbols.Find(ahead.TakeName()) is { State: SymbolState.Common } symbol)
            symbol.Type = SymbolType.Tls;
    }

    /// <summary>A local one goes to .lbss, which lies where only 64-bit addresses reach.</summary>
    private static void LargeCommon(Assembler assembler, ref Cursor cursor)
    {
        if (assembler.State.CodeBits != 64)
        {
            assembler.Report(DirectiveRules.IgnoredDirective, cursor.SpanHere, "`.largecomm` is for 64-bit code; here it is `.comm`");
            Common(assembler, ref cursor);
            return;
        }

        SectionTable sections = assembler.State.Sections;
        Section large = sections.Find(".lbss") ?? sections.AddLate(new Section(".lbss")
        {
            Type = SectionType.NoBits,
            Flags = SectionFlags.Alloc | SectionFlags.Write | SectionFlags.X86_64Large,
        });
        Cursor ahead = cursor;
        Common(assembler, ref cursor, large);
        if (assembler.State.Symbols.Find(ahead.TakeName()) is { State: SymbolState.Common } symbol)
            (symbol.Extras ??= new SymbolExtras()).IsLargeCommon = true;
    }

    private static void Common(Assembler assembler, ref Cursor cursor) => Common(assembler, ref cursor, assembler.State.Sections.Bss);

    // comm = name "," size [ "," alignment ]
    /// <param name="bss">Where a local symbol gets its room.</param>
    private static void Common(Assembler assembler, ref Cursor cursor, Section bss)
    {
        if (!TryParse(assembler, ref cursor, out Symbol? symbol, out long size, out SourceSpan span))
            return;
        if (symbol is { State: SymbolState.Common, Size: { IsConstant: true, Constant: not 0 and var first } } && first != size)
        {
            assembler.Report(SymbolRules.CommonSizeChanged, span, $"`{symbol.Name}` has {first} bytes already, and not {size}");
            size = first;
        }

        bool isLocal = symbol.HasBinding && symbol.Binding == SymbolBinding.Local;
        bool isLarge = !ReferenceEquals(bss, assembler.State.Sections.Bss);
        long alignment = isLocal && isLarge ? 1 : DefaultAlignment(size, 16, roundUp: true);
        if (cursor.TakeComma() && !TryParseAlignment(assembler, ref cursor, isLocal, ref alignment))
            return;
        if (isLocal)
        {
            Reserve(assembler, bss, symbol, size, alignment, span);
            return;
        }

        if (symbol.State == SymbolState.Common)
        {
            symbol.Number = Math.Max(symbol.Number, alignment);
            symbol.Size = new Expression(size);
            return;
        }

        if (symbol.Binding == SymbolBinding.Weak)
        {
            assembler.Report(SymbolRules.BadCommon, span, $"`{symbol.Name}` is weak, and a common symbol cannot be");
            return;
        }

        if (symbol is { IsVolatile: true, State: SymbolState.Absolute or SymbolState.Equated })
            symbol = assembler.State.Symbols.Replace(symbol, isVolatile: false);
        else if (assembler.IsRedefinition(symbol, span))
            return;
        symbol.State = SymbolState.Common;
        symbol.Span = span;
        symbol.Number = alignment;
        symbol.Size = new Expression(size);
        symbol.HasSize = true;
        if (symbol.Binding == SymbolBinding.Local)
            symbol.Binding = SymbolBinding.Global;
        if (symbol.Type == SymbolType.None)
            symbol.Type = SymbolType.Object;
    }

    // lcomm = name "," size
    private static void LocalCommon(Assembler assembler, ref Cursor cursor)
    {
        if (TryParse(assembler, ref cursor, out Symbol? symbol, out long size, out SourceSpan span))
            Reserve(assembler, assembler.State.Sections.Bss, symbol, size, DefaultAlignment(size, 8, roundUp: false), span);
    }

    private static bool TryParse(
        Assembler assembler, ref Cursor cursor, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Symbol? symbol, out long size, out SourceSpan span)
    {
        int start = cursor.Position;
        size = 0;
        symbol = SymbolDirectives.TakeSymbol(assembler, ref cursor);
        span = cursor.SpanFrom(start);
        if (symbol is null)
            return false;
        cursor.TakeComma();
        int operand = cursor.Position;
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out size))
        {
            cursor.SkipStatement();
            return false;
        }

        if (size is >= 0 and <= uint.MaxValue)
            return true;
        if (size < 0)
            assembler.Report(DirectiveRules.NegativeCount, ExpressionParser.TrimmedSpan(cursor, operand), $"the size is {size}, and the directive is ignored");
        else
            assembler.Report(SymbolRules.BadCommon, ExpressionParser.TrimmedSpan(cursor, operand), $"the size is {size}");
        cursor.SkipStatement();
        return false;
    }

    private static bool TryParseAlignment(Assembler assembler, ref Cursor cursor, bool isPlaced, ref long alignment)
    {
        int start = cursor.Position;
        long byDefault = alignment;
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out alignment))
        {
            cursor.SkipStatement();
            return false;
        }

        if (alignment < 0)
        {
            assembler.Report(DirectiveRules.NegativeCount, ExpressionParser.TrimmedSpan(cursor, start), $"the alignment is {alignment}, and that of the size is taken");
            alignment = byDefault;
        }

        if (alignment == 0)
            alignment = 1;

        // What the linker places it has to make sense of; GNU as does not look.
        if (!isPlaced || (alignment & (alignment - 1)) == 0)
            return true;
        assembler.Report(DirectiveRules.BadAlignment, ExpressionParser.TrimmedSpan(cursor, start), $"{alignment} is no power of two");
        return false;
    }

    private static long DefaultAlignment(long size, long maximum, bool roundUp)
    {
        long alignment = 1;
        while (alignment < maximum && (roundUp ? alignment < size : alignment * 2 <= size))
            alignment *= 2;
        return alignment;
    }

    private static void Reserve(Assembler assembler, Section bss, Symbol symbol, long size, long alignment, SourceSpan span)
    {
        if (assembler.IsRedefinition(symbol, span))
            return;
        // GNU as puts these behind what the source itself places in .bss.
        FragmentChain chain = bss.Subsection(1);
        if (alignment > bss.Alignment)
            bss.Alignment = alignment;
        if (alignment > 1)
            chain.AppendAlign(new AlignDetail(alignment, 0, 0, 1, false, 0), span);
        symbol.State = SymbolState.Label;
        symbol.Span = span;
        symbol.Chain = chain;
        symbol.Fragment = chain.CurrentFragment;
        symbol.Offset = chain.CurrentOffset;
        symbol.Size = new Expression(size);
        symbol.HasSize = true;
        if (symbol.Type == SymbolType.None)
            symbol.Type = SymbolType.Object;
        chain.AppendFill(FragmentKind.Fill, new FillDetail(new Expression(size), 0, 1), span);
    }
}
