using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using VmxAsm.Architecture.Vmx.Checks;
using Xunit;

namespace VmxAsm.Architecture.Tests.Vmx;

/// <summary>Every row of the catalogue has a case that breaks it, and a VMCS without faults breaks none.</summary>
public sealed class EntryCheckTests
{
    public static TheoryData<string, string> Guests()
    {
        TheoryData<string, string> data = [];
        foreach (CpuModel cpu in CpuModels.All)
        {
            foreach (string guest in (string[])["protected", "v86", "long", "pae", "real"])
            {
                if (guest != "real" || cpu.Vmx.Supports(ProcessorBasedControls2.UnrestrictedGuest))
                    data.Add(cpu.Name, guest);
            }
        }

        return data;
    }

    public static TheoryData<string> Cases()
    {
        TheoryData<string> data = [];
        foreach (EntryCheckCase item in EntryCheckCases.All)
            data.Add(item.Name);
        return data;
    }

    [Theory]
    [MemberData(nameof(Guests))]
    public void AcceptsValidGuests(string cpu, string guest)
    {
        GuestVmcs vmcs = EntryCheckCases.Create(guest, CpuModel.Find(cpu)!);
        Assert.Empty(EntryChecks.Failures(vmcs).Select(check => check.Id));
        Assert.Empty(EntryChecks.All.Where(check => check.Evaluate(vmcs) == CheckVerdict.Unknown).Select(check => check.Id));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FindsTheBrokenRule(string name)
    {
        EntryCheckCase item = EntryCheckCases.All.Single(candidate => candidate.Name == name);
        GuestVmcs vmcs = EntryCheckCases.Create(item.Guest, item.Cpu);
        item.Break(vmcs);
        Assert.Equal([item.Check, .. item.Also], EntryChecks.Failures(vmcs).Select(check => check.Id).OrderBy(id => id != item.Check));
        EntryCheck check = EntryChecks.Find(item.Check)!;
        Assert.NotEmpty(check.SatisfiedBy(vmcs));
        Assert.NotEmpty(check.Rule);
    }

    /// <summary>What is proposed satisfies the row, and breaks nothing else.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void ProposalsHold(string name)
    {
        EntryCheckCase item = EntryCheckCases.All.Single(candidate => candidate.Name == name);
        GuestVmcs vmcs = EntryCheckCases.Create(item.Guest, item.Cpu);
        item.Break(vmcs);
        EntryCheck check = EntryChecks.Find(item.Check)!;
        if (EntryRepair.Find(vmcs, check) is not { } value)
            return;
        string[] before = [.. EntryChecks.Failures(vmcs).Select(row => row.Id)];
        Assert.NotEmpty(EntryRepair.Write(vmcs, check.Field, value));
        vmcs.Set(check.Field, value);
        string[] after = [.. EntryChecks.Failures(vmcs).Select(row => row.Id)];
        Assert.DoesNotContain(item.Check, after);
        Assert.Empty(after.Except(before));
    }

    [Fact]
    public void AProposalSatisfiesTheFieldsOtherRowsToo()
    {
        EntryCheckCase item = EntryCheckCases.All.Single(candidate => candidate.Name == "guest-tr-type");
        GuestVmcs vmcs = EntryCheckCases.Create(item.Guest, item.Cpu);
        vmcs.Set(VmcsField.GuestTrAccessRights, 0x89);
        vmcs.Set(VmcsField.GuestTrLimit, uint.MaxValue);
        EntryCheck[] broken = [.. EntryChecks.Failures(vmcs)];
        Assert.Equal(2, broken.Length);
        Assert.All(broken, check => Assert.Equal(0x808BUL, EntryRepair.Find(vmcs, check)));
    }

    [Fact]
    public void MostRowsHaveAProposal()
    {
        int proposed = 0;
        foreach (EntryCheckCase item in EntryCheckCases.All)
        {
            GuestVmcs vmcs = EntryCheckCases.Create(item.Guest, item.Cpu);
            item.Break(vmcs);
            proposed += EntryRepair.Find(vmcs, EntryChecks.Find(item.Check)!) is null ? 0 : 1;
        }

        Assert.True(proposed > EntryCheckCases.All.Count / 2, $"{proposed} of {EntryCheckCases.All.Count}");
    }

    [Theory]
    [InlineData("guest-cs-base-v86", "0x10000")]
    [InlineData("guest-tr-type", "0x8b")]
    [InlineData("guest-cr4-must-be-1", "VMXE")]
    [InlineData("guest-link-pointer-aligned", "-1")]
    [InlineData("guest-pat", "0x7040600070406")]
    [InlineData("virtual-nmis-need-nmi-exiting", "nmi_exiting | virtual_nmis")]
    public void ProposalsAreInTheWordsOfTheLanguage(string name, string expected)
    {
        EntryCheckCase item = EntryCheckCases.All.Single(candidate => candidate.Name == name);
        GuestVmcs vmcs = EntryCheckCases.Create(item.Guest, item.Cpu);
        item.Break(vmcs);
        EntryCheck check = EntryChecks.Find(item.Check)!;
        Assert.Equal(expected, EntryRepair.Write(vmcs, check.Field, EntryRepair.Find(vmcs, check)!.Value));
    }

    [Fact]
    public void EveryRowHasACase()
    {
        HashSet<string> covered = [.. EntryCheckCases.All.Select(item => item.Check)];
        Assert.All(EntryChecks.All, check => Assert.Contains(check.Id, covered));
    }

    [Fact]
    public void IdsAreUniqueAndReadable()
    {
        Assert.Equal(EntryChecks.All.Count, EntryChecks.All.Select(check => check.Id).Distinct().Count());
        Assert.All(EntryChecks.All, check => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", check.Id));
        Assert.All(EntryChecks.All, check => Assert.False(check.Rule.EndsWith('.'), check.Rule));
        Assert.All(EntryChecks.All, check => Assert.NotEmpty(check.Section));
    }

    [Fact]
    public void AnUnknownValueIsNoFailure()
    {
        GuestVmcs vmcs = GuestVmcs.Protected(CpuModels.Core2).Set(VmcsField.GuestCr0, FieldValue.Unknown);
        Assert.Empty(EntryChecks.Failures(vmcs));
        Assert.Equal(CheckVerdict.Unknown, EntryChecks.Find("guest-cr0-must-be-1")!.Evaluate(vmcs));
        Assert.Equal(CheckVerdict.Pass, EntryChecks.Find("guest-cr3")!.Evaluate(vmcs));
    }

    [Fact]
    public void KnownBitsOfAPartlyUnknownValueAreWeighed()
    {
        GuestVmcs vmcs = GuestVmcs.Protected(CpuModels.Core2).Set(VmcsField.GuestCr4, new FieldValue(0, Cr4.VMXE));
        Assert.Equal(CheckVerdict.Fail, EntryChecks.Find("guest-cr4-must-be-1")!.Evaluate(vmcs));
        Assert.Equal(CheckVerdict.Unknown, EntryChecks.Find("guest-cr4-must-be-0")!.Evaluate(vmcs));
    }

    [Fact]
    public void NothingIsKnownOfAnEmptyView()
    {
        GuestVmcs vmcs = GuestVmcs.Protected(CpuModels.Skylake);
        foreach (VmcsFieldRow row in VmcsFields.All)
            vmcs.Set(row.Field, FieldValue.Unknown);
        vmcs.InIa32eMode = null;
        Assert.All(EntryChecks.All, check => Assert.NotEqual(CheckVerdict.Fail, check.Evaluate(vmcs)));
    }
}
