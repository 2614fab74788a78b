using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Linking;

/// <summary>Small scripts whose meaning is easily got wrong: sections, symbols, entry and segments are those of GNU ld.</summary>
public sealed class LdScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private const string Code = " .globl _start, foo, STACK\n .equ STACK, 0x9000\n .text\n nop\n_start: nop\nfoo: .long STACK\n";

    private const string Data = Code + " .data\n .quad _start\n .bss\n .skip 64\n .section .bss2, \"aw\", @nobits\n .skip 64\n .section .rodata, \"a\"\n .quad 7, 8\n";

    private const string Relro = Data + " .section .data.rel.ro, \"aw\"\n .quad foo, 2, 3\n .section .tdata, \"awT\"\n .quad 5\n";

    private const string Linked = """
         .section .text.a, "ax"
        a: .globl a
         nop
         .section .text.b, "ax"
        b: .globl b, _start
        _start: ret
         .section .order, "ao", @progbits, .text.b
         .byte 1
         .section .order, "a"
         .byte 2
         .section .order, "ao", @progbits, .text.a
         .byte 3

        """;

    private const string Kinds = """
         .globl _start
        _start: nop
         .section .foo, "a", @nobits, unique, 1
         .space 16
         .section .foo, "a"
         .long 1
         .section .note.a, "a", @note
         .balign 4
         .long 1
         .section .note.b, "a", @note
         .balign 8
         .quad 2
         .section .init_array, "aw", @init_array
         .quad 3
         .section .ctors, "aw"
         .quad 4

        """;

    private const string DataSegment = ". = DATA_SEGMENT_ALIGN(CONSTANT(MAXPAGESIZE), CONSTANT(COMMONPAGESIZE));";

    public static TheoryData<string, string, string> Scripts => new()
    {
        // The right-hand side of an assignment reads what an object says.
        { "default", Code, "ENTRY(_start) STACK = DEFINED(STACK) ? STACK : 0x8000; SECTIONS { . = 0x1000; .text : { *(.text) } }" },
        { "more", Code, "ENTRY(_start) STACK += 0x10; foo = foo + 4; SECTIONS { . = 0x1000; .text : { *(.text) } }" },

        // Without ENTRY the name is `start`, and failing that where .text begins.
        { "entry", Code, "SECTIONS { . = 0x1000; .text : { *(.text) } }" },
        { "start", Code + "start: .globl start\n nop\n", "SECTIONS { . = 0x1000; .text : { *(.text) } }" },
        { "provided-entry", Code, "PROVIDE(begin = DEFINED(foo) ? foo : 1); ENTRY(begin) SECTIONS { . = 0x1000; .text : { *(.text) } }" },

        // Memory may be shared on purpose.
        { "shared", Data, "SECTIONS { .text 0x1000 : { *(.text) } .data : { *(.data) } .bss 0x5000 : { *(.bss) } .b2 0x5000 : { *(.bss2) } }" },
        { "overlaid", Data, "SECTIONS { .text 0x1000 : { *(.text) } .data 0x1000 : AT(0x2000) { *(.data) } .bss 0x5000 : { *(.bss*) } }" },

        // What is not loaded has no contents to relocate.
        { "noload", Data, "SECTIONS { .t 0x1000 : { *(.text) } .d (NOLOAD) : { . += 16; *(.data) } .bss : { *(.bss*) } }" },
        { "nobits", Data, "SECTIONS { .t 0x1000 : { *(.text) } .d (TYPE = SHT_NOBITS) : { *(.data) } .bss : { *(.bss*) } }" },

        // A section that nothing goes into moves no symbol behind it.
        { "empty", Data, "SECTIONS { .text 0x1000 : { *(.text) } .bss : { *(.bss*) } .none ALIGN(0x1000) : { *(.no) } _end = .; .x : AT(0x99000) { } _x = LOADADDR(.x); }" },

        // The data segment begins on a page, and what a dynamic loader would protect ends on one.
        { "data-segment", Data, "ENTRY(_start) SECTIONS { . = 0x100000; .text : { *(.text*) } " + DataSegment + " .data : { *(.data*) } .bss : { *(.bss*) } . = DATA_SEGMENT_END(.); }" },
        { "relro", Relro, "ENTRY(_start) SECTIONS { . = 0x100000 + SIZEOF_HEADERS; .text : { *(.text*) } " + DataSegment
            + " .tdata : { *(.tdata) } .ro : { *(.data.rel.ro*) } . = DATA_SEGMENT_RELRO_END(8, .); .data : { *(.data*) } .bss : { *(.bss*) } . = DATA_SEGMENT_END(.); end = .; }" },
        { "no-relro", Data, "ENTRY(_start) SECTIONS { . = 0x100000; .text : { *(.text*) } " + DataSegment
            + " .ro : { *(.data.rel.ro*) } . = DATA_SEGMENT_RELRO_END(0, .); .data : { *(.data*) } .bss : { *(.bss*) } . = DATA_SEGMENT_END(.); }" },

        // Sections follow the order of those they are linked to, and go with them.
        { "link-order", Linked, "SECTIONS { .text 0x1000 : { *(.text.b) *(.text.a) } .order : { *(.order) } }" },
        { "link-order-orphan", Linked, "SECTIONS { .text 0x1000 : { *(.text.b) *(.text.a) } }" },
        { "link-order-discard", Linked, "SECTIONS { .text 0x1000 : { *(.text.b) } /DISCARD/ : { *(.text.a) } }" },

        // Orphans join sections of their kind; the most aligned note comes first; the first input gives the type.
        { "kinds", Kinds, "SECTIONS { . = 0x1000; .text : { *(.text) } .foo : { *(.bar) } }" },
        { "types", Kinds, "SECTIONS { . = 0x1000; .text : { *(.text) } .mixed : { *(.init_array .ctors) } .m2 : { *(.foo) } }" },

        // Constants do not follow a .text with data in it, nor a section that only an assignment made; the one-section script of boot sectors.
        { "one-section", Kinds, "SECTIONS { . = 0x7c00; .text : { *(.text) *(.data) *(.ctors) *(.bss) } }" },
        { "no-home", Kinds, "SECTIONS { . = 0x7c00; .text : { *(.text) } .rodata : { . = ALIGN(16); } .data : { *(.data) } }" },
        { "fill-discard", Data, "SECTIONS { . = 0x1000; .text : { *(.text) } =0x90\n/DISCARD/ : { *(.bss2) } .data : { *(.data) } =(0x90) /DISCARD/ : { *(.rodata) } .bss : { *(.bss) } }" },

        // Headers are loaded where there is room for them; regions do not share segments.
        { "room", Data, "SECTIONS { . = 0x800; .rodata : { *(.rodata) } .text : { *(.text) } .data : { *(.data) } .bss : { *(.bss*) } }" },
        { "regions", Data, "MEMORY { a : ORIGIN = 0x1000, LENGTH = 64 b : ORIGIN = 0x1040, LENGTH = 1K } SECTIONS { .text : { *(.text) } >a .rodata : { *(.rodata) } >a .data : { *(.data) } >b .bss : { *(.bss*) } >b }" },
        { "kept-apart", Data, "NOCROSSREFS(.text .rodata) NOCROSSREFS_TO(.data .text) SECTIONS { . = 0x1000; .text : { *(.text) } .rodata : { *(.rodata) } .data : { *(.data) } .bss : { *(.bss*) } }" },
    };

    [RequiresToolTheory("as", "ld", "readelf")]
    [MemberData(nameof(Scripts))]
    public void IsReadAsLdReadsIt(string name, string source, string text)
    {
        string script = _folder.Write(name + ".ld", text + "\n");
        Compare(script, [GnuTools.AssembleText(_folder, name, source, "-m64")], []);
    }

    /// <summary>The bare bytes: there, ld knows no types of sections, and a note is a constant like any.</summary>
    [RequiresToolTheory("as", "ld")]
    [InlineData(Kinds, "SECTIONS { . = 0x7c00; .text : { *(.text) *(.data) *(.ctors) *(.bss) } }")]
    [InlineData(Kinds, "SECTIONS { . = 0x8000; .text : { *(.text*) *(.rodata*) } .data : { *(.data*) } .bss : { *(.bss*) } }")]
    [InlineData(Data, "SECTIONS { . = 0x8000; .all : { *(.text) *(.data) } }")]
    [InlineData(Linked, "SECTIONS { .text 0x1000 : { *(.text.b) *(.text.a) } .order : { *(.order) } }")]
    public void TheBareBytesAreThoseOfLd(string source, string text)
    {
        string script = _folder.Write("bare.ld", "OUTPUT_FORMAT(binary) ENTRY(_start) " + text), linked = _folder.File("ld.bin"), file = GnuTools.AssembleText(_folder, "bare", source, "-m64");
        ExternalTool.Get("ld").Run("-m", "elf_x86_64", "-T", script, "-o", linked, file).OrThrow();
        BuildResult result = Compilation.Build([file], new CompilationOptions { ImageFormat = "flat", LinkerScripts = [script] });
        Assert.Empty(result.Diagnostics.Select(one => one.Message));
        Assert.Equal(Convert.ToHexString(File.ReadAllBytes(linked)), Convert.ToHexString(result.Image.Span));
    }

    /// <summary>The script that ld itself uses, with all its sections and functions.</summary>
    [RequiresToolTheory("as", "ld", "readelf")]
    [InlineData(false)]
    [InlineData(true)]
    public void TheScriptOfLdItself(bool dropsUnused)
    {
        string all = ExternalTool.Get("ld").Run("-m", "elf_x86_64", "--verbose").OrThrow().Output;
        string[] parts = all.Split("==================================================");
        string script = _folder.Write("ld.ld", parts[1]);
        string other = Relro.Replace(".globl _start, foo, STACK\n .equ STACK, 0x9000", ".equ STACK, 0x9000", StringComparison.Ordinal) + " .section .unused, \"ax\"\n nop\n .comm c, 100, 32\n";
        string[] objects = [GnuTools.AssembleText(_folder, "one", Data + " .long _end, c\n", "-m64"), GnuTools.AssembleText(_folder, "two", other, "-m64")];
        Compare(script, objects, dropsUnused ? ["--gc-sections"] : [], compareSymbolSections: !dropsUnused);
    }

    [RequiresToolFact("as", "ld", "readelf")]
    public void ValuesOfTheCommandLineReachTheScript()
    {
        string script = _folder.Write("base.ld", "PROVIDE(base = 1); size = DEFINED(size) ? size : 3; SECTIONS { . = base; .text : { *(.text) . += size; } }");
        Compare(script, [GnuTools.AssembleText(_folder, "base", Code, "-m64")], ["--defsym", "base=0x5000", "--defsym", "size=16"]);
    }

    private void Compare(string script, string[] objects, string[] options, bool compareSymbolSections = true)
    {
        string linked = _folder.File("ld.out"), ours = _folder.File("ours.out");
        ExternalTool.Get("ld").Run(["-m", "elf_x86_64", "-z", "max-page-size=0x1000", .. options, "-T", script, "-o", linked, .. objects]).OrThrow();
        CompilationOptions given = new()
        {
            ImageFormat = "elf",
            LinkerScripts = [script],
            DropUnusedSections = options.Contains("--gc-sections"),
            Definitions = [.. options.Where(option => option.Contains('=')).Select(option => option.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1]))],
        };
        BuildResult result = Compilation.Build(objects, given);
        Assert.Empty(result.Diagnostics.Where(one => one.Severity == Severity.Error).Select(one => one.Message));
        File.WriteAllBytes(ours, result.Image.ToArray());
        Assert.Equal(Facts(linked, compareSymbolSections), Facts(ours, compareSymbolSections));
    }

    /// <summary>Entry, segments, sections with their bytes, and global symbols.</summary>
    private static string[] Facts(string path, bool withSymbolSections)
    {
        string[] Lines(params string[] arguments) => ExternalTool.Get("readelf").Run([.. arguments, path]).OrThrow().Output.Split('\n');
        string[] sections = [.. Lines("-SW").Select(line => line[Math.Min(line.IndexOf(']') + 1, line.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 8 && words[2].Length == 16 && words[6].Contains('A'))
            .Select(words => $"{words[0]} {words[1]} {words[2]} {words[4]} {words[6].Replace("L", "", StringComparison.Ordinal).Replace("M", "", StringComparison.Ordinal).Replace("S", "", StringComparison.Ordinal)}").Order(StringComparer.Ordinal)];
        return
        [
            .. Lines("-hW").Where(line => line.Contains("Entry point", StringComparison.Ordinal)),
            .. Lines("-lW").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words is ["LOAD" or "TLS" or "NOTE" or "GNU_RELRO", _, ['0', 'x', ..], ..])
                .Select(words => string.Join(' ', words.Where((_, i) => i != 1 && (words[0] != "GNU_RELRO" || i is not (4 or 5))))),
            .. sections,
            .. sections.SelectMany(section => Lines("-x", section.Split(' ')[0])).Where(line => line.StartsWith("  0x", StringComparison.Ordinal)),
            .. Lines("-sW").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words is [_, _, _, _, "GLOBAL" or "WEAK", _, not "UND", _])
                .Select(words => $"{words[1]} {(withSymbolSections ? words[6] == "ABS" ? "ABS" : "" : "")} {words[7]}").Order(StringComparer.Ordinal),
        ];
    }

    [Fact]
    public void AReferenceThatTheScriptForbidsIsReported()
    {
        string source = _folder.Write("x.s", " .globl _start\n_start: mov d, %eax\n .data\nd: .long 1\n");
        string script = _folder.Write("x.ld", "NOCROSSREFS(.text .data) SECTIONS { .text : { *(.text) } .data : { *(.data) } }");
        Diagnostic error = Assert.Single(Compilation.Build([source], new CompilationOptions { ImageFormat = "elf", LinkerScripts = [script] }).Diagnostics);
        Assert.Equal(LinkRules.CrossReference, error.Rule);
    }

    [Theory]
    [InlineData("a = b; b = a + 1; SECTIONS { .text : { *(.text) } }", "the value of `a` does not settle")]
    [InlineData("SECTIONS { .text ADDR(.data) + 1 : { *(.text) } .data : { *(.data) } }", "does not settle")]
    [InlineData("MEMORY { m : ORIGIN = 0, LENGTH = 1M } REGION_ALIAS(\"n\", m) REGION_ALIAS(\"n\", m) SECTIONS { .text : { *(.text) } >n }", "`n` already")]
    public void WhatHasNoEndOrIsSaidTwiceIsNamed(string text, string message)
    {
        string source = _folder.Write("x.s", " .globl _start\n_start: nop\n .data\n .long 1\n"), script = _folder.Write("x.ld", text);
        BuildResult result = Compilation.Build([source], new CompilationOptions { ImageFormat = "elf", LinkerScripts = [script] });
        Diagnostic error = Assert.Single(result.Diagnostics);
        Assert.Contains(message, error.Message);
        Assert.Equal(script, result.Sources.Locate(error.Span).File);
    }
}
