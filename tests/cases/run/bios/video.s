# INT 10h: palette registers, pages of the DAC, fonts, numbers of lines, and the graphics modes with their pixels and characters.
#! serial:  0400 0714 3f3e 0004 007f 0200 0501 1d1d 1d00
#! serial:  0008 0031 000e 001b 0010 0018 000a 0027 0008
#! serial:  0008 0018 0001 0000 0000 0001 0000 0001
#! serial:  0008 0018 0001 0000 0000 0001 0000 0001
#! serial:  000e 0018 0001 0000 0000 0001 0000 0001
#! serial:  0010 001d 0001 0000 0000 0001 0000 0001
#! serial:  0010 001d 0001 0000 0000 0001 0000 0001
#! serial:  0008 0018 0001 0000 0081 0001 0000 0001
        .include "../show.inc"
        .include "video.inc"
start:  begin
        video   0x0003
        video   0x1001, 0x0400                  # border
        video   0x1008
        show    %bx
        video   0x1009, 0, 0, registers         # all of them
        show    registers + 6, registers + 14, registers + 16
        video   0x1018, 0x7f                    # mask
        video   0x1019
        xorb    %bh, %bh
        show    %bx
        video   0x1018, 0xff
        video   0x1013, 0x0200                  # four pages of 64: the third
        video   0x1013, 0x0201
        video   0x101a
        show    %bx
        video   0x1013, 0x0100                  # sixteen pages of 16: the sixth
        video   0x1013, 0x0501
        video   0x101a
        show    %bx
        video   0x1013, 0x0000
        video   0x1013, 0x0001
        video   0x1010, 20, 0x1122, 0x3300      # one colour, and grey
        video   0x101b, 20, 1
        video   0x1015, 20
        show    %cx, %dx
        line

        .irp    font, 0x1112, 0x1111, 0x1114    # 50, 28 and 25 lines
        video   \font
        call    lines
        .endr
        movw    $user_font, %bp
        video   0x1110, 0x0a00, 1, 'A'          # 40, and an A of ten rows
        call    lines
        video   0x1200, 0x34
        video   0x0003
        movw    $user_font, %bp
        video   0x1100, 0x1000, 1, 'A'
        video   0x0013
        show    0x485                           # rows of a character
        video   0x0003
        line

        .irp    mode, 0x0d, 0x0e, 0x10, 0x11, 0x12, 0x13
        video   \mode
        call    lines
        video   0x0c01, 0, 33, 77               # a pixel and its neighbour
        video   0x0d00, 0, 33, 77
        xorb    %ah, %ah
        show    %ax
        video   0x0d00, 0, 34, 77
        xorb    %ah, %ah
        show    %ax
        video   0x0c81, 0, 33, 77               # exclusive or, but in mode 13h
        video   0x0d00, 0, 33, 77
        xorb    %ah, %ah
        show    %ax
        video   0x0200, 0, 0, 0x0203            # a character, at column 3 of row 2
        video   0x09db, 1, 1
        movw    0x485, %ax
        shlw    $1, %ax
        movw    %ax, %dx
        movw    $24, %cx
        movw    $0x0d00, %ax
        movw    $0, %bx
        int     $0x10
        xorb    %ah, %ah
        show    %ax
        decw    %dx
        movw    $0x0d00, %ax
        int     $0x10
        xorb    %ah, %ah
        show    %ax
        video   0x0601, 0x0000, 0x0000, 0x184f  # one line up
        movw    0x485, %dx
        movw    $24, %cx
        movw    $0x0d00, %ax
        movw    $0, %bx
        int     $0x10
        xorb    %ah, %ah
        show    %ax
        line
        .endr
        jmp     finish

# Rows of a character, and lines less one.
lines:  video   0x1130, 0x0100
        xorb    %dh, %dh
        show    %cx, %dx
        pushw   $0
        popw    %es
        ret
        .data
user_font: .byte 0, 0x18, 0x24, 0x42, 0x7e, 0x42, 0x42, 0x42, 0, 0, 0, 0, 0, 0, 0, 0
        .bss
registers: .space 18
