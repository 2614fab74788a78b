namespace VmxAsm.Cli;

/// <summary>
/// The files that a command is going to write, collected before it begins: one that two options name, or that is an input, is a slip of which nothing must
/// come, not even half of the files.
/// </summary>
internal sealed class OutputPaths(IEnumerable<string> inputs)
{
    private readonly HashSet<string> _inputs = [.. inputs.Select(Identity)];
    private readonly Dictionary<string, string> _outputs = [];

    /// <param name="asked">What names it, as it is shown: an option, or a default.</param>
    /// <param name="path">Null when there is no such file to write.</param>
    /// <exception cref="UsageException">It would overwrite an input or another output.</exception>
    public OutputPaths Add(string asked, string? path)
    {
        if (path is null || path.StartsWith("/dev/", StringComparison.Ordinal))
            return this;
        string identity = Identity(path);
        if (_inputs.Contains(identity))
            throw new UsageException($"{asked} is `{path}`, and nothing is written over an input");
        if (!_outputs.TryAdd(identity, asked))
            throw new UsageException($"{_outputs[identity]} and {asked} are both `{path}`; each needs a file of its own");
        if (Directory.Exists(path))
            throw new UsageException($"{asked} is `{path}`, which is a directory");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new UsageException($"`{path}` cannot be written: there is no such folder");
        return this;
    }

    /// <summary>The same for two spellings of one path, and for a link and what it leads to.</summary>
    private static string Identity(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return full;
        }
    }
}
