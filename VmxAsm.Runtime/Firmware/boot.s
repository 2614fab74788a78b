# INT 19h: the first sector of the first drive that has a bootable one is loaded to 0000:7C00 and entered there, with the drive in DL.
# The order comes from the configuration memory: 1 floppy, 2 hard disk, 3 CD.

        .set    CMOS_BOOT_FIRST, 0x3d
        .set    CMOS_BOOT_THIRD, 0x38

# This machine's own: nothing could be booted (written 1); is there a kernel that the machine itself loads (read 1), then
# enter it (written 2); a program waits for a key.
        .set    MACHINE_PORT, 0x8901
        .set    MACHINE_KEY_PORT, 0x8902
        .set    MACHINE_REFRESH_PORT, 0x8903

int19:
        cli
        xorw    %ax, %ax
        movw    %ax, %ss
        movw    $0x7c00, %sp
        movw    %ax, %es
        sti
        cld
        pushw   $EBDA_SEGMENT
        popw    %ds

        movw    $MACHINE_PORT, %dx
        inb     %dx, %al
        cmpb    $1, %al
        jne     1f
        movb    $2, %al
        outb    %al, %dx
        jmp     boot_halt
1:      movb    $CMOS_BOOT_FIRST, %al
        callw   read_cmos
        movb    %al, %cl
        movb    $CMOS_BOOT_THIRD, %al
        callw   read_cmos
        shrb    $4, %al
        movb    %al, %ch                        # CX: third in bits 8-11, second in 4-7, first in 0-3
        testw   %cx, %cx
        jnz     1f
        movw    $0x0321, %cx                    # an empty configuration
1:      movb    %cl, %al
        andb    $0x0f, %al
        jz      boot_failed
        pushw   %cx
        callw   boot_from
        callw   print                           # back here: CS:SI says why
        popw    %cx
        shrw    $4, %cx
        jmp     1b

boot_from:
        cmpb    $1, %al
        je      1f
        cmpb    $2, %al
        je      2f
        cmpb    $3, %al
        je      cd_boot
        movw    $message_empty, %si
        retw
1:      movw    $message_no_floppy, %si
        xorb    %dl, %dl
        cmpb    $0, E_FLOPPY_COUNT
        je      9f
        jmp     3f
2:      movw    $message_no_disk, %si
        movb    $0x80, %dl
        cmpb    $0, E_DISK_COUNT
        je      9f

3:      movw    $3, %di                         # three attempts, as for a drive that has to spin up
4:      xorw    %ax, %ax
        int     $0x13
        pushw   $0
        popw    %es
        movw    $0x7c00, %bx
        movw    $0x0201, %ax
        movw    $0x0001, %cx
        movb    $0, %dh
        int     $0x13
        jnc     5f
        decw    %di
        jnz     4b
        movw    $message_read, %si
        testb   %dl, %dl
        jns     9f
        movw    $message_disk_read, %si
9:      retw
5:      movw    $message_signature, %si
        testb   %dl, %dl
        jns     6f
        movw    $message_disk_signature, %si
6:      cmpw    $0xaa55, %es:0x7dfe
        jne     9b
        xorw    %di, %di
        movw    $0x7c00, %bx

# Enters DI:BX with DL the drive.
boot_jump:
        xorw    %ax, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %ss
        movw    $0x7c00, %sp
        pushw   %di
        pushw   %bx
        movw    $0xaa55, %ax
        xorw    %bx, %bx
        xorw    %cx, %cx
        xorb    %dh, %dh
        xorw    %si, %si
        xorw    %di, %di
        xorw    %bp, %bp
        lretw

# INT 18h: a program gives the boot back; on the first PCs, BASIC in ROM.
int18:
        movw    $message_returned, %si
        callw   print
boot_failed:
        movw    $message_failed, %si
        callw   print
        movw    $MACHINE_PORT, %dx
        movb    $1, %al
        outb    %al, %dx
boot_halt:
        cli
1:      hlt
        jmp     1b

message_empty:
        .byte   0
message_no_floppy:
        .asciz  "Floppy: no drive\r\n"
message_no_disk:
        .asciz  "Hard disk: no drive\r\n"
message_no_cd:
        .asciz  "CD: no drive\r\n"
message_read:
        .asciz  "Floppy: the boot sector cannot be read\r\n"
message_disk_read:
        .asciz  "Hard disk: the boot sector cannot be read\r\n"
message_signature:
        .asciz  "Floppy: not bootable: the first sector does not end with 55 AA\r\n"
message_disk_signature:
        .asciz  "Hard disk: not bootable: the first sector does not end with 55 AA\r\n"
message_cd_read:
        .asciz  "CD: a sector cannot be read\r\n"
message_cd_not_bootable:
        .asciz  "CD: not bootable: no El Torito boot catalog\r\n"
message_returned:
        .asciz  "\r\nThe program has returned to the BIOS\r\n"
message_failed:
        .asciz  "\nNo bootable disk. The machine stops.\r\n"
