using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using VmxAsm.Runtime.Debugging;

namespace VmxAsm.Runtime.Vmx;

/// <summary>A VMX instruction that did not do what it is for: VMfail, #UD or #GP. VM entries that break rules have <see cref="VmxEntryFailure"/> besides.</summary>
/// <param name="Instruction">Its mnemonic.</param>
/// <param name="Address">Physical address of the instruction.</param>
/// <param name="CalledFrom">The calls that led to it.</param>
/// <param name="Error">The VM-instruction error; None for VMfailInvalid and for exceptions.</param>
/// <param name="Exception">The exception that it raised; null for VMfail.</param>
/// <param name="Operand">The address or the field's encoding that it was given.</param>
/// <param name="Causes">What was wrong and what would do, a line each.</param>
internal sealed record VmxFailure(
    string Instruction, ulong Address, CallChain CalledFrom, VmInstructionError Error, Vector? Exception, ulong Operand, IReadOnlyList<string> Causes)
{
    /// <summary>How often it has happened there with that operand.</summary>
    public long Count { get; set; } = 1;

    public string Headline => Exception is { } vector ? $"`{Instruction}` raised {Name(vector)}"
        : Error == VmInstructionError.None ? $"`{Instruction}` failed: VMfailInvalid (CF = 1)"
        : $"`{Instruction}` failed: VM-instruction error {(int)Error}, {VmInstructionErrors.Find((uint)Error)?.Text}";

    private static string Name(Vector vector) => vector == Vector.InvalidOpcode ? "#UD" : "#GP";
}

/// <summary>A VM exit that could not be completed: the processor shut down.</summary>
/// <param name="Indicator">What it left in the VMCS region at offset 4.</param>
/// <param name="Cause">In words.</param>
internal sealed record VmxAbort(uint Indicator, string Cause, MsrLoadCheck? Rule);
