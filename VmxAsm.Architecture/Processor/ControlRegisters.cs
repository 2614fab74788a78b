namespace VmxAsm.Architecture.Processor;

/// <summary>CR0 (SDM volume 3, "Control Registers").</summary>
public static class Cr0
{
#pragma warning disable format
    public const ulong PE         = 1UL << 0;
    public const ulong MP         = 1UL << 1;
    public const ulong EM         = 1UL << 2;
    public const ulong TS         = 1UL << 3;
    public const ulong ET         = 1UL << 4;
    public const ulong NE         = 1UL << 5;
    public const ulong WP         = 1UL << 16;
    public const ulong AM         = 1UL << 18;
    public const ulong NW         = 1UL << 29;
    public const ulong CD         = 1UL << 30;
    public const ulong PG         = 1UL << 31;

    public static IReadOnlyList<BitField> Fields { get; } =
    [
        new("PE",         0, 1, "protection enable"),
        new("MP",         1, 1, "monitor coprocessor"),
        new("EM",         2, 1, "emulation"),
        new("TS",         3, 1, "task switched"),
        new("ET",         4, 1, "extension type"),
        new("NE",         5, 1, "numeric error"),
        new("WP",        16, 1, "write protect"),
        new("AM",        18, 1, "alignment mask"),
        new("NW",        29, 1, "not write-through"),
        new("CD",        30, 1, "cache disable"),
        new("PG",        31, 1, "paging"),
    ];
#pragma warning restore format
}

/// <summary>CR4 (SDM volume 3, "Control Registers").</summary>
public static class Cr4
{
#pragma warning disable format
    public const ulong VME        = 1UL << 0;
    public const ulong PVI        = 1UL << 1;
    public const ulong TSD        = 1UL << 2;
    public const ulong DE         = 1UL << 3;
    public const ulong PSE        = 1UL << 4;
    public const ulong PAE        = 1UL << 5;
    public const ulong MCE        = 1UL << 6;
    public const ulong PGE        = 1UL << 7;
    public const ulong PCE        = 1UL << 8;
    public const ulong OSFXSR     = 1UL << 9;
    public const ulong OSXMMEXCPT = 1UL << 10;
    public const ulong UMIP       = 1UL << 11;
    public const ulong LA57       = 1UL << 12;
    public const ulong VMXE       = 1UL << 13;
    public const ulong SMXE       = 1UL << 14;
    public const ulong FSGSBASE   = 1UL << 16;
    public const ulong PCIDE      = 1UL << 17;
    public const ulong OSXSAVE    = 1UL << 18;
    public const ulong KL         = 1UL << 19;
    public const ulong SMEP       = 1UL << 20;
    public const ulong SMAP       = 1UL << 21;
    public const ulong PKE        = 1UL << 22;
    public const ulong CET        = 1UL << 23;
    public const ulong PKS        = 1UL << 24;

    public static IReadOnlyList<BitField> Fields { get; } =
    [
        new("VME",        0, 1, "virtual-8086 mode extensions"),
        new("PVI",        1, 1, "protected-mode virtual interrupts"),
        new("TSD",        2, 1, "time stamp disable"),
        new("DE",         3, 1, "debugging extensions"),
        new("PSE",        4, 1, "page size extensions"),
        new("PAE",        5, 1, "physical address extension"),
        new("MCE",        6, 1, "machine-check enable"),
        new("PGE",        7, 1, "page global enable"),
        new("PCE",        8, 1, "performance-monitoring counter enable"),
        new("OSFXSR",     9, 1, "FXSAVE and FXRSTOR, and SSE"),
        new("OSXMMEXCPT",10, 1, "unmasked SIMD floating-point exceptions"),
        new("UMIP",      11, 1, "user-mode instruction prevention"),
        new("LA57",      12, 1, "57-bit linear addresses"),
        new("VMXE",      13, 1, "VMX enable"),
        new("SMXE",      14, 1, "SMX enable"),
        new("FSGSBASE",  16, 1, "RDFSBASE and its like"),
        new("PCIDE",     17, 1, "process-context identifiers"),
        new("OSXSAVE",   18, 1, "XSAVE and extended processor states"),
        new("KL",        19, 1, "key locker"),
        new("SMEP",      20, 1, "supervisor-mode execution prevention"),
        new("SMAP",      21, 1, "supervisor-mode access prevention"),
        new("PKE",       22, 1, "protection keys for user-mode pages"),
        new("CET",       23, 1, "control-flow enforcement technology"),
        new("PKS",       24, 1, "protection keys for supervisor-mode pages"),
    ];
#pragma warning restore format
}

/// <summary>IA32_EFER (SDM volume 3, "Extended Feature Enable Register").</summary>
public static class Efer
{
#pragma warning disable format
    public const ulong SCE        = 1UL << 0;
    public const ulong LME        = 1UL << 8;
    public const ulong LMA        = 1UL << 10;
    public const ulong NXE        = 1UL << 11;

    public static IReadOnlyList<BitField> Fields { get; } =
    [
        new("SCE",        0, 1, "SYSCALL enable"),
        new("LME",        8, 1, "IA-32e mode enable"),
        new("LMA",       10, 1, "IA-32e mode active"),
        new("NXE",       11, 1, "execute-disable bit enable"),
    ];
#pragma warning restore format
}
