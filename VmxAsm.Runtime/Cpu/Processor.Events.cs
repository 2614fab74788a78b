namespace VmxAsm.Runtime.Cpu;

public sealed unsafe partial class Processor
{
    /// <summary>Delivers an event through the IVT or IDT; a fault while doing so is delivered in turn, up to the triple fault.</summary>
    internal void DeliverEvent(EventType type, byte vector, uint? errorCode = null, int instructionLength = 0) => throw new NotSupportedException();

    private void DeliverPendingException() => throw new NotSupportedException();
}
