using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Machines;

/// <summary>What <c>--trace</c> shows of a small guest.</summary>
public sealed class TraceTests
{
    [RequiresToolFact("as", "ld")]
    public void InterruptsPortsModesAndInstructions()
    {
        byte[] image = GuestProgram.BootSector("""
                movb $'x', %al
                call char
                int $0x11
                cli
                lgdt table
                movl %cr0, %eax
                incw %ax
                movl %eax, %cr0
                decw %ax
                movl %eax, %cr0
                jmp off
        table:  .word 0, 0, 0
        """);
        List<string> lines = Trace(image, TraceKinds.Exec | TraceKinds.Interrupts | TraceKinds.PortIo | TraceKinds.Mode);
        Assert.Contains(lines, line => line.Contains("out 0x3f8 <- 78", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("int 0x11", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("real mode -> 16-bit protected mode, CPL 0", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("16-bit protected mode, CPL 0 -> real mode", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("0000:7c00  ljmp", StringComparison.Ordinal));
    }

    [RequiresToolFact("as", "ld")]
    public void TracingChangesNothing()
    {
        byte[] image = GuestProgram.BootSector("sti\n hlt\n rdtsc\n call word\n jmp off");
        GuestRun plain = GuestProgram.Run(image);
        GuestRun traced = GuestProgram.Run(image, new MachineOptions { Trace = TraceKinds.Exec, TraceOutput = _ => { } });
        Assert.Equal((plain.Serial, plain.Result.Instructions), (traced.Serial, traced.Result.Instructions));
    }

    private static List<string> Trace(byte[] image, TraceKinds kinds)
    {
        var lines = new List<string>();
        GuestProgram.Run(image, new MachineOptions { Trace = kinds, TraceOutput = lines.Add });
        return lines;
    }
}
