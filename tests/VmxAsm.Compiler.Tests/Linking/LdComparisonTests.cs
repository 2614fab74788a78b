using VmxAsm.Compiler.Diagnostics;
using VmxAsm.Compiler.Images;
using VmxAsm.Compiler.Linking;
using VmxAsm.Compiler.Text;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Compiler.Tests.Linking;

/// <summary>The same objects and the same script through GNU ld and through us give the same bytes.</summary>
public sealed class LdComparisonTests
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (string script in (string[])["kernel", "rom-and-ram", "higher-half", "orphans", "boot-sector", "sorts", "segments", "regions", "all-orphans", "all-orphans-binary", "headers", "numbers"])
            {
                cases.Add(script, "-m32", "-O0");
                cases.Add(script, "-m32", "-O2");
                if (script is "higher-half" or "sorts")
                    continue;
                cases.Add(script, "-m64", "-O0");
                cases.Add(script, "-m64", "-O2");
            }
            return cases;
        }
    }

    [RequiresToolTheory("as", "ld", "gcc", "objcopy")]
    [MemberData(nameof(Cases))]
    public void Script(string script, string mode, string optimisation)
    {
        using TemporaryFolder folder = new();
        string[] objects = [GnuTools.Assemble(folder, Program("start.s"), mode), .. Compile(folder, mode, optimisation)];
        Compare(folder, objects, Program(script + ".ld"), mode);
    }

    [RequiresToolTheory("as", "ld", "gcc", "objcopy")]
    [InlineData("-m32", "-fpic")]
    [InlineData("-m64", "-fpic")]
    [InlineData("-m64", "-mcmodel=large")]
    [InlineData("-m64", "-fpie")]
    public void PositionIndependentCode(string mode, string model)
    {
        using TemporaryFolder folder = new();
        string[] objects = [GnuTools.Assemble(folder, Program("start.s"), mode), .. Compile(folder, mode, "-O2", model)];
        Compare(folder, objects, Program("kernel.ld"), mode);
    }

    [RequiresToolTheory("as", "ld", "gcc", "objcopy")]
    [InlineData("-m32")]
    [InlineData("-m64")]
    public void UnusedSectionsGo(string mode)
    {
        using TemporaryFolder folder = new();
        string[] objects = [GnuTools.Assemble(folder, Program("start.s"), mode), .. Compile(folder, mode, "-O1", "-ffunction-sections", "-fdata-sections")];
        Compare(folder, objects, Program("kernel.ld"), mode, dropUnused: true, "-e", "start_c");
    }

    /// <summary>.eh_frame is rewritten in an ELF link: equal CIEs are merged, descriptions of dropped functions go.</summary>
    [RequiresToolTheory("as", "ld", "gcc", "objcopy")]
    [InlineData("-m32", "unwind.ld", false)]
    [InlineData("-m32", "unwind-orphan.ld", true)]
    [InlineData("-m64", "unwind.ld", true)]
    [InlineData("-m64", "unwind-orphan.ld", false)]
    public void UnwindTables(string mode, string script, bool dropUnused)
    {
        using TemporaryFolder folder = new();
        string[] objects = [GnuTools.Assemble(folder, Program("start.s"), mode), .. Compile(folder, mode, "-O2", "-fasynchronous-unwind-tables")];
        Compare(folder, objects, Program(script), mode, dropUnused, "-e", "start_c");
    }

    /// <summary>The bounds of a section are known to the linker: a load of one through the GOT needs no entry.</summary>
    [RequiresToolFact("as", "ld", "objcopy")]
    public void BoundsOfASectionThroughTheGlobalOffsetTable()
    {
        using TemporaryFolder folder = new();
        string source = GnuTools.AssembleText(folder, "bounds",
            ".globl _start\n_start: movq __start_mine@GOTPCREL(%rip), %rax\naddq __stop_mine@GOTPCREL(%rip), %rcx\nret\n.section mine, \"aw\"\n.quad 5\n", "-m64");
        string script = folder.Write("bounds.ld", "SECTIONS { . = 0x1000; .text : { *(.text) } .got : { *(.got) *(.got.plt) } mine : { *(mine) } /DISCARD/ : { *(.note*) } }");
        Compare(folder, [source], script, "-m64");
    }

    /// <summary>Members of the compiler's own library come in for what the processor cannot do in one instruction.</summary>
    [RequiresToolFact("as", "ld", "gcc", "objcopy")]
    public void MembersOfAnArchiveAreTaken()
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("divide.c", "unsigned long long q(unsigned long long a, unsigned long long b) { return a / b + a % b; }\nint start_c(int n) { return (int)q(n, 3); }\n");
        string library = ExternalTool.Get("gcc").Run("-m32", "-print-libgcc-file-name").OrThrow().Output.Trim();
        if (!File.Exists(library))
            return; // a gcc without its 32-bit half
        Compare(folder, [GnuTools.Compile(folder, source, "-m32", "-O1", "-fno-pic"), library], Program("kernel.ld"), "-m32", false, "-e", "start_c");
    }

    /// <summary>Thread-local variables by every model that compilers have: all end as distances from the thread pointer.</summary>
    [RequiresToolTheory("as", "ld", "gcc", "objcopy")]
    [InlineData("-m32", "-fPIC")]
    [InlineData("-m32", "-fPIC -ftls-model=local-dynamic")]
    [InlineData("-m32", "-fno-pic -ftls-model=initial-exec")]
    [InlineData("-m32", "-fPIC -fno-plt")]
    [InlineData("-m64", "-fPIC")]
    [InlineData("-m64", "-fPIC -fno-plt")]
    [InlineData("-m64", "-fPIC -ftls-model=local-dynamic -fno-plt")]
    [InlineData("-m64", "-fPIC -ftls-model=initial-exec")]
    [InlineData("-m64", "-fno-pic -ftls-model=local-exec")]
    [InlineData("-m32", "-fPIC -mtls-dialect=gnu2")]
    [InlineData("-m64", "-fPIC -mtls-dialect=gnu2")]
    [InlineData("-m64", "-fPIC -mcmodel=large")]
    [InlineData("-m64", "-fPIC -mcmodel=large -ftls-model=local-dynamic")]
    public void ThreadLocalModels(string mode, string model)
    {
        using TemporaryFolder folder = new();
        foreach (string optimisation in (string[])["-O0", "-O2"])
        {
            string[] options = [optimisation, .. model.Split(' ')];
            string[] objects =
            [
                GnuTools.AssembleText(folder, "start", " .globl _start\n_start: ret\n", mode),
                GnuTools.Compile(folder, Program("threads.c"), mode, options),
                GnuTools.Compile(folder, Program("threads-user.c"), mode, options),
            ];
            Compare(folder, objects, Program("threads.ld"), mode);
        }
    }

    /// <summary>Offsets that are counted downwards come from a dialect that only old objects and assembler sources speak.</summary>
    [RequiresToolFact("as", "ld", "objcopy")]
    public void ThreadLocalOffsetsCountedDownwards()
    {
        using TemporaryFolder folder = new();
        string source = GnuTools.AssembleText(folder, "down",
            ".globl _start\n_start: movl x@gottpoff(%ebx), %ecx\nsubl x@gottpoff(%ebx), %eax\naddl x@gottpoff(%esi), %edx\nsubl x@gotntpoff(%ebx), %eax\nmovl $x@tpoff, %eax\n.section .tdata, \"awT\"\n.long 1, 2\nx: .long 3\n", "-m32");
        Compare(folder, [source], Program("threads.ld"), "-m32");
    }

    [RequiresToolFact("gcc")]
    public void AnIndirectFunctionIsNamed()
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("i.c", "static int one(void) { return 1; }\nstatic int (*pick(void))(void) { return one; }\nint f(void) __attribute__((ifunc(\"pick\")));\nint _start(void) { return f(); }\n");
        string file = GnuTools.Compile(folder, source, "-m64", "-fno-pic");
        Diagnostic error = Assert.Single(Compilation.Build([file], new CompilationOptions { ImageFormat = "elf" }).Diagnostics);
        Assert.Equal(LinkRules.UnsupportedRelocation, error.Rule);
        Assert.Contains("`f` is an indirect function", error.Message);
    }

    /// <summary>Compilers that enforce control flow put a note into every object; the program's says what all of them can do.</summary>
    [RequiresToolTheory("as", "ld", "gcc", "objcopy")]
    [InlineData("-m32", "")]
    [InlineData("-m64", "")]
    [InlineData("-m64", "OUTPUT_FORMAT(binary) ")]
    public void PropertyNotes(string mode, string format)
    {
        using TemporaryFolder folder = new();
        string[] objects = [.. Compile(folder, mode, "-O1", "-fcf-protection")];
        string text = "SECTIONS { . = 0x100000; .text : { *(.text*) } .data : { *(.data*) } __bss_start = .; .bss : { *(.bss* COMMON) } _end = .; }";
        string path = folder.Write("notes.ld", format + text);
        Compare(folder, objects, path, mode);
    }

    /// <summary>Segments that PHDRS lists, and those that ld finds itself, row by row.</summary>
    [RequiresToolTheory("as", "ld", "gcc")]
    [InlineData("segments", "-m32")]
    [InlineData("segments", "-m64")]
    [InlineData("headers", "-m64")]
    [InlineData("kernel", "-m64")]
    [InlineData("all-orphans", "-m64")]
    [InlineData("all-orphans", "-m32")]
    public void ProgramHeaders(string script, string mode)
    {
        using TemporaryFolder folder = new();
        string[] objects = [GnuTools.Assemble(folder, Program("start.s"), mode), .. Compile(folder, mode, "-O2")];
        string linked = folder.File("ld.out"), ours = folder.File("ours.out");
        string[] common = ["-m", mode == "-m32" ? "elf_i386" : "elf_x86_64", "-z", "max-page-size=0x1000", "-T", Program(script + ".ld"), "-o", linked];
        ExternalTool.Get("ld").Run([.. common, .. objects]).OrThrow();
        BuildResult result = Compilation.Build(objects, new CompilationOptions { ImageFormat = "elf", LinkerScripts = [Program(script + ".ld")] });
        Assert.Empty(result.Diagnostics.Select(one => one.Message));
        File.WriteAllBytes(ours, result.Image.ToArray());
        Assert.Equal(Rows(linked), Rows(ours));

        // Offsets in the file are a linker's own business as long as they agree with the addresses in their lower twelve bits.
        static string[] Rows(string path) =>
        [
            .. ExternalTool.Get("readelf").Run("-lW", path).OrThrow().Output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words is [_, _, ['0', 'x', ..], ['0', 'x', ..], ..])
                .Select(words => string.Join(' ', words.Where((_, i) => i != 1))),
        ];
    }

    private static IEnumerable<string> Compile(TemporaryFolder folder, string mode, params string[] options)
    {
        string[] model = options.Any(option => option.StartsWith("-fpi", StringComparison.Ordinal) || option.StartsWith("-mcmodel", StringComparison.Ordinal)) ? [] : ["-fno-pic", "-fno-pie"];
        foreach (string source in (string[])["main.c", "library.c"])
            yield return GnuTools.Compile(folder, Program(source), mode, ["-fcommon", "-mno-sse", .. model, .. options]);
    }

    private static void Compare(TemporaryFolder folder, string[] objects, string script, string mode, bool dropUnused = false, params string[] more)
    {
        string linked = folder.File("ld.out"), flat = folder.File("ld.bin");
        string emulation = mode == "-m32" ? "elf_i386" : "elf_x86_64";
        ExternalTool.Get("ld").Run(["-m", emulation, "-z", "max-page-size=0x1000", "-T", script, "-o", linked, .. dropUnused ? ["--gc-sections"] : Array.Empty<string>(), .. more, .. objects]).OrThrow();
        byte[] expected;
        if (File.ReadAllText(script).Contains("OUTPUT_FORMAT(binary)", StringComparison.Ordinal))
        {
            expected = File.ReadAllBytes(linked);
        }
        else
        {
            ExternalTool.Get("objcopy").Run("-O", "binary", linked, flat).OrThrow();
            expected = File.ReadAllBytes(flat);
        }

        SourceSet sources = new();
        DiagnosticBag diagnostics = new();
        LinkInput[] inputs = [.. objects.Select(path => LinkInput.ReadFile(path, diagnostics)!)];
        LinkOptions options = new() { Sources = sources, ScriptPaths = [script], DropUnusedSections = dropUnused, EntrySymbol = more.Length > 1 ? more[1] : null };
        LinkedProgram? program = Linker.Link(inputs, options, diagnostics);
        Assert.Empty(diagnostics.InSourceOrder(sources).Where(one => one.Severity == Severity.Error).Select(one => one.Message));
        byte[] actual = FlatImage.Write(program!, diagnostics)!;
        int same = actual.AsSpan().CommonPrefixLength(expected);
        Assert.True(actual.AsSpan().SequenceEqual(expected), $"{actual.Length} bytes, ld {expected.Length}; they differ at 0x{same:x}\n{MapFile.Write(program!)}");
    }

    private static string Program(string name) => RepositoryRoot.Combine("tests", "VmxAsm.Compiler.Tests", "Linking", "Programs", name);
}

/// <summary>Objects made by the GNU tools.</summary>
internal static class GnuTools
{
    /// <param name="mode"><c>-m32</c> or <c>-m64</c>.</param>
    public static string Assemble(TemporaryFolder folder, string source, string mode)
    {
        string file = folder.File(Path.GetFileNameWithoutExtension(source) + mode + ".o");
        ExternalTool.Get("as").Run(mode == "-m32" ? "--32" : "--64", source, "-o", file).OrThrow();
        return file;
    }

    public static string AssembleText(TemporaryFolder folder, string name, string text, string mode) => Assemble(folder, folder.Write(name + ".s", text), mode);

    public static string Compile(TemporaryFolder folder, string source, string mode, params IEnumerable<string> options)
    {
        string file = folder.File(Path.GetFileNameWithoutExtension(source) + ".o");
        ExternalTool.Get("gcc").Run([mode, "-c", "-ffreestanding", "-fno-asynchronous-unwind-tables", .. options, source, "-o", file]).OrThrow();
        return file;
    }
}
