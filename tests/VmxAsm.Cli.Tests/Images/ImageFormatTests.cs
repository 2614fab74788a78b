using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests.Images;

/// <summary>The same program in every image format, booted by the machine, by Bochs and by QEMU.</summary>
public sealed class ImageFormatTests : IDisposable
{
    private const string Expected = "booted\r\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Program(string name) => RepositoryRoot.Combine("tests", "VmxAsm.Cli.Tests", "Images", "Programs", name);

    private string Build(string format, params string[] arguments)
    {
        string image = _folder.File(format == "elf" ? "kernel.elf" : "image." + format);
        CommandRun run = CommandRun.Of(["build", .. arguments, "--32", "--format", format, "-o", image]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return image;
    }

    [Theory]
    [InlineData("floppy", "say.s")]
    [InlineData("disk", "say.s")]
    [InlineData("iso", "say.s")]
    [InlineData("elf", "kernel.s")]
    [InlineData("multiboot", "kernel.s")]
    public void The_machine_boots_it(string format, string program)
    {
        CommandRun run = CommandRun.Of("run", Build(format, Program(program)), "--serial", "stdout");
        Assert.Equal((0, Expected), (run.ExitCode, run.Output));
    }

    [RequiresToolTheory("bochs", "script")]
    [InlineData("floppy")]
    [InlineData("disk")]
    [InlineData("iso")]
    public void Bochs_boots_it(string format)
    {
        CommandRun run = CommandRun.Of("run", Build(format, Program("say.s")), "--engine", "bochs", "--serial", "stdout");
        Assert.Equal((0, Expected), (run.ExitCode, run.Output));
    }

    /// <summary>Bochs has no debug-exit device, and waits on where a processor has halted for good.</summary>
    [RequiresToolTheory("bochs", "script")]
    [InlineData("cli\n hlt", "run", 0)]
    [InlineData("mov $7, %al\n out %al, $0xf4", "run", 3)]
    [InlineData("mov $7, %al\n out %al, $0xf4", "guest", 7)]
    [InlineData("mov $0, %al\n mov $0xf4, %dx\n out %al, %dx", "run", 0)]
    public void Bochs_ends_as_the_machine_does(string end, string decides, int exitCode)
    {
        string source = _folder.Write("end.s", $".boot entry=start\n .code16\nstart: mov $0x3fb, %dx\n mov $3, %al\n out %al, %dx\n mov $0x3f8, %dx\n mov $'x, %al\n out %al, %dx\n {end}\nwait: hlt\n jmp wait\n");
        foreach (string engine in (string[])["builtin", "bochs"])
        {
            CommandRun run = CommandRun.Of("run", source, "--engine", engine, "--serial", "stdout", "--timeout", "60", "--exit-code", decides);
            Assert.Equal((engine, exitCode, "x"), (engine, run.ExitCode, run.Output));
        }
    }

    [RequiresToolTheory("qemu-system-x86_64")]
    [InlineData("floppy", "say.s")]
    [InlineData("disk", "say.s")]
    [InlineData("iso", "say.s")]
    [InlineData("elf", "kernel.s")]
    [InlineData("multiboot", "kernel.s")]
    public void Qemu_boots_it(string format, string program)
    {
        // A kernel that powers off by port 0x8900 or ACPI ends QEMU as well; what counts is what it said until then.
        CommandRun run = CommandRun.Of("run", Build(format, Program(program)), "--engine", "qemu", "--serial", "stdout", "--timeout", "30");
        Assert.Equal(Expected, run.Output);
    }

    /// <summary>Bochs cannot be handed a kernel; a loader of a few lines puts its segments where the ELF file says.</summary>
    [RequiresToolTheory("bochs", "script")]
    [InlineData("elf")]
    [InlineData("multiboot")]
    public void Bochs_runs_a_kernel_that_a_loader_brings(string format)
    {
        string kernel = Build(format, Program("kernel.s"));
        if (format != "elf")
            File.Copy(kernel, _folder.File("kernel.elf"));
        string disk = Build("disk", Program("kernel-loader.s"), "-I", _folder.Path);
        Assert.Equal(Expected, CommandRun.Of("run", disk, "--engine", "bochs", "--serial", "stdout").Output);
    }

    [RequiresToolFact("gdb")]
    public void Gdb_finds_a_line_of_the_source_in_the_ELF_file()
    {
        string kernel = Build("elf", Program("kernel.s"));
        string[] source = File.ReadAllLines(Program("kernel.s"));
        int line = Array.FindIndex(source, text => text.Contains("cmpl", StringComparison.Ordinal)) + 1;
        ToolResult gdb = ExternalTool.Get("gdb").Run("-q", "-nx", "-batch", "-ex", $"break kernel.s:{line}", "-ex", $"info line kernel.s:{line}", "-ex", "info symbol _start", kernel);
        Assert.Contains($"kernel.s, line {line}.", gdb.Output);
        Assert.Contains("_start in section .text", gdb.Output);
    }

    [Theory]
    [InlineData("floppy")]
    [InlineData("disk")]
    [InlineData("iso")]
    [InlineData("elf")]
    [InlineData("multiboot")]
    [InlineData("flat")]
    public void Another_folder_and_another_time_give_the_same_bytes(string format)
    {
        // An ELF file holds its source's path, so both builds have the same one; all else differs.
        string source = _folder.Write("say.s", File.ReadAllText(Program("say.s")));
        byte[] first = File.ReadAllBytes(Build(format, source));
        File.SetLastWriteTimeUtc(source, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        Directory.CreateDirectory(_folder.File("other"));
        string image = _folder.File("other/image");
        Assert.Equal(0, CommandRun.Of("build", source, "--32", "--format", format, "-o", image).ExitCode);
        Assert.Equal(first, File.ReadAllBytes(image));
    }

    [RequiresToolFact("qemu-system-x86_64")]
    public void Qemu_asked_for_VMX_says_that_it_has_none()
    {
        CommandRun run = CommandRun.Of("run", RepositoryRoot.Combine("examples", "vm86demo.s"), "--engine", "qemu", "--serial", "stdout", "--timeout", "20");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("VMX", run.Error);
    }
}
