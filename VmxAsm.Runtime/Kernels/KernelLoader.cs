using System.Text;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Kernels;

/// <summary>
/// Does for a kernel what GRUB does: puts it and its modules into memory, writes the multiboot information ("Multiboot
/// Specification version 0.6.96", sections "Machine state" and "Boot information format") and enters it in 32-bit protected mode with flat
/// segments, paging and interrupts off. The BIOS has run before, so its services and tables are there.
/// </summary>
internal sealed class KernelLoader : IKernelLoader
{
    private const uint BootMagic = 0x2BAD_B002;
    private const uint MemoryInfo = 1, CommandLineInfo = 4, ModulesInfo = 8, MemoryMapInfo = 0x40, LoaderNameInfo = 0x200;
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
    public void Enter(Processor processor, PhysicalMemory memory)
    {
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
        WriteInformation(new Writer(memory, place), modules);
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

    private void WriteInformation(Writer writer, List<(ulong Start, ulong End, string Text)> modules)
    {
        // The fixed part comes first and is 88 bytes; what it points to is put behind it.
        Writer data = writer.At(96);
        ulong gdt = data.Here;
        data.Long(0);
        data.Long(0x00CF_9B00_0000_FFFF);
        data.Long(0x00CF_9300_0000_FFFF);
        _descriptorTable = gdt;

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
        ulong memory = (ulong)_options.MemoryBytes;
        ulong low = Math.Min(memory, PhysicalMemory.HoleStart);
        MapEntry(data, 0, BaseMemory, 1);
        MapEntry(data, BaseMemory, 0xA0000 - BaseMemory, 2);
        MapEntry(data, 0xF0000, 0x10000, 2);
        MapEntry(data, ExtendedMemory, low - ExtendedMemory, 1);
        MapEntry(data, 0xFFFC_0000, 0x40000, 2);
        if (memory > low)
            MapEntry(data, 0x1_0000_0000, memory - low, 1);
        uint mapLength = (uint)data.Here - map;

        writer.Word(MemoryInfo | CommandLineInfo | ModulesInfo | MemoryMapInfo | LoaderNameInfo);
        writer.Word((uint)(BaseMemory / 1024));
        writer.Word((uint)((low - ExtendedMemory) / 1024));
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
    }

    private static void MapEntry(Writer data, ulong start, ulong length, uint type)
    {
        data.Word(20);
        data.Long(start);
        data.Long(length);
        data.Word(type);
    }

    private void SetState(Processor processor, PhysicalMemory memory, uint information)
    {
        for (int i = 0; i < 16; i++)
            processor.Registers[i] = 0;
        processor.Rax = BootMagic;
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

    /// <summary>Writes one thing after the other into memory.</summary>
    private sealed class Writer(PhysicalMemory memory, ulong start)
    {
        public ulong Here { get; private set; } = start;

        public Writer At(ulong offset) => new(memory, Here + offset);

        public void Word(uint value)
        {
            memory.Write(Here, value);
            Here += 4;
        }

        public void Long(ulong value)
        {
            memory.Write(Here, value);
            Here += 8;
        }

        /// <summary>A string with its zero byte, padded to four; returns its address.</summary>
        public uint Text(string text)
        {
            uint at = (uint)Here;
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            memory.Write(Here, bytes);
            memory.Write(Here + (ulong)bytes.Length, (byte)0);
            Here += ((ulong)bytes.Length + 4) & ~3UL;
            return at;
        }
    }
}
