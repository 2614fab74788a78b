namespace VmxAsm.Runtime.Devices;

/// <summary>
/// One interrupt request wire of the board. It reaches both the 8259 pair and the I/O APIC; which of them answers is for their masks
/// and the guest to decide.
/// </summary>
internal sealed class InterruptLine(IInterruptInput[] inputs, int number)
{
    /// <summary>The ISA number, 0 to 15.</summary>
    public int Number { get; } = number;

    public bool Level { get; private set; }

    public void Set(bool level)
    {
        if (level == Level)
            return;
        Level = level;
        foreach (IInterruptInput input in inputs)
            input.SetLine(Number, level);
    }

    /// <summary>Low and high again: an edge, whatever the level was.</summary>
    public void Pulse()
    {
        Set(false);
        Set(true);
    }
}

/// <summary>A controller's side of the interrupt wires.</summary>
internal interface IInterruptInput
{
    /// <param name="number">The ISA interrupt number, 0 to 15.</param>
    void SetLine(int number, bool level);
}
