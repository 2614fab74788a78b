using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking;

/// <summary>What symbols and expressions are worth, once sections are placed.</summary>
internal sealed class LinkValues(DiagnosticBag diagnostics)
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
        if (span != SourceSpan.None)
            return diagnostic with { Labels = [new DiagnosticLabel(span, $"`{symbol.Name}` is defined here, {(definition.Place == SymbolPlace.Absolute ? "as" : "at")} 0x{address:x}")] };
        string where = symbol.Global is { IsLinkerDefined: true } ? "by the linker"
            : definition.Section?.Input is { IsDropped: false } home ? "in " + home.Describe(definition.Value)
            : symbol.Global?.File is { } file ? "in " + file.Name
            : "in the same file";
        string name = symbol.Type == SymbolType.Section && symbol.Section is { } section ? section.Name : symbol.Name;
        return diagnostic with { Notes = [$"`{name}` is defined {where}, {(definition.Place == SymbolPlace.Absolute ? "as" : "at")} 0x{address:x}"] };
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
                    ReportUndefined(symbol.Symbol, symbol.Span, null);
                    return null;
                }
                return (long)AddressOf(symbol.Symbol);
            case LinkUnary unary:
                return Evaluate(unary.Operand, place) is { } operand
                    ? unary.Operator switch
                    {
                        Operator.Negate => -operand,
                        Operator.Complement => ~operand,
                        Operator.Not => operand == 0 ? 1 : 0,
                        _ => operand,
                    }
                    : null;
            case LinkBinary binary:
                return Evaluate(binary.Left, place) is { } left && Evaluate(binary.Right, place) is { } right ? Evaluate(binary, left, right) : null;
            default:
                throw new InvalidOperationException($"no rule for {expression.GetType().Name}");
        }
    }

    private long? Evaluate(LinkBinary binary, long a, long b)
    {
        switch (binary.Operator)
        {
            case Operator.Divide or Operator.Modulo when b == 0:
                diagnostics.Report(LinkRules.ExpressionFault, binary.Span, "division by zero");
                return null;
            case Operator.Divide:
                return b == -1 ? unchecked(-a) : a / b;
            case Operator.Modulo:
                return b == -1 ? 0 : a % b;
        }

        // GNU as: comparisons give -1 for true, && and || give 1.
        return binary.Operator switch
        {
            Operator.Multiply => a * b,
            Operator.ShiftLeft => b is < 0 or > 63 ? 0 : a << (int)b,
            Operator.ShiftRight => b is < 0 or > 63 ? 0 : (long)((ulong)a >> (int)b),
            Operator.Or => a | b,
            Operator.OrNot => a | ~b,
            Operator.And => a & b,
            Operator.Xor => a ^ b,
            Operator.Add => a + b,
            Operator.Subtract => a - b,
            Operator.Equal => a == b ? -1 : 0,
            Operator.NotEqual => a != b ? -1 : 0,
            Operator.Less => a < b ? -1 : 0,
            Operator.LessOrEqual => a <= b ? -1 : 0,
            Operator.Greater => a > b ? -1 : 0,
            Operator.GreaterOrEqual => a >= b ? -1 : 0,
            Operator.AndAnd => a != 0 && b != 0 ? 1 : 0,
            Operator.OrOr => a != 0 || b != 0 ? 1 : 0,
            _ => throw new InvalidOperationException($"no rule for operator {binary.Operator}"),
        };
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

    /// <summary>The first references to a name.</summary>
    /// <param name="place">Where it is used, for objects without sources.</param>
    public void ReportUndefined(ObjectSymbol symbol, SourceSpan span, string? place)
    {
        int count = 1;
        if (symbol.Global is { } global)
        {
            count = ++System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_undefined, global, out _);
            if (count > ReferencesShown)
                return;
        }
        bool hasSource = span != SourceSpan.None || place is null;
        diagnostics.Report(new Diagnostic(LinkRules.UndefinedSymbol, hasSource ? $"symbol `{symbol.Name}` is not defined" : $"{place}: symbol `{symbol.Name}` is not defined", span)
        {
            Notes = count == ReferencesShown ? [$"further references to `{symbol.Name}` are not reported"] : [],
        });
    }
}
