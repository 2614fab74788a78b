using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using VmxAsm.Runtime.Debugging;

namespace VmxAsm.Runtime.Vmx;

/// <summary>Listens to VMX operation: the trace, the report, the explanations.</summary>
internal interface IVmxObserver
{
    /// <summary>A VM entry succeeded; the guest's first instruction (or the injected event) comes next.</summary>
    void OnEntry(Vmcs vmcs, ulong instructionAddress, bool launch);

    /// <summary>A VM exit is complete: the VMCS holds its reason and the guest's state, the processor is the host again.</summary>
    /// <param name="guestAddress">Physical address of the guest's instruction; -1 where no page maps it.</param>
    void OnExit(Vmcs vmcs, ulong guestAddress);

    /// <summary>A VM entry failed.</summary>
    void OnEntryFailure(VmxEntryFailure failure);

    /// <summary>A VMX instruction failed with VMfailInvalid (<paramref name="error"/> is <see cref="VmInstructionError.None"/>) or VMfailValid.</summary>
    void OnInstructionFailure(ulong instructionAddress, VmInstructionError error);
}

/// <summary>A VM entry that failed, with all that is wrong and not only what the processor reports.</summary>
/// <param name="InstructionAddress">Physical address of the VMLAUNCH or VMRESUME.</param>
/// <param name="Error">The VM-instruction error, where the entry failed that way.</param>
/// <param name="ExitReason">Reason 33 or 34, where the entry failed that way.</param>
/// <param name="Checks">Every row of the catalogue that does not hold.</param>
/// <param name="CalledFrom">The calls that led to it.</param>
/// <param name="MsrEntry">Reason 34: the entry of the MSR-load area, counted from 1, and the rule that it breaks.</param>
internal sealed record VmxEntryFailure(
    Vmcs Vmcs,
    ulong InstructionAddress,
    CallChain CalledFrom,
    bool Launch,
    VmInstructionError Error,
    ExitReason? ExitReason,
    IReadOnlyList<EntryFailureFinding> Checks,
    (int Number, MsrAreaEntry Entry, MsrLoadCheck? Rule)? MsrEntry)
{
    /// <summary>A rule about the VMCS is broken; else it was the wrong instruction, or the wrong moment.</summary>
    public bool BreaksRules => Checks.Count > 0 || MsrEntry is not null;
}

/// <summary>One broken rule, with the values as they were.</summary>
/// <param name="Value">Of the field at fault.</param>
/// <param name="WrittenAt">Physical address of the VMWRITE that last set it, or <see cref="Vmcs.NotWritten"/>.</param>
/// <param name="CalledFrom">The calls that led to that VMWRITE.</param>
/// <param name="SatisfiedBy">What would satisfy the rule.</param>
/// <param name="Repair">The value to write, where that is certain, and its words in the language.</param>
internal sealed record EntryFailureFinding(
    EntryCheck Check, ulong Value, ulong WrittenAt, CallChain CalledFrom, string SatisfiedBy, (ulong Value, string Words)? Repair);
