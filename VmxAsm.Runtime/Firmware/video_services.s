# INT 10h: the function number in AH picks a service from a table.

int10:
        SAVE
        pushw   $BDA
        popw    %ds
        movzbw  R_AH(%bp), %bx
        movb    R_AL(%bp), %al
        cmpb    $0x4f, %bl
        je      2f
        cmpb    $(video_services_end-video_services)/2, %bl
        jae     1f
        addw    %bx, %bx
        callw   *%cs:video_services(%bx)
1:      RESTORE_AND_IRET
2:      callw   video_vbe
        RESTORE_AND_IRET

video_services:
        .word   video_set_mode                  # 00
        .word   video_cursor_shape              # 01
        .word   video_set_cursor                # 02
        .word   video_get_cursor                # 03
        .word   video_none                      # 04 light pen
        .word   video_select_page               # 05
        .word   video_scroll_up                 # 06
        .word   video_scroll_down               # 07
        .word   video_read_character            # 08
        .word   video_write_character           # 09
        .word   video_write_character_only      # 0A
        .word   video_cga_palette               # 0B
        .word   video_write_pixel               # 0C
        .word   video_read_pixel                # 0D
        .word   video_teletype                  # 0E
        .word   video_get_mode                  # 0F
        .word   video_palette                   # 10
        .word   video_font                      # 11
        .word   video_select                    # 12
        .word   video_write_string              # 13
        .word   video_none                      # 14
        .word   video_none                      # 15
        .word   video_none                      # 16
        .word   video_none                      # 17
        .word   video_none                      # 18
        .word   video_none                      # 19
        .word   video_combination               # 1A
        .word   video_state                     # 1B
video_services_end:

video_none:
        retw

# AH=0Fh: AL mode, AH columns, BH page.
video_get_mode:
        movb    BDA_VIDEO_MODE, %al
        movb    BDA_VIDEO_OPTIONS, %ah
        andb    $0x80, %ah                      # bit 7: the last mode was set without clearing the memory
        orb     %ah, %al
        movb    %al, R_AL(%bp)
        movb    BDA_COLUMNS, %al
        movb    %al, R_AH(%bp)
        movb    BDA_PAGE, %al
        movb    %al, R_BH(%bp)
        retw

# AH=12h: BL=10h asks what there is: BH 0 colour, BL 3 = 256 KB; CX feature bits and switches. BL=30h to 36h set options.
video_select:
        movb    R_BL(%bp), %bl
        cmpb    $0x10, %bl
        je      1f
        cmpb    $0x30, %bl
        jb      2f
        cmpb    $0x36, %bl
        ja      2f
        movb    $0x12, R_AL(%bp)
2:      retw
1:      movw    $0x0003, R_BX(%bp)
        movw    $0x0009, R_CX(%bp)
        retw

# AH=1Ah: the display combination: 8 = VGA with a colour monitor.
video_combination:
        cmpb    $1, R_AL(%bp)
        ja      1f
        jb      2f
        movb    $0x1a, R_AL(%bp)
        retw
2:      movb    $0x1a, R_AL(%bp)
        movw    $0x0008, R_BX(%bp)
1:      retw

# AH=1Bh: functionality and state: a copy of the data area's video part, and a pointer to what the adapter can do.
video_state:
        movw    R_ES(%bp), %es
        movw    R_DI(%bp), %di
        movw    $static_functionality, %ax
        stosw
        movw    %cs, %ax
        stosw
        movw    $BDA_VIDEO_MODE, %si
        movw    $30, %cx
        rep movsb
        movw    $BDA_ROWS, %si
        movb    (%si), %al
        incb    %al
        stosb
        movw    BDA_CHAR_HEIGHT, %ax
        stosw
        movb    $8, %al
        stosb
        xorb    %al, %al
        movw    $26, %cx
        rep stosb
        movb    $0x1b, R_AL(%bp)
        retw

static_functionality:
        .byte   0x0f, 0x00, 0x0c, 0, 0, 0, 0, 0x07, 2, 8, 0xe7, 0x0c, 0, 0, 0, 0
