using System.Diagnostics;
using System.Text;
using VmxAsm.Runtime.Debugging;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Machines;

/// <summary>The real gdb with the symbols of an ELF kernel that goes from 32-bit protected mode to 64-bit mode and then counts for ever.</summary>
public sealed class GdbKernelTests : IDisposable
{
    private const string Source = """
                .section .text
                .code32
                .globl _start, long, again
                .align 4
                .long 0x1badb002, 0, -0x1badb002
        _start: movl $0x7000, %esp
                movl $pdpt + 3, pml4
                movl $pd + 3, pdpt
                movl $0x83, pd
                movl $pml4, %eax
                movl %eax, %cr3
                movl $0x620, %eax
                movl %eax, %cr4
                movl $0xc0000080, %ecx
                rdmsr
                orl $0x100, %eax
                wrmsr
                movl %cr0, %eax
                andl $~0x4, %eax
                orl $0x80000001, %eax
                movl %eax, %cr0
                lgdt gdtr
                ljmp $8, $long
                .code64
        long:   movl $16, %eax
                movl %eax, %ss
                movl %eax, %ds
                fninit
                fldpi
                fld1
                movsd number(%rip), %xmm3
                xorl %ecx, %ecx
        again:  incl %ecx
                movl %ecx, counter(%rip)
                movl counter(%rip), %edx
                jmp again
        crash:  movl 0x40000000, %eax
                .data
                .align 8
        number: .double 2.5
        counter: .long 0
        gdtr:   .word 23
                .long gdt
                .align 8
        gdt:    .quad 0, 0x00af9a000000ffff, 0x00cf92000000ffff
                .bss
                .align 4096
        pml4:   .skip 4096
        pdpt:   .skip 4096
        pd:     .skip 4096

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _symbols;
    private readonly byte[] _kernel;

    public GdbKernelTests()
    {
        string source = _folder.Write("kernel.s", Encoding.UTF8.GetBytes(Source)), folder = Path.GetDirectoryName(source)!;
        string theObject = Path.Combine(folder, "kernel.o"), loaded = Path.Combine(folder, "kernel32.elf");
        _symbols = Path.Combine(folder, "kernel.elf");
        _kernel = [];
        if (ExternalTool.Find("gdb") is null || ExternalTool.Find("as") is null)
            return;
        ExternalTool.Get("as").Run("--64", "-g", "-o", theObject, source).OrThrow();
        ExternalTool.Get("ld").Run("-Ttext", "0x100000", "-e", "_start", "-o", _symbols, theObject).OrThrow();
        ExternalTool.Get("objcopy").Run("-O", "elf32-i386", _symbols, loaded).OrThrow();
        _kernel = File.ReadAllBytes(loaded);
    }

    public void Dispose() => _folder.Dispose();

    [RequiresToolFact("as", "ld", "objcopy", "gdb")]
    public void SymbolsRegistersOfAllKindsConditionsAndWatchpoints()
    {
        string said = Debug(
            out RunResult result,
            "hbreak long", "continue", "info symbol $rip", "stepi 8", "print $st0", "print $st1", "print $xmm3.v2_double[0]",
            "set var $xmm3.v2_double[0] = 7", "print $xmm3.v2_double[0]", "print $ymm3.v4_double",
            "break again if $ecx == 100", "continue", "print $ecx", "delete",
            "rwatch *(int*)&counter", "continue", "delete", "awatch *(int*)&counter", "continue", "delete",
            "tbreak again", "set var $ecx = 5", "continue", "print $ecx",
            "x/1x 0x900000000", "monitor msr 0xc0000080", "info registers efer", "set var $rip = crash", "continue", "info symbol $rip", "continue");
        Assert.Contains("Breakpoint 1, long () at", said);
        Assert.Contains("long in section .text", said);
        Assert.Contains("again () at", said);
        Assert.Contains("$1 = 1\n", said);
        Assert.Contains("$2 = 3.14159265358979323851", said);
        Assert.Contains("$3 = 2.5", said);
        Assert.Contains("$4 = 7", said);
        Assert.Contains("$5 = {7, 0, 0, 0}", said);
        Assert.Contains("$6 = 100", said);
        Assert.Contains("Hardware read watchpoint 3: *(int*)&counter", said);
        Assert.Contains("Value = 101", said);
        Assert.Contains("Old value = 101\nNew value = 102", said);
        Assert.Contains("Temporary breakpoint 5, again", said);
        Assert.Contains("$7 = 5", said);
        Assert.Contains("Cannot access memory at address 0x900000000", said);
        Assert.Contains("IA32_EFER 0000000000000500", said);
        Assert.Contains("the guest failed: triple fault in 64-bit mode", said);
        Assert.Contains("received signal SIGSEGV", said);
        Assert.Contains("crash in section .text", said);
        Assert.Contains("Program terminated with signal SIGSEGV", said);
        Assert.Equal(RunEnd.TripleFault, result.End);
    }

    [RequiresToolFact("as", "ld", "objcopy", "gdb", "kill")]
    public void TheUserInterruptsARunningGuestAndKillsIt()
    {
        using Machine machine = Machine.Boot(_kernel, new MachineOptions());
        using var server = new GdbServer(machine, 0);
        Task<RunResult> run = Task.Run(() => server.Run(wait: true, CancellationToken.None));
        using Process gdb = Process.Start(new ProcessStartInfo("gdb", ["-q", "-nx", _symbols])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        gdb.StandardInput.WriteLine($"set confirm off\ntarget remote localhost:{server.Port}\nhbreak again\ncontinue\ndelete\ncontinue");
        gdb.StandardInput.Flush();
        Assert.True(SpinWait.SpinUntil(() => machine.Processor.Instructions > 2_000_000, TimeSpan.FromSeconds(60)), "the guest does not run");
        ExternalTool.Get("kill").Run("-INT", gdb.Id.ToString()).OrThrow();
        gdb.StandardInput.WriteLine("print $ecx > 1000\nkill\nquit");
        gdb.StandardInput.Close();
        string said = gdb.StandardOutput.ReadToEnd();
        Assert.True(gdb.WaitForExit(30_000));
        Assert.Contains("received signal SIGINT", said);
        Assert.Contains("$1 = 1", said);
        Assert.True(run.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(RunEnd.Killed, run.Result.End);
    }

    /// <summary>Nobody connects, before the guest begins or while it runs.</summary>
    [RequiresToolTheory("as", "ld")]
    [InlineData(true)]
    [InlineData(false)]
    public void TheTimeLimitCountsWithoutADebuggerToo(bool wait)
    {
        using Machine machine = Machine.Boot(GuestProgram.BootSector("1: jmp 1b"), new MachineOptions { Timeout = TimeSpan.FromMilliseconds(100) });
        using var server = new GdbServer(machine, 0);
        Assert.Equal(RunEnd.TimeLimit, server.Run(wait, CancellationToken.None).End);
    }

    [RequiresToolFact("as", "ld", "objcopy", "gdb")]
    public void DetachingLetsTheGuestRunOn()
    {
        using Machine machine = Machine.Boot(_kernel, new MachineOptions { MaxInstructions = 3_000_000 });
        using var server = new GdbServer(machine, 0);
        Task<RunResult> run = Task.Run(() => server.Run(wait: true, CancellationToken.None));
        string said = Gdb(server.Port, "break again", "continue", "detach");
        Assert.Contains("Breakpoint 1, again", said);
        Assert.True(run.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(RunEnd.InstructionLimit, run.Result.End);
    }

    [RequiresToolFact("as", "ld", "objcopy", "gdb")]
    public void ABreakpointOfTheCommandLineHaltsIntoGdb()
    {
        using Machine machine = Machine.Boot(_kernel, new MachineOptions { Breakpoints = ["mode:long", "0x100082@3"] });
        using var server = new GdbServer(machine, 0);
        Task<RunResult> run = Task.Run(() => server.Run(wait: true, CancellationToken.None));
        string said = Gdb(server.Port, "continue", "info symbol $rip", "continue", "print $ecx", "kill");
        Assert.Contains("breakpoint `mode:long`", said);
        Assert.Contains("long in section .text", said);
        Assert.Contains("breakpoint `0x100082@3`", said);
        Assert.Contains("$1 = 2", said);
        Assert.True(run.Wait(TimeSpan.FromSeconds(30)));
    }

    private string Debug(out RunResult result, params string[] commands)
    {
        using Machine machine = Machine.Boot(_kernel, new MachineOptions());
        using var server = new GdbServer(machine, 0);
        Task<RunResult> run = Task.Run(() => server.Run(wait: true, CancellationToken.None));
        string said = Gdb(server.Port, commands);
        Assert.True(run.Wait(TimeSpan.FromSeconds(30)), said);
        result = run.Result;
        return said;
    }

    private string Gdb(int port, params string[] commands)
    {
        string[] all = ["set confirm off", $"target remote localhost:{port}", .. commands];
        ToolResult gdb = ExternalTool.Get("gdb").Run(["-q", "-nx", "-batch", .. all.SelectMany(command => (string[])["-ex", command]), _symbols]);
        return gdb.Output + gdb.Error;
    }
}
