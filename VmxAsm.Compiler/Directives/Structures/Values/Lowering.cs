using VmxAsm.Architecture;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Directives.Structures.Values;

/// <summary>
/// Values become expressions: bits' names become numbers, other names become symbols. Done where the value stands, since
/// <c>.set</c> may give a symbol another meaning further down.
/// </summary>
internal static class Lowering
{
    /// <summary>The value as an expression; zero, with a report, for what is none.</summary>
    public static ExpressionNode ToExpression(this Value value, StructureContext context, NameScope? scope = null)
    {
        switch (value)
        {
            case NumberValue number:
                return Terms.Constant(number.Number, number.Span);
            case ExpressionValue expression:
                return expression.Node;
            case NameValue name:
                return NameToExpression(name, context, scope);
            case UnaryValue unary:
                return Terms.Unary(unary.Operator, unary.Operand.ToExpression(context, scope), unary.Span);
            case BinaryValue binary:
                return Terms.Binary(binary.Operator, binary.Left.ToExpression(context, scope), binary.Right.ToExpression(context, scope), binary.Span);
            case ListValue list:
                ExpressionNode all = list.Items[0].ToExpression(context, scope);
                foreach (Value item in list.Items.Skip(1))
                    all = Terms.Binary(Operator.Or, all, item.ToExpression(context, scope), list.Span);
                return all;
            case CallValue call when scope?.FindNumber(call.Callee.Name) is { } field && call.Arguments.Count == 1:
                return FieldToExpression(field, call.Arguments[0], context);
            case CallValue call when scope is not null:
                context.Report(StructureRules.UnknownWord, call.Callee.Span,
                    $"`{call.Callee.Name}(...)` is not {scope.What}{NearestName.Suggestion(call.Callee.Name, scope.Names)}");
                break;
            case BrokenValue:
                break;
            case QualifiedValue qualified:
                context.Report(StructureRules.WrongKind, value.Span,
                    $"{Describe(value)} is a whole descriptor, where a number or an address is needed; the label `{qualified.Entry.Name}` alone is its selector");
                break;
            default:
                context.Report(StructureRules.WrongKind, value.Span, $"{Describe(value)} stands where a number or an address is needed");
                break;
        }

        return Terms.Constant(0L, value.Span);
    }

    /// <summary>The value as a number that is known at once; null, with a report, when it is not.</summary>
    public static long? ToNumber(this Value value, StructureContext context, string what, NameScope? scope = null)
    {
        int before = context.Diagnostics.ErrorCount;
        ExpressionNode node = value.ToExpression(context, scope);
        if (context.ValueNow(node) is { } number)
            return context.Diagnostics.ErrorCount == before ? number : null;
        if (scope is not null && UnknownName(value, context, scope) is { } name)
        {
            // Better than "must be known": it is no flag, and no symbol as yet.
            context.SuspectNames.Remove(name.Name);
            context.Report(StructureRules.UnknownWord, name.Span, $"`{name.Name}` is neither {scope.What} nor a symbol that is known here{scope.Hint(name.Name)}");
        }
        else if (context.Diagnostics.ErrorCount == before)
            context.Report(StructureRules.NotYetKnown, value.Span, $"{what} must be known here: it decides what the structure looks like");
        return null;
    }

    /// <summary>The value as a word; null, with a report, when it is none of <paramref name="words"/>.</summary>
    public static string? ToWord(this Value value, StructureContext context, string what, IReadOnlyCollection<string> words)
    {
        // 16, 32 and 64 are words where a format is asked for.
        string? word = value switch
        {
            NameValue name => name.Name,
            NumberValue number => number.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };
        if (word is not null && words.Contains(word))
            return word;
        if (value is not BrokenValue)
        {
            context.Report(StructureRules.UnknownWord, value.Span,
                word is null
                    ? $"{Describe(value)} is no {what}; there are {Words(words)}"
                    : $"`{word}` is no {what}{NearestName.Suggestion(word, words)}; there are {Words(words)}");
        }

        return null;
    }

    /// <summary>Whether a size such as 64K was written: where a limit is asked for, it stands for the last byte of that many.</summary>
    public static bool IsSize(this Value value) => value switch
    {
        NumberValue number => number.IsSize,
        BinaryValue binary => binary.Left.IsSize() || binary.Right.IsSize(),
        _ => false,
    };

    /// <summary>The items of a list, or the value itself.</summary>
    public static IReadOnlyList<Value> Items(this Value value) => value is ListValue list ? list.Items : [value];

    public static string Describe(Value value) => value switch
    {
        RangeValue => "a range",
        RegisterValue register => $"register `%{register.Name}`",
        QualifiedValue qualified => $"`{qualified.Table.Name}:{qualified.Entry.Name}`",
        CallValue call => $"`{call.Callee.Name}(...)`",
        NameValue name => $"`{name.Name}`",
        ListValue => "a list",
        _ => "a number",
    };

    private static NameValue? UnknownName(Value value, StructureContext context, NameScope scope) => value switch
    {
        NameValue name when scope.Find(name.Name) is null && !context.IsKnownSymbol(name.Name) => name,
        UnaryValue unary => UnknownName(unary.Operand, context, scope),
        BinaryValue binary => UnknownName(binary.Left, context, scope) ?? UnknownName(binary.Right, context, scope),
        ListValue list => list.Items.Select(item => UnknownName(item, context, scope)).FirstOrDefault(name => name is not null),
        _ => null,
    };

    private static string Words(IReadOnlyCollection<string> words) => string.Join(", ", words.Select(word => $"`{word}`"));

    private static ExpressionNode NameToExpression(NameValue name, StructureContext context, NameScope? scope)
    {
        if (scope?.Find(name.Name) is { } bits)
            return Terms.Constant(bits, name.Span);
        if (scope?.FindNumber(name.Name) is not null)
        {
            context.Report(StructureRules.WrongKind, name.Span, $"`{name.Name}` takes a number: `{name.Name}(0)`");
            return Terms.Constant(0L, name.Span);
        }

        // A misspelt bit would become a symbol and be reported as undefined at the end; the nearest bit is the better hint. So is the key that
        // a control of another word belongs to.
        if (scope is not null && !context.IsKnownSymbol(name.Name) && (NearestName.Find(name.Name, scope.Names) is not null || NameScope.IsControl(name.Name)))
            context.SuspectNames.TryAdd(name.Name, (name.Span, scope));
        return new SymbolNode(context.Reference(name.Name, name.Span), name.Span);
    }

    private static ExpressionNode FieldToExpression(BitField field, Value argument, StructureContext context)
    {
        ExpressionNode number = argument.ToExpression(context);
        context.RequireRange(number, 0, (1L << field.Width) - 1, argument.Span, $"`{field.Name}`");
        return Terms.ShiftLeft(number, field.Shift);
    }
}
