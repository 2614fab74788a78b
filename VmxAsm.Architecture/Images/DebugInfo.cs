using System.Text.Json.Serialization;

namespace VmxAsm.Architecture.Images;

/// <summary>
/// What an image's bytes were made from: the one thing besides the image that passes from the compiler to the runtime.
/// Written as JSON by <c>--debug-info</c>. Addresses are physical: where the boot code puts the bytes, which
/// is the one address that stays true through segmentation and paging.
/// </summary>
public sealed record DebugInfo
{
    /// <summary>Version of this format; a reader refuses another one.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>Source files, as they were named on the command line or by <c>.include</c>.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>One entry per statement that emitted bytes, by ascending address.</summary>
    public IReadOnlyList<DebugLine> Lines { get; init; } = [];

    /// <summary>Macros and repetitions that lines come from, each named once however many statements it made.</summary>
    public IReadOnlyList<DebugExpansion> Expansions { get; init; } = [];

    public IReadOnlyList<DebugSymbol> Symbols { get; init; } = [];

    /// <summary>Structures made by a directive (<c>gdt</c>, <c>tss</c>, <c>vmcs</c>, ...), each with its entries.</summary>
    public IReadOnlyList<DebugStructure> Structures { get; init; } = [];
}

/// <param name="Address">Physical address of the first byte.</param>
/// <param name="Size">Number of bytes.</param>
/// <param name="File">Index into <see cref="DebugInfo.Files"/>.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column of the statement.</param>
/// <param name="Text">The statement's source text, trimmed.</param>
/// <param name="Expansion">Index into <see cref="DebugInfo.Expansions"/> of what the statement was expanded from; -1 for a statement that stands where it is executed.</param>
public readonly record struct DebugLine(ulong Address, int Size, int File, int Line, int Column, string Text, int Expansion = -1);

/// <summary>A macro that was used, or a repetition: where that stands.</summary>
/// <param name="What">In words: <c>in the expansion of macro `vmw`</c>.</param>
/// <param name="Outer">Index of the expansion that this one is part of; -1 for none.</param>
public sealed record DebugExpansion(string What, int File, int Line, int Column, string Text, int Outer);

/// <param name="Name">As written in the source.</param>
/// <param name="Value">Its value as the program uses it (a link address or a number).</param>
/// <param name="PhysicalAddress">Where it lies in memory; null for an absolute symbol.</param>
public sealed record DebugSymbol(string Name, ulong Value, ulong? PhysicalAddress, int File, int Line);

/// <param name="Kind">The directive's name without the dot.</param>
/// <param name="Format">Which of its formats: <c>32</c>, <c>64</c>, <c>pae</c>; empty for a kind with one format.</param>
public sealed record DebugStructure(string Kind, string Format, string Name, ulong Address, ulong Size, int File, int Line, IReadOnlyList<DebugEntry> Entries);

/// <param name="Key">Field or entry name: <c>guest.cr0</c>, <c>sel_tss</c>, a vector number.</param>
/// <param name="Encoding">VMCS field encoding, selector or vector; what locates the entry in its structure.</param>
public sealed record DebugEntry(string Key, ulong Encoding, int File, int Line, int Column, string Text);

/// <summary>Serialisation without reflection, as ahead-of-time compilation wants it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DebugInfo))]
public sealed partial class DebugInfoJson : JsonSerializerContext;
