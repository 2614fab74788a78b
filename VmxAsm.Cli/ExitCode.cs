using VmxAsm.Compiler.Diagnostics;

namespace VmxAsm.Cli;

/// <summary>What the process returns; scripts and makefiles rely on these.</summary>
internal static class ExitCode
{
    /// <summary>Done; for <c>run</c>: the guest powered off or halted for good.</summary>
    public const int Success = 0;

    /// <summary>There are errors in the source.</summary>
    public const int SourceErrors = 1;

    /// <summary>The command line itself is wrong, or a file on it cannot be read or written.</summary>
    public const int Usage = 2;

    /// <summary>The guest failed: triple fault, VM-entry failure that it did not handle, an instruction that is not emulated, debug exit.</summary>
    public const int GuestFailed = 3;

    /// <summary>A limit on instructions or time was reached.</summary>
    public const int LimitReached = 4;

    /// <summary>A breakpoint of <c>--break</c> was reached.</summary>
    public const int BreakpointReached = 5;

    /// <summary>Our own fault (EX_SOFTWARE of sysexits.h).</summary>
    public const int InternalError = 70;

    /// <summary>Added to the number of the signal that ended a run, as a shell counts: 130 for Ctrl+C, 143 for SIGTERM, 141 when nobody reads the output.</summary>
    public const int Signalled = 128;

    /// <summary>Ended by Ctrl+C: SIGINT is number 2.</summary>
    public const int Interrupted = Signalled + 2;

    /// <summary>For what could not be built: a file of the command line that cannot be read is the command line's fault, all else the source's.</summary>
    public static int Of(IReadOnlyList<Diagnostic> diagnostics) => diagnostics.Any(IsUnreadableInput) ? Usage : SourceErrors;

    private static bool IsUnreadableInput(Diagnostic diagnostic) =>
        diagnostic.Span.Start == 0 && (diagnostic.Rule == DirectiveRules.FileNotFound || diagnostic.Rule == LinkRules.Unreadable);
}
