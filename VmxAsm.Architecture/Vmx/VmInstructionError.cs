namespace VmxAsm.Architecture.Vmx;

/// <summary>What VMfailValid puts into the VM-instruction error field (SDM volume 3, "VM Instruction Error Numbers").</summary>
public enum VmInstructionError : byte
{
    None = 0,
    VmcallInRoot = 1,
    VmclearInvalidAddress = 2,
    VmclearVmxonPointer = 3,
    VmlaunchNonClearVmcs = 4,
    VmresumeNonLaunchedVmcs = 5,
    VmresumeAfterVmxoff = 6,
    EntryInvalidControlFields = 7,
    EntryInvalidHostState = 8,
    VmptrldInvalidAddress = 9,
    VmptrldVmxonPointer = 10,
    VmptrldIncorrectRevision = 11,
    UnsupportedVmcsComponent = 12,
    VmwriteReadOnlyComponent = 13,
    VmxonInRoot = 15,
    EntryInvalidExecutiveVmcsPointer = 16,
    EntryNonLaunchedExecutiveVmcs = 17,
    EntryExecutiveVmcsPointerNotVmxon = 18,
    VmcallNonClearVmcs = 19,
    VmcallInvalidExitControls = 20,
    VmcallIncorrectMsegRevision = 22,
    VmxoffUnderDualMonitor = 23,
    VmcallInvalidSmmFeatures = 24,
    EntryInvalidExecutiveVmcsControls = 25,
    EntryBlockedByMovSs = 26,
    InvalidOperandToInveptInvvpid = 28,
}

public sealed record VmInstructionErrorRow(VmInstructionError Error, string Text)
{
    public int Number => (int)Error;
}

/// <summary>Every VM-instruction error, by number.</summary>
public static class VmInstructionErrors
{
    public static IReadOnlyList<VmInstructionErrorRow> All { get; } =
    [
        new(VmInstructionError.VmcallInRoot, "VMCALL executed in VMX root operation"),
        new(VmInstructionError.VmclearInvalidAddress, "VMCLEAR with invalid physical address"),
        new(VmInstructionError.VmclearVmxonPointer, "VMCLEAR with VMXON pointer"),
        new(VmInstructionError.VmlaunchNonClearVmcs, "VMLAUNCH with non-clear VMCS"),
        new(VmInstructionError.VmresumeNonLaunchedVmcs, "VMRESUME with non-launched VMCS"),
        new(VmInstructionError.VmresumeAfterVmxoff, "VMRESUME after VMXOFF (VMXOFF and VMXON between VMLAUNCH and VMRESUME)"),
        new(VmInstructionError.EntryInvalidControlFields, "VM entry with invalid control field(s)"),
        new(VmInstructionError.EntryInvalidHostState, "VM entry with invalid host-state field(s)"),
        new(VmInstructionError.VmptrldInvalidAddress, "VMPTRLD with invalid physical address"),
        new(VmInstructionError.VmptrldVmxonPointer, "VMPTRLD with VMXON pointer"),
        new(VmInstructionError.VmptrldIncorrectRevision, "VMPTRLD with incorrect VMCS revision identifier"),
        new(VmInstructionError.UnsupportedVmcsComponent, "VMREAD/VMWRITE from/to unsupported VMCS component"),
        new(VmInstructionError.VmwriteReadOnlyComponent, "VMWRITE to read-only VMCS component"),
        new(VmInstructionError.VmxonInRoot, "VMXON executed in VMX root operation"),
        new(VmInstructionError.EntryInvalidExecutiveVmcsPointer, "VM entry with invalid executive-VMCS pointer"),
        new(VmInstructionError.EntryNonLaunchedExecutiveVmcs, "VM entry with non-launched executive VMCS"),
        new(
            VmInstructionError.EntryExecutiveVmcsPointerNotVmxon,
            "VM entry with executive-VMCS pointer not VMXON pointer (when attempting to deactivate the dual-monitor treatment)"),
        new(VmInstructionError.VmcallNonClearVmcs, "VMCALL with non-clear VMCS (when attempting to activate the dual-monitor treatment)"),
        new(VmInstructionError.VmcallInvalidExitControls, "VMCALL with invalid VM-exit control fields"),
        new(VmInstructionError.VmcallIncorrectMsegRevision, "VMCALL with incorrect MSEG revision identifier"),
        new(VmInstructionError.VmxoffUnderDualMonitor, "VMXOFF under dual-monitor treatment of SMIs and SMM"),
        new(VmInstructionError.VmcallInvalidSmmFeatures, "VMCALL with invalid SMM-monitor features"),
        new(
            VmInstructionError.EntryInvalidExecutiveVmcsControls,
            "VM entry with invalid VM-execution control fields in executive VMCS (when attempting to return from SMM)"),
        new(VmInstructionError.EntryBlockedByMovSs, "VM entry with events blocked by MOV SS"),
        new(VmInstructionError.InvalidOperandToInveptInvvpid, "invalid operand to INVEPT/INVVPID"),
    ];

    public static VmInstructionErrorRow? Find(uint number) => All.FirstOrDefault(row => row.Number == number);
}
