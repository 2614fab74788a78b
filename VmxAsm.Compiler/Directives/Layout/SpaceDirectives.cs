using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>Space: <c>.space</c>, <c>.fill</c>, <c>.org</c>, <c>.nops</c>, and the <c>.ds</c> and <c>.dcb</c> families.</summary>
internal static class SpaceDirectives
{
    /// <summary>Up to so many bytes are simply written; more become a fragment of their own.</summary>
    private const int InlineLimit = 256;

    public static void Register(DirectiveTable table)
    {
        table.Add(".space"u8, Space);
        table.Add(".skip"u8, Space);
        table.Add(".zero"u8, Space);
        table.Add(".fill"u8, Fill);
        table.Add(".org"u8, Org);
        table.Add(".nops"u8, Nops);
        table.Add(".nop"u8, Nop);
        table.Add(".ds"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 2));
        table.Add(".ds.b"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 1));
        table.Add(".ds.w"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 2));
        table.Add(".ds.l"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 4));
        table.Add(".ds.s"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 4));
        table.Add(".ds.d"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 8));
        table.Add(".ds.p"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 10));
        table.Add(".ds.x"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 10));
        table.Add(".dcb"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 2));
        table.Add(".dcb.b"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 1));
        table.Add(".dcb.w"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 2));
        table.Add(".dcb.l"u8, (Assembler a, ref Cursor c) => Block(a, ref c, 4));
        table.Add(".dcb.s"u8, (Assembler a, ref Cursor c) => FloatBlock(a, ref c, FloatFormat.Single));
        table.Add(".dcb.d"u8, (Assembler a, ref Cursor c) => FloatBlock(a, ref c, FloatFormat.Double));
        table.Add(".dcb.x"u8, (Assembler a, ref Cursor c) => FloatBlock(a, ref c, FloatFormat.Extended));
    }

    // space = count [ "," fill ]
    private static void Space(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        if (!assembler.Expressions.TryParse(ref cursor, out Expression count))
        {
            cursor.SkipStatement();
            return;
        }

        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        long fill = 0;
        if (cursor.TakeComma() && !assembler.Expressions.TryParseAbsolute(ref cursor, out fill))
        {
            cursor.SkipStatement();
            return;
        }

        WarnOfZero(assembler, count, span);
        Append(assembler, count, fill, 1, span);
    }

    private static void WarnOfZero(Assembler assembler, in Expression count, SourceSpan span)
    {
        if (count is { IsConstant: true, Constant: 0 })
            assembler.Report(DirectiveRules.IgnoredCount, span, "the count is zero, and nothing is reserved");
    }

    // fill = repeat [ "," size [ "," value ] ]
    private static void Fill(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        if (!assembler.Expressions.TryParse(ref cursor, out Expression count))
        {
            cursor.SkipStatement();
            return;
        }

        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        long size = 1;
        long value = 0;
        if ((cursor.TakeComma() && !assembler.Expressions.TryParseAbsolute(ref cursor, out size))
            || (cursor.TakeComma() && !assembler.Expressions.TryParseAbsolute(ref cursor, out value)))
        {
            cursor.SkipStatement();
            return;
        }

        if (size < 0)
        {
            assembler.Report(DirectiveRules.NegativeCount, span, $"the size is {size}, and nothing is filled");
            return;
        }

        if (size > 8)
            assembler.Report(DirectiveRules.IgnoredCount, span, $"an element of `.fill` has at most 8 bytes, and not {size}");

        // The value has 32 bits, whatever the size is, which is at most 8.
        if (size > 0)
            Append(assembler, count, value & (size >= 4 ? uint.MaxValue : (1L << (int)(8 * size)) - 1), (int)Math.Min(size, 8), span);
    }

    // org = place [ "," fill ]
    private static void Org(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        if (!assembler.Expressions.TryParse(ref cursor, out Expression place))
        {
            cursor.SkipStatement();
            return;
        }

        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        long fill = 0;
        if (cursor.TakeComma() && !assembler.Expressions.TryParseAbsolute(ref cursor, out fill))
        {
            cursor.SkipStatement();
            return;
        }

        MoveTo(assembler, place, fill, span);
    }

    /// <summary>Moves the location counter forward, as <c>.org</c> and an assignment to <c>.</c> do.</summary>
    public static void MoveTo(Assembler assembler, in Expression place, long fill, SourceSpan span)
    {
        if (assembler.State.IsAbsoluteSection)
        {
            if (assembler.Expressions.TryEvaluateNow(place, out long offset))
                assembler.State.AbsoluteOffset = offset;
            else
                assembler.Report(SymbolRules.NotAbsolute, span, "the place has no value yet, and a number is needed here");
            return;
        }

        assembler.State.Chain.AppendFill(FragmentKind.Org, new FillDetail(place, (byte)fill, 1), span);
    }

    // nops = size [ "," longest ]
    private static void Nops(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        if (!assembler.Expressions.TryParse(ref cursor, out Expression size))
        {
            cursor.SkipStatement();
            return;
        }

        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        long longest = 0;
        int operand = cursor.Position;
        if (cursor.TakeComma())
        {
            operand = cursor.Position;
            if (!assembler.Expressions.TryParseAbsolute(ref cursor, out longest))
            {
                cursor.SkipStatement();
                return;
            }
        }

        AssemblerState state = assembler.State;
        int limit = Compiler.Layout.Nops.LongestFor(state.CodeBits, state.Processor.Nops.IsLong(state.Processor.Tuned));
        if (longest < 0)
        {
            assembler.Report(DirectiveRules.NegativeCount, ExpressionParser.TrimmedSpan(cursor, operand), $"the longest no-operation is {longest} and taken as 0");
            longest = 0;
        }
        else if (longest > limit)
        {
            assembler.Report(DirectiveRules.BadOperand, ExpressionParser.TrimmedSpan(cursor, operand), $"a single no-operation has at most {limit} bytes in this mode");
            longest = 0;
        }

        state.Chain.AppendFill(FragmentKind.Nops, new FillDetail(size, longest, 1, false, (byte)state.CodeBits, state.Processor.Nops), span);
    }

    // nop = [ count ]
    private static void Nop(Assembler assembler, ref Cursor cursor)
    {
        int start = cursor.Position;
        long count = 1;
        if (!cursor.AtEnd && !assembler.Expressions.TryParseAbsolute(ref cursor, out count))
            cursor.SkipStatement();
        else
            Append(assembler, new Expression(count), 0x90, 1, ExpressionParser.TrimmedSpan(cursor, start));
    }

    // ds = count [ "," fill ] ;  dcb = count [ "," value ]
    private static void Block(Assembler assembler, ref Cursor cursor, int size)
    {
        int start = cursor.Position;
        long value = 0;
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long count)
            || cursor.TakeComma() && !assembler.Expressions.TryParseAbsolute(ref cursor, out value))
        {
            cursor.SkipStatement();
            return;
        }

        SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
        WarnOfZero(assembler, new Expression(count), span);
        Append(assembler, new Expression(count), value, size, span);
    }

    private static void FloatBlock(Assembler assembler, ref Cursor cursor, FloatFormat format)
    {
        Span<byte> room = stackalloc byte[16];
        room = room[..format.Size];
        room.Clear();
        int start = cursor.Position;
        if (!assembler.Expressions.TryParseAbsolute(ref cursor, out long count)
            || cursor.TakeComma() && !FloatDirectives.TryParse(assembler, ref cursor, format, room))
        {
            cursor.SkipStatement();
            return;
        }

        if (count * format.Size > int.MaxValue || count < 0)
        {
            assembler.Report(SymbolRules.SectionTooBig, ExpressionParser.TrimmedSpan(cursor, start), $"{count} are more than a section holds");
            return;
        }

        for (long i = 0; i < count; i++)
            assembler.State.Chain.Append(room);
    }

    private static void Append(Assembler assembler, in Expression count, long pattern, int size, SourceSpan span)
    {
        AssemblerState state = assembler.State;
        if (!count.IsConstant && !state.IsAbsoluteSection)
        {
            state.Chain.AppendFill(FragmentKind.Fill, new FillDetail(count, pattern, (byte)size), span);
            return;
        }

        if (!assembler.Expressions.TryEvaluateNow(count, out long times))
        {
            assembler.Report(SymbolRules.NotAbsolute, span, "the size has no value yet, and a number is needed in the layout of a structure");
            return;
        }

        if (times < 0)
        {
            assembler.Report(DirectiveRules.NegativeCount, span, $"the count is {times} and taken as 0");
        }
        else if (times > int.MaxValue / Math.Max(1, size))
        {
            assembler.Report(SymbolRules.SectionTooBig, span, $"{times} are more than a section holds");
        }
        else if (state.IsAbsoluteSection)
        {
            state.AbsoluteOffset += times * size;
        }
        else if (times * size <= InlineLimit)
        {
            Span<byte> room = state.Chain.Reserve((int)times * size);
            for (int i = 0; i < room.Length; i++)
                room[i] = (byte)(pattern >> Math.Min(63, 8 * (i % size)));
        }
        else
        {
            state.Chain.AppendFill(FragmentKind.Fill, new FillDetail(count, pattern, (byte)size), span);
        }
    }
}
