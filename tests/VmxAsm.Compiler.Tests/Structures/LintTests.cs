using VmxAsm.Compiler.Diagnostics;
using Xunit;

namespace VmxAsm.Compiler.Tests.Structures;

/// <summary>Each lint on a program that has the mistake, and silence on one that has not.</summary>
public class LintTests
{
    private const string Guest = """
        guest.cs = v86(0x1000)
        guest.cr3 = 0x5000
        guest.rflags = VM
        guest.rip = 0
        host.rip = 0
        .endvmcs

        """;

    private const string Flat = "guest.cr3 = 0x5000\nguest.rip = 0\nhost.rip = 0\n.endvmcs\n";

    private const string Tables = ".gdt g\n.null\nc: .descriptor code32\nd: .descriptor data32\n.descriptor tss64, base=0, limit=0x67\n.endgdt\n";

    private const string Bare = "guest.cs = v86(0x1000)\nguest.rflags = VM\nguest.rip = 0\nhost.rip = 0\n.endvmcs\n";

    [Theory]
    [InlineData("W0641", ".gdt g\n.null\n.endgdt\n.tss t, format=32\nss0 = 0x10\n.endtss\n")]
    [InlineData("W0641", ".gdt g\n.null\n.endgdt\n.tss t, format=32\nss0 = 0xC\n.endtss\n")]
    [InlineData("W0641", ".gdt g\n.null\n.descriptor code32\n.endgdt\n.tss t, format=32\nds = 0x18\n.endtss\n")]
    [InlineData("W0641", ".code32\nljmp $0x10, $1f\n1: hlt\n.gdt g\n.null\n.descriptor code32\n.endgdt\n")]
    [InlineData("W0641", ".code32\nlcall $0xC, $1f\n1: hlt\n.gdt g\n.null\n.descriptor code32\n.endgdt\n")]
    [InlineData("W0641", ".code32\nljmpw $3, $1f\n1: hlt\n.gdt g\n.null\n.endgdt\n")]
    [InlineData("W0641", ".code16\nmov %eax, %cr0\nljmpl $0x18, $1f\n1: hlt\n.gdt g\n.null\n.descriptor code32\n.endgdt\n")]
    [InlineData("W0641", Tables + ".vmcs v\nguest.segments = g:d\nguest.cs = g:c\nguest.ds.selector = 0x50\nguest.gdtr = g\n" + Flat)]
    [InlineData("W0641", Tables + ".vmcs v\nguest.segments = g:d\nguest.cs = g:c\nguest.es.selector = 0x14\n" + Flat)]
    [InlineData("W0641", Tables + ".vmcs v\nguest.segments = g:d\nguest.cs = g:c\nguest.fs.selector = 0x20\nguest.gdtr = g\n" + Flat)]
    [InlineData("W0642", ".code64\nvmread %rdx, slot(%rip)\nhlt\n.data\nslot: .long 0\n")]
    [InlineData("W0642", ".code32\nvmcs_load v\n.vmcs v\nguest.gs.base = 0x123456789\n" + Guest)]
    [InlineData("W0643", ".gdt g\n.null\n.descriptor tss32, base=hand, limit=0x69\n.endgdt\nhand: .zero 0x66\n.word 0x68, 0\n")]
    [InlineData("W0644", ".code16\nmov $0x3F8, %dx\nout %al, %dx\nhlt\n")]
    [InlineData("W0645", ".iobitmap io, intercept=5\n.vmcs v\nio_bitmaps = io\n" + Guest)]
    [InlineData("W0645", ".msrbitmap m, read=5\n.vmcs v\nmsr_bitmap = m\n" + Guest)]
    [InlineData("W0642", ".code64\nvmread %rdx, slot(%rip)\nhlt\n.data\nslot: .long 0\nafter: .long 0\n")]
    [InlineData("W0642", ".code64\nvmread %rdx, slot\nhlt\n.data\nslot: .long 0\nafter: .long 0\n")]
    [InlineData("W0642", ".code64\nvmwrite slot, %rdx\nhlt\n.bss\nslot: .skip 4\nafter: .skip 4\n")]
    [InlineData("W0646", ".code16\ncli\n1: hlt\ncmpb $0, 0x500\nje 1b\n")]
    [InlineData("W0646", ".code32\ncli\nlidt 0x500\nwait: cmpl $0, 0x500\njne 2f\nhlt\njmp wait\n2: nop\n")]
    [InlineData("W0646", ".code64\ncli\nxor %eax, %eax\n1: hlt\nincl 0x500\njmp 1b\n")]
    [InlineData("W0647", ".tss t, format=32\nesp0 = 0x7000\n.endtss\n")]
    [InlineData("W0647", ".tss t, format=16\nsp1 = 0x7000\n.endtss\n")]
    [InlineData("W0648", ".pagetables p, format=pse\n.map 0, 0, 4M, writable | user\n.endpagetables\n")]
    [InlineData("W0648", ".pagetables p, format=ept\n.map 0, 0, 2M, accessed\n.endpagetables\n")]
    [InlineData("W0649", ".pagetables p, format=pse\n.map 0, 0, 4M\n.endpagetables\n.vmcs v\nguest.cr3 = p.cr3\n" + Bare)]
    [InlineData("W0649", ".pagetables p, format=pae\n.map 0, 0, 4M\n.endpagetables\n.vmcs v\nguest.cr3 = p.cr3\nguest.cr4 = PSE\n" + Bare)]
    [InlineData("W0649", ".pagetables p, format=legacy\n.map 0, 0, 4M\n.endpagetables\n.vmcs v\nguest.cr3 = p\nguest.cr4 = PAE\n" + Bare)]
    [InlineData("W0649", ".vmcs v\n" + Bare)]
    [InlineData("W0650", ".gdt g\n.null\n.descriptor tss32, base=t, limit=0x67\n.endgdt\n.tss t, format=32\n.iopb allow=5\n.endtss\n")]
    [InlineData("W0650", ".gdt g\n.null\n.descriptor ldt, base=l, limit=7\n.endgdt\n.ldt l\n.null\n.descriptor code32\n.endldt\n")]
    public void It_warns(string code, string source)
    {
        BuildResult result = StructureSource.Build(source);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Rule.Code == code && diagnostic.Severity == Severity.Warning);
        BuildResult silenced = StructureSource.Build(source, new CompilationOptions
        {
            ImageFormat = "flat",
            Warnings = WarningOptions.Default with { SuppressedCodes = new HashSet<string> { code } },
        });
        Assert.DoesNotContain(silenced.Diagnostics, diagnostic => diagnostic.Rule.Code == code);
        BuildResult fatal = StructureSource.Build(source, new CompilationOptions
        {
            ImageFormat = "flat",
            Warnings = WarningOptions.Default with { FatalCodes = new HashSet<string> { code } },
        });
        Assert.Contains(fatal.Diagnostics, diagnostic => diagnostic.Rule.Code == code && diagnostic.Severity == Severity.Error);
        Assert.False(fatal.Success);
    }

    [Theory]
    [InlineData(".gdt g\n.null\n.descriptor data32\n.endgdt\n.tss t, format=32\nss0 = 0x8\n.endtss\n")]
    [InlineData(".code64\nvmcs_load v\n.vmcs v\nguest.gs.base = 0x10000\n" + Guest)]
    [InlineData(".gdt g\n.null\n.raw 0x00cf9a000000ffff\n.endgdt\n.code32\nljmp $8, $1f\n1: hlt\n")]
    [InlineData(".gdt g\n.null\n.descriptor ldt, base=0x5000, limit=0xff\n.endgdt\n.tss t, format=32\nds = 0xC\nldt = 8\n.endtss\n")]
    [InlineData(".gdt g\n.null\n.descriptor code32\n.endgdt\n.tss t, format=32\ncs = 0x1000\nds = 8\neflags = VM\n.endtss\n")]
    [InlineData(".code32\nljmp $0x18, $1f\n1: hlt\n")]
    [InlineData(".code16\nljmp $0x7C0, $1f\n1: ljmpl $0x7C0, $1b\n.gdt g\n.null\n.descriptor code32\n.endgdt\n")]
    [InlineData(Tables + ".vmcs v\nguest.segments = g:d\nguest.cs = g:c\nguest.ds.selector = 0x50\n" + Flat)]
    [InlineData(Tables + ".vmcs v\nguest.gdtr = g\n" + Guest)]
    [InlineData(".code64\nvmread %rdx, slot(%rip)\nhlt\n.data\nslot: .quad 0\n")]
    [InlineData(".gdt g\n.null\n.descriptor tss32, base=hand, limit=0x69\n.endgdt\nhand: .zero 0x66\n.word 0x68, 0xFF00\n")]
    [InlineData(".code16\nmov $0x3FB, %dx\nout %al, %dx\nmov $0x3F8, %dx\nout %al, %dx\nhlt\n")]
    [InlineData(".iobitmap io, intercept=5\n.vmcs v\nprocessor_based = use_io_bitmaps\nio_bitmaps = io\n" + Guest)]
    [InlineData(".code64\nvmread %rdx, slot(%rip)\nhlt\n.data\nslot: .quad 0\nafter: .long 0\n")]
    [InlineData(".code32\nvmread %edx, slot\nhlt\n.data\nslot: .long 0\nafter: .long 0\n")]
    [InlineData(".code64\nvmread %rdx, %rax\nmov %eax, slot\nhlt\n.data\nslot: .long 0\nafter: .long 0\n")]
    [InlineData(".code16\ncli\n1: hlt\njmp 1b\n")]
    [InlineData(".code16\n1: cli\nhlt\nnop\njmp 1b\n")]
    [InlineData(".code16\n1: cli\ncmpb $0, 0x500\njne 2f\nsti\nhlt\njmp 1b\n2: nop\n")]
    [InlineData(".code16\ncli\ncall set_up\n1: hlt\ncmpb $0, 0x500\nje 1b\nset_up: sti\nret\n")]
    [InlineData(".code16\ncli\nmov $5, %ax\n1: hlt\ncmpb $0, 0x500\nje 1b\nsti\njmp 1b\n")]
    [InlineData(".code16\ncli\npopf\n1: hlt\ncmpb $0, 0x500\nje 1b\n")]
    [InlineData(".code16\ncli\njmp 2f\n1: hlt\ncmpb $0, 0x500\n2: je 1b\n")]
    [InlineData(".code32\ncli\n1: hlt\ncmpb $0, 0x500\nje 1b\nvmlaunch\n")]
    [InlineData(".tss t, format=64\nrsp0 = 0x7000\n.endtss\n")]
    [InlineData(".pagetables p, format=pse\n.map 0, 0, 4M, none\n.map 4M, 0, 4M\n.endpagetables\n")]
    [InlineData(".pagetables p, format=pse\n.map 0, 0, 4M\n.endpagetables\n.vmcs v\nguest.cr3 = p.cr3 | 8\nguest.cr4 = PSE\n" + Bare)]
    [InlineData(".pagetables p, format=pse\n.map 0, 0, 4K\n.endpagetables\n.vmcs v\nguest.cr3 = p.cr3\n" + Bare)]
    [InlineData(".pagetables p, format=pae\n.map 0, 0, 4M\n.endpagetables\n.vmcs v\nguest.cr3 = p.cr3\nguest.cr4 = PAE\n" + Bare)]
    public void It_is_silent(string source)
    {
        BuildResult result = StructureSource.Build(source);
        Assert.True(result.Success && result.Diagnostics.Count == 0, StructureSource.Text(result));
    }

    [Fact]
    public void The_four_mistakes_of_a_first_vmcs_are_reported_with_rule_and_section()
    {
        const string program = "vmcs_load v\n.gdt g\n.null\ncs: .descriptor code64\n.endgdt\n.vmcs v\n";
        (string Line, string Rule, string Section)[] mistakes =
        [
            ("guest.cs.base = 0x12345", "guest-cs-base-v86", "Checks on Guest Segment Registers"),
            ("guest.ss.access_rights = 0x93", "guest-ss-access-rights-v86", "Checks on Guest Segment Registers"),
            ("pin_based = 1 << 9", "pin-based-must-be-0", "VM-Execution Control Fields"),
            ("host.cs = cs | 3", "host-cs-selector", "Checks on Host Segment and Descriptor-Table Registers"),
        ];
        foreach ((string line, string rule, string section) in mistakes)
        {
            BuildResult result = StructureSource.Build(program + line + "\n" + Guest);
            Diagnostic found = Assert.Single(result.Diagnostics);
            Assert.Equal("E0617", found.Rule.Code);
            Assert.Equal(7, result.Sources.Locate(found.Span).Line);
            Assert.Contains($"rule `{rule}`: SDM volume 3, \"{section}\"", found.Notes);
            BuildResult unchecked_ = StructureSource.Build(program + line + "\n" + Guest, new CompilationOptions { ImageFormat = "flat", NoChecks = true });
            Assert.True(unchecked_.Success, StructureSource.Text(unchecked_));
        }
    }
}
