namespace VmxAsm.Compiler.Syntax;

/// <summary>A number on its own, where an expression would be too much.</summary>
internal static class NumberLiteral
{
    /// <summary>Reads <c>0x</c> hexadecimal, <c>0</c> octal or decimal.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        text = text.Trim((byte)' ');
        int radix = 10;
        if (text.Length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x')
        {
            radix = 16;
            text = text[2..];
        }
        else if (text.Length > 1 && text[0] == '0')
        {
            radix = 8;
            text = text[1..];
        }

        if (text.Length is 0 or > 18)
            return false;
        foreach (byte character in text)
        {
            int digit = CharacterClass.HexValue(character);
            if (digit < 0 || digit >= radix)
                return false;
            value = value * radix + digit;
        }

        return true;
    }
}
