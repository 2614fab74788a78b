using System.CommandLine;
using System.Diagnostics;
using System.Text;
using VmxAsm.Architecture.Images;
using VmxAsm.Cli.Commands;
using VmxAsm.Compiler;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Text;
using VmxAsm.Runtime;
using VmxAsm.Runtime.Debugging;

namespace VmxAsm.Cli.Cases;

/// <summary>What came of a case.</summary>
/// <param name="Failures">Each a line or more for its author; empty when everything was as expected.</param>
/// <param name="Image">The image that was run, to run it elsewhere too; empty when there was none.</param>
/// <param name="Serial">The serial text, if it ran.</param>
internal sealed record CaseResult(TestCase Case, IReadOnlyList<string> Failures, ReadOnlyMemory<byte> Image, string Serial, TimeSpan Time)
{
    public bool Passed => Failures.Count == 0;
}

/// <summary>Runs one case: assembles or links it, boots it if it is to run, and compares.</summary>
internal sealed class CaseRunner
{
    /// <summary>A program that does not end is stopped here: some seconds of our machine, the same on every computer.</summary>
    private const long DefaultMaxInstructions = 500_000_000;

    /// <summary>For a program that waits for ever: few instructions, each after a long time of the machine's.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private readonly TestCase _case;
    private readonly List<string> _failures = [];
    private ReadOnlyMemory<byte> _image;
    private string _serial = "";

    private CaseRunner(TestCase testCase) => _case = testCase;

    public static CaseResult Run(TestCase testCase, CancellationToken cancellation)
    {
        CaseRunner runner = new(testCase);
        long start = Stopwatch.GetTimestamp();
        try
        {
            if (testCase.Fault is { } fault)
                runner._failures.Add(fault);
            else
                runner.Run(cancellation);
        }
        catch (UsageException error)
        {
            runner._failures.Add(error.Message);
        }
        catch (Exception error) when (Environment.GetEnvironmentVariable("VMXASM_DEBUG") is null or "")
        {
            // A fault of ours fails the one program that shows it, and the others are run.
            runner._failures.Add($"internal error: {error.GetType().Name}: {error.Message}");
        }

        return new CaseResult(testCase, runner._failures, runner._image, runner._serial, Stopwatch.GetElapsedTime(start));
    }

    private void Run(CancellationToken cancellation)
    {
        ParseResult parsed = ParseArguments();
        CompilationOptions options = GnuAsOptions.Read(parsed, CompilerOptions.Read(parsed));
        options = options with { IncludePaths = [.. options.IncludePaths, Path.GetDirectoryName(_case.Path)!] };
        if (!_case.IsImage)
        {
            ObjectResult result = Compilation.Assemble(_case.Path, options with { Listing = true });
            CompareDiagnostics(result.Diagnostics, result.Sources);
            if (result.Object is { } file)
                CompareBytes(BytesByLine(file, result.Sources));
            else
                MissBytes();
            return;
        }

        BuildResult build = Compilation.Build([_case.Path], LinkCommandOptions.Read(parsed, options, ScriptFormatUse.UnlessBootable));
        CompareDiagnostics(build.Diagnostics, build.Sources);
        if (!build.Success)
        {
            if (_case.IsRun)
                _failures.Add("it was not run: the program has errors");
            MissBytes();
            return;
        }

        if (build.DebugInfo is { } debugInfo)
            CompareBytes(BytesByLine(debugInfo, build.Image.Span));
        if (_case.IsRun)
            Boot(build, MachineCommandOptions.Read(parsed, options.CpuModelName), cancellation);
    }

    private ParseResult ParseArguments()
    {
        TeachingCommand command = new("case", "The options that a case may give.", []);
        CompilerOptions.AddTo(command);
        GnuAsOptions.AddTo(command);
        LinkCommandOptions.AddTo(command);
        MachineCommandOptions.AddTo(command);
        try
        {
            return CommandLineRunner.Parse(command, _case.Arguments, "`vmxasm build --help` and `vmxasm run --help` list them");
        }
        catch (UsageException error)
        {
            throw new UsageException($"`#! args: {string.Join(' ', _case.Arguments)}`: {error.Message}");
        }
    }

    private void Boot(BuildResult build, MachineOptions options, CancellationToken cancellation)
    {
        _image = build.Image;
        StringBuilder serial = new();
        List<string> exits = [];
        using Machine machine = Machine.Boot(build.Image, options with
        {
            DebugInfo = build.DebugInfo,
            SerialOutput = value => serial.Append((char)value),
            Timeout = options.Timeout ?? DefaultTimeout,
            MaxInstructions = options.MaxInstructions == long.MaxValue ? DefaultMaxInstructions : options.MaxInstructions,
            VmExit = _case.ExitReasons is null ? null : reason => exits.Add(reason.ToString()),
        });
        RunResult result = machine.Run(cancellation);
        _serial = serial.ToString();

        int exitCode = RunCommand.ExitCodeOf(result, guestDecides: false);
        if (exitCode != _case.ExitCode)
            _failures.Add($"exit code {exitCode} ({result.End}), expected {_case.ExitCode}{Told(result)}");

        string text = Normalize(_serial);
        if (_case.Serial is { } expected && text != expected.TrimEnd('\n'))
            _failures.Add($"serial text differs:\n{Difference(expected, text)}");
        foreach (string part in _case.SerialParts.Where(part => !text.Contains(part, StringComparison.Ordinal)))
            _failures.Add($"serial text lacks `{part}`; it is:\n{text}");
        string screen = _case.ScreenParts.Count > 0 ? machine.ScreenText() ?? "" : "";
        foreach (string part in _case.ScreenParts.Where(part => !screen.Contains(part, StringComparison.Ordinal)))
            _failures.Add($"the screen lacks `{part}`; it is:\n{screen.TrimEnd()}");
        string[] explained = Explained(result.Explanation);
        foreach (string part in _case.ExplanationParts.Where(part => !explained.Any(line => line.Contains(part, StringComparison.Ordinal))))
            _failures.Add($"the explanation lacks `{part}`; it is:\n{string.Join('\n', explained)}");
        if (_case.ExitReasons is { } reasons && !reasons.SequenceEqual(exits, StringComparer.OrdinalIgnoreCase))
            _failures.Add($"VM exits: {string.Join(", ", exits)}; expected {string.Join(", ", reasons)}");
    }

    /// <summary>Serial text without carriage returns and without its last line end, which no header can express.</summary>
    internal static string Normalize(string text) => text.Replace("\r", "").TrimEnd('\n');

    /// <summary>Each line of the explanation, behind the number of the source line that it is about.</summary>
    private static string[] Explained(Explanation? explanation)
    {
        if (explanation is null)
            return [];
        IEnumerable<ExplanationNote> all = explanation.Notes.Prepend(new ExplanationNote(explanation.Headline, explanation.At));
        return [.. all.SelectMany(note => note.Text.Split('\n').Select((line, index) => note.At is { } at && index == 0 ? $"{at.Line}: {line}" : line)
            .Concat(note.At?.Expansions.Select(expansion => $"{expansion.At.Line}: {expansion.What}") ?? []))];
    }

    private static string Told(RunResult result)
    {
        if (result.Explanation is not { } explanation)
            return "";

        using StringWriter text = new();
        ExplanationRenderer.Write(explanation, text, color: false, RunCommand.HeadingOf(result));
        return "\n" + text.ToString().TrimEnd();
    }

    private static string Difference(string expected, string actual) =>
        string.Join('\n', expected.Split('\n').Select(line => "- " + line).Concat(actual.Split('\n').Select(line => "+ " + line)));

    private void CompareDiagnostics(IReadOnlyList<Diagnostic> diagnostics, SourceSet sources)
    {
        DiagnosticRenderer renderer = new(sources);
        List<Diagnostic> left = [.. diagnostics];
        foreach (ExpectedDiagnostic expected in _case.Diagnostics)
        {
            if (expected.Severity == "note")
            {
                if (!diagnostics.Any(diagnostic => Notes(diagnostic).Any(note => note.Contains(expected.Text, StringComparison.Ordinal))))
                    _failures.Add($"line {expected.Line}: no note says `{expected.Text}`");
                continue;
            }

            Diagnostic? found = left.Find(diagnostic => Matches(expected, diagnostic, sources));
            if (found is null)
                _failures.Add($"{Place(expected)}: expected {expected.Severity} `{expected.Text}`");
            else
                left.Remove(found);
        }

        foreach (Diagnostic diagnostic in left)
            _failures.Add($"not expected: {renderer.RenderGnu(diagnostic, color: false).TrimEnd()}");
    }

    private static string Place(ExpectedDiagnostic expected) => expected.Line is { } line ? $"line {line}" : "somewhere";

    private static bool Matches(ExpectedDiagnostic expected, Diagnostic diagnostic, SourceSet sources) =>
        diagnostic.Severity.ToString().Equals(expected.Severity, StringComparison.OrdinalIgnoreCase)
        && (expected.Line is null || sources.Locate(diagnostic.Span).Line == expected.Line)
        && $"{diagnostic.Message} [{diagnostic.Rule.Code}]".Contains(expected.Text, StringComparison.Ordinal);

    private static IEnumerable<string> Notes(Diagnostic diagnostic) =>
        diagnostic.Notes.Concat(diagnostic.Labels.Select(label => label.Text)).Append(diagnostic.Fix ?? "");

    private void CompareBytes(ILookup<int, byte[]> emitted)
    {
        foreach (ExpectedBytes expected in _case.Bytes)
        {
            byte[] actual = [.. emitted[expected.Line].SelectMany(bytes => bytes)];
            if (!actual.AsSpan().SequenceEqual(expected.Bytes))
                _failures.Add($"line {expected.Line}: {Hex(actual)}, expected {Hex(expected.Bytes)}");
        }
    }

    /// <summary>A case that expects bytes must not pass because there are none to compare.</summary>
    private void MissBytes()
    {
        if (_case.Bytes.Count > 0)
            _failures.Add("no bytes were made to compare: the program has errors");
    }

    private static string Hex(byte[] bytes) => bytes.Length == 0 ? "nothing" : Convert.ToHexStringLower(bytes).Chunk(2).Aggregate("", (text, pair) => $"{text} {new string(pair)}").Trim();

    private static ILookup<int, byte[]> BytesByLine(ObjectFile file, SourceSet sources) =>
        file.Sections.SelectMany(section => section.Lines.Select(line => (Section: section, Line: line)))
            .ToLookup(pair => sources.Locate(pair.Line.Span).Line, pair => pair.Section.Data.Span.Slice((int)pair.Line.Offset, pair.Line.Size).ToArray());

    /// <summary>For images: the first byte of a flat image is the first statement's.</summary>
    private static ILookup<int, byte[]> BytesByLine(DebugInfo debugInfo, ReadOnlySpan<byte> image)
    {
        ulong start = debugInfo.Lines.Count == 0 ? 0 : debugInfo.Lines.Min(line => line.Address);
        List<(int Line, byte[] Bytes)> found = [];
        foreach (DebugLine line in debugInfo.Lines)
        {
            if (line.Address - start + (ulong)line.Size <= (ulong)image.Length)
                found.Add((line.Line, image.Slice((int)(line.Address - start), line.Size).ToArray()));
        }

        return found.ToLookup(pair => pair.Line, pair => pair.Bytes);
    }
}
