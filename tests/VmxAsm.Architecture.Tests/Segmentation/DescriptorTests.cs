using VmxAsm.Architecture.Segmentation;
using Xunit;

namespace VmxAsm.Architecture.Tests.Segmentation;

public sealed class DescriptorTests
{
    [Theory]
    [InlineData(0ul, 0xFFFF_FFFF, 0xC09B, 0x00CF_9B00_0000_FFFFul)]
    [InlineData(0x1_0000ul, 0xFFFF, 0x93, 0x0000_9301_0000_FFFFul)]
    [InlineData(0x1234_5678ul, 0x67, 0x8B, 0x1200_8B34_5678_0067ul)]
    [InlineData(0ul, 0xFFFF_FFFF, 0xA09B, 0x00AF_9B00_0000_FFFFul)]
    public void SegmentDescriptorsAreEncodedAndDecoded(ulong start, uint limit, uint rights, ulong expected)
    {
        SegmentDescriptor descriptor = SegmentDescriptor.Create(start, limit, new(rights));
        Assert.Equal(expected, descriptor.Low);
        Assert.Equal((start, limit, rights), (descriptor.Base, descriptor.Limit, descriptor.Rights.Value));
    }

    [Fact]
    public void SystemDescriptorsHaveA64BitBase()
    {
        SegmentDescriptor descriptor = SegmentDescriptor.Create(0xFFFF_8000_1234_5678, 0x67, new(0x89));
        Assert.Equal(0xFFFF_8000ul, descriptor.High);
        Assert.Equal(0xFFFF_8000_1234_5678, descriptor.Base);
    }

    [Fact]
    public void GatesAreEncodedAndDecoded()
    {
        GateDescriptor gate = new(0x1234_5678, 8, SystemSegmentType.InterruptGate, 3);
        Assert.Equal(0x1234_EE00_0008_5678ul, gate.Low);
        Assert.Equal(gate, GateDescriptor.Decode(gate.Low, 0, ia32e: false));

        GateDescriptor wide = new(0xFFFF_8000_1234_5678, 8, SystemSegmentType.TrapGate, 0, Ist: 5);
        Assert.Equal(0xFFFF_8000ul, wide.High);
        Assert.Equal(wide, GateDescriptor.Decode(wide.Low, wide.High, ia32e: true));

        GateDescriptor call = new(0x5678, 0x10, SystemSegmentType.CallGate16, 3, Count: 4);
        Assert.Equal(0x0000_E404_0010_5678ul, call.Low);
        Assert.Equal(call, GateDescriptor.Decode(call.Low, 0, ia32e: false));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void TssFieldsDoNotOverlap(int bits)
    {
        TssLayout layout = TssLayout.ForBits(bits)!;
        int end = 0;
        foreach (TssField field in layout.Fields.OrderBy(field => field.Offset))
        {
            Assert.True(field.Offset >= end, $"{field.Name} overlaps what is before it");
            end = field.Offset + field.Size;
        }

        Assert.Equal(layout.Size, end);
    }

    [Fact]
    public void TssFieldsLieWhereTheManualSays()
    {
        Assert.Equal(0x66, TssLayout.Tss32.Find("iomap")!.Offset);
        Assert.Equal(0x08, TssLayout.Tss32.Find("ss0")!.Offset);
        Assert.Equal(0x5C, TssLayout.Tss32.Find("gs")!.Offset);
        Assert.Equal(0x24, TssLayout.Tss64.Find("ist1")!.Offset);
        Assert.Equal(42, TssLayout.Tss16.Find("ldt")!.Offset);
    }

    [Fact]
    public void AccessRightsAreDescribed()
    {
        Assert.Equal("data, writable, accessed", new AccessRights(0xF3).TypeName);
        Assert.Equal("code, readable, accessed", new AccessRights(0xC09B).TypeName);
        Assert.Equal("32/64-bit TSS, busy", new AccessRights(0x8B).TypeName);
    }
}
