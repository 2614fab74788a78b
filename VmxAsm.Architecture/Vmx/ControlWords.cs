namespace VmxAsm.Architecture.Vmx;

/// <summary>The VMCS fields that consist of control bits, each checked against a capability MSR of its own.</summary>
public enum ControlWord
{
    PinBased,
    ProcessorBased,
    ProcessorBased2,
    Exit,
    Entry,
    VmFunction,
}

/// <summary>SDM volume 3, "Pin-Based VM-Execution Controls".</summary>
[Flags]
public enum PinBasedControls : uint
{
    None = 0,
    ExternalInterruptExiting = 1 << 0,
    NmiExiting = 1 << 3,
    VirtualNmis = 1 << 5,
    ActivateVmxPreemptionTimer = 1 << 6,
    ProcessPostedInterrupts = 1 << 7,
}

/// <summary>SDM volume 3, "Processor-Based VM-Execution Controls", the primary ones.</summary>
[Flags]
public enum ProcessorBasedControls : uint
{
    None = 0,
    InterruptWindowExiting = 1 << 2,
    UseTscOffsetting = 1 << 3,
    HltExiting = 1 << 7,
    InvlpgExiting = 1 << 9,
    MwaitExiting = 1 << 10,
    RdpmcExiting = 1 << 11,
    RdtscExiting = 1 << 12,
    Cr3LoadExiting = 1 << 15,
    Cr3StoreExiting = 1 << 16,
    Cr8LoadExiting = 1 << 19,
    Cr8StoreExiting = 1 << 20,
    UseTprShadow = 1 << 21,
    NmiWindowExiting = 1 << 22,
    MovDrExiting = 1 << 23,
    UnconditionalIoExiting = 1 << 24,
    UseIoBitmaps = 1 << 25,
    MonitorTrapFlag = 1 << 27,
    UseMsrBitmaps = 1 << 28,
    MonitorExiting = 1 << 29,
    PauseExiting = 1 << 30,
    ActivateSecondaryControls = 1u << 31,
}

/// <summary>The secondary processor-based controls; all 0 unless the primary control "activate secondary controls" is 1.</summary>
[Flags]
public enum ProcessorBasedControls2 : uint
{
    None = 0,
    VirtualizeApicAccesses = 1 << 0,
    EnableEpt = 1 << 1,
    DescriptorTableExiting = 1 << 2,
    EnableRdtscp = 1 << 3,
    VirtualizeX2ApicMode = 1 << 4,
    EnableVpid = 1 << 5,
    WbinvdExiting = 1 << 6,
    UnrestrictedGuest = 1 << 7,
    ApicRegisterVirtualization = 1 << 8,
    VirtualInterruptDelivery = 1 << 9,
    PauseLoopExiting = 1 << 10,
    RdrandExiting = 1 << 11,
    EnableInvpcid = 1 << 12,
    EnableVmFunctions = 1 << 13,
    VmcsShadowing = 1 << 14,
    EnableEnclsExiting = 1 << 15,
    RdseedExiting = 1 << 16,
    EnablePml = 1 << 17,
    EptViolationVe = 1 << 18,
    ConcealVmxFromPt = 1 << 19,
    EnableXsavesXrstors = 1 << 20,
    ModeBasedExecuteControlForEpt = 1 << 22,
    SubPageWritePermissionsForEpt = 1 << 23,
    IntelPtUsesGuestPhysicalAddresses = 1 << 24,
    UseTscScaling = 1 << 25,
    EnableUserWaitAndPause = 1 << 26,
    EnablePconfig = 1 << 27,
    EnableEnclvExiting = 1 << 28,
}

/// <summary>SDM volume 3, "VM-Exit Controls".</summary>
[Flags]
public enum ExitControls : uint
{
    None = 0,
    SaveDebugControls = 1 << 2,
    HostAddressSpaceSize = 1 << 9,
    LoadIa32PerfGlobalCtrl = 1 << 12,
    AcknowledgeInterruptOnExit = 1 << 15,
    SaveIa32Pat = 1 << 18,
    LoadIa32Pat = 1 << 19,
    SaveIa32Efer = 1 << 20,
    LoadIa32Efer = 1 << 21,
    SaveVmxPreemptionTimerValue = 1 << 22,
    ClearIa32Bndcfgs = 1 << 23,
    ConcealVmxFromPt = 1 << 24,
    ClearIa32RtitCtl = 1 << 25,
    LoadCetState = 1 << 28,
    LoadPkrs = 1 << 29,
}

/// <summary>SDM volume 3, "VM-Entry Controls".</summary>
[Flags]
public enum EntryControls : uint
{
    None = 0,
    LoadDebugControls = 1 << 2,
    Ia32eModeGuest = 1 << 9,
    EntryToSmm = 1 << 10,
    DeactivateDualMonitorTreatment = 1 << 11,
    LoadIa32PerfGlobalCtrl = 1 << 13,
    LoadIa32Pat = 1 << 14,
    LoadIa32Efer = 1 << 15,
    LoadIa32Bndcfgs = 1 << 16,
    ConcealVmxFromPt = 1 << 17,
    LoadIa32RtitCtl = 1 << 18,
    LoadCetState = 1 << 20,
    LoadPkrs = 1 << 22,
}

/// <summary>SDM volume 3, "VM-Function Controls".</summary>
[Flags]
public enum VmFunctionControls : ulong
{
    None = 0,
    EptpSwitching = 1 << 0,
}
