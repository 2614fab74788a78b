using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// Which definition each global name means, over all objects (gABI, "Symbol Table"; the precedence is that of every Unix linker):
/// a strong definition beats a common one, that beats a weak one, the first of equals wins, and two strong ones are an error. Inputs are taken
/// in order; an archive gives the members that define what is missing when its turn comes, until it can give no more.
///
/// A COMDAT group that an earlier object has given already is dropped with all its sections, and what it defines does not count.
/// </summary>
internal sealed class SymbolResolution(ReferencePlaces places, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, GlobalSymbol> _globals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _comdats = new(StringComparer.Ordinal);

    /// <summary>What COMDAT groups were called before there were any: such code and a group of its name are the same function.</summary>
    private const string OldCodePrefix = ".gnu.linkonce.t.";

    public List<ObjectFile> Objects { get; } = [];

    public List<InputSection> Sections { get; } = [];

    /// <summary>A common symbol was seen; a definition may have taken its place since.</summary>
    public bool HasCommons { get; private set; }

    public IReadOnlyDictionary<string, GlobalSymbol> Globals => _globals;

    public GlobalSymbol? Find(string name) => _globals.GetValueOrDefault(name);

    public GlobalSymbol Require(string name)
    {
        GlobalSymbol symbol = Intern(name);
        symbol.IsReferenced = symbol.IsStronglyReferenced = true;
        return symbol;
    }

    public GlobalSymbol Intern(string name)
    {
        ref GlobalSymbol? slot = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_globals, name, out _);
        return slot ??= new GlobalSymbol(name);
    }

    public void Add(ObjectFile file)
    {
        Objects.Add(file);
        HashSet<SectionGroup>? mine = null;
        foreach (ObjectSection section in file.Sections)
        {
            var input = new InputSection(file, section);
            section.Input = input;
            if ((section.Flags & SectionFlags.Exclude) != 0 || section.Name.StartsWith(".gnu.warning.", StringComparison.Ordinal))
                input.IsDropped = true;
            if (section.Group is { IsComdat: true } group)
            {
                mine ??= [];
                if (_comdats.Add(group.Signature) && !_comdats.Contains(OldCodePrefix + group.Signature))
                    mine.Add(group);
                else if (!mine.Contains(group))
                    input.IsDropped = true;
            }
            else if (section.Name.StartsWith(".gnu.linkonce.", StringComparison.Ordinal)
                && (!_comdats.Add(section.Name) || section.Name.StartsWith(OldCodePrefix, StringComparison.Ordinal) && _comdats.Contains(section.Name[OldCodePrefix.Length..])))
            {
                input.IsDropped = true;
            }
            Sections.Add(input);
        }
        foreach (ObjectSymbol symbol in file.Symbols)
        {
            if (symbol.Binding != SymbolBinding.Local)
                Enter(file, symbol);
        }
    }

    /// <summary>Takes members until the archives define nothing that is missing. Weak references pull no member.</summary>
    public void Add(IReadOnlyList<Archive> archives)
    {
        bool took;
        do
        {
            took = false;
            foreach (Archive archive in archives)
                took |= archive.Take(name => Find(name) is { IsDefined: false, IsStronglyReferenced: true }, name => Find(name) is { Definition.Place: SymbolPlace.Common }, Add);
        }
        while (took && archives.Count > 1);
    }

    private void Enter(ObjectFile file, ObjectSymbol symbol)
    {
        GlobalSymbol global = Intern(symbol.Name);
        symbol.Global = global;
        // STV_INTERNAL (1) is the strictest, then HIDDEN (2), PROTECTED (3); DEFAULT (0) says nothing.
        byte visibility = (byte)(symbol.Visibility & 3);
        if (visibility != 0 && (global.Visibility == 0 || visibility < global.Visibility))
            global.Visibility = visibility;

        bool isDropped = symbol.Place == SymbolPlace.Section && symbol.Section!.Input is { IsDropped: true };
        if (symbol.Place == SymbolPlace.Undefined || isDropped)
        {
            bool isWeak = symbol.Binding == SymbolBinding.Weak || isDropped;
            if (!isWeak && !global.IsStronglyReferenced)
            {
                global.IsStronglyReferenced = true;
                global.Reference = symbol;
                global.ReferenceFile = file;
            }
            global.IsReferenced = true;
            return;
        }

        if (global.Definition is not { } old)
        {
            Define(global, file, symbol);
            return;
        }
        int newRank = Rank(symbol), oldRank = Rank(old);
        if (newRank == Strong && oldRank == Strong)
        {
            if (!AreEqualNumbers(old, symbol))
                ReportDuplicate(global, file, symbol);
        }
        else if (newRank == Common && oldRank == Common)
        {
            // The merged common symbol has the greatest size and the strictest alignment.
            ulong alignment = Math.Max(symbol.Value, global.CommonAlignment);
            if (symbol.Size > global.CommonSize)
                Define(global, file, symbol);
            global.CommonAlignment = alignment;
        }
        else if (newRank > oldRank)
        {
            Define(global, file, symbol);
        }
    }

    private const int Weak = 0, Common = 1, Strong = 2;

    private static int Rank(ObjectSymbol symbol) => symbol.Place == SymbolPlace.Common ? Common : symbol.Binding == SymbolBinding.Weak ? Weak : Strong;

    /// <summary>The same constant from a header that several sources include does no harm; ld says nothing either.</summary>
    private static bool AreEqualNumbers(ObjectSymbol a, ObjectSymbol b) =>
        a.Place == SymbolPlace.Absolute && b.Place == SymbolPlace.Absolute && a.Expression is null && b.Expression is null && a.Value == b.Value;

    private void Define(GlobalSymbol global, ObjectFile file, ObjectSymbol symbol)
    {
        global.File = file;
        global.Definition = symbol;
        if (symbol.Place == SymbolPlace.Common)
        {
            HasCommons = true;
            global.CommonSize = symbol.Size;
            global.CommonAlignment = symbol.Value;
        }
    }

    private void ReportDuplicate(GlobalSymbol global, ObjectFile file, ObjectSymbol symbol)
    {
        ObjectSymbol first = global.Definition!;
        Diagnostic message = places.At(LinkRules.DuplicateSymbol, $"symbol `{global.Name}` is defined a second time", symbol.Span, file, symbol.Section, symbol.Value);
        SourceSpan span = first.Span == SourceSpan.None && first.Section is { } section ? places.SpanOf(global.File!, section, first.Value) : first.Span;
        diagnostics.Report(message with
        {
            Labels = span != SourceSpan.None ? [new DiagnosticLabel(span, "the first definition")] : [],
            Notes = span != SourceSpan.None ? message.Notes : [.. message.Notes, $"the first definition is in {Place(global.File!, first)}"],
        });
    }

    private static string Place(ObjectFile file, ObjectSymbol symbol) =>
        symbol.Section is { } section ? $"{file.Name}:({section.Name}+0x{symbol.Value:x})" : file.Name;
}
