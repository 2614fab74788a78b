# AH=10h: the attribute controller's sixteen palette registers and the DAC's 256 colours.

        .set    DAC_MASK, 0x3c6
        .set    DAC_READ, 0x3c7
        .set    DAC_WRITE, 0x3c8
        .set    DAC_DATA, 0x3c9

video_palette:
        movb    R_AL(%bp), %al
        cmpb    $0x00, %al
        je      palette_set_one
        cmpb    $0x01, %al
        je      palette_set_border
        cmpb    $0x02, %al
        je      palette_set_all
        cmpb    $0x03, %al
        je      palette_blink
        cmpb    $0x07, %al
        je      palette_read_one
        cmpb    $0x08, %al
        je      palette_read_border
        cmpb    $0x09, %al
        je      palette_read_all
        cmpb    $0x10, %al
        je      dac_set_one
        cmpb    $0x12, %al
        je      dac_set_block
        cmpb    $0x13, %al
        je      dac_set_page
        cmpb    $0x15, %al
        je      dac_read_one
        cmpb    $0x17, %al
        je      dac_read_block
        cmpb    $0x18, %al
        je      dac_set_mask
        cmpb    $0x19, %al
        je      dac_read_mask
        cmpb    $0x1a, %al
        je      dac_read_page
        cmpb    $0x1b, %al
        je      dac_sum_to_grey
        retw

palette_set_one:                                # BL register, BH value
        movb    R_BL(%bp), %bl
        movb    R_BH(%bp), %bh
        jmp     write_attribute
palette_set_border:
        movb    $0x11, %bl
        movb    R_BH(%bp), %bh
        jmp     write_attribute
palette_blink:                                  # BL 1: attribute bit 7 blinks, 0: it is a background bit
        movb    $0x10, %bl
        callw   read_attribute
        andb    $0xf7, %bh
        testb   $1, R_BL(%bp)
        jz      write_attribute
        orb     $0x08, %bh
        jmp     write_attribute
palette_read_border:
        movb    $0x11, %bl
        jmp     1f
palette_read_one:
        movb    R_BL(%bp), %bl
1:
        callw   read_attribute
        movb    %bh, R_BH(%bp)
        retw
palette_read_all:                               # ES:DX receives the same
        movw    R_ES(%bp), %es
        movw    R_DX(%bp), %di
        xorb    %bl, %bl
1:      callw   read_attribute
        movb    %bh, %es:(%di)
        incw    %di
        incb    %bl
        cmpb    $16, %bl
        jb      1b
        incb    %bl
        callw   read_attribute
        movb    %bh, %es:(%di)
        retw
palette_set_all:                                # ES:DX: sixteen registers and the border
        movw    R_ES(%bp), %es
        movw    R_DX(%bp), %si
        xorb    %bl, %bl
1:      movb    %es:(%si), %bh
        callw   write_attribute
        incw    %si
        incb    %bl
        cmpb    $16, %bl
        jb      1b
        movb    %es:(%si), %bh
        incb    %bl

# BL: attribute register, BH: value. Index bit 5 goes up again with the last write, so that the picture stays.
write_attribute:
        pushw   %dx
        movw    $INPUT_STATUS, %dx
        inb     %dx, %al
        movw    $ATTRIBUTE, %dx
        movb    %bl, %al
        andb    $0x1f, %al
        outb    %al, %dx
        movb    %bh, %al
        outb    %al, %dx
        movb    $0x20, %al
        outb    %al, %dx
        popw    %dx
        retw

read_attribute:
        movw    $INPUT_STATUS, %dx
        inb     %dx, %al
        movw    $ATTRIBUTE, %dx
        movb    %bl, %al
        andb    $0x1f, %al
        outb    %al, %dx
        incw    %dx
        inb     %dx, %al
        movb    %al, %bh
        movw    $INPUT_STATUS, %dx
        inb     %dx, %al
        movw    $ATTRIBUTE, %dx
        movb    $0x20, %al
        outb    %al, %dx
        retw

dac_set_one:                                    # BX entry, DH red, CH green, CL blue
        movb    R_BL(%bp), %al
        movw    $DAC_WRITE, %dx
        outb    %al, %dx
        incw    %dx
        movb    R_DH(%bp), %al
        outb    %al, %dx
        movb    R_CH(%bp), %al
        outb    %al, %dx
        movb    R_CL(%bp), %al
        outb    %al, %dx
        retw

dac_read_one:
        movb    R_BL(%bp), %al
        movw    $DAC_READ, %dx
        outb    %al, %dx
        movw    $DAC_DATA, %dx
        inb     %dx, %al
        movb    %al, R_DH(%bp)
        inb     %dx, %al
        movb    %al, R_CH(%bp)
        inb     %dx, %al
        movb    %al, R_CL(%bp)
        retw

dac_set_block:                                  # BX first entry, CX how many, ES:DX the bytes
        movw    R_ES(%bp), %es
        movw    R_DX(%bp), %si
        movw    R_CX(%bp), %cx
        movb    R_BL(%bp), %al
        movw    $DAC_WRITE, %dx
        outb    %al, %dx
        incw    %dx
        leaw    (%ecx,%ecx,2), %cx
        jcxz    2f
1:      lodsb   %es:(%si), %al
        outb    %al, %dx
        loop    1b
2:      retw

dac_read_block:
        movw    R_ES(%bp), %es
        movw    R_DX(%bp), %di
        movw    R_CX(%bp), %cx
        movb    R_BL(%bp), %al
        movw    $DAC_READ, %dx
        outb    %al, %dx
        movw    $DAC_DATA, %dx
        leaw    (%ecx,%ecx,2), %cx
        jcxz    2f
1:      inb     %dx, %al
        stosb
        loop    1b
2:      retw

# AL=13h: the DAC in pages. BL=0: BH=1 sixteen pages of 16 colours, BH=0 four of 64; BL=1: BH the page that is shown.
dac_set_page:
        cmpb    $1, R_BL(%bp)
        ja      2f
        movb    $0x10, %bl
        callw   read_attribute
        cmpb    $1, R_BL(%bp)
        je      1f
        andb    $0x7f, %bh                      # the mode control register's bit 7 is the size
        movb    R_BH(%bp), %al
        shlb    $7, %al
        orb     %al, %bh
        jmp     write_attribute
1:      testb   $0x80, %bh
        movb    R_BH(%bp), %bh
        jnz     3f
        shlb    $2, %bh
3:      movb    $0x14, %bl
        andb    $0x0f, %bh
        jmp     write_attribute
2:      retw

dac_read_page:                                  # BL the size, BH the page
        movb    $0x10, %bl
        callw   read_attribute
        movb    %bh, %cl
        shrb    $7, %cl
        movb    %cl, R_BL(%bp)
        movb    $0x14, %bl
        callw   read_attribute
        testb   %cl, %cl
        jnz     1f
        shrb    $2, %bh
1:      movb    %bh, R_BH(%bp)
        retw

dac_set_mask:                                   # BL
        movw    $DAC_MASK, %dx
        movb    R_BL(%bp), %al
        outb    %al, %dx
        retw
dac_read_mask:
        movw    $DAC_MASK, %dx
        inb     %dx, %al
        xorb    %ah, %ah
        movw    %ax, R_BX(%bp)
        retw

# AL=1Bh: CX colours from BX on become as bright without colour: 30% of red, 59% of green, 11% of blue.
dac_sum_to_grey:
        movw    R_CX(%bp), %cx
        movw    R_BX(%bp), %bx
        jcxz    2f
1:      movw    $DAC_READ, %dx
        movb    %bl, %al
        outb    %al, %dx
        movw    $DAC_DATA, %dx
        inb     %dx, %al
        movb    $77, %ah
        mulb    %ah
        movw    %ax, %di
        inb     %dx, %al
        movb    $151, %ah
        mulb    %ah
        addw    %ax, %di
        inb     %dx, %al
        movb    $28, %ah
        mulb    %ah
        addw    %di, %ax
        addw    $0x80, %ax
        movb    %ah, %al
        cmpb    $0x3f, %al
        jbe     3f
        movb    $0x3f, %al
3:      pushw   %ax
        movw    $DAC_WRITE, %dx
        movb    %bl, %al
        outb    %al, %dx
        movw    $DAC_DATA, %dx
        popw    %ax
        outb    %al, %dx
        outb    %al, %dx
        outb    %al, %dx
        incw    %bx
        loop    1b
2:      retw

# AH=0Bh, BH=0: BL is the border colour, in CGA's modes also that of the background, and bit 4 makes the others bright. BH=1: BL chooses the colours 1 to 3 of a mode
# that has four: 0 green, red, brown; 1 cyan, magenta, white. Bit 4 of a palette register is brightness in these modes, bit 0 the difference between the two sets.
video_cga_palette:
        cmpb    $1, R_BH(%bp)
        ja      3f
        je      1f
        movb    $0x11, %bl
        movb    R_BL(%bp), %bh
        andb    $0x0f, %bh
        testb   $0x08, %bh
        jz      5f
        xorb    $0x18, %bh
5:      callw   write_attribute
        callw   is_cga
        jne     3f
        xorb    %bl, %bl
        callw   write_attribute
        movw    $0x10ef, %cx                    # CL: what stays, CH: what BL brings
        jmp     2f
1:      callw   is_cga
        jne     3f
        movw    $0x01fe, %cx
2:      andb    R_BL(%bp), %ch
        movb    $1, %bl
4:      callw   read_attribute
        andb    %cl, %bh
        orb     %ch, %bh
        callw   write_attribute
        incb    %bl
        cmpb    $4, %bl
        jb      4b
3:      retw

# The colours after a mode was set; CS:SI is its row. In 16-colour modes the DAC's first 64 entries are the EGA's colours: bits 0-2
# are blue, green and red at two thirds, bits 3-5 the same at one third.
load_palette:
        pushaw
        movw    $DAC_WRITE, %dx
        xorb    %al, %al
        outb    %al, %dx
        incw    %dx
        cmpb    $0x13, %cs:(%si)
        je      load_palette_256
        xorw    %bx, %bx
1:      movb    %bl, %ah
        cmpb    $0x07, %cs:(%si)
        je      3f
        cmpb    $0x0e, %cs:(%si)                # 200 lines, as a CGA has: bit 4 is the brightness
        ja      2f
        cmpb    $0x04, %cs:(%si)
        jb      2f
        pushw   %bx
        movb    %bl, %bh
        shrb    $1, %bh
        andw    $0x0807, %bx
        orb     %bh, %bl
        xorb    %bh, %bh
        movb    %cs:default_ega(%bx), %ah
        popw    %bx
2:      callw   write_ega_colour
        incw    %bx
        cmpw    $64, %bx
        jb      1b
        popaw
        retw
3:      xorb    %ah, %ah                        # monochrome: bit 3 is the light, bit 4 makes it brighter
        testb   $0x08, %bl
        jz      2b
        movb    $0x07, %ah
        testb   $0x10, %bl
        jz      2b
        movb    $0x3f, %ah
        jmp     2b

# AH: an EGA colour, DX: the DAC's data port. Red, green, blue.
write_ega_colour:
        movw    $3, %cx
1:      xorb    %al, %al
        testb   $0x04, %ah
        jz      2f
        addb    $42, %al
2:      testb   $0x20, %ah
        jz      3f
        addb    $21, %al
3:      outb    %al, %dx
        shlb    $1, %ah
        loop    1b
        retw

# 256 colours: the sixteen of text mode, sixteen greys, then nine rings of 24 hues: bright, medium and dark, each in three
# saturations. A ring goes from blue over magenta, red, yellow, green and cyan back to blue; each component follows the same
# curve, a third of the ring apart.
load_palette_256:
        xorw    %bx, %bx
1:      movb    %cs:default_ega(%bx), %ah
        callw   write_ega_colour
        incw    %bx
        cmpw    $16, %bx
        jb      1b
        xorw    %bx, %bx
2:      movb    %cs:default_greys(%bx), %al
        outb    %al, %dx
        outb    %al, %dx
        outb    %al, %dx
        incw    %bx
        cmpw    $16, %bx
        jb      2b
        movw    $ring_levels, %si
3:      xorw    %di, %di
4:      movw    %di, %bx
        callw   write_ring                      # red
        leaw    16(%di), %bx
        callw   write_ring                      # green
        leaw    8(%di), %bx
        callw   write_ring                      # blue
        incw    %di
        cmpw    $24, %di
        jb      4b
        addw    $5, %si
        cmpw    $ring_levels+9*5, %si
        jb      3b
        movw    $8*3, %cx                       # the last eight are black
        xorb    %al, %al
5:      outb    %al, %dx
        loop    5b
        popaw
        retw

# CS:SI: five levels, BX: place on the ring.
write_ring:
        cmpw    $24, %bx
        jb      1f
        subw    $24, %bx
1:      movzbw  %cs:ring_curve(%bx), %bx
        movb    %cs:(%bx,%si), %al
        outb    %al, %dx
        retw

default_ega:
        .byte   0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f
default_greys:
        .byte   0, 5, 8, 11, 14, 17, 20, 24, 28, 32, 36, 40, 45, 50, 56, 63
ring_curve:
        .byte   0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0
ring_levels:
        .byte   0, 16, 31, 47, 63
        .byte   31, 39, 47, 55, 63
        .byte   45, 49, 54, 58, 63
        .byte   0, 7, 14, 21, 28
        .byte   14, 17, 21, 24, 28
        .byte   20, 22, 24, 26, 28
        .byte   0, 4, 8, 12, 16
        .byte   8, 10, 12, 14, 16
        .byte   11, 12, 13, 15, 16
