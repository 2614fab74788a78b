using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Images;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Text;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Images;

/// <summary>The loader's programs are checked in as bytes too; the bytes must be those of the sources.</summary>
public sealed class LoaderTests
{
    [Theory]
    [InlineData("mbr", 0x600)]
    [InlineData("stage1", 0x7C00)]
    [InlineData("stage2", 0x600)]
    public void BytesAreThoseOfTheSource(string name, ulong address)
    {
        string path = RepositoryRoot.Combine("VmxAsm.Compiler", "Images", "Loader", name);
        ObjectResult assembled = Compilation.Assemble(path + ".s", new CompilationOptions { Is64BitObject = false });
        Assert.Empty(assembled.Diagnostics.Select(one => one.Message));
        DiagnosticBag diagnostics = new();
        LinkedProgram? program = Linker.Link([assembled.Object!], new LinkOptions { TextAddress = address, Sources = assembled.Sources }, diagnostics);
        Assert.Empty(diagnostics.InSourceOrder(new SourceSet()).Select(one => one.Message));
        Assert.Equal(Convert.ToHexString(File.ReadAllBytes(path + ".bin")), Convert.ToHexString(FlatImage.Write(program!, diagnostics)!));
    }

    /// <summary>The partition table begins at byte 446.</summary>
    [Fact]
    public void MasterBootRecordLeavesRoomForThePartitionTable() => Assert.InRange(LoaderCode.Mbr.Length, 1, 446);

    [Fact]
    public void Stage1IsOneSectorWithItsSignature()
    {
        Assert.Equal(512, LoaderCode.Stage1.Length);
        Assert.Equal([0x55, 0xAA], LoaderCode.Stage1[510..]);
    }
}
