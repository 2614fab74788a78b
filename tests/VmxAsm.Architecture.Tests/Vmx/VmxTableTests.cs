using VmxAsm.Architecture.Processor;
using VmxAsm.Architecture.Vmx;
using Xunit;

namespace VmxAsm.Architecture.Tests.Vmx;

public sealed class VmxTableTests
{
    [Fact]
    public void FieldNamesAndEncodingsAreUnique()
    {
        Assert.Equal(VmcsFields.All.Count, VmcsFields.All.Select(row => row.Name).Distinct().Count());
        Assert.Equal(VmcsFields.All.Count, VmcsFields.All.Select(row => row.Field).Distinct().Count());
        Assert.Equal(Enum.GetValues<VmcsField>().Order(), VmcsFields.All.Select(row => row.Field).Order());
        Assert.All(VmcsFields.All, row => Assert.Equal(0, row.Encoding & 1));
    }

    [Theory]
    [InlineData("guest.cs.access_rights", 0x4816, VmcsFieldWidth.Bits32, VmcsFieldGroup.GuestState)]
    [InlineData("host.rip", 0x6C16, VmcsFieldWidth.Natural, VmcsFieldGroup.HostState)]
    [InlineData("exit_reason", 0x4402, VmcsFieldWidth.Bits32, VmcsFieldGroup.ReadOnlyData)]
    [InlineData("io_bitmap_a", 0x2000, VmcsFieldWidth.Bits64, VmcsFieldGroup.Control)]
    [InlineData("guest.tr.selector", 0x080E, VmcsFieldWidth.Bits16, VmcsFieldGroup.GuestState)]
    public void WidthAndGroupFollowFromTheEncoding(string name, int encoding, VmcsFieldWidth width, VmcsFieldGroup group)
    {
        VmcsFieldRow row = VmcsFields.Find(name)!;
        Assert.Equal((encoding, width, group), (row.Encoding, row.Width, row.Group));
        Assert.Same(row, VmcsFields.Find((ulong)encoding));
        Assert.Same(row, VmcsFields.All[row.Index]);
    }

    [Fact]
    public void ControlNamesAreTheFlagsInSnakeCase()
    {
        AssertNames<PinBasedControls>(ControlWord.PinBased);
        AssertNames<ProcessorBasedControls>(ControlWord.ProcessorBased);
        AssertNames<ProcessorBasedControls2>(ControlWord.ProcessorBased2);
        AssertNames<ExitControls>(ControlWord.Exit);
        AssertNames<EntryControls>(ControlWord.Entry);
    }

    private static void AssertNames<T>(ControlWord word)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            uint mask = Convert.ToUInt32(value);
            if (mask == 0)
                continue;
            VmxControl control = VmxControls.All.Single(row => row.Word == word && row.Mask == mask);
            Assert.Equal(value.ToString(), control.Name.Replace("_", ""), ignoreCase: true);
        }

        Assert.Equal(Enum.GetValues<T>().Length - 1, VmxControls.All.Count(row => row.Word == word));
    }

    [Theory]
    [InlineData("core2")]
    [InlineData("nehalem")]
    [InlineData("haswell")]
    [InlineData("skylake")]
    public void CapabilitiesAreConsistent(string name)
    {
        VmxCapabilities vmx = CpuModel.Find(name)!.Vmx;
        foreach (ControlWord word in Enum.GetValues<ControlWord>())
            Assert.Equal(0u, vmx.Of(word).MustBeOne & ~vmx.Of(word).MayBeOne);
        Assert.True(vmx.HasTrueControls);

        // The TRUE MSRs let more bits be 0, and allow the same ones to be 1.
        (ControlCapability Plain, ControlCapability True)[] pairs =
        [
            (vmx.PinBased, vmx.TruePinBased), (vmx.ProcessorBased, vmx.TrueProcessorBased), (vmx.Exit, vmx.TrueExit), (vmx.Entry, vmx.TrueEntry),
        ];
        foreach ((ControlCapability plain, ControlCapability real) in pairs)
        {
            Assert.Equal(plain.MayBeOne, real.MayBeOne);
            Assert.Equal(0u, real.MustBeOne & ~plain.MustBeOne);
        }

        Assert.Equal(vmx.Cr0Fixed0, vmx.Cr0Fixed0 & vmx.Cr0Fixed1);
        Assert.Equal(vmx.Cr4Fixed0, vmx.Cr4Fixed0 & vmx.Cr4Fixed1);
        Assert.Equal(vmx.Supports(ProcessorBasedControls2.EnableEpt), vmx.EptVpid.FourLevelWalk);
        Assert.Equal(vmx.Supports(ProcessorBasedControls2.EnableVpid), vmx.EptVpid.Invvpid);
        Assert.Equal(vmx.Supports(ProcessorBasedControls2.EnableVmFunctions), vmx.VmFunc != 0);
        Assert.True(vmx.ProcessorBased2.MayBeOne == 0 || vmx.Supports(ProcessorBasedControls.ActivateSecondaryControls));
        int highest = VmcsFields.All.Where(row => row.ExistsOn(vmx)).Max(row => row.Encoding >> 1 & 0x1FF);
        Assert.True((int)(vmx.VmcsEnum >> 1) >= highest, $"index {highest} is above IA32_VMX_VMCS_ENUM's {vmx.VmcsEnum >> 1}");
    }

    [Fact]
    public void TheClassroomProcessorHasNeitherEptNorUnrestrictedGuest()
    {
        VmxCapabilities vmx = CpuModels.Core2.Vmx;
        Assert.False(vmx.Supports(ProcessorBasedControls2.EnableEpt));
        Assert.False(vmx.Supports(ProcessorBasedControls2.UnrestrictedGuest));
        Assert.False(VmcsFields.Row(VmcsField.EptPointer).ExistsOn(vmx));
        Assert.True(VmcsFields.Row(VmcsField.EptPointer).ExistsOn(CpuModels.Nehalem.Vmx));
        Assert.Equal(0x2Bu, vmx.RevisionId);
        Assert.Equal(4096, vmx.RegionSize);
    }

    [Fact]
    public void NumbersAreUnique()
    {
        Assert.Equal(ExitReasons.All.Count, ExitReasons.All.Select(row => row.Number).Distinct().Count());
        Assert.Equal(VmInstructionErrors.All.Count, VmInstructionErrors.All.Select(row => row.Number).Distinct().Count());
        Assert.Equal(Msrs.All.Count, Msrs.All.Select(row => row.Number).Distinct().Count());
        Assert.Equal(Enum.GetValues<CpuFeature>().Length, CpuFeatures.Rows.Select(row => row.Feature).Distinct().Count());
        Assert.Equal(Exceptions.All.Count, Exceptions.All.Select(row => row.Mnemonic).Distinct().Count());
    }

    [Fact]
    public void ExitReasonsHaveNames()
    {
        Assert.Equal("vmcall", ExitReasons.Find(18)!.Name);
        Assert.Equal(ExitReason.EntryFailureInvalidGuestState, ExitReasons.Find(0x8000_0021)!.Reason);
    }

    [Fact]
    public void ControlWordsAreDescribedByName()
    {
        Assert.Equal("hlt_exiting | use_io_bitmaps", VmxControls.Describe(ControlWord.ProcessorBased, 0x0200_0080));
        Assert.Equal("none", VmxControls.Describe(ControlWord.Entry, 0));
        Assert.Equal("external_interrupt_exiting | 0x16", VmxControls.Describe(ControlWord.PinBased, 0x17));
    }
}
