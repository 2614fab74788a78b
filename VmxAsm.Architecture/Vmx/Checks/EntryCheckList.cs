using VmxAsm.Architecture.Processor;

namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>Builds the rows of one section; what the sections' files share.</summary>
internal sealed class EntryCheckList(EntryCheckGroup group)
{
    private readonly List<EntryCheck> _rows = [];

    public IReadOnlyList<EntryCheck> Rows => _rows;

    /// <summary>Title of the manual's section that the rows added next belong to.</summary>
    public string Section { get; set; } = "";

    public void Add(
        string id,
        VmcsField field,
        string rule,
        Func<EntryView, bool> holds,
        string satisfiedBy,
        EntryFailureQualification qualification = EntryFailureQualification.None) =>
        Add(id, [field], rule, holds, _ => satisfiedBy, qualification);

    public void Add(
        string id,
        VmcsField[] fields,
        string rule,
        Func<EntryView, bool> holds,
        string satisfiedBy,
        EntryFailureQualification qualification = EntryFailureQualification.None) =>
        Add(id, fields, rule, holds, _ => satisfiedBy, qualification);

    public void Add(
        string id,
        VmcsField[] fields,
        string rule,
        Func<EntryView, bool> holds,
        Func<EntryView, string> satisfiedBy,
        EntryFailureQualification qualification = EntryFailureQualification.None) =>
        _rows.Add(new(id, group, Section, fields, rule, holds, satisfiedBy, qualification));

    /// <summary>Two rows: the bits that must be 1 and the bits that must be 0 in a control word.</summary>
    public void AddControlWord(string id, VmcsField field, ControlWord word, string msr, Func<EntryView, bool>? applies = null)
    {
        string name = VmcsFields.Row(field).Name;
        Add(
            $"{id}-must-be-1",
            [field],
            $"the bits of `{name}` that are 1 in the low half of {msr} must be 1",
            v => applies?.Invoke(v) == false || v.AllSet(field, v.Capabilities.Of(word).MustBeOne),
            v => $"add 0x{v.Capabilities.Of(word).Missing((uint)(v.Find(field) ?? 0)):x}");
        Add(
            $"{id}-must-be-0",
            [field],
            $"the bits of `{name}` that are 0 in the high half of {msr} must be 0: the processor does not have these controls",
            v => applies?.Invoke(v) == false || v.AllClear(field, ~(ulong)v.Capabilities.Of(word).MayBeOne & uint.MaxValue),
            v => $"leave out {VmxControls.Describe(word, v.Capabilities.Of(word).Unsupported((uint)(v.Find(field) ?? 0)))}");
    }

    /// <summary>Two rows: an address's alignment, and that it lies within the physical-address width.</summary>
    /// <param name="alignment">A power of two.</param>
    public void AddAddress(string id, VmcsField field, int alignment, VmcsField because, string when, Func<EntryView, bool> applies)
    {
        string name = VmcsFields.Row(field).Name;
        Add(
            $"{id}-aligned",
            [field, because],
            $"{when}, `{name}` must be a multiple of {alignment}",
            v => !applies(v) || v.AllClear(field, (ulong)alignment - 1),
            $"align it with `.balign {alignment}`");
        Add(
            $"{id}-width",
            [field, because],
            $"{when}, `{name}` must not set bits beyond the physical-address width",
            v => !applies(v) || v.AllClear(field, v.Cpu.ReservedAddressBits),
            v => $"an address below 2^{v.Cpu.PhysicalAddressBits}");
    }

    public void AddCanonical(string id, VmcsField field, Func<EntryView, bool>? applies = null, string when = "") =>
        Add(
            id,
            [field],
            $"{when}`{VmcsFields.Row(field).Name}` must be canonical: bits 63:47 all equal",
            v => applies?.Invoke(v) == false || LinearAddress.IsCanonical(v[field], v.Cpu.LinearAddressBits),
            "an address below 0x800000000000 or from 0xffff800000000000");

    /// <summary>Three rows: alignment and width of an MSR area, and that it ends within the physical-address width.</summary>
    public void AddMsrArea(string id, VmcsField address, VmcsField count)
    {
        string countName = VmcsFields.Row(count).Name;
        AddAddress(id, address, 16, count, $"when `{countName}` is not 0", v => v[count] != 0);
        Add(
            $"{id}-end",
            [address, count],
            $"the last byte of the area, at `{VmcsFields.Row(address).Name}` + 16 * `{countName}` - 1, must lie within the physical-address width",
            v => v[count] == 0
                || (v[address] & v.Cpu.ReservedAddressBits) != 0
                || ((v[address] + 16 * v[count] - 1) & v.Cpu.ReservedAddressBits) == 0,
            v => $"an area that ends below 2^{v.Cpu.PhysicalAddressBits}");
    }
}
