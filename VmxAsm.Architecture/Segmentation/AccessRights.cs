namespace VmxAsm.Architecture.Segmentation;

/// <summary>
/// The attributes of a segment in the format of the VMCS access-rights fields and of LAR shifted right by 8: bits 55:40 of the
/// descriptor with its limit bits taken out, and the unusable flag on top (SDM volume 3, "Format of Access Rights").
/// </summary>
public readonly record struct AccessRights(uint Value)
{
    public const uint TypeMask = 0xF;
    public const uint AccessedBit = 1 << 0;

    /// <summary>Data: writable. Code: readable.</summary>
    public const uint WritableOrReadableBit = 1 << 1;

    /// <summary>Data: expand down. Code: conforming.</summary>
    public const uint ExpandDownOrConformingBit = 1 << 2;
    public const uint CodeBit = 1 << 3;

    /// <summary>S: code or data (1) or system (0).</summary>
    public const uint CodeOrDataBit = 1 << 4;
    public const int DplShift = 5;
    public const uint PresentBit = 1 << 7;
    public const uint AvailableBit = 1 << 12;
    public const uint LongBit = 1 << 13;
    public const uint DefaultBigBit = 1 << 14;
    public const uint GranularityBit = 1 << 15;
    public const uint UnusableBit = 1 << 16;

    /// <summary>Bits 31:17 and 11:8, which must be 0.</summary>
    public const uint ReservedBits = 0xFFFE_0F00;

    /// <summary>What every segment register holds in virtual-8086 mode: a present, accessed, writable data segment with DPL 3.</summary>
    public const uint Virtual8086 = 0xF3;

    public static IReadOnlyList<BitField> Fields { get; } =
    [
        new("TYPE", 0, 4, "segment type"),
        new("S", 4, 1, "code or data, not system"),
        new("DPL", 5, 2, "descriptor privilege level"),
        new("P", 7, 1, "present"),
        new("AVL", 12, 1, "for software"),
        new("L", 13, 1, "64-bit code"),
        new("DB", 14, 1, "32-bit default operand size or stack pointer"),
        new("G", 15, 1, "limit in units of 4 KiB"),
        new("UNUSABLE", 16, 1, "not loaded"),
    ];

    public int Type => (int)(Value & TypeMask);
    public bool IsCodeOrData => (Value & CodeOrDataBit) != 0;
    public bool IsCode => (Value & (CodeOrDataBit | CodeBit)) == (CodeOrDataBit | CodeBit);
    public bool IsData => (Value & (CodeOrDataBit | CodeBit)) == CodeOrDataBit;
    public bool IsAccessed => (Value & AccessedBit) != 0;
    public bool IsWritableOrReadable => (Value & WritableOrReadableBit) != 0;
    public bool IsExpandDownOrConforming => (Value & ExpandDownOrConformingBit) != 0;
    public int Dpl => (int)(Value >> DplShift) & 3;
    public bool Present => (Value & PresentBit) != 0;
    public bool Long => (Value & LongBit) != 0;
    public bool DefaultBig => (Value & DefaultBigBit) != 0;
    public bool Granularity => (Value & GranularityBit) != 0;
    public bool Unusable => (Value & UnusableBit) != 0;

    /// <summary>The type in words: <c>code, readable, accessed</c>, <c>32-bit TSS, busy</c>.</summary>
    public string TypeName => IsCodeOrData
        ? (IsCode ? "code" : "data")
            + (IsWritableOrReadable ? IsCode ? ", readable" : ", writable" : IsCode ? ", execute-only" : ", read-only")
            + (IsExpandDownOrConforming ? IsCode ? ", conforming" : ", expand-down" : "")
            + (IsAccessed ? ", accessed" : "")
        : SystemSegments.Describe((SystemSegmentType)Type);

    public override string ToString() => Unusable ? "unusable" : BitFields.Describe(Fields, Value);
}
