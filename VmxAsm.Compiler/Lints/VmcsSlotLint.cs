using System.Buffers.Binary;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;

namespace VmxAsm.Compiler.Lints;

/// <summary>
/// Finds VMREAD and VMWRITE of 64-bit code whose memory operand is a variable of 4 bytes. Their operand has the mode's width, whatever
/// the field's: VMREAD overwrites the variable that follows, and VMWRITE takes it for the upper half.
/// </summary>
internal static class VmcsSlotLint
{
    private const int Width = 8;

    public static void Run(ProgramCode program, DiagnosticBag diagnostics)
    {
        LinkedSymbol[]? variables = null;
        foreach (CodeLine line in program.Lines)
        {
            if (MemoryOperand(line) is not { } address)
                continue;
            variables ??= [.. program.Program.Symbols.Where(symbol => symbol.Section is not null).OrderBy(symbol => symbol.Value)];
            if (Array.FindLast(variables, symbol => symbol.Value == address) is not { } variable)
                continue;
            LinkedSymbol? next = Array.Find(variables, symbol => symbol.Value > address && symbol.Section == variable.Section);
            ulong end = EndOfSection(variable, address);
            if (Math.Min(next?.Value ?? end, end) - address is not (> 0 and < Width and ulong size))
                continue;
            string instruction = line.Code[1] == 0x78 ? "VMREAD writes" : "VMWRITE reads";
            string behind = next is not null && next.Value - address == size ? $"`{next.Name}` follows" : "its section ends there";
            diagnostics.Report(new Diagnostic(StructureRules.TruncatedNaturalWidth,
                $"{instruction} 8 bytes in 64-bit code; `{variable.Name}` has {size}, and {behind}", line.Span)
            {
                Labels = variable.Definition is { Span.Start: not 0 } definition ? [new DiagnosticLabel(definition.Span, "the variable")] : [],
            });
        }
    }

    /// <summary>Where the source's part of the section ends: what lies behind belongs to something else.</summary>
    private static ulong EndOfSection(LinkedSymbol variable, ulong address)
    {
        OutputSection section = variable.Section!;
        foreach (PlacedSection input in section.Inputs)
        {
            if (address - section.Address - input.Offset < input.Size)
                return section.Address + input.Offset + input.Size;
        }

        return section.Address + section.Size;
    }

    /// <summary>
    /// The address of an operand that 64-bit code names directly: relative to RIP, or absolute with the SIB byte that only 64-bit code needs. In 32-bit code the
    /// first form means an absolute address, and taken as a distance it hits no variable but by accident.
    /// </summary>
    private static ulong? MemoryOperand(CodeLine line) => line.Code switch
    {
        [0x0F, 0x78 or 0x79, byte modrm, _, _, _, _] when (modrm & 0xC7) == 0x05 => line.End + (ulong)BinaryPrimitives.ReadInt32LittleEndian(line.Code[3..]),
        [0x0F, 0x78 or 0x79, byte modrm, 0x25, _, _, _, _] when (modrm & 0xC7) == 0x04 => (ulong)BinaryPrimitives.ReadInt32LittleEndian(line.Code[4..]),
        _ => null,
    };
}
