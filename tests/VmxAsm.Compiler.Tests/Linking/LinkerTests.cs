using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Images;
using VmxAsm.Compiler.Linking;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Linking;

/// <summary>Several sources in one program: what names mean, what is stored, and what is said when it does not work out.</summary>
public sealed class LinkerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private BuildResult Build(CompilationOptions options, params string[] sources) =>
        Compilation.Build([.. sources.Select((text, i) => _folder.Write($"{(char)('a' + i)}.s", text + "\n"))], options);

    private static readonly CompilationOptions Flat = new() { ImageFormat = "flat", Is64BitObject = false, TextAddress = 0x8000 };

    private byte[] Link(params string[] sources)
    {
        BuildResult result = Build(Flat, sources);
        Assert.Empty(result.Diagnostics.Select(one => one.Message));
        return result.Image.ToArray();
    }

    private Diagnostic Fail(params string[] sources) => Assert.Single(Build(Flat, sources).Diagnostics);

    [Fact]
    public void FilesReferToEachOthersSymbols() =>
        Assert.Equal([0x09, 0x80, 0, 0, 0x34, 0x12, 0, 0, 0xC3, 0x90], Link(".long there\n.long number\nret", ".globl there, number\nthere: nop\nnumber = 0x1234"));

    [Fact]
    public void AnExpressionOverAddressesIsEvaluatedWhenTheyAreKnown() =>
        Assert.Equal([0x80, 0x0A, 0x05, 0x00, 0x14, 0x01, 0, 0, 0, 0, 0xAA],
            Link(".byte there >> 8\n.byte there & 0xff\n.word there - here\n.byte there * 2 & 0xff\nhere: .byte 1\n", ".globl there\n.skip 4\nthere: .byte 0xAA"));

    [Fact]
    public void AWeakSymbolYieldsAndMayBeMissing() =>
        Assert.Equal([9, 0x80, 0, 0, 0, 0, 0, 0, 1, 2], Link(".weak value, missing\n.long value, missing\nvalue: .byte 1", ".globl value\nvalue: .byte 2"));

    [Fact]
    public void CommonSymbolsShareTheLargestSpace()
    {
        BuildResult result = Build(Flat, ".comm buffer, 16, 4\n.long buffer", ".comm buffer, 64, 32\n.long buffer");
        LinkedSymbol buffer = result.Program!.FindSymbol("buffer")!;
        Assert.Equal(64ul, buffer.Size);
        Assert.Equal(0ul, buffer.Value % 32);
    }

    [Fact]
    public void OneOfEqualComdatGroupsIsKept()
    {
        const string group = ".section .text.once, \"axG\", @progbits, once, comdat\n.globl once\nonce: ret\n.text\n.long once";
        BuildResult result = Build(Flat, group, group);
        Assert.Empty(result.Diagnostics);
        Assert.Single(result.Program!.Sections.SelectMany(section => section.Inputs), input => input.Section.Name == ".text.once");
    }

    [Fact]
    public void UnusedSectionsAreDropped()
    {
        BuildResult result = Build(Flat with { DropUnusedSections = true, EntrySymbol = "_start" },
            ".globl _start\n_start: call used\n.section .text.used, \"ax\"\nused: ret\n.section .text.unused, \"ax\"\nunused: ret");
        Assert.Empty(result.Diagnostics);
        Assert.DoesNotContain(result.Program!.Symbols, symbol => symbol.Name == "unused");
        Assert.Contains(result.Program.Symbols, symbol => symbol.Name == "used");
    }

    [Fact]
    public void ASectionGoesToTheAddressItAsksFor()
    {
        BuildResult result = Build(Flat, "_start: nop\n.section .guest, \"ax\", load=0x20000\nguest: ret");
        Assert.Empty(result.Diagnostics.Select(one => one.Message));
        Assert.Equal(0x20000ul, result.Program!.Symbols.Single(symbol => symbol.Name == "guest").Value);
    }

    /// <summary>16-, 32- and 64-bit code of one program, in objects of both ELF classes.</summary>
    [Fact]
    public void ObjectsOfBothClassesMix()
    {
        ObjectFile small = Compilation.Assemble("small.s", ".code16\n.globl small\nsmall: mov $large, %ax\n"u8, new CompilationOptions { Is64BitObject = false }).Object!;
        ObjectFile large = Compilation.Assemble("large.s", ".globl large\nlarge: movabs $small, %rax\n"u8, new CompilationOptions { Is64BitObject = true }).Object!;
        DiagnosticBag diagnostics = new();
        LinkedProgram program = Linker.Link([small, large], new LinkOptions { BaseAddress = 0x7000 }, diagnostics)!;
        Assert.Equal([0xB8, 0x03, 0x70, 0x48, 0xB8, 0x00, 0x70, 0, 0, 0, 0, 0, 0], FlatImage.Write(program, diagnostics)!);
    }

    [Fact]
    public void AnUndefinedSymbolIsReportedWhereItIsUsed()
    {
        Diagnostic error = Fail("nop\ncall nowhere");
        Assert.Equal(LinkRules.UndefinedSymbol, error.Rule);
        Assert.Contains("`nowhere`", error.Message);
        Assert.NotEqual(0, error.Span.Start);
    }

    [Fact]
    public void ADuplicateIsReportedWithBothPlaces()
    {
        Diagnostic error = Fail(".globl twice\ntwice: nop", ".globl twice\ntwice: nop");
        Assert.Equal(LinkRules.DuplicateSymbol, error.Rule);
        Assert.NotEqual(0, error.Span.Start);
        Assert.NotEqual(error.Span, Assert.Single(error.Labels).Span);
    }

    [Fact]
    public void AnOverflowIsReportedWithTheValueAndBothPlaces()
    {
        Diagnostic error = Fail(".code16\nmov $far_away, %ax", ".globl far_away\n.skip 0x10000\nfar_away: nop");
        Assert.Equal(LinkRules.RelocationOverflow, error.Rule);
        Assert.Contains("0x18003", error.Message);
        Assert.Contains("2 bytes", error.Message);
        Assert.Single(error.Labels);
    }

    [Fact]
    public void OverlappingSectionsAreReported()
    {
        Diagnostic error = Fail("nop\n.skip 100\n.section .guest, \"ax\", load=0x8010\nret");
        Assert.Equal(LinkRules.SectionOverlap, error.Rule);
        Assert.Contains(".guest", error.Message);
        Assert.NotEqual(0, error.Span.Start);
        Assert.NotEqual(0, Assert.Single(error.Labels).Span.Start);
    }

    /// <summary>As with ld, one run tells everything: two definitions, what is defined nowhere, what does not fit, what overlaps, and what the script asserts.</summary>
    [Fact]
    public void OneRunReportsEveryKindOfError()
    {
        string script = _folder.Write("all.ld", "SECTIONS { .text 0x1000 : { *(.text) }\n.data 0x1010 : { *(.data) }\nscr = 0x5555; ASSERT(0, \"never\") }");
        BuildResult result = Build(Flat with { TextAddress = null, LinkerScripts = [script] },
            ".globl _start, dup\n_start: call nowhere\ndup: nop\nmov $big, %al\nmov $BIGABS, %al\nmov $scr, %al\n.skip 16",
            ".globl dup, big, BIGABS\ndup: nop\n.data\nbig: .long 0\nBIGABS = 0x12345");
        Assert.Equal(
            [LinkRules.UndefinedSymbol, LinkRules.RelocationOverflow, LinkRules.RelocationOverflow, LinkRules.RelocationOverflow, LinkRules.DuplicateSymbol, LinkRules.SectionOverlap, LinkRules.ScriptAssert],
            result.Diagnostics.Select(one => one.Rule));

        // Wherever two places are involved, both are named.
        Assert.Equal(["0x1010", "0x12345", "0x5555"], result.Diagnostics.Where(one => one.Rule == LinkRules.RelocationOverflow).Select(one => Assert.Single(one.Labels).Text.Split(' ')[^1]));
        Assert.All(result.Diagnostics.Where(one => one.Rule == LinkRules.DuplicateSymbol || one.Rule == LinkRules.SectionOverlap), one => Assert.NotEqual(one.Span, Assert.Single(one.Labels).Span));
        Assert.All(result.Diagnostics, one => Assert.NotEqual(0, one.Span.Start));
    }

    [Fact]
    public void EachReferenceToAnUndefinedSymbolIsReportedUpToALimit()
    {
        Diagnostic[] errors = [.. Build(Flat, string.Concat(Enumerable.Repeat("call nowhere\n", 20)) + "call elsewhere").Diagnostics];
        Assert.Equal(5, errors.Count(error => error.Message.Contains("`nowhere`", StringComparison.Ordinal)));
        Assert.Contains("further references", Assert.Single(errors[4].Notes));
        Assert.Contains("`elsewhere`", errors[5].Message);
    }

    [Fact]
    public void TheSameConstantMayBeDefinedTwice() => Assert.Equal([5, 5], Link(".globl K\nK = 5\n.byte K", ".globl K\nK = 5\n.byte K"));

    [Theory]
    [InlineData("OVERLAY : { }", "OVERLAY")]
    [InlineData("SECTIONS { OVERLAY 0x1000 : { .a { *(.a) } } }", "OVERLAY")]
    [InlineData("VERSION { VERS_1 { global: foo; }; }", "VERSION")]
    [InlineData("OUTPUT_FORMAT(pe-x86-64)", "pe-x86-64")]
    public void WhatAScriptMayNotSayIsNamed(string script, string name)
    {
        string path = _folder.Write("script.ld", script);
        BuildResult result = Build(Flat with { TextAddress = null, LinkerScripts = [path] }, "nop");
        Assert.False(result.Success);
        Assert.Contains(result.Diagnostics, one => one.Rule == LinkRules.ScriptUnsupported && one.Message.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SECTIONS { .text : { *(.text) } ASSERT(. < 1, \"too large\") }", "too large")]
    [InlineData("SECTIONS { .text : { *(.text) . = 0; } }", "backwards")]
    [InlineData("SECTIONS { . = nowhere; .text : { *(.text) } }", "`nowhere`")]
    [InlineData("SECTIONS { .text : { *(.text) } >ram }", "`ram`")]
    [InlineData("MEMORY { ram : ORIGIN = 0, LENGTH = 2 } SECTIONS { .text : { *(.text) } >ram }", "does not fit")]
    [InlineData("SECTIONS { .text : { *(.text }", "cannot stand here")]
    [InlineData("SECTIONS { .text 0xfffffffffffffffe : { *(.text) } }", "beyond the end")]
    [InlineData("SECTIONS { .text : { *(.text) } x = SIZEOF(.nope); }", "`.nope`")]
    [InlineData("SECTIONS { .text : { *(.text) } /* and so on }", "the comment has no end")]
    [InlineData("MEMORY { ram (!x) : ORIGIN = 0, LENGTH = 20 } SECTIONS { .text : { *(.text) } }", "`.text` is put into no region")]
    [InlineData("SECTIONS { x = 1 / 0; .text : { *(.text) } }", "zero")]
    public void WhatAScriptGetsWrongIsReportedInTheScript(string script, string message)
    {
        string path = _folder.Write("script.ld", script);
        BuildResult result = Build(Flat with { TextAddress = null, LinkerScripts = [path] }, "nop\nnop\nnop\nnop");
        Diagnostic error = Assert.Single(result.Diagnostics);
        Assert.Contains(message, error.Message);
        if (error.Span.Start != 0)
            Assert.Equal(path, result.Sources.Locate(error.Span).File);
    }

    [Theory]
    [InlineData("SECTIONS { .text : { *(.text) } :code }")]
    [InlineData("PHDRS { text PT_LOAD; } SECTIONS { .text : { *(.text) } :code }")]
    public void ASegmentThatIsNotListedIsAnError(string script)
    {
        string path = _folder.Write("script.ld", script);
        Diagnostic error = Assert.Single(Build(Flat with { ImageFormat = "elf", TextAddress = null, LinkerScripts = [path] }, "nop\n.data\n.long 1").Diagnostics);
        Assert.Equal(LinkRules.ScriptValue, error.Rule);
        Assert.Contains("`code`", error.Message);
    }

    [Fact]
    public void StartupGoesFirst()
    {
        ObjectResult first = Compilation.Assemble("first.s", ".byte 1"u8, new CompilationOptions { Is64BitObject = false });
        string path = _folder.Write("script.ld", $"STARTUP(\"{_folder.Write("first.o", first.Bytes.ToArray())}\") SECTIONS {{ .text : {{ *(.text) }} }}");
        Assert.Equal([1, 2], Build(Flat with { TextAddress = null, LinkerScripts = [path] }, ".byte 2").Image.ToArray());
    }

    [Fact]
    public void TheMapNamesSectionsFilesSymbolsAndGaps()
    {
        string map = MapFile.Write(Build(Flat, "_start: nop\n.balign 16\nnext: nop", ".data\nvalue: .long 5").Program!);
        Assert.Contains("_start", map);
        Assert.Contains("a.s:.text", map);
        Assert.Contains("b.s:.data", map);
        Assert.Contains("value", map);
    }
}
