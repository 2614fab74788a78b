namespace VmxAsm.Runtime.Cpu;

/// <summary>Why <see cref="Processor.Run"/> came back.</summary>
public enum RunStop
{
    /// <summary>The instruction budget is used up.</summary>
    BudgetUsed,

    /// <summary><see cref="CpuSignals.Stop"/> was raised (and is now lowered).</summary>
    Stopped,

    /// <summary>HLT or MWAIT: nothing to do until a signal comes. Time may be advanced to the next event.</summary>
    Halted,

    /// <summary>A fault while delivering a double fault; the chain of faults tells how it came.</summary>
    TripleFault,

    /// <summary>An instruction, or something it needs, is not emulated; <see cref="Processor.NotEmulatedReason"/> tells what.</summary>
    NotEmulated,

    /// <summary>A breakpoint of <see cref="Processor.SetCodeStops"/>: the instruction at it has not been executed.</summary>
    Breakpoint,

    /// <summary>INIT was taken as wait-for-SIPI, or VMX abort: the processor waits for a reset.</summary>
    Shutdown,
}
