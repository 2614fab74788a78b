# The video BIOS: an option ROM at C000:0000.
#
# The system BIOS finds it by its first two bytes, checks that its bytes add up to zero, and calls its entry at offset 3. The
# entry puts INT 10h into the interrupt vector table, sets mode 3 and returns. From then on whatever prints on the screen
# comes through here. It works from any segment, so another BIOS may move it.
#
# Built with:  as --32 vgabios.s, linked at 0, the bare bytes taken.

        .code16
        .text
        .include "frame.s"

        .set    ROM_SIZE, 0x8000
        .set    ROM_CHECKSUM, 0xd6
        .set    COLOUR_TEXT, 0xb800
        .set    MONOCHROME_TEXT, 0xb000

rom:
        .byte   0x55, 0xaa, ROM_SIZE / 512
        jmp     initialize
        .org    0x1e
        .ascii  "IBM VGA compatible video BIOS of vmxasm"
        .byte   0

initialize:
        pushaw
        pushw   %ds
        xorw    %ax, %ax
        movw    %ax, %ds
        movw    $int10, 0x10*4
        movw    %cs, 0x10*4+2
        movw    $font8x8+128*8, 0x1f*4          # the upper half of the 8x8 font
        movw    %cs, 0x1f*4+2
        popw    %ds
        movw    $0x0003, %ax
        int     $0x10
        popaw
        lretw

        .include "video_services.s"
        .include "video_modes.s"
        .include "video_palette.s"
        .include "video_text.s"
        .include "video_graphics.s"
        .include "video_vbe.s"
        .include "font8x8.s"
        .set    FONT_ROWS, 14
font8x14:
        .include "font8x16.s"
        .set    FONT_ROWS, 16
font8x16:
        .include "font8x16.s"

# The last byte makes the sum of all bytes zero. `build` checks it and says what it must be.
        .org    ROM_SIZE-1
        .byte   ROM_CHECKSUM
