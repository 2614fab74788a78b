namespace VmxAsm.Architecture.Vmx;

/// <summary>Bits 10:8 of the interruption-information fields.</summary>
public enum InterruptionType
{
    ExternalInterrupt = 0,
    Reserved = 1,
    Nmi = 2,
    HardwareException = 3,

    /// <summary>INT n.</summary>
    SoftwareInterrupt = 4,

    /// <summary>INT1.</summary>
    PrivilegedSoftwareException = 5,

    /// <summary>INT3 and INTO.</summary>
    SoftwareException = 6,

    /// <summary>VM entry only: a monitor-trap-flag exit pending after the entry, with vector 0.</summary>
    OtherEvent = 7,
}

/// <summary>
/// The layout shared by the VM-entry interruption information, the VM-exit interruption information and the IDT-vectoring
/// information (SDM volume 3, "VM-Entry Controls for Event Injection", "Information for VM Exits Due to Vectored Events").
/// </summary>
public readonly record struct InterruptionInformation(uint Value)
{
    public const uint ValidBit = 1u << 31;
    public const uint ErrorCodeBit = 1 << 11;
    public const uint NmiUnblockingBit = 1 << 12;

    /// <summary>Bits that must be 0 in the VM-entry field.</summary>
    public const uint EntryReservedBits = 0x7FFF_F000;

    public InterruptionInformation(byte vector, InterruptionType type, bool hasErrorCode = false, bool nmiUnblocking = false)
        : this(ValidBit | vector | (uint)type << 8 | (hasErrorCode ? ErrorCodeBit : 0) | (nmiUnblocking ? NmiUnblockingBit : 0))
    {
    }

    public bool Valid => (Value & ValidBit) != 0;
    public byte Vector => (byte)Value;
    public InterruptionType Type => (InterruptionType)(Value >> 8 & 7);

    /// <summary>Bit 11: an error code is delivered with the event (on entry), or was (on exit).</summary>
    public bool HasErrorCode => (Value & ErrorCodeBit) != 0;

    /// <summary>Bit 12 of an exit's field: the exit happened while an IRET was unblocking NMIs.</summary>
    public bool NmiUnblocking => (Value & NmiUnblockingBit) != 0;

    /// <summary>Whether the event is an instruction, whose length decides what RIP it returns to.</summary>
    public bool IsSoftware =>
        Type is InterruptionType.SoftwareInterrupt or InterruptionType.PrivilegedSoftwareException or InterruptionType.SoftwareException;

    public override string ToString() => Valid
        ? $"{SnakeCase.From(Type.ToString())}, vector {Vector}{(HasErrorCode ? ", with error code" : "")}"
        : "not valid";
}
