using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Values;

/// <summary>
/// What stands behind a key of a block, before its key says what it must be. Wider than an expression: a value may also be a
/// range of ports, a register that is read at run time, an entry of a table, or a composite such as <c>v86(0x1000)</c>.
/// </summary>
internal abstract record Value(SourceSpan Span);

/// <param name="IsSize">Written with K, M or G: a number of bytes, not a limit.</param>
internal sealed record NumberValue(long Number, bool IsSize, SourceSpan Span) : Value(Span);

/// <summary>A bit's name, a word such as <c>code32</c>, or a symbol: the key decides.</summary>
internal sealed record NameValue(string Name, SourceSpan Span) : Value(Span);

/// <summary>What the expression parser of GNU as would make of it: <c>.</c>, <c>1b</c>, a character constant.</summary>
internal sealed record ExpressionValue(ExpressionNode Node, SourceSpan Span) : Value(Span);

internal sealed record UnaryValue(Operator Operator, Value Operand, SourceSpan Span) : Value(Span);

internal sealed record BinaryValue(Operator Operator, Value Left, Value Right, SourceSpan Span) : Value(Span);

/// <summary><c>IOPL(3)</c>, <c>v86(0x1000)</c>, <c>msr(IA32_EFER)</c>.</summary>
internal sealed record CallValue(NameValue Callee, IReadOnlyList<Value> Arguments, SourceSpan Span) : Value(Span);

/// <summary><c>first..last</c>, both included.</summary>
internal sealed record RangeValue(Value First, Value Last, SourceSpan Span) : Value(Span);

/// <summary><c>%cr3</c>: read by the code that loads the structure.</summary>
internal sealed record RegisterValue(string Name, SourceSpan Span) : Value(Span);

/// <summary><c>guest_gdt:sel_tss</c>: an entry of another block.</summary>
internal sealed record QualifiedValue(NameValue Table, NameValue Entry, SourceSpan Span) : Value(Span);

/// <summary><c>a | b | c</c> at the outermost level: bits to combine, or items of a list.</summary>
internal sealed record ListValue(IReadOnlyList<Value> Items, SourceSpan Span) : Value(Span);

/// <summary>Stands for what could not be parsed; reported already.</summary>
internal sealed record BrokenValue(SourceSpan Span) : Value(Span);

/// <summary>One argument of a block's statement.</summary>
/// <param name="Key">Text before <c>=</c>; null when there is none.</param>
internal sealed record Argument(string? Key, SourceSpan KeySpan, Value Value)
{
    public SourceSpan Span => Key is null ? Value.Span : KeySpan.To(Value.Span);
}
