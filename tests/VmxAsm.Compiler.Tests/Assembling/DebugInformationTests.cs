using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Assembling;

/// <summary>Line tables and what goes with them, of sources written by hand: the same file as GNU as makes, in every version of DWARF.</summary>
public sealed class DebugInformationTests
{
    private const string Program = """
        	.text
        	.globl	main
        	.type	main, @function
        main:	nop
        	call	helper
        	ret
        	.size	main, .-main
        helper:	.cfi_startproc
        	jne	main
        	ret
        	.cfi_endproc
        	.section	.text.cold, "ax"
        	ret
        """;

    /// <summary>Line 0 stands for code of no line; a file may be told by directory and name.</summary>
    private const string Lines = """
        	.cfi_sections	.eh_frame, .debug_frame
        	.file	1 "dir/first.c"
        	.file	2 "second.c"
        	.text
        f:	.cfi_startproc
        	.loc	1 3 2
        	nop
        	.loc	1 0 7
        	nop
        	.loc	2 9 1 is_stmt 0 discriminator 3
        	nop
        	.cfi_endproc
        """;

    private const string Sums = """
        	.file	0 "/a" "b.c" md5 0x30afa2b31e1a5da5ab9d522e9dd3e1d7
        	.file	1 "/a" "b.c" md5 0x30afa2b31e1a5da5ab9d522e9dd3e1d7
        	.loc	1 3
        	nop
        """;

    [RequiresToolTheory("as")]
    [InlineData(Program, "-g")]
    [InlineData(Program, "--gdwarf-2")]
    [InlineData(Program, "--gdwarf-3")]
    [InlineData(Program, "--gdwarf-4")]
    [InlineData(Program, "--gdwarf-5")]
    [InlineData(Lines, "")]
    [InlineData(Lines, "--gdwarf-4")]
    [InlineData(Lines, "--gdwarf-5")]
    [InlineData(Lines, "--gdwarf-cie-version=3")]
    [InlineData(Lines, "--gdwarf-cie-version=4")]
    [InlineData(Sums, "")]
    public void The_file_is_that_of_GNU_as(string source, string option)
    {
        CompilationOptions options = CompilationOptions.Default;
        if (option.StartsWith("--gdwarf-cie", StringComparison.Ordinal))
            options = options with { CieVersion = option[^1] - '0' };
        else if (option.Length > 0)
            options = options with { DebugInformation = true, DwarfVersion = option == "-g" ? null : option[^1] - '0' };
        AssertSame(source, option, options);
    }

    /// <summary>What tells sections apart besides their names: a group, a number, the symbol that they describe.</summary>
    [RequiresToolFact("as")]
    public void Sections_of_one_name_keep_their_lines_and_groups()
    {
        StringWriter source = new() { NewLine = "\n" };
        source.WriteLine("\t.file 1 \"a.c\"");
        for (int i = 0; i < 40; i++)
        {
            source.WriteLine($"\t.section .text, \"ax\", @progbits, unique, {i % 20}\n\tnop");
            source.WriteLine($"\t.section .text.g{i % 10}, \"axG\", @progbits, group{i % 10}, comdat\n\t.loc 1 {i + 50}\nf{i}:\tcall group{i % 5}");
            source.WriteLine($"\t.section .patch, \"awo\", @progbits, f{i}\n\t.quad f{i}");
        }

        AssertSame(source.ToString(), "", CompilationOptions.Default);
    }

    private static void AssertSame(string source, string option, CompilationOptions options)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("source.s"), theirs = folder.File("theirs.o");
        File.WriteAllText(path, source + "\n");
        ExternalTool.Get("as").Run([.. option.Length > 0 ? [option] : Array.Empty<string>(), path, "-o", theirs], null, Environment.CurrentDirectory, seconds: 60).OrThrow();
        ObjectResult ours = Compilation.Assemble(path, options);
        Assert.Empty(ours.Diagnostics);
        byte[] expected = File.ReadAllBytes(theirs);
        Assert.True(ours.Bytes.Span.SequenceEqual(expected), $"differs at 0x{ours.Bytes.Span.CommonPrefixLength(expected):x}");
    }
}
