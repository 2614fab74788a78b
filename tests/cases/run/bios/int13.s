# INT 13h on the boot floppy: reset, parameters, type, read, write, verify, status, and errors.
#! serial:  - 0003 - 0004 4f12 0101 - 0100
#! serial:  - 0001 - 0001 5257 - 0001
#! serial:  C 0001 C C C 0100
        .include "../show.inc"
start:  begin
        movb    $0, %ah
        movb    boot_drive, %dl
        int     $0x13
        carry
        show    %ax
        movb    $0x08, %ah
        movb    boot_drive, %dl
        pushw   %es
        int     $0x13
        popw    %es
        carry
        show    %bx, %cx, %dx
        movb    $0x15, %ah
        movb    boot_drive, %dl
        int     $0x13
        carry
        show    %ax
        line
        movw    $0x0301, %ax                    # the last sector: written
        movw    $0x4f12, %cx
        movb    $1, %dh
        movb    boot_drive, %dl
        movw    $pattern, %bx
        int     $0x13
        carry
        show    %ax
        movw    $0x0201, %ax                    # and read back
        movw    $0x9000, %bx
        int     $0x13
        carry
        show    %ax, 0x9000
        movw    $0x0401, %ax
        int     $0x13
        carry
        show    %ax
        line
        movw    $0x0201, %ax                    # there is no sector 19
        movw    $0x0013, %cx
        movb    $0, %dh
        int     $0x13
        carry
        movb    $1, %ah
        int     $0x13
        testb   %ah, %ah                        # an error; BIOSes differ in which
        setnz   %al
        xorb    %ah, %ah
        show    %ax
        movw    $0x0201, %ax                    # nor a second floppy drive
        movw    $0x0001, %cx
        movb    $1, %dl
        int     $0x13
        carry
        movb    $0x41, %ah                      # extensions are for hard disks
        movw    $0x55aa, %bx
        movb    boot_drive, %dl
        int     $0x13
        carry
        movw    $0x9900, %ax
        movb    boot_drive, %dl
        int     $0x13
        carry
        show    %ax
        line
        jmp     finish
pattern: .ascii "WROTE"
