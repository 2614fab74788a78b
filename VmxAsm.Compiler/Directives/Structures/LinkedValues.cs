using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Directives.Structures;

/// <summary>What expressions of a source are worth once the program is linked.</summary>
internal sealed class LinkedValues(LinkedProgram program) : IKnownValues
{
    /// <summary>A chain of definitions longer than this is circular; the linker has reported it.</summary>
    private const int MaxDepth = 1000;

    public long? ValueOf(ExpressionNode node) => ValueOf(node, 0);

    public byte? ByteAt(ulong address)
    {
        foreach (OutputSection section in program.Sections)
        {
            if (section.IsLoaded && address >= section.Address && address - section.Address < (ulong)section.Data.Length)
                return section.Data[(int)(address - section.Address)];
        }

        return null;
    }

    private long? ValueOf(ExpressionNode node, int depth)
    {
        switch (node)
        {
            case ConstantNode constant:
                return constant.Value;
            case SymbolNode symbol:
                return ValueOf(symbol.Symbol, depth + 1);
            case UnaryNode unary:
                return ValueOf(unary.Operand, depth + 1) is { } operand ? Operators.Apply(unary.Operator, operand) : null;
            case BinaryNode binary:
                return ValueOf(binary.Left, depth + 1) is { } left && ValueOf(binary.Right, depth + 1) is { } right
                    ? Operators.Fold(binary.Operator, left, right)
                    : null;
            default:
                return null;
        }
    }

    private long? ValueOf(Symbol symbol, int depth)
    {
        if (depth > MaxDepth)
            return null;
        switch (symbol.State)
        {
            case SymbolState.Absolute:
                return symbol.Number;
            case SymbolState.Equated:
                return ValueOf(symbol.Value, depth + 1);
            case SymbolState.Label:
                return symbol.Chain!.Section.Object?.Input is { } input ? (long)input.Address + symbol.Address : null;
            default:
                return program.FindSymbol(symbol.Name) is { } found ? (long)found.Value : null;
        }
    }

    private long? ValueOf(in Expression expression, int depth)
    {
        if (expression.Node is not null)
            return ValueOf(expression.Node, depth);
        long value = expression.Constant;
        if (expression.Add is not null)
        {
            if (ValueOf(expression.Add, depth) is not { } add)
                return null;
            value += add;
        }

        if (expression.Subtract is not null)
        {
            if (ValueOf(expression.Subtract, depth) is not { } subtract)
                return null;
            value -= subtract;
        }

        return value;
    }
}
