using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Directives.Structures;
using VmxAsm.Compiler.Directives.Structures.Descriptors;

namespace VmxAsm.Compiler.Lints;

/// <summary>
/// Finds far jumps and calls to a selector that hits no descriptor of the program's tables. In 32-bit code, which only protected mode runs, the number is a
/// selector for certain. In 16-bit code it may be a segment of real mode, so there only a jump with a 32-bit offset behind a write of CR0 counts: the step into protected mode.
/// </summary>
internal static class FarTransferLint
{
    /// <summary>Statements between the write of CR0 and its jump.</summary>
    private const int Reach = 4;

    public static void Run(ProgramCode program, IReadOnlyList<StructureSet> structures, DiagnosticBag diagnostics)
    {
        foreach (CodeLine[] lines in program.Sections)
        {
            int control = -Reach - 1;
            for (int index = 0; index < lines.Length; index++)
            {
                CodeLine line = lines[index];
                if (line.Code is [0x0F, 0x22, 0xC0 or 0xC1 or 0xC2 or 0xC3 or 0xC5 or 0xC6 or 0xC7] or [0x0F, 0x01, >= 0xF0 and <= 0xF7])
                    control = index;
                if (Selector(line.Code, index - control <= Reach) is not { } selector)
                    continue;
                string? miss = SelectorChecks.IsNull(selector) ? "is null and selects nothing" : SelectorChecks.DescribeMiss(structures, selector);
                if (miss is not null)
                    diagnostics.Report(StructureRules.NoSuchSelector, line.Span, $"selector 0x{selector:x} {miss}: the {(line.Code[line.Code[0] == 0x66 ? 1 : 0] == 0x9A ? "call" : "jump")} raises #GP");
            }
        }
    }

    /// <summary>The selector of a direct far transfer in protected mode; null for another statement.</summary>
    private static ushort? Selector(ReadOnlySpan<byte> code, bool isBehindControl) => code switch
    {
        [0xEA or 0x9A, _, _, _, _, byte low, byte high] => (ushort)(low | high << 8),
        [0x66, 0xEA or 0x9A, _, _, byte low, byte high] => (ushort)(low | high << 8),
        [0x66, 0xEA, _, _, _, _, byte low, byte high] when isBehindControl && (low | high) != 0 => (ushort)(low | high << 8),
        _ => null,
    };
}
