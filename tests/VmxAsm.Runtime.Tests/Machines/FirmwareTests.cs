using System.Reflection;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Machines;

/// <summary>The checked-in ROMs are what their sources say.</summary>
public sealed class FirmwareTests
{
    [RequiresToolTheory("as", "ld")]
    [InlineData("bios")]
    [InlineData("vgabios")]
    public void TheRomIsWhatGnuAsMakesOfItsSource(string name)
    {
        string folder = Path.Combine(RepositoryRoot.Path, "VmxAsm.Runtime", "Firmware");
        using TemporaryFolder temporary = new();
        string marker = temporary.Write("x", []);
        string theObject = Path.Combine(Path.GetDirectoryName(marker)!, "rom.o");
        string rom = Path.Combine(Path.GetDirectoryName(marker)!, "rom.bin");
        ExternalTool.Get("as").Run("--32", "-I", folder, "-o", theObject, Path.Combine(folder, name + ".s")).OrThrow();
        ExternalTool.Get("ld").Run("-m", "elf_i386", "-Ttext", "0", "-e", "0", "--oformat", "binary", "-o", rom, theObject).OrThrow();
        Assert.Equal(File.ReadAllBytes(rom), Resource(name + ".rom"));
    }

    [Fact]
    public void TheOptionRomsBytesAddUpToZero()
    {
        byte[] rom = Resource("vgabios.rom");
        Assert.Equal((0x55, 0xAA, rom.Length / 512), (rom[0], rom[1], rom[2]));
        Assert.Equal(0, rom.Sum(value => value) & 0xFF);
    }

    private static byte[] Resource(string name)
    {
        using Stream stream = typeof(Machine).GetTypeInfo().Assembly.GetManifestResourceStream(name)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
