using System.Numerics;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>A MEMORY region, and how far it is filled.</summary>
internal sealed class MemoryRegion(string name)
{
    public string Name { get; } = name;

    public string? Attributes { get; init; }

    public ulong Origin { get; set; }

    public ulong Length { get; set; } = ulong.MaxValue;

    public ulong Current { get; set; }

    /// <summary>The last section whose load address followed the region's course; decides that of the next.</summary>
    public OutputSection? Last { get; set; }

    public SourceSpan Span { get; init; }
}

/// <summary>
/// Values of expressions. Addresses are settled by repeated passes over the script, so a name or a section that is not
/// known yet has the value of the pass before, or 0 in the first; only the last pass complains.
/// </summary>
internal sealed class ScriptEvaluator(DiagnosticBag diagnostics)
{
    /// <summary>x86 binutils: -z max-page-size and -z common-page-size.</summary>
    private const ulong PageSize = 0x1000;

    private OutputSection? _section;
    private ulong _dot;

    public required Func<string, ScriptValue?> FindSymbol { get; init; }

    public required Func<string, OutputSection?> FindSection { get; init; }

    public required Func<string, MemoryRegion?> FindRegion { get; init; }

    public required Func<string, bool> IsDefined { get; init; }

    /// <summary>Size of the ELF headers that precede the first section's bytes.</summary>
    public ulong HeadersSize { get; set; }

    /// <summary>SIZEOF_HEADERS was asked for.</summary>
    public bool UsesHeaders { get; private set; }

    /// <summary>Addresses are final: what has no value now is an error.</summary>
    public bool IsFinal { get; set; }

    /// <param name="section">The output section that the expression stands in; null outside.</param>
    public ScriptValue Evaluate(ScriptExpression expression, OutputSection? section, ulong dot)
    {
        _section = section;
        _dot = dot;
        return Fold(expression);
    }

    private ScriptValue Fold(ScriptExpression expression)
    {
        // A sum of a hundred thousand terms is a tree as deep as that.
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Complain(expression.Span, "the expression nests too deep");
            return ScriptValue.Absolute(0);
        }
        switch (expression)
        {
            case ScriptNumber number:
                return _section is null ? ScriptValue.Absolute(number.Value) : ScriptValue.Number(number.Value);
            case ScriptName { Name: "." }:
                return FromAddress(_dot);
            case ScriptName name:
                return Symbol(name);
            case ScriptUnary unary:
                return Unary(unary);
            case ScriptBinary binary:
                return Binary(binary);
            case ScriptConditional conditional:
                return Fold(Fold(conditional.Condition).Address != 0 ? conditional.Then : conditional.Else);
            case ScriptCall call:
                return Call(call);
            default:
                throw new InvalidOperationException($"no rule for {expression.GetType().Name}");
        }
    }

    private ScriptValue FromAddress(ulong address) =>
        _section is null ? ScriptValue.Absolute(address) with { IsDot = true } : ScriptValue.Relative(_section, address - _section.Address);

    private ScriptValue Symbol(ScriptName name)
    {
        switch (name.Name)
        {
            case "SIZEOF_HEADERS" or "sizeof_headers":
                UsesHeaders = true;
                return ScriptValue.Number(HeadersSize);
        }
        if (FindSymbol(name.Name) is { } value)
            return value;
        Complain(name.Span, $"symbol `{name.Name}` is not defined");
        return ScriptValue.Absolute(0);
    }

    private ScriptValue Unary(ScriptUnary unary)
    {
        ScriptValue operand = Fold(unary.Operand);
        return unary.Operator switch
        {
            "-" => operand with { Value = 0 - operand.Value },
            "~" => operand with { Value = ~operand.Value },
            "!" => ScriptValue.Number(operand.Value == 0 ? 1u : 0),
            _ => operand,
        };
    }

    private ScriptValue Binary(ScriptBinary binary)
    {
        ScriptValue left = Fold(binary.Left);
        if (binary.Operator is "&&" && left.Address == 0)
            return ScriptValue.Number(0);
        if (binary.Operator is "||" && left.Address != 0)
            return ScriptValue.Number(1);
        ScriptValue right = Fold(binary.Right);

        ScriptValue shape;
        if (left.Kind == ScriptValueKind.Relative && right.Kind == ScriptValueKind.Relative && left.Section == right.Section)
        {
            shape = _section is null ? ScriptValue.Absolute(0) : ScriptValue.Number(0);
        }
        else if (left.Kind == ScriptValueKind.Relative && right.Kind == ScriptValueKind.Number)
        {
            shape = left;
        }
        else if (left.Kind == ScriptValueKind.Number && right.Kind == ScriptValueKind.Relative)
        {
            shape = right;
        }
        else
        {
            bool areNumbers = left.Kind == ScriptValueKind.Number && right.Kind == ScriptValueKind.Number;
            left = ScriptValue.Absolute(left.Address) with { IsDot = left.IsDot };
            right = ScriptValue.Absolute(right.Address) with { IsDot = right.IsDot };
            shape = areNumbers ? ScriptValue.Number(0) : ScriptValue.Absolute(0);
        }

        if (binary.Operator is "+" or "-" && left.IsDot != right.IsDot && (right.IsDot ? binary.Left : binary.Right) is ScriptNumber)
            shape = shape with { IsDot = true };
        ulong a = left.Value, b = right.Value;
        switch (binary.Operator)
        {
            case "==": return Truth(a == b);
            case "!=": return Truth(a != b);
            case "<": return Truth(a < b);
            case ">": return Truth(a > b);
            case "<=": return Truth(a <= b);
            case ">=": return Truth(a >= b);
            case "&&": return Truth(b != 0);
            case "||": return Truth(b != 0);
            case "/" or "%" when b == 0:
                Complain(binary.Right.Span, $"the divisor of `{binary.Operator}` is zero");
                return shape with { Value = 0 };
        }
        return shape with
        {
            Value = binary.Operator switch
            {
                "+" => a + b,
                "-" => a - b,
                "*" => a * b,
                // ld divides as signed numbers.
                "/" => b == ulong.MaxValue ? 0 - a : (ulong)((long)a / (long)b),
                "%" => b == ulong.MaxValue ? 0 : (ulong)((long)a % (long)b),
                "<<" => b > 63 ? 0 : a << (int)b,
                ">>" => b > 63 ? 0 : a >> (int)b,
                "&" => a & b,
                "|" => a | b,
                "^" => a ^ b,
                _ => throw new InvalidOperationException($"no rule for operator {binary.Operator}"),
            },
        };
    }

    private static ScriptValue Truth(bool value) => ScriptValue.Number(value ? 1u : 0);

    private ScriptValue Call(ScriptCall call)
    {
        IReadOnlyList<ScriptExpression> arguments = call.Arguments;
        switch (call.Function)
        {
            case "ABSOLUTE":
                return ScriptValue.Absolute(Fold(arguments[0]).Address);
            case "ADDR":
                return Section(arguments[0]) is { } section ? ScriptValue.Relative(section, 0) : ScriptValue.Absolute(0);
            case "LOADADDR":
                return ScriptValue.Absolute(Section(arguments[0])?.LoadAddress ?? 0);
            case "SIZEOF":
                // A section that was never made has size 0, and no complaint.
                return ScriptValue.Number(FindSection(NameOf(arguments[0]))?.Size ?? 0);
            case "ALIGNOF":
                return ScriptValue.Number(FindSection(NameOf(arguments[0]))?.Alignment ?? 0);
            case "ALIGN" or "BLOCK" or "NEXT" when arguments.Count == 1:
                return FromAddress(AlignUp(_dot, Fold(arguments[0]).Address));
            case "ALIGN":
                ScriptValue value = Fold(arguments[0]);
                return value with { Value = AlignUp(value.Value, Fold(arguments[1]).Address) };
            case "MAX" or "MIN":
                ScriptValue first = Fold(arguments[0]), second = Fold(arguments[1]);
                return first.Address > second.Address == (call.Function == "MAX") ? first : second;
            case "LOG2CEIL":
                ulong number = Fold(arguments[0]).Address;
                return ScriptValue.Number(number <= 1 ? 0 : (ulong)BitOperations.Log2(number - 1) + 1);
            case "DEFINED":
                return Truth(IsDefined(NameOf(arguments[0])));
            case "ORIGIN":
                return ScriptValue.Absolute(Region(arguments[0])?.Origin ?? 0);
            case "LENGTH":
                return ScriptValue.Number(Region(arguments[0])?.Length ?? 0);
            case "CONSTANT":
                if (NameOf(arguments[0]) is not ("MAXPAGESIZE" or "COMMONPAGESIZE"))
                    Complain(call.Span, "CONSTANT knows MAXPAGESIZE and COMMONPAGESIZE");
                return ScriptValue.Number(PageSize);
            case "SEGMENT_START":
                return Fold(arguments[1]);
            case "DATA_SEGMENT_ALIGN":
                return FromAddress(DataSegment(Fold(arguments[0]).Address, Fold(arguments[1]).Address));
            case "DATA_SEGMENT_RELRO_END":
                return Fold(arguments[1]);
            case "DATA_SEGMENT_END":
                return Fold(arguments[0]);
            case "ASSERT":
                ScriptValue condition = Fold(arguments[0]);
                if (condition.Address == 0 && IsFinal)
                    diagnostics.Report(LinkRules.ScriptAssert, call.Span, call.Message!);
                return condition;
            default:
                Complain(call.Span, $"there is no function `{call.Function}`");
                return ScriptValue.Absolute(0);
        }
    }

    private ulong DataSegment(ulong maximum, ulong common) => common < maximum
        ? AlignUp(_dot, maximum) + ((_dot + common - 1) & (maximum - common))
        : AlignUp(_dot, maximum) + (_dot & (maximum - 1));

    private OutputSection? Section(ScriptExpression argument)
    {
        string name = NameOf(argument);
        OutputSection? section = FindSection(name);
        if (section is null)
            Complain(argument.Span, $"there is no output section `{name}`");
        return section;
    }

    private MemoryRegion? Region(ScriptExpression argument)
    {
        string name = NameOf(argument);
        MemoryRegion? region = FindRegion(name);
        if (region is null)
            Complain(argument.Span, $"MEMORY has no region `{name}`");
        return region;
    }

    private static string NameOf(ScriptExpression argument) => argument is ScriptName name ? name.Name : "";

    private void Complain(SourceSpan span, string message)
    {
        if (IsFinal)
            diagnostics.Report(LinkRules.ScriptValue, span, message);
    }

    /// <summary>As ld does it: alignments need not be powers of two, and 0 or 1 align nothing.</summary>
    public static ulong AlignUp(ulong value, ulong alignment) =>
        alignment <= 1 ? value : (value + alignment - 1) / alignment * alignment;
}
