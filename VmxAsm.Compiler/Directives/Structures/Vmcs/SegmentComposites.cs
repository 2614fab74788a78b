using VmxAsm.Architecture.Segmentation;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Descriptors;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;

namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

/// <summary>Selector, base, limit and access rights of one segment register.</summary>
internal sealed record SegmentState(ExpressionNode Selector, ExpressionNode Base, ExpressionNode Limit, ExpressionNode Rights)
{
    public static SegmentState Unusable { get; } =
        new(Terms.Constant(0L), Terms.Constant(0L), Terms.Constant(0L), Terms.Constant((long)AccessRights.UnusableBit));
}

/// <summary>
/// Values that fill all four fields of a segment register, since they only make sense together (SDM volume 3, "Checks on Guest Segment Registers").
/// </summary>
internal static class SegmentComposites
{
    private const uint AccessedData = AccessRights.PresentBit | AccessRights.CodeOrDataBit | AccessRights.WritableOrReadableBit | AccessRights.AccessedBit;
    private const uint AccessedCode = AccessedData | AccessRights.CodeBit;

    public static IReadOnlyList<string> Names { get; } = ["v86", "realmode", "flat32", "flat64", "unusable"];

    /// <summary>The state that a value describes; null, with a report, when it describes none.</summary>
    /// <param name="isOverridden">More specific keys give the register: a descriptor of another type is no mistake.</param>
    /// <param name="isForAll">The value is that of <c>guest.segments</c>.</param>
    public static SegmentState? Read(StructureContext context, Value value, GuestSegment segment, bool isOverridden, bool isForAll)
    {
        if (segment is GuestSegment.Ldtr or GuestSegment.Tr && value is not (QualifiedValue or BrokenValue or NameValue { Name: "unusable" }))
        {
            context.Report(StructureRules.WrongKind, value.Span,
                $"{Lowering.Describe(value)} describes no {(segment == GuestSegment.Tr ? "task, which TR holds: there is a descriptor of a TSS `table:entry`" : "LDT, which LDTR holds: there are `unusable` and a descriptor `table:entry`")}");
            return null;
        }

        switch (value)
        {
            case NameValue { Name: "unusable" }:
                return SegmentState.Unusable;
            case NameValue { Name: "flat32" or "flat64" } flat:
                return Flat(context, flat.Name, Terms.Constant(0L, flat.Span), segment);
            case CallValue { Arguments.Count: 1 } call when Names.Contains(call.Callee.Name) && call.Callee.Name != "unusable":
                ExpressionNode selector = call.Arguments[0].ToExpression(context);
                context.RequireRange(selector, 0, 0xFFFF, call.Arguments[0].Span, "the selector");
                return call.Callee.Name switch
                {
                    "v86" => new(selector, Terms.ShiftLeft(selector, 4), Terms.Constant(0xFFFFL), Terms.Constant((long)AccessRights.Virtual8086)),
                    "realmode" => new(selector, Terms.ShiftLeft(selector, 4), Terms.Constant(0xFFFFL),
                        Terms.Constant((long)(segment == GuestSegment.Cs ? AccessedCode : AccessedData))),
                    _ => Flat(context, call.Callee.Name, selector, segment),
                };
            case QualifiedValue qualified:
                return FromDescriptor(context, qualified, segment, isOverridden, isForAll);
            case BrokenValue:
                return null;
            default:
                string name = value switch { NameValue word => word.Name, CallValue call => call.Callee.Name, _ => "" };
                context.Report(StructureRules.WrongKind, value.Span,
                    $"{Lowering.Describe(value)} describes no segment{NearestName.Suggestion(name, Names)}; there are `v86(selector)`, `realmode(selector)`, "
                    + "`flat32`, `flat64`, `unusable`, and a descriptor `table:entry`");
                return null;
        }
    }

    private static SegmentState Flat(StructureContext context, string word, ExpressionNode selector, GuestSegment segment)
    {
        bool isCode = segment == GuestSegment.Cs;
        uint size = isCode && word == "flat64" ? AccessRights.LongBit : AccessRights.DefaultBigBit;
        ExpressionNode rights = Terms.Or(
            Terms.Constant((long)((isCode ? AccessedCode : AccessedData) | size | AccessRights.GranularityBit)),
            Terms.ShiftLeft(Terms.And(selector, 3), AccessRights.DplShift));
        return new(selector, Terms.Constant(0L), Terms.Constant(0xFFFF_FFFFL), rights);
    }

    /// <summary>What loading the register from the descriptor would have put there: accessed, and busy for a TSS.</summary>
    private static SegmentState? FromDescriptor(StructureContext context, QualifiedValue value, GuestSegment segment, bool isOverridden, bool isForAll)
    {
        if (context.Structures.Find(value.Table.Name) is not DescriptorTable table)
        {
            if (!context.IsWholeProgram && !context.IsKnownSymbol(value.Table.Name))
                return DescriptorNames.Of(context, value);
            context.Report(StructureRules.NoSuchStructure, value.Table.Span,
                $"there is no `.gdt` or `.ldt` called `{value.Table.Name}`{NearestName.Suggestion(value.Table.Name, context.Structures.Names<DescriptorTable>())}");
            return null;
        }

        if (!table.Labels.TryGetValue(value.Entry.Name, out DescriptorEntry? entry))
        {
            context.Report(StructureRules.NoSuchStructure, value.Entry.Span,
                $"`{table.Name}` has no descriptor labelled `{value.Entry.Name}`{NearestName.Suggestion(value.Entry.Name, table.Labels.Keys)}",
                new DiagnosticLabel(table.Span, "the table"));
            return null;
        }

        DescriptorFamily wanted = segment switch
        {
            GuestSegment.Ldtr => DescriptorFamily.Ldt,
            GuestSegment.Tr => DescriptorFamily.Tss,
            GuestSegment.Cs => DescriptorFamily.Code,
            _ => entry.Kind.Family == DescriptorFamily.Code ? DescriptorFamily.Code : DescriptorFamily.Data,
        };
        if (entry.Kind.Family != wanted)
        {
            if (isOverridden)
                return null;
            string why = $"{segment.Name()} cannot hold a `{entry.Kind.Word}` descriptor";
            context.Report(StructureRules.WrongKind, value.Span,
                isForAll ? $"`guest.segments` is for {segment.Name()} too, and {why}: give `{VmcsKeys.KeyOf(segment)}` a value of its own" : why,
                new DiagnosticLabel(entry.Span, "this one"));
            return null;
        }

        return DescriptorNames.Loaded(table, entry, value.Span);
    }
}
