# AH=00h: setting a mode is loading five groups of registers from a table, the font into plane 2, and the palette.

        .set    SEQUENCER, 0x3c4
        .set    GRAPHICS, 0x3ce
        .set    CRTC, 0x3d4
        .set    MONOCHROME_CRTC, 0x3b4
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

        .byte   0x04, 40, 24, 8
        .word   0x4000, 0xb800
        .byte   0x63
        .byte   0x03, 0x09, 0x03, 0x00, 0x02
        .byte   0x2d, 0x27, 0x28, 0x90, 0x2b, 0x80, 0xbf, 0x1f, 0x00, 0xc1, 0x00, 0x00, 0x00
        .byte   0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x14, 0x00, 0x96, 0xb9, 0xa2, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x30, 0x0f, 0x0f, 0xff
        .byte   0x00, 0x13, 0x15, 0x17, 0x02, 0x04, 0x06, 0x07, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17
        .byte   0x01, 0x00, 0x03, 0x00

        .byte   0x06, 80, 24, 8
        .word   0x4000, 0xb800
        .byte   0x63
        .byte   0x03, 0x01, 0x01, 0x00, 0x06
        .byte   0x5f, 0x4f, 0x50, 0x82, 0x54, 0x80, 0xbf, 0x1f, 0x00, 0xc1, 0x00, 0x00, 0x00
        .byte   0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x28, 0x00, 0x96, 0xb9, 0xc2, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0d, 0x0f, 0xff
        .byte   0x00, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17
        .byte   0x01, 0x00, 0x01, 0x00

        .byte   0x07, 80, 24, 16
        .word   0x1000, 0xb000
        .byte   0x66
        .byte   0x03, 0x00, 0x03, 0x00, 0x02
        .byte   0x5f, 0x4f, 0x50, 0x82, 0x55, 0x81, 0xbf, 0x1f, 0x00, 0x4f, 0x0d, 0x0e, 0x00
        .byte   0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x28, 0x0f, 0x96, 0xb9, 0xa3, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x0a, 0x00, 0xff
        .byte   0x00, 0x08, 0x08, 0x08, 0x08, 0x08, 0x08, 0x08, 0x10, 0x18, 0x18, 0x18, 0x18, 0x18, 0x18, 0x18
        .byte   0x0e, 0x00, 0x0f, 0x08

        .byte   0x0d, 40, 24, 8
        .word   0x2000, 0xa000
        .byte   0x63
        .byte   0x03, 0x09, 0x0f, 0x00, 0x06
        .byte   0x2d, 0x27, 0x28, 0x90, 0x2b, 0x80, 0xbf, 0x1f, 0x00, 0xc0, 0x00, 0x00, 0x00
        .byte   0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x14, 0x00, 0x96, 0xb9, 0xe3, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x0f, 0xff
        .byte   0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17
        .byte   0x01, 0x00, 0x0f, 0x00

        .byte   0x0e, 80, 24, 8
        .word   0x4000, 0xa000
        .byte   0x63
        .byte   0x03, 0x01, 0x0f, 0x00, 0x06
        .byte   0x5f, 0x4f, 0x50, 0x82, 0x54, 0x80, 0xbf, 0x1f, 0x00, 0xc0, 0x00, 0x00, 0x00
        .byte   0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x28, 0x00, 0x96, 0xb9, 0xe3, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x0f, 0xff
        .byte   0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17
        .byte   0x01, 0x00, 0x0f, 0x00

        .byte   0x10, 80, 24, 14
        .word   0x8000, 0xa000
        .byte   0xa3
        .byte   0x03, 0x01, 0x0f, 0x00, 0x06
        .byte   0x5f, 0x4f, 0x50, 0x82, 0x54, 0x80, 0xbf, 0x1f, 0x00, 0x40, 0x00, 0x00, 0x00
        .byte   0x00, 0x00, 0x00, 0x83, 0x85, 0x5d, 0x28, 0x0f, 0x63, 0xba, 0xe3, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x0f, 0xff
        .byte   0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f
        .byte   0x01, 0x00, 0x0f, 0x00

        .byte   0x11, 80, 29, 16
        .word   0xa000, 0xa000
        .byte   0xe3
        .byte   0x03, 0x01, 0x0f, 0x00, 0x06
        .byte   0x5f, 0x4f, 0x50, 0x82, 0x54, 0x80, 0x0b, 0x3e, 0x00, 0x40, 0x00, 0x00, 0x00
        .byte   0x00, 0x00, 0x00, 0xea, 0x8c, 0xdf, 0x28, 0x00, 0xe7, 0x04, 0xe3, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x0f, 0xff
        .byte   0x00, 0x3f, 0x00, 0x3f, 0x00, 0x3f, 0x00, 0x3f, 0x00, 0x3f, 0x00, 0x3f, 0x00, 0x3f, 0x00, 0x3f
        .byte   0x01, 0x00, 0x0f, 0x00

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
        .word   0x2000, 0xa000
        .byte   0x63
        .byte   0x03, 0x01, 0x0f, 0x00, 0x0e
        .byte   0x5f, 0x4f, 0x50, 0x82, 0x54, 0x80, 0xbf, 0x1f, 0x00, 0x41, 0x00, 0x00, 0x00
        .byte   0x00, 0x00, 0x00, 0x9c, 0x8e, 0x8f, 0x28, 0x40, 0x96, 0xb9, 0xa3, 0xff
        .byte   0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x05, 0x0f, 0xff
        .byte   0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f
        .byte   0x41, 0x00, 0x0f, 0x00
mode_rows_end:

# AL: the mode; bit 7 keeps the memory. What comes back in AL is what some BIOSes leave there.
video_set_mode:
        callw   set_mode
        jc      1f
        movb    $0x30, R_AL(%bp)
        movb    BDA_VIDEO_MODE, %al
        cmpb    $7, %al
        ja      2f
        cmpb    $6, %al
        jne     1f
        movb    $0x3f, R_AL(%bp)
1:      retw
2:      movb    $0x20, R_AL(%bp)
        retw

# AL: the mode; bit 7 keeps the memory. Modes 0 and 2 are 1 and 3 on a colour monitor, 5 is 4. CF: there is no such mode.
set_mode:
        movb    %al, %bl
        andb    $0x7f, %al
        movb    %al, %ah                        # what the data area will say
        cmpb    $5, %al
        jne     0f
        decw    %ax
0:      cmpb    $2, %al
        ja      1f
        orb     $1, %al
1:      movw    $mode_rows, %si
2:      cmpb    %cs:(%si), %al
        je      3f
        addw    $MODE_ROW_SIZE, %si
        cmpw    $mode_rows_end, %si
        jb      2b
        stc
        retw                                    # a mode that is not here changes nothing

3:      movb    %ah, BDA_VIDEO_MODE
        andb    $0x80, %bl
        orb     $0x60, %bl
        movb    %bl, BDA_VIDEO_OPTIONS
        xorw    %bx, %bx                        # no mode of VBE
        movw    %bx, BDA_VBE_MODE
        movb    $DISPI_ENABLE, %al
        callw   dispi_write
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
        movw    $MONOCHROME_CRTC, %ax           # where it answers is a bit of the miscellaneous register
        testb   $1, %cs:MODE_REGISTERS(%si)
        jz      1f
        movb    $CRTC & 0xff, %al
1:      movw    %ax, BDA_CRTC
        movb    $0x29, BDA_VIDEO_CONTROL
        movb    $0x30, BDA_PALETTE
        movb    $0xf9, BDA_VIDEO_SWITCHES
        movb    $0x51, BDA_VIDEO_FLAGS
        movw    $0x0607, BDA_CURSOR_SHAPE
        orb     $0x30, BDA_EQUIPMENT            # the first mode was 80x25, monochrome or in colour
        cmpb    $7, BDA_VIDEO_MODE
        je      1f
        andb    $0xef, BDA_EQUIPMENT
1:
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

        testb   $0x80, BDA_VIDEO_OPTIONS
        jnz     4f
        callw   clear_memory
4:      movb    BDA_CHAR_HEIGHT, %bh
        callw   find_font
        callw   set_graphics_font
        callw   is_graphics
        jne     5f
        pushw   %si
        movw    %di, %si
        xorb    %bl, %bl
        callw   load_whole_font
        popw    %si
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
        clc
        retw

# CS:SI: the registers of a mode.
load_registers:
        movw    $MISCELLANEOUS, %dx
        lodsb   %cs:(%si), %al
        outb    %al, %dx
        movw    $SEQUENCER, %dx
        movw    $5, %cx
        callw   load_indexed
        movw    BDA_CRTC, %dx                   # its first eight registers are protected by bit 7 of 11h
        movw    $0x0011, %ax
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
        cmpw    $0xa000, %ax
        je      1f
        movw    $0x4000, %cx
        callw   is_graphics
        jne     1f
        movw    $0x0720, %bx
1:      movw    %bx, %ax
        rep stosw
        retw

# BH: rows of a character. Returns CS:DI, the font of that height.
find_font:
        movw    $font8x8, %di
        cmpb    $8, %bh
        jbe     1f
        movw    $font8x14, %di
        cmpb    $14, %bh
        jbe     1f
        movw    $font8x16, %di
1:      retw

# CS:DI: the font that characters of graphics modes are drawn with, which vector 43h points to.
set_graphics_font:
        pushw   %es
        pushw   $0
        popw    %es
        movw    %di, %es:0x43*4
        movw    %cs, %es:0x43*4+2
        popw    %es
        retw

# CS:SI: a whole font of BH rows; BL: the block that it goes to.
load_whole_font:
        xorw    %dx, %dx
        movw    $256, %cx
        pushw   %cs
        popw    %es

# ES:SI: characters of BH rows, CX of them, from character DX on; BL: block. The characters of text mode lie in plane 2, 32 bytes apart, which the
# processor reaches by switching odd/even addressing off for a while. There are eight blocks, 8 KiB each: 0, 2, 4, 6, 1, 3, 5, 7.
load_font:
        pushaw
        pushw   %ds
        pushw   %es
        pushw   %es
        popw    %ds
        pushw   $0xa000
        popw    %es
        shlw    $5, %dx
        movw    %dx, %di
        movzbw  %bl, %ax
        andw    $3, %ax
        shlw    $14, %ax
        addw    %ax, %di
        movzbw  %bl, %ax
        andw    $4, %ax
        shlw    $11, %ax
        addw    %ax, %di

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
        movb    $0x06, %al
        outb    %al, %dx
        incw    %dx
        inb     %dx, %al
        pushw   %ax                             # which window the mode has
        movb    $0x04, %al
        outb    %al, %dx

        jcxz    2f
        xorb    %al, %al
1:      pushw   %cx
        movzbw  %bh, %cx
        rep movsb
        movb    $32, %cl
        subb    %bh, %cl
        rep stosb
        popw    %cx
        loop    1b

2:      movw    $SEQUENCER, %dx
        movw    $0x0302, %ax
        outw    %ax, %dx
        movw    $0x0204, %ax
        outw    %ax, %dx
        movw    $GRAPHICS, %dx
        movw    $0x0004, %ax
        outw    %ax, %dx
        movw    $0x1005, %ax
        outw    %ax, %dx
        popw    %ax
        movb    %al, %ah
        movb    $0x06, %al
        outw    %ax, %dx
        popw    %es
        popw    %ds
        popaw
        retw

# AH=11h: fonts. AL=x0: load CX characters from DX on of the user's font ES:BP, BH rows each, to block BL; x1: 8x14; x2: 8x8; x4: 8x16; with x=1 the number of lines
# changes too. 03h: blocks to show. 20h to 24h: what characters of graphics modes are drawn with. 30h: where the fonts are.
video_font:
        movb    R_AL(%bp), %al
        cmpb    $0x30, %al
        je      font_information
        movb    R_BL(%bp), %bl
        movb    %al, %ah
        andb    $0x0f, %al
        andb    $0xf0, %ah
        cmpb    $0x20, %ah
        je      graphics_font
        ja      font_unknown
        cmpb    $3, %al
        je      font_blocks
        callw   font_height
        jc      font_unknown
        callw   find_font
        movw    %di, %si
        testb   %al, %al
        jz      1f
        callw   load_whole_font
        jmp     2f
1:      movw    R_DX(%bp), %dx
        movw    R_CX(%bp), %cx
        movw    R_ES(%bp), %es
        movw    R_BP(%bp), %si
        callw   load_font
2:      testb   $0x10, R_AL(%bp)
        jz      font_unknown

        # As many lines as fit into 400, and as many as that show.
        movzbw  %bh, %ax
        movw    %ax, BDA_CHAR_HEIGHT
        movw    $400, %ax
        divb    %bh
        movb    %al, %bl                        # BL: lines
        decb    %al
        movb    %al, BDA_ROWS
        movb    BDA_COLUMNS, %al
        mulb    %bl
        addw    %ax, %ax
        addw    $0x7ff, %ax                     # a page in whole units of 2 KiB
        andw    $0xf800, %ax
        movw    %ax, BDA_PAGE_SIZE
        movb    %bl, %al
        mulb    %bh
        decw    %ax
        movb    %al, %ah
        movb    $0x12, %al
        movw    BDA_CRTC, %dx
        outw    %ax, %dx
        movb    $0x09, %al
        outb    %al, %dx
        incw    %dx
        inb     %dx, %al
        andb    $0xe0, %al
        decb    %bh
        orb     %bh, %al
        outb    %al, %dx
        movb    %bh, %ch
        decb    %ch
        movb    %bh, %cl
        jmp     program_cursor_shape

font_blocks:                                    # AL=03h: BL as the sequencer has it
        movw    $SEQUENCER, %dx
        movb    $0x03, %al
        movb    %bl, %ah
        outw    %ax, %dx
font_unknown:
        retw

# AL: the number of a font, BH the height of the user's. Returns BH: rows. CF: there is no such font.
font_height:
        movb    R_BH(%bp), %bh
        cmpb    $1, %al
        jb      2f
        movb    $14, %bh
        je      1f
        movb    $8, %bh
        cmpb    $2, %al
        je      1f
        movb    $16, %bh
        cmpb    $4, %al
        je      1f
        stc
        retw
2:      cmpb    $2, %bh
        jb      3f
        cmpb    $33, %bh
        cmc
        retw
3:      stc
        retw
1:      clc
        retw

# AL=20h: ES:BP for the upper half of the 8x8 font; 21h: ES:BP, CX rows; 22h to 24h: ours. BL: 0: DL lines of text, 1: 14, 2: 25, 3: 43.
graphics_font:
        pushw   $0
        popw    %es
        movw    R_BP(%bp), %cx
        movw    R_ES(%bp), %dx
        testb   %al, %al
        jnz     1f
        movw    %cx, %es:0x1f*4
        movw    %dx, %es:0x1f*4+2
        retw
1:      cmpb    $1, %al
        jne     2f
        movw    %cx, %es:0x43*4
        movw    %dx, %es:0x43*4+2
        movw    R_CX(%bp), %bx
        movb    %bl, %bh
        jmp     3f
2:      cmpb    $4, %al
        ja      font_unknown
        decb    %al                             # 22h is 8x14, 23h 8x8, 24h 8x16
        cmpb    $3, %al
        jne     4f
        incb    %al
4:      callw   font_height
        jc      font_unknown
        callw   find_font
        callw   set_graphics_font
3:      movzbw  %bh, %ax
        movw    %ax, BDA_CHAR_HEIGHT
        movb    R_DL(%bp), %al
        movzbw  R_BL(%bp), %bx
        testb   %bl, %bl
        jz      5f
        cmpb    $3, %bl
        ja      font_unknown
        movb    %cs:graphics_lines(%bx), %al
5:      decb    %al
        movb    %al, BDA_ROWS
        retw

graphics_lines:
        .byte   0, 14, 25, 43

# BH: 0 what vector 1Fh points to, 1 vector 43h, 2 8x14, 3 8x8, 4 its upper half, 5 and 7 what the 8x14 and 8x16 fonts have otherwise with nine columns, 6 8x16.
font_information:
        movzbw  R_BH(%bp), %bx
        cmpb    $7, %bl
        ja      3f
        movw    %cs, %dx
        shlw    $1, %bx
        movw    %cs:font_places(%bx), %ax
        cmpw    $0x43*4, %ax                    # a vector, or a place in this ROM
        ja      2f
        pushw   $0
        popw    %es
        movw    %ax, %bx
        movw    %es:(%bx), %ax
        movw    %es:2(%bx), %dx
2:      movw    %ax, R_BP(%bp)
        movw    %dx, R_ES(%bp)
        movw    BDA_CHAR_HEIGHT, %ax
        movw    %ax, R_CX(%bp)
        movb    BDA_ROWS, %al
        movb    %al, R_DL(%bp)
3:      retw

font_places:
        .word   0x1f*4, 0x43*4, font8x14, font8x8, font8x8+128*8, no_alternatives, font8x16, no_alternatives
no_alternatives:
        .byte   0
