using System.Text;
using VmxAsm.Architecture.Processor;
using VmxAsm.Compiler;
using VmxAsm.Runtime.Cpu;
using VmxAsm.Runtime.Tests.Cpu;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Programs;

/// <summary>C programs compiled by gcc for the bare processor, in every mode and for several generations of it: they print what the same source prints as a program of the host.</summary>
public sealed class ProgramsAgainstHostTests
{
    private static readonly string[] Freestanding =
    [
        "-ffreestanding", "-fno-builtin", "-fno-tree-loop-distribute-patterns", "-fno-pic", "-no-pie", "-fno-stack-protector", "-fcf-protection=none", "-fno-asynchronous-unwind-tables",
    ];

    private static readonly string[] SqliteOptions =
    [
        "-DSQLITE_OS_OTHER=1", "-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION", "-DSQLITE_ENABLE_MEMSYS5", "-DSQLITE_OMIT_LOCALTIME", "-DSQLITE_TEMP_STORE=3",
        "-DSQLITE_OMIT_WAL", "-DSQLITE_DEFAULT_MEMSTATUS=0",
    ];

    [RequiresToolTheory("gcc", "as")]
    [InlineData("core2", 64, "-O2")]
    [InlineData("nehalem", 64, "-O3 -msse4.2")]
    [InlineData("haswell", 64, "-O3 -march=haswell -ffast-math")]
    [InlineData("core2", 32, "-O2")]
    [InlineData("core2", 32, "-O3 -msse2 -mfpmath=sse")]
    [InlineData("core2", 32, "-O1 -march=i386")]
    public void Workload_prints_what_it_prints_on_the_host(string model, int bits, string options)
    {
        if (options.Contains("haswell") && !System.Runtime.Intrinsics.X86.Fma.IsSupported)
            return;
        using var folder = new TemporaryFolder();
        string[] arguments = [$"-m{bits}", .. options.Split(' ')];
        string expected = RunOnHost(folder, [.. arguments, Source("workload.c")]);
        string kernel = Link(folder, bits, [Object(folder, "workload", [.. arguments, Source("workload.c")])]);
        Assert.Equal(expected, RunKernel(kernel, model));
        Assert.True(expected.Split('\n').Length > 8, expected);
    }

    /// <summary>Real mode: 32-bit code with prefixes, everything in one segment.</summary>
    [RequiresToolTheory("gcc", "as", "ld")]
    [InlineData("-O2")]
    [InlineData("-Os -march=i386")]
    public void Workload_prints_in_real_mode_what_it_prints_on_the_host(string options)
    {
        using var folder = new TemporaryFolder();
        string[] arguments = [.. options.Split(' '), "-DSMALL"];
        string expected = RunOnHost(folder, ["-m32", .. arguments, Source("workload.c")]);
        string start = Start(folder, 16), workload = Object(folder, "workload", ["-m16", .. arguments, Source("workload.c")]);
        string image = Path.Combine(folder.Path, "image");
        ExternalTool.Get("ld").Run("-m", "elf_i386", "-N", "-e", "kernel", "-Ttext=0x7C00", "--oformat", "binary", "-o", image, start, workload).OrThrow();
        using var machine = new ProcessorUnderTest(CpuModels.Core2);
        machine.Boot(File.ReadAllBytes(image));
        Assert.Equal(RunStop.Stopped, machine.Run(50_000_000));
        Assert.Equal(expected, machine.Serial);
    }

    /// <summary>A database engine of 250,000 lines; compiling it takes longer than all other tests.</summary>
    [AmalgamationTheory]
    [InlineData("core2", 64, "-O2")]
    [InlineData("haswell", 64, "-O2 -march=haswell")]
    [InlineData("core2", 32, "-O2")]
    public void Sqlite_answers_as_on_the_host(string model, int bits, string options)
    {
        string amalgamation = AmalgamationTheoryAttribute.Source!;
        using var folder = new TemporaryFolder();
        string[] arguments = [$"-m{bits}", .. options.Split(' '), .. SqliteOptions, "-I", Path.GetDirectoryName(Path.GetFullPath(amalgamation))!];
        string engine = Object(folder, "sqlite", [.. arguments, amalgamation]);
        string expected = RunOnHost(folder, [.. arguments, Source("database.c"), engine]);
        string kernel = Link(folder, bits, [Object(folder, "database", [.. arguments, Source("database.c")]), engine]);
        Assert.Equal(expected, RunKernel(kernel, model));
        Assert.DoesNotContain("error", expected);
        Assert.Equal(12, expected.Split('\n').Length);
    }

    /// <summary>The compression library as the distribution compiled it.</summary>
    [ZlibFact]
    public void Zlib_packs_as_on_the_host()
    {
        using var folder = new TemporaryFolder();
        string expected = RunOnHost(folder, ["-O2", Source("compression.c"), ZlibFactAttribute.Archive]);
        string kernel = Link(folder, 64, [Object(folder, "compression", ["-m64", "-O2", Source("compression.c")]), ZlibFactAttribute.Archive]);
        Assert.Equal(expected, RunKernel(kernel, "core2"));
        Assert.DoesNotContain("error", expected);
        Assert.Equal(39, expected.Split('\n').Length);
    }

    private static string Source(string name) => RepositoryRoot.Combine("tests", "VmxAsm.Runtime.Tests", "Programs", name);

    private static string Object(TemporaryFolder folder, string name, string[] arguments)
    {
        string path = Path.Combine(folder.Path, name + ".o");
        ExternalTool.Get("gcc").Run([.. Freestanding, "-mno-red-zone", .. arguments, "-c", "-o", path], input: null, seconds: 900).OrThrow();
        return path;
    }

    private static string Start(TemporaryFolder folder, int bits)
    {
        string path = Path.Combine(folder.Path, "start.o");
        ExternalTool.Get("as").Run(bits == 64 ? "--64" : "--32", "--defsym", $"BITS={bits}", Source("start.s"), "-o", path).OrThrow();
        return path;
    }

    // By our own linker, with the compiler's library.
    private static string Link(TemporaryFolder folder, int bits, string[] files)
    {
        string kernel = Path.Combine(folder.Path, "kernel.elf"), library = ExternalTool.Get("gcc").Run($"-m{bits}", "-print-libgcc-file-name").OrThrow().Output.Trim();
        BuildResult result = Compilation.Build(
            [Start(folder, bits), .. files, library], new CompilationOptions { ImageFormat = "elf", TextAddress = 0x100000, EntrySymbol = "kernel" });
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Take(5)));
        File.WriteAllBytes(kernel, result.Image.ToArray());
        return kernel;
    }

    private static string RunOnHost(TemporaryFolder folder, string[] arguments)
    {
        string program = Path.Combine(folder.Path, "host");
        ExternalTool.Get("gcc").Run(["-DHOSTED", "-no-pie", .. arguments, "-o", program, "-lm"]).OrThrow();
        return ExternalTool.At(program).Run().OrThrow().Output;
    }

    private static string RunKernel(string kernel, string model)
    {
        StringBuilder serial = new();
        using Machine machine = Machine.Boot(
            File.ReadAllBytes(kernel),
            new MachineOptions { CpuModelName = model, SerialOutput = value => serial.Append((char)value), Timeout = TimeSpan.FromSeconds(300) });
        machine.Run(CancellationToken.None);
        return serial.ToString();
    }
}

/// <summary>Needs zlib's archive and headers; where the environment requires all tools, the test runs and fails without them.</summary>
internal sealed class ZlibFactAttribute : FactAttribute
{
    public const string Archive = "/usr/lib/x86_64-linux-gnu/libz.a";

    public ZlibFactAttribute()
    {
        if (!File.Exists(Archive) && Environment.GetEnvironmentVariable("VMXASM_REQUIRE_TOOLS") != "1")
            Skip = "needs Debian's zlib1g-dev";
    }
}

/// <summary>Runs when asked for.</summary>
internal sealed class AmalgamationTheoryAttribute : TheoryAttribute
{
    public static readonly string? Source = Environment.GetEnvironmentVariable("VMXASM_SQLITE");

    public AmalgamationTheoryAttribute()
    {
        if (!File.Exists(Source))
            Skip = "takes minutes: VMXASM_SQLITE is the path of sqlite3.c, which tests/fetch-sqlite prints";
    }
}
