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
        // A device or a pipe is written to, not replaced; a link is followed, so that what it names is replaced.
        if (File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0)
            path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        if (!OperatingSystem.IsWindows() && File.Exists(path) && !IsRegular(path))
        {
            using FileStream device = new(path, FileMode.Open, FileAccess.Write);
            device.Write(bytes);
            return;
        }
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

    private static bool IsRegular(string path) =>
        (File.GetAttributes(path) & (FileAttributes.Device | FileAttributes.Directory)) == 0 && !path.StartsWith("/dev/", StringComparison.Ordinal);
}
