using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>
/// ld's manual, "PHDRS Command": the script lists the program headers, and output sections say with <c>:name</c> in which they lie; a section that says
/// nothing lies where the one before it does, and <c>:NONE</c> is nowhere.
/// </summary>
internal sealed class ScriptSegments(IReadOnlyList<ScriptPhdr> rows, LayoutPlan plan, LayoutEngine engine, DiagnosticBag diagnostics)
{
    private const string Nowhere = "NONE";

    public List<ProgramSegment> Make(ulong headersSize)
    {
        var segments = new List<ProgramSegment>();
        foreach (ScriptPhdr row in rows)
        {
            segments.Add(new ProgramSegment
            {
                Type = TypeOf(row),
                Flags = row.Flags is { } flags ? (uint)engine.Evaluate(flags) : null,
                LoadAddress = row.LoadAddress is { } address ? engine.Evaluate(address) : null,
                HasFileHeader = row.HasFileHeader,
                HasProgramHeaders = row.HasProgramHeaders,
            });
        }
        AssignSections(segments);
        CheckHeaders(segments, headersSize);
        return segments;
    }

    private uint TypeOf(ScriptPhdr row)
    {
        if (row.Type is not ScriptName name)
            return (uint)engine.Evaluate(row.Type);
        if (ProgramHeaderType.Find(name.Name) is { } type)
            return type;
        diagnostics.Report(LinkRules.ScriptValue, name.Span, $"`{name.Name}` is no type of a program header, expected {string.Join(", ", ProgramHeaderType.Names.Select(known => $"`{known}`"))} or a number");
        return 0;
    }

    private void AssignSections(List<ProgramSegment> segments)
    {
        List<OutputPlan> outputs = [.. plan.Steps.Where(step => step.Output is not null).Select(step => step.Output!)];
        IReadOnlyList<string> current = outputs.Find(output => output.Segments.Count > 0)?.Segments ?? [];
        foreach (OutputPlan output in outputs)
        {
            bool saysSo = output.Segments.Count > 0;
            if (saysSo)
                current = output.Segments;
            foreach (string name in current)
            {
                int index = name == Nowhere ? -1 : IndexOf(name);
                if (index < 0)
                {
                    if (name != Nowhere && output.Statement is { Segments.Count: > 0 } statement)
                        diagnostics.Report(LinkRules.ScriptValue, statement.Span, $"section `{output.Section.Name}` is put into `{name}`, which PHDRS does not list");
                    continue;
                }
                bool isIn = output is { Exists: true, IsIgnored: false } && output.Section is { IsAllocated: true, Size: > 0 } && (saysSo || !output.Section.IsNoLoad);
                if (isIn)
                    segments[index].Sections.Add(output.Section);
            }
        }
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Name == name)
                return i;
        }
        return -1;
    }

    private void CheckHeaders(List<ProgramSegment> segments, ulong headersSize)
    {
        bool seenWithout = false;
        for (int i = 0; i < segments.Count; i++)
        {
            ProgramSegment segment = segments[i];
            if (!segment.IsLoad)
                continue;
            bool hasHeaders = segment.HasFileHeader || segment.HasProgramHeaders;
            if (hasHeaders && seenWithout)
                diagnostics.Report(LinkRules.ScriptValue, rows[i].Span, $"segment `{rows[i].Name}` has headers and a segment to load before it has none: the headers come first in the file");
            seenWithout |= !hasHeaders;
            ulong needed = headersSize - (segment.HasFileHeader ? 0 : (ulong)ElfLayout.FileHeaderSize(is64: false));
            if (hasHeaders && segment.Sections.Count > 0 && segment.Sections[0].Address < needed)
            {
                diagnostics.Report(LinkRules.ScriptValue, rows[i].Span,
                    $"segment `{rows[i].Name}` has no room for its headers before section `{segment.Sections[0].Name}` at 0x{segment.Sections[0].Address:x}; SIZEOF_HEADERS (0x{headersSize:x}) is needed");
            }
        }
    }
}
