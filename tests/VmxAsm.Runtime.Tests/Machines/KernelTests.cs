using System.Text;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Machines;

/// <summary>ELF executables of both classes, entered as a multiboot loader enters them: 32-bit protected mode, flat segments.</summary>
public sealed class KernelTests
{
    private const string Source = """
                .code32
                .globl _start
        _start: movl $0x80000, %esp
                movw $0x3fb, %dx
                movb $3, %al
                outb %al, %dx
                movl $message, %esi
        1:      lodsb
                testb %al, %al
                jz 2f
                movw $0x3f8, %dx
                outb %al, %dx
                jmp 1b
        2:      movw $0x604, %dx
                movw $0x2000, %ax
                outw %ax, %dx
                hlt
                .data
        message: .asciz "entered"

        """;

    /// <summary><c>-Ttext</c> alone makes ld put the ELF headers on the page below the text, where a PC has its BIOS.</summary>
    [RequiresToolTheory("as", "ld")]
    [InlineData("--32", "elf_i386", "-Ttext=0x100000")]
    [InlineData("--64", "elf_x86_64", "-Ttext=0x100000")]
    [InlineData("--64", "elf_x86_64", "-Ttext=0x400000")]
    public void AnElfExecutableIsAKernel(string bits, string emulation, string address)
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("kernel.s", Encoding.UTF8.GetBytes(Source));
        string theObject = Path.Combine(folder.Path, "kernel.o"), kernel = Path.Combine(folder.Path, "kernel.elf");
        ExternalTool.Get("as").Run(bits, "-o", theObject, source).OrThrow();
        ExternalTool.Get("ld").Run("-m", emulation, address, "-e", "_start", "-o", kernel, theObject).OrThrow();
        GuestRun run = GuestProgram.Run(File.ReadAllBytes(kernel));
        Assert.Equal(("entered", RunEnd.PoweredOff), (run.Serial, run.Result.End));
    }

    // A boot sector with the header's first byte, one sector of setup, and the kernel proper, which is only looked at.
    private const string Linux = """
                .code16
                .org 0x1f1
                .byte 1
                .org 0x1fe
                .word 0xaa55
                jmp setup
                .ascii "HdrS"
                .word 0x206
                .org 0x211
                .byte 1
                .org 0x22c
                .long 0x7fffffff
        setup:  movw $0x3fb, %dx
                movb $3, %al
                outb %al, %dx
                movl 0x228, %esi
                call print
                movl $kernel - 0x400, %esi
                call high
                movw $0x604, %dx
                movw $0x2000, %ax
                outw %ax, %dx
                hlt
        high:   addl $0x100000, %esi
        print:  movl %esi, %eax
                shrl $4, %eax
                cmpl $0x10000, %eax
                jb 1f
                movw $0xffff, %ax
                subl $0xffff0, %esi
        1:      movw %ax, %es
                andl $0x1f, %esi
        2:      movb %es:(%si), %al
                testb %al, %al
                jz 3f
                movw $0x3f8, %dx
                outb %al, %dx
                incw %si
                jmp 2b
        3:      ret
                .org 0x400
        kernel: .asciz "proper"

        """;

    [RequiresToolFact("as", "ld")]
    public void ALinuxKernelIsEnteredThroughItsSetup()
    {
        byte[] kernel = GuestProgram.Assemble(Linux, 0);
        GuestRun run = GuestProgram.Run(kernel, new MachineOptions { CommandLine = "arguments " });
        Assert.Equal(("arguments proper", RunEnd.PoweredOff), (run.Serial, run.Result.End));
    }

    [RequiresToolFact("as", "ld")]
    public void AnOldLinuxKernelIsRefused()
    {
        byte[] kernel = GuestProgram.Assemble(Linux, 0);
        kernel[0x206] = 0x01;
        RunResult result = GuestProgram.Run(kernel).Result;
        Assert.Equal(RunEnd.BootFailed, result.End);
        Assert.Contains("boot protocol", result.Explanation!.Headline);
    }
}
