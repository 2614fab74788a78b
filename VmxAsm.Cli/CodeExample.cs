namespace VmxAsm.Cli;

/// <summary>
/// A few lines that break one rule, and the same lines mended: what <c>vmxasm explain CODE</c> shows. They are the files of docs/errors/examples, which
/// the tests run, so that no page can claim a message that does not come:
/// <code>
/// #! args: --32           options, when the defaults do not do
/// #! image                the rule is the linker's; without this the lines are only assembled
///         mvo %eax, %ebx
/// # instead
///         mov %eax, %ebx
/// </code>
/// </summary>
/// <param name="Arguments">Options for both programs.</param>
/// <param name="IsImage">Whether they are linked.</param>
/// <param name="Wrong">The lines that break the rule.</param>
/// <param name="Right">The lines that do not.</param>
internal sealed record CodeExample(IReadOnlyList<string> Arguments, bool IsImage, string Wrong, string Right)
{
    private const string Separator = "# instead\n";
    private const string ArgumentsHeader = "#! args:";
    private const string ImageHeader = "#! image";

    /// <summary>The example for a code; null when the rule cannot be broken in a few lines.</summary>
    public static CodeExample? Find(string code)
    {
        using Stream? stream = typeof(CodeExample).Assembly.GetManifestResourceStream($"errors/{code.ToUpperInvariant()}.s");
        if (stream is null)
            return null;

        using StreamReader reader = new(stream);
        return Parse(reader.ReadToEnd().ReplaceLineEndings("\n"));
    }

    private static CodeExample Parse(string text)
    {
        List<string> arguments = [];
        bool isImage = false;
        while (text.StartsWith("#!", StringComparison.Ordinal))
        {
            int end = text.IndexOf('\n');
            string header = text[..end].TrimEnd();
            text = text[(end + 1)..];
            isImage |= header == ImageHeader;
            if (header.StartsWith(ArgumentsHeader, StringComparison.Ordinal))
                arguments.AddRange(header[ArgumentsHeader.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        int separator = text.IndexOf(Separator, StringComparison.Ordinal);
        return new CodeExample(arguments, isImage, text[..separator], text[(separator + Separator.Length)..]);
    }
}
