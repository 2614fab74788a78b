using VmxAsm.Architecture.Segmentation;

namespace VmxAsm.Compiler.Directives.Structures.Descriptors;

internal enum DescriptorFamily
{
    Code,
    Data,
    Ldt,
    Tss,
    CallGate,
    TaskGate,
}

/// <summary>A word that <c>.descriptor</c> takes for a type.</summary>
/// <param name="Bits">16, 32 or 64; 64-bit system descriptors take two entries of the table.</param>
/// <param name="Rights">Access rights without DPL and attributes: type, S, P, L and D/B.</param>
internal sealed record DescriptorKind(string Word, DescriptorFamily Family, int Bits, uint Rights)
{
    public bool IsGate => Family is DescriptorFamily.CallGate or DescriptorFamily.TaskGate;

    /// <summary>Bytes in the table.</summary>
    public int Size => Bits == 64 && Family is not (DescriptorFamily.Code or DescriptorFamily.Data) ? 16 : 8;

    private const uint Code = AccessRights.PresentBit | AccessRights.CodeOrDataBit | AccessRights.CodeBit;
    private const uint Data = AccessRights.PresentBit | AccessRights.CodeOrDataBit;
    private const uint System = AccessRights.PresentBit;

#pragma warning disable format
    public static IReadOnlyList<DescriptorKind> All { get; } =
    [
        new("code16",      DescriptorFamily.Code,     16, Code),
        new("code32",      DescriptorFamily.Code,     32, Code | AccessRights.DefaultBigBit),
        new("code64",      DescriptorFamily.Code,     64, Code | AccessRights.LongBit),
        new("data16",      DescriptorFamily.Data,     16, Data),
        new("data32",      DescriptorFamily.Data,     32, Data | AccessRights.DefaultBigBit),
        new("data64",      DescriptorFamily.Data,     64, Data | AccessRights.DefaultBigBit),
        new("ldt",         DescriptorFamily.Ldt,      32, System | (uint)SystemSegmentType.Ldt),
        new("ldt64",       DescriptorFamily.Ldt,      64, System | (uint)SystemSegmentType.Ldt),
        new("tss16",       DescriptorFamily.Tss,      16, System | (uint)SystemSegmentType.AvailableTss16),
        new("tss32",       DescriptorFamily.Tss,      32, System | (uint)SystemSegmentType.AvailableTss),
        new("tss64",       DescriptorFamily.Tss,      64, System | (uint)SystemSegmentType.AvailableTss),
        new("call_gate16", DescriptorFamily.CallGate, 16, System | (uint)SystemSegmentType.CallGate16),
        new("call_gate32", DescriptorFamily.CallGate, 32, System | (uint)SystemSegmentType.CallGate),
        new("call_gate64", DescriptorFamily.CallGate, 64, System | (uint)SystemSegmentType.CallGate),
        new("task_gate",   DescriptorFamily.TaskGate, 32, System | (uint)SystemSegmentType.TaskGate),
    ];
#pragma warning restore format

    public static IReadOnlyList<string> Words { get; } = [.. All.Select(kind => kind.Word)];

    public static DescriptorKind? Find(string word) => All.FirstOrDefault(kind => kind.Word == word);
}
