using System.Globalization;
using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Debugging;

namespace VmxAsm.Runtime.Vmx;

/// <summary>
/// <c>--trace vmx</c>: a line for each entry, exit and failure with the virtual time, what happened and the source line, and below it the fields of the VMCS that
/// changed since the last line, a line each. <c>--trace vmx:10</c> and <c>--trace vmx:cpuid</c> show the exits with that reason only, and the entries that follow.
/// </summary>
internal sealed class VmxTrace(Processor cpu, SourceLines lines, TraceFilter filter, Action<string> output) : IVmxObserver
{
    /// <summary>Columns before a field's values.</summary>
    private const int NameWidth = 34;

    /// <summary>Where a group of the first entry's values goes on in the next line.</summary>
    private const int LineWidth = 140;

    private readonly Dictionary<ulong, ulong[]> _before = [];
    private readonly (int From, int To)[] _reasons = [.. filter.Ranges.Where(range => range.Kind == TraceKinds.Vmx).Select(range => ReadReasons(range.Range))];
    private long _events;
    private bool _shown = true;

    /// <summary>The reasons that a filter names: a number, two with a hyphen, or a name as the language writes it.</summary>
    /// <exception cref="DebugSpecificationException">It is none of these.</exception>
    public static (int From, int To) ReadReasons(string text)
    {
        if (ExitReasons.All.FirstOrDefault(row => row.Name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } named)
            return (named.Number, named.Number);
        string[] ends = text.Split('-', 2);
        if (int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int from)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int to) && from <= to)
        {
            return (from, to);
        }

        throw new DebugSpecificationException($"`vmx:{text}`: a basic exit reason is expected, such as `10`, `0-48` or `ept_violation`");
    }

    public void OnEntry(Vmcs vmcs, ulong instructionAddress, bool launch)
    {
        bool first = !_before.ContainsKey(vmcs.Address);
        if (!_shown && !first || !Counts())
        {
            TakeChanges(vmcs);
            return;
        }

        Write($"--> {(launch ? "VMLAUNCH" : "VMRESUME")} to guest {Place(vmcs)}", instructionAddress);
        InterruptionInformation injected = new((uint)vmcs[VmcsField.EntryInterruptionInformation]);
        if (injected.Valid)
            output($"      injects {injected} ({Exceptions.Name(injected.Vector)})");
        if (first)
            WriteAll(vmcs);
        else
            WriteChanges(vmcs);
    }

    public void OnExit(Vmcs vmcs, ulong guestAddress)
    {
        _shown = Shows((int)(vmcs[VmcsField.ExitReason] & 0xFFFF));
        if (!_shown || !Counts())
        {
            TakeChanges(vmcs);
            return;
        }

        Write($"<-- {VmExitText.Describe(vmcs)} at guest {Place(vmcs)}", guestAddress);
        InterruptionInformation delivered = new((uint)vmcs[VmcsField.IdtVectoringInformation]);
        if (delivered.Valid)
            output($"      while delivering {delivered} ({Exceptions.Name(delivered.Vector)}){(delivered.HasErrorCode ? $", error code 0x{vmcs[VmcsField.IdtVectoringErrorCode]:x}" : "")}");
        foreach (string line in EptWalkText.Describe(vmcs, cpu.Memory, cpu.Model))
            output("      " + line);
        WriteChanges(vmcs);
    }

    public void OnEntryFailure(VmxEntryFailure failure)
    {
        if (!Counts())
            return;
        Explanation explanation = new VmxExplainer(lines).Explain(failure);
        Write("xxx " + explanation.Headline, failure.InstructionAddress);
        foreach (ExplanationNote note in explanation.Notes)
            output("      " + note.Text.Split('\n')[0] + (note.Rule is null ? "" : $" [{note.Rule}]") + (note.At is { } at ? $"   {at}" : ""));
    }

    public void OnInstructionFailure(ulong instructionAddress, VmInstructionError error)
    {
        if (!Counts())
            return;
        Write(
            error == VmInstructionError.None
                ? "xxx VMfailInvalid"
                : $"xxx VMfailValid: VM-instruction error {(int)error}, {VmInstructionErrors.Find((uint)error)?.Text}",
            instructionAddress);
    }

    private bool Shows(int reason) => _reasons.Length == 0 || _reasons.Any(range => reason >= range.From && reason <= range.To);

    /// <summary>Whether the event is between those that are skipped and the end of those that are wanted.</summary>
    private bool Counts() => _events++ is var number && number >= filter.Skip && number - filter.Skip < filter.Count;

    private void Write(string text, ulong address)
    {
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"[vmx {cpu.InstructionsNow,10}] {text}");
        if (lines.Find(address) is { } place)
            line.Append(CultureInfo.InvariantCulture, $"   {place}");
        output(line.ToString());
    }

    private static string Place(Vmcs vmcs) => $"{vmcs[VmcsField.GuestCsSelector]:x4}:{vmcs[VmcsField.GuestRip]:x8}";

    private ulong[] Before(Vmcs vmcs)
    {
        if (!_before.TryGetValue(vmcs.Address, out ulong[]? before))
            _before.Add(vmcs.Address, before = new ulong[VmcsFields.All.Count]);
        return before;
    }

    private void TakeChanges(Vmcs vmcs)
    {
        ulong[] before = Before(vmcs);
        foreach (VmcsFieldRow row in VmcsFields.All)
            before[row.Index] = vmcs[row.Field];
    }

    private void WriteChanges(Vmcs vmcs)
    {
        ulong[] before = Before(vmcs);
        foreach (VmcsFieldRow row in VmcsFields.All)
        {
            ulong value = vmcs[row.Field];
            if (value == before[row.Index])
                continue;
            output($"      {row.Name.PadRight(NameWidth)} 0x{before[row.Index]:x} -> {VmcsFieldText.Describe(row.Field, value)}");
            before[row.Index] = value;
        }
    }

    /// <summary>A VMCS that is entered for the first time: every field that is not 0, by groups.</summary>
    private void WriteAll(Vmcs vmcs)
    {
        (VmcsFieldGroup Group, string Name)[] groups = [(VmcsFieldGroup.Control, "controls"), (VmcsFieldGroup.GuestState, "guest"), (VmcsFieldGroup.HostState, "host")];
        foreach ((VmcsFieldGroup group, string name) in groups)
        {
            StringBuilder line = new($"      {name,-8}");
            foreach (VmcsFieldRow row in VmcsFields.All.Where(row => row.Group == group && vmcs[row.Field] != 0))
            {
                string text = $" {row.Name}=0x{vmcs[row.Field]:x}";
                if (line.Length + text.Length > LineWidth)
                {
                    output(line.ToString());
                    line.Clear().Append(' ', 14);
                }

                line.Append(text);
            }

            output(line.ToString());
        }

        TakeChanges(vmcs);
    }
}
