using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>The machine's ROMs are what this compiler makes of their sources, byte for byte.</summary>
public sealed class FirmwareTests
{
    [Theory]
    [InlineData("bios")]
    [InlineData("vgabios")]
    public void The_rom_is_built_from_its_source(string name)
    {
        string source = RepositoryRoot.Combine("VmxAsm.Runtime", "Firmware", name + ".s");
        using TemporaryFolder folder = new();
        string built = folder.File("built.rom");
        CommandRun run = CommandRun.Of("build", source, "--format", "flat", "-Ttext", "0", "-o", built);
        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
        Assert.Equal(File.ReadAllBytes(Path.ChangeExtension(source, ".rom")), File.ReadAllBytes(built));
    }
}
