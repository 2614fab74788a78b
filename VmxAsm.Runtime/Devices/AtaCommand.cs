namespace VmxAsm.Runtime.Devices;

/// <summary>Codes in the command register, by the names of ATA/ATAPI-6, "Command descriptions"; the older ones without retries, and the ranges, by ATA-1's.</summary>
internal static class AtaCommand
{
#pragma warning disable format
    public const byte
        DeviceReset               = 0x08,
        Recalibrate               = 0x10, RecalibrateLast = 0x1F,
        ReadSectors               = 0x20, ReadSectorsWithoutRetry = 0x21,
        ReadSectorsExt            = 0x24,
        ReadNativeMaxAddressExt   = 0x27,
        ReadMultipleExt           = 0x29,
        WriteSectors              = 0x30, WriteSectorsWithoutRetry = 0x31,
        WriteSectorsExt           = 0x34,
        WriteMultipleExt          = 0x39,
        ReadVerify                = 0x40, ReadVerifyWithoutRetry = 0x41,
        ReadVerifyExt             = 0x42,
        Seek                      = 0x70, SeekLast = 0x7F,
        InitializeParameters      = 0x91,
        Packet                    = 0xA0,
        IdentifyPacketDevice      = 0xA1,
        ReadMultiple              = 0xC4,
        WriteMultiple             = 0xC5,
        SetMultipleMode           = 0xC6,
        StandbyImmediate          = 0xE0,
        IdleImmediate             = 0xE1,
        Standby                   = 0xE2,
        Idle                      = 0xE3,
        CheckPowerMode            = 0xE5,
        Sleep                     = 0xE6,
        FlushCache                = 0xE7,
        FlushCacheExt             = 0xEA,
        IdentifyDevice            = 0xEC,
        SetFeatures               = 0xEF,
        ReadNativeMaxAddress      = 0xF8;
#pragma warning restore format
}
