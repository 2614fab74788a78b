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
        // A link is followed, so that what it names is replaced; a relative one counts from its own folder.
        path = Path.GetFullPath(path);
        if (File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0)
        {
            // What a link such as /dev/stdout leads to may be a pipe, which has no path of its own.
            string? target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
            path = File.Exists(target) ? target : path;
        }

        if (TryWriteThrough(path, bytes))
            return;
        string temporary = $"{path}.{Environment.ProcessId:x}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch (UnauthorizedAccessException) when (File.Exists(path) && TryOpen(path) is { } file)
        {
            // The file may be written, and nothing beside it: a folder of somebody else, a single file that is mounted.
            using (file)
            {
                file.SetLength(0);
                file.Write(bytes);
            }
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A device or a pipe is written to, not replaced. It has no length; a file that has none has nothing to lose either.</summary>
    private static bool TryWriteThrough(string path, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return false;
        using FileStream? device = TryOpen(path);
        if (device is null || device.CanSeek && device.Length > 0)
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
