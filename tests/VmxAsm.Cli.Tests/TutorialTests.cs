using System.Text;
using System.Text.RegularExpressions;
using VmxAsm.Compiler;
using VmxAsm.Runtime;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>The pieces of docs/tutorial.md, put into one file as it says, are a program that prints what it promises.</summary>
public class TutorialTests
{
    [Fact]
    public void Its_pieces_make_the_program_that_it_promises()
    {
        string tutorial = File.ReadAllText(RepositoryRoot.Combine("docs", "tutorial.md")).ReplaceLineEndings("\n");
        string source = string.Concat(Regex.Matches(tutorial, "```asm\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value));
        string promised = Regex.Match(tutorial, @"\$ vmxasm run demo\.s --serial stdout\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        using TemporaryFolder folder = new();
        BuildResult result = Compilation.Build([folder.Write("demo.s", source)], new CompilationOptions { ImageFormat = "floppy" });
        Assert.Empty(result.Diagnostics.Select(diagnostic => diagnostic.Message));
        StringBuilder serial = new();
        using Machine machine = Machine.Boot(result.Image, new MachineOptions { SerialOutput = value => serial.Append((char)value), MaxInstructions = 100_000_000 });
        Assert.Equal(RunEnd.PoweredOff, machine.Run(CancellationToken.None).End);
        Assert.Equal(promised, serial.ToString().ReplaceLineEndings("\n"));
    }
}
