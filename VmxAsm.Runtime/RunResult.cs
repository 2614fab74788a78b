using VmxAsm.Runtime.Debugging;

namespace VmxAsm.Runtime;

/// <summary>Why a run came back. The command line turns it into its exit code.</summary>
public enum RunEnd
{
    /// <summary>The guest asked for power-off: ACPI (0x604, 0xB004) or Bochs' "Shutdown" on port 0x8900.</summary>
    PoweredOff,

    /// <summary>HLT with nothing left that could wake the processor.</summary>
    HaltedForGood,

    /// <summary>The BIOS found nothing to boot; the explanation has its messages.</summary>
    BootFailed,

    /// <summary>A write to the debug-exit port 0xF4; the value is <see cref="RunResult.GuestExitCode"/>.</summary>
    DebugExit,

    /// <summary>The processor shut down: an exception while delivering a double fault.</summary>
    TripleFault,

    /// <summary>
    /// In real mode an exception came whose vector leads to the BIOS, which has no use for exceptions and returns to the instruction that raised it: the program
    /// would raise it for ever.
    /// </summary>
    UnhandledException,

    /// <summary>VMLAUNCH or VMRESUME failed and the program went on without looking at why.</summary>
    UnhandledVmEntryFailure,

    /// <summary>The guest reached something that this machine does not emulate.</summary>
    NotEmulated,

    /// <summary>One of <see cref="MachineOptions.Breakpoints"/> was reached; the machine stands before the next instruction and can go on.</summary>
    Breakpoint,
    InstructionLimit,
    TimeLimit,
    Cancelled,

    /// <summary>gdb's <c>kill</c>: whoever debugged it has seen enough.</summary>
    Killed,
}

/// <param name="End">What ended the run.</param>
/// <param name="GuestExitCode">The value written to the debug-exit port; null when the run ended otherwise.</param>
/// <param name="Explanation">For the ends that are a failure of the guest: what happened, told for its author.</param>
/// <param name="Instructions">Instructions executed.</param>
public sealed record RunResult(RunEnd End, int? GuestExitCode, Explanation? Explanation, long Instructions);
