using System.Text;
using VmxAsm.Compiler;
using VmxAsm.Runtime.Debugging;
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

    /// <summary>An object's own line table leads from a rule that is broken to the line of C that wrote the field.</summary>
    [RequiresToolTheory("gcc")]
    [InlineData("-gdwarf-3", "-O2")]
    [InlineData("-gdwarf-4", "-O0")]
    [InlineData("-gdwarf-5", "-O2")]
    [InlineData("-gdwarf-5", "-O0")]
    public void TheLineOfCIsTold(string format, string optimization)
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("wrong.c", File.ReadAllText(LabImage.Source(Path.Combine("Hypervisors", "shared.c"))).Replace(
            "share_state();\n    e =", "share_state();\n    __asm__ volatile(\"vmwrite %1, %0\" :: \"r\"(0x6C0AUL), \"r\"(1UL << 50) : \"cc\");\n    e =", StringComparison.Ordinal));
        int line = Array.FindIndex(File.ReadAllLines(source), text => text.Contains("0x6C0AUL", StringComparison.Ordinal)) + 1;
        string compiled = folder.File("wrong.o"), headers = Path.GetDirectoryName(LabImage.Source(Path.Combine("Hypervisors", "host.h")))!;
        ExternalTool.Get("gcc").Run([.. Flags, optimization, format, "-I", headers, "-c", "-o", compiled, source]).OrThrow();
        CompilationOptions options = new() { ImageFormat = "flat", TextAddress = 0x7C00, NoChecks = true, IncludePaths = [LabImage.Source("")] };
        BuildResult built = Compilation.Build([LabImage.Source(Path.Combine("Hypervisors", "start.s")), compiled], options);
        Assert.True(built.Success);

        using Machine machine = Machine.Boot(LabImage.Floppy(built.Image.ToArray()), new MachineOptions { DebugInfo = built.DebugInfo, MaxInstructions = 100_000_000 });
        RunResult result = machine.Run(CancellationToken.None);
        ExplanationNote note = result.Explanation!.Notes.Single(note => note.Rule == "host-tr-base");
        Assert.EndsWith("wrong.c", note.At?.File);
        Assert.Equal(line, note.At?.Line);
        Assert.Contains("0x6C0AUL", note.At?.Text);
    }
}
