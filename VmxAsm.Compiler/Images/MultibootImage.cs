using System.Buffers.Binary;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>
/// A kernel for GRUB and for QEMU's <c>-kernel</c>: an ELF32 executable with a multiboot header in its first 8 KiB (Multiboot Specification 0.6.96,
/// "OS image format"). The header need not be part of what is loaded; when the program has none, one is put behind the program headers.
/// The kernel is entered in 32-bit protected mode without paging, with EAX = 0x2BADB002 and EBX = the multiboot information.
/// </summary>
internal static class MultibootImage
{
    private const uint Magic = 0x1BADB002;

    /// <summary>Modules on page boundaries, and a memory map.</summary>
    private const uint Flags = 3;

    private const int SearchedSize = 8192;

    public static byte[]? Write(LinkedProgram program, SourceSet sources, DiagnosticBag diagnostics)
    {
        foreach (OutputSection section in program.Sections)
        {
            if (section.IsAllocated && section.Size > 0 && Math.Max(section.Address + section.Size, section.LoadAddress + section.Size) - 1 > uint.MaxValue)
            {
                diagnostics.Report(LinkRules.ImageTooBig, SourceSpan.None, $"section `{section.Name}` at 0x{section.Address:x} lies above 4 GiB, which a multiboot kernel cannot");
                return null;
            }
        }
        byte[] file = ElfExecutable.Write(program, sources, is64: false, []);
        int header = FindHeader(file, out bool isIntact);
        if (header >= 0 && isIntact)
            return file;
        if (header >= 0)
        {
            diagnostics.Report(LinkRules.MultibootHeader, SourceSpan.None, "the program's multiboot header has a wrong checksum: magic, flags and checksum must sum to zero");
            return null;
        }
        byte[] made = new byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(made, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(made.AsSpan(4), Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(made.AsSpan(8), unchecked(0 - (Magic + Flags)));
        return ElfExecutable.Write(program, sources, is64: false, made);
    }

    private static int FindHeader(ReadOnlySpan<byte> file, out bool isIntact)
    {
        int found = -1;
        isIntact = false;
        for (int at = 0; at + 12 <= Math.Min(file.Length, SearchedSize) && !isIntact; at += 4)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(file[at..]) != Magic)
                continue;
            found = at;
            isIntact = Magic + BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]) + BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 8)..]) == 0;
        }
        return found;
    }
}
