using System.Globalization;
using VmxAsm.Architecture.Images;

namespace VmxAsm.Runtime.Debugging;

/// <summary>An address that was named in words.</summary>
/// <param name="IsPhysical">It comes from the debug information, which knows physical addresses; else it is a linear one.</param>
internal readonly record struct CodePlace(ulong Address, bool IsPhysical);

/// <summary>Finds what people call places of a program: <c>0x7c00</c>, <c>f000:fff0</c>, <c>main</c>, <c>boot.s:12</c>.</summary>
internal sealed class CodePlaces(DebugInfo? info)
{
    private readonly DebugInfo _info = info ?? new DebugInfo();

    /// <summary>The addresses that a name stands for; a line of a macro or of a repetition has several.</summary>
    /// <exception cref="DebugSpecificationException">It stands for none.</exception>
    public IReadOnlyList<CodePlace> Find(string text)
    {
        if (TryNumber(text, out ulong number))
            return [new(number, IsPhysical: false)];
        if (_info.Symbols.FirstOrDefault(symbol => symbol.Name == text) is { } symbol)
            return [symbol.PhysicalAddress is { } physical ? new(physical, IsPhysical: true) : new(symbol.Value, IsPhysical: false)];
        int colon = text.LastIndexOf(':');
        if (colon > 0)
        {
            string before = text[..colon], behind = text[(colon + 1)..];
            if (int.TryParse(behind, NumberStyles.None, CultureInfo.InvariantCulture, out int line) && FindLine(before, line) is { Count: > 0 } lines)
                return lines;
            if (TryHex(before, out ulong segment) && TryHex(behind, out ulong offset) && segment <= 0xFFFF && offset <= 0xFFFF)
                return [new((segment << 4) + offset, IsPhysical: false)];
            throw new DebugSpecificationException($"`{text}`: no code was made from that line of a source file, nor is it SEGMENT:OFFSET in hexadecimal");
        }

        string known = _info.Symbols.Count == 0 ? "there are no symbols: the image was not built by this run" : $"there is no symbol `{text}`";
        throw new DebugSpecificationException($"{known}; an address is written 0x7c00 or 07c0:0000");
    }

    /// <summary>A decimal or 0x number.</summary>
    public static bool TryNumber(string text, out ulong value) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? TryHex(text[2..], out value)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryHex(string text, out ulong value) => ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out value);

    /// <summary>The code of a line, or of the next line that has some.</summary>
    private List<CodePlace> FindLine(string file, int line)
    {
        List<CodePlace> found = [];
        for (int i = 0; i < _info.Files.Count; i++)
        {
            if (!IsNamed(_info.Files[i], file))
                continue;
            int best = _info.Lines.Where(entry => entry.File == i && entry.Line >= line).Select(entry => entry.Line).DefaultIfEmpty(-1).Min();
            // A statement that made several pieces starts at the first of each run.
            ulong end = ulong.MaxValue;
            foreach (DebugLine entry in _info.Lines.Where(entry => entry.File == i && entry.Line == best))
            {
                if (entry.Address != end)
                    found.Add(new CodePlace(entry.Address, IsPhysical: true));
                end = entry.Address + (ulong)entry.Size;
            }
        }

        return found;
    }

    private static bool IsNamed(string path, string name) =>
        path == name || path.EndsWith('/' + name, StringComparison.Ordinal) || path.EndsWith('\\' + name, StringComparison.Ordinal);
}
