namespace VmxAsm.Compiler.Linking.Scripts;

internal enum ScriptValueKind : byte
{
    /// <summary>A plain number.</summary>
    Number,

    /// <summary>An address.</summary>
    Absolute,

    /// <summary>An offset in an output section.</summary>
    Relative,
}

/// <summary>
/// A value of a linker script. ld's manual, "The Section of an Expression": operations on offsets of one section stay offsets, everything
/// else is made absolute first. It matters for a symbol's section in the symbol table, and for <c>. = 0x10</c> inside of an output section.
/// </summary>
internal sealed record ScriptValue(ulong Value, ScriptValueKind Kind, OutputSection? Section)
{
    /// <summary>An address that was computed with the help of the location counter: a symbol that gets it belongs to the section there.</summary>
    public bool IsDot { get; init; }

    public static ScriptValue Number(ulong value) => new(value, ScriptValueKind.Number, null);

    public static ScriptValue Absolute(ulong value) => new(value, ScriptValueKind.Absolute, null);

    public static ScriptValue Relative(OutputSection section, ulong offset) => new(offset, ScriptValueKind.Relative, section);

    /// <summary>As an address.</summary>
    public ulong Address => Kind == ScriptValueKind.Relative ? Section!.Address + Value : Value;
}
