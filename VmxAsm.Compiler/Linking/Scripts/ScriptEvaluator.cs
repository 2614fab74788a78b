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
    private OutputSection? _section;
    private ulong _dot;
    private bool _usesDot;

    public required Func<string, ScriptValue?> FindSymbol { get; init; }

    public required Func<string, OutputPlan?> FindSection { get; init; }

    public required Func<string, MemoryRegion?> FindRegion { get; init; }

    public required Func<string, bool> IsDefined { get; init; }

    public required DataSegment DataSegment { get; init; }

    /// <summary>CONSTANT(MAXPAGESIZE) and CONSTANT(COMMONPAGESIZE).</summary>
    public required (ulong Maximum, ulong Common) PageSizes { get; init; }

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
        _usesDot = false;
        ScriptValue value = Fold(expression);
        bool isPlace = _usesDot && (section is null ? value.Kind != ScriptValueKind.Relative : value.Kind == ScriptValueKind.Absolute);
        return value.IsDot == isPlace ? value : value with { IsDot = isPlace };
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
                return Fold(Fold(conditional.Condition).Value != 0 ? conditional.Then : conditional.Else);
            case ScriptCall call:
                return Call(call);
            default:
                throw new InvalidOperationException($"no rule for {expression.GetType().Name}");
        }
    }

    private ScriptValue MakeAbsolute(ScriptValue value)
    {
        _usesDot = false;
        return ScriptValue.Absolute(value.Address);
    }

    private ScriptValue FromAddress(ulong address)
    {
        _usesDot = true;
        return _section is null ? ScriptValue.Absolute(address) : ScriptValue.Relative(_section, address - _section.Address);
    }

    private ScriptValue Symbol(ScriptName name)
    {
        switch (name.Name)
        {
            case "SIZEOF_HEADERS" or "sizeof_headers":
                UsesHeaders = true;
                return ScriptValue.Number(HeadersSize);
        }
        if (FindSymbol(name.Name) is { } value)
            return _section is not null && value.Kind == ScriptValueKind.Absolute ? ScriptValue.Number(value.Value) : value;
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
            "!" => operand with { Value = operand.Value == 0 ? 1u : 0 },
            _ => operand,
        };
    }

    private ScriptValue Binary(ScriptBinary binary)
    {
        ScriptValue left = Fold(binary.Left), right = Fold(binary.Right);
        bool isPair = Unite(ref left, ref right);
        ScriptValue shape = isPair ? Plain : left.Kind == ScriptValueKind.Number ? right : left;
        ulong a = left.Value, b = right.Value;
        switch (binary.Operator)
        {
            case "==": return Truth(a == b);
            case "!=": return Truth(a != b);
            case "<": return Truth(a < b);
            case ">": return Truth(a > b);
            case "<=": return Truth(a <= b);
            case ">=": return Truth(a >= b);
            case "&&": return Truth(a != 0 && b != 0);
            case "||": return Truth(a != 0 || b != 0);
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
                // The processor that ld runs on takes the count modulo 64.
                "<<" => a << (int)(b & 63),
                ">>" => a >> (int)(b & 63),
                "&" => a & b,
                "|" => a | b,
                "^" => a ^ b,
                _ => throw new InvalidOperationException($"no rule for operator {binary.Operator}"),
            },
        };
    }

    /// <summary>What two values of one section make: no offset any more, but a number; outside of output sections ld takes numbers for addresses.</summary>
    private ScriptValue Plain => _section is null ? ScriptValue.Absolute(0) : ScriptValue.Number(0);

    /// <summary>Values of different sections become addresses; a plain number stays beside anything.</summary>
    /// <returns>Both are of one section, addresses, or numbers.</returns>
    private bool Unite(ref ScriptValue left, ref ScriptValue right)
    {
        if (left.Kind == right.Kind && left.Section == right.Section)
            return true;
        if (left.Kind == ScriptValueKind.Number || right.Kind == ScriptValueKind.Number)
            return false;
        left = MakeAbsolute(left);
        right = MakeAbsolute(right);
        return true;
    }

    private static ScriptValue Truth(bool value) => ScriptValue.Number(value ? 1u : 0);

    private ScriptValue Call(ScriptCall call)
    {
        IReadOnlyList<ScriptExpression> arguments = call.Arguments;
        switch (call.Function)
        {
            case "ABSOLUTE":
                return MakeAbsolute(Fold(arguments[0]));
            case "ADDR":
                return Section(arguments[0]) is { } plan ? ScriptValue.Relative(plan.Section, 0) : ScriptValue.Absolute(0);
            case "LOADADDR":
                OutputPlan? loaded = Section(arguments[0]);
                ulong load = loaded?.Section.LoadAddress ?? 0;
                return loaded?.Statement?.LoadAddress is null ? ScriptValue.Absolute(load) : MakeAbsolute(ScriptValue.Absolute(load));
            case "SIZEOF":
                return ScriptValue.Number(Section(arguments[0])?.Section.Size ?? 0);
            case "ALIGNOF":
                return ScriptValue.Number(Section(arguments[0])?.Section.Alignment ?? 0);
            case "ALIGN" or "BLOCK" when arguments.Count == 1:
                return FromAddress(AlignUp(_dot, Fold(arguments[0]).Value));
            case "NEXT":
                return MakeAbsolute(ScriptValue.Absolute(AlignUp(_dot, Fold(arguments[0]).Address)));
            case "ALIGN" or "MAX" or "MIN":
                return OfTwo(call.Function, Fold(arguments[0]), Fold(arguments[1]));
            case "LOG2CEIL":
                ulong number = Fold(arguments[0]).Value;
                return ScriptValue.Number(number <= 1 ? 0 : (ulong)BitOperations.Log2(number - 1) + 1);
            case "DEFINED":
                return Truth(IsDefined(NameOf(arguments[0])));
            case "ORIGIN":
                return FromAddress(Region(arguments[0])?.Origin ?? 0);
            case "LENGTH":
                return ScriptValue.Number(Region(arguments[0])?.Length ?? 0);
            case "CONSTANT":
                string constant = NameOf(arguments[0]);
                if (constant is not ("MAXPAGESIZE" or "COMMONPAGESIZE"))
                    Complain(call.Span, "CONSTANT knows MAXPAGESIZE and COMMONPAGESIZE");
                return ScriptValue.Number(constant == "MAXPAGESIZE" ? PageSizes.Maximum : PageSizes.Common);
            case "SEGMENT_START":
                return FromAddress(Fold(arguments[1]).Value);
            case "DATA_SEGMENT_ALIGN":
                return FromAddress(DataSegment.Align(_dot, Fold(arguments[0]).Address, Fold(arguments[1]).Address));
            case "DATA_SEGMENT_RELRO_END":
                ulong offset = Fold(arguments[0]).Address;
                return FromAddress(DataSegment.RelroEnd(offset, Fold(arguments[1]).Address));
            case "DATA_SEGMENT_END":
                ScriptValue end = Fold(arguments[0]);
                DataSegment.End(end.Address);
                return end;
            case "ASSERT":
                ScriptValue condition = Fold(arguments[0]);
                if (condition.Value == 0 && IsFinal)
                    ReportAssertion(call.Span, call.Message!);
                return condition;
            default:
                Complain(call.Span, $"there is no function `{call.Function}`");
                return ScriptValue.Absolute(0);
        }
    }

    private ScriptValue OfTwo(string function, ScriptValue left, ScriptValue right)
    {
        Unite(ref left, ref right);
        return (left.Kind == ScriptValueKind.Number ? right : left) with
        {
            Value = function switch
            {
                "MAX" => Math.Max(left.Value, right.Value),
                "MIN" => Math.Min(left.Value, right.Value),
                _ => AlignUp(left.Value, right.Value),
            },
        };
    }

    private OutputPlan? Section(ScriptExpression argument)
    {
        string name = NameOf(argument);
        OutputPlan? section = FindSection(name);
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

    public int FailedAssertions { get; private set; }

    public void ReportAssertion(SourceSpan span, string message)
    {
        FailedAssertions++;
        diagnostics.Report(LinkRules.ScriptAssert, span, message);
    }

    private void Complain(SourceSpan span, string message)
    {
        if (IsFinal)
            diagnostics.Report(LinkRules.ScriptValue, span, message);
    }

    /// <summary>An alignment of ALIGN, SUBALIGN: the power of two that is not below the value.</summary>
    public ulong Alignment(ScriptExpression expression) => BitOperations.RoundUpToPowerOf2(Math.Max(Evaluate(expression, null, 0).Value, 1));

    /// <summary>As ld does it: alignments need not be powers of two, and 0 or 1 align nothing.</summary>
    public static ulong AlignUp(ulong value, ulong alignment) =>
        alignment <= 1 ? value : (value + alignment - 1) / alignment * alignment;
}
