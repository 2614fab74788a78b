namespace VmxAsm.Architecture.Segmentation;

/// <summary>
/// A call, interrupt, trap or task gate: 8 bytes, or 16 in IA-32e mode (SDM volume 3, "Call Gates", "IDT Descriptors",
/// "64-Bit Mode IDT"). The offset of a task gate is not used.
/// </summary>
/// <param name="Offset">Where control goes in the target segment; 16, 32 or 64 bits by the gate's type and mode.</param>
/// <param name="Count">Words (or doublewords) that a call gate copies to the new stack, 0 to 31.</param>
/// <param name="Ist">Index into the interrupt stack table, 0 to 7; IA-32e mode only.</param>
public readonly record struct GateDescriptor(
    ulong Offset, ushort Selector, SystemSegmentType Type, int Dpl, bool Present = true, int Count = 0, int Ist = 0)
{
    /// <summary>The first 8 bytes.</summary>
    public ulong Low => Offset & 0xFFFF
        | (ulong)Selector << 16
        | (ulong)(uint)(Count & 0x1F | Ist & 7) << 32
        | (ulong)((uint)Type | (uint)(Dpl & 3) << 5 | (Present ? 0x80u : 0)) << 40
        | (Offset >> 16 & 0xFFFF) << 48;

    /// <summary>The second 8 bytes in IA-32e mode.</summary>
    public ulong High => Offset >> 32;

    /// <summary>Reads a gate of 8 bytes, or of 16 with <paramref name="ia32e"/>.</summary>
    public static GateDescriptor Decode(ulong low, ulong high, bool ia32e)
    {
        SystemSegmentType type = (SystemSegmentType)(low >> 40 & 0xF);
        bool offset16 = type is SystemSegmentType.CallGate16 or SystemSegmentType.InterruptGate16 or SystemSegmentType.TrapGate16;
        ulong offset = low & 0xFFFF | (offset16 ? 0 : (low >> 48) << 16) | (ia32e ? high << 32 : 0);
        return new(
            offset,
            (ushort)(low >> 16),
            type,
            (int)(low >> 45) & 3,
            (low >> 47 & 1) != 0,
            ia32e ? 0 : (int)(low >> 32) & 0x1F,
            ia32e ? (int)(low >> 32) & 7 : 0);
    }
}
