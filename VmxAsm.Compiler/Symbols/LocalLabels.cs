using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Symbols;

/// <summary>
/// Labels that are numbers and may be defined again and again: <c>1b</c> is the last <c>1:</c> before, <c>1f</c> the next one. Dollar labels
/// (<c>1$</c>) live between two ordinary labels. They never reach the symbol table of the object, so they have no names.
/// </summary>
internal sealed class LocalLabels(DiagnosticBag diagnostics)
{
    private readonly Dictionary<int, (Symbol? Last, Symbol? Next)> _labels = [];
    private readonly Dictionary<int, Symbol> _dollars = [];

    /// <summary>The symbol that a definition of the number is to place.</summary>
    public Symbol Define(int number, SourceSpan span)
    {
        _labels.TryGetValue(number, out (Symbol? Last, Symbol? Next) entry);
        Symbol defined = entry.Next ?? new Symbol(ReadOnlyMemory<byte>.Empty);
        defined.Span = span;
        _labels[number] = (defined, null);
        return defined;
    }

    public Symbol? Last(int number) => _labels.TryGetValue(number, out (Symbol? Last, Symbol? Next) entry) ? entry.Last : null;

    public Symbol Next(int number, SourceSpan span)
    {
        _labels.TryGetValue(number, out (Symbol? Last, Symbol? Next) entry);
        if (entry.Next is null)
        {
            entry.Next = new Symbol(ReadOnlyMemory<byte>.Empty) { Span = span };
            _labels[number] = entry;
        }

        return entry.Next;
    }

    /// <summary>The dollar label of a number, in the stretch between the ordinary labels around it.</summary>
    public Symbol Dollar(int number, SourceSpan span)
    {
        if (!_dollars.TryGetValue(number, out Symbol? label))
            _dollars[number] = label = new Symbol(ReadOnlyMemory<byte>.Empty) { Span = span };
        return label;
    }

    /// <summary>An ordinary label ends the life of the dollar labels before it.</summary>
    public void EndDollarScope()
    {
        if (_dollars.Count == 0)
            return;
        ReportUndefinedDollars();
        _dollars.Clear();
    }

    /// <summary>At the end of the source: forward references that found nothing.</summary>
    public void ReportUndefined()
    {
        foreach ((int number, (Symbol? _, Symbol? next)) in _labels)
        {
            if (next is not null)
                diagnostics.Report(SymbolRules.UndefinedLocalLabel, next.Span, $"there is no `{number}:` behind `{number}f`");
        }

        ReportUndefinedDollars();
    }

    private void ReportUndefinedDollars()
    {
        foreach ((int number, Symbol label) in _dollars)
        {
            if (!label.IsDefined)
                diagnostics.Report(SymbolRules.UndefinedLocalLabel, label.Span, $"there is no `{number}$:` between the ordinary labels around it");
        }
    }
}
