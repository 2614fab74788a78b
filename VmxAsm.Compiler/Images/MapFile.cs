using System.Globalization;
using System.Text;
using VmxAsm.Compiler.Linking;

namespace VmxAsm.Compiler.Images;

/// <summary>
/// <c>--map</c>: what lies where. One line per output section, one per input section in it, one per symbol, and the gaps between sections; then what takes
/// no memory, and the absolute symbols.
/// </summary>
public static class MapFile
{
    public static string Write(LinkedProgram program)
    {
        var map = new StringBuilder();
        int digits = program.Sections.Any(section => section.IsAllocated && section.Address + section.Size > uint.MaxValue) ? 16 : 8;
        string header = "address".PadRight(digits) + "  " + "load".PadRight(digits) + "      size  name";
        map.Append(CultureInfo.InvariantCulture, $"entry {Hex(program.Entry)}{(program.EntryName is { } name ? $"  {name}" : "")}\n\n{header}\n");
        var bySection = program.Symbols.Where(symbol => symbol.Section is not null && symbol.Type is not (SymbolType.File or SymbolType.Section))
            .GroupBy(symbol => symbol.Section!).ToDictionary(group => group.Key, group => group.OrderBy(symbol => symbol.Value).ThenBy(PlaceInSection).ThenBy(symbol => symbol.Name, StringComparer.Ordinal).ToArray());

        ulong? end = null;
        foreach (OutputSection section in program.Sections.Where(section => section.IsAllocated).OrderBy(section => section.Address))
        {
            if (end is { } before && section.Address > before)
                map.Append(CultureInfo.InvariantCulture, $"{Hex(before)}  {new string(' ', digits)}  {section.Address - before,8:x}  (gap)\n");
            end = Math.Max(end ?? 0, section.Address + section.Size);
            map.Append(CultureInfo.InvariantCulture, $"{Hex(section.Address)}  {Hex(section.LoadAddress)}  {section.Size,8:x}  {section.Name}{(section.IsLoaded ? "" : "  (no contents)")}\n");
            WriteInputs(section);
        }

        OutputSection[] others = [.. program.Sections.Where(section => !section.IsAllocated)];
        if (others.Length > 0)
            map.Append("\nsections without memory\n");
        foreach (OutputSection section in others)
            map.Append(CultureInfo.InvariantCulture, $"{section.Size,8:x}  {section.Name}\n");

        LinkedSymbol[] numbers = [.. program.Symbols.Where(symbol => symbol.Section is null && symbol.Type is not (SymbolType.File or SymbolType.Section))];
        if (numbers.Length > 0)
            map.Append("\nabsolute symbols\n");
        foreach (LinkedSymbol symbol in numbers.OrderBy(symbol => symbol.Value).ThenBy(symbol => symbol.Name, StringComparer.Ordinal))
            map.Append(CultureInfo.InvariantCulture, $"{Hex(symbol.Value)}  {symbol.Name}{From(symbol)}\n");
        return map.ToString();

        void WriteInputs(OutputSection section)
        {
            LinkedSymbol[] symbols = bySection.GetValueOrDefault(section, []);
            int next = 0;
            ulong at = 0;
            foreach (PlacedSection input in section.Inputs)
            {
                if (input.Size == 0)
                    continue;
                if (input.Offset > at)
                    map.Append(CultureInfo.InvariantCulture, $"{Hex(section.Address + at)}  {new string(' ', digits)}  {input.Offset - at,8:x}    (fill)\n");
                at = input.Offset + input.Size;
                WriteSymbols(section.Address + input.Offset, null);
                map.Append(CultureInfo.InvariantCulture, $"{Hex(section.Address + input.Offset)}  {new string(' ', digits)}  {input.Size,8:x}    {input.File.Name}:{input.Section.Name}\n");
                WriteSymbols(section.Address + at, input.Section);
            }
            WriteSymbols(ulong.MaxValue, null);
            if (section.Size > at && at > 0)
                map.Append(CultureInfo.InvariantCulture, $"{Hex(section.Address + at)}  {new string(' ', digits)}  {section.Size - at,8:x}    (fill)\n");

            // A symbol at the end of an input belongs to it, although the next one begins there.
            void WriteSymbols(ulong below, ObjectSection? input)
            {
                for (; next < symbols.Length && (symbols[next].Value < below || symbols[next].Value == below && input is not null && symbols[next].Definition?.Section == input); next++)
                {
                    string size = symbols[next].Size > 0 ? symbols[next].Size.ToString("x", CultureInfo.InvariantCulture) : "";
                    map.Append(CultureInfo.InvariantCulture, $"{Hex(symbols[next].Value)}  {new string(' ', digits)}  {size,8}      {symbols[next].Name}\n");
                }
            }
        }

        static ulong PlaceInSection(LinkedSymbol symbol) => symbol.Definition?.Section?.Input?.Offset ?? ulong.MaxValue;

        string Hex(ulong value) => value.ToString("x" + digits, CultureInfo.InvariantCulture);

        static string From(LinkedSymbol symbol) => symbol.File is { } file ? $"  ({file.Name})" : "  (linker)";
    }
}

/// <summary>
/// <c>--symbols</c>: one line per symbol, address and name, by address. Bochs' debugger reads it with <c>ldsym global "FILE"</c>; gdb takes symbols from an
/// ELF executable (<c>--format elf</c>).
/// </summary>
public static class SymbolsFile
{
    public static string Write(LinkedProgram program)
    {
        var text = new StringBuilder();
        foreach (LinkedSymbol symbol in program.Symbols
            .Where(symbol => symbol.Section is not null && symbol.Type is not (SymbolType.File or SymbolType.Section))
            .OrderBy(symbol => symbol.Value).ThenBy(symbol => symbol.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{symbol.Value:x8} {symbol.Name}\n");
        }
        return text.ToString();
    }
}
