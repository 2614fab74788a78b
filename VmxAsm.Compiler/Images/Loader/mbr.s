# mbr.s -- the master boot record of our hard-disk images.
#
# The BIOS loads sector 0 of a disk to 0x7C00 and jumps there with the drive's number in DL. Bytes 446..509 of that sector are the
# partition table: four entries of 16 bytes, the one to boot from marked 0x80. This program moves out of the way, finds that entry,
# loads the partition's first sector to the same place 0x7C00 and enters it as the BIOS would have, with DS:SI at the entry.

        .set    HOME, 0x600             # where we go on
        .set    LOADED, 0x7C00          # where we were, and where the partition's boot sector goes
        .set    TABLE, HOME + 446

        .code16
        .text
        .globl  _start
_start: cli
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $LOADED, %sp
        sti
        cld
        mov     $LOADED, %si
        mov     $HOME, %di
        mov     $256, %cx
        rep movsw
        ljmp    $0, $moved

moved:  mov     %dl, drive
        mov     $TABLE, %si
        mov     $4, %cx
1:      testb   $0x80, (%si)
        jnz     found
        add     $16, %si
        loop    1b
        mov     $no_partition, %si
        jmp     fail

found:  mov     %si, entry
        mov     8(%si), %eax            # first sector of the partition
        mov     %eax, packet_lba
        movw    $3, tries
again:  mov     $0x41, %ah              # are the LBA extensions there?
        mov     $0x55AA, %bx
        mov     drive, %dl
        int     $0x13
        jc      by_chs
        cmp     $0xAA55, %bx
        jne     by_chs
        test    $1, %cl
        jz      by_chs
        mov     $0x42, %ah
        mov     drive, %dl
        mov     $packet, %si
        int     $0x13
        jnc     loaded
        jmp     retry

by_chs: mov     entry, %si              # the table also names the sector by cylinder, head and sector
        mov     1(%si), %dh
        mov     2(%si), %cx
        mov     drive, %dl
        mov     $LOADED, %bx
        mov     $0x0201, %ax
        int     $0x13
        jnc     loaded

retry:  xor     %ax, %ax                # reset the drive and try again
        mov     drive, %dl
        int     $0x13
        decw    tries
        jnz     again
        mov     $read_error, %si
        jmp     fail

loaded: cmpw    $0xAA55, LOADED + 510
        mov     $not_bootable, %si
        jne     fail
        mov     drive, %dl
        mov     entry, %si
        ljmp    $0, $LOADED

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
2:      lodsb
        test    %al, %al
        jz      4f
        push    %ax
        mov     $0x0E, %ah
        mov     $7, %bx
        int     $0x10
        mov     $0x3FD, %dx
        xor     %cx, %cx                # a machine without a serial port must not hang here
3:      in      %dx, %al
        test    $0x20, %al
        loopz   3b
        pop     %ax
        mov     $0x3F8, %dx
        out     %al, %dx
        jmp     2b
4:      hlt
        jmp     4b

no_partition:   .asciz  "mbr: no active partition\r\n"
read_error:     .asciz  "mbr: cannot read the boot partition\r\n"
not_bootable:   .asciz  "mbr: the boot partition has no boot sector\r\n"

        .balign 4
packet: .byte   16, 0                   # disk address packet: size, 0, sectors, offset, segment, LBA
        .word   1, LOADED, 0
packet_lba:
        .long   0, 0

        .set    drive, packet_end
        .set    entry, packet_end + 2
        .set    tries, packet_end + 4
packet_end:
        .space  6
