using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Assembling;

/// <summary><c>-g</c>: the lines of the assembler's own source, with the unit that a debugger finds them by.</summary>
public sealed class SourceLinesTests
{
    private const string Source = """
                .macro pair register
                nop
                mov %eax, \register
                .endm
                .text
        start:  pair %ebx
                .rept 2
                inc %eax
                .endr
                jne far
                nop; nop
                .include "included.s"
        # 40 "generated.c"
                ret
                .data
                .long 5
                .section .text.more, "ax"
                .type far, @function
        far:    ret
                .size far, . - far
        """;

    [RequiresToolTheory("as")]
    [InlineData("--64")]
    [InlineData("--32")]
    public void Objects_with_the_lines_of_their_source_are_those_of_GNU_as(string mode)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("lines.s");
        File.WriteAllText(path, Source + "\n");
        File.WriteAllText(folder.File("included.s"), "\tnop\n\tret\n");
        string output = folder.File("gnu.o");
        ExternalTool.Get("as").Run(["-g", mode, "-I", Path.GetDirectoryName(path)!, path, "-o", output]).OrThrow();

        ObjectResult result = Compilation.Assemble(path, CompilationOptions.Default with
        {
            Is64BitObject = mode == "--64",
            DebugInformation = true,
            IncludePaths = [Path.GetDirectoryName(path)!],
        });

        Assert.Empty(result.Diagnostics);
        Assert.True(result.Bytes.Span.SequenceEqual(File.ReadAllBytes(output)), "the object differs from GNU as's");
    }
}
