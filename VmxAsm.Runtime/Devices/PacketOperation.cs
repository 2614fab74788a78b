namespace VmxAsm.Runtime.Devices;

/// <summary>The first byte of a packet to a CD-ROM drive, by the names of "Multi-Media Commands - 3".</summary>
internal static class PacketOperation
{
#pragma warning disable format
    public const byte
        TestUnitReady             = 0x00,
        RequestSense              = 0x03,
        Inquiry                   = 0x12,
        ModeSense6                = 0x1A,
        StartStopUnit             = 0x1B,
        PreventAllowMediumRemoval = 0x1E,
        ReadCapacity              = 0x25,
        Read10                    = 0x28,
        Seek10                    = 0x2B,
        Verify10                  = 0x2F,
        SynchronizeCache          = 0x35,
        ReadSubChannel            = 0x42,
        ReadTocPmaAtip            = 0x43,
        GetConfiguration          = 0x46,
        GetEventStatus            = 0x4A,
        ModeSense10               = 0x5A,
        Read12                    = 0xA8,
        SetCdSpeed                = 0xBB,
        MechanismStatus           = 0xBD;
#pragma warning restore format
}
