using VmxAsm.Runtime.Debugging;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Machines;

/// <summary>The real gdb at the machine's stub.</summary>
public sealed class GdbTests
{
    [RequiresToolFact("as", "ld", "gdb")]
    public void BreakpointsStepsWatchpointsRegistersAndMonitor()
    {
        byte[] image = GuestProgram.BootSector("""
                movl $0x12345678, %ebx
                movw $0x8000, %di
                nop
        mark:   movb $42, (%di)
                nop
                jmp off
        """);

        // The stub listens before gdb is started and waits for it.
        using Machine machine = Machine.Boot(image, new MachineOptions());
        using var server = new GdbServer(machine, 0);
        Task<RunResult> run = Task.Run(() => server.Run(wait: true, CancellationToken.None));
        ToolResult gdb = ExternalTool.Get("gdb").Run(
            "-q", "-nx", "-batch",
            "-ex", "set architecture i386:x86-64",
            "-ex", $"target remote localhost:{server.Port}",
            "-ex", "info registers rip",
            "-ex", "hbreak *0x7c00",
            "-ex", "continue",
            "-ex", "stepi",
            "-ex", "info registers rip",
            "-ex", "watch *(char*)0x8000",
            "-ex", "continue",
            "-ex", "print $rbx",
            "-ex", "x/1bx 0x8000",
            "-ex", "monitor walk 0x8000",
            "-ex", "set var *(char*)0x8001 = 7",
            "-ex", "x/1bx 0x8001",
            "-ex", "delete",
            "-ex", "continue");
        Assert.Contains("0xfffffff0", gdb.Output);
        Assert.Contains("Breakpoint 1, 0x0000000000007c00", gdb.Output);
        Assert.Contains("0x7c05", gdb.Output);
        Assert.Contains("Hardware watchpoint 2", gdb.Output);
        Assert.Contains("New value = 42", gdb.Output);
        Assert.Contains("$1 = 305419896", gdb.Output);
        Assert.Contains("0x8000:\t0x2a", gdb.Output);
        Assert.Contains("linear 0x8000 is physical 0x8000", gdb.Output + gdb.Error);
        Assert.Contains("0x8001:\t0x07", gdb.Output);
        Assert.Contains("exited normally", gdb.Output);
        Assert.True(run.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(RunEnd.PoweredOff, run.Result.End);
    }
}
