using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>What is wrong with a file that shall be a medium or a ROM is told before anything runs.</summary>
public sealed class DriveOptionTests
{
    private const string Program = """
                .boot   entry=start
                .code16
        start:  cli
                hlt

        """;

    [Theory]
    [InlineData("--floppy", 100, "has 100 bytes, which is not a whole number of 512-byte sectors")]
    [InlineData("--floppy", 4 << 20, "has 4194304 bytes; the largest floppy has 2,949,120")]
    [InlineData("--disk", 0, "is empty; a medium has at least one sector")]
    [InlineData("--cdrom", 512, "has 512 bytes, which is not a whole number of 2048-byte sectors")]
    [InlineData("--bios", 1000, "has 1000 bytes; a system BIOS has a multiple of 64 KiB, 16 MiB at most")]
    [InlineData("--bios", 65536, "has nothing but 00 in its last 16 bytes, where a system BIOS has the processor's first instruction")]
    [InlineData("--video-bios", 1024, "begins with 00 00; a video BIOS begins with 55 AA, as every option ROM")]
    public void A_file_that_cannot_be_what_it_is_named_for_is_refused(string option, int length, string message)
    {
        using TemporaryFolder folder = new();
        CommandRun run = CommandRun.Of("run", folder.Write("boot.s", Program), option, folder.Write("x", new byte[length]));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    [Theory]
    [InlineData(4, 0, "says in its third byte that it has 2048 bytes, and has 512")]
    [InlineData(1, 7, "has bytes that add up to 0x07; those of an option ROM add up to 0")]
    public void An_option_ROM_is_as_long_as_it_says_and_adds_up(int units, int last, string message)
    {
        byte[] rom = new byte[512];
        (rom[0], rom[1], rom[2], rom[511]) = (0x55, 0xAA, (byte)units, (byte)(last - units - 0xFF));
        using TemporaryFolder folder = new();
        CommandRun run = CommandRun.Of("run", folder.Write("boot.s", Program), "--video-bios", folder.Write("x", rom));
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public void There_are_no_more_drives_than_drives()
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("boot.s", Program), medium = folder.Write("medium.img", new byte[512]);
        Assert.Equal(0, CommandRun.Of("run", source, "--floppy", medium, "--disk", medium, "--disk", medium).ExitCode);
        Assert.Contains($"`--floppy {medium}`: the machine has two floppy drives, and the image is in the first one",
            CommandRun.Of("run", source, "--floppy", medium, "--floppy", medium).Error);
        Assert.Contains($"`--disk {medium}`: the machine has two hard disks\n", CommandRun.Of("run", source, "--disk", medium, "--disk", medium, "--disk", medium).Error);
    }

    /// <summary>The string of the first module, on the serial line.</summary>
    [Fact]
    public void A_module_has_arguments_behind_its_name()
    {
        using TemporaryFolder folder = new();
        string kernel = folder.Write("kernel.s", """
                    .code32
                    .globl  _start
            _start: movl    24(%ebx), %edi
                    movl    8(%edi), %esi
                    movw    $0x3fb, %dx
                    movb    $3, %al
                    outb    %al, %dx
                    movw    $0x3f8, %dx
            1:      lodsb
                    outb    %al, %dx
                    testb   %al, %al
                    jnz     1b
                    cli
                    hlt

            """);
        string module = folder.Write("linux", "content");
        CommandRun run = CommandRun.Of("run", kernel, "--format", "multiboot", "--initrd", $"{module} console=hvc0 quiet");
        Assert.Equal($"{module} console=hvc0 quiet\0", run.Output);
        Assert.Contains("`nowhere` cannot be read", CommandRun.Of("run", kernel, "--format", "multiboot", "--initrd", "nowhere a=b").Error);
    }

    [Fact]
    public void The_first_disk_that_can_be_written_is_saved()
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("kernel.s", "_start: cli\n hlt\n");
        byte[] content = [.. Enumerable.Range(0, 512).Select(i => (byte)i)];
        string disk = folder.Write("disk.img", content), saved = folder.File("saved.img");
        Assert.Equal(0, CommandRun.Of("run", source, "--format", "multiboot", "--disk", disk, "--save-disk", saved).ExitCode);
        Assert.Equal(content, File.ReadAllBytes(saved));
    }
}
