# INT 10h in CGA's modes and in the monochrome one: pixels, characters, scrolling, colours, and where they are in memory.
#! not-for-bochs: a page has 800h bytes, and scrolling down does not return
#! serial:  2804 0028 4000 0818 03d4 0002 0002 0002 0008 0000 0000 000a 802a a0a0 5055 1414 0000 0000 aaaa aaaa 5555 5555 0000
#! serial:  5006 0050 4000 0818 03d4 0000 0000 0000 0000 0000 0000 fc00 6600 6600 0000 0000 0000 0000 aaaa aaaa 5555 5555 0000
#! serial:  0002 0013 0015 0017 0002 0012 0014 0016 0002 0013 0015 0017
#! serial:  5007 0050 1000 1018 03b4 0741 7042 7042 0720 0305 00f5 0030
        .include "../show.inc"
        .include "video.inc"
start:  begin
        movw    $0xb800, %ax
        movw    %ax, %es
        .irp    mode, 0x0004, 0x0006
        video   \mode
        show    0x449, 0x44a, 0x44c, 0x484, 0x463
        video   0x0c02, 0, 50, 3
        video   0x0c01, 0, 51, 2
        video   0x0c83, 0, 51, 2
        video   0x0d00, 0, 50, 3
        xorb    %ah, %ah
        show    %ax
        video   0x0d00, 0, 51, 2
        xorb    %ah, %ah
        show    %ax
        show    %es:80 + 12, %es:0x2000 + 80 + 12, %es:80 + 6, %es:0x2000 + 80 + 6
        video   0x0e41, 2
        video   0x0942, 1, 1
        show    %es:0, %es:0x2000, %es:80, %es:2, %es:0x2002
        video   0x0601, 0xaa00, 0, 0x1827
        show    %es:0, %es:80*95, %es:80*96, %es:0x2000 + 80*99
        video   0x0701, 0x5500, 0, 0x184f
        show    %es:0, %es:0x2000 + 80*3, %es:80*4
        line
        .endr
        video   0x0004
        video   0x0b00, 0x0012                  # green background, bright
        call    colours
        video   0x0b00, 0x0100                  # green, red, brown
        call    colours
        video   0x0b00, 0x0101
        call    colours
        line

        video   0x0007
        show    0x449, 0x44a, 0x44c, 0x484, 0x463
        video   0x0e41
        video   0x0942, 0x70, 2
        movw    $0xb000, %ax
        movw    %ax, %es
        show    %es:0, %es:2, %es:4, %es:6
        video   0x0200, 0, 0, 0x0305
        video   0x0300
        show    %dx
        movw    $0x3b4, %dx
        movb    $0x0f, %al
        outb    %al, %dx
        incw    %dx
        inb     %dx, %al
        xorb    %ah, %ah
        show    %ax
        int     $0x11
        andw    $0x30, %ax
        show    %ax
        video   0x0003
        line
        jmp     finish

# The first four palette registers.
colours:
        movw    $4, %cx
        xorb    %bl, %bl
1:      movw    $0x1007, %ax
        int     $0x10
        movzbw  %bh, %dx
        show    %dx
        incb    %bl
        loop    1b
        ret
