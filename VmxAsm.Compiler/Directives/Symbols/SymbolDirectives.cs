using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>What a symbol is: its value, binding, visibility, type and size.</summary>
internal static class SymbolDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".set"u8, (Assembler a, ref Cursor c) => Set(a, ref c, AssignKind.Set));
        table.Add(".equ"u8, (Assembler a, ref Cursor c) => Set(a, ref c, AssignKind.Set));
        table.Add(".lsym"u8, (Assembler a, ref Cursor c) => Set(a, ref c, AssignKind.Once));
        table.Add(".equiv"u8, (Assembler a, ref Cursor c) => Set(a, ref c, AssignKind.Once));
        table.Add(".eqv"u8, (Assembler a, ref Cursor c) => Set(a, ref c, AssignKind.Deferred));
        table.Add(".globl"u8, (Assembler a, ref Cursor c) => Bind(a, ref c, SymbolBinding.Global));
        table.Add(".global"u8, (Assembler a, ref Cursor c) => Bind(a, ref c, SymbolBinding.Global));
        table.Add(".xdef"u8, (Assembler a, ref Cursor c) => Bind(a, ref c, SymbolBinding.Global));
        table.Add(".weak"u8, (Assembler a, ref Cursor c) => Bind(a, ref c, SymbolBinding.Weak));
        table.Add(".local"u8, (Assembler a, ref Cursor c) => Bind(a, ref c, SymbolBinding.Local));
        table.Add(".internal"u8, (Assembler a, ref Cursor c) => Show(a, ref c, 1));
        table.Add(".hidden"u8, (Assembler a, ref Cursor c) => Show(a, ref c, 2));
        table.Add(".protected"u8, (Assembler a, ref Cursor c) => Show(a, ref c, 3));
        table.Add(".type"u8, Type);
        table.Add(".size"u8, Size);
        table.Add(".extern"u8, (Assembler a, ref Cursor c) => c.SkipStatement());
        table.Add(".xref"u8, (Assembler a, ref Cursor c) => c.SkipStatement());
    }

    private enum AssignKind
    {
        /// <summary>May be set again: <c>.set</c>, <c>.equ</c>, <c>=</c>.</summary>
        Set,

        /// <summary>Must be undefined: <c>.equiv</c>.</summary>
        Once,

        /// <summary>Must be undefined, and follows what it is defined by: <c>.eqv</c>, <c>==</c>.</summary>
        Deferred,
    }

    /// <summary>Takes a name, quoted or not, and finds its symbol; reports when there is none.</summary>
    public static Symbol? TakeSymbol(Assembler assembler, ref Cursor cursor)
    {
        cursor.SkipBlanks();
        int start = cursor.Position;
        if (cursor.Current == '"')
        {
            return QuotedName.TryParse(ref cursor, assembler.Diagnostics, out byte[] quoted)
                ? assembler.State.Symbols.FindOrAdd(quoted, cursor.SpanFrom(start))
                : null;
        }

        ReadOnlySpan<byte> name = cursor.TakeName();
        if (name.Length > 0)
            return assembler.State.Symbols.FindOrAdd(name, cursor.SpanFrom(start));
        assembler.Report(SyntaxRules.ExpectedName, cursor.SpanHere, "the name of a symbol was expected");
        cursor.SkipStatement();
        return null;
    }

    // assignment = name ( "=" | "==" ) expression ;  the cursor stands at the first "="
    public static void Assign(Assembler assembler, ref Cursor cursor, ReadOnlySpan<byte> name, int start)
    {
        AssignKind kind = AssignKind.Set;
        SourceSpan span = new(cursor.Source.Start + start, name.Length);
        cursor.Position++;
        if (cursor.Take((byte)'='))
            kind = AssignKind.Deferred;
        cursor.SkipBlanks();
        if (name.Length == 1 && name[0] == '.')
        {
            int expression = cursor.Position;
            if (assembler.Expressions.TryParse(ref cursor, out Expression place))
                SpaceDirectives.MoveTo(assembler, place, 0, ExpressionParser.TrimmedSpan(cursor, expression));
            else
                cursor.SkipStatement();
            return;
        }

        Assign(assembler, ref cursor, assembler.State.Symbols.FindOrAdd(name, span), kind, span);
    }

    // set = name "," expression
    private static void Set(Assembler assembler, ref Cursor cursor, AssignKind kind)
    {
        int start = cursor.Position;
        if (cursor.Current == '.' && !CharacterClass.IsNamePart(cursor.Next))
        {
            cursor.Position++;
            if (!cursor.TakeComma() || !assembler.Expressions.TryParse(ref cursor, out Expression place))
                cursor.SkipStatement();
            else
                SpaceDirectives.MoveTo(assembler, place, 0, ExpressionParser.TrimmedSpan(cursor, start));
            return;
        }

        Symbol? symbol = TakeSymbol(assembler, ref cursor);
        if (symbol is null)
            return;
        SourceSpan span = cursor.SpanFrom(start);
        if (!cursor.TakeComma())
        {
            assembler.Report(SyntaxRules.ExpectedComma, cursor.SpanHere, "a comma and a value were expected behind the name");
            cursor.SkipStatement();
            return;
        }

        Assign(assembler, ref cursor, symbol, kind, span);
    }

    private static void Assign(Assembler assembler, ref Cursor cursor, Symbol symbol, AssignKind kind, SourceSpan span)
    {
        Cursor text = cursor;
        int locations = assembler.State.LocationUses;
        Encoding.Register register = TakeRegister(assembler, ref cursor);
        Expression value = default;
        if (register.IsNone && !assembler.Expressions.TryParse(ref cursor, out value))
        {
            cursor.SkipStatement();
            return;
        }

        if (symbol.IsDefined)
        {
            if (!symbol.IsVolatile || kind != AssignKind.Set)
            {
                assembler.IsRedefinition(symbol, span);
                return;
            }

            if (symbol.IsUsed)
                symbol = assembler.State.Symbols.Replace(symbol);
        }

        symbol.Span = span;
        symbol.IsVolatile = kind == AssignKind.Set;
        if (!register.IsNone)
        {
            if (symbol.Binding == SymbolBinding.Global)
                assembler.Report(SymbolRules.RegisterSymbol, span, $"`{symbol.Name}` is global, and other files have no use for a register's name");
            symbol.State = SymbolState.Register;
            symbol.Register = register;
            assembler.State.HasRegisterNames = true;
        }
        else if (kind == AssignKind.Deferred)
        {
            symbol.State = SymbolState.Equated;
            symbol.Value = value;
            (symbol.Extras ??= new SymbolExtras()).Deferred = text;
            bool namesPlace = assembler.State.LocationUses != locations;
            assembler.AtEnd += end => Settle(end, symbol, text, namesPlace);
            assembler.State.Symbols.AddToOrder(symbol);
        }
        else if (value.IsConstant)
        {
            symbol.State = SymbolState.Absolute;
            symbol.Number = value.Constant;
        }
        else
        {
            symbol.State = SymbolState.Equated;
            symbol.Value = value;

            // In GNU as this gives `.L` names their places in the symbol table: to the new name and to the one that it stands for.
            assembler.State.Symbols.AddToOrder(symbol);
            if (value is not { Add: { NameBytes.IsEmpty: false } target, Subtract: null })
                return;
            assembler.State.Symbols.AddToOrder(target);

            // Another name of an indirect function leads to what it resolves to as well.
            if (target.Type == SymbolType.GnuIndirectFunction && value.Constant == 0)
                symbol.Type = target.Type;
        }
    }

    /// <summary>
    /// In the symbol table an <c>.eqv</c> symbol has the value that its expression had with the symbols of that time; but <c>.</c> is the place where the
    /// source ends.
    /// </summary>
    private static void Settle(Assembler assembler, Symbol symbol, Cursor text, bool namesPlace)
    {
        symbol.Extras!.Deferred = null;
        if (!namesPlace)
        {
            symbol.State = symbol.Value.IsConstant ? SymbolState.Absolute : SymbolState.Equated;
            symbol.Number = symbol.Value.Constant;
            return;
        }

        if (!assembler.Expressions.TryParse(ref text, out Expression value))
            return;
        symbol.State = value.IsConstant ? SymbolState.Absolute : SymbolState.Equated;
        symbol.Number = value.Constant;
        symbol.Value = value;
    }

    private static Encoding.Register TakeRegister(Assembler assembler, ref Cursor cursor)
    {
        cursor.SkipBlanks();
        Cursor ahead = cursor;
        bool hasPercent = ahead.Take((byte)'%');
        ReadOnlySpan<byte> name = ahead.TakeName();
        Encoding.Register register = Encoding.Register.None;
        if (hasPercent || assembler.State.NakedRegisters)
            register = RegisterNames.Find(name);
        if (register.IsNone && assembler.State.HasRegisterNames && assembler.State.Symbols.Find(name) is { State: SymbolState.Register } alias)
            register = alias.Register;
        if (register.Class == RegisterClass.X87)
            OperandParser.StackRegister(ref ahead, ref register);
        ahead.SkipBlanks();
        if (register.IsNone || !ahead.AtEnd)
            return Encoding.Register.None;
        cursor = ahead;
        return register;
    }

    // bind = name { "," name }
    private static void Bind(Assembler assembler, ref Cursor cursor, SymbolBinding binding)
    {
        do
        {
            Symbol? symbol = TakeSymbol(assembler, ref cursor);
            if (symbol is null)
                return;

            // A weak symbol stays weak, and a unique one unique.
            if (binding == SymbolBinding.Global && symbol.Binding is SymbolBinding.Weak or SymbolBinding.GnuUnique)
                continue;
            if (binding == SymbolBinding.Global && symbol.State == SymbolState.Register)
                assembler.Report(SymbolRules.RegisterSymbol, symbol.Span, $"`{symbol.Name}` names a register, and other files have no use for that");
            if (binding == SymbolBinding.Weak && symbol.State == SymbolState.Common)
                assembler.Report(SymbolRules.BadCommon, symbol.Span, $"`{symbol.Name}` is a common symbol, and these cannot be weak");
            symbol.Binding = binding;
            symbol.HasBinding = true;
            symbol.IsUsed |= binding == SymbolBinding.Local;
            assembler.State.Symbols.AddToOrder(symbol);
        }
        while (cursor.TakeComma());
    }

    // show = name { "," name }
    private static void Show(Assembler assembler, ref Cursor cursor, byte visibility)
    {
        do
        {
            Symbol? symbol = TakeSymbol(assembler, ref cursor);
            if (symbol is null)
                return;
            symbol.Visibility = visibility;
        }
        while (cursor.TakeComma());
    }

    // type = name "," ( "@" | "%" | "#" | '"' | ) type
    private static void Type(Assembler assembler, ref Cursor cursor)
    {
        int named = cursor.Position;
        Symbol? symbol = TakeSymbol(assembler, ref cursor);
        if (symbol is null)
            return;
        symbol.IsUsed = true;
        assembler.State.Symbols.AddToOrder(symbol);
        cursor.TakeComma();
        int start = cursor.Position;
        if (cursor.Current is (byte)'@' or (byte)'%' or (byte)'"')
            cursor.Position++;
        ReadOnlySpan<byte> name = cursor.TakeWord();
        cursor.Take((byte)'"');
        switch (System.Text.Encoding.UTF8.GetString(name))
        {
            case "function" or "STT_FUNC" or "2":
                // What has been called an indirect function or thread-local stays so, unless `@notype` comes between.
                if (symbol.Type != SymbolType.GnuIndirectFunction)
                    symbol.Type = SymbolType.Function;
                break;
            case "object" or "STT_OBJECT" or "1":
                if (symbol.Type != SymbolType.Tls)
                    symbol.Type = SymbolType.Object;
                break;
            case "tls_object" or "STT_TLS" or "6":
                symbol.Type = SymbolType.Tls;
                break;
            case "notype" or "STT_NOTYPE" or "0":
                symbol.Type = SymbolType.None;
                break;
            case "common" or "STT_COMMON" or "5":
                if (symbol.State != SymbolState.Common && assembler.IsRedefinition(symbol, cursor.SpanFrom(named)))
                    break;
                MakeCommon(symbol);
                break;
            case "gnu_indirect_function" or "STT_GNU_IFUNC" or "10":
                symbol.Type = SymbolType.GnuIndirectFunction;
                break;
            case "gnu_unique_object":
                symbol.Type = SymbolType.Object;
                symbol.Binding = SymbolBinding.GnuUnique;
                symbol.HasBinding = true;
                break;
            default:
                assembler.Report(DirectiveRules.BadOperand, cursor.SpanFrom(start),
                    "a type was expected: `@function`, `@object`, `@tls_object`, `@notype`, `@common`, `@gnu_indirect_function` or `@gnu_unique_object`");
                break;
        }
    }

    /// <summary>A label whose place has no meaning, as in front of <c>.macro</c>, is the number 0.</summary>
    public static void MakeZero(Assembler assembler, Symbol label)
    {
        Symbol symbol = assembler.State.Symbols.Find(label.NameBytes)!;
        symbol.State = SymbolState.Absolute;
        symbol.Number = 0;
    }

    /// <summary>A common symbol without a size, which a label or a <c>.comm</c> may still give one.</summary>
    private static void MakeCommon(Symbol symbol)
    {
        symbol.Type = SymbolType.Object;
        if (symbol.State == SymbolState.Common)
            return;
        symbol.State = SymbolState.Common;
        symbol.Number = 1;
        symbol.Binding = SymbolBinding.Global;
    }

    // size = name "," expression
    private static void Size(Assembler assembler, ref Cursor cursor)
    {
        Symbol? symbol = TakeSymbol(assembler, ref cursor);
        if (symbol is null)
            return;
        assembler.State.Symbols.AddToOrder(symbol);
        cursor.TakeComma();
        if (!assembler.Expressions.TryParse(ref cursor, out Expression size))
        {
            cursor.SkipStatement();
            return;
        }

        symbol.IsUsed = true;
        symbol.Size = size;
        symbol.HasSize = true;
    }
}
