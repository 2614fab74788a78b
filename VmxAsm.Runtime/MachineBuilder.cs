using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Devices;
using VmxAsm.Runtime.Firmware;
using VmxAsm.Runtime.Kernels;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime;

/// <summary>The one place where a machine is put together.</summary>
internal static class MachineBuilder
{
    private const long SmallestMemory = 1 << 20;

    /// <summary>Memory, board, processor, wires, firmware, image; then the processor is at its reset vector.</summary>
    public static Machine Build(ReadOnlyMemory<byte> image, MachineOptions options)
    {
        CpuModel model = CpuModel.Find(options.CpuModelName)
            ?? throw new ArgumentException($"there is no processor model `{options.CpuModelName}`", nameof(options));
        if (options.MemoryBytes < SmallestMemory)
            throw new ArgumentException("a PC needs at least 1 MiB of memory", nameof(options));

        ImageKind kind = BootImage.KindOf(image.Span, options.ImageKind);
        DriveBay drives = DriveBay.With(image, kind, options.Drives);
        FirmwareImages firmware = FirmwareImages.For(options);

        var memory = new PhysicalMemory((ulong)options.MemoryBytes);
        memory.MapRom(0xC0000, firmware.UpperMemory);
        memory.MapRom(firmware.SystemStart, firmware.System);

        Processor? processor = null;
        var clock = new VirtualClock(() => processor?.InstructionsNow ?? 0);
        var board = new Board(memory, clock, options, drives, firmware);
        processor = new Processor(memory, board, model);
        board.Connect(processor);
        if (kind != ImageKind.Kernel)
            return new Machine(processor, memory, board, options, null, null, Again);

        IKernelLoader? loader = LoaderFor(image, options, out string error);
        board.HasKernel = true;
        return new Machine(processor, memory, board, options, loader, loader is null ? error : loader.Complaint(), Again);

        Machine Again(MachineOptions others) => Build(image, others);
    }

    private static IKernelLoader? LoaderFor(ReadOnlyMemory<byte> file, MachineOptions options, out string error)
    {
        error = "";
        if (LinuxLoader.IsKernel(file.Span))
            return new LinuxLoader(file, options);
        KernelImage? kernel = KernelImage.Read(file, out error);
        return kernel is null ? null : new KernelLoader(kernel, options);
    }
}
