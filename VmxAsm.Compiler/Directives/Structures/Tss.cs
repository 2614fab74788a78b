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

    private static readonly DirectiveShape RawShape = new(".raw", ["an offset", "a number", "its size in bytes"], []);

    public static DirectiveShape[] Shapes { get; } = [BlockShape, IopbShape, RedirectionShape, RawShape];

    /// <summary>What <c>.raw</c> may reach: a TSS with the longest bitmaps, and some reserve.</summary>
    private const int GreatestOffset = 0xFFFF;

    private readonly TssLayout _layout;
    private readonly Dictionary<string, (ExpressionNode Node, SourceSpan Key)> _fields = [];
    private byte[]? _ioMap;
    private SourceSpan _ioMapSpan;
    private byte[]? _redirection;
    private SourceSpan _redirectionSpan;
    private readonly SortedDictionary<int, (ExpressionNode Node, int Size, SourceSpan Span)> _raw = [];

    public TssBlock(StructureContext context, BlockHeader header, IReadOnlyList<Argument> arguments) : base(context, header)
    {
        ArgumentReader reader = new(context, BlockShape, header.Span, arguments);
        string? word = reader.Find("format")?.ToWord(context, "format of a TSS", ["16", "32", "64"]);
        _layout = TssLayout.ForBits(word is null ? context.CodeBits == 64 ? 64 : 32 : int.Parse(word, System.Globalization.CultureInfo.InvariantCulture))!;
    }

    public override IReadOnlyList<string> EntryDirectives { get; } = [".iopb", ".redirection", ".raw"];

    public override bool TakesKeys => true;

    public override void Assign(string key, SourceSpan keySpan, Value value)
    {
        if (_layout.Find(key) is not { } field)
        {
            int[] others = [.. ((int[])[16, 32, 64]).Where(bits => TssLayout.ForBits(bits)!.Find(key) is not null)];
            Context.Report(StructureRules.UnknownKey, keySpan, others.Length > 0
                ? $"a {_layout.Bits}-bit TSS has no field `{key}`; it belongs to the {others[0]}-bit one"
                : $"a TSS has no field `{key}`{NearestName.Suggestion(key, _layout.Fields.Select(row => row.Name))}");
            return;
        }

        if (value is BrokenValue)
            return;

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
            Context.RequireCanonical(node, StructureRules.BadTaskState, value.Span, $"`{key}`", "Task Management in 64-bit Mode");
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
        else if (directive == ".raw")
            ReadRaw(new ArgumentReader(Context, RawShape, span, arguments), whole);
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
            if (_layout.Bits != 64 && _fields.TryGetValue(pointer, out (ExpressionNode Node, SourceSpan Key) stack) && !_fields.ContainsKey("ss" + ring) && !IsRaw(_layout.Find("ss" + ring)!))
                Context.Report(StructureRules.NoStackSelector, stack.Key, $"`{pointer}` is given without `ss{ring}`: a switch to ring {ring} finds a null selector and raises #TS");
        }

        CheckLoadedSelectors();

        // The part that a task switch reads must not cross a page boundary; 128 holds all 104 bytes of it.
        Place(state, 128, Emit);
    }

    private int Emit()
    {
        int offset = 0;
        foreach ((int start, ExpressionNode? node, int size, byte[]? bytes, SourceSpan span) in Pieces())
        {
            Context.AppendZeros(start - offset, Header.Span);
            if (bytes is not null)
                Context.Append(bytes, span);
            else
                Context.AppendField(node!, size, span);
            offset = start + size;
        }

        Context.AppendZeros(_layout.Size - offset, Header.Span);
        return Math.Max(offset, _layout.Size);
    }

    /// <summary>All that is not zero, by ascending offset: fields, bitmaps, and what <c>.raw</c> puts in between or behind.</summary>
    private List<(int Offset, ExpressionNode? Node, int Size, byte[]? Bytes, SourceSpan Span)> Pieces()
    {
        List<(int Offset, ExpressionNode? Node, int Size, byte[]? Bytes, SourceSpan Span)> pieces = [];
        int ioMapOffset = _layout.Size + (_redirection is null ? 0 : RedirectionSize);
        foreach (TssField field in _layout.Fields)
        {
            if (_fields.TryGetValue(field.Name, out (ExpressionNode Node, SourceSpan Key) given))
                pieces.Add((field.Offset, given.Node, field.Size, null, given.Key));
            else if (field.Name == "iomap" && !IsRaw(field))
                pieces.Add((field.Offset, Terms.Constant((long)ioMapOffset), field.Size, null, _ioMap is null ? Header.Span : _ioMapSpan));
        }

        if (_redirection is not null)
            pieces.Add((_layout.Size, null, RedirectionSize, _redirection, _redirectionSpan));
        if (_ioMap is not null)
            pieces.Add((ioMapOffset, null, _ioMap.Length, _ioMap, _ioMapSpan));
        foreach ((int offset, (ExpressionNode node, int size, SourceSpan span)) in _raw)
            pieces.Add((offset, node, size, null, span));
        pieces.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        for (int index = 1; index < pieces.Count; index++)
        {
            (int end, SourceSpan before) = (pieces[index - 1].Offset + pieces[index - 1].Size, pieces[index - 1].Span);
            if (pieces[index].Offset >= end)
                continue;
            bool isLater = _raw.TryGetValue(pieces[index].Offset, out (ExpressionNode Node, int Size, SourceSpan Span) raw) && raw.Span == pieces[index].Span;
            (SourceSpan span, SourceSpan other) = isLater ? (raw.Span, before) : (before, pieces[index].Span);
            Context.Report(StructureRules.Overlap, span, $"the bytes at 0x{pieces[index].Offset:x} have a value already", new DiagnosticLabel(other, "given here"));
            pieces.RemoveAt(index--);
        }

        return pieces;
    }

    /// <summary>Whether <c>.raw</c> gives a field's bytes.</summary>
    private bool IsRaw(TssField field) => _raw.Any(pair => pair.Key < field.Offset + field.Size && field.Offset < pair.Key + pair.Value.Size);

    /// <summary>raw = OFFSET "," NUMBER [ "," SIZE ]: bytes that no field describes, or whose value breaks the field's rule, as a dump writes them.</summary>
    private void ReadRaw(ArgumentReader reader, SourceSpan span)
    {
        if (reader.RequirePositional(0) is not { } offsetValue || reader.RequirePositional(1) is not { } number
            || offsetValue.ToNumber(Context, "the offset") is not { } offset)
        {
            return;
        }

        long size = 4;
        if (reader.Positional(2) is { } sizeValue)
        {
            if (sizeValue.ToNumber(Context, "the size") is not { } given)
                return;
            size = given;
            if (size is not (1 or 2 or 4 or 8))
            {
                Context.Report(StructureRules.OutOfRange, sizeValue.Span, $"the size is {StructureContext.Number(size)}; there are 1, 2, 4 and 8 bytes");
                return;
            }
        }

        if (offset is < 0 or > GreatestOffset)
        {
            Context.Report(StructureRules.OutOfRange, offsetValue.Span, $"the offset is {StructureContext.Number(offset)}, outside 0..0x{GreatestOffset:x}");
            return;
        }

        ExpressionNode node = number.ToExpression(Context);
        if (size < 8)
            Context.RequireRange(node, -(1L << ((int)(8 * size) - 1)), (1L << (int)(8 * size)) - 1, number.Span, $"a number of {size} bytes");
        if (!_raw.TryAdd((int)offset, (node, (int)size, span)))
            Context.Report(StructureRules.Overlap, span, $"the bytes at 0x{offset:x} have a value already", new DiagnosticLabel(_raw[(int)offset].Span, "given here"));
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
        int? reach = null;
        if (reader.Find("ports") is { } ports && ports.ToNumber(Context, "`ports`") is { } count)
        {
            Context.RequireRange(Terms.Constant(count), 0, 0x10000, ports.Span, "the number of ports");
            reach = (int)Math.Clamp(count, 0, 0x10000);
        }

        // The default holds for the ports that the map covers; those beyond it the processor refuses anyway.
        byte[] map = new byte[0x2000];
        map.AsSpan().Fill(0xFF);
        if (allowAll)
            NumberRanges.Set(map, 0, (reach ?? 0x10000) - 1, false);
        foreach ((int first, int last) in NumberRanges.Read(Context, reader.FindAll("allow"), 0xFFFF, "a port"))
            NumberRanges.Set(map, first, last, false);
        foreach ((int first, int last) in NumberRanges.Read(Context, reader.FindAll("deny"), 0xFFFF, "a port"))
            NumberRanges.Set(map, first, last, true);
        int length = Array.FindLastIndex(map, bits => bits != 0xFF) + 1;
        length = Math.Max(length, ((reach ?? 0) + 7) / 8);
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
            if (values.ValueOf(node) is { } selector)
            {
                SelectorChecks.Check(Context, selector, span, name, target => IsStackOf(target, name[2] - '0', values),
                    $"a stack of ring {name[2]} takes a present, writable data segment with DPL {name[2]}, else the switch raises #TS");
            }
        });
        CheckStackPrivilege(node, span, name);
    }

    private static bool IsStackOf(DescriptorEntry entry, int ring, IKnownValues values) =>
        SelectorChecks.FitsRegister(entry, "ss") && (values.ValueOf(entry.Dpl) ?? ring) == ring;

    /// <summary>
    /// The registers that a task switch loads from this TSS (SDM volume 3, "Task Switching"): LDTR and the link must be in the GDT whatever the task is, and segment registers
    /// have descriptors unless the task runs in virtual-8086 mode.
    /// </summary>
    private void CheckLoadedSelectors()
    {
        foreach ((string name, (ExpressionNode node, SourceSpan key)) in _fields)
        {
            if (name is not ("link" or "ldt" or "cs" or "ss" or "ds" or "es" or "fs" or "gs"))
                continue;
            ExpressionNode? flags = _fields.TryGetValue("eflags", out (ExpressionNode Node, SourceSpan Key) given) ? given.Node : null;
            SourceSpan span = node.Span.Start != 0 ? node.Span : key;
            Context.LateChecks.Add(values =>
            {
                if (values.ValueOf(node) is not { } selector || SelectorChecks.IsNull(selector))
                    return;
                switch (name)
                {
                    case "link":
                        SelectorChecks.Check(Context, selector, span, name, target => target.Kind.Family == DescriptorFamily.Tss, "the link leads back to a TSS");
                        break;
                    case "ldt" when (selector & 4) != 0:
                        Context.Report(StructureRules.BadTaskState, span, $"`ldt` is selector 0x{selector:x}, which is looked up in an LDT (bit 2 is set); an LDT's descriptor is in the GDT, else the switch raises #TS");
                        break;
                    case "ldt":
                        SelectorChecks.Check(Context, selector, span, name, target => target.Kind.Family == DescriptorFamily.Ldt, "the switch raises #TS unless it is an LDT");
                        break;
                    default:
                        if (flags is null || (values.ValueOf(flags) is { } known && (known & (long)Rflags.VM) == 0))
                        {
                            SelectorChecks.Check(Context, selector, span, name, target => SelectorChecks.FitsRegister(target, name), name switch
                            {
                                "cs" => "CS takes a present code segment",
                                "ss" => "SS takes a present, writable data segment",
                                _ => "the register takes a present segment that can be read",
                            });
                        }

                        break;
                }
            });
        }
    }

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
