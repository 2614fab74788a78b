using VmxAsm.Architecture.Images;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>A finished image.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Format">That which was asked for, or which the linker script chose.</param>
/// <param name="Program">What was linked, for maps and symbol files.</param>
/// <param name="Contract">How the program is booted.</param>
/// <param name="DebugInfo">Where its bytes came from, at physical addresses; made when asked for.</param>
public sealed record BuiltImage(byte[] Bytes, ImageFormat Format, LinkedProgram Program, BootContract Contract, Lazy<DebugInfo> DebugInfo);

/// <summary>Objects and archives in, a bootable image out.</summary>
public static class ImageBuilder
{
    /// <summary>Where multiboot loaders and most kernels put a kernel.</summary>
    private const ulong KernelAddress = 0x100000;

    private const ulong PageSize = 0x1000;

    /// <summary>Null when there are errors, which <paramref name="diagnostics"/> then holds.</summary>
    public static BuiltImage? Build(IReadOnlyList<LinkInput> inputs, ImageFormat format, LinkOptions options, DiagnosticBag diagnostics)
    {
        // How the program wants to be booted decides where it is linked.
        IEnumerable<ObjectFile> objects = inputs.Where(input => input.Object is not null).Select(input => input.Object!);
        BootRequest[] requests = [.. objects.Select(file => file.Boot).OfType<BootRequest>()];
        foreach (BootRequest second in requests.Skip(1))
            diagnostics.Report(new Diagnostic(StructureRules.DuplicateKey, "`.boot` is given twice", second.Span) { Labels = [new DiagnosticLabel(requests[0].Span, "first given here")] });
        BootContract contract = BootContracts.Detect(objects);
        bool isKernel = format is ImageFormat.Elf or ImageFormat.Multiboot;
        LinkOptions linkOptions = options with
        {
            BaseAddress = isKernel && contract is BootContract.None ? KernelAddress : BootContracts.BaseAddress(contract, requests.FirstOrDefault()),
            PageAlignment = isKernel ? PageSize : 1,
        };
        LinkedProgram? program = Linker.Link(inputs, linkOptions, diagnostics);
        if (program is null)
            return null;
        format = FormatOf(program, contract, format, options.ScriptFormat);
        isKernel = format is ImageFormat.Elf or ImageFormat.Multiboot;

        byte[]? bytes;
        ulong displacement = 0;
        if (isKernel)
        {
            bytes = format == ImageFormat.Multiboot ? MultibootImage.Write(program, options.Sources, diagnostics) : ElfExecutable.Write(program, options.Sources);
        }
        else
        {
            byte[]? flat = contract == BootContract.Loader && format != ImageFormat.Flat ? [] : FlatImage.Write(program, diagnostics);
            if (flat is null)
                return null;
            if (contract != BootContract.Loader)
            {
                contract = BootContracts.Detect(flat);
                displacement = Displacement(program, contract);
            }
            bytes = format == ImageFormat.Flat ? flat : Bootable(program, flat, contract, format, options, diagnostics);
        }
        if (bytes is null || diagnostics.HasErrors)
            return null;
        return new BuiltImage(bytes, format, program, contract, new Lazy<DebugInfo>(() => ProgramDebugInfo.Of(program, options.Sources, displacement)));
    }

    /// <summary>The format that the linker script chooses, or else the given one.</summary>
    private static ImageFormat FormatOf(LinkedProgram program, BootContract contract, ImageFormat given, ScriptFormatUse use)
    {
        if (use == ScriptFormatUse.None || program.ScriptFormat is null or "default" || contract == BootContract.Loader)
            return given;
        if (use == ScriptFormatUse.UnlessBootable && FlatImage.Write(program, new DiagnosticBag()) is { } flat && BootContracts.Detect(flat) != BootContract.None)
            return given;
        return program.ScriptFormat == "binary" ? ImageFormat.Flat : ImageFormat.Elf;
    }

    /// <summary>A boot sector linked at 0 is loaded at 0x7C00 all the same, and a program of the 0xABCD convention at 0x10000.</summary>
    private static ulong Displacement(LinkedProgram program, BootContract contract)
    {
        ulong start = program.Loaded.FirstOrDefault()?.LoadAddress ?? 0;
        return contract switch
        {
            BootContract.BootSector => BootContracts.BootSectorAddress - start,
            BootContract.Abcd => BootContracts.AbcdAddress - start,
            _ => 0,
        };
    }

    /// <summary>Whoever did not ask for a bootable image may not want one.</summary>
    private const string Hint = "without `--format` a bootable floppy is made; `--format flat` writes the bare bytes, `--format elf` an executable";

    private static byte[]? Bootable(LinkedProgram program, byte[] flat, BootContract contract, ImageFormat format, LinkOptions options, DiagnosticBag diagnostics)
    {
        if (contract == BootContract.BootSector)
        {
            return format switch
            {
                ImageFormat.Floppy => FloppyImage.Write(flat, diagnostics),
                ImageFormat.Disk => HardDiskImage.WriteRaw(flat),
                _ when flat.Length <= 512 => IsoImage.WriteNoEmulation(flat, []),
                _ => FloppyImage.Write(flat, diagnostics) is { } floppy ? IsoImage.WriteFloppyEmulation(floppy) : null,
            };
        }
        if (contract == BootContract.None)
        {
            string size = flat.Length == 0 ? "it has no bytes" : flat.Length < 512 ? $"it has {flat.Length} bytes and so no signature at 510" : "its bytes 510 and 511 are not 0x55 0xAA";
            diagnostics.Report(new Diagnostic(LinkRules.NotBootable,
                $"the program does not say how it is to be booted: it has no `.boot`, does not start with the word 0xABCD, and is no boot sector ({size})", SourceSpan.None)
            {
                Notes = options.HasFormat ? [] : [Hint],
            });
            return null;
        }
        BootLoader? loader = contract == BootContract.Abcd ? BootLoader.ForAbcd(flat, diagnostics) : BootLoader.ForProgram(program, diagnostics);
        if (loader is null)
            return null;
        switch (format)
        {
            case ImageFormat.Floppy:
                return loader.WriteSectors(0, diagnostics) is { } floppy ? FloppyImage.Write(floppy, diagnostics) : null;
            case ImageFormat.Disk:
                return loader.WriteSectors(HardDiskImage.PartitionStart, diagnostics) is { } disk ? HardDiskImage.WritePartitioned(disk) : null;
            default:
                return loader.WriteCd(IsoImage.BootImageSector, diagnostics) is { } cd ? IsoImage.WriteNoEmulation(cd.BootImage, cd.Contents) : null;
        }
    }
}
