# AH=00h: setting a mode is loading five groups of registers from a table, the font into plane 2, and the palette.

        .set    SEQUENCER, 0x3c4
        .set    GRAPHICS, 0x3ce
        .set    CRTC, 0x3d4
        .set    ATTRIBUTE, 0x3c0
        .set    INPUT_STATUS, 0x3da
        .set    MISCELLANEOUS, 0x3c2
        .set    MISCELLANEOUS_READ, 0x3cc

# A row: mode, columns, rows-1, character height, bytes of a page (2), segment (2), then the registers. In the order of the hardware:
# miscellaneous, sequencer 0-4, CRTC 0-24, graphics 0-8, attribute 0-19.
        .set    MODE_COLUMNS, 1
        .set    MODE_ROWS, 2
        .set    MODE_HEIGHT, 3
        .set    MODE_PAGE, 4
        .set    MODE_SEGMENT, 6
        .set    MODE_REGISTERS, 8
        .set    MODE_ROW_SIZE, 8+1+5+25+9+20

mode_rows:
        .byte   0x01, 40, 24, 16
        .word   0x0800, 0xb800
        .byte   0x67
        .byte   0x03, 0x09, 0x03, 0x00, 0x02
        .byte   0x2d, 0x27, 0x28, 0x90, 0x2b, 0xa0, 0xbf, 0x1f, 0x00, 0x4f, 0x0d, 0x0e, 0x00
        .byte   0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x14, 0x1f, 0x96, 0xb9, 0xa3, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x0e, 0x00, 0xff
        .byte   0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f
        .byte   0x0c, 0x00, 0x0f, 0x08

        .byte   0x03, 80, 24, 16
        .word   0x1000, 0xb800
        .byte   0x67
        .byte   0x03, 0x01, 0x03, 0x00, 0x02
        .byte   0x5f, 0x4f, 0x50, 0x82, 0x55, 0x81, 0xbf, 0x1f, 0x00, 0x4f, 0x0d, 0x0e, 0x00
        .byte   0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x28, 0x1f, 0x96, 0xb9, 0xa3, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x0e, 0x00, 0xff
        .byte   0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f
        .byte   0x0c, 0x00, 0x0f, 0x08

        .byte   0x12, 80, 29, 16
        .word   0xa000, 0xa000
        .byte   0xe3
        .byte   0x03, 0x01, 0x0f, 0x00, 0x06
        .byte   0x5f, 0x4f, 0x50, 0x82, 0x54, 0x80, 0x0b, 0x3e, 0x00, 0x40, 0x00, 0x00, 0x00
        .byte   0x00, 0x00, 0x00, 0xea, 0x8c, 0xdf, 0x28, 0x00, 0xe7, 0x04, 0xe3, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x0f, 0xff
        .byte   0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f
        .byte   0x01, 0x00, 0x0f, 0x00

        .byte   0x13, 40, 24, 8
        .word   0xfa00, 0xa000
        .byte   0x63
        .byte   0x03, 0x01, 0x0f, 0x00, 0x0e
        .byte   0x5f, 0x4f, 0x50, 0x82, 0x54, 0x80, 0xbf, 0x1f, 0x00, 0x41, 0x00, 0x00, 0x00
        .byte   0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x28, 0x40, 0x96, 0xb9, 0xa3, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x05, 0x0f, 0xff
        .byte   0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f
        .byte   0x41, 0x00, 0x0f, 0x00
mode_rows_end:

# AL: the mode; bit 7 keeps the memory. Modes 0 and 2 are 1 and 3 on a colour monitor.
video_set_mode:
        movb    R_AL(%bp), %al
        andb    $0x7f, %al
        movb    %al, %ah                        # what the data area will say
        cmpb    $2, %al
        ja      1f
        orb     $1, %al
1:      movw    $mode_rows, %si
2:      cmpb    %cs:(%si), %al
        je      3f
        addw    $MODE_ROW_SIZE, %si
        cmpw    $mode_rows_end, %si
        jb      2b
        retw                                    # a mode that is not here changes nothing

3:      movb    %ah, BDA_VIDEO_MODE
        movb    R_AL(%bp), %al
        andb    $0x80, %al
        orb     $0x60, %al
        movb    %al, BDA_VIDEO_OPTIONS
        movzbw  %cs:MODE_COLUMNS(%si), %ax
        movw    %ax, BDA_COLUMNS
        movb    %cs:MODE_ROWS(%si), %al
        movb    %al, BDA_ROWS
        movzbw  %cs:MODE_HEIGHT(%si), %ax
        movw    %ax, BDA_CHAR_HEIGHT
        movw    %cs:MODE_PAGE(%si), %ax
        movw    %ax, BDA_PAGE_SIZE
        movw    $0, BDA_PAGE_START
        movb    $0, BDA_PAGE
        movw    $CRTC, BDA_CRTC
        movb    $0x29, BDA_VIDEO_CONTROL
        movb    $0x30, BDA_PALETTE
        movb    $0xf9, BDA_VIDEO_SWITCHES
        movb    $0x51, BDA_VIDEO_FLAGS
        movw    $0x0607, BDA_CURSOR_SHAPE
        andb    $0xcf, BDA_EQUIPMENT            # the first mode was 80x25 in colour
        orb     $0x20, BDA_EQUIPMENT
        pushw   %ds
        popw    %es
        movw    $BDA_CURSOR, %di
        xorw    %ax, %ax
        movw    $8, %cx
        rep stosw

        pushw   %si
        addw    $MODE_REGISTERS, %si
        callw   load_registers
        popw    %si
        callw   load_palette

        testb   $0x80, R_AL(%bp)
        jnz     4f
        callw   clear_memory
4:      movw    %cs:MODE_SEGMENT(%si), %ax
        cmpw    $VIDEO_RAM, %ax
        jne     5f
        movw    $font8x16, %bx
        movb    $16, %dh
        callw   load_font
        movw    $0x0e0f, %cx
        callw   program_cursor_shape
        callw   update_cursor
5:      movb    $0x20, %al                      # attribute index bit 5: show the picture
        movw    $INPUT_STATUS, %dx
        pushw   %ax
        inb     %dx, %al
        popw    %ax
        movw    $ATTRIBUTE, %dx
        outb    %al, %dx
        movb    $0x30, R_AL(%bp)
        retw

# CS:SI: the registers of a mode.
load_registers:
        movw    $MISCELLANEOUS, %dx
        lodsb   %cs:(%si), %al
        outb    %al, %dx
        movw    $SEQUENCER, %dx
        movw    $5, %cx
        callw   load_indexed
        movw    $CRTC, %dx                      # its first eight registers are protected by bit 7 of 11h
        movw    $0x0011, %ax
        movb    $0x11, %al
        xorb    %ah, %ah
        outw    %ax, %dx
        movw    $25, %cx
        callw   load_indexed
        movw    $GRAPHICS, %dx
        movw    $9, %cx
        callw   load_indexed

        movw    $INPUT_STATUS, %dx              # reading it makes the next byte an index
        inb     %dx, %al
        movw    $ATTRIBUTE, %dx
        xorw    %bx, %bx
1:      movb    %bl, %al
        outb    %al, %dx
        lodsb   %cs:(%si), %al
        outb    %al, %dx
        incw    %bx
        cmpw    $20, %bx
        jb      1b
        movb    $20, %al
        outb    %al, %dx
        xorb    %al, %al
        outb    %al, %dx
        retw

# DX: index port, CX: how many registers from 0 on, CS:SI: their values.
load_indexed:
        xorb    %ah, %ah
1:      movb    %ah, %al
        outb    %al, %dx
        incw    %dx
        lodsb   %cs:(%si), %al
        outb    %al, %dx
        decw    %dx
        incb    %ah
        loop    1b
        retw

# CS:SI: the mode's row. Text is cleared to blanks, grey on black; graphics to colour 0.
clear_memory:
        movw    %cs:MODE_SEGMENT(%si), %ax
        movw    %ax, %es
        xorw    %di, %di
        movw    $0x8000, %cx
        xorw    %bx, %bx
        cmpw    $VIDEO_RAM, %ax
        jne     1f
        movw    $0x4000, %cx
        movw    $0x0720, %bx
1:      movw    %bx, %ax
        rep stosw
        retw

# CS:BX: a font of DH rows. The characters of text mode lie in plane 2, 32 bytes apart, which the processor reaches by
# switching odd/even addressing off for a while.
load_font:
        pushaw
        pushw   %ds
        pushw   %es
        movb    %dh, %bl
        xorb    %bh, %bh
        movw    %sp, %di
        movw    $0x0402, %ax
        movw    $SEQUENCER, %dx
        outw    %ax, %dx
        movw    $0x0704, %ax
        outw    %ax, %dx
        movw    $GRAPHICS, %dx
        movw    $0x0204, %ax
        outw    %ax, %dx
        movw    $0x0005, %ax
        outw    %ax, %dx
        movw    $0x0406, %ax
        outw    %ax, %dx

        movw    %sp, %di
        movw    %ss:12(%di), %si                # BX as it was saved
        movw    $0xa000, %ax
        movw    %ax, %es
        pushw   %cs
        popw    %ds
        xorw    %di, %di
        movw    $256, %dx
1:      movw    %bx, %cx
        rep movsb
        movw    $32, %cx
        subw    %bx, %cx
        xorb    %al, %al
        rep stosb
        decw    %dx
        jnz     1b

        movw    $SEQUENCER, %dx
        movw    $0x0302, %ax
        outw    %ax, %dx
        movw    $0x0204, %ax
        outw    %ax, %dx
        movw    $GRAPHICS, %dx
        movw    $0x0004, %ax
        outw    %ax, %dx
        movw    $0x1005, %ax
        outw    %ax, %dx
        movw    $0x0e06, %ax
        outw    %ax, %dx
        popw    %es
        popw    %ds
        popaw
        retw

# AH=11h: fonts. AL=10h: load the user's font ES:BP; 12h and 02h: 8x8, 50 lines; 14h and 04h: 8x16; 30h: where the fonts are.
video_font:
        movb    R_AL(%bp), %al
        cmpb    $0x30, %al
        je      font_information
        andb    $0x0f, %al
        cmpb    $0x02, %al
        je      1f
        cmpb    $0x04, %al
        je      2f
        retw
1:      movw    $font8x8, %bx
        movw    $0x0808, %dx
        jmp     3f
2:      movw    $font8x16, %bx
        movw    $0x1010, %dx
3:      callw   load_font
        testb   $0x10, R_AL(%bp)                # 1x: the number of lines changes too
        jz      4f
        movzbw  %dl, %ax
        movw    %ax, BDA_CHAR_HEIGHT
        movb    %dl, %bl
        movw    $400, %ax
        divb    %bl
        decb    %al
        movb    %al, BDA_ROWS
        movw    $CRTC, %dx
        movb    $0x09, %al
        outb    %al, %dx
        incw    %dx
        inb     %dx, %al
        andb    $0xe0, %al
        decb    %bl
        orb     %bl, %al
        outb    %al, %dx
        movb    %bl, %ch
        decb    %ch
        movb    %bl, %cl
        callw   program_cursor_shape
4:      retw

font_information:
        movb    R_BH(%bp), %bl
        movw    $font8x16, %ax
        movw    %cs, %dx
        cmpb    $0x03, %bl
        je      1f
        cmpb    $0x04, %bl
        je      2f
        cmpb    $0x00, %bl
        jne     3f
        pushw   $0                              # 00: what INT 1Fh points to
        popw    %es
        movw    %es:0x1f*4, %ax
        movw    %es:0x1f*4+2, %dx
        jmp     3f
1:      movw    $font8x8, %ax
        jmp     3f
2:      movw    $font8x8+128*8, %ax
3:      movw    %ax, R_BP(%bp)
        movw    %dx, R_ES(%bp)
        movw    BDA_CHAR_HEIGHT, %ax
        movw    %ax, R_CX(%bp)
        movb    BDA_ROWS, %al
        movb    %al, R_DL(%bp)
        retw
