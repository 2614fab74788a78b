using Iced.Intel;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>A part of the instruction set that is sampled together.</summary>
/// <param name="Features">An instruction belongs to the family when all features that it needs do.</param>
internal sealed record InstructionFamily(HashSet<CpuidFeature> Features)
{
    public static readonly InstructionFamily Integer = new(
    [
        CpuidFeature.INTEL8086, CpuidFeature.INTEL186, CpuidFeature.INTEL286, CpuidFeature.INTEL386, CpuidFeature.INTEL486, CpuidFeature.X64, CpuidFeature.CMOV,
        CpuidFeature.CX8, CpuidFeature.CMPXCHG16B, CpuidFeature.MOVBE, CpuidFeature.BMI1, CpuidFeature.BMI2, CpuidFeature.POPCNT, CpuidFeature.LZCNT,
        CpuidFeature.ADX, CpuidFeature.MULTIBYTENOP,
    ]);

    public static readonly InstructionFamily Vectors = new(
    [
        CpuidFeature.FPU, CpuidFeature.FPU287, CpuidFeature.FPU387, CpuidFeature.MMX, CpuidFeature.SSE, CpuidFeature.SSE2, CpuidFeature.SSE3, CpuidFeature.SSSE3,
        CpuidFeature.SSE4_1, CpuidFeature.SSE4_2, CpuidFeature.AES, CpuidFeature.PCLMULQDQ,
    ]);
}
