namespace VmxAsm.Compiler.Layout;

/// <summary>Little-endian base 128, DWARF's numbers of variable length.</summary>
internal static class Leb128
{
    public static int SizeOf(long value, bool signed)
    {
        int size = 1;
        if (signed)
        {
            for (; value is < -64 or > 63; value >>= 7)
                size++;
        }
        else
        {
            for (ulong rest = (ulong)value; rest > 127; rest >>= 7)
                size++;
        }

        return size;
    }

    /// <summary>Writes a number over the whole room, padded when the room is larger than needed.</summary>
    public static void Write(Span<byte> room, long value, bool signed)
    {
        for (int i = 0; i < room.Length; i++)
        {
            room[i] = (byte)(((int)value & 0x7F) | (i < room.Length - 1 ? 0x80 : 0));
            value = signed ? value >> 7 : (long)((ulong)value >> 7);
        }
    }
}
