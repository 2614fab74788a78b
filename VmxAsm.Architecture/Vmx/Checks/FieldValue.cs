namespace VmxAsm.Architecture.Vmx.Checks;

/// <summary>What is known of a field's value: the bits of <paramref name="KnownBits"/>, with their values in <paramref name="Value"/>.</summary>
public readonly record struct FieldValue(ulong Value, ulong KnownBits)
{
    /// <summary>Nothing is known.</summary>
    public static FieldValue Unknown => default;

    public static FieldValue Known(ulong value) => new(value, ulong.MaxValue);

    public bool IsKnown => KnownBits == ulong.MaxValue;
}
