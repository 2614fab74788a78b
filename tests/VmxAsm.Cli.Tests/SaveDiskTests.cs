using System.Text;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>What a guest writes stays in the run, unless <c>--save-disk</c> says where to put it.</summary>
public sealed class SaveDiskTests
{
    private const string Program = """
                .code16
        _start: xorw %ax, %ax
                movw %ax, %es
                movw $0x0301, %ax
                movw $0x0002, %cx
                movb $0, %dh
                movw $0x7c00 + text - _start, %bx
                int $0x13
                cli
                hlt
        text:   .ascii "written by the guest"
                .org 510
                .word 0xaa55

        """;

    [Fact]
    public void The_image_is_left_alone_or_replaced()
    {
        using TemporaryFolder folder = new();
        string image = Path.Combine(folder.Path, "guest.img");
        string source = folder.Write("guest.s", Encoding.UTF8.GetBytes(Program));
        Assert.Equal(0, CommandRun.Of("build", source, "-o", image).ExitCode);
        byte[] before = File.ReadAllBytes(image);

        Assert.Equal(0, CommandRun.Of("run", image).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(image));

        Assert.Equal(0, CommandRun.Of("run", image, "--save-disk", image).ExitCode);
        byte[] after = File.ReadAllBytes(image);
        Assert.Equal("written by the guest", Encoding.ASCII.GetString(after, 512, 20));
        Assert.Equal(before.AsSpan(0, 512), after.AsSpan(0, 512));
    }

    [Fact]
    public void A_kernel_has_no_disk_to_save()
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("kernel.s", "_start: cli\n hlt\n"u8.ToArray());
        CommandRun run = CommandRun.Of("run", source, "--format", "multiboot", "--save-disk", Path.Combine(folder.Path, "x.img"));
        Assert.Contains("there is no disk that the guest could write to", run.Error);
    }
}
