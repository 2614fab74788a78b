namespace VmxAsm.Architecture.Segmentation;

/// <summary>
/// Types of system descriptors (S = 0); SDM volume 3, "System Descriptor Types". In IA-32e mode the 32-bit types mean 64 bits.
/// </summary>
public enum SystemSegmentType
{
    AvailableTss16 = 1,
    Ldt = 2,
    BusyTss16 = 3,
    CallGate16 = 4,
    TaskGate = 5,
    InterruptGate16 = 6,
    TrapGate16 = 7,
    AvailableTss = 9,
    BusyTss = 11,
    CallGate = 12,
    InterruptGate = 14,
    TrapGate = 15,
}

internal static class SystemSegments
{
    public static string Describe(SystemSegmentType type) => type switch
    {
        SystemSegmentType.AvailableTss16 => "16-bit TSS, available",
        SystemSegmentType.Ldt => "LDT",
        SystemSegmentType.BusyTss16 => "16-bit TSS, busy",
        SystemSegmentType.CallGate16 => "16-bit call gate",
        SystemSegmentType.TaskGate => "task gate",
        SystemSegmentType.InterruptGate16 => "16-bit interrupt gate",
        SystemSegmentType.TrapGate16 => "16-bit trap gate",
        SystemSegmentType.AvailableTss => "32/64-bit TSS, available",
        SystemSegmentType.BusyTss => "32/64-bit TSS, busy",
        SystemSegmentType.CallGate => "32/64-bit call gate",
        SystemSegmentType.InterruptGate => "32/64-bit interrupt gate",
        SystemSegmentType.TrapGate => "32/64-bit trap gate",
        _ => $"reserved system type {(int)type}",
    };
}
