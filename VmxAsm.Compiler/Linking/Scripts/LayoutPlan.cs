using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>What stands in an output section, in order: an input section, or a statement of the script.</summary>
internal sealed class LayoutItem
{
    public InputSection? Input { get; set; }

    public ScriptStatement? Statement { get; init; }

    /// <summary>The pattern that took the input; null for one that no pattern took, or that of a file without a list of sections.</summary>
    public SectionPattern? Pattern { get; init; }

    /// <summary>Offset in the output section.</summary>
    public ulong Offset { get; set; }
}

/// <summary>A statement at the outer level: an output section, an assignment, an assertion; /DISCARD/ is neither, and leaves its place.</summary>
internal sealed class LayoutStep
{
    public ScriptStatement? Statement { get; init; }

    public OutputPlan? Output { get; init; }
}

/// <summary>An output section with what has been assigned to it.</summary>
internal sealed class OutputPlan(string name, ScriptOutputSection? statement)
{
    public OutputSection Section { get; } = new(name);

    /// <summary>Null for a section that the script does not mention.</summary>
    public ScriptOutputSection? Statement { get; } = statement;

    public List<LayoutItem> Items { get; } = [];

    /// <summary>At least one input section went here, or a statement that makes the section exist.</summary>
    public bool Exists { get; set; }

    /// <summary>It came out empty: its symbols have values, but it takes no part in the layout.</summary>
    public bool IsIgnored { get; set; }

    public List<Gap> Gaps { get; } = [];

    /// <summary>The address that the source asks for.</summary>
    public ulong? FixedAddress { get; init; }

    /// <summary><c>&gt;region</c>; null: by the section's attributes. A section that the script does not mention has that of the section it follows.</summary>
    public string? Region { get; set; } = statement?.Region ?? (statement?.Address is null ? statement?.LoadRegion : null);

    /// <summary><c>AT&gt;region</c>, also one that goes on from the section before.</summary>
    public string? LoadRegion { get; set; } = statement?.LoadRegion;

    /// <summary><c>:segment</c></summary>
    public IReadOnlyList<string> Segments { get; set; } = statement?.Segments ?? [];
}

/// <summary>Bytes between two items, and what they are filled with; null: no-operation instructions in code, zeros elsewhere.</summary>
internal sealed record Gap(ulong Offset, ulong Size, byte[]? Fill);

/// <summary>
/// Assigns input sections to output sections: each goes to the first pattern of the script that matches it (ld's manual, "Input
/// Section Basics"); those that no pattern matches ("orphans") go to the section of their own name, which is made behind the last one of
/// like flags.
/// </summary>
internal sealed class LayoutPlan
{
    /// <summary>Those that no pattern has taken, as far as it is known: the first patterns take nearly all, and each pattern looks at all that are left.</summary>
    private readonly List<InputSection> _left;
    private readonly List<InputSection> _inputs;
    private readonly bool _isElf;
    private Dictionary<string, List<InputSection>>? _byName;
    private readonly Dictionary<string, OutputPlan> _outputs = new(StringComparer.Ordinal);

    /// <summary>So many are looked through for each pattern without a thought.</summary>
    private const int FewInputs = 2000;

    public List<LayoutStep> Steps { get; } = [];

    public IReadOnlyDictionary<string, OutputPlan> Outputs => _outputs;

    /// <summary>Sections without memory: debugging information, comments.</summary>
    public List<OutputPlan> NotAllocated { get; } = [];

    /// <summary>Sections whose source asks for an address (<c>load=0x20000</c>): they take no part in the course of the others.</summary>
    public List<OutputPlan> Fixed { get; } = [];

    /// <param name="statements">The script's, or the default placement's.</param>
    /// <param name="isDefault">An address asked for in the source goes before the default placement, but not before a script.</param>
    /// <param name="isElf">Another output knows no types of sections: a note is a constant like any.</param>
    public LayoutPlan(List<InputSection> inputs, IEnumerable<ScriptStatement> statements, bool isDefault, bool isElf)
    {
        _isElf = isElf;
        _inputs = inputs;
        _left = [.. inputs];
        if (isDefault)
            PlaceFixed();
        foreach (ScriptStatement statement in statements)
            AddStatement(statement);
        PlaceOrphans();
    }

    public OutputPlan? Find(OutputSection section) =>
        Steps.Find(step => step.Output?.Section == section)?.Output ?? Fixed.Find(plan => plan.Section == section) ?? NotAllocated.Find(plan => plan.Section == section);

    public InputSection? FirstInput(OutputSection section) => Find(section)?.Items.Find(item => item.Input is { IsDropped: false, Size: > 0 })?.Input;

    private void AddStatement(ScriptStatement statement)
    {
        switch (statement)
        {
            case ScriptSections sections:
                foreach (ScriptStatement inner in sections.Statements)
                    AddStatement(inner);
                break;
            case ScriptOutputSection output:
                AddOutputSection(output);
                break;
            case ScriptAssignment or ScriptAssert:
                Steps.Add(new LayoutStep { Statement = statement });
                break;
        }
    }

    private void AddOutputSection(ScriptOutputSection output)
    {
        if (output.IsDiscard)
        {
            foreach (ScriptStatement statement in output.Contents)
            {
                if (statement is not ScriptInputSections pattern)
                    continue;
                foreach (SectionMatch match in Match(pattern))
                    match.Input.IsDropped = true;
            }
            Steps.Add(new LayoutStep());
            return;
        }

        // A second description of the same name makes a second section; functions and orphans mean the first.
        if (output.Constraint != SectionConstraint.None && !SatisfiesConstraint(output))
            return;
        var plan = new OutputPlan(output.Name, output);
        _outputs.TryAdd(output.Name, plan);
        Steps.Add(new LayoutStep { Output = plan });
        foreach (ScriptStatement statement in output.Contents)
        {
            if (statement is ScriptInputSections pattern)
            {
                foreach (SectionMatch match in Match(pattern))
                    AddInput(plan, match.Input, pattern.Keep, match.Pattern);
                continue;
            }
            if (statement is ScriptAssignment or ScriptData)
                plan.Exists = true;
            plan.Items.Add(new LayoutItem { Statement = statement });
        }
    }

    private bool SatisfiesConstraint(ScriptOutputSection output)
    {
        bool isWritable = false;
        foreach (ScriptStatement statement in output.Contents)
        {
            if (statement is not ScriptInputSections pattern)
                continue;
            foreach (SectionMatch match in Match(pattern, take: false))
                isWritable |= (match.Input.Section.Flags & SectionFlags.Write) != 0;
        }
        return isWritable == (output.Constraint == SectionConstraint.OnlyIfReadWrite);
    }

    private static void AddInput(OutputPlan plan, InputSection input, bool keep, SectionPattern? pattern = null)
    {
        input.Output = plan.Section;
        input.IsKept |= keep;
        plan.Items.Add(new LayoutItem { Input = input, Pattern = pattern });
        plan.Exists = true;
    }

    /// <summary>The sections that a pattern takes, in the order in which they are placed.</summary>
    private List<SectionMatch> Match(ScriptInputSections pattern, bool take = true)
    {
        var matches = new List<SectionMatch>(4);
        List<InputSection> candidates = Candidates(pattern);
        for (int i = 0; i < candidates.Count; i++)
        {
            InputSection input = candidates[i];
            if (input.IsTaken || input.IsDropped || !MatchesFile(pattern.File, input.File.Name) || IsExcluded(pattern.ExcludedFiles, input.File.Name))
                continue;
            for (int j = 0; j < pattern.Sections.Count; j++)
            {
                SectionPattern section = pattern.Sections[j];
                if (!section.Matches(input.Section.Name) || IsExcluded(section.ExcludedFiles, input.File.Name))
                    continue;
                matches.Add(new SectionMatch(input, section));
                input.IsTaken |= take;
                break;
            }
        }
        if (candidates == _left && matches.Count > 0 && take)
            _left.RemoveAll(input => input.IsTaken);
        if (pattern.SortsFiles)
            matches = [.. matches.OrderBy(match => match.Input.File.Name, StringComparer.Ordinal)];
        return SectionOrder.Sort(matches);
    }

    /// <summary>Whether a pattern names any section of the program with bytes, be it that another one has taken it.</summary>
    public bool Names(ScriptInputSections pattern)
    {
        foreach (InputSection input in _inputs)
        {
            if (input is { IsDropped: false, Size: > 0, Output: not null } && MatchesFile(pattern.File, input.File.Name) && !IsExcluded(pattern.ExcludedFiles, input.File.Name)
                && pattern.Sections.Any(section => section.Matches(input.Section.Name) && !IsExcluded(section.ExcludedFiles, input.File.Name)))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>In a link of many sections, those that a pattern without wildcards can match are looked up by name; else all that are left are tried.</summary>
    private List<InputSection> Candidates(ScriptInputSections pattern)
    {
        if (_left.Count < FewInputs || pattern.Sections is not [{ Name: { } only }] || Wildcard.IsPattern(only))
            return _left;
        if (_byName is null)
        {
            _byName = new(StringComparer.Ordinal);
            foreach (InputSection input in _left)
            {
                if (!_byName.TryGetValue(input.Section.Name, out List<InputSection>? list))
                    _byName.Add(input.Section.Name, list = []);
                list.Add(input);
            }
        }
        return _byName.GetValueOrDefault(only) ?? [];
    }

    private static bool IsExcluded(IReadOnlyList<string> excluded, string file)
    {
        for (int i = 0; i < excluded.Count; i++)
        {
            if (MatchesFile(excluded[i], file))
                return true;
        }
        return false;
    }

    /// <summary>
    /// <c>archive:member</c> names a member, <c>archive:</c> an archive's members, <c>:file</c> a file outside of archives; any other pattern is matched
    /// with the file's or the member's name.
    /// </summary>
    private static bool MatchesFile(string pattern, string file)
    {
        if (pattern == "*")
            return true;
        string archive = "", member = file;
        if (file.EndsWith(')') && file.LastIndexOf('(') is var open and > 0)
        {
            archive = file[..open];
            member = file[(open + 1)..^1];
        }
        int colon = pattern.IndexOf(':');
        if (colon < 0)
            return MatchesName(pattern, member);
        string archivePattern = pattern[..colon], memberPattern = pattern[(colon + 1)..];
        if (archivePattern.Length == 0)
            return archive.Length == 0 && MatchesName(memberPattern, member);
        return archive.Length > 0 && MatchesName(archivePattern, archive) && (memberPattern.Length == 0 || MatchesName(memberPattern, member));
    }

    private static bool MatchesName(string pattern, string name) => Wildcard.IsPattern(pattern) ? Wildcard.Matches(pattern, name) : pattern == name;

    private void PlaceFixed()
    {
        foreach (InputSection input in _left)
        {
            if (input.IsDropped || input.IsTaken || input.Section.FixedAddress is not { } address)
                continue;
            input.IsTaken = true;
            OutputPlan? plan = Fixed.Find(plan => plan.Section.Name == input.Section.Name && plan.FixedAddress == address);
            if (plan is null)
            {
                plan = new OutputPlan(input.Section.Name, null) { FixedAddress = address };
                Fixed.Add(plan);
                _outputs.TryAdd(plan.Section.Name, plan);
            }
            AddInput(plan, input, keep: true);
        }
    }

    private void PlaceOrphans()
    {
        PlaceFixed();
        DropWithTargets();
        var places = new Dictionary<int, OrphanPlace>();
        foreach (InputSection input in _left)
        {
            if (input.IsDropped || input.IsTaken)
                continue;
            input.IsTaken = true;
            string name = input.IsCommon ? ".bss" : input.Section.Name;
            if (!input.IsAllocated)
            {
                AddInput(NotAllocatedOutput(name), input, keep: false);
                continue;
            }
            if (OutputFor(name, input) is { } existing)
            {
                AddInput(existing, input, keep: false);
                continue;
            }
            var plan = new OutputPlan(name, null);
            plan.Section.Flags = input.Section.Flags;
            AddInput(plan, input, keep: false);
            var step = new LayoutStep { Output = plan };
            int at = OrphanPosition(input, places, out OutputPlan? after, out OrphanPlace place);
            at = NotePosition(input) ?? at;
            place.Last = step;
            Steps.Insert(at, step);
            if (!_outputs.TryGetValue(name, out OutputPlan? other) || other.FixedAddress is not null)
                _outputs[name] = plan;
            if (after is null)
                continue;
            plan.Region = after.Region;
            plan.LoadRegion = after.LoadRegion;
            plan.Segments = after.Segments;
        }
        PropagateLoadRegions();
    }

    /// <summary>
    /// The output section of an orphan's name that holds sections of its kind, or failing that the last one that holds none yet. So constants do not join
    /// a section of the same name that only reserves memory.
    /// </summary>
    private OutputPlan? OutputFor(string name, InputSection input)
    {
        if (!_outputs.ContainsKey(name))
            return null;
        OutputPlan? unused = null;
        foreach (LayoutStep step in Steps)
        {
            if (step.Output is not { } plan || plan.Section.Name != name)
                continue;
            bool hasInputs = plan.Items.Exists(item => item.Input is not null);
            if (hasInputs ? HasKindOf(plan, input) : plan.Exists)
                return plan;
            if (!hasInputs)
                unused = plan;
        }
        return unused;
    }

    private bool HasKindOf(OutputPlan plan, InputSection input)
    {
        ulong signature = PlanSignature(plan);
        bool isLoaded = (signature & HasContents) != 0, isAllocated = (signature & SectionFlags.Alloc) != 0;
        return isAllocated == input.IsAllocated && isLoaded == (input.Section.Type != SectionType.NoBits) && (HasTypeOf(plan, input) || HoldsData(plan));
    }

    /// <summary>Notes stand together, the most aligned first, so that one segment can show them to a loader. Null for anything else, and for the first note.</summary>
    private int? NotePosition(InputSection input)
    {
        if (!_isElf || input.Section.Type != SectionType.Note)
            return null;
        int first = -1, behind = -1;
        for (int i = 0; i < Steps.Count; i++)
        {
            if (Steps[i].Output is not { } plan || plan.Items.Find(item => item.Input is not null)?.Input is not { } held)
                continue;
            if (held.Section.Type != SectionType.Note)
            {
                if (first >= 0)
                    break;
                continue;
            }
            first = first < 0 ? i : first;
            if (plan.Items.Max(item => item.Input?.Section.Alignment ?? 0) >= input.Section.Alignment)
                behind = i;
        }
        return first < 0 ? null : behind < 0 ? first : behind + 1;
    }

    /// <summary>A section that is linked to a discarded one has lost its purpose.</summary>
    private void DropWithTargets()
    {
        bool dropped;
        do
        {
            dropped = false;
            foreach (InputSection input in _left)
            {
                if (input is { IsDropped: false, IsTaken: false, Section.LinkedTo.Input.IsDropped: true })
                    input.IsDropped = dropped = true;
            }
        }
        while (dropped);
    }

    private OutputPlan NotAllocatedOutput(string name)
    {
        bool isKnown = _outputs.TryGetValue(name, out OutputPlan? plan);
        if (isKnown && !plan!.Items.Exists(item => item.Input is { IsAllocated: true }))
            return plan;
        plan = NotAllocated.Find(other => other.Section.Name == name);
        if (plan is not null)
            return plan;
        plan = new OutputPlan(name, null);
        _outputs.TryAdd(name, plan);
        NotAllocated.Add(plan);
        return plan;
    }

    /// <summary>
    /// Behind the standard section of its kind, or behind the last section whose flags come nearest; orphans of one kind follow each other. Null for
    /// <paramref name="after"/> is before everything.
    /// </summary>
    private int OrphanPosition(InputSection input, Dictionary<int, OrphanPlace> places, out OutputPlan? after, out OrphanPlace place)
    {
        (string home, int kind) = KindOf(input.Section.Flags, input.Section.Type);
        if (!places.TryGetValue(kind, out OrphanPlace? known))
            places.Add(kind, known = new OrphanPlace { Home = _outputs.GetValueOrDefault(home) });
        place = known;
        after = place.Home;
        if (after is null)
        {
            after = OfLikeFlags(input, out bool isExact);
            if (isExact)
                place.Home = after;
        }
        if (place.Last is { } last)
            return Steps.IndexOf(last) + 1;

        // Assignments that follow a section describe its end (`_end_text = .;`): an orphan goes behind them, unless one of them moves on to
        // the next section, which then stands before that one.
        OutputPlan? behind = after;
        int at = Steps.FindIndex(step => behind is not null && step.Output == behind), move = -1;
        bool skipsFirst = at < 0;
        for (at++; at < Steps.Count; at++)
        {
            LayoutStep step = Steps[at];
            if (step.Statement is ScriptAssignment { Target: "." } && move < 0)
            {
                if (!skipsFirst)
                    move = at;
                skipsFirst = false;
            }
            if (step.Statement is null)
                return move >= 0 ? move : at;
        }
        return at;
    }

    /// <summary>ld looks among the sections of the same type first, and then among all.</summary>
    private OutputPlan? OfLikeFlags(InputSection input, out bool isExact)
    {
        ulong own = Signature(input.Section.Flags, input.Section.Type);
        isExact = true;
        if (Last(plan => HasTypeOf(plan, input) && ((PlanSignature(plan) ^ own) & AllFlags) == 0) is { } exact)
            return exact;
        isExact = false;
        return OfSimilarFlags(own, plan => HasTypeOf(plan, input))
            ?? Last(plan => ((PlanSignature(plan) ^ own) & AllFlags) == 0)
            ?? OfSimilarFlags(own, _ => true);
    }

    private OutputPlan? OfSimilarFlags(ulong own, Func<OutputPlan, bool> hasType)
    {
        const ulong contents = HasContents | SectionFlags.Alloc | Nothing;
        if ((own & SectionFlags.Execute) != 0)
            return Last(plan => hasType(plan) && ((PlanSignature(plan) ^ own) & AllFlags & ~ReadOnly) == 0);
        if ((own & ReadOnly) != 0)
            return Last(plan => hasType(plan) && ((PlanSignature(plan) ^ own) & (contents | ReadOnly)) == 0);
        if ((own & SectionFlags.ThreadLocal) != 0)
        {
            return Last(plan => ((PlanSignature(plan) ^ own) & (SectionFlags.ThreadLocal | SectionFlags.Alloc | Nothing)) == 0)
                ?? Last(plan => ((PlanSignature(plan) ^ (own | HasContents)) & contents) == 0);
        }
        if ((own & HasContents) != 0)
            return Last(plan => hasType(plan) && ((PlanSignature(plan) ^ own) & (contents | SectionFlags.ThreadLocal)) == 0);
        return Last(plan => hasType(plan) && ((PlanSignature(plan) ^ own) & (SectionFlags.Alloc | Nothing)) == 0);
    }

    private OutputPlan? Last(Func<OutputPlan, bool> matches)
    {
        for (int i = Steps.Count - 1; i >= 0; i--)
        {
            if (Steps[i].Output is { } plan && matches(plan))
                return plan;
        }
        return null;
    }

    /// <summary>An output section has the type of its first input.</summary>
    private bool HasTypeOf(OutputPlan plan, InputSection input) =>
        !_isElf || (plan.Items.Find(item => item.Input is not null)?.Input is { } first ? first.Section.Type == input.Section.Type : !HoldsData(plan));

    private static bool HoldsData(OutputPlan plan) => plan.Items.Exists(item => item.Statement is ScriptData);

    /// <summary>A section without <c>AT&gt;region</c> is loaded where the one before it is, when both run in the same region.</summary>
    private void PropagateLoadRegions()
    {
        OutputPlan? before = null;
        foreach (LayoutStep step in Steps)
        {
            if (step.Output is not { } output)
                continue;
            if (before is not null && output.LoadRegion is null && output.Region == before.Region && output.Statement is not { Address: not null } and not { LoadAddress: not null })
                output.LoadRegion = before.LoadRegion;
            before = output;
        }
    }

    /// <summary>Where orphans of one kind go.</summary>
    private sealed class OrphanPlace
    {
        public OutputPlan? Home { get; set; }

        public LayoutStep? Last { get; set; }
    }

    /// <summary>ld keeps the section of this name from being writable, whatever it holds.</summary>
    public const string ReadOnlyName = ".text";

    private const ulong HasContents = 1UL << 40, ReadOnly = 1UL << 41, Nothing = 1UL << 42;
    private const ulong AllFlags = Nothing | HasContents | ReadOnly | SectionFlags.Alloc | SectionFlags.Execute | SectionFlags.ThreadLocal;

    private static ulong Signature(ulong flags, uint type) =>
        flags | (type == SectionType.NoBits ? 0 : HasContents) | ((flags & SectionFlags.Write) == 0 ? ReadOnly : 0);

    private static ulong PlanSignature(OutputPlan plan)
    {
        ulong flags = 0;
        bool hasContents = false, hasInputs = false;
        foreach (LayoutItem item in plan.Items)
        {
            if (item.Input is { } input)
            {
                hasInputs = true;
                flags |= input.Section.Flags;
                hasContents |= input.Section.Type != SectionType.NoBits;
            }
        }
        if (hasInputs)
            return Signature(flags, hasContents ? SectionType.ProgramBits : SectionType.NoBits);

        if (HoldsData(plan))
            return Signature(SectionFlags.Alloc, SectionType.ProgramBits);

        // Nothing went there: a standard section counts as what it usually is, any other as nothing, and so does one that only an assignment made.
        if (plan.Exists)
            return Nothing;
        return plan.Section.Name switch
        {
            ".text" => Signature(SectionFlags.Alloc | SectionFlags.Execute, SectionType.ProgramBits),
            ".rodata" or ".interp" => Signature(SectionFlags.Alloc, SectionType.ProgramBits),
            ".tdata" => Signature(SectionFlags.Alloc | SectionFlags.Write | SectionFlags.ThreadLocal, SectionType.ProgramBits),
            ".data" => Signature(SectionFlags.Alloc | SectionFlags.Write, SectionType.ProgramBits),
            ".bss" => Signature(SectionFlags.Alloc | SectionFlags.Write, SectionType.NoBits),
            _ => Nothing,
        };
    }

    private static (string Home, int Kind) KindOf(ulong flags, uint type)
    {
        bool isLocal = (flags & SectionFlags.ThreadLocal) != 0;
        if (type == SectionType.Note)
            return (".interp", 5);
        if (type == SectionType.NoBits && !isLocal)
            return (".bss", 4);
        if (isLocal)
            return (".tdata", 1);
        if ((flags & SectionFlags.Write) != 0)
            return (".data", 3);
        return (flags & SectionFlags.Execute) != 0 ? (".text", 0) : (".rodata", 2);
    }
}

/// <summary>An input section and the pattern that takes it.</summary>
internal readonly record struct SectionMatch(InputSection Input, SectionPattern Pattern);

/// <summary>SORT_BY_NAME and its relatives.</summary>
internal static class SectionOrder
{
    public static List<SectionMatch> Sort(List<SectionMatch> matches)
    {
        SortKey key = matches.Count == 0 ? SortKey.None : matches[0].Pattern.Sort;
        if (matches.TrueForAll(match => match.Pattern.Sort == key))
            return key == SortKey.None ? matches : [.. matches.Order(Comparer<SectionMatch>.Create((a, b) => Compare(key, a.Input, b.Input)))];

        // Patterns of one statement that sort differently: ld inserts each match before the first one that sorts behind it.
        var sorted = new List<SectionMatch>(matches.Count);
        foreach (SectionMatch match in matches)
        {
            SortKey sort = match.Pattern.Sort;
            int at = sort == SortKey.None ? -1 : sorted.FindIndex(other => Compare(sort, match.Input, other.Input) < 0);
            sorted.Insert(at < 0 ? sorted.Count : at, match);
        }
        return sorted;
    }

    private static int Compare(SortKey key, InputSection a, InputSection b)
    {
        int byName = string.CompareOrdinal(a.Section.Name, b.Section.Name);
        int byAlignment = b.Section.Alignment.CompareTo(a.Section.Alignment);
        return key switch
        {
            SortKey.Name => byName,
            SortKey.Alignment => byAlignment,
            SortKey.NameThenAlignment => byName != 0 ? byName : byAlignment,
            SortKey.AlignmentThenName => byAlignment != 0 ? byAlignment : byName,
            SortKey.InitPriority => InitPriority(a) is var left && InitPriority(b) is var right && left != right ? left.CompareTo(right) : byName,
            _ => 0,
        };
    }

    /// <summary>The number that ends <c>.init_array.00100</c>; sections without one come last.</summary>
    private static int InitPriority(InputSection input)
    {
        string name = input.Section.Name;
        int dot = name.LastIndexOf('.');
        return dot > 0 && int.TryParse(name.AsSpan(dot + 1), out int priority)
            ? name.StartsWith(".ctors", StringComparison.Ordinal) || name.StartsWith(".dtors", StringComparison.Ordinal) ? 65535 - priority : priority
            : int.MaxValue;
    }
}
