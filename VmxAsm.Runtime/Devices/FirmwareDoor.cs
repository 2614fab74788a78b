namespace VmxAsm.Runtime.Devices;

/// <summary>
/// Four ports through which our BIOS and the machine talk to each other; other BIOSes do not know them.
///
/// 0x8901, written: nothing could be booted. 0x8901, read: 1 when the machine holds a kernel of its own to enter; then writing 2
/// hands the processor over to it. 0x8902, written: INT 16h waits for a key while no handler but the BIOS's own could do anything
/// else; without a person at the keyboard this is the end of the program. 0x8903, written: INT 15h AH=86h counts changes of the refresh
/// signal and has nothing else to do until the next one.
/// </summary>
internal sealed class FirmwareDoor : IPortDevice
{
    private const ushort BootPort = 0x8901, KeyPort = 0x8902, RefreshPort = 0x8903;

    private readonly IFirmwareEvents _events;

    public FirmwareDoor(IFirmwareEvents events) => _events = events;

    public void Attach(PortBus ports) => ports.Claim(BootPort, 3, this);

    public uint ReadPort(ushort port, int width) => port == BootPort && _events.HasKernel ? 1u : 0u;

    public void WritePort(ushort port, int width, uint value)
    {
        if (port == KeyPort)
            _events.WaitsForKey();
        else if (port == RefreshPort)
            _events.WaitsForRefresh();
        else if (value == 1)
            _events.BootFailed();
        else if (value == 2)
            _events.EnterKernel();
    }
}

/// <summary>What the BIOS can tell the machine.</summary>
internal interface IFirmwareEvents
{
    bool HasKernel { get; }

    void BootFailed();

    void EnterKernel();

    void WaitsForKey();

    void WaitsForRefresh();
}
