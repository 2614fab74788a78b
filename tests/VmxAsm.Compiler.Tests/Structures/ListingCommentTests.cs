using Xunit;

namespace VmxAsm.Compiler.Tests.Structures;

/// <summary>The listing says below each line of a block what the bytes that it made mean.</summary>
public class ListingCommentTests
{
    [Theory]
    [InlineData(".gdt g\n.null\ncs: .descriptor code32, dpl=3\n.endgdt\n", "cs: .descriptor", "selector 0x0008: .descriptor code32, base=0x0, limit=4G, dpl=3")]
    [InlineData(".ldt l\n.descriptor data16, base=0x12345, limit=0x77\n.endldt\n", ".descriptor", "selector 0x0004: .descriptor data16, base=0x12345, limit=0x77")]
    [InlineData(".gdt g\n.null\n.endgdt\n.code64\n.gdtr g\n", ".gdtr", "limit 0x7, base 0x1000")]
    [InlineData(".code32\nh: iret\n.idt i, format=32, selector=8\n.gate PF, h, dpl=3\n.endidt\n", ".gate", "vector 14 (#PF): 0x1000, selector=0x8, type=interrupt, dpl=3")]
    [InlineData(".code32\nh: iret\n.idt i, format=32, selector=8, default=h, vectors=64\n.gate 3, h, type=trap\n.endidt\n", ".idt", "vectors 4..63: 0x1000, selector=0x8, type=interrupt, dpl=0")]
    [InlineData(".tss t, format=32\nesp0 = 0x7C00\n.endtss\n", "esp0", "0x04 esp0 = 0x7c00")]
    [InlineData(".tss t, format=32\neflags = VM | IF\n.endtss\n", "eflags", "0x24 eflags = 0x20200 (IF | VM)")]
    [InlineData(".tss t, format=32\n.iopb allow=0x60..0x64\n.endtss\n", ".iopb", "0x68 .iopb allow=0x60..0x64, and the byte of ones that ends it")]
    [InlineData(".tss t, format=32\n.redirection monitor=0x21\n.endtss\n", ".redirection", "0x68 .redirection monitor=0x21")]
    [InlineData(".pagetables p, format=pse\n.map 0x400000, 0x800000, 8M, present | user\n.endpagetables\n", ".map",
        "page directory entries 1..2: 0x400000..0xbfffff to 0x800000, present | user, page=4M")]
    [InlineData(".pagetables p, format=ept\n.map 0, 0, 4K, read, memory_type=uncacheable\n.endpagetables\n", ".map",
        "page table entry 0: 0x0..0xfff to 0x0, read, memory_type=uncacheable, page=4K")]
    [InlineData(".pagetables p, format=legacy\n.map 0, 0, 4K\n.endpagetables\n", ".map", "page directory entry 0: the page table at 0x2000, present | writable")]
    [InlineData(".pagetables p, format=ept\n.map 0, 0, 4K\n.endpagetables\n.eptp p\n", ".eptp", "tables at 0x2000, 4 levels, write_back")]
    [InlineData(".iobitmap b, intercept=0x60\n", ".iobitmap", "intercept=0x60")]
    [InlineData(".msrbitmap b, read=IA32_EFER\n", ".msrbitmap", "read=0xc0000080")]
    [InlineData(".msrlist l\n.msr IA32_EFER, LME\n.endmsrlist\n", ".msr ", "IA32_EFER (0xc0000080) = 0x100")]
    [InlineData(".vmcs v\nguest.cs = v86(0x1000)\nguest.rip = 0\nguest.rflags = VM\nhost.rip = 0\n.endvmcs\n", "guest.cs", "guest.cs.base (0x6808) = 0x10000")]
    [InlineData(".vmcs v\nguest.cs = v86(0x1000)\nguest.rip = 0\nguest.rflags = VM\nhost.rip = 0\n.endvmcs\n", ".vmcs", "default: guest.dr7 (0x681a) = 0x400")]
    [InlineData(".vmcs v\nguest.cs = v86(0x1000)\nguest.rip = 0\nguest.rflags = VM\nhost.rip = 0\nhost.cr3 = %cr3\n.endvmcs\n", "host.cr3", "host.cr3 (0x6c02) = %cr3")]
    public void A_line_is_explained(string source, string line, string comment)
    {
        BuildResult result = StructureSource.Build(source, new CompilationOptions { ImageFormat = "flat", TextAddress = 0x1000, Listing = true });
        Assert.True(result.Success, StructureSource.Text(result));
        Assert.Contains("# " + comment, CommentsBelow(result.Listing!, line));
    }

    [Fact]
    public void What_depends_on_addresses_is_left_open_in_an_object()
    {
        ObjectResult result = Compilation.Assemble("test.s", ".code32\n.idt i, format=16\n.gate 0, 0x1234, selector=sel\n.gate 1, 0, selector=8\n.endidt\n"u8, new CompilationOptions { Listing = true });
        Assert.NotNull(result.Listing);
        Assert.Contains("# known when linked", CommentsBelow(result.Listing, ".gate 0"));
        Assert.Contains("# vector 1 (#DB): 0x0, selector=0x8, type=interrupt, dpl=0", CommentsBelow(result.Listing, ".gate 1"));
    }

    /// <summary>The comment rows between the source line that contains a text and the next source line.</summary>
    private static List<string> CommentsBelow(string listing, string line)
    {
        IEnumerable<string> rows = listing.Split('\n').SkipWhile(row => !IsSource(row) || !row.Contains(line, StringComparison.Ordinal)).Skip(1).TakeWhile(row => !IsSource(row));
        return [.. rows.Select(row => row.Trim()).Where(row => row.StartsWith('#'))];
    }

    private static bool IsSource(string row) => row.Length > 6 && char.IsAsciiDigit(row[5]);
}
