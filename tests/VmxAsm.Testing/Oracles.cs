using System.Text;
using VmxAsm.Cli.Engines;

namespace VmxAsm.Testing;

/// <summary>How an image behaved in an engine that is not ours.</summary>
/// <param name="Serial">The first serial port's bytes as Latin-1 text.</param>
/// <param name="End"><c>PoweredOff</c>, <c>DebugExit</c>, <c>TripleFault</c>, <c>TimeLimit</c>, <c>Cancelled</c> (the awaited text came) or <c>Failed</c>.</param>
/// <param name="GuestExitCode">The byte written to the debug-exit port, where the engine has one.</param>
/// <param name="Log">The engine's own messages.</param>
public sealed record OracleRun(string Serial, string End, int? GuestExitCode, string Log);

/// <summary>Installed Bochs: the reference for everything VMX. A guest ends a run by writing "Shutdown" to port 0x8900.</summary>
public static class BochsOracle
{
    /// <param name="image">A boot sector, floppy, disk or ISO image.</param>
    /// <param name="cpuModel">One of our model names (<c>core2</c>, <c>haswell</c> ...) or one of Bochs' own.</param>
    /// <param name="instructionsPerSecond">Programs that print much and ask for no time are done sooner with few.</param>
    /// <param name="until">Ends the run once the serial text contains it, for guests that never power off.</param>
    public static OracleRun Run(
        byte[] image, string cpuModel = "core2", int seconds = 60, string? until = null, int memoryMegabytes = 64, int instructionsPerSecond = 50_000_000) =>
        OracleProcess.Run(Bochs.Run, image, cpuModel, seconds, until, memoryMegabytes, instructionsPerSecond);
}

/// <summary>Installed QEMU with its own translator: the second opinion on everything but VMX.</summary>
public static class QemuOracle
{
    /// <inheritdoc cref="BochsOracle.Run"/>
    public static OracleRun Run(byte[] image, int seconds = 60, string? until = null, int memoryMegabytes = 64) =>
        OracleProcess.Run(Qemu.Run, image, "max", seconds, until, memoryMegabytes, instructionsPerSecond: 0);
}

internal static class OracleProcess
{
    public static OracleRun Run(
        Func<EngineOptions, CancellationToken, EngineResult> engine, byte[] image, string cpuModel, int seconds, string? until, int memoryMegabytes,
        int instructionsPerSecond)
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource seen = new();
        StringBuilder serial = new();
        EngineOptions options = new()
        {
            ImagePath = folder.Write("image", image),
            CpuModel = cpuModel,
            MemoryMegabytes = memoryMegabytes,
            InstructionsPerSecond = instructionsPerSecond,
            Timeout = TimeSpan.FromSeconds(seconds),
            Serial = bytes =>
            {
                serial.Append(Encoding.Latin1.GetString(bytes));
                if (until is not null && serial.ToString().Contains(until, StringComparison.Ordinal))
                    seen.Cancel();
            },
        };
        EngineResult result = engine(options, seen.Token);
        return new OracleRun(serial.ToString(), result.End.ToString(), result.GuestExitCode, result.Log);
    }
}
