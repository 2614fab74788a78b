using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests.Images;

/// <summary>An image tells by itself where its bytes come to lie: what is found in it is what the program was written with.</summary>
public sealed class DumpedImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("flat", "--base=0x8000")]
    [InlineData("floppy")]
    [InlineData("disk")]
    [InlineData("iso")]
    [InlineData("elf")]
    [InlineData("multiboot")]
    public void The_structures_of_an_image_are_those_of_its_source(string format, params string[] more)
    {
        string source = _folder.Write("two.s", """
                    .boot   entry=start, load=0x8000
                    .code16
            start:  hlt
                    .gdt    table
                    .null
            code:   .descriptor code64
                    .endgdt
                    .section .far, "aw", load=0x100000
                    .pagetables pages, format=ia32e
                    .map    0, 0, 4M, present | writable
                    .endpagetables

            """u8.ToArray());
        string image = Path.Combine(_folder.Path, "two.img"), info = Path.Combine(_folder.Path, "two.json");
        Assert.Equal(ExitCode.Success, CommandRun.Of("build", source, "-o", image, "--format", format, "--debug-info", info).ExitCode);

        CommandRun dumped = CommandRun.Of(["dump", image, "--debug-info", info, .. more]);
        Assert.Equal(CommandRun.Of("dump", source).Output, dumped.Output);
        Assert.Contains(".map", dumped.Output);
        Assert.Contains("code64", dumped.Output);
    }
}
