using VmxAsm.Architecture.Images;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>Makes the debug information of a linked program: lines, symbols and structures at their physical addresses.</summary>
internal static class ProgramDebugInfo
{
    /// <param name="program">The program.</param>
    /// <param name="sources">The texts that its spans point into.</param>
    /// <param name="displacement">What the boot contract adds to load addresses to get physical ones.</param>
    public static DebugInfo Of(LinkedProgram program, SourceSet sources, ulong displacement)
    {
        var files = new List<string>();
        var fileIndexes = new Dictionary<string, int>(StringComparer.Ordinal);
        var lines = new List<DebugLine>();
        var structures = new List<DebugStructure>();
        var expansions = new List<DebugExpansion>();
        var expansionIndexes = new Dictionary<SourceText, int>();
        bool isAscending = true;

        foreach (OutputSection output in program.Sections)
        {
            if (!output.IsAllocated)
                continue;
            ulong start = output.LoadAddress + displacement;
            foreach (InputSection input in output.Placed)
            {
                if (input.Merged is not null || !input.Section.HasLines)
                    continue;
                foreach (SectionLine line in input.Section.Lines)
                {
                    SourceSpan span = sources.OutsideLibrary(line.Span);
                    (int file, SourceLocation place) = Locate(span);
                    if (file < 0)
                        continue;
                    ulong address = start + input.Offset + line.Offset;
                    isAscending &= lines.Count == 0 || lines[^1].Address < address;
                    lines.Add(new DebugLine(address, line.Size, file, place.Line, place.Column, TextOf(span), ExpansionOf(span)));
                }
            }
        }
        if (!isAscending)
            Sort();
        int own = lines.Count;
        AddDwarf();
        if (lines.Count != own)
            Sort();

        foreach (ObjectFile file in program.Objects)
        {
            foreach (ObjectStructure structure in file.Structures)
            {
                if (structure.Section.Input is not { IsDropped: false, Output: { } output } input)
                    continue;
                (int index, SourceLocation place) = Locate(structure.Span);
                structures.Add(new DebugStructure(structure.Kind, structure.Format, structure.Name, output.LoadAddress + displacement + input.Offset + structure.Offset, structure.Size,
                    index, place.Line, [.. structure.Entries.Select(Entry)]));
            }
        }

        return new DebugInfo
        {
            Lines = lines,
            Expansions = expansions,
            Symbols = Symbols(),
            Structures = structures,
            Files = files,
        };

        List<DebugSymbol> Symbols()
        {
            List<DebugSymbol> symbols = new(program.Symbols.Count);
            foreach (LinkedSymbol symbol in program.Symbols)
            {
                if (symbol.Type != SymbolType.File)
                    symbols.Add(Symbol(symbol));
            }

            symbols.Sort((a, b) => a.Value != b.Value ? a.Value.CompareTo(b.Value) : string.CompareOrdinal(a.Name, b.Name));
            return symbols;
        }

        DebugSymbol Symbol(LinkedSymbol symbol)
        {
            (int file, SourceLocation place) = symbol.Definition is { } definition ? Locate(definition.Span) : (-1, default);
            return new DebugSymbol(symbol.Name, symbol.Value, symbol.LoadAddress is { } load ? load + displacement : null, file, place.Line);
        }

        DebugEntry Entry(ObjectStructureEntry entry)
        {
            (int file, SourceLocation place) = Locate(entry.Span);
            return new DebugEntry(entry.Key, entry.Encoding, file, place.Line, place.Column, TextOf(entry.Span));
        }

        (int File, SourceLocation Place) Locate(SourceSpan span)
        {
            if (span == SourceSpan.None)
                return (-1, default);
            SourceLocation place = sources.Locate(span);
            return (FileIndex(place.File), place);
        }

        int ExpansionOf(SourceSpan span)
        {
            if (sources.ExpansionOf(span) is not { } text)
                return -1;
            if (!expansionIndexes.TryGetValue(text, out int index))
            {
                SourceSpan origin = sources.OutsideLibrary(text.Origin);
                int outer = ExpansionOf(origin);
                (int file, SourceLocation place) = Locate(origin);
                index = expansions.Count;
                expansions.Add(new DebugExpansion(DiagnosticRenderer.Invocation(text), file, place.Line, place.Column, TextOf(origin), outer));
                expansionIndexes.Add(text, index);
            }

            return index;
        }

        void Sort() => lines.Sort((a, b) => a.Address != b.Address ? a.Address.CompareTo(b.Address) : a.Line.CompareTo(b.Line));

        // The lines of objects that a compiler made.
        void AddDwarf()
        {
            if (Contents(".debug_line") is not { Length: > 0 } table)
                return;
            CompiledSources compiled = new();
            foreach (DwarfRow row in DwarfLineReader.Read(table, Contents(".debug_line_str"), Contents(".debug_str")))
            {
                if (program.Sections.FirstOrDefault(section => section.IsAllocated && row.Address >= section.Address && row.Address - section.Address < section.Size) is not { } home)
                    continue;
                ulong address = row.Address - home.Address + home.LoadAddress + displacement;
                if (!IsOwn(address))
                    lines.Add(new DebugLine(address, (int)Math.Min(row.Size, int.MaxValue), FileIndex(compiled.NameOf(row.Path)), row.Line, Math.Max(1, row.Column), compiled.TextOf(row.Path, row.Line)));
            }
        }

        byte[] Contents(string name) => program.Sections.FirstOrDefault(section => section.Name == name)?.Data ?? [];

        bool IsOwn(ulong address)
        {
            int low = 0, high = own - 1;
            while (low <= high)
            {
                int middle = (low + high) / 2;
                if (address < lines[middle].Address)
                    high = middle - 1;
                else if (address >= lines[middle].Address + (ulong)lines[middle].Size)
                    low = middle + 1;
                else
                    return true;
            }

            return false;
        }

        int FileIndex(string name)
        {
            if (!fileIndexes.TryGetValue(name, out int index))
            {
                index = files.Count;
                files.Add(name);
                fileIndexes.Add(name, index);
            }

            return index;
        }

        string TextOf(SourceSpan span) => sources.TextOf(span).Trim();
    }
}
