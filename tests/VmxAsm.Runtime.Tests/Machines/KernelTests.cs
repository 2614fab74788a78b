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

    // The kernel prints its magic number's last byte, then the types of the tags, and the command line.
    private const string Second = """
                .code32
                .globl _start
                .align 8
        header: .long 0xe85250d6, 0, end - header, -(0xe85250d6 + end - header)
                .word 5, 1
                .long 20, 0, 0, 0
                .align 8
                .word 0, 0
                .long 8
        end:
        _start: movl $0x80000, %esp
                movl %eax, %ecx
                movw $0x3fb, %dx
                movb $3, %al
                outb %al, %dx
                movb %cl, %al
                call byte
                leal 8(%ebx), %esi
        1:      movl (%esi), %eax
                call byte
                cmpl $1, (%esi)
                jne 2f
                leal 8(%esi), %edi
        2:      movl (%esi), %eax
                movl 4(%esi), %ecx
                addl $7, %ecx
                andl $-8, %ecx
                addl %ecx, %esi
                testl %eax, %eax
                jnz 1b
                subl %ebx, %esi
                cmpl (%ebx), %esi
                jne 4f
        3:      movb (%edi), %al
                incl %edi
                call char
                cmpb $0, (%edi)
                jne 3b
        4:      movw $0x604, %dx
                movw $0x2000, %ax
                outw %ax, %dx
                hlt
        byte:   pushl %eax
                shrb $4, %al
                call digit
                popl %eax
                andb $15, %al
        digit:  cmpb $10, %al
                jb 1f
                addb $39, %al
        1:      addb $48, %al
        char:   movw $0x3f8, %dx
                outb %al, %dx
                ret

        """;

    [RequiresToolFact("as", "ld")]
    public void TheSecondVersionOfMultibootHasTags()
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("kernel.s", Encoding.UTF8.GetBytes(Second));
        string theObject = Path.Combine(folder.Path, "kernel.o"), kernel = Path.Combine(folder.Path, "kernel.elf");
        ExternalTool.Get("as").Run("--32", "-o", theObject, source).OrThrow();
        ExternalTool.Get("ld").Run("-m", "elf_i386", "-Ttext=0x100000", "-e", "_start", "-o", kernel, theObject).OrThrow();
        KernelModule module = new("module", new byte[] { 1, 2, 3 });
        GuestRun run = GuestProgram.Run(File.ReadAllBytes(kernel), new MachineOptions { CommandLine = "arguments", Modules = [module, module] });
        Assert.Equal("89" + "0102030304060809" + "0e00" + "arguments", run.Serial);
    }

    // Both versions: fills the frame buffer's first line with what it is told is its red, and halts. The multiboot2 kernel looks for the tag first.
    private const string Painter = """
                .code32
                .globl _start
                .align 8
        .ifdef SECOND
        header: .long 0xe85250d6, 0, end - header, -(0xe85250d6 + end - header)
                .word 5, 0
                .long 20, 320, 200, DEPTH
                .align 8
                .word 0, 0
                .long 8
        end:
        .else
                .long 0x1badb002, 4, -(0x1badb002 + 4), 0, 0, 0, 0, 0, 0, 320, 200, DEPTH
        .endif
        _start:
        .ifdef SECOND
                leal 8(%ebx), %esi
        1:      cmpl $8, (%esi)
                je 2f
                movl 4(%esi), %ecx
                addl $7, %ecx
                andl $-8, %ecx
                addl %ecx, %esi
                jmp 1b
        2:      movb 32(%esi), %cl
                movb 33(%esi), %ch
                addl $8, %esi
        .else
                leal 88(%ebx), %esi
                movb 110(%ebx), %cl
                movb 111(%ebx), %ch
        .endif
                movl (%esi), %edi
                movl 8(%esi), %edx
                movl $1, %eax
                xchgb %cl, %ch
                shll %cl, %eax
                decl %eax
                movb %ch, %cl
                shll %cl, %eax
        3:      movl %eax, (%edi)
                addl $DEPTH / 8, %edi
                subl $DEPTH / 8, %edx
                jnz 3b
                cli
                hlt

        """;

    [RequiresToolTheory("as", "ld")]
    [InlineData("FIRST=1", 16)]
    [InlineData("FIRST=1", 32)]
    [InlineData("SECOND=1", 24)]
    public void AKernelGetsTheFrameBufferThatItWants(string version, int depth)
    {
        using TemporaryFolder folder = new();
        string source = folder.Write("kernel.s", Encoding.UTF8.GetBytes(Painter));
        string theObject = Path.Combine(folder.Path, "kernel.o"), kernel = Path.Combine(folder.Path, "kernel.elf");
        ExternalTool.Get("as").Run("--32", "--defsym", version, "--defsym", $"DEPTH={depth}", "-o", theObject, source).OrThrow();
        ExternalTool.Get("ld").Run("-m", "elf_i386", "-Ttext=0x100000", "-e", "_start", "-o", kernel, theObject).OrThrow();
        using Machine machine = Machine.Boot(File.ReadAllBytes(kernel), new MachineOptions());
        machine.Run(CancellationToken.None);
        byte[] pixels = new VmxAsm.Runtime.Devices.VgaScreen(machine.Board.Vga).Pixels(out int width, out int height);
        Assert.Equal((320, 200), (width, height));
        for (int x = 0; x < width; x++)
            Assert.Equal([0xFF, 0, 0], pixels[(x * 3)..(x * 3 + 3)]);
    }

    [RequiresToolFact("as", "ld")]
    public void WhatMultibootDoesNotHaveIsRefused()
    {
        byte[] kernel = GuestProgram.Assemble(".code32\n.long 0x1badb002, 0x10008, -(0x1badb002 + 0x10008), 0x100000, 0x100000, 0, 0, 0x100020\n hlt\n", 0x100000);
        Assert.Contains("demands 0x8", GuestProgram.Run(kernel).Result.Explanation!.Headline);
    }
}
