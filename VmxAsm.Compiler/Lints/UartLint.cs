using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Lints;

/// <summary>
/// Finds the program that sends through a UART without ever having said how long a word is. A real UART comes out of reset with words of
/// five bits and drops the upper three of each byte; many emulators do not, so the mistake shows only on the real machine.
/// The statements that load DX tell: one with 0x3F8, and none with 0x3FB or with a way to compute it.
/// </summary>
internal static class UartLint
{
    private const ushort Data = 0x3F8;
    private const ushort LineControl = 0x3FB;

    public static void Run(ProgramCode program, DiagnosticBag diagnostics)
    {
        SourceSpan? sends = null;
        foreach (CodeLine line in program.Lines)
        {
            if (MaySetLineControl(line.Code))
                return;
            if (LoadsPort(line.Code) == Data)
                sends ??= line.Span;
        }

        if (sends is { } span)
        {
            diagnostics.Report(StructureRules.UartNotSetUp, span,
                "the program uses the UART at 0x3f8, but never writes its line-control register at 0x3fb: after reset, words have five bits");
        }
    }

    /// <summary>The number that <c>mov $number, %dx</c> or <c>%edx</c> loads; null for another instruction.</summary>
    private static int? LoadsPort(ReadOnlySpan<byte> code)
    {
        code = WithoutPrefix(code);
        return code.Length >= 3 && code[0] == 0xBA ? code[1] | code[2] << 8 : null;
    }

    private static bool MaySetLineControl(ReadOnlySpan<byte> code)
    {
        if (LoadsPort(code) == LineControl)
            return true;

        // add, inc, lea on DX, a move to DX from elsewhere, and the BIOS's serial service.
        code = WithoutPrefix(code);
        return code.Length > 0 && (code[0] == 0x42
            || (code.Length > 1 && code[0] is 0x81 or 0x83 && code[1] == 0xC2)
            || (code.Length > 1 && code[0] == 0xFF && code[1] == 0xC2)
            || (code.Length > 1 && code[0] is 0x8D or 0x8B && (code[1] & 0x38) == 0x10)
            || (code.Length > 1 && code[0] == 0x89 && (code[1] & 0xC7) == 0xC2)
            || (code.Length > 1 && code[0] == 0xCD && code[1] == 0x14));
    }

    private static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> code) => code.Length > 0 && code[0] == 0x66 ? code[1..] : code;
}
