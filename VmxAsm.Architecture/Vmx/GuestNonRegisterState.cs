namespace VmxAsm.Architecture.Vmx;

/// <summary>Values of the activity-state field (SDM volume 3, "Guest Non-Register State").</summary>
public enum ActivityState : uint
{
    Active = 0,
    Hlt = 1,
    Shutdown = 2,
    WaitForSipi = 3,
}

/// <summary>Bits of the interruptibility-state field.</summary>
[Flags]
public enum InterruptibilityState : uint
{
    None = 0,
    BlockingBySti = 1 << 0,
    BlockingByMovSs = 1 << 1,
    BlockingBySmi = 1 << 2,
    BlockingByNmi = 1 << 3,
    EnclaveInterruption = 1 << 4,
}

/// <summary>Bits of the pending-debug-exceptions field; the others must be 0.</summary>
[Flags]
public enum PendingDebugExceptions : ulong
{
    None = 0,
    B0 = 1 << 0,
    B1 = 1 << 1,
    B2 = 1 << 2,
    B3 = 1 << 3,
    EnabledBreakpoint = 1 << 12,
    SingleStep = 1 << 14,
    Rtm = 1 << 16,
}
