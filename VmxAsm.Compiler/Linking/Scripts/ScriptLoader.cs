using Pidgin;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Expansion;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking.Scripts;

/// <summary>A script ready for use: includes put in place, and its one-off commands sorted out.</summary>
internal sealed class LoadedScript
{
    public List<ScriptStatement> Statements { get; } = [];

    public string? Entry { get; set; }

    /// <summary>OUTPUT_FORMAT.</summary>
    public string? Format { get; set; }

    public List<string> RequiredSymbols { get; } = [];

    /// <summary>INPUT and GROUP.</summary>
    public List<LinkInput> Inputs { get; } = [];

    /// <summary>STARTUP.</summary>
    public List<LinkInput> FirstInputs { get; } = [];

    /// <summary>PHDRS; empty without one.</summary>
    public List<ScriptPhdr> Segments { get; } = [];

    public List<ScriptNoCrossReferences> NoCrossReferences { get; } = [];

    public List<string> Files { get; } = [];
}

/// <summary>Reads a linker script with what it includes.</summary>
internal sealed class ScriptLoader
{
    private const int MaximumDepth = 10, MaximumNesting = 100, MaximumConditionals = 100;
    private const int LargestScript = 1 << 22;

    private static readonly string[] Formats =
    [
        "binary", "elf32-i386", "elf64-x86-64", "elf64-x86_64", "default",
    ];

    private readonly LinkOptions _options;
    private readonly DiagnosticBag _diagnostics;
    private readonly LoadedScript _script = new();
    private bool _readsInputs = true;

    /// <summary>SEARCH_DIR, which counts for what stands behind it.</summary>
    private readonly List<string> _searchFolders = [];

    private ScriptLoader(LinkOptions options, DiagnosticBag diagnostics)
    {
        _options = options;
        _diagnostics = diagnostics;
    }

    /// <summary>Null when there are errors.</summary>
    public static LoadedScript? Load(string path, LinkOptions options, DiagnosticBag diagnostics)
    {
        int errors = diagnostics.ErrorCount;
        var loader = new ScriptLoader(options, diagnostics);
        loader._script.Statements.AddRange(loader.Expand(loader.ReadFile(path, SourceSpan.None, 0, ScriptContext.Script), 0, ScriptContext.Script));
        return diagnostics.ErrorCount > errors ? null : loader._script;
    }

    /// <summary>OUTPUT_FORMAT; null without one, and for a script with errors. Inputs that the script names are not read.</summary>
    public static string? FormatOf(string path, LinkOptions options)
    {
        var loader = new ScriptLoader(options with { Sources = new SourceSet() }, new DiagnosticBag()) { _readsInputs = false };
        loader.Expand(loader.ReadFile(path, SourceSpan.None, 0, ScriptContext.Script), 0, ScriptContext.Script);
        return loader._script.Format;
    }

    private IReadOnlyList<ScriptStatement> ReadFile(string path, SourceSpan from, int depth, ScriptContext context)
    {
        if (depth > MaximumDepth)
        {
            _diagnostics.Report(LinkRules.ScriptSyntax, from, $"INCLUDE nests more than {MaximumDepth} deep");
            return [];
        }
        if (depth > 0)
            path = Find(path) ?? path;
        SourceText source;
        try
        {
            source = _options.Sources.AddFile(path, TextKind.Root);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _diagnostics.Report(LinkRules.Unreadable, from, $"linker script `{path}` cannot be read: {FileSearch.Reason(failure)}");
            return [];
        }
        _script.Files.Add(path);
        if (source.Length > LargestScript)
        {
            _diagnostics.Report(LinkRules.ScriptSyntax, new SourceSpan(source.Start, 1), $"a linker script has at most {LargestScript >> 20} MiB");
            return [];
        }
        string text = System.Text.Encoding.Latin1.GetString(source.Bytes, 0, source.Length);
        return CheckNesting(text, source) ? Parse(text, source, context) : [];
    }

    private string? Find(string path)
    {
        if (File.Exists(path))
            return path;
        return _options.SearchPaths.Concat(_searchFolders).Select(folder => Path.Combine(folder, path)).FirstOrDefault(File.Exists);
    }

    private LinkInput? Read(string file, SourceSpan span)
    {
        if (!file.StartsWith("-l", StringComparison.Ordinal))
            return LinkInput.ReadFile(Find(file) ?? file, _diagnostics);
        string library = LinkInput.LibraryName(file[2..]);
        if (Find(library) is { } path)
            return LinkInput.ReadFile(path, _diagnostics);
        _diagnostics.Report(LinkRules.Unreadable, span, $"`{file}`: there is no `{library}` in the folders of `-L` and SEARCH_DIR");
        return null;
    }

    /// <summary>The parser calls itself for what stands in parentheses; a file of parentheses must not use up the stack.</summary>
    private bool CheckNesting(string text, SourceText source)
    {
        int depth = 0, conditionals = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] is '(' or '{' ? 1 : text[i] is ')' or '}' ? -1 : 0;
            conditionals = text[i] switch { '?' => conditionals + 1, ';' or '{' or '}' => 0, _ => conditionals };
            if (depth <= MaximumNesting && conditionals <= MaximumConditionals)
                continue;
            _diagnostics.Report(LinkRules.ScriptSyntax, new SourceSpan(source.Start + i, 1), "the linker script nests too deep");
            return false;
        }
        return true;
    }

    private IReadOnlyList<ScriptStatement> Parse(string text, SourceText source, ScriptContext context)
    {
        Result<char, LinkScript> result = ScriptGrammar.Parse(text, source.Start, context);
        if (result.Success)
            return result.Value.Statements;
        ParseError<char> error = result.Error!;
        int offset = Math.Min(OffsetOf(text, error.ErrorPos), text.Length);
        int length = offset;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '_' or '.'))
            length++;
        string word = text[offset..length];
        if (offset >= text.Length && text.LastIndexOf("/*", StringComparison.Ordinal) is var comment and >= 0 && text.IndexOf("*/", comment, StringComparison.Ordinal) < 0)
        {
            _diagnostics.Report(LinkRules.ScriptSyntax, new SourceSpan(source.Start + comment, 2), "the comment has no end");
            return [];
        }
        if (FindUnsupported(text.AsSpan(0, length)) is var (at, command))
        {
            _diagnostics.Report(LinkRules.ScriptUnsupported, new SourceSpan(source.Start + at, command.Length), $"the linker script command `{command}` is not supported");
            return [];
        }
        var span = new SourceSpan(source.Start + offset, Math.Max(length - offset, 1));
        string seen = offset >= text.Length ? "the end of the script" : $"`{(word.Length > 0 ? word : text[offset].ToString())}`";
        _diagnostics.Report(LinkRules.ScriptSyntax, span, $"{seen} cannot stand here{Expectation(error)}");
        return [];
    }

    /// <summary>The last command before the place where reading failed that ld has and vmxasm has not: most likely it is the reason.</summary>
    private static (int At, string Command)? FindUnsupported(ReadOnlySpan<char> text)
    {
        (int At, string Command)? found = null;
        foreach (string command in ScriptGrammar.Unsupported)
        {
            int at = text.LastIndexOf(command);
            bool isWord = at >= 0 && (at == 0 || !IsWordChar(text[at - 1])) && (at + command.Length == text.Length || !IsWordChar(text[at + command.Length]));
            if (isWord && (found is null || at > found.Value.At))
                found = (at, command);
        }
        return found;

        static bool IsWordChar(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.';
    }

    private static string Expectation(ParseError<char> error)
    {
        if (error.Message is { } message)
            return ": " + message;
        string[] labels = [.. error.Expected.Select(expected => expected.Label ?? (expected.Tokens.IsDefault ? "" : string.Concat(expected.Tokens))).Where(text => text.Length > 0 && text != "comment").Distinct().Order(StringComparer.Ordinal)];
        return labels.Length is 0 or > 6 ? "" : ", expected " + string.Join(", ", labels.Select(label => label.Length <= 2 ? $"`{label}`" : label));
    }

    private static int OffsetOf(string text, SourcePos position)
    {
        int offset = 0;
        for (int line = 1; line < position.Line; line++)
        {
            int next = text.IndexOf('\n', offset);
            if (next < 0)
                return text.Length;
            offset = next + 1;
        }

        // Pidgin counts a tab as four columns.
        int column = 1;
        while (column < position.Col && offset < text.Length)
        {
            column += text[offset] == '\t' ? 4 : 1;
            offset++;
        }
        return offset;
    }

    private List<ScriptStatement> Expand(IReadOnlyList<ScriptStatement> statements, int depth, ScriptContext context)
    {
        var expanded = new List<ScriptStatement>();
        foreach (ScriptStatement statement in statements)
        {
            switch (statement)
            {
                case ScriptInclude include:
                    expanded.AddRange(Expand(ReadFile(include.File, include.Span, depth + 1, context), depth + 1, context));
                    break;
                case ScriptMemory { Includes.Count: > 0 } memory:
                    expanded.Add(memory with { Includes = [] });
                    foreach (ScriptInclude part in memory.Includes)
                        expanded.AddRange(Expand(ReadFile(part.File, part.Span, depth + 1, ScriptContext.Memory), depth + 1, ScriptContext.Memory));
                    break;
                case ScriptSections sections:
                    expanded.Add(sections with { Statements = Expand(sections.Statements, depth, ScriptContext.Sections) });
                    break;
                case ScriptOutputSection output:
                    expanded.Add(output with { Contents = Expand(output.Contents, depth, ScriptContext.OutputSection) });
                    break;
                case ScriptEntry entry:
                    _script.Entry ??= entry.Symbol;
                    break;
                case ScriptOutputFormat format:
                    if (!Formats.Contains(format.Name))
                        _diagnostics.Report(LinkRules.ScriptUnsupported, format.Span, $"output format `{format.Name}` is not supported; known are binary, elf32-i386 and elf64-x86-64");
                    _script.Format ??= format.Name;
                    break;
                case ScriptPhdrs phdrs:
                    _script.Segments.AddRange(phdrs.Rows);
                    break;
                case ScriptExtern required:
                    _script.RequiredSymbols.AddRange(required.Symbols);
                    break;
                case ScriptInput when !_readsInputs:
                    break;
                case ScriptInput input:
                    foreach (string file in input.Files)
                    {
                        if (Read(file, input.Span) is { } read)
                            (input.IsFirst ? _script.FirstInputs : _script.Inputs).Add(read);
                    }
                    break;
                case ScriptNoCrossReferences rule:
                    _script.NoCrossReferences.Add(rule);
                    break;
                case ScriptSearchFolder folder:
                    _searchFolders.Add(folder.Folder);
                    break;
                case ScriptIgnored:
                    break;
                default:
                    expanded.Add(statement);
                    break;
            }
        }
        return expanded;
    }
}
