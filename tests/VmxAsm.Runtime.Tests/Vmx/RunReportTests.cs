using System.Text.RegularExpressions;
using VmxAsm.Architecture.Paging;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Compiler;
using VmxAsm.Runtime.Debugging.Reports;
using VmxAsm.Runtime.Memory;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Vmx;

public sealed partial class RunReportTests
{
    /// <summary>A guest that leaves with CPUID again and again, and a host that lets it go on.</summary>
    private const string ManyExits = """
                .include <host.inc>
                vmx_host guest
        on_vm_exit:
                vmx_save_registers
                vmx_read VMX_EXIT_REASON
                cmp     $VMX_REASON_CPUID, %eax
                jne     1f
                vmx_skip_instruction
                vmx_resume_guest
        1:      print   "done <&>\n"
                vmx_host_end
                .vmcs   guest
                        guest.cr3 = guest_pages.cr3
                        guest.cr4 = PSE
                        guest.cs  = guest_gdt:guest_cs
                        guest.ss  = guest_gdt:guest_ds
                        guest.rip = guest_start
                        host.rip  = on_vm_exit
                .endvmcs
                .gdt    guest_gdt
                        .null
        guest_cs:       .descriptor code32
        guest_ds:       .descriptor data32
                .endgdt
                .pagetables guest_pages, format=pse
                        .map    0, 0, 4M
                .endpagetables
                .code32
        guest_start:
                mov     $EXITS, %esi
        1:      cpuid
                dec     %esi
                jnz     1b
                vmcall
        """;

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
        Assert.Contains("VMLAUNCH to guest 0020:", html);
        Assert.Contains("<td>CPUID</td>", html);
        Assert.Contains("exit reason 33, VM-entry failure due to invalid guest state", html);
        Assert.Contains("[guest-cs-base-v86]", html);
        Assert.Contains("Extended page tables", html);
        Assert.Contains("0x3fffff", html);
        AssertSound(html);
    }

    [Fact]
    public void ALongRunIsAPageOfTheSameSize()
    {
        const int Exits = 30_000;
        string html = Run(Exits);
        Assert.Contains($">{Exits + 1:N0}</b><span>VM exits<", html);
        Assert.Contains($"<td>CPUID</td><td class=\"r n\">{Exits:N0}</td>", html);
        Assert.Contains($"{2 * (Exits + 1) - VmxRecorder.MostFirst - VmxRecorder.MostLast:N0} events are left out here", html);
        Assert.Equal(VmxRecorder.MostFirst + VmxRecorder.MostLast, EventRow().Count(html));
        Assert.True(html.Length < 1_000_000, $"{html.Length:N0} characters");
        AssertSound(html);

        // The slices of the time line hold every exit.
        long drawn = SliceTitle().Matches(html).Sum(match => long.Parse(match.Groups[1].Value.Replace(",", "")));
        Assert.Equal(Exits + 1, drawn);
    }

    [Fact]
    public void AShortRunIsDrawnEntryByEntry()
    {
        string html = Run(3);
        Assert.Equal(8, EventRow().Count(html));
        Assert.Contains("done &lt;&amp;&gt;", html);
        Assert.Contains("program.s:", html);
        Assert.Contains("<code>cpuid</code>", html);
        Assert.Equal(8, Regex.Count(html, "<title>VM exit "));
        AssertSound(html);
    }

    /// <summary>In a real browser: the script runs, without a complaint, and sees the rows that it filters.</summary>
    [RequiresToolFact("chromium")]
    public void ABrowserShowsIt()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("report.html", Run(20));
        ToolResult result = ExternalTool.Get("chromium").Run(
            ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", $"--user-data-dir={folder.File("profile")}", "--dump-dom", $"file://{path}"],
            input: null, seconds: 120);
        Assert.Contains("data-ready=\"yes\"", result.Output);
        Assert.Contains("id=\"event-shown\">42 shown</span>", result.Output);
        Assert.Equal(42, EventRow().Count(result.Output));
        Assert.DoesNotContain("CONSOLE", result.Error);
        Assert.DoesNotContain("Uncaught", result.Error);
    }

    [Fact]
    public void SlicesMergeWhenTheRunOutgrowsThem()
    {
        ActivityProfile profile = new();
        profile.AddStay(1000, 1010);
        profile.AddStay(1500, 1520);
        profile.AddStay(101_000, 101_512);
        Assert.Equal(1000, profile.Start);
        Assert.Equal(256, profile.SliceLength);
        Assert.Equal(10, profile.Guest(0));
        Assert.Equal(30, profile.Guest(1) + profile.Guest(0) + profile.Guest(2));
        Assert.Equal(542, Enumerable.Range(0, ActivityProfile.SliceCount).Sum(profile.Guest));
        Assert.Equal(3, Enumerable.Range(0, ActivityProfile.SliceCount).Sum(profile.Exits));
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

    [GeneratedRegex("<tr class=\"[A-Za-z]+ event\"")]
    private static partial Regex EventRow();

    [GeneratedRegex(@"<title>([0-9,]+) VM exits in ")]
    private static partial Regex SliceTitle();

    private static string Run(int exits)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("program.s", $".equ EXITS, {exits}\n{ManyExits}");
        BuildResult build = Compilation.Build([path], CompilationOptions.Default);
        Assert.True(build.Success, string.Join('\n', build.Diagnostics.Select(diagnostic => diagnostic.Message)));
        RunReport report = new();
        using Machine machine = Machine.Boot(build.Image.ToArray(), new MachineOptions { Report = report, SerialOutput = report.Listen(null), DebugInfo = build.DebugInfo });
        return report.ToHtml(machine, machine.Run(CancellationToken.None), "program");
    }

    /// <summary>Nothing from elsewhere, and every element closed.</summary>
    private static void AssertSound(string html)
    {
        Assert.DoesNotContain("http", html);
        Assert.DoesNotContain("src=\"/", html);
        foreach (string tag in (string[])["table", "thead", "tbody", "tr", "td", "th", "h2", "h3", "pre", "svg", "div", "section", "details", "code", "body", "html", "rect", "title", "ol", "li"])
        {
            int opened = Regex.Count(html, $"<{tag}[ >]") - (tag == "rect" ? Regex.Count(html, "<rect [^>]*/>") : 0);
            Assert.True(opened == Regex.Count(html, $"</{tag}>"), $"<{tag}>: {opened} opened, {Regex.Count(html, $"</{tag}>")} closed");
        }
    }
}
