namespace VmxAsm.Compiler.Layout;

/// <summary>
/// No-operation instructions to pad code with, in the lengths and the order in which GNU as 2.40 emits them: long NOPs (0F 1F) for the processors that
/// have them, as all of x86-64 do, and LEAs that change nothing for older ones and in 16-bit code. Where many would be needed, a jump over them costs
/// less.
/// </summary>
internal static class Nops
{
    /// <summary>Longest single no-operation: of newer processors, of older ones, in 16-bit code.</summary>
    private const int LongestModern = 11;
    private const int LongestOld = 7;
    private const int Longest16 = 4;

    /// <summary>Fills room with no-operations.</summary>
    /// <param name="codeBits">16, 32 or 64.</param>
    /// <param name="isModern">The processor knows 0F 1F.</param>
    /// <param name="limit">Longest single one wanted; 0 for the mode's longest.</param>
    public static void Fill(Span<byte> room, int codeBits, bool isModern, int limit = 0)
    {
        int longest = LongestFor(codeBits, isModern);
        int most = codeBits != 16 && isModern ? 7 : 2;
        if (limit == 0 || limit > longest)
            limit = longest;
        if (room.Length / longest > most)
            room = room[WriteJump(room, codeBits)..];
        while (room.Length > 0)
        {
            int length = Math.Min(limit, room.Length);
            Single(codeBits, isModern, ref length).CopyTo(room);
            room = room[length..];
        }
    }

    public static int LongestFor(int codeBits, bool isModern) => codeBits == 16 ? Longest16 : isModern ? LongestModern : LongestOld;

    /// <summary>A jump to the end of the room; returns its length.</summary>
    private static int WriteJump(Span<byte> room, int codeBits)
    {
        int distance = room.Length - 2;
        if (distance <= 127)
        {
            room[0] = 0xEB;
            room[1] = (byte)distance;
            return 2;
        }

        int opcode = 0;
        if (codeBits == 16)
            room[opcode++] = 0x66;
        room[opcode++] = 0xE9;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(room[opcode..], room.Length - opcode - 4);
        return opcode + 4;
    }

    private static ReadOnlySpan<byte> Single(int codeBits, bool isModern, ref int length)
    {
        if (length <= 2)
            return length == 1 ? [0x90] : [0x66, 0x90];
        if (codeBits == 16)
            return length == 3 ? [0x8D, 0x74, 0x00] : [0x8D, 0xB4, 0x00, 0x00];
        if (!isModern)
        {
            switch (length)
            {
                case 3:
                    return [0x8D, 0x76, 0x00];
                case 4 or 5:
                    // There is none of five bytes.
                    length = 4;
                    return [0x8D, 0x74, 0x26, 0x00];
                case 6:
                    return [0x8D, 0xB6, 0x00, 0x00, 0x00, 0x00];
                default:
                    return [0x8D, 0xB4, 0x26, 0x00, 0x00, 0x00, 0x00];
            }
        }

        return length switch
        {
            3 => [0x0F, 0x1F, 0x00],
            4 => [0x0F, 0x1F, 0x40, 0x00],
            5 => [0x0F, 0x1F, 0x44, 0x00, 0x00],
            6 => [0x66, 0x0F, 0x1F, 0x44, 0x00, 0x00],
            7 => [0x0F, 0x1F, 0x80, 0x00, 0x00, 0x00, 0x00],
            8 => [0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
            9 => [0x66, 0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
            10 => [0x66, 0x2E, 0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
            _ => [0x66, 0x66, 0x2E, 0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
        };
    }
}
