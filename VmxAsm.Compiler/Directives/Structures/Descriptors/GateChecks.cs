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
        if (gate.Kind.Bits == 64)
            context.RequireCanonical(gate.Offset, StructureRules.BadGate, offsetSpan, "the offset", (SystemSegmentType)(gate.Rights & 0xF) == SystemSegmentType.CallGate ? "IA-32e Mode Call Gates" : "64-Bit Mode IDT");
        else
            context.RequireRange(gate.Offset, 0, gate.Kind.Bits == 16 ? 0xFFFF : 0xFFFF_FFFF, offsetSpan, $"the offset of a {gate.Kind.Bits}-bit gate");
        if ((gate.Rights & AccessRights.PresentBit) == 0)
            return;

        context.LateChecks.Add(values =>
        {
            if (values.ValueOf(gate.Selector) is not { } selector)
                return;
            if (SelectorChecks.IsNull(selector))
            {
                context.Report(StructureRules.BadGate, selectorSpan, "the selector is null: the gate leads nowhere and using it raises #GP");
                return;
            }

            if (!SelectorChecks.CheckHits(context, selector, selectorSpan))
                return;
            bool isTask = gate.Kind.Family == DescriptorFamily.TaskGate;
            DescriptorEntry[] targets = SelectorChecks.Hit(context, selector);
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
}
