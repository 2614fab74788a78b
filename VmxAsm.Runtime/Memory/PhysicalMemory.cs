using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Memory;

// Physical address space
// ----------------------
// A table with one word per 4 KiB page says what answers there: RAM and ROM by their host address, a device by its number, or nothing.
// RAM is one reservation of native memory that the operating system commits page by page as the guest touches it, so four gigabytes cost
// nothing until they are used. Below 4 GB the top gigabyte is left to devices and firmware, as on any PC; what RAM does not fit
// below the hole appears above 4 GB.

/// <summary>RAM, ROM and memory-mapped devices by physical address.</summary>
public sealed unsafe class PhysicalMemory : IDisposable
{
    public const int PageSize = 4096;

    /// <summary>RAM ends here at the latest below 4 GB; the rest continues at 4 GB.</summary>
    public const ulong HoleStart = 0xC000_0000;

    private const ulong FourGigabytes = 1UL << 32;

    // A page's word: the host address of its bytes, with these bits below.
    private const nuint ReadableBit = 1, WritableBit = 2, DeviceBit = 4, FlagBits = 0xFFF;

    private readonly byte* _ram;
    private readonly nuint* _pages;
    private readonly ulong* _codeLines;
    private readonly ulong _pageCount;
    private readonly List<IMemoryDevice> _devices = [];
    private readonly List<nint> _roms = [];
    private readonly List<nint> _blocks = [];

    /// <summary>Makes memory of <paramref name="ramBytes"/> bytes (rounded up to whole pages), all zero.</summary>
    public PhysicalMemory(ulong ramBytes)
    {
        RamBytes = (ramBytes + PageSize - 1) & ~(ulong)(PageSize - 1);
        ulong low = Math.Min(RamBytes, HoleStart);
        ulong high = RamBytes - low;
        _pageCount = (FourGigabytes + high) / PageSize;
        // Zeroed by the system, which does not commit a page for that; aligned by hand, because the aligned allocator does not promise zeros.
        _ram = AllocateBlock(RamBytes);
        _pages = (nuint*)NativeMemory.AllocZeroed((nuint)_pageCount, (nuint)sizeof(nuint));
        _codeLines = (ulong*)NativeMemory.AllocZeroed((nuint)_pageCount, sizeof(ulong));
        MapRam(0, _ram, low);
        MapRam(FourGigabytes, _ram + low, high);
    }

    /// <summary>Bytes of RAM.</summary>
    public ulong RamBytes { get; }

    /// <summary>First address above the last page that can answer.</summary>
    public ulong End => _pageCount * PageSize;

    /// <summary>Called after the mapping changed: processors forget host addresses.</summary>
    internal Action? MappingChanged { get; set; }

    /// <summary>Called before bytes that were decoded as code are overwritten: page number, and the 64-byte lines touched.</summary>
    internal Action<ulong, ulong>? CodeWritten { get; set; }

    /// <summary>Lets a device answer for the pages of a range; takes precedence over RAM and ROM there.</summary>
    /// <param name="start">First physical address, on a page boundary.</param>
    /// <param name="length">Bytes, a multiple of the page size.</param>
    public void MapDevice(ulong start, ulong length, IMemoryDevice device)
    {
        int number = _devices.IndexOf(device);
        if (number < 0)
        {
            number = _devices.Count;
            _devices.Add(device);
        }
        for (ulong page = start / PageSize; page < (start + length) / PageSize && page < _pageCount; page++)
            SetPage(page, ((nuint)number << 12) | DeviceBit);
        MappingChanged?.Invoke();
    }

    /// <summary>Puts a copy of <paramref name="image"/> at a physical address as read-only memory; writes there go nowhere.</summary>
    public void MapRom(ulong start, ReadOnlySpan<byte> image)
    {
        nuint length = ((nuint)image.Length + PageSize - 1) & ~(nuint)(PageSize - 1);
        byte* rom = (byte*)NativeMemory.AlignedAlloc(length, PageSize);
        NativeMemory.Fill(rom, length, 0xFF);
        image.CopyTo(new Span<byte>(rom, image.Length));
        _roms.Add((nint)rom);
        for (nuint offset = 0; offset < length; offset += PageSize)
            SetPage((start + offset) / PageSize, (nuint)(rom + offset) | ReadableBit);
        MappingChanged?.Invoke();
    }

    /// <summary>Gives a range back to RAM, as a chip set does when it shadows ROM.</summary>
    public void MapRam(ulong start, ulong length)
    {
        for (ulong address = start; address < start + length; address += PageSize)
        {
            if (RamOffset(address) is { } offset)
                SetPage(address / PageSize, (nuint)(_ram + offset) | ReadableBit | WritableBit);
        }
        MappingChanged?.Invoke();
    }

    /// <summary>Memory that is not RAM, such as an adapter's: zeros, until the machine is disposed of. It costs nothing before it is touched.</summary>
    internal byte* AllocateBlock(ulong length)
    {
        void* reservation = NativeMemory.AllocZeroed((nuint)length + PageSize);
        _blocks.Add((nint)reservation);
        return (byte*)(((nuint)reservation + PageSize - 1) & ~(nuint)(PageSize - 1));
    }

    /// <summary>Lets a block's bytes, from <paramref name="host"/> on, answer like RAM.</summary>
    internal void MapBlock(ulong start, byte* host, ulong length)
    {
        for (ulong offset = 0; offset < length; offset += PageSize)
            SetPage((start + offset) / PageSize, (nuint)(host + offset) | ReadableBit | WritableBit);
        MappingChanged?.Invoke();
    }

    /// <summary>Takes away what was mapped: RAM answers there again, or nothing.</summary>
    internal void Unmap(ulong start, ulong length)
    {
        for (ulong address = start; address < start + length; address += PageSize)
            SetPage(address / PageSize, 0);
        MapRam(start, length);
    }

    /// <summary>Writes to the RAM at an address although something else answers there; lost where no RAM is.</summary>
    internal void WriteRam(ulong address, int width, ulong value)
    {
        for (int i = 0; i < width; i++)
        {
            if (RamOffset(address + (ulong)i) is { } offset)
                _ram[offset] = (byte)(value >> (8 * i));
        }
    }

    /// <summary>Reads a value; bytes where nothing answers are 0xFF. May cross pages.</summary>
    public T Read<T>(ulong address)
        where T : unmanaged
    {
        byte* host = HostForRead(address, sizeof(T));
        return host != null ? Unsafe.ReadUnaligned<T>(host) : Widths.Truncate<T>(ReadSlow(address, sizeof(T)));
    }

    /// <summary>Writes a value; bytes where nothing, or ROM, is are lost. May cross pages.</summary>
    public void Write<T>(ulong address, T value)
        where T : unmanaged
    {
        byte* host = HostForWrite(address, sizeof(T));
        if (host != null)
            Unsafe.WriteUnaligned(host, value);
        else
            WriteSlow(address, sizeof(T), Widths.ZeroExtend(value));
    }

    /// <summary>Copies out of memory, for devices with DMA and for dumps. Devices' pages are read byte by byte.</summary>
    public void Read(ulong address, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int length = (int)Math.Min((ulong)destination.Length, PageSize - (address & (PageSize - 1)));
            byte* host = HostForRead(address, length);
            if (host != null)
                new ReadOnlySpan<byte>(host, length).CopyTo(destination);
            else
            {
                for (int i = 0; i < length; i++)
                    destination[i] = (byte)ReadSlow(address + (ulong)i, 1);
            }
            destination = destination[length..];
            address += (ulong)length;
        }
    }

    /// <summary>Copies into memory, for loaders and devices with DMA. Decoded code in the range is forgotten.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            int length = (int)Math.Min((ulong)source.Length, PageSize - (address & (PageSize - 1)));
            byte* host = HostForWrite(address, length);
            if (host != null)
                source[..length].CopyTo(new Span<byte>(host, length));
            else
            {
                for (int i = 0; i < length; i++)
                    WriteSlow(address + (ulong)i, 1, source[i]);
            }
            source = source[length..];
            address += (ulong)length;
        }
    }

    /// <summary>True when a device answers at the address: reading from it may be more than looking.</summary>
    public bool IsDevice(ulong address) => (Page(address) & DeviceBit) != 0;

    /// <summary>True when RAM, ROM or a device answers at the address.</summary>
    public bool Answers(ulong address) => Page(address) != 0;

    /// <summary>True when RAM or a device takes what is written there; ROM does not.</summary>
    internal bool IsWritable(ulong address) => (Page(address) & (WritableBit | DeviceBit)) != 0;

    /// <summary>True when nothing answers in a range.</summary>
    internal bool IsFree(ulong start, ulong length)
    {
        for (ulong address = start; address < start + length; address += PageSize)
        {
            if (Answers(address))
                return false;
        }

        return true;
    }

    /// <summary>The host address of readable bytes within one page; null for a device, nothing, or a page crossing.</summary>
    internal byte* HostForRead(ulong address, int length)
    {
        nuint page = Page(address);
        int offset = (int)address & (PageSize - 1);
        return (page & ReadableBit) != 0 && offset + length <= PageSize ? (byte*)(page & ~FlagBits) + offset : null;
    }

    /// <summary>The host address of writable bytes within one page, after forgetting code decoded from them; null as for reading, and for ROM.</summary>
    internal byte* HostForWrite(ulong address, int length)
    {
        nuint page = Page(address);
        int offset = (int)address & (PageSize - 1);
        if ((page & WritableBit) == 0 || offset + length > PageSize)
            return null;
        ulong lines = _codeLines[address / PageSize];
        if (lines != 0)
        {
            ulong touched = LinesOf(offset, length);
            if ((lines & touched) != 0)
                CodeWritten?.Invoke(address / PageSize, touched);
        }
        return (byte*)(page & ~FlagBits) + offset;
    }

    /// <summary>The host address of a page whose bytes may be kept in a TLB: its start, and whether reading and writing may go straight to it.</summary>
    internal byte* HostPage(ulong address, out bool readable, out bool writable, out bool hasCode)
    {
        nuint page = Page(address);
        readable = (page & ReadableBit) != 0;
        writable = (page & WritableBit) != 0;
        hasCode = CodeLines(address / PageSize) != 0;
        return readable ? (byte*)(page & ~FlagBits) : null;
    }

    /// <summary>The 64-byte lines of a page that decoded blocks were made from.</summary>
    internal ulong CodeLines(ulong pageNumber) => pageNumber < _pageCount ? _codeLines[pageNumber] : 0;

    internal void SetCodeLines(ulong pageNumber, ulong lines)
    {
        if (pageNumber < _pageCount)
            _codeLines[pageNumber] = lines;
    }

    /// <summary>The lines of a page that a range within it touches, one bit each.</summary>
    internal static ulong LinesOf(int offset, int length)
    {
        int first = offset >> 6, last = (offset + length - 1) >> 6;
        return (ulong.MaxValue << first) & (ulong.MaxValue >> (63 - last));
    }

    public void Dispose()
    {
        NativeMemory.Free(_pages);
        NativeMemory.Free(_codeLines);
        foreach (nint rom in _roms)
            NativeMemory.AlignedFree((void*)rom);
        foreach (nint block in _blocks)
            NativeMemory.Free((void*)block);
        GC.SuppressFinalize(this);
    }

    private void MapRam(ulong start, byte* host, ulong length)
    {
        for (ulong offset = 0; offset < length; offset += PageSize)
            _pages[(start + offset) / PageSize] = (nuint)(host + offset) | ReadableBit | WritableBit;
    }

    private void SetPage(ulong page, nuint word)
    {
        if (page >= _pageCount)
            return;
        if (_codeLines[page] != 0)
            CodeWritten?.Invoke(page, ulong.MaxValue);
        _pages[page] = word;
    }

    private nuint Page(ulong address)
    {
        ulong page = address / PageSize;
        return page < _pageCount ? _pages[page] : 0;
    }

    private ulong? RamOffset(ulong address)
    {
        ulong low = Math.Min(RamBytes, HoleStart);
        if (address < low)
            return address;
        return address >= FourGigabytes && address - FourGigabytes < RamBytes - low ? address - FourGigabytes + low : null;
    }

    private ulong ReadSlow(ulong address, int width)
    {
        if ((int)(address & (PageSize - 1)) + width <= PageSize && Page(address) is var page && (page & DeviceBit) != 0)
            return _devices[(int)(page >> 12)].ReadMemory(address, width);
        if (width == 1)
        {
            byte* host = HostForRead(address, 1);
            return host != null ? *host : 0xFFU;
        }
        ulong value = 0;
        for (int i = 0; i < width; i++)
            value |= ReadSlow(address + (ulong)i, 1) << (8 * i);
        return value;
    }

    private void WriteSlow(ulong address, int width, ulong value)
    {
        if ((int)(address & (PageSize - 1)) + width <= PageSize && Page(address) is var page && (page & DeviceBit) != 0)
        {
            _devices[(int)(page >> 12)].WriteMemory(address, width, value);
            return;
        }
        if (width == 1)
        {
            byte* host = HostForWrite(address, 1);
            if (host != null)
                *host = (byte)value;
            return;
        }
        for (int i = 0; i < width; i++)
            WriteSlow(address + (ulong)i, 1, value >> (8 * i));
    }
}
