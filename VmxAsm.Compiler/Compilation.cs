using VmxAsm.Architecture.Images;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler;

/// <summary>An assembled source.</summary>
/// <param name="Object">Null when there were errors.</param>
/// <param name="Bytes">The ELF file; empty when there were errors.</param>
/// <param name="Diagnostics">In source order.</param>
/// <param name="Sources">To render the diagnostics with.</param>
/// <param name="Listing">Null unless one was asked for; made for a source with errors as well.</param>
public sealed record ObjectResult(
    ObjectFile? Object,
    ReadOnlyMemory<byte> Bytes,
    IReadOnlyList<Diagnostic> Diagnostics,
    SourceSet Sources,
    string? Listing)
{
    public bool Success => Object is not null;

    /// <summary>Files read, for <c>--MD</c>: the source, what it includes, what <c>.incbin</c> takes.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];
}

/// <summary>A linked image.</summary>
/// <param name="Image">Empty when there were errors.</param>
/// <param name="Diagnostics">In source order.</param>
/// <param name="Sources">To render the diagnostics with.</param>
public sealed record BuildResult(
    bool Success,
    ReadOnlyMemory<byte> Image,
    DebugInfo? DebugInfo,
    IReadOnlyList<Diagnostic> Diagnostics,
    SourceSet Sources,
    string? Listing)
{
    public IReadOnlyList<string> Dependencies { get; init; } = [];
}

/// <summary>Every pass in order.</summary>
public static class Compilation
{
    /// <summary>Assembles one source into an object file. <paramref name="path"/> is <c>-</c> for standard input.</summary>
    public static ObjectResult Assemble(string path, CompilationOptions options)
    {
        SourceSet sources = new();
        DiagnosticBag diagnostics = new(options.Warnings);
        Assembler assembler = new(options, sources, diagnostics);
        assembler.Run(sources.AddFile(path));
        return new ObjectResult(null, default, diagnostics.InSourceOrder(sources), sources, null);
    }
}
