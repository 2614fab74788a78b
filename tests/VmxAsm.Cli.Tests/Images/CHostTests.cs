using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests.Images;

/// <summary>A host written in C: objects of gcc and clang with a start in our language, linked here, run here and elsewhere.</summary>
public sealed class CHostTests : IDisposable
{
    private const string Expected = "zero one two three 5324f2e8 3072fe21 12345678 00004321 00000000 0000001e done\r\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Program(string name) => RepositoryRoot.Combine("tests", "VmxAsm.Cli.Tests", "Images", "Programs", name);

    private string Compile(string compiler, int bits, string options, string source, string name)
    {
        string path = _folder.File(name + ".o");
        string[] abi = bits == 64 ? ["-m64", "-mno-red-zone", "-mno-sse"] : ["-m32", "-mno-sse"];
        ExternalTool.Get(compiler).Run([.. abi, "-ffreestanding", "-fno-stack-protector", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-c", Program(source), "-o", path]).OrThrow();
        return path;
    }

    private string Build(string compiler, int bits, string options)
    {
        string image = _folder.File("image.img");
        List<string> inputs = [Program("c-host-start.s"), Compile(compiler, bits, options, "c-host.c", "host"), Compile(compiler, bits, options, "c-host-more.c", "more")];
        string library = ExternalTool.Get("gcc").Run($"-m{bits}", "-print-libgcc-file-name").OrThrow().Output.Trim();
        if (File.Exists(library))
            inputs.Add(library);
        CommandRun run = CommandRun.Of(["build", .. inputs, "-D", $"BITS={bits}", bits == 64 ? "--64" : "--32", "-o", image]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return image;
    }

    [RequiresToolTheory("gcc")]
    [InlineData(32, "-O0")]
    [InlineData(32, "-O2 -fno-pic")]
    [InlineData(32, "-O3 -fPIC -fno-plt")]
    [InlineData(32, "-Os -fcommon -ffunction-sections -fdata-sections")]
    [InlineData(64, "-O0")]
    [InlineData(64, "-O1 -fPIE")]
    [InlineData(64, "-O2 -fno-pic -fcommon -g")]
    [InlineData(64, "-O3 -fPIC -fno-plt")]
    [InlineData(64, "-O2 -mcmodel=large")]
    public void Of_gcc_runs(int bits, string options) =>
        Assert.Equal(Expected, CommandRun.Of("run", Build("gcc", bits, WithCommon(options)), "--serial", "stdout", "--timeout", "30").Output);

    [RequiresToolTheory("clang", "gcc")]
    [InlineData(32, "-O2")]
    [InlineData(64, "-O0")]
    [InlineData(64, "-O2 -fPIC")]
    public void Of_clang_runs(int bits, string options) =>
        Assert.Equal(Expected, CommandRun.Of("run", Build("clang", bits, WithCommon(options)), "--serial", "stdout", "--timeout", "30").Output);

    [RequiresToolTheory("gcc", "bochs", "script")]
    [InlineData(32)]
    [InlineData(64)]
    public void Bochs_prints_the_same(int bits) =>
        Assert.Equal(Expected, CommandRun.Of("run", Build("gcc", bits, WithCommon("-O2")), "--engine", "bochs", "--serial", "stdout").Output);

    /// <summary>A virtual machine whose exits are handled in C: examples/c_host, compiled as its first lines say.</summary>
    [RequiresToolTheory("gcc")]
    [InlineData("-O0", "builtin")]
    [InlineData("-O2", "builtin")]
    [InlineData("-Os -fPIE", "builtin")]
    public void Of_a_virtual_machine_handles_its_exits(string options, string engine) => RunVirtualMachine("gcc", options, engine);

    [RequiresToolFact("gcc", "bochs", "script")]
    public void Of_a_virtual_machine_handles_its_exits_in_Bochs() => RunVirtualMachine("gcc", "-O2", "bochs");

    [RequiresToolFact("clang")]
    public void Of_a_virtual_machine_handles_its_exits_when_clang_compiles() => RunVirtualMachine("clang", "-O2", "builtin");

    private void RunVirtualMachine(string compiler, string options, string engine)
    {
        string path = _folder.File("host.o"), image = _folder.File("host.img"), example = RepositoryRoot.Combine("examples", "c_host");
        ExternalTool.Get(compiler).Run(["-c", "-m64", "-ffreestanding", "-mno-red-zone", "-mgeneral-regs-only", "-fno-pic", .. options.Split(' '), Path.Combine(example, "host.c"), "-o", path]).OrThrow();
        CommandRun built = CommandRun.Of("build", Path.Combine(example, "boot.s"), path, "-o", image);
        Assert.Equal((0, ""), (built.ExitCode, built.Error));
        CommandRun run = CommandRun.Of("run", image, "--engine", engine, "--serial", "stdout");
        Assert.Equal((0, "The guest hears from a host in C!\r\n10! = 3628800\r\nThe guest has finished\r\n"), (run.ExitCode, run.Output));
    }

    /// <summary>`shared_counter` is in both sources without an initial value.</summary>
    private static string WithCommon(string options) => options.Contains("-fcommon", StringComparison.Ordinal) ? options : options + " -fcommon";

    /// <summary>What both units of a C++ program bring is kept once.</summary>
    [RequiresToolTheory("g++")]
    [InlineData("-m32")]
    [InlineData("-m64")]
    public void Comdat_groups_of_cpp_are_kept_once(string mode)
    {
        string[] objects = [.. ((string[])["one", "two"]).Select(name =>
        {
            string path = _folder.File(name + ".o");
            ExternalTool.Get("g++").Run(mode, "-ffreestanding", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics", "-fno-pic", "-O1", "-DNAME=" + name, "-c", Program("comdat.cpp"), "-o", path).OrThrow();
            return path;
        })];
        string start = _folder.Write("start.s", ".globl _start\n_start: call _Z3onev\n call _Z3twov\n ret\n");
        string map = _folder.File("map");
        CommandRun run = CommandRun.Of(["build", start, .. objects, mode == "-m64" ? "--64" : "--32", "--format", "elf", "--map", map, "-o", _folder.File("kernel")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Single(File.ReadLines(map), line => line.EndsWith(" _ZN4CellIiE5valueE", StringComparison.Ordinal));
    }

    /// <summary>Objects that hold the compiler's intermediate code have no machine code to link.</summary>
    [RequiresToolFact("gcc")]
    public void Link_time_optimisation_is_named()
    {
        string path = Compile("gcc", 64, "-O2 -flto -fno-fat-lto-objects", "c-host-more.c", "lto");
        CommandRun run = CommandRun.Of("build", path, "--format", "elf", "-o", _folder.File("kernel"));
        Assert.Equal(ExitCode.SourceErrors, run.ExitCode);
        Assert.Contains("-flto", run.Error);
    }
}
