namespace VmxAsm.Cli;

/// <summary>
/// Writes a result so that its name never stands for half of it: into a temporary file beside it, renamed when complete. A failed build therefore
/// leaves an older output as it was. Devices and pipes (<c>/dev/stdout</c>) cannot be renamed over and are written directly.
/// </summary>
internal static class OutputFile
{
    /// <exception cref="UsageException">It cannot be written there.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (IsDevice(path))
            {
                using FileStream device = new(path, FileMode.Open, FileAccess.Write);
                device.Write(bytes);
            }
            else
            {
                WriteBeside(path, bytes);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"`{path}` cannot be written: {FileErrors.Describe(path, error)}");
        }
    }

    private static bool IsDevice(string path) => File.Exists(path) && !OperatingSystem.IsWindows()
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || File.GetAttributes(path).HasFlag(FileAttributes.Device));

    private static void WriteBeside(string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
