using System.Text;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Floating;

/// <summary>The same C program on the host's processor and as a kernel in our machine: every result and every flag of x87, MMX and SSE instructions.</summary>
public sealed class FloatingAgainstHostTests
{
    private static readonly string[] Common = ["-m32", "-O1", "-msse4.2", "-ffreestanding", "-fno-pic", "-no-pie", "-fno-stack-protector", "-fno-asynchronous-unwind-tables", "-nostdlib", "-static"];

    [RequiresToolFact("gcc", "ld")]
    public void InstructionsGiveWhatTheHostGives()
    {
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
            return;
        int seed = Sampling.Seed();
        using TemporaryFolder folder = new();
        string source = Path.Combine(RepositoryRoot.Path, "tests", "VmxAsm.Runtime.Tests", "Floating", "floating.c");
        string host = Path.Combine(folder.Path, "host"), kernel = Path.Combine(folder.Path, "kernel.elf");
        string[] counts = [$"-DSEED={seed}", "-DCOUNT=500"];
        ExternalTool gcc = ExternalTool.Get("gcc");
        gcc.Run([.. Common, .. counts, "-mno-red-zone", "-Wl,-Ttext=0x100000,-e,kernel,-N,--build-id=none", "-o", kernel, source]).OrThrow();
        gcc.Run([.. Common, .. counts, "-DHOSTED", "-mstackrealign", "-o", host, source]).OrThrow();

        string expected = new ExternalToolAt(host).Output();
        StringBuilder serial = new();
        using Machine machine = Machine.Boot(
            File.ReadAllBytes(kernel),
            new MachineOptions { CpuModelName = "haswell", SerialOutput = value => serial.Append((char)value), Timeout = TimeSpan.FromSeconds(60) });
        machine.Run(CancellationToken.None);

        string[] want = expected.Split('\n', StringSplitOptions.RemoveEmptyEntries), got = serial.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string different = string.Join(", ", want.Except(got).Select(line => line.Split(' ')[0]));
        Assert.True(different.Length == 0 && want.Length == got.Length && want.Length > 150, $"seed {seed}: {want.Length} and {got.Length} lines; different: {different}");
    }

    /// <summary>A program that this test made.</summary>
    private sealed class ExternalToolAt(string path)
    {
        public string Output()
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(path) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output;
        }
    }
}
