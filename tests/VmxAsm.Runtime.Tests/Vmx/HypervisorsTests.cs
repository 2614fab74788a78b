using System.Text;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>
/// Hypervisors as people write them, in C, with capability MSRs read and controls adjusted, and many small guests with a rule of the manual each: compiled by gcc, linked by us, the same text here and in Bochs on every
/// processor model.
/// </summary>
public sealed class HypervisorsTests
{
    private static readonly string[] Flags =
    [
        "-O2", "-ffreestanding", "-fno-pic", "-fno-stack-protector", "-fcf-protection=none", "-fno-asynchronous-unwind-tables", "-mgeneral-regs-only",
        "-mno-red-zone",
    ];

    [RequiresToolTheory("bochs", "gcc")]
    [InlineData("shared", "core2", "exits 5")]
    [InlineData("shared", "nehalem", "exits 5")]
    [InlineData("shared", "haswell", "exits 5")]
    [InlineData("shared", "skylake", "exits 5")]
    [InlineData("paging", "core2", "no extended page tables")]
    [InlineData("paging", "nehalem", "written 2e2e")]
    [InlineData("paging", "haswell", "never used 0")]
    [InlineData("paging", "skylake", "never used 0")]
    [InlineData("units", "core2", "bad 0")]
    [InlineData("units", "nehalem", "bad 0")]
    [InlineData("units", "haswell", "bad 0")]
    [InlineData("units", "skylake", "bad 0")]
    public void RunsAsInBochs(string name, string cpu, string expected)
    {
        using TemporaryFolder folder = new();
        string source = LabImage.Source(Path.Combine("Hypervisors", name + ".c")), compiled = folder.File(name + ".o");
        ExternalTool.Get("gcc").Run([.. Flags, "-c", "-o", compiled, source]).OrThrow();
        byte[] image = LabImage.Floppy(LabImage.Assemble(LabImage.Source(Path.Combine("Hypervisors", "start.s")), compiled));

        StringBuilder serial = new();
        MachineOptions options = new() { CpuModelName = cpu, SerialOutput = value => serial.Append((char)value), MaxInstructions = 100_000_000 };
        using Machine machine = Machine.Boot(image, options);
        machine.Run(CancellationToken.None);
        Assert.Contains(expected, serial.ToString());
        Assert.Equal(BochsOracle.Run(image, cpu, seconds: 60).Serial, serial.ToString());
    }
}
