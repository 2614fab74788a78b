using VmxAsm.Compiler.Symbols;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Directives;

/// <summary>
/// Parses the operands of a directive and lowers it. The cursor stands behind the directive's name and the blanks that follow; the
/// statement loop reports whatever is left over.
/// </summary>
internal delegate void DirectiveHandler(Assembler assembler, ref Cursor cursor);

/// <summary>
/// Directives by name. Each family adds its rows in one method: a row is a name and the method that does all of it.
/// Names are matched in either case, as GNU as does.
/// </summary>
internal sealed class DirectiveTable
{
    private const int Slots = 1024;

    private readonly short[] _slots = new short[Slots];
    private readonly List<(byte[] Name, DirectiveHandler Handler)> _rows = new(320);

    /// <summary>Every name, for the nearest one, the editor package and the tests.</summary>
    public IEnumerable<string> Names => _rows.Select(row => System.Text.Encoding.ASCII.GetString(row.Name));

    /// <summary>Adds a row. The name starts with a dot and is in lower case.</summary>
    /// <exception cref="ArgumentException">A row of this name exists.</exception>
    public void Add(ReadOnlySpan<byte> name, DirectiveHandler handler)
    {
        if (Find(name) is not null)
            throw new ArgumentException($"two directives are called {System.Text.Encoding.ASCII.GetString(name)}");
        _rows.Add((name.ToArray(), handler));
        uint slot = SymbolTable.HashOf(name) % Slots;
        while (_slots[slot] != 0)
            slot = (slot + 1) % Slots;
        _slots[slot] = (short)_rows.Count;
    }

    /// <summary>The handler of a name, or null.</summary>
    public DirectiveHandler? Find(ReadOnlySpan<byte> name)
    {
        Span<byte> lower = stackalloc byte[32];
        if (name.Length > lower.Length)
            return null;
        for (int i = 0; i < name.Length; i++)
            lower[i] = CharacterClass.ToLower(name[i]);
        lower = lower[..name.Length];
        uint slot = SymbolTable.HashOf(lower) % Slots;
        for (; _slots[slot] != 0; slot = (slot + 1) % Slots)
        {
            (byte[] rowName, DirectiveHandler handler) = _rows[_slots[slot] - 1];
            if (lower.SequenceEqual(rowName))
                return handler;
        }

        return null;
    }
}
