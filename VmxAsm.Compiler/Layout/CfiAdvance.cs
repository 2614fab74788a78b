using System.Buffers.Binary;

namespace VmxAsm.Compiler.Layout;

/// <summary>
/// DW_CFA_advance_loc and its longer forms (DWARF 5, "Call Frame Instructions"): the distance in code since the last row of the table.
/// The code alignment factor of x86 is 1.
/// </summary>
internal static class CfiAdvance
{
    public static int SizeOf(long distance) => distance switch
    {
        0 => 0,
        > 0 and < 0x40 => 1,
        > 0 and < 0x100 => 2,
        > 0 and < 0x10000 => 3,
        _ => 5,
    };

    public static void Write(Span<byte> room, long distance)
    {
        switch (room.Length)
        {
            case 1:
                room[0] = (byte)(0x40 | (int)distance);
                break;
            case 2:
                room[0] = 2;
                room[1] = (byte)distance;
                break;
            case 3:
                room[0] = 3;
                BinaryPrimitives.WriteUInt16LittleEndian(room[1..], (ushort)distance);
                break;
            case 5:
                room[0] = 4;
                BinaryPrimitives.WriteUInt32LittleEndian(room[1..], (uint)distance);
                break;
        }
    }
}
