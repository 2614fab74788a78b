# stage1.s -- the boot sector in front of a program made with `.boot` (and of programs of the 0xABCD convention).
#
# It does one thing: it brings stage 2 (the next sectors) to 0x600, checks its sum, and jumps there. All that needs more than 510 bytes
# is stage 2's work. The numbers at the end are filled in when the image is made.
#
# Memory while we load:  0x0600 stage 2,  0x2000..0x5FFF buffer of stage 2,  0x7000 top of the stack,  0x7C00 this sector.

        .set    STAGE2, 0x600

        .code16
        .text
        .globl  _start
_start: jmp     start
        nop
        .org    62                      # the space where a file system would have its parameters; some BIOSes write there

start:  cli
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $0x7000, %sp
        sti
        cld
        ljmp    $0, $1f                 # some BIOSes enter at 07C0:0000
1:      mov     %dl, drive
        testb   $1, flags
        jnz     preloaded

        mov     $0x41, %ah              # are the LBA extensions there?
        mov     $0x55AA, %bx
        int     $0x13
        jc      geometry
        cmp     $0xAA55, %bx
        jne     geometry
        test    $1, %cl
        jz      geometry
        incb    has_lba
        jmp     read_all

geometry:
        mov     $0x08, %ah              # without them, sectors have to be named by cylinder, head and sector
        mov     drive, %dl
        xor     %di, %di
        int     $0x13
        mov     $0, %ax
        mov     %ax, %es
        jc      read_all                # keep the 18 sectors and 2 heads of a 1.44 MB floppy
        and     $0x3F, %cx
        jz      read_all
        mov     %cx, sectors_per_track
        movzbw  %dh, %dx
        inc     %dx
        mov     %dx, heads

read_all:
        mov     stage2_lba, %eax
        mov     $STAGE2, %bx
        movzbw  stage2_sectors, %cx
2:      call    read_sector
        inc     %eax
        add     $512, %bx
        loop    2b

check:  mov     $STAGE2, %si            # the sum of its 16-bit words
        movzbw  stage2_sectors, %cx
        shl     $8, %cx
        xor     %dx, %dx
3:      lodsw
        add     %ax, %dx
        loop    3b
        cmp     stage2_sum, %dx
        mov     $damaged, %si
        jne     fail
        mov     drive, %dl
        ljmp    $0, $STAGE2

preloaded:                              # a CD: the BIOS has loaded stage 2 behind us
        mov     $_start + 512, %si
        mov     $STAGE2, %di
        movzbw  stage2_sectors, %cx
        shl     $8, %cx
        rep movsw
        jmp     check

# Reads sector EAX to 0:BX; keeps all registers.
read_sector:
        pushal
        movb    $3, tries
4:      cmpb    $0, has_lba
        je      5f
        mov     %eax, packet_lba
        mov     %bx, packet_offset
        mov     $packet, %si
        pushal
        mov     $0x42, %ah
        jmp     6f
5:      pushal
        xor     %edx, %edx              # LBA = (cylinder * heads + head) * sectors per track + sector - 1
        movzwl  sectors_per_track, %ecx
        div     %ecx
        inc     %dl
        mov     %dl, %cl
        xor     %dx, %dx
        divw    heads
        mov     %dl, %dh
        mov     %al, %ch
        shl     $6, %ah
        or      %ah, %cl
        mov     $0x0201, %ax
6:      mov     drive, %dl
        int     $0x13
        popal
        jnc     7f
        push    %ax
        xor     %ax, %ax                # reset the drive and try again
        mov     drive, %dl
        int     $0x13
        pop     %ax
        decb    tries
        jnz     4b
        mov     $read_error, %si
        jmp     fail
7:      popal
        ret

# Says what went wrong, on the screen and on the serial line. SI = the message.
fail:   mov     $0x3FB, %dx             # COM1: 115200 bits per second, 8 data bits, no parity, 1 stop bit
        mov     $0x80, %al
        out     %al, %dx
        mov     $0x3F8, %dx
        mov     $1, %ax
        out     %ax, %dx
        mov     $0x3FB, %dx
        mov     $0x03, %al
        out     %al, %dx
8:      lodsb
        test    %al, %al
        jz      0f
        push    %ax
        mov     $0x0E, %ah
        mov     $7, %bx
        int     $0x10
        mov     $0x3FD, %dx
        xor     %cx, %cx                # a machine without a serial port must not hang here
9:      in      %dx, %al
        test    $0x20, %al
        loopz   9b
        pop     %ax
        mov     $0x3F8, %dx
        out     %al, %dx
        jmp     8b
0:      hlt
        jmp     0b

read_error:     .asciz  "boot: disk read error\r\n"
damaged:        .asciz  "boot: the loader is damaged\r\n"

drive:          .byte   0
has_lba:        .byte   0
tries:          .byte   0
sectors_per_track: .word 18
heads:          .word   2
packet:         .byte   16, 0           # disk address packet: size, 0, sectors, offset, segment, LBA
                .word   1
packet_offset:  .word   0, 0
packet_lba:     .long   0, 0

        .org    500
stage2_lba:     .long   1               # filled in by the image writer
stage2_sum:     .word   0
stage2_sectors: .byte   0
flags:          .byte   0               # 1: stage 2 is in memory already, behind this sector
        .org    510
        .word   0xAA55
