using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Structures;

/// <summary>Bad input of every kind: the code, a part of the message, and the text that the caret stands under.</summary>
public class StructureErrorTests
{
    private const string Guest = "guest.cs = v86(0x1000)\nguest.rflags = VM\nguest.rip = 0\nhost.rip = 0\n.endvmcs\n";

    [Theory]

    // Blocks
    [InlineData(".gdt g\n.null\n", "E0601", "`.endgdt` is missing", ".gdt")]
    [InlineData(".gdt g\n.null\n.idt i, format=32\n.endidt\n", "E0601", "opens a block inside `.gdt g`", ".idt")]
    [InlineData(".descriptor code32\n", "E0602", "inside a `.gdt` block", ".descriptor")]
    [InlineData(".endgdt\n", "E0602", "closes no block", ".endgdt")]
    [InlineData(".gdt g\n.null\n.gate 3, 0\n.endgdt\n", "E0602", "inside a `.idt` block", ".gate")]
    [InlineData(".gdt g\n.null\nnop\n.endgdt\n", "E0603", "the instruction `nop`", "nop")]
    [InlineData(".gdt g\n.null\n.word 5\n.endgdt\n", "E0603", "`.word` stands inside", ".word")]
    [InlineData(".gdt\n.endgdt\n", "E0605", "needs a name", ".gdt")]
    [InlineData(".gdt g\n.null\n.endgdt\ng: nop\n", "E0401", "defined already", "g")]

    // Keys and words
    [InlineData(".gdt g\n.null\n.descriptor code32, bass=5\n.endgdt\n", "E0604", "did you mean `base`", "bass")]
    [InlineData(".gdt g\n.null\n.descriptor code32, base=5, base=6\n.endgdt\n", "E0606", "`base` is given twice", "base")]
    [InlineData(".gdt g\n.null\n.descriptor ldt, limit=5\n.endgdt\n", "E0605", "needs `base=`", ".descriptor")]
    [InlineData(".gdt g\n.null\n.descriptor cod32\n.endgdt\n", "E0611", "did you mean `code32`", "cod32")]
    [InlineData(".gdt g\n.null\n.descriptor code32, conformng\n.endgdt\n", "E0604", "did you mean `conforming`", "conformng")]
    [InlineData(".gdt g\n.null\n.descriptor code32, dpl=4\n.endgdt\n", "E0608", "`dpl` is 4, outside 0..3", "4")]
    [InlineData(".gdt g\n.null\n.descriptor code32, limit=0x123456\n.endgdt\n", "E0619", "the next one up is 0x123fff", "0x123456")]
    [InlineData(".gdt g\n.null\n.descriptor data32, conforming\n.endgdt\n", "E0619", "cannot be `conforming`", "conforming")]
    [InlineData(".gdt g\n.null\n.descriptor data32, base=1..2\n.endgdt\n", "E0607", "a range stands where", "1..2")]
    [InlineData(".gdt g\n.null\n.descriptor code32, base=\n.endgdt\n", "E0623", "a value is missing", "")]
    [InlineData(".gdt g\n.descriptor code32\n.endgdt\n", "E0619", "must be `.null`", ".descriptor code32")]
    [InlineData(".ldt l\n.descriptor tss32, base=0, limit=0x67\n.endldt\n", "E0619", "must stand in the GDT", "tss32")]
    [InlineData(".gdt g\n.null\n.descriptor tss32, base=0, limit=5\n.endgdt\n", "E0619", "must be at least 103", "5")]
    [InlineData(".gdt g\n.null\n.rept 8192\n.null\n.endr\n.endgdt\n", "E0613", "8193 entries", "g")]

    [InlineData(".gdt g\n.endgdt\n", "E0605", "a GDT begins with `.null`", "g")]
    [InlineData(".ldt l\n.endldt\n", "E0605", "has no entry", "l")]
    [InlineData(".gdt g\n.null\n.descriptor code32, base\n.endgdt\n", "E0605", "`base` needs a value", "base")]
    [InlineData(".gdt g\n.null\n.descriptor code32, accessed=1\n.endgdt\n", "E0607", "a word that stands alone", "accessed=1")]
    [InlineData(".gdt g\n.null\n.descriptor tss64, base=0x800000000000, limit=0x67\n.endgdt\n", "E0619", "not canonical", "0x800000000000")]
    [InlineData(".gdt g\n.null\n.descriptor ldt64, base=-1 << 60, limit=0x67\n.endgdt\n", "E0619", "not canonical", "-1 << 60")]
    [InlineData(".gdt g\n.null\nc: .descriptor code64\n.descriptor call_gate64, selector=c, offset=1 << 47\n.endgdt\n", "E0620", "not canonical", "1 << 47")]

    // Gates
    [InlineData(".idt i, format=64, selector=8\n.gate 3, 0x800000000000\n.endidt\n", "E0620", "not canonical", "0x800000000000")]
    [InlineData(".idt i, format=32\n.gate 300, 0, selector=8\n.endidt\n", "E0608", "vector 300 is outside", "300")]
    [InlineData(".idt i, format=32\n.gate 3, 0, selector=8\n.gate 1..4, 0, selector=8\n.endidt\n", "E0610", "vector 3 has a gate", "1..4")]
    [InlineData(".idt i, format=32\n.gate 3, 0\n.endidt\n", "E0605", "needs `selector=`", ".gate")]
    [InlineData(".idt i, format=32\n.gate 3, 0, selector=8, ist=2\n.endidt\n", "E0612", "64-bit mode only", "2")]
    [InlineData(".idt i, format=64\n.gate 3, type=task, selector=8\n.endidt\n", "E0612", "no task gates in 64-bit mode", ".gate 3, type=task, selector=8")]
    [InlineData(".idt i, format=24\n.gate 3, 0, selector=8\n.endidt\n", "E0611", "`24` is no format", "24")]
    [InlineData(".idt i, format=32, vectors=3\n.gate 3, 0, selector=8\n.endidt\n", "E0608", "outside the table", "3")]
    [InlineData(".idt i, format=32\n.gate GPF, 0, selector=8\n.endidt\n", "E0611", "did you mean `GP`", "GPF")]
    [InlineData(".idt i, format=32\n.gate 3, 0x123456789, selector=8\n.endidt\n", "E0608", "offset of a 32-bit gate", "0x123456789")]
    [InlineData(".gdt g\n.null\n.descriptor data32\n.endgdt\n.idt i, format=32\n.gate 3, 0, selector=8\n.endidt\n", "E0620", "is a `data32`", "8")]
    [InlineData(".gdt g\n.null\n.descriptor code32\n.endgdt\n.idt i, format=32\n.gate 3, 0, selector=0x18\n.endidt\n", "W0641", "hits no descriptor", "0x18")]

    // Task states
    [InlineData(".tss t, format=32\nesp9 = 0\n.endtss\n", "E0604", "did you mean `esp0`", "esp9")]
    [InlineData(".tss t, format=32\nrsp0 = 0\n.endtss\n", "E0604", "belongs to the 64-bit one", "rsp0")]
    [InlineData(".tss t, format=32\nesp0 = 1\nesp0 = 2\n.endtss\n", "E0606", "`esp0` is given twice", "esp0")]
    [InlineData(".tss t, format=32\nss0 = 0x12345\n.endtss\n", "E0608", "`ss0` is 0x12345", "0x12345")]
    [InlineData(".tss t, format=32\nss0 = 0x13\n.endtss\n", "E0621", "RPL 3", "0x13")]
    [InlineData(".tss t, format=32\n.iopb allow=0x10000\n.endtss\n", "E0608", "a port is 0x10000", "0x10000")]
    [InlineData(".tss t, format=32\n.iopb allow=5..3\n.endtss\n", "E0608", "ends at 3, before", "5..3")]
    [InlineData(".tss t, format=32\nesp0 = 1\n.raw 4, 1\n.endtss\n", "E0610", "have a value already", ".raw 4, 1")]
    [InlineData(".tss t, format=32\n.raw 2, 1, 3\n.endtss\n", "E0608", "1, 2, 4 and 8", "3")]
    [InlineData(".tss t, format=32\n.raw 2, 0x10000, 2\n.endtss\n", "E0608", "a number of 2 bytes", "0x10000")]
    [InlineData(".raw 2, 1\n", "E0602", "`.gdt`, `.ldt`, `.idt` or `.tss`", ".raw")]
    [InlineData(".tss t, format=16\n.iopb allow=5\n.endtss\n", "E0612", "16-bit TSS has no", ".iopb allow=5")]
    [InlineData(".tss t, format=64\n.redirection monitor=5\n.endtss\n", "E0612", "virtual-8086", ".redirection monitor=5")]

    [InlineData(".gdt g\n.null\n.descriptor code32\n.endgdt\n.tss t, format=32\nss0 = 8\n.endtss\n", "E0621", "a stack of ring 0 takes", "8")]
    [InlineData(".gdt g\n.null\n.descriptor data32, dpl=3\n.endgdt\n.tss t, format=32\nss0 = 8\n.endtss\n", "E0621", "with DPL 0", "8")]
    [InlineData(".gdt g\n.null\n.descriptor code32\n.endgdt\n.tss t, format=32\nldt = 8\n.endtss\n", "E0621", "unless it is an LDT", "8")]
    [InlineData(".tss t, format=16\nldt = 0xC\n.endtss\n", "E0621", "an LDT's descriptor is in the GDT", "0xC")]
    [InlineData(".gdt g\n.null\n.descriptor data32\n.endgdt\n.tss t, format=32\ncs = 8\n.endtss\n", "E0621", "a present code segment", "8")]
    [InlineData(".gdt g\n.null\n.descriptor data32, read_only\n.endgdt\n.tss t, format=32\nss = 8\n.endtss\n", "E0621", "writable data segment", "8")]
    [InlineData(".gdt g\n.null\n.descriptor code32, execute_only\n.endgdt\n.tss t, format=32\ngs = 8\n.endtss\n", "E0621", "can be read", "8")]
    [InlineData(".gdt g\n.null\n.descriptor code32\n.endgdt\n.tss t, format=32\nlink = 8\n.endtss\n", "E0621", "leads back to a TSS", "8")]
    [InlineData(".gdt g\n.null\n.descriptor tss16, base=t\n.endgdt\n.tss t, format=32\n.endtss\n", "E0619", "read it as one of 16 bits", "t")]
    [InlineData(".gdt g\n.null\n.descriptor tss32, base=g, limit=0x67\n.endgdt\n", "E0619", "`g` is a `.gdt`", "g")]
    [InlineData(".gdt g\n.null\n.descriptor ldt, base=t\n.endgdt\n.tss t, format=32\n.endtss\n", "E0619", "describes an `.ldt`", "t")]

    // Page tables
    [InlineData(".pagetables p\n.endpagetables\n", "E0605", "needs `format=`", ".pagetables")]
    [InlineData(".pagetables p, format=pse\n.map 0, 0, 4M, present\n.map 0x1000, 0, 4K, present\n.endpagetables\n", "E0610", "mapped already", "0x1000")]
    [InlineData(".pagetables p, format=pse\n.map 0x1_0000_0000, 0, 4M, present\n.endpagetables\n", "E0616", "reaches 32 bits", "0x1_0000_0000")]
    [InlineData(".pagetables p, format=ia32e\n.map 0x800000000000, 0, 4K, present\n.endpagetables\n", "E0616", "copies of bit 47", "0x800000000000")]
    [InlineData(".pagetables p, format=pse\n.map 0, 0x123, 4K, present\n.endpagetables\n", "E0609", "no multiple of 0x1000", "0x123")]
    [InlineData(".pagetables p, format=pse\n.map 0, 0, 5000, present\n.endpagetables\n", "E0609", "no multiple of the page size", "5000")]
    [InlineData(".pagetables p, format=pse\n.map 0, 0, 4M, present|nx\n.endpagetables\n", "E0612", "an entry of format `pse` has 32 bits", "present|nx")]
    [InlineData(".pagetables p, format=pse\n.map 0, 0, 4M, present, page=2M\n.endpagetables\n", "E0612", "has pages of 4K, 4M", "2M")]
    [InlineData(".pagetables p, format=pse\n.map 0, 0, 4M, presnt\n.endpagetables\n", "E0611", "did you mean `present`", "presnt")]
    [InlineData(".pagetables p, format=ept\n.map 0, 0, 4K, write\n.endpagetables\n", "E0622", "EPT misconfiguration", "write")]
    [InlineData(".pagetables p, format=pse\n.map 0, 0\n.endpagetables\n", "E0605", "needs a size", ".map")]
    [InlineData(".pagetables p, format=pse\n.map label, 0, 4K\n.endpagetables\nlabel: nop\n", "E0615", "the linear address must be known", "label")]

    [InlineData(".pagetables p, format=ia32e\n.map 0, 0, 64T, present, page=4K\n.endpagetables\n", "E0613", "use larger pages", "64T")]
    [InlineData(".idt i, format=32, selector=8\n.gate 0, 7b\n.endidt\n", "E0623", "no `7:` before", "")]

    // Bitmaps, lists, the rest
    [InlineData(".iobitmap b, intercept=0x10000\n", "E0608", "outside", "0x10000")]
    [InlineData(".iobitmap b, intrcept=5\n", "E0604", "did you mean `intercept`", "intrcept")]
    [InlineData(".msrbitmap b, read=0x3000\n", "E0608", "has no bit in the map", "0x3000")]
    [InlineData(".msrlist l\n.msr 0xC0000100, 0\n.endmsrlist\n.vmcs v\nentry_msr_load = l\n" + Guest, "E0617", "cannot be loaded from an MSR area", ".msr 0xC0000100, 0")]
    [InlineData(".msrlist l\n.msr IA32_PAT, 0\n.msr IA32_EFER, 1 << 20\n.endmsrlist\n.vmcs v\nexit_msr_load = l\n" + Guest, "E0617", "reserved bits", ".msr IA32_EFER, 1 << 20")]
    [InlineData(".msrlist l\n.msr 0x1234, 0\n.endmsrlist\n.vmcs v\nentry_msr_load = l\n" + Guest, "E0617", "must have the MSR", ".msr 0x1234, 0")]
    [InlineData(".pagetables p, format=pae\n.map 0, 0, 2M\n.endpagetables\n.vmcs v\nguest.cr3 = p + 4096\nguest.cr4 = PAE\nguest.cs = flat32\nguest.rip = 0\nhost.rip = 0\n.endvmcs\n", "E0617", "must not set reserved bits", "p + 4096")]
    [InlineData(".boot entry=s\n.boot entry=s\ns: nop\n", "E0606", "given twice", ".boot")]
    [InlineData(".gdtr t\n.tss t, format=32\n.endtss\n", "E0607", "`.gdtr` takes a `.gdt`", "t")]

    // The VMCS
    [InlineData("vmcs_load nothing\n", "E0614", "no `.vmcs` called `nothing`", "nothing")]
    [InlineData(".code16\nvmcs_load x\n", "E0612", "32- and 64-bit code", "vmcs_load")]
    [InlineData(".code32\nvmcs_load v\n.vmcs v\nguest.rsp = %r8\nguest.cr3 = 0x1000\n" + Guest, "E0612", "64-bit mode only", "%r8")]
    [InlineData(".vmcs v\nguest.cr9 = 5\n.endvmcs\n", "E0604", "did you mean `guest.cr", "guest.cr9")]
    [InlineData(".vmcs v\nguest.cs = v68(0x1000)\n.endvmcs\n", "E0607", "did you mean `v86`", "v68(0x1000)")]
    [InlineData(".vmcs v\nprocessor_based = hlt_exting\n.endvmcs\n", "E0611", "did you mean `hlt_exiting`", "hlt_exting")]
    [InlineData(".vmcs v\nguest.cr0 = PE\nguest.cr0 = PG\n.endvmcs\n", "E0606", "given twice", "guest.cr0")]
    [InlineData(".vmcs v\nhost.cr3 = %rax\n.endvmcs\n", "E0607", "the loading code uses it itself", "%rax")]
    [InlineData(".vmcs v\nguest.tr = g:t\n.endvmcs\n", "E0614", "no `.gdt` or `.ldt` called `g`", "g")]
    [InlineData(".vmcs v\nguest.ldtr = flat32\n" + Guest, "E0607", "describes no LDT", "flat32")]
    [InlineData(".vmcs v\nguest.tr = v86(8)\n" + Guest, "E0607", "describes no task", "v86(8)")]
    [InlineData(".gdt g\n.null\nd: .descriptor data32\n.endgdt\n.vmcs v\nguest.segments = g:d\nguest.rip = 0\nhost.rip = 0\n.endvmcs\n", "E0607", "give `guest.cs` a value of its own", "g:d")]
    [InlineData(".gdt g\n.null\nd: .descriptor data32\n.endgdt\n.vmcs v\nguest.cs.selector = g:d\n.endvmcs\n", "E0607", "the label `d` alone", "g:d")]
    [InlineData(".vmcs v\nguest.cs.selector = 0x12345\n.endvmcs\n", "E0608", "a 16-bit field", "0x12345")]
    [InlineData(".vmcs v\nvpid = 1\n.endvmcs\n", "E0618", "has no field `vpid`", "vpid")]
    [InlineData(".vmcs v\nexit_reason = 1\n.endvmcs\n", "E0618", "cannot write", "exit_reason")]
    [InlineData(".vmcs v\nguest.rip = 1\nhost.rip = 1\n.endvmcs\n", "E0605", "needs `guest.cs`, which says", "v")]
    [InlineData(".vmcs v\nguest.rflags = IOPL(4)\n.endvmcs\n", "E0608", "`IOPL` is 4", "4")]
    [InlineData(".vmcs v\n.word 5\n.endvmcs\n", "E0603", "its lines are `key = value`", ".word")]
    public void It_is_reported(string source, string code, string message, string underlined)
    {
        BuildResult result = StructureSource.Build(source);
        Diagnostic? found = result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Rule.Code == code && diagnostic.Message.Contains(message));
        Assert.True(found is not null, $"wanted {code}, {message}; got:\n{StructureSource.Text(result)}");
        Assert.Equal(underlined, result.Sources.TextOf(found.Span));
        Assert.True(found.Severity == Severity.Warning || !result.Success);
    }

    [Theory]
    [InlineData("core2", ".vmcs v\nvpid = 1\n" + Guest, "nehalem")]
    [InlineData("core2", ".vmcs v\nept_pointer = 0x1005e\nprocessor_based = activate_secondary_controls\nprocessor_based2 = enable_ept | unrestricted_guest\n" + Guest, "haswell")]
    [InlineData("nehalem", ".vmcs v\nept_pointer = 0x1005e\nprocessor_based = activate_secondary_controls\nprocessor_based2 = enable_ept | unrestricted_guest\n" + Guest, "haswell")]
    [InlineData("core2", ".vmcs v\ntsc_multiplier = 1\n" + Guest, "skylake")]
    [InlineData("haswell", ".vmcs v\npin_based = 1 << 9\n" + Guest, null)]
    [InlineData("core2", ".pagetables p, format=ia32e\n.map 0, 0, 1G, page=1G\n.endpagetables\n", "haswell")]
    [InlineData("core2", ".pagetables p, format=ept\n.map 0, 0, 4K, execute\n.endpagetables\n", "nehalem")]
    public void The_model_that_has_what_is_missing_is_named(string cpu, string source, string? other)
    {
        BuildResult result = StructureSource.Build(source, CompilationOptions.Default with { ImageFormat = "flat", CpuModelName = cpu });
        string[] named = [.. result.Diagnostics.SelectMany(diagnostic => diagnostic.Notes).Where(note => note.StartsWith("satisfied by: `--cpu ", StringComparison.Ordinal)).Distinct()];
        Assert.Equal(other is null ? [] : [$"satisfied by: `--cpu {other}`"], named);
        if (other is not null)
            Assert.True(StructureSource.Build(source, CompilationOptions.Default with { ImageFormat = "flat", CpuModelName = other }).Success);
    }

    [Theory]
    [InlineData("guest.cs = g:t\nguest.rip = 0\nhost.rip = 0\n")]
    [InlineData("guest.cs = flat\nguest.rip = 0\nhost.rip = 0\n")]
    [InlineData("guest.cs = flat32\nguest.rip = %rax\nhost.rip = 0\n")]
    [InlineData("guest.cs = flat32\nguest.rip = 5 5\nhost.rip = 0\n")]
    public void A_value_that_is_refused_is_not_missing_too(string lines)
    {
        BuildResult result = StructureSource.Build(".vmcs v\n" + lines + ".endvmcs\n");
        Assert.Single(result.Diagnostics);
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Rule == StructureRules.MissingKey);
    }

    [Fact]
    public void Rubbish_in_blocks_is_reported_and_never_thrown()
    {
        string[] openings = [".gdt g", ".idt i, format=32", ".tss t, format=32", ".pagetables p, format=pse", ".vmcs v", ".msrlist l", ".iobitmap b, ", ".boot "];
        string[] pieces =
        [
            ".descriptor", ".gate", ".map", ".iopb", ".msr", ".null", ".raw", "guest.cs", "ss0", "=", "=", ",", ",", "(", ")", "|", "..", "%cr3", "v86(", "0x10", "99999999999999999999",
            "64K", "code32", "base", "limit", "present", "g:x", "'a", "-", "~", "\"str\"", "\n", "\n", ":", "@", "é", "host", "current", ".endgdt", ".endvmcs", "event(nmi,2)", "intercept",
        ];
        int seed = Sampling.Seed();
        Random random = new(seed);
        for (int round = 0; round < 400; round++)
        {
            string source = openings[random.Next(openings.Length)] + "\n"
                + string.Join(" ", Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)])) + "\n";
            try
            {
                StructureSource.Build(source);
            }
            catch (Exception failure)
            {
                Assert.Fail($"seed {seed}: {failure}\n{source}");
            }
        }
    }

    [Fact]
    public void Every_rule_of_this_family_is_listed_once()
    {
        Assert.Equal(StructureRules.All.Count, StructureRules.All.Select(rule => rule.Code).Distinct().Count());
        Assert.All(StructureRules.All, rule => Assert.Matches("^[EW]06[0-9][0-9]$", rule.Code));
    }
}
