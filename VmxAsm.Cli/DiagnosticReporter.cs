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

    private readonly TextWriter _output;
    private readonly string _form;
    private readonly int _maxErrors;

    /// <summary>Lines are for programs to read, which may run us on a terminal: they have colour only where it was asked for.</summary>
    private readonly bool _colorsLines;

    public DiagnosticReporter(ParseResult parsed, CommandContext context)
    {
        Verbosity = new Verbosity(parsed, context);
        _output = context.Error;
        _form = parsed.GetValue(Form) ?? (context.ErrorIsTerminal ? "caret" : "gnu");
        UsesColor = parsed.GetValue(Color) switch
        {
            "always" => true,
            "never" => false,
            _ => context.ErrorTakesEscapes && Environment.GetEnvironmentVariable("NO_COLOR") is null or "",
        };
        _colorsLines = parsed.GetValue(Color) == "always";
        _maxErrors = parsed.GetValue(MaxErrors) is { } text ? Numbers.Parse("--max-errors", text) : 100;
    }

    public bool UsesColor { get; }

    /// <summary>One JSON object per line, for editors and scripts.</summary>
    public bool UsesJson => _form == "json";

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

        DiagnosticRenderer renderer = new(sources);
        int errors = 0;
        int warnings = 0;
        foreach (Diagnostic diagnostic in diagnostics.Where(diagnostic => !Verbosity.IsQuiet || diagnostic.Severity == Severity.Error))
        {
            errors += diagnostic.Severity == Severity.Error ? 1 : 0;
            warnings += diagnostic.Severity == Severity.Warning ? 1 : 0;
            if (_maxErrors > 0 && errors > _maxErrors)
                continue;

            switch (_form)
            {
                case "json":
                    _output.WriteLine(DiagnosticJson.Render(diagnostic, sources));
                    break;
                case "gnu":
                    _output.Write(renderer.RenderGnu(diagnostic, _colorsLines));
                    break;
                default:
                    _output.WriteLine(renderer.RenderSnippet(diagnostic, UsesColor));
                    break;
            }
        }

        if (_form == "json" || Verbosity.IsQuiet)
            return;
        if (_maxErrors > 0 && errors > _maxErrors)
            _output.WriteLine($"vmxasm: {errors - _maxErrors} more; `--max-errors 0` shows all");
        if (_form == "caret" && DiagnosticRenderer.Summary(errors, warnings) is { Length: > 0 } summary)
            _output.WriteLine(summary);
    }
}
