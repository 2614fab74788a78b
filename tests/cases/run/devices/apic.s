# Local APIC and I/O APIC from real mode, through a segment without a limit: registers, priorities, the timer's modes, errors, redirections, x2APIC mode.
#! args: --cpu haswell
#! not-for-bochs: IA32_TSC_DEADLINE keeps its value, and remote IRR is never set
#! serial:  0005 0014 0000 01ff 0001 0040 0000 000b
#! serial:  0000 0050 0000 0020 0000 0061 0000 0002 0000 0060 0045
#! serial:  0091 0002 0000 0002 0000 0031 0045 0000 0202
#! serial:  0000 0040 0000 0000
#! serial:  0040 0000 0000 0041 0041 0041 0000 0000
#! serial:  0017 0011 0049 0049 0000 0000 c049 0049 0000 8049 0049
#! serial:  0000 0000 0000 0001 0052 0004 0200 0053 0054
        .include "../show.inc"

# The interrupts that came, in the order of their handlers' entry, are at `came`.
        .set    LAPIC, 0xfee00000
        .set    IOAPIC, 0xfec00000

        .macro  apic register, value
        movl    $LAPIC + \register, %ebx
        movl    $\value, %fs:(%ebx)
        .endm

        .macro  ioapic register, value
        movl    $IOAPIC, %ebx
        movl    $\register, %fs:(%ebx)
        movl    $\value, %fs:0x10(%ebx)
        .endm

# showapic REGISTER... -- each as two words.
        .macro  showapic register, rest:vararg
        movl    $LAPIC + \register, %ebx
        movl    %fs:(%ebx), %eax
        call    show_long
        .ifnb   \rest
        showapic \rest
        .endif
        .endm

        .macro  showio register
        movl    $IOAPIC, %ebx
        movl    $\register, %fs:(%ebx)
        movl    %fs:0x10(%ebx), %eax
        call    show_long
        .endm

        .macro  eoi
        apic    0xb0, 0
        .endm

start:  begin
        cli
        movb    $0xff, %al                      # the 8259s keep out of it
        outb    %al, $0x21
        outb    %al, $0xa1
        inb     $0x92, %al
        orb     $2, %al
        outb    %al, $0x92
        lgdt    gdtr                            # FS without a limit
        movl    %cr0, %eax
        orb     $1, %al
        movl    %eax, %cr0
        movw    $8, %bx
        movw    %bx, %fs
        andb    $0xfe, %al
        movl    %eax, %cr0

        movw    $0x20 * 4, %bx                  # every vector from 20h notes its number
        movw    $handlers, %ax
        movw    $224, %cx
1:      movw    %ax, (%bx)
        movw    $0, 2(%bx)
        addw    $6, %ax
        addw    $4, %bx
        loop    1b
        movw    $nmi, 2 * 4
        movw    $0, 2 * 4 + 2

        apic    0xf0, 0x1ff                     # version, spurious vector, the local vectors' masks
        showapic 0x30, 0xf0
        apic    0x320, 0x10040
        apic    0x3e0, 0xffffffff
        showapic 0x320, 0x3e0
        line

        apic    0x80, 0x50                      # task priority: class 4 waits, class 6 does not
        apic    0x300, 0x44045
        showapic 0xa0, 0x220
        call    listen
        apic    0x300, 0x44061
        call    listen
        showapic 0x130, 0xa0
        eoi
        apic    0x80, 0
        call    listen
        eoi
        line

        apic    0x300, 0x44031                  # the higher one first; the lower one waits for its end
        apic    0x300, 0x44091
        call    listen
        showapic 0x140, 0x210
        eoi
        call    listen
        eoi
        apic    0xd0, 0x01000000                # a logical destination: this one, another, all but this one
        apic    0x310, 0x01000000
        apic    0x300, 0x4845
        call    listen
        eoi
        apic    0x310, 0x02000000
        apic    0x300, 0x4846
        apic    0x300, 0xc4047
        call    listen
        apic    0x310, 0
        apic    0x300, 0x4400                   # NMI
        call    listen
        line

        apic    0x280, 0                        # an illegal vector
        apic    0x280, 0
        apic    0x300, 0x44005
        apic    0x280, 0
        showapic 0x280
        apic    0x280, 0
        showapic 0x280
        line

        apic    0x3e0, 0xb                      # the timer, once
        apic    0x320, 0x40
        apic    0x380, 1000
        call    await
        showapic 0x390
        eoi
        apic    0x320, 0x20041                  # and again and again
        apic    0x380, 5000
        call    await
        eoi
        call    await
        eoi
        apic    0x380, 0
        apic    0x320, 0x40042                  # at a time stamp
        movl    $0x6e0, %ecx
        rdtsc
        addl    $100000, %eax
        adcl    $0, %edx
        wrmsr
        call    await
        eoi
        movl    $0x6e0, %ecx                    # which is 0 then
        rdmsr
        orl     %edx, %eax
        call    show_long
        apic    0x320, 0x10040
        line

        showio  1                               # redirection of the serial line's interrupt
        ioapic  0x19, 0
        ioapic  0x18, 0x49
        call    raise                           # an edge
        call    listen
        eoi
        call    listen
        call    calm
        ioapic  0x18, 0x8049                    # a level
        call    raise
        call    listen
        showio  0x18
        eoi
        call    listen
        call    calm
        eoi
        showio  0x18
        call    listen
        ioapic  0x18, 0x10049
        line

        movl    $0x1b, %ecx                     # x2APIC mode
        rdmsr
        orl     $0x400, %eax
        wrmsr
        movl    $0x802, %ecx
        call    show_msr
        movl    $0x80d, %ecx
        call    show_msr
        movl    $0x83f, %ecx                    # to itself
        movl    $0x52, %eax
        xorl    %edx, %edx
        wrmsr
        call    listen
        movl    $0x812, %ecx
        call    show_msr
        call    x2eoi
        movl    $0x830, %ecx                    # to a logical destination
        movl    $0x4853, %eax
        movl    $1, %edx
        wrmsr
        call    listen
        call    x2eoi
        movl    $0x830, %ecx                    # to everybody
        movl    $0x4054, %eax
        movl    $-1, %edx
        wrmsr
        call    listen
        call    x2eoi
        line
        jmp     finish

x2eoi:  movl    $0x80b, %ecx
        xorl    %eax, %eax
        xorl    %edx, %edx
        wrmsr
        ret

# Lets what waits come, and shows what came.
listen: sti
        nop
        nop
        cli
shown:  movw    came, %ax
        show    %ax
        movw    $0, came
        ret

# The same, as long as it takes.
await:  sti
1:      cmpw    $0, came
        je      1b
        cli
        jmp     shown

# The transmitter is empty: an interrupt as soon as it is enabled. Nothing may be on its way.
raise:  movw    $0x3fd, %dx
1:      inb     %dx, %al
        testb   $0x40, %al
        jz      1b
        movw    $0x3fc, %dx
        movb    $0x08, %al
        outb    %al, %dx
        movw    $0x3f9, %dx
        movb    $0x02, %al
        outb    %al, %dx
        ret
calm:   movw    $0x3f9, %dx
        xorb    %al, %al
        outb    %al, %dx
        ret

show_msr:
        rdmsr
show_long:
        pushl   %eax
        shrl    $16, %eax
        show    %ax
        popl    %eax
        show    %ax
        ret

nmi:    movw    $0x0202, came
        iret
handler:
        pushw   %bp
        movw    %sp, %bp
        pushw   %ax
        movb    2(%bp), %al
        movb    came, %ah                       # and the one before
        movw    %ax, came
        popw    %ax
        popw    %bp
        addw    $2, %sp
        iret
handlers:
        .set    vector, 0x20
        .rept   224
        .byte   0x68                            # pushw, always with two bytes
        .word   vector
        .byte   0xe9                            # jmp, likewise
        .word   handler - . - 2
        .set    vector, vector + 1
        .endr

        .data
gdtr:   .word   15
        .long   gdt
        .balign 8
gdt:    .quad   0, 0x00cf93000000ffff
came:   .word   0
