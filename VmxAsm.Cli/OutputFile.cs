using VmxAsm.Compiler.Images;

namespace VmxAsm.Cli;

/// <summary>Writes results whole or not at all: a failed build leaves an older output as it was.</summary>
internal static class OutputFile
{
    /// <exception cref="UsageException">It cannot be written there.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            AtomicFile.Write(path, bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"`{path}` cannot be written: {FileErrors.Describe(path, error)}");
        }
    }
}
