using VmxAsm.Architecture.Segmentation;
using VmxAsm.Compiler.Directives.Structures.Descriptors;
using VmxAsm.Compiler.Directives.Structures.Values;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

/// <summary>
/// What <c>table:entry</c> stands for, within a source and across sources. A source is assembled by itself, so a descriptor of another one is reached through
/// four symbols that a <c>.globl</c> table defines for each of its labels: <c>TABLE.LABEL.selector</c>, <c>.base</c>, <c>.limit</c>, <c>.rights</c>.
/// </summary>
internal static class DescriptorNames
{
    /// <summary>What loading a register from the descriptor would have put there: accessed, and busy for a TSS.</summary>
    public static SegmentState Loaded(DescriptorTable table, DescriptorEntry entry, SourceSpan span)
    {
        ExpressionNode selector = Terms.Constant(entry.TableOffset + (table.IsLocal ? 4L : 0), span);
        ExpressionNode rights = DescriptorBytes.RightsOf(entry);
        if (entry.Kind.Family is DescriptorFamily.Code or DescriptorFamily.Data)
        {
            selector = Terms.Or(selector, entry.Dpl);
            rights = Terms.Or(rights, AccessRights.AccessedBit);
        }
        else if (entry.Kind.Family == DescriptorFamily.Tss)
        {
            rights = Terms.Or(rights, AccessRights.WritableOrReadableBit);
        }

        return new(selector, entry.Base, DescriptorBytes.ByteLimitOf(entry), rights);
    }

    /// <summary>The descriptor of a table in another source.</summary>
    public static SegmentState Of(StructureContext context, QualifiedValue value)
    {
        return new(Part("selector"), Part("base"), Part("limit"), Part("rights"));

        ExpressionNode Part(string part) => new SymbolNode(context.Reference(NameOf(value.Table.Name, value.Entry.Name, part), value.Span), value.Span);
    }

    /// <summary>Defines the symbols of a table that other sources may name. A value that no object file could express is left out.</summary>
    public static void Define(StructureContext context, DescriptorTable table)
    {
        foreach ((string label, DescriptorEntry entry) in table.Labels)
        {
            if (entry.Kind.IsGate)
                continue;
            SegmentState state = Loaded(table, entry, entry.Span);
            foreach ((string part, ExpressionNode value) in ((string, ExpressionNode)[])[("selector", state.Selector), ("base", state.Base), ("limit", state.Limit), ("rights", state.Rights)])
            {
                if (value is SymbolNode or BinaryNode { Operator: Operator.Add, Left: SymbolNode, Right: ConstantNode } || context.ValueNow(value) is not null)
                    context.Equate(NameOf(table.Name, label, part), context.ValueNow(value) is { } known ? Terms.Constant(known, entry.Span) : value, entry.Span);
            }
        }
    }

    private static string NameOf(string table, string label, string part) => $"{table}.{label}.{part}";
}
