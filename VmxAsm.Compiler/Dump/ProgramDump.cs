using System.Globalization;
using System.Text;
using VmxAsm.Architecture.Images;
using VmxAsm.Architecture.Paging;

namespace VmxAsm.Compiler.Dump;

/// <summary>The structures that debug information names, read from memory and written back in the words that make them.</summary>
public static class ProgramDump
{
    /// <param name="read">Physical memory as the loaded program fills it.</param>
    /// <param name="tables">The descriptor tables that are shown with it; see <see cref="Tables"/>.</param>
    /// <returns>Null for a kind that has no contents to show, such as a VMXON region, or that is not in memory.</returns>
    public static string? Structure(DebugStructure structure, ReadPhysicalMemory read, DumpedTables? tables = null)
    {
        if (structure.Kind == "vmcs")
            return Vmcs(structure);

        string name = structure.Name;
        int bits = int.TryParse(structure.Format, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 32;
        if (structure.Kind == "pagetables")
            return PageTableDump.PageTables(read, structure.Address, FormatOf(structure.Format), name);
        if (read(structure.Address, (int)structure.Size) is not { } memory)
            return null;

        ReadOnlySpan<byte> bytes = memory.Span;
        return structure.Kind switch
        {
            "gdt" or "ldt" => StructureDump.DescriptorTable(bytes, name, structure.Kind == "ldt", labels: Labels(structure), tables: tables),
            "idt" => StructureDump.InterruptTable(bytes, name, bits, tables),
            "tss" => TaskStateDump.Write(bytes, name, bits, tables ?? DumpedTables.None),
            "iobitmap" => StructureDump.IoBitmap(bytes, name),
            "msrbitmap" => StructureDump.MsrBitmap(bytes, name),
            "msrlist" => StructureDump.MsrList(bytes, name),
            _ => null,
        };
    }

    /// <summary>The descriptor tables among structures, for the selectors in the others.</summary>
    public static DumpedTables Tables(IEnumerable<DebugStructure> structures, ReadPhysicalMemory read)
    {
        DumpedTables tables = new();
        foreach (DebugStructure structure in structures.Where(structure => structure.Kind is "gdt" or "ldt"))
        {
            if (read(structure.Address, (int)structure.Size) is { } memory)
                tables.Add(memory.Span, structure.Kind == "ldt");
        }

        return tables;
    }

    /// <summary>A paging format by its name in the language; IA-32e when it is none.</summary>
    public static PagingFormat FormatOf(string name) => PagingFormats.All.FirstOrDefault(row => row.Name == name)?.Format ?? PagingFormat.Ia32e;

    /// <summary>The processor keeps a VMCS in a form of its own, so what is shown is what the loading code writes.</summary>
    private static string Vmcs(DebugStructure structure)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"        .vmcs   {structure.Name}\n");
        foreach (string line in structure.Entries.Select(entry => entry.Text).Distinct())
            text.Append("                ").Append(line).Append('\n');
        text.Append("        .endvmcs\n");
        return text.ToString();
    }

    /// <summary>Labels of descriptors by their offset: a selector without its RPL and table bits.</summary>
    private static Dictionary<int, string> Labels(DebugStructure structure)
    {
        Dictionary<int, string> labels = [];
        foreach (DebugEntry entry in structure.Entries.Where(entry => entry.Key.Length > 0))
            labels.TryAdd((int)entry.Encoding & ~7, entry.Key);
        return labels;
    }
}
