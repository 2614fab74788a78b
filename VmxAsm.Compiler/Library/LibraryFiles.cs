namespace VmxAsm.Compiler.Library;

/// <summary>The files that <c>.include &lt;NAME&gt;</c> finds: they travel inside the assembly.</summary>
public static class LibraryFiles
{
    private const string Prefix = "library.";

    /// <summary>Every name, such as <c>uart.inc</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(LibraryFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The contents of a file, or null when there is none of that name.</summary>
    public static byte[]? Read(string name)
    {
        using Stream? stream = typeof(LibraryFiles).Assembly.GetManifestResourceStream(Prefix + name);
        if (stream is null)
            return null;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
