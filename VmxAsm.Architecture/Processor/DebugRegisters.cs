namespace VmxAsm.Architecture.Processor;

/// <summary>DR7 (SDM volume 3, "Debug Control Register (DR7)"). Bit 10 is always 1.</summary>
public static class Dr7
{
#pragma warning disable format
    public const ulong L0         = 1UL << 0;
    public const ulong G0         = 1UL << 1;
    public const ulong L1         = 1UL << 2;
    public const ulong G1         = 1UL << 3;
    public const ulong L2         = 1UL << 4;
    public const ulong G2         = 1UL << 5;
    public const ulong L3         = 1UL << 6;
    public const ulong G3         = 1UL << 7;
    public const ulong LE         = 1UL << 8;
    public const ulong GE         = 1UL << 9;
    public const ulong RTM        = 1UL << 11;
    public const ulong GD         = 1UL << 13;
    public const ulong RW0        = 3UL << 16;
    public const ulong LEN0       = 3UL << 18;
    public const ulong RW1        = 3UL << 20;
    public const ulong LEN1       = 3UL << 22;
    public const ulong RW2        = 3UL << 24;
    public const ulong LEN2       = 3UL << 26;
    public const ulong RW3        = 3UL << 28;
    public const ulong LEN3       = 3UL << 30;

    public static IReadOnlyList<BitField> Fields { get; } =
    [
        new("L0",         0, 1, "breakpoint 0, this task"),
        new("G0",         1, 1, "breakpoint 0, all tasks"),
        new("L1",         2, 1, "breakpoint 1, this task"),
        new("G1",         3, 1, "breakpoint 1, all tasks"),
        new("L2",         4, 1, "breakpoint 2, this task"),
        new("G2",         5, 1, "breakpoint 2, all tasks"),
        new("L3",         6, 1, "breakpoint 3, this task"),
        new("G3",         7, 1, "breakpoint 3, all tasks"),
        new("LE",         8, 1, "exact breakpoints, this task"),
        new("GE",         9, 1, "exact breakpoints, all tasks"),
        new("RTM",       11, 1, "debugging of transactional regions"),
        new("GD",        13, 1, "debug-register protection"),
        new("RW0",       16, 2, "condition of breakpoint 0"),
        new("LEN0",      18, 2, "length of breakpoint 0"),
        new("RW1",       20, 2, "condition of breakpoint 1"),
        new("LEN1",      22, 2, "length of breakpoint 1"),
        new("RW2",       24, 2, "condition of breakpoint 2"),
        new("LEN2",      26, 2, "length of breakpoint 2"),
        new("RW3",       28, 2, "condition of breakpoint 3"),
        new("LEN3",      30, 2, "length of breakpoint 3"),
    ];
#pragma warning restore format
}
