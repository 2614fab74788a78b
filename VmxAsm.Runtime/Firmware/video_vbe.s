# INT 10h AH=4Fh: the VESA BIOS extension ("VESA BIOS EXTENSION (VBE) Core Functions Standard, Version 2.0"): modes with more pixels and colours than a VGA has,
# in a frame buffer that lies above all RAM, or 64 KiB of it at A000:0000. The hardware behind it is Bochs' display interface: registers by number, 16 bits each.

        .set    DISPI_INDEX, 0x1ce
        .set    DISPI_DATA, 0x1cf
        .set    DISPI_WIDTH, 1
        .set    DISPI_HEIGHT, 2
        .set    DISPI_BITS, 3
        .set    DISPI_ENABLE, 4
        .set    DISPI_BANK, 5
        .set    DISPI_VIRTUAL_WIDTH, 6
        .set    DISPI_VIRTUAL_HEIGHT, 7
        .set    DISPI_LEFT, 8
        .set    DISPI_TOP, 9
        .set    DISPI_MEMORY, 10

        .set    DISPI_ENABLED, 0x01
        .set    DISPI_WIDE_DAC, 0x20
        .set    DISPI_LINEAR, 0x40
        .set    DISPI_KEEPS_MEMORY, 0x80

        .set    ADAPTER, 0x80001000             # the adapter's PCI function: bus 0, device 2
        .set    ADAPTER_MEMORY, 0x10

        .set    VBE_LINEAR, 0x4000              # bits of a mode's number
        .set    VBE_KEEPS_MEMORY, 0x8000
        .set    VBE_NUMBER, 0x01ff

# A row: number, width, height, bits of a pixel. Those below 120h are VESA's own numbers, the rest are those of Bochs' video BIOS.
        .set    VBE_WIDTH, 2
        .set    VBE_HEIGHT, 4
        .set    VBE_BITS, 6
        .set    VBE_ROW_SIZE, 7

        .macro  VBE_MODE number, width, height, bits
        .word   \number, \width, \height
        .byte   \bits
        .endm
        .macro  VBE_MODES number, width, height, bits:vararg
        .set    vbe_next, \number
        .irp    each, \bits
        VBE_MODE vbe_next, \width, \height, \each
        .set    vbe_next, vbe_next+1
        .endr
        .endm

vbe_rows:
        VBE_MODE 0x100, 640, 400, 8
        VBE_MODE 0x101, 640, 480, 8
        VBE_MODE 0x102, 800, 600, 4
        VBE_MODE 0x103, 800, 600, 8
        VBE_MODE 0x105, 1024, 768, 8
        VBE_MODE 0x107, 1280, 1024, 8
        VBE_MODES 0x10d, 320, 200, 15, 16, 24
        VBE_MODES 0x110, 640, 480, 15, 16, 24
        VBE_MODES 0x113, 800, 600, 15, 16, 24
        VBE_MODES 0x116, 1024, 768, 15, 16, 24
        VBE_MODES 0x119, 1280, 1024, 15, 16, 24
        VBE_MODES 0x11c, 1600, 1200, 8, 15, 16, 24
        VBE_MODE 0x140, 320, 200, 32
        VBE_MODE 0x141, 640, 400, 32
        VBE_MODE 0x142, 640, 480, 32
        VBE_MODE 0x143, 800, 600, 32
        VBE_MODE 0x144, 1024, 768, 32
        VBE_MODE 0x145, 1280, 1024, 32
        VBE_MODE 0x146, 320, 200, 8
        VBE_MODE 0x147, 1600, 1200, 32
        VBE_MODES 0x148, 1152, 864, 8, 15, 16, 24, 32
        VBE_MODES 0x175, 1280, 768, 16, 24, 32
        VBE_MODES 0x178, 1280, 800, 16, 24, 32
        VBE_MODES 0x17b, 1280, 960, 16, 24, 32
        VBE_MODES 0x17e, 1440, 900, 16, 24, 32
        VBE_MODES 0x181, 1400, 1050, 16, 24, 32
        VBE_MODES 0x184, 1680, 1050, 16, 24, 32
        VBE_MODES 0x187, 1920, 1200, 16, 24, 32
        VBE_MODES 0x18a, 2560, 1600, 16, 24, 32
        VBE_MODES 0x18d, 1280, 720, 16, 24, 32
        VBE_MODES 0x190, 1920, 1080, 16, 24, 32
        .word   -1

video_vbe:
        movw    $0x0100, R_AX(%bp)              # AL is not 4F: there is no such function
        cmpb    $(vbe_services_end-vbe_services)/2, %al
        jae     1f
        movw    $0x004f, R_AX(%bp)
        movzbw  %al, %si
        addw    %si, %si
        jmpw    *%cs:vbe_services(%si)
1:      retw

vbe_services:
        .word   vbe_information                 # 00
        .word   vbe_mode_information            # 01
        .word   vbe_set_mode                    # 02
        .word   vbe_get_mode                    # 03
        .word   vbe_failed                      # 04 save and restore state
        .word   vbe_window                      # 05
        .word   vbe_line_length                 # 06
        .word   vbe_display_start               # 07
        .word   vbe_dac_width                   # 08
        .word   vbe_palette                     # 09
vbe_services_end:

vbe_failed:
        movb    $0x01, R_AH(%bp)
        retw
vbe_invalid_now:
        movb    $0x03, R_AH(%bp)
        retw

# AL: register, BX: value. Changes AX, DX.
dispi_write:
        movw    $DISPI_INDEX, %dx
        xorb    %ah, %ah
        outw    %ax, %dx
        incw    %dx
        movw    %bx, %ax
        outw    %ax, %dx
        retw

# AL: register. Returns AX. Changes DX.
dispi_read:
        movw    $DISPI_INDEX, %dx
        xorb    %ah, %ah
        outw    %ax, %dx
        incw    %dx
        inw     %dx, %ax
        retw

# ES:DI: what the adapter can do. A caller that has written VBE2 there has room for 512 bytes, and wants names; the others get 256.
vbe_information:
        movw    R_ES(%bp), %es
        movw    R_DI(%bp), %di
        cmpl    $0x32454256, %es:(%di)          # VBE2
        pushfw
        pushw   %di
        movw    $256/2, %cx
        xorw    %ax, %ax
        rep stosw
        popw    %di
        movl    $0x41534556, %es:(%di)          # VESA
        movw    $0x0200, %es:4(%di)
        movw    $vbe_name, %es:6(%di)
        movw    %cs, %es:8(%di)
        movb    $0x01, %es:10(%di)              # the DAC's width can be chosen
        leaw    34(%di), %ax                    # the list of modes is in the reserved part
        movw    %ax, %es:14(%di)
        movw    %es, %es:16(%di)
        movb    $DISPI_MEMORY, %al
        callw   dispi_read
        movw    %ax, %es:18(%di)
        popfw
        jne     1f
        movw    $vbe_vendor, %es:22(%di)
        movw    %cs, %es:24(%di)
        movw    $vbe_name, %es:26(%di)
        movw    %cs, %es:28(%di)
        movw    $vbe_revision, %es:30(%di)
        movw    %cs, %es:32(%di)
1:      addw    $34, %di
        movw    $vbe_rows, %si
2:      movw    %cs:(%si), %ax
        stosw
        addw    $VBE_ROW_SIZE, %si
        incw    %ax
        jnz     2b
        retw

vbe_name:
        .asciz  "VBE of vmxasm"
vbe_vendor:
        .asciz  "vmxasm"
vbe_revision:
        .asciz  "1.0"

# CX: a mode's number. Returns CS:SI its row; ZF is clear when there is none.
vbe_find_mode:
        andw    $VBE_NUMBER, %cx
        movw    $vbe_rows-VBE_ROW_SIZE, %si
1:      addw    $VBE_ROW_SIZE, %si
        cmpw    $-1, %cs:(%si)
        je      2f
        cmpw    %cx, %cs:(%si)
        jne     1b
        retw
2:      testw   %sp, %sp
        retw

# CS:SI: a mode's row. Returns AX, the bytes of a line (of one plane, where there are four).
vbe_pitch:
        movzbw  %cs:VBE_BITS(%si), %ax
        cmpb    $4, %al
        je      1f
        addw    $7, %ax
        shrw    $3, %ax
        mulw    %cs:VBE_WIDTH(%si)
        retw
1:      movw    %cs:VBE_WIDTH(%si), %ax
        shrw    $3, %ax
        retw

# CX: a mode's number, ES:DI: 256 bytes for what is to be known of it.
vbe_mode_information:
        movw    R_CX(%bp), %cx
        callw   vbe_find_mode
        jne     vbe_failed
        movw    R_ES(%bp), %es
        movw    R_DI(%bp), %di
        pushw   %di
        movw    $256/2, %cx
        xorw    %ax, %ax
        rep stosw
        popw    %di

        movb    $0x1b, %es:(%di)                # it can be set; colour; graphics
        movb    $0x07, %es:2(%di)               # window A is there, read and written; there is no window B
        movw    $64, %es:4(%di)
        movw    $64, %es:6(%di)
        movw    $0xa000, %es:8(%di)
        movw    $vbe_window_call, %es:12(%di)
        movw    %cs, %es:14(%di)
        callw   vbe_pitch
        movw    %ax, %es:16(%di)
        movw    %ax, %es:50(%di)
        movw    %cs:VBE_WIDTH(%si), %ax
        movw    %ax, %es:18(%di)
        movw    %cs:VBE_HEIGHT(%si), %ax
        movw    %ax, %es:20(%di)
        movw    $0x1008, %es:22(%di)            # size of a character
        movb    $1, %es:24(%di)                 # planes
        movb    $1, %es:26(%di)                 # banks
        movb    $1, %es:30(%di)                 # reserved, always 1
        movb    %cs:VBE_BITS(%si), %al
        movb    %al, %es:25(%di)
        cmpb    $4, %al
        jne     1f
        movb    $4, %es:24(%di)
        movb    $3, %es:27(%di)                 # memory model: planes
        retw

1:      orb     $0x80, %es:(%di)                # a linear frame buffer
        pushl   $ADAPTER|ADAPTER_MEMORY
        callw   pci_read
        andb    $0xf0, %al
        movl    %eax, %es:40(%di)
        movb    $DISPI_MEMORY, %al              # whole pictures that memory has room for, less one
        callw   dispi_read
        shll    $16, %eax
        pushl   %eax
        movzwl  %es:16(%di), %eax
        movzwl  %es:20(%di), %edx
        mull    %edx
        xchgl   %eax, %ecx
        popl    %eax
        xorl    %edx, %edx
        divl    %ecx
        decl    %eax
        cmpl    $0xff, %eax
        jbe     2f
        movb    $0xff, %al
2:      movb    %al, %es:29(%di)
        movb    %al, %es:52(%di)
        movb    %al, %es:53(%di)
        movb    $4, %es:27(%di)                 # a byte is a colour
        movb    %cs:VBE_BITS(%si), %al
        cmpb    $8, %al
        je      4f

        movb    $6, %es:27(%di)                 # the components are in the pixel
        movw    $vbe_components, %si
3:      cmpb    %cs:(%si), %al
        leaw    9(%si), %si
        jne     3b
        subw    $8, %si
        movw    $8, %cx
        leaw    31(%di), %bx
5:      lodsb   %cs:(%si), %al
        movb    %al, %es:(%bx)
        movb    %al, %es:23(%bx)                # again, for the linear frame buffer
        incw    %bx
        loop    5b
        movb    $2, %es:39(%di)                 # what is left of a pixel may be used
4:      retw

# Bits of a pixel; then size and lowest bit of red, green, blue and what is left.
vbe_components:
        .byte   15, 5, 10, 5, 5, 5, 0, 1, 15
        .byte   16, 5, 11, 6, 5, 5, 0, 0, 0
        .byte   24, 8, 16, 8, 8, 8, 0, 0, 0
        .byte   32, 8, 16, 8, 8, 8, 0, 8, 24

# The address is on the stack. Returns EAX; the address register is left as it was.
pci_read:
        pushw   %bp
        movw    %sp, %bp
        pushl   %ebx
        movw    $0xcf8, %dx
        inl     %dx, %eax
        movl    %eax, %ebx
        movl    4(%bp), %eax
        outl    %eax, %dx
        addb    $4, %dl
        inl     %dx, %eax
        subb    $4, %dl
        xchgl   %eax, %ebx
        outl    %eax, %dx
        movl    %ebx, %eax
        popl    %ebx
        popw    %bp
        retw    $4

# BX: the mode, with VBE_LINEAR and VBE_KEEPS_MEMORY. IBM's modes can be set here as well.
vbe_set_mode:
        movw    R_BX(%bp), %bx
        testw   $0x0100, %bx
        jnz     1f
        movb    %bl, %al
        andb    $0x7f, %al
        shrw    $8, %bx
        andb    $0x80, %bl
        orb     %bl, %al
        callw   set_mode
        jc      vbe_failed
        retw

1:      movw    %bx, %cx
        callw   vbe_find_mode
        jne     vbe_failed
        pushw   %bx
        pushw   %si
        movb    $0x13|0x80, %al                 # what the VGA's own registers and the palette are
        cmpb    $4, %cs:VBE_BITS(%si)
        jne     2f
        movb    $0x12, %al
        testb   $0x80, %bh
        jz      2f
        movb    $0x12|0x80, %al
2:      callw   set_mode
        popw    %si
        movw    %cs:VBE_WIDTH(%si), %bx
        movb    $DISPI_WIDTH, %al
        callw   dispi_write
        movw    %cs:VBE_HEIGHT(%si), %bx
        movb    $DISPI_HEIGHT, %al
        callw   dispi_write
        movzbw  %cs:VBE_BITS(%si), %bx
        movb    $DISPI_BITS, %al
        callw   dispi_write
        popw    %cx
        movw    $DISPI_ENABLED, %bx
        testw   $VBE_LINEAR, %cx
        jz      3f
        orb     $DISPI_LINEAR, %bl
3:      testw   $VBE_KEEPS_MEMORY, %cx
        jz      4f
        orb     $DISPI_KEEPS_MEMORY, %bl
4:      movb    $DISPI_ENABLE, %al
        callw   dispi_write
        andw    $VBE_LINEAR|VBE_KEEPS_MEMORY|VBE_NUMBER, %cx
        movw    %cx, BDA_VBE_MODE
        cmpb    $4, %cs:VBE_BITS(%si)
        jne     5f
        movw    %cs:VBE_WIDTH(%si), %ax         # characters can be drawn where there are planes
        shrw    $3, %ax
        movw    %ax, BDA_COLUMNS
        movw    %cs:VBE_HEIGHT(%si), %ax
        shrw    $4, %ax
        decw    %ax
        movb    %al, BDA_ROWS
5:      retw

vbe_get_mode:
        movw    BDA_VBE_MODE, %bx
        testw   %bx, %bx
        jnz     1f
        movb    BDA_VIDEO_OPTIONS, %bh
        andw    $0x8000, %bx
        movb    BDA_VIDEO_MODE, %bl
1:      movw    %bx, R_BX(%bp)
        retw

# BL: 0, window A. BH: 0 to show memory from DX times 64 KiB on in it, 1 to ask. A program may call here directly, far.
vbe_window_call:
        SAVE
        pushw   $BDA
        popw    %ds
        movw    $0x004f, R_AX(%bp)
        callw   vbe_window
        popal
        popw    %es
        popw    %ds
        lretw

vbe_window:
        cmpb    $0, R_BL(%bp)
        jne     vbe_failed
        testb   $VBE_LINEAR>>8, BDA_VBE_MODE+1
        jnz     vbe_invalid_now
        cmpb    $1, R_BH(%bp)
        ja      vbe_failed
        je      1f
        movw    R_DX(%bp), %bx
        movb    $DISPI_BANK, %al
        callw   dispi_write
        cmpw    %bx, R_DX(%bp)
        movb    $DISPI_BANK, %al
        callw   dispi_read
        cmpw    %ax, %bx
        jne     vbe_failed
        retw
1:      movb    $DISPI_BANK, %al
        callw   dispi_read
        movw    %ax, R_DX(%bp)
        retw

# BL: 0 sets the length of a line to CX pixels, 2 to CX bytes; 1 asks for it, 3 for the longest. BX bytes, CX pixels, DX lines.
vbe_line_length:
        cmpw    $0, BDA_VBE_MODE
        je      vbe_invalid_now
        movb    $DISPI_BITS, %al
        callw   dispi_read
        addw    $3, %ax
        shrw    $3, %ax
        movw    %ax, %si                        # SI: bytes of a pixel, or 0 where it is half a byte
        movw    R_CX(%bp), %bx
        cmpb    $1, R_BL(%bp)
        je      vbe_report_length
        jb      2f
        cmpb    $3, R_BL(%bp)
        ja      vbe_failed
        je      3f
        movw    %bx, %ax                        # bytes to pixels
        shlw    $3, %bx
        testw   %si, %si
        jz      2f
        xorw    %dx, %dx
        divw    %si
        movw    %ax, %bx
2:      callw   vbe_swap_width
        cmpw    %ax, %bx
        je      vbe_report_length
        movw    %cx, %bx                        # longer than memory has room for, or shorter than the screen is wide
        callw   vbe_swap_width
        movb    $0x02, R_AH(%bp)
        retw
3:      movw    $0x7ff8, %bx                    # the adapter makes it as long as can be
        callw   vbe_swap_width
        pushw   %cx
        callw   vbe_report_length
        popw    %bx

# BX: pixels of a line. Returns AX, what came of it, and CX, what it was.
vbe_swap_width:
        movb    $DISPI_VIRTUAL_WIDTH, %al
        callw   dispi_read
        movw    %ax, %cx
        movb    $DISPI_VIRTUAL_WIDTH, %al
        callw   dispi_write
        movb    $DISPI_VIRTUAL_WIDTH, %al
        jmp     dispi_read

vbe_report_length:
        movb    $DISPI_VIRTUAL_WIDTH, %al
        callw   dispi_read
        movw    %ax, R_CX(%bp)
        testw   %si, %si
        jz      1f
        mulw    %si
        jmp     2f
1:      shrw    $3, %ax
2:      movw    %ax, R_BX(%bp)
        movb    $DISPI_VIRTUAL_HEIGHT, %al
        callw   dispi_read
        movw    %ax, R_DX(%bp)
        retw

# BL: 0 (80h: in the retrace) shows memory from column CX and line DX on, 1 asks.
vbe_display_start:
        cmpw    $0, BDA_VBE_MODE
        je      vbe_invalid_now
        movb    R_BL(%bp), %al
        andb    $0x7f, %al
        cmpb    $1, %al
        ja      vbe_failed
        je      1f
        movb    $DISPI_LEFT, %al
        movw    R_CX(%bp), %bx
        callw   dispi_write
        movb    $DISPI_LEFT, %al
        callw   dispi_read
        cmpw    %ax, %bx
        jne     vbe_failed
        movb    $DISPI_TOP, %al
        movw    R_DX(%bp), %bx
        callw   dispi_write
        movb    $DISPI_TOP, %al
        callw   dispi_read
        cmpw    %ax, %bx
        jne     vbe_failed
        retw
1:      movb    $DISPI_LEFT, %al
        callw   dispi_read
        movw    %ax, R_CX(%bp)
        movb    $DISPI_TOP, %al
        callw   dispi_read
        movw    %ax, R_DX(%bp)
        movb    $0, R_BH(%bp)
        retw

# BL: 0 gives the palette's components BH bits, 1 asks: BH, 6 or 8.
vbe_dac_width:
        movb    $DISPI_ENABLE, %al
        callw   dispi_read
        movw    %ax, %bx
        cmpb    $1, R_BL(%bp)
        ja      vbe_failed
        je      1f
        andb    $~DISPI_WIDE_DAC, %bl
        cmpb    $8, R_BH(%bp)
        jb      2f
        orb     $DISPI_WIDE_DAC, %bl
2:      orb     $DISPI_KEEPS_MEMORY, %bl
        movb    $DISPI_ENABLE, %al
        callw   dispi_write
1:      movb    $6, R_BH(%bp)
        testb   $DISPI_WIDE_DAC, %bl
        jz      3f
        movb    $8, R_BH(%bp)
3:      retw

# BL: 0 (80h: in the retrace) sets, 1 reads CX entries of the palette from DX on. ES:DI: blue, green, red and a byte that is not used.
vbe_palette:
        movb    R_BL(%bp), %bl
        andb    $0x7f, %bl
        cmpb    $1, %bl
        ja      vbe_failed
        movw    R_ES(%bp), %es
        movw    R_DI(%bp), %di
        movw    R_CX(%bp), %cx
        jcxz    3f
        movb    R_DL(%bp), %al
        je      2f
        movw    $DAC_WRITE, %dx
        outb    %al, %dx
        incw    %dx
1:      movb    %es:2(%di), %al
        outb    %al, %dx
        movb    %es:1(%di), %al
        outb    %al, %dx
        movb    %es:(%di), %al
        outb    %al, %dx
        addw    $4, %di
        loop    1b
        retw
2:      movw    $DAC_READ, %dx
        outb    %al, %dx
        movw    $DAC_DATA, %dx
4:      inb     %dx, %al
        movb    %al, %es:2(%di)
        inb     %dx, %al
        movb    %al, %es:1(%di)
        inb     %dx, %al
        movb    %al, %es:(%di)
        movb    $0, %es:3(%di)
        addw    $4, %di
        loop    4b
3:      retw
