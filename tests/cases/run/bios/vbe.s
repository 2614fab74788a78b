# INT 10h AH=4Fh: what VBE says of its modes, setting them, windows, longer lines, what is shown, the palette; and back to text.
#! not-for-bochs: its window moves in steps of 32 KiB, and its screen in a terminal ends the run at more than 8 bits a pixel
#! serial:  004f 4556 4153 0200 0001 0100 0102
#! serial:  004f 0040 0040 a000 0280 0280 01e0 0801 0401
#! serial:  0001 0000 0000 0000 0000 0000 e000
#! serial:  004f 0040 0040 a000 0064 0320 0258 0404 0301
#! serial:  0001 0000 0000 0000 0000 0000 0000
#! serial:  004f 0040 0040 a000 0500 0280 01e0 0f01 0601
#! serial:  0501 050a 0505 0100 020f 0000 e000
#! serial:  004f 0040 0040 a000 0500 0280 01e0 1001 0601
#! serial:  0501 060b 0505 0000 0200 0000 e000
#! serial:  004f 0040 0040 a000 0780 0280 01e0 1801 0601
#! serial:  0801 0810 0808 0000 0200 0000 e000
#! serial:  004f 0040 0040 a000 0c80 0320 0258 2001 0601
#! serial:  0801 0810 0808 0800 0218 0000 e000
#! serial:  014f 014f 004f 0003
#! serial:  004f 004f 0101 004f 0000 004f 0000 0003 005a
#! serial:  004f 0280 0280 004f 0320 0320 004f 0320 0320 004f 004f 00a0 0064
#! serial:  004f 0601 004f 0800 004f 004f b2a3 00c1
#! serial:  004f 004f c112 004f 0003 004f 004f 0013
        .include "../show.inc"

        .macro  vbe ax, bx=0, cx=0, dx=0
        movw    $\ax, %ax
        movw    $\bx, %bx
        movw    $\cx, %cx
        movw    $\dx, %dx
        movw    $buffer, %di
        int     $0x10
        .endm

        .macro  mode number
        vbe     0x4f01, 0, \number
        show    %ax, buffer + 4, buffer + 6, buffer + 8, buffer + 16, buffer + 18, buffer + 20, buffer + 24, buffer + 26
        line
        show    buffer + 30, buffer + 32, buffer + 34, buffer + 36, buffer + 38, buffer + 40, buffer + 42
        line
        .endm

start:  begin
        movl    $0x32454256, buffer
        vbe     0x4f00
        show    %ax, buffer, buffer + 2, buffer + 4, buffer + 10, buffer + 18
        # Is 101h in the list?
        movw    buffer + 14, %si
        movw    buffer + 16, %gs
1:      movw    %gs:(%si), %ax
        addw    $2, %si
        incw    %ax
        jz      2f
        cmpw    $0x0102, %ax
        jne     1b
2:      show    %ax
        line
        .irp    number, 0x101, 0x102, 0x110, 0x111, 0x112, 0x143
        mode    \number
        .endr
        vbe     0x4f01, 0, 0x1ff
        show    %ax
        vbe     0x4f02, 0x1ff
        show    %ax
        vbe     0x4f03
        show    %ax, %bx
        line

        vbe     0x4f02, 0x0101                  # 640x480, a byte each, through the window
        show    %ax
        vbe     0x4f03
        show    %ax, %bx
        movw    $0xa000, %ax
        movw    %ax, %es
        vbe     0x4f05, 0, 0, 3
        show    %ax
        movb    $0x5a, %es:0x1234
        vbe     0x4f05, 0, 0, 0
        show    %es:0x1234
        vbe     0x4f05, 0x0100
        show    %ax, %dx
        vbe     0x4f05, 0, 0, 3
        vbe     0x4f05, 0x0100
        show    %dx, %es:0x1234
        line
        pushw   %ds
        popw    %es
        vbe     0x4f06, 0x0001
        show    %ax, %bx, %cx
        vbe     0x4f06, 0x0000, 800
        show    %ax, %bx, %cx
        vbe     0x4f06, 0x0001
        show    %ax, %bx, %cx
        vbe     0x4f07, 0x0000, 160, 100
        show    %ax
        vbe     0x4f07, 0x0001
        show    %ax, %cx, %dx
        line
        vbe     0x4f08, 0x0001
        show    %ax, %bx
        vbe     0x4f08, 0x0800
        show    %ax, %bx
        movl    $0x00c1b2a3, buffer
        vbe     0x4f09, 0x0000, 1, 7
        show    %ax
        movl    $0, buffer
        vbe     0x4f09, 0x0001, 1, 7
        show    %ax, buffer, buffer + 2
        line
        vbe     0x4f02, 0xc112                  # linear, memory kept
        show    %ax
        vbe     0x4f03
        show    %ax, %bx
        vbe     0x0003
        vbe     0x4f03
        show    %ax, %bx
        vbe     0x4f02, 0x0013
        show    %ax
        vbe     0x4f03
        show    %ax, %bx
        vbe     0x0003
        line
        jmp     finish

        .bss
        .balign 16
buffer: .skip   512
