namespace VmxAsm.Runtime.Devices;

/// <summary>The low five bits of a floppy command's first byte, by the names of the 82077AA's data sheet, "Command Set/Descriptions".</summary>
internal static class FloppyCommand
{
#pragma warning disable format
    public const byte
        ReadTrack         = 0x02,
        Specify           = 0x03,
        SenseDriveStatus  = 0x04,
        WriteData         = 0x05,
        ReadData          = 0x06,
        Recalibrate       = 0x07,
        SenseInterrupt    = 0x08,
        WriteDeletedData  = 0x09,
        ReadId            = 0x0A,
        ReadDeletedData   = 0x0C,
        FormatTrack       = 0x0D,
        DumpRegisters     = 0x0E,
        Seek              = 0x0F,
        Version           = 0x10,
        ScanEqual         = 0x11,
        PerpendicularMode = 0x12,
        Configure         = 0x13,
        Lock              = 0x14,
        Verify            = 0x16,
        ScanLowOrEqual    = 0x19,
        ScanHighOrEqual   = 0x1D;
#pragma warning restore format

    /// <summary>Bytes of a command by its first byte.</summary>
    public static int Length(byte first) => (first & 0x1F) switch
    {
        ReadData or ReadDeletedData or ReadTrack or WriteData or WriteDeletedData or ScanEqual or ScanLowOrEqual or ScanHighOrEqual or Verify => 9,
        FormatTrack => 6,
        Configure => 4,
        Specify or Seek => 3,
        SenseDriveStatus or Recalibrate or ReadId => 2,
        PerpendicularMode when first == PerpendicularMode => 2,
        _ => 1,
    };
}
