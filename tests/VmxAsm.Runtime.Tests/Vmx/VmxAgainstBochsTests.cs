using VmxAsm.Architecture.Processor;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>
/// Hundreds of virtual machines, each a valid one with a field or two changed at random, must end in our machine as they do in Bochs: same VM-instruction error, or
/// the same VM exits with the same qualification, interruption information, IDT-vectoring information, instruction length and
/// information, and guest state.
/// </summary>
public sealed class VmxAgainstBochsTests(ITestOutputHelper output)
{
    private const int Count = 150;

    [RequiresToolTheory("bochs")]
    [InlineData("core2")]
    [InlineData("nehalem")]
    [InlineData("haswell")]
    [InlineData("skylake")]
    public void ChangedVmcssBehaveAsInBochs(string cpu)
    {
        int seed = Environment.GetEnvironmentVariable("VMXASM_SEED") is { } given ? int.Parse(given) : 20260729;
        output.WriteLine($"seed {seed} (set VMXASM_SEED for another)");
        VmxSampler sampler = new(CpuModel.Find(cpu)!, seed);
        LabTest[] tests = [.. Enumerable.Range(0, Count).Select(_ => sampler.Next())];
        Compare(tests, cpu);
    }

    [RequiresToolTheory("bochs")]
    [InlineData("core2")]
    [InlineData("haswell")]
    public void TheSameFieldsExist(string cpu)
    {
        // An edit of a field that does not exist prints its encoding.
        IEnumerable<int> encodings = Architecture.Vmx.VmcsFields.All.Select(row => row.Encoding).Concat([0x0814, 0x2034, 0x2816, 0x482C, 0x4830, 0x6C20, 1, 0x2001]);
        LabTest test = new(LabGuest.Long, LabProgram.Vmcall, [.. encodings.Select(encoding => new LabEdit(LabOperation.Xor, encoding, 0))]);
        Compare([test], cpu);
    }

    private static void Compare(LabTest[] tests, string cpu)
    {
        string[][] expected = VmxLab.RunOnBochs(tests, cpu), actual = VmxLab.Run(tests, cpu);

        // Bochs may end before its last bytes have left the serial port.
        int complete = Array.FindLastIndex(expected, section => section.Length > 0);
        Assert.True(complete >= tests.Length - 2, $"Bochs ended at test {complete}");
        List<string> differences = [];
        for (int i = 0; i < Math.Max(complete, 1); i++)
        {
            if (!expected[i].SequenceEqual(actual[i]))
                differences.Add($"{i}: {tests[i]}\n  Bochs {FirstDifference(expected[i], actual[i])}\n  ours  {FirstDifference(actual[i], expected[i])}");
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    private static string FirstDifference(string[] of, string[] other)
    {
        int line = 0;
        while (line < of.Length && line < other.Length && of[line] == other[line])
            line++;
        return line < of.Length ? of[line] : "(nothing more)";
    }
}
