# Text: cursor, characters, strings, scrolling. Each of up to eight pages has its cursor in the data area; the hardware cursor is
# that of the page being shown. In graphics modes characters are drawn by video_graphics.s.

# AH=01h: CH first and CL last line of the cursor; CH bit 5 hides it.
video_cursor_shape:
        movw    R_CX(%bp), %cx
        movw    %cx, BDA_CURSOR_SHAPE
        cmpb    $8, BDA_CHAR_HEIGHT
        jbe     program_cursor_shape

        # Programs think of characters of eight lines; ours have more. The usual shapes are moved down.
        testb   $0x20, %ch
        jnz     program_cursor_shape
        cmpb    $8, %cl
        jae     program_cursor_shape
        movb    %cl, %al
        subb    %ch, %al
        incb    %cl
        addb    %cl, %cl
        decb    %cl                             # the last line of what were one line is the second of two
        incb    %ch
        addb    %ch, %ch
        decb    %ch
        cmpb    $1, %al                         # an underline stays as thin as it was
        jne     program_cursor_shape
        movb    %cl, %ch
        decb    %ch

# CH, CL: first and last line.
program_cursor_shape:
        movw    BDA_CRTC, %dx
        movb    $0x0a, %al
        movb    %ch, %ah
        outw    %ax, %dx
        movb    $0x0b, %al
        movb    %cl, %ah
        outw    %ax, %dx
        retw

# AH=02h: BH page, DH row, DL column.
video_set_cursor:
        movzbw  R_BH(%bp), %bx
        andw    $7, %bx
        movw    R_DX(%bp), %dx
        addw    %bx, %bx
        movw    %dx, BDA_CURSOR(%bx)
        shrw    $1, %bx
        cmpb    BDA_PAGE, %bl
        je      update_cursor
        retw

# AH=03h: DX position, CX shape.
video_get_cursor:
        movzbw  R_BH(%bp), %bx
        andw    $7, %bx
        addw    %bx, %bx
        movw    BDA_CURSOR(%bx), %dx
        movw    %dx, R_DX(%bp)
        movw    BDA_CURSOR_SHAPE, %cx
        movw    %cx, R_CX(%bp)
        retw

# The hardware cursor goes to the shown page's cursor position.
update_cursor:
        pushaw
        movzbw  BDA_PAGE, %bx
        callw   cell_address
        shrw    $1, %di
        movw    BDA_CRTC, %dx
        movw    %di, %bx
        movb    $0x0e, %al
        movb    %bh, %ah
        outw    %ax, %dx
        movb    $0x0f, %al
        movb    %bl, %ah
        outw    %ax, %dx
        popaw
        retw

# AH=05h: AL becomes the page that is shown.
video_select_page:
        movzbw  R_AL(%bp), %ax
        andw    $7, %ax
        movb    %al, BDA_PAGE
        mulw    BDA_PAGE_SIZE
        movw    %ax, BDA_PAGE_START
        shrw    $1, %ax
        movw    BDA_CRTC, %dx
        movw    %ax, %bx
        movb    $0x0c, %al
        movb    %bh, %ah
        outw    %ax, %dx
        movb    $0x0d, %al
        movb    %bl, %ah
        outw    %ax, %dx
        jmp     update_cursor

# BX: page. Returns ES:DI at the cursor's cell and DX its position.
cell_address:
        pushw   %ax
        pushw   %bx
        movw    %bx, %ax
        mulw    BDA_PAGE_SIZE
        movw    %ax, %di
        addw    %bx, %bx
        movw    BDA_CURSOR(%bx), %dx
        movb    BDA_COLUMNS, %al
        mulb    %dh
        movzbw  %dl, %bx
        addw    %bx, %ax
        addw    %ax, %ax
        addw    %ax, %di
        callw   text_segment
        popw    %bx
        popw    %ax
        retw

# Returns ES, where the characters of the mode are. Changes AX.
text_segment:
        movw    $COLOUR_TEXT, %ax
        cmpb    $0x07, BDA_VIDEO_MODE
        jne     1f
        movw    $MONOCHROME_TEXT, %ax
1:      movw    %ax, %es
        retw

# ZF is clear in a graphics mode.
is_graphics:
        cmpb    $0x07, BDA_VIDEO_MODE
        jae     1f                              # 7 is monochrome text
        cmpb    $0x04, BDA_VIDEO_MODE
        jae     2f
        cmpb    %al, %al
1:      retw
2:      cmpb    $0x07, BDA_VIDEO_MODE
        retw

# AH=08h: the character and attribute at the cursor of page BH.
video_read_character:
        movzbw  R_BH(%bp), %bx
        andw    $7, %bx
        movw    $0, R_AX(%bp)
        callw   is_graphics
        jne     1f
        callw   cell_address
        movw    %es:(%di), %ax
        movw    %ax, R_AX(%bp)
1:      retw

# AH=09h: AL character, BL attribute, BH page, CX times, without moving the cursor.
video_write_character:
        movzbw  R_BH(%bp), %bx
        andw    $7, %bx
        movw    R_CX(%bp), %cx
        movb    R_AL(%bp), %al
        movb    R_BL(%bp), %ah
        jcxz    1f
        callw   is_graphics
        jne     graphics_write_characters
        callw   cell_address
        rep stosw
1:      retw

# AH=0Ah: the same, keeping the attributes that are there.
video_write_character_only:
        callw   is_graphics
        jne     video_write_character
        movzbw  R_BH(%bp), %bx
        andw    $7, %bx
        movw    R_CX(%bp), %cx
        movb    R_AL(%bp), %al
        callw   cell_address
        jcxz    2f
1:      stosb
        incw    %di
        loop    1b
2:      retw

# AH=0Eh: AL goes to the shown page like to a teletype.
video_teletype:
        movb    R_AL(%bp), %al
        movb    R_BL(%bp), %ah                  # the colour in graphics modes
        movzbw  BDA_PAGE, %bx
        xorb    %ch, %ch                        # keep the attribute
        jmp     put_character

# AL: character, AH: attribute, CH: not 0 to write the attribute, BX: page.
# Carriage return, line feed, backspace and bell act; the line after the last scrolls.
put_character:
        pushaw
        callw   cell_address
        cmpb    $0x0d, %al
        je      5f
        cmpb    $0x0a, %al
        je      6f
        cmpb    $0x08, %al
        je      4f
        cmpb    $0x07, %al
        je      8f

        callw   is_graphics
        jne     2f
        movb    %al, %es:(%di)
        testb   %ch, %ch
        jz      3f
        movb    %ah, %es:1(%di)
        jmp     3f
2:      callw   draw_character
3:      incb    %dl
        cmpb    BDA_COLUMNS, %dl
        jb      7f
        xorb    %dl, %dl
        jmp     6f
4:      subb    $1, %dl
        adcb    $0, %dl
        jmp     7f
5:      xorb    %dl, %dl
        jmp     7f
6:      cmpb    BDA_ROWS, %dh
        jae     9f
        incb    %dh
7:      addw    %bx, %bx
        movw    %dx, BDA_CURSOR(%bx)
        shrw    $1, %bx
        cmpb    BDA_PAGE, %bl
        jne     8f
        callw   is_graphics
        jne     8f
        callw   update_cursor
8:      popaw
        retw

9:      pushaw                                  # the new line gets the attribute of the one above
        movb    $0, %bh
        callw   is_graphics
        jne     1f
        movzbw  BDA_PAGE, %bx
        callw   cell_address
        movb    %es:1(%di), %bh
1:      movb    BDA_ROWS, %dh
        movb    BDA_COLUMNS, %dl
        decb    %dl
        xorw    %cx, %cx
        movb    $1, %al
        callw   scroll_up
        popaw
        jmp     7b

# AH=13h: the string ES:BP, CX characters, from DH:DL of page BH. AL bit 0: leave the cursor behind it. Bit 1: attributes are in the string.
video_write_string:
        movzbw  R_BH(%bp), %bx
        andw    $7, %bx
        movw    %bx, %si
        addw    %si, %si
        pushw   BDA_CURSOR(%si)
        movw    R_DX(%bp), %dx
        movw    %dx, BDA_CURSOR(%si)
        movw    R_CX(%bp), %cx
        movw    R_ES(%bp), %es
        movw    R_BP(%bp), %si
        jcxz    3f
1:      movb    R_BL(%bp), %ah
        movb    %es:(%si), %al
        incw    %si
        testb   $2, R_AL(%bp)
        jz      2f
        movb    %es:(%si), %ah
        incw    %si
2:      pushw   %cx
        pushw   %es
        movb    $1, %ch
        callw   put_character
        popw    %es
        popw    %cx
        loop    1b
3:      popw    %dx
        testb   $1, R_AL(%bp)
        jnz     4f
        addw    %bx, %bx
        movw    %dx, BDA_CURSOR(%bx)
4:      jmp     update_cursor

# AH=06h and 07h: AL lines (0 clears) of the window CH,CL to DH,DL; BH attribute of the new lines.
video_scroll_up:
        callw   scroll_arguments
        jmp     scroll_up
video_scroll_down:
        callw   scroll_arguments
        jmp     scroll_down

scroll_arguments:
        movb    R_AL(%bp), %al
        movb    R_BH(%bp), %bh
        movw    R_CX(%bp), %cx
        movw    R_DX(%bp), %dx
        cmpb    BDA_ROWS, %dh
        jbe     1f
        movb    BDA_ROWS, %dh
1:      cmpb    BDA_COLUMNS, %dl
        jb      2f
        movb    BDA_COLUMNS, %dl
        decb    %dl
2:      retw

# AL lines, BH attribute, CX and DX the corners. SI counts from the source row, DI from the destination row.
scroll_up:
        callw   is_graphics
        jne     graphics_scroll_up
        pushaw
        callw   scroll_height
        movb    %ch, %bl                        # BL: the row being filled
1:      cmpb    %dh, %bl
        ja      4f
        callw   row_address
        movw    %di, %si
        movb    %bl, %ah
        addb    %al, %ah
        jc      2f
        cmpb    %dh, %ah
        ja      2f
        pushw   %bx
        pushw   %di
        movb    %ah, %bl
        callw   row_address
        movw    %di, %si
        popw    %di
        popw    %bx
        callw   copy_row
        jmp     3f
2:      callw   blank_row
3:      incb    %bl
        jmp     1b
4:      popaw
        retw

scroll_down:
        callw   is_graphics
        jne     graphics_scroll_down
        pushaw
        callw   scroll_height
        movb    %dh, %bl
1:      callw   row_address
        movb    %bl, %ah
        subb    %al, %ah
        jc      2f
        cmpb    %ch, %ah
        jb      2f
        pushw   %bx
        pushw   %di
        movb    %ah, %bl
        callw   row_address
        movw    %di, %si
        popw    %di
        popw    %bx
        callw   copy_row
        jmp     3f
2:      callw   blank_row
3:      cmpb    %ch, %bl
        je      4f
        decb    %bl
        jmp     1b
4:      popaw
        retw

# Zero lines, and more than the window has, both mean all of it.
scroll_height:
        movb    %dh, %ah
        subb    %ch, %ah
        incb    %ah
        testb   %al, %al
        jz      1f
        cmpb    %ah, %al
        jbe     2f
1:      movb    %ah, %al
2:      retw

# BL: row, CL: column. Returns ES:DI in the shown page.
row_address:
        pushw   %ax
        pushw   %dx
        callw   text_segment
        movb    BDA_COLUMNS, %al
        mulb    %bl
        movzbw  %cl, %dx
        addw    %dx, %ax
        addw    %ax, %ax
        addw    BDA_PAGE_START, %ax
        movw    %ax, %di
        popw    %dx
        popw    %ax
        retw

# ES:SI to ES:DI, columns CL to DL.
copy_row:
        pushw   %cx
        pushw   %dx
        subb    %cl, %dl
        movzbw  %dl, %cx
        incw    %cx
        rep movsw %es:(%si), %es:(%di)
        popw    %dx
        popw    %cx
        retw

# Blanks with attribute BH to ES:DI, columns CL to DL.
blank_row:
        pushw   %ax
        pushw   %cx
        movb    %dl, %al
        subb    %cl, %al
        movzbw  %al, %cx
        incw    %cx
        movb    $0x20, %al
        movb    %bh, %ah
        rep stosw
        popw    %cx
        popw    %ax
        retw
