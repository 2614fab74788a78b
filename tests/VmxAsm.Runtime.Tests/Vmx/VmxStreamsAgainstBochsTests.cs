using VmxAsm.Architecture.Processor;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>Guests of random bytes, in every mode and under random controls, exit in our machine as they do in Bochs.</summary>
public sealed class VmxStreamsAgainstBochsTests(ITestOutputHelper output)
{
    private const int Count = 100, Exhaustive = 1200, PerImage = 240;

    [RequiresToolTheory("bochs")]
    [InlineData("core2")]
    [InlineData("nehalem")]
    [InlineData("haswell")]
    [InlineData("skylake")]
    public void RandomProgramsExitAsInBochs(string cpu)
    {
        int seed = Sampling.Seed(20261123);
        output.WriteLine($"seed {seed} (set VMXASM_SEED for another)");
        VmxStreamSampler sampler = new(CpuModel.Find(cpu)!, seed);
        foreach (int[] part in Enumerable.Range(0, Sampling.IsExhaustive ? Exhaustive : Count).Chunk(PerImage))
            VmxComparison.Compare([.. VmxLab.Harmless([.. part.Select(_ => sampler.Next())], cpu)], cpu);
    }
}
