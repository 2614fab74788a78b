using System.Runtime.InteropServices;

namespace VmxAsm.Cli;

/// <summary>
/// Turns Ctrl+C, SIGTERM, SIGHUP and the end of whoever reads our output into a cancellation while it lives, so that a run ends between two instructions
/// with its output written and its temporary files gone. A second Ctrl+C ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>Signals, with their numbers in every Unix.</summary>
    private static readonly (PosixSignal Signal, int Number)[] Signals = [(PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15), (PosixSignal.SIGHUP, 1)];

    /// <summary>The number of SIGPIPE, with which tools of C end when nobody reads what they write.</summary>
    private const int BrokenPipe = 13;

    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;
    private int _signal = BrokenPipe;

    public Interruption(CommandContext context)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(context.ReaderGone);
        _registrations = new PosixSignalRegistration[Signals.Length];
        for (int i = 0; i < Signals.Length; i++)
            _registrations[i] = PosixSignalRegistration.Create(Signals[i].Signal, OnSignal);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>What a shell would make of the signal: 128 and its number.</summary>
    public int ExitCode => Cli.ExitCode.Signalled + _signal;

    /// <summary>Somebody asked for the end, and may be told what was interrupted; else nobody reads it.</summary>
    public bool WasSignalled => _signal != BrokenPipe;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = !_source.IsCancellationRequested;
        _signal = Array.Find(Signals, row => row.Signal == signal.Signal).Number;
        _source.Cancel();
    }
}
