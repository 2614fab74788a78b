using VmxAsm.Compiler.Diagnostics;
using Xunit;

namespace VmxAsm.Compiler.Tests.Diagnostics;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["mov", "movzx", "add", "guest.cr0", "guest.cr3", "host.rip"];

    [Theory]
    [InlineData("mvo", "mov")]
    [InlineData("MOV", "mov")]
    [InlineData("guest.cro", "guest.cr0")]
    [InlineData("gust.cr3", "guest.cr3")]
    [InlineData("hots.rip", "host.rip")]
    [InlineData("vmlaunch", null)]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void A_name_is_corrected_only_to_a_near_one(string name, string? expected) => Assert.Equal(expected, NearestName.Find(name, Names));

    [Fact]
    public void Near_names_come_nearest_first() => Assert.Equal(["guest.cr0", "guest.cr3"], NearestName.FindAll("guest.cr0", Names));
}
