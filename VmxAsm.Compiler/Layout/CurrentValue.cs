using System.Runtime.CompilerServices;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Layout;

/// <summary>
/// Values of expressions by the addresses of this moment, while layout is still moving them. A distance between two labels of one section is
/// a number here; an expression that comes down to anything else has no value.
/// </summary>
internal static class CurrentValue
{
    public static bool TryEvaluate(in Expression expression, out long value)
    {
        Sum sum = default;
        bool known = TryAdd(ref sum, expression, 1);
        value = sum.Constant;
        return known && sum.Weight == 0;
    }

    /// <summary>An offset in a section: a number, or a sum of its addresses in which one more is added than subtracted.</summary>
    public static bool TryPlace(Section section, in Expression expression, out long place)
    {
        Sum sum = default;
        bool known = TryAdd(ref sum, expression, 1);
        place = sum.Constant;
        return known && (sum.Weight == 0 || sum.Weight == 1 && ReferenceEquals(sum.Section, section));
    }

    /// <summary>A sum of addresses in one section: it is a number when as many are subtracted as added.</summary>
    private struct Sum
    {
        public long Constant;
        public int Weight;
        public Section? Section;
    }

    private static bool TryAdd(ref Sum sum, in Expression expression, int sign)
    {
        if (expression.Node is not null)
            return TryAdd(ref sum, expression.Node, sign);
        sum.Constant += sign * expression.Constant;
        return (expression.Add is null || TryAdd(ref sum, expression.Add, sign)) && (expression.Subtract is null || TryAdd(ref sum, expression.Subtract, -sign));
    }

    private static bool TryAdd(ref Sum sum, Symbol symbol, int sign)
    {
        switch (symbol.State)
        {
            case SymbolState.Absolute:
                sum.Constant += sign * symbol.Number;
                return true;
            case SymbolState.Equated:
                if (symbol.IsBeingResolved || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
                    return false;
                symbol.IsBeingResolved = true;
                bool known = TryAdd(ref sum, symbol.Value, sign);
                symbol.IsBeingResolved = false;
                return known;
            case SymbolState.Label:
                Section section = symbol.Chain!.Section;
                if (sum.Section is not null && !ReferenceEquals(sum.Section, section))
                    return false;
                sum.Section = section;
                sum.Weight += sign;
                sum.Constant += sign * symbol.Address;
                return true;
            default:
                return false;
        }
    }

    private static bool TryAdd(ref Sum sum, ExpressionNode node, int sign)
    {
        switch (node)
        {
            case ConstantNode constant:
                sum.Constant += sign * constant.Value;
                return true;
            case SymbolNode symbol:
                return TryAdd(ref sum, symbol.Symbol, sign);
            case UnaryNode { Operator: Operator.Negate } negation:
                return TryAdd(ref sum, negation.Operand, -sign);
            case BinaryNode { Operator: Operator.Add or Operator.Subtract } pair:
                return TryAdd(ref sum, pair.Left, sign)
                    && TryAdd(ref sum, pair.Right, pair.Operator == Operator.Add ? sign : -sign);
            case UnaryNode unary:
                Sum operand = default;
                if (!TryAdd(ref operand, unary.Operand, 1) || operand.Weight != 0)
                    return false;
                sum.Constant += sign * Operators.Apply(unary.Operator, operand.Constant);
                return true;
            case BinaryNode binary:
                Sum left = default;
                Sum right = default;
                if (!TryAdd(ref left, binary.Left, 1) || !TryAdd(ref right, binary.Right, 1) || left.Weight != right.Weight)
                    return false;

                // Two addresses of one section compare; anything else wants two numbers.
                bool comparable = left.Weight == 0 || (binary.Operator is >= Operator.Equal and <= Operator.GreaterOrEqual && ReferenceEquals(left.Section, right.Section));
                if (!comparable || (right.Constant == 0 && binary.Operator is Operator.Divide or Operator.Modulo))
                    return false;
                sum.Constant += sign * Operators.Apply(binary.Operator, left.Constant, right.Constant);
                return true;
            default:
                return false;
        }
    }
}
