using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking;

/// <summary>What symbols and expressions are worth, once sections are placed.</summary>
internal sealed class LinkValues(ReferencePlaces places, DiagnosticBag diagnostics)
{
    /// <summary>A forgotten object is one mistake, and a page of messages about one name hides the others.</summary>
    private const int ReferencesShown = 5;

    private readonly Dictionary<ObjectSymbol, long> _expressionSymbols = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ObjectSymbol> _underway = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<GlobalSymbol, int> _undefined = [];

    /// <summary>Final address or number of a symbol; 0 for a weak undefined one.</summary>
    public ulong AddressOf(ObjectSymbol symbol)
    {
        if (symbol.Global is { } global)
            return AddressOf(global);
        return AddressOfDefinition(symbol);
    }

    public ulong AddressOf(GlobalSymbol global)
    {
        return global.IsLinkerDefined ? global.Value : AddressInObject(global);
    }

    /// <summary>By the object that defines it, also where a script gives the name another value later.</summary>
    public ulong AddressInObject(GlobalSymbol global)
    {
        if (global.CommonSection is { } common)
            return common.Address + global.CommonOffset;
        return global.Definition is { } definition ? AddressOfDefinition(definition) : 0;
    }

    private ulong AddressOfDefinition(ObjectSymbol symbol)
    {
        if (symbol.Expression is not null)
            return (ulong)ExpressionValue(symbol);
        if (symbol.Place != SymbolPlace.Section)
            return symbol.Place == SymbolPlace.Absolute ? symbol.Value : 0;
        if (symbol.Section?.Input is not { } input)
            return 0;
        return input.Merged is { } merged ? merged.Map(symbol.Value) : input.Address + symbol.Value;
    }

    /// <summary>Address of symbol plus addend, where a section symbol of a merged section stands for a string inside of it.</summary>
    public ulong AddressOf(ObjectSymbol symbol, ref long addend)
    {
        if (symbol.Type == SymbolType.Section && symbol.Section?.Input?.Merged is { } merged)
        {
            ulong address = merged.Map(symbol.Value + (ulong)addend);
            addend = 0;
            return address;
        }
        return AddressOf(symbol);
    }

    /// <summary>Adds to a message about a symbol's value where the symbol gets it.</summary>
    public Diagnostic WithDefinition(Diagnostic diagnostic, ObjectSymbol? symbol)
    {
        if (symbol is null)
            return diagnostic;
        ObjectSymbol definition = symbol.Global?.Definition ?? symbol;
        SourceSpan span = symbol.Global is { IsLinkerDefined: true } global ? global.LinkerSpan
            : symbol.Type == SymbolType.Section ? SourceSpan.None // which would be that of its first use
            : definition.Span;
        ulong address = AddressOf(symbol);
        if (span == SourceSpan.None && symbol.Global is not { IsLinkerDefined: true } && definition.Section?.Input is { IsDropped: false } compiled)
            span = places.SpanOf(compiled.File, compiled.Section, definition.Value);
        if (span != SourceSpan.None)
            return diagnostic with { Labels = [new DiagnosticLabel(span, $"`{symbol.Name}` is defined here, {(definition.Place == SymbolPlace.Absolute ? "as" : "at")} 0x{address:x}")] };
        string where = symbol.Global is { IsLinkerDefined: true } ? "by the linker"
            : definition.Section?.Input is { IsDropped: false } home ? "in " + home.Describe(definition.Value)
            : symbol.Global?.File is { } file ? "in " + file.Name
            : "in the same file";
        string name = symbol.Type == SymbolType.Section && symbol.Section is { } section ? section.Name : symbol.Name;
        return diagnostic with { Notes = [.. diagnostic.Notes, $"`{name}` is defined {where}, {(definition.Place == SymbolPlace.Absolute ? "as" : "at")} 0x{address:x}"] };
    }

    /// <summary>A message about the place of a relocation.</summary>
    public Diagnostic At(DiagnosticRule rule, string message, InputSection input, in Relocation relocation) =>
        places.At(rule, message, relocation.Span, input.File, input.Section, relocation.Offset);

    /// <summary>
    /// What a relocation refers to, for messages. Local labels are gone from relocations: these have the symbol of the section, and the distance. That is turned back into the label there, or
    /// else into the statement.
    /// </summary>
    /// <param name="offset">From the symbol.</param>
    public static ObjectSymbol NamedTarget(ObjectSymbol symbol, ulong offset)
    {
        if (symbol is not { Type: SymbolType.Section, Section: { Input: { Merged: null } input } section })
            return symbol;
        offset += symbol.Value;
        if (input.File.Symbols.Find(label => label.Section == section && label.Value == offset && label is { Type: not SymbolType.Section, Name.Length: > 0 }) is { } named)
            return named;
        int line = section.Lines.FindLastIndex(line => line.Offset <= offset);
        return new ObjectSymbol
        {
            Name = offset == 0 ? section.Name : $"{section.Name}+0x{offset:x}",
            Place = SymbolPlace.Section,
            Section = section,
            Value = offset,
            Span = line >= 0 && offset - section.Lines[line].Offset < (ulong)section.Lines[line].Size ? section.Lines[line].Span : SourceSpan.None,
        };
    }

    /// <summary>Null when a symbol in it is undefined (reported) or a divisor is zero (reported).</summary>
    public long? Evaluate(LinkExpression expression, ulong place)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            diagnostics.Report(LinkRules.ExpressionFault, expression.Span, "the expression nests too deep");
            return null;
        }
        switch (expression)
        {
            case LinkConstant constant:
                return constant.Value;
            case LinkPlace:
                return (long)place;
            case LinkSymbol symbol:
                if (IsMissing(symbol.Symbol))
                {
                    ReportUndefined(symbol.Symbol, new Diagnostic(LinkRules.UndefinedSymbol, UndefinedMessage(symbol.Symbol), symbol.Span));
                    return null;
                }
                return (long)AddressOf(symbol.Symbol);
            case LinkUnary unary:
                return Evaluate(unary.Operand, place) is { } operand ? Operators.Apply(unary.Operator, operand) : null;
            case LinkBinary binary:
                return Evaluate(binary.Left, place) is { } left && Evaluate(binary.Right, place) is { } right ? Evaluate(binary, left, right) : null;
            default:
                throw new InvalidOperationException($"no rule for {expression.GetType().Name}");
        }
    }

    private long? Evaluate(LinkBinary binary, long left, long right)
    {
        long? value = Operators.Fold(binary.Operator, left, right);
        if (value is null)
            diagnostics.Report(LinkRules.ExpressionFault, binary.Span, "division by zero");
        return value;
    }

    private long ExpressionValue(ObjectSymbol symbol)
    {
        if (_expressionSymbols.TryGetValue(symbol, out long value))
            return value;
        if (!_underway.Add(symbol))
        {
            diagnostics.Report(LinkRules.ExpressionFault, symbol.Span, $"the value of `{symbol.Name}` depends on itself");
            return 0;
        }
        value = Evaluate(symbol.Expression!, 0) ?? 0;
        _underway.Remove(symbol);
        _expressionSymbols[symbol] = value;
        return value;
    }

    public static bool IsMissing(ObjectSymbol symbol) =>
        symbol.Global is { } global ? !global.IsDefined && symbol.Binding != SymbolBinding.Weak : symbol.Place == SymbolPlace.Undefined && symbol.Name.Length > 0;

    /// <summary>What is said of a relocation's symbol that nobody defines.</summary>
    public void ReportUndefined(ObjectSymbol symbol, InputSection input, in Relocation relocation)
    {
        if (!IsShownEnough(symbol))
            ReportUndefined(symbol, At(LinkRules.UndefinedSymbol, UndefinedMessage(symbol), input, relocation));
    }

    private static string UndefinedMessage(ObjectSymbol symbol) => $"symbol `{symbol.Name}` is not defined";

    private bool IsShownEnough(ObjectSymbol symbol) => symbol.Global is { } global && _undefined.GetValueOrDefault(global) >= ReferencesShown;

    /// <summary>The first references to a name.</summary>
    private void ReportUndefined(ObjectSymbol symbol, Diagnostic message)
    {
        if (IsShownEnough(symbol))
            return;
        int count = 1;
        if (symbol.Global is { } global)
            count = ++System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_undefined, global, out _);
        diagnostics.Report(count == ReferencesShown ? message with { Notes = [.. message.Notes, $"further references to `{symbol.Name}` are not reported"] } : message);
    }
}
