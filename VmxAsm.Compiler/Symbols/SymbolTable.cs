using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Symbols;

/// <summary>
/// Symbols by the bytes of their names. A hand-made chained hash table: a lookup takes a slice of the source, and only a
/// name seen for the first time is copied.
/// </summary>
/// <param name="keepsLocals"><c>.L</c> names are names like others.</param>
internal sealed class SymbolTable(bool keepsLocals)
{
    private Symbol?[] _buckets = new Symbol?[4096];
    private readonly List<Symbol> _inOrder = new(1024);
    private byte[] _names = new byte[64 * 1024];
    private int _namesUsed;
    private int _count;

    /// <summary>
    /// The order of the object's symbol table: first appearance in the source. <c>.L</c> names are not among them; the few that a relocation needs
    /// follow behind.
    /// </summary>
    public IReadOnlyList<Symbol> InOrder => _inOrder;

    public Symbol? Find(ReadOnlySpan<byte> name)
    {
        uint hash = HashOf(name);
        for (Symbol? symbol = _buckets[hash & (uint)(_buckets.Length - 1)]; symbol is not null; symbol = symbol.NextInBucket)
        {
            if (symbol.Hash == hash && symbol.NameBytes.SequenceEqual(name))
                return symbol;
        }

        return null;
    }

    /// <summary>The symbol of this name, made when there is none; <paramref name="span"/> is then its first appearance.</summary>
    public Symbol FindOrAdd(ReadOnlySpan<byte> name, SourceSpan span)
    {
        uint hash = HashOf(name);
        for (Symbol? symbol = _buckets[hash & (uint)(_buckets.Length - 1)]; symbol is not null; symbol = symbol.NextInBucket)
        {
            if (symbol.Hash == hash && symbol.NameBytes.SequenceEqual(name))
                return symbol;
        }

        Symbol added = new(Keep(name)) { Hash = hash, Span = span, IsKept = keepsLocals };
        Insert(added);
        if (!added.IsTemporary)
            AddToOrder(added);
        return added;
    }

    /// <summary>
    /// As <see cref="FindOrAdd"/>, for a symbol that GNU as meets before those of the expression that asks for it, since it looks for <c>@</c> first.
    /// </summary>
    /// <param name="place">Where it comes in the order, if that is not longer than this.</param>
    public Symbol FindOrAddAt(ReadOnlySpan<byte> name, int place, SourceSpan span)
    {
        if (Find(name) is { } known)
            return known;
        Symbol added = FindOrAdd(name, span);
        if (place >= added.Index)
            return added;
        _inOrder.RemoveAt(added.Index);
        _inOrder.Insert(place, added);
        for (int i = place; i < _inOrder.Count; i++)
            _inOrder[i].Index = i;
        return added;
    }

    /// <summary>Gives a symbol its place in the order, unless it has one.</summary>
    public void AddToOrder(Symbol symbol)
    {
        if (symbol.Index >= 0)
            return;
        symbol.Index = _inOrder.Count;
        _inOrder.Add(symbol);
    }

    /// <summary>
    /// Puts a new symbol in the place of one whose value is about to change; the expressions that hold the old one keep its value.
    /// </summary>
    public Symbol Replace(Symbol old, bool isVolatile = true)
    {
        Symbol copy = new(old.Name)
        {
            Hash = old.Hash,
            Index = old.Index,
            Span = old.Span,
            Binding = old.Binding,
            HasBinding = old.HasBinding,
            Type = old.Type,
            Visibility = old.Visibility,
            IsVolatile = isVolatile,
            Size = old.Size,
            HasSize = old.HasSize,
            Extras = old.Extras,
        };
        ref Symbol? link = ref _buckets[old.Hash & (uint)(_buckets.Length - 1)];
        while (!ReferenceEquals(link, old))
            link = ref link!.NextInBucket;
        copy.NextInBucket = old.NextInBucket;
        link = copy;
        if (old.Index >= 0)
            _inOrder[old.Index] = copy;

        // The old one has no name any more that another file could know.
        old.Index = -1;
        old.Binding = SymbolBinding.Local;
        old.HasBinding = false;
        return copy;
    }

    private void Insert(Symbol symbol)
    {
        if (++_count >= _buckets.Length)
            Grow();
        ref Symbol? bucket = ref _buckets[symbol.Hash & (uint)(_buckets.Length - 1)];
        symbol.NextInBucket = bucket;
        bucket = symbol;
    }

    private void Grow()
    {
        Symbol?[] old = _buckets;
        _buckets = new Symbol?[old.Length * 4];
        foreach (Symbol? head in old)
        {
            for (Symbol? symbol = head; symbol is not null;)
            {
                Symbol? next = symbol.NextInBucket;
                ref Symbol? bucket = ref _buckets[symbol.Hash & (uint)(_buckets.Length - 1)];
                symbol.NextInBucket = bucket;
                bucket = symbol;
                symbol = next;
            }
        }
    }

    private ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> name)
    {
        if (name.Length > _names.Length - _namesUsed)
        {
            _names = new byte[Math.Max(64 * 1024, name.Length)];
            _namesUsed = 0;
        }

        name.CopyTo(_names.AsSpan(_namesUsed));
        ReadOnlyMemory<byte> kept = _names.AsMemory(_namesUsed, name.Length);
        _namesUsed += name.Length;
        return kept;
    }

    /// <summary>Eight bytes a step, multiply and rotate: names are short, and this runs once per reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint HashOf(ReadOnlySpan<byte> name)
    {
        ulong hash = (ulong)name.Length;
        while (name.Length >= 8)
        {
            hash = (ulong.RotateLeft(hash, 5) ^ Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(name)))
                * 0x9E3779B97F4A7C15;
            name = name[8..];
        }

        ulong rest = 0;
        foreach (byte character in name)
            rest = (rest << 8) | character;
        hash = (ulong.RotateLeft(hash, 5) ^ rest) * 0x9E3779B97F4A7C15;
        return (uint)(hash >> 32);
    }
}
