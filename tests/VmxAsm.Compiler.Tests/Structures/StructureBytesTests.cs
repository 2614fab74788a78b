using Xunit;

namespace VmxAsm.Compiler.Tests.Structures;

/// <summary>Each structure beside the same bytes written by hand, as the figures of SDM volume 3 lay them out.</summary>
public class StructureBytesTests
{
    [Theory]
    [InlineData(".descriptor code32", ".word 0xFFFF, 0, 0x9A00, 0x00CF")]
    [InlineData(".descriptor data32", ".word 0xFFFF, 0, 0x9200, 0x00CF")]
    [InlineData(".descriptor code16", ".word 0xFFFF, 0, 0x9A00, 0")]
    [InlineData(".descriptor code64", ".word 0xFFFF, 0, 0x9A00, 0x00AF")]
    [InlineData(".descriptor code32, base=0x12345678, limit=0xFFFFF", ".word 0xFFFF, 0x5678, 0x9A34, 0x124F")]
    [InlineData(".descriptor code32, limit=1M", ".word 0xFFFF, 0, 0x9A00, 0x004F")]
    [InlineData(".descriptor data32, limit=2M, dpl=3", ".word 0x01FF, 0, 0xF200, 0x00C0")]
    [InlineData(".descriptor data16, size=0x100, read_only, accessed", ".word 0x00FF, 0, 0x9100, 0")]
    [InlineData(".descriptor data32, limit=0xFFF, granularity=page, expand_down", ".word 0, 0, 0x9600, 0x00C0")]
    [InlineData(".descriptor code32, conforming, execute_only, available", ".word 0xFFFF, 0, 0x9C00, 0x00DF")]
    [InlineData(".descriptor code32, not_present", ".word 0xFFFF, 0, 0x1A00, 0x00CF")]
    [InlineData(".descriptor ldt, base=0x10000, limit=0x17", ".word 0x17, 0, 0x8201, 0")]
    [InlineData(".descriptor tss32, base=0x20000, limit=0x67, busy", ".word 0x67, 0, 0x8B02, 0")]
    [InlineData(".descriptor tss16, base=0x20000, limit=0x2B", ".word 0x2B, 0, 0x8102, 0")]
    [InlineData(".descriptor tss64, base=0x123456789ABC, limit=0x67", ".word 0x67, 0x9ABC, 0x8978, 0x5600, 0x1234, 0, 0, 0")]
    [InlineData(".descriptor call_gate32, selector=0x28, offset=0x12345678, parameters=3, dpl=3", ".word 0x5678, 0x28, 0xEC03, 0x1234")]
    [InlineData(".descriptor call_gate16, selector=0x28, offset=0x1234", ".word 0x1234, 0x28, 0x8400, 0")]
    [InlineData(".descriptor call_gate64, selector=0x28, offset=0x123456789ABC", ".word 0x9ABC, 0x28, 0x8C00, 0x5678, 0x1234, 0, 0, 0")]
    [InlineData(".descriptor task_gate, selector=0x28, dpl=1", ".word 0, 0x28, 0xA500, 0")]
    [InlineData(".descriptor tss64, base=0xFFFFFFFF80001000, limit=0x67", ".word 0x67, 0x1000, 0x8900, 0x8000, 0xFFFF, 0xFFFF, 0, 0")]
    [InlineData(".descriptor ldt64, base=0xFFFF800000000000, limit=0x67", ".word 0x67, 0, 0x8200, 0, 0x8000, 0xFFFF, 0, 0")]
    [InlineData(".descriptor call_gate64, selector=0x28, offset=-0x1000", ".word 0xF000, 0x28, 0x8C00, 0xFFFF, 0xFFFF, 0xFFFF, 0, 0")]
    [InlineData(".raw 0x123456789ABCDEF0", ".quad 0x123456789ABCDEF0")]
    public void A_descriptor(string words, string byHand) =>
        Assert.Equal(
            StructureSource.Bytes($".quad 0\n{byHand}\n"),
            StructureSource.Bytes($".gdt g\n.null\n{words}\n.endgdt\n"));

    [Theory]
    [InlineData("32", ".gate 1, 0x12345678, selector=8", ".quad 0\n.word 0x5678, 8, 0x8E00, 0x1234")]
    [InlineData("32", ".gate DB, 0x12345678, selector=8, type=trap, dpl=3", ".quad 0\n.word 0x5678, 8, 0xEF00, 0x1234")]
    [InlineData("32", ".gate 0..1, 0x10, selector=8", ".rept 2\n.word 0x10, 8, 0x8E00, 0\n.endr")]
    [InlineData("32", ".gate 0, type=task, selector=0x30", ".word 0, 0x30, 0x8500, 0")]
    [InlineData("16", ".gate 0, 0x1234, selector=8", ".word 0x1234, 8, 0x8600, 0")]
    [InlineData("64", ".gate 0, 0x123456789ABC, selector=8, ist=3", ".word 0x9ABC, 8, 0x8E03, 0x5678, 0x1234, 0, 0, 0")]
    public void A_gate(string format, string words, string byHand) =>
        Assert.Equal(StructureSource.Bytes(byHand + "\n"), StructureSource.Bytes($".idt i, format={format}\n{words}\n.endidt\n"));

    [Fact]
    public void Stubs_push_a_zero_only_where_the_processor_pushes_no_error_code()
    {
        string structure = """
            .code32
            handler: iret
            .balign 8
            .idt i, format=32, selector=8, vectors=15
            .gate 12..14, handler, stubs
            .gate 3, handler, stubs
            .endidt
            """;
        string byHand = """
            .code32
            handler: iret
            .balign 8
            .zero 3*8
            .word (three - 0) & 0xffff, 8, 0x8E00, 0
            .zero 8*8
            .word (twelve - 0) & 0xffff, 8, 0x8E00, 0
            .word (thirteen - 0) & 0xffff, 8, 0x8E00, 0
            .word (fourteen - 0) & 0xffff, 8, 0x8E00, 0
            twelve:   push $12
                      .byte 0xE9
                      .long handler - . - 4
            thirteen: push $13
                      .byte 0xE9
                      .long handler - . - 4
            fourteen: push $14
                      .byte 0xE9
                      .long handler - . - 4
            three:    push $0
                      push $3
                      .byte 0xE9
                      .long handler - . - 4
            """;
        Assert.Equal(StructureSource.Bytes(byHand + "\n"), StructureSource.Bytes(structure + "\n"));
    }

    [Fact]
    public void A_task_state_segment_with_its_bitmap()
    {
        string structure = ".tss t, format=32\nss0 = 0x10\nesp0 = 0x7000\neflags = IF | IOPL(3)\n.iopb allow=0x3F8..0x3FF\n.endtss\n.word t.limit\n";
        string byHand = ".long 0, 0x7000, 0x10\n.zero 0x24-12\n.long 0x3200\n.zero 100-0x28\n.word 0, 104\n.fill 127,1,0xFF\n.byte 0, 0xFF\n.word 104+129-1\n";
        Assert.Equal(StructureSource.Bytes(byHand), StructureSource.Bytes(structure));
    }

    [Fact]
    public void A_redirection_bitmap_lies_before_the_io_bitmap()
    {
        string structure = ".tss t, format=32\n.redirection monitor=0x10 | 0x21\n.iopb allow=0\n.endtss\n";
        string byHand = ".zero 102\n.word 136\n.byte 0,0,1,0,2\n.zero 27\n.byte 0xFE, 0xFF\n";
        Assert.Equal(StructureSource.Bytes(byHand), StructureSource.Bytes(structure));
    }

    [Theory]
    [InlineData("pse", ".map 0, 0, 4M, present|writable|user", "0x87")]
    [InlineData("pse", ".map 0, 0x1_0040_0000, 4M, present", "0x00402081")]
    [InlineData("pse", ".map 0, 0, 4M, present|pat|global", "0x1181")]
    public void A_page_directory_of_4_MByte_pages(string format, string map, string entry) =>
        Assert.Equal(StructureSource.Bytes($".long {entry}\n.zero 4092\n"), StructureSource.Bytes($".pagetables p, format={format}\n{map}\n.endpagetables\n"));

    [Fact]
    public void Four_level_tables_follow_their_root()
    {
        byte[] image = StructureSource.Bytes("""
            .quad p.cr3
            .pagetables p, format=ia32e
            .map 0, 0, 2M, present|writable
            .map 0xFFFF800000000000, 0x5000, 4K, present|nx
            .endpagetables

            """);
        ulong root = BitConverter.ToUInt64(image);
        ulong Entry(ulong table, int index) => BitConverter.ToUInt64(image, (int)table + (index * 8));
        Assert.Equal(0UL, root & 0xFFF);
        Assert.Equal(6 * 4096UL + root, (ulong)image.Length);
        ulong pdpt = Entry(root, 0);
        Assert.Equal(3UL, pdpt & 0xFFF);
        ulong directory = Entry(pdpt & ~0xFFFUL, 0);
        Assert.Equal(0x83UL, Entry(directory & ~0xFFFUL, 0));
        ulong high = Entry(root, 256);
        Assert.Equal(1UL, high & 0xFFF);
        ulong page = Entry(Entry(Entry(high & ~0xFFFUL, 0) & ~0xFFFUL, 0) & ~0xFFFUL, 0);
        Assert.Equal(0x8000_0000_0000_5001, page);
    }

    [Fact]
    public void A_physical_address_may_wait_for_the_linker()
    {
        byte[] image = StructureSource.Bytes("""
            .pagetables p, format=legacy
            .map 0x400000, memory, 8K, present
            .endpagetables
            .section .late, "aw"
            .balign 4096
            memory: .zero 8192

            """);
        ulong table = BitConverter.ToUInt32(image, 4) & ~0xFFFUL;
        ulong first = BitConverter.ToUInt32(image, (int)table);
        Assert.Equal(1UL, first & 0xFFF);
        Assert.Equal(first + 4096, BitConverter.ToUInt32(image, (int)table + 4));
        Assert.Equal((ulong)image.Length - 8192, first - 1);
    }

    [Fact]
    public void An_ept_pointer_says_four_levels_and_write_back()
    {
        byte[] image = StructureSource.Bytes(".eptp e\n.pagetables e, format=ept\n.map 0, 0, 4K, read, memory_type=uncacheable\n.endpagetables\n");
        ulong pointer = BitConverter.ToUInt64(image);
        Assert.Equal(0x1EUL, pointer & 0xFFF);
        ulong entry = BitConverter.ToUInt64(image, (int)(pointer & ~0xFFFUL));
        Assert.Equal(1UL, entry & 0xFFF);
    }

    [Fact]
    public void Register_images_take_the_size_of_the_mode()
    {
        string gdt = ".gdt g\n.null\n.endgdt\n";
        Assert.Equal(StructureSource.Bytes(".quad 0\n.word 7\n.long 0\n"), StructureSource.Bytes(gdt + ".code32\n.gdtr g\n"));
        Assert.Equal(StructureSource.Bytes(".quad 0\n.word 7\n.quad 0\n"), StructureSource.Bytes(gdt + ".code64\n.gdtr g\n"));
    }

    [Fact]
    public void Bitmaps_and_lists()
    {
        Assert.Equal(
            StructureSource.Bytes(".zero 12\n.byte 0x1f\n.zero 4096-13\n.byte 0\n.zero 4094\n.byte 0x80\n"),
            StructureSource.Bytes(".iobitmap b, intercept=0x60..0x64 | 0xFFFF\n"));
        Assert.Equal(
            StructureSource.Bytes(".zero 0x410\n.byte 1\n.zero 0x800+0x2e-0x411\n.byte 0x70\n.zero 0x1000-0x82f\n"),
            StructureSource.Bytes(".msrbitmap b, read=IA32_EFER, write=0x174..0x176\n").AsSpan(0, 0x1000).ToArray());
        Assert.Equal(
            StructureSource.Bytes(".long 0x174, 0\n.quad 8\n.word 1\n"),
            StructureSource.Bytes(".msrlist l\n.msr IA32_SYSENTER_CS, 8\n.endmsrlist\n.word l.count\n"));
    }

    [Fact]
    public void Macros_and_conditionals_work_inside_a_block()
    {
        string source = """
            .macro flat kind
            .descriptor \kind
            .endm
            .gdt g
            .null
            .set WITH_DATA, 1
            flat code32
            .if WITH_DATA
            data: flat data32
            .endif
            .rept 2
            .descriptor code16
            .endr
            .endgdt
            .word data, g.size

            """;
        byte[] image = StructureSource.Bytes(source);
        Assert.Equal(5 * 8 + 4, image.Length);
        Assert.Equal(16, BitConverter.ToUInt16(image, 40));
        Assert.Equal(40, BitConverter.ToUInt16(image, 42));
    }

    [Fact]
    public void Local_labels_and_the_location_counter_are_values()
    {
        string structure = ".code32\n1: nop\n.balign 8\n.idt i, format=32, selector=8\n.gate 0, 1b\n.gate 1, 1f\n.endidt\n1: nop\n";
        string byHand = ".code32\nnop\n.balign 8\n.word 0, 8, 0x8E00, 0, 24, 8, 0x8E00, 0\nnop\n";
        Assert.Equal(StructureSource.Bytes(byHand), StructureSource.Bytes(structure));
        Assert.Equal(StructureSource.Bytes(".long 0, 1\n.zero 94\n.word 104\n"), StructureSource.Bytes(".tss t, format=32\nesp0 = . + 1\n.endtss\n"));
    }

    [Fact]
    public void Strict_mode_refuses_our_words()
    {
        BuildResult result = StructureSource.Build(".gdt g\n", CompilationOptions.Default with { GnuStrict = true });
        Assert.Contains("E0624", StructureSource.Text(result));
    }

    [Theory]
    [InlineData("default=allow, ports=100", "allow=0..99", "")]
    [InlineData("default=allow, ports=100, deny=5", "allow=0..4 | 6..99", "")]
    [InlineData("default=allow, ports=16, allow=40", "allow=0..15 | 40", "")]
    [InlineData("ports=0", "allow=none", ".byte 0xFF")]
    [InlineData("default=allow, ports=0", "", ".byte 0xFF")]
    [InlineData("allow=3, ports=24", "", ".byte 0xF7, 0xFF, 0xFF, 0xFF")]
    public void A_permission_bitmap_reaches_as_far_as_it_is_told(string keys, string plain, string byHand)
    {
        byte[] map = StructureSource.Bytes($".tss t, format=32\n.iopb {keys}\n.endtss\n")[0x68..];
        Assert.Equal(byHand.Length > 0 ? StructureSource.Bytes(byHand) : StructureSource.Bytes($".tss t, format=32\n.iopb {plain}\n.endtss\n")[0x68..], map);
    }

    [Theory]
    [InlineData("guest.segments = g:d\nguest.cs = g:c\n")]
    [InlineData("guest.cs = g:c\nguest.segments = g:d\n")]
    [InlineData("guest.segments = g:d\nguest.cs = v86(5)\nguest.cs.selector = c\nguest.cs.base = 0\nguest.cs.limit = 4G - 1\nguest.cs.access_rights = 0xC09B\n")]
    [InlineData("guest.cs.selector = c\nguest.cs.base = 0\nguest.cs.limit = 4G - 1\nguest.cs.access_rights = 0xC09B\nguest.segments = g:d\n")]
    [InlineData("guest.cs = flat32\nguest.segments = g:d\nguest.cs.selector = c\n")]
    public void A_specific_key_wins_wherever_it_stands(string lines)
    {
        const string rest = "guest.rip = 0\nhost.rip = 0\n.endvmcs\n.gdt g\n.null\nc: .descriptor code32\nd: .descriptor data32\n.endgdt\n.code64\nvmcs_load v\n";
        BuildResult result = StructureSource.Build(".vmcs v\nguest.cr3 = 0x1000\n" + lines + rest, new CompilationOptions { ImageFormat = "flat", Listing = true });
        Assert.True(result.Success && result.Diagnostics.Count == 0, StructureSource.Text(result));
        foreach (string field in (string[])["guest.cs.selector (0x0802) = 0x8", "guest.cs.access_rights (0x4816) = 0xc09b", "guest.ds.selector (0x0806) = 0x10", "guest.gs.access_rights (0x481e) = 0xc093"])
            Assert.Contains(field, result.Listing!, StringComparison.Ordinal);
    }
}
