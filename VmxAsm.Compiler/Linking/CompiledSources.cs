namespace VmxAsm.Compiler.Linking;

/// <summary>The sources that a compiler's line tables name, where they are still there: what their lines say, for explanations.</summary>
internal sealed class CompiledSources
{
    /// <summary>A longer file is none that somebody wants to see a line of.</summary>
    private const long LongestFile = 8 << 20;

    private readonly string _here = Directory.GetCurrentDirectory() + "/";
    private readonly Dictionary<string, string[]> _lines = new(StringComparer.Ordinal);

    /// <summary>The path as seen from here.</summary>
    public string NameOf(string path) => path.StartsWith(_here, StringComparison.Ordinal) ? path[_here.Length..] : path;

    /// <summary>The line without its indentation; empty when there is no such file or line.</summary>
    public string TextOf(string path, int line)
    {
        if (!_lines.TryGetValue(path, out string[]? lines))
            _lines.Add(path, lines = Read(path));
        return line <= lines.Length ? lines[line - 1].Trim() : "";
    }

    private static string[] Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.Exists && file.Length <= LongestFile ? File.ReadAllLines(path, System.Text.Encoding.UTF8) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return [];
        }
    }
}
