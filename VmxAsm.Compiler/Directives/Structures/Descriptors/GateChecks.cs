using VmxAsm.Architecture.Segmentation;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Descriptors;

/// <summary>
/// What the manual demands of a gate's target (SDM volume 3, "Call Gates", "Interrupt Descriptor Table (IDT)"): the selector means a code
/// segment, or a TSS for a task gate, and the offset fits the gate's size and the segment's.
/// </summary>
internal static class GateChecks
{
    public static void Check(StructureContext context, DescriptorEntry gate, SourceSpan selectorSpan, SourceSpan offsetSpan)
    {
        context.RequireRange(gate.Selector, 0, 0xFFFF, selectorSpan, "the selector");
        if (gate.Kind.Bits < 64)
            context.RequireRange(gate.Offset, 0, gate.Kind.Bits == 16 ? 0xFFFF : 0xFFFF_FFFF, offsetSpan, $"the offset of a {gate.Kind.Bits}-bit gate");
        if ((gate.Rights & AccessRights.PresentBit) == 0)
            return;

        // Which table a selector means is known when the program runs; a target is wrong for certain only when no table of the program has it.
        context.LateChecks.Add(values =>
        {
            if (values.ValueOf(gate.Selector) is not { } selector)
                return;
            if ((selector & ~3) == 0)
            {
                context.Report(StructureRules.BadGate, selectorSpan, "the selector is null: the gate leads nowhere and using it raises #GP");
                return;
            }

            if (!CheckHits(context, selector, selectorSpan))
                return;
            bool isTask = gate.Kind.Family == DescriptorFamily.TaskGate;
            DescriptorEntry[] targets = Hit(context, selector);
            if (targets.Length == 0)
                return;
            if (!targets.Any(target => target.Kind.Family == (isTask ? DescriptorFamily.Tss : DescriptorFamily.Code)))
            {
                context.Report(StructureRules.BadGate, selectorSpan,
                    $"selector 0x{selector:x} is a `{targets[0].Kind.Word}`; {(isTask ? "a task gate leads to a TSS" : "a gate leads to a code segment")}",
                    new DiagnosticLabel(targets[0].Span, "this descriptor"));
            }
            else if (gate.Kind.Bits == 64 && !targets.Any(target => (target.Rights & AccessRights.LongBit) != 0))
            {
                context.Report(StructureRules.BadGate, selectorSpan,
                    $"selector 0x{selector:x} is a `{targets[0].Kind.Word}`; a 64-bit gate leads to 64-bit code",
                    new DiagnosticLabel(targets[0].Span, "this descriptor"));
            }
        });
    }

    /// <summary>
    /// Reports a selector that hits no descriptor of any table of the program; false then. Silent when the program has no such table, since it
    /// may be made by hand.
    /// </summary>
    public static bool CheckHits(StructureContext context, long selector, SourceSpan span)
    {
        DescriptorTable[] tables = [.. Tables(context, selector)];
        if (tables.Length == 0 || Hit(context, selector).Length > 0)
            return true;
        context.Report(StructureRules.NoSuchSelector, span,
            $"selector 0x{selector:x} hits no descriptor of {string.Join(" or ", tables.Select(table => $"`.{table.Kind} {table.Name}`").Distinct())}");
        return false;
    }

    /// <summary>The descriptors that a selector may mean: one of each table of the program.</summary>
    public static DescriptorEntry[] Hit(StructureContext context, long selector) =>
        [.. Tables(context, selector).SelectMany(table => table.Descriptors).Where(entry => entry.TableOffset == (selector & 0xFFF8))];

    private static IEnumerable<DescriptorTable> Tables(StructureContext context, long selector) =>
        context.Program.SelectMany(set => set.All).OfType<DescriptorTable>().Where(table => table.IsLocal == ((selector & 4) != 0));
}
