using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Syntax;

/// <summary>A node of an expression that has to be kept as a tree.</summary>
public abstract record ExpressionNode(SourceSpan Span)
{
    /// <summary>The most nodes on a way down, this one among them.</summary>
    internal virtual int Depth => 1;
}

public sealed record ConstantNode(long Value, SourceSpan Span) : ExpressionNode(Span);

/// <summary>A number of more than 64 bits, which data directives take; of more than 128 the upper ones are lost.</summary>
/// <remarks>In two halves: methods that meet a type with an Int128 in it cannot be compiled ahead of time.</remarks>
public sealed record BigConstantNode(ulong High, ulong Low, SourceSpan Span) : ExpressionNode(Span)
{
    public UInt128 Value => new(High, Low);

    /// <summary>There were more than 128 bits.</summary>
    public bool IsCut { get; init; }

    public BigConstantNode Negated(SourceSpan span) => new(Low == 0 ? 0 - High : ~High, 0 - Low, span);
}

public sealed record SymbolNode(Symbol Symbol, SourceSpan Span) : ExpressionNode(Span);

public sealed record UnaryNode(Operator Operator, ExpressionNode Operand, SourceSpan Span) : ExpressionNode(Span)
{
    internal override int Depth { get; } = Operand.Depth + 1;
}

public sealed record BinaryNode(Operator Operator, ExpressionNode Left, ExpressionNode Right, SourceSpan Span) : ExpressionNode(Span)
{
    internal override int Depth { get; } = Math.Max(Left.Depth, Right.Depth) + 1;
}

/// <summary>GNU as's operators (its manual's "Infix Operators" and "Prefix Operators").</summary>
public enum Operator : byte
{
    Negate,
    Complement,
    Not,
    Multiply,
    Divide,
    Modulo,
    ShiftLeft,
    ShiftRight,
    Or,
    OrNot,
    And,
    Xor,
    Add,
    Subtract,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    AndAnd,
    OrOr,
}
