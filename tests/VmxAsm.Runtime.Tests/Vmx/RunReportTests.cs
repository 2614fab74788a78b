using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Debugging;
using VmxAsm.Runtime.Memory;
using Xunit;

namespace VmxAsm.Runtime.Tests.Vmx;

public sealed class RunReportTests
{
    [Fact]
    public void ThePageTellsTheRun()
    {
        LabTest[] tests =
        [
            new(LabGuest.Protected, LabProgram.Mixed, []),
            new(LabGuest.LongOverEpt, LabProgram.Vmcall, []),
            new(LabGuest.Virtual8086, LabProgram.Vmcall, [new LabEdit(LabOperation.Set, VmcsField.GuestCsBase, 1)]),
            new(LabGuest.LongOverEpt, LabProgram.Vmcall, []),
        ];
        RunReport report = new();
        int bytes = 0;
        MachineOptions options = new() { CpuModelName = "haswell", Report = report, SerialOutput = report.Listen(_ => bytes++) };
        using Machine machine = Machine.Boot(VmxLab.Image(tests), options);
        RunResult result = machine.Run(CancellationToken.None);
        string html = report.ToHtml(machine, result, "a <test>");

        Assert.True(bytes > 100);
        Assert.Contains("<title>a &lt;test&gt;</title>", html);
        Assert.Contains("VM exits by reason", html);
        Assert.Contains("VMLAUNCH to 0020:", html);
        Assert.Contains("<td>CPUID</td>", html);
        Assert.Contains("exit reason 33, VM-entry failure due to invalid guest state", html);
        Assert.Contains("Extended page tables", html);
        Assert.Contains("0x3fffff", html);
        Assert.DoesNotContain("http", html);
        foreach (string tag in (string[])["table", "tr", "td", "h2", "pre", "svg", "body", "html"])
            Assert.Equal(Occurrences(html, $"<{tag}>") + Occurrences(html, $"<{tag} "), Occurrences(html, $"</{tag}>"));
    }

    [Fact]
    public void NeighbouringPagesAreOneRange()
    {
        using PhysicalMemory memory = new(1 << 20);
        memory.Write(0x1000, 0x2007UL);             // PML4
        memory.Write(0x2000, 0x3007UL);             // page-directory-pointer table
        memory.Write(0x3000, 0x4007UL);             // page directory: a table,
        memory.Write(0x3008, 0x0020_0083UL);        // then a supervisor page of 2 MiB
        memory.Write(0x4000, 0x5007UL);
        memory.Write(0x4008, 0x6007UL);
        memory.Write(0x4010, 0x9005UL);             // not behind the one before, and read-only
        Assert.Equal(
            [
                new(0, 0x5000, 0x2000, "rwx user"),
                new(0x2000, 0x9000, 0x1000, "r-x user"),
                new(0x20_0000, 0x20_0000, 0x20_0000, "rwx supervisor"),
            ],
            PageMap.Read(memory, PagingFormat.Ia32e, 0x1000));
    }

    private static int Occurrences(string text, string of) => text.Split(of).Length - 1;
}
