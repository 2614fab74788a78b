using System.Text.Json;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>A VM entry that fails, as <c>run</c> tells it: in text, as JSON, in a trace, and by its exit code.</summary>
public sealed class ExplanationTests
{
    /// <summary>A VMCS with one wrong line; the program halts without asking why it failed.</summary>
    private const string Source = """
                .include <host.inc>
                vmx_host guest
        on_vm_exit:
                hlt
                .vmcs   guest
                        guest.cr3 = guest_pages.cr3
                        guest.cr4 = PSE
                        guest.cs  = v86(0x2000)
                        guest.ss.base = 0x20001
                        guest.rflags = VM
                        guest.rip = guest_start
                        host.rip  = on_vm_exit
                .endvmcs
                .pagetables guest_pages, format=pse
                        .map    0, 0, 4M
                .endpagetables
        guest_start:
                vmcall
        """;

    [Fact]
    public void TextNamesRuleValueRepairAndLines()
    {
        CommandRun run = Run("--no-check");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("program.s:2:9: guest failed: `vmlaunch` failed: exit reason 33", run.Error);
        Assert.Contains("program.s:9:17: note: `guest.ss.base` is 0x20001: in virtual-8086 mode", run.Error);
        Assert.Contains("write: `guest.ss.base = 0x20000` (VMWRITE of 0x20000 to field 0x680a)", run.Error);
        Assert.Contains("[guest-ss-base-v86]", run.Error);
    }

    [Fact]
    public void WithChecksItDoesNotComeToARun()
    {
        CommandRun run = Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("program.s:9:33: error: `guest.ss.base` is 0x20001", run.Error);
        Assert.Contains("write: `guest.ss.base = 0x20000`", run.Error);
    }

    [Fact]
    public void JsonHasTheSameShapeAtBuildTimeAndAtRunTime()
    {
        JsonElement[] built = Objects(Run("--diagnostics", "json")), run = Objects(Run("--no-check", "--diagnostics", "json"));
        JsonElement error = built.Single(item => item.GetProperty("severity").GetString() == "error");
        Assert.Equal("E0617", error.GetProperty("code").GetString());
        Assert.Equal("guest-ss-base-v86", error.GetProperty("check").GetString());

        Assert.Equal("error", run[0].GetProperty("severity").GetString());
        Assert.Equal(2, run[0].GetProperty("place").GetProperty("line").GetInt32());
        JsonElement rule = run.Single(item => item.TryGetProperty("check", out JsonElement check) && check.GetString() == "guest-ss-base-v86");
        Assert.Equal(9, rule.GetProperty("place").GetProperty("line").GetInt32());
        Assert.Contains("write: `guest.ss.base = 0x20000`", rule.GetProperty("notes")[1].GetString());
        Assert.Equal(error.EnumerateObject().Select(property => property.Name), rule.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void TheTraceShowsEntriesExitsAndFailures()
    {
        CommandRun run = Run("--no-check", "--trace", "vmx");
        Assert.Contains("] xxx `vmlaunch` failed: exit reason 33", run.Error);
        Assert.Contains("[guest-ss-base-v86]   ", run.Error);
        CommandRun good = CommandRun.Of("run", Example("ept.s"), "--cpu", "haswell", "--trace", "vmx");
        Assert.Contains("] --> VMLAUNCH to guest 2000:00000000", good.Error);
        Assert.Matches(@"\] <-- VM exit 48, EPT violation of the guest-physical address 0x30010 .*ept\.s:\d+: movb", good.Error);
        Assert.Matches(@"\n +exit_reason +0x30 -> 0x12 \(VMCALL\)\r?\n", good.Error);
    }

    [Theory]
    [InlineData("vmx:vmcall", 1, 1)]
    [InlineData("vmx:40-50", 2, 1)]
    [InlineData("vmx:2", 1, 0)]
    public void TheTraceIsFilteredByReason(string trace, int entries, int exits)
    {
        string[] lines = CommandRun.Of("run", Example("ept.s"), "--cpu", "haswell", "--trace", trace).Error.Split('\n');
        Assert.Equal((entries, exits), (lines.Count(line => line.Contains("] --> ")), lines.Count(line => line.Contains("] <-- "))));
    }

    [Fact]
    public void AReasonThatDoesNotExistIsRefused()
    {
        CommandRun run = CommandRun.Of("run", Example("ept.s"), "--cpu", "haswell", "--trace", "vmx:nothing");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("a basic exit reason is expected", run.Error);
    }

    private static string Example(string name) => Path.Combine(RepositoryRoot.Path, "examples", name);

    private static CommandRun Run(params string[] options)
    {
        using TemporaryFolder folder = new();
        return CommandRun.Of(["run", folder.Write("program.s", Source), .. options]);
    }

    private static JsonElement[] Objects(CommandRun run) => [.. run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement)];
}
