namespace VmxAsm.Runtime.Floating;

/// <summary>A binary floating-point format ("Floating-Point Data Types").</summary>
/// <param name="Precision">Significant bits, the integer bit included.</param>
/// <param name="MinimumExponent">Exponent of the smallest normal number.</param>
/// <param name="MaximumExponent">Exponent of the largest finite number.</param>
internal readonly record struct FloatFormat(int Precision, int MinimumExponent, int MaximumExponent)
{
    public static readonly FloatFormat Single = new(24, -126, 127);
    public static readonly FloatFormat Double = new(53, -1022, 1023);
    public static readonly FloatFormat Extended = new(64, -16382, 16383);

    /// <summary>The x87 with its precision control at less than 64 bits: fewer digits, the same range.</summary>
    public static FloatFormat ExtendedTo(int precision) => Extended with { Precision = precision };
}
