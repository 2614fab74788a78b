namespace VmxAsm.Cli;

/// <summary>Files that the command itself reads; sources are the compiler's matter.</summary>
internal static class InputFile
{
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"`{path}` cannot be read: {FileErrors.Describe(path, error)}");
        }
    }

    /// <exception cref="UsageException">It cannot be read.</exception>
    public static Stream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"`{path}` cannot be read: {FileErrors.Describe(path, error)}");
        }
    }
}
