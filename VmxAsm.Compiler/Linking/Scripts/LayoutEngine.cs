using System.Buffers.Binary;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>
/// Gives every output section its addresses, by walking the plan with a location counter as ld's manual describes ("The Location
/// Counter", "Output Section Address", "Output Section LMA"). Sizes and symbols may be used before the place that decides them, so the
/// walk is repeated until nothing moves; the last walk reports what has no value.
/// </summary>
internal sealed partial class LayoutEngine
{
    private const int MaximumPasses = 32;

    private readonly LayoutPlan _plan;
    private readonly SymbolResolution _resolution;
    private readonly LinkOptions _options;
    private readonly DiagnosticBag _diagnostics;
    private readonly ScriptEvaluator _evaluator;
    private readonly DataSegment _dataSegment;
    private readonly MemoryRegion _defaultRegion = new("*default*");
    private readonly Dictionary<string, MemoryRegion> _regions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScriptValue> _symbols = new(StringComparer.Ordinal);
    private readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> _usedNames;

    /// <summary>Values of the command line that an object or the script asks for.</summary>
    private readonly NamedValue[] _given;
    private readonly Dictionary<string, SourceSpan> _spans = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LayoutStep> _steps = new(StringComparer.Ordinal);
    private byte[]? _fill;
    private bool _changed, _isChecking;
    private int _headerChanges;

    /// <summary>The name that an assignment under way gives a value for the first time in this walk.</summary>
    private string? _redefined;

    /// <summary>What the last walk has changed, for the message when there is no end of it.</summary>
    private (SourceSpan Span, string Name) _restless;
    private OutputSection? _firstThreadLocal;
    private LayoutStep? _step;
    private ulong _threadAlignment = 1;

    /// <summary>Address of a symbol that an object defines, by the placement of the pass before.</summary>
    private readonly Func<GlobalSymbol, ulong> _addressOf;

    public LayoutEngine(
        LayoutPlan plan, IEnumerable<ScriptStatement> script, SymbolResolution resolution, LinkOptions options, Func<GlobalSymbol, ulong> addressOf,
        DiagnosticBag diagnostics)
    {
        _plan = plan;
        _resolution = resolution;
        _options = options;
        _addressOf = addressOf;
        _diagnostics = diagnostics;
        Script = [.. script];
        _dataSegment = new DataSegment(options.ProtectsRelro && HoldsRelro());
        _evaluator = new ScriptEvaluator(diagnostics)
        {
            DataSegment = _dataSegment,
            FindSymbol = FindSymbol,
            PageSizes = (options.MaximumPageSize, options.CommonPageSize),
            FindSection = name => _plan.Outputs.GetValueOrDefault(name),
            FindRegion = name => _regions.GetValueOrDefault(name),
            IsDefined = name => _assigned.Contains(name) || _resolution.Find(name) is { Definition: not null },
        };
        _usedNames = ScriptNames.UsedIn(Script, name => resolution.Find(name) is { IsReferenced: true, Definition: null });
        _given = [.. options.DefinedSymbols.Where(given => IsWanted(given.Name))];
    }

    private List<ScriptStatement> Script { get; }

    /// <summary>Symbols that the script defines.</summary>
    public IReadOnlyDictionary<string, ScriptValue> Symbols => _symbols;

    /// <summary>Every address has its value; what a script left without one was reported.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>The assignment that gave a symbol its value; none for one of the command line.</summary>
    public SourceSpan SpanOf(string name) => _spans.GetValueOrDefault(name);

    /// <summary>The output section that a symbol belongs to: its own, or for one that marks a place between sections, or in an empty one, a neighbour.</summary>
    public OutputSection? SectionOf(string name, ScriptValue value)
    {
        if (value.Kind != ScriptValueKind.Relative)
            return value.IsDot && _steps.TryGetValue(name, out LayoutStep? step) ? SectionAround(_plan.Steps.IndexOf(step)) : null;
        if (IsKept(value.Section!))
            return value.Section;
        int at = _plan.Steps.FindIndex(step => step.Output?.Section == value.Section);
        if (at < 0)
            return null;
        int before = _plan.Steps.FindLastIndex(at, HoldsBytes), behind = _plan.Steps.FindIndex(at, HoldsBytes);
        if (before < 0 || behind < 0)
            return _plan.Steps.ElementAtOrDefault(Math.Max(before, behind))?.Output?.Section;
        OutputSection previous = _plan.Steps[before].Output!.Section, next = _plan.Steps[behind].Output!.Section;
        return IsNearer(previous, next, value) ? previous : next;
    }

    /// <summary>
    /// A place between sections belongs to the section before it; once the location counter was moved there, to the one that follows, for which it was
    /// moved. Behind an assignment to <c>end</c> nothing follows that belongs to the program.
    /// </summary>
    private OutputSection? SectionAround(int at)
    {
        int current = _plan.Steps.FindLastIndex(at, HoldsBytes);
        bool isMoved = at - 1 > current && _plan.Steps.FindLastIndex(at - 1, at - 1 - current, step => step.Statement is ScriptAssignment { Target: "." }) >= 0;
        if (current < 0 || isMoved)
        {
            int next = _plan.Steps.FindIndex(at, step => step.Output is { Exists: true, IsIgnored: false });
            bool isBehindEnd = next >= 0 && _plan.Steps.FindIndex(0, next, step => step.Statement is ScriptAssignment assignment && assignment.Target.TrimStart('_') == "end") >= 0;
            if (current < 0 || !isBehindEnd)
                return LastPlain(next < 0 ? _plan.Steps.Count - 1 : next);
        }
        int first = _plan.Steps.FindIndex(IsPlain);
        return LastPlain(current) ?? (first < 0 ? null : _plan.Steps[first].Output!.Section);

        OutputSection? LastPlain(int from) => _plan.Steps.FindLastIndex(from, IsPlain) is var index and >= 0 ? _plan.Steps[index].Output!.Section : null;

        static bool IsPlain(LayoutStep step) => HoldsBytes(step) && (step.Output!.Section.Flags & SectionFlags.ThreadLocal) == 0;
    }

    private static bool HoldsBytes(LayoutStep step) => step.Output is { Exists: true, IsIgnored: false, Section: { IsAllocated: true, Size: > 0 } };

    /// <summary>A symbol of a section that came out empty goes where that section would have been loaded: to the neighbour that is like it.</summary>
    private static bool IsNearer(OutputSection previous, OutputSection next, ScriptValue value)
    {
        ulong own = value.Section!.Flags, differ = previous.Flags ^ next.Flags, toNext = next.Flags ^ own;
        const ulong memory = SectionFlags.Alloc | SectionFlags.ThreadLocal;
        if ((differ & memory) != 0 || previous.IsLoaded != next.IsLoaded)
            return (toNext & memory) != 0 || previous.IsLoaded && !next.IsLoaded;
        if ((differ & SectionFlags.Write) != 0)
            return (toNext & SectionFlags.Write) != 0;
        if ((differ & SectionFlags.Execute) != 0)
            return (toNext & SectionFlags.Execute) != 0;
        return value.Address < next.Address;
    }

    private bool IsKept(OutputSection section) => section.Size > 0 || !_plan.Outputs.TryGetValue(section.Name, out OutputPlan? plan) || !plan.IsIgnored;

    /// <summary>SIZEOF_HEADERS by the placement so far, or without one by a guess; null: an output without headers.</summary>
    public Func<LayoutEngine?, ulong>? MeasureHeaders { get; init; }

    /// <summary>What a dynamic loader would protect.</summary>
    public (ulong Start, ulong End)? Relro => _dataSegment.Relro;

    /// <summary>The value of a data statement, which may use every symbol of the script.</summary>
    public ulong Evaluate(ScriptExpression expression, OutputSection section, ulong offset) =>
        _evaluator.Evaluate(expression, null, section.Address + offset).Address;

    /// <summary>The script leaves room for the headers, and so they are loaded.</summary>
    public bool UsesHeaders => _evaluator.UsesHeaders;

    public ulong HeadersSize => _evaluator.HeadersSize;

    /// <summary>The value of an expression outside of sections, once addresses are final.</summary>
    public ulong Evaluate(ScriptExpression expression) => _evaluator.Evaluate(expression, null, 0).Address;

    /// <summary>Settles all addresses; where they do not settle or a rule is broken, the diagnostics say so.</summary>
    public void Run()
    {
        int errors = _diagnostics.ErrorCount;
        foreach ((string name, ulong value) in _given)
            _symbols[name] = ScriptValue.Absolute(value);
        DeclareRegions();
        _evaluator.HeadersSize = MeasureHeaders?.Invoke(null) ?? 0;
        int round = 0;
        bool isSettled;
        do
        {
            _dataSegment.Restart();
            isSettled = Settle();
            if (_dataSegment.Adjust([.. _plan.Steps.Where(IsInMemory).Select(step => step.Output!.Section)]))
            {
                isSettled &= Settle();
                if (_dataSegment.Revert())
                    isSettled &= Settle();
            }
            round++;
        }
        while (isSettled && (HeadersChanged() || MeasureHeaders is not null && LinkedSectionOrder.Sort(_plan)) && round < MaximumPasses);
        if (!isSettled || round == MaximumPasses)
            _diagnostics.Report(LinkRules.ScriptValue, _restless.Span, $"{_restless.Name ?? "the layout"} does not settle: it depends on itself");
        _evaluator.IsFinal = true;
        DeclareRegions();
        Walk();
        if (_plan.Steps.Exists(step => step.Output is { Exists: false, Statement.Address: not null } or { IsIgnored: true }))
            Reassign();
        IsSettled = _diagnostics.ErrorCount - errors <= _evaluator.FailedAssertions;
        CheckRegions();
    }

    /// <summary>Walks until no address moves any more. False: they go on moving.</summary>
    private bool Settle()
    {
        int pass = 0;
        do
        {
            // A symbol may change several times in one walk (`x = 1; x += 2;`): what counts is what it ends as.
            _changed = false;
            var before = new Dictionary<string, ScriptValue>(_symbols, StringComparer.Ordinal);
            Walk();
            if (FirstChange(before) is { } changed)
                (_changed, _restless) = (true, (SpanOf(changed), $"the value of `{changed}`"));
            pass++;
        }
        while (_changed && pass < MaximumPasses);
        return !_changed;
    }

    /// <summary>A symbol that has come out otherwise than in the walk before. A loop: a query over these pairs would be compiled anew at every start.</summary>
    private string? FirstChange(Dictionary<string, ScriptValue> before)
    {
        foreach ((string name, ScriptValue value) in _symbols)
        {
            if (!before.TryGetValue(name, out ScriptValue? old) || old != value)
                return name;
        }
        return null;
    }

    private static bool IsInMemory(LayoutStep step) => step.Output is { Exists: true, IsIgnored: false, Section.IsAllocated: true };

    /// <summary>
    /// ld protects what lies between DATA_SEGMENT_ALIGN and DATA_SEGMENT_RELRO_END only where a pattern there names a section of the program, also one that has gone
    /// elsewhere before.
    /// </summary>
    private bool HoldsRelro()
    {
        bool isIn = false;
        foreach (ScriptStatement statement in Script.SelectMany(statement => statement is ScriptSections sections ? sections.Statements : [statement]))
        {
            if (statement is ScriptAssignment assignment)
                isIn = ScriptNames.Calls(assignment.Value, "DATA_SEGMENT_ALIGN") || isIn && !ScriptNames.Calls(assignment.Value, "DATA_SEGMENT_RELRO_END");
            else if (isIn && statement is ScriptOutputSection { IsDiscard: false } output && output.Contents.OfType<ScriptInputSections>().Any(_plan.Names))
                return true;
        }
        return false;
    }

    /// <summary>
    /// ld gives symbols their values in a last walk over the finished layout. There a section that nothing went into moves no location counter, not even by an
    /// address of its own, which it did while addresses were settled.
    /// </summary>
    private void Reassign()
    {
        StartAssignments();
        _evaluator.IsFinal = false;
        ulong dot = 0;
        foreach (LayoutStep step in _plan.Steps)
        {
            _step = step;
            if (step.Output is not { } output)
            {
                if (step.Statement is { } statement)
                    Execute(statement, null, ref dot);
                continue;
            }
            if (!output.Exists)
                continue;
            OutputSection section = output.Section;
            ulong inner = section.Address;
            foreach (LayoutItem item in output.Items)
            {
                if (item.Input is { IsDropped: false } input)
                    inner = section.Address + input.Offset + input.Size;
                else if (item.Statement is ScriptData data)
                    inner += (ulong)data.Size;
                else if (item.Statement is not null)
                    Execute(item.Statement, section, ref inner);
            }
            if (!output.IsIgnored || MovesByAssignment(output))
                dot = section.Address + (ProgramSegment.IsThreadZero(section) ? 0 : section.Size);
        }
        _evaluator.IsFinal = true;
    }

    /// <summary>An empty section counts all the same when something is assigned in it, be it that the location counter stays where it is.</summary>
    private bool MovesByAssignment(OutputPlan output) => output.Items.Exists(item => item.Statement is ScriptAssignment assignment && Takes(assignment) && !IsIdle(assignment));

    /// <summary>
    /// ld's manual, "Output Section Discarding": <c>. = 0</c>, <c>. += 0</c> and <c>. = ALIGN(. != 0 ? expression : 1)</c> do not make a section that would not be there without them.
    /// </summary>
    private static bool IsIdle(ScriptAssignment assignment) =>
        assignment.Target == "." && (assignment.Operator, assignment.Value) switch
        {
            ("=", ScriptNumber { Value: 0 }) or ("+=", ScriptNumber { Value: 0 }) => true,
            ("=", ScriptBinary { Operator: "+", Left: ScriptName { Name: "." }, Right: ScriptNumber { Value: 0 } }) => true,
            ("=", ScriptCall
            {
                Function: "ALIGN",
                Arguments: [ScriptConditional { Condition: ScriptBinary { Operator: "!=", Left: ScriptName { Name: "." }, Right: ScriptNumber { Value: 0 } }, Else: ScriptNumber { Value: 1 } }],
            }) => true,
            _ => false,
        };

    /// <summary>
    /// The number of headers follows from the segments, and these from the placement and from whether the headers are among what is loaded. Like ld: four
    /// times any change is taken, then only more headers, so that it ends.
    /// </summary>
    /// <returns>Whether the layout depends on it, and so is to be settled anew.</returns>
    private bool HeadersChanged()
    {
        while (MeasureHeaders?.Invoke(this) is { } size && size != HeadersSize && (_headerChanges < 4 || size > HeadersSize) && _headerChanges++ < MaximumPasses)
        {
            _evaluator.HeadersSize = size;
            if (_evaluator.UsesHeaders)
                return true;
        }
        return false;
    }

    private void DeclareRegions()
    {
        var declared = new HashSet<string>(StringComparer.Ordinal);
        foreach (ScriptStatement statement in Script)
        {
            switch (statement)
            {
                case ScriptMemory memory:
                    foreach (ScriptRegion row in memory.Regions)
                    {
                        declared.Add(row.Name);
                        if (!_regions.TryGetValue(row.Name, out MemoryRegion? region))
                            _regions.Add(row.Name, region = new MemoryRegion(row.Name) { Attributes = row.Attributes, Span = row.Span });
                        region.Origin = _evaluator.Evaluate(row.Origin, null, 0).Address;
                        region.Length = _evaluator.Evaluate(row.Length, null, 0).Address;
                    }
                    break;
                case ScriptRegionAlias alias when !declared.Add(alias.Alias):
                    if (_evaluator.IsFinal)
                        _diagnostics.Report(LinkRules.ScriptValue, alias.Span, $"there is a region `{alias.Alias}` already");
                    break;
                case ScriptRegionAlias alias when _regions.TryGetValue(alias.Region, out MemoryRegion? aliased):
                    _regions[alias.Alias] = aliased;
                    break;
                case ScriptRegionAlias alias when _evaluator.IsFinal:
                    _diagnostics.Report(LinkRules.ScriptValue, alias.Span, $"MEMORY has no region `{alias.Region}`");
                    break;
            }
        }
    }

    private void Walk()
    {
        _dataSegment.StartWalk();
        _defaultRegion.Current = 0;
        _defaultRegion.Last = null;
        foreach (MemoryRegion region in _regions.Values)
        {
            region.Current = region.Origin;
            region.Last = null;
        }
        StartAssignments();
        ulong dot = 0;
        foreach (LayoutStep step in _plan.Steps)
        {
            _step = step;
            if (step.Output is { } output)
            {
                if (output.Exists)
                    PlaceOutput(output, ref dot);
                else
                    PlaceNothing(output, ref dot);
                continue;
            }

            // Sections without a region follow the region's course, not the location counter; an assignment brings the two together.
            if (step.Statement is null)
                continue;
            Execute(step.Statement, null, ref dot);
            if (step.Statement is ScriptAssignment)
                _defaultRegion.Current = dot;
        }
        foreach (OutputPlan output in _plan.Fixed)
        {
            UpdateAttributes(output);
            ulong address = output.FixedAddress!.Value;
            Move(output.Section, address);
            PlaceContents(output, address, ref address);
            output.Section.LoadAddress = output.Section.Address;
        }
        foreach (OutputPlan output in _plan.NotAllocated)
        {
            ulong nowhere = 0;
            PlaceContents(output, 0, ref nowhere);
        }
    }

    private void StartAssignments()
    {
        _assigned.Clear();
        _defined.Clear();
        foreach (NamedValue given in _given)
        {
            _assigned.Add(given.Name);
            _defined.Add(given.Name);
            _symbols[given.Name] = ScriptValue.Absolute(given.Value);
        }
    }

    private void Execute(ScriptStatement statement, OutputSection? section, ref ulong dot)
    {
        switch (statement)
        {
            case ScriptAssignment assignment:
                Assign(assignment, section, ref dot);
                break;
            case ScriptAssert assertion:
                if (_evaluator.Evaluate(assertion.Condition, section, dot).Value == 0 && _evaluator.IsFinal)
                    _evaluator.ReportAssertion(assertion.Span, assertion.Message);
                break;
            case ScriptFill fill:
                _fill = FillBytes(fill.Value, section!, dot);
                break;
        }
    }

    private void Assign(ScriptAssignment assignment, OutputSection? section, ref ulong dot)
    {
        if (!Takes(assignment))
            return;
        ScriptExpression expression = assignment.Operator == "="
            ? assignment.Value
            : new ScriptBinary(assignment.Operator[..^1], new ScriptName(assignment.Target, assignment.Span), assignment.Value, assignment.Span);
        _redefined = _assigned.Contains(assignment.Target) ? null : assignment.Target;
        ScriptValue value = _evaluator.Evaluate(expression, section, dot);
        _redefined = null;
        if (value.Kind == ScriptValueKind.Number)
            value = section is null ? ScriptValue.Absolute(value.Value) with { IsDot = value.IsDot } : ScriptValue.Relative(section, value.Value);

        if (assignment.Target != ".")
        {
            _symbols[assignment.Target] = value;
            _spans[assignment.Target] = assignment.Span;
            if (value.IsDot)
                _steps[assignment.Target] = _step!;
            _assigned.Add(assignment.Target);
            if (!IsProvide(assignment))
                _defined.Add(assignment.Target);
            return;
        }
        ulong target = value.Address;
        if (section is not null && target < dot)
        {
            if (_evaluator.IsFinal)
            {
                _diagnostics.Report(LinkRules.ScriptValue, assignment.Span,
                    $"the location counter of `{section.Name}` cannot move backwards, from 0x{dot:x} to 0x{target:x}");
            }
            return;
        }
        dot = target;
    }

    private static bool IsProvide(ScriptAssignment assignment) => assignment.Kind is AssignmentKind.Provide or AssignmentKind.ProvideHidden;

    private bool Takes(ScriptAssignment assignment) =>
        !IsProvide(assignment) || !_defined.Contains(assignment.Target) && IsWanted(assignment.Target);

    /// <summary>PROVIDE defines only what an object or the script refers to and no object defines.</summary>
    private bool IsWanted(string name) =>
        _resolution.Find(name) is { } symbol ? symbol.Definition is null && (symbol.IsReferenced || _usedNames.Contains(name)) : _usedNames.Contains(name);

    private ScriptValue? FindSymbol(string name)
    {
        // `x = x + 4` starts from what an object says, not from what it gave in the pass before.
        if (_symbols.TryGetValue(name, out ScriptValue? value) && (name != _redefined || _resolution.Find(name) is not { Definition: not null }))
            return value;
        if (_resolution.Find(name) is not { Definition: not null } symbol)
            return null;
        return SectionOf(symbol) is { } section
            ? ScriptValue.Relative(section, _addressOf(symbol) - section.Address)
            : ScriptValue.Absolute(_addressOf(symbol));
    }

    private static OutputSection? SectionOf(GlobalSymbol symbol) =>
        symbol.CommonSection?.Output ?? (symbol.Definition is { Place: SymbolPlace.Section } definition ? definition.Section?.Input?.Output : symbol.LinkerSection);

    /// <summary>ld's manual, "Output Section Fill": a number in hexadecimal gives as many bytes as it has digits for, any other value four.</summary>
    private byte[] FillBytes(ScriptExpression expression, OutputSection section, ulong dot)
    {
        if (expression is ScriptNumber { HexDigits: { Length: > 0 } digits })
            return Convert.FromHexString(digits.Length % 2 == 0 ? digits : "0" + digits);
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)_evaluator.Evaluate(expression, section, dot).Address);
        return bytes;
    }

    private void CheckRegions()
    {
        _isChecking = true;
        foreach (LayoutStep step in _plan.Steps)
        {
            if (step.Output is not { Exists: true } output)
                continue;
            OutputSection section = output.Section;
            if (section.Size == 0 || !section.IsAllocated)
                continue;
            MemoryRegion region = RegionOf(output);
            if (region != _defaultRegion)
                CheckRegion(output, region, section.Address);
            else if (_regions.Count > 0 && output is { Region: null, Statement: null or { Address: null } } && !_options.SectionAddresses.Any(given => given.Name == section.Name))
                ReportNoRegion(output);
            if (output.LoadRegion is { } name && section.IsLoaded)
            {
                bool isFound = _regions.TryGetValue(name, out MemoryRegion? loadRegion);
                if (!isFound && output.Statement is { LoadRegion: not null } statement)
                    _diagnostics.Report(LinkRules.ScriptValue, statement.Span, $"MEMORY has no region `{name}`");
                else if (isFound && loadRegion != region)
                    CheckRegion(output, loadRegion!, section.LoadAddress);
            }
        }
    }

    private void ReportNoRegion(OutputPlan output)
    {
        string section = output.Section.Name;
        SourceSpan span = output.Statement?.Span ?? SourceSpan.None;
        string place = span == SourceSpan.None && _plan.FirstInput(output.Section) is { } first ? first.Describe(0) + ": " : "";
        _diagnostics.Report(LinkRules.ScriptValue, span, $"{place}section `{section}` is put into no region, and no region of MEMORY takes sections of its kind by its attributes");
    }

    private void CheckRegion(OutputPlan output, MemoryRegion region, ulong address)
    {
        OutputSection section = output.Section;
        ulong end = address + section.Size;
        if (address >= region.Origin && end - region.Origin <= region.Length)
            return;
        string over = address >= region.Origin ? $" by {end - region.Origin - region.Length} bytes" : "";
        _diagnostics.Report(new Diagnostic(LinkRules.RegionOverflow,
            $"section `{section.Name}` (0x{section.Size:x} bytes at 0x{address:x}) does not fit region `{region.Name}`{over}", output.Statement?.Span ?? SourceSpan.None)
        {
            Labels = [new DiagnosticLabel(region.Span, $"`{region.Name}` is 0x{region.Origin:x}..0x{region.Origin + region.Length - 1:x}")],
        });
    }
}
