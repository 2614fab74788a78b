using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking.Scripts;

// The syntax tree of a linker script, in the words of GNU ld's manual, chapter "Linker Scripts".

/// <summary>An expression over addresses.</summary>
internal abstract record ScriptExpression(SourceSpan Span);

/// <param name="HexDigits">The digits of a number written as 0x..., for fill patterns, where leading zeros count.</param>
internal sealed record ScriptNumber(ulong Value, string? HexDigits, SourceSpan Span) : ScriptExpression(Span);

/// <summary>A symbol, a section's name where a function wants one, or <c>.</c>, the location counter.</summary>
internal sealed record ScriptName(string Name, SourceSpan Span) : ScriptExpression(Span);

internal sealed record ScriptUnary(string Operator, ScriptExpression Operand, SourceSpan Span) : ScriptExpression(Span);

internal sealed record ScriptBinary(string Operator, ScriptExpression Left, ScriptExpression Right, SourceSpan Span) : ScriptExpression(Span);

internal sealed record ScriptConditional(ScriptExpression Condition, ScriptExpression Then, ScriptExpression Else, SourceSpan Span) : ScriptExpression(Span);

/// <summary><c>ALIGN(4K)</c>, <c>SIZEOF(.text)</c>, ...</summary>
internal sealed record ScriptCall(string Function, IReadOnlyList<ScriptExpression> Arguments, SourceSpan Span) : ScriptExpression(Span)
{
    /// <summary>The message of <c>ASSERT(condition, "message")</c>.</summary>
    public string? Message { get; init; }
}

internal abstract record ScriptStatement(SourceSpan Span);

internal enum AssignmentKind : byte
{
    Plain,
    Hidden,
    Provide,
    ProvideHidden,
}

/// <summary><c>name = expression;</c>, with any of C's assignment operators.</summary>
internal sealed record ScriptAssignment(string Target, string Operator, ScriptExpression Value, AssignmentKind Kind, SourceSpan Span) : ScriptStatement(Span);

internal sealed record ScriptAssert(ScriptExpression Condition, string Message, SourceSpan Span) : ScriptStatement(Span);

internal sealed record ScriptEntry(string Symbol, SourceSpan Span) : ScriptStatement(Span);

internal sealed record ScriptOutputFormat(string Name, SourceSpan Span) : ScriptStatement(Span);

/// <summary><c>EXTERN(symbol ...)</c>: as if the symbols were used.</summary>
internal sealed record ScriptExtern(IReadOnlyList<string> Symbols, SourceSpan Span) : ScriptStatement(Span);

/// <summary><c>INPUT(file ...)</c> and <c>GROUP(file ...)</c>.</summary>
internal sealed record ScriptInput(IReadOnlyList<string> Files, SourceSpan Span) : ScriptStatement(Span)
{
    /// <summary>STARTUP: before the files of the command line.</summary>
    public bool IsFirst { get; init; }
}

/// <summary>Understood and without effect on a boot image: OUTPUT_ARCH, TARGET, OUTPUT ...</summary>
internal sealed record ScriptIgnored(string Command, SourceSpan Span) : ScriptStatement(Span);

internal sealed record ScriptInclude(string File, SourceSpan Span) : ScriptStatement(Span);

internal sealed record ScriptMemory(IReadOnlyList<ScriptRegion> Regions, SourceSpan Span) : ScriptStatement(Span)
{
    /// <summary>Files with more regions.</summary>
    public IReadOnlyList<ScriptInclude> Includes { get; init; } = [];
}

/// <param name="Attributes">Letters of <c>rwxail!</c>: which sections go there unasked; null when not given.</param>
internal sealed record ScriptRegion(string Name, string? Attributes, ScriptExpression Origin, ScriptExpression Length, SourceSpan Span);

/// <summary><c>NOCROSSREFS(section ...)</c>, and <c>NOCROSSREFS_TO(target section ...)</c>, which forbids one direction.</summary>
internal sealed record ScriptNoCrossReferences(IReadOnlyList<string> Sections, bool IsToFirst, SourceSpan Span) : ScriptStatement(Span);

/// <summary><c>SEARCH_DIR(folder)</c>.</summary>
internal sealed record ScriptSearchFolder(string Folder, SourceSpan Span) : ScriptStatement(Span);

internal sealed record ScriptPhdrs(IReadOnlyList<ScriptPhdr> Rows, SourceSpan Span) : ScriptStatement(Span);

/// <summary><c>name type [ FILEHDR ] [ PHDRS ] [ AT ( address ) ] [ FLAGS ( flags ) ] ;</c></summary>
internal sealed record ScriptPhdr(string Name, ScriptExpression Type, SourceSpan Span)
{
    public bool HasFileHeader { get; init; }

    public bool HasProgramHeaders { get; init; }

    public ScriptExpression? LoadAddress { get; init; }

    public ScriptExpression? Flags { get; init; }
}

/// <summary><c>REGION_ALIAS("alias", region)</c>.</summary>
internal sealed record ScriptRegionAlias(string Alias, string Region, SourceSpan Span) : ScriptStatement(Span);

internal sealed record ScriptSections(IReadOnlyList<ScriptStatement> Statements, SourceSpan Span) : ScriptStatement(Span);

internal enum OutputSectionKind : byte
{
    Normal,

    /// <summary>NOLOAD: has addresses, but nothing of it is in the image.</summary>
    NoLoad,

    /// <summary>COPY, INFO, DSECT, OVERLAY: not allocated.</summary>
    NotAllocated,

    /// <summary>READONLY: not writable, whatever it holds.</summary>
    ReadOnly,
}

internal enum SectionConstraint : byte
{
    None,
    OnlyIfReadOnly,
    OnlyIfReadWrite,
}

/// <summary><c>name address (type) : AT(lma) ALIGN(n) SUBALIGN(n) constraint { contents } &gt;region AT&gt;region :phdr =fill</c>.</summary>
internal sealed record ScriptOutputSection(string Name, SourceSpan Span) : ScriptStatement(Span)
{
    public ScriptExpression? Address { get; init; }

    public OutputSectionKind Kind { get; init; }

    /// <summary><c>(TYPE = ...)</c></summary>
    public ScriptExpression? Type { get; init; }

    public ScriptExpression? LoadAddress { get; init; }

    public ScriptExpression? Alignment { get; init; }

    public bool AlignsWithInput { get; init; }

    public ScriptExpression? SubAlignment { get; init; }

    public SectionConstraint Constraint { get; init; }

    public IReadOnlyList<ScriptStatement> Contents { get; init; } = [];

    public string? Region { get; init; }

    public string? LoadRegion { get; init; }

    /// <summary><c>:name</c>: the program headers of PHDRS that hold the section.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    public ScriptExpression? Fill { get; init; }

    public bool IsDiscard => Name == "/DISCARD/";
}

internal enum SortKey : byte
{
    None,
    Name,
    Alignment,
    NameThenAlignment,
    AlignmentThenName,
    InitPriority,
}

/// <summary><c>KEEP(file(section ...))</c>.</summary>
internal sealed record ScriptInputSections(string File, IReadOnlyList<SectionPattern> Sections, SourceSpan Span) : ScriptStatement(Span)
{
    public IReadOnlyList<string> ExcludedFiles { get; init; } = [];

    public bool Keep { get; init; }

    /// <summary><c>SORT_BY_NAME(*)(.text)</c>: files in the order of their names.</summary>
    public bool SortsFiles { get; init; }
}

/// <param name="Name">Wildcard pattern; null matches every section (<c>file</c> without parentheses).</param>
internal sealed record SectionPattern(string? Name, SortKey Sort, IReadOnlyList<string> ExcludedFiles)
{
    /// <summary>The first character that stands for others; -1 in a plain name.</summary>
    private readonly int _wildcard = Name?.AsSpan().IndexOfAny("*?[\\") ?? -1;

    public bool Matches(string name)
    {
        if (Name is null)
            return true;
        if (_wildcard < 0)
            return Name == name;

        // Nearly all patterns are a name with one star at its end.
        return _wildcard == Name.Length - 1 && Name[^1] == '*' ? name.AsSpan().StartsWith(Name.AsSpan()[..^1]) : Wildcard.Matches(Name, name);
    }
}

/// <summary>BYTE, SHORT, LONG, QUAD, SQUAD.</summary>
internal sealed record ScriptData(int Size, ScriptExpression Value, SourceSpan Span) : ScriptStatement(Span);

internal sealed record ScriptFill(ScriptExpression Value, SourceSpan Span) : ScriptStatement(Span);

/// <summary>Where a file is included, which decides what it may hold.</summary>
internal enum ScriptContext : byte
{
    Script,
    Sections,
    OutputSection,
    Memory,
}

/// <summary>A whole script.</summary>
internal sealed record LinkScript(IReadOnlyList<ScriptStatement> Statements);
