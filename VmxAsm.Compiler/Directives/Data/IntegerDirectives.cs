using System.Buffers.Binary;
using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Layout;
using VmxAsm.Compiler.Syntax;
using VmxAsm.Compiler.Text;

namespace VmxAsm.Compiler.Directives;

/// <summary>Integers: <c>.byte</c> to <c>.octa</c>, LEB128, and the <c>.dc</c> family's.</summary>
internal static class IntegerDirectives
{
    public static void Register(DirectiveTable table)
    {
        table.Add(".byte"u8, Bytes);
        table.Add(".dc.b"u8, Bytes);
        table.Add(".word"u8, Words);
        table.Add(".value"u8, Words);
        table.Add(".short"u8, Words);
        table.Add(".hword"u8, Words);
        table.Add(".2byte"u8, Words);
        table.Add(".dc"u8, Words);
        table.Add(".dc.w"u8, Words);
        table.Add(".long"u8, Longs);
        table.Add(".int"u8, Longs);
        table.Add(".slong"u8, SignedLongs);
        table.Add(".4byte"u8, Longs);
        table.Add(".dc.l"u8, Longs);
        table.Add(".dc.a"u8, Addresses);
        table.Add(".quad"u8, Quads);
        table.Add(".8byte"u8, Quads);
        table.Add(".octa"u8, Octas);
        table.Add(".16byte"u8, Octas);
        table.Add(".uleb128"u8, UnsignedLeb128);
        table.Add(".sleb128"u8, SignedLeb128);
    }

    private static void Bytes(Assembler assembler, ref Cursor cursor) => Integers(assembler, ref cursor, 1);

    private static void Words(Assembler assembler, ref Cursor cursor) => Integers(assembler, ref cursor, 2);

    private static void Longs(Assembler assembler, ref Cursor cursor) => Integers(assembler, ref cursor, 4);

    private static void SignedLongs(Assembler assembler, ref Cursor cursor) => Integers(assembler, ref cursor, 4, Encoding.FieldKind.Signed);

    private static void Quads(Assembler assembler, ref Cursor cursor) => Integers(assembler, ref cursor, 8);

    private static void Addresses(Assembler assembler, ref Cursor cursor) => Integers(assembler, ref cursor, assembler.State.Is64BitObject ? 8 : 4);

    // integers = [ expression { "," expression } ]
    private static void Integers(Assembler assembler, ref Cursor cursor, int size, Encoding.FieldKind kind = Encoding.FieldKind.Absolute)
    {
        if (cursor.AtEnd)
            return;
        bool isFrame = assembler.State.Section.HoldsFrames;
        int wanted = size;
        do
        {
            size = wanted;
            int start = cursor.Position;
            if (!assembler.Expressions.TryParseListed(ref cursor, out Expression value))
            {
                cursor.SkipStatement();
                return;
            }

            SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
            if (isFrame && assembler.WrittenFrames.Take(assembler.State.Chain, value, ref size, span))
                continue;
            if (value.IsConstant)
                assembler.EmitInteger(value, size, span);
            else if (value.Node is BigConstantNode big)
                AppendBig(assembler, big, size, span);
            else
                assembler.State.Chain.AppendField(size, value, span).Kind = assembler.State.Is64BitObject ? kind : Encoding.FieldKind.Absolute;
        }
        while (cursor.TakeComma());
    }

    // octas = [ number { "," number } ] ;  up to 128 bits, else a field of 64 bits, extended
    private static void Octas(Assembler assembler, ref Cursor cursor)
    {
        if (cursor.AtEnd)
            return;
        do
        {
            int start = cursor.Position;
            if (!assembler.Expressions.TryParseListed(ref cursor, out Expression value))
            {
                cursor.SkipStatement();
                return;
            }

            SourceSpan span = ExpressionParser.TrimmedSpan(cursor, start);
            FragmentChain chain = assembler.State.Chain;
            if (value.Node is BigConstantNode big)
            {
                AppendBig(assembler, big, 16, span);
            }
            else if (value.IsConstant)
            {
                bool isNegative = value.Constant < 0 && assembler.Sources.TextOf(span).Contains('-');
                chain.AppendNumber(value.Constant, 8);
                chain.AppendNumber(isNegative ? -1 : 0, 8);
            }
            else
            {
                assembler.Report(SymbolRules.NotAbsolute, span, "`.octa` takes numbers only");
            }
        }
        while (cursor.TakeComma());
    }

    private static void UnsignedLeb128(Assembler assembler, ref Cursor cursor) => Leb128s(assembler, ref cursor, false);

    private static void SignedLeb128(Assembler assembler, ref Cursor cursor) => Leb128s(assembler, ref cursor, true);

    // leb128s = expression { "," expression }
    private static void Leb128s(Assembler assembler, ref Cursor cursor, bool signed)
    {
        do
        {
            int start = cursor.Position;
            if (!assembler.Expressions.TryParseListed(ref cursor, out Expression value))
            {
                cursor.SkipStatement();
                return;
            }

            FragmentChain chain = assembler.State.Chain;
            int size = 0;
            if (chain.Section.HoldsFrames)
                assembler.WrittenFrames.Take(chain, value, ref size, SourceSpan.None);
            if (value.Node is BigConstantNode big)
                AppendBigLeb128(chain, big.High, big.Low, signed);
            else if (signed && value is { IsConstant: true, Constant: < 0 } && assembler.Sources.TextOf(ExpressionParser.TrimmedSpan(cursor, start)).IndexOfAny(['-', '~', '!']) < 0)
                AppendBigLeb128(chain, 0, (ulong)value.Constant, signed);
            else if (value.IsConstant)
                Leb128.Write(chain.Reserve(Leb128.SizeOf(value.Constant, signed)), value.Constant, signed);
            else
                chain.AppendLeb128(value, signed, ExpressionParser.TrimmedSpan(cursor, start));
        }
        while (cursor.TakeComma());
    }

    /// <summary>The low bytes of a number; a warning when others than those of a sign are lost.</summary>
    private static void AppendBig(Assembler assembler, BigConstantNode number, int size, SourceSpan span)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, number.Value);
        if (number.IsCut && size == 16 || bytes[size..].ContainsAnyExcept((byte)0xFF))
            assembler.Report(SymbolRules.ValueTruncated, span, $"the number has more than {8 * size} bits, and the upper ones are dropped");
        assembler.State.Chain.Append(bytes[..size]);
    }

    private static void AppendBigLeb128(FragmentChain chain, ulong high, ulong low, bool signed)
    {
        UInt128 value = new(high, low);
        Int128 rest = (Int128)value;
        while (signed ? rest < -64 || rest > 63 : value > 0x7F)
        {
            chain.AppendByte((byte)((byte)(value & 0x7F) | 0x80));
            value >>= 7;
            rest >>= 7;
            if (signed)
                value = (UInt128)rest;
        }

        chain.AppendByte((byte)(value & 0x7F));
    }
}
