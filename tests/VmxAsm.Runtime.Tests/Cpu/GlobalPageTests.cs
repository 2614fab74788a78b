using VmxAsm.Architecture.Processor;
using VmxAsm.Runtime.Cpu;
using Xunit;

namespace VmxAsm.Runtime.Tests.Cpu;

/// <summary>What stays in the TLB when the page tables change behind its back ("Operations that Invalidate TLBs and Paging-Structure Caches").</summary>
public sealed class GlobalPageTests
{
    private const ulong Tables = 0x1000, GlobalPage = 0x10000, OwnPage = 0x11000, Moved = 0x10000, Global = 1 << 8;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Global_pages_survive_a_new_address_space(bool isEnabled)
    {
        using var machine = new ProcessorUnderTest();
        Processor cpu = machine.Cpu;
        for (ulong level = 0; level < 3; level++)
            machine.Memory.Write(Tables + (0x1000 * level), Tables + (0x1000 * (level + 1)) | 3);
        Map(0, Global);
        for (uint value = 1; value <= 4; value++)
            machine.Memory.Write(value <= 2 ? GlobalPage + (0x1000 * (value - 1)) : GlobalPage + Moved + (0x1000 * (value - 3)), value);
        cpu.Cr0 = Cr0.PE | Cr0.PG;
        cpu.Cr3 = Tables;
        cpu.Cr4 = Cr4.PAE | (isEnabled ? Cr4.PGE : 0);
        cpu.Efer = Efer.LME | Efer.LMA;
        cpu.UpdateMode();
        cpu.FlushTlb();
        Assert.Equal((1U, 2U), Look());

        Map(Moved, Global);
        Assert.Equal((1U, 2U), Look());
        cpu.WriteCr3(Tables);
        Assert.Equal((isEnabled ? 1U : 3U, 4U), Look());
        cpu.FlushPage(GlobalPage);
        Assert.Equal((3U, 4U), Look());

        Map(0, Global);
        cpu.WriteCr4(cpu.Cr4 ^ Cr4.PGE);
        Assert.Equal((1U, 2U), Look());

        void Map(ulong distance, ulong global)
        {
            machine.Memory.Write(Tables + 0x3000 + ((GlobalPage >> 12) * 8), (GlobalPage + distance) | global | 3);
            machine.Memory.Write(Tables + 0x3000 + ((OwnPage >> 12) * 8), (OwnPage + distance) | 3);
        }

        (uint, uint) Look() => (cpu.ReadLinear<uint>(GlobalPage, user: false), cpu.ReadLinear<uint>(OwnPage, user: false));
    }
}
