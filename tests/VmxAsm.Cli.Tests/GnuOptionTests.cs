using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>The options that makefiles give to <c>as</c> do to us what they do to it: the same object, or a refusal by both.</summary>
public sealed class GnuOptionTests
{
    [RequiresToolTheory("as")]
    [InlineData("nop", "--32")]
    [InlineData("nop", "--64", "--noexecstack")]
    [InlineData("nop", "--execstack")]
    [InlineData(".quad five", "--defsym", "five=5")]
    [InlineData("mov eax, ebx", "-msyntax=intel", "-mnaked-reg")]
    [InlineData("mov %eax, %ebx", "-msyntax=intel")]
    [InlineData("mov eax, ebx", "-mnaked-reg")]
    [InlineData("mov eax, ebx")]
    [InlineData("fsubp %st, %st(1)", "-mmnemonic=intel")]
    [InlineData("fsubp %st, %st(1)", "-mmnemonic=att")]
    [InlineData("lfs (%rax), %rbx", "-mintel64")]
    [InlineData("lfs (%rax), %rbx", "-mamd64")]
    [InlineData("callw *%ax", "-mamd64")]
    [InlineData("callw *%ax", "-mintel64")]
    [InlineData("mov (%rax, %riz), %rbx", "-mindex-reg")]
    [InlineData("mov (%rax, %riz), %rbx")]
    [InlineData("vaddps %zmm0, %zmm1, %zmm2", "-march=znver4")]
    [InlineData("nop\n.p2align 4", "--32", "-march=i686+nop")]
    [InlineData("nop\n.p2align 4", "--32", "-mtune=core2")]
    [InlineData("nop\n.p2align 4", "-mtune=pentium")]
    [InlineData("nop", "-march=nothing")]
    [InlineData("mov x@GOTPCREL(%rip), %rax\ncall *x@GOTPCREL(%rip)", "-mrelax-relocations=no")]
    [InlineData("lock incl (%rax)\nlock\nincl (%rax)", "-momit-lock-prefix=yes")]
    [InlineData("mfence\nlfence\n.code32\nsfence", "-mfence-as-lock-add=yes")]
    [InlineData("jmp 1f\ncall f\nrep ret\n1: jne f\nloop 1b", "-madd-bnd-prefix")]
    [InlineData(".globl g\ng: jmp g\njne h\nh: ret", "-mshared")]
    [InlineData("addps %xmm9, %xmm1\naddps %xmm1, %xmm9\nmovss (%rax), %xmm2\nblendvps %xmm1, %xmm2\npaddb %mm0, %mm1\ncvtpd2dq (%rax), %xmm3", "-msse2avx")]
    [InlineData("pand %xmm9, %xmm1\ncmpeqps %xmm9, %xmm1\ncmpltps %xmm9, %xmm1\ncvtpi2pd (%rax), %xmm1\naesenc %xmm1, %xmm2", "-msse2avx")]
    [InlineData("movaps %xmm1, (%rax)\nvmovdqa (%rax), %ymm2\nvmovdqa32 %zmm2, %zmm3", "-muse-unaligned-vector-move")]
    [InlineData(".macro m x\n.byte x\n.endm\nm 5", "--alternate")]
    [InlineData(".section .data.x\n.section %S.y\n.byte 1", "--sectname-subst")]
    [InlineData(".comm x, 4\n.quad x", "--elf-stt-common=yes")]
    [InlineData("n = 5\n.globl g\ng = 6\n.byte n, g", "--strip-local-absolute")]
    [InlineData(".Lx: jmp .Ly\n.Ly: .quad .Lx", "--keep-locals")]
    [InlineData(".Lx: jmp .Ly\n.Ly: .quad .Lx", "-L")]
    [InlineData("f: nop\n.size f, g - f", "--size-check=warning")]
    [InlineData("f: nop\n.size f, g - f", "--size-check=error")]
    [InlineData("vpgatherdd %ymm1, (%rax, %ymm2), %ymm1", "-moperand-check=error")]
    [InlineData("vpgatherdd %ymm1, (%rax, %ymm2), %ymm1", "-moperand-check=none", "--fatal-warnings")]
    [InlineData("nop", "-g", "--debug-prefix-map=/=/elsewhere/")]
    [InlineData("nop", "-q", "-s", "-n", "-O0", "--divide", "-mx86-used-note=no", "--compress-debug-sections=none", "--hash-size=5")]
    [InlineData("nop", "-g")]
    [InlineData(".byte 300", "--fatal-warnings")]
    [InlineData(".byte 300", "-W")]
    [InlineData(".byte 300", "--warn")]
    [InlineData(".include \"taken.inc\"", "-I", "included")]
    [InlineData(".include \"taken.inc\"", "-Iincluded")]
    public void An_option_makes_the_object_that_GNU_as_makes(string source, params string[] options)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("included"));
        File.WriteAllText(folder.File("included/taken.inc"), "\tret\n");
        File.WriteAllText(folder.File("x.s"), "\t" + source + "\n");
        string[] absolute = [.. options.Select(option => option.Replace("included", folder.File("included"), StringComparison.Ordinal))];
        ToolResult gnu = ExternalTool.Get("as").Run([.. absolute, folder.File("x.s"), "-o", folder.File("gnu.o")], null, folder.Path);
        CommandRun ours = CommandRun.Of(["build", "-c", .. absolute, folder.File("x.s"), "-o", folder.File("ours.o")]);
        Assert.Equal(gnu.ExitCode == 0, ours.ExitCode == ExitCode.Success);
        if (gnu.ExitCode == 0 && !options.Contains("-g"))
            Assert.Equal(File.ReadAllBytes(folder.File("gnu.o")), File.ReadAllBytes(folder.File("ours.o")));
    }

    [Theory]
    [InlineData("-malign-branch-boundary=32")]
    [InlineData("-mlfence-after-load=yes")]
    [InlineData("-O2")]
    [InlineData("--x32")]
    [InlineData("--mri")]
    public void An_option_of_GNU_as_that_is_not_offered_is_named(string option)
    {
        CommandRun run = CommandRun.Of("build", "-c", option, "x.s");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains($"`{option}` is an option of GNU as that vmxasm does not have: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-a", "     8 00000000 05                start: m 5\n       00000001 90\n", "symbols\n")]
    [InlineData("-al", "     8 00000000 05                start: m 5\n       00000001 90\n", "!symbols\n")]
    [InlineData("-alm", "     + 00000000 05                 .byte 5\n     + 00000001 90                 nop\n", "!symbols\n")]
    [InlineData("-as", "symbols\n", "!start: m 5")]
    [InlineData("-alc", "start: m 5", "!hlt")]
    [InlineData("-ald", "start: m 5", "!.file 1")]
    [InlineData("-algn", "vmxasm ", "start: m 5")]
    [InlineData("-ahls", "start: m 5", "symbols\n")]
    public void A_listing_shows_what_its_letters_ask_for(string option, params string[] parts)
    {
        const string Source = ".macro m x\n .byte \\x\n nop\n.endm\n .if 0\n hlt\n .endif\nstart: m 5\n .file 1 \"x.c\"\n ret\n";
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("x.s"), Source);
        CommandRun run = CommandRun.Of("build", "-c", option, folder.File("x.s"), "-o", folder.File("x.o"));
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.All(parts, part =>
        {
            if (part[0] == '!')
                Assert.DoesNotContain(part[1..], run.Output, StringComparison.Ordinal);
            else
                Assert.Contains(part, run.Output, StringComparison.Ordinal);
        });

        CommandRun toFile = CommandRun.Of("build", "-c", $"{option}={folder.File("x.lst")}", folder.File("x.s"), "-o", folder.File("x.o"));
        Assert.Empty(toFile.Output);
        Assert.Contains(parts[0].TrimStart('!'), File.ReadAllText(folder.File("x.lst")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_that_is_none_is_said() =>
        Assert.Contains("`q` is none of the letters cdghlmns", CommandRun.Of("build", "-c", "-alq", "x.s").Error, StringComparison.Ordinal);

    [Fact]
    public void A_dependency_file_names_what_was_read()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("x.s"), $"\t.include \"{folder.File("y.inc")}\"\n");
        File.WriteAllText(folder.File("y.inc"), "\tret\n");
        Assert.Equal(ExitCode.Success, CommandRun.Of("build", "-c", "--MD", folder.File("x.d"), folder.File("x.s"), "-o", folder.File("x.o")).ExitCode);
        Assert.Contains("y.inc", File.ReadAllText(folder.File("x.d")), StringComparison.Ordinal);
    }
}
