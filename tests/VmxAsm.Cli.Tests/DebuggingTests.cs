using System.Text;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary><c>--break</c>, <c>--trace</c> and what a failed run tells, on a program that goes from real to protected mode, turns paging on and leaves its page.</summary>
public sealed class DebuggingTests : IDisposable
{
    private const string Program = """
                .code16
        _start: cli
                xorw %ax, %ax
                movw %ax, %ds
                lgdt gdtr
                movl %cr0, %eax
                orl $1, %eax
                movl %eax, %cr0
                ljmp $8, $protected
                .code32
        protected:
                movw $16, %ax
                movw %ax, %ds
                movw %ax, %ss
                movl $0x7c00, %esp
                movl $0x10000, %eax
                movl %eax, %cr3
                movl $0x11007, 0x10000
                movl $0x7007, 0x1101c
                movl $0x10007, 0x11040
                movl $0x11007, 0x11044
                movl %cr0, %eax
                orl $0x80000000, %eax
                movl %eax, %cr0
                movl $5, %ecx
        again:  nop
                loop again
                movl 0x123456, %eax
                hlt
        gdtr:   .word 23
                .long gdt
        gdt:    .quad 0, 0x00cf9a000000ffff, 0x00cf92000000ffff
                .org 510
                .word 0xaa55
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _source;

    public DebuggingTests() => _source = _folder.Write("paging.s", Encoding.UTF8.GetBytes(Program + "\n"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("protected", ":12:9: stopped: breakpoint `protected` reached after", "12 | movw $16, %ax")]
    [InlineData("paging.s:17", "in 32-bit protected mode, CPL 0", "17 | movl %eax, %cr3")]
    [InlineData("paging.s:11", "in 32-bit protected mode, CPL 0", "12 | movw $16, %ax")]
    [InlineData("0x7c00", "at 0000:7c00 in real mode", "2 | cli")]
    [InlineData("07c0:0000", "at 0000:7c00 in real mode", "2 | cli")]
    [InlineData("again@3", "breakpoint `again@3`", "ecx 00000003")]
    [InlineData("mode:protected32", "in 32-bit protected mode", "12 | movw $16, %ax")]
    [InlineData("mode", "in 16-bit protected mode", "9 | ljmp $8, $protected")]
    [InlineData("write:0x1101c", "in 32-bit protected mode", "20 | movl $0x10007, 0x11040")]
    [InlineData("access:0x123456", "triple fault", "while that was delivered")]
    [InlineData("int:GP", "triple fault", "while that was delivered")]
    [InlineData("int:PF", "triple fault", "while that was delivered")]
    public void A_breakpoint_ends_the_run_in_front_of_what_it_names(string place, string headline, string detail)
    {
        CommandRun run = CommandRun.Of("run", _source, "--break", place);
        Assert.Contains(headline, run.Error);
        Assert.Contains(detail, run.Error);
        Assert.Equal(headline == "triple fault" ? ExitCode.GuestFailed : ExitCode.BreakpointReached, run.ExitCode);
    }

    [Theory]
    [InlineData("there is no symbol `nosuch`", "--break", "nosuch")]
    [InlineData("`paging.s:999`: no code was made from that line", "--break", "paging.s:999")]
    [InlineData("`mode:unreal`: the modes are real, vm86", "--break", "mode:unreal")]
    [InlineData("`vmexit:Nothing`: an exit reason", "--break", "vmexit:Nothing")]
    [InlineData("`io:0x10000`: a port is expected", "--break", "io:0x10000")]
    [InlineData("`protected@0`: times are counted from 1", "--break", "protected@0")]
    [InlineData("`--trace exce`: `exce` is none of exec, int, io, mem, mode, vmx", "--trace", "exce")]
    [InlineData("`--trace exec:`: a range is expected behind the colon of `exec:`", "--trace", "exec:")]
    [InlineData("`--trace ,`: nothing to trace: exec, int, io, mem, mode and vmx are there", "--trace", ",")]
    [InlineData("`0x7c00@`: times are counted from 1", "--break", "0x7c00@")]
    [InlineData("`0x7c00@99999999999999999999`: times are counted from 1", "--break", "0x7c00@99999999999999999999")]
    [InlineData("`mode:`: the modes are real, vm86", "--break", "mode:")]
    [InlineData("`vmexit:`: an exit reason, by number or name as in Hlt, is expected behind the colon", "--break", "vmexit:")]
    [InlineData("`5-1`: the range ends before it begins", "--trace", "mem:5-1")]
    [InlineData("`unreal` is no mode", "--trace", "exec", "--trace-mode", "unreal")]
    public void What_cannot_be_meant_is_refused(string message, params string[] arguments)
    {
        CommandRun run = CommandRun.Of(["run", _source, .. arguments]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith("vmxasm: error: " + message, run.Error);
    }

    [Fact]
    public void The_trace_shows_what_is_in_range_with_symbol_and_source_line()
    {
        string[] lines = Trace("exec:protected-gdtr", "--trace-mode", "protected32", "--trace-count", "2");
        Assert.Equal(2, lines.Length);
        Assert.EndsWith("0008:00007c19  mov $0x10,%ax   <protected>   " + _source + ":12: movw $16, %ax", lines[0]);
        Assert.Contains("<protected+0x4>", lines[1]);
    }

    [Fact]
    public void Exceptions_are_traced_by_name()
    {
        string[] lines = Trace("int:PF");
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains("exception #PF", line));
    }

    [Fact]
    public void Memory_is_traced_with_the_values_read_and_written()
    {
        string[] lines = Trace("mem:0x11000-0x11fff,mode", "--trace-skip", "1");
        Assert.Contains("write 4 at 0x0001101c <- 00007007", lines[1]);
        Assert.Contains("write 4 at 0x00011040 <- 00010007", lines[2]);
        Assert.Contains("16-bit protected mode, CPL 0 -> 32-bit protected mode, CPL 0", lines[0]);
    }

    [Fact]
    public void A_triple_fault_is_told_with_its_chain_its_page_walks_and_the_last_instructions()
    {
        string text = CommandRun.Of("run", _source).Error.ReplaceLineEndings("\n");
        Assert.Contains("paging.s:28:9: guest failed: triple fault in 32-bit protected mode, CPL 0", text);
        Assert.Contains("note: #PF with error code 0x0 for the linear address 0x123456: reading in supervisor mode, no page is present", text);
        Assert.Contains("PTE  [291] at 0x1148c: 0000000000000000 not present", text);
        Assert.Contains("note: while that was delivered: #PF with error code 0x0 for the linear address 0x70", text);
        Assert.Contains("note: while that was delivered: #DF", text);
        Assert.Contains("loop 0x00007C66", text);
        Assert.Contains("(the 2 instructions above 5 times)", text);
        Assert.EndsWith("paging.s:28: movl 0x123456, %eax", text.TrimEnd());
        int first = text.IndexOf("\n", text.IndexOf("note: the last instructions", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(":13: movw %ax, %ds", text[first..].Split('\n')[1]);
    }

    [Fact]
    public void An_exception_whose_vector_the_program_wrote_over_is_told_as_such()
    {
        string source = _folder.Write("vector.s", ".code16\n_start: xor %cx, %cx\n mov %cx, %ss\n mov $2, %sp\n push %cx\n push %cx\n div %cx\n .org 510\n .word 0xaa55\n"u8);
        string text = CommandRun.Of("run", source).Error;
        Assert.Contains("vector.s:7:2: guest failed: exception #DE without a handler in real mode", text);
        Assert.Contains("the vector at 0x0 is f000:0000, which is no handler of the BIOS", text);
        Assert.Contains("`--break write:0x0@3` stops behind it", text);
        Assert.Contains("vector.s:6:2: stopped", CommandRun.Of("run", source, "--break", "write:0x0@3").Error);
    }

    [Fact]
    public void A_jump_into_nowhere_is_told_with_where_it_came_from()
    {
        string source = _folder.Write("nowhere.s", """
                    .code16
            _start: xorw %ax, %ax
                    jmp *%cs:0x7c00 + pointer - _start
            pointer: .word 0x9000
                    .org 510
                    .word 0xaa55

            """u8.ToArray());
        CommandRun run = CommandRun.Of("run", source);
        Assert.Contains("nowhere.s:3: jmp *%cs:0x7c00 + pointer - _start", run.Error);
        Assert.Contains("more of the same behind it", run.Error);
        Assert.Contains("0000:9000  add %al,(%bx,%si)", run.Error);
        Assert.Contains("f000:", run.Error);
        Assert.Equal(ExitCode.GuestFailed, run.ExitCode);
    }

    [Fact]
    public void An_exception_that_only_the_BIOS_would_take_ends_the_run()
    {
        string source = _folder.Write("divide.s", """
                    .code16
            _start: xorw %dx, %dx
                    divw %dx
                    .org 510
                    .word 0xaa55

            """u8.ToArray());
        CommandRun run = CommandRun.Of("run", source);
        Assert.Contains("divide.s:3:9: guest failed: exception #DE without a handler in real mode", run.Error);
        Assert.Equal(ExitCode.GuestFailed, run.ExitCode);
    }

    [Fact]
    public void Unknown_ports_and_memory_are_told_once_with_the_source_line()
    {
        string source = _folder.Write("unknown.s", """
                    .code16
            _start: movb $3, %cl
            1:      outb %al, $0xb9
                    movw $0xd000, %ax
                    movw %ax, %ds
                    movb %al, 0
                    decb %cl
                    jnz 1b
                    cli
                    hlt
                    .org 510
                    .word 0xaa55

            """u8.ToArray());
        CommandRun run = CommandRun.Of("run", source);
        Assert.Contains($"vmxasm: write to port 0xb9, which no device decodes, at {source}:3: outb %al, $0xb9", run.Error);
        Assert.Equal(1, run.Error.Split("port 0xb9").Length - 1);
    }

    private string[] Trace(string kinds, params string[] options) =>
        [.. CommandRun.Of(["run", _source, "--trace", kinds, .. options]).Error.Split('\n').Where(line => line.StartsWith('['))];
}
