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
}
