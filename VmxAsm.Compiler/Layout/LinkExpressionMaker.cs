using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Layout;

/// <summary>Turns an expression over the assembler's symbols into one over the object's, for the linker to evaluate.</summary>
internal sealed class LinkExpressionMaker(ObjectBuilder builder)
{
    /// <summary>Name of a symbol that is defined by itself, when that is why there is no expression.</summary>
    public string? Circular { get; private set; }

    public LinkExpression? TryMake(in Expression expression, SourceSpan span) => TryMake(ExpressionParser.ToNode(expression, span));

    private LinkExpression? TryMake(ExpressionNode node)
    {
        switch (node)
        {
            case ConstantNode constant:
                return new LinkConstant(constant.Value, constant.Span);
            case SymbolNode symbol:
                return TryMake(symbol.Symbol, symbol.Span);
            case UnaryNode unary:
                return TryMake(unary.Operand) is { } operand ? new LinkUnary(unary.Operator, operand, unary.Span) : null;
            case BinaryNode binary:
                return TryMake(binary.Left) is { } left && TryMake(binary.Right) is { } right
                    ? new LinkBinary(binary.Operator, left, right, binary.Span)
                    : null;
            default:
                return null;
        }
    }

    private LinkExpression? TryMake(Symbol symbol, SourceSpan span)
    {
        switch (symbol.State)
        {
            case SymbolState.Absolute:
                return new LinkConstant(symbol.Number, span);
            case SymbolState.Equated:
                if (symbol.IsBeingResolved)
                {
                    Circular = symbol.Name;
                    return null;
                }

                symbol.IsBeingResolved = true;
                LinkExpression? value = TryMake(ExpressionParser.ToNode(symbol.Value, span));
                symbol.IsBeingResolved = false;
                return value;
            case SymbolState.Label when !symbol.IsPreemptible && symbol.IsTemporary:
                // A place without a name in the object: its section and the offset.
                LinkSymbol section = new(symbol.Chain!.Section.Symbol.Object!, span);
                return new LinkBinary(Operator.Add, section, new LinkConstant(symbol.Address, span), span);
            default:
                return new LinkSymbol(builder.Target(symbol), span);
        }
    }
}
