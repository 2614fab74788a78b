using VmxAsm.Architecture.Images;

namespace VmxAsm.Runtime.Debugging;

/// <summary>From physical addresses to source lines, by the debug information; without any, every answer is null.</summary>
internal sealed class SourceLines
{
    private readonly DebugInfo _info;
    private readonly DebugLine[] _lines;

    public SourceLines(DebugInfo? info)
    {
        _info = info ?? new DebugInfo();
        _lines = [.. _info.Lines.OrderBy(line => line.Address)];
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
                return new(_info.Files[line.File], line.Line, line.Column, line.Text);
        }

        return null;
    }

    /// <summary>The symbol at or before an address, as <c>name</c> or <c>name+0x12</c>.</summary>
    public string? Symbol(ulong address)
    {
        DebugSymbol? best = null;
        foreach (DebugSymbol symbol in _info.Symbols)
        {
            if (symbol.PhysicalAddress <= address && (best == null || symbol.PhysicalAddress > best.PhysicalAddress))
                best = symbol;
        }

        if (best == null || address - best.PhysicalAddress > 0xFFFF)
            return null;
        return best.PhysicalAddress == address ? best.Name : $"{best.Name}+0x{address - best.PhysicalAddress:x}";
    }

    /// <summary>The entry for a VMCS field in the block that a statement loads: <c>vmcs_load guest</c> names the block <c>guest</c>.</summary>
    public SourcePlace? FindVmcsEntry(SourcePlace loader, int encoding)
    {
        foreach (DebugStructure structure in _info.Structures)
        {
            if (structure.Kind != "vmcs" || !loader.Text.Contains(structure.Name, StringComparison.Ordinal))
                continue;
            foreach (DebugEntry entry in structure.Entries)
            {
                if (entry.Encoding == (ulong)encoding)
                    return new(_info.Files[entry.File], entry.Line, entry.Column, entry.Text);
            }
        }

        return null;
    }
}
