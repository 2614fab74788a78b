using VmxAsm.Architecture.Images;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Runtime.Debugging;
using Xunit;

namespace VmxAsm.Runtime.Tests.Vmx;

/// <summary>A VM entry that fails is explained by every rule it breaks, with field, value and what would do.</summary>
public sealed class VmxExplanationTests
{
    [Fact]
    public void EveryBrokenRuleIsNamed()
    {
        Explanation explanation = Explain(
            new LabEdit(LabOperation.Set, VmcsField.GuestCsBase, 0x7001),
            new LabEdit(LabOperation.Set, VmcsField.GuestDsAccessRights, 0x93));
        Assert.Contains("exit reason 33", explanation.Headline);
        Assert.Equal(2, explanation.Notes.Count);
        Assert.Contains("`guest.cs.base` is 0x7001", explanation.Notes[0].Text);
        Assert.Contains("0x7000, which is 16 times the selector 0x700", explanation.Notes[0].Text);
        Assert.Contains("Checks on Guest Segment Registers", explanation.Notes[0].Text);
        Assert.Contains("`guest.ds.access_rights` is 0x93", explanation.Notes[1].Text);
    }

    [Fact]
    public void RulesBehindTheReportedOnesAreToldAsSuch()
    {
        Explanation explanation = Explain(
            new LabEdit(LabOperation.Set, VmcsField.HostCsSelector, 0x0B),
            new LabEdit(LabOperation.Xor, VmcsField.PinBasedControls, 2));
        Assert.Contains("VM-instruction error 7", explanation.Headline);
        Assert.StartsWith("`pin_based`", explanation.Notes[0].Text);
        Assert.StartsWith("once that is mended: `host.cs.selector`", explanation.Notes[1].Text);
    }

    [Fact]
    public void TheMsrThatCannotBeLoadedIsNamed()
    {
        Explanation explanation = Explain(
            new LabEdit(LabOperation.Set, VmcsField.EntryMsrLoadCount, 1),
            new LabEdit(LabOperation.Set, VmcsField.EntryMsrLoadAddress, 0x2E000),
            new LabEdit(LabOperation.Memory, 0x2E00, 0xC000_0100));
        Assert.Contains("exit reason 34", explanation.Headline);
        Assert.Contains("IA32_FS_BASE", explanation.Notes.Single().Text);
    }

    [Fact]
    public void AFailureThatWasFollowedByASuccessIsForgotten()
    {
        LabTest bad = new(LabGuest.Virtual8086, LabProgram.Vmcall, [new LabEdit(LabOperation.Set, VmcsField.GuestCsBase, 1)]);
        LabTest good = new(LabGuest.Virtual8086, LabProgram.Vmcall, []);
        Assert.Null(Run([bad, good]).Explanation);
    }

    [Fact]
    public void LinesAreFoundByPhysicalAddress()
    {
        DebugInfo info = new()
        {
            Files = ["a.s"],
            Lines = [new(0x1000, 3, 0, 7, 9, "vmlaunch"), new(0x1010, 4, 0, 9, 9, "vmwrite %rax, %rbx")],
            Symbols = [new("entry", 0x1000, 0x1000, 0, 6)],
        };
        SourceLines lines = new(info);
        Assert.Equal(7, lines.Find(0x1002)!.Line);
        Assert.Null(lines.Find(0x1003));
        Assert.Equal("vmwrite %rax, %rbx", lines.Find(0x1013)!.Text);
        Assert.Equal("entry+0x10", lines.Symbol(0x1010));
    }

    private static Explanation Explain(params LabEdit[] edits) => Run([new(LabGuest.Virtual8086, LabProgram.Vmcall, edits)]).Explanation!;

    private static RunResult Run(IReadOnlyList<LabTest> tests)
    {
        using Machine machine = Machine.Boot(VmxLab.Image(tests), new MachineOptions { MaxInstructions = 100_000_000 });
        return machine.Run(CancellationToken.None);
    }
}
