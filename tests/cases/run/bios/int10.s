# INT 10h: modes, cursor, teletype, characters with attributes, strings, scrolling, pages, pixels.
#! not-for-bochs: its video BIOS lacks the last row
#! serial:  5003 0000 0b0c 0306
#! serial:  4f42 4f43 4f43 4f42
#! serial:  0c02 1e6c 1e6c 2f79
#! serial:  1720 0720 1e6c
#! serial:  016c 1000
#! serial:  2813 002a 002a 141e 0a00
#! serial:  1a1a 0008 0010 0a18 0003
        .include "../show.inc"
start:  begin
        movw    $3, %ax
        int     $0x10
        movb    $0x0f, %ah
        int     $0x10
        show    %ax, %bx                        # 80 columns, mode 3, page 0
        movw    $0x0100, %ax
        movw    $0x0b0c, %cx
        int     $0x10
        movw    $0x0200, %ax
        movw    $0, %bx
        movw    $0x0305, %dx
        int     $0x10
        movb    $0x0e, %ah
        movb    $'A', %al
        int     $0x10
        movb    $0x03, %ah
        movb    $0, %bh
        int     $0x10
        show    %cx, %dx                        # cursor moved by one
        line

        movw    $0x0200, %ax
        movw    $0x0304, %dx
        movb    $0, %bh
        int     $0x10
        movw    $0x0942, %ax                    # BBB in 4F, cursor stays
        movw    $0x004f, %bx
        movw    $3, %cx
        int     $0x10
        movb    $0x08, %ah
        int     $0x10
        show    %ax
        movw    $0x0a43, %ax                    # C keeps the attribute
        movw    $1, %cx
        movb    $0, %bh
        int     $0x10
        movb    $0x08, %ah
        int     $0x10
        show    %ax
        pushw   %es
        movw    $0xb800, %ax
        movw    %ax, %es
        movw    %es:(3 * 160 + 8), %ax
        movw    %es:(3 * 160 + 12), %bx
        popw    %es
        show    %ax, %bx
        line

        movw    $0x1301, %ax                    # a string, cursor behind it
        movw    $0x001e, %bx
        movw    $5, %cx
        movw    $0x0a4d, %dx                    # over the end of the row
        pushw   %bp
        movw    $hello, %bp
        int     $0x10
        movw    $0x1303, %ax                    # with attributes
        movw    $2, %cx
        movw    $0x0c00, %dx
        movw    $cells, %bp
        int     $0x10
        popw    %bp
        movb    $3, %ah
        movb    $0, %bh
        int     $0x10
        show    %dx
        pushw   %es
        movw    $0xb800, %ax
        movw    %ax, %es
        movw    %es:(10 * 160 + 2 * 79), %ax
        movw    %es:(11 * 160), %bx
        movw    %es:(12 * 160 + 2), %cx
        popw    %es
        show    %ax, %bx, %cx
        line

        movw    $0x0601, %ax                    # a window up by one
        movb    $0x17, %bh
        movw    $0x0c00, %cx
        movw    $0x0d4f, %dx
        int     $0x10
        pushw   %es
        movw    $0xb800, %ax
        movw    %ax, %es
        movw    %es:(13 * 160), %ax
        popw    %es
        show    %ax
        movw    $0x0702, %ax                    # down by two
        movb    $0x07, %bh
        movw    $0x0a00, %cx
        movw    $0x0e4f, %dx
        int     $0x10
        pushw   %es
        movw    $0xb800, %ax
        movw    %ax, %es
        movw    %es:(10 * 160 + 2 * 79), %ax
        movw    %es:(12 * 160 + 2 * 79), %bx
        popw    %es
        show    %ax, %bx
        line

        movw    $0x0501, %ax                    # page 1
        int     $0x10
        movb    $0x0f, %ah
        int     $0x10
        show    %bx, 0x44e
        movw    $0x0500, %ax
        int     $0x10
        line

        movw    $0x13, %ax
        int     $0x10
        movb    $0x0f, %ah
        int     $0x10
        show    %ax
        movw    $0x0c2a, %ax
        movw    $0, %bx
        movw    $100, %cx
        movw    $50, %dx
        int     $0x10
        movb    $0x0d, %ah
        int     $0x10
        xorb    %ah, %ah
        show    %ax
        pushw   %es
        movw    $0xa000, %ax
        movw    %ax, %es
        movzbw  %es:(50 * 320 + 100), %ax
        popw    %es
        show    %ax
        movw    $0x1010, %ax                    # a palette entry
        movw    $0x2a, %bx
        movb    $10, %dh
        movw    $0x141e, %cx
        int     $0x10
        movw    $0x1015, %ax
        movw    $0x2a, %bx
        movw    $0, %cx
        movw    $0, %dx
        int     $0x10
        show    %cx, %dx
        line

        movw    $3, %ax
        int     $0x10
        movw    $0x1a00, %ax
        int     $0x10
        show    %ax, %bx                        # VGA with colour
        movw    $0x1130, %ax
        movb    $6, %bh
        pushw   %es
        pushw   %bp
        int     $0x10
        popw    %bp
        popw    %es
        show    %cx, %dx                        # 16 points, row 24 the last
        movw    $0x1200, %ax
        movw    $0xff10, %bx
        int     $0x10
        show    %bx                             # colour, 256 KiB
        line
        jmp     finish
hello:  .ascii  "Hello"
cells:  .ascii  "x\x1fy\x2f"
