using System.Runtime.CompilerServices;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Symbols;

/// <summary>
/// Reduces expressions by what is known at the moment: values of <c>.set</c> symbols, distances between labels. While assembling, a distance
/// is known when nothing of undecided size lies between; after layout, all distances inside a section are.
/// </summary>
internal static class Evaluator
{
    /// <summary>The expression as a number, if it is one by now.</summary>
    public static bool TryEvaluateConstant(in Expression expression, out long value)
    {
        if (TryReduce(expression, out Expression reduced) && reduced.IsConstant)
        {
            value = reduced.Constant;
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>The same for the condition of an <c>.if</c>, where a symbol that is not defined yet, or lies elsewhere, equals nothing but itself.</summary>
    public static bool TryEvaluateCondition(in Expression expression, out long value)
    {
        value = 0;
        if (expression.Node is null || !TryReduce(expression.Node, out Expression reduced, isCondition: true) || !reduced.IsConstant)
            return false;
        value = reduced.Constant;
        return true;
    }

    /// <summary>
    /// The expression as <c>symbol - symbol + number</c> over labels and undefined symbols; false when it does not come down to that.
    /// </summary>
    public static bool TryReduce(in Expression expression, out Expression reduced)
    {
        if (expression.Node is not null)
            return TryReduce(expression.Node, out reduced);
        reduced = new Expression(expression.Constant);
        return (expression.Add is null || (TryReduce(expression.Add, out Expression add) && TryAdd(reduced, add, false, out reduced)))
            && (expression.Subtract is null || (TryReduce(expression.Subtract, out Expression subtract) && TryAdd(reduced, subtract, true, out reduced)));
    }

    /// <summary>Follows the definitions of a symbol down to a label, an undefined symbol or a number.</summary>
    public static bool TryReduce(Symbol symbol, out Expression reduced)
    {
        switch (symbol.State)
        {
            case SymbolState.Absolute:
                reduced = new Expression(symbol.Number);
                return true;
            case SymbolState.Equated:
                if (symbol.IsBeingResolved || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
                {
                    reduced = default;
                    return false;
                }

                symbol.IsBeingResolved = true;
                bool known = TryReduce(symbol.Value, out reduced);
                symbol.IsBeingResolved = false;
                return known;
            case SymbolState.Undefined when symbol.Extras is { WeakrefTarget: { } target }:
                return TryReduce(target, out reduced);
            default:
                reduced = new Expression(symbol, null, 0);
                return true;
        }
    }

    /// <summary>Bytes from one label to another, when that is decided.</summary>
    public static bool TryFixedDistance(Symbol from, Symbol to, out long distance)
    {
        distance = 0;
        if (ReferenceEquals(from, to))
            return true;
        if (from.State != SymbolState.Label || to.State != SymbolState.Label)
            return false;
        FragmentChain chain = from.Chain!;

        // Where an indirect function leads is known at run time only; a weak definition is where it is, as far as distances go.
        if (from.Type == SymbolType.GnuIndirectFunction || to.Type == SymbolType.GnuIndirectFunction)
            return false;
        if (chain.Section.IsLaidOut && ReferenceEquals(chain.Section, to.Chain!.Section))
        {
            distance = to.Address - from.Address;
            return true;
        }

        if (!ReferenceEquals(chain, to.Chain))
            return false;
        distance = to.Offset - from.Offset;
        if (from.Fragment == to.Fragment)
            return true;
        (int first, int last, int sign) = from.Fragment < to.Fragment ? (from.Fragment, to.Fragment, 1) : (to.Fragment, from.Fragment, -1);
        Span<Fragment> fragments = chain.Fragments;
        for (int i = first; i < last; i++)
        {
            if (!fragments[i].HasDecidedSize)
                return false;
            distance += sign * fragments[i].Size;
        }

        return true;
    }

    private static bool TryReduce(ExpressionNode node, out Expression reduced, bool isCondition = false)
    {
        switch (node)
        {
            case ConstantNode constant:
                reduced = new Expression(constant.Value);
                return true;
            case SymbolNode symbol:
                return TryReduce(symbol.Symbol, out reduced);
            case UnaryNode unary:
                if (!TryReduce(unary.Operand, out Expression operand, isCondition))
                    break;
                if (operand.IsConstant)
                {
                    reduced = new Expression(Operators.Apply(unary.Operator, operand.Constant));
                    return true;
                }

                return TryAdd(default, operand, true, out reduced) && unary.Operator == Operator.Negate;
            case BinaryNode binary:
                if (!TryReduce(binary.Left, out Expression left, isCondition) || !TryReduce(binary.Right, out Expression right, isCondition))
                    break;
                if (binary.Operator is Operator.Add or Operator.Subtract)
                    return TryAdd(left, right, binary.Operator == Operator.Subtract, out reduced);
                if (IsComparison(binary.Operator) && !(left.IsConstant && right.IsConstant))
                {
                    // Labels of one section compare by their distance.
                    if (!TryAdd(left, right, true, out Expression difference) || !difference.IsConstant)
                    {
                        if (!isCondition || binary.Operator is not (Operator.Equal or Operator.NotEqual) || AreInOneSection(difference.Add, difference.Subtract))
                            break;
                        reduced = new Expression(binary.Operator == Operator.NotEqual ? -1 : 0);
                        return true;
                    }

                    (left, right) = (difference, default);
                }

                if (!left.IsConstant || !right.IsConstant || (right.Constant == 0 && binary.Operator is Operator.Divide or Operator.Modulo))
                    break;
                reduced = new Expression(Operators.Apply(binary.Operator, left.Constant, right.Constant));
                return true;
        }

        reduced = default;
        return false;
    }

    private static bool AreInOneSection(Symbol? one, Symbol? other) =>
        one is { State: SymbolState.Label } && other is { State: SymbolState.Label } && ReferenceEquals(one.Chain!.Section, other.Chain!.Section);

    private static bool IsComparison(Operator op) => op is >= Operator.Equal and <= Operator.GreaterOrEqual;

    /// <summary>The sum or difference of two reduced expressions.</summary>
    private static bool TryAdd(in Expression left, in Expression right, bool negate, out Expression sum)
    {
        Symbol? plus = negate ? right.Subtract : right.Add;
        Symbol? minus = negate ? right.Add : right.Subtract;
        long constant = negate ? left.Constant - right.Constant : left.Constant + right.Constant;
        Symbol? add = left.Add;
        Symbol? subtract = left.Subtract;

        // Each pair of an added and a subtracted label that are a known distance apart is a number.
        Cancel(ref add, ref subtract, ref constant);
        Cancel(ref add, ref minus, ref constant);
        Cancel(ref plus, ref subtract, ref constant);
        Cancel(ref plus, ref minus, ref constant);
        sum = new Expression(add ?? plus, subtract ?? minus, constant);
        return (add is null || plus is null) && (subtract is null || minus is null);
    }

    private static void Cancel(ref Symbol? add, ref Symbol? subtract, ref long constant)
    {
        if (add is null || subtract is null || !TryFixedDistance(subtract, add, out long distance))
            return;
        constant += distance;
        add = null;
        subtract = null;
    }
}
