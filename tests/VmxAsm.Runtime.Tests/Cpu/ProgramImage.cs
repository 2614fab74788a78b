using VmxAsm.Testing;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>Images of the programs that start with <c>boot.s</c>, made by GNU as and ld so that nothing of ours is in them.</summary>
internal static class ProgramImage
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "VmxAsm.Runtime.Tests", "Cpu", "Programs");

    /// <summary>The program's bytes from 0x7C00 on; <paramref name="cases"/> is the text of the <c>cases.inc</c> that it includes.</summary>
    public static byte[] Assemble(string name, int bits = 32, string cases = "")
    {
        using var folder = new TemporaryFolder();
        folder.Write("cases.inc", cases);
        string code = Path.Combine(folder.Path, "o"), image = Path.Combine(folder.Path, "image");
        ExternalTool.Get("as").Run($"--{bits}", "-I", Folder, "-I", folder.Path, Path.Combine(Folder, name), "-o", code).OrThrow();
        ExternalTool.Get("ld").Run("-m", bits == 32 ? "elf_i386" : "elf_x86_64", "-Ttext", "0x7C00", "--oformat", "binary", code, "-o", image).OrThrow();
        return File.ReadAllBytes(image);
    }
}
