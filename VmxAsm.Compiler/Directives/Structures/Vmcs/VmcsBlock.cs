using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Bitmaps;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

/// <summary>
/// <c>.vmcs NAME</c>: a VMCS, field by field. The layout of a VMCS in memory is the processor's secret, so nothing of the values can be
/// stored in the image: the block reserves the region, and <c>vmcs_load NAME</c> calls code, generated at the end of the source, that writes every field with
/// VMWRITE. Fields that every VM entry reads and that are not mentioned get the value that asks for nothing.
/// </summary>
internal sealed class VmcsBlock(StructureContext context, BlockHeader header) : StructureBlock(context, header)
{
    internal static readonly string[] EventTypes =
        ["external_interrupt", "", "nmi", "hardware_exception", "software_interrupt", "privileged_software_exception", "software_exception", "other_event"];

    private readonly VmcsStructure _vmcs = new(header.Name, header.NameSpan);
    private readonly Dictionary<string, SourceSpan> _keys = [];
    private readonly List<(SourceSpan Span, string Message)> _lacking = [];
    private readonly FittingModel _fitting = new();

    public override IReadOnlyList<string> EntryDirectives { get; } = [];

    public override bool TakesKeys => true;

    public override bool IsKey(string name) => VmcsKeys.All.Contains(name);

    public override void Entry(string directive, SourceSpan span, ref Cursor cursor) => cursor.SkipStatement();

    public override void Assign(string key, SourceSpan keySpan, Value value)
    {
        _vmcs.Attempts.Add(key);
        if (value is BrokenValue)
            return;
        if (!_keys.TryAdd(key, keySpan))
        {
            Context.Report(StructureRules.DuplicateKey, keySpan, $"`{key}` is given twice", new DiagnosticLabel(_keys[key], "first given here"));
            return;
        }

        SourceSpan line = keySpan.To(value.Span);
        if (key == "host")
            AssignHost(value, line);
        else if (key == "guest.segments")
            AssignSegments(value, line);
        else if (VmcsKeys.Segments.TryGetValue(key, out GuestSegment segment))
            Later(() => Segment(segment, value, Precedence.Register, line));
        else if (VmcsKeys.Pairs.TryGetValue(key, out (VmcsField Address, VmcsField Second, string SecondSuffix) pair))
            AssignPair(key, pair, value, line);
        else if (VmcsKeys.Aliases.TryGetValue(key, out VmcsField alias))
            AssignField(VmcsFields.Row(alias), value, line, keySpan);
        else if (VmcsFields.Find(key) is { } row)
            AssignField(row, value, line, keySpan);
        else
            Context.Report(StructureRules.UnknownKey, keySpan, $"a VMCS has no field `{key}`{NearestName.Suggestion(key, VmcsKeys.All)}");
    }

    public override void Close(SourceSpan end)
    {
        if (!_keys.ContainsKey("host"))
            AddCurrentHost(Precedence.Default, Header.NameSpan, Header.NameSpan);

        // Only now is all known that the block asks of a processor.
        foreach ((SourceSpan span, string message) in _lacking)
            Context.Diagnostics.Report(new Diagnostic(StructureRules.UnsupportedControl, message, span) { Notes = _fitting.Notes });
        BitmapDirectives.PlaceRegion(Context, Header, _vmcs);
    }

    private void Later(Func<IEnumerable<VmcsSetting>> settings) => _vmcs.Pending.Add(settings);

    private void Add(VmcsField field, FieldSource source, Precedence precedence, SourceSpan span, SourceSpan line) =>
        _vmcs.Pending.Add(() => [new VmcsSetting(field, source, precedence, span, line)]);

    private void AssignField(VmcsFieldRow row, Value value, SourceSpan line, SourceSpan keySpan)
    {
        _fitting.Require(row);
        if (row.IsReadOnly && !Context.Model.Vmx.CanWriteExitInformation)
        {
            _lacking.Add((keySpan, $"`{row.Name}` is a VM-exit information field, which processor model `{Context.Model.Name}` cannot write"));
            return;
        }

        if (!row.ExistsOn(Context.Model.Vmx))
        {
            _lacking.Add((keySpan, $"processor model `{Context.Model.Name}` has no field `{row.Name}`: it comes with the control `{row.Requires[0].Name}`"));
            return;
        }

        if (ReadSource(row, value) is { } source)
            Add(row.Field, source, Precedence.Field, value.Span, line);
    }

    private FieldSource? ReadSource(VmcsFieldRow row, Value value)
    {
        switch (value)
        {
            case RegisterValue register:
                return ReadRegister(row, register);
            case CallValue { Callee.Name: "msr", Arguments.Count: 1 } msr:
                ExpressionNode index = msr.Arguments[0].ToExpression(Context, NameScope.Msrs);
                Context.RequireRange(index, 0, 0xFFFF_FFFF, msr.Arguments[0].Span, "the MSR's number");
                return new MsrSource(index);
            case CallValue { Callee.Name: "event" } injected when row.Field == VmcsField.EntryInterruptionInformation:
                return ReadEvent(injected);
            case NameValue { Name: "current" } when row.Group == VmcsFieldGroup.HostState:
                return VmcsDefaults.CurrentHost.FirstOrDefault(pair => pair.Field == row.Field).Source
                    ?? (FieldSource)new ValueSource(Terms.Constant(0L, value.Span));
        }

        if (value is NameValue structure && VmcsKeys.KindOf(row.Field) is { } kind)
            Context.RequireStructure(structure.Name, kind, $"`{row.Name}`", structure.Span);
        ExpressionNode node = value.ToExpression(Context, VmcsKeys.ScopeOf(row.Field));
        if (row.Bits < 64)
            Context.RequireRange(node, -(1L << (row.Bits - 1)), (long)row.Mask, value.Span, $"`{row.Name}`, a {row.Bits}-bit field,");
        if (row.ControlWord is { } word)
        {
            if (Context.ValueNow(node) is { } bits)
                _fitting.Require(word, (uint)bits);
            return new ControlSource(word, node);
        }

        return row.Field switch
        {
            VmcsField.GuestCr0 => new FixedSource(node, (uint)Msr.Ia32VmxCr0Fixed0, Cr0.PE | Cr0.PG),
            VmcsField.HostCr0 => new FixedSource(node, (uint)Msr.Ia32VmxCr0Fixed0, 0),
            VmcsField.GuestCr4 or VmcsField.HostCr4 => new FixedSource(node, (uint)Msr.Ia32VmxCr4Fixed0, 0),
            VmcsField.GuestRflags => new ValueSource(Terms.Or(node, (long)Rflags.AlwaysOne)),
            _ => new ValueSource(node),
        };
    }

    private FieldSource? ReadRegister(VmcsFieldRow row, RegisterValue register)
    {
        if (LoaderRegisters.Find(register.Name) is not { } found)
        {
            string why = LoaderRegisters.Scratch.Contains(register.Name)
                ? "the loading code uses it itself; move the value to another register first"
                : $"it cannot be read here{NearestName.Suggestion(register.Name, LoaderRegisters.Names)}";
            Context.Report(StructureRules.WrongKind, register.Span, $"`%{register.Name}` cannot give a field's value: {why}");
            return null;
        }

        bool isSelector = found.Kind is LoaderRegisterKind.Segment or LoaderRegisterKind.TaskRegister;
        return isSelector && row.Group == VmcsFieldGroup.HostState ? new SelectorSource(register.Name)
            : found.Kind == LoaderRegisterKind.Table ? new TableBaseSource(register.Name)
            : new RegisterSource(register.Name);
    }

    /// <summary>event = "event(" TYPE "," VECTOR ")": valid, with an error code where the exception has one.</summary>
    private ValueSource? ReadEvent(CallValue call)
    {
        if (call.Arguments.Count != 2
            || call.Arguments[0].ToWord(Context, "type of event", [.. EventTypes.Where(type => type.Length > 0)]) is not { } word)
        {
            if (call.Arguments.Count != 2)
                Context.Report(StructureRules.WrongKind, call.Span, "`event` takes a type and a vector: `event(external_interrupt, 0x20)`");
            return null;
        }

        int type = Array.IndexOf(EventTypes, word);
        ExpressionNode vector = call.Arguments[1].ToExpression(Context, NameScope.Vectors);
        Context.RequireRange(vector, 0, 255, call.Arguments[1].Span, "the vector");
        bool hasErrorCode = type == (int)InterruptionType.HardwareException
            && Context.ValueNow(vector) is { } known && Exceptions.Find((int)known) is { HasErrorCode: true };
        return new ValueSource(Terms.Or(vector, (type << 8) + (hasErrorCode ? 1L << 11 : 0) + (1L << 31)));
    }

    private void AssignHost(Value value, SourceSpan line)
    {
        if (value is NameValue { Name: "current" })
            AddCurrentHost(Precedence.Area, value.Span, line);
        else if (value.ToWord(Context, "host state", ["current"]) is null)
            return;
    }

    private void AddCurrentHost(Precedence precedence, SourceSpan span, SourceSpan line)
    {
        foreach ((VmcsField field, FieldSource source) in VmcsDefaults.CurrentHost)
            Add(field, source, precedence, span, line);
    }

    private void AssignSegments(Value value, SourceSpan line)
    {
        foreach (GuestSegment segment in VmcsDefaults.CodeAndData)
            Later(() => Segment(segment, value, Precedence.Area, line));
    }

    private IEnumerable<VmcsSetting> Segment(GuestSegment segment, Value value, Precedence precedence, SourceSpan line)
    {
        // Where more specific keys say all of the register, the composite need not fit it.
        VmcsField[] fields = [segment.Selector(), segment.Base(), segment.Limit(), segment.AccessRights()];
        bool isOverridden = fields.All(field => _keys.ContainsKey(VmcsFields.Row(field).Name))
            || (precedence == Precedence.Area && _keys.ContainsKey(VmcsKeys.KeyOf(segment)));
        return SegmentComposites.Read(Context, value, segment, isOverridden, isForAll: precedence == Precedence.Area) is { } state && !isOverridden
            ? VmcsDefaults.Expand(segment, state, precedence, value.Span, line)
            : [];
    }

    private void AssignPair(string key, (VmcsField Address, VmcsField Second, string SecondSuffix) pair, Value value, SourceSpan line)
    {
        if (value is not NameValue name)
        {
            Context.Report(StructureRules.WrongKind, value.Span, $"{Lowering.Describe(value)} stands where the name of a structure is needed");
            return;
        }

        Context.RequireStructure(name.Name, VmcsKeys.KindOf(pair.Address)!, $"`{key}`", name.Span);
        ExpressionNode address = new SymbolNode(Context.Reference(name.Name, name.Span), name.Span);
        ExpressionNode second = new SymbolNode(Context.Reference(name.Name + pair.SecondSuffix, name.Span), name.Span);
        Add(pair.Address, new ValueSource(address), Precedence.Register, value.Span, line);
        Add(pair.Second, new ValueSource(second), Precedence.Register, value.Span, line);
    }
}
