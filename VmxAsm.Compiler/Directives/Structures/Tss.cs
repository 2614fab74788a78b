using System.Globalization;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Descriptors;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures;

/// <summary>A task-state segment of the program.</summary>
internal sealed class TaskState(string name, SourceSpan span) : Structure("tss", name, span)
{
    public required TssLayout Layout { get; init; }

    public override string FormatName => Layout.Bits.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// <c>.tss NAME, format=32</c>: fields by their names, and behind them the interrupt redirection bitmap and the I/O permission bitmap. The processor finds
/// the latter through the I/O map base, reads two bytes of it for each access, and takes what lies beyond the segment's limit for ones; so
/// a byte of ones must follow the last byte of the map, and a map needs to reach no further than the last allowed port
/// (SDM volume 1, "I/O Permission Bit Map"; volume 3, "Task-State Segment (TSS)").
/// </summary>
internal sealed class TssBlock : StructureBlock
{
    private const int RedirectionSize = 32;

    private static readonly DirectiveShape BlockShape = new(".tss", ["a name"], ["format"]);

    private static readonly DirectiveShape IopbShape = new(".iopb", [], ["default", "ports"], Repeatable: ["allow", "deny"]);

    private static readonly DirectiveShape RedirectionShape = new(".redirection", [], ["default"], Repeatable: ["monitor", "guest"]);

    public static DirectiveShape[] Shapes { get; } = [BlockShape, IopbShape, RedirectionShape];

    private readonly TssLayout _layout;
    private readonly Dictionary<string, (ExpressionNode Node, SourceSpan Key)> _fields = [];
    private byte[]? _ioMap;
    private SourceSpan _ioMapSpan;
    private byte[]? _redirection;
    private SourceSpan _redirectionSpan;

    public TssBlock(StructureContext context, BlockHeader header, IReadOnlyList<Argument> arguments) : base(context, header)
    {
        ArgumentReader reader = new(context, BlockShape, header.Span, arguments);
        string? word = reader.Find("format")?.ToWord(context, "format of a TSS", ["16", "32", "64"]);
        _layout = TssLayout.ForBits(word is null ? context.CodeBits == 64 ? 64 : 32 : int.Parse(word, System.Globalization.CultureInfo.InvariantCulture))!;
    }

    public override IReadOnlyList<string> EntryDirectives { get; } = [".iopb", ".redirection"];

    public override bool TakesKeys => true;

    public override void Assign(string key, SourceSpan keySpan, Value value)
    {
        if (_layout.Find(key) is not { } field)
        {
            int[] others = [.. ((int[])[16, 32, 64]).Where(bits => TssLayout.ForBits(bits)!.Find(key) is not null)];
            Context.Report(StructureRules.UnknownKey, keySpan, others.Length > 0
                ? $"a {_layout.Bits}-bit TSS has no field `{key}`; it belongs to the {others[0]}-bit one"
                : $"a TSS has no field `{key}`{Nearest.Suggestion(key, _layout.Fields.Select(row => row.Name))}");
            return;
        }

        NameScope? scope = field.Name is "eflags" or "flags" ? NameScope.Rflags : null;
        ExpressionNode node = value.ToExpression(Context, scope);
        if (!_fields.TryAdd(key, (node, keySpan)))
        {
            Context.Report(StructureRules.DuplicateKey, keySpan, $"`{key}` is given twice", new DiagnosticLabel(_fields[key].Key, "first given here"));
            return;
        }

        if (field.Size < 8)
            Context.RequireRange(node, field.Size == 2 ? -0x8000 : int.MinValue, (1L << (8 * field.Size)) - 1, value.Span, $"`{key}`");
        else if (_layout.Bits == 64)
            CheckCanonical(node, value.Span, key);
        if (IsStackSelector(field.Name))
            CheckStackSelector(node, value.Span, field.Name);
    }

    public override bool IsKey(string name) => _layout.Find(name) is not null;

    public override void Entry(string directive, SourceSpan span, ref Cursor cursor)
    {
        ValueParser parser = new(ref cursor, Context);
        List<Argument> arguments = parser.ParseArguments();
        if (parser.Failed)
            return;
        SourceSpan whole = arguments.Count > 0 ? span.To(arguments[^1].Span) : span;
        if (directive == ".iopb")
            ReadIoMap(new ArgumentReader(Context, IopbShape, span, arguments), whole);
        else
            ReadRedirection(new ArgumentReader(Context, RedirectionShape, span, arguments), whole);
    }

    public override void Close(SourceSpan end)
    {
        TaskState state = new(Header.Name, Header.NameSpan) { Layout = _layout };
        foreach (TssField field in _layout.Fields)
        {
            if (_fields.TryGetValue(field.Name, out (ExpressionNode Node, SourceSpan Key) given))
                state.Entries.Add(new StructureEntry(field.Name, (ulong)field.Offset, given.Key));
        }

        if (_fields.TryGetValue("iomap", out (ExpressionNode Node, SourceSpan Key) iomap) && _ioMap is not null)
        {
            Context.Report(StructureRules.DuplicateKey, iomap.Key, "`iomap` follows from `.iopb`: leave one of them out",
                new DiagnosticLabel(_ioMapSpan, "the bitmap"));
        }

        foreach (string ring in (string[])["0", "1", "2"])
        {
            string pointer = (_layout.Bits == 32 ? "esp" : "sp") + ring;
            if (_layout.Bits != 64 && _fields.TryGetValue(pointer, out (ExpressionNode Node, SourceSpan Key) stack) && !_fields.ContainsKey("ss" + ring))
                Context.Report(StructureRules.NoStackSelector, stack.Key, $"`{pointer}` is given without `ss{ring}`: a switch to ring {ring} finds a null selector and raises #TS");
        }

        // The part that a task switch reads must not cross a page boundary; 128 holds all 104 bytes of it.
        Place(state, 128, Emit);
    }

    private int Emit()
    {
        int redirectionOffset = _layout.Size;
        int ioMapOffset = redirectionOffset + (_redirection is null ? 0 : RedirectionSize);
        int offset = 0;
        foreach (TssField field in _layout.Fields)
        {
            Context.AppendZeros(field.Offset - offset, Header.Span);
            bool isMap = field.Name == "iomap";
            (ExpressionNode node, SourceSpan span) = _fields.TryGetValue(field.Name, out (ExpressionNode, SourceSpan) given)
                ? given
                : (Terms.Constant(isMap ? ioMapOffset : 0L), isMap && _ioMap is not null ? _ioMapSpan : Header.Span);
            Context.AppendField(node, field.Size, span);
            offset = field.Offset + field.Size;
        }

        Context.AppendZeros(_layout.Size - offset, Header.Span);
        if (_redirection is not null)
            Context.Append(_redirection, _redirectionSpan);
        if (_ioMap is null)
            return ioMapOffset;
        Context.Append(_ioMap, _ioMapSpan);
        return ioMapOffset + _ioMap.Length;
    }

    private void ReadIoMap(ArgumentReader reader, SourceSpan span)
    {
        if (_layout.Bits == 16)
            Context.Report(StructureRules.WrongMode, span, "a 16-bit TSS has no I/O permission bitmap");
        if (_ioMap is not null)
        {
            Context.Report(StructureRules.DuplicateKey, span, "`.iopb` is given twice", new DiagnosticLabel(_ioMapSpan, "first given here"));
            return;
        }

        bool allowAll = reader.Find("default")?.ToWord(Context, "default", ["deny", "allow"]) == "allow";
        byte[] map = new byte[0x2000];
        map.AsSpan().Fill(allowAll ? (byte)0 : (byte)0xFF);
        foreach ((int first, int last) in NumberRanges.Read(Context, reader.FindAll("allow"), 0xFFFF, "a port"))
            NumberRanges.Set(map, first, last, false);
        foreach ((int first, int last) in NumberRanges.Read(Context, reader.FindAll("deny"), 0xFFFF, "a port"))
            NumberRanges.Set(map, first, last, true);
        int length = Array.FindLastIndex(map, bits => bits != 0xFF) + 1;
        if (reader.Find("ports") is { } ports && ports.ToNumber(Context, "`ports`") is { } count)
        {
            Context.RequireRange(Terms.Constant(count), 0, 0x10000, ports.Span, "the number of ports");
            length = Math.Max(length, (int)Math.Clamp((count + 7) / 8, 0, 0x2000));
        }

        _ioMap = [.. map.AsSpan(0, length), 0xFF];
        _ioMapSpan = span;
    }

    private void ReadRedirection(ArgumentReader reader, SourceSpan span)
    {
        if (_layout.Bits != 32)
            Context.Report(StructureRules.WrongMode, span, "the interrupt redirection bitmap belongs to virtual-8086 mode, and so to a 32-bit TSS");
        if (_redirection is not null)
        {
            Context.Report(StructureRules.DuplicateKey, span, "`.redirection` is given twice", new DiagnosticLabel(_redirectionSpan, "first given here"));
            return;
        }

        bool monitorAll = reader.Find("default")?.ToWord(Context, "default", ["guest", "monitor"]) == "monitor";
        _redirection = new byte[RedirectionSize];
        _redirection.AsSpan().Fill(monitorAll ? (byte)0xFF : (byte)0);
        foreach ((int first, int last) in NumberRanges.Read(Context, reader.FindAll("monitor"), 0xFF, "a vector"))
            NumberRanges.Set(_redirection, first, last, true);
        foreach ((int first, int last) in NumberRanges.Read(Context, reader.FindAll("guest"), 0xFF, "a vector"))
            NumberRanges.Set(_redirection, first, last, false);
        _redirectionSpan = span;
    }

    private static bool IsStackSelector(string name) => name is "ss0" or "ss1" or "ss2";

    /// <summary>The stack of a more privileged ring: a selector of that ring, and not a null one.</summary>
    private void CheckStackSelector(ExpressionNode node, SourceSpan span, string name)
    {
        Context.LateChecks.Add(values =>
        {
            if (values.ValueOf(node) is not { } selector || (selector & ~3) == 0 || !GateChecks.CheckHits(Context, selector, span))
                return;
            DescriptorEntry[] targets = GateChecks.Hit(Context, selector);
            if (targets.Length > 0 && !targets.Any(target => IsStackOf(target, name[2] - '0', values)))
            {
                Context.Report(StructureRules.BadTaskState, span,
                    $"selector 0x{selector:x} is no stack for ring {name[2]}: that takes a present, writable data segment with DPL {name[2]}, else the switch raises #TS",
                    new DiagnosticLabel(targets[0].Span, "this descriptor"));
            }
        });
        CheckStackPrivilege(node, span, name);
    }

    private static bool IsStackOf(DescriptorEntry entry, int ring, IKnownValues values) =>
        entry.Kind.Family == DescriptorFamily.Data
        && (entry.Rights & (AccessRights.PresentBit | AccessRights.WritableOrReadableBit)) == (AccessRights.PresentBit | AccessRights.WritableOrReadableBit)
        && (values.ValueOf(entry.Dpl) ?? ring) == ring;

    private void CheckCanonical(ExpressionNode node, SourceSpan span, string name) => Context.WhenKnown(node, address =>
    {
        if (!LinearAddress.IsCanonical((ulong)address, Context.Model.LinearAddressBits))
        {
            Context.Report(StructureRules.BadTaskState, span,
                $"`{name}` is 0x{address:x}, which is not canonical: the upper bits must be copies of bit {Context.Model.LinearAddressBits - 1} (SDM volume 3, \"Task Management in 64-bit Mode\")");
        }
    });

    private void CheckStackPrivilege(ExpressionNode node, SourceSpan span, string name) => Context.WhenKnown(node, selector =>
    {
        int ring = name[2] - '0';
        if ((selector & ~3) == 0)
        {
            Context.Report(StructureRules.BadTaskState, span, $"`{name}` is a null selector: the switch to ring {ring} raises #TS");
        }
        else if ((selector & 3) != ring)
        {
            Context.Report(StructureRules.BadTaskState, span,
                $"`{name}` has RPL {selector & 3}; a stack of ring {ring} needs a selector with RPL {ring} (SDM volume 3, \"Task-State Segment (TSS)\")");
        }
    });
}
