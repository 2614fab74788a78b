using System.Text.Json;
using System.Text.RegularExpressions;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>What is wrong with a command line is said in one line that names the right word, with exit code 2.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("no such command `biuld`; did you mean `build`?", "biuld", "x.s")]
    [InlineData("no such command `biuld`; did you mean `build`?", "help", "biuld")]
    [InlineData("no such command `frobnicate`; the commands are", "frobnicate")]
    [InlineData("no such option `--sreial`, did you mean `--serial`?", "run", "--sreial", "stdout", "x.s")]
    [InlineData("no such option `--sreial`, did you mean `--serial`?", "run", "x.s", "--sreial=stdout")]
    [InlineData("no such option `-q7`", "run", "-q7", "x.s")]
    [InlineData("option `--serial` needs a value", "run", "x.s", "--serial")]
    [InlineData("option `--serial` needs a value, and `--timout` is written like an option", "run", "--serial", "--timout", "5", "x.s")]
    [InlineData("option `--gnu` takes no value", "run", "--gnu=yes", "x.s")]
    [InlineData("option `--cpu` is one of `core2`, `nehalem`, `haswell`, `skylake`, not `i486`", "run", "--cpu", "i486", "x.s")]
    [InlineData("`--memory 3`: a whole number of mebibytes is expected", "run", "--memory", "3", "x.img")]
    [InlineData("`--memory lots`: a size is expected", "run", "--memory", "lots", "x.img")]
    [InlineData("`--timeout 0`: a number of seconds above 0 is expected", "run", "--timeout", "0", "x.img")]
    [InlineData("`--defsym X`: SYMBOL=VALUE is expected", "build", "--defsym", "X", "x.s")]
    [InlineData("no diagnostic has the code `W9999`", "build", "-Wno-W9999", "x.s")]
    [InlineData("`E0505` is an error and not a warning", "build", "-Werror=E0505", "x.s")]
    [InlineData("`-q` and `-v` contradict each other", "build", "-q", "-v", "x.s")]
    [InlineData("`-Ttext 12z`: a hexadecimal address is expected", "build", "-Ttext", "12z", "x.s")]
    [InlineData("name the folder to make", "new", "")]
    [InlineData("option `--entry` needs a value, and nothing follows its `=`", "build", "--entry=", "x.s")]
    [InlineData("option `--keys` needs a value, and nothing follows its `=`", "run", "--keys=", "x.s")]
    [InlineData("no completion for `ksh`", "completion", "ksh")]
    [InlineData("`--screenshot x.jpg`: the screen is saved as FILE.png or FILE.txt", "run", "x.s", "--screenshot", "x.jpg")]
    [InlineData("`--screenshot x`: the screen is saved as FILE.png or FILE.txt", "run", "x.s", "--screenshot", "x")]
    [InlineData("`--cdrom` is the built-in machine's, and `--engine qemu` does not know it", "run", "--engine", "qemu", "--cdrom", "x.iso", "x.s")]
    [InlineData("`nowhere.img` cannot be read: there is no such file", "run", "--disk", "nowhere.img", "x.s")]
    [InlineData("`--wait` does nothing without `--gdb`", "run", "--wait", "x.s")]
    [InlineData("`--trace-count` does nothing without `--trace`", "run", "--trace-count", "5", "x.s")]
    [InlineData("`--keys` is the built-in machine's, and `--engine bochs` does not know it", "run", "--engine", "bochs", "--keys", "a", "x.s")]
    [InlineData("`-T` is about sources, and `x.img` is an image", "run", "-T", "x.ld", "x.img")]
    [InlineData("`-MP` does nothing without `-MD` or `--MD`", "build", "-MP", "x.s")]
    [InlineData("`--map` is about an image, and `-c` makes none", "build", "-c", "--map", "x.map", "x.s")]
    [InlineData("`--paging` does nothing without `--pages`", "dump", "--paging", "pae", "x.img")]
    [InlineData("`--base` is about an image, and what is dumped is assembled", "dump", "--base", "0", "x.s")]
    [InlineData("the output and `--map` are both `x.img`; each needs a file of its own", "build", "x.s", "-o", "x.img", "--map", "x.img")]
    [InlineData("`--map` and `--symbols` are both `./y`; each needs a file of its own", "build", "x.s", "--map", "y", "--symbols", "./y")]
    [InlineData("the output and `-a` are both `x.o`; each needs a file of its own", "build", "-c", "x.s", "-a=x.o")]
    [InlineData("the output and the rule for make are both `x.o`; each needs a file of its own", "build", "-c", "x.s", "-MF", "x.o")]
    [InlineData("`--serial` and `--debug-output` are both `x.txt`; each needs a file of its own", "run", "x.s", "--serial", "file:x.txt", "--debug-output=file:x.txt")]
    [InlineData("the output is `x.o`, and nothing is written over an input", "build", "x.o", "-o", "x.o")]
    [InlineData("`--report` is `x.img`, and nothing is written over an input", "run", "x.img", "--report", "x.img")]
    public void A_wrong_command_line_is_explained(string message, params string[] arguments)
    {
        CommandRun run = CommandRun.Of(arguments);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith("vmxasm: error: " + message, run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Empty(run.Output);
    }

    [Fact]
    public void An_argument_after_two_dashes_is_a_file()
    {
        CommandRun run = CommandRun.Of("run", "--", "--weird.img");
        Assert.StartsWith("vmxasm: error: `--weird.img` cannot be read: there is no such file", run.Error);
    }

    [Fact]
    public void Every_command_has_help_with_examples()
    {
        Assert.All(Commands.CommandList.All, entry =>
        {
            CommandRun run = CommandRun.Of(entry.Name, "--help");
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("Examples:", run.Output);
            Assert.Empty(run.Error);
        });
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    [InlineData("help", "--help")]
    public void Help_without_a_command_lists_the_commands(params string[] arguments)
    {
        CommandRun run = CommandRun.Of(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(Commands.CommandList.All, entry => Assert.Contains($"  {entry.Name} ", run.Output));
    }

    /// <summary>ld's options of this name take hexadecimal numbers, and kernels live in the upper half.</summary>
    [Theory]
    [InlineData("7c00", "00007c00")]
    [InlineData("0x7c00", "00007c00")]
    [InlineData("ffffffff80100000", "ffffffff80100000")]
    [InlineData("0xffffffff80100000", "ffffffff80100000")]
    public void An_address_for_the_linker_is_hexadecimal(string address, string expected)
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("a.s", "_start: .quad _start\n");
        foreach (string option in (string[])["-Ttext", $"--section-start=.text={address}"])
        {
            string[] place = option.Contains('=') ? [option] : [option, address];
            CommandRun run = CommandRun.Of(["build", source, "--format", "elf", .. place, "-o", folder.File("a.elf"), "--symbols", folder.File("a.sym")]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Contains($"{expected} _start", File.ReadAllText(folder.File("a.sym")));
        }
    }

    [Theory]
    [InlineData("vmx")]
    [InlineData("v86")]
    [InlineData("boot")]
    public void A_new_folder_has_a_program_that_runs_and_tasks_that_parse(string template)
    {
        using TemporaryFolder folder = new();
        string made = folder.File("my-demo");
        Assert.Equal(0, CommandRun.Of("new", made + "/", "--template", template).ExitCode);
        CommandRun run = CommandRun.Of("run", Path.Combine(made, "my-demo.s"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.NotEmpty(run.Output);
        using JsonDocument tasks = JsonDocument.Parse(File.ReadAllText(Path.Combine(made, ".vscode", "tasks.json")));
        Assert.Equal(["build", "check", "run"], tasks.RootElement.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("args")[0].GetString()));
        Assert.Contains("vmxasm build my-demo.s -o my-demo.img", File.ReadAllText(Path.Combine(made, "Makefile")));
        Assert.Contains("is there already", CommandRun.Of("new", made).Error);
    }

    [Fact]
    public void What_only_a_kernel_takes_is_refused_for_a_boot_sector()
    {
        string source = ExampleTests.PathOf("hello.s");
        Assert.Equal("vmxasm: error: `--append` is handed to a kernel, and the image is none\n", CommandRun.Of("run", source, "--append", "x").Error);
    }

    [Fact]
    public void Lines_have_colour_only_where_it_was_asked_for()
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("a.s", " .byte 300\n mvo %eax, %ebx\n");
        Assert.DoesNotContain("\e", CommandRun.Of("build", "-c", source).Error);
        string coloured = CommandRun.Of("build", "-c", source, "--color", "always").Error;
        Assert.Contains(":1:8: \e[1;35mwarning\e[0m: ", coloured);
        Assert.Contains(":2:2: \e[1;31merror\e[0m: ", coloured);
    }

    [Fact]
    public void A_program_in_the_current_folder_has_its_name()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("here"));
        Assert.Equal(0, CommandRun.Of("new", folder.File("here/.")).ExitCode);
        Assert.True(File.Exists(folder.File("here/here.s")));
    }

    [Fact]
    public void Joined_spellings_mean_the_separate_ones()
    {
        IReadOnlySet<string> known = new HashSet<string> { "-I", "--defsym", "--error-on", "-T", "-Ttext", "-MD", "-MF", "-j", "-m" };
        string[] rewritten = GnuSpelling.Rewrite(["-Iinc", "-DX=1", "-Werror=W0201", "-Ttext", "0x7c00", "-Ttext=5", "-Tlink.ld", "-MD", "-MFx.d", "-j4", "-junit", "-m64M", "--", "-Ix"], known);
        Assert.Equal(
            ["-I", "inc", "--defsym", "X=1", "--error-on", "W0201", "-Ttext", "0x7c00", "-Ttext=5", "-T", "link.ld", "-MD", "-MF", "x.d", "-j", "4", "-junit", "-m", "64M", "--", "-Ix"],
            rewritten);
    }

    [Fact]
    public void Quiet_leaves_errors_only_and_verbose_tells_each_step()
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("a.s", ".byte 300\n");
        string output = folder.File("a.o");
        Assert.Contains("W0404", CommandRun.Of("build", "-c", source, "-o", output).Error);
        Assert.Empty(CommandRun.Of("build", "-q", "-c", source, "-o", output).Error);
        Assert.Contains("E0103", CommandRun.Of("build", "-q", "-c", folder.Write("b.s", ".byte 300, +\n"), "-o", output).Error);
        string[] steps = CommandRun.Of("build", "-v", "-W", "-c", source, "-o", output).Error.TrimEnd().Split('\n');
        Assert.Matches($"^vmxasm: +[0-9.]+ ms  assembled {Regex.Escape(source)}$", steps[0]);
        Assert.EndsWith("bytes", steps[1]);
    }

    [Fact]
    public void A_failure_of_our_own_asks_for_a_report()
    {
        using StringWriter error = new();
        using MemoryStream output = new();
        int exitCode = CommandLineRunner.Run(["explain"], new CommandContext { StandardOutput = output, StandardError = output, Output = null!, Error = error });
        Assert.Equal(ExitCode.InternalError, exitCode);
        Assert.Contains("Please report it", error.ToString());
        Assert.DoesNotContain("   at ", error.ToString());
    }
}
