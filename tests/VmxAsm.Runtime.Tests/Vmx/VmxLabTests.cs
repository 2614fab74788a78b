using System.Text;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>What each guest of the lab does with each program, as a golden file: equal to Bochs' output when it was approved.</summary>
public sealed class VmxLabTests
{
    [Theory]
    [InlineData("core2")]
    [InlineData("haswell")]
    public void GuestsExitAsApproved(string cpu)
    {
        List<LabTest> tests = [];
        foreach (LabGuest guest in Enum.GetValues<LabGuest>())
        {
            if (cpu == "core2" && guest >= LabGuest.Real)
                continue;
            foreach (LabProgram program in Enum.GetValues<LabProgram>())
            {
                // In real mode the vectors lead into the BIOS, and who waits for an interrupt waits for long.
                if (program is not (LabProgram.Interrupts or LabProgram.Stream) && (guest != LabGuest.Real || program is not (LabProgram.Faults or LabProgram.Debug)))
                    tests.Add(new(guest, program, []));
            }
        }

        string[][] sections = VmxLab.Run(tests, cpu);
        StringBuilder text = new();
        for (int i = 0; i < tests.Count; i++)
        {
            text.Append(tests[i].Guest).Append(' ').Append(tests[i].Program).Append('\n');
            foreach (string line in sections[i])
                text.Append("  ").Append(line).Append('\n');
        }

        Snapshot.Matches(text.ToString(), cpu);
    }
}
