namespace VmxAsm.Architecture.Processor;

/// <summary>IA32_DEBUGCTL (SDM volume 3, "IA32_DEBUGCTL MSR").</summary>
public static class Debugctl
{
#pragma warning disable format
    public const ulong LBR                = 1UL << 0;
    public const ulong BTF                = 1UL << 1;
    public const ulong TR                 = 1UL << 6;
    public const ulong BTS                = 1UL << 7;
    public const ulong BTINT              = 1UL << 8;
    public const ulong BtsOffOs           = 1UL << 9;
    public const ulong BtsOffUsr          = 1UL << 10;
    public const ulong FreezeLbrsOnPmi    = 1UL << 11;
    public const ulong FreezePerfmonOnPmi = 1UL << 12;
    public const ulong EnableUncorePmi    = 1UL << 13;
    public const ulong FreezeWhileSmm     = 1UL << 14;
    public const ulong RTM                = 1UL << 15;

    public static IReadOnlyList<BitField> Fields { get; } =
    [
        new("LBR",                    0, 1, "last-branch recording"),
        new("BTF",                    1, 1, "single-step on branches"),
        new("TR",                     6, 1, "trace messages"),
        new("BTS",                    7, 1, "branch trace store"),
        new("BTINT",                  8, 1, "interrupt on full branch trace store"),
        new("BTS_OFF_OS",             9, 1, "no branch trace at CPL 0"),
        new("BTS_OFF_USR",           10, 1, "no branch trace above CPL 0"),
        new("FREEZE_LBRS_ON_PMI",    11, 1, "freeze last-branch records"),
        new("FREEZE_PERFMON_ON_PMI", 12, 1, "freeze counters"),
        new("ENABLE_UNCORE_PMI",     13, 1, "uncore interrupts"),
        new("FREEZE_WHILE_SMM",      14, 1, "freeze in SMM"),
        new("RTM",                   15, 1, "debugging of transactional regions"),
    ];
#pragma warning restore format
}
