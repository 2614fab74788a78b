using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Debugging;

namespace VmxAsm.Runtime.Vmx;

/// <summary>
/// <c>--trace vmx</c>: a line for each entry and exit with the virtual time, the reason and the source line, and below it the fields that changed
/// since the last line.
/// </summary>
internal sealed class VmxTrace(Processor cpu, SourceLines lines, Action<string> output) : IVmxObserver
{
    private readonly Dictionary<ulong, ulong[]> _before = [];

    public void OnEntry(Vmcs vmcs, ulong instructionAddress, bool launch)
    {
        Write($"{(launch ? "vmlaunch" : "vmresume")} -> guest {Place(vmcs)}", instructionAddress);
        InterruptionInformation injected = new((uint)vmcs[VmcsField.EntryInterruptionInformation]);
        if (injected.Valid)
            output($"      injects {injected} ({Exceptions.Name(injected.Vector)})");
        WriteChanges(vmcs);
    }

    public void OnExit(Vmcs vmcs, ulong guestAddress)
    {
        uint reason = (uint)vmcs[VmcsField.ExitReason];
        ExitReasonRow? row = ExitReasons.Find(reason);
        Write($"exit {reason} {row?.Text}{Qualification(vmcs, row)} at guest {Place(vmcs)}", null);
        WriteEvent("interruption", vmcs[VmcsField.ExitInterruptionInformation], vmcs[VmcsField.ExitInterruptionErrorCode]);
        WriteEvent("while delivering", vmcs[VmcsField.IdtVectoringInformation], vmcs[VmcsField.IdtVectoringErrorCode]);
        WriteChanges(vmcs);
    }

    public void OnEntryFailure(VmxEntryFailure failure)
    {
        Explanation explanation = new VmxExplainer(lines).Explain(failure);
        Write(explanation.Headline, failure.InstructionAddress);
        foreach (ExplanationNote note in explanation.Notes)
            output("      " + note.Text.Split('\n')[0] + (note.At is { } at ? $"  ({at.File}:{at.Line})" : ""));
    }

    public void OnInstructionFailure(ulong instructionAddress, VmInstructionError error) =>
        Write(
            error == VmInstructionError.None
                ? "VMfailInvalid"
                : $"VMfailValid: VM-instruction error {(int)error}, {VmInstructionErrors.Find((uint)error)?.Text}",
            instructionAddress);

    private void Write(string text, ulong? address)
    {
        StringBuilder line = new();
        line.Append($"[vmx {cpu.InstructionsNow,10}] {text}");
        if (address is { } at && lines.Find(at) is { } place)
            line.Append($"   {place.File}:{place.Line}: {place.Text}");
        output(line.ToString());
    }

    private void WriteEvent(string what, ulong value, ulong errorCode)
    {
        InterruptionInformation information = new((uint)value);
        if (information.Valid)
            output($"      {what}: {information} ({Exceptions.Name(information.Vector)}){(information.HasErrorCode ? $", error code 0x{errorCode:x}" : "")}");
    }

    private static string Qualification(Vmcs vmcs, ExitReasonRow? row)
    {
        ulong value = vmcs[VmcsField.ExitQualification];
        if (value == 0 || row == null)
            return "";
        return ExitQualifications.Find(row.Reason) is { } layout
            ? $" ({BitFields(layout, value)})"
            : $" (qualification 0x{value:x})";
    }

    private static string BitFields(ExitQualificationLayout layout, ulong value) => Architecture.BitFields.Describe(layout.Fields, value);

    private static string Place(Vmcs vmcs) => $"{vmcs[VmcsField.GuestCsSelector]:x4}:{vmcs[VmcsField.GuestRip]:x8}";

    private void WriteChanges(Vmcs vmcs)
    {
        if (!_before.TryGetValue(vmcs.Address, out ulong[]? before))
            _before.Add(vmcs.Address, before = new ulong[VmcsFields.All.Count]);
        StringBuilder changes = new();
        foreach (VmcsFieldRow row in VmcsFields.All)
        {
            ulong value = vmcs[row.Field];
            if (value == before[row.Index])
                continue;
            if (changes.Length > 0)
                changes.Append(", ");
            changes.Append($"{row.Name} 0x{before[row.Index]:x} -> 0x{value:x}");
            before[row.Index] = value;
        }

        if (changes.Length > 0)
            output("      " + changes);
    }
}
