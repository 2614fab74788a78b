using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Linking.Elf;
using VmxAsm.Compiler.Text;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Linking;

/// <summary>What GNU as wrote, read and written again, is the same file.</summary>
public sealed class ElfObjectTests
{
    private const string Everything = """
         .section .text.foo,"axG",@progbits,foo,comdat
         .globl foo
         .type foo,@function
        foo: call bar
         .long .data
         .size foo, .-foo
         .section .rodata.foo,"aG",@progbits,foo,comdat
         .long bar, local
         .text
         .section .text.zed,"axG",@progbits,zed,comdat
         call zed2
         .section .text.foo,"axG",@progbits,foo,comdat
         nop
         .text
        local: .long zed3+4, local+8
         .section .rodata.str1.1,"aMS",@progbits,1
         .string "text"
         .section .note.GNU-stack,"",@progbits
         .section .linked,"ao",@progbits,.text
         .long 1
         .comm common,4,4
         .weak weak
         .hidden hidden
         .globl hidden, absolute
         .long weak, hidden
        absolute = 0x1234
         .local reserved
         .comm reserved,8,8
         .bss
         .skip 100
        """;

    [RequiresToolTheory("as")]
    [InlineData("-m32", Everything)]
    [InlineData("-m64", Everything)]
    [InlineData("-m64", "")]
    [InlineData("-m32", "")]
    [InlineData("-m64", " nop\n")]
    [InlineData("-m64", " .type f,@gnu_indirect_function\n .globl f\nf: ret\n")]
    public void WrittenAsRead(string mode, string source)
    {
        using TemporaryFolder folder = new();
        AssertRoundTrip(GnuTools.AssembleText(folder, "source", source, mode));
    }

    [RequiresToolTheory("gcc")]
    [InlineData("-m32", "-O2", "-g")]
    [InlineData("-m64", "-O2", "-g")]
    [InlineData("-m64", "-fPIC", "-ffunction-sections")]
    public void CompiledCodeWrittenAsRead(string mode, string first, string second)
    {
        using TemporaryFolder folder = new();
        string source = RepositoryRoot.Combine("tests", "VmxAsm.Compiler.Tests", "Linking", "Programs", "main.c");
        AssertRoundTrip(GnuTools.Compile(folder, source, mode, first, second));
    }

    private static void AssertRoundTrip(string path)
    {
        byte[] expected = File.ReadAllBytes(path);
        DiagnosticBag diagnostics = new();
        ObjectFile? file = ElfObjectReader.Read(path, expected, diagnostics);
        Assert.Empty(diagnostics.InSourceOrder(new SourceSet()));
        byte[] actual = ElfObjectWriter.Write(file!);
        Assert.True(actual.AsSpan().SequenceEqual(expected), $"differs at 0x{actual.AsSpan().CommonPrefixLength(expected):x}");
    }

    /// <summary>A symbol that is there but unused costs nothing: section symbols are written only when a relocation needs them.</summary>
    [Fact]
    public void UnusedSectionSymbolsAreLeftOut()
    {
        ObjectFile file = new() { Name = "a.o", Is64Bit = true };
        ObjectSection text = new() { Name = ".text", Type = 1, Flags = 6, Data = new byte[] { 0x90 }, Size = 1 };
        file.Sections.Add(text);
        file.Symbols.Add(new ObjectSymbol { Name = ".text", Type = SymbolType.Section, Place = SymbolPlace.Section, Section = text });
        DiagnosticBag diagnostics = new();
        ObjectFile? read = ElfObjectReader.Read("a.o", ElfObjectWriter.Write(file), diagnostics);
        Assert.Empty(read!.Symbols);
        Assert.Equal(".text", Assert.Single(read.Sections).Name);
    }
}
