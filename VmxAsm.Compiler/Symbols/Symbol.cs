namespace VmxAsm.Compiler.Symbols;

/// <summary>A name of the program and what is known of its value.</summary>
public sealed class Symbol(string name)
{
    public string Name { get; } = name;
}
