namespace VmxAsm.Compiler.Images;

/// <summary>What a listing shows: GNU as's letters behind <c>-a</c>.</summary>
[Flags]
public enum ListingContent
{
    None = 0,

    /// <summary><c>l</c>: the lines with their bytes.</summary>
    Assembly = 1,

    /// <summary><c>m</c>: the lines that macros and repetitions expand to; else their bytes stand behind the line that asked for them.</summary>
    Macros = 2,

    /// <summary><c>s</c>: the symbols.</summary>
    Symbols = 4,

    /// <summary><c>c</c>: without the lines whose condition is false.</summary>
    OmitFalseConditionals = 8,

    /// <summary><c>d</c>: without the directives that only a debugger cares about.</summary>
    OmitDebugging = 16,

    /// <summary><c>g</c>: a heading with the program's version and the options.</summary>
    General = 32,

    Default = Assembly | Macros | Symbols,
}
