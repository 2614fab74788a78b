using VmxAsm.Architecture.Processor;
using Required = Iced.Intel.CpuidFeature;

namespace VmxAsm.Runtime.Decode;

/// <summary>Iced's names of what an instruction needs, in ours. A name that is not here belongs to processors that we have no model of.</summary>
internal static class FeatureNames
{
    private static readonly Required[] Always =
    [
        Required.INTEL8086, Required.INTEL186, Required.INTEL286, Required.INTEL386, Required.INTEL486, Required.X64, Required.CPUID,
        Required.MULTIBYTENOP, Required.PAUSE, Required.RDPMC, Required.FPU, Required.FPU287, Required.FPU387, Required.SMM,
        Required.PREFETCHW, Required.INVEPT, Required.INVVPID,
    ];

#pragma warning disable format
    private static readonly (Required Name, CpuFeature Feature)[] Rows =
    [
        (Required.TSC,         CpuFeature.Tsc),
        (Required.MSR,         CpuFeature.Msr),
        (Required.CX8,         CpuFeature.Cmpxchg8b),
        (Required.SEP,         CpuFeature.Sysenter),
        (Required.CMOV,        CpuFeature.Cmov),
        (Required.CLFSH,       CpuFeature.Clflush),
        (Required.MMX,         CpuFeature.Mmx),
        (Required.FXSR,        CpuFeature.Fxsr),
        (Required.SSE,         CpuFeature.Sse),
        (Required.SSE2,        CpuFeature.Sse2),
        (Required.SSE3,        CpuFeature.Sse3),
        (Required.SSSE3,       CpuFeature.Ssse3),
        (Required.SSE4_1,      CpuFeature.Sse41),
        (Required.SSE4_2,      CpuFeature.Sse42),
        (Required.PCLMULQDQ,   CpuFeature.Pclmulqdq),
        (Required.AES,         CpuFeature.Aes),
        (Required.MONITOR,     CpuFeature.Monitor),
        (Required.VMX,         CpuFeature.Vmx),
        (Required.SMX,         CpuFeature.Smx),
        (Required.FMA,         CpuFeature.Fma),
        (Required.CMPXCHG16B,  CpuFeature.Cmpxchg16b),
        (Required.MOVBE,       CpuFeature.Movbe),
        (Required.POPCNT,      CpuFeature.Popcnt),
        (Required.XSAVE,       CpuFeature.Xsave),
        (Required.XSAVEOPT,    CpuFeature.Xsaveopt),
        (Required.XSAVEC,      CpuFeature.Xsavec),
        (Required.XSAVES,      CpuFeature.Xsaves),
        (Required.AVX,         CpuFeature.Avx),
        (Required.AVX2,        CpuFeature.Avx2),
        (Required.F16C,        CpuFeature.F16c),
        (Required.RDRAND,      CpuFeature.Rdrand),
        (Required.RDSEED,      CpuFeature.Rdseed),
        (Required.FSGSBASE,    CpuFeature.FsGsBase),
        (Required.BMI1,        CpuFeature.Bmi1),
        (Required.BMI2,        CpuFeature.Bmi2),
        (Required.LZCNT,       CpuFeature.Lzcnt),
        (Required.ADX,         CpuFeature.Adx),
        (Required.INVPCID,     CpuFeature.Invpcid),
        (Required.RTM,         CpuFeature.Rtm),
        (Required.HLE_or_RTM,  CpuFeature.Rtm),
        (Required.MPX,         CpuFeature.Mpx),
        (Required.SMAP,        CpuFeature.Smap),
        (Required.CLFLUSHOPT,  CpuFeature.Clflushopt),
        (Required.CLWB,        CpuFeature.Clwb),
        (Required.PKU,         CpuFeature.Pku),
        (Required.SYSCALL,     CpuFeature.Syscall),
        (Required.RDTSCP,      CpuFeature.Rdtscp),
    ];
#pragma warning restore format

    /// <summary>By Iced's number: true for what the model does not have.</summary>
    public static bool[] MissingOn(CpuModel model)
    {
        var missing = new bool[256];
        Array.Fill(missing, true);
        foreach (Required name in Always)
            missing[(int)name] = false;
        foreach ((Required name, CpuFeature feature) in Rows)
            missing[(int)name] = !model.Has(feature);
        return missing;
    }
}
