using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking;

/// <summary>
/// Where in somebody's source a place of an object is. Our own objects carry spans. An object of gcc or clang with <c>-g</c> has a line table; but in a relocatable object
/// it counts addresses from the start of each section of code, and which section that is stands in the relocations of the table. So each section is given a range of
/// addresses of its own, the relocations are applied to a copy of the table, and the reader for linked programs reads it.
/// </summary>
internal sealed class ReferencePlaces(SourceSet sources)
{
    private readonly Dictionary<ObjectFile, LineTable> _tables = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, SourceText?> _texts = new(StringComparer.Ordinal);
    private readonly CompiledSources _names = new();

    private sealed record LineTable(List<DwarfRow> Rows, Dictionary<ObjectSection, ulong> Starts);

    /// <summary>A message about a place of an object: at its source line when that is known and readable, else with the place in words.</summary>
    /// <param name="span">Of a source of ours; none for an object that was read.</param>
    public Diagnostic At(DiagnosticRule rule, string message, SourceSpan span, ObjectFile file, ObjectSection? section, ulong offset)
    {
        if (span != SourceSpan.None)
            return new Diagnostic(rule, message, span);
        string place = section is null ? file.Name : InputSection.Describe(file, section, offset);
        if (section is null || Find(file, section, offset) is not { } row)
            return new Diagnostic(rule, $"{place}: {message}", SourceSpan.None);
        SourceSpan line = SpanOf(row);
        return new Diagnostic(rule, line == SourceSpan.None ? $"{_names.NameOf(row.Path)}:{row.Line}: {message}" : message, line) { Notes = [$"this is {place}"] };
    }

    /// <summary>The source line behind a place of an object; none when it is not known, or its file is not there.</summary>
    public SourceSpan SpanOf(ObjectFile file, ObjectSection section, ulong offset) => Find(file, section, offset) is { } row ? SpanOf(row) : SourceSpan.None;

    private DwarfRow? Find(ObjectFile file, ObjectSection section, ulong offset)
    {
        if (!_tables.TryGetValue(file, out LineTable? table))
            _tables.Add(file, table = Read(file));
        if (!table.Starts.TryGetValue(section, out ulong start))
            return null;
        ulong address = start + offset;
        foreach (DwarfRow row in table.Rows)
        {
            if (address >= row.Address && address - row.Address < row.Size)
                return row;
        }
        return null;
    }

    private static LineTable Read(ObjectFile file)
    {
        var starts = new Dictionary<ObjectSection, ulong>(ReferenceEqualityComparer.Instance);
        ulong next = 1;
        foreach (ObjectSection section in file.Sections)
        {
            if ((section.Flags & SectionFlags.Alloc) == 0)
                continue;
            starts.Add(section, next);
            next += section.Size + 1;
        }
        List<DwarfRow> rows = [];
        byte[] lineStrings = Contents(".debug_line_str"), strings = Contents(".debug_str");
        foreach (ObjectSection section in file.Sections)
        {
            if (section.Name == ".debug_line")
                rows.AddRange(DwarfLineReader.Read(Relocated(section), lineStrings, strings));
        }
        return new LineTable(rows, starts);

        byte[] Contents(string name) => file.Sections.Find(section => section.Name == name)?.Data.ToArray() ?? [];

        byte[] Relocated(ObjectSection table)
        {
            byte[] bytes = table.Data.ToArray();
            RelocationTypes types = RelocationTypes.For(file.Is64Bit);
            foreach (Relocation relocation in table.Relocations)
            {
                if (relocation.Symbol is not { } symbol || types.Find(relocation.Type) is not { Formula: RelocationFormula.Absolute } type)
                    continue;
                ulong start = symbol.Section is { } home ? starts.GetValueOrDefault(home) : 0;
                RelocationField.Store(bytes.AsSpan((int)relocation.Offset), type.Size, (long)(start + symbol.Value) + relocation.Addend);
            }
            return bytes;
        }
    }

    private SourceSpan SpanOf(DwarfRow row)
    {
        if (!_texts.TryGetValue(row.Path, out SourceText? text))
            _texts.Add(row.Path, text = Open(row.Path));
        if (text is null || row.Line > text.LineCount)
            return SourceSpan.None;
        ReadOnlySpan<byte> line = text.Line(row.Line - 1);
        int from = Math.Clamp(row.Column - 1, 0, line.Length);
        if (row.Column == 0)
            from += line.IndexOfAnyExcept(" \t"u8) is var indent and > 0 ? indent : 0;
        int length = 0;
        while (from + length < line.Length && (char.IsAsciiLetterOrDigit((char)line[from + length]) || line[from + length] == '_'))
            length++;
        return new SourceSpan(text.Start + text.LineStart(row.Line - 1) + from, Math.Max(length, 1));
    }

    private SourceText? Open(string path)
    {
        try
        {
            return sources.AddFile(_names.NameOf(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
