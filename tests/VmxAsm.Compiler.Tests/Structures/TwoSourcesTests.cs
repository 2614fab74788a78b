using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Structures;

/// <summary>
/// Every operand of every structure may be a value that only the linker knows: from another source, from further down, computed from addresses. The
/// bytes are those of the same structure with numbers in it.
/// </summary>
public class TwoSourcesTests
{
    /// <summary>What the structures below refer to, at addresses that the test knows.</summary>
    private const string Other = """
        .globl far_gdt, far_tss, far_cs, far_ds, far_cs64, far_code, far_end, far_page, far_stack, far_msr, far_value, far_map
        .section .far, "aw", load=0x20000
        far_page: .zero 4096
        far_code: .zero 0x234
        far_end:
        .gdt far_gdt
        .null
        far_cs: .descriptor code32
        far_ds: .descriptor data32
        far_cs64: .descriptor code64
        .endgdt
        .tss far_tss, format=32
        .endtss
        .set far_stack, 0x7000
        .set far_msr, 0x174
        .set far_value, 0x12345678
        .set far_map, 0x40

        """;

    [Theory]
    [InlineData(".gdt g\n.null\n.descriptor code32, base=far_code, limit=far_end - far_code - 1, granularity=byte\n.endgdt\n",
        ".gdt g\n.null\n.descriptor code32, base=0x21000, limit=0x233, granularity=byte\n.endgdt\n")]
    [InlineData(".gdt g\n.null\n.descriptor data16, base=far_code, size=far_end - far_code\n.endgdt\n",
        ".gdt g\n.null\n.descriptor data16, base=0x21000, limit=0x233\n.endgdt\n")]
    [InlineData(".gdt g\n.null\n.descriptor tss32, base=far_tss, limit=far_tss.limit, busy\n.endgdt\n",
        ".gdt g\n.null\n.descriptor tss32, base=0x21280, limit=0x67, busy\n.endgdt\n")]
    [InlineData(".gdt g\n.null\n.descriptor tss64, base=far_code, size=far_end - far_code\n.endgdt\n", ".gdt g\n.null\n.descriptor tss64, base=0x21000, limit=0x233\n.endgdt\n")]
    [InlineData(".gdt g\n.null\n.descriptor code32, dpl=far_cs >> 3\n.endgdt\n", ".gdt g\n.null\n.descriptor code32, dpl=1\n.endgdt\n")]
    [InlineData(".gdt g\n.null\n.descriptor call_gate32, selector=far_cs | 3, offset=far_code + 4, parameters=far_cs >> 2, dpl=3\n.endgdt\n",
        ".gdt g\n.null\n.descriptor call_gate32, selector=0xb, offset=0x21004, parameters=2, dpl=3\n.endgdt\n")]
    [InlineData(".gdt g\n.null\n.descriptor task_gate, selector=later\n.endgdt\n.set later, 0x28\n",
        ".gdt g\n.null\n.descriptor task_gate, selector=0x28\n.endgdt\n")]
    [InlineData(".gdt g\n.null\n.raw far_code << 32 | far_cs\n.endgdt\n", ".gdt g\n.null\n.raw 0x0002100000000008\n.endgdt\n")]
    [InlineData(".ldt l\n.descriptor code16, base=far_page, limit=64K\n.endldt\n", ".ldt l\n.descriptor code16, base=0x20000, limit=64K\n.endldt\n")]
    [InlineData(".idt i, format=32\n.gate 0..1, far_code, selector=far_cs, dpl=far_cs >> 3\n.endidt\n",
        ".idt i, format=32\n.gate 0..1, 0x21000, selector=8, dpl=1\n.endidt\n")]
    [InlineData(".idt i, format=64, default=far_code, vectors=3, selector=far_cs64\n.gate 2, far_code + 1, ist=far_cs >> 2\n.endidt\n",
        ".idt i, format=64, default=0x21000, vectors=3, selector=0x18\n.gate 2, 0x21001, ist=2\n.endidt\n")]
    [InlineData(".idt i, format=16\n.gate 1, far_map, selector=far_cs\n.raw 2, far_code\n.endidt\n", ".idt i, format=16\n.gate 1, 0x40, selector=8\n.raw 2, 0x21000\n.endidt\n")]
    [InlineData(".tss t, format=32\nss0 = far_ds\nesp0 = far_stack\ncr3 = far_page\neip = far_code\ncs = far_cs\niomap = far_map\n.endtss\n",
        ".tss t, format=32\nss0 = 0x10\nesp0 = 0x7000\ncr3 = 0x20000\neip = 0x21000\ncs = 8\niomap = 0x40\n.endtss\n")]
    [InlineData(".tss t, format=64\nrsp0 = far_stack\nist1 = far_code\niomap = far_map\n.endtss\n", ".tss t, format=64\nrsp0 = 0x7000\nist1 = 0x21000\niomap = 0x40\n.endtss\n")]
    [InlineData(".tss t, format=16\nss0 = far_ds\nsp0 = far_stack\n.endtss\n", ".tss t, format=16\nss0 = 0x10\nsp0 = 0x7000\n.endtss\n")]
    [InlineData(".pagetables p, format=legacy\n.map 0x5000, far_page, 8K\n.endpagetables\n", ".pagetables p, format=legacy\n.map 0x5000, 0x20000, 8K, page=4K\n.endpagetables\n")]
    [InlineData(".pagetables p, format=pse\n.map 0x5000, far_page, 8K, present\n.endpagetables\n", ".pagetables p, format=pse\n.map 0x5000, 0x20000, 8K, present\n.endpagetables\n")]
    [InlineData(".pagetables p, format=pse\n.map 0, far_page << 6, 4M, page=4M\n.endpagetables\n", ".pagetables p, format=pse\n.map 0, 0x800000, 4M, page=4M\n.endpagetables\n")]
    [InlineData(".pagetables p, format=pae\n.map 0x5000, far_page, 8K, present | nx\n.endpagetables\n", ".pagetables p, format=pae\n.map 0x5000, 0x20000, 8K, present | nx\n.endpagetables\n")]
    [InlineData(".pagetables p, format=ia32e\n.map 0, far_page << 4, 2M, page=2M\n.endpagetables\n", ".pagetables p, format=ia32e\n.map 0, 0x200000, 2M, page=2M\n.endpagetables\n")]
    [InlineData(".pagetables p, format=ept\n.map 0, far_page, 4K, read, memory_type=uncacheable\n.endpagetables\n", ".pagetables p, format=ept\n.map 0, 0x20000, 4K, read, memory_type=uncacheable\n.endpagetables\n")]
    [InlineData(".msrlist l\n.msr far_msr, far_value\n.msr IA32_PAT, later\n.endmsrlist\n.set later, 0x0007040600070406\n",
        ".msrlist l\n.msr 0x174, 0x12345678\n.msr IA32_PAT, 0x0007040600070406\n.endmsrlist\n")]
    [InlineData(".code32\n.gdtr far_gdt\n", ".word 0x1f\n.long 0x21234 + 4\n")]
    [InlineData(".code64\n.idtr g\n.idt g, format=32\n.gate 0, 5, selector=8\n.endidt\n", ".word 7\n.quad g\n.idt g, format=32\n.gate 0, 5, selector=8\n.endidt\n")]
    public void A_structure_takes_values_of_the_linker(string source, string byHand)
    {
        string numbers = ".text\n" + byHand;
        Assert.Equal(Link(numbers, Other), Link(".text\n" + source, Other));

        // The other order of the two files must make no difference to what the values are.
        Assert.Equal(Link(Other, numbers), Link(Other, ".text\n" + source));
    }

    [Theory]
    [InlineData("guest.cs.base = far_code", "guest.cs.base = 0x21000")]
    [InlineData("guest.cs = v86(far_value >> 16)", "guest.cs = v86(0x1234)")]
    [InlineData("guest.cr3 = far_page", "guest.cr3 = 0x20000")]
    [InlineData("guest.gdtr = far_gdt", "guest.gdtr.base = 0x21238\nguest.gdtr.limit = 0x1f")]
    [InlineData("exception_bitmap = far_cs | PF", "exception_bitmap = 8 | PF")]
    [InlineData("processor_based = far_cs << 4 | hlt_exiting", "processor_based = 1 << 7 | hlt_exiting")]
    [InlineData("guest.cr0 = PE | far_cs << 2", "guest.cr0 = PE | 1 << 5")]
    [InlineData("guest.rflags = VM | later\n.set later, 0x200", "guest.rflags = VM | IF")]
    [InlineData("inject = event(external_interrupt, far_cs << 2)", "inject = event(external_interrupt, 0x20)")]
    [InlineData("guest.ia32_sysenter_esp = msr(far_msr)", "guest.ia32_sysenter_esp = msr(0x174)")]
    [InlineData("guest.ss.access_rights = far_cs", "guest.ss.access_rights = 8")]
    [InlineData("guest.ds = far_gdt:far_ds", "guest.ds.selector = 0x10\nguest.ds.base = 0\nguest.ds.limit = 0xFFFFFFFF\nguest.ds.access_rights = 0xC093")]
    [InlineData("guest.cs = far_gdt:far_cs64", "guest.cs.selector = 0x18\nguest.cs.base = 0\nguest.cs.limit = 0xFFFFFFFF\nguest.cs.access_rights = 0xA09B")]
    public void A_vmcs_takes_values_of_the_linker(string line, string byHand)
    {
        // In 32-bit code a number and an address are loaded by the same instruction.
        static string Program(string line) =>
            $".code32\nvmcs_load v\n.vmcs v\nguest.rip = far_code\nhost.rip = far_code\n{(line.StartsWith("guest.cs =", StringComparison.Ordinal) ? "" : "guest.cs = v86(0)\n")}{line}\n.endvmcs\n";

        Assert.Equal(Link(Program(byHand), Other), Link(Program(line), Other));
    }

    [Fact]
    public void Names_that_a_block_gives_are_as_global_as_the_block()
    {
        byte[] image = Link(
            ".text\n.word a.limit, b.count, c.size\n.long p.cr3, e.eptp, io.b, v.pointer\n",
            """
            .globl a, b, c, p, e, io, v
            .idt a, format=32
            .gate 0, 1, selector=8
            .endidt
            .msrlist b
            .msr 5, 6
            .endmsrlist
            .vmxonregion c
            .pagetables p, format=pse
            .map 0, 0, 4M
            .endpagetables
            .pagetables e, format=ept
            .map 0, 0, 2M
            .endpagetables
            .iobitmap io
            .vmxonregion v

            """);
        Assert.Equal([7, 0, 1, 0, 0, 0x10], image[..6]);
    }

    [Fact]
    public void A_selector_of_another_sources_table_is_found()
    {
        BuildResult result = Build(".text\n.gdt mine\n.null\n.endgdt\n.tss t, format=32\nss0 = far_ds\n.endtss\n", Other);
        Assert.True(result.Success && result.Diagnostics.Count == 0, StructureSource.Text(result));
    }

    [Fact]
    public void A_descriptor_that_no_source_has_is_one_error()
    {
        BuildResult result = Build(".vmcs v\nguest.cs = far_gdt:nothing\nguest.rip = 0\nhost.rip = 0\n.endvmcs\n.code64\nvmcs_load v\n", Other);
        Assert.Contains("`far_gdt.nothing.selector` is not defined", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    private static byte[] Link(params string[] sources)
    {
        BuildResult result = Build(sources);
        Assert.True(result.Success, StructureSource.Text(result));
        return result.Image.ToArray();
    }

    private static BuildResult Build(params string[] sources)
    {
        using TemporaryFolder folder = new();
        string[] paths = [.. sources.Select((source, index) => folder.Write($"source{index}.s", source))];
        return Compilation.Build(paths, new CompilationOptions { ImageFormat = "flat", TextAddress = 0x10000, CpuModelName = "haswell", NoChecks = true });
    }
}
