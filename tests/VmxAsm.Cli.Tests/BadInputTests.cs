using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>Whatever is wrong with an input, the answer is a diagnostic with place and rule: no output file, no stack trace.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("unknown instruction", "        mvo %eax, %ebx\n", "x.s:1:9: error: no such instruction `mvo`")]
    [InlineData("wrong operand size", "        movb %eax, %ebx\n", "x.s:1:14: error: `%eax` has 32 bits, and the suffix of `movb` says 8")]
    [InlineData("undefined symbol", "        .code16\n        jmp nowhere\n        .org 510\n        .word 0xaa55\n", "nowhere")]
    [InlineData("value out of range", "        .byte 300\n        add $70000, %ax\n", "x.s:")]
    [InlineData("empty", "", "error:")]
    [InlineData("no boot contract", "        nop\n", "error:")]
    [InlineData("unclosed block", "        .gdt g\n        .null\n", "x.s:1")]
    [InlineData("endless include", "        .include \"x.s\"\n", "x.s:1")]
    [InlineData("endless macro", "        .macro m\n        m\n        .endm\n        m\n", "x.s:")]
    public void A_bad_source_is_explained(string what, string source, string expected)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("x.s", source);
        CommandRun run = Fails(ExitCode.SourceErrors, "build", path, "-I", folder.Path, "-o", folder.File("x.img"));
        Assert.True(run.Error.Contains(expected), $"{what}: {run.Error}");
        Assert.False(File.Exists(folder.File("x.img")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Binary_rubbish_is_no_source(int size)
    {
        using TemporaryFolder folder = new();
        byte[] rubbish = new byte[size];
        new Random(size).NextBytes(rubbish);
        string path = folder.Write("x.s", rubbish);
        Fails(ExitCode.SourceErrors, "build", path, "-o", folder.File("x.img"));
        Fails(ExitCode.SourceErrors, "build", "-c", path, "-o", folder.File("x.o"));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_missing_file_and_a_directory_are_named()
    {
        using TemporaryFolder folder = new();
        foreach (string command in new[] { "build", "run", "check" })
        {
            Assert.Contains("gone.s", Fails(ExitCode.Usage, command, folder.File("gone.s")).Error);
            Assert.Contains(folder.Path, Fails(ExitCode.Usage, command, folder.Path).Error);
        }

        Assert.Contains("linker script", Fails(ExitCode.Usage, "build", RepositoryRoot.Combine("examples", "hello.s"), "-T", folder.File("gone.ld")).Error);

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_failed_build_leaves_the_old_output_alone()
    {
        using TemporaryFolder folder = new();
        string output = folder.Write("x.img", "old");
        Fails(ExitCode.SourceErrors, "build", folder.Write("x.s", "        mvo\n"), "-o", output);
        Assert.Equal("old", File.ReadAllText(output));
    }

    [Theory]
    [InlineData(0, "is empty")]
    [InlineData(100, "is not a whole number of 512-byte sectors")]
    public void A_truncated_image_is_refused(int size, string expected)
    {
        using TemporaryFolder folder = new();
        string source = RepositoryRoot.Combine("examples", "vm86demo.s");
        string image = folder.File("demo.img");
        Assert.Equal(0, CommandRun.Of("build", source, "-o", image).ExitCode);
        File.WriteAllBytes(image, File.ReadAllBytes(image)[..size]);
        Assert.Contains(expected, Fails(ExitCode.Usage, "run", image).Error);
    }

    /// <summary>A flat image ends where the program ends, and boots all the same.</summary>
    [Fact]
    public void A_flat_image_need_not_be_whole_sectors()
    {
        using TemporaryFolder folder = new();
        Assert.Empty(Flat("flat.bin").Error);
        Assert.Contains("has 612 bytes; its last sector is filled up with zeros", Flat("flat.img").Error);

        CommandRun Flat(string name)
        {
            string source = folder.Write("flat.s", ".code16\n xor %ax, %ax\n mov $0xF4, %dx\n out %al, %dx\n hlt\n .org 510\n .word 0xAA55\n .fill 100, 1, 0x90\n");
            string image = folder.File(name);
            Assert.Equal(0, CommandRun.Of("build", source, "--format", "flat", "-o", image).ExitCode);
            Assert.Equal(612, new FileInfo(image).Length);
            CommandRun run = CommandRun.Of("run", image);
            Assert.Equal(0, run.ExitCode);
            return run;
        }
    }

    /// <summary>An object or archive with nothing in it is no source either.</summary>
    [Theory]
    [InlineData("empty.o", 0)]
    [InlineData("short.o", 1)]
    [InlineData("short.o", 3)]
    [InlineData("empty.a", 0)]
    [InlineData("short.a", 7)]
    public void A_file_that_is_called_an_object_must_be_one(string name, int size)
    {
        using TemporaryFolder folder = new();
        byte[] start = name.EndsWith('a') ? "!<arch>\n"u8.ToArray() : [0x7F, (byte)'E', (byte)'L', (byte)'F'];
        Assert.Contains("E0503", Fails(ExitCode.SourceErrors, "build", folder.Write(name, start[..size]), "--format", "flat", "-o", folder.File("x.bin")).Error);
    }

    [Fact]
    public void Rubbish_is_no_image()
    {
        using TemporaryFolder folder = new();
        byte[] rubbish = new byte[512 * 20];
        new Random(1).NextBytes(rubbish);
        Assert.Contains("a boot sector has 55 AA there", Fails(ExitCode.Usage, "run", folder.Write("x.img", rubbish)).Error);
        Fails(null, "run", folder.Write("x.elf", [0x7F, (byte)'E', (byte)'L', (byte)'F', .. rubbish]), "--max-instructions", "10000000");
    }

    private static CommandRun Fails(int? exitCode, params string[] arguments)
    {
        CommandRun run = CommandRun.Of(arguments);
        if (exitCode is not null)
            Assert.True(exitCode == run.ExitCode, $"exit code {run.ExitCode}: {run.Error}");
        Assert.InRange(run.ExitCode, 1, 4);
        Assert.Contains("error:", run.Error);
        Assert.DoesNotContain("   at VmxAsm", run.Error);
        return run;
    }
}
