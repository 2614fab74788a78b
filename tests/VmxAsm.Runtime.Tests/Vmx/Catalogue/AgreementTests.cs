using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Tests.Vmx;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;
using F = VmxAsm.Architecture.Vmx.VmcsField;

namespace VmxAsm.Runtime.Tests.Vmx.Catalogue;

/// <summary>
/// Valid VMCSs, changed at random in a few fields: the rows that <c>vmxasm check</c> reports for the block are those that VMLAUNCH of the same block breaks,
/// but for rows that weigh what is in memory.
/// </summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    private const int Count = 60, ExhaustiveCount = 2000;

    /// <summary>A host with another of these does not come back to tell; they are only given values that VM entry refuses.</summary>
    private static readonly F[] HostContext =
        [F.HostRip, F.HostRsp, F.HostCr0, F.HostCr3, F.HostCr4, F.HostGdtrBase, F.HostIdtrBase, F.HostTrBase, F.HostCsSelector, F.HostSsSelector, F.HostTrSelector];

    private static readonly string[] Guests = ["protected", "v86", "long", "pae", "real"];

    private static readonly ulong[] Likely =
    [
        0, 1, 2, 3, 8, 0x10, 0x13, 0x93, 0x9B, 0xF3, 0x8B, 0x82, 0x400, 0xFFF, 0x1000, 0x1008, 0xFFFF, 0x1_0000, 0xC093, 0xC09B, 0xA09B, 0xF_FFFF, 0x3_0002, 0x8000_0031,
        0x8000_0020, 0x8000_0202, 0x8000_0B0D, 0x8000_0306, 0xFFFF_FFFF, 1UL << 32, 1UL << 47, 1UL << 60, 0xFFFF_8000_0000_0000, ulong.MaxValue,
    ];

    [Fact]
    public void TheBuildFindsWhatTheRunFinds()
    {
        int seed = Sampling.Seed(20261123);
        output.WriteLine($"seed {seed} (set VMXASM_SEED to repeat)");
        Random random = new(seed);
        using TemporaryFolder folder = new();
        int broken = 0;
        for (int i = Sampling.IsExhaustive ? ExhaustiveCount : Count; i > 0; i--)
            broken += Try(random, folder.Path) ? 1 : 0;
        Assert.True(broken > Count / 3, $"only {broken} VMCSs were broken");
    }

    /// <summary>Whether any rule was broken.</summary>
    private bool Try(Random random, string folder)
    {
        CpuModel cpu = CpuModels.All[random.Next(CpuModels.All.Count)];
        string guest = Guests[random.Next(cpu.Vmx.Supports(ProcessorBasedControls2.UnrestrictedGuest) ? Guests.Length : Guests.Length - 1)];
        GuestVmcs valid = EntryCheckCases.Create(guest, cpu), changed = EntryCheckCases.Create(guest, cpu);
        List<string> edits = [];
        for (int i = random.Next(1, 5); i > 0; i--)
            edits.Add(Change(random, cpu, changed));
        CheckedProgram program = new(valid, changed, Writer.Block);
        IReadOnlyList<string> built = program.Check(folder);
        CatalogueRun run = program.Run(folder);
        string[] rows = [.. run.Rows.Where(row => !row.StartsWith("msr-load", StringComparison.Ordinal))];
        string[] missed = [.. rows.Except(built).Where(row => !CatalogueTests.DependsOnMemory(row))], invented = [.. built.Except(rows)];
        Assert.True(
            missed.Length == 0 && invented.Length == 0,
            $"{guest} on {cpu.Name}: {string.Join("; ", edits)}\nonly the run: {string.Join(", ", missed)}\nonly the build: {string.Join(", ", invented)}\n"
            + $"{run.Result}\n{program.Source}");
        return rows.Length > 0;
    }

    private static string Change(Random random, CpuModel cpu, GuestVmcs vmcs)
    {
        while (true)
        {
            VmcsFieldRow row = VmcsFields.All[random.Next(VmcsFields.All.Count)];
            if (row.IsReadOnly || !row.ExistsOn(cpu.Vmx))
                continue;
            ulong value = random.Next(3) switch
            {
                0 => vmcs[row.Field] ^ 1UL << random.Next(row.Bits),
                1 => vmcs[row.Field] ^ 1UL << random.Next(Math.Min(row.Bits, 32)) ^ 1UL << random.Next(Math.Min(row.Bits, 16)),
                _ => Likely[random.Next(Likely.Length)] & row.Mask,
            };
            if (row.ControlWord is { } word && word != ControlWord.VmFunction)
            {
                // The loader of a block refuses controls that the processor lacks, and adds those that it demands.
                value = random.Next(4) == 0 ? (uint)value : vmcs[row.Field] ^ (uint)random.NextInt64() & (uint)random.NextInt64() & cpu.Vmx.Of(word).MayBeOne;
            }

            if (HostContext.Contains(row.Field))
                value = row.Bits == 16 ? 3UL : 1UL << random.Next(48, 63);
            if (row.Field == F.VmcsLinkPointer && value == GuestVmcs.Address)
                continue;
            vmcs.Set(row.Field, value);
            return $"{row.Name} = 0x{value:x}";
        }
    }
}
