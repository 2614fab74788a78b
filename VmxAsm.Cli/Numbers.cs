using System.Globalization;

namespace VmxAsm.Cli;

/// <summary>Numbers and sizes on the command line, as people write them.</summary>
internal static class Numbers
{
    /// <summary>A whole number from 0: decimal, with <c>_</c> between digits, or hexadecimal after <c>0x</c>.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static int Parse(string option, string text) => (int)ParseLong(option, text, int.MaxValue);

    /// <inheritdoc cref="Parse"/>
    public static long ParseLong(string option, string text, long maximum = long.MaxValue)
    {
        ReadOnlySpan<char> digits = text.Replace("_", "");
        bool hexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (!long.TryParse(hexadecimal ? digits[2..] : digits, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            || value < 0 || value > maximum)
            throw new UsageException($"`{option} {text}`: a number from 0 to {maximum} is expected");

        return value;
    }

    /// <summary>
    /// The address that an option of ld's takes: hexadecimal with or without <c>0x</c>, as ld reads it, so that a makefile's <c>-Ttext 1000</c> means the same
    /// here; up to 64 bits, because kernels are linked into the upper half.
    /// </summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static ulong ParseAddress(string option, string text)
    {
        ReadOnlySpan<char> digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text;
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address)
            ? address
            : throw new UsageException($"`{option} {text}`: a hexadecimal address is expected, as in 0x7C00 or 7C00");
    }

    /// <summary>A number of seconds above 0, with a fraction if need be.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static TimeSpan ParseSeconds(string option, string text)
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) || seconds is not (> 0 and <= 1e8))
            throw new UsageException($"`{option} {text}`: a number of seconds above 0 is expected");

        return TimeSpan.FromSeconds(seconds);
    }

    /// <summary>Bytes, as in <c>64M</c>, <c>512K</c>, <c>2GiB</c>, <c>0x100000</c>; the letters stand for powers of 1024.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static long ParseSize(string option, string text)
    {
        string digits = text.EndsWith("iB", StringComparison.OrdinalIgnoreCase) ? text[..^2] : text;
        int power = digits.Length == 0 ? -1 : "KMGT".IndexOf(char.ToUpperInvariant(digits[^1]));
        if (power >= 0)
            digits = digits[..^1];

        int shift = 10 * (power + 1);
        try
        {
            return ParseLong(option, digits, long.MaxValue >> shift) << shift;
        }
        catch (UsageException)
        {
            throw new UsageException($"`{option} {text}`: a size is expected, as in 64M, 2G or 0x100000");
        }
    }
}
