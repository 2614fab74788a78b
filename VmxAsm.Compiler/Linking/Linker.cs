using System.Globalization;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Linking.Scripts;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// Objects in, one program with final addresses out. <see cref="Run"/> is the table of contents: names, then places, then bytes.
/// An object can take part in one link at a time.
/// </summary>
public sealed class Linker
{
    /// <summary>More bytes than any boot image holds; a script that asks for them is wrong.</summary>
    private const ulong LargestProgram = 1UL << 29;

    private readonly IReadOnlyList<LinkInput> _inputs;
    private readonly LinkOptions _options;
    private readonly DiagnosticBag _diagnostics;
    private readonly SymbolResolution _resolution;
    private readonly LinkValues _values;
    private readonly HashSet<(OutputSection, OutputSection)> _overlapping = [];

    private Linker(IReadOnlyList<LinkInput> inputs, LinkOptions options, DiagnosticBag diagnostics)
    {
        _inputs = inputs;

        // -Ttext moves the section .text of a script; without one it says where the program starts.
        _options = options is { ScriptPaths.Count: > 0, TextAddress: { } text } ? options with { SectionAddresses = [new NamedValue(".text", text), .. options.SectionAddresses] } : options;
        _diagnostics = diagnostics;
        ReferencePlaces places = new(options.Sources);
        _resolution = new SymbolResolution(places, diagnostics);
        _values = new LinkValues(places, diagnostics);
    }

    /// <summary>Null when there are errors, which <paramref name="diagnostics"/> then holds.</summary>
    public static LinkedProgram? Link(IReadOnlyList<LinkInput> inputs, LinkOptions options, DiagnosticBag diagnostics) =>
        new Linker(inputs, options, diagnostics).Run();

    public static LinkedProgram? Link(IReadOnlyList<ObjectFile> files, LinkOptions options, DiagnosticBag diagnostics) =>
        Link([.. files.Select(file => (LinkInput)file)], options, diagnostics);

    private LinkedProgram? Run()
    {
        int errorsBefore = _diagnostics.ErrorCount;
        LoadedScript? script = null;
        if (_options.ScriptPaths.Count > 0)
        {
            script = ScriptLoader.Load(_options, _diagnostics);
            if (script is null)
                return null;
        }

        // Names: which objects take part, and which definition each global name means.
        ResolveNames(script);
        bool is64 = _resolution.Objects.Exists(file => file.Is64Bit);
        bool isElf = script?.Format is { } format ? format != "binary" : _options.IsElfOutput;
        AllocateCommonSymbols(ScriptNames.DefinedIn(script?.Statements ?? []));
        GlobalOffsetTable? got = GlobalOffsetTable.Create(_resolution, is64);
        if (isElf)
            PropertyNotes.Merge(_resolution, is64);

        // Places: which output section takes which input sections, and what of them is needed.
        IReadOnlyList<ScriptStatement> statements = script?.Statements ?? DefaultScript.Create(DefaultAddress(), _options.PageAlignment);
        var plan = new LayoutPlan(_resolution.Sections, statements, isDefault: script is null, isElf);
        NoteScriptSymbols(plan);
        string? entryName = EntryName(script, isElf);
        if (_options.DropUnusedSections)
            UnusedSections.Drop(_resolution, [.. RootSymbols(entryName, script, plan), .. ScriptNames.UsedIn(script?.Statements ?? [], _ => false)], entryName is null ? BootEntry : null);
        NoteBoundaries(plan);
        var unwindTables = new UnwindTables();
        if (isElf)
        {
            StringMerging.Merge(_resolution.Sections);
            unwindTables.Merge(_resolution.Sections);
        }
        got?.Reserve(_resolution, !_options.NoRelax);

        // From here on every size is known; addresses follow.
        var engine = new LayoutEngine(plan, statements, _resolution, _options, _values.AddressInObject, _diagnostics)
        {
            MeasureHeaders = isElf ? placed => HeadersSize(script, plan, is64, placed) : null,
        };
        engine.Run();
        List<OutputSection> sections = OutputSections(plan);
        CheckOverlaps(sections, plan, isScript: script is not null);
        List<ProgramSegment> segments = script is not null && (script.Segments.Count > 0 || isElf && plan.Outputs.Values.Any(output => output.Statement?.Segments.Count > 0))
            ? new ScriptSegments(script.Segments, plan, engine, _diagnostics).Make(HeadersSize(script, plan, is64, engine))
            : ProgramSegment.Of(sections, _resolution.Objects, Surroundings(script, engine));
        DefineLinkerSymbols(engine, plan, got);
        if (!FitsMemory(sections))
            return null;

        // From here on every address is known; bytes follow. After an error they are of no use, but what is undefined or does not fit is told in the same run.
        var (threadBlock, threadPointer) = ThreadBlock(sections);
        got?.Fill(_values.AddressOf, threadPointer);
        SectionContents.Write(plan, engine, is64);
        var relocator = new Relocator(_values, got, _diagnostics) { ThreadBlock = threadBlock, ThreadPointer = threadPointer, Relax = !_options.NoRelax, ReportsOverflow = engine.IsSettled };
        foreach (InputSection input in _resolution.Sections)
            relocator.Apply(input);
        new CrossReferences(script?.NoCrossReferences ?? [], _values, _diagnostics).Check(_resolution.Sections);
        unwindTables.Connect();
        ulong entry = Entry(entryName, sections, plan, script is not null, isElf);
        if (_diagnostics.ErrorCount > errorsBefore)
            return null;

        return new LinkedProgram
        {
            Sections = sections,
            Segments = segments,
            Symbols = LinkedSymbols(),
            Entry = entry,
            EntryName = entryName ?? (BootEntry as LinkSymbol)?.Symbol.Name,
            ThreadBlock = threadBlock,
            Is64Bit = is64,
            Objects = _resolution.Objects,
            ScriptFormat = script?.Format,
            PageSize = script is null ? LinkOptions.DefaultPageSize : _options.MaximumPageSize,
            FilesRead = [.. script?.Files ?? [], .. Inputs(script).SelectMany(input => input.Archive?.FilesTaken ?? [])],
        };
    }

    private IReadOnlyList<LinkInput> Inputs(LoadedScript? script) => [.. script?.FirstInputs ?? [], .. script?.Inputs ?? [], .. _inputs];

    private void ResolveNames(LoadedScript? script)
    {
        foreach (string name in _options.RequiredSymbols.Concat(script?.RequiredSymbols ?? []))
            _resolution.Require(name);

        // An archive's member may define the entry, and PROVIDE may give it.
        if ((_options.EntrySymbol ?? script?.Entry) is { } entry && !IsNumber(entry, out _))
            _resolution.Require(entry);
        IReadOnlyList<LinkInput> inputs = Inputs(script);
        foreach (LinkInput input in inputs)
        {
            if (input.Object is { } file)
                _resolution.Add(file);
        }

        // Archives are searched together, so that their order does not matter; ld would want --start-group for that.
        Archive[] archives = [.. inputs.Where(input => input.Archive is not null).Select(input => input.Archive!)];
        if (archives.Length > 0)
            _resolution.Add(archives);
    }

    /// <summary>
    /// Common symbols that no object defines get space in a section COMMON of their object. ld goes through its hash table for it, and so its order is
    /// that of the hash, which decides the addresses.
    /// </summary>
    /// <param name="defined">What the script defines needs no space.</param>
    private void AllocateCommonSymbols(IReadOnlySet<string> defined)
    {
        if (!_resolution.HasCommons)
            return;
        GlobalSymbol[] commons = [.. _resolution.Globals.Values.Where(symbol => symbol.Definition is { Place: SymbolPlace.Common } && !defined.Contains(symbol.Name))];
        if (commons.Length == 0)
            return;
        var sections = new Dictionary<ObjectFile, InputSection>(ReferenceEqualityComparer.Instance);
        foreach (GlobalSymbol symbol in commons.OrderBy(symbol => BfdHash.Bucket(symbol.Name)))
        {
            ObjectFile file = symbol.File!;
            if (!sections.TryGetValue(file, out InputSection? section))
            {
                var common = new ObjectSection { Name = "COMMON", Type = SectionType.NoBits, Flags = SectionFlags.Alloc | SectionFlags.Write };
                section = new InputSection(file, common) { IsCommon = true };
                common.Input = section;
                sections.Add(file, section);
            }
            ulong alignment = Math.Max(symbol.CommonAlignment, 1);
            symbol.CommonSection = section;
            symbol.CommonOffset = ScriptEvaluator.AlignUp(section.Size, alignment);
            section.Section.Alignment = Math.Max(section.Section.Alignment, alignment);
            section.Size = section.Section.Size = symbol.CommonOffset + symbol.CommonSize;
        }
        foreach ((ObjectFile file, InputSection section) in sections)
            _resolution.Sections.Insert(_resolution.Sections.FindLastIndex(other => other.File == file) + 1, section);
    }

    private ulong DefaultAddress() => _options.TextAddress ?? _options.BaseAddress;

    /// <summary>The entry that <c>.boot</c> names.</summary>
    private LinkExpression? BootEntry => _resolution.Objects.Find(file => file.Boot?.Entry is not null)?.Boot!.Entry;

    private string? EntryName(LoadedScript? script, bool isElf)
    {
        if ((_options.EntrySymbol ?? script?.Entry) is { } asked)
            return asked;
        if (BootEntry is not null)
            return null;

        // ld's name is `start`: that its own scripts begin at `_start` is said in them, by ENTRY.
        ReadOnlySpan<string> usual = script is not null && isElf ? ["start"] : script is not null ? ["_start"] : ["_start", "start"];
        foreach (string name in usual)
        {
            if (_resolution.Find(name) is { Definition: not null })
                return name;
        }
        return null;
    }

    private IEnumerable<string> RootSymbols(string? entryName, LoadedScript? script, LayoutPlan plan)
    {
        if (entryName is not null)
            yield return entryName;
        foreach (string name in _options.RequiredSymbols.Concat(script?.RequiredSymbols ?? []))
            yield return name;
        if (entryName is null && BootEntry is null && plan.Steps.Find(step => step.Output is { Exists: true })?.Output?.Items.Find(item => item.Input is not null)?.Input is { } first)
            first.IsKept = true;
    }

    /// <summary>Names that the script will define count as defined from now on.</summary>
    private void NoteScriptSymbols(LayoutPlan plan)
    {
        foreach (NamedValue given in _options.DefinedSymbols)
        {
            if (_resolution.Find(given.Name) is { Definition: null } symbol)
                symbol.IsLinkerDefined = true;
        }
        foreach (LayoutStep step in plan.Steps)
        {
            Note(step.Statement);
            foreach (LayoutItem item in step.Output?.Items ?? [])
                Note(item.Statement);
        }

        void Note(ScriptStatement? statement)
        {
            if (statement is not ScriptAssignment { Target: not "." } assignment)
                return;
            bool isProvide = assignment.Kind is AssignmentKind.Provide or AssignmentKind.ProvideHidden;
            if (isProvide && _resolution.Find(assignment.Target) is not { IsReferenced: true, Definition: null })
                return;
            if (_resolution.Find(assignment.Target) is { } symbol)
                symbol.IsLinkerDefined = true;
        }
    }

    private void NoteBoundaries(LayoutPlan plan)
    {
        foreach (OutputPlan output in plan.Outputs.Values)
        {
            if (!output.Items.Exists(item => item.Input is { IsDropped: false }))
                continue;
            foreach (string prefix in (ReadOnlySpan<string>)["__start_", "__stop_"])
            {
                if (_resolution.Find(prefix + output.Section.Name) is { IsDefined: false } symbol)
                    symbol.IsBoundary = true;
            }
        }
    }

    /// <summary>Of the file header and the program headers, by the placement so far.</summary>
    private ulong HeadersSize(LoadedScript? script, LayoutPlan plan, bool is64, LayoutEngine? placed)
    {
        is64 = script?.Format is { } format && format.StartsWith("elf", StringComparison.Ordinal) ? format.StartsWith("elf64", StringComparison.Ordinal) : is64;
        if (script is { Segments.Count: > 0 and var rows })
            return SizeFor(rows);
        List<OutputSection> sections = OutputSections(plan);
        if (placed is null)
            return SizeFor(ProgramSegment.Expected(sections, _resolution.Objects, _options.ProtectsRelro));
        return SizeFor(ProgramSegment.Of(sections, _resolution.Objects, Surroundings(script, placed)).Count);

        ulong SizeFor(int count) => (ulong)(ElfLayout.FileHeaderSize(is64) + count * ElfLayout.ProgramHeaderSize(is64));
    }

    private ProgramSegment.Surroundings? Surroundings(LoadedScript? script, LayoutEngine engine) =>
        script is null ? null : new(_options.MaximumPageSize, engine.HeadersSize, engine.UsesHeaders, engine.Relro);

    private static List<OutputSection> OutputSections(LayoutPlan plan)
    {
        var sections = new List<OutputSection>();
        foreach (LayoutStep step in plan.Steps)
        {
            if (step.Output is { Exists: true, IsIgnored: false } output)
                sections.Add(output.Section);
        }
        sections.AddRange(plan.Fixed.Concat(plan.NotAllocated).Select(output => output.Section).Where(section => section.Size > 0));
        return sections;
    }

    /// <summary>
    /// Two sections cannot be loaded to one place. That they share memory when the program runs is a mistake too, unless a script shows that it means to, by giving two of them
    /// the same address: then they are overlays, as with ld.
    /// </summary>
    private void CheckOverlaps(List<OutputSection> sections, LayoutPlan plan, bool isScript)
    {
        OutputSection[] inMemory = [.. sections.Where(section => section.IsAllocated && section.Size > 0 && !IsThreadZero(section))];
        if (!isScript || inMemory.DistinctBy(section => section.Address).Count() == inMemory.Length)
            Check("memory", section => section.Address, OutputSection.ByAddress, section => section.IsAllocated && !IsThreadZero(section));
        Check("the image", section => section.LoadAddress, OutputSection.ByLoadAddress, section => section.IsLoaded);

        OutputSection[] Sorted(Predicate<OutputSection> counts, Comparer<OutputSection> order)
        {
            OutputSection[] sorted = sections.FindAll(counts).ToArray();
            Array.Sort(sorted, order);
            return sorted;
        }

        void Check(string where, Func<OutputSection, ulong> addressOf, Comparer<OutputSection> order, Func<OutputSection, bool> counts)
        {
            OutputSection? before = null;
            foreach (OutputSection section in Sorted(section => section.Size > 0 && counts(section), order))
            {
                if (before is not null && addressOf(section) - addressOf(before) < before.Size && _overlapping.Add((before, section)))
                    ReportOverlap(section, before, addressOf(section), addressOf(before), where, plan);
                if (before is null || addressOf(section) + section.Size > addressOf(before) + before.Size)
                    before = section;
            }
        }
    }

    private void ReportOverlap(OutputSection section, OutputSection other, ulong address, ulong otherAddress, string where, LayoutPlan plan)
    {
        var diagnostic = new Diagnostic(LinkRules.SectionOverlap,
            $"section `{section.Name}` at 0x{address:x}..0x{address + section.Size - 1:x} overlaps section `{other.Name}` at 0x{otherAddress:x}..0x{otherAddress + other.Size - 1:x} in {where}",
            PlaceOf(section, plan));
        if (diagnostic.Span == SourceSpan.None && plan.FirstInput(section) is { } first)
            diagnostic = diagnostic with { Message = $"{first.Describe(0)}: {diagnostic.Message}" };
        SourceSpan second = PlaceOf(other, plan);
        _diagnostics.Report(second != SourceSpan.None ? diagnostic with { Labels = [new DiagnosticLabel(second, $"`{other.Name}` starts here")] }
            : plan.FirstInput(other) is { } start ? diagnostic with { Notes = [$"`{other.Name}` starts with {start.Describe(0)}"] }
            : diagnostic);
    }

    /// <summary>Where a section comes from: the script's description, or the first statement in it.</summary>
    private static SourceSpan PlaceOf(OutputSection section, LayoutPlan plan) =>
        plan.Find(section)?.Statement is { Span: var span } && span != SourceSpan.None ? span : plan.FirstInput(section)?.Span ?? SourceSpan.None;

    private static bool IsThreadZero(OutputSection section) => (section.Flags & SectionFlags.ThreadLocal) != 0 && section.Type == SectionType.NoBits;

    private bool FitsMemory(List<OutputSection> sections)
    {
        ulong total = 0;
        foreach (OutputSection section in sections)
        {
            if (section.Size > 0 && (section.Address + section.Size - 1 < section.Address || section.LoadAddress + section.Size - 1 < section.LoadAddress))
            {
                _diagnostics.Report(LinkRules.ImageTooBig, SourceSpan.None,
                    $"section `{section.Name}` (0x{section.Size:x} bytes at 0x{section.Address:x}) reaches beyond the end of the address space");
                return false;
            }
            if (section.Type == SectionType.NoBits)
                continue;
            total += Math.Min(section.Size, LargestProgram);
            if (total < LargestProgram)
                continue;
            _diagnostics.Report(LinkRules.ImageTooBig, SourceSpan.None, $"section `{section.Name}` has 0x{section.Size:x} bytes; a program has at most {LargestProgram >> 20} MiB");
            return false;
        }
        return true;
    }

    private void DefineLinkerSymbols(LayoutEngine engine, LayoutPlan plan, GlobalOffsetTable? got)
    {
        foreach ((string name, ScriptValue value) in engine.Symbols)
        {
            GlobalSymbol symbol = _resolution.Intern(name);
            symbol.IsLinkerDefined = true;
            symbol.Value = value.Address;
            symbol.LinkerSection = engine.SectionOf(name, value);
            symbol.LinkerSpan = engine.SpanOf(name);
        }
        if (got is { Base.Size: > 0 } && _resolution.Find(GlobalOffsetTable.BaseName) is { IsDefined: false } table)
            Define(table, got.Base.Address, got.Base.Output);

        // ld's manual, "Input Section Keep": bounds of a section whose name is a C identifier.
        foreach (OutputPlan output in plan.Outputs.Values)
        {
            OutputSection section = output.Section;
            if (!output.Items.Exists(item => item.Input is { IsDropped: false }))
                continue;
            if (_resolution.Find("__start_" + section.Name) is { IsDefined: false } start)
                Define(start, section.Address, section);
            if (_resolution.Find("__stop_" + section.Name) is { IsDefined: false } stop)
                Define(stop, section.Address + section.Size, section);
        }

        static void Define(GlobalSymbol symbol, ulong value, OutputSection? section)
        {
            symbol.IsLinkerDefined = true;
            symbol.Value = value;
            symbol.LinkerSection = section;
        }
    }

    private static (ulong Start, ulong Pointer) ThreadBlock(List<OutputSection> sections)
    {
        ulong start = 0, end = 0, alignment = 1;
        bool isFirst = true;
        foreach (OutputSection section in sections)
        {
            if ((section.Flags & SectionFlags.ThreadLocal) == 0)
                continue;
            if (isFirst)
                start = section.Address;
            isFirst = false;
            end = section.Address + section.Size;
            alignment = Math.Max(alignment, section.Alignment);
        }
        return (start, start + ScriptEvaluator.AlignUp(end - start, alignment));
    }

    private ulong Entry(string? name, List<OutputSection> sections, LayoutPlan plan, bool hasScript, bool isElf)
    {
        if (name is not null)
        {
            if (IsNumber(name, out ulong number))
                return number;
            if (_resolution.Find(name) is { IsDefined: true } symbol)
                return _values.AddressOf(symbol);
            foreach (ObjectFile file in _resolution.Objects)
            {
                if (file.Symbols.Find(symbol => symbol.Name == name && symbol.Place != SymbolPlace.Undefined && symbol.Global is null) is { } local)
                    return _values.AddressOf(local);
            }
            _diagnostics.Report(LinkRules.MissingEntry, SourceSpan.None, $"the entry symbol `{name}` is not defined, the program starts at its first code");
        }
        if (BootEntry is { } entry && _values.Evaluate(entry, 0) is { } value)
            return (ulong)value;
        if (hasScript && isElf)
            return plan.Outputs.GetValueOrDefault(".text")?.Section.Address ?? 0;
        OutputSection? code = sections.Find(section => (section.Flags & SectionFlags.Execute) != 0 && section.Size > 0) ?? sections.Find(section => section.IsLoaded);
        return code?.Address ?? 0;
    }

    private static bool IsNumber(string text, out ulong number) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private List<LinkedSymbol> LinkedSymbols()
    {
        var symbols = new List<LinkedSymbol>();
        foreach (ObjectFile file in _resolution.Objects)
        {
            foreach (ObjectSymbol symbol in file.Symbols)
            {
                if (symbol.Global is not null || symbol.Name.Length == 0 || symbol.Place is SymbolPlace.Undefined or SymbolPlace.Common || symbol.Type == SymbolType.Section)
                    continue;
                if (symbol.Place == SymbolPlace.Section && symbol.Section?.Input is not { Output: not null, IsDropped: false })
                    continue;
                symbols.Add(new LinkedSymbol(symbol.Name, _values.AddressOf(symbol), symbol.Size, SymbolBinding.Local, symbol.Type, symbol.Visibility,
                    symbol.Section?.Input?.Output, file, symbol));
            }
        }
        foreach (GlobalSymbol global in _resolution.Globals.Values)
        {
            if (!global.IsDefined || !global.IsLinkerDefined && (global.CommonSection ?? global.Definition?.Section?.Input) is { IsDropped: true })
                continue;
            ObjectSymbol? definition = global.IsLinkerDefined ? null : global.Definition;
            OutputSection? section = definition is null ? global.LinkerSection : global.CommonSection?.Output ?? definition.Section?.Input?.Output;
            SymbolType type = definition?.Type ?? SymbolType.None;
            symbols.Add(new LinkedSymbol(global.Name, _values.AddressOf(global), definition is { Place: SymbolPlace.Common } ? global.CommonSize : definition?.Size ?? 0,
                definition?.Binding ?? SymbolBinding.Global, type == SymbolType.Common ? SymbolType.Object : type, global.Visibility, section, global.IsLinkerDefined ? null : global.File, definition));
        }
        return symbols;
    }
}

/// <summary>GNU BFD's hash of names, because ld allots common symbols in the order of its hash table.</summary>
internal static class BfdHash
{
    private const uint TableSize = 4051;

    public static uint Bucket(string name)
    {
        uint hash = 0;
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(name);
        foreach (byte letter in bytes)
        {
            hash += letter + ((uint)letter << 17);
            hash ^= hash >> 2;
        }
        uint length = (uint)bytes.Length;
        hash += length + (length << 17);
        hash ^= hash >> 2;
        return hash % TableSize;
    }
}
