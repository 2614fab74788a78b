using VmxAsm.Architecture.Processor;
using Xunit;

namespace VmxAsm.Architecture.Tests.Processor;

public sealed class CpuModelTests
{
    [Fact]
    public void FeaturesFollowFromCpuid()
    {
        Assert.All(CpuModels.All, model => Assert.True(model.Has(CpuFeature.Vmx) && model.Has(CpuFeature.LongMode) && model.Has(CpuFeature.Syscall)));
        Assert.False(CpuModels.Core2.Has(CpuFeature.Rdtscp));
        Assert.True(CpuModels.Haswell.Has(CpuFeature.Avx2));
        Assert.True(CpuModels.Skylake.Has(CpuFeature.Xsaves));
        Assert.Equal((40, 48), (CpuModels.Core2.PhysicalAddressBits, CpuModels.Core2.LinearAddressBits));
    }

    [Fact]
    public void CpuidAnswersBeyondItsLeavesLikeTheHighestBasicOne()
    {
        Assert.Equal(CpuModels.Nehalem.Cpuid(0x0B, 0), CpuModels.Nehalem.Cpuid(0x20, 0));
        Assert.Equal(CpuModels.Nehalem.Cpuid(0x0B, 0), CpuModels.Nehalem.Cpuid(0x8000_0020, 0));
        Assert.Equal(CpuModels.Core2.Cpuid(1, 0), CpuModels.Core2.Cpuid(1, 7));
        Assert.Equal(0u, CpuModels.Core2.Cpuid(4, 9).Eax);
    }

    [Fact]
    public void MsrsKnowTheirModelsAndValues()
    {
        Assert.Null(Msrs.Find((uint)Msr.Ia32VmxVmfunc, CpuModels.Nehalem));
        Assert.NotNull(Msrs.Find((uint)Msr.Ia32VmxVmfunc, CpuModels.Haswell));
        Assert.Null(Msrs.Find((uint)Msr.Ia32TscAux, CpuModels.Core2));
        Assert.Equal(0x00D8_1000_0000_002Bul, Msrs.ResetValue(Msrs.Find("IA32_VMX_BASIC")!, CpuModels.Core2));
        Assert.True(Msrs.Find("IA32_PAT")!.Accepts(0x0007_0406_0007_0406, CpuModels.Core2));
        Assert.False(Msrs.Find("IA32_PAT")!.Accepts(2, CpuModels.Core2));
        Assert.False(Msrs.Find("IA32_EFER")!.Accepts(2, CpuModels.Core2));
        Assert.False(Msrs.Find("IA32_SYSENTER_EIP")!.Accepts(0x8000_0000_0000, CpuModels.Core2));
        Assert.True(Msrs.Find("IA32_APIC_BASE")!.Accepts(0xFEE0_0900, CpuModels.Core2));
        Assert.False(Msrs.Find("IA32_APIC_BASE")!.Accepts(1UL << 45, CpuModels.Core2));
    }

    [Theory]
    [InlineData(0x7FFF_FFFF_FFFFul, true)]
    [InlineData(0x8000_0000_0000ul, false)]
    [InlineData(0xFFFF_8000_0000_0000ul, true)]
    [InlineData(0xFFFF_0000_0000_0000ul, false)]
    public void CanonicalAddressesRepeatBit47(ulong address, bool canonical) => Assert.Equal(canonical, LinearAddress.IsCanonical(address));
}
