using VmxAsm.Runtime.Memory;

namespace VmxAsm.Runtime.Devices;

/// <summary>
/// The PCI functions of the board: Intel's 440FX host bridge and PIIX3/PIIX4 south bridge ("82441FX PCI and Memory Controller",
/// "82371AB PCI-to-ISA/IDE Xcelerator"), which is what Bochs and QEMU have and what their BIOSes look for.
///
/// The host bridge's PAM registers decide, for each 16 KiB between 0xC0000 and 0xFFFFF, whether reads and writes go to RAM or to
/// ROM. A BIOS copies itself to RAM through them and runs from there.
/// </summary>
internal sealed class ChipSet
{
    private const int FirstPam = 0x59, PamCount = 7;
    private const int PowerManagementBase = 0x40;
    private const uint FirstShadow = 0xC0000;

    // The display adapter comes up where Bochs' is, and decodes, so that a BIOS which knows nothing of PCI leaves a usable one.
    private const int Command = 0x04, FrameBufferBase = 0x10;
    private const byte IoSpace = 1, MemorySpace = 2;
    private const uint FirstFrameBuffer = 0xE000_0000, Prefetchable = 8;

    private readonly PhysicalMemory _memory;
    private readonly PowerManagement _powerManagement;
    private readonly PciFunction _hostBridge;
    private readonly PciFunction _powerFunction;
    private readonly BochsDisplay _display;
    private readonly PciFunction _displayFunction;
    private readonly byte[] _pam = new byte[PamCount * 2];
    private readonly byte[] _romShadow;
    private readonly WriteOnlyShadow _writeOnly;

    /// <param name="firmware">What 0xC0000 to 0xFFFFF reads as while it is ROM.</param>
    public ChipSet(PciBus bus, PhysicalMemory memory, PowerManagement powerManagement, BochsDisplay display, byte[] firmware, bool hasDisks)
    {
        _memory = memory;
        _powerManagement = powerManagement;
        _romShadow = firmware;
        _writeOnly = new WriteOnlyShadow(memory, firmware);

        _hostBridge = new PciFunction(0x8086, 0x1237, 0x060000, revision: 2, multiFunction: false, HostBridgeWritten);
        for (int register = FirstPam; register < FirstPam + PamCount; register++)
            _hostBridge.AllowWrite(register, 0x33, 1);
        _hostBridge.AllowWrite(0x72, 0xFF, 1);
        _hostBridge[0x72] = 0x02;
        bus.Add(0, 0, _hostBridge);

        var isaBridge = new PciFunction(0x8086, 0x7000, 0x060100, revision: 0, multiFunction: true);
        for (int register = 0x60; register < 0x64; register++)
        {
            isaBridge.AllowWrite(register, 0x8F, 1);
            isaBridge[register] = 0x80;
        }

        isaBridge.AllowWrite(0x4C, 0xFFFF_FFFF, 4);
        bus.Add(1, 0, isaBridge);

        if (hasDisks)
        {
            var ide = new PciFunction(0x8086, 0x7010, 0x010180, revision: 0, multiFunction: false);
            ide.AllowWrite(0x40, 0xFFFF_FFFF, 4);
            ide.Put(0x40, 0x8000_8000);
            bus.Add(1, 1, ide);
        }

        _powerFunction = new PciFunction(0x8086, 0x7113, 0x068000, revision: 3, multiFunction: false, PowerFunctionWritten);
        _powerFunction.AllowWrite(PowerManagementBase, 0xFFC0, 4);
        _powerFunction.Put(PowerManagementBase, 1);
        _powerFunction.AllowWrite(0x80, 1, 1);

        // APMC_EN: BIOSes install their system management code while it is clear. There is no such mode here, so it is done already.
        _powerFunction.Put(0x58, 1 << 25);
        _powerFunction.AllowWrite(0x90, 0xFFF0, 4);
        _powerFunction.Put(0x90, 1);
        _powerFunction.AllowWrite(0xD2, 0x0F, 1);
        _powerFunction[0x3D] = 1;
        bus.Add(1, 3, _powerFunction);

        _display = display;
        _displayFunction = new PciFunction(0x1234, 0x1111, 0x030000, revision: 0, multiFunction: false, DisplayFunctionWritten);
        _displayFunction.AllowWrite(FrameBufferBase, ~(BochsDisplay.MemoryLength - 1), 4);
        _displayFunction.Put(FrameBufferBase, FirstFrameBuffer | Prefetchable);
        _displayFunction[Command] = IoSpace | MemorySpace;
        DisplayFunctionWritten(Command);
        bus.Add(2, 0, _displayFunction);
    }

    private void DisplayFunctionWritten(int register)
    {
        if (register is Command or FrameBufferBase)
            _display.MoveTo((_displayFunction[Command] & MemorySpace) != 0 ? _displayFunction.DoubleWord(FrameBufferBase) & ~(BochsDisplay.MemoryLength - 1) : 0);
    }

    private void PowerFunctionWritten(int register)
    {
        if (register is PowerManagementBase or 0x80)
            _powerManagement.SetBase((_powerFunction[0x80] & 1) != 0 ? (int)(_powerFunction.DoubleWord(PowerManagementBase) & 0xFFC0) : 0);
    }

    private void HostBridgeWritten(int register)
    {
        for (int i = 0; i < PamCount; i++)
        {
            byte value = _hostBridge[FirstPam + i];
            if (i == 0)
            {
                // The first register's upper half covers all of 0xF0000 to 0xFFFFF.
                Map(0, 0xF0000, 0x10000, value >> 4);
                continue;
            }

            uint start = FirstShadow + (uint)(i - 1) * 0x8000;
            Map(i * 2, start, 0x4000, value & 15);
            Map(i * 2 + 1, start + 0x4000, 0x4000, value >> 4);
        }
    }

    private void Map(int index, uint start, uint length, int attributes)
    {
        attributes &= 3;
        if (_pam[index] == attributes)
            return;
        _pam[index] = (byte)attributes;
        bool readsRam = (attributes & 1) != 0;
        bool writesRam = (attributes & 2) != 0;
        if (readsRam && writesRam)
        {
            _memory.MapRam(start, length);
        }
        else if (readsRam)
        {
            byte[] content = new byte[length];
            _memory.MapRam(start, length);
            _memory.Read(start, content);
            _memory.MapRom(start, content);
        }
        else if (writesRam)
        {
            _memory.MapDevice(start, length, _writeOnly);
        }
        else
        {
            _memory.MapRom(start, _romShadow.AsSpan((int)(start - FirstShadow), (int)length));
        }
    }

    /// <summary>Reads come from ROM and writes go to the RAM below it, while a BIOS copies itself there in place.</summary>
    private sealed class WriteOnlyShadow(PhysicalMemory memory, byte[] rom) : IMemoryDevice
    {
        public ulong ReadMemory(ulong address, int width)
        {
            ulong value = 0;
            for (int i = 0; i < width; i++)
                value |= (ulong)rom[(int)(address - FirstShadow) + i] << (8 * i);
            return value;
        }

        public void WriteMemory(ulong address, int width, ulong value) => memory.WriteRam(address, width, value);
    }
}
