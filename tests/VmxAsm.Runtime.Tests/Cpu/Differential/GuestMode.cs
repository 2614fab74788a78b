namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>A mode of the processor that sampled instructions run in.</summary>
/// <param name="Bits">Operand and address size of the code segment.</param>
/// <param name="KernelBits">32 or 64: instructions run at level 3 and a kernel of that size takes their faults; 0: they run at level 0.</param>
internal sealed record GuestMode(string Name, int Bits, int KernelBits)
{
    public static readonly GuestMode Real = new("real mode", 16, 0);
    public static readonly GuestMode Virtual8086 = new("virtual-8086 mode", 16, 32) { IsVirtual8086 = true };
    public static readonly GuestMode Protected16 = new("16-bit protected mode", 16, 32);
    public static readonly GuestMode Protected32 = new("32-bit protected mode", 32, 0);
    public static readonly GuestMode User32 = new("32-bit protected mode, level 3, PAE", 32, 32) { IsPaged = true };
    public static readonly GuestMode Compatibility32 = new("compatibility mode", 32, 64) { IsPaged = true };
    public static readonly GuestMode Compatibility16 = new("16-bit compatibility mode", 16, 64) { IsPaged = true };
    public static readonly GuestMode Long = new("64-bit mode", 64, 0) { IsPaged = true };
    public static readonly GuestMode User64 = new("64-bit mode, level 3", 64, 64) { IsPaged = true };

    public static readonly GuestMode[] All = [Real, Virtual8086, Protected16, Protected32, User32, Compatibility32, Compatibility16, Long, User64];

    public static GuestMode Of(string name) => All.Single(mode => mode.Name == name);

    public bool IsVirtual8086 { get; private init; }

    public bool IsPaged { get; private init; }

    public bool IsLong => Bits == 64 || KernelBits == 64;

    public bool HasRealSegments => this == Real || IsVirtual8086;
}
