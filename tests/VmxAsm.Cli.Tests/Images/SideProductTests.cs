using System.Text.Json;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests.Images;

/// <summary>What a build writes beside the image: listing, map, symbols, debug information, and the rule for make.</summary>
public sealed class SideProductTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Two sources, an include and a macro.</summary>
    private string[] Sources()
    {
        _folder.Write("consts.inc", "LIMIT = 0x1234\n");
        return
        [
            _folder.Write("main.s", """
                # the start
                        .include "consts.inc"
                        .globl  _start
                        .macro  twice
                        pause
                        pause
                        .endm
                _start: mov     $LIMIT, %eax
                        twice
                        call    helper
                        hlt
                        .boot   entry=_start, load=0x8000

                """),
            _folder.Write("helper.s", "        .globl  helper\nhelper: ret\n        .data\nvalue:  .long   5\n"),
        ];
    }

    private string Build(string product, params string[] more)
    {
        string[] sources = Sources();
        string file = _folder.File("product");
        CommandRun run = CommandRun.Of(["build", .. sources, "-I", _folder.Path, "--32", "-o", _folder.File("x.img"), product, file, .. more]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return File.ReadAllText(file).Replace(_folder.Path + Path.DirectorySeparatorChar, "");
    }

    [Fact]
    public void The_listing_shows_addresses_bytes_comments_includes_values_and_expansions()
    {
        string[] lines = Build("--listing").Split('\n');
        Assert.Contains(lines, line => line.EndsWith("# the start", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("= 1234", StringComparison.Ordinal) && line.EndsWith("LIMIT = 0x1234", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("00008000 B834120000", StringComparison.Ordinal) && line.EndsWith("mov     $LIMIT, %eax", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line.Contains("F390", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("0000800f C3", StringComparison.Ordinal) && line.EndsWith("helper: ret", StringComparison.Ordinal));
    }

    [Fact]
    public void The_listing_is_written_on_failure_too()
    {
        string source = _folder.Write("bad.s", "_start: mvo %eax, %ebx\n nop\n"), listing = _folder.File("bad.lst");
        Assert.Equal(ExitCode.SourceErrors, CommandRun.Of("build", source, "-o", _folder.File("bad.img"), "--listing", listing).ExitCode);
        string text = File.ReadAllText(listing);
        Assert.Contains("****", text);
        Assert.Contains("no such instruction `mvo`", text);
        Assert.Contains("90 ", text);
        Assert.False(File.Exists(_folder.File("bad.img")));
    }

    [Fact]
    public void The_map_names_sections_files_and_symbols()
    {
        string map = Build("--map");
        foreach (string part in (string[])["00008000  _start", ".text", "main.s:.text", "helper.s:.data", "value", "00001234  LIMIT"])
            Assert.Contains(part, map);
    }

    [Fact]
    public void Symbols_are_addresses_and_names() => Assert.Equal("00008000 _start\n0000800f helper\n00008010 value\n", Build("--symbols"));

    [Fact]
    public void Debug_information_is_versioned_and_leads_to_lines()
    {
        JsonElement root = JsonDocument.Parse(Build("--debug-info")).RootElement;
        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.Contains(root.GetProperty("lines").EnumerateArray(), line => line.GetProperty("address").GetInt32() == 0x8000 && line.GetProperty("line").GetInt32() == 8);
    }

    [Fact]
    public void The_rule_for_make_names_what_was_read()
    {
        Assert.Equal("x.img: \\\n main.s \\\n consts.inc \\\n helper.s\n", Build("-MF"));
        Assert.Equal("goal: \\\n main.s \\\n consts.inc \\\n helper.s\n\nconsts.inc:\n\nhelper.s:\n", Build("-MF", "-MT", "goal", "-MP"));
        Build("--map", "-MD");
        Assert.StartsWith("x.img:", Path.GetFileName(File.ReadAllText(_folder.File("x.d")).Split('\n')[0].Split(' ')[0]));
    }

    [Fact]
    public void Two_builds_of_the_same_sources_are_the_same()
    {
        foreach (string product in (string[])["--listing", "--map", "--symbols", "--debug-info"])
            Assert.Equal(Build(product), Build(product));
    }

    [Fact]
    public void Sections_go_where_the_command_line_says()
    {
        string source = _folder.Write("places.s", " .globl _start\n_start: nop\n .data\nd: .long 1\n .bss\nb: .space 4\n .section .far, \"aw\"\nf: .long 2\n");
        string symbols = _folder.File("symbols");
        CommandRun run = CommandRun.Of("build", source, "--format", "elf", "-o", _folder.File("x.elf"), "--symbols", symbols, "-Ttext=0x2000", "-Tdata", "0x8000", "-Tbss=0x9000", "--section-start", ".far=0x10000");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["00002000 _start", "00008000 d", "00009000 b", "00010000 f"], File.ReadAllLines(symbols).Where(line => line.Length > 0));
    }

    [Fact]
    public void Who_did_not_ask_for_a_bootable_image_is_told_how_to_get_another()
    {
        string source = _folder.Write("x.s", "nop\n");
        Assert.Contains("`--format elf` an executable", CommandRun.Of("build", source, "-o", _folder.File("x.img")).Error);
        Assert.DoesNotContain("--format", CommandRun.Of("build", source, "--format", "floppy", "-o", _folder.File("x.img")).Error);
    }

    [Theory]
    [InlineData("binary", 1)]
    [InlineData("elf32-i386", 0)]
    public void A_script_says_what_it_makes(string format, int length)
    {
        string source = _folder.Write("x.s", "nop\n"), script = _folder.Write("x.ld", $"OUTPUT_FORMAT({format}) SECTIONS {{ .text : {{ *(.text) }} }}"), output = _folder.File("out");
        Assert.Equal((0, ""), (CommandRun.Of("build", source, "-T", script, "-o", output) is var run ? run.ExitCode : 0, run.Error));
        byte[] bytes = File.ReadAllBytes(output);
        Assert.Equal(length == 0 ? 0x7F : 0x90, bytes[0]);
        Assert.True(length == 0 || bytes.Length == length);
        Assert.NotEqual(0, CommandRun.Of("build", source, "-T", script, "--format", "floppy", "-o", output).ExitCode);
    }

    /// <summary>Libraries by name, from the command line and from a script, and inputs that only the script names.</summary>
    [RequiresToolFact("ar")]
    public void Libraries_are_found_by_name()
    {
        string main = _folder.Write("m.s", " .globl _start\n_start: .long table, shared\n .comm shared, 4, 4\n");
        string table = _folder.Write("t.s", " .globl table, shared\n .data\ntable: .long 1\nshared: .long 5\n");
        foreach (string source in (string[])["m", "t"])
            Assert.Equal(0, CommandRun.Of("build", "-c", "--32", _folder.File(source + ".s"), "-o", _folder.File(source + ".o")).ExitCode);
        Directory.CreateDirectory(_folder.File("lib"));
        ExternalTool.Get("ar").Run("rcs", _folder.File("lib/libtable.a"), _folder.File("t.o")).OrThrow();
        string[] folder = ["-L" + _folder.File("lib")];
        string script = _folder.Write("x.ld", $"SECTIONS {{ . = 0x1000; .text : {{ *(.text) }} .data : {{ *(.data) *(COMMON) }} }} INPUT(\"{_folder.File("m.o")}\" -ltable)");

        foreach (string[] arguments in (string[][])[["build", _folder.File("m.o"), "--start-group", "-ltable", "--end-group", .. folder], ["build", "-T", script, .. folder]])
        {
            string symbols = _folder.File("symbols");
            CommandRun run = CommandRun.Of([.. arguments, "--format", "elf", "-o", _folder.File("x.elf"), "--symbols", symbols]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Equal(["_start", "shared", "table"], File.ReadAllLines(symbols).Select(line => line.Split(' ')[1]).Order(StringComparer.Ordinal));

            // The member that gives `shared` a value is taken: the two lie together.
            Assert.Single(File.ReadAllLines(symbols), line => line.EndsWith("table", StringComparison.Ordinal));
        }

        Assert.Contains("`libnone.a`", CommandRun.Of(["build", main, table, "-l", "none", .. folder]).Error);
    }

    [Fact]
    public void An_output_goes_where_a_link_leads()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_folder.File("sub"));
        File.CreateSymbolicLink(_folder.File("link.img"), Path.Combine("sub", "real.img"));
        File.WriteAllText(_folder.File("sub/real.img"), "old");
        string here = Directory.GetCurrentDirectory();
        string relative = Path.GetRelativePath(here, _folder.File("link.img"));
        Assert.Equal(0, CommandRun.Of("build", "--format", "flat", _folder.Write("x.s", "nop\n"), "-o", relative).ExitCode);
        Assert.Equal([0x90], File.ReadAllBytes(_folder.File("sub/real.img")));
        Assert.NotNull(new FileInfo(_folder.File("link.img")).LinkTarget);
    }

    /// <summary>A label at the end of a section belongs to the file that has it.</summary>
    [Fact]
    public void The_map_names_the_file_of_a_label_at_the_end_of_a_section()
    {
        string one = _folder.Write("one.s", " .globl _start\n_start: nop\n .bss\n .skip 4\n .globl top\ntop:\n"), two = _folder.Write("two.s", " .bss\n .globl other\nother: .skip 4\n"), map = _folder.File("map");
        Assert.Equal(0, CommandRun.Of("build", one, two, "--format", "elf", "-o", _folder.File("x.elf"), "--map", map).ExitCode);
        string[] lines = [.. File.ReadAllLines(map).Where(line => line.Contains("two.s:.bss", StringComparison.Ordinal) || line.EndsWith(" top", StringComparison.Ordinal) || line.EndsWith(" other", StringComparison.Ordinal))];
        Assert.Equal(["top", "two", "other"], lines.Select(line => line.Contains("two.s", StringComparison.Ordinal) ? "two" : line.Split(' ')[^1]));
    }

    [Fact]
    public void An_overflow_names_the_local_label_and_its_line()
    {
        string source = _folder.Write("far.s", " .globl _start\n_start: nop\n .code16\n mov $far, %ax\n .section .f, \"a\", load=0x30000\n .byte 0\nfar: .byte 1\n");
        string error = CommandRun.Of("build", source, "--format", "elf", "-o", _folder.File("x")).Error;
        Assert.Contains("0x30001 of `far`", error);
        Assert.Contains("far.s:7:1: note: `far` is defined here, at 0x30001", error);
    }

    /// <summary>QEMU would say that it finds no PVH note, which helps nobody.</summary>
    [RequiresToolTheory("qemu-system-x86_64")]
    [InlineData("--64", "a 64-bit one")]
    [InlineData("--32", "this has none")]
    public void Qemu_is_not_handed_a_kernel_that_it_cannot_start(string mode, string reason)
    {
        string kernel = _folder.File("kernel.elf");
        Assert.Equal(0, CommandRun.Of("build", mode, _folder.Write("k.s", ".globl _start\n_start: hlt\n"), "--format", "elf", "-o", kernel).ExitCode);
        CommandRun run = CommandRun.Of("run", "--engine", "qemu", kernel);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(reason, run.Error);
        Assert.Contains("--format multiboot", run.Error);
    }
}
