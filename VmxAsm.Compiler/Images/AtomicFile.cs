namespace VmxAsm.Compiler.Images;

/// <summary>
/// Writes a file so that at its path there is always either the old file or the new one, whole: to a new file beside it first, then renamed over it.
/// </summary>
public static class AtomicFile
{
    /// <exception cref="IOException">The folder does not exist, the disk is full, ...</exception>
    /// <exception cref="UnauthorizedAccessException">No permission, or the path is a directory.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        if (TryWriteDevice(path, bytes))
            return;

        // A link is followed, so that what it names is replaced.
        if (File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0)
            path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        string temporary = $"{path}.{Environment.ProcessId:x}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A device or a pipe is written to, not replaced.</summary>
    private static bool TryWriteDevice(string path, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return false;
        using FileStream? device = TryOpen(path);
        if (device is null || device.CanSeek && !path.StartsWith("/dev/", StringComparison.Ordinal))
            return false;
        device.Write(bytes);
        return true;
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A file that is not to be written, or is being executed, can be replaced all the same where the folder allows it.
            return null;
        }
    }
}
