using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Expansion;

/// <summary>A parameter of a macro.</summary>
internal sealed record MacroParameter(byte[] Name, byte[] Default, bool IsRequired, bool IsVariable);

/// <summary>The text between the line that opens a block and the line that closes it.</summary>
/// <param name="Source">Text that holds it.</param>
/// <param name="Start">Offset in that text.</param>
/// <param name="Length">Length in bytes, with the last line end.</param>
internal readonly record struct BlockBody(SourceText Source, int Start, int Length)
{
    public ReadOnlySpan<byte> Bytes => Source.Bytes.AsSpan(Start, Length);

    /// <summary>1-based number of its first line.</summary>
    public int FirstLine => Source.FindLine(Start).Line + 1;

    public int LineCount => Bytes.Count((byte)'\n');
}

internal sealed record Macro(string Name, byte[] Key, IReadOnlyList<MacroParameter> Parameters, BlockBody Body, SourceSpan Span)
{
    /// <summary>Another macro with the same hash.</summary>
    public Macro? Next { get; set; }
}

/// <summary>Macros by name, in either case.</summary>
internal sealed class MacroTable
{
    private readonly Dictionary<uint, Macro> _byHash = [];

    public int Count { get; private set; }

    public IEnumerable<string> Names
    {
        get
        {
            foreach (Macro first in _byHash.Values)
            {
                for (Macro? macro = first; macro is not null; macro = macro.Next)
                    yield return macro.Name;
            }
        }
    }

    /// <summary>Number of expansions so far: what <c>\@</c> stands for.</summary>
    public int Expansions { get; set; }

    /// <summary>Number of names made by <c>LOCAL</c>.</summary>
    public int LocalNames { get; set; }

    /// <summary><c>.altmacro</c> is in force.</summary>
    public bool IsAlternate { get; set; }

    public Macro? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > 256)
            return null;
        Span<byte> key = stackalloc byte[name.Length];
        ToKey(name, key);
        for (Macro? macro = _byHash.GetValueOrDefault(SymbolTable.HashOf(key)); macro is not null; macro = macro.Next)
        {
            if (key.SequenceEqual(macro.Key))
                return macro;
        }

        return null;
    }

    public void Add(Macro macro)
    {
        uint hash = SymbolTable.HashOf(macro.Key);
        macro.Next = _byHash.GetValueOrDefault(hash);
        _byHash[hash] = macro;
        Count++;
    }

    public bool Remove(ReadOnlySpan<byte> name)
    {
        Macro? found = Find(name);
        if (found is null)
            return false;
        uint hash = SymbolTable.HashOf(found.Key);
        Macro? first = _byHash[hash];
        if (ReferenceEquals(first, found))
        {
            if (found.Next is null)
                _byHash.Remove(hash);
            else
                _byHash[hash] = found.Next;
        }
        else
        {
            Macro before = first;
            while (!ReferenceEquals(before.Next, found))
                before = before.Next!;
            before.Next = found.Next;
        }

        Count--;
        return true;
    }

    public static byte[] KeyOf(ReadOnlySpan<byte> name)
    {
        byte[] key = new byte[name.Length];
        ToKey(name, key);
        return key;
    }

    private static void ToKey(ReadOnlySpan<byte> name, Span<byte> key)
    {
        for (int i = 0; i < name.Length; i++)
            key[i] = CharacterClass.ToLower(name[i]);
    }
}
