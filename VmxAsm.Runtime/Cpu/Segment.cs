using System.Runtime.CompilerServices;

namespace VmxAsm.Runtime.Cpu;

/// <summary>Segment registers in the order of the instruction encoding and of the VMCS fields.</summary>
public enum SegmentRegister : byte
{
    Es,
    Cs,
    Ss,
    Ds,
    Fs,
    Gs,
    Ldtr,
    Tr,
}

/// <summary>
/// A segment register with its hidden part, the descriptor cache ("Segment Registers" in the manual's "Protected-Mode Memory Management").
/// Access rights have the layout of the VMCS fields: type 3:0, S 4, DPL 6:5, P 7, AVL 12, L 13, D/B 14, G 15, unusable 16.
/// </summary>
internal struct Segment
{
    public const uint Accessed = 1, Writable = 2, Readable = 2, ExpandDown = 4, Conforming = 4, Code = 8;
    public const uint NonSystem = 1 << 4, Present = 1 << 7, Long = 1 << 13, Big = 1 << 14, Granular = 1 << 15, Unusable = 1 << 16;

    /// <summary>First linear address. In 64-bit mode zero for ES, CS, SS and DS whatever was loaded.</summary>
    public ulong Base;

    /// <summary>
    /// The fast check: an access of n bytes at an offset is good when offset + n - 1 is below this. Derived from
    /// <see cref="Limit"/>, <see cref="AccessRights"/> and the mode by <see cref="Processor.UpdateSegmentAccess"/>; what it refuses is looked at in full.
    /// </summary>
    public ulong ReadEnd;

    /// <inheritdoc cref="ReadEnd"/>
    public ulong WriteEnd;

    /// <summary>Last byte of the segment, with granularity applied.</summary>
    public uint Limit;
    public uint AccessRights;
    public ushort Selector;

    /// <summary>The base as loaded; <see cref="Base"/> differs from it in 64-bit mode only.</summary>
    public ulong LoadedBase;

    public readonly uint Type => AccessRights & 15;
    public readonly int Dpl => (int)(AccessRights >> 5) & 3;
    public readonly bool IsUsable => (AccessRights & Unusable) == 0;
    public readonly bool IsBig => (AccessRights & Big) != 0;
    public readonly bool IsLong => (AccessRights & Long) != 0;
    public readonly bool IsCode => (AccessRights & Code) != 0;
    public readonly bool IsConforming => (AccessRights & (Code | Conforming)) == (Code | Conforming);
    public readonly bool IsPresent => (AccessRights & Present) != 0;
}

/// <summary>The segment caches: ES, CS, SS, DS, FS, GS, LDTR, TR.</summary>
[InlineArray(8)]
internal struct SegmentFile
{
    private Segment _first;
}

/// <summary>GDTR or IDTR.</summary>
internal struct TableRegister
{
    public ulong Base;
    public ushort Limit;
}
