using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives.Structures.Vmcs;

/// <summary>
/// Runs the catalogue of VM-entry checks over what a block says: the same rows that the machine runs over the VMCS when VMLAUNCH executes.
/// Values that come from registers and MSRs are unknown here, and a rule that depends on one is left to the run.
/// </summary>
internal sealed class VmcsCheck : EntryView
{
    private readonly Dictionary<VmcsField, VmcsSetting> _settings;
    private readonly VmcsStructure _vmcs;
    private readonly IKnownValues _values;

    private VmcsCheck(CpuModel model, VmcsStructure vmcs, IReadOnlyList<VmcsSetting> settings, IKnownValues values) : base(model)
    {
        _vmcs = vmcs;
        _settings = settings.ToDictionary(setting => setting.Field);
        _values = values;
    }

    public static void Run(StructureContext context, VmcsStructure vmcs, IKnownValues values)
    {
        VmcsCheck view = new(context.Model, vmcs, vmcs.Settings(context), values);
        foreach (EntryCheck check in EntryChecks.Failures(view))
            view.Report(context, check);
        view.LookForUnusedBitmaps(context);
        view.LookForCutValues(context);
    }

    protected override bool? HostIsInIa32eMode => _vmcs.LoadModes.Count == 1 ? _vmcs.LoadModes.Contains(64) : null;

    protected override ulong? CurrentVmcs => (ulong?)_values.ValueOf(_vmcs.Address);

    protected override ulong? ReadMemory(ulong physicalAddress) => null;

    protected override FieldValue Get(VmcsField field)
    {
        if (!_settings.TryGetValue(field, out VmcsSetting? setting))
            return field == VmcsField.ProcessorBasedControls2 ? FieldValue.Known(0) : FieldValue.Unknown;
        VmcsFieldRow row = VmcsFields.Row(field);
        switch (setting.Source)
        {
            case ValueSource value:
                ulong written = row.Width == VmcsFieldWidth.Natural && HostIsInIa32eMode == false ? row.Mask & uint.MaxValue : row.Mask;
                return _values.ValueOf(value.Value) is { } known ? FieldValue.Known((ulong)known & written) : FieldValue.Unknown;
            case ControlSource control when _values.ValueOf(control.Wanted) is { } wanted:
                uint word = (uint)wanted;
                if (control.Word == ControlWord.Exit && HostIsInIa32eMode == true)
                    word |= (uint)ExitControls.HostAddressSpaceSize;
                return control.Word == ControlWord.VmFunction ? FieldValue.Known(word) : FieldValue.Known(word | Capabilities.Of(control.Word).MustBeOne);
            case FixedSource source when _values.ValueOf(source.Wanted) is { } wanted:
                bool isCr0 = source.Fixed0 == (uint)Msr.Ia32VmxCr0Fixed0;
                ulong mustBe = (isCr0 ? Capabilities.Cr0Fixed0 : Capabilities.Cr4Fixed0) & ~source.Exempt;
                return FieldValue.Known(((ulong)wanted | mustBe) & (isCr0 ? Capabilities.Cr0Fixed1 : Capabilities.Cr4Fixed1));
            case SelectorSource:
                return new FieldValue(0, 7);
            default:
                return FieldValue.Unknown;
        }
    }

    /// <summary>A bitmap that no control makes the processor look at.</summary>
    private void LookForUnusedBitmaps(StructureContext context)
    {
        (VmcsField Field, ProcessorBasedControls Control, string Name)[] bitmaps =
        [
            (VmcsField.IoBitmapA, ProcessorBasedControls.UseIoBitmaps, "use_io_bitmaps"),
            (VmcsField.MsrBitmaps, ProcessorBasedControls.UseMsrBitmaps, "use_msr_bitmaps"),
        ];
        foreach ((VmcsField field, ProcessorBasedControls control, string name) in bitmaps)
        {
            if (_settings.TryGetValue(field, out VmcsSetting? setting) && Find(VmcsField.ProcessorBasedControls) is { } controls && (controls & (ulong)control) == 0)
            {
                context.Report(StructureRules.NothingToIntercept, setting.Span,
                    $"`{VmcsFields.Row(field).Name}` is given, but `processor_based` lacks `{name}`: the processor will not look at it");
            }
        }
    }

    /// <summary>VMWRITE in 32-bit code writes 32 bits of a natural-width field.</summary>
    private void LookForCutValues(StructureContext context)
    {
        if (!_vmcs.LoadModes.Contains(32))
            return;
        foreach (VmcsSetting setting in _settings.Values)
        {
            if (VmcsFields.Row(setting.Field).Width == VmcsFieldWidth.Natural && setting.Source is ValueSource value
                && _values.ValueOf(value.Value) is { } known && known is < 0 or > uint.MaxValue)
            {
                context.Report(StructureRules.TruncatedNaturalWidth, setting.Span,
                    $"`{VmcsFields.Row(setting.Field).Name}` is 0x{known:x}, of which `vmcs_load` in 32-bit code can write the lower 32 bits only");
            }
        }
    }

    private void Report(StructureContext context, EntryCheck check)
    {
        VmcsSetting? setting = _settings.GetValueOrDefault(check.Field);
        string name = VmcsFields.Row(check.Field).Name;
        string value = Find(check.Field) is { } known ? VmcsFieldText.Describe(check.Field, known) : "unknown";
        List<DiagnosticLabel> labels = [];
        foreach (VmcsField other in check.Fields.Skip(1))
        {
            if (_settings.TryGetValue(other, out VmcsSetting? weighed) && weighed.Precedence != Precedence.Default && weighed.Line != setting?.Line)
            {
                string text = Find(other) is { } otherValue ? VmcsFieldText.Describe(other, otherValue) : "unknown";
                labels.Add(new DiagnosticLabel(weighed.Span, $"`{VmcsFields.Row(other).Name}` is {text}"));
            }
        }

        SourceSpan span = setting?.Span ?? _vmcs.Span;
        context.Diagnostics.Report(new Diagnostic(StructureRules.EntryCheckFails, $"`{name}` is {value}; {check.Rule}", span)
        {
            Check = check.Id,
            Labels = labels,
            Notes =
            [
                $"satisfied by: {check.SatisfiedBy(this)}",
                $"rule `{check.Id}`: SDM volume 3, \"{check.Section}\"",
            ],
        });
    }
}
