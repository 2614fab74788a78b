using System.Security.Cryptography;
using VmxAsm.Testing;
using Xunit;

namespace VmxAsm.Runtime.Tests.Machines;

/// <summary>What holds for every run: it repeats bit for bit, and executing allocates nothing.</summary>
public sealed class RunPropertyTests
{
    // Timer interrupts, page faults that their handler repairs, string instructions, x87 and SSE, code that changes itself, divide errors; until EBP has counted down.
    private const string Busy = """
                .code16
        busy:   cli
                lgdt table
                movl %cr0, %eax
                orb $1, %al
                movl %eax, %cr0
                ljmp $8, $flat
        table:  .word 23
                .long entries
        idt:    .word 0x7ff
                .long 0x60000
                .align 8
        entries: .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
                .code32
        flat:   movw $16, %ax
                movw %ax, %ds
                movw %ax, %es
                movw %ax, %ss
                movl $0x7c00, %esp
                movl $other, %eax
                xorl %ecx, %ecx
        1:      movw %ax, 0x60000(, %ecx, 8)
                movl $8, 0x60002(, %ecx, 8)
                movw $0x8e00, 0x60004(, %ecx, 8)
                incl %ecx
                cmpl $256, %ecx
                jb 1b
                movw $pagefault, 0x60000 + 14 * 8
                movw $divide, 0x60000
                movw $timer, 0x60000 + 8 * 8
                lidt idt
                movl $0x40067, 0x41000
                xorl %ecx, %ecx
        2:      movl %ecx, %eax
                shll $12, %eax
                orl $3, %eax
                movl %eax, 0x40000(, %ecx, 4)
                incl %ecx
                cmpl $1024, %ecx
                jb 2b
                movl $0x41000, %eax
                movl %eax, %cr3
                movl %cr4, %eax
                orl $0x600, %eax
                movl %eax, %cr4
                movl %cr0, %eax
                orl $0x80000002, %eax
                andb $~0xc, %al
                movl %eax, %cr0
                fninit
                movb $0x36, %al
                outb %al, $0x43
                movb $0, %al
                outb %al, $0x40
                movb $2, %al
                outb %al, $0x40
                movb $0xfe, %al
                outb %al, $0x21
                sti
        again:  incl counter
                incb 3f + 1
        3:      movb $0, %al
                movl $0x200000, %edi
                movl $3000, %ecx
                rep stosb
                movl $0x200000, %esi
                movl $0x201000, %edi
                movl $500, %ecx
                rep movsl
                movl $0, 0x40000 + 4 * 0x210
                invlpg 0x210000
                incl 0x210000
                fildl counter
                fsqrt
                fistpl 0x202000
                cvtsi2sdl counter, %xmm0
                sqrtsd %xmm0, %xmm1
                mulsd %xmm1, %xmm1
                movsd %xmm1, 0x202008
                xorl %edx, %edx
                xorl %ecx, %ecx
                movl $1, %eax
                divl %ecx
                jmp again
        pagefault:
                movl $0x210003, 0x40000 + 4 * 0x210
                addl $4, %esp
                iret
        divide: movl $1, %ecx
                iret
        timer:  incl ticks
                pushl %eax
                movb $0x20, %al
                outb %al, $0x20
                popl %eax
                iret
        other:  iret
        counter: .long 0
        ticks:  .long 0

        """;

    [RequiresToolFact("as", "ld")]
    public void Two_runs_have_the_same_instructions_registers_and_memory()
    {
        byte[] image = Image();
        string first = Fingerprint(image), second = Fingerprint(image);
        Assert.Equal(first, second);
    }

    [RequiresToolFact("as", "ld")]
    public void Executing_allocates_nothing()
    {
        using Machine machine = Machine.Boot(Image(), new MachineOptions { SerialOutput = _ => { } });
        Advance(machine, 12_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread(), start = machine.Instructions;
        Advance(machine, 10_000_000);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(machine.Instructions - start >= 10_000_000);
        Assert.True(machine.Memory.Read<uint>(0x202000) > 10, "the program does not run");
        // A C# exception that leaves a faulting instruction is the one thing allowed, and this program has none on its way.
        Assert.True(bytes < 4096, $"{bytes} bytes for 10 million instructions");
    }

    private const string Load = """
                movw $0x0204, %ax
                movw $0x7e00, %bx
                movw $2, %cx
                xorb %dh, %dh
                int $0x13
                jmp busy

        """;

    private static byte[] Image() => GuestProgram.Padded(GuestProgram.BootSector(Load, Busy), 1_474_560);

    private static void Advance(Machine machine, long instructions)
    {
        long end = machine.Instructions + instructions;
        while (machine.Instructions < end)
            Assert.Null(machine.Turn(100_000));
    }

    private static string Fingerprint(byte[] image)
    {
        using Machine machine = Machine.Boot(image, new MachineOptions { SerialOutput = _ => { } });
        Advance(machine, 3_000_000);
        var memory = new byte[4 << 20];
        machine.Memory.Read(0, memory);
        return $"{machine.Instructions} {machine.Processor.Rip:x} {machine.Processor.Rax:x} {machine.Processor.Rsp:x} {Convert.ToHexString(SHA256.HashData(memory))}";
    }
}
