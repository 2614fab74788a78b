using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>The completion script of bash, in a bash.</summary>
public sealed class CompletionTests
{
    /// <summary>
    /// Bash on a terminal, as people have it: the line is typed with a Tab at its end, and the command, which here prints its arguments, tells what the line
    /// became. In the folder are <c>first program.s</c> and <c>sub/</c>.
    /// </summary>
    [RequiresToolTheory("bash", "script")]
    [InlineData("vmxasm bu", "build")]
    [InlineData("vmxasm run --init", "run|--initrd")]
    [InlineData("vmxasm run --cpu has", "run|--cpu|haswell")]
    [InlineData("vmxasm build --format=fla", "build|--format=flat")]
    [InlineData("vmxasm completion fi", "completion|fish")]
    [InlineData("vmxasm build fir", "build|first program.s")]
    [InlineData("vmxasm build -o sub/resu", "build|-o|sub/result file.img")]
    [InlineData("vmxasm build --map=fir", "build|--map=first program.s")]
    [InlineData("vmxasm run --serial file:fir", "run|--serial|file:first program.s")]
    public void Bash_completes_on_a_terminal(string line, string expected)
    {
        using TemporaryFolder folder = new();
        folder.Write("first program.s", "");
        Directory.CreateDirectory(folder.File("sub"));
        File.WriteAllText(folder.File("sub/result file.img"), "");
        folder.Write("completion.bash", CommandRun.Of("completion", "bash").Output);
        string start = folder.Write("start.bash", """
            PS1='' ; HISTFILE=
            bind 'set bell-style none' 'set enable-bracketed-paste off'
            . ./completion.bash
            vmxasm() { local IFS='|'; printf 'got<%s>\n' "$*"; }

            """);
        string typed = $"{line}\t\nexit\n";
        ToolResult result = ExternalTool.Get("script").Run(["-qec", $"bash --noprofile --rcfile {start} -i", "/dev/null"], typed, folder.Path);
        Assert.Contains($"got<{expected}>", result.Output);
    }
}
