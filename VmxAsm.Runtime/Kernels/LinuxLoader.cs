using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Devices;
using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Kernels;

/// <summary>
/// Loads what is made like a Linux kernel, a <c>bzImage</c> ("The Linux/x86 Boot Protocol", version 2.02 and later): sectors of 16-bit code that ask the BIOS
/// about the machine and then go to the rest, which lies at 1 MiB. The header in the first sectors says how many there are, and takes where the loader put command
/// line and initial RAM disk. memtest86+ comes in this form as well.
/// </summary>
internal sealed class LinuxLoader : IKernelLoader
{
    private const int SetupSectors = 0x1F1, VideoMode = 0x1FA, Signature = 0x202, Version = 0x206, LoaderType = 0x210, LoadFlags = 0x211;
    private const int RamDiskAddress = 0x218, RamDiskSize = 0x21C, HeapEnd = 0x224, CommandLinePointer = 0x228, RamDiskMaximum = 0x22C, HeaderEnd = 0x230;
    private const byte LoadedHigh = 1, CanUseHeap = 0x80, UnknownLoader = 0xFF;
    private const int SectorSize = 512, OldestVersion = 0x202, FirstWithMaximum = 0x203;
    private const uint OldMaximum = 0x37FF_FFFF;

    // The real-mode part's segment: code, heap and stack, and behind them the command line.
    private const uint Setup = 0x10000, HeapLength = 0xE000, CommandLineLength = 0x1000, Kernel = 0x10_0000;
    private const ulong Page = PhysicalMemory.PageSize;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly MachineOptions _options;
    private readonly int _setupLength;

    public LinuxLoader(ReadOnlyMemory<byte> file, MachineOptions options)
    {
        _file = file;
        _options = options;
        int sectors = file.Span[SetupSectors];
        _setupLength = ((sectors == 0 ? 4 : sectors) + 1) * SectorSize;
    }

    /// <summary>A boot sector's signature and <c>HdrS</c> behind it.</summary>
    public static bool IsKernel(ReadOnlySpan<byte> file) => file.Length >= HeaderEnd && file[510] == 0x55 && file[511] == 0xAA && file.Slice(Signature, 4).SequenceEqual("HdrS"u8);

    public string? Complaint()
    {
        int version = BinaryPrimitives.ReadUInt16LittleEndian(_file.Span[Version..]);
        if (version < OldestVersion || (_file.Span[LoadFlags] & LoadedHigh) == 0)
            return $"the kernel follows version {version >> 8}.{version & 0xFF:d2} of Linux' boot protocol, or is a zImage; it must be 2.02 or later, and a bzImage";
        if (_file.Length <= _setupLength || _setupLength > HeapLength)
            return "the kernel's file is shorter than its header says";
        if (Encoding.UTF8.GetByteCount(_options.CommandLine) >= CommandLineLength)
            return $"the command line is longer than {CommandLineLength - 1} bytes";
        if (_options.Modules.Count > 1)
            return "a Linux kernel takes one initial RAM disk";
        return RamDiskPlace < Kernel + (ulong)(_file.Length - _setupLength) ? "kernel and initial RAM disk do not fit into the machine's memory" : null;
    }

    public void Enter(Processor processor, PhysicalMemory memory, BochsDisplay display)
    {
        byte[] setup = _file.Span[.._setupLength].ToArray();
        if (VideoModeOf(_options.CommandLine) is { } mode)
            BinaryPrimitives.WriteUInt16LittleEndian(setup.AsSpan(VideoMode), mode);
        setup[LoaderType] = UnknownLoader;
        setup[LoadFlags] |= CanUseHeap;
        BinaryPrimitives.WriteUInt16LittleEndian(setup.AsSpan(HeapEnd), (ushort)(HeapLength - 0x200));
        BinaryPrimitives.WriteUInt32LittleEndian(setup.AsSpan(CommandLinePointer), Setup + HeapLength);
        if (_options.Modules.Count > 0)
        {
            ReadOnlyMemory<byte> disk = _options.Modules[0].Content;
            BinaryPrimitives.WriteUInt32LittleEndian(setup.AsSpan(RamDiskAddress), (uint)RamDiskPlace);
            BinaryPrimitives.WriteUInt32LittleEndian(setup.AsSpan(RamDiskSize), (uint)disk.Length);
            memory.Write(RamDiskPlace, disk.Span);
        }

        memory.Write(Setup, setup);
        memory.Write(Setup + HeapLength, [.. Encoding.UTF8.GetBytes(_options.CommandLine), 0]);
        memory.Write(Kernel, _file.Span[_setupLength..]);
        SetState(processor);
    }

    /// <summary>The video mode is the one argument that the loader and not the kernel reads: <c>vga=</c> a number, <c>normal</c>, <c>ext</c> or <c>ask</c>.</summary>
    private static ushort? VideoModeOf(string commandLine)
    {
        const string Name = "vga=";
        string? argument = commandLine.Split(' ').LastOrDefault(word => word.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..];
        return argument switch
        {
            null => null,
            "normal" => 0xFFFF,
            "ext" => 0xFFFE,
            "ask" => 0xFFFD,
            ['0', 'x' or 'X', .. string digits] when ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort mode) => mode,
            _ when ushort.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out ushort mode) => mode,
            _ => null,
        };
    }

    /// <summary>As high as the kernel allows and memory goes; with none, where it would be.</summary>
    private ulong RamDiskPlace
    {
        get
        {
            ReadOnlySpan<byte> file = _file.Span;
            uint last = BinaryPrimitives.ReadUInt16LittleEndian(file[Version..]) >= FirstWithMaximum ? BinaryPrimitives.ReadUInt32LittleEndian(file[RamDiskMaximum..]) : OldMaximum;
            ulong end = Math.Min((ulong)last + 1, Math.Min((ulong)_options.MemoryBytes, PhysicalMemory.HoleStart));
            ulong size = _options.Modules.Count > 0 ? ((ulong)_options.Modules[0].Content.Length + Page - 1) & ~(Page - 1) : 0;
            return size > end ? 0 : (end - size) & ~(Page - 1);
        }
    }

    private static void SetState(Processor processor)
    {
        const ushort Segment = (ushort)(Setup >> 4);
        for (SegmentRegister register = SegmentRegister.Es; register <= SegmentRegister.Gs; register++)
        {
            // The entry is 512 bytes in, at offset 0 of a segment of its own.
            ushort selector = register == SegmentRegister.Cs ? (ushort)(Segment + (SectorSize >> 4)) : Segment;
            processor.Segments[(int)register] = new Segment { Selector = selector, LoadedBase = (ulong)selector << 4, Limit = 0xFFFF, AccessRights = 0x93 };
            processor.UpdateSegmentAccess(register);
        }

        processor.Rip = 0;
        processor.Rsp = HeapLength;
        processor.SetSystemFlags(0);
        processor.Activity = ActivityState.Active;
        processor.UpdateMode();
        processor.FlushTlb();
    }
}
