namespace VmxAsm.Runtime.Cpu;

/// <summary>How an event came about; the numbers are the VMCS's interruption types.</summary>
internal enum EventType : byte
{
    ExternalInterrupt = 0,
    NonMaskableInterrupt = 2,
    HardwareException = 3,
    SoftwareInterrupt = 4,
    PrivilegedSoftwareException = 5,
    SoftwareException = 6,
    Other = 7,
}

/// <summary>What a handler left behind when it returned without finishing.</summary>
internal enum PendingKind : byte
{
    None,

    /// <summary>An exception to deliver: <see cref="PendingEvent.Vector"/>.</summary>
    Exception,

    /// <summary>A VM exit that was found inside a memory access (EPT violation and the like); the VMX unit knows its details.</summary>
    VmExit,

    /// <summary>The instruction has done nothing yet; it is to be executed as a block of its own, so that signals are looked at behind it.</summary>
    Alone,

    /// <summary>The run ends: see <see cref="RunStop"/>.</summary>
    Stop,
}

/// <summary>The exception that the last instruction raised, until it is delivered.</summary>
internal struct PendingEvent
{
    public PendingKind Kind;
    public Vector Vector;
    public bool HasErrorCode;
    public uint ErrorCode;

    /// <summary>#PF: the linear address; #DB: the bits for DR6.</summary>
    public ulong Detail;

    /// <summary>For explanations: what was wrong, where the vector alone does not say.</summary>
    public string? Because;
}

/// <summary>
/// Thrown by the slow paths (segment loads, far transfers, task switches, event delivery) to leave an instruction whose exception is pending in
/// <see cref="Processor.Pending"/>. Memory operands of ordinary instructions do not throw: they return null.
/// </summary>
internal sealed class ProcessorFault : Exception
{
    public static readonly ProcessorFault Instance = new();

    private ProcessorFault()
    {
    }
}
