using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Images;

/// <summary>
/// The program's bytes as they lie in memory, from the lowest load address to the end of the last contents; gaps are zeros. This is what <c>ld --oformat
/// binary</c> and <c>objcopy -O binary</c> write.
/// </summary>
public static class FlatImage
{
    /// <summary>Beyond this the addresses are taken for a mistake and not for a wish for zeros.</summary>
    private const ulong LargestImage = 1UL << 28;

    /// <summary>Null, and a diagnostic, when the addresses span more than 256 MiB.</summary>
    public static byte[]? Write(LinkedProgram program, DiagnosticBag diagnostics) => Write([.. program.Loaded], diagnostics);

    /// <summary>The same for some of the sections.</summary>
    internal static byte[]? Write(IReadOnlyList<OutputSection> sections, DiagnosticBag diagnostics)
    {
        if (sections.Count == 0)
            return [];
        ulong start = sections[0].LoadAddress, end = start;
        OutputSection last = sections[0];
        foreach (OutputSection section in sections)
        {
            ulong sectionEnd = section.LoadAddress + section.Size;
            if (sectionEnd <= end)
                continue;
            end = sectionEnd;
            last = section;
        }
        if (end - start > LargestImage)
        {
            diagnostics.Report(LinkRules.ImageTooBig, SourceSpan.None,
                $"section `{sections[0].Name}` at 0x{start:x} and section `{last.Name}` at 0x{last.LoadAddress:x} are 0x{end - start:x} bytes apart; a flat image has at most "
                + $"{LargestImage >> 20} MiB");
            return null;
        }
        byte[] image = new byte[end - start];
        foreach (OutputSection section in sections)
            section.Data.CopyTo(image.AsSpan((int)(section.LoadAddress - start)));
        return image;
    }
}
