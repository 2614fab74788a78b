using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Devices;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Kernels;

/// <summary>
/// Does for a kernel what GRUB does: puts it and its modules into memory, writes the multiboot information ("Multiboot
/// Specification version 0.6.96", sections "Machine state" and "Boot information format"; of version 2 for a kernel that has such a header) and enters it
/// in 32-bit protected mode with flat segments, paging and interrupts off. The BIOS has run before, so its services and tables are there.
/// </summary>
internal sealed class KernelLoader : IKernelLoader
{
    private const uint BootMagic = 0x2BAD_B002, BootMagic2 = 0x36D7_6289;
    private const uint MemoryInfo = 1, CommandLineInfo = 4, ModulesInfo = 8, MemoryMapInfo = 0x40, LoaderNameInfo = 0x200, FrameBufferInfo = 0x1000;
    private const ushort CodeSelector = 0x08, DataSelector = 0x10;
    private const ulong BaseMemory = 0x9FC00, ExtendedMemory = 0x10_0000, Page = PhysicalMemory.PageSize;

    private readonly KernelImage _kernel;
    private readonly MachineOptions _options;
    private ulong _descriptorTable;

    public KernelLoader(KernelImage kernel, MachineOptions options)
    {
        _kernel = kernel;
        _options = options;
    }

    /// <summary>Says why kernel and modules do not fit into the machine's memory; null when they do.</summary>
    public string? Complaint()
    {
        foreach (KernelSegment segment in _kernel.Segments)
        {
            if (!segment.IsHeaders && !IsMemory(segment.Address, segment.Size))
                return $"the kernel wants 0x{segment.Size:x} bytes at 0x{segment.Address:x}, where this machine has no memory";
        }

        ulong modules = (ulong)_options.Modules.Sum(module => (long)((ulong)module.Content.Length + Page - 1 & ~(Page - 1)));
        return IsMemory(ModulesStart, modules + 0x10000) ? null : "the modules do not fit into the memory behind the kernel";
    }

    /// <summary>Loads everything and sets the processor to the kernel's first instruction.</summary>
    public void Enter(Processor processor, PhysicalMemory memory, BochsDisplay display)
    {
        KernelScreen screen = _kernel.Graphics?.Grant(display) ?? KernelScreen.Text;
        foreach (KernelSegment segment in _kernel.Segments.Where(segment => IsMemory(segment.Address, segment.Size)))
        {
            memory.Write(segment.Address, segment.Content.Span);
            Clear(memory, segment.Address + (ulong)segment.Content.Length, segment.Size - (ulong)segment.Content.Length);
        }

        ulong end = ModulesStart;
        var modules = new List<(ulong Start, ulong End, string Text)>();
        foreach (KernelModule module in _options.Modules)
        {
            memory.Write(end, module.Content.Span);
            modules.Add((end, end + (ulong)module.Content.Length, module.CommandLine));
            end = end + (ulong)module.Content.Length + Page - 1 & ~(Page - 1);
        }

        ulong place = InformationPlace(end);
        if (_kernel.IsMultiboot2)
        {
            var table = new MemoryWriter(memory, place);
            WriteDescriptors(table);
            place = table.Here;
            Multiboot2Information.Write(memory, place, _options.CommandLine, modules, Map(), screen, _kernel.Sections);
        }
        else
        {
            WriteInformation(new MemoryWriter(memory, place), modules, screen);
        }

        SetState(processor, memory, (uint)place);
    }

    private ulong ModulesStart => Math.Max(_kernel.End + Page - 1 & ~(Page - 1), ExtendedMemory);

    private bool IsMemory(ulong start, ulong size)
    {
        ulong low = Math.Min((ulong)_options.MemoryBytes, PhysicalMemory.HoleStart);
        return start + size >= start && (start + size <= BaseMemory || (start >= ExtendedMemory && start + size <= low));
    }

    /// <summary>Low memory that the kernel does not cover; else behind the modules.</summary>
    private ulong InformationPlace(ulong end)
    {
        foreach (ulong place in (ReadOnlySpan<ulong>)[0x9000, 0x80000])
        {
            if (!_kernel.Segments.Any(segment => segment.Address < place + 0x4000 && segment.Address + segment.Size > place))
                return place;
        }

        return end;
    }

    private static void Clear(PhysicalMemory memory, ulong address, ulong length)
    {
        Span<byte> zeros = stackalloc byte[4096];
        zeros.Clear();
        while (length > 0)
        {
            int piece = (int)Math.Min(length, (ulong)zeros.Length);
            memory.Write(address, zeros[..piece]);
            address += (ulong)piece;
            length -= (ulong)piece;
        }
    }

    private void WriteInformation(MemoryWriter writer, List<(ulong Start, ulong End, string Text)> modules, KernelScreen screen)
    {
        // The fixed part comes first and is 116 bytes; what it points to is put behind it.
        MemoryWriter data = writer.At(120);
        WriteDescriptors(data);

        uint commandLine = data.Text(_options.CommandLine);
        uint loaderName = data.Text("vmxasm");
        uint[] texts = [.. modules.Select(module => data.Text(module.Text))];
        uint moduleTable = (uint)data.Here;
        for (int i = 0; i < modules.Count; i++)
        {
            data.Word((uint)modules[i].Start);
            data.Word((uint)modules[i].End);
            data.Word(texts[i]);
            data.Word(0);
        }

        uint map = (uint)data.Here;
        foreach ((ulong start, ulong length, uint type) in Map())
        {
            data.Word(20);
            data.Long(start);
            data.Long(length);
            data.Word(type);
        }

        uint mapLength = (uint)data.Here - map;

        writer.Word(MemoryInfo | CommandLineInfo | ModulesInfo | MemoryMapInfo | LoaderNameInfo | FrameBufferInfo);
        writer.Word((uint)(BaseMemory / 1024));
        writer.Word((uint)((LowMemory - ExtendedMemory) / 1024));
        writer.Word(0);
        writer.Word(commandLine);
        writer.Word((uint)modules.Count);
        writer.Word(moduleTable);
        for (int i = 0; i < 4; i++)
            writer.Word(0);
        writer.Word(mapLength);
        writer.Word(map);
        for (int i = 0; i < 3; i++)
            writer.Word(0);
        writer.Word(loaderName);
        for (int i = 0; i < 5; i++)
            writer.Word(0);
        writer.Long(screen.Address);
        writer.Word(screen.Pitch);
        writer.Word(screen.Width);
        writer.Word(screen.Height);
        writer.Bytes([screen.Bits, screen.Type, .. screen.Colours]);
    }

    private ulong LowMemory => Math.Min((ulong)_options.MemoryBytes, PhysicalMemory.HoleStart);

    /// <summary>What INT 15h, function E820h, says as well: 1 is RAM, 2 is not.</summary>
    private List<(ulong Start, ulong Length, uint Type)> Map()
    {
        ulong low = LowMemory, memory = (ulong)_options.MemoryBytes;
        List<(ulong, ulong, uint)> map =
        [
            (0, BaseMemory, 1), (BaseMemory, 0xA0000 - BaseMemory, 2), (0xF0000, 0x10000, 2), (ExtendedMemory, low - ExtendedMemory, 1), (0xFFFC_0000, 0x40000, 2),
        ];
        if (memory > low)
            map.Add((0x1_0000_0000, memory - low, 1));
        return map;
    }

    private void WriteDescriptors(MemoryWriter writer)
    {
        _descriptorTable = writer.Here;
        writer.Long(0);
        writer.Long(0x00CF_9B00_0000_FFFF);
        writer.Long(0x00CF_9300_0000_FFFF);
    }

    private void SetState(Processor processor, PhysicalMemory memory, uint information)
    {
        for (int i = 0; i < 16; i++)
            processor.Registers[i] = 0;
        processor.Rax = _kernel.IsMultiboot2 ? BootMagic2 : BootMagic;
        processor.Rbx = information;
        processor.Rip = _kernel.Entry;
        processor.Cr0 = Cr0Bits.PE | Cr0Bits.ET;
        processor.SetSystemFlags(0);
        processor.Gdtr = new TableRegister { Base = _descriptorTable, Limit = 23 };
        for (SegmentRegister register = SegmentRegister.Es; register <= SegmentRegister.Gs; register++)
        {
            bool isCode = register == SegmentRegister.Cs;
            processor.Segments[(int)register] = new Segment
            {
                Selector = isCode ? CodeSelector : DataSelector,
                Limit = uint.MaxValue,
                AccessRights = isCode ? 0xC09Bu : 0xC093u,
            };
        }

        processor.Activity = ActivityState.Active;
        processor.UpdateMode();
        for (SegmentRegister register = SegmentRegister.Es; register <= SegmentRegister.Gs; register++)
            processor.UpdateSegmentAccess(register);
        processor.A20Enabled = true;
        processor.FlushTlb();
    }
}
