using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Segmentation;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures.Descriptors;
using VmxAsm.Compiler.Dump;
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

    private readonly StructureContext _context;

    private VmcsCheck(StructureContext context, VmcsStructure vmcs, IReadOnlyList<VmcsSetting> settings, IKnownValues values) : base(context.Model)
    {
        _context = context;
        _vmcs = vmcs;
        _settings = settings.ToDictionary(setting => setting.Field);
        _values = values;
    }

    public static void Run(StructureContext context, VmcsStructure vmcs, IKnownValues values)
    {
        VmcsCheck view = new(context, vmcs, vmcs.Settings(context), values);
        foreach (EntryCheck check in EntryChecks.Failures(view))
            view.Report(check);
        view.CheckMsrArea(VmcsField.EntryMsrLoadAddress, VmcsField.EntryMsrLoadCount, "VM entry");
        view.CheckMsrArea(VmcsField.ExitMsrLoadAddress, VmcsField.ExitMsrLoadCount, "VM exit");
        view.LookForWrongPageTables();
        view.LookForUnusedBitmaps();
        view.LookForCutValues();
        view.LookForLostSelectors();
    }

    protected override bool? HostIsInIa32eMode => _vmcs.LoadModes.Count == 1 ? _vmcs.LoadModes.Contains(64) : null;

    protected override ulong? CurrentVmcs => (ulong?)_values.ValueOf(_vmcs.Address);

    /// <summary>What page tables of the program hold; other memory may have changed by the time of the VM entry.</summary>
    protected override ulong? ReadMemory(ulong physicalAddress) =>
        StructureAt("pagetables", physicalAddress) is null ? null : Read(physicalAddress, 8);

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

    /// <summary>The registers that a <c>.msrlist</c> has a VM entry or exit load (SDM volume 3, "Loading MSRs").</summary>
    private void CheckMsrArea(VmcsField addressField, VmcsField countField, string when)
    {
        if (Find(addressField) is not { } address || Find(countField) is not { } count || StructureAt("msrlist", address) is not { } list)
            return;
        for (ulong i = 0; i < Math.Min(count, (ulong)list.Size / 16) && i < (ulong)list.Entries.Count; i++)
        {
            ulong place = address + (16 * i);
            if (Read(place, 8) is not { } first || Read(place + 8, 8) is not { } value)
                continue;
            MsrAreaEntry entry = new((uint)first, (uint)(first >> 32), value);
            if (MsrLoadCheck.All.FirstOrDefault(check => !check.Holds(entry, Cpu)) is not { } broken)
                continue;
            _context.Diagnostics.Report(new Diagnostic(
                StructureRules.EntryCheckFails,
                $"`{StructureDump.MsrName(entry.Msr)}` would get 0x{value:x} at {when}; {broken.Rule}",
                list.Entries[(int)i].Span)
            {
                Labels = [new DiagnosticLabel(_settings[addressField].Span, "loaded by this VMCS")],
                Notes = [$"rule `{broken.Id}`: SDM volume 3, \"{MsrLoadCheck.Section}\""],
            });
        }
    }

    private Structure? StructureAt(string kind, ulong address) => _context.Program
        .SelectMany(set => set.All)
        .FirstOrDefault(structure => structure.Kind == kind && (ulong?)_values.ValueOf(structure.Address) is { } start && address >= start && address - start < (ulong)structure.Size);

    private ulong? Read(ulong address, int count)
    {
        ulong value = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            if (_values.ByteAt(address + (ulong)i) is not { } bits)
                return null;
            value = (value << 8) | bits;
        }

        return value;
    }

    /// <summary>A bitmap that no control makes the processor look at.</summary>
    private void LookForUnusedBitmaps()
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
                _context.Report(StructureRules.NothingToIntercept, setting.Span,
                    $"`{VmcsFields.Row(field).Name}` is given, but `processor_based` lacks `{name}`: the processor will not look at it");
            }
        }
    }

    /// <summary>The processor walks what CR3 points to in the format of the guest's paging mode, whatever was made there.</summary>
    private void LookForWrongPageTables()
    {
        if (Find(VmcsField.GuestCr0) is not { } cr0 || (cr0 & Cr0.PG) == 0 || Find(VmcsField.GuestCr4) is not { } cr4 || Find(VmcsField.EntryControls) is not { } entry
            || !_settings.TryGetValue(VmcsField.GuestCr3, out VmcsSetting? setting))
        {
            return;
        }

        if (setting.Precedence == Precedence.Default)
        {
            _context.Report(StructureRules.WrongPageTables, _vmcs.Span, $"`guest.cr3` of `{_vmcs.Name}` is not given, and the guest's paging is on: its page tables would lie at address 0");
            return;
        }

        if (Find(VmcsField.GuestCr3) is not { } cr3 || StructureAt("pagetables", cr3 & ~0xFFFUL | (cr3 & 0xFE0)) is not { } tables)
            return;
        string mode = (entry & (ulong)EntryControls.Ia32eModeGuest) != 0 ? "ia32e" : (cr4 & Cr4.PAE) != 0 ? "pae" : (cr4 & Cr4.PSE) != 0 ? "pse" : "legacy";
        if (tables.FormatName == mode || (mode == "pse" && tables.FormatName == "legacy") || (mode == "legacy" && tables.FormatName == "pse" && !tables.HasLargePages))
            return;
        string needs = tables.FormatName switch
        {
            "ia32e" => "`entry = ia32e_mode_guest` and `guest.cr4 = PAE`",
            "pae" => "`guest.cr4 = PAE` without `ia32e_mode_guest`",
            "pse" => "`guest.cr4 = PSE` without PAE",
            "legacy" => "a `guest.cr4` without PAE",
            _ => "to be in `ept_pointer`",
        };
        _context.Report(StructureRules.WrongPageTables, setting.Span,
            $"`{tables.Name}` has the format `{tables.FormatName}`, and the guest's paging mode reads it as `{mode}`: it needs {needs}", new DiagnosticLabel(tables.Span, "defined here"));
    }

    /// <summary>
    /// VM entry takes a segment register's four fields as they are. When the guest loads the selector again, on the way back from a handler for instance, the processor
    /// looks it up in the guest's table, and there it must be.
    /// </summary>
    private void LookForLostSelectors()
    {
        if (Find(VmcsField.GuestRflags) is not { } rflags || (rflags & Rflags.VM) != 0 || Find(VmcsField.GuestCr0) is not { } cr0 || (cr0 & Cr0.PE) == 0)
            return;
        foreach (GuestSegment segment in VmcsDefaults.CodeAndData)
        {
            if (!_settings.TryGetValue(segment.Selector(), out VmcsSetting? setting) || setting.Precedence == Precedence.Default
                || Find(segment.Selector()) is not { } selector || SelectorChecks.IsNull((long)selector)
                || Find(segment.AccessRights()) is not { } rights || (rights & AccessRights.UnusableBit) != 0)
            {
                continue;
            }

            string name = VmcsFields.Row(segment.Selector()).Name;
            bool isLocal = (selector & 4) != 0;
            if (isLocal && Find(VmcsField.GuestLdtrAccessRights) is { } ldtr && (ldtr & AccessRights.UnusableBit) != 0)
                _context.Report(StructureRules.NoSuchSelector, setting.Span, $"`{name}` is 0x{selector:x}, which is looked up in the LDT (bit 2 is set), and the guest's LDTR is unusable");
            else if ((isLocal ? TableMiss(VmcsField.GuestLdtrBase, VmcsField.GuestLdtrLimit, selector) : TableMiss(VmcsField.GuestGdtrBase, VmcsField.GuestGdtrLimit, selector)) is { } miss)
                _context.Report(StructureRules.NoSuchSelector, setting.Span, $"`{name}` is 0x{selector:x}, which {miss}");
        }
    }

    private string? TableMiss(VmcsField baseField, VmcsField limitField, ulong selector)
    {
        if (!_settings.TryGetValue(limitField, out VmcsSetting? limitSetting) || limitSetting.Precedence == Precedence.Default || Find(limitField) is not { } limit)
            return null;
        if ((selector | 7) > limit)
            return $"lies beyond `{VmcsFields.Row(limitField).Name}`, 0x{limit:x}";
        return Find(baseField) is { } start && (StructureAt("gdt", start) ?? StructureAt("ldt", start)) is DescriptorTable table
            && (ulong?)_values.ValueOf(table.Address) == start && !table.HasEntry((long)selector)
                ? $"hits no descriptor of `.{table.Kind} {table.Name}`"
                : null;
    }

    /// <summary>VMWRITE in 32-bit code writes 32 bits of a natural-width field.</summary>
    private void LookForCutValues()
    {
        if (!_vmcs.LoadModes.Contains(32))
            return;
        foreach (VmcsSetting setting in _settings.Values)
        {
            if (VmcsFields.Row(setting.Field).Width == VmcsFieldWidth.Natural && setting.Source is ValueSource value
                && _values.ValueOf(value.Value) is { } known && known is < 0 or > uint.MaxValue)
            {
                _context.Report(StructureRules.TruncatedNaturalWidth, setting.Span,
                    $"`{VmcsFields.Row(setting.Field).Name}` is 0x{known:x}, of which `vmcs_load` in 32-bit code can write the lower 32 bits only");
            }
        }
    }

    private void Report(EntryCheck check)
    {
        // A PAE guest's PDPTEs are fields with EPT only; else the complaint is about the CR3 that leads to them.
        VmcsField field = check.Fields.FirstOrDefault(_settings.ContainsKey, check.Field);
        VmcsSetting? setting = _settings.GetValueOrDefault(field);
        string name = VmcsFields.Row(field).Name;
        string value = Find(field) is { } known ? VmcsFieldText.Describe(field, known) : "unknown";
        List<DiagnosticLabel> labels = [];
        foreach (VmcsField other in check.Fields.Where(other => other != field))
        {
            if (_settings.TryGetValue(other, out VmcsSetting? weighed) && weighed.Precedence != Precedence.Default && weighed.Line != setting?.Line)
            {
                string text = Find(other) is { } otherValue ? VmcsFieldText.Describe(other, otherValue) : "unknown";
                labels.Add(new DiagnosticLabel(weighed.Span, $"`{VmcsFields.Row(other).Name}` is {text}"));
            }
        }

        SourceSpan span = setting?.Span ?? _vmcs.Span;
        string? write = EntryRepair.Find(this, check) is { } repair ? $"write: `{name} = {EntryRepair.Write(this, check.Field, repair)}`" : null;
        _context.Diagnostics.Report(new Diagnostic(StructureRules.EntryCheckFails, $"`{name}` is {value}; {check.Rule}", span)
        {
            Check = check.Id,
            Labels = labels,
            Notes =
            [
                $"satisfied by: {check.SatisfiedBy(this)}",
                .. write is null ? (string[])[] : [write],
                .. OtherModel(setting),
                $"rule `{check.Id}`: SDM volume 3, \"{check.Section}\"",
            ],
        });
    }

    /// <summary>Where controls are asked for that the model lacks and another one has.</summary>
    private string[] OtherModel(VmcsSetting? setting)
    {
        if (setting?.Source is not ControlSource control || _values.ValueOf(control.Wanted) is not { } wanted || Capabilities.Of(control.Word).Unsupported((uint)wanted) == 0)
            return [];
        FittingModel fitting = new();
        foreach (VmcsSetting each in _settings.Values)
        {
            if (each.Precedence != Precedence.Default)
                fitting.Require(VmcsFields.Row(each.Field));
            if (each.Source is ControlSource { Word: var word } source && _values.ValueOf(source.Wanted) is { } bits)
                fitting.Require(word, (uint)bits);
        }

        return fitting.Notes;
    }
}
