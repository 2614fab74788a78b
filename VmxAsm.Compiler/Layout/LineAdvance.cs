namespace VmxAsm.Compiler.Layout;

/// <summary>
/// A step of DWARF's line-number program (DWARF 5, "Line Number Program Instructions"): one special opcode when both the
/// step in lines and the step in addresses are small, otherwise standard opcodes, as GNU as chooses them.
/// </summary>
internal static class LineAdvance
{
    private const int LineBase = -5;
    private const int LineRange = 14;
    private const int OpcodeBase = 13;
    private const int MaximumSpecialAddress = (255 - OpcodeBase) / LineRange;

    /// <summary>Stands for the end of a sequence in place of a line difference.</summary>
    public const int EndSequence = int.MaxValue;

    public static int SizeOf(long lines, long addresses)
    {
        Span<byte> room = stackalloc byte[32];
        return Write(room, lines, addresses);
    }

    /// <summary>Writes the step and returns its length.</summary>
    public static int Write(Span<byte> room, long lines, long addresses)
    {
        int length = 0;
        if (lines == EndSequence)
        {
            if (addresses == MaximumSpecialAddress)
            {
                room[length++] = 8; // DW_LNS_const_add_pc
            }
            else if (addresses != 0)
            {
                room[length++] = 2; // DW_LNS_advance_pc
                length += Leb(room[length..], addresses, false);
            }

            room[length++] = 0; // DW_LNE_end_sequence
            room[length++] = 1;
            room[length++] = 1;
            return length;
        }

        long opcode = lines - LineBase;
        bool needsCopy = false;
        if (opcode is < 0 or >= LineRange || opcode + OpcodeBase > 255)
        {
            room[length++] = 3; // DW_LNS_advance_line
            length += Leb(room[length..], lines, true);
            lines = 0;
            opcode = -LineBase;
            needsCopy = true;
        }

        if (lines == 0 && addresses == 0)
        {
            room[length++] = 1; // DW_LNS_copy
            return length;
        }

        opcode += OpcodeBase;
        if (addresses < 256 + MaximumSpecialAddress)
        {
            long special = opcode + addresses * LineRange;
            if (special <= 255)
            {
                room[length++] = (byte)special;
                return length;
            }

            special = opcode + (addresses - MaximumSpecialAddress) * LineRange;
            if (special <= 255)
            {
                room[length++] = 8;
                room[length++] = (byte)special;
                return length;
            }
        }

        room[length++] = 2;
        length += Leb(room[length..], addresses, false);
        room[length++] = needsCopy ? (byte)1 : (byte)opcode;
        return length;
    }

    private static int Leb(Span<byte> room, long value, bool signed)
    {
        int size = Leb128.SizeOf(value, signed);
        Leb128.Write(room[..size], value, signed);
        return size;
    }
}
