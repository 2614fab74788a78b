using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>
/// Programs of other people from Debian's packages, as they are: memtest86+ and a kernel (<c>linux-image-*</c>) by themselves, GRUB with a multiboot kernel
/// (<c>grub-pc-bin</c>, <c>grub-common</c>, <c>xorriso</c>). They take a minute, so they run only with <c>VMXASM_EXHAUSTIVE=1</c>, and only what is installed, or unpacked below
/// the folder that <c>VMXASM_FOREIGN</c> names (<c>dpkg -x PACKAGE.deb FOLDER</c>).
/// </summary>
public sealed class ForeignProgramsTests
{
    private static readonly bool Wanted = Sampling.IsExhaustive;
    private static readonly string Root = Environment.GetEnvironmentVariable("VMXASM_FOREIGN") ?? "/";

    [Fact]
    public void Memtest86_starts_testing_and_finds_no_errors()
    {
        if (Find("memtest86+x64.bin") is not { } program)
            return;
        CommandRun run = CommandRun.Of("run", program, "-m", "64M", "--max-instructions", "1000000000", "--screen");
        Assert.Contains("Status: Testing", run.Output);
        Assert.Contains("Errors: 0", run.Output);
    }

    [Theory]
    [InlineData("core2", "512M")]
    [InlineData("skylake", "6G")]
    public void A_Linux_kernel_comes_to_where_it_wants_a_root(string cpu, string memory)
    {
        if (Find("vmlinuz-*") is not { } kernel)
            return;
        CommandRun run = CommandRun.Of("run", kernel, "--cpu", cpu, "-m", memory, "--append", "console=ttyS0 panic=-1 reboot=t", "--timeout", "300");
        Assert.Contains("Command line: console=ttyS0 panic=-1 reboot=t", run.Output);
        Assert.Contains("Unable to mount root fs", run.Output);
        // It reboots by a triple fault, as it was told.
        Assert.Equal(ExitCode.GuestFailed, run.ExitCode);
    }

    [RequiresToolFact("grub-mkrescue", "xorriso")]
    public void Grub_loads_a_multiboot_kernel_from_a_CD()
    {
        if (!Wanted)
            return;
        using TemporaryFolder folder = new();
        string kernel = folder.Write("kernel.s", """
                    .code32
                    .globl  _start
                    .align  4
                    .long   0x1badb002, 0, -0x1badb002
            _start: movl    $0x80000, %esp
                    movw    $0x3fb, %dx
                    movb    $3, %al
                    outb    %al, %dx
                    movl    16(%ebx), %esi
            1:      lodsb
                    testb   %al, %al
                    jz      2f
                    movw    $0x3f8, %dx
                    outb    %al, %dx
                    jmp     1b
            2:      movw    $0x604, %dx
                    movw    $0x2000, %ax
                    outw    %ax, %dx
                    hlt

            """u8.ToArray());
        Directory.CreateDirectory(Path.Combine(folder.Path, "cd", "boot", "grub"));
        CommandRun built = CommandRun.Of("build", kernel, "--format", "elf", "-Ttext=0x100000", "-o", Path.Combine(folder.Path, "cd", "kernel"));
        Assert.True(built.ExitCode == 0, built.Error);
        File.WriteAllText(Path.Combine(folder.Path, "cd", "boot", "grub", "grub.cfg"), "set timeout=0\nmenuentry kernel { multiboot /kernel hello from grub\nboot }\n");
        string image = Path.Combine(folder.Path, "grub.iso");
        ExternalTool.Get("grub-mkrescue").Run("-o", image, Path.Combine(folder.Path, "cd")).OrThrow();
        CommandRun run = CommandRun.Of("run", image, "--boot", "cdrom", "-m", "64M", "--timeout", "200");
        Assert.Contains("hello from grub", run.Output);
    }

    private static string? Find(string name)
    {
        string folder = Path.Combine(Root, "boot");
        return Wanted && Directory.Exists(folder) ? Directory.EnumerateFiles(folder, name).FirstOrDefault() : null;
    }
}
