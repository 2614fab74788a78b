using System.Text;
using VmxAsm.Compiler;
using VmxAsm.Runtime;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>Every example builds to the bytes that were approved, and prints the same text here and in Bochs. One that has a half in C is tested with the hosts in C.</summary>
public sealed class ExampleTests
{
    private static readonly string Folder = RepositoryRoot.Combine("examples");

    public static TheoryData<string> All => [.. Directory.EnumerateFiles(Folder, "*.s", SearchOption.AllDirectories)
        .Where(path => !Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.c").Any())
        .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public void Emits_the_approved_bytes(string example)
    {
        BuildResult result = Build(example, "flat");
        Snapshot.Matches(Snapshot.HexTable(result.Image.Span), ParameterOf(example));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Prints_the_approved_text(string example) => Snapshot.Matches(Run(example), ParameterOf(example));

    [RequiresToolTheory("bochs", "script")]
    [MemberData(nameof(All))]
    public void Prints_the_same_in_Bochs(string example)
    {
        OracleRun run = BochsOracle.Run(Build(example, "floppy").Image.ToArray(), CpuModel(example));
        Assert.Equal(("PoweredOff", Run(example)), (run.End, run.Serial));
    }

    /// <summary>The serial text of an example in the machine of this process.</summary>
    public static string Run(string example)
    {
        StringBuilder serial = new();
        using Machine machine = Machine.Boot(Build(example, "floppy").Image, new MachineOptions
        {
            CpuModelName = CpuModel(example),
            SerialOutput = value => serial.Append((char)value),
            MaxInstructions = 1_000_000_000,
        });
        RunResult result = machine.Run(CancellationToken.None);
        Assert.Equal(RunEnd.PoweredOff, result.End);
        return serial.ToString();
    }

    private static BuildResult Build(string example, string format)
    {
        BuildResult result = Compilation.Build([PathOf(example)], new CompilationOptions { ImageFormat = format, CpuModelName = CpuModel(example) });
        Assert.Empty(result.Diagnostics.Select(diagnostic => diagnostic.Message));
        return result;
    }

    /// <summary>An example that needs another processor than the default says so in its "Try it" line, as <c>--cpu MODEL</c>.</summary>
    public static string CpuModel(string example)
    {
        string[] words = File.ReadAllText(PathOf(example)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int option = Array.IndexOf(words, "--cpu");
        return option < 0 ? "core2" : words[option + 1];
    }

    public static string PathOf(string example) => Path.Combine(Folder, example);

    private static string ParameterOf(string example) => Path.ChangeExtension(example, null).Replace('/', '.');
}
