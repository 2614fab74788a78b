using System.Xml.Linq;
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

    /// <summary>Whoever grades fifty programs wants to know of the other forty-nine.</summary>
    [Fact]
    public void What_cannot_be_tested_fails_and_the_others_are_run()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.s", "#! args: --bogus\n nop # => 90\n");
        folder.Write("b.s", "#! bogus: 3\n");
        File.CreateSymbolicLink(folder.File("c.s"), "nowhere");
        Directory.CreateDirectory(folder.File("sub"));
        Directory.CreateSymbolicLink(folder.File("sub/loop"), folder.Path);
        File.WriteAllText(folder.File("sub/d.s"), "#! args: --defsym \"x=2 + 3\"\n .byte x # => 05\n");
        CommandRun run = CommandRun.Of("test", folder.Path, "--junit", folder.File("results.xml"));
        Assert.Equal(ExitCode.SourceErrors, run.ExitCode);
        Assert.EndsWith("1 passed, 3 failed\n", run.Output);
        Assert.Contains("`#! args: --bogus`: no such option `--bogus`; `vmxasm build --help` and `vmxasm run --help` list them", run.Output);
        Assert.Contains("b.s:1`: no header is called `bogus`", run.Output);
        Assert.Contains("c.s` cannot be read: there is no such file", run.Output);
        XElement suite = XDocument.Load(folder.File("results.xml")).Root!;
        Assert.Equal(("4", "3"), ((string?)suite.Attribute("tests"), (string?)suite.Attribute("failures")));
        Assert.Equal(3, suite.Elements("testcase").Count(element => element.Element("failure") is not null));
    }

    /// <summary>What is expected of a program beside its errors is not met by a program that is never made.</summary>
    [Fact]
    public void Nothing_passes_for_being_wrong_as_expected()
    {
        using TemporaryFolder folder = new();
        folder.Write("bytes.s", " nop # => 91\n mvo # error: no such instruction\n");
        folder.Write("run.s", "#! serial: Hello\n mvo # error: no such instruction\n");
        folder.Write("wrong.s", " mvo # error: no such instruction\n");
        CommandRun run = CommandRun.Of("test", folder.Path);
        Assert.Contains("bytes.s\n  no bytes were made to compare: the program has errors\n", run.Output);
        Assert.Contains("run.s\n  it was not run: the program has errors\n", run.Output);
        Assert.EndsWith("1 passed, 2 failed\n", run.Output);
    }

    private static IEnumerable<string> Paths() => Directory.EnumerateFiles(Folder, "*.s", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Where(path => TestCase.Read(path).HasExpectations)
        .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'));

    private static TestCase Read(string path) => TestCase.Read(Path.Combine(Folder, path));
}
