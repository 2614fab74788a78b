namespace VmxAsm.Compiler.Syntax;

/// <summary>GNU as's operators: how they are written, how tightly they bind, what they compute.</summary>
internal static class Operators
{
    /// <summary>
    /// The infix operator that stands at the cursor: its length and rank. Ranks are those of GNU as's manual, "Infix Operators", where
    /// <c>|</c> binds tighter than <c>+</c>; 0 means that there is none.
    /// </summary>
    public static int Match(in Cursor cursor, out Operator op, out int length)
    {
        length = 1;
        switch (cursor.Current)
        {
            case (byte)'*':
                op = Operator.Multiply;
                return 8;
            case (byte)'/' when cursor.Next != '/':
                op = Operator.Divide;
                return 8;
            case (byte)'%':
                op = Operator.Modulo;
                return 8;
            case (byte)'+':
                op = Operator.Add;
                return 5;
            case (byte)'-':
                op = Operator.Subtract;
                return 5;
            case (byte)'^':
                op = Operator.Xor;
                return 7;
            case (byte)'|' when cursor.Next == '|':
                op = Operator.OrOr;
                length = 2;
                return 2;
            case (byte)'|':
                op = Operator.Or;
                return 7;
            case (byte)'&' when cursor.Next == '&':
                op = Operator.AndAnd;
                length = 2;
                return 3;
            case (byte)'&':
                op = Operator.And;
                return 7;
            case (byte)'!' when cursor.Next == '=':
                op = Operator.NotEqual;
                length = 2;
                return 4;
            case (byte)'!':
                op = Operator.OrNot;
                return 7;
            case (byte)'=' when cursor.Next == '=':
                op = Operator.Equal;
                length = 2;
                return 4;
            case (byte)'<':
                switch (cursor.Next)
                {
                    case (byte)'<':
                        op = Operator.ShiftLeft;
                        length = 2;
                        return 8;
                    case (byte)'=':
                        op = Operator.LessOrEqual;
                        length = 2;
                        return 4;
                    case (byte)'>':
                        op = Operator.NotEqual;
                        length = 2;
                        return 4;
                    default:
                        op = Operator.Less;
                        return 4;
                }

            case (byte)'>':
                switch (cursor.Next)
                {
                    case (byte)'>':
                        op = Operator.ShiftRight;
                        length = 2;
                        return 8;
                    case (byte)'=':
                        op = Operator.GreaterOrEqual;
                        length = 2;
                        return 4;
                    default:
                        op = Operator.Greater;
                        return 4;
                }

            default:
                op = default;
                length = 0;
                return 0;
        }
    }

    public static long Apply(Operator op, long operand) => op switch
    {
        Operator.Negate => -operand,
        Operator.Complement => ~operand,
        _ => operand == 0 ? 1 : 0,
    };

    /// <summary>
    /// The operator's result; truth is -1, as in GNU as, except for <c>&amp;&amp;</c> and <c>||</c>, whose truth is 1. A divisor must not be zero.
    /// </summary>
    public static long Apply(Operator op, long left, long right) => op switch
    {
        Operator.Multiply => left * right,
        Operator.Divide => right == -1 ? -left : left / right,
        Operator.Modulo => right == -1 ? 0 : left % right,
        Operator.ShiftLeft => (ulong)right >= 64 ? 0 : left << (int)right,
        Operator.ShiftRight => (ulong)right >= 64 ? 0 : (long)((ulong)left >> (int)right),
        Operator.Or => left | right,
        Operator.OrNot => left | ~right,
        Operator.And => left & right,
        Operator.Xor => left ^ right,
        Operator.Add => left + right,
        Operator.Subtract => left - right,
        Operator.Equal => left == right ? -1 : 0,
        Operator.NotEqual => left != right ? -1 : 0,
        Operator.Less => left < right ? -1 : 0,
        Operator.LessOrEqual => left <= right ? -1 : 0,
        Operator.Greater => left > right ? -1 : 0,
        Operator.GreaterOrEqual => left >= right ? -1 : 0,
        Operator.AndAnd => left != 0 && right != 0 ? 1 : 0,
        Operator.OrOr => left != 0 || right != 0 ? 1 : 0,
        _ => 0,
    };

    /// <summary>The operator's result, or null for a division by zero.</summary>
    public static long? Fold(Operator op, long left, long right) =>
        op is Operator.Divide or Operator.Modulo && right == 0 ? null : Apply(op, left, right);
}
