# Graphics: pixels, and characters made of pixels, in modes 0Dh to 12h (four planes) and mode 13h (320x200, a byte per pixel).

# AH=0Ch: AL colour (bit 7: exclusive or, in modes of four planes), BH page, CX column, DX row.
video_write_pixel:
        movw    R_CX(%bp), %cx
        movw    R_DX(%bp), %dx
        movb    R_AL(%bp), %al
        movb    R_BH(%bp), %bh

# BH page, CX column, DX row, AL colour. Keeps all registers.
put_pixel:
        pushaw
        pushw   %es
        pushw   $0xa000
        popw    %es
        cmpb    $0x13, BDA_VIDEO_MODE
        je      1f
        cmpb    $0x0d, BDA_VIDEO_MODE
        jb      3f
        pushw   %ax
        callw   planar_address
        movw    $GRAPHICS, %dx
        movb    $0x08, %al                      # bit mask: this pixel
        outw    %ax, %dx
        popw    %bx
        movw    $0x0205, %ax                    # write mode 2: the byte written is the colour
        outw    %ax, %dx
        movw    $0x0003, %ax
        testb   $0x80, %bl
        jz      2f
        movb    $0x18, %ah                      # exclusive or with the latches
2:      outw    %ax, %dx
        movb    %es:(%di), %al                  # fills the latches
        movb    %bl, %es:(%di)
        movw    $0xff08, %ax
        outw    %ax, %dx
        movw    $0x0005, %ax
        outw    %ax, %dx
        movw    $0x0003, %ax
        outw    %ax, %dx
        jmp     3f
1:      imulw   $320, %dx, %di
        addw    %cx, %di
        stosb
3:      popw    %es
        popaw
        retw

# BH page, CX column, DX row in a mode of four planes. Returns DI the byte and AH the bit.
planar_address:
        movzbw  %bh, %di
        imulw   BDA_PAGE_SIZE, %di
        movw    %dx, %ax
        mulw    BDA_COLUMNS
        addw    %ax, %di
        movw    %cx, %bx
        shrw    $3, %bx
        addw    %bx, %di
        andb    $7, %cl
        movb    $0x80, %ah
        shrb    %cl, %ah
        retw

# AH=0Dh: the colour of the pixel in column CX, row DX.
video_read_pixel:
        movw    R_CX(%bp), %cx
        movw    R_DX(%bp), %dx
        pushw   $0xa000
        popw    %es
        movb    $0, R_AL(%bp)
        cmpb    $0x13, BDA_VIDEO_MODE
        je      1f
        cmpb    $0x0d, BDA_VIDEO_MODE
        jb      4f
        movb    R_BH(%bp), %bh
        callw   planar_address
        movb    %ah, %bl
        movw    $GRAPHICS, %dx
        movw    $0x0304, %ax                    # read map: plane 3 first
2:      outw    %ax, %dx
        shlb    $1, R_AL(%bp)
        testb   %bl, %es:(%di)
        jz      3f
        orb     $1, R_AL(%bp)
3:      decb    %ah
        jns     2b
        movw    $0x0004, %ax
        outw    %ax, %dx
        retw
1:      imulw   $320, %dx, %di
        addw    %cx, %di
        movb    %es:(%di), %al
        movb    %al, R_AL(%bp)
4:      retw

# AL character, AH colour, CX times, BX page: for INT 10h AH=09h.
graphics_write_characters:
        pushw   %bx
        addw    %bx, %bx
        movw    BDA_CURSOR(%bx), %dx
        popw    %bx
1:      callw   draw_character
        incb    %dl
        loop    1b
        retw

# AL: character, AH: colour, BL: page, DL column and DH row of the cell. Vector 43h points to the font. Keeps all registers.
draw_character:
        pushaw
        pushw   %fs
        movw    %ax, %di                        # DI: colour and character
        pushw   $0
        popw    %fs
        movw    %fs:0x43*4, %si
        movw    %fs:0x43*4+2, %fs
        movb    %bl, %bh                        # BH: page
        movb    BDA_CHAR_HEIGHT, %bl            # BL: rows left
        mulb    %bl
        addw    %ax, %si                        # FS:SI: the character's rows
        movzbw  %dl, %cx
        shlw    $3, %cx                         # CX: first pixel column
        movb    %dh, %al
        mulb    %bl
        movw    %ax, %dx                        # DX: first pixel row
2:      movb    %fs:(%si), %ah
        incw    %si
        pushw   %cx
        pushw   %bx
        movb    $8, %bl
3:      xorw    %bp, %bp
        shlb    $1, %ah
        jnc     4f
        movw    %di, %bp
        shrw    $8, %bp
4:      xchgw   %ax, %bp
        callw   put_pixel
        xchgw   %ax, %bp
        incw    %cx
        decb    %bl
        jnz     3b
        popw    %bx
        popw    %cx
        incw    %dx
        decb    %bl
        jnz     2b
        popw    %fs
        popaw
        retw

# Scrolling moves whole lines of the screen: AL text lines, BH colour of the new ones. Windows are as wide as the screen.
graphics_scroll_up:
        pushaw
        pushw   %ds
        callw   graphics_scroll_sizes
        pushw   $0xa000
        popw    %es
        movw    %si, %ax
        movw    %dx, %cx
        subw    %ax, %cx                        # bytes to move
        jbe     1f
        xorw    %di, %di
        pushw   $0xa000
        popw    %ds
        rep movsb
        movw    %dx, %cx
        subw    %di, %cx
        jmp     2f
1:      xorw    %di, %di
        movw    %dx, %cx
2:      callw   graphics_scroll_end
        movb    %bh, %al
        rep stosb
        popw    %ds
        popaw
        retw

graphics_scroll_down:
        pushaw
        pushw   %ds
        callw   graphics_scroll_sizes
        pushw   $0xa000
        popw    %es
        pushw   %si
        movw    %dx, %cx
        subw    %si, %cx
        jbe     1f
        movw    %dx, %di
        decw    %di
        movw    %di, %ax
        subw    %si, %ax
        movw    %ax, %si
        pushw   $0xa000
        popw    %ds
        std
        rep movsb
        cld
1:      popw    %cx
        cmpw    %dx, %cx
        jbe     2f
        movw    %dx, %cx
2:      xorw    %di, %di
        callw   graphics_scroll_end
        movb    %bh, %al
        rep stosb
        popw    %ds
        popaw
        retw

# AL lines (0: all). Returns SI the bytes that they take, DX the bytes of the screen, and, in modes of four planes, write mode 1, in which a
# byte moved takes all of them along.
graphics_scroll_sizes:
        movb    %al, %cl
        movw    $320, %ax
        movw    $64000, %dx
        cmpb    $0x13, BDA_VIDEO_MODE
        je      1f
        movw    $GRAPHICS, %dx
        movw    $0x0105, %ax
        outw    %ax, %dx
        movzbw  BDA_ROWS, %ax
        incw    %ax
        mulw    BDA_CHAR_HEIGHT
        mulw    BDA_COLUMNS
        movw    %ax, %dx
        movw    BDA_COLUMNS, %ax
1:      pushw   %dx
        mulw    BDA_CHAR_HEIGHT
        movzbw  %cl, %cx
        mulw    %cx
        movw    %ax, %si
        popw    %dx
        testb   %cl, %cl
        jz      2f
        cmpw    %dx, %si
        jbe     3f
2:      movw    %dx, %si
3:      retw

# Back to write mode 0; DX as above.
graphics_scroll_end:
        cmpw    $64000, %dx
        je      1f
        pushw   %dx
        movw    $GRAPHICS, %dx
        movw    $0x0005, %ax
        outw    %ax, %dx
        popw    %dx
1:      retw
