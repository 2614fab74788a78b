namespace VmxAsm.Architecture;

/// <summary>A named bit or group of bits of a register or table entry.</summary>
/// <param name="Name">As the manual writes it: <c>PE</c>, <c>IOPL</c>.</param>
/// <param name="Shift">Its lowest bit.</param>
/// <param name="Width">Number of bits; 1 for a flag, more for a number such as IOPL.</param>
/// <param name="Title">What it means, in a few words.</param>
public sealed record BitField(string Name, int Shift, int Width, string Title)
{
    public ulong Mask => (1UL << Width) - 1 << Shift;

    public bool IsFlag => Width == 1;

    public ulong Of(ulong register) => (register & Mask) >> Shift;
}

public static class BitFields
{
    /// <summary>
    /// <paramref name="value"/> in the words of <paramref name="fields"/>, joined with <c>|</c>: <c>PG | NE | IOPL(3)</c>; bits without a
    /// name as one hexadecimal number; <c>0</c> for zero.
    /// </summary>
    public static string Describe(IReadOnlyList<BitField> fields, ulong value)
    {
        List<string> words = [];
        ulong rest = value;
        foreach (BitField field in fields)
        {
            ulong part = field.Of(value);
            if (part == 0)
                continue;
            words.Add(field.IsFlag ? field.Name : $"{field.Name}({part})");
            rest &= ~field.Mask;
        }

        if (rest != 0 || words.Count == 0)
            words.Add(rest == 0 ? "0" : $"0x{rest:x}");
        return string.Join(" | ", words);
    }
}
