using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Expansion;

/// <summary>Where <c>.include</c> and <c>.incbin</c> find a file: as named, beside the file that asks, in the <c>-I</c> directories.</summary>
internal static class FileSearch
{
    /// <summary>The path to open; the name itself when nothing is found, so that opening it says why.</summary>
    public static string Find(Assembler assembler, string path, SourceSpan span)
    {
        if (Path.IsPathRooted(path))
            return path;
        if (File.Exists(path))
            return path;
        foreach (string directory in assembler.State.Options.IncludePaths)
        {
            string candidate = Path.Combine(directory, path);
            if (File.Exists(candidate))
                return candidate;
        }

        SourceText? text = assembler.Sources.FindText(span.Start);
        while (text is not null)
        {
            if (text.Kind is TextKind.Root or TextKind.Include)
            {
                string beside = Path.Combine(Path.GetDirectoryName(text.Name) ?? "", path);
                if (File.Exists(beside))
                    return beside;
            }

            text = text.Origin.Start == 0 ? null : assembler.Sources.FindText(text.Origin.Start);
        }

        return path;
    }

    /// <summary>Why a file could not be read, in our words.</summary>
    public static string Reason(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "it is a directory or not allowed to be read",
        _ => error.Message.TrimEnd('.'),
    };
}
