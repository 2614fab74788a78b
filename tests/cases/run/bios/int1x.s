# INT 11h, 12h, 14h, 18h-free parts of 15h, 1Ah, and what the BIOS data area says.
#! not-for-bochs: it has another amount of memory
#! serial:  0221 027f 027f 9fc0 03f8 0000
#! serial:  0000 0030S 0053
#! serial:  - - 3c00 3c00 - 0000 0001 - 0003
#! serial:  - 0000 00fc - 0001 C 001e C
#! serial:  0000 000c 0012 3456 - - 1122 3300 1999 1231 - 4350
        .include "../show.inc"
start:  begin
        int     $0x11
        andw    $0x0231, %ax                    # a floppy drive, colour text, a serial port
        show    %ax
        int     $0x12
        show    %ax, 0x413, 0x40e
        show    0x400, 0x402                    # port of COM1, no COM2
        line
        movw    $0x00e3, %ax                    # 9600 baud, 8N1
        movw    $0, %dx
        int     $0x14
        andb    $0x60, %ah
        xorb    %al, %al
        show    %ax
        movb    $3, %ah
        movw    $0, %dx
        int     $0x14
        andw    $0x6030, %ax
        show    %ax
        movw    $0x0153, %ax                    # sends S
        movw    $0, %dx
        int     $0x14
        andb    $0x80, %ah
        show    %ax
        movb    $3, %ah
        movw    $1, %dx                         # COM2: times out or is refused, but comes back
        int     $0x14
        line
        movb    $0x88, %ah
        int     $0x15
        carry
        movw    $0xe801, %ax
        int     $0x15
        carry
        show    %ax, %cx
        movw    $0x2402, %ax                    # A20
        int     $0x15
        carry
        movw    $0x2400, %ax
        int     $0x15
        movw    $0x2402, %ax
        int     $0x15
        show    %ax
        movw    $0x2401, %ax
        int     $0x15
        movw    $0x2402, %ax
        int     $0x15
        show    %ax
        movw    $0x2403, %ax
        int     $0x15
        carry
        show    %bx
        line
        movb    $0xc0, %ah
        int     $0x15
        carry
        movw    %es:(%bx), %ax
        cmpw    $8, %ax
        setb    %al
        xorb    %ah, %ah
        show    %ax
        movzbw  %es:2(%bx), %ax
        show    %ax                             # model FC
        xorw    %ax, %ax
        movw    %ax, %es
        movb    $0xc1, %ah
        int     $0x15
        carry
        movw    %es, %ax
        cmpw    0x40e, %ax
        sete    %al
        xorb    %ah, %ah
        show    %ax
        xorw    %ax, %ax
        movw    %ax, %es
        movb    $0x4f, %ah                      # keyboard intercept: passes the key on
        movb    $0x1e, %al
        stc
        int     $0x15
        carry
        xorb    %ah, %ah
        show    %ax
        movw    $0xbf00, %ax
        int     $0x15
        carry
        line
        movb    $0, %ah
        int     $0x1a
        xorb    %ah, %ah
        show    %ax, %cx
        movb    $1, %ah
        movw    $0x12, %cx
        movw    $0x3456, %dx
        int     $0x1a
        movb    $0, %ah
        int     $0x1a
        show    %cx, %dx
        movb    $2, %ah
        int     $0x1a
        carry
        movb    $4, %ah
        int     $0x1a
        carry
        movb    $3, %ah
        movw    $0x1122, %cx
        movw    $0x3300, %dx
        int     $0x1a
        movb    $2, %ah
        int     $0x1a
        show    %cx, %dx
        movb    $5, %ah
        movw    $0x1999, %cx
        movw    $0x1231, %dx
        int     $0x1a
        movb    $4, %ah
        int     $0x1a
        show    %cx, %dx
        movw    $0xb101, %ax                    # PCI
        int     $0x1a
        carry
        show    %dx
        line
        jmp     finish
