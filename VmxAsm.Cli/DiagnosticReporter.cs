using System.CommandLine;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Cli;

/// <summary>
/// Chooses how a run's diagnostics are shown: with carets and colour on a terminal, one line each otherwise, or as JSON. What they look
/// like is the compiler's matter.
/// </summary>
internal sealed class DiagnosticReporter
{
    private static readonly Option<string?> Form = Options.Choice("--diagnostics", ["caret", "gnu", "json"],
        "How errors look: with source lines (the default on a terminal), one per line (the default elsewhere), or one JSON object per line.");

    private static readonly Option<string?> Color = Options.Choice("--color", ["auto", "always", "never"],
        "Colour in errors; auto means on a terminal, unless NO_COLOR is set or TERM is dumb.");

    private static readonly Option<string?> MaxErrors = Options.Value("--max-errors", "N", "Show at most N errors; 100 by default, 0 for all.");

    private readonly CommandContext _context;
    private readonly string? _asked;
    private readonly string? _color;
    private readonly int _maxErrors;

    public DiagnosticReporter(ParseResult parsed, CommandContext context)
    {
        Verbosity = new Verbosity(parsed, context);
        _context = context;
        _asked = parsed.GetValue(Form);
        _color = parsed.GetValue(Color);
        _maxErrors = parsed.GetValue(MaxErrors) is { } text ? Numbers.Parse("--max-errors", text) : 100;
    }

    // What standard error is, is asked when there is something to say.
    public bool UsesColor => _color switch
    {
        "always" => true,
        "never" => false,
        _ => _context.ErrorTakesEscapes && Environment.GetEnvironmentVariable("NO_COLOR") is null or "",
    };

    /// <summary>One JSON object per line, for editors and scripts.</summary>
    public bool UsesJson => _asked == "json";

    /// <summary>What else the command says.</summary>
    public Verbosity Verbosity { get; }

    public static void AddTo(Command command)
    {
        command.Options.Add(Form);
        command.Options.Add(Color);
        command.Options.Add(MaxErrors);
        Verbosity.AddTo(command);
    }

    public void Report(IReadOnlyList<Diagnostic> diagnostics, SourceSet sources)
    {
        if (diagnostics.Count == 0)
            return;

        TextWriter output = _context.Error;
        string form = _asked ?? (_context.ErrorIsTerminal ? "caret" : "gnu");
        bool usesColor = UsesColor;
        DiagnosticRenderer renderer = new(sources);
        int errors = 0;
        int warnings = 0;
        foreach (Diagnostic diagnostic in diagnostics.Where(diagnostic => !Verbosity.IsQuiet || diagnostic.Severity == Severity.Error))
        {
            errors += diagnostic.Severity == Severity.Error ? 1 : 0;
            warnings += diagnostic.Severity == Severity.Warning ? 1 : 0;
            if (_maxErrors > 0 && errors > _maxErrors)
                continue;

            switch (form)
            {
                case "json":
                    output.WriteLine(DiagnosticJson.Render(diagnostic, sources));
                    break;
                case "gnu":
                    // Lines are for programs to read, which may run us on a terminal: they have colour only where it was asked for.
                    output.Write(renderer.RenderGnu(diagnostic, _color == "always"));
                    break;
                default:
                    output.WriteLine(renderer.RenderSnippet(diagnostic, usesColor));
                    break;
            }
        }

        if (form == "json" || Verbosity.IsQuiet)
            return;
        if (_maxErrors > 0 && errors > _maxErrors)
            output.WriteLine($"vmxasm: {errors - _maxErrors} more; `--max-errors 0` shows all");
        if (form == "caret" && DiagnosticRenderer.Summary(errors, warnings) is { Length: > 0 } summary)
            output.WriteLine(summary);
    }
}
