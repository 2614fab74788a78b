namespace VmxAsm.Architecture.Processor;

/// <summary>RFLAGS (SDM volume 1, "EFLAGS Register"). Bit 1 is always 1; the bits without a name are always 0.</summary>
public static class Rflags
{
    /// <summary>Bit 1, which always reads as 1.</summary>
    public const ulong AlwaysOne = 1UL << 1;

#pragma warning disable format
    public const ulong CF         = 1UL << 0;
    public const ulong PF         = 1UL << 2;
    public const ulong AF         = 1UL << 4;
    public const ulong ZF         = 1UL << 6;
    public const ulong SF         = 1UL << 7;
    public const ulong TF         = 1UL << 8;
    public const ulong IF         = 1UL << 9;
    public const ulong DF         = 1UL << 10;
    public const ulong OF         = 1UL << 11;
    public const ulong IOPL       = 3UL << 12;
    public const ulong NT         = 1UL << 14;
    public const ulong RF         = 1UL << 16;
    public const ulong VM         = 1UL << 17;
    public const ulong AC         = 1UL << 18;
    public const ulong VIF        = 1UL << 19;
    public const ulong VIP        = 1UL << 20;
    public const ulong ID         = 1UL << 21;

    public static IReadOnlyList<BitField> Fields { get; } =
    [
        new("CF",         0, 1, "carry"),
        new("PF",         2, 1, "parity"),
        new("AF",         4, 1, "auxiliary carry"),
        new("ZF",         6, 1, "zero"),
        new("SF",         7, 1, "sign"),
        new("TF",         8, 1, "trap"),
        new("IF",         9, 1, "interrupt enable"),
        new("DF",        10, 1, "direction"),
        new("OF",        11, 1, "overflow"),
        new("IOPL",      12, 2, "I/O privilege level"),
        new("NT",        14, 1, "nested task"),
        new("RF",        16, 1, "resume"),
        new("VM",        17, 1, "virtual-8086 mode"),
        new("AC",        18, 1, "alignment check, access control"),
        new("VIF",       19, 1, "virtual interrupt flag"),
        new("VIP",       20, 1, "virtual interrupt pending"),
        new("ID",        21, 1, "CPUID is there"),
    ];
#pragma warning restore format
}
