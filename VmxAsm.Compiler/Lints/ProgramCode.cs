using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Lints;

/// <summary>The bytes that one statement put into an executable section.</summary>
internal readonly record struct CodeLine(ulong Address, ReadOnlyMemory<byte> Bytes, SourceSpan Span)
{
    public ReadOnlySpan<byte> Code => Bytes.Span;

    public ulong End => Address + (ulong)Bytes.Length;
}

/// <summary>
/// The code of a linked program, statement by statement, for lints. They look at bytes instead of source text, since macros, both syntaxes and hand-made
/// encodings all come down to them; which mode the code is for is not known, so a lint looks only for what is the same in all.
/// </summary>
internal sealed class ProgramCode
{
    public ProgramCode(LinkedProgram program)
    {
        Program = program;
        foreach (OutputSection section in program.Sections)
        {
            if (!section.IsLoaded || (section.Flags & SectionFlags.Execute) == 0)
                continue;
            List<CodeLine> lines = new(16);
            bool isAscending = true;
            foreach (InputSection input in section.Placed)
            {
                if (!input.Section.HasLines)
                    continue;
                foreach (SectionLine line in input.Section.Lines)
                {
                    ulong start = input.Offset + line.Offset;
                    if (line.Size <= 0 || start + (ulong)line.Size > (ulong)section.Data.Length)
                        continue;
                    isAscending &= lines.Count == 0 || lines[^1].Address <= section.Address + start;
                    lines.Add(new CodeLine(section.Address + start, section.Data.AsMemory((int)start, line.Size), line.Span));
                }
            }

            if (lines.Count > 0)
                Sections.Add(isAscending ? lines.ToArray() : [.. lines.OrderBy(line => line.Address)]);
        }
    }

    public LinkedProgram Program { get; }

    /// <summary>Lines by ascending address, section by section.</summary>
    public List<CodeLine[]> Sections { get; } = [];

    public IEnumerable<CodeLine> Lines
    {
        get
        {
            foreach (CodeLine[] section in Sections)
            {
                foreach (CodeLine line in section)
                    yield return line;
            }
        }
    }

    /// <summary>Looks for what is legal, and yet a mistake.</summary>
    public static void Check(LinkedProgram program, IReadOnlyList<StructureSet> structures, DiagnosticBag diagnostics)
    {
        ProgramCode code = new(program);
        UartLint.Run(code, diagnostics);
        HaltLint.Run(code, diagnostics);
        VmcsSlotLint.Run(code, diagnostics);
        if (structures.Count > 0)
            FarTransferLint.Run(code, structures, diagnostics);
    }
}
