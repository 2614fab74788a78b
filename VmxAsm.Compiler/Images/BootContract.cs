using System.Buffers.Binary;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;

namespace VmxAsm.Compiler.Images;

/// <summary>How a program expects to be loaded and entered.</summary>
public enum BootContract : byte
{
    /// <summary>None that is known.</summary>
    None,

    /// <summary>Its first 512 bytes are a boot sector (0x55 0xAA at 510): loaded at 0x7C00, loads the rest itself.</summary>
    BootSector,

    /// <summary>Its first word is 0xABCD: linked at 0, loaded at 0x10000, entered by a far call at 1000:0002.</summary>
    Abcd,

    /// <summary>It says <c>.boot</c>: our loader puts each section at its address and enters the entry in real mode.</summary>
    Loader,
}

/// <summary>Tells the contracts apart, before linking by the objects and after it by the bytes.</summary>
public static class BootContracts
{
    public const ulong BootSectorAddress = 0x7C00;
    public const ulong AbcdAddress = 0x10000;
    public const int AbcdLargestSize = 127 * 512;

    /// <summary>Where <c>.boot</c> loads a program that does not say: below 64 KiB, where segment 0 reaches all of it.</summary>
    public const ulong DefaultLoadAddress = 0x8000;

    private const ushort AbcdSignature = 0xABCD;
    private const ushort SectorSignature = 0xAA55;

    /// <summary>By the first section with contents of the first object, whose signatures are constants that no relocation changes.</summary>
    public static BootContract Detect(IEnumerable<ObjectFile> objects)
    {
        ObjectSection? first = null;
        foreach (ObjectFile file in objects)
        {
            if (file.Boot is not null)
                return BootContract.Loader;
            first ??= file.Sections.Find(section => section.Name == ".text" && section.Size > 0)
                ?? file.Sections.Find(section => (section.Flags & SectionFlags.Alloc) != 0 && section.Data.Length > 0);
        }
        return first is null ? BootContract.None : Detect(first.Data.Span);
    }

    /// <summary>By the program's first bytes.</summary>
    public static BootContract Detect(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 512 && BinaryPrimitives.ReadUInt16LittleEndian(bytes[510..]) == SectorSignature)
            return BootContract.BootSector;
        return bytes.Length >= 2 && BinaryPrimitives.ReadUInt16LittleEndian(bytes) == AbcdSignature ? BootContract.Abcd : BootContract.None;
    }

    /// <summary>The address that a program is linked for when nothing else says it.</summary>
    public static ulong BaseAddress(BootContract contract, BootRequest? request) => contract switch
    {
        BootContract.BootSector => BootSectorAddress,
        BootContract.Loader => request?.LoadAddress ?? DefaultLoadAddress,
        _ => 0,
    };
}
