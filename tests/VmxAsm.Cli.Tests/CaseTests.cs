using VmxAsm.Cli.Cases;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>Every file under tests/cases says in its comments what must come of it.</summary>
public sealed class CaseTests
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "cases");

    public static TheoryData<string> All => [.. Paths()];

    /// <summary>Those whose serial text Bochs must print too.</summary>
    public static TheoryData<string> ForBochs => [.. Paths().Where(path => Read(path) is { IsRun: true, NotForBochs: null })];

    [Theory]
    [MemberData(nameof(All))]
    public void A_case_comes_out_as_it_says(string path)
    {
        CaseResult result = CaseRunner.Run(Read(path), CancellationToken.None);
        Assert.True(result.Passed, string.Join('\n', result.Failures));
    }

    [RequiresToolTheory("bochs", "script")]
    [MemberData(nameof(ForBochs))]
    public void Bochs_prints_the_same(string path)
    {
        TestCase testCase = Read(path);
        CaseResult result = CaseRunner.Run(testCase, CancellationToken.None);
        string end = testCase.ExitCode == ExitCode.GuestFailed ? "TripleFault" : "PoweredOff";
        int cpu = testCase.Arguments.ToList().IndexOf("--cpu");
        OracleRun run = BochsOracle.Run(result.Image.ToArray(), cpu < 0 ? "core2" : testCase.Arguments[cpu + 1]);
        Assert.Equal((end, result.Serial), (run.End, run.Serial));
    }

    private static IEnumerable<string> Paths() => Directory.EnumerateFiles(Folder, "*.s", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Where(path => TestCase.Read(path).HasExpectations)
        .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'));

    private static TestCase Read(string path) => TestCase.Read(Path.Combine(Folder, path));
}
