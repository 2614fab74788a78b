namespace VmxAsm.Runtime.Devices;

/// <summary>What a PS/2 mouse is told (IBM PS/2 Technical Reference, "Auxiliary Device").</summary>
internal static class MouseCommand
{
#pragma warning disable format
    public const byte
        ScaleOneToOne    = 0xE6,
        ScaleTwoToOne    = 0xE7,
        SetResolution    = 0xE8,
        SendStatus       = 0xE9,
        SetStreamMode    = 0xEA,
        SendData         = 0xEB,
        ResetWrapMode    = 0xEC,
        SetWrapMode      = 0xEE,
        SetRemoteMode    = 0xF0,
        SendType         = 0xF2,
        SetSampleRate    = 0xF3,
        Enable           = 0xF4,
        Disable          = 0xF5,
        SetDefaults      = 0xF6,
        Resend           = 0xFE,
        Reset            = 0xFF;
#pragma warning restore format
}
