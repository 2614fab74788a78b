namespace VmxAsm.Runtime.Devices;

/// <summary>The keys of a US keyboard: what a character's key sends, and how the two scan code sets correspond.</summary>
internal static class ScanCodes
{
    private const byte LeftShift = 0x2A;

    /// <summary>Characters by their key's set 1 code, without and with shift; a space stands for a key without a character.</summary>
    private const string Plain = "\0\u001b1234567890-=\b\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
    private const string Shifted = "\0\u001b!@#$%^&*()_+\b\tQWERTYUIOP{}\n\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";

    /// <summary>Set 2 codes by set 1 code: the inverse of the controller's translation table.</summary>
    private static ReadOnlySpan<byte> Set2Codes =>
    [
        0x00, 0x76, 0x16, 0x1E, 0x26, 0x25, 0x2E, 0x36, 0x3D, 0x3E, 0x46, 0x45, 0x4E, 0x55, 0x66, 0x0D,
        0x15, 0x1D, 0x24, 0x2D, 0x2C, 0x35, 0x3C, 0x43, 0x44, 0x4D, 0x54, 0x5B, 0x5A, 0x14, 0x1C, 0x1B,
        0x23, 0x2B, 0x34, 0x33, 0x3B, 0x42, 0x4B, 0x4C, 0x52, 0x0E, 0x12, 0x5D, 0x1A, 0x22, 0x21, 0x2A,
        0x32, 0x31, 0x3A, 0x41, 0x49, 0x4A, 0x59, 0x7C, 0x11, 0x29, 0x58, 0x05, 0x06, 0x04, 0x0C, 0x03,
        0x0B, 0x83, 0x0A, 0x01, 0x09, 0x77, 0x7E, 0x6C, 0x75, 0x7D, 0x7B, 0x6B, 0x73, 0x74, 0x79, 0x69,
        0x72, 0x7A, 0x70, 0x71, 0x84, 0x60, 0x61, 0x78, 0x07, 0x0F, 0x17, 0x1F, 0x27, 0x2F, 0x37, 0x3F,
        0x47, 0x4F, 0x56, 0x5E, 0x08, 0x10, 0x18, 0x20, 0x28, 0x30, 0x38, 0x40, 0x48, 0x50, 0x57, 0x6F,
        0x13, 0x19, 0x39, 0x51, 0x53, 0x5C, 0x5F, 0x62, 0x63, 0x64, 0x65, 0x67, 0x68, 0x6A, 0x6D, 0x6E,
    ];

    /// <param name="code">A set 1 make or break code.</param>
    /// <returns>The set 2 make code of the same key.</returns>
    public static byte Set1ToSet2(byte code) => Set2Codes[code & 0x7F];

    /// <summary>The controller's translation of any byte; most of those from 80 on stay what they are.</summary>
    public static byte Set2ToSet1(byte value) => value switch
    {
        0x02 => 0x41, // F7, as 83 is
        < 0x80 or 0x83 or 0x84 when Set2Codes.IndexOf(value) is >= 0 and int key => (byte)key,
        _ => value,
    };

    /// <summary>The set 1 codes that typing a character sends: shift, make, break, shift released. Empty for a character no key has.</summary>
    public static byte[] ForCharacter(char character)
    {
        if (character == '\r')
            character = '\n';
        int key = character == '\0' ? -1 : Plain.IndexOf(character, StringComparison.Ordinal);
        if (key > 0)
            return [(byte)key, (byte)(key | 0x80)];
        key = character == '\0' ? -1 : Shifted.IndexOf(character, StringComparison.Ordinal);
        return key > 0 ? [LeftShift, (byte)key, (byte)(key | 0x80), LeftShift | 0x80] : [];
    }
}
