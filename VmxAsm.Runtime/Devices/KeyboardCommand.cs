namespace VmxAsm.Runtime.Devices;

/// <summary>What a PS/2 keyboard is told (IBM PS/2 Technical Reference, "Keyboards").</summary>
internal static class KeyboardCommand
{
#pragma warning disable format
    public const byte
        SetLamps         = 0xED,
        Echo             = 0xEE,
        SelectSet        = 0xF0,
        Identify         = 0xF2,
        SetRate          = 0xF3,
        Enable           = 0xF4,
        Disable          = 0xF5,
        SetDefaults      = 0xF6,
        SetAllKeysFirst  = 0xF7, SetKeyLast = 0xFD,
        Resend           = 0xFE,
        Reset            = 0xFF;
#pragma warning restore format
}
