using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>A stretch of memory that the boot loader fills.</summary>
/// <param name="Address">Physical.</param>
/// <param name="Contents">Bytes to load.</param>
/// <param name="MemorySize">Bytes in memory; what exceeds the contents is zero.</param>
internal sealed record LoadSegment(ulong Address, byte[] Contents, ulong MemorySize);

/// <summary>Joins sections that lie close together into segments.</summary>
internal static class LoadSegments
{
    /// <summary>A gap up to here costs less to load than a segment of its own.</summary>
    private const ulong LargestGap = 4096;

    public static List<LoadSegment> Of(LinkedProgram program)
    {
        var segments = new List<LoadSegment>();
        var run = new List<OutputSection>();
        ulong end = 0;
        foreach (OutputSection section in OutputSection.InLoadOrder(program.Sections.Where(IsInMemory)))
        {
            bool continues = run.Count > 0 && section.LoadAddress - end <= LargestGap;
            if (!continues && run.Count > 0)
            {
                segments.Add(Join(run));
                run.Clear();
            }
            run.Add(section);
            end = section.LoadAddress + section.Size;
        }
        if (run.Count > 0)
            segments.Add(Join(run));
        return segments;
    }

    /// <summary>Sections without contents are zeroed where they are used, which is where they are loaded unless a script says otherwise.</summary>
    private static bool IsInMemory(OutputSection section) =>
        section.IsAllocated && !section.IsNoLoad && section.Size > 0 && (section.Type != SectionType.NoBits || section.Address == section.LoadAddress)
        && !((section.Flags & SectionFlags.ThreadLocal) != 0 && section.Type == SectionType.NoBits);

    private static LoadSegment Join(List<OutputSection> run)
    {
        ulong start = run[0].LoadAddress;
        ulong loaded = run.Where(section => section.IsLoaded).Select(section => section.LoadAddress + section.Size - start).DefaultIfEmpty().Max();
        byte[] contents = new byte[loaded];
        foreach (OutputSection section in run.Where(section => section.IsLoaded))
            section.Data.CopyTo(contents.AsSpan((int)(section.LoadAddress - start)));
        return new LoadSegment(start, contents, run[^1].LoadAddress + run[^1].Size - start);
    }

    /// <summary>What lies where the loader works is an error, what lies where no memory is a warning.</summary>
    public static void Check(IEnumerable<OutputSection> sections, DiagnosticBag diagnostics)
    {
        foreach (OutputSection section in sections)
        {
            if (!IsInMemory(section))
                continue;
            ulong start = section.LoadAddress, end = start + section.Size;
            if (start < BootLoader.MemoryEnd)
            {
                diagnostics.Report(LinkRules.LoadOverlapsLoader, SourceSpan.None,
                    $"section `{section.Name}` (0x{start:x}..0x{end - 1:x}) lies where the loader works, below 0x{BootLoader.MemoryEnd:x}");
            }
            else if (end > 1UL << 32)
            {
                diagnostics.Report(LinkRules.EntryUnreachable, SourceSpan.None, $"section `{section.Name}` (0x{start:x}..0x{end - 1:x}) lies above 4 GiB, which the loader does not reach");
            }
            else if (start < 0x100000 && end > 0xA0000)
            {
                diagnostics.Report(LinkRules.ReservedMemory, SourceSpan.None, $"section `{section.Name}` (0x{start:x}..0x{end - 1:x}) reaches into video memory or ROM");
            }
        }
    }
}
