using VmxAsm.Compiler.Symbols;

namespace VmxAsm.Compiler.Syntax;

/// <summary>
/// The value of an expression as the parser leaves it. Nearly every expression of real sources is a number, a symbol, or
/// a difference of two plus a number: those fit in this struct and allocate nothing. Whatever does not fit keeps its tree in
/// <see cref="Node"/> and is evaluated when addresses are known, by layout or by the linker.
/// </summary>
public readonly struct Expression
{
    public Expression(long constant) => Constant = constant;

    public Expression(Symbol? add, Symbol? subtract, long constant, RelocationModifier modifier = RelocationModifier.None)
    {
        Add = add;
        Subtract = subtract;
        Constant = constant;
        Modifier = modifier;
    }

    public Expression(ExpressionNode node, RelocationModifier modifier = RelocationModifier.None)
    {
        Node = node;
        Modifier = modifier;
    }

    public Symbol? Add { get; }

    public Symbol? Subtract { get; }

    public long Constant { get; }

    /// <summary>A tree, when the value is not <c>Add - Subtract + Constant</c>; the other three are then unused.</summary>
    public ExpressionNode? Node { get; }

    /// <summary>What an <c>@GOTPCREL</c> or the like asked for.</summary>
    public RelocationModifier Modifier { get; }

    /// <summary>The same value with another modifier.</summary>
    public Expression With(RelocationModifier modifier) =>
        Node is null ? new Expression(Add, Subtract, Constant, modifier) : new Expression(Node, modifier);

    public bool IsConstant => Add is null && Subtract is null && Node is null;
}
