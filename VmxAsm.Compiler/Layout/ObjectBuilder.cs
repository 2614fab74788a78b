using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Layout;

/// <summary>
/// Makes the object file out of sections that have been laid out: contents, relocations, symbol table. Which symbols appear and in which order
/// is GNU as's: in order of first appearance, without <c>.L</c> names unless a relocation needs one.
/// </summary>
internal sealed class ObjectBuilder
{
    private readonly AssemblerState _state;
    private readonly ObjectFile _file;
    private readonly SectionWriter _writer;

    /// <summary>The object is for our own linker, which takes more than an ELF file can hold.</summary>
    private readonly bool _allowExpressions;

    /// <summary>STV_HIDDEN.</summary>
    private const byte Hidden = 2;

    private readonly List<ObjectSymbol> _late = [];

    public ObjectBuilder(AssemblerState state, string name, bool allowExpressions)
    {
        _state = state;
        _file = new ObjectFile { Name = name, Is64Bit = state.Is64BitObject };
        _allowExpressions = allowExpressions;
        _writer = new SectionWriter(state, this, allowExpressions);
    }

    public ObjectFile Build()
    {
        foreach (Section section in _state.Sections.All)
        {
            ObjectSection made = new()
            {
                Name = section.Name,
                Type = section.Type,
                Flags = section.Flags,
                EntrySize = section.EntrySize,
                Alignment = (ulong)section.Alignment,
                Group = section.Group,
                FixedAddress = section.FixedAddress,
                Size = (ulong)section.Size,
            };
            section.Object = made;
            section.Symbol.Object = new ObjectSymbol
            {
                Name = "",
                Type = SymbolType.Section,
                Place = SymbolPlace.Section,
                Section = made,
                IsListed = section.HasListedSymbol,
            };
            _file.Sections.Add(made);
        }

        foreach (Section section in _state.Sections.All)
        {
            if (section.LinkOrder is { State: SymbolState.Label or SymbolState.Section } described)
                section.Object!.LinkedTo = described.Chain!.Section.Object;
        }

        foreach (Section section in _state.Sections.All)
            _writer.Write(section);
        AddBoot();
        AddSymbols();
        return _file;
    }

    /// <summary>The object's symbol for a relocation.</summary>
    public ObjectSymbol Target(Symbol symbol)
    {
        if (symbol.Object is null)
        {
            symbol.Object = Make(symbol);
            if (symbol.Index < 0)
                _late.Add(symbol.Object);
        }

        symbol.IsRelocationTarget = true;
        return symbol.Object;
    }

    /// <summary>A relocation of thread-local storage says what its symbol is.</summary>
    public void MarkThreadLocal(Symbol symbol, SourceSpan span)
    {
        bool isElsewhere = symbol.State == SymbolState.Label && (symbol.Chain!.Section.Flags & SectionFlags.ThreadLocal) == 0;
        if (symbol.Type == SymbolType.Function || isElsewhere)
        {
            _state.Diagnostics.Report(SymbolRules.NotThreadLocal, span, $"`{symbol.Name}` is {(isElsewhere ? "in a section that is not thread-local" : "a function")}");
            return;
        }

        symbol.Type = SymbolType.Tls;
        if (symbol.Object is not null)
            symbol.Object.Type = SymbolType.Tls;
    }

    private void AddBoot()
    {
        if (_state.Boot is not var (entry, load, span))
            return;
        LinkExpression? target = entry is { } expression ? new LinkExpressionMaker(this).TryMake(expression, span) : null;
        _file.Boot = new BootRequest(target, load, span);
    }

    private void AddSymbols()
    {
        int files = 0;
        foreach (Symbol symbol in _state.Symbols.InOrder)
        {
            AddFileNames(ref files, symbol.Index);
            if (symbol.State == SymbolState.Section)
            {
                _file.Symbols.Add(symbol.Object!);
                continue;
            }

            if (symbol.Extras?.Versions is not null && (symbol.IsDefined || symbol.IsUsed))
                AddVersions(symbol);
            if (IsListed(symbol) && symbol.Extras is not { RemoveUnversioned: true })
                _file.Symbols.Add(symbol.Object ??= Make(symbol));
            if (symbol is { Object: not null, Extras.IsUnversionedLocal: true })
                symbol.Object.Binding = SymbolBinding.Local;
            if (symbol is { Object: not null, Extras.IsUnversionedHidden: true })
                symbol.Object.Visibility = Hidden;
        }

        AddFileNames(ref files, int.MaxValue);
        foreach (Section section in _state.Sections.All)
        {
            if (section.Symbol.Index < 0)
                _file.Symbols.Add(section.Symbol.Object!);
        }

        _file.Symbols.AddRange(_late);
    }

    /// <summary>The names of sources that stand before a place in the order of symbols.</summary>
    private void AddFileNames(ref int count, int place)
    {
        for (; count < _state.FileNames.Count && _state.FileNames[count].Place <= place; count++)
            _file.Symbols.Add(new ObjectSymbol { Name = _state.FileNames[count].Name, Type = SymbolType.File, Place = SymbolPlace.Absolute });
    }

    private bool IsListed(Symbol symbol)
    {
        if (symbol.IsRelocationTarget)
            return true;
        switch (symbol.State)
        {
            case SymbolState.Register:
            case SymbolState.Absolute when _state.Options.StripsLocalNumbers && symbol.Binding == SymbolBinding.Local:
                return false;
            case SymbolState.Undefined:
                if (symbol.Extras is { WeakrefTarget: not null } or { RemoveUnversioned: true } or { IsWeakrefTarget: true, IsUsedDirectly: false })
                    return false;
                return symbol.Binding == SymbolBinding.Weak ? symbol.IsUsed : symbol.IsUsed || symbol.Visibility != 0 || symbol.Binding == SymbolBinding.Global;
            case SymbolState.Equated when Evaluator.TryReduce(symbol, out Expression value) && value.Add is { State: SymbolState.Undefined or SymbolState.Common } target:
                if (target.State == SymbolState.Common && !_allowExpressions)
                    _state.Diagnostics.Report(SymbolRules.BadCommon, symbol.Span, $"`{symbol.Name}` cannot be another name for `{target.Name}`, which is a common symbol");
                return false;
        }

        return symbol.Extras is not { RemoveUnversioned: true } && !(symbol.IsTemporary && symbol.Binding == SymbolBinding.Local);
    }

    /// <summary>
    /// The name under which the symbol itself is known: a reference that <c>.symver</c> gives a version is one to the versioned name; so is a definition with
    /// three signs, or whose only versioned name replaces the plain one. Three signs mean two for a definition and one for a reference.
    /// </summary>
    private static string NameOf(Symbol symbol)
    {
        if (symbol.Extras is not { Versions: { Count: > 0 } versions } extras)
            return symbol.Name;
        if (!symbol.IsDefined)
            return versions[0].Name.Replace("@@@", "@", StringComparison.Ordinal);
        string? replacing = versions.Find(version => version.Name.Contains("@@@", StringComparison.Ordinal)).Name ?? (extras.RemoveUnversioned && versions.Count == 1 ? versions[0].Name : null);
        return replacing?.Replace("@@@", "@@", StringComparison.Ordinal) ?? symbol.Name;
    }

    private ObjectSymbol Make(Symbol symbol)
    {
        ObjectSymbol made = new()
        {
            Name = NameOf(symbol),
            Binding = symbol.Binding,
            Type = symbol.Type,
            Visibility = symbol.Visibility,
            Span = symbol.Span,
        };
        switch (symbol.State)
        {
            case SymbolState.Label:
                made.Place = SymbolPlace.Section;
                made.Section = symbol.Chain!.Section.Object;
                made.Value = (ulong)symbol.Address;
                if ((symbol.Chain.Section.Flags & SectionFlags.ThreadLocal) != 0)
                    made.Type = SymbolType.Tls;
                break;
            case SymbolState.Absolute:
                made.Place = SymbolPlace.Absolute;
                made.Value = (ulong)symbol.Number;
                break;
            case SymbolState.Common:
                made.Place = SymbolPlace.Common;
                made.IsLarge = symbol.Extras is { IsLargeCommon: true };
                made.Value = (ulong)symbol.Number;
                made.Binding = SymbolBinding.Global;
                if (_state.Options.TypesCommonSymbols && made.Type is SymbolType.None or SymbolType.Object)
                    made.Type = SymbolType.Common;
                else if (made.Type is SymbolType.None or SymbolType.Common)
                    made.Type = SymbolType.Object;
                break;
            case SymbolState.Equated:
                PlaceEquated(symbol, made);
                break;
            default:
                made.Place = SymbolPlace.Undefined;
                if (made.Binding == SymbolBinding.Local)
                    made.Binding = symbol.Extras is { IsWeakrefTarget: true, IsUsedDirectly: false } ? SymbolBinding.Weak : SymbolBinding.Global;
                break;
        }

        if (!_state.Is64BitObject)
            made.Value = (uint)made.Value;
        if (symbol.HasSize)
            made.Size = SizeOf(symbol);
        return made;
    }

    private void PlaceEquated(Symbol symbol, ObjectSymbol made)
    {
        if (CurrentValue.TryEvaluate(symbol.Value, out long number))
        {
            made.Place = SymbolPlace.Absolute;
            made.Value = (ulong)number;
            return;
        }

        if (Evaluator.TryReduce(symbol, out Expression value) && value is { Add.State: SymbolState.Label, Subtract: null })
        {
            made.Place = SymbolPlace.Section;
            made.Section = value.Add.Chain!.Section.Object;
            made.Value = (ulong)(value.Add.Address + value.Constant);
            if (made.Type == SymbolType.None)
                made.Type = value.Add.Type;
            if (!symbol.HasSize && value.Add.HasSize)
                made.Size = SizeOf(value.Add);
            return;
        }

        if (value.Add is { State: SymbolState.Section } section && value.Subtract is null)
        {
            made.Place = SymbolPlace.Section;
            made.Section = section.Chain!.Section.Object;
            made.Value = (ulong)value.Constant;
            return;
        }

        _state.Diagnostics.Report(SymbolRules.NotRelocatable, symbol.Span, IsCircular(symbol)
            ? $"`{symbol.Name}` is defined by itself"
            : $"the value of `{symbol.Name}` is neither a number nor a place");
    }

    private static bool IsCircular(Symbol symbol)
    {
        HashSet<Symbol> seen = [];
        for (Symbol? next = symbol; next is { State: SymbolState.Equated }; next = next.Value.Add)
        {
            if (!seen.Add(next))
                return true;
        }

        return false;
    }

    private ulong SizeOf(Symbol symbol)
    {
        if (CurrentValue.TryEvaluate(symbol.Size, out long size))
            return (ulong)size;
        if (!_state.Options.AllowsUnknownSizes)
            _state.Diagnostics.Report(SymbolRules.SizeNotConstant, symbol.Span, $"the size of `{symbol.Name}` is not a number");
        return 0;
    }

    /// <summary>Versioned names are symbols of their own beside, or in place of, the one that they version.</summary>
    private void AddVersions(Symbol symbol)
    {
        List<(string Name, SourceSpan Span)> versions = symbol.Extras!.Versions!;
        if (!symbol.IsDefined)
        {
            CheckReference(symbol, versions);
            return;
        }

        if (symbol.State == SymbolState.Common)
        {
            _state.Diagnostics.Report(DirectiveRules.InvalidVersionedName, versions[0].Span, $"`{symbol.Name}` is a common symbol, and these have no versions");
            return;
        }

        bool isRemoved = symbol.Extras.RemoveUnversioned;
        if (isRemoved && symbol.IsRelocationTarget && versions.Count > 1)
            _state.Diagnostics.Report(DirectiveRules.InvalidVersionedName, versions[0].Span, $"`{symbol.Name}` is removed, and its uses would have {versions.Count} versions to choose from");

        // The last comes first, and all behind the ordinary symbols, as GNU as has it.
        bool isListed = !isRemoved || symbol.IsRelocationTarget;
        foreach ((string written, SourceSpan span) in versions.AsEnumerable().Reverse())
        {
            string name = written.Replace("@@@", "@@", StringComparison.Ordinal);
            if (isListed && name == NameOf(symbol))
            {
                if (isRemoved)
                    _late.Add(symbol.Object!);
                continue;
            }

            ObjectSymbol versioned = Make(symbol);
            _late.Add(new ObjectSymbol
            {
                Name = name,
                Binding = versioned.Binding,
                Type = versioned.Type,
                Visibility = versioned.Visibility,
                Place = versioned.Place,
                Section = versioned.Section,
                Value = versioned.Value,
                Size = versioned.Size,
                Span = span,
            });
        }
    }

    private void CheckReference(Symbol symbol, List<(string Name, SourceSpan Span)> versions)
    {
        if (versions.Count > 1)
            _state.Diagnostics.Report(DirectiveRules.InvalidVersionedName, versions[1].Span, $"`{symbol.Name}` is defined elsewhere, and a reference has one version");
        else if (versions[0].Name.Contains("@@", StringComparison.Ordinal) && !versions[0].Name.Contains("@@@", StringComparison.Ordinal))
            _state.Diagnostics.Report(DirectiveRules.InvalidVersionedName, versions[0].Span, $"`{symbol.Name}` is defined elsewhere, and only a definition can be the default version");
    }
}
