# Graphics: pixels, and characters made of pixels, in mode 12h (640x480, four planes) and mode 13h (320x200, a byte per pixel).

# AH=0Ch: AL colour (bit 7: exclusive or, in mode 12h), CX column, DX row.
video_write_pixel:
        movw    R_CX(%bp), %cx
        movw    R_DX(%bp), %dx
        movb    R_AL(%bp), %al

# CX column, DX row, AL colour. Keeps all registers.
put_pixel:
        pushaw
        pushw   %es
        pushw   $0xa000
        popw    %es
        cmpb    $0x13, BDA_VIDEO_MODE
        je      1f
        cmpb    $0x12, BDA_VIDEO_MODE
        jne     3f
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

# CX column, DX row in mode 12h. Returns DI the byte and AH the bit.
planar_address:
        imulw   $80, %dx, %di
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
        cmpb    $0x12, BDA_VIDEO_MODE
        jne     4f
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
        addw    %bx, %bx
        movw    BDA_CURSOR(%bx), %dx
1:      callw   draw_character
        incb    %dl
        loop    1b
        retw

# AL: character, AH: colour, DL column and DH row of the cell. The height decides which font. Keeps all registers.
draw_character:
        pushaw
        movb    BDA_CHAR_HEIGHT, %bl
        movw    %ax, %di                        # DI: colour and character
        movzbw  %al, %si
        movzbw  %bl, %bx
        movw    $font8x16, %cx
        cmpb    $16, %bl
        je      1f
        movw    $font8x8, %cx
1:      pushw   %dx
        movw    %si, %ax
        mulw    %bx
        addw    %cx, %ax
        movw    %ax, %si                        # CS:SI: the character's rows
        popw    %dx
        movzbw  %dl, %cx
        shlw    $3, %cx                         # CX: first pixel column
        movb    %dh, %al
        mulb    %bl
        movw    %ax, %dx                        # DX: first pixel row
        movw    %di, %ax
        movb    %ah, %bh                        # BH: colour, BL: rows left
2:      movb    %cs:(%si), %ah
        incw    %si
        pushw   %cx
        pushw   %bx
        movb    $8, %bl
3:      xorb    %al, %al
        shlb    $1, %ah
        jnc     4f
        movb    %bh, %al
4:      callw   put_pixel
        incw    %cx
        decb    %bl
        jnz     3b
        popw    %bx
        popw    %cx
        incw    %dx
        decb    %bl
        jnz     2b
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

# AL lines (0: all). Returns SI the bytes that they take, DX the bytes of the screen, and, in mode 12h, write mode 1, in which a
# byte moved takes all four planes along.
graphics_scroll_sizes:
        movb    %al, %cl
        movw    $320, %ax
        movw    $64000, %dx
        cmpb    $0x12, BDA_VIDEO_MODE
        jne     1f
        pushw   %dx
        movw    $GRAPHICS, %dx
        movw    $0x0105, %ax
        outw    %ax, %dx
        popw    %dx
        movw    $80, %ax
        movw    $38400, %dx
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
        cmpw    $38400, %dx
        jne     1f
        pushw   %dx
        movw    $GRAPHICS, %dx
        movw    $0x0005, %ax
        outw    %ax, %dx
        popw    %dx
1:      retw
