using VmxAsm.Compiler.Images;

namespace VmxAsm.Cli;

/// <summary>Writes results whole or not at all: a failed build leaves an older output as it was.</summary>
internal static class OutputFile
{
    /// <exception cref="UsageException">It cannot be written there.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        RequireNoSource(path);
        try
        {
            AtomicFile.Write(path, bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"`{path}` cannot be written: {FileErrors.Describe(path, error)}");
        }
    }

    /// <summary>A slip such as <c>build boot.s -o boot.s</c> must not cost anybody a program.</summary>
    /// <exception cref="UsageException">There is a source of this name.</exception>
    public static void RequireNoSource(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".s" or ".inc" && File.Exists(path))
            throw new UsageException($"`{path}` is a source, and nothing is written over a source");
    }
}
