using VmxAsm.Architecture.Processor;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>
/// Hundreds of virtual machines, each a valid one with one to three fields changed at random, must end in our machine as they do in Bochs: same VM-instruction error, or
/// the same VM exits with the same qualification, interruption information, IDT-vectoring information, instruction length and
/// information, and guest state.
/// </summary>
public sealed class VmxAgainstBochsTests(ITestOutputHelper output)
{
    private const int Count = 150, Exhaustive = 1500, PerImage = 300;

    [RequiresToolTheory("bochs")]
    [InlineData("core2")]
    [InlineData("nehalem")]
    [InlineData("haswell")]
    [InlineData("skylake")]
    public void ChangedVmcssBehaveAsInBochs(string cpu)
    {
        int seed = Sampling.Seed(20261123);
        output.WriteLine($"seed {seed} (set VMXASM_SEED for another)");
        VmxSampler sampler = new(CpuModel.Find(cpu)!, seed);
        int count = Sampling.IsExhaustive ? Exhaustive : Count;
        foreach (int[] part in Enumerable.Range(0, count).Chunk(PerImage))
            VmxComparison.Compare([.. part.Select(_ => sampler.Next())], cpu);
    }

    [RequiresToolTheory("bochs")]
    [InlineData("core2")]
    [InlineData("haswell")]
    public void TheSameFieldsExist(string cpu)
    {
        // An edit of a field that does not exist prints its encoding.
        IEnumerable<int> encodings = Architecture.Vmx.VmcsFields.All.Select(row => row.Encoding).Concat([0x0814, 0x2034, 0x2816, 0x482C, 0x4830, 0x6C20, 1, 0x2001]);
        LabTest test = new(LabGuest.Long, LabProgram.Vmcall, [.. encodings.Select(encoding => new LabEdit(LabOperation.Xor, encoding, 0))]);
        VmxComparison.Compare([test], cpu);
    }
}
