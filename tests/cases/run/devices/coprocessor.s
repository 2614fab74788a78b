# An x87 exception with CR0.NE clear comes as IRQ 13, until port F0h is written; the BIOS makes an NMI of it.
#! not-for-bochs: it raises #MF as well
#! serial:  0001 b084 0011 b084 0011
        .include "../show.inc"
start:  begin
        cli
        fninit
        fldcw   control
        movl    4 * 0x75, %eax
        movl    %eax, bios
        movw    $isr, 4 * 0x75
        movw    %cs, 4 * 0x75 + 2
        inb     $0xa1, %al
        andb    $0xdf, %al
        outb    %al, $0xa1
        inb     $0x21, %al
        andb    $0xfb, %al
        outb    %al, $0x21
        sti
        fld1
        fldz
        fdivrp                                  # 1 / 0
        fwait
        nop
        cli
        show    count, status
        movl    bios, %eax                      # the same by the BIOS
        movl    %eax, 4 * 0x75
        movw    $nmi, 4 * 2
        movw    %cs, 4 * 2 + 2
        sti
        fninit
        fldcw   control
        fld1
        fldz
        fdivrp
        fwait
        nop
        show    count, status
        fninit
        fld1
        fldz
        fdivrp                                  # masked: nothing
        fwait
        nop
        show    count
        line
        jmp     finish

isr:    pushw   %ax
        incw    %cs:count
        fnstsw  %cs:status
        fnclex
        xorb    %al, %al
        outb    %al, $0xf0
        movb    $0x20, %al
        outb    %al, $0xa0
        outb    %al, $0x20
        popw    %ax
        iretw
nmi:    addw    $16, %cs:count
        fnstsw  %cs:status
        fnclex
        iretw
        .data
        .balign 2
control: .word  0x037b                          # division by zero unmasked
count:  .word   0
status: .word   0
bios:   .long   0
