using VmxAsm.Compiler.Encoding;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Symbols;

/// <summary>What is known of a symbol's value.</summary>
public enum SymbolState : byte
{
    /// <summary>Referred to, not (yet) defined.</summary>
    Undefined,

    /// <summary>A place in a section.</summary>
    Label,

    /// <summary>A number: <c>.set n, 5</c>, or a label in <c>.struct</c>.</summary>
    Absolute,

    /// <summary>Another name for an expression: <c>.set here, there + 4</c>.</summary>
    Equated,

    /// <summary>Another name for a register: <c>.set count, %ecx</c>.</summary>
    Register,

    /// <summary>Made by <c>.comm</c>.</summary>
    Common,

    /// <summary>Stands for a section in relocations.</summary>
    Section,
}

/// <summary>A name of the program and what is known of its value.</summary>
public sealed class Symbol
{
    private readonly ReadOnlyMemory<byte> _name;
    private SymbolDetails? _details;

    public Symbol(string name) : this(NameText.Encode(name)) { }

    internal Symbol(ReadOnlyMemory<byte> name) => _name = name;

    public string Name => NameText.Decode(_name.Span);

    internal ReadOnlySpan<byte> NameBytes => _name.Span;

    internal SymbolState State;

    internal SymbolBinding Binding;

    /// <summary>A <c>.globl</c>, <c>.weak</c> or <c>.local</c> was seen: <see cref="Binding"/> is not just the default.</summary>
    internal bool HasBinding;

    internal SymbolType Type;

    internal byte Visibility;

    /// <summary>Some statement uses the value, so that an undefined symbol belongs in the symbol table.</summary>
    internal bool IsUsed;

    /// <summary>Set again with <c>.set</c>: earlier uses keep the earlier value, in a symbol object of their own.</summary>
    internal bool IsVolatile;

    /// <summary>A relocation names this very symbol.</summary>
    internal bool IsRelocationTarget;

    /// <summary>Evaluation is under way: meeting the symbol again means that its definition is circular.</summary>
    internal bool IsBeingResolved;

    /// <summary>Place of a <see cref="SymbolState.Label"/>: a chain of fragments, one of them, and the offset in its fixed part.</summary>
    internal FragmentChain? Chain;
    internal int Fragment;
    internal int Offset;

    /// <summary>Value of <see cref="SymbolState.Absolute"/>; alignment of <see cref="SymbolState.Common"/>.</summary>
    internal long Number;

    /// <summary>Definition of <see cref="SymbolState.Equated"/>.</summary>
    internal Expression Value
    {
        get => _details is null ? default : _details.Value;
        set => (_details ??= new SymbolDetails()).Value = value;
    }

    /// <summary>Register named by <see cref="SymbolState.Register"/>.</summary>
    internal Register Register;

    /// <summary>Size given with <c>.size</c>, or of a common symbol.</summary>
    internal Expression Size
    {
        get => _details is null ? default : _details.Size;
        set => (_details ??= new SymbolDetails()).Size = value;
    }

    internal bool HasSize;

    /// <summary>Where it is defined, else where it was first used.</summary>
    internal SourceSpan Span;

    /// <summary>Next symbol with the same hash in the table.</summary>
    internal Symbol? NextInBucket;
    internal uint Hash;

    /// <summary>Position in the table's order; -1 when it has none.</summary>
    internal int Index = -1;

    /// <summary>The object file's symbol, once made.</summary>
    internal ObjectSymbol? Object
    {
        get => _details?.Object;
        set => (_details ??= new SymbolDetails()).Object = value;
    }

    /// <summary>Rare properties: versions, weak references.</summary>
    internal SymbolExtras? Extras;

    /// <summary>Offset of a label in its section, as far as layout has come.</summary>
    internal long Address => Chain!.Fragments[Fragment].Address + Offset;

    /// <summary>
    /// Another definition may take its place when files are linked, so that a reference stays one to the symbol even inside its section.
    /// </summary>
    internal bool IsPreemptible => Binding != SymbolBinding.Local || Type == SymbolType.GnuIndirectFunction;

    /// <summary>A branch to it is not resolved even inside its section: the linker may replace it, or decide at run time where it leads.</summary>
    internal bool IsReplaceable => Binding == SymbolBinding.Weak || Type == SymbolType.GnuIndirectFunction;

    internal bool IsDefined => State is not SymbolState.Undefined;

    /// <summary>GNU as drops these from the symbol table: <c>.L</c> names, and local labels, which have no name here.</summary>
    internal bool IsTemporary => _name.Length == 0 || !IsKept && _name.Span.StartsWith(".L"u8);

    /// <summary><c>--keep-locals</c>.</summary>
    internal bool IsKept;
}

/// <summary>
/// What labels do without, and most symbols are labels: a compiler that describes its code for a debugger makes one for every other line.
/// </summary>
internal sealed class SymbolDetails
{
    public Expression Value;
    public Expression Size;
    public ObjectSymbol? Object;
}

/// <summary>What few symbols have.</summary>
internal sealed class SymbolExtras
{
    /// <summary>Names with versions given by <c>.symver</c>, with their visibility.</summary>
    public List<(string Name, SourceSpan Span)>? Versions;

    /// <summary><c>.symver name, name@version, remove</c>: the unversioned name does not appear.</summary>
    public bool RemoveUnversioned;

    /// <summary><c>.symver name, name@version, local</c>, or <c>hidden</c>: what the unversioned name becomes.</summary>
    public bool IsUnversionedLocal;
    public bool IsUnversionedHidden;

    /// <summary>What an <c>.eqv</c> symbol stands for: an expression that is read again wherever the symbol is used.</summary>
    internal Cursor? Deferred;

    /// <summary>Target of a <c>.weakref</c> alias.</summary>
    public Symbol? WeakrefTarget;

    /// <summary>Referred to through a weak reference.</summary>
    public bool IsWeakrefTarget;

    /// <summary>A common symbol of <c>.largecomm</c>, which may lie beyond the first 2 GiB.</summary>
    public bool IsLargeCommon;

    /// <summary>Referred to directly as well, which makes the symbol an ordinary undefined one.</summary>
    public bool IsUsedDirectly;
}
