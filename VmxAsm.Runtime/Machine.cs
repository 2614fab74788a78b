namespace VmxAsm.Runtime;

/// <summary>A PC with its image inserted, ready to run.</summary>
public sealed class Machine
{
    private Machine()
    {
    }

    /// <summary>Builds a PC around an image and brings it to its reset state.</summary>
    public static Machine Boot(ReadOnlyMemory<byte> image, MachineOptions options) => new();

    /// <summary>Runs until the guest ends, a limit is reached or the caller cancels.</summary>
    public RunResult Run(CancellationToken cancellation) =>
        throw new NotSupportedException("the processor has not been connected yet");
}
