using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler;

/// <summary>
/// What statements read and change: GNU as is sequential, and each line is understood in the light of those before it.
/// </summary>
internal sealed class AssemblerState
{
    private readonly Stack<(FragmentChain Chain, FragmentChain? Previous)> _sectionStack = [];
    private FragmentChain? _previous;
    private Symbol? _location;

    public AssemblerState(CompilationOptions options, SourceSet sources, DiagnosticBag diagnostics)
    {
        Options = options;
        Sources = sources;
        Diagnostics = diagnostics;
        LocalLabels = new LocalLabels(diagnostics);
        Symbols = new SymbolTable(options.KeepsLocals);
        Sections = new SectionTable(Symbols);
        CodeBits = options.Is64BitObject ? 64 : 32;
        IntelSyntax = options.IntelSyntax;
        NakedRegisters = options.NakedRegisters;
        IntelMnemonics = options.IntelMnemonics;
        AllowsIndexZero = options.AllowsIndexZero;
        Processor = ProcessorChoice.From(options);
        Chain = Sections.Text.Subsection(0);
    }

    public CompilationOptions Options { get; }

    public SourceSet Sources { get; }

    public DiagnosticBag Diagnostics { get; }

    public SymbolTable Symbols { get; }

    public LocalLabels LocalLabels { get; }

    public SectionTable Sections { get; }

    /// <summary>Subsection that statements append to.</summary>
    public FragmentChain Chain { get; set; }

    public Section Section => Chain.Section;

    /// <summary>Between <c>.struct</c> and the next section directive: labels are numbers.</summary>
    public bool IsAbsoluteSection { get; set; }

    /// <summary>Location counter of the absolute section.</summary>
    public long AbsoluteOffset { get; set; }

    /// <summary>Names of sources for the symbol table, given with <c>.file "NAME"</c>, and how many symbols each stands behind.</summary>
    public List<(string Name, int Place)> FileNames { get; } = [];

    /// <summary>Files that the source has taken in, for <c>--MD</c>.</summary>
    public List<string> Dependencies { get; } = [];

    /// <summary>Where statements begin whose condition is false; kept for a listing only.</summary>
    public List<int> Skipped { get; } = [];

    /// <summary>What <c>.print</c> said.</summary>
    public List<string> Printed { get; } = [];

    /// <summary>Mode that instructions are encoded for: 16, 32 or 64.</summary>
    public int CodeBits { get; set; }

    /// <summary><c>.code16gcc</c>: 32-bit operand and stack defaults in 16-bit code.</summary>
    public bool IsCode16Gcc { get; set; }

    public bool IntelSyntax { get; set; }

    /// <summary>Registers are written without <c>%</c>, or with it.</summary>
    public bool NakedRegisters { get; set; }

    /// <summary>Some symbol is another name of a register (<c>.set count, %ecx</c>), so that operands look for them.</summary>
    public bool HasRegisterNames { get; set; }

    public bool IntelMnemonics { get; set; }

    /// <summary>
    /// Whether an <c>.include</c> found no file. It is an error already; instructions that nobody knows after it are most likely the macros of
    /// that file, and are not reported one by one.
    /// </summary>
    public bool IsIncludeMissing { get; set; }

    /// <summary><c>%eiz</c> and <c>%riz</c> may be written: an index that is none, with its place in the SIB byte.</summary>
    public bool AllowsIndexZero { get; set; }

    /// <summary>The processor that the code is for, as far as anyone has said.</summary>
    public ProcessorChoice Processor;

    /// <summary>What <c>.arch push</c> has put aside, and the mode at that time.</summary>
    public Stack<(ProcessorChoice Processor, int CodeBits, bool IsCode16Gcc)> PushedProcessors { get; } = [];

    /// <summary>The object is x86-64, which decides relocation types whatever <see cref="CodeBits"/> is.</summary>
    public bool Is64BitObject => Options.Is64BitObject;

    /// <summary>Reused by directives that take strings.</summary>
    public List<byte> StringBuffer { get; } = [];

    /// <summary>Continues in a subsection.</summary>
    public void SwitchTo(FragmentChain chain)
    {
        if (!IsAbsoluteSection)
            _previous = Chain;
        IsAbsoluteSection = false;
        Chain = chain;
    }

    public void PushSection() => _sectionStack.Push((Chain, _previous));

    public bool PopSection()
    {
        if (!_sectionStack.TryPop(out (FragmentChain Chain, FragmentChain? Previous) entry))
            return false;
        IsAbsoluteSection = false;
        Chain = entry.Chain;
        _previous = entry.Previous;
        return true;
    }

    /// <summary><c>.previous</c>: swaps with the section before the last change.</summary>
    public bool SwitchBack()
    {
        if (_previous is null)
            return false;
        SwitchTo(_previous);
        return true;
    }

    /// <summary>Begins the description of a structure: no bytes, labels are offsets.</summary>
    public void SwitchToAbsolute(long offset, SourceSpan span)
    {
        if (!IsAbsoluteSection)
            _previous = Chain;
        IsAbsoluteSection = true;
        AbsoluteOffset = offset;
        Chain = new Section("") { Span = span }.Subsection(0);
    }

    /// <summary>Bytes that a directive emitted into a structure's description: zeros count as space.</summary>
    public void TakeAbsoluteBytes(SourceSpan span)
    {
        if (Chain.IsEmpty)
            return;
        if (Chain.FragmentCount > 1 || Chain.FixupCount > 0 || Chain.Buffer.ContainsAnyExcept((byte)0))
            Diagnostics.Report(SymbolRules.AbsoluteSection, span, "a value stands in the layout of a structure");
        else
            AbsoluteOffset += Chain.Buffer.Length;
        Chain = new Section("") { Span = span }.Subsection(0);
    }

    /// <summary>What <c>.boot</c> asked for; null without one.</summary>
    public (Expression? Entry, ulong? LoadAddress, SourceSpan Span)? Boot { get; set; }

    /// <summary>A symbol for the place where the next byte goes: <c>.</c></summary>
    public Symbol LocationSymbol()
    {
        FragmentChain chain = Chain;
        if (_location is not null && ReferenceEquals(_location.Chain, chain) && _location.Fragment == chain.CurrentFragment
            && _location.Offset == chain.CurrentOffset)
        {
            return _location;
        }

        return _location = new Symbol(ReadOnlyMemory<byte>.Empty)
        {
            State = SymbolState.Label,
            Chain = chain,
            Fragment = chain.CurrentFragment,
            Offset = chain.CurrentOffset,
        };
    }

    /// <summary>How often an expression has named the current place.</summary>
    public int LocationUses { get; set; }

    /// <summary>How often an expression has named a symbol or the current place.</summary>
    public int SymbolUses { get; set; }

    /// <summary>The value of a symbol in an expression: its number if it is one, else the symbol.</summary>
    public Expression Use(Symbol symbol)
    {
        SymbolUses++;
        if (symbol.State == SymbolState.Absolute)
            return new Expression(symbol.Number);
        if (symbol.Extras is { WeakrefTarget: Symbol target })
        {
            while (target.Extras is { WeakrefTarget: Symbol next })
                target = next;
            target.Extras ??= new SymbolExtras();
            target.Extras.IsWeakrefTarget = true;
            return new Expression(target, null, 0);
        }

        if (symbol.Extras is not null)
            symbol.Extras.IsUsedDirectly = true;
        symbol.IsUsed = true;
        return new Expression(symbol, null, 0);
    }
}
