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

    /// <summary>SEARCH_DIR, which counts for what stands behind it.</summary>
    private readonly List<string> _searchFolders = [];

    private ScriptLoader(LinkOptions options, DiagnosticBag diagnostics)
    {
        _options = options;
        _diagnostics = diagnostics;
    }

    /// <summary>All scripts of the options as one; null when there are errors.</summary>
    public static LoadedScript? Load(LinkOptions options, DiagnosticBag diagnostics)
    {
        int errors = diagnostics.ErrorCount;
        var loader = new ScriptLoader(options, diagnostics);
        foreach (string path in options.ScriptPaths)
            loader._script.Statements.AddRange(loader.Expand(loader.ReadFile(path, SourceSpan.None, 0, ScriptContext.Script), 0, ScriptContext.Script));
        return diagnostics.ErrorCount > errors ? null : loader._script;
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
            return ReadInput(Find(file) ?? file);
        string library = LinkInput.LibraryName(file[2..]);
        if (Find(library) is { } path)
            return ReadInput(path);
        _diagnostics.Report(LinkRules.Unreadable, span, $"`{file}`: there is no `{library}` in the folders of `-L` and SEARCH_DIR");
        return null;
    }

    private LinkInput? ReadInput(string path)
    {
        LinkInput? read = LinkInput.ReadFile(path, _diagnostics);
        if (read is not null)
            _script.Files.Add(path);
        return read;
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
        _diagnostics.Report(ScriptFault.Describe(text, source.Start, result.Error!));
        return [];
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
                    _script.Entry = entry.Symbol; // the last one counts, as with ld
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
