using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using VmxAsm.Runtime.Debugging;

namespace VmxAsm.Runtime.Vmx;

/// <summary>
/// Tells why a VM entry failed: every rule that is broken, with the field, its value, what would satisfy the rule, and the line that wrote the field.
/// </summary>
internal sealed class VmxExplainer(SourceLines lines)
{
    public Explanation Explain(VmxEntryFailure failure)
    {
        List<ExplanationNote> notes = [];
        foreach (EntryFailureFinding finding in failure.Checks)
        {
            if (IsLooked(failure, finding))
                notes.Add(Note(finding));
        }

        foreach (EntryFailureFinding finding in failure.Checks)
        {
            if (!IsLooked(failure, finding))
                notes.Add(Note(finding) is var note ? note with { Text = "once that is mended: " + note.Text } : note);
        }

        if (failure.MsrEntry is { } msr)
            notes.Add(Note(msr.Number, msr.Entry, msr.Rule));
        if (lines.CalledFrom(failure.CalledFrom) is { Length: > 0 } callers)
            notes.Insert(0, new($"the calls that led to the `{Instruction(failure)}`, the nearest first{callers}"));
        return new(Headline(failure), lines.Find(failure.InstructionAddress), notes);
    }

    private static string Headline(VmxEntryFailure failure)
    {
        string instruction = Instruction(failure);
        if (failure.ExitReason is { } reason)
            return $"`{instruction}` failed: exit reason {(int)reason}, {ExitReasons.Find((uint)reason)!.Text}";
        return $"`{instruction}` failed: VM-instruction error {(int)failure.Error}, {VmInstructionErrors.Find((uint)failure.Error)!.Text}";
    }

    private static string Instruction(VmxEntryFailure failure) => failure.Launch ? "vmlaunch" : "vmresume";

    /// <summary>Whether the rule belongs to the group that the processor reports; it has not come to the others.</summary>
    private static bool IsLooked(VmxEntryFailure failure, EntryFailureFinding finding) => finding.Check.Group == (failure.Error switch
    {
        VmInstructionError.EntryInvalidControlFields => EntryCheckGroup.Controls,
        VmInstructionError.EntryInvalidHostState => EntryCheckGroup.HostState,
        _ => EntryCheckGroup.GuestState,
    });

    private ExplanationNote Note(EntryFailureFinding finding)
    {
        EntryCheck check = finding.Check;
        string field = VmcsFields.Row(check.Field).Name;
        string text = $"`{field}` is {VmcsFieldText.Describe(check.Field, finding.Value)}: {check.Rule}\n"
            + $"satisfied by: {finding.SatisfiedBy}\n"
            + (finding.Repair is { } repair ? $"write: `{field} = {repair.Words}` (VMWRITE of 0x{repair.Value:x} to field 0x{(int)check.Field:x})\n" : "")
            + $"Intel SDM volume 3, \"{check.Section}\" [{check.Id}]";
        SourcePlace? place = finding.WrittenAt == Vmcs.NotWritten ? null : lines.Find(finding.WrittenAt);
        if (finding.WrittenAt == Vmcs.NotWritten)
            text += "\nno VMWRITE has set the field";
        else if (place is null)
            text += $"\nset by the VMWRITE at 0x{finding.WrittenAt:x}" + (lines.Symbol(finding.WrittenAt) is { } symbol ? $", in `{symbol}`" : "");
        return new(text + lines.CalledFrom(finding.CalledFrom), place, check.Id);
    }

    private static ExplanationNote Note(int number, MsrAreaEntry entry, MsrLoadCheck? rule)
    {
        string name = Architecture.Processor.Msrs.Find(entry.Msr)?.Name ?? $"MSR 0x{entry.Msr:x}";
        string text = $"entry {number} of the VM-entry MSR-load area loads {name} (0x{entry.Msr:x}) with 0x{entry.Value:x}: "
            + (rule?.Rule ?? "WRMSR of the value would cause #GP in the processor's present state")
            + $"\nIntel SDM volume 3, \"{MsrLoadCheck.Section}\" [{rule?.Id ?? "msr-load-value"}]";
        return new(text, null, rule?.Id ?? "msr-load-value");
    }
}
