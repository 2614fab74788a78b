# Graphics: pixels, and characters made of pixels, in modes 4 to 6 (CGA's: 320x200 in four colours, 640x200 in two), 0Dh to 12h (four planes) and 13h (320x200, a byte
# per pixel). In VBE's modes of a byte and more per pixel there are none: programs draw for themselves there.

# ZF: one of CGA's modes.
is_cga:
        cmpb    $0x04, BDA_VIDEO_MODE
        je      1f
        cmpb    $0x05, BDA_VIDEO_MODE
        je      1f
        cmpb    $0x06, BDA_VIDEO_MODE
1:      retw

# CX column, DX row in one of CGA's modes: lines of 80 bytes, the odd ones 8 KiB behind the even ones. Returns ES:DI the byte, CL how far the pixel is from its lowest bits,
# CH a pixel's bits.
cga_address:
        pushw   %dx
        pushw   $COLOUR_TEXT
        popw    %es
        shrw    $1, %dx
        imulw   $80, %dx, %di
        popw    %dx
        testb   $1, %dl
        jz      2f
        addw    $0x2000, %di
2:      pushw   %cx
        shrw    $2, %cx
        cmpb    $0x06, BDA_VIDEO_MODE
        jne     3f
        shrw    $1, %cx
3:      addw    %cx, %di
        popw    %cx
        notb    %cl
        cmpb    $0x06, BDA_VIDEO_MODE
        jne     4f
        andb    $7, %cl
        movb    $1, %ch
        retw
4:      andb    $3, %cl
        addb    %cl, %cl
        movb    $3, %ch
        retw

# ZF: a mode of VBE that is not made of planes; mode 13h stands in the data area then.
is_packed_vbe:
        cmpw    $0, BDA_VBE_MODE
        je      1f
        cmpb    $0x13, BDA_VIDEO_MODE
        retw
1:      testw   %sp, %sp
        retw


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
        callw   is_packed_vbe
        je      3f
        callw   is_cga
        je      4f
        callw   is_graphics
        je      3f
        pushw   $0xa000
        popw    %es
        cmpb    $0x13, BDA_VIDEO_MODE
        je      1f
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
4:      callw   cga_address
        movb    %al, %ah
        andb    %ch, %al
        shlb    %cl, %al
        shlb    %cl, %ch
        notb    %ch
        testb   $0x80, %ah
        jnz     5f
        andb    %ch, %es:(%di)
        orb     %al, %es:(%di)
        jmp     3b
5:      xorb    %al, %es:(%di)
        jmp     3b

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
        movb    $0, R_AL(%bp)
        callw   is_packed_vbe
        je      4f
        callw   is_cga
        je      5f
        callw   is_graphics
        je      4f
        pushw   $0xa000
        popw    %es
        cmpb    $0x13, BDA_VIDEO_MODE
        je      1f
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
5:      callw   cga_address
        movb    %es:(%di), %al
        shrb    %cl, %al
        andb    %ch, %al
        movb    %al, R_AL(%bp)
        retw

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

# Scrolling moves whole lines of the screen: AL text lines (0: all), BH colour of the new ones. Windows are as wide as the screen. CGA's two halves are two screens.
graphics_scroll_up:
        pushaw
        callw   is_packed_vbe
        je      2f
        callw   graphics_scroll_sizes
1:      callw   graphics_move_up
        callw   next_half
        jc      1b
        callw   graphics_scroll_end
2:      popaw
        retw

graphics_scroll_down:
        pushaw
        callw   is_packed_vbe
        je      2f
        callw   graphics_scroll_sizes
1:      callw   graphics_move_down
        callw   next_half
        jc      1b
        callw   graphics_scroll_end
2:      popaw
        retw

# ES: where; SI bytes of the lines, DX bytes of the screen, BL the fill.
graphics_move_up:
        pushaw
        movw    %dx, %cx
        subw    %si, %cx
        xorw    %di, %di
        rep movsb %es:(%si), %es:(%di)
        movw    %dx, %cx
        subw    %di, %cx
        callw   graphics_fill
        popaw
        retw

graphics_move_down:
        pushaw
        movw    %dx, %cx
        subw    %si, %cx
        pushw   %si
        movw    %dx, %di
        decw    %di
        xchgw   %si, %ax
        movw    %di, %si
        subw    %ax, %si
        std
        rep movsb %es:(%si), %es:(%di)
        cld
        popw    %cx
        xorw    %di, %di
        callw   graphics_fill
        popaw
        retw

# ES:DI, CX bytes: the colour BL; where there are planes, in write mode 2, in which a byte stored is the colour of its eight pixels.
graphics_fill:
        callw   has_planes
        jne     1f
        movw    $GRAPHICS, %dx
        movw    $0x0205, %ax
        outw    %ax, %dx
1:      movb    %bl, %al
        rep stosb
        retw

# ZF: a graphics mode of four planes.
has_planes:
        callw   is_cga
        je      1f
        cmpb    $0x13, BDA_VIDEO_MODE
        je      1f
        cmpb    %al, %al
        retw
1:      testw   %sp, %sp
        retw

# CF: there is a second half, at ES now.
next_half:
        pushw   %ax
        movw    %es, %ax
        cmpw    $COLOUR_TEXT, %ax
        jne     1f
        addw    $0x200, %ax
        movw    %ax, %es
        popw    %ax
        stc
        retw
1:      popw    %ax
        clc
        retw

# AL lines, BH colour. Returns ES the memory, SI the bytes that the lines take, DX the bytes of the screen, BL what fills them, and, in modes of four planes, write mode 1, in
# which a byte moved takes all of them along.
graphics_scroll_sizes:
        movb    %al, %cl
        movb    %bh, %bl
        callw   is_cga
        jne     1f
        pushw   $COLOUR_TEXT
        popw    %es
        movw    $80/2, %ax
        movw    $8000, %dx
        jmp     3f
1:      pushw   $0xa000
        popw    %es
        movw    $320, %ax
        movw    $64000, %dx
        cmpb    $0x13, BDA_VIDEO_MODE
        je      3f
        movw    $GRAPHICS, %dx
        movw    $0x0105, %ax
        outw    %ax, %dx
        movzbw  BDA_ROWS, %ax
        incw    %ax
        mulw    BDA_CHAR_HEIGHT
        mulw    BDA_COLUMNS
        movw    %ax, %dx
        movw    BDA_COLUMNS, %ax
3:      pushw   %dx
        mulw    BDA_CHAR_HEIGHT
        movzbw  %cl, %cx
        mulw    %cx
        movw    %ax, %si
        popw    %dx
        testb   %cl, %cl
        jz      4f
        cmpw    %dx, %si
        jbe     5f
4:      movw    %dx, %si
5:      retw

# Back to write mode 0.
graphics_scroll_end:
        callw   has_planes
        jne     1f
        movw    $GRAPHICS, %dx
        movw    $0x0005, %ax
        outw    %ax, %dx
1:      retw
