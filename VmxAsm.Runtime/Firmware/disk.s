# INT 13h: disks. DL picks the drive: 00 and 01 the floppies, 80h and 81h the hard disks, E0h the CD it was booted from, or, when a CD
# pretends to be a floppy or hard disk (El Torito), 00 or 80h for that, and the others move up by one. A service gets its registers as SAVE left them and ends with an
# error number in AH, 0 for success; CF follows from it.

        .set    DISK_BAD_COMMAND, 0x01
        .set    DISK_NO_MARK, 0x02
        .set    DISK_WRITE_PROTECTED, 0x03
        .set    DISK_NOT_FOUND, 0x04
        .set    DISK_DMA_BOUNDARY, 0x09
        .set    DISK_CONTROLLER, 0x20
        .set    DISK_SEEK, 0x40
        .set    DISK_TIMEOUT, 0x80
        .set    DISK_NOT_READY, 0xaa

# What the BIOS remembers about its drives, in the extended data area.
        .set    E_DISK, 0x20                    # the hard disk that is asked for, 16 bytes:
        .set    E_SECTORS, 0x20                 # number of sectors (8)
        .set    E_CYLINDERS, 0x28               # its geometry for INT 13h
        .set    E_HEADS, 0x2a
        .set    E_SPT, 0x2c
        .set    E_DEVICE, 0x2e                  # what the device register selects it by
        .set    E_FLOPPY_SPT, 0x30              # the floppy that is asked for: sectors a track, tracks
        .set    E_FLOPPY_TRACKS, 0x31
        .set    E_CD_DRIVE, 0x32                # drive number of the booted CD; 0xff none
        .set    E_CD_MEDIA, 0x33                # 0 no emulation, 1-3 floppy, 4 hard disk
        .set    E_CD_START, 0x34                # first CD sector of the image (4)
        .set    E_CD_SPT, 0x38                  # geometry of the image
        .set    E_CD_HEADS, 0x39
        .set    E_CD_CYLINDERS, 0x3a
        .set    E_HAS_CD, 0x3c
        .set    E_DISK_COUNT, 0x3d
        .set    E_FLOPPY_COUNT, 0x3e
        .set    E_FLOPPY_UNIT, 0x3f             # the floppy that is asked for: 0 is A:
        .set    E_CD_SPEC, 0x40                 # specification packet (13h bytes)
        .set    E_PACKET, 0x60                  # ATAPI packet (12)
        .set    E_MEMORY, 0x70                  # scratch
        .set    E_DISKS, 0x80                   # what there is to ask for: two hard disks, 16 bytes each,
        .set    E_FLOPPIES, 0xa0                # two floppies, 2 bytes each,
        .set    E_DISK_TABLES, 0xb0             # two tables for INT 41h and 46h, 16 bytes each

int13:
        sti
        SAVE
        pushw   $EBDA_SEGMENT
        popw    %ds
        movb    R_DL(%bp), %dl
        cmpb    E_CD_DRIVE, %dl
        je      cd_services
        cmpb    $0, E_CD_MEDIA                  # a drive of the kind that the CD pretends to be comes behind it
        je      1f
        movb    E_CD_DRIVE, %al
        cmpb    $0xff, %al
        je      1f
        xorb    %dl, %al
        js      1f
        decb    %dl
1:      movzbw  %dl, %bx
        cmpb    $2, %bl
        jb      floppy_services
        subb    $0x80, %bl
        cmpb    E_DISK_COUNT, %bl
        jae     disk_no_drive
        shlw    $4, %bx
        leaw    E_DISKS(%bx), %si
        movw    $E_DISK, %di
        pushw   %ds
        popw    %es
        movw    $8, %cx
        rep movsw
        movzbw  R_AH(%bp), %bx
        movw    $hard_disk_table, %si

# BX: function, CS:SI: table of functions and services, ended by 0FFh.
disk_dispatch:
        movb    %cs:(%si), %al
        cmpb    $0xff, %al
        je      disk_bad_command
        cmpb    %bl, %al
        je      1f
        addw    $3, %si
        jmp     disk_dispatch
1:      jmpw    *%cs:1(%si)

disk_no_drive:
        cmpb    $0x15, R_AH(%bp)                # "no such drive" is a good answer to "what type"
        jne     disk_bad_command
        movb    $0, R_AH(%bp)
        andb    $~CF, R_FLAGS(%bp)
        jmp     disk_return
disk_bad_command:
        movb    $DISK_BAD_COMMAND, %ah
        jmp     disk_end
disk_ok:
        xorb    %ah, %ah

# AH: error number.
disk_end:
        movb    %ah, R_AH(%bp)
        pushw   $BDA
        popw    %ds
        movb    %ah, BDA_DISK_STATUS
        testb   $0x80, R_DL(%bp)
        jnz     1f
        movb    %ah, BDA_FLOPPY_STATUS
1:      andb    $~CF, R_FLAGS(%bp)
        testb   %ah, %ah
        jz      disk_return
        orb     $CF, R_FLAGS(%bp)
disk_return:
        RESTORE_AND_IRET

hard_disk_table:
        .byte   0x00
        .word   disk_ok
        .byte   0x01
        .word   disk_status
        .byte   0x02
        .word   hard_disk_read
        .byte   0x03
        .word   hard_disk_write
        .byte   0x04
        .word   hard_disk_verify
        .byte   0x05
        .word   disk_ok
        .byte   0x08
        .word   hard_disk_parameters
        .byte   0x09
        .word   disk_ok
        .byte   0x0c
        .word   hard_disk_verify_seek
        .byte   0x0d
        .word   disk_ok
        .byte   0x10
        .word   disk_ok
        .byte   0x11
        .word   disk_ok
        .byte   0x14
        .word   disk_ok
        .byte   0x15
        .word   hard_disk_type
        .byte   0x41
        .word   extensions_present
        .byte   0x42
        .word   hard_disk_extended_read
        .byte   0x43
        .word   hard_disk_extended_write
        .byte   0x44
        .word   hard_disk_extended_verify
        .byte   0x47
        .word   hard_disk_extended_verify
        .byte   0x48
        .word   hard_disk_extended_parameters
        .byte   0xff

# AH=01h: the status of the last operation.
disk_status:
        pushw   $BDA
        popw    %ds
        movb    BDA_DISK_STATUS, %ah
        movb    %ah, R_AH(%bp)
        movb    %ah, R_AL(%bp)
        andb    $~CF, R_FLAGS(%bp)
        testb   %ah, %ah
        jz      disk_return
        orb     $CF, R_FLAGS(%bp)
        jmp     disk_return

# Cylinder, head and sector of the caller to a block number in EAX, with the geometry at E_SPT and E_HEADS. CF: no such sector.
# CH: cylinder's low eight bits, CL: sector in bits 0-5, the cylinder's high bits in 6-7, DH: head.
chs_to_block:
        movzbl  R_CH(%bp), %eax
        movzbl  R_CL(%bp), %ecx
        movl    %ecx, %edx
        andl    $0xc0, %edx
        shll    $2, %edx
        orl     %edx, %eax
        andl    $0x3f, %ecx
        jz      1f
        cmpw    E_SPT, %cx
        ja      1f
        cmpw    E_CYLINDERS, %ax
        jae     1f
        movzbl  R_DH(%bp), %edx
        cmpw    E_HEADS, %dx
        jae     1f
        movl    %edx, %ebx
        movzwl  E_HEADS, %edx
        imull   %edx, %eax
        addl    %ebx, %eax
        movzwl  E_SPT, %edx
        imull   %edx, %eax
        leal    -1(%eax,%ecx), %eax
        clc
        retw
1:      stc
        retw

# AH=02h and 03h: AL sectors to or from ES:BX.
hard_disk_read:
        movw    $ata_read_sectors, %di
        jmp     1f
hard_disk_write:
        movw    $ata_write_sectors, %di
1:      callw   chs_to_block
        jc      disk_bad_command
        movzbw  R_AL(%bp), %cx
        testw   %cx, %cx
        jz      disk_bad_command
        cmpw    $128, %cx
        ja      disk_bad_command
        xorl    %edx, %edx
        movw    R_ES(%bp), %es
        movw    R_BX(%bp), %bx
        callw   *%di
        movb    R_AL(%bp), %al
        subb    %cl, %al                        # CX: what was left to do
        movb    %al, R_AL(%bp)
        jmp     disk_end

hard_disk_verify:
hard_disk_verify_seek:
        callw   chs_to_block
        jc      disk_bad_command
        jmp     disk_ok

# AH=08h: CH, CL and DH the last cylinder, sector and head; DL the number of hard disks.
hard_disk_parameters:
        movw    E_CYLINDERS, %cx
        decw    %cx
        movb    %ch, %al
        movb    %cl, %ch
        shlb    $6, %al
        orb     E_SPT, %al
        movb    %al, %cl
        movw    %cx, R_CX(%bp)
        movw    E_HEADS, %ax
        decw    %ax
        movb    %al, R_DH(%bp)
        movb    E_DISK_COUNT, %al
        movb    %al, R_DL(%bp)
        movb    $0, R_AL(%bp)
        jmp     disk_ok

# AH=15h: type 3 is a hard disk; CX:DX its sectors.
hard_disk_type:
        movw    E_CYLINDERS, %ax
        mulw    E_HEADS
        movzwl  %ax, %eax
        shll    $16, %edx
        orl     %edx, %eax
        movzwl  E_SPT, %ecx
        mull    %ecx
        movw    %ax, R_DX(%bp)
        shrl    $16, %eax
        movw    %ax, R_CX(%bp)
        movb    $0x03, R_AH(%bp)
        andb    $~CF, R_FLAGS(%bp)
        jmp     disk_return

# AH=41h: the extensions are there: version 3.0, packet access and enhanced drive support.
extensions_present:
        cmpw    $0x55aa, R_BX(%bp)
        jne     disk_bad_command
        movw    $0xaa55, R_BX(%bp)
        movw    $0x0005, R_CX(%bp)
        movb    $0x30, R_AH(%bp)
        andb    $~CF, R_FLAGS(%bp)
        jmp     disk_return

# AH=42h and 43h: DS:SI an address packet: size, 0, count (2), offset, segment, block (8).
hard_disk_extended_read:
        movw    $ata_read_sectors, %di
        jmp     1f
hard_disk_extended_write:
        movw    $ata_write_sectors, %di
1:      callw   extended_range
        jc      disk_bad_command
        jcxz    2f
        lesw    4(%si), %bx
        pushw   %cx
        callw   *%di
        popw    %dx
        subw    %cx, %dx
        pushw   %ax
        movw    R_DS(%bp), %ds
        movw    R_SI(%bp), %si
        movw    %dx, 2(%si)
        popw    %ax
        jmp     disk_end
2:      jmp     disk_ok

hard_disk_extended_verify:
        callw   extended_range
        jc      disk_bad_command
        jmp     disk_ok

# Returns EDX:EAX the block, CX the count, DS:SI the packet. CF: beyond the end, or more than 127 sectors.
extended_range:
        movl    E_SECTORS, %ebx
        pushw   %ds
        popw    %es
        movw    R_DS(%bp), %ds
        movw    R_SI(%bp), %si
        cmpb    $0x10, (%si)
        jb      1f
        movl    8(%si), %eax
        movl    12(%si), %edx
        movw    2(%si), %cx
        cmpw    $127, %cx
        ja      1f
        pushl   %eax
        pushl   %edx
        movzwl  %cx, %ebx
        addl    %ebx, %eax
        adcl    $0, %edx
        movl    %es:E_SECTORS, %ebx
        subl    %eax, %ebx
        movl    %es:E_SECTORS+4, %ebx
        sbbl    %edx, %ebx
        popl    %edx
        popl    %eax
        retw                                    # CF from the subtraction
1:      stc
        retw

# AH=48h: DS:SI a buffer for size, flags, cylinders, heads, sectors a track (4 each), sectors (8), bytes a sector.
hard_disk_extended_parameters:
        pushw   %ds
        popw    %es
        movw    R_DS(%bp), %ds
        movw    R_SI(%bp), %si
        cmpw    $26, (%si)
        jb      disk_bad_command
        movw    $26, (%si)
        movw    $0x0002, 2(%si)                 # the geometry is valid
        movzwl  %es:E_CYLINDERS, %eax
        movl    %eax, 4(%si)
        movzwl  %es:E_HEADS, %eax
        movl    %eax, 8(%si)
        movzwl  %es:E_SPT, %eax
        movl    %eax, 12(%si)
        movl    %es:E_SECTORS, %eax
        movl    %eax, 16(%si)
        movl    %es:E_SECTORS+4, %eax
        movl    %eax, 20(%si)
        movw    $512, 24(%si)
        jmp     disk_ok
