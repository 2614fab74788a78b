using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Cli.Tests;

/// <summary>The engines we compare with do start, stream, and say how they ended. The boot sector is GNU as's work.</summary>
public sealed class OracleTests
{
    /// <summary>
    /// Sets eight data bits, which a 16550 does not have after reset, sends "ok\n" with polling, then what the end of the run takes.
    /// </summary>
    private const string BootSector = """
                .code16
        start:  xor     %ax, %ax
                mov     %ax, %ds
                mov     $text, %si
                mov     $0x3fb, %dx
                mov     $3, %al
                out     %al, %dx
        next:   mov     $0x3fd, %dx
        busy:   in      %dx, %al
                test    $0x40, %al
                jz      busy
                lodsb
                or      %al, %al
                jz      done
                mov     $0x3f8, %dx
                out     %al, %dx
                jmp     next
        done:   mov     $0, %al
                END
        halt:   cli
                hlt
                jmp     halt
        text:   .asciz  "ok\n"
        word:   .ascii  "Shutdown"
                .org    510
                .word   0xaa55
        """;

    private const string BochsPowerOff = "mov $word, %si; mov $8, %cx; mov $0x8900, %dx; rep outsb";
    private const string TripleFault = "lidt zero; int3; zero: .long 0, 0";

    [RequiresToolTheory("as", "ld", "bochs", "script")]
    [InlineData(BochsPowerOff, "PoweredOff")]
    [InlineData(TripleFault, "TripleFault")]
    public void Bochs_streams_the_serial_port_and_tells_how_it_ended(string end, string expected)
    {
        OracleRun run = BochsOracle.Run(Assemble(end));
        Assert.Equal(("ok\n", expected), (run.Serial, run.End));
    }

    [RequiresToolFact("as", "ld", "bochs", "script")]
    public void Bochs_is_ended_once_the_awaited_text_came()
    {
        OracleRun run = BochsOracle.Run(Assemble("nop"), until: "ok\n");
        Assert.Equal("Cancelled", run.End);
    }

    [RequiresToolFact("as", "ld", "qemu-system-x86_64")]
    public void Qemu_streams_the_serial_port_and_tells_the_exit_code()
    {
        OracleRun run = QemuOracle.Run(Assemble("mov $5, %al; out %al, $0xf4"));
        Assert.Equal(("ok\n", "DebugExit", 5), (run.Serial, run.End, run.GuestExitCode));
    }

    [RequiresToolFact("as", "ld", "qemu-system-x86_64")]
    public void Qemu_tells_a_triple_fault() => Assert.Equal("TripleFault", QemuOracle.Run(Assemble(TripleFault)).End);

    private static byte[] Assemble(string end)
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("boot.s", BootSector.Replace("END", end) + "\n");
        ExternalTool.Get("as").Run("--32", source, "-o", folder.File("boot.o")).OrThrow();
        ExternalTool.Get("ld").Run("-m", "elf_i386", "-Ttext", "0x7c00", "-e", "start", "--oformat", "binary", folder.File("boot.o"), "-o", folder.File("boot.img"))
            .OrThrow();
        return File.ReadAllBytes(folder.File("boot.img"));
    }
}
