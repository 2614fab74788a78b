namespace VmxAsm.Cli;

/// <summary>What the file system said, in words that name the cause and not the exception.</summary>
internal static class FileErrors
{
    public static string Describe(string path, Exception error) => error switch
    {
        _ when Directory.Exists(path) => "it is a directory",
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        UnauthorizedAccessException => "permission denied",
        _ => error.Message.TrimEnd('.'),
    };
}
