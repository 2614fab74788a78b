namespace VmxAsm.Architecture.Segmentation;

/// <summary>
/// An 8-byte segment descriptor. Base and limit lie in pieces because the 80386 had to fit 32-bit ones around the places that the
/// 80286 had given its 24-bit base and 16-bit limit (SDM volume 3, "Segment Descriptors"):
/// <code>
/// 63    56 55      52 51   48 47              40 39               16 15       0
/// base     G DB L AVL limit   P DPL S type       base 23:0           limit
/// 31:24               19:16                                          15:0
/// </code>
/// An LDT or TSS descriptor is 16 bytes long in IA-32e mode; <see cref="High"/> is then its upper half, with bits 63:32 of the base.
/// </summary>
/// <param name="Low">The first 8 bytes.</param>
/// <param name="High">The second 8 bytes of a system descriptor in IA-32e mode, else 0.</param>
public readonly record struct SegmentDescriptor(ulong Low, ulong High = 0)
{
    /// <param name="limit">Offset of the last byte (of the byte below the first, for an expand-down segment).</param>
    /// <param name="rights">
    /// G says whether <paramref name="limit"/> is stored in bytes or, its low 12 bits dropped, in units of 4 KiB.
    /// </param>
    public static SegmentDescriptor Create(ulong baseAddress, uint limit, AccessRights rights)
    {
        uint units = rights.Granularity ? limit >> 12 : limit & 0xF_FFFF;
        ulong low = units & 0xFFFF
            | (baseAddress & 0xFF_FFFF) << 16
            | (ulong)(rights.Value & 0xF0FF) << 40
            | (ulong)(units >> 16) << 48
            | (baseAddress >> 24 & 0xFF) << 56;
        return new(low, baseAddress >> 32);
    }

    public ulong Base => Low >> 16 & 0xFF_FFFF | (Low >> 56) << 24 | High << 32;

    /// <summary>The limit in bytes: the offset of the last byte that is in reach.</summary>
    public uint Limit
    {
        get
        {
            uint units = (uint)(Low & 0xFFFF | Low >> 32 & 0xF_0000);
            return Rights.Granularity ? units << 12 | 0xFFF : units;
        }
    }

    /// <summary>As the VMCS has them; a descriptor is never unusable.</summary>
    public AccessRights Rights => new((uint)(Low >> 40) & 0xF0FF);

    /// <summary>Whether <paramref name="limit"/> can be stored without rounding under the given granularity.</summary>
    public static bool CanEncodeLimit(uint limit, bool granularity) => granularity ? (limit & 0xFFF) == 0xFFF : limit <= 0xF_FFFF;
}
