namespace VmxAsm.Cli;

/// <summary>Where a guest's serial output goes: <c>stdout</c>, <c>stderr</c>, <c>file:PATH</c> or <c>none</c>.</summary>
internal static class SerialOption
{
    private const string FilePrefix = "file:";

    /// <exception cref="UsageException">The text names no place, or the file cannot be made.</exception>
    public static Stream Open(string text, CommandContext context)
    {
        switch (text)
        {
            case "stdout":
                return context.StandardOutput;
            case "stderr":
                return Console.OpenStandardError();
            case "none":
                return Stream.Null;
        }

        if (!text.StartsWith(FilePrefix, StringComparison.Ordinal) || text.Length == FilePrefix.Length)
            throw new UsageException($"`--serial {text}`: stdout, stderr, file:PATH or none is expected");

        string path = text[FilePrefix.Length..];
        try
        {
            return File.Create(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"`{path}` cannot be written: {FileErrors.Describe(path, error)}");
        }
    }
}
