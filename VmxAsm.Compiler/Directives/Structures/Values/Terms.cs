using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Values;

/// <summary>
/// Arithmetic on expressions that may not be known yet: constants are folded at once, the rest becomes a tree that the linker
/// evaluates. A descriptor's base cut into three pieces is three such trees.
/// </summary>
internal static class Terms
{
    public static ExpressionNode Constant(long value, SourceSpan span = default) => new ConstantNode(value, span);

    public static ExpressionNode Constant(ulong value, SourceSpan span = default) => new ConstantNode((long)value, span);

    public static long? ConstantOf(ExpressionNode node) => node is ConstantNode constant ? constant.Value : null;

    public static ExpressionNode Add(ExpressionNode left, long right) => right == 0 ? left : Binary(Operator.Add, left, Constant(right, left.Span));

    public static ExpressionNode Subtract(ExpressionNode left, ExpressionNode right) => Binary(Operator.Subtract, left, right);

    public static ExpressionNode And(ExpressionNode left, long right) => Binary(Operator.And, left, Constant(right, left.Span));

    public static ExpressionNode Or(ExpressionNode left, ExpressionNode right) =>
        ConstantOf(left) == 0 ? right : ConstantOf(right) == 0 ? left : Binary(Operator.Or, left, right);

    public static ExpressionNode Or(ExpressionNode left, long right) => Or(left, Constant(right, left.Span));

    public static ExpressionNode ShiftLeft(ExpressionNode left, int count) => Binary(Operator.ShiftLeft, left, Constant(count, left.Span));

    /// <summary>Bits <paramref name="high"/> to <paramref name="low"/> of a value, moved down to bit 0.</summary>
    public static ExpressionNode Bits(ExpressionNode value, int high, int low)
    {
        ExpressionNode shifted = low == 0 ? value : Binary(Operator.ShiftRight, value, Constant(low, value.Span));
        return high - low == 63 ? shifted : And(shifted, (1L << (high - low + 1)) - 1);
    }

    /// <summary>All ones when <paramref name="left"/> is the greater, else zero: what GNU as's comparison gives.</summary>
    public static ExpressionNode Greater(ExpressionNode left, long right) => Binary(Operator.Greater, left, Constant(right, left.Span));

    public static ExpressionNode Unary(Operator op, ExpressionNode operand, SourceSpan span) =>
        ConstantOf(operand) is { } value
            ? Constant(Operators.Apply(op, value), span)
            : new UnaryNode(op, operand, span);

    /// <summary>A division by zero stays a tree: whoever evaluates it reports it.</summary>
    public static ExpressionNode Binary(Operator op, ExpressionNode left, ExpressionNode right, SourceSpan? where = null)
    {
        SourceSpan span = where ?? (left.Span.Start != 0 ? left.Span : right.Span);
        return ConstantOf(left) is { } a && ConstantOf(right) is { } b && Operators.Fold(op, a, b) is { } folded
            ? Constant(folded, span)
            : new BinaryNode(op, left, right, span);
    }
}
