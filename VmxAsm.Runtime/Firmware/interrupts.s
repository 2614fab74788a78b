# Interrupts that the hardware raises and nobody asked for, and the small services that only read a word.

dummy_interrupt:
int05:                                          # print screen: there is no printer
        iretw

int02:                                          # non-maskable interrupt
        iretw

# An interrupt request without a handler: mask nothing, acknowledge it, so that the others still come.
slave_interrupt:
        pushw   %ax
        movb    $0x20, %al
        outb    %al, $PIC2
        outb    %al, $PIC1
        popw    %ax
        iretw

# IRQ 7 also comes when a request went away too early (spurious); then there is nothing in service to end.
master_interrupt:
        pushw   %ax
        movb    $0x0b, %al
        outb    %al, $PIC1
        inb     $PIC1, %al
        testb   %al, %al
        jz      1f
        movb    $0x20, %al
        outb    %al, $PIC1
1:      popw    %ax
        iretw

# IRQ 13: the coprocessor's error goes on as the NMI, which is where the PC had it.
int75:
        pushw   %ax
        xorb    %al, %al
        outb    %al, $0xf0
        movb    $0x20, %al
        outb    %al, $PIC2
        outb    %al, $PIC1
        popw    %ax
        int     $0x02
        iretw

# INT 11h: the equipment word in AX.
int11:
        sti
        pushw   %ds
        pushw   $BDA
        popw    %ds
        movw    BDA_EQUIPMENT, %ax
        popw    %ds
        iretw

# INT 12h: kilobytes of base memory in AX.
int12:
        sti
        pushw   %ds
        pushw   $BDA
        popw    %ds
        movw    BDA_MEMORY, %ax
        popw    %ds
        iretw

# INT 17h: printer services. AH=1 in the status: time-out.
int17:
        movb    $0x01, %ah
        iretw
