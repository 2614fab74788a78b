using VmxAsm.Architecture.Images;

namespace VmxAsm.Runtime.Debugging;

/// <summary>From physical addresses to source lines, by the debug information; without any, every answer is null.</summary>
internal sealed class SourceLines
{
    private const ulong LongestDistance = 0xFFFF;

    private readonly DebugInfo _info;
    private readonly DebugLine[] _lines;
    private readonly DebugSymbol[] _symbols;

    public SourceLines(DebugInfo? info)
    {
        _info = info ?? new DebugInfo();
        _lines = Ascending(_info.Lines);
        _symbols = Ascending(_info.Symbols);
    }

    /// <summary>The lines by address, as our own linker writes them; sorting is for a file from elsewhere.</summary>
    private static DebugLine[] Ascending(IReadOnlyList<DebugLine> lines)
    {
        for (int i = 1; i < lines.Count; i++)
        {
            if (lines[i].Address < lines[i - 1].Address)
                return [.. lines.OrderBy(line => line.Address)];
        }

        return [.. lines];
    }

    /// <summary>Those with a place, by address: they mostly come in that order, that of their values.</summary>
    private static DebugSymbol[] Ascending(IReadOnlyList<DebugSymbol> symbols)
    {
        List<DebugSymbol> placed = new(symbols.Count);
        bool isAscending = true;
        foreach (DebugSymbol symbol in symbols)
        {
            if (symbol.PhysicalAddress is not { } address)
                continue;
            isAscending &= placed.Count == 0 || placed[^1].PhysicalAddress <= address;
            placed.Add(symbol);
        }

        return isAscending ? placed.ToArray() : [.. placed.OrderBy(symbol => symbol.PhysicalAddress)];
    }

    /// <summary>The statement that emitted the byte at a physical address.</summary>
    public SourcePlace? Find(ulong address)
    {
        int low = 0, high = _lines.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            DebugLine line = _lines[middle];
            if (address < line.Address)
                high = middle - 1;
            else if (address >= line.Address + (ulong)line.Size)
                low = middle + 1;
            else
                return new(_info.Files[line.File], line.Line, line.Column, line.Text) { Expansions = Expansions(line.Expansion) };
        }

        return null;
    }

    /// <summary>The innermost and the outermost of the expansions; a macro that calls itself has hundreds between them.</summary>
    private IReadOnlyList<SourceExpansion> Expansions(int index)
    {
        const int Inner = 3;
        if (index < 0)
            return [];
        List<SourceExpansion> found = [];
        for (; index >= 0; index = _info.Expansions[index].Outer)
        {
            DebugExpansion expansion = _info.Expansions[index];
            SourceExpansion place = new(expansion.What, new(_info.Files[expansion.File], expansion.Line, expansion.Column, expansion.Text));
            if (found.Count <= Inner)
                found.Add(place);
            else
                found[Inner] = place;
        }

        return found;
    }

    /// <summary>The symbol at or before an address, as <c>name</c> or <c>name+0x12</c>.</summary>
    public string? Symbol(ulong address)
    {
        int low = 0, high = _symbols.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_symbols[middle].PhysicalAddress <= address)
                low = middle + 1;
            else
                high = middle;
        }

        if (low == 0 || _symbols[low - 1] is not { PhysicalAddress: { } start } best || address - start > LongestDistance)
            return null;
        return start == address ? best.Name : $"{best.Name}+0x{address - start:x}";
    }

    /// <summary>The calls that led to a place, a line each, to be put behind a text; empty when there are none, or none from a known line.</summary>
    public string CalledFrom(CallChain chain) =>
        string.Concat(chain.Calls.Select(Find).OfType<SourcePlace>().Select(place => $"\ncalled from {place}"));

    /// <summary>Where an address is, to be put behind something else: <c>  &lt;main+0x4&gt; boot.s:12: movw %ax, %ds</c>; empty when nothing is known.</summary>
    public string Describe(ulong address)
    {
        SourcePlace? place = Find(address);
        string? symbol = place is null ? null : Symbol(address);
        return (symbol is null ? "" : $"   <{symbol}>") + (place is null ? "" : $"   {place}");
    }
}
