namespace VmxAsm.Compiler.Syntax;

/// <summary>What a byte of source may be part of. Bytes from 0x80 on are letters: names may be written in UTF-8.</summary>
internal static class CharacterClass
{
    private const byte NameStartBit = 1;
    private const byte NamePartBit = 2;
    private const byte DigitBit = 4;

    /// <summary>One byte per character: constant data of the assembly, so nothing is built when the program starts.</summary>
    private static ReadOnlySpan<byte> Bits =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, // $ .
        6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0, // 0-9
        0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 3, // A-Z _
        0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0, // a-z
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
    ];

    public static bool IsNameStart(byte character) => (Bits[character] & NameStartBit) != 0;

    public static bool IsNamePart(byte character) => (Bits[character] & NamePartBit) != 0;

    public static bool IsDigit(byte character) => (Bits[character] & DigitBit) != 0;

    /// <summary>Value of a hexadecimal digit, or -1.</summary>
    public static int HexValue(byte character) =>
        (uint)(character - '0') <= 9 ? character - '0'
        : (uint)((character | 0x20) - 'a') <= 5 ? (character | 0x20) - 'a' + 10
        : -1;

    public static byte ToLower(byte character) => (uint)(character - 'A') <= 'Z' - 'A' ? (byte)(character | 0x20) : character;
}
