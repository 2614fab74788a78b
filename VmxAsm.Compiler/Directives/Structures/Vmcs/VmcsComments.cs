using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler.Dump;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

/// <summary>
/// What each line of a <c>.vmcs</c> block comes down to, for the listing: the fields that its composites set, and at the block's name the defaults.
/// </summary>
internal static class VmcsComments
{
    public static IEnumerable<(SourceSpan Line, string Text)> Of(StructureContext context, VmcsStructure vmcs, IKnownValues values)
    {
        foreach (VmcsSetting setting in vmcs.Settings(context))
        {
            VmcsFieldRow row = VmcsFields.Row(setting.Field);
            string isDefault = setting.Precedence == Precedence.Default ? "default: " : "";
            yield return (setting.Line, $"{isDefault}{row.Name} (0x{row.Encoding:x4}) = {Describe(setting, values)}");
        }
    }

    private static string Describe(VmcsSetting setting, IKnownValues values) => setting.Source switch
    {
        ValueSource value => Known(setting.Field, value.Value, values),
        ControlSource control => Known(setting.Field, control.Wanted, values) + ", and the bits that the processor requires",
        FixedSource source => Known(setting.Field, source.Wanted, values) + ", and the bits that VMX operation fixes",
        RegisterSource register => $"%{register.Register}",
        SelectorSource selector => $"%{selector.Register} without RPL and table indicator",
        SegmentBaseSource segment => $"the base of %{segment.Register}'s segment",
        TableBaseSource table => $"the base in %{table.Register}",
        MsrSource msr => $"msr({(values.ValueOf(msr.Index) is { } index ? StructureDump.MsrName((uint)index) : "known when linked")})",
        _ => "",
    };

    private static string Known(VmcsField field, ExpressionNode node, IKnownValues values) =>
        values.ValueOf(node) is { } value ? VmcsFieldText.Describe(field, (ulong)value & VmcsFields.Row(field).Mask) : "known when linked";
}
