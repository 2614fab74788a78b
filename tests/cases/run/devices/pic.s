# Two 8259s: initialisation, masks, IRR and ISR, ends of interrupts, rotation, special mask, polling; requests come from the timer and the clock.
#! not-for-bochs: a poll's answer lacks bit 7
#! serial:  ffff 0000
#! serial:  0100 0050 0001 0000 0050 0000
#! serial:  0080 0001
#! serial:  0058 0401
        .include "../show.inc"
start:  begin
        cli
        movb    $0xff, %al
        outb    %al, $0x21
        outb    %al, $0xa1
        inb     $0x21, %al
        movb    %al, %ah
        inb     $0xa1, %al
        show    %ax
        movb    $0x11, %al                      # both anew: vectors 50h and 58h
        outb    %al, $0x20
        outb    %al, $0xa0
        movb    $0x50, %al
        outb    %al, $0x21
        movb    $0x58, %al
        outb    %al, $0xa1
        movb    $4, %al
        outb    %al, $0x21
        movb    $2, %al
        outb    %al, $0xa1
        movb    $1, %al
        outb    %al, $0x21
        outb    %al, $0xa1
        inb     $0x21, %al                      # initialisation clears the masks
        movb    %al, %ah
        inb     $0xa1, %al
        show    %ax
        movb    $0xff, %al
        outb    %al, $0x21
        outb    %al, $0xa1
        line

        movw    $0x50 * 4, %bx                  # every vector notes its number
        movw    $handlers, %ax
        movw    $16, %cx
1:      movw    %ax, (%bx)
        movw    $0, 2(%bx)
        addw    $handler_size, %ax
        addw    $4, %bx
        loop    1b

        call    one_shot
        movb    $0x0a, %al                      # requested, masked
        outb    %al, $0x20
        inb     $0x20, %al
        andb    $1, %al
        movb    %al, %ah
        movb    $0x0b, %al
        outb    %al, $0x20
        inb     $0x20, %al
        show    %ax
        movb    $0xfe, %al
        outb    %al, $0x21
        sti
        nop
        nop
        cli
        movb    $0x0b, %al                      # in service
        outb    %al, $0x20
        inb     $0x20, %al
        xorb    %ah, %ah
        show    last, %ax
        movw    $0, last
        call    one_shot                        # another one is not delivered before the end of the first
        sti
        nop
        nop
        cli
        show    last
        movb    $0x20, %al
        outb    %al, $0x20
        sti
        nop
        nop
        cli
        show    last
        movb    $0x60, %al                      # the end of a particular one
        outb    %al, $0x20
        movb    $0x0b, %al
        outb    %al, $0x20
        inb     $0x20, %al
        xorb    %ah, %ah
        show    %ax
        line

        movb    $0xff, %al                      # polling
        outb    %al, $0x21
        call    one_shot
        movb    $0xfe, %al
        outb    %al, $0x21
        movb    $0x0c, %al
        outb    %al, $0x20
        inb     $0x20, %al
        xorb    %ah, %ah
        show    %ax                             # which acknowledges it
        movb    $0x0b, %al
        outb    %al, $0x20
        inb     $0x20, %al
        xorb    %ah, %ah
        show    %ax
        movb    $0x20, %al
        outb    %al, $0x20
        movb    $0xff, %al
        outb    %al, $0x21
        line

        movb    $0x0b, %al                      # the clock: IRQ 8, through the cascade
        outb    %al, $0x70
        inb     $0x71, %al
        movb    %al, %bl
        movb    $0x0b, %al
        outb    %al, $0x70
        movb    %bl, %al
        orb     $0x40, %al
        outb    %al, $0x71
        movb    $0x0c, %al
        outb    %al, $0x70
        inb     $0x71, %al
        movw    $0, last
        movb    $0xfb, %al
        outb    %al, $0x21
        movb    $0xfe, %al
        outb    %al, $0xa1
        sti
        hlt
        cli
        movb    $0x0b, %al
        outb    %al, $0x20
        inb     $0x20, %al
        movb    %al, %ah
        movb    $0x0b, %al
        outb    %al, $0xa0
        inb     $0xa0, %al
        show    last, %ax                       # in service in both
        movb    $0x20, %al
        outb    %al, $0xa0
        outb    %al, $0x20
        movb    $0x0b, %al
        outb    %al, $0x70
        movb    %bl, %al
        outb    %al, $0x71
        movb    $0xff, %al
        outb    %al, $0x21
        outb    %al, $0xa1
        line
        jmp     finish

# The timer's output rises once, soon: mode 0.
one_shot:
        movb    $0x30, %al
        outb    %al, $0x43
        movb    $100, %al
        outb    %al, $0x40
        movb    $0, %al
        outb    %al, $0x40
        movw    $20, %cx
        inb     $0x61, %al
        andb    $0x10, %al
        movb    %al, %ah
1:      inb     $0x61, %al
        andb    $0x10, %al
        cmpb    %al, %ah
        je      1b
        movb    %al, %ah
        loop    1b
        ret

handlers:
        .set    vector, 0x50
        .rept   16
        movw    $vector, %cs:last
        iretw
        .ifndef handler_size
        .set    handler_size, . - handlers
        .endif
        .set    vector, vector + 1
        .endr
        .data
last:   .word   0
