namespace VmxAsm.Runtime.Cpu;

/// <summary>
/// The rest of the computer as the processor's pins see it. The machine implements it over its port bus and interrupt
/// controllers; processor tests implement it in a few lines.
/// </summary>
public interface IBoard
{
    /// <summary>Reads 1, 2 or 4 bytes from I/O space; what nothing answers reads as all ones.</summary>
    uint ReadPort(ushort port, int width);

    /// <summary>Writes 1, 2 or 4 bytes to I/O space.</summary>
    void WritePort(ushort port, int width, uint value);

    /// <summary>The interrupt acknowledge cycle: takes the highest pending external interrupt and returns its vector.</summary>
    byte AcknowledgeInterrupt();

    /// <summary>Nanoseconds of virtual time since power-on.</summary>
    long NanosecondsSincePowerOn { get; }

    /// <summary>IA32_APIC_BASE, bits 11 (enabled) and 12 up (address): a write moves the local APIC's page or takes it away.</summary>
    ulong ApicBase { get => 0xFEE0_0800; set { } }

    /// <summary>The local APIC's task priority; CR8 is its upper four bits.</summary>
    byte TaskPriority { get => 0; set { } }

    /// <summary>
    /// The local APIC's timer in TSC-deadline mode: nanoseconds since power-on at which it interrupts, null when it is not armed, or has gone off. Ignored in its
    /// other modes.
    /// </summary>
    long? ApicDeadline { get => null; set { } }

    /// <summary>
    /// The processor has something to do in that many nanoseconds, even if it is halted: the board calls it back by raising
    /// <see cref="CpuSignals.Stop"/> then. False from a board that cannot; the processor then looks at the time after each instruction.
    /// </summary>
    bool WakeAfter(long nanoseconds) => false;

    /// <summary>The FERR# pin: an x87 exception with CR0.NE clear, which a PC turns into IRQ 13.</summary>
    void SignalFloatingPointError()
    {
    }
}

/// <summary>
/// Signals to the processor; any combination may be up. Devices raise and lower <see cref="Interrupt"/> as a level; the others are
/// edges that the processor clears when it takes them.
/// </summary>
[Flags]
public enum CpuSignals
{
    None = 0,

    /// <summary>INTR is high: the interrupt controller has something to deliver.</summary>
    Interrupt = 1,
    NonMaskableInterrupt = 2,
    Init = 4,
    StartUp = 8,
    Reset = 16,

    /// <summary>The machine wants the run loop back: a timer is due, a limit was reached, the user pressed Ctrl+C.</summary>
    Stop = 32,
}
