using System.Globalization;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Descriptors;

/// <summary>An interrupt descriptor table of the program.</summary>
internal sealed class InterruptTable(string name, SourceSpan span) : Structure("idt", name, span)
{
    /// <summary>16, 32 or 64.</summary>
    public int Bits { get; init; }

    public override string FormatName => Bits.ToString(CultureInfo.InvariantCulture);

    public DescriptorEntry?[] Gates { get; init; } = [];
}

/// <summary>
/// <c>.idt NAME, format=32</c>: gates by vector, in any order. Vectors without a gate stay zero, which is "not present", or go to the
/// <c>default=</c> handler. With <c>stubs</c>, a gate leads to a few generated instructions that push a zero where the processor pushes no error
/// code, then the vector, and jump to the handler: so one handler can serve many vectors and finds the same stack each time.
/// </summary>
internal sealed class IdtBlock : StructureBlock
{
    private const int VectorCount = 256;

    private static readonly DirectiveShape BlockShape = new(".idt", ["a name"], ["format", "vectors", "selector", "default", "type", "dpl"], ["stubs"]);

    private static readonly DirectiveShape GateShape = new(
        ".gate", ["a vector", "a handler"], ["selector", "type", "dpl", "ist"], ["not_present", "stubs"]);

    private static readonly DirectiveShape RawShape = new(".raw", ["a vector", "the gate's first 8 bytes as a number", "its second 8 bytes"], []);

    public static DirectiveShape[] Shapes { get; } = [BlockShape, GateShape, RawShape];

    private static readonly string[] GateTypes = ["interrupt", "trap", "task"];

    private readonly DescriptorEntry?[] _gates = new DescriptorEntry?[VectorCount];
    private readonly Dictionary<int, (ExpressionNode Low, ExpressionNode High)> _raw = [];
    private readonly int _bits;
    private readonly int? _vectors;
    private readonly Value? _selector;
    private readonly Value? _type;
    private readonly Value? _dpl;
    private readonly Value? _default;
    private readonly bool _stubs;
    private readonly List<(int Vector, ExpressionNode Handler, SourceSpan Span)> _stubRequests = [];

    public IdtBlock(StructureContext context, BlockHeader header, IReadOnlyList<Argument> arguments) : base(context, header)
    {
        ArgumentReader reader = new(context, BlockShape, header.Span, arguments);
        _bits = reader.Find("format")?.ToWord(context, "format of an IDT", ["16", "32", "64"]) switch
        {
            "16" => 16,
            "32" => 32,
            "64" => 64,
            _ => context.CodeBits == 64 ? 64 : 32,
        };
        if (reader.Find("vectors") is { } vectors)
        {
            _vectors = (int?)vectors.ToNumber(context, "`vectors`");
            context.RequireRange(Terms.Constant(_vectors ?? 1L), 1, VectorCount, vectors.Span, "the number of vectors");
            _vectors = Math.Clamp(_vectors ?? VectorCount, 1, VectorCount);
        }

        _selector = reader.Find("selector");
        _type = reader.Find("type");
        _dpl = reader.Find("dpl");
        _default = reader.Find("default");
        _stubs = reader.Has("stubs");
        if (_stubs && _bits == 16)
            context.Report(StructureRules.WrongMode, reader.SpanOf("stubs"), "stubs are generated for 32- and 64-bit gates");
    }

    public override IReadOnlyList<string> EntryDirectives { get; } = [".gate", ".raw"];

    public override void Entry(string directive, SourceSpan span, ref Cursor cursor)
    {
        ValueParser parser = new(ref cursor, Context);
        List<Argument> arguments = parser.ParseArguments();
        if (parser.Failed)
            return;
        SourceSpan whole = arguments.Count > 0 ? span.To(arguments[^1].Span) : span;
        if (directive == ".raw")
        {
            ReadRaw(new ArgumentReader(Context, RawShape, span, arguments), whole);
            return;
        }

        ArgumentReader reader = new(Context, GateShape, span, arguments);
        if (reader.RequirePositional(0) is not { } vectors)
            return;
        Value? handler = reader.Positional(1);
        bool isTask = ReadType(reader) == "task";
        if (handler is null && !isTask)
        {
            reader.RequirePositional(1);
            return;
        }

        if (isTask && handler is not null)
            Context.Report(StructureRules.BadGate, handler.Span, "a task gate has a selector only; where the task goes on stands in its TSS");
        if (isTask && reader.Has("stubs"))
            Context.Report(StructureRules.BadGate, reader.SpanOf("stubs"), "a task gate leads to a TSS: there is no place for a stub");
        ExpressionNode target = isTask || handler is null ? Terms.Constant(0L) : handler.ToExpression(Context);
        DescriptorEntry gate = MakeGate(reader, ".gate", target, handler?.Span ?? whole, whole);
        foreach (int vector in FreeVectors(vectors))
            SetGate(vector, gate, target, (reader.Has("stubs") || _stubs) && !isTask);
    }

    public override void Close(SourceSpan end)
    {
        int count = _vectors ?? (_default is not null ? VectorCount : Array.FindLastIndex(_gates, gate => gate is not null) + 1);
        if (count == 0)
            Context.Report(StructureRules.MissingKey, Header.NameSpan, $"`{Header.Name}` has no gate; give one, or `vectors=` and `default=`");
        if (_default is not null)
        {
            ExpressionNode target = _default.ToExpression(Context);
            ArgumentReader none = new(Context, GateShape, Header.Span, []);
            DescriptorEntry gate = MakeGate(none, ".idt", target, _default.Span, _default.Span);
            for (int vector = 0; vector < count; vector++)
            {
                if (_gates[vector] is null)
                    SetGate(vector, gate, target, _stubs);
            }
        }

        InterruptTable table = new(Header.Name, Header.NameSpan) { Bits = _bits, Gates = _gates[..count] };
        for (int vector = 0; vector < count; vector++)
        {
            if (_gates[vector] is { } gate)
                table.Entries.Add(new StructureEntry(vector.ToString(System.Globalization.CultureInfo.InvariantCulture), (ulong)vector, gate.Span));
        }

        EmitStubs();
        Place(table, 8, () => EmitGates(count));
    }

    private int EmitGates(int count)
    {
        int size = _bits == 64 ? 16 : 8;
        for (int vector = 0; vector < count; vector++)
        {
            if (_raw.TryGetValue(vector, out (ExpressionNode Low, ExpressionNode High) raw))
            {
                Context.AppendField(raw.Low, 8, _gates[vector]!.Span);
                if (size == 16)
                    Context.AppendField(raw.High, 8, _gates[vector]!.Span);
            }
            else if (_gates[vector] is { } gate)
                DescriptorBytes.AppendGate(Context, gate, gate.Rights, size == 16);
            else
                Context.AppendZeros(size, Header.Span);
        }

        return count * size;
    }

    /// <summary>The vectors of a list of numbers and ranges, in order; those of a range that another entry has are reported and left out.</summary>
    private List<int> FreeVectors(Value value)
    {
        List<int> vectors = [];
        foreach (Value item in value.Items())
        {
            if (ReadVectors(item) is var (first, last) && AreFree(first, last, item.Span))
                vectors.AddRange(Enumerable.Range(first, last - first + 1).Except(vectors));
        }

        return vectors;
    }

    private bool AreFree(int first, int last, SourceSpan span)
    {
        for (int vector = first; vector <= last; vector++)
        {
            if (_gates[vector] is { } earlier)
            {
                Context.Report(StructureRules.Overlap, span, $"vector {vector} has a gate already", new DiagnosticLabel(earlier.Span, "given here"));
                return false;
            }

            if (_vectors is { } limit && vector >= limit)
            {
                Context.Report(StructureRules.OutOfRange, span, $"vector {vector} is outside the table: `vectors={limit}`");
                return false;
            }
        }

        return true;
    }

    /// <summary>raw = VECTOR "," NUMBER [ "," NUMBER ]: bytes that the words do not describe, as a dump writes them.</summary>
    private void ReadRaw(ArgumentReader reader, SourceSpan span)
    {
        if (reader.RequirePositional(0) is not { } vectors || reader.RequirePositional(1) is not { } low)
            return;
        if (_bits != 64 && reader.Positional(2) is { } high)
            Context.Report(StructureRules.WrongMode, high.Span, $"a gate of `format={_bits}` has 8 bytes; the second 8 belong to `format=64`");
        foreach (int vector in FreeVectors(vectors))
        {
            _raw[vector] = (low.ToExpression(Context), reader.Positional(2)?.ToExpression(Context) ?? Terms.Constant(0L));
            _gates[vector] = new DescriptorEntry(DescriptorKind.Find("call_gate32")!, span) { Rights = 0 };
        }
    }

    private void SetGate(int vector, DescriptorEntry gate, ExpressionNode target, bool stub)
    {
        if (stub)
            _stubRequests.Add((vector, target, gate.Span));
        _gates[vector] = gate;
    }

    /// <summary>vector = NUMBER | EXCEPTION | vector ".." vector</summary>
    private (int First, int Last)? ReadVectors(Value value)
    {
        (Value firstValue, Value lastValue) = value is RangeValue range ? (range.First, range.Last) : (value, value);
        if (firstValue.ToNumber(Context, "a vector", NameScope.Vectors) is not { } first
            || lastValue.ToNumber(Context, "a vector", NameScope.Vectors) is not { } last)
        {
            return null;
        }

        if (first is < 0 or >= VectorCount || last is < 0 or >= VectorCount)
        {
            Context.Report(StructureRules.OutOfRange, value.Span, $"vector {(first is < 0 or >= VectorCount ? first : last)} is outside 0..255");
            return null;
        }

        if (first > last)
        {
            Context.Report(StructureRules.OutOfRange, value.Span, $"the range ends at {last}, before it begins at {first}");
            return null;
        }

        return ((int)first, (int)last);
    }

    private string ReadType(ArgumentReader reader) =>
        (reader.Find("type") ?? _type)?.ToWord(Context, "type of gate", GateTypes) ?? "interrupt";

    private DescriptorEntry MakeGate(ArgumentReader reader, string directive, ExpressionNode target, SourceSpan targetSpan, SourceSpan span)
    {
        string type = ReadType(reader);
        Value? selector = reader.Find("selector") ?? _selector;
        if (selector is null)
        {
            Context.Report(StructureRules.MissingKey, reader.Span,
                $"`{directive}` needs `selector=`: {(type == "task" ? "the task's TSS" : "the code segment of the handler")}");
        }

        Value? dpl = reader.Find("dpl") ?? _dpl;
        Value? ist = reader.Find("ist");
        ExpressionNode dplNode = dpl?.ToExpression(Context) ?? Terms.Constant(0L);
        ExpressionNode istNode = ist?.ToExpression(Context) ?? Terms.Constant(0L);
        if (dpl is not null)
            Context.RequireRange(dplNode, 0, 3, dpl.Span, "`dpl`");
        if (ist is not null)
        {
            Context.RequireRange(istNode, 0, 7, ist.Span, "`ist`");
            if (_bits != 64)
                Context.Report(StructureRules.WrongMode, ist.Span, $"the interrupt stack table exists in 64-bit mode only; this table is `format={_bits}`");
        }

        if (type == "task" && _bits == 64)
            Context.Report(StructureRules.WrongMode, span, "there are no task gates in 64-bit mode");
        uint rights = reader.Has("not_present") ? 0 : AccessRights.PresentBit;
        rights |= (uint)((type, _bits) switch
        {
            ("task", _) => SystemSegmentType.TaskGate,
            ("trap", 16) => SystemSegmentType.TrapGate16,
            ("trap", _) => SystemSegmentType.TrapGate,
            (_, 16) => SystemSegmentType.InterruptGate16,
            _ => SystemSegmentType.InterruptGate,
        });
        DescriptorKind kind = DescriptorKind.Find(type == "task" ? "task_gate" : _bits switch { 16 => "call_gate16", 64 => "call_gate64", _ => "call_gate32" })!;
        DescriptorEntry gate = new(kind, span)
        {
            Rights = rights,
            Dpl = dplNode,
            Count = istNode,
            Offset = target,
            Selector = selector?.ToExpression(Context) ?? Terms.Constant(0L),
        };
        if (selector is not null)
            GateChecks.Check(Context, gate, selector.Span, targetSpan);
        return gate;
    }

    /// <summary>Per vector: <c>push $0</c> unless the processor pushes an error code, <c>push $vector</c>, <c>jmp handler</c>.</summary>
    private void EmitStubs()
    {
        if (_stubRequests.Count == 0 || _bits == 16)
            return;
        Context.PushSection(".text.stubs", "ax", hasContents: true, Header.Span);
        foreach ((int vector, ExpressionNode handler, SourceSpan span) in _stubRequests)
        {
            ExpressionNode start = Context.Here(span);
            if (Exceptions.Find(vector) is not { HasErrorCode: true })
                Context.Append([0x6A, 0x00], span);
            Context.Append(vector < 0x80 ? [0x6A, (byte)vector] : [0x68, (byte)vector, 0, 0, 0], span);
            Context.Append([0xE9], span);
            Context.AppendDistance(handler, span);
            _gates[vector] = _gates[vector]! with { Offset = start };
        }

        Context.PopSection();
    }
}
