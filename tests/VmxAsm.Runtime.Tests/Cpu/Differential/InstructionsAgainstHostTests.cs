using System.Diagnostics;
using System.Text;
using Iced.Intel;
using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Testing;
using Xunit;
using Xunit.Abstractions;

namespace VmxAsm.Runtime.Tests.Cpu.Differential;

/// <summary>
/// The host's own processor as the reference for everything that user programs execute: integer, SSE, AVX, FMA, with registers, flags, vectors, MXCSR, memory and faults. The seed
/// is printed; VMXASM_SEED repeats it, VMXASM_CASES is the number of cases for each form, VMXASM_FORM a form to confine it to.
/// </summary>
public sealed class InstructionsAgainstHostTests(ITestOutputHelper output)
{
    private const int StatesPerCase = 8;

    [RequiresToolTheory("gcc")]
    [InlineData(64)]
    [InlineData(32)]
    public void Same_results(int bits)
    {
        if (!System.Runtime.Intrinsics.X86.Fma.IsSupported || !System.Runtime.Intrinsics.X86.Bmi2.IsSupported || !System.Runtime.Intrinsics.X86.Aes.IsSupported || !IsIntel())
        {
            output.WriteLine("the host's processor is not Intel's, or has no AVX2");
            return;
        }
        int seed = Sampling.Seed();
        int perForm = int.TryParse(Environment.GetEnvironmentVariable("VMXASM_CASES"), out int cases) ? cases
            : Sampling.IsExhaustive ? 400 : 6;
        output.WriteLine($"seed {seed}");
        using var folder = new TemporaryFolder();
        string harness = Compile(folder, bits);
        var sampler = new HostSampler(bits, seed);
        List<Code> forms = HostSampler.Forms(bits);
        if (Environment.GetEnvironmentVariable("VMXASM_FORM") is { } wanted)
            forms = [.. forms.Where(form => form.ToString() == wanted || form.Mnemonic().ToString() == wanted)];

        Dictionary<Code, string> different = [];
        int differences = 0, compared = 0;
        using var processor = new UserModeProcessor(bits, CpuModels.Skylake);
        for (int round = 0; round < perForm; round += 20)
        {
            List<(Code Form, HostCase Case)> batch = [];
            foreach (Code form in forms)
            {
                for (int i = round; i < Math.Min(perForm, round + 20); i++)
                {
                    if (sampler.TryMake(form) is { } made)
                        batch.Add((form, made));
                }
            }
            Random states = new(seed + round);
            List<(HostCase Case, Code Form, ulong Seed, uint Mxcsr)> runs = [];
            foreach ((Code form, HostCase made) in batch)
            {
                for (int i = 0; i < StatesPerCase; i++)
                    runs.Add((made, form, (ulong)states.NextInt64(), Mxcsr(states)));
            }
            ulong[] theirs = RunOnHost(harness, [.. runs.Select(run => (run.Case, run.Seed, run.Mxcsr))], verbose: false, out _);
            HostCase? last = null;
            for (int i = 0; i < runs.Count; i++)
            {
                (HostCase one, Code form, ulong state, uint mxcsr) = runs[i];
                if (one != last)
                    processor.PutCode(one.Code);
                last = one;
                compared++;
                if (processor.Run(one, state, mxcsr) == theirs[i])
                    continue;
                differences++;
                if (!different.ContainsKey(form))
                    different[form] = Explain(harness, processor, one, state, mxcsr);
            }
        }
        foreach ((Code form, string text) in different.Take(60))
            output.WriteLine($"{form}: {text}");
        output.WriteLine($"{compared} cases of {forms.Count} forms");
        Assert.True(differences == 0, $"{differences} of {compared} differ, in {different.Count} forms (seed {seed}): {string.Join(" | ", different.Take(3).Select(pair => $"{pair.Key}: {pair.Value}"))}");
        Assert.True(compared > 0, $"only {compared} cases");
    }

    // Another maker's processor may choose another of two NaNs, and leaves other flags where the manual defines none.
    private static bool IsIntel() => System.Runtime.Intrinsics.X86.X86Base.CpuId(0, 0).Ebx == 0x756E_6547;

    // All masked most of the time; the precision flag is often up, for then the fast way is taken.
    private static uint Mxcsr(Random random)
    {
        uint mxcsr = random.Next(4) == 0 ? 0x1F80U & ~(1U << random.Next(7, 13)) : 0x1F80;
        mxcsr |= (uint)random.Next(4) << 13;
        if (random.Next(3) != 0)
            mxcsr = (mxcsr & 0x1F80) | 0x20;
        if (random.Next(6) == 0)
            mxcsr |= 0x40;
        if (random.Next(6) == 0)
            mxcsr |= 0x8000;
        return mxcsr;
    }

    private static string Explain(string harness, UserModeProcessor processor, HostCase one, ulong seed, uint mxcsr)
    {
        RunOnHost(harness, [(one, seed, mxcsr)], verbose: true, out string theirs);
        var ours = new StringBuilder();
        processor.Run(one, seed, mxcsr, ours);
        Dictionary<string, string> host = Values(theirs), here = Values(ours.ToString());
        IEnumerable<string> lines = host.Keys.Union(here.Keys)
            .Where(key => host.GetValueOrDefault(key, "0") != here.GetValueOrDefault(key, "0"))
            .Select(key => $"{key} {here.GetValueOrDefault(key, "-")}, on the host {host.GetValueOrDefault(key, "-")}");
        return $"{one.Text}, mxcsr {mxcsr:X}, seed {seed}: {string.Join("; ", lines.Take(6))} {(processor.Stop != RunStop.Stopped ? processor.Stop + " " + processor.Cpu.NotEmulatedReason : "")}";
    }

    private static Dictionary<string, string> Values(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1]);

    private static string Compile(TemporaryFolder folder, int bits)
    {
        string program = Path.Combine(folder.Path, "native");
        string source = RepositoryRoot.Combine("tests", "VmxAsm.Runtime.Tests", "Cpu", "Differential", "native.c");
        ExternalTool.Get("gcc").Run([$"-m{bits}", "-O1", "-fcf-protection=none", "-no-pie", "-mavx", "-o", program, source]).OrThrow();
        return program;
    }

    private static ulong[] RunOnHost(string harness, (HostCase Case, ulong Seed, uint Mxcsr)[] runs, bool verbose, out string text)
    {
        using var process = Process.Start(new ProcessStartInfo(harness) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var hashes = new ulong[runs.Length];
        Task reading = Task.Run(() =>
        {
            process.StandardOutput.BaseStream.ReadAtLeast(System.Runtime.InteropServices.MemoryMarshal.AsBytes(hashes.AsSpan()), hashes.Length * 8, throwOnEndOfStream: false);
        });
        Task<string> errors = process.StandardError.ReadToEndAsync();
        var records = new byte[runs.Length * HostCase.RecordSize];
        for (int i = 0; i < runs.Length; i++)
            runs[i].Case.Write(records.AsSpan(i * HostCase.RecordSize, HostCase.RecordSize), runs[i].Seed, runs[i].Mxcsr, verbose);
        try
        {
            process.StandardInput.BaseStream.Write(records);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended early: said below.
        }
        process.WaitForExit();
        reading.Wait();
        text = errors.Result;
        if (process.ExitCode != 0)
        {
            int done = Array.FindLastIndex(hashes, hash => hash != 0) + 1;
            Assert.Fail($"the program on the host ended with {process.ExitCode} near {string.Join(" | ", runs.Skip(done).Take(600).Select(run => run.Case.Text).Distinct().Take(80))}");
        }
        return hashes;
    }
}
