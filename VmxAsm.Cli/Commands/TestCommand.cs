using System.CommandLine;
using VmxAsm.Cli.Cases;

namespace VmxAsm.Cli.Commands;

/// <summary><c>vmxasm test</c>: runs the programs of a folder whose comments say what is to come of them.</summary>
internal static class TestCommand
{
    private static readonly Argument<string[]> Inputs = Options.Files("DIR", "Folders with cases, searched with their subfolders; or single files.");

    private static readonly Option<string?> JUnit = Options.Value("--junit", "FILE", "Write the results as JUnit XML.");

    private static readonly Option<string?> Jobs = Options.Value("--jobs", "N", "How many cases run at a time; one per processor by default.", "-j");

    public static TeachingCommand Create(CommandContext context)
    {
        TeachingCommand command = new("test", "Run programs whose comments say what must come of them.",
            [
                new("vmxasm test homework", "every case below a folder"),
                new("vmxasm test tests/cases --junit results.xml", "with a report for a build server"),
            ],
            """
            In a case, comments say what is expected:
              #! args: --cpu haswell     options for this case
              #! serial: Hello           a line of the serial text, which must equal these lines
              #! serial-contains: Hello  a part of it
              #! screen: Hello           a part of the screen's text at the end
              #! explained: 12: `vmlaunch` failed  a part of a line of the explanation, behind the source line that it names
              #! exit: 3                 the exit code of `vmxasm run`, 0 if not given
              #! exit-reasons: Cpuid     the VM exits, in order, separated by commas
              #! run                     run it, though nothing more is expected
              #! image                   link it; else it is only assembled
              mov %eax, %ebx             # => 89 c3
              mvo %eax, %ebx             # error: no such instruction
            """)
        {
            Inputs, JUnit, Jobs,
        };
        command.SetAction(context, Run);
        return command;
    }

    private static int Run(ParseResult parsed, CommandContext context)
    {
        string[] inputs = parsed.GetValue(Inputs)!;
        if (inputs.Length == 0)
            throw new UsageException("nothing to test: name a folder");

        int jobs = parsed.GetValue(Jobs) is { } text ? Math.Max(1, Numbers.Parse("--jobs", text)) : Environment.ProcessorCount;
        TestCase[] cases = [.. inputs.SelectMany(FindCases)];
        if (cases.Length == 0)
            throw new UsageException($"no case in {string.Join(", ", inputs.Select(input => $"`{input}`"))}: no source there says in its comments what it expects");

        new OutputPaths(cases.Select(testCase => testCase.Path)).Add("`--junit`", parsed.GetValue(JUnit));
        using Interruption interruption = new(context);
        CaseResult[] results = RunAll(cases, jobs, context, interruption.Token);
        foreach (CaseResult result in results.Where(result => !result.Passed))
        {
            context.Output.WriteLine($"FAIL {result.Case.Path}");
            foreach (string failure in result.Failures)
                context.Output.WriteLine("  " + failure.Replace("\n", "\n  "));
        }

        if (parsed.GetValue(JUnit) is { } path)
            OutputFile.Write(path, JUnitReport.Write("vmxasm", results));
        int failed = results.Count(result => !result.Passed);
        context.Output.WriteLine($"{results.Length - failed} passed, {failed} failed");
        return interruption.WasSignalled ? interruption.ExitCode : failed == 0 ? ExitCode.Success : ExitCode.SourceErrors;
    }

    private static CaseResult[] RunAll(TestCase[] cases, int jobs, CommandContext context, CancellationToken cancellation)
    {
        CaseResult[] results = new CaseResult[cases.Length];
        int done = 0;
        Parallel.For(0, cases.Length, new ParallelOptions { MaxDegreeOfParallelism = jobs }, index =>
        {
            results[index] = CaseRunner.Run(cases[index], cancellation);
            int count = Interlocked.Increment(ref done);
            if (context.ErrorTakesEscapes)
                context.Error.Write($"\r{count} of {cases.Length}\e[K{(count == cases.Length ? "\r\e[K" : "")}");
        });
        return results;
    }

    private static IEnumerable<TestCase> FindCases(string input)
    {
        if (File.Exists(input))
            return [TestCase.Read(input)];
        if (!Directory.Exists(input))
            throw new UsageException($"`{input}` cannot be read: there is no such file or folder");

        try
        {
            return [.. SourcesIn(input).Order(StringComparer.Ordinal).Select(TestCase.Read).Where(testCase => testCase.HasExpectations)];
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UsageException($"`{input}` cannot be searched: {error.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Those of subfolders as well, but not through links, which may lead back up.</summary>
    private static IEnumerable<string> SourcesIn(string folder) => Directory.EnumerateFiles(folder, "*.s")
        .Concat(Directory.EnumerateDirectories(folder).Where(inner => new DirectoryInfo(inner).LinkTarget is null).SelectMany(SourcesIn));
}
