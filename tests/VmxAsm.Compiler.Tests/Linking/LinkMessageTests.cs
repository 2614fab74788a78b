using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Images;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Text;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Linking;

/// <summary>Mistakes that only the linker sees are shown where somebody made them.</summary>
public sealed class LinkMessageTests : IDisposable
{
    private static readonly CompilationOptions Elf = new() { ImageFormat = "elf" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Compile(string name, string text, params string[] options)
    {
        string source = _folder.Write(name, text), made = Path.ChangeExtension(source, ".o");
        ExternalTool.Get("gcc").Run(["-g", "-O1", "-ffreestanding", "-fno-pic", "-fcf-protection=none", .. options, "-c", source, "-o", made]).OrThrow();
        return made;
    }

    private static string Place(BuildResult result, SourceSpan span)
    {
        SourceLocation place = result.Sources.Locate(span);
        return $"{Path.GetFileName(place.File)}:{place.Line}";
    }

    [RequiresToolTheory("gcc")]
    [InlineData("-m64")]
    [InlineData("-m32", "-gdwarf-4", "-ffunction-sections")]
    [InlineData("-m64", "-gz")]
    public void AnObjectWithALineTableIsShownByItsSource(params string[] options)
    {
        string[] objects =
        [
            Compile("one.c", "int missing(void);\nint twice(void) { return 1; }\nint _start(void)\n{\n    return missing() + 1;\n}\n", options),
            Compile("two.c", "\nint twice(void) { return 2; }\n", options),
        ];
        BuildResult result = Compilation.Build(objects, Elf);
        Diagnostic missing = Assert.Single(result.Diagnostics, one => one.Rule == LinkRules.UndefinedSymbol), twice = Assert.Single(result.Diagnostics, one => one.Rule == LinkRules.DuplicateSymbol);
        Assert.Equal("one.c:5", Place(result, missing.Span));
        Assert.Contains("one.o:(.text", Assert.Single(missing.Notes));
        Assert.Equal(("two.c:2", "one.c:2"), (Place(result, twice.Span), Place(result, Assert.Single(twice.Labels).Span)));
    }

    [RequiresToolFact("gcc")]
    public void ASourceThatIsGoneIsNamedAllTheSame()
    {
        string made = Compile("gone.c", "int missing(void);\nint _start(void)\n{\n    return missing() + 1;\n}\n");
        File.Delete(_folder.File("gone.c"));
        Diagnostic error = Assert.Single(Compilation.Build([made], Elf).Diagnostics);
        Assert.EndsWith("gone.c:4: symbol `missing` is not defined", error.Message);
    }

    [Fact]
    public void ALocalLabelThatDoesNotFitIsNamedAndShown()
    {
        string source = _folder.Write("far.s", "_start: nop\n.code16\nmov $far, %ax\nmov $.Lfar+1, %ax\n.section .f, \"a\", load=0x30000\n.byte 0\nfar: .byte 1\n.Lfar: .long 2\n");
        BuildResult result = Compilation.Build([source], Elf);
        Assert.Equal(
            ["far.s:3 `far` far.s:7", "far.s:4 `.f+0x3` far.s:8"],
            result.Diagnostics.Select(one => $"{Place(result, one.Span)} {one.Message.Split(' ')[4]} {Place(result, Assert.Single(one.Labels).Span)}"));
    }

    [Fact]
    public void TheEntryOfBootCountsMoreThanAUsualName()
    {
        string[] sources = [_folder.Write("a.s", ".boot entry=mine\n.code16\nnop\nmine: nop\n"), _folder.Write("b.s", ".globl _start\n_start: nop\n")];
        BuildResult result = Compilation.Build(sources, CompilationOptions.Default);
        Assert.Equal((0x8001ul, "mine"), (result.Program!.Entry, result.Program.EntryName));
        BuildResult trimmed = Compilation.Build(sources, CompilationOptions.Default with { DropUnusedSections = true });
        Assert.Equal(["a.s"], trimmed.Program!.Sections.SelectMany(section => section.Inputs).Select(input => Path.GetFileName(input.File.Name)).Distinct());
    }

    [Fact]
    public void TwoFilesCannotBothSayHowToBoot()
    {
        BuildResult result = Compilation.Build([_folder.Write("a.s", ".boot entry=a\na: nop\n"), _folder.Write("b.s", "nop\n.boot entry=b\nb: nop\n")], CompilationOptions.Default);
        Diagnostic error = Assert.Single(result.Diagnostics);
        Assert.Equal((StructureRules.DuplicateKey, "b.s:2", "a.s:1"), (error.Rule, Place(result, error.Span), Place(result, Assert.Single(error.Labels).Span)));
    }

    [Theory]
    [InlineData(".section .a, \"ax\", load=0x9000\nnop\n.section .a, \"ax\", load=0xa000\nnop\n", "E0228")]
    [InlineData(".section .a, \"ax\", load=-1\nnop\n", "E0214")]
    [InlineData(".section .a, \"ax\", load=0x9000\nnop\n.section .a\nnop\n.section .a, \"ax\", load=0x9000\nnop\n", null)]
    public void ASectionIsLoadedToOnePlace(string text, string? code) =>
        Assert.Equal(code, Compilation.Build([_folder.Write("a.s", text)], Elf).Diagnostics.SingleOrDefault(one => one.Severity == Severity.Error)?.Rule.Code);

    [Theory]
    [InlineData("SECTIONS { . = 0x1000 .text : { *(.text) } }", ".text", "a `;` is expected before `.text`")]
    [InlineData("SECTIONS { .text : { *(.text) x = . } }", "}", "a `;` is expected before `}`")]
    [InlineData("SECTIONS { . = ALIGNN(4); .text : { *(.text) } }", "ALIGNN", "did you mean `ALIGN`")]
    [InlineData("SECTIONS { . = QUUX(4); .text : { *(.text) } }", "QUUX", "there is no function `QUUX`")]
    [InlineData("SECTION { .text : { *(.text) } }", "SECTION", "did you mean `SECTIONS`")]
    [InlineData("SECTIONS { .text : { KEP(*(.text)) } }", "KEP", "did you mean `KEEP`")]
    [InlineData("ASSERT(0, \"abc\nENTRY(x)", "\"", "has no end")]
    [InlineData("SECTIONS { .text : { *(.text } }", "}", "expected `)`")]
    public void AScriptIsToldWhereItIsWrong(string text, string token, string words)
    {
        string script = _folder.Write("x.ld", text);
        BuildResult result = Compilation.Build([_folder.Write("x.s", "nop\n")], Elf with { LinkerScripts = [script] });
        Diagnostic error = Assert.Single(result.Diagnostics);
        Assert.Contains(words, error.Message);
        Assert.Equal(token, result.Sources.TextOf(error.Span));
    }

    [Fact]
    public void SeveralScriptsAreReadOneAfterTheOther()
    {
        string[] scripts = [_folder.Write("a.ld", "base = 0x4000; ENTRY(one)"), _folder.Write("b.ld", "SECTIONS { . = base; .text : { *(.text) } } ENTRY(two)")];
        BuildResult result = Compilation.Build([_folder.Write("x.s", ".globl one, two\none: nop\ntwo: nop\n")], Elf with { LinkerScripts = scripts });
        Assert.Equal(0x4001ul, result.Program!.Entry);
    }

    [RequiresToolFact("ar")]
    public void WhatAScriptNamesIsADependency()
    {
        string made = _folder.Write("m.o", Compilation.Assemble("m.s", ".globl m\nm: nop"u8, Elf).Bytes.ToArray()), unused = _folder.Write("u.o", Compilation.Assemble("u.s", ".globl u\nu: nop"u8, Elf).Bytes.ToArray());
        string thin = _folder.File("thin.a"), script = _folder.Write("x.ld", $"GROUP(\"{thin}\") SECTIONS {{ .text : {{ *(.text) }} }}"), source = _folder.Write("x.s", "call m\n");
        ExternalTool.Get("ar").Run("rcT", thin, made, unused).OrThrow();
        BuildResult result = Compilation.Build([source], Elf with { LinkerScripts = [script] });
        Assert.Equal(["x.s", "x.ld", "thin.a", "m.o"], result.Dependencies.Select(path => Path.GetFileName(path)));
    }

    [Theory]
    [InlineData("host.c", "`gcc -c ")]
    [InlineData("host.cpp", "`g++ -c ")]
    [InlineData("host.rs", "`rustc ")]
    public void ASourceOfAnotherLanguageIsToldWhatCompilesIt(string name, string command)
    {
        Diagnostic error = Assert.Single(Compilation.Build([_folder.Write(name, "static int x;\n")], Elf).Diagnostics);
        Assert.Equal(LinkRules.UnknownInput, error.Rule);
        Assert.Contains(command, error.Message);
        Assert.Contains("`host.o`", error.Message);
    }

    /// <summary>What a build and a run make of a script's OUTPUT_FORMAT.</summary>
    [Theory]
    [InlineData("binary", "nop\n", ScriptFormatUse.UnlessLoaded, ImageFormat.Flat)]
    [InlineData("elf32-i386", "nop\n", ScriptFormatUse.UnlessLoaded, ImageFormat.Elf)]
    [InlineData("elf32-i386", "nop\n", ScriptFormatUse.UnlessBootable, ImageFormat.Elf)]
    [InlineData("binary", ".org 510\n.word 0xaa55\n", ScriptFormatUse.UnlessLoaded, ImageFormat.Flat)]
    [InlineData("elf32-i386", ".org 510\n.word 0xaa55\n", ScriptFormatUse.UnlessBootable, ImageFormat.Floppy)]
    [InlineData("binary", ".boot\nnop\n", ScriptFormatUse.UnlessLoaded, ImageFormat.Floppy)]
    [InlineData("binary", ".org 510\n.word 0xaa55\n", ScriptFormatUse.None, ImageFormat.Floppy)]
    public void TheScriptChoosesTheFormatThatNobodyAskedFor(string name, string text, ScriptFormatUse use, ImageFormat expected)
    {
        string script = _folder.Write("x.ld", $"OUTPUT_FORMAT({name}) SECTIONS {{ . = 0x7c00; .text : {{ *(.text) }} }}");
        CompilationOptions options = CompilationOptions.Default with { Is64BitObject = false, LinkerScripts = [script], ScriptFormat = use };
        BuildResult result = Compilation.Build([_folder.Write("x.s", text)], options);
        Assert.Empty(result.Diagnostics.Where(one => one.Severity == Severity.Error).Select(one => one.Message));
        Assert.Equal(expected, result.Format);
    }
}
