using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Descriptors;

/// <summary>
/// A system descriptor against the structure that its base turns out to be: a TSS of the descriptor's size, a table for an LDT, and a limit that does not cut off
/// the structure's end. Bases that are numbers, or no structure of the program, are made by hand and not looked at.
/// </summary>
internal static class TargetChecks
{
    public static void Check(StructureContext context, DescriptorEntry entry, SourceSpan baseSpan, SourceSpan limitSpan) => context.LateChecks.Add(values =>
    {
        if (entry.Base is ConstantNode || values.ValueOf(entry.Base) is not { } start
            || context.Program.SelectMany(set => set.All).FirstOrDefault(other => other.Size > 0 && values.ValueOf(other.Address) == start) is not { } structure)
        {
            return;
        }

        DiagnosticLabel there = new(structure.Span, "defined here");
        string format = structure.FormatName.Length > 0 ? $" of format {structure.FormatName}" : "";
        bool isTss = entry.Kind.Family == DescriptorFamily.Tss;
        if (structure.Kind != (isTss ? "tss" : "ldt"))
        {
            context.Report(StructureRules.BadDescriptor, baseSpan, $"`{structure.Name}` is a `.{structure.Kind}`; a `{entry.Kind.Word}` descriptor describes {(isTss ? "a `.tss`" : "an `.ldt`")}", there);
        }
        else if (structure is TaskState task && task.Layout.Bits != entry.Kind.Bits)
        {
            context.Report(StructureRules.BadDescriptor, baseSpan, $"`{structure.Name}` is a `.tss`{format}; a `{entry.Kind.Word}` descriptor makes the processor read it as one of {entry.Kind.Bits} bits", there);
        }
        else if (values.ValueOf(entry.Limit) is { } limit && limit < structure.Size - 1)
        {
            context.Report(StructureRules.LimitCutsStructure, limitSpan,
                $"the limit 0x{limit:x} leaves out the end of `{structure.Name}`, whose last byte is at 0x{structure.Size - 1:x}{(isTss ? ": its I/O permission bitmap is cut off, and the ports in that part are refused" : "")}", there);
        }
    });
}
