using System.Buffers.Binary;
using VmxAsm.Compiler;
using VmxAsm.Testing;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>Floppy images of the programs that start with <c>boot.s</c>.</summary>
internal static class LabImage
{
    private const int SectorCountOffset = 508;

    /// <summary>From here on the programs keep their tables.</summary>
    private const int MostSectors = 190;

    /// <summary>The folder of <c>boot.s</c> and the programs that include it.</summary>
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "VmxAsm.Runtime.Tests", "Vmx");

    public static string Source(string name) => Path.Combine(Folder, name);

    /// <summary>The program's bytes from 0x7C00 on.</summary>
    public static byte[] Assemble(params string[] paths)
    {
        CompilationOptions options = new() { ImageFormat = "flat", TextAddress = 0x7C00, NoChecks = true, IncludePaths = [Folder] };
        BuildResult result = Compilation.Build(paths, options);
        if (!result.Success)
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Take(10)));
        return result.Image.ToArray();
    }

    public static byte[] Floppy(byte[] program)
    {
        int sectors = (program.Length + 511) / 512;
        if (sectors > MostSectors)
            throw new ArgumentException("the program does not fit below its tables");
        byte[] floppy = new byte[1440 * 1024];
        program.CopyTo(floppy, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(floppy.AsSpan(SectorCountOffset), (ushort)sectors);
        return floppy;
    }
}
