using System.Buffers.Binary;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests.Images;

/// <summary>What our boot sectors say, on the screen and on the serial line, when a medium or the machine is not as it should be.</summary>
public sealed class LoaderFailureTests : IDisposable
{
    private const int PartitionEntry = 446, Stage1Lba = 500;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private byte[] Build(string format, int size = 50_000)
    {
        string source = _folder.Write("program.s", $"""
                    .code16
                    .globl  _start
            _start: mov     $0xF4, %dx
                    xor     %al, %al
                    out     %al, %dx
                    hlt
                    .section .high, "aw", load=0x200000
                    .fill   {size}, 1, 0x5A
                    .boot   entry=_start, load=0x8000

            """);
        string image = _folder.File("program.img");
        CommandRun run = CommandRun.Of("build", source, "--32", "--format", format, "-o", image);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return File.ReadAllBytes(image);
    }

    private void Says(string message, byte[] image, params string[] options)
    {
        CommandRun run = CommandRun.Of(["run", _folder.Write("damaged.img", image), "--serial", "stdout", "--screen", .. options.Contains("--max-instructions") ? [] : (string[])["--max-instructions", "1500000"], .. options]);
        Assert.True(run.ExitCode == ExitCode.LimitReached, $"exit code {run.ExitCode}: {run.Output}{run.Error}");
        Assert.Equal(2, run.Output.Split(message).Length - 1);
    }

    [Theory]
    [InlineData("floppy")]
    [InlineData("disk")]
    [InlineData("iso")]
    public void Nothing_when_all_is_well(string format)
    {
        CommandRun run = CommandRun.Of("run", _folder.Write("good.img", Build(format)), "--serial", "stdout");
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("floppy", 20_000, "boot: the program was not read correctly (its checksum is wrong)")]
    [InlineData("floppy", 700, "boot: the loader is damaged")]
    [InlineData("disk", 63 * 512 + 20_000, "boot: the program was not read correctly (its checksum is wrong)")]
    [InlineData("disk", 63 * 512 + 700, "boot: the loader is damaged")]
    [InlineData("disk", 63 * 512 + 510, "mbr: the boot partition has no boot sector")]
    [InlineData("disk", PartitionEntry, "mbr: no active partition")]
    public void A_changed_byte(string format, int at, string message)
    {
        byte[] image = Build(format);
        image[at] ^= 0x80;
        Says(message, image);
    }

    /// <summary>Sectors that the drive does not have are as unreadable as any.</summary>
    [Fact]
    public void An_unreadable_sector()
    {
        byte[] floppy = Build("floppy");
        BinaryPrimitives.WriteUInt32LittleEndian(floppy.AsSpan(Stage1Lba), 5000);
        Says("boot: disk read error", floppy);

        byte[] disk = Build("disk");
        BinaryPrimitives.WriteUInt32LittleEndian(disk.AsSpan(PartitionEntry + 8), 0x500000);
        Says("mbr: cannot read the boot partition", disk);

        // Cut short behind the first half of the program.
        Says("boot: disk read error", Build("disk", 2_000_000)[..(16 * 63 * 512 * 3)], "--max-instructions", "8000000");
    }

    [Fact]
    public void Too_little_memory() => Says("boot: there is no memory where the program is to be loaded", Build("floppy"), "--memory", "1M");
}
