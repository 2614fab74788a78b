using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>Alignment: <c>.align</c> and <c>.balign</c> in bytes (ELF on x86), <c>.p2align</c> as a power of two.</summary>
internal static class AlignDirectives
{
    private const int MaximumPower = 31;

    public static void Register(DirectiveTable table)
    {
        table.Add(".align"u8, (Assembler a, ref Cursor c) => Align(a, ref c, false, 0));
        table.Add(".balign"u8, (Assembler a, ref Cursor c) => Align(a, ref c, false, 0));
        table.Add(".balignw"u8, (Assembler a, ref Cursor c) => Align(a, ref c, false, 2));
        table.Add(".balignl"u8, (Assembler a, ref Cursor c) => Align(a, ref c, false, 4));
        table.Add(".p2align"u8, (Assembler a, ref Cursor c) => Align(a, ref c, true, 0));
        table.Add(".p2alignw"u8, (Assembler a, ref Cursor c) => Align(a, ref c, true, 2));
        table.Add(".p2alignl"u8, (Assembler a, ref Cursor c) => Align(a, ref c, true, 4));
    }

    // align = alignment [ "," [ fill ] [ "," maximum ] ]
    private static void Align(Assembler assembler, ref Cursor cursor, bool isPower, int fillSize)
    {
        int start = cursor.Position;
        long alignment = 0;
        if (!cursor.AtEnd && cursor.Current != ',' && !assembler.Expressions.TryParseAbsolute(ref cursor, out alignment))
        {
            cursor.SkipStatement();
            return;
        }

        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        if (isPower ? alignment is < 0 or > MaximumPower : alignment < 0 || (alignment & (alignment - 1)) != 0 || alignment > 1L << MaximumPower)
        {
            assembler.Report(DirectiveRules.BadAlignment, span, isPower
                ? $"{alignment} is no power from 0 to {MaximumPower}"
                : $"{alignment} is no power of two up to 2 GiB");
            cursor.SkipStatement();
            return;
        }

        bool hasFill = false;
        long fill = 0;
        long maximum = 0;
        if (cursor.TakeComma())
        {
            if (cursor.Current != ',' && !cursor.AtEnd)
            {
                hasFill = true;
                if (!assembler.Expressions.TryParseAbsolute(ref cursor, out fill))
                {
                    cursor.SkipStatement();
                    return;
                }
            }

            if (cursor.TakeComma() && !cursor.AtEnd && !assembler.Expressions.TryParseAbsolute(ref cursor, out maximum))
            {
                cursor.SkipStatement();
                return;
            }
        }

        Append(assembler.State, isPower ? 1L << (int)alignment : Math.Max(1, alignment), hasFill, fill, Math.Max(1, fillSize), maximum, span);
    }

    /// <summary>Aligns the current place, in code with no-operations unless another fill was asked for.</summary>
    public static void Append(AssemblerState state, long alignment, bool hasFill, long fill, int fillSize, long maximum, SourceSpan span)
    {
        if (state.IsAbsoluteSection)
        {
            long padding = -state.AbsoluteOffset & (alignment - 1);
            if (maximum <= 0 || padding <= maximum)
                state.AbsoluteOffset += padding;
            return;
        }

        Section section = state.Section;
        if (alignment > section.Alignment)
            section.Alignment = alignment;
        if (alignment <= 1)
            return;
        bool withNops = section.IsCode && (!hasFill || ((byte)fill == 0x90 && fillSize == 1));
        state.Chain.AppendAlign(
            new AlignDetail(alignment, maximum < 0 ? 0 : maximum, fill, (byte)fillSize, withNops, (byte)state.CodeBits, state.Processor.Nops), span);
    }
}
