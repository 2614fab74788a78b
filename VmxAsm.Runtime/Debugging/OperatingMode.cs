using VmxAsm.Runtime.Cpu;

namespace VmxAsm.Runtime.Debugging;

/// <summary>The modes that a breakpoint or a trace can be asked for by name.</summary>
internal enum OperatingMode
{
    Real,
    Virtual8086,
    Protected16,
    Protected32,
    Compatibility,
    Long,
}

/// <summary>The names of the modes on the command line.</summary>
internal static class OperatingModes
{
    /// <summary>What names select; <c>protected</c> is both sizes, <c>guest</c> and <c>host</c> are VMX non-root operation and everything else.</summary>
    private static readonly (string Name, Func<Processor, bool> Selects)[] Rows =
    [
        ("real", cpu => Of(cpu) == OperatingMode.Real),
        ("vm86", cpu => Of(cpu) == OperatingMode.Virtual8086),
        ("protected16", cpu => Of(cpu) == OperatingMode.Protected16),
        ("protected32", cpu => Of(cpu) == OperatingMode.Protected32),
        ("protected", cpu => Of(cpu) is OperatingMode.Protected16 or OperatingMode.Protected32),
        ("compatibility", cpu => Of(cpu) == OperatingMode.Compatibility),
        ("long", cpu => Of(cpu) == OperatingMode.Long),
        ("user", cpu => cpu.IsProtected && cpu.Cpl == 3),
        ("guest", cpu => cpu.NonRoot),
        ("host", cpu => !cpu.NonRoot),
    ];

    /// <summary>For messages.</summary>
    public static string Names { get; } = string.Join(", ", Rows.Select(row => row.Name));

    public static OperatingMode Of(Processor cpu) =>
        cpu.IsRealMode ? OperatingMode.Real
        : cpu.IsVirtual8086 ? OperatingMode.Virtual8086
        : cpu.Is64BitCode ? OperatingMode.Long
        : cpu.IsLongMode ? OperatingMode.Compatibility
        : cpu.CodeSize == 4 ? OperatingMode.Protected32 : OperatingMode.Protected16;

    /// <summary>What a name selects; null when it is none.</summary>
    public static Func<Processor, bool>? Find(string name) => Rows.FirstOrDefault(row => row.Name == name).Selects;
}
