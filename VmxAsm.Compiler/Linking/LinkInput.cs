using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Expansion;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Linking;

/// <summary>One input of a link, in the order of the command line: an object, or an archive to take members from.</summary>
public sealed record LinkInput
{
    private LinkInput() { }

    public ObjectFile? Object { get; private init; }

    public Archive? Archive { get; private init; }

    public static implicit operator LinkInput(ObjectFile file) => new() { Object = file };

    public static implicit operator LinkInput(Archive archive) => new() { Archive = archive };

    /// <summary>An object or archive, told apart by its first bytes. Null, and one diagnostic, for anything else.</summary>
    public static LinkInput? Read(string path, ReadOnlyMemory<byte> bytes, DiagnosticBag diagnostics)
    {
        if (Archive.IsArchive(bytes.Span))
            return Archive.Open(path, bytes, diagnostics) is { } archive ? new LinkInput { Archive = archive } : null;
        if (ElfObjectReader.IsElf(bytes.Span))
            return ElfObjectReader.Read(path, bytes, diagnostics) is { } file ? new LinkInput { Object = file } : null;
        if (bytes.Span.StartsWith<byte>([0x42, 0x43, 0xC0, 0xDE]))
        {
            diagnostics.Report(LinkRules.BadObject, SourceSpan.None, $"{path}: this is clang's intermediate code and no machine code; compile without `-flto`");
            return null;
        }
        diagnostics.Report(LinkRules.UnknownInput, SourceSpan.None, $"{path}: this is neither an ELF object nor an archive");
        return null;
    }

    /// <summary>The file that <c>-l NAME</c> means: <c>libNAME.a</c>, or for <c>:FILE</c> just that.</summary>
    public static string LibraryName(string name) => name.StartsWith(':') ? name[1..] : $"lib{name}.a";

    /// <summary>The same from the file's path.</summary>
    public static LinkInput? ReadFile(string path, DiagnosticBag diagnostics)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            diagnostics.Report(LinkRules.Unreadable, SourceSpan.None, $"{path}: {(Directory.Exists(path) ? "this is a directory" : FileSearch.Reason(failure))}");
            return null;
        }
        return Read(path, bytes, diagnostics);
    }
}
